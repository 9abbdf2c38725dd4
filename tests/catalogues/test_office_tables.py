"""Spreadsheets as offices have them: heads of two rows, notes below, numbers with slips."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.catalogues.test_tables import book, read, records
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
