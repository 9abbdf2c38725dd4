"""A picture as a slide that can be edited: rectangles with text and glued lines, no bitmap."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zhunsheng.core.deliver.drawings.pages import PAPERS, Drawing, fit
from zhunsheng.core.deliver.drawings.shapes import line_xml, shape_xml, shapes_of
from zhunsheng.core.deliver.drawings.words import printable
from zhunsheng.core.deliver.packing import steady_zip

__all__ = ["to_pptx"]

_EMU = 12700
_SPACES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def to_pptx(drawings: Iterable[Drawing], *, paper: str = "A3", author: str = "") -> bytes:
    """One slide a drawing, all of the size of ``paper`` lying on its long side."""
    from pptx import Presentation

    book: Any = Presentation()
    long, short = PAPERS[paper]
    book.slide_width, book.slide_height = round(long * _EMU), round(short * _EMU)
    title = ""
    for drawing in drawings:
        title = title or printable(drawing.title)
        _slide(book, drawing, paper)
    facts = book.core_properties
    facts.title, facts.author, facts.last_modified_by = title, printable(author), ""
    # A fixed time: the file says when its content was made in its caption.
    facts.created = facts.modified = datetime(2000, 1, 1)
    out = io.BytesIO()
    book.save(out)
    return steady_zip(out.getvalue())


def _slide(book: Any, drawing: Drawing, paper: str) -> None:
    from pptx.oxml import parse_xml

    blank = book.slide_layouts[6]
    tree = book.slides.add_slide(blank).shapes._spTree
    sheet = fit(drawing.picture, paper, landscape=True)
    behind, lines, front = shapes_of(drawing, sheet)
    written = [shape_xml(shape, "p") for shape in behind]
    written += [line_xml(line, "p") for line in lines]
    written += [shape_xml(shape, "p") for shape in front]
    for one in written:
        name, rest = one.split(">", 1)
        tree.append(parse_xml(f"{name} {_SPACES}>{rest}"))
