"""The sample guide in each form a guide comes in: wrapped txt, html, Word with automatic numbers, ruled PDF."""

from __future__ import annotations

import io
import re
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Image as PdfImage
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from tests.samples.blocks import Block, merged_columns

__all__ = ["to_docx", "to_html", "to_pdf", "to_txt"]

FONT = "STSong-Light"
_NUMBER = re.compile(r"(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.\d+ |\d+\.\s?)")


def to_txt(blocks: list[Block], width: int = 38) -> bytes:
    """As text comes out of a PDF: lines broken anywhere, a blank line between paragraphs, the table by tabs."""
    lines: list[str] = []
    for block in blocks:
        if block.kind == "table":
            lines.extend("\t".join(row) for row in block.rows)
        elif block.kind == "picture":
            lines.append(" ")
        else:
            lines.extend(block.text[i : i + width] for i in range(0, len(block.text), width))
        lines.append("")
        if len(lines) % 40 < 2:
            lines.extend([f"— {len(lines) // 40} —", ""])
    return "\n".join(lines).encode("gb18030")


def to_html(blocks: list[Block]) -> bytes:
    """A page with headings, rowspans and a menu that is no part of the guide."""
    out = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>网站</title></head><body>"]
    out.append("<nav><a href='/'>首页</a></nav><div class='content'>")
    for block in blocks:
        text = escape(block.text)
        if block.kind in ("title", "heading"):
            out.append(f"<h{block.level}>{text}</h{block.level}>")
        elif block.kind == "picture":
            out.append("<p><img src='figure.png'></p>")
        elif block.kind == "table":
            out.append(_html_table(block.rows))
        else:
            out.append(f"<p>　　{text}</p>")
    return ("\n".join(out) + "</div></body></html>").encode()


def _html_table(rows: list[list[str]]) -> str:
    spans = merged_columns(rows)
    covered = {(row + i, column) for (row, column), height in spans.items() for i in range(1, height)}
    out = ["<table border=1>"]
    for row, cells in enumerate(rows):
        out.append("<tr>")
        for column, text in enumerate(cells):
            if (row, column) not in covered:
                span = f" rowspan={spans[row, column]}" if (row, column) in spans else ""
                out.append(f"<td{span}><p>{escape(text)}</p></td>")
        out.append("</tr>")
    return "".join(out) + "</table>"


def to_docx(blocks: list[Block]) -> bytes:
    """A Word document: heading styles whose numbers Word itself would count, vertical merges, real pictures."""
    made = docx.Document()
    number = _chapter_list(made)
    for block in blocks:
        if block.kind == "title":
            made.add_heading(block.text, 0)
        elif block.kind == "heading":
            found = _NUMBER.match(block.text)
            paragraph = made.add_heading(block.text[found.end() :] if found else block.text, block.level - 1)
            _numbered(paragraph, number if found else 0, block.level - 2)
        elif block.kind == "contents":
            made.add_paragraph(block.text.replace(" ...... ", "\t"))
        elif block.kind == "picture":
            made.add_picture(_picture())
        elif block.kind == "table":
            _docx_table(made, block.rows)
        else:
            made.add_paragraph(block.text)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _chapter_list(made: Any) -> int:
    """Add the list 一、（一）1. 1.1 to the document; returns its number."""
    levels = [
        ("chineseCountingThousand", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
        ("decimal", "%3.%4"),
    ]
    items = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (style, text) in enumerate(levels)
    )
    part = made.part.numbering_part.element
    part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{items}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return 90


def _numbered(paragraph: Any, number: int, level: int) -> None:
    marks = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(marks))


def _docx_table(made: Any, rows: list[list[str]]) -> None:
    table = made.add_table(len(rows), len(rows[0]))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    for (row, column), height in merged_columns(rows).items():
        for offset in range(height):
            marks = table.cell(row + offset, column)._tc.get_or_add_tcPr()
            merge = parse_xml(f"<w:vMerge {nsdecls('w')}/>")
            if not offset:
                merge.set(qn("w:val"), "restart")
            marks.append(merge)


def _picture() -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", (240, 120), "#dfe3e8").save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def to_pdf(blocks: list[Block]) -> bytes:
    """A PDF with running heads, page numbers, pictures and a ruled table that runs over a page."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    story: list[Any] = []
    for block in blocks:
        if block.kind == "table":
            story.extend(
                [_pdf_table(block.rows[:13]), PageBreak(), _pdf_table([block.rows[0], *block.rows[13:]])]
            )
        elif block.kind == "picture":
            story.append(PdfImage(_picture(), 240, 120))
        else:
            story.append(Paragraph(escape(block.text), _style(block)))
        if block.kind in ("heading", "issuer") and block.text.endswith("技术委员会"):
            story.append(PageBreak())
    buffer = io.BytesIO()
    made = SimpleDocTemplate(buffer, pagesize=A4, title="guide")
    made.build(story, onFirstPage=_edges, onLaterPages=_edges)
    return buffer.getvalue()


def _edges(canvas: Any, made: Any) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 40, "智慧水务标准体系")
    canvas.drawCentredString(A4[0] / 2, 30, f"— {made.page} —")


def _style(block: Block) -> ParagraphStyle:
    if block.kind == "title":
        return ParagraphStyle("t", fontName=FONT, fontSize=22, leading=32, alignment=1, wordWrap="CJK")
    if block.kind == "heading":
        size = {2: 16, 3: 14}.get(block.level, 12)
        return ParagraphStyle("h", fontName=FONT, fontSize=size, leading=size * 2, wordWrap="CJK")
    indent = 24 if block.kind == "text" else 0
    return ParagraphStyle("p", fontName=FONT, fontSize=12, leading=21, firstLineIndent=indent, wordWrap="CJK")


def _pdf_table(rows: list[list[str]]) -> Table:
    small = ParagraphStyle("c", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")
    spans = [("SPAN", (c, r), (c, r + height - 1)) for (r, c), height in merged_columns(rows).items()]
    cells = [[Paragraph(escape(text), small) for text in row] for row in rows]
    return Table(
        cells,
        colWidths=[32, 62, 66, 66, 110, 78, 46],
        style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), *spans],
    )
