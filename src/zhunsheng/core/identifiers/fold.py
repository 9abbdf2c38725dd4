"""One form for the characters of a number: dashes, slashes, tildes, full-width forms, URL escapes."""

from __future__ import annotations

import re
from urllib.parse import unquote

__all__ = ["FOLD", "fold", "folded", "spaced", "tight", "upper"]

#: one character for one, so that places in the folded text are places in the text
FOLD: dict[int, str] = str.maketrans(
    {
        **{chr(0xFF01 + step): chr(0x21 + step) for step in range(94)},
        **dict.fromkeys("‐‑‒–—―─－﹣−﹘⁃", "-"),
        **dict.fromkeys("／∕⁄╱", "/"),
        **dict.fromkeys("～〜∼˜", "~"),
        **dict.fromkeys("．｡", "."),
        **dict.fromkeys("：﹕∶", ":"),
        **dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u200a\u202f\t\r\n\f\v", " "),
        **dict.fromkeys("【〔［", "["),
        **dict.fromkeys("】〕］", "]"),
        "×": "X",
        "╳": "X",
    }
)
_UPPER = {lower: lower - 32 for lower in range(ord("a"), ord("z") + 1)}
_ESCAPED = re.compile(r"%(?:2[0-9A-Fa-f]|3A|3a|7E|7e|E[0-9A-Fa-f])")
#: no part of a number: what is not seen, and the marks IEEE prints behind its own
_LEFT_OUT = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad™®"))
_BLANKS = re.compile(r"\s{2,}")


#: 一 before a year is the long dash, misread by a scanner or picked by an input method
_ONE_FOR_DASH = re.compile(r"(?<=\d)一(?=(?:19|20)\d\d(?!\d))")


def fold(text: str) -> str:
    """``text`` with each character of a number in its one form; its length never changes."""
    text = text.translate(FOLD)
    return _ONE_FOR_DASH.sub("-", text) if "一" in text else text


def folded(text: str) -> str:
    """``text`` as one number is read: escapes undone, characters folded, blanks single and none at the ends."""
    if "%" in text and _ESCAPED.search(text):
        text = unquote(text)
    if not text.isascii():
        text = fold(text.translate(_LEFT_OUT))
    elif not text.isprintable():
        text = text.translate(FOLD)
    text = text.strip()
    return _BLANKS.sub(" ", text) if "  " in text else text


def upper(text: str) -> str:
    """``text`` with the letters a–z in capitals; its length never changes."""
    return text.upper() if text.isascii() else text.translate(_UPPER)


def tight(text: str) -> str:
    """``text`` without blanks."""
    return text.replace(" ", "") if text.isascii() else "".join(text.split())


def spaced(text: str) -> str:
    """``text`` with single blanks."""
    return " ".join(text.split())
