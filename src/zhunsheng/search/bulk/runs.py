"""Sorted postings of many documents at once, kept in a file until all runs are merged: term by term, in pieces."""

from __future__ import annotations

import itertools
import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhunsheng.search.bulk.segment import Postings
from zhunsheng.search.bulk.varints import Ints

__all__ = ["Cells", "Kept", "Run", "Short", "Writer", "ids_of", "merged", "term_at"]

Short = NDArray[np.int32]

#: terms of a run in memory at once; postings laid out at once, some 30 MB while they are
_TERMS, _MOST = 1024, 1 << 17
#: postings that are merged while a term is
TERM = 12


class Run(NamedTuple):
    """Postings in order of term, row and place; rows are places in the order of a round's documents."""

    terms: list[bytes]
    sizes: Ints
    row: Short
    place: Short


class Kept(NamedTuple):
    """Where a run stands in a file: ids of its documents, sizes, lengths and bytes of its terms, rows, places."""

    path: Path
    ids: tuple[int, int]
    sizes: tuple[int, int]
    lengths: tuple[int, int]
    terms: tuple[int, int]
    rows: tuple[int, int]
    places: tuple[int, int]

    @property
    def weight(self) -> int:
        """How long merging it takes, in postings: a term takes as long as some of them."""
        return self.rows[1] // 4 + TERM * (self.sizes[1] // 4)


class Cells(NamedTuple):
    """Where rows of a round stand in a file, in order: their ids, sizes of their cells, the cells."""

    path: Path
    ids: tuple[int, int]
    sizes: tuple[int, int]
    cells: tuple[int, int]


class Writer:
    """A file that runs are added to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] = path.open("wb")

    def ids(self, ids: Ints) -> tuple[int, int]:
        """Keep the ids of a round's documents, in order."""
        return self._write(ids.astype(np.int64).tobytes())

    def add(self, run: Run, ids: tuple[int, int]) -> Kept:
        """Keep a run."""
        lengths = np.fromiter(map(len, run.terms), np.int32, len(run.terms))
        pieces = (run.sizes.astype(np.int32), lengths, b"".join(run.terms), run.row, run.place)
        return Kept(self._path, ids, *[self._write(bytes(piece)) for piece in pieces])

    def cells(self, ids: Ints, cells: list[bytes]) -> Cells:
        """Keep rows in order of their ids."""
        sizes = np.fromiter(map(len, cells), np.int32, len(cells))
        return Cells(self._path, self.ids(ids), *[self._write(bytes(of)) for of in (sizes, b"".join(cells))])

    def close(self) -> None:
        """Nothing more is added."""
        self._file.close()

    def _write(self, data: bytes) -> tuple[int, int]:
        start = self._file.tell()
        self._file.write(data)
        return start, len(data)


class _Reader:
    """A range of a run read again; ``start`` postings are done with."""

    def __init__(self, kept: Kept, files: dict[Path, int], everything: Ints, of: tuple[bytes, bytes]) -> None:
        if kept.path not in files:
            files[kept.path] = os.open(kept.path, os.O_RDONLY)
        self._file, self._kept = files[kept.path], kept
        #: what place a row of the run has among all documents
        self._ordinals = np.searchsorted(everything, self._read(kept.ids, np.int64)).astype(np.int32)
        self._term = self._byte = self.start = 0
        self._whole = kept.sizes[1] // 4
        if any(of):
            self._confine(*of)
        self.terms: list[bytes] = []
        self.sizes = np.zeros(0, np.int32)
        self.more()

    def _read(self, where: tuple[int, int], kind: type, start: int = 0, count: int = -1) -> NDArray[Any]:
        width = np.dtype(kind).itemsize
        size = where[1] - start * width if count < 0 else min(count * width, where[1] - start * width)
        return np.frombuffer(os.pread(self._file, size, where[0] + start * width), kind)

    def _confine(self, low: bytes, high: bytes) -> None:
        """Begin with the term ``low`` and end before ``high``, which may be b""."""
        ends = np.cumsum(self._read(self._kept.lengths, np.int32), dtype=np.int64)

        def term(place: int) -> bytes:
            start = int(ends[place - 1]) if place else 0
            return os.pread(self._file, int(ends[place]) - start, self._kept.terms[0] + start)

        first = bisect_left(range(self._whole), low, key=term)
        if high:
            self._whole = bisect_left(range(self._whole), high, lo=first, key=term)
        self._term, self._byte = first, int(ends[first - 1]) if first else 0
        self.start = int(self._read(self._kept.sizes, np.int32)[:first].sum(dtype=np.int64))

    def more(self) -> None:
        """Have the next terms in memory, where there are some and few are left."""
        if len(self.terms) >= _TERMS or self.ended:
            return
        count = min(_TERMS, self._whole - self._term)
        lengths = self._read(self._kept.lengths, np.int32, self._term, count).tolist()
        sizes = self._read(self._kept.sizes, np.int32, self._term, count)
        blob = self._read(self._kept.terms, np.uint8, self._byte, sum(lengths)).tobytes()
        at = 0
        for length in lengths:
            self.terms.append(blob[at : at + length])
            at += length
        self.sizes = np.concatenate((self.sizes, sizes))
        self._term += len(lengths)
        self._byte += at

    @property
    def ended(self) -> bool:
        """Whether all terms that are left are in memory."""
        return self._term >= self._whole

    def take(self, count: int) -> None:
        """The first ``count`` terms are done with."""
        self.start += int(self.sizes[:count].sum())
        del self.terms[:count]
        self.sizes = self.sizes[count:]

    def rows(self, start: int, count: int) -> Short:
        """Places among all documents of ``count`` postings."""
        found: Short = self._ordinals[self._read(self._kept.rows, np.int32, start, count)]
        return found

    def places(self, start: int, count: int) -> Short:
        """Their places in the text."""
        found: Short = self._read(self._kept.places, np.int32, start, count)
        return found


def ids_of(runs: list[Kept]) -> Ints:
    """Ids of the documents of all runs, sorted."""
    found = [np.zeros(0, np.int64)]
    for run in runs:
        with run.path.open("rb") as file:
            file.seek(run.ids[0])
            found.append(np.frombuffer(file.read(run.ids[1]), np.int64))
    whole = np.concatenate(found)
    whole.sort()
    return whole


def term_at(run: Kept, share: float) -> bytes:
    """The term before which such a share of a run's weight stands; the run has some."""
    with run.path.open("rb") as file:

        def read(where: tuple[int, int]) -> NDArray[np.int32]:
            file.seek(where[0])
            return np.frombuffer(file.read(where[1]), np.int32)

        sizes = np.cumsum(read(run.sizes) + np.int64(TERM))
        ends = np.cumsum(read(run.lengths), dtype=np.int64)
        place = min(int(np.searchsorted(sizes, share * int(sizes[-1]))), len(sizes) - 1)
        start = int(ends[place - 1]) if place else 0
        file.seek(run.terms[0] + start)
        return file.read(int(ends[place]) - start)


def merged(runs: list[Kept], everything: Ints, of: tuple[bytes, bytes] = (b"", b"")) -> Iterator[Postings]:
    """Postings of ``runs`` in order, piece by piece, of the terms from the first ``of`` these up to the second.

    ``everything`` are the ids of all documents, sorted.
    """
    files: dict[Path, int] = {}
    try:
        readers = [_Reader(run, files, everything, of) for run in runs]
        while readers := [reader for reader in readers if reader.terms]:
            last = min((reader.terms[-1] for reader in readers if not reader.ended), default=None)
            counts = [len(one.terms) if last is None else bisect_right(one.terms, last) for one in readers]
            yield from _piece(readers, counts, everything)
            for reader, count in zip(readers, counts, strict=True):
                reader.take(count)
                reader.more()
    finally:
        for file in files.values():
            os.close(file)


def _piece(readers: list[_Reader], counts: list[int], everything: Ints) -> Iterator[Postings]:
    """Postings of the first ``counts`` terms of each reader, so many terms at once as may be."""
    every = [reader.terms[:count] for reader, count in zip(readers, counts, strict=True)]
    # Lists that are sorted already are merged fast, and would not be any more once they went through a set.
    terms = list(dict.fromkeys(sorted(itertools.chain.from_iterable(every))))
    number = {term: place for place, term in enumerate(terms)}
    totals = np.zeros(len(terms), np.int64)
    numbers = []
    for reader, listed, count in zip(readers, every, counts, strict=True):
        own = np.fromiter(map(number.__getitem__, listed), np.int64, count)
        numbers.append(own)
        totals[own] += reader.sizes[:count]
    ends = np.cumsum(totals)
    first = 0
    while first < len(terms):
        before = int(ends[first - 1]) if first else 0
        stop = max(int(np.searchsorted(ends, before + _MOST, "right")), first + 1)
        yield from _sorted(readers, numbers, (first, stop), terms[first:stop], everything)
        first = stop


def _sorted(
    readers: list[_Reader], numbers: list[Ints], of: tuple[int, int], terms: list[bytes], everything: Ints
) -> Iterator[Postings]:
    """Postings of the terms of these numbers; those of a very common term in several pieces."""
    parts: list[tuple[_Reader, int, int, Ints | None]] = []
    for reader, own in zip(readers, numbers, strict=True):
        low, high = np.searchsorted(own, of)
        if low < high:
            start = reader.start + int(reader.sizes[:low].sum())
            sizes = reader.sizes[low:high]
            term = np.repeat(own[low:high] - of[0], sizes) if len(terms) > 1 else None
            parts.append((reader, start, int(sizes.sum()), term))
    pieces = sum(size for _, _, size, _ in parts) // _MOST + 1 if len(terms) == 1 else 1
    rows = [reader.rows(start, size) for reader, start, size, _ in parts]
    bounds = [len(everything) * piece // pieces for piece in range(pieces + 1)]
    goes_on = False
    for low, high in itertools.pairwise(bounds):
        keys = []
        width = 0
        for (reader, start, size, term), row in zip(parts, rows, strict=True):
            first, stop = np.searchsorted(row, (low, high)) if pieces > 1 else (0, size)
            place = reader.places(start + int(first), int(stop - first))
            width = max(width, int(place.max(initial=0)))
            keys.append((np.zeros(len(place), np.int64) if term is None else term, row[first:stop], place))
        found = _ordered(keys, len(terms), len(everything), width)
        if len(found[0]):
            yield Postings(terms, found[0], everything[found[1]], found[2], goes_on)
            goes_on = True


def _ordered(
    keys: list[tuple[Ints, Short, Short]], terms: int, rows: int, width: int
) -> tuple[Ints, Ints, Ints]:
    """Postings in order of term, row and place: each as one number, as long as that has room enough."""
    row_bits, place_bits = rows.bit_length(), width.bit_length()
    if terms.bit_length() + row_bits + place_bits > 62:
        term, row, place = (
            np.concatenate([np.asarray(key[at], np.int64) for key in keys]) for at in range(3)
        )
        order = np.lexsort((place, row, term))
        return term[order], row[order], place[order]
    made = [
        term << (row_bits + place_bits) | row.astype(np.int64) << place_bits | place
        for term, row, place in keys
    ]
    whole = np.concatenate(made)
    whole.sort()
    place = whole & ((1 << place_bits) - 1)
    whole >>= place_bits
    return whole >> row_bits, whole & ((1 << row_bits) - 1), place
