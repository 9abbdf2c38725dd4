"""The 明细表 and the 统计表: every record is there, nothing is a formula that should be text, figures are the model's."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.core.papers.conftest import HOSTILE
from zhunsheng.core.deliver.papers.content import PaperContentError, paper_content
from zhunsheng.core.deliver.papers.detail import FIRST_ROW, HEAD_ROW, OVERALL, write_detail
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.figures import count_lines
from zhunsheng.core.deliver.papers.lines import detail_lines
from zhunsheng.core.deliver.papers.making import PaperError, make_papers, papers_named
from zhunsheng.core.deliver.papers.statistics import SHEET, write_statistics

HEADS = [
    "序号",
    "标准体系编号",
    "子体系名称",
    "标准名称",
    "标准编号",
    "宜定级别",
    "采用关系",
    "归口部门",
    "缓急程度",
    "标准状态",
    "实施日期",
    "代替",
    "备注",
]


@pytest.fixture(scope="module")
def detail(dossier: Dossier) -> bytes:
    return write_detail(dossier)


@pytest.fixture(scope="module")
def book(detail: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(detail))


@pytest.fixture(scope="module")
def statistics(dossier: Dossier) -> bytes:
    return write_statistics(dossier)


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    heads = [cell.value for cell in sheet[HEAD_ROW + 1]]
    return [
        dict(zip(heads, [cell.value for cell in row], strict=True))
        for row in sheet.iter_rows(min_row=FIRST_ROW + 1)
    ]


def test_every_item_and_every_confirmed_standard_has_one_line(book: Any, dossier: Dossier) -> None:
    rows = rows_of(book[OVERALL])
    assert [cell.value for cell in book[OVERALL][HEAD_ROW + 1]][: len(HEADS)] == HEADS
    planned = [row for row in rows if not str(row["记录号"]).startswith("std:")]
    assert len(planned) == len(dossier.system.planned_standards) == 76
    real = [row["标准编号"] for row in rows if str(row["记录号"]).startswith("std:")]
    assert sorted(real) == ["GB/T 42131-2022", "GB/T 42755-2023", "Q/X 1-2000", "Q/X 2-2026"]
    twice = next(row for row in rows if row["标准编号"] == "GB/T 42755-2023")
    assert (twice["序号"], twice["备注"]) == ("6-1", "另归入 11")


def test_the_module_sheets_hold_the_same_lines(book: Any, dossier: Dossier) -> None:
    overall = [row["记录号"] for row in rows_of(book[OVERALL])]
    sheets = [f"{module.code} {module.name}".replace("/", " ") for module in dossier.tree.modules]
    found = [row["记录号"] for name in sheets for row in rows_of(book[name])]
    assert found == overall


def test_what_nobody_says_is_empty(book: Any) -> None:
    rows = rows_of(book[OVERALL])
    item = next(row for row in rows if row["序号"] == 12)
    assert [
        item[head] for head in ("标准编号", "宜定级别", "采用关系", "归口部门", "实施日期", "代替", "备注")
    ] == [None] * 7
    assert not any(row["标准编号"] == "GB/T 2-2020" for row in rows)


def test_suggested_standards_come_only_when_asked_for_and_are_not_counted(dossier: Dossier) -> None:
    lines = list(detail_lines(dossier.with_settings(suggested=True)))
    found = next(line for line in lines if line.values["identifier"] == "GB/T 2-2020")
    assert found.values["remark"] == "建议归类，待确认，不计入统计"
    assert [g.total.due for g in count_lines(dossier, lines)] == [
        g.total.due for g in count_lines(dossier, detail_lines(dossier))
    ]


def test_the_sheet_is_ready_for_work_and_for_paper(book: Any) -> None:
    sheet = book[OVERALL]
    assert sheet.freeze_panes == f"A{FIRST_ROW + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{HEAD_ROW + 1}:")
    assert sheet.print_title_rows == f"${HEAD_ROW + 1}:${HEAD_ROW + 1}"
    assert {str(one.sqref).split(":")[0][0] for one in sheet.data_validations.dataValidation} == {
        "F",
        "I",
        "J",
    }
    assert sheet.column_dimensions["N"].hidden
    assert sheet["D4"].hyperlink.target.startswith(
        "https://example.cn/systems/jiangsu-ai/2025%E7%89%88/items/"
    )


def test_text_is_never_a_formula_in_the_detail_table(detail: bytes, book: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(detail)) as package:
        sheets = [package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name]
    assert not any("<f>" in text for text in sheets)
    assert any(row["标准名称"] == HOSTILE for row in rows_of(book[OVERALL]))


def test_every_file_says_where_it_comes_from(detail: bytes, statistics: bytes, dossier: Dossier) -> None:
    for data in (detail, statistics):
        loaded = openpyxl.load_workbook(io.BytesIO(data))
        told = {row[0].value: row[1].value for row in loaded["出处"].iter_rows(min_row=2)}
        assert dict(dossier.bearings()).items() <= told.items()
        kept = {one.name: one.value for one in loaded.custom_doc_props.props}
        assert kept["内容哈希（SHA-256）"] == dossier.hash and kept["生成日期"] == dossier.day


def test_the_same_input_gives_the_same_bytes(dossier: Dossier, detail: bytes, statistics: bytes) -> None:
    made = {one.name: one.data for one in make_papers(dossier, ["标准统计表", "标准明细表"])}
    assert made == {"标准明细表.xlsx": detail, "标准统计表.xlsx": statistics}
    assert make_papers(dossier.with_settings(paper="A4"), ["标准明细表"])[0].data != detail


def without_saved_values(data: bytes) -> bytes:
    """The workbook with every formula's saved value taken out: whoever opens it must work it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as bare:
        for name in package.namelist():
            content = package.read(name)
            if "worksheets/sheet" in name:
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            bare.writestr(name, content)
    return out.getvalue()


def figures_in(data: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[SHEET]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_col=5)]


def test_saved_and_recalculated_figures_are_those_of_the_model(
    statistics: bytes, dossier: Dossier, office: Callable[[dict[str, bytes], str], dict[str, Path]]
) -> None:
    changed = openpyxl.load_workbook(io.BytesIO(statistics))
    lines = changed[OVERALL]
    row = next(row for row in lines.iter_rows(min_row=FIRST_ROW + 1) if row[0].value == 12)
    row[9].value, row[5].value, row[10].value = "现行", "地方标准", "2023-03"
    edited = io.BytesIO()
    changed.save(edited)
    bare = {
        "统计表.xlsx": without_saved_values(statistics),
        "改后.xlsx": without_saved_values(edited.getvalue()),
    }
    made = office(bare, "xlsx")
    saved = figures_in(statistics)
    again = figures_in(made["统计表.xlsx"].read_bytes())
    model = count_lines(dossier, detail_lines(dossier))
    expected = {
        (group.title, figure.label): (figure.due, figure.present, figure.covered)
        for group in model
        for figure in (*group.rows, group.total)
    }
    for figures in (saved, again):
        assert told(figures) == expected
    after = told(figures_in(made["改后.xlsx"].read_bytes()))
    assert after["按标准级别统计", "地方标准"][:2] == (1, 1)
    assert after["按标准级别统计", "合计"][1] == expected["按标准级别统计", "合计"][1] + 1
    year = ("按实施年份统计", "2023 年")
    assert after[year][:2] == (expected[year][0] + 1, expected[year][1] + 1)


def told(figures: list[list[Any]]) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(group, label) → 应有数, 现有数, 已有; each share is checked on the way."""
    found = {}
    title = ""
    for label, due, present, share, covered in figures:
        if isinstance(label, str) and label.startswith("按"):
            title = label
        elif isinstance(due, (int, float)):
            assert share in (None, "") if due == 0 else share == pytest.approx(present / due)
            found[title, label] = (int(due), int(present), int(covered))
    return found


def test_an_office_corrects_a_heading_without_code(dossier: Dossier) -> None:
    from importlib.resources import files

    own = files("zhunsheng").joinpath("content/deliverables/detail.yaml").read_text(encoding="utf-8")
    changed = dataclasses.replace(
        dossier, content={"detail": own.replace("label: 归口部门", "label: 归口单位")}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(write_detail(changed)))[OVERALL]
    assert sheet.cell(HEAD_ROW + 1, 8).value == "归口单位"
    with pytest.raises(PaperContentError, match=r"detail\.yaml"):
        paper_content("detail", "urn: x\nversion: 1\ntitle: t\ncolumns: 3\n")


def test_the_hidden_original_says_what_was_handed_out(book: Any) -> None:
    row = next(row for row in rows_of(book[OVERALL]) if row["序号"] == 12)
    assert json.loads(row["原值"])[:3] == ["12", row["标准体系编号"], row["标准名称"]]


def test_an_unknown_paper_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(PaperError, match="标准明细表"):
        papers_named(["年报"])
