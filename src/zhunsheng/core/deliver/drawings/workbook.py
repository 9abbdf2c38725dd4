"""A picture as a drawing on a worksheet that can be edited there: the same shapes and lines as on a slide."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime

from zhunsheng.core.deliver.drawings.pages import PAPER_CODES, Drawing, fit
from zhunsheng.core.deliver.drawings.shapes import Line, Shape, line_xml, shape_xml, shapes_of
from zhunsheng.core.deliver.drawings.words import printable
from zhunsheng.core.deliver.packing import steady_zip
from zhunsheng.core.deliver.tables import sheet_name

__all__ = ["to_xlsx_drawing"]

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
)


def to_xlsx_drawing(drawings: Iterable[Drawing], *, paper: str = "A3", author: str = "") -> bytes:
    """One worksheet a drawing, set up to print on one page of ``paper``."""
    import xlsxwriter

    out = io.BytesIO()
    parts: dict[str, bytes] = {}
    names: set[str] = set()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"author": printable(author), "created": datetime(2000, 1, 1)})
        for number, drawing in enumerate(drawings, 1):
            sheet = book.add_worksheet(sheet_name(drawing.title, names))
            laid = fit(drawing.picture, paper)
            sheet.set_paper(PAPER_CODES[paper])
            (sheet.set_landscape if laid.width > laid.height else sheet.set_portrait)()
            sheet.set_margins(0.2, 0.2, 0.2, 0.2)
            sheet.fit_to_pages(1, 1)
            sheet.hide_gridlines(2)
            # A place for a drawing; what stands in it is written below.
            sheet.insert_textbox(0, 0, "")
            behind, lines, front = shapes_of(drawing, laid)
            parts[f"xl/drawings/drawing{number}.xml"] = _drawing(behind, lines, front).encode()
    return steady_zip(out.getvalue(), parts)


def _drawing(behind: list[Shape], lines: list[Line], front: list[Shape]) -> str:
    written = [_anchored((one.x, one.y, one.w, one.h), shape_xml(one, "xdr")) for one in behind]
    for line in lines:
        x1, y1, x2, y2 = line.points
        place = (min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
        written.append(_anchored(place, line_xml(line, "xdr")))
    written += [_anchored((one.x, one.y, one.w, one.h), shape_xml(one, "xdr")) for one in front]
    return f"{_HEAD}{''.join(written)}</xdr:wsDr>"


def _anchored(place: tuple[int, int, int, int], element: str) -> str:
    x, y, w, h = (max(0, value) for value in place)
    where = f'<xdr:pos x="{x}" y="{y}"/><xdr:ext cx="{w}" cy="{h}"/>'
    return f"<xdr:absoluteAnchor>{where}{element}<xdr:clientData/></xdr:absoluteAnchor>"
