"""Many texts folded at once, each as :func:`zhunsheng.core.text.folding.fold` folds it.

Characters that become one character are looked up in a table for all texts together, and blanks are dropped by
arrays; the few texts with others (ligatures, loose accents) are folded one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zhunsheng.core.text.folding import PACKED, fold, fold_char

__all__ = ["IS_PACKED", "fold_all"]

#: between texts; a text that has it is folded by itself
_BETWEEN = "\x1f"
_BLANK = ord(" ")
_UNKNOWN, _SEVERAL = -2, -1


def _is_packed_table() -> NDArray[np.bool_]:
    table = np.zeros(0x110000, bool)
    for low, high in re.findall(r"(.)-(.)", PACKED):
        table[ord(low) : ord(high) + 1] = True
    for char in re.sub(r".-.", "", PACKED):
        table[ord(char)] = True
    return table


#: of each character, whether it belongs to a script without blanks
IS_PACKED = _is_packed_table()
_folded = np.full(0x110000, _UNKNOWN, np.int32)
_folded[ord(_BETWEEN)] = ord(_BETWEEN)


def fold_all(texts: Sequence[str]) -> list[str]:
    """Each of ``texts`` folded."""
    if not texts:
        return []
    whole = _BETWEEN.join(texts)
    if whole.count(_BETWEEN) != len(texts) - 1:
        return [fold(text) for text in texts]
    chars = np.frombuffer(f"{_BETWEEN}{whole}{_BETWEEN}".encode("utf-32-le", "surrogatepass"), np.uint32)
    found = _folded[chars]
    if (found == _UNKNOWN).any():
        for code in np.unique(chars[found == _UNKNOWN]).tolist():
            one = fold_char(chr(code))
            _folded[code] = ord(one) if len(one) == 1 else _SEVERAL
        found = _folded[chars]
    kept = found != _BLANK
    blank = np.flatnonzero(~kept)
    if len(blank):
        # Of neighbouring blanks the first, where neither side is an end or a character written without blanks.
        runs = blank[np.concatenate(([True], blank[1:] != blank[:-1] + 1))]
        stops = blank[np.concatenate((blank[1:] != blank[:-1] + 1, [True]))] + 1
        sides = found[runs - 1], found[stops]
        apart = ~(IS_PACKED[sides[0]] | IS_PACKED[sides[1]])
        apart &= (sides[0] != ord(_BETWEEN)) & (sides[1] != ord(_BETWEEN))
        kept[runs[apart]] = True
    several = np.flatnonzero(found == _SEVERAL)
    if len(several):
        found[several] = _BLANK
    text = bytes(found[kept].astype("<u4")).decode("utf-32-le", "surrogatepass")
    folded = text[1:-1].split(_BETWEEN)
    if len(several):
        ends = np.flatnonzero(found == ord(_BETWEEN))
        for place in dict.fromkeys((np.searchsorted(ends, several) - 1).tolist()):
            folded[place] = fold(texts[place])
    return folded
