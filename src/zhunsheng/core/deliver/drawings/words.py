"""Text as an office file can hold it."""

from __future__ import annotations

import re

__all__ = ["printable"]

# Not allowed in XML, or outside the plane that the standard faces cover.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """``text`` in one line without control characters and lone surrogates."""
    return _UNFIT.sub(" ", text).strip()
