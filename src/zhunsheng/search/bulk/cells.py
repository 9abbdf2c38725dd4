"""Rows of the table of documents as SQLite's pages hold them (cells): all of a batch at once, by arrays.

A cell is the length of a record, the row's id, the record: the kinds of its columns, then their values (SQLite's
documentation, "Database File Format", 1.6 and 2). Texts come out of those that were digested, one after another.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from zhunsheng.search.bulk.varints import TAKEN, TEXT, Bytes, Ints, kinds_of, put, sizes_of

__all__ = ["MOST", "cells_of"]

#: the longest record that a page of 4096 bytes holds alone
MOST = 4061
_ROW, _COLUMN = b"\x1d", b"\x1e"
#: what was digested of a row: its rank, then columns; a row has nine ends of columns and its own
_YEAR, _FACETS, _SCOPE, _ENDS = 6, 7, 9, 10
#: the kind of a column of which nothing is said: the id stands before the record
_NULL = 0


def cells_of(
    ids: list[int], keys: list[int], hashes: list[int], years: list[int], told: bytes
) -> list[bytes]:
    """A cell of each row, b"" for one that no page holds; nothing where ``told``, what was digested, cannot be told apart."""
    data = np.frombuffer(told + _ROW, np.uint8)
    ends = np.flatnonzero((data == ord(_COLUMN)) | (data == ord(_ROW)))
    if len(ends) != _ENDS * len(ids) or (data[ends[_ENDS - 1 :: _ENDS]] != ord(_ROW)).any():
        return []
    sizes = (np.diff(ends, prepend=-1) - 1).reshape(-1, _ENDS)
    numbers = [np.array(column, np.int64) for column in (keys, hashes, years)]
    kinds = [kinds_of(column) for column in numbers]
    texts = (TEXT + 2 * sizes).T
    head = [np.full(len(ids), _NULL), *kinds[:2], *texts[1:_YEAR], kinds[2], *texts[_FACETS:_SCOPE]]
    head_sizes = [sizes_of(kind) for kind in head]
    head_size = 1 + np.add.reduce(head_sizes, dtype=np.int64)
    taken = [TAKEN[kind] for kind in kinds]
    # What is between columns is left out; then two pieces of each row are kept.
    text = told.translate(None, _ROW + _COLUMN)
    stops = np.cumsum(sizes).reshape(-1, _ENDS)
    bounds = stops[:, [0, _YEAR - 1, _YEAR, _SCOPE - 1]].T
    length = head_size + sum(taken) + (bounds[1] - bounds[0]) + (bounds[3] - bounds[2])
    id = np.array(ids, np.int64)
    before = [length, id, head_size, *head]
    before_sizes = [sizes_of(length), sizes_of(id), np.ones(len(ids), np.int8), *head_sizes]
    ends = np.cumsum(np.add.reduce(before_sizes, dtype=np.int64) + taken[0] + taken[1])
    leads = np.empty(int(ends[-1]), np.uint8)
    at = np.concatenate(([0], ends[:-1]))
    for values, size in zip(before, before_sizes, strict=True):
        put(leads, at, values, size)
        at = at + size
    _put_plain(leads, at, numbers[0], taken[0])
    _put_plain(leads, at + taken[0], numbers[1], taken[1])
    lead = leads.tobytes()
    several = dict(zip(years, taken[2].tolist(), strict=True))
    year_of = {year: year.to_bytes(size, "big") if size else b"" for year, size in several.items()}
    found = [
        lead[start:stop] + text[one:two] + year_of[year] + text[three:four]
        for (start, stop), year, one, two, three, four in zip(
            pairwise([0, *ends.tolist()]), years, *bounds.tolist(), strict=True
        )
    ]
    for place in np.flatnonzero(length > MOST).tolist():
        found[place] = b""
    return found


def _put_plain(data: Bytes, at: Ints, values: Ints, sizes: Ints) -> None:
    """Write ``values`` of ``sizes`` bytes into ``data`` at ``at``, the highest byte first."""
    for place in range(int(sizes.max(initial=0))):
        longer = np.flatnonzero(sizes > place)
        last = at[longer] + sizes[longer] - 1 - place
        data[last] = (values[longer] >> 8 * place & 0xFF).astype(np.uint8)
