"""A table laid out in pages of a database file of its own, row after row in its order.

SQLite copies such a file into a table of the same columns without looking into its records. Format: SQLite's
documentation, "Database File Format", 1.6.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np

from zhunsheng.search.bulk.leading import varint
from zhunsheng.search.bulk.varints import Ints

__all__ = ["KEYED", "ROWS", "Kind", "Sheets"]

PAGE = 4096
_HEAD, _POINTER = 8, 2
#: where the head of the file says how many pages there are
_COUNT_AT = 28


class Kind(NamedTuple):
    """A kind of table: marks of the pages of rows and of those that lead to them, how many pages one leads to, and
    whether the row between two pages stands on the one that leads to them (and not on either)."""

    leaf: int
    inner: int
    fan: int
    between: bool


#: tables with row ids; those without, whose rows take 40 bytes at most
ROWS, KEYED = Kind(0x0D, 0x05, 250, between=False), Kind(0x0A, 0x02, 80, between=True)


class Sheets:
    """Takes cells of rows in their order, and writes them to ``path`` as the table that the statement ``create`` makes."""

    def __init__(self, path: Path, create: str, kind: Kind) -> None:
        self._kind = kind
        db = sqlite3.connect(path, isolation_level=None)
        for pragma in (f"page_size = {PAGE}", "auto_vacuum = 0", "journal_mode = OFF", "synchronous = OFF"):
            db.execute(f"PRAGMA {pragma}")
        db.execute(create)
        ((self._root,),) = db.execute("SELECT rootpage FROM sqlite_schema WHERE type = 'table'")
        db.close()
        self._file: IO[bytes] = path.open("r+b")
        self._count = self._file.seek(0, 2) // PAGE
        #: cells of the page that is not full yet, and where each ends
        self._left, self._ends = b"", np.zeros(0, np.int64)
        #: the last row's id
        self._last = 0
        #: pages by number, each with what tells where it ends
        self._pages: list[tuple[int, bytes]] = []

    def add(self, cells: bytes, sizes: Ints, ids: Sequence[int] = ()) -> None:
        """Write the pages that are full once these cells are added, of rows with these ``ids`` where they have some."""
        whole = self._left + cells
        ends = np.concatenate((self._ends, np.cumsum(sizes) + len(self._left)))
        between = self._kind.between
        stops = _stops(ends, between=between)
        known = [self._last, *ids]
        self._lay(whole, ends, stops, known, len(self._ends))
        self._last = known[-1]
        first = stops[-1] + between if stops else 0
        done = int(ends[first - 1]) if first else 0
        self._left, self._ends = whole[done:], ends[first:] - done

    def _lay(self, whole: bytes, ends: Ints, stops: list[int], ids: Sequence[int], shift: int) -> None:
        between = self._kind.between
        starts = [0, *[stop + between for stop in stops[:-1]]]
        for (start, stop), head in zip(
            zip(starts, stops, strict=False), _heads(ends, starts, stops, self._kind.leaf), strict=True
        ):
            first, last = int(ends[start - 1]) if start else 0, int(ends[stop - 1])
            told = whole[last : int(ends[stop])] if between else varint(ids[stop - shift])
            self._write(head + whole[first:last], told)

    def finish(self) -> None:
        """Write what is left, and the pages that lead to the others."""
        ends = self._ends
        if self._kind.between and len(ends) and int(ends[-1]) + _POINTER * len(ends) + _HEAD > PAGE:
            # One row more than a page has, with which it was not to end.
            stop = len(ends) - 2
            self._lay(self._left, ends, [stop], (), 0)
            done = int(ends[stop])
            self._left, ends = self._left[done:], ends[stop + 1 :] - done
        leaf = _page(self._left, ends, self._kind.leaf)
        if not self._pages:
            self._finish(leaf)
            return
        self._write(leaf, b"")
        pages = self._pages
        while len(pages) > self._kind.fan:
            self._pages = []
            for some in self._shared(pages):
                self._write(self._inner(some), some[-1][1])
            pages = self._pages
        self._finish(self._inner(pages))

    def _shared(self, pages: list[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
        """The pages in about equal shares, of two pages at least."""
        count = -(-len(pages) // self._kind.fan)
        rest = iter(pages)
        bounds = [len(pages) * place // count for place in range(count + 1)]
        for start, stop in pairwise(bounds):
            yield list(islice(rest, stop - start))

    def _inner(self, pages: list[tuple[int, bytes]]) -> bytes:
        """A page that leads to others: to the last one without saying where it ends."""
        cells = [number.to_bytes(4, "big") + told for number, told in pages[:-1]]
        ends = np.cumsum([*map(len, cells)])
        return _page(b"".join(cells), ends, self._kind.inner, pages[-1][0].to_bytes(4, "big"))

    def _write(self, page: bytes, told: bytes) -> None:
        self._file.write(page)
        self._count += 1
        self._pages.append((self._count, told))

    def _finish(self, root: bytes) -> None:
        self._file.seek((self._root - 1) * PAGE)
        self._file.write(root)
        self._file.seek(_COUNT_AT)
        self._file.write(self._count.to_bytes(4, "big"))
        self._file.close()


def _stops(ends: Ints, *, between: bool) -> list[int]:
    """Before which cell each page ends that is full; with ``between`` that cell is on no page, and another one follows."""
    needs = ends + _POINTER * np.arange(1, len(ends) + 1)
    stops = []
    before = 0
    count = len(ends) - between
    while (stop := int(np.searchsorted(needs, before + PAGE - _HEAD, "right"))) < count:
        stops.append(stop)
        before = int(needs[stop - 1 + between])
    return stops


def _heads(ends: Ints, starts: list[int], stops: list[int], mark: int, last: bytes = b"") -> Iterator[bytes]:
    """What stands on each of these pages before its cells, which are at its end."""
    offsets = np.concatenate(([0], ends))
    for start, stop in zip(starts, stops, strict=False):
        here = offsets[start : stop + 1]
        first = PAGE - int(here[-1] - here[0])
        listed = (here[:-1] + (first - int(here[0]))).astype(">u2").tobytes()
        count = stop - start
        head = bytes((mark, 0, 0)) + count.to_bytes(2, "big") + first.to_bytes(2, "big") + b"\0" + last
        yield (head + listed).ljust(first, b"\0")


def _page(cells: bytes, ends: Ints, mark: int, last: bytes = b"") -> bytes:
    """One page of these cells."""
    return next(_heads(ends, [0], [len(ends)], mark, last)) + cells
