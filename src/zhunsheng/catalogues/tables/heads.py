"""Heads of two rows: below 日期 stand 发布 and 实施, and their columns are 发布日期 and 实施日期."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from zhunsheng.catalogues.tables.mapping import known_names

__all__ = ["whole_head"]

Rows = Sequence[Sequence[str]]
_LONGEST = 20


def whole_head(
    rows: Rows, at: int, merged: Mapping[int, tuple[int, ...]] | None = None
) -> tuple[int, list[str]]:
    """The last row of the head at ``at`` and the names of its columns.

    A head has two rows where cells are merged from one into the other (``merged``: row → columns filled), or where the
    second only names what the first leaves blank or stands over several columns, in words known for columns.
    """
    filled = merged or {}
    last = at + 1 if at + 1 < len(rows) and _continues(rows, at + 1, filled) else at
    if _continues(rows, last, filled):
        pairs = zip(rows[last - 1], rows[last], strict=False)
        return last, [_name(above, below) for above, below in pairs]
    if names := _joined(rows, at, filled):
        return at + 1, names
    # The row chosen may be the second; a line of title above it makes no name of a column that is known.
    if (
        at
        and (names := _joined(rows, at - 1, filled))
        and len(known_names(names)) > len(known_names(rows[at]))
    ):
        return at, names
    return at, list(rows[at])


def _continues(rows: Rows, row: int, merged: Mapping[int, tuple[int, ...]]) -> bool:
    """Whether a cell is merged from the row above into ``row``."""
    return row > 0 and any(
        rows[row][column] == rows[row - 1][column]
        for column in merged.get(row, ())
        if column not in merged.get(row - 1, ())
    )


def _joined(rows: Rows, at: int, merged: Mapping[int, tuple[int, ...]]) -> list[str]:
    """The names of the columns where rows ``at`` and ``at + 1`` are surely one head; else none."""
    if at + 1 >= len(rows):
        return []
    upper = [
        "" if column in merged.get(at, ()) and column and cell == rows[at][column - 1] else cell.strip()
        for column, cell in enumerate(rows[at])
    ]
    pairs = list(zip_longest(upper, (cell.strip() for cell in rows[at + 1]), fillvalue=""))
    told = [below for _, below in pairs if below]
    if not told or any(len(cell) > _LONGEST or any(map(str.isdigit, cell)) for cell in told):
        return []
    names, known, over = [], 0, ""
    for column, (above, below) in enumerate(pairs):
        if above:
            spans = column + 1 < len(pairs) and not pairs[column + 1][0] and bool(pairs[column + 1][1])
            if below and not spans:
                return []
            over = above if below else ""
        elif not below:
            over = ""
        name = _name(over, below) if below else above
        names.append(name)
        known += bool(below and known_names([name]))
    return names if 2 * known >= len(told) else []


def _name(above: str, below: str) -> str:
    """The name of a column by both rows of its head: what is known of both together, of the lower, else both."""
    if below == above or not above or not below:
        return below or above
    both = (below + above, above + below)
    return next((name for name in (*both, below) if known_names([name])), both[0])
