"""html that no tree can hold (tags nested without end): its text by tags alone, in one pass."""

from __future__ import annotations

import re
from html import unescape

from zhunsheng.core.guide.readers.build import Builder
from zhunsheng.core.guide.readers.html_table import BLOCKS, SKIPPED, collapse

__all__ = ["write_flat"]

# [^<>] keeps this linear: a "<" that never closes is left as text
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<!--.*?-->|<![^<>]*>", re.DOTALL)
_NEVER_CLOSED = frozenset({"meta", "link", "input", "embed", "head"})


def write_flat(text: str, builder: Builder) -> None:
    """Write the text: a line for each block or table row, cells divided by tabs; tables are not kept as such."""
    if "-->" not in text:
        text = text.replace("<!--", "")  # an open comment would hide the rest
    pieces: list[str] = []
    skipping, place = "", 0
    for found in _TAG.finditer(text):
        if not skipping:
            pieces.append(text[place : found.start()])
        place = found.end()
        closing, tag = found.group(1), (found.group(2) or "").lower()
        if skipping:
            skipping = "" if closing and tag == skipping else skipping
        elif tag in SKIPPED and tag not in _NEVER_CLOSED:
            skipping = "" if closing else tag
        elif tag in ("td", "th"):
            pieces.append("" if closing else "\0\t")
        elif tag in BLOCKS or tag == "br":
            pieces.append("\0")
    if not skipping:
        pieces.append(text[place:])
    _lines("".join(pieces), builder)


def _lines(text: str, builder: Builder) -> None:
    row: list[str] = []
    for piece in [*text.split("\0"), "\0"]:
        cell = piece.startswith("\t")
        shown = collapse(unescape(piece)).strip(" \xa0\u3000\ufeff\t")
        if cell:
            row.append(shown)
            continue
        if row and any(row):
            builder.line("\t".join(row))
        row = []
        if shown.strip("\0"):
            builder.line(shown)
        if builder.full:
            return
