"""Which postings each process merges: about equal shares of all there are, each a range of terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zhunsheng.search.bulk.part import Built
from zhunsheng.search.bulk.runs import Kept, term_at

__all__ = ["Range", "Share", "shares"]

#: terms from one (with it) up to another (without it); b"" is before and behind all
Range = tuple[bytes, bytes]
#: what the terms of whole words and those of first characters begin with
_KINDS = (b"", b"1")
#: so near to the end of a kind a share ends with it
_NEAR = 0.15


class Share(NamedTuple):
    """What one process merges: by full-text table, a range of terms. It becomes the segment of this number."""

    number: int
    ranges: dict[str, Range]


def shares(built: list[Built], count: int) -> list[Share]:
    """All postings in ``count`` shares, one after another in the order of tables and terms."""
    blocks = [
        (table, first, [run for one in built for run in one.runs[table][kind]])
        for table in built[0].runs
        for kind, first in enumerate(_KINDS)
    ]
    cuts = [_cut(blocks, place / count) for place in range(1, count)]
    starts = [(blocks[0][0], b""), *cuts]
    stops: list[tuple[str, bytes] | None] = [*cuts, None]
    tables = list(built[0].runs)
    return [
        Share(number, dict(_ranges(tables, start, stop)))
        for number, (start, stop) in enumerate(zip(starts, stops, strict=True), 1)
    ]


def _cut(blocks: list[tuple[str, bytes, list[Kept]]], share: float) -> tuple[str, bytes]:
    """The table and term before which so much of everything stands."""
    sizes = [sum(run.weight for run in runs) for _, _, runs in blocks]
    wanted = share * sum(sizes)
    for (table, first, runs), size in zip(blocks, sizes, strict=True):
        if size and wanted <= _NEAR * size:
            return table, first
        if wanted < (1 - _NEAR) * size:
            return table, term_at(max(runs, key=lambda run: run.weight), wanted / size)
        wanted = max(wanted - size, 0)
    return blocks[-1][0], blocks[-1][1]


def _ranges(
    tables: list[str], start: tuple[str, bytes], stop: tuple[str, bytes] | None
) -> Iterator[tuple[str, Range]]:
    last = tables.index(stop[0]) if stop else len(tables) - 1
    for place in range(tables.index(start[0]), last + 1):
        table = tables[place]
        low = start[1] if table == start[0] else b""
        high = stop[1] if stop and table == stop[0] else b""
        # A share that ends where a table begins has nothing of it.
        if not (stop and table == stop[0] and not high):
            yield table, (low, high)
