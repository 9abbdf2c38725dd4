"""How the wording that was searched differs from the one that was typed, so that a page can say it."""

from __future__ import annotations

from dataclasses import dataclass

from zhunsheng.core.text.folding import fold

__all__ = ["Mended", "mended"]


@dataclass(frozen=True, slots=True)
class Mended:
    """``words`` are what was searched.

    ``kind``: ``apart`` where they are what was typed, no longer joined; ``fewer`` where ``left_out`` was left out of it;
    ``other`` where something else was searched instead.
    """

    kind: str
    words: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def mended(typed: str, searched: str) -> Mended:
    """Compare both wordings as the search does: traditional characters, width and case count for nothing."""
    words = tuple(searched.split())
    whole, used = "".join(fold(typed).split()), "".join(fold(searched).split())
    if whole == used:
        return Mended("apart", words)
    left_out, place = [""], 0
    for char in whole:
        if place < len(used) and char == used[place]:
            place += 1
            left_out.append("")
        else:
            left_out[-1] += char
    if place < len(used):
        return Mended("other", words)
    return Mended("fewer", words, tuple(one for one in left_out if one))
