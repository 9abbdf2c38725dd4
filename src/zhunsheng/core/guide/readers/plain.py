"""txt: the file's own lines, counted as an editor counts them; a form feed begins a page."""

from __future__ import annotations

import re

from zhunsheng.core.guide.readers.encoding import Decoded
from zhunsheng.core.guide.readers.furniture import mark_furniture, page_number_line
from zhunsheng.core.guide.readers.limits import MAX_LINES
from zhunsheng.core.guide.readers.problems import problem
from zhunsheng.core.guide.source import Line, SourceDocument

__all__ = ["read_lines", "read_txt"]

_BREAK = re.compile("\r\n|\r|\n")


def read_txt(decoded: Decoded, sha256: str) -> SourceDocument:
    """The lines of a text file. Page numbers exist only where the file has form feeds."""
    document = read_lines(decoded, sha256, "txt")
    if any(line.page for line in document.lines):
        mark_furniture(document)
    else:
        document.furniture.update(line.number for line in document.lines if page_number_line(line.text))
    return document


def read_lines(decoded: Decoded, sha256: str, media: str) -> SourceDocument:
    """Decoded text as numbered lines, divided at CR LF, LF and CR only, with pages counted at form feeds.

    The form feed itself is taken out of the line: the text before it is on the old page, after it on the new.
    """
    text = decoded.text or ""
    document = SourceDocument(media, sha256, [], encoding=decoded.encoding, problems=list(decoded.problems))
    pieces = _BREAK.split(text)
    if pieces and not pieces[-1]:
        pieces.pop()  # what follows the last line end is no line
    if len(pieces) > MAX_LINES:
        document.problems.append(problem("reader.too_much", detail=f"超过 {MAX_LINES} 行"))
        del pieces[MAX_LINES:]
    paged, page = "\f" in text, 1
    for number, piece in enumerate(pieces, 1):
        here = page
        if "\f" in piece:
            before = piece.split("\f")
            page += len(before) - 1
            # the line belongs to the page on which its first words stand
            here += next((index for index, part in enumerate(before) if part.strip()), len(before) - 1)
            piece = "".join(before)
        document.lines.append(Line(number, piece, here if paged else None))
    return document
