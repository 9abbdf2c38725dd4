"""Lists in every layout that plain text has give the same rows."""

from __future__ import annotations

import pytest

from tests.core.guide.writing import read, told

ROWS = [(1, "AA", "水务术语", "★★★"), (2, "AB", "水务数据分类", "★★"), (3, "BA", "智能水表技术要求", "★")]

TAB = "序号\t类别\t标准名称\t缓急程度\n1\t术语\t水务术语\t★★★\n2\t分类\t水务数据分类\t★★\n3\t水表\t智能水表技术要求\t★\n"
PIPE = (
    "| 序号 | 类别 | 标准名称 | 缓急程度 |\n|---|:---:|---|---|\n| 1 | 术语 | 水务术语 | ★★★ |\n"
    "| 2 | 分类 | 水务数据分类 | ★★ |\n| 3 | 水表 | 智能水表技术要求 | ★ |\n"
)
ALIGNED = (
    "序号  类别    标准名称            缓急程度\n1     术语    水务术语            ★★★\n"
    "2     分类    水务数据分类        ★★\n3     水表    智能水表技术要求    ★\n"
)
BOXES = (
    "┌──┬──┬────┬──┐\n│序号│类别│标准名称│缓急程度│\n├──┼──┼────┼──┤\n│ 1 │ 术语 │ 水务术语 │ ★★★ │\n"
    "├──┼──┼────┼──┤\n│ 2 │ 分类 │ 水务数据分类 │ ★★ │\n├──┼──┼────┼──┤\n│ 3 │ 水表 │ 智能水表技术要求 │ ★ │\n"
    "└──┴──┴────┴──┘\n"
)
OTHER_ORDER = "缓急程度\t标准名称\t类别\t序号\n★★★\t水务术语\t术语\t1\n★★\t水务数据分类\t分类\t2\n★\t智能水表技术要求\t水表\t3\n"
TWO_ROW_HEAD = TAB.replace("序号\t类别\t标准名称\t缓急程度", "序\t类\t标准\t缓急\n号\t别\t名称\t程度")
BROKEN_HEAD = TAB.replace("标准名称\t缓急程度", "标准\n名称\t缓急程度")
LATER_HEAD = TAB.replace("标准名称", "标准名\n称")
WRAPPED = TAB.replace("水务术语", "水务\n术语").replace("技术要求", "技\n术要求")
REPEATED = TAB.replace("\n2\t", "\n\n— 12 —\n\n序号\t类别\t标准名称\t缓急程度\n2\t").replace(
    "\n3\t", "\n17\n3\t"
)
CONTINUED = TAB.replace("\n2\t", "\n（续表）\n序号\t类别\t标准名称\t缓急程度\n2\t")
BLANK_LINES = TAB.replace("\n", "\n\n")

LAYOUTS = {
    "tab": TAB,
    "aligned": ALIGNED,
    "boxes": BOXES,
    "other order": OTHER_ORDER,
    "two-row head": TWO_ROW_HEAD,
    "broken head": BROKEN_HEAD,
    "head broken inside a word": LATER_HEAD,
    "wrapped cells": WRAPPED,
    "repeated heads and page numbers": REPEATED,
    "continued table": CONTINUED,
    "blank lines": BLANK_LINES,
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_gives_the_same_rows(text: str) -> None:
    assert [told(row) for row in read(text).planned_standards] == ROWS


def test_a_pipe_table_gives_the_same_rows() -> None:
    assert [told(row) for row in read(PIPE, name="guide.md").planned_standards] == ROWS


def test_columns_a_space_apart_are_told_by_what_the_cells_say() -> None:
    text = (
        "序号 类别 标准名称 标准号 优先级\n1 术语 水务术语 GB/T 1234-2020 高\n2 分类 水务数据 分类 拟研制 中\n"
        "3 水表 智能水表\n技术要求 拟研制 低\n"
    )
    rows = read(text).planned_standards
    assert [told(row) for row in rows] == [
        (1, "AA", "水务术语", "高"),
        (2, "AB", "水务数据分类", "中"),
        (3, "BA", "智能水表技术要求", "低"),
    ]
    assert [row.identifier for row in rows] == ["GB/T 1234-2020", None, None]
    assert (rows[2].source.line_end - rows[2].source.line_start, rows[1].printed_identifier) == (1, "拟研制")


def test_a_row_knows_the_lines_it_is_wrapped_over() -> None:
    document = read(WRAPPED)
    row = document.planned_standards[2]
    printed = "".join(document.lines[row.source.line_start - 1 : row.source.line_end])
    assert printed == "3\t水表\t智能水表技术要求\t★"
    assert row.printed_name == "智能水表技 术要求"


def test_a_page_number_between_rows_is_neither_a_row_nor_part_of_a_name() -> None:
    document = read(REPEATED)
    assert len(document.planned_standards) == 3
    assert all("12" not in row.name and "17" not in row.name for row in document.planned_standards)


def test_a_table_without_any_known_head_is_read_by_its_contents_and_says_so() -> None:
    document = read(TAB.partition("\n")[2])
    assert [row.name for row in document.planned_standards] == [name for _, _, name, _ in ROWS]
    assert any(problem.code == "head-missing" for problem in document.problems)


def test_text_behind_the_table_is_not_a_row() -> None:
    document = read(TAB + "本清单由示例省水务局负责解释，自发布之日起施行。\n")
    assert len(document.planned_standards) == 3
    assert any("负责解释" in item.text for item in document.unclassified)
