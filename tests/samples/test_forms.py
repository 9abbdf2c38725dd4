"""Our own sample guide gives the same system from every form it comes in."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.samples.blocks import SAMPLE, merged_columns, sample_blocks
from tests.samples.forms import to_docx, to_html, to_pdf, to_txt
from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.guide.read import read_guide, read_guide_file
from zhunsheng.core.records import to_plain
from zhunsheng.core.text.normal import squeeze

PARTS = [
    "title",
    "edition",
    "status",
    "issuers",
    "subsystems",
    "planned_standards",
    "targets",
    "measures",
    "bases",
    "legend",
    "layers",
    "figures",
    "claims",
    "promises",
    "contents",
]
# Where a value stands differs from form to form, of course, and txt has no pictures.
PLACES = frozenset({"source", "scope_source", "summary_source", "referred", "present"})
MAKERS = {"txt": to_txt, "html": to_html, "docx": to_docx, "pdf": to_pdf}


@functools.cache
def read(form: str) -> GuideDocument:
    """The sample, read from one of its forms."""
    if form == "md":
        return read_guide_file(SAMPLE)
    return read_guide(MAKERS[form](sample_blocks()), name=f"guide.{form}")


def facts(document: GuideDocument, part: str) -> Any:
    """A part of a guide without places and without spaces (a line may be broken where a space stood)."""

    def flat(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: flat(item) for name, item in value.items()}
        if isinstance(value, list):
            return [flat(item) for item in value]
        return squeeze(value) if isinstance(value, str) else value

    return flat(to_plain(getattr(document, part), exclude=PLACES))


@pytest.mark.parametrize("form", MAKERS)
@pytest.mark.parametrize("part", PARTS)
def test_the_same_from_every_form(part: str, form: str) -> None:
    assert read(form).media == form
    assert facts(read(form), part) == facts(read("md"), part)


@pytest.mark.parametrize("form", ["md", *MAKERS])
def test_what_the_sample_says(form: str) -> None:
    guide = read(form)
    assert (guide.title, guide.edition, guide.status) == (
        "示例市智慧水务标准体系建设指南",
        "2026版",
        "征求意见稿",
    )
    assert guide.issuers == ["示例市水务局", "示例市市场监督管理局", "示例市智慧水务标准化技术委员会"]
    assert {item.code: item.level for item in guide.subsystems} == dict.fromkeys("ABCD", 1) | dict.fromkeys(
        ["AA", "AB", "AC", "BA", "BB", "BC", "CA", "CB", "CC", "DA", "DB", "DC"], 2
    ) | dict.fromkeys(["CAA", "CAB", "CAC", "CBA", "CBB"], 3)
    assert [item.number for item in guide.planned_standards] == list(range(1, 21))
    homes = [
        "AA",
        "AB",
        "AB",
        "AC",
        "BA",
        "BA",
        "BB",
        "BC",
        "CAA",
        "CAB",
        "CAB",
        "CAC",
        "CBA",
        "CBB",
        "CBB",
        "CC",
        "DA",
        "DA",
        "DB",
        "DC",
    ]
    assert [item.subsystem for item in guide.planned_standards] == homes
    stars = [3, 3, 3, 2, 2, 3, 2, 3, 2, 3, 1, 3, 2, 2, 3, 1, 3, 2, None, 2]
    assert [item.urgency.stars for item in guide.planned_standards] == stars
    assert [(t.comparator, t.value, t.year) for t in guide.targets] == [
        (">=", 12, 2028),
        ("=", 8, 2028),
        ("=", 15, 2028),
        (">=", 80, 2028),
        (">=", 20, 2028),
    ]
    assert len(guide.measures) == 5
    kinds = [basis.kind for basis in guide.bases]
    assert [kinds.count(kind) for kind in ("law", "national_policy", "local_policy", "standard")] == [
        4,
        2,
        1,
        2,
    ]
    assert [(entry.stars, entry.tier) for entry in guide.legend] == [
        (3, "急需级"),
        (2, "推进级"),
        (1, "完善级"),
    ]
    assert [layer.name for layer in guide.layers] == ["基础层", "数据层", "应用层", "保障层"]
    assert [(figure.number, bool(figure.title)) for figure in guide.figures] == [("1", True), ("2", True)]


@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_pictures_are_present_where_the_form_has_them(form: str) -> None:
    assert [figure.present for figure in read(form).figures] == [True, True]


def test_a_page_printed_by_a_browser(chromium: str, tmp_path: Path) -> None:
    """Embedded fonts, real layout, page numbers at the foot: nothing like what reportlab writes."""
    style = (
        "body{font-size:12pt;line-height:1.8}table{border-collapse:collapse;font-size:10pt}"
        "td{border:1px solid;padding:3px}nav{display:none}h2{break-before:page}"
        "@page{margin:25mm;@bottom-center{content:'— ' counter(page) ' —'}}"
    )
    page, paper = tmp_path / "guide.html", tmp_path / "guide.pdf"
    html = to_html(sample_blocks()).decode().replace("</head>", f"<style>{style}</style></head>")
    page.write_text(html, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    options += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    options += [
        f"--user-data-dir={tmp_path / 'profile'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={paper}",
    ]
    subprocess.run([chromium, *options, page.as_uri()], check=True, capture_output=True, timeout=120)
    guide = read_guide_file(paper)
    assert guide.media == "pdf"
    for part in PARTS:
        assert facts(guide, part) == facts(read("md"), part), part


def test_every_source_line_says_what_was_read() -> None:
    for form in ("md", *MAKERS):
        guide = read(form)
        for item in guide.planned_standards:
            text = "".join(guide.lines[item.source.line_start - 1 : item.source.line_end])
            assert squeeze(item.name) in squeeze(text).replace("|", ""), form


def test_merges_of_the_sample_table() -> None:
    rows = [
        ["序号", "一", "二", "名"],
        ["1", "A", "AA", "x"],
        ["2", "", "", "y"],
        ["3", "", "AB", "z"],
        ["4", "B", "", "w"],
    ]
    assert merged_columns(rows, 3) == {(1, 1): 3, (1, 2): 2}
