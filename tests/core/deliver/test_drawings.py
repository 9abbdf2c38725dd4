"""Pictures on paper and as shapes: everything of the picture is there, in place, editable, and the same each time."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from zhunsheng.core.deliver.diagrams import framework_picture, structure_picture
from zhunsheng.core.deliver.diagrams.picture import Box, Edge, Picture, Text
from zhunsheng.core.deliver.drawings import PAPERS, Drawing, to_pdf, to_pptx, to_xlsx_drawing
from zhunsheng.core.deliver.drawings.pages import SMALLEST_LEGIBLE, fit, smallest_text
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.system.content import load_packaged

CAPTION = "体系 2025版 · 内容指纹 0123abcd · 2026-11-29"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@pytest.fixture(scope="module")
def tree() -> SystemTree:
    return SystemTree(load_packaged("jiangsu-ai-2025").system)


@pytest.fixture(scope="module")
def drawings(tree: SystemTree) -> list[Drawing]:
    return [
        Drawing(structure_picture(tree), "标准体系结构图", CAPTION),
        Drawing(framework_picture(tree), "标准体系框架图", CAPTION),
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_pdf_says_every_code_and_name_and_where_it_comes_from(
    drawings: list[Drawing], tree: SystemTree
) -> None:
    data = to_pdf(drawings, author="标委会")
    with pdfplumber.open(io.BytesIO(data)) as book:
        said = [squeezed(page.extract_text(x_tolerance=1)) for page in book.pages]
        sizes = [(float(page.width), float(page.height)) for page in book.pages]
        outside = [
            char["text"]
            for page in book.pages
            for char in page.chars
            if not (char["x0"] >= 0 and char["x1"] <= page.width and 0 <= char["top"] <= page.height)
        ]
    assert sizes == [pytest.approx(PAPERS["A3"], abs=0.1)] * 2
    assert outside == []
    for page in said:
        assert "2025版" in page and "0123abcd" in page
        assert [item.code for item in tree.walk() if item.code not in page] == []


def test_sixty_one_categories_can_be_read_on_a3(drawings: list[Drawing]) -> None:
    for drawing in drawings:
        assert smallest_text(drawing.picture, fit(drawing.picture, "A3")) > SMALLEST_LEGIBLE + 3
        assert smallest_text(drawing.picture, fit(drawing.picture, "A4")) > SMALLEST_LEGIBLE


def test_slides_hold_boxes_to_edit_and_lines_that_hang_on_them(
    drawings: list[Drawing], tree: SystemTree
) -> None:
    book = Presentation(io.BytesIO(to_pptx(drawings)))
    first = book.slides[0]
    texts = [squeezed(shape.text_frame.text) for shape in first.shapes if shape.has_text_frame]
    for item in tree.walk():
        assert any(text.startswith(item.code) and squeezed(item.name) in text for text in texts), item.code
    lines = [shape for shape in first.shapes if shape.element.tag.endswith("cxnSp")]
    glued = [shape for shape in lines if shape.element.findall(f".//{_A}endCxn")]
    # Each box is reached by a line that hangs on it; those in a frame are reached as one.
    assert len(glued) == len([item for item in tree.walk() if not item.group])
    known = {shape.shape_id for shape in first.shapes}
    assert {int(end.get("id")) for shape in glued for end in shape.element.findall(f".//{_A}endCxn")} <= known
    assert not [shape for slide in book.slides for shape in slide.shapes if shape.shape_type == 13], (
        "a bitmap"
    )
    for slide in book.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= Emu(book.slide_width) + 2
            assert 0 <= shape.top <= shape.top + shape.height <= Emu(book.slide_height) + 2


def test_the_sheet_of_a_workbook_holds_the_same_shapes(drawings: list[Drawing]) -> None:
    with zipfile.ZipFile(io.BytesIO(to_xlsx_drawing(drawings))) as book:
        for number, drawing in enumerate(drawings, 1):
            root = etree.fromstring(book.read(f"xl/drawings/drawing{number}.xml"))
            shapes = root.findall(f".//{_XDR}sp")
            ids = [int(one.get("id")) for one in root.iter(f"{_XDR}cNvPr")]
            assert len(ids) == len(set(ids))
            words = {squeezed("".join(shape.itertext())) for shape in shapes}
            for box in drawing.picture.boxes:
                if box.kind in {"node", "module"}:
                    assert any(squeezed(box.texts[0].text) in text for text in words)
            assert root.findall(f".//{_XDR}pic") == []


@pytest.mark.parametrize("write", [to_pdf, to_pptx, to_xlsx_drawing])
def test_the_same_picture_gives_the_same_bytes(write: object, drawings: list[Drawing]) -> None:
    assert callable(write)
    assert write(drawings) == write(deepcopy(drawings))
    changed = deepcopy(drawings)
    changed[0].picture.boxes[0].texts[0].text += "改"
    assert write(drawings) != write(changed)


names = st.text(max_size=12) | st.sampled_from(["=cmd|' /C calc'!A0", "<b>&", "\x00\x0b", "\ud800", "𠮷·★"])


@settings(max_examples=40)
@given(
    st.lists(st.tuples(names, st.floats(0, 900), st.floats(0, 900)), max_size=12),
    names,
    st.sampled_from(["A3", "A4"]),
)
def test_no_name_breaks_a_file_and_nothing_leaves_the_sheet(
    boxes: list[tuple[str, float, float]], title: str, paper: str
) -> None:
    picture = Picture("图", 1000, 950)
    for number, (name, x, y) in enumerate(boxes):
        box = Box("node", x, y, 90, 40, f"N{number}", label=name, texts=[Text(x + 4, y + 16, name, 12)])
        picture.boxes.append(box)
        picture.edges.append(Edge([(500, 0), (x, y + 20)]))
    drawing = Drawing(picture, title, title)
    sheet = fit(picture, paper)
    assert sheet.margin <= sheet.x(0) and sheet.x(1000) <= sheet.width - sheet.margin + 0.01
    assert sheet.margin <= sheet.y(0) and sheet.y(950) <= sheet.height - sheet.margin
    assert to_pdf([drawing], paper=paper).startswith(b"%PDF")
    slides = Presentation(io.BytesIO(to_pptx([drawing], paper=paper))).slides
    assert len(slides[0].shapes) == 2 * len(boxes) + 2
    with zipfile.ZipFile(io.BytesIO(to_xlsx_drawing([drawing], paper=paper))) as book:
        etree.fromstring(book.read("xl/drawings/drawing1.xml"))
