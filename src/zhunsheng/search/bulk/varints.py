"""Whole numbers of arrays as SQLite writes them: seven bits a byte, the highest first (varints), or a column of a record."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["TAKEN", "TEXT", "Bytes", "Ints", "kinds_of", "put", "ramp", "sizes_of"]

Ints = NDArray[np.int64]
Sizes = NDArray[np.int8]
Bytes = NDArray[np.uint8]
#: the first kind of columns that are texts: two for each byte
TEXT = 13
#: the largest whole numbers of kinds 1 to 5; bytes that a number takes by kind; 0 and 1 are kinds themselves
_LARGEST = np.array([(1 << bits) - 1 for bits in (7, 15, 23, 31, 47)])
TAKEN: Ints = np.array([0, 1, 2, 3, 4, 6, 8, 0, 0, 0])
_ZERO = 8


def sizes_of(values: Ints) -> Sizes:
    """Bytes that each value takes as a varint."""
    found = np.ones(len(values), np.int8)
    limit = 1 << 7
    top = int(values.max()) if len(values) else 0
    while limit <= top:
        found += values >= limit
        limit <<= 7
    return found


def put(data: Bytes, at: Ints, values: Ints, sizes: Sizes) -> None:
    """Write ``values`` as varints of ``sizes`` bytes into ``data`` at ``at``."""
    last = at + (sizes - 1)
    # As bytes before they are put: numpy would turn each one by itself, which takes twice as long.
    data[last] = (values & 0x7F).astype(np.uint8)
    # Before the last byte others say that more follows.
    while len(longer := np.flatnonzero(values > 0x7F)):
        last, values = last[longer] - 1, values[longer] >> 7
        data[last] = (values & 0x7F | 0x80).astype(np.uint8)


def ramp(sizes: Ints) -> Ints:
    """0, 1 … of each size, one after another."""
    ends = np.cumsum(sizes)
    return np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)


def kinds_of(values: Ints) -> Ints:
    """The kind of each whole number: as short as it can be written."""
    found = np.searchsorted(_LARGEST, np.where(values < 0, ~values, values)) + 1
    small = (values == 0) | (values == 1)
    found[small] = values[small] + _ZERO
    return found
