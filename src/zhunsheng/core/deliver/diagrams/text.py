"""How wide text will be, and where to break it, without a font at hand.

Widths are upper bounds over the fonts the pages name (PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Arial): a
box drawn from them may have a little air, but no character is ever clipped.
"""

from __future__ import annotations

import unicodedata

__all__ = ["text_width", "wrap"]

# In parts of the font size. Everything not named here is told by its class.
_NARROW = dict.fromkeys("ijl.,:;'|!·()[]/ ", 0.42)
_WIDE = dict.fromkeys("mwMW@%&—…“”‘’", 1.0)
_NO_START = frozenset("，。、；：？！）》〉】〕」』”’…—,.;:?!)]}%％·/")
_NO_END = frozenset("（《〈【〔「『“‘([{")


def text_width(text: str, size: float) -> float:
    """An upper bound of the width of ``text`` set at ``size``."""
    return sum(_advance(char) for char in text) * size


def _advance(char: str) -> float:
    if char in _NARROW:
        return _NARROW[char]
    if char in _WIDE:
        return _WIDE[char]
    if char < "\u0300":
        return 0.76 if char.isupper() else 0.64
    if unicodedata.combining(char):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.8


def wrap(text: str, width: float, size: float, *, even: bool = False) -> list[str]:
    """Break ``text`` into lines no wider than ``width``; no line begins with a closing mark while there is a choice.

    Latin words stay whole unless one alone is wider than a line. Always at least one line; a single character
    wider than ``width`` stands alone. ``even`` makes the lines about equally long instead of leaving one character
    over.
    """
    lines = _break(text, width, size)
    if not even or len(lines) == 1:
        return lines
    low, high = width / 2, width
    for _ in range(6):
        middle = (low + high) / 2
        trial = _break(text, middle, size)
        low, high = (low, middle) if len(trial) <= len(lines) else (middle, high)
    return _break(text, high, size)


def _break(text: str, width: float, size: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in _pieces(" ".join(text.split())):
        for part in _split_long(piece, width, size):
            if line and text_width(line + part, size) > width:
                line, part = _keep_marks(line, part, width, size)
                lines.append(line.rstrip())
                line = part.lstrip()
            else:
                line += part
    if line or not lines:
        lines.append(line.rstrip())
    return [item for item in lines if item] or [""]


def _pieces(text: str) -> list[str]:
    """Units that a line may break between: single wide characters, whole Latin words, spaces."""
    pieces: list[str] = []
    for char in text:
        latin = char < "\u0300" and char != " "
        if latin and pieces and pieces[-1][-1] < "\u0300" and pieces[-1][-1] != " ":
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _split_long(piece: str, width: float, size: float) -> list[str]:
    if len(piece) == 1 or text_width(piece, size) <= width:
        return [piece]
    parts = [""]
    for char in piece:
        if parts[-1] and text_width(parts[-1] + char, size) > width:
            parts.append("")
        parts[-1] += char
    return parts


def _keep_marks(line: str, part: str, width: float, size: float) -> tuple[str, str]:
    """Move the last character down when the next line would start with a closing mark, or this end with an opening."""
    moved = ""
    while len(line) > 1 and (line[-1] in _NO_END or ((moved + part)[0] in _NO_START and not moved)):
        moved = line[-1] + moved
        line = line[:-1]
        if text_width(moved + part, size) > width:
            return line + moved, part
    return line, moved + part
