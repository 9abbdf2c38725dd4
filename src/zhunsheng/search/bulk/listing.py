"""Rows of the table of numbers as arrays: gathered and kept roughly in order by each part, then laid out in pages.

A form is capitals, digits and points; as long as it is no longer than three whole numbers of 64 bits it is sorted as these.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhunsheng.search.bulk.sheets import KEYED, Sheets
from zhunsheng.search.bulk.varints import TAKEN, TEXT, Bytes, Ints, kinds_of
from zhunsheng.search.records import NUMBER_COLUMNS

__all__ = ["Listed", "Listing", "Number", "lay_out_numbers", "numbers_path"]

Number = tuple[str, int, int]
Words = NDArray[np.uint64]

#: words of a form, bytes of each and of all
_WORDS, _EACH = 3, 8
WIDTH = _WORDS * _EACH
#: rows gathered before they are kept; in memory at once while they are laid out; of so many one is looked at for that
_GATHERED, _AT_ONCE, _LOOKED = 200_000, 1 << 16, 64
#: bits of a weight, which stands behind the id
_WEIGHT = 3
#: what a row's cell begins with: its length, that of the kinds, the kinds of the three columns
_LEAD = 5


class Listed(NamedTuple):
    """Where rows stand in a file, in order of the first word of their forms: three columns of words, one of ids and weights."""

    path: Path
    start: int
    size: int


class Listing:
    """Gathers rows and keeps them in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] = path.open("wb")
        self._forms: list[NDArray[np.bytes_]] = []
        self._rows: list[Ints] = []
        self._size = 0
        self.listed: list[Listed] = []

    def add(self, forms: Sequence[str], ids: Ints, weights: Ints | int) -> None:
        """Add rows, none of whose forms may be longer than :data:`WIDTH`."""
        self._forms.append(np.array(forms, f"S{WIDTH}"))
        self._rows.append(ids << _WEIGHT | weights)
        self._size += len(forms)
        if self._size >= _GATHERED:
            self._keep()

    def _keep(self) -> None:
        words = np.concatenate(self._forms).view(">u8").reshape(-1, _WORDS)
        order = np.argsort(words[:, 0].astype(np.uint64))
        self.listed.append(Listed(self._path, self._file.tell(), len(order)))
        for column in range(_WORDS):
            self._file.write(words[order, column].astype(np.uint64).tobytes())
        self._file.write(np.concatenate(self._rows)[order].tobytes())
        self._forms, self._rows, self._size = [], [], 0

    def finish(self) -> list[Listed]:
        """Keep what is left; where all rows are."""
        if self._size:
            self._keep()
        self._file.close()
        return self.listed


def numbers_path(folder: Path) -> Path:
    """The file of all numbers."""
    return folder / "numbers.sqlite3"


def lay_out_numbers(folder: Path, listed: list[Listed]) -> None:
    """Fill the file of :func:`numbers_path` with rows, in order of form and id."""
    sheets = Sheets(numbers_path(folder), f"CREATE TABLE number {NUMBER_COLUMNS}", KEYED)
    for words, rows in _pieces(listed):
        order = np.lexsort((rows, *words[::-1]))
        text = np.stack([word[order] for word in words], axis=1).astype(">u8").view(np.uint8)
        sheets.add(*_cells(text, rows[order]))
    sheets.finish()


def _pieces(listed: list[Listed]) -> Iterator[tuple[list[Words], Ints]]:
    """All rows, some at a time: each piece has larger first words than the one before, and is in no order."""
    files = [run.path.open("rb") for run in listed]
    try:

        def column(place: int, which: int, first: int, stop: int) -> NDArray[np.uint64]:
            run = listed[place]
            at = run.start + _EACH * (which * run.size + first)
            return np.frombuffer(os.pread(files[place].fileno(), _EACH * (stop - first), at), np.uint64)

        looked = [column(place, 0, 0, run.size)[::_LOOKED] for place, run in enumerate(listed)]
        some = np.sort(np.concatenate([np.zeros(0, np.uint64), *looked]))
        ends = np.unique(some[:: max(_AT_ONCE // _LOOKED, 1)])[1:]
        bounds = [
            [0, *np.searchsorted(column(place, 0, 0, run.size), ends).tolist(), run.size]
            for place, run in enumerate(listed)
        ]
        for piece in range(len(ends) + 1) if listed else ():
            columns = [
                np.concatenate(
                    [column(place, which, *at[piece : piece + 2]) for place, at in enumerate(bounds)]
                )
                for which in range(_WORDS + 1)
            ]
            yield columns[:_WORDS], columns[_WORDS].astype(np.int64)
    finally:
        for file in files:
            file.close()


def _cells(text: Bytes, rows: Ints) -> tuple[bytes, Ints]:
    """The cells of rows with these forms, ids and weights, and their sizes."""
    ids, weights = rows >> _WEIGHT, rows & ((1 << _WEIGHT) - 1)
    lengths = (text != 0).sum(axis=1, dtype=np.uint8)
    kinds = [kinds_of(ids), kinds_of(weights)]
    taken = [TAKEN[kind] for kind in kinds]
    whole = np.empty((len(rows), _LEAD + WIDTH + _EACH + 1), np.uint8)
    whole[:, 0] = _LEAD - 1 + lengths + taken[0] + taken[1]
    whole[:, 1] = _LEAD - 1
    whole[:, 2] = TEXT + 2 * lengths
    whole[:, 3], whole[:, 4] = kinds
    whole[:, _LEAD : _LEAD + WIDTH] = text
    whole[:, _LEAD + WIDTH : -1] = ids.astype(">i8")[:, None].view(np.uint8)
    whole[:, -1] = weights
    kept = np.ones(whole.shape, bool)
    kept[:, _LEAD : _LEAD + WIDTH] = text != 0
    kept[:, _LEAD + WIDTH : -1] = np.arange(_EACH) >= _EACH - taken[0][:, None]
    kept[:, -1] = taken[1] > 0
    return whole[kept].tobytes(), whole[:, 0] + np.int64(1)
