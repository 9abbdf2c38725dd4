"""PDFs made for tests, with Chinese text in a font every PDF reader knows."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = A4
LEFT, RIGHT = 72.0, 523.0


def paper(*pages: Callable[[Canvas], None], **options: Any) -> bytes:
    """A PDF; each page is drawn by its function."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(*texts: str, top: float = 100, x: float = LEFT, step: float = 20) -> Callable[[Canvas], None]:
    """Draw lines from ``top`` (points from the upper edge) downwards."""

    def draw(canvas: Canvas) -> None:
        for index, text in enumerate(texts):
            canvas.drawString(x, HEIGHT - top - index * step, text)

    return draw


def grid(
    canvas: Canvas,
    cells: list[tuple[int, int, int, int, str]],
    widths: list[float],
    height: float = 24,
    top: float = 200,
) -> None:
    """Draw a ruled table; a cell is (row, column, rows, columns, text), lines of text divided by newlines."""
    xs = [LEFT]
    for width in widths:
        xs.append(xs[-1] + width)
    canvas.setFont(FONT, 9)
    for row, column, rows, columns, text in cells:
        y = HEIGHT - top - (row + rows) * height
        canvas.rect(xs[column], y, xs[column + columns] - xs[column], rows * height)
        parts = text.split("\n")
        middle = y + rows * height / 2 + (len(parts) - 1) * 5 - 3
        for index, part in enumerate(parts):
            canvas.drawString(xs[column] + 3, middle - index * 10, part)


def together(*draws: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """Several drawings on one page."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw
