"""Puts a SourceDocument together line by line, for the formats whose lines are not the file's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhunsheng.core.guide.readers.limits import MAX_CELLS, MAX_LINES
from zhunsheng.core.guide.readers.problems import problem
from zhunsheng.core.guide.source import Cell, Line, SourceDocument, Table
from zhunsheng.core.text.normal import CJK

__all__ = ["Builder", "Raw", "full_row", "glue", "one_line", "safe"]

# Control characters have no place in a line (\t stays), nor has half a surrogate pair.
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f\u2028\u2029\x85]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE = re.compile(f"[{CJK}，。、；：？！“”‘’（）《》〈〉【】〔〕—…]")


@dataclass(slots=True)
class Raw:
    """A cell before it has a line: its text (paragraphs divided by newlines) and whether a merge covers it."""

    text: str
    merged: bool = False


def safe(text: str) -> str:
    """Text without control characters and halves of surrogate pairs (databases and XML refuse both)."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def glue(first: str, second: str) -> str:
    """Two pieces of a broken line made one: a space between Latin words, none beside a Chinese character."""
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first + second
    # "GB/T 13016-" and "2018" are one number
    tight = _WIDE.match(first[-1]) or _WIDE.match(second[0]) or first[-1] in "-/–"
    return first + second if tight else f"{first} {second}"


def one_line(text: str) -> str:
    """The text of a cell on one line, tabs within it as spaces."""
    out = ""
    for piece in text.replace("\t", " ").split("\n"):
        out = glue(out, piece)
    return out


def full_row(cells: list[Raw], width: int) -> list[Raw]:
    """A row filled up with empty cells to ``width``."""
    return cells + [Raw("") for _ in range(width - len(cells))]


class Builder:
    """Collects lines and tables. ``full`` turns True once there is more than a reader takes in."""

    def __init__(self, media: str, sha256: str, encoding: str | None = None) -> None:
        self.document = SourceDocument(media, sha256, [], encoding=encoding)
        self.cells = 0
        self.full = False

    def line(self, text: str, page: int | None = None) -> int:
        """Add a line; returns its number. Beyond the limit nothing is added and a problem is noted once."""
        lines = self.document.lines
        if len(lines) >= MAX_LINES:
            self._stop(f"超过 {MAX_LINES} 行")
            return len(lines)
        lines.append(Line(len(lines) + 1, safe(text).rstrip(), page))
        return len(lines)

    def heading(self, text: str, level: int, page: int | None = None) -> int:
        """Add a line that the format calls a heading."""
        number = self.line(text, page)
        self.document.headings[number] = level
        return number

    def picture(self, text: str = "", page: int | None = None) -> int:
        """Add the line that stands for a picture."""
        number = self.line(text, page)
        self.document.pictures.append(number)
        return number

    def table(
        self,
        rows: Sequence[list[Raw]],
        origin: str,
        page: int | None = None,
        pages: Sequence[int | None] = (),
    ) -> None:
        """Add a table: one line a row, cells joined by tabs, places covered by a merge left blank there.

        ``pages`` gives each row its page where a table runs over several.
        """
        if not rows:
            return
        width = max(len(row) for row in rows)
        built: list[list[Cell]] = []
        for index, row in enumerate(rows):
            self.cells += width
            if self.cells > MAX_CELLS:
                self._stop(f"超过 {MAX_CELLS} 个单元格")
                break
            filled = full_row(row, width)
            text = "\t".join("" if raw.merged else one_line(safe_cell(raw.text)) for raw in filled)
            number = self.line(text, pages[index] if pages else page)
            built.append([Cell(safe_cell(raw.text), number, number, raw.merged) for raw in filled])
        if built:
            first = pages[0] if pages else page
            start, end = built[0][0].line_start, built[-1][0].line_start
            self.document.tables.append(Table(built, start, end, origin, first))

    def _stop(self, detail: str) -> None:
        if not self.full:
            self.full = True
            self.document.problems.append(problem("reader.too_much", detail=detail))


def safe_cell(text: str) -> str:
    """As :func:`safe`, newlines kept (they divide the paragraphs of a cell)."""
    return "\n".join(safe(piece) for piece in re.split("\r\n|[\r\n]", text)).strip()
