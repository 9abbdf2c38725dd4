"""The 编制说明: all ten sections, figures of the model, captions and references that hold, an office's own look."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from zhunsheng.core.deliver.papers.content import PaperContentError, paper_content
from zhunsheng.core.deliver.papers.detail import write_detail
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.making import PaperError
from zhunsheng.core.deliver.papers.pictures import write_pictures
from zhunsheng.core.deliver.papers.report import write_report
from zhunsheng.core.deliver.papers.statistics import write_statistics


@pytest.fixture(scope="module")
def report(dossier: Dossier) -> bytes:
    return write_report(dossier)


@pytest.fixture(scope="module")
def document(report: bytes) -> Any:
    return Document(io.BytesIO(report))


def texts(document: Any, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def test_the_ten_sections_stand_in_their_order(document: Any) -> None:
    sections = paper_content("report")["sections"]
    assert len(sections) == 10
    expected = [f"{number}　{section['title']}" for number, section in enumerate(sections, 1)]
    assert texts(document, "Heading 1") == expected


def test_each_place_that_a_person_must_write_is_marked(document: Any) -> None:
    prompts = [
        f"【待填写】{text}" for one in paper_content("report")["sections"] for text in one.get("prompts", [])
    ]
    assert texts(document, "待填写") == prompts


def test_the_figures_are_those_of_the_system(document: Any, dossier: Dossier) -> None:
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "8 个模块、61 个类别" in text and "清单列出 76 项" in text
    assert "现有标准 4 项，其中现行与即将实施的 3 项" in text
    assert "清单中尚无项的类别 15 个" in text
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {item.name for item in dossier.system.planned_standards} <= cells
    assert {one.code for one in dossier.system.subsystems} <= cells


def test_captions_are_numbered_and_every_reference_leads_to_one(document: Any) -> None:
    captions = texts(document, "Caption")
    for label in ("表", "图"):
        numbers = [int(found[1]) for text in captions if (found := re.match(rf"{label} (\d+)", text))]
        assert numbers == list(range(1, len(numbers) + 1)) and numbers
    body = document.element.body
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    codes = [text.text for text in body.iter(qn("w:instrText"))]
    referred = [code.split()[1] for code in codes if code.strip().startswith("REF")]
    assert len(referred) == len(captions) and set(referred) <= marks
    ids = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(ids)) == len(ids)
    kinds = [char.get(qn("w:fldCharType")) for char in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("end") == kinds.count("separate")


def test_word_is_asked_to_bring_the_contents_up_to_date(document: Any) -> None:
    assert document.settings.element.find(qn("w:updateFields")).get(qn("w:val")) == "true"
    assert any("TOC" in (text.text or "") for text in document.element.body.iter(qn("w:instrText")))


def test_pictures_are_there_in_both_forms(report: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(report)) as package:
        media = [name for name in package.namelist() if name.startswith("word/media/")]
        svg = package.read(next(name for name in media if name.endswith(".svg"))).decode()
    assert sorted(Path(name).suffix for name in media) == [".png", ".png", ".svg", ".svg"]
    assert "具身智能" in svg


def test_the_same_input_gives_the_same_bytes(report: bytes, dossier: Dossier) -> None:
    assert write_report(dossier) == report


def template_with(size: int) -> bytes:
    document = Document()
    document.add_paragraph("这里是模板自己的文字")
    document.styles["Heading 1"].font.size = Pt(size)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_an_offices_template_takes_over(dossier: Dossier) -> None:
    made = Document(io.BytesIO(write_report(dataclasses.replace(dossier, template=template_with(33)))))
    assert made.styles["Heading 1"].font.size == Pt(33)
    assert "这里是模板自己的文字" not in [paragraph.text for paragraph in made.paragraphs]
    assert len(texts(made, "Heading 1")) == 10
    with pytest.raises(PaperError, match="模板读不了"):
        write_report(dataclasses.replace(dossier, template=b"no zip"))


def test_content_that_asks_for_what_is_not_there_is_refused(dossier: Dossier) -> None:
    own = "urn: u\nversion: 1\ntitle: t\nsections:\n  - {key: a, title: x, %s}\n"
    for wrong in ("text: '{nothing}'", "blocks: [nothing]"):
        with pytest.raises(PaperContentError, match="nothing"):
            write_report(dataclasses.replace(dossier, content={"report": own % wrong}))


def test_libreoffice_opens_all_of_it_and_nothing_is_cut_off(
    report: bytes, dossier: Dossier, office: Callable[[dict[str, bytes], str], dict[str, Path]]
) -> None:
    pictures = dict(write_pictures(dossier))
    files = {
        "说明.docx": report,
        "明细.xlsx": write_detail(dossier),
        "统计.xlsx": write_statistics(dossier),
        "图.pptx": pictures["标准体系结构图.pptx"],
    }
    made = office(files, "pdf")
    said = {}
    for name, path in made.items():
        with pdfplumber.open(path) as book:
            said[name] = "".join(
                "".join((page.extract_text(x_tolerance=1) or "").split()) for page in book.pages
            )
            for page in book.pages:
                outside = [
                    char["text"]
                    for char in page.chars
                    if char["text"].strip() and not (char["x0"] >= -1 and char["x1"] <= page.width + 1)
                ]
                assert not outside, (name, page.page_number, outside[:10])
            assert len(book.pages) < 40, name
    for item in dossier.system.planned_standards:
        name = "".join(item.name.split())
        assert name in said["明细.xlsx"], item.name
    for one in dossier.system.subsystems:
        assert one.code in said["图.pptx"] and one.code in said["说明.docx"]
