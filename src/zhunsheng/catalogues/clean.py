"""Small cleanings every connector shares: plain text out of markup, dates out of what is printed as a date."""

from __future__ import annotations

import html
import re
from datetime import date
from functools import lru_cache

__all__ = ["iso_date", "one_line", "plain_text"]

#: what calls for cleaning; of ASCII the same in :func:`_is_clean`
_DIRTY = re.compile(r"[<&\r\n\t\xa0\xad​﻿]|  ")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,600}>|<!--.{0,2000}?-->", re.DOTALL)
#: marks inside a line: what they hold belongs to the words around it
_INLINE = re.compile(
    r"</?(?:b|i|u|em|strong|sub|sup|span|a|font|tt|code|small|big|sacinfo)\b[^<>]{0,600}>", re.IGNORECASE
)
_INVISIBLE = re.compile("[\xad​﻿]")
_BLANKS = re.compile(r"[ \t\r\n\xa0]+")
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")


def plain_text(text: str) -> str:
    """The text in one line without markup, entities, soft hyphens and doubled blanks."""
    if _is_clean(text):
        return text.strip()
    if "<" in text:
        text = _TAG.sub(" ", _INLINE.sub("", text))
    if "&" in text:
        text = html.unescape(html.unescape(text))
        if "<" in text:
            text = _TAG.sub(" ", _INLINE.sub("", text))
    return _joined(_INVISIBLE.sub("", text) if _INVISIBLE.search(text) else text)


def one_line(text: str) -> str:
    """The text in one line: blanks and breaks become one blank; nothing else is touched."""
    return text.strip() if _is_clean(text) else _joined(text)


def _is_clean(text: str) -> bool:
    if text.isascii():  # most texts; these looks at a text are ten times faster than one with a pattern
        blanks = "\n" in text or "\r" in text or "\t" in text or "  " in text
        return not (blanks or "<" in text or "&" in text)
    return not _DIRTY.search(text)


def _joined(text: str) -> str:
    """Blanks and breaks as one blank; the full-width blank of Chinese and Japanese print stays."""
    return _BLANKS.sub(" ", text).strip() if "\u3000" in text else " ".join(text.split())


@lru_cache(maxsize=1 << 14)
def iso_date(text: str) -> str:
    """``text`` as an ISO date as exact as it is (``2009``, ``2009-06``, ``2009-06-03``); "" where it is none."""
    found = _ISO.fullmatch(text.strip())
    if not found:
        return ""
    year, month, day = found.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join(part for part in (year, month, day) if part)
