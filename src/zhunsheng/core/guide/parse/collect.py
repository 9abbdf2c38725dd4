"""Rows under a head, collected over wrapped cells, blank lines, page breaks and repeated heads."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zhunsheng.core.guide.parse.cells import star_count
from zhunsheng.core.guide.parse.columns import Column, header_columns
from zhunsheng.core.guide.parse.context import PAGE_LINE, State, ends_sentence
from zhunsheng.core.guide.parse.evidence_codes import CODE
from zhunsheng.core.guide.parse.numbering import split_numbering
from zhunsheng.core.guide.source import Cell, Table
from zhunsheng.core.text.normal import key, strip_ending

__all__ = [
    "Collector",
    "Head",
    "as_cells",
    "is_row_shaped",
    "is_serial_line",
    "is_table_rule",
    "merge_text",
    "split_cells",
]

_CONTINUED = re.compile(r"^[（(]?\s*续\s*表?\s*[A-Z]?[.\d-]*\s*[)）]?$")
_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*([|+]\s*:?-{2,}:?\s*)*\|?\s*$")
_RULE = re.compile(r"^\s*[-=_—─━\s]{5,}$")
_GAP = re.compile(r"\s{2,}|\t+")
_SECTION = re.compile(
    r"^(?:[A-Z]{1,4}\d{0,3}|\d{3}|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}(?:\.\d{1,2}){0,3}\s)\s*[\u4e00-\u9fff]{2,16}$"
)
_CODED = re.compile(rf"^{CODE}(?:\s*[\u4e00-\u9fff].*)?$")
_SERIAL = re.compile(r"^\d{1,4}$")


def merge_text(first: str, second: str) -> str:
    """Join two printed pieces of one cell with the space that the line break stands for."""
    return f"{first} {second}" if first and second else first or second


def is_table_rule(text: str) -> bool:
    """True for the line of dashes under the head of a pipe table."""
    return bool(_PIPE_RULE.match(text))


def is_serial_line(text: str) -> bool:
    """True where a text is nothing but a number."""
    return bool(_SERIAL.match(text))


def split_cells(text: str, style: str) -> list[str]:
    """The cells of one line, as printed but for spaces at their ends."""
    if style == "tab":
        return [_printed(cell) for cell in text.strip("\r\n \u3000").split("\t")]
    if style == "pipe":
        body = text.strip()
        body = body[1:] if body.startswith("|") else body
        body = body[:-1] if body.endswith("|") and not body.endswith("\\|") else body
        return [_printed(cell.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", body)]
    return [_printed(cell) for cell in _GAP.split(text.strip())]


def _printed(cell: str) -> str:
    return re.sub(r"\s+", " ", cell).strip()


def is_row_shaped(text: str) -> bool:
    """True for a line of four cells or more, three of them filled, that is no head: a row, not prose.

    Cells set apart by spaces alone need a serial number or a mark among them: justified prose has wide gaps too.
    """
    for style in ("tab", "pipe", "aligned"):
        cells = split_cells(text, style)
        if len(cells) < 4 or sum(1 for cell in cells if cell) < 3:
            continue
        if style != "aligned" or any(is_serial_line(cell) or star_count(cell) for cell in cells):
            return header_columns(as_cells(cells, 1)) is None
    return False


def as_cells(texts: list[str], number: int) -> list[Cell]:
    """Cells of one line."""
    return [Cell(text, number, number) for text in texts]


@dataclass(slots=True)
class Head:
    """A head found: its cells, what they mean, its style, the lines it takes."""

    cells: list[Cell]
    columns: list[Column]
    style: str
    first: int
    last: int


@dataclass(slots=True)
class Collector:
    """Collects the rows under one head."""

    state: State
    head: Head
    taken: set[int]
    serial: int = 0
    ruled: int = 0

    @property
    def style(self) -> str:
        """tab, pipe or aligned."""
        return self.head.style

    def collect(self) -> Table:
        """Rows down to the first line that cannot belong."""
        raw = self.state.texts[self.head.first - 1]
        columns = self.head.columns
        rows: list[list[Cell]] = [self.head.cells]
        pending: list[Cell] | None = None
        last = self.head.last
        for number in range(self.head.last + 1, len(self.state) + 1):
            text = self.state.texts[number - 1]
            if number in self.taken or not text.strip():
                continue
            if _PIPE_RULE.match(text) if self.style == "pipe" else _RULE.match(text):
                last = number
                self.ruled += 1
                continue
            if self._ends(number, text, last):
                break
            if self._page_number(number, text) or _CONTINUED.match(text.strip()):
                continue
            cells = self._row(text, number, columns, raw)
            if _SERIAL.match(cells[0].text):
                self.serial = int(cells[0].text)
            pending = self._place(rows, pending, cells, len(columns))
            last = number
        if pending:
            rows.append(pending)
        width = max(len(row) for row in rows)
        for row in rows:
            row.extend(Cell("", row[-1].line_start, row[-1].line_end) for _ in range(width - len(row)))
        return Table(rows, self.head.first, last, self.style, self.state.page(self.head.first))

    def _page_number(self, number: int, text: str) -> bool:
        """A number alone on its line that does not go on with the serial numbers."""
        flat = text.strip()
        if PAGE_LINE.fullmatch(flat):
            return True
        if "\t" in text or not _SERIAL.match(flat):
            return False
        return int(flat) != self.serial + 1 or self._serial_below(number) == flat

    def _serial_below(self, number: int) -> str:
        """The first cell of the next line with text."""
        for following in range(number + 1, min(number + 4, len(self.state)) + 1):
            if self.state.texts[following - 1].strip():
                return split_cells(self.state.texts[following - 1], self.style)[0]
        return ""

    def _row(self, text: str, number: int, columns: list[Column], head: str) -> list[Cell]:
        pieces = _GAP.split(text.strip())
        if self.style == "aligned" and len(pieces) == len(columns):
            return as_cells([_printed(piece) for piece in pieces], number)
        if self.style == "aligned":
            return _aligned_cells(text, number, head, len(columns))
        style = self.style
        if style == "tab" and "\t" not in text and len(_GAP.split(text.strip())) > 2:
            style = "aligned"
        return as_cells(split_cells(text, style), number)

    def _ends(self, number: int, text: str, last: int) -> bool:
        """A line that cannot belong to the table."""
        if self.style == "pipe":
            return "|" not in text
        if "\t" in text or (self.style == "aligned" and _GAP.search(text.strip())):
            return False
        flat = text.strip()
        if _SERIAL.match(flat.split(" ")[0]) and len(_GAP.split(flat)) > 2:
            return False  # a row whose tabs have become runs of spaces
        if number in self.state.source.headings or ends_sentence(flat) or len(flat) > 40:
            return True
        if re.match(r"^(注|说明|备注)\s*[：:\d]|^附\s*[件表录注]|^[表图]\s*[A-Z]?[.\d]", flat) or "★" in flat:
            return True
        if re.search(r"标准(?:清单|明细表|项目表|一览表)$", flat):
            return True
        parts = split_numbering(flat)
        if parts and parts.style in {"cn", "cn_paren", "chapter"}:
            return not self._rows_follow(number)
        return number - last > 3 and not self._goes_on(number)

    def _starts(self, cells: list[Cell]) -> bool:
        """True where a line cannot be the rest of the row above: a serial number, a code, a section's heading."""
        first = cells[0].text
        if len(cells) == 1:
            if "\t" not in first and key(strip_ending(first)) in self.state.titles:
                return True
            return bool(_SECTION.match(first)) or (bool(_SERIAL.match(first)) and int(first) == self.serial)
        if _SERIAL.match(first):
            return True
        return bool(_CODED.match(first)) and self.head.columns[0].kind in {"code", "number", "category"}

    def _rows_follow(self, number: int) -> bool:
        """The next line with text is a row of this table (so the line is a heading inside the table)."""
        for following in range(number + 1, min(number + 3, len(self.state)) + 1):
            text = self.state.texts[following - 1]
            if text.strip():
                first = split_cells(text, self.style)[0]
                return "\t" in text and (bool(_SERIAL.match(first)) or bool(_SECTION.match(first)))
        return False

    def _goes_on(self, number: int) -> bool:
        """After a gap, a fragment belongs to the table only if table rows follow at once."""
        for following in range(number + 1, min(number + 4, len(self.state)) + 1):
            text = self.state.texts[following - 1]
            if "\t" in text:
                return True
        return False

    def _place(
        self, rows: list[list[Cell]], pending: list[Cell] | None, cells: list[Cell], width: int
    ) -> list[Cell] | None:
        """Put one physical line into the rows; returns the row that is still open."""
        starts = self._starts(cells)
        if self.style != "tab" or len(cells) >= width:
            if pending:
                rows.append(pending)
            rows.append(cells)
            return None
        if pending is not None and not starts and len(pending) + len(cells) - 1 <= width:
            seam, first = pending[-1], cells[0]
            pending[-1] = Cell(merge_text(seam.text, first.text), seam.line_start, first.line_end)
            pending.extend(cells[1:])
            if len(pending) >= width:
                rows.append(pending)
                return None
            return pending
        if pending is not None:
            rows.append(pending)
        if len(cells) == 1 and (_SECTION.match(cells[0].text) or self._starts(cells)):
            rows.append(cells)
            return None
        # A head printed again is no row that a loose piece could belong to.
        if len(cells) == 1 and not starts and len(rows) > 1 and header_columns(rows[-1]) is None:
            _append_fragment(rows[-1], cells[0])
            return None
        return cells


def _append_fragment(row: list[Cell], fragment: Cell) -> None:
    """A loose piece under a full row belongs to its longest text cell, which is the one that wrapped."""
    index = max(range(len(row)), key=lambda place: len(row[place].text))
    cell = row[index]
    row[index] = Cell(merge_text(cell.text, fragment.text), cell.line_start, fragment.line_end)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _aligned_cells(text: str, number: int, head: str, width: int) -> list[Cell]:
    """Put the pieces of an aligned line under the heads they stand below (display widths, Chinese counts two)."""
    starts = [
        (_width(head[: match.start()]), _width(head[: match.end()]))
        for match in re.finditer(r"\S+(?:\s\S+)*", head)
    ]
    cells = [Cell("", number, number) for _ in range(max(width, len(starts)))]
    for match in re.finditer(r"\S+(?:\s\S+)*", text):
        left, right = _width(text[: match.start()]), _width(text[: match.end()])
        best = min(range(len(starts)), key=lambda place: _distance(starts[place], (left, right)))
        joined = merge_text(cells[best].text, match.group())
        cells[best] = Cell(joined, number, number)
    return cells


def _distance(first: tuple[int, int], second: tuple[int, int]) -> float:
    overlap = min(first[1], second[1]) - max(first[0], second[0])
    if overlap > 0:
        return -overlap
    return min(abs(first[0] - second[0]), abs((first[0] + first[1]) / 2 - (second[0] + second[1]) / 2))
