"""Spreadsheets as offices have them: heads of two rows, notes below, numbers with slips."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.catalogues.test_tables import book, read, records
from zhunsheng.catalogues import Mapping
from zhunsheng.catalogues.tables import preview


def test_a_head_of_two_rows_with_merged_cells_and_a_note_below(tmp_path: Path) -> None:
    rows = [
        ["人工智能国家标准清单", None, None, None, None, None],
        ["序号", "标准编号", "标准名称", None, "日期", None],
        [None, None, "中文", "英文", "发布", "实施"],
        [1, "GB/T\n1—2020", "甲", "A", date(2020, 3, 1), "2020.10.01"],
        ["注：以最新版本为准。", None, None, None, None, None],
    ]
    merges = ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "A5:F5")
    path = book(tmp_path / "t.xlsx", rows, merges)
    good, note = read(path)
    assert good.record is not None and good.record.values == {
        "title_zh": "甲",
        "title_en": "A",
        "issued": "2020-03-01",
        "implemented": "2020-10-01",
    }
    assert note.record is None and [bad.problem for bad in note.bad] == ["整行是一句话，不是一项标准"]
    assert len(read(path, preview(path).mapping)) == 2  # the row of the head as the screen keeps it


def test_a_text_written_as_a_formula_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('标准号,标准名称\n"=""GB/T 1-2020""",甲\n', encoding="gb18030")
    assert [r.number for r in records(path)] == ["GB/T 1-2020"]


def test_a_slip_in_a_national_number_makes_no_new_standard(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("标准号,标准名称\nGB/T 45288.1-2O25,甲\n", encoding="utf-8")
    (item,) = read(path)
    assert item.record is None and item.bad[0].problem == "国家标准的编号认不得"


def with_sheets(path: Path) -> Path:
    """A workbook of two sheets with standards, one of notes and one of plain words in columns."""
    book(path, [["标准号", "标准名称"], ["GB/T 1-2020", "甲"]], name="国家标准")
    workbook = load_workbook(path)
    for name, rows in (
        ("说明", [["填写说明", "请照样填写"], ["备注", "无"]]),
        ("团体标准", [["团体标准清单"], ["标准号", "标准名称"], ["T/ABC 1-2021", "乙"]]),
        ("空表", [["标准号", "标准名称"]]),
    ):
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def test_a_sheet_that_is_not_read_is_named_with_the_way_to_read_it(tmp_path: Path) -> None:
    path = with_sheets(tmp_path / "t.xlsx")
    left, good = read(path)
    (bad,) = left.bad
    assert left.aside and left.record is None and good.record is not None
    assert (bad.place, bad.value) == ("t.xlsx 工作表“团体标准”", "团体标准")
    assert "“国家标准”" in bad.problem
    assert [item.record for item in read(path, skip=1)] == [good.record]
    wanted = json.loads(bad.mend[bad.mend.index("{") : bad.mend.rindex("}") + 1])
    (other,) = read(path, Mapping.from_plain(wanted))  # chosen by a person: nothing to tell
    assert other.record is not None and other.record.number == "T/ABC 1-2021" and not other.bad
    assert preview(path).beside == ["团体标准"]
    assert preview(path, Mapping({}, sheet="团体标准")).beside == ["国家标准"]


@pytest.mark.parametrize("form", ["csv", "plain", "across"])
def test_a_head_of_two_rows_without_cells_merged_down(tmp_path: Path, form: str) -> None:
    rows = [
        ["智慧水务标准清单", "", "", "", "", ""],
        ["序号", "标准号", "标准名称", "", "日期", ""],
        ["", "", "中文", "英文", "发布", "实施"],
        ["1", "GB/T 1-2020", "甲", "A", "2020-03-01", "2020-10-01"],
    ]
    if form == "csv":
        path = tmp_path / "t.csv"
        path.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    else:
        path = book(tmp_path / "t.xlsx", rows, ("C2:D2", "E2:F2") if form == "across" else ())
    (item,) = read(path)
    assert item.record is not None and not item.bad
    assert item.record.values == {
        "title_zh": "甲",
        "title_en": "A",
        "issued": "2020-03-01",
        "implemented": "2020-10-01",
    }
    shown = preview(path)
    assert shown.headers == ["序号", "标准号", "中文标准名称", "英文标准名称", "发布日期", "实施日期"]
    (again,) = read(path, shown.mapping)  # the row of the head as the screen keeps it
    assert again.record is not None and again.record.values == item.record.values


@pytest.mark.parametrize(
    "first",
    [
        ",,现行,",  # a row without a number
        "GB/T 1-2020,甲,,",
        ",甲,乙,丙",
        "1,2,3,4",
    ],
)
def test_a_row_of_values_is_no_second_row_of_the_head(tmp_path: Path, first: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"标准号,标准名称,状态,\n{first}\nGB/T 2-2020,乙,现行,\n", encoding="utf-8")
    assert preview(path).headers == ["标准号", "标准名称", "状态"]
    assert len(preview(path).rows) == 2


def test_a_title_above_the_head_is_no_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("本会标准目录,,\n序号,标准号,标准名称\n1,GB/T 2-2020,乙\n", encoding="utf-8")
    assert preview(path).headers == ["序号", "标准号", "标准名称"]
