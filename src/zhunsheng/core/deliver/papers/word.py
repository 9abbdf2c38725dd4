"""Writing a Word document: styles by name, headings, captions with their own numbers, references, tables, pictures.

Everything that has a look has a named style, so that an office's template takes over; only where the template lacks
a style is ours added. Fields (contents, numbers of captions, references) hold what they show now, and Word works
them out anew when it opens the file.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from zhunsheng.core.deliver.drawings.words import printable
from zhunsheng.core.deliver.packing import stable_package
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.making import PaperError

__all__ = ["CELL", "PROMPT", "WordPaper"]

#: names of our own styles; a template may define them
PROMPT, CELL, BEARING, TITLE = "待填写", "表格文字", "出处", "文件标题"
_HEADINGS = {
    1: ("Heading 1", 16),
    2: ("Heading 2", 14),
    3: ("Heading 3", 12),
    4: ("Heading 4", 12),
    5: ("Heading 5", 12),
}
# What the schema of the settings has behind w:updateFields.
_AFTER_UPDATE = {
    qn(f"w:{name}")
    for name in [
        "hdrShapeDefaults",
        "footnotePr",
        "endnotePr",
        "compat",
        "docVars",
        "rsids",
        "attachedSchema",
        "themeFontLang",
        "clrSchemeMapping",
        "doNotIncludeSubdocsInStats",
        "doNotAutoCompressPictures",
        "forceUpgrade",
        "captions",
        "readModeInkLockDown",
        "shapeDefaults",
        "decimalSymbol",
        "listSeparator",
    ]
} | {qn("m:mathPr")}
_SIZES = {"A4": (21.0, 29.7), "A3": (29.7, 42.0)}
_LABELS = {"table": "表", "figure": "图"}


class WordPaper:
    """One document being written. ``template`` is an office's own .docx, whose text is laid aside."""

    def __init__(self, dossier: Dossier, title: str) -> None:
        self.dossier = dossier
        self.document = _opened(dossier.template)
        self._ours = not dossier.template
        self._numbers = {"table": 0, "figure": 0}
        self._marks = 0
        self._headings: list[tuple[int, str, str]] = []
        self._contents: Any = None
        self._ids: dict[str, str] = {}
        self._styles()
        self._properties(title)

    # ---- text

    def added(self, style: str, text: str = "") -> Any:
        """A paragraph in a style of this name at the end."""
        paragraph = self.document.add_paragraph()
        self.restyle(paragraph, style)
        if text:
            paragraph.add_run(printable(text))
        return paragraph

    def restyle(self, paragraph: Any, style: str) -> None:
        """Give a paragraph a style by its name; looking names up anew each time takes most of a long document's time."""
        if style not in self._ids:
            self._ids[style] = self.document.styles[style].style_id
        paragraph._p.style = self._ids[style]

    def title(self, text: str) -> None:
        """The title on top."""
        self.added(TITLE, text)

    def bearings(self) -> None:
        """System, edition, hash, day and settings as a small block."""
        for label, value in self.dossier.bearings():
            self.added(BEARING, f"{label}：{value}")

    def heading(self, text: str, level: int = 1) -> None:
        """A heading, which the table of contents lists."""
        paragraph = self.added(_HEADINGS[level][0])
        name = self._mark_name("_Toc")
        _bookmarked(paragraph, name, self._next_mark(), printable(text))
        self._headings.append((level, printable(text), name))

    def paragraph(self, text: str, style: str = "Normal") -> Any:
        """Running text."""
        return self.added(style, text)

    def refer(self, paragraph: Any, *references: tuple[str, str]) -> None:
        """End a sentence with references to captions: label and bookmark, as :meth:`table` returns them."""
        for place, (label, name) in enumerate(references):
            if place:
                paragraph.add_run("、")
            _field(paragraph, f" REF {name} \\h ", label)
        paragraph.add_run("。")

    def bullet(self, text: str) -> None:
        """One point of a list."""
        self.added("List Bullet", text)

    def prompt(self, text: str) -> None:
        """A place that only a person can fill, marked so that it is seen."""
        self.added(PROMPT, f"【待填写】{text}")

    def contents(self, title: str = "目　次") -> None:
        """The table of contents; its entries are filled when the document is finished."""
        paragraph = self.added(TITLE, title)
        paragraph.paragraph_format.page_break_before = True
        self._contents = self.added("Normal")

    def page_break(self) -> None:
        """What follows begins on a new page."""
        self.document.add_page_break()

    # ---- tables and pictures

    def table(
        self, title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float]
    ) -> tuple[str, str]:
        """A captioned table whose head stands on each page; ``widths`` are shares. Returns what a reference needs."""
        reference = self._caption("table", title)
        table = self.document.add_table(rows=1, cols=len(heads))
        table.style = "Table Grid"
        table.autofit = False
        room, whole = self.room, sum(widths)
        columns = [Emu(int(room * width / whole)) for width in widths]
        for at, width in enumerate(columns):
            table.columns[at].width = width
        self._fill(table.rows[0], heads, columns, bold=True)
        _mark_row(table.rows[0], "w:tblHeader")
        for row in rows:
            added = table.add_row()
            self._fill(added, row, columns)
            _mark_row(added, "w:cantSplit")
        self.added(CELL)
        return reference

    def turn(self, paper: str = "") -> None:
        """What follows stands on a new page: landscape on ``paper``, or upright A4 again without."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        short, long = _SIZES[paper or "A4"]
        landscape = bool(paper)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (
            (Cm(long), Cm(short)) if landscape else (Cm(short), Cm(long))
        )

    def picture(self, title: str, png: bytes, svg: bytes, *, new_page: bool = False) -> tuple[str, str]:
        """A captioned picture as wide as the text: SVG where the program reads it, else PNG."""
        paragraph = self.added(CELL)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.page_break_before = new_page or None
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Emu(self.room))
        tall = int(self._height() * 0.85)
        if shape.height > tall:
            shape.width, shape.height = Emu(int(shape.width * tall / shape.height)), Emu(tall)
        shape._inline.docPr.set("descr", printable(title))
        _with_svg(self.document, shape, svg, f"picture{self._numbers['figure'] + 1}.svg")
        return self._caption("figure", title)

    def _fill(self, row: Any, values: Sequence[Any], widths: Sequence[Emu], *, bold: bool = False) -> None:
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            self.restyle(paragraph, CELL)
            run = paragraph.add_run(printable("" if value is None else str(value)))
            run.bold = bold or None
            if isinstance(value, (int, float)) or bold:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _caption(self, kind: str, title: str) -> tuple[str, str]:
        self._numbers[kind] += 1
        number, name = self._numbers[kind], self._mark_name("_Ref")
        paragraph = self.added("Caption")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = kind == "table"
        mark = self._next_mark()
        _tag(paragraph, "w:bookmarkStart", {"w:id": str(mark), "w:name": name})
        paragraph.add_run(f"{_LABELS[kind]} ")
        _field(paragraph, f" SEQ {_LABELS[kind]} \\* ARABIC ", str(number))
        _tag(paragraph, "w:bookmarkEnd", {"w:id": str(mark)})
        paragraph.add_run(f"　{printable(title)}")
        return (f"{_LABELS[kind]} {number}", name)

    # ---- the whole

    def finish(self) -> bytes:
        """The document as bytes, the same for the same input."""
        if self._contents is not None:
            _fill_contents(self._contents, self._headings)
        settings = self.document.settings.element
        if settings.find(qn("w:updateFields")) is None:
            update = OxmlElement("w:updateFields")
            update.set(qn("w:val"), "true")
            later = next((one for one in settings if one.tag in _AFTER_UPDATE), None)
            if later is not None:
                later.addprevious(update)
            else:
                settings.append(update)
        out = io.BytesIO()
        self.document.save(out)
        return stable_package(out.getvalue())

    def _next_mark(self) -> int:
        self._marks += 1
        return self._marks

    def _mark_name(self, stem: str) -> str:
        return f"{stem}{100000000 + self._marks + 1}"

    def footer(self, text: str) -> None:
        """A small line at the foot of every page."""
        section = self.document.sections[-1]
        section.footer.is_linked_to_previous = False
        paragraph = section.footer.paragraphs[0]
        self.restyle(paragraph, BEARING)
        paragraph.add_run(printable(text))

    @property
    def room(self) -> int:
        """How wide the text is, in EMU."""
        section = self.document.sections[-1]
        return int((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))

    def _height(self) -> int:
        section = self.document.sections[-1]
        return int((section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0))

    def _properties(self, title: str) -> None:
        core, dossier = self.document.core_properties, self.dossier
        day = dt.datetime.fromisoformat(dossier.day)
        core.title = printable(f"{dossier.system.title}{title}")[:250]
        core.subject, core.version = printable(dossier.label)[:250], printable(dossier.label)[:250]
        core.identifier = core.keywords = dossier.hash
        core.author, core.last_modified_by = printable("、".join(dossier.system.issuers))[:250], ""
        core.comments = printable("；".join(f"{label}：{value}" for label, value in dossier.bearings()))[:250]
        core.created = core.modified = day
        core.revision = 1

    def _styles(self) -> None:
        """Our look where no template gives one; our own styles where the template lacks them."""
        styles = self.document.styles
        names = {style.name for style in styles}
        if self._ours:
            section = self.document.sections[0]
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2.6)
            section.top_margin = section.bottom_margin = Cm(2.5)
            _font(styles["Normal"], "宋体", 12)
            styles["Normal"].paragraph_format.line_spacing = 1.5
            for level, (name, size) in _HEADINGS.items():
                _font(styles[name], "黑体", size, colour=RGBColor(0, 0, 0))
                styles[name].paragraph_format.space_before = Pt(12 if level < 4 else 6)
                # Lists of bare headings would drag each other from page to page.
                styles[name].paragraph_format.keep_with_next = level < 3
            _font(styles["Caption"], "黑体", 10.5, colour=RGBColor(0, 0, 0))
        needed = {
            TITLE: ("黑体", 18, None, WD_ALIGN_PARAGRAPH.CENTER),
            BEARING: ("宋体", 9, RGBColor(0x5C, 0x64, 0x70), None),
            CELL: ("宋体", 9, None, None),
            PROMPT: ("楷体", 12, RGBColor(0xB4, 0x23, 0x18), None),
        }
        for name, (face, size, colour, align) in needed.items():
            if name in names:
                continue
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            _font(style, face, size, colour=colour)
            style.paragraph_format.line_spacing = 1.15
            style.paragraph_format.space_after = Pt(12 if name == TITLE else 0)
            if name == CELL:
                style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
            if align is not None:
                style.paragraph_format.alignment = align
        for name in (*(name for name, _ in _HEADINGS.values()), "Caption", "List Bullet"):
            if name not in names:
                styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        if "Table Grid" not in names:
            _grid(styles)


def _opened(template: bytes) -> Any:
    if not template:
        return Document()
    try:
        document = Document(io.BytesIO(template))
    except Exception:
        raise PaperError("模板读不了：请用 Word 另存为 .docx（不带宏）再试。") from None
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    return document


def _font(style: Any, face: str, size: float, *, colour: Any = None) -> None:
    style.font.name, style.font.size = "Times New Roman", Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:eastAsia"), face)
    if colour is not None:
        style.font.color.rgb = colour
        style.font.italic = False


def _grid(styles: Any) -> None:
    """A plain table style with lines, for a template that has none."""
    style = styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE)
    look = OxmlElement("w:tblPr")
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    look.append(borders)
    style.element.append(look)


def _tag(paragraph: Any, name: str, values: dict[str, str]) -> None:
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(key), value)
    paragraph._p.append(element)


def _bookmarked(paragraph: Any, name: str, mark: int, text: str) -> None:
    _tag(paragraph, "w:bookmarkStart", {"w:id": str(mark), "w:name": name})
    paragraph.add_run(text)
    _tag(paragraph, "w:bookmarkEnd", {"w:id": str(mark)})


def _field(paragraph: Any, code: str, shown: str) -> None:
    """A field with the text it shows now."""
    _field_char(paragraph.add_run(), "begin")
    _field_code(paragraph.add_run(), code)
    _field_char(paragraph.add_run(), "separate")
    paragraph.add_run(shown)
    _field_char(paragraph.add_run(), "end")


def _field_char(run: Any, kind: str) -> None:
    char = OxmlElement("w:fldChar")
    char.set(qn("w:fldCharType"), kind)
    run._r.append(char)


def _field_code(run: Any, code: str) -> None:
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = code
    run._r.append(text)


def _fill_contents(first: Any, headings: Sequence[tuple[int, str, str]]) -> None:
    """The field of the contents with one line for each heading, without pages until Word counts them."""
    start = first.add_run()
    _field_char(start, "begin")
    _field_code(start, ' TOC \\o "1-2" \\h \\z \\u ')
    _field_char(start, "separate")
    shown = [heading for heading in headings if heading[0] <= 2]
    place = first
    for number, (level, text_of, name) in enumerate(shown):
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), name)
        if number:
            following = OxmlElement("w:p")
            place._p.addnext(following)
            place = type(first)(following, first._parent)
        place.paragraph_format.left_indent = Cm(0.8 * (level - 1))
        place.paragraph_format.space_after = Pt(0)
        run = place.add_run(text_of)
        link.append(run._r)
        place._p.append(link)
    _field_char(place.add_run(), "end")


def _mark_row(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _with_svg(document: Any, shape: Any, svg: bytes, name: str) -> None:
    """Hang the SVG on a picture: programs that read it show it in place of the PNG."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    part = Part(PackURI(f"/word/media/{name}"), "image/svg+xml", svg, document.part.package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip = shape._inline.graphic.graphicData.pic.blipFill.blip
    space = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
    more = OxmlElement("a:extLst")
    one = OxmlElement("a:ext")
    one.set("uri", "{96DAC541-7B7A-43D3-8B79-37D633B846F1}")
    drawn = one.makeelement(f"{{{space}}}svgBlip", {qn("r:embed"): relation}, nsmap={"asvg": space})
    one.append(drawn)
    more.append(one)
    blip.append(more)
