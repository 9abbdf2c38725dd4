"""The next edition's draft of the guide, as Word and as markdown, changes against the edition before marked.

In Word the changes are revisions that can be accepted or refused there. In markdown what is new stands in
``<mark>``, and what is gone is listed in the head of the file. Read again by our own reader, both give the system.
"""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu

from zhunsheng.core.deliver.drawings.words import printable
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.revision import (
    GONE,
    NEW,
    SAME,
    Block,
    Piece,
    Row,
    blocks_of,
    compare_blocks,
    deleted_texts,
)
from zhunsheng.core.deliver.papers.word import CELL, TITLE, WordPaper
from zhunsheng.core.system.differ import CHANGE_LABELS, SUBJECT_LABELS
from zhunsheng.core.system.writer import escape, write_guide

__all__ = ["guide_blocks", "write_guide_draft"]

_NAME = "指南草案"
_AUTHOR = "准绳"
_KEY = re.compile(r"（.*?）")


def write_guide_draft(dossier: Dossier) -> list[tuple[str, bytes]]:
    """The draft in both forms."""
    blocks = guide_blocks(dossier)
    return [
        (f"{_NAME}.docx", _word(dossier, blocks)),
        (f"{_NAME}.md", _markdown(dossier, blocks).encode()),
    ]


def guide_blocks(dossier: Dossier) -> list[Block]:
    """The blocks of the draft; marked where there is an edition before."""
    blocks = blocks_of(write_guide(dossier.system))
    if dossier.earlier is None:
        return blocks
    return compare_blocks(blocks_of(write_guide(dossier.earlier)), blocks)


# ---- markdown


def _markdown(dossier: Dossier, blocks: list[Block]) -> str:
    # One line each, keys of letters only: a head that readers of markdown know as one.
    head = [f"{_KEY.sub('', label)}: {_quoted(value)}" for label, value in dossier.bearings()]
    if dossier.earlier is not None:
        head.append(f"对比的版本: {_quoted(dossier.earlier_label)}")
        head += _listed("改动", _changes(dossier)) + _listed("删去的文字", deleted_texts(blocks))
    parts = [text for block in blocks if (text := _block_markdown(block))]
    return "---\n" + "\n".join(head) + "\n---\n\n" + "\n\n".join(parts) + "\n"


def _listed(label: str, values: list[str]) -> list[str]:
    return [f"{label}: [{', '.join(map(_quoted, values))}]"] if values else []


def _quoted(value: str) -> str:
    return '"' + printable(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _changes(dossier: Dossier) -> list[str]:
    """What changed, in a line each, as the comparison of editions tells it."""
    return [
        f"{CHANGE_LABELS[one.kind]} {SUBJECT_LABELS.get(one.subject_kind, one.subject_kind)} {one.subject}"
        for one in dossier.changes
    ]


def _block_markdown(block: Block) -> str:
    if block.rows:
        rows = [_row_markdown(row) for row in block.rows if row.change != GONE]
        return "\n".join([rows[0], "|" + "---|" * len(block.rows[0].cells), *rows[1:]]) if rows else ""
    text = _pieces_markdown(block.pieces)
    return f"{'#' * block.level} {text}" if block.level and text else text


def _row_markdown(row: Row) -> str:
    return "| " + " | ".join(_pieces_markdown(cell) for cell in row.cells) + " |"


def _pieces_markdown(pieces: list[Piece]) -> str:
    shown = [(escape(text), change) for text, change in pieces if change != GONE and text]
    # A mark around the whole of a line would hide from readers what kind of line it is.
    return "".join(f"<mark>{text}</mark>" if change == NEW else text for text, change in shown)


# ---- Word


def _word(dossier: Dossier, blocks: list[Block]) -> bytes:
    word = WordPaper(dossier, _NAME)
    drawer = _Drawer(word, dossier)
    for block in blocks:
        drawer.block(block)
    word.footer(f"{dossier.label}　内容哈希 {dossier.hash[:16]}　{dossier.day}　{dossier.settings.words()}")
    return word.finish()


class _Drawer:
    """Writes blocks into a document, changes as revisions of one author and one day."""

    def __init__(self, word: WordPaper, dossier: Dossier) -> None:
        self.word, self.document = word, word.document
        self.day = f"{dossier.day}T00:00:00Z"
        self.revision = 0

    def block(self, block: Block) -> None:
        """One block."""
        if block.rows:
            self._table(block)
            return
        paragraph = self.word.added(_style(block.level))
        self._pieces(paragraph, block.pieces)
        if block.change != SAME:
            marks = OxmlElement("w:rPr")
            marks.append(self._mark("w:ins" if block.change == NEW else "w:del"))
            paragraph._p.get_or_add_pPr().append(marks)

    def _table(self, block: Block) -> None:
        widths = _widths(block, self.word.room)
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for number, row in enumerate(block.rows):
            added = table.add_row()
            properties = added._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit" if number else "w:tblHeader"))
            if row.change != SAME:
                properties.append(self._mark("w:ins" if row.change == NEW else "w:del"))
            for cell, pieces, width in zip(added.cells, row.cells, widths, strict=True):
                cell.width = width
                self.word.restyle(cell.paragraphs[0], CELL)
                self._pieces(cell.paragraphs[0], pieces)

    def _pieces(self, paragraph: Any, pieces: list[Piece]) -> None:
        for text, change in pieces:
            if not text:
                continue
            run = paragraph.add_run(_lined(text))
            if change == SAME:
                continue
            mark = self._mark("w:ins" if change == NEW else "w:del")
            paragraph._p.replace(run._r, mark)
            mark.append(run._r)
            if change == GONE:
                for words in run._r.findall(qn("w:t")):
                    words.tag = qn("w:delText")

    def _mark(self, name: str) -> Any:
        self.revision += 1
        mark = OxmlElement(name)
        for key, value in (("w:id", str(self.revision)), ("w:author", _AUTHOR), ("w:date", self.day)):
            mark.set(qn(key), value)
        return mark


def _style(level: int) -> str:
    """A title, headings from the second level of the text on, running text."""
    if level == 1:
        return TITLE
    return f"Heading {min(level - 1, 5)}" if level else "Normal"


def _lined(text: str) -> str:
    """Text as Word holds it, without stripping what joins it to its neighbours."""
    ends = len(text) - len(text.rstrip(" ")), len(text) - len(text.lstrip(" "))
    return " " * ends[1] + printable(text) + " " * ends[0] if text.strip() else " " * len(text)


def _widths(block: Block, room: int) -> list[Emu]:
    """Shares of the room by how long the cells are."""
    longest = [0.0] * len(block.rows[0].cells)
    for row in block.rows:
        for at, cell in enumerate(row.cells):
            longest[at] = max(longest[at], float(sum(len(text) for text, _ in cell)))
    shares = [min(max(length, 6.0), 24.0) for length in longest]
    return [Emu(max(int(room * share / sum(shares)), int(Cm(1)))) for share in shares]
