"""Text in columns of a terminal, where a Chinese character takes two: its width, and its lines within a width."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["lines_within", "padded", "width_of"]

#: a Latin word with its blanks, or one character of another script
_PIECES = re.compile(r"[!-~]+ *| +|.", re.DOTALL)
_NOT_FIRST = frozenset("，。；：、）】》”’？…—")
_NOT_LAST = frozenset("（【《“‘")


def width_of(text: str) -> int:
    """Columns that ``text`` takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—" else 1 for char in text)


def padded(text: str, width: int) -> str:
    """``text`` with blanks after it up to ``width`` columns."""
    return text + " " * max(0, width - width_of(text))


def lines_within(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` columns, broken at blanks and between Chinese characters.

    No line begins with a mark that belongs to what stands before it; a word that is longer than a line keeps whole.
    """
    lines, line = [], ""
    for piece in _joined(_PIECES.findall(" ".join(text.split()))):
        if line and width_of(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _joined(pieces: list[str]) -> list[str]:
    """Pieces with the marks that may not stand alone at an end of a line."""
    found: list[str] = []
    for piece in pieces:
        if found and (piece[0] in _NOT_FIRST or found[-1][-1] in _NOT_LAST):
            found[-1] += piece
        else:
            found.append(piece)
    return found
