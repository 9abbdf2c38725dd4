"""One page of a PDF, taken apart: text lines, ruled tables and pictures with their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from zhunsheng.core.guide.readers.limits import MEGABYTE
from zhunsheng.core.guide.readers.pdf_table import RuledTable, ruled_tables
from zhunsheng.core.guide.readers.pdf_text import TextLine, text_lines

__all__ = ["Page", "Picture", "read_page"]

# Smaller pictures are ornaments (points).
_SMALLEST = 40.0
# A page of text has some thousand glyphs; beyond this it is a drawing, or made to exhaust the reader.
_MAX_MARKS = 60_000
_MAX_CONTENT = 32 * MEGABYTE


@dataclass(slots=True)
class Picture:
    """A picture and its place on the page."""

    top: float
    bottom: float


@dataclass(slots=True)
class Page:
    """What stands on a page, in reading order. ``slanted`` is turned text such as a watermark."""

    number: int
    height: float
    items: list[TextLine | RuledTable | Picture] = field(default_factory=list)
    slanted: str = ""
    glyphs: int = 0
    unmapped: int = 0
    image_only: bool = False
    failed: bool = False


def read_page(page: Any, number: int) -> Page:
    """Take a page apart; raises whatever pdfminer does for a broken page, ``OverflowError`` for one beyond reason."""
    found = Page(number, float(page.height or 1))
    _lay_out(page)
    chars = page.chars
    found.glyphs = len(chars)
    found.unmapped = sum(1 for char in chars if char["text"].startswith("(cid:"))
    upright = [char for char in chars if not _turned(char)]
    turned = [char for char in chars if _turned(char)]
    if len(turned) > len(upright):  # a page set sideways: take it as it comes
        upright, turned = chars, []
    found.slanted = "".join(char["text"] for char in turned).strip()
    tables = ruled_tables(page, upright)
    taken = set().union(*(table.chars for table in tables)) if tables else set()
    items: list[TextLine | RuledTable | Picture] = list(tables)
    items.extend(text_lines(char for char in upright if id(char) not in taken))
    has_text = any(char["text"].strip() for char in chars)
    items.extend(_pictures(page, has_text))
    found.image_only = not has_text and bool(page.images)
    found.items = sorted(items, key=lambda item: item.top)
    return found


class _Bounded(PDFPageAggregatorWithMarkedContent):
    """Collects what a page draws, and stops where forms that draw forms would never end."""

    marks = 0

    def _count(self) -> None:
        self.marks += 1
        if self.marks > _MAX_MARKS:
            raise OverflowError("too much on one page")

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self._count()
        return float(super().render_char(*args, **kwargs))

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        self._count()
        super().paint_path(*args, **kwargs)

    def begin_figure(self, *args: Any, **kwargs: Any) -> None:
        self._count()
        super().begin_figure(*args, **kwargs)


def _lay_out(page: Any) -> None:
    """Let pdfminer draw the page within bounds; pdfplumber then finds the result where it keeps its own."""
    size = sum(len(stream_value(content).get_data()) for content in page.page_obj.contents)
    if size > _MAX_CONTENT:
        raise OverflowError("too much content on one page")
    device = _Bounded(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()


def _turned(char: dict[str, Any]) -> bool:
    """True for a glyph whose line of writing is not level (a little is how scanners stand)."""
    along, rise, *_ = char.get("matrix") or (1.0, 0.0)
    return bool(abs(rise) > 0.1 * abs(along))


def _pictures(page: Any, has_text: bool) -> list[Picture]:
    """Pictures worth a line, without ornaments and page backgrounds. Strips of one picture count once."""
    found: list[Picture] = []
    for image in page.images[:1000]:
        width, height = float(image["x1"] - image["x0"]), float(image["bottom"] - image["top"])
        background = has_text and width * height > 0.8 * float(page.width * page.height)
        if width < _SMALLEST or height < _SMALLEST or background:
            continue
        top, bottom = float(image["top"]), float(image["bottom"])
        if found and top <= found[-1].bottom + 2 and bottom >= found[-1].top:
            found[-1].bottom = max(found[-1].bottom, bottom)
        else:
            found.append(Picture(top, bottom))
    return found
