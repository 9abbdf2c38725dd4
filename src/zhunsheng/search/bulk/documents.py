"""The rows of the documents of all parts in order of id, laid out in pages of a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from zhunsheng.search.bulk.runs import Cells
from zhunsheng.search.bulk.sheets import ROWS, Sheets
from zhunsheng.search.bulk.varints import Ints
from zhunsheng.search.records import DOCUMENT_COLUMNS

__all__ = ["documents_path", "lay_out_documents"]

#: rows in memory at once, some 10 MB
_AT_ONCE = 1 << 14


def documents_path(folder: Path) -> Path:
    """The file of all documents."""
    return folder / "documents.sqlite3"


def lay_out_documents(folder: Path, runs: list[Cells]) -> None:
    """Fill the file of :func:`documents_path` with rows, in order of id."""
    sheets = Sheets(documents_path(folder), f"CREATE TABLE document {DOCUMENT_COLUMNS}", ROWS)
    for cells, ids in _rows(runs):
        sizes = np.fromiter(map(len, cells), np.int64, len(cells))
        sheets.add(b"".join(cells), sizes, ids.tolist())
    sheets.finish()


def _rows(runs: list[Cells]) -> Iterator[tuple[list[bytes], Ints]]:
    """All rows in order, some thousands at a time."""
    files = [run.path.open("rb") for run in runs]
    try:
        handles = [file.fileno() for file in files]
        kept = [
            np.frombuffer(os.pread(file, run.ids[1], run.ids[0]), np.int64)
            for file, run in zip(handles, runs, strict=True)
        ]
        everything = np.sort(np.concatenate([np.zeros(0, np.int64), *kept]))
        # Behind the last row there is none: any larger id ends the last piece.
        ends = np.append(everything[::_AT_ONCE], 1 << 62)
        del everything
        readers = [_Reader(file, run, ids, ends) for file, run, ids in zip(handles, runs, kept, strict=True)]
        del kept
        for piece in range(len(ends) - 1):
            cells: list[bytes] = []
            ids = np.concatenate([reader.read(piece, cells) for reader in readers])
            order = np.argsort(ids)
            yield [cells[place] for place in order.tolist()], ids[order]
    finally:
        for file in files:
            file.close()


class _Reader:
    """Rows of a run in pieces: those whose ids are from one of ``ends`` up to the next."""

    def __init__(self, file: int, run: Cells, ids: Ints, ends: Ints) -> None:
        self._file, self._start, self._ids = file, run.cells[0], ids
        sizes = np.frombuffer(os.pread(file, run.sizes[1], run.sizes[0]), np.int32)
        self._offsets = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        self._at: list[int] = np.searchsorted(ids, ends).tolist()

    def read(self, piece: int, cells: list[bytes]) -> Ints:
        """Ids of the rows of a piece; the rows are added to ``cells``."""
        first, stop = self._at[piece : piece + 2]
        offsets = self._offsets[first : stop + 1]
        start = int(offsets[0])
        whole = os.pread(self._file, int(offsets[-1]) - start, self._start + start)
        cells += [whole[low:high] for low, high in pairwise((offsets - start).tolist())]
        return self._ids[first:stop]
