"""Tables out of the house, and read back in."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.sample import sample_system
from zhunsheng.core.deliver.listings import standards_table, system_tables, target_words, urgency_words
from zhunsheng.core.deliver.tables import CSV_BOM, Column, Table, TableError, to_csv, to_json, to_xlsx

COLUMNS = (Column("a", "甲", numeric=True), Column("b", "乙"))
DANGEROUS = [
    "=1+1",
    "+A1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    " =1",
    '=HYPERLINK("http://x")',
    "http://example.org",
]


def sheet(data: bytes, name: str | None = None) -> Any:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return book[name] if name else book.active


def cells(data: bytes) -> list[list[Any]]:
    return [list(row) for row in sheet(data).iter_rows(values_only=True)]


def test_the_list_has_the_columns_of_a_detail_table() -> None:
    table = standards_table(sample_system())
    labels = [column.label for column in table.columns]
    assert labels == [
        "序号",
        "标准体系编号",
        "子体系名称",
        "标准名称",
        "标准编号",
        "归口部门",
        "缓急程度",
        "宜定级别",
        "标准状态",
        "备注",
    ]
    assert table.rows[0] == (1, "AA", "术语", "城市照明术语", "", "", "★★★（优先级）", "", "", "")
    assert table.rows[2][4:9] == ("GB/T 12345-2020", "某标委会", "★（完善级）", "", "已发布")
    assert str(table.rows[2][9]).startswith("主要内容：很长的说明")
    assert table.rows[3][6] == ""


def test_words() -> None:
    system = sample_system()
    assert [target_words(item) for item in system.targets] == ["≥ 20 项", "≥ 85.5%"]
    assert urgency_words(system.planned_standards[1].urgency) == "★★（推进级）"


def test_xlsx_reads_back_equal() -> None:
    table = standards_table(sample_system())
    read = cells(to_xlsx(table))
    assert read[0] == [column.label for column in table.columns]
    assert read[1:] == [[None if value == "" else value for value in row] for row in table.rows]


def test_xlsx_is_made_for_reading_and_printing() -> None:
    page = sheet(to_xlsx(standards_table(sample_system())), "标准明细表")
    assert page.freeze_panes == "A2"
    assert page.print_title_rows == "$1:$1"
    assert page.auto_filter.ref == "A1:J5"
    assert page.page_setup.orientation == "landscape"
    assert page.column_dimensions["D"].width > page.column_dimensions["A"].width
    assert page["D2"].font.name == "宋体"


def test_all_tables_of_a_system_in_one_book() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(system_tables(sample_system()))))
    assert book.sheetnames == ["标准明细表", "子体系表", "目标指标表", "实施措施表", "构建依据表"]
    assert [cell.value for cell in book["目标指标表"][2]][:3] == ["制定地方标准", "≥ 20 项", 2027]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula(text: str) -> None:
    table = Table("表", COLUMNS, [(1, text)])
    cell = sheet(to_xlsx(table))["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    shown = next(iter(list(csv.reader(io.StringIO(to_csv(table).decode("utf-8-sig"), newline="")))[1:]))[1]
    if text.startswith("http"):
        assert shown == text
    else:
        assert shown == f"'{text}"


def test_heads_are_guarded_too() -> None:
    table = Table("表", (Column("x", "=1+1"),), [])
    assert sheet(to_xlsx(table))["A1"].data_type == "s"
    assert to_csv(table) == CSV_BOM + b"'=1+1\r\n"


def test_negative_numbers_stay_numbers() -> None:
    table = Table("表", COLUMNS, [(-3, "x"), (2.5, None), (True, ""), (10**20, "")])
    assert cells(to_xlsx(table))[1:] == [
        [-3, "x"],
        [2.5, None],
        ["是", None],
        ["100000000000000000000", None],
    ]
    assert to_csv(table).decode("utf-8-sig").splitlines()[1:3] == ["-3,x", "2.5,"]


def test_csv_opens_in_excel() -> None:
    data = to_csv(standards_table(sample_system()))
    assert data.startswith(CSV_BOM)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["标准名称"] for row in rows][1] == "LED 灯具能效评价规范"
    assert rows[0]["序号"] == "1"


def test_json_has_keys_and_labels() -> None:
    data = json.loads(to_json(standards_table(sample_system())))
    assert data["columns"][1] == {"key": "code", "label": "标准体系编号"}
    assert data["rows"][3]["name"] == "单灯控制器接口协议"
    assert next(one["title"] for one in json.loads(to_json(system_tables(sample_system())))) == "标准明细表"


def test_the_same_table_gives_the_same_bytes() -> None:
    assert to_xlsx(standards_table(sample_system())) == to_xlsx(standards_table(sample_system()))


def test_what_a_sheet_cannot_hold() -> None:
    table = Table("表", COLUMNS, [(1, "字" * 40_000), (2, "坏\x00字\x1b")])
    read = cells(to_xlsx(table))
    assert read[1][1].endswith("略去）")
    assert len(read[1][1]) == 32_767
    assert read[2][1] == "坏字"
    with pytest.raises(TableError, match="筛选"):
        to_xlsx(Table("表", COLUMNS, [(1, "")] * 1_048_576))


def test_sheet_names_that_excel_refuses() -> None:
    long = "很长的表名" * 10
    book = openpyxl.load_workbook(
        io.BytesIO(to_xlsx([Table(name, COLUMNS) for name in ("a/b[c]", long, long, "")]))
    )
    assert book.sheetnames == ["a b c", long[:31], long[:28] + "（2）", "表"]


TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=20
)


@given(st.lists(st.tuples(st.integers(-(10**12), 10**12) | st.none(), TEXT), max_size=6))
def test_any_text_survives_xlsx_and_json(rows: list[tuple[int | None, str]]) -> None:
    table = Table("表", COLUMNS, list(rows))
    assert cells(to_xlsx(table))[1:] == [[number, text or None] for number, text in rows]
    assert [tuple(row.values()) for row in json.loads(to_json(table))["rows"]] == rows


def test_whole_dates_are_dates_in_a_workbook_and_nothing_else_is_changed() -> None:
    told = ["2024-03-01", "2024-03", "2024", "", "2024-02-30", "1899-12-31"]
    table = Table("表", (Column("b", "乙"), Column("d", "日", dated=True)), [(one, one) for one in told])
    plain, dated = zip(*cells(to_xlsx(table))[1:], strict=True)
    assert plain == ("2024-03-01", "2024-03", "2024", None, "2024-02-30", "1899-12-31")
    assert dated == (datetime(2024, 3, 1), "2024-03", "2024", None, "2024-02-30", "1899-12-31")
    assert "2024-03-01,2024-03-01" in to_csv(table).decode("utf-8-sig")
