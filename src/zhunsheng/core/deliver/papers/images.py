"""Pictures for a Word document: SVG for programs that read it, PNG for all others.

The PNG is drawn by pdfium from the PDF of the same picture, whose Chinese face is one of the standard ones: the
machine that makes the paper needs a Chinese font (fonts-noto-cjk) for it.
"""

from __future__ import annotations

import io
import re

from zhunsheng.core.deliver.diagrams.picture import Picture
from zhunsheng.core.deliver.drawings import Drawing, to_pdf
from zhunsheng.core.deliver.drawings.pages import fit
from zhunsheng.core.deliver.drawings.words import printable

__all__ = ["picture_png", "picture_svg"]

# Pixels a point: 150 to the inch on the A3 sheet that the picture is fitted to.
_SCALE = 150 / 72
# Room around a picture, in its own units, the same in both forms.
_AIR = 3.0


def picture_svg(picture: Picture) -> bytes:
    """The picture as an SVG file without title and caption: the document has its own."""
    text = printable(picture.svg(standalone=True))
    width, height = (f"{size + 2 * _AIR:.1f}" for size in (picture.width, picture.height))
    frame = f'viewBox="{-_AIR:.1f} {-_AIR:.1f} {width} {height}" width="{width}" height="{height}"'
    return re.sub(r'viewBox="[^"]*" width="[^"]*" height="[^"]*"', frame, text, count=1).encode()


def picture_png(picture: Picture, title: str) -> bytes:
    """The picture itself, without the sheet around it, as a PNG."""
    import pypdfium2

    sheet = fit(picture, "A3")
    document = pypdfium2.PdfDocument(to_pdf([Drawing(picture, title)], paper="A3"))
    try:
        image = document[0].render(scale=_SCALE).to_pil()
    finally:
        document.close()
    edges = (
        sheet.x(-_AIR),
        sheet.y(-_AIR),
        sheet.x(picture.width + _AIR),
        sheet.y(picture.height + _AIR),
    )
    box = tuple(max(0, round(edge * _SCALE)) for edge in edges)
    out = io.BytesIO()
    cropped = image.convert("RGB").crop((box[0], box[1], min(box[2], image.width), min(box[3], image.height)))
    cropped.save(out, "PNG", optimize=False)
    return out.getvalue()
