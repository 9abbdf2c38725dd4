"""pdf with text: lines in reading order, ruled tables, running heads and feet, and a clear word where text is missing."""

from __future__ import annotations

import logging
import re
import zlib
from io import BytesIO
from itertools import islice, pairwise
from statistics import median
from typing import Any

from zhunsheng.core.guide.readers.build import Builder
from zhunsheng.core.guide.readers.furniture import EDGE, furniture_at_edge
from zhunsheng.core.guide.readers.limits import MAX_PAGES, MEGABYTE
from zhunsheng.core.guide.readers.pdf_page import Page, Picture, read_page
from zhunsheng.core.guide.readers.pdf_table import RuledTable
from zhunsheng.core.guide.readers.pdf_text import TextLine
from zhunsheng.core.guide.readers.problems import Unreadable, problem
from zhunsheng.core.guide.source import SourceDocument
from zhunsheng.core.text.normal import key, squeeze

__all__ = ["read_pdf"]

_STREAM = re.compile(rb"stream\r?\n")
# One packed stream may hold a large picture, never this much; all of them together not more than this.
_MAX_STREAM, _MAX_STREAMS = 256 * MEGABYTE, 1024 * MEGABYTE
# Glyphs in all: a guide of two thousand full pages.
_MAX_MARKS = 4_000_000
# Running heads and feet stand in the outer parts of a page.
_MARGIN = 0.13


def read_pdf(data: bytes, sha256: str) -> SourceDocument:
    """Read a PDF; a scanned one goes to text recognition where that is installed."""
    _refuse_bomb(data)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd font, page by page
    builder = Builder("pdf", sha256)
    pages, count, outline = _pages(data)
    if all(page.failed for page in pages):  # no page at all counts as that too
        raise Unreadable("reader.pdf_broken", media="pdf")
    if not any(isinstance(item, (TextLine, RuledTable)) for page in pages for item in page.items):
        from zhunsheng.core.guide.readers.ocr import read_scanned

        return read_scanned(data, sha256, count)
    if sum(page.unmapped for page in pages) > sum(page.glyphs for page in pages) / 2:
        raise Unreadable("reader.pdf_unmapped", media="pdf")
    _Writer(builder, pages).write()
    _mark_outline(builder.document, outline)
    _note_pages(builder.document, pages, count)
    if b"%%EOF" not in data[-4096:]:
        builder.document.problems.append(problem("reader.pdf_truncated", count=len(pages)))
    return builder.document


def _refuse_bomb(data: bytes) -> None:
    """Unpack every packed stream once, without keeping it, to see that none swells beyond reason."""
    total = 0
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - 400) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if b"/Fl" not in head:
            continue
        if head.count(b"/Fl") > 1 and head.count(b"/FlateDecode") + head.count(b"/Fl ") > 1:
            raise Unreadable("reader.pdf_bomb", media="pdf")  # packed twice: no writer of documents does that
        unpacker, size, rest = zlib.decompressobj(), 0, data[found.end() : found.end() + 64 * MEGABYTE]
        try:
            while rest and not unpacker.eof and size <= _MAX_STREAM:
                size += len(unpacker.decompress(rest, 4 * MEGABYTE))
                rest = unpacker.unconsumed_tail
        except zlib.error:
            continue
        total += size
        if size > _MAX_STREAM or total > _MAX_STREAMS:
            raise Unreadable("reader.pdf_bomb", media="pdf")


def _pages(data: bytes) -> tuple[list[Page], int, list[tuple[int, str]]]:
    """The pages taken apart, how many there are, and the titles of the PDF's own outline."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    try:
        with pdfplumber.open(BytesIO(data), pages=list(range(1, MAX_PAGES + 2))) as pdf:
            pages: list[Page] = []
            marks = 0
            for number, page in enumerate(pdf.pages[:MAX_PAGES], 1):
                if marks > _MAX_MARKS:
                    break
                try:
                    pages.append(read_page(page, number))
                    marks += pages[-1].glyphs
                except Exception:  # pdfminer raises anything on broken pages; the others may be whole
                    pages.append(Page(number, 1.0, failed=True))
                page.close()  # frees what the page has cached
            return pages, len(pdf.pages), _outline(pdf)
    except Unreadable:
        raise
    except Exception as error:
        causes = (error, *error.args, error.__cause__, error.__context__)
        if any(isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)) for cause in causes):
            raise Unreadable("reader.pdf_encrypted", media="pdf") from error
        raise Unreadable("reader.pdf_broken", media="pdf") from error


def _outline(pdf: Any) -> list[tuple[int, str]]:
    try:
        return [(int(level), str(title)) for level, title, *_ in islice(pdf.doc.get_outlines(), 5000)]
    except Exception:  # most PDFs have none, some have a broken one; the text does not depend on it
        return []


class _Writer:
    """Writes the pages as lines, with an empty line where the layout shows a new paragraph."""

    def __init__(self, builder: Builder, pages: list[Page]) -> None:
        self.builder, self.pages = builder, pages
        lines = [item for page in pages for item in page.items if isinstance(item, TextLine)]
        self.em = median([line.size for line in lines]) if lines else 10.0
        body = [line for line in lines if abs(line.size - self.em) < 0.15 * self.em] or lines
        self.left = _low([line.x0 for line in body])
        self.right = -_low([-line.x1 for line in body])
        self.pitch = self._pitch()
        self.furniture = self._furniture()
        self.last: TextLine | None = None
        self.last_page = 0

    def _pitch(self) -> float:
        """The usual distance from line to line."""
        steps: list[float] = []
        for page in self.pages:
            lines = [item for item in page.items if isinstance(item, TextLine)]
            steps.extend(b.top - a.top for a, b in pairwise(lines) if b.top - a.top < 4 * self.em)
        return median(steps) if steps else 1.5 * self.em

    def _furniture(self) -> set[int]:
        """Ids of the lines that are running heads, feet or page numbers."""
        found: set[int] = set()
        for top in (True, False):
            edges = {page.number: self._edge(page, top=top) for page in self.pages}
            found |= furniture_at_edge(edges, text=lambda line: line.text, number=id)
        return found

    def _edge(self, page: Page, *, top: bool) -> list[TextLine]:
        """The outermost lines of a page, the outermost first."""
        lines = [item for item in page.items if isinstance(item, TextLine)]
        if top:
            return [line for line in lines[:EDGE] if line.bottom < _MARGIN * page.height]
        return [line for line in reversed(lines[-EDGE:]) if line.top > (1 - _MARGIN) * page.height]

    def write(self) -> None:
        for page in self.pages:
            for item in page.items:
                if isinstance(item, RuledTable):
                    self._space()
                    self.builder.table(item.rows, "pdf", page.number)
                    self.last = None
                elif isinstance(item, Picture):
                    self._space()
                    self.builder.picture("", page.number)
                    self.last = None
                elif id(item) in self.furniture:
                    self.builder.document.furniture.add(self.builder.line(item.text, page.number))
                else:
                    self._text(item, page.number)
            if page.slanted:
                self.builder.document.furniture.add(self.builder.line(page.slanted, page.number))
            if self.builder.full:
                break

    def _text(self, line: TextLine, page: int) -> None:
        if self.last is None or self._new_paragraph(self.last, line, page):
            self._space()
        self.builder.line(line.text, page)
        self.last, self.last_page = line, page

    def _new_paragraph(self, last: TextLine, line: TextLine, page: int) -> bool:
        if abs(line.size - last.size) > 0.15 * self.em:
            return True
        scale = max(1.0, line.size / self.em)  # big type stands wider apart, and its last character is wider
        if page == self.last_page and line.top - last.top > 1.45 * self.pitch * scale:
            return True
        if last.x1 < self.right - 2 * self.em * scale:
            return True
        return line.x0 > self.left + 1.3 * self.em and abs(line.x0 - last.x0) > 0.3 * self.em

    def _space(self) -> None:
        lines = self.builder.document.lines
        if lines and lines[-1].text:
            self.builder.line("", lines[-1].page)


def _low(values: list[float]) -> float:
    """A robust smallest value: what at least a twentieth of the lines reach."""
    ordered = sorted(values)
    return ordered[len(ordered) // 20] if ordered else 0.0


def _mark_outline(document: SourceDocument, outline: list[tuple[int, str]]) -> None:
    """Give the lines that the PDF's outline names their level; lines of the contents end in a page number."""
    place = 0
    keys = [key(line.text) for line in document.lines]
    for level, title in outline:
        wanted = key(squeeze(title))
        for index in range(place, len(keys)) if wanted else ():
            if keys[index] == wanted and index + 1 not in document.furniture:
                document.headings[index + 1] = level
                place = index + 1
                break


def _note_pages(document: SourceDocument, pages: list[Page], count: int) -> None:
    """Say which pages could not be read, or not wholly."""
    if count > MAX_PAGES:
        document.problems.append(problem("reader.too_many_pages"))
    elif count > len(pages):
        document.problems.append(problem("reader.too_much", detail=f"第 {len(pages)} 页以后"))
    for code, chosen in (
        ("reader.pdf_page_failed", [page for page in pages if page.failed]),
        ("reader.pdf_image_pages", [page for page in pages if page.image_only]),
    ):
        if chosen:
            document.problems.append(problem(code, pages=_listed(chosen)))
    unmapped = [page for page in pages if page.unmapped]
    if unmapped:
        total = sum(page.unmapped for page in unmapped)
        document.problems.append(problem("reader.pdf_garbled", pages=_listed(unmapped), count=total))


def _listed(pages: list[Page]) -> str:
    numbers = "、".join(str(page.number) for page in pages[:20])
    return numbers + (" 等" if len(pages) > 20 else "")
