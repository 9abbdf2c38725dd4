"""Tables in plain text: tabs, pipes, aligned columns. Tables that a reader found itself pass through."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zhunsheng.core.guide.parse.columns import Column, header_columns, same_header
from zhunsheng.core.guide.parse.context import State, ends_sentence
from zhunsheng.core.guide.parse.numbering import split_numbering
from zhunsheng.core.guide.source import Cell, Table
from zhunsheng.core.text.normal import clean

__all__ = ["find_tables", "merge_text", "table_lines"]

_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_GAP = re.compile(r"\s{2,}|\t+")
_SERIAL = re.compile(r"^\d{1,4}$")


def merge_text(first: str, second: str) -> str:
    """Join two pieces of one cell; a space stays only between Latin words."""
    if not first or not second:
        return first or second
    glue = (
        " "
        if first[-1].isascii() and second[0].isascii() and first[-1].isalnum() and second[0].isalnum()
        else ""
    )
    return first + glue + second


def find_tables(state: State) -> list[Table]:
    """All tables of the source, in order of lines, the reader's own first."""
    tables = list(state.source.tables)
    taken = {number for table in tables for number in range(table.line_start, table.line_end + 1)}
    taken |= {number for number in range(1, len(state) + 1) if state.used[number - 1] is not None}
    number = 1
    while number <= len(state):
        if number not in taken and (style := _head_style(state, number)):
            table = _Collector(state, number, style, taken).collect()
            tables.append(table)
            number = table.line_end
        number += 1
    return sorted(tables, key=lambda table: table.line_start)


def table_lines(tables: list[Table]) -> set[int]:
    """The lines that tables stand on."""
    return {number for table in tables for number in range(table.line_start, table.line_end + 1)}


def split_cells(text: str, style: str) -> list[str]:
    """The cells of one line."""
    if style == "tab":
        return (
            [clean(cell) for cell in text.strip("\r\n \u3000").split("\t")] if "\t" in text else [clean(text)]
        )
    if style == "pipe":
        body = text.strip()
        body = body[1:] if body.startswith("|") else body
        body = body[:-1] if body.endswith("|") and not body.endswith("\\|") else body
        return [clean(cell.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", body)]
    return [clean(cell) for cell in _GAP.split(text.strip())]


def _cells(texts: list[str], number: int) -> list[Cell]:
    return [Cell(text, number, number) for text in texts]


def _head_style(state: State, number: int) -> str:
    text = state.texts[number - 1]
    for style, present in (
        ("tab", "\t" in text),
        ("pipe", "|" in text),
        ("aligned", "  " in text or "\u3000" in text),
    ):
        if present and header_columns(_cells(split_cells(text, style), number)):
            return style
    return ""


@dataclass(slots=True)
class _Collector:
    """Collects the rows under a head, over wrapped cells, blank lines, page breaks and repeated heads."""

    state: State
    start: int
    style: str
    taken: set[int]

    def collect(self) -> Table:
        raw = self.state.texts[self.start - 1]
        head = _cells(split_cells(raw, self.style), self.start)
        columns = header_columns(head) or []
        rows: list[list[Cell]] = [head]
        pending: list[Cell] | None = None
        last = self.start
        for number in range(self.start + 1, len(self.state) + 1):
            text = self.state.texts[number - 1]
            if number in self.taken or not text.strip():
                continue
            if self.style == "pipe" and _PIPE_RULE.match(text):
                last = number
                continue
            if self._ends(number, text, last):
                break
            cells = self._row(text, number, columns, raw)
            pending = self._place(rows, pending, cells, len(columns))
            last = number
        if pending:
            rows.append(pending)
        width = max(len(row) for row in rows)
        for row in rows:
            row.extend(Cell("", row[-1].line_start, row[-1].line_end) for _ in range(width - len(row)))
        return Table(rows, self.start, last, self.style, self.state.page(self.start))

    def _row(self, text: str, number: int, columns: list[Column], head: str) -> list[Cell]:
        if self.style == "aligned":
            return _aligned_cells(text, number, head, len(columns))
        return _cells(split_cells(text, self.style), number)

    def _ends(self, number: int, text: str, last: int) -> bool:
        """A line that cannot belong to the table."""
        if self.style == "pipe":
            return "|" not in text
        if "\t" in text or (self.style == "aligned" and _GAP.search(text.strip())):
            return False
        flat = text.strip()
        if number in self.state.source.headings or ends_sentence(flat) or len(flat) > 40:
            return True
        if re.match(r"^(注|说明|备注|附)\s*[：:\d]|^[表图]\s*\d", flat) or "★" in flat:
            return True
        parts = split_numbering(flat)
        if parts and parts.style in {"cn", "cn_paren", "chapter"}:
            return True
        return number - last > 3 and not self._goes_on(number)

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
        starts = bool(_SERIAL.match(cells[0].text))
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
        if len(cells) == 1 and not starts and len(rows) > 1:
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
        joined = merge_text(cells[best].text, clean(match.group()))
        cells[best] = Cell(joined, number, number)
    return cells


def _distance(first: tuple[int, int], second: tuple[int, int]) -> float:
    overlap = min(first[1], second[1]) - max(first[0], second[0])
    if overlap > 0:
        return -overlap
    return min(abs(first[0] - second[0]), abs((first[0] + first[1]) / 2 - (second[0] + second[1]) / 2))


def is_repeated_head(row: list[Cell], columns: list[Column]) -> bool:
    """True where a row of data is the head again."""
    return same_header(row, columns)
