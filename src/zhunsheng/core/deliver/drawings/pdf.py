"""A picture as a page of PDF, its text selectable.

The Chinese face is STSong-Light, one of the standard CJK faces that every PDF reader supplies: nothing is embedded
and no font needs to be on the machine that writes. See decision record on drawings.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from zhunsheng.core.deliver.diagrams.picture import draw_box
from zhunsheng.core.deliver.diagrams.svg import style_of
from zhunsheng.core.deliver.drawings.pages import Drawing, Sheet, fit
from zhunsheng.core.deliver.drawings.words import printable

__all__ = ["to_pdf"]

_FACE = "STSong-Light"


def to_pdf(drawings: Iterable[Drawing], *, paper: str = "A3", author: str = "") -> bytes:
    """One page a drawing, each turned so that the picture becomes largest."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    if _FACE not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FACE))
    out = io.BytesIO()
    # invariant: no time and no random id in the file, so that equal input gives equal bytes.
    canvas = Canvas(out, invariant=1, pageCompression=1)
    canvas.setCreator("zhunsheng")
    canvas.setAuthor(printable(author))
    titled = False
    for drawing in drawings:
        if not titled:
            canvas.setTitle(printable(drawing.title))
            titled = True
        sheet = fit(drawing.picture, paper)
        canvas.setPageSize((sheet.width, sheet.height))
        _Page(canvas, sheet).draw(drawing)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


class _Page:
    """A pen for one page, in the picture's own measure; PDF counts y upwards from the bottom, and corners are sharp."""

    def __init__(self, canvas: Any, sheet: Sheet) -> None:
        self.canvas, self.sheet = canvas, sheet

    def draw(self, drawing: Drawing) -> None:
        sheet, picture = self.sheet, drawing.picture
        self._words(sheet.width / 2, sheet.margin + 16, drawing.title, 15, "dg-strong", "middle")
        behind, front = picture.layers()
        for box in behind:
            draw_box(self, box)
        for edge in picture.edges:
            self._line(edge.points, edge.cls)
        for box in front:
            draw_box(self, box)
        self._words(sheet.margin, sheet.height - sheet.margin, drawing.caption, 8, "dg-soft", "start")

    def _line(self, points: list[tuple[float, float]], cls: str) -> None:
        self._pen(style_of(cls))
        path = self.canvas.beginPath()
        for number, (x, y) in enumerate(points):
            place = (self.sheet.x(x), self.sheet.height - self.sheet.y(y))
            (path.lineTo if number else path.moveTo)(*place)
        self.canvas.drawPath(path, stroke=1, fill=0)

    def rect(self, x: float, y: float, w: float, h: float, cls: str, *, radius: float = 2) -> None:
        """A rectangle with its top left corner at ``x``, ``y``."""
        style = style_of(cls)
        fill, stroke = style.get("fill", "none") != "none", style.get("stroke", "none") != "none"
        if not (fill or stroke):
            return
        self._pen(style)
        sheet = self.sheet
        bottom = sheet.height - sheet.y(y + h)
        self.canvas.rect(
            sheet.x(x), bottom, w * sheet.scale, h * sheet.scale, stroke=int(stroke), fill=int(fill)
        )

    def _pen(self, style: dict[str, str]) -> None:
        from reportlab.lib.colors import HexColor

        if style.get("fill", "none") != "none":
            self.canvas.setFillColor(HexColor(style["fill"]))
        if style.get("stroke", "none") != "none":
            self.canvas.setStrokeColor(HexColor(style["stroke"]))
        self.canvas.setLineWidth(0.8 * self.sheet.scale)
        dashes = [float(part) * self.sheet.scale for part in style.get("stroke-dasharray", "").split()]
        self.canvas.setDash(dashes)

    def text(self, x: float, y: float, text: str, cls: str, *, size: float, anchor: str = "start") -> None:
        """One line of text with its baseline at ``y``."""
        self._words(self.sheet.x(x), self.sheet.y(y), text, size * self.sheet.scale, cls, anchor)

    def _words(self, x: float, y: float, text: str, size: float, cls: str, anchor: str) -> None:
        from reportlab.lib.colors import HexColor
        from reportlab.pdfbase.pdfmetrics import stringWidth

        # The standard face knows the middle dot of Chinese text only as the katakana one.
        text, style = printable(text).replace("·", "・"), style_of(cls)
        colour = HexColor(style.get("fill", "#1f2329"))
        left = x - stringWidth(text, _FACE, size) * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        words = self.canvas.beginText(left, self.sheet.height - y)
        words.setFont(_FACE, size)
        words.setFillColor(colour)
        # The standard faces have one weight; a thin outline in the same colour makes the strong one.
        strong = "font-weight" in style
        self.canvas.setLineWidth(size / 40)
        self.canvas.setDash([])
        words.setStrokeColor(colour)
        words.setTextRenderMode(2 if strong else 0)
        words.textOut(text)
        self.canvas.drawText(words)
