"""docx: paragraphs and tables in body order, with heading levels, automatic numbers, pages and pictures.

Read from the XML itself: guides need what object models leave out (list numbers, text boxes, revisions).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhunsheng.core.guide.readers.build import Builder, Raw, glue
from zhunsheng.core.guide.readers.docx_package import MC, A, Package, W
from zhunsheng.core.guide.readers.docx_styles import Numbering, Styles, child_value, integer, number_of
from zhunsheng.core.guide.readers.docx_text import Paragraph, TextReader
from zhunsheng.core.guide.readers.limits import MAX_CELLS
from zhunsheng.core.guide.readers.problems import Unreadable
from zhunsheng.core.guide.source import SourceDocument

__all__ = ["read_docx"]

# Wrappers that stand between the body and its paragraphs, or between a table and its rows and cells.
_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
# Word itself allows no more columns.
_MAX_COLUMNS = 63
# A "heading" longer than this is running text that was given an outline level by mistake.
_LONGEST_HEADING = 120


def read_docx(data: bytes, sha256: str) -> SourceDocument:
    """Read a Word document; raises ``Unreadable`` (inside this package) for one that cannot be read."""
    reader = _Reader(Package(data), sha256)
    return reader.read()


class _Reader:
    def __init__(self, package: Package, sha256: str) -> None:
        self.package = package
        self.builder = Builder("docx", sha256)
        self.main = package.main()
        self.root = package.xml(self.main, needed=True)
        self.relations = package.relations(self.main)
        parts = {kind.rsplit("/", 1)[-1]: target for kind, target in self.relations.values()}
        self.parts = parts
        self.styles = Styles(package.xml(parts["styles"]) if "styles" in parts else None)
        self.numbering = Numbering(package.xml(parts["numbering"]) if "numbering" in parts else None)
        rendered, explicit = self._page_knowledge()
        self.text = TextReader(rendered=rendered, explicit=explicit)
        self.notes: list[tuple[str, str]] = []

    def _page_knowledge(self) -> tuple[bool, bool]:
        """Whether pages are known from Word's last layout, or else from manual breaks alone.

        Manual breaks tell the page only where they are all there is: the document's own page count says so.
        """
        if next(self.root.iter(W + "lastRenderedPageBreak"), None) is not None:
            return True, False
        breaks = sum(1 for item in self.root.iter(W + "br") if item.get(W + "type") == "page")
        properties = self.package.xml("docProps/app.xml")
        pages = properties.findtext("{*}Pages") if properties is not None else None
        return False, breaks > 0 and integer(pages) == breaks + 1

    def read(self) -> SourceDocument:
        body = self.root.find(W + "body")
        if body is None:
            raise Unreadable("reader.docx_broken", media="docx", detail="没有正文")
        self._blocks(body)
        self._notes()
        document = self.builder.document
        if not any(line.text.strip() for line in document.lines):
            raise Unreadable("reader.docx_no_text", media="docx")
        return document

    def _blocks(self, container: Any) -> None:
        for element in _children(container, (W + "p", W + "tbl")):
            if self.builder.full:
                return
            if element.tag == W + "p":
                self._paragraph(element)
            else:
                self._table(element)

    def _paragraph(self, element: Any) -> None:
        properties = element.find(W + "pPr")
        found = self.text.paragraph(element)
        label = self._label(properties, found)
        level = self._level(properties)
        if level is not None:
            joined = ""
            for piece in found.text.split("\n"):
                joined = glue(joined, piece.strip())
            text = label + joined
            if text.strip():
                long = len(text) > _LONGEST_HEADING
                self.builder.line(text, found.page) if long else self.builder.heading(text, level, found.page)
        else:
            text = self._plain(label, found)
        self._extras(found, bool(text.strip()))

    def _plain(self, label: str, found: Paragraph) -> str:
        text = label + found.text.strip()
        for piece in text.split("\n"):
            if piece.strip():
                self.builder.line(piece.strip(), found.page)
        return text

    def _extras(self, found: Paragraph, has_text: bool) -> None:
        """Pictures, drawings and text boxes that stand in a paragraph, after its text; notes are kept for the end."""
        self.notes.extend(found.notes)
        if found.pictures and has_text:
            self.builder.document.pictures.append(len(self.builder.document.lines))
        elif found.pictures:
            self.builder.picture("", found.page)
        for relation in found.diagrams:
            self._diagram(relation, found.page)
        for box in found.boxes:
            self._blocks(box)

    def _diagram(self, relation: str, page: int | None) -> None:
        """The words of a SmartArt drawing, one line a shape."""
        target = self.relations.get(relation)
        root = self.package.xml(target[1]) if target else None
        for paragraph in root.iter(A + "p") if root is not None else ():
            text = "".join(piece.text or "" for piece in paragraph.iter(A + "t")).strip()
            if text:
                self.builder.line(text, page)

    def _level(self, properties: Any) -> int | None:
        direct = child_value(properties, "outlineLvl")
        if direct is not None:
            level = integer(direct, 9)
            return level + 1 if level < 9 else None
        return self.styles.level(child_value(properties, "pStyle"))

    def _label(self, properties: Any, found: Paragraph) -> str:
        """The automatic number of a paragraph. One whose mark is deleted and that is empty has none."""
        style = child_value(properties, "pStyle")
        if (
            properties is not None
            and properties.find(f"{W}rPr/{W}del") is not None
            and not found.text.strip()
        ):
            return ""
        direct = number_of(properties)
        inherited = self.styles.number(style)
        ident = direct[0] if direct and direct[0] is not None else inherited[0] if inherited else None
        if not ident:
            return ""
        if direct and direct[1] is not None:
            place = direct[1]
        elif inherited and inherited[0] == ident:
            place = (
                inherited[1]
                if inherited[1] is not None
                else self.numbering.level_of_style(ident, inherited[2])
            )
        else:
            place = 0
        return self.numbering.label(ident, place)

    def _table(self, element: Any) -> None:
        rows = [row for row in _children(element, (W + "tr",)) if row.find(f"{W}trPr/{W}del") is None]
        if max((_width(row) for row in rows), default=0) < 2:
            for row in rows:  # a frame around text
                for cell in _children(row, (W + "tc",)):
                    self._blocks(cell)
            return
        built: list[list[Raw]] = []
        pages: list[int | None] = []
        pictures: list[int] = []
        above: dict[int, str] = {}
        total = 0
        for row in rows:
            before = self.text.page
            cells, shown = self._row(row, above)
            total += len(cells)
            if shown:
                pictures.append(len(built))
            built.append(cells)
            pages.append(before if not self.text.rendered else self._row_page(row, before))
            if total > MAX_CELLS:
                break
        first = len(self.builder.document.lines) + 1
        self.builder.table(built, "docx", pages=pages)
        last = len(self.builder.document.lines)
        self.builder.document.pictures.extend(first + i for i in pictures if first + i <= last)

    def _row_page(self, row: Any, before: int | None) -> int | None:
        """The page of a row: the break that Word notes in its first words comes before them."""
        first = next((item for item in row.iter(W + "lastRenderedPageBreak", W + "t")), None)
        broken = first is not None and first.tag == W + "lastRenderedPageBreak"
        return before + 1 if broken and before is not None else before

    def _row(self, row: Any, above: dict[int, str]) -> tuple[list[Raw], bool]:
        """Cells of a row on the table's grid, and whether they hold a picture. ``above`` carries vertical merges."""
        properties = row.find(W + "trPr")
        cells = [
            Raw("") for _ in range(min(max(integer(child_value(properties, "gridBefore")), 0), _MAX_COLUMNS))
        ]
        shown = False
        for cell in _children(row, (W + "tc",)):
            start = len(cells)
            if start >= _MAX_COLUMNS:
                break
            details = cell.find(W + "tcPr")
            merge = details.find(W + "vMerge") if details is not None else None
            joined = details.find(W + "hMerge") if details is not None else None
            span = min(max(integer(child_value(details, "gridSpan"), 1), 1), _MAX_COLUMNS - start)
            text, picture = self._cell(cell)
            shown = shown or picture
            continued = merge is not None and merge.get(W + "val") in (None, "continue") and start in above
            beside = joined is not None and joined.get(W + "val") in (None, "continue") and start > 0
            if continued:
                text = above[start]
            elif beside:
                text = cells[-1].text
            if not continued:
                for place in range(start, start + span):
                    above.pop(place, None)
                if merge is not None:
                    above[start] = text
            cells.append(Raw(text, continued or beside))
            cells.extend(Raw(text, True) for _ in range(span - 1))
        return cells, shown

    def _cell(self, cell: Any) -> tuple[str, bool]:
        """The text of a cell, its paragraphs divided by newlines, and whether it shows a picture."""
        pieces: list[str] = []
        shown = False
        for element in _children(cell, (W + "p", W + "tbl")):
            if element.tag == W + "tbl":
                for inner in element.iter(W + "tc"):
                    pieces.extend(self._cell_paragraphs(inner.findall(W + "p"))[0])
                continue
            texts, picture = self._cell_paragraphs([element])
            pieces.extend(texts)
            shown = shown or picture
        return "\n".join(pieces), shown

    def _cell_paragraphs(self, elements: list[Any]) -> tuple[list[str], bool]:
        pieces: list[str] = []
        shown = False
        for element in elements:
            found = self.text.paragraph(element)
            text = self._label(element.find(W + "pPr"), found) + found.text.strip()
            pieces.extend(piece.strip() for piece in text.split("\n") if piece.strip())
            self.notes.extend(found.notes)
            shown = shown or found.pictures > 0
            for box in found.boxes:
                texts, _ = self._cell_paragraphs(list(box.iter(W + "p")))
                pieces.extend(texts)
        return pieces, shown

    def _notes(self) -> None:
        """Footnotes and endnotes in the order of their marks, as lines at the end."""
        for kind, word in (("footnote", "脚注"), ("endnote", "尾注")):
            wanted = [ident for found, ident in self.notes if found == kind]
            part = self.parts.get(kind + "s")
            root = self.package.xml(part) if wanted and part else None
            if root is None:
                continue
            notes = {note.get(W + "id"): note for note in root.iter(W + kind)}
            for number, ident in enumerate(dict.fromkeys(wanted), 1):
                note = notes.get(ident)
                texts = (
                    [self.text.paragraph(item).text.strip() for item in note.iter(W + "p")]
                    if note is not None
                    else []
                )
                text = ""
                for piece in texts:
                    text = glue(text, piece.replace("\n", " "))
                if text:
                    self.builder.line(f"{word}{number}：{text}")


def _children(container: Any, tags: tuple[str, ...]) -> Iterator[Any]:
    """The wanted children in order, also inside content controls and insertions; what is deleted is left out."""
    for child in container:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tags)
        elif child.tag == MC + "AlternateContent":
            chosen = child.find(MC + "Choice")
            if chosen is None:
                chosen = child.find(MC + "Fallback")
            if chosen is not None:
                yield from _children(chosen, tags)


def _width(row: Any) -> int:
    total = 0
    for cell in _children(row, (W + "tc",)):
        total += max(integer(child_value(cell.find(W + "tcPr"), "gridSpan"), 1), 1)
        if total > 1:
            break
    return total
