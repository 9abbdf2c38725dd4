"""What a reader hands to the parser: numbered lines, tables, and the marks the file format itself makes.

Line numbers start at 1. For txt and md they are the lines of the file; for html, docx and pdf they are the
lines of the text taken out of it, in reading order, which is also what the review screen shows. A table of
docx, html or pdf stands in ``lines`` too (one line a row, cells joined by tabs), so that every value has a line.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Cell", "Line", "ReaderProblem", "SourceDocument", "Table"]


@dataclass(slots=True)
class Line:
    """One line of source text. ``page`` starts at 1 and is None where the format has no pages."""

    number: int
    text: str
    page: int | None = None


@dataclass(slots=True)
class Cell:
    """One cell of a table.

    ``merged`` is True for a place that an explicit merge (docx vMerge/gridSpan, html rowspan/colspan) covers:
    ``text`` then repeats the text of the merged cell. A merely blank cell has ``merged`` False and text "".
    """

    text: str
    line_start: int
    line_end: int
    merged: bool = False


@dataclass(slots=True)
class Table:
    """A rectangular table; ``origin`` is tab, pipe, aligned, docx, html or pdf."""

    rows: list[list[Cell]]
    line_start: int
    line_end: int
    origin: str
    page: int | None = None


@dataclass(slots=True)
class ReaderProblem:
    """Something a reader could not do, said in Chinese with the mend. ``fatal`` means there is no text at all."""

    code: str
    message: str
    lines: list[int] = field(default_factory=list)
    fatal: bool = False


@dataclass(slots=True)
class SourceDocument:
    """A file, read. ``headings`` maps a line number to the level the format itself gives it (1 is highest).

    ``media`` is txt, md, html, docx or pdf. ``pictures`` are lines where the format shows a picture;
    ``furniture`` are lines recognised as running heads, feet and page numbers (kept, but not content).
    """

    media: str
    sha256: str
    lines: list[Line]
    encoding: str | None = None
    tables: list[Table] = field(default_factory=list)
    headings: dict[int, int] = field(default_factory=dict)
    pictures: list[int] = field(default_factory=list)
    furniture: set[int] = field(default_factory=set)
    problems: list[ReaderProblem] = field(default_factory=list)
