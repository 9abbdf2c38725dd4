"""Ruled tables of a PDF page: the grid of their rules, merged cells, and the text in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zhunsheng.core.guide.readers.build import Raw
from zhunsheng.core.guide.readers.pdf_text import cell_text

__all__ = ["RuledTable", "ruled_tables"]

_SETTINGS = {
    "vertical_strategy": "lines",
    "horizontal_strategy": "lines",
    "snap_tolerance": 3,
    "join_tolerance": 3,
}
# Beyond this a page is a drawing, and looking for cells in it would take minutes.
_MAX_EDGES = 4000
# Rules nearer than this are one rule drawn double.
_SAME = 3.0


@dataclass(slots=True)
class RuledTable:
    """A table and its place; ``chars`` are the ids of the characters that stand in it."""

    rows: list[list[Raw]]
    top: float
    bottom: float
    chars: set[int]


def ruled_tables(page: Any, chars: list[dict[str, Any]]) -> list[RuledTable]:
    """Tables with at least two rows and columns (or one row of three): frames around text are no tables."""
    if not 3 < len(page.edges) <= _MAX_EDGES:
        return []
    found = []
    for table in page.find_tables(_SETTINGS):
        built = _build(list(table.cells), chars)
        if built is not None:
            found.append(built)
    return found


def _build(cells: list[tuple[float, float, float, float]], chars: list[dict[str, Any]]) -> RuledTable | None:
    columns = _rules(value for cell in cells for value in (cell[0], cell[2]))
    lines = _rules(value for cell in cells for value in (cell[1], cell[3]))
    width, height = len(columns) - 1, len(lines) - 1
    if width < 2 or height < 1 or (height == 1 and width < 3) or width * height > 100_000:
        return None
    grid: list[list[int | None]] = [[None] * width for _ in range(height)]
    for index, (x0, top, x1, bottom) in enumerate(cells):
        for row in range(_place(lines, top), min(_place(lines, bottom), height)):
            for column in range(_place(columns, x0), min(_place(columns, x1), width)):
                if grid[row][column] is None:
                    grid[row][column] = index
    inside: list[list[dict[str, Any]]] = [[] for _ in cells]
    taken: set[int] = set()
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        if not (columns[0] <= x < columns[-1] and lines[0] <= y < lines[-1]):
            continue
        owner = grid[bisect_right(lines, y) - 1][bisect_right(columns, x) - 1]
        if owner is not None:
            inside[owner].append(char)
            taken.add(id(char))
    texts = [cell_text(found) for found in inside]
    if not any(texts):
        return None
    return RuledTable(_rows(grid, texts), lines[0], lines[-1], taken)


def _rows(grid: list[list[int | None]], texts: list[str]) -> list[list[Raw]]:
    seen: set[int] = set()
    rows: list[list[Raw]] = []
    for line in grid:
        row: list[Raw] = []
        for owner in line:
            if owner is None:
                row.append(Raw(""))
            else:
                row.append(Raw(texts[owner], owner in seen))
                seen.add(owner)
        rows.append(row)
    return rows


def _rules(values: Iterable[float]) -> list[float]:
    """Positions of rules, those drawn double taken once."""
    rules: list[float] = []
    for value in sorted(values):
        if not rules or value - rules[-1] > _SAME:
            rules.append(value)
    return rules


def _place(rules: list[float], value: float) -> int:
    """The index of the rule that ``value`` lies on."""
    return max(0, bisect_right(rules, value + 0.01) - 1)
