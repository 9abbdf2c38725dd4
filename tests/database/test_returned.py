"""A 明细表 goes out, comes back edited, and its changes are written row by row by the actions of correcting."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from zhunsheng.apps.journal.actions import NotAllowed, Refused
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.systems.actions import (
    accept_changes,
    close_return,
    correct_value,
    publish_edition,
    receive_table,
    reject_changes,
    set_columns,
)
from zhunsheng.apps.systems.models import Edition, TableReturn
from zhunsheng.apps.systems.queries import corrections, load_system
from zhunsheng.apps.systems.returned import comparison_of, identity_hash

HEADS = [
    "记录标识",
    "序号",
    "标准体系编号",
    "子体系名称",
    "标准名称",
    "标准编号",
    "宜定级别",
    "归口部门",
    "缓急程度",
    "标准状态",
    "备注",
]


def handed_out(edition: Edition) -> list[list[Any]]:
    """The list as a table: one row a planned standard, its record first."""
    from zhunsheng.apps.systems.returned import shown_values
    from zhunsheng.apps.systems.rows import stored_system

    keys = ["number", "subsystem", "", "name", "identifier", "level", "body", "urgency", "status", "remark"]
    shown = shown_values(stored_system(edition))
    pks = edition.planned_standards.order_by("ordinal").values_list("pk", flat=True)
    return [[str(pk), *[row.get(key, "") for key in keys]] for pk, row in zip(pks, shown, strict=True)]


def workbook(rows: list[list[Any]], heads: list[str] = HEADS) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "标准明细表"
    sheet.append(heads)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def names(edition: Edition) -> dict[int, Any]:
    return {row.position: row for row in load_system(Edition.objects.get(pk=edition.pk)).planned_standards}


def wanted(returned: TableReturn, **conditions: Any) -> list[str]:
    found = comparison_of(TableReturn.objects.get(pk=returned.pk)).changes
    return [
        identity_hash(one.identity)
        for one in found
        if all(getattr(one, name) == value for name, value in conditions.items())
    ]


def test_edited_cells_are_told_and_accepted_row_by_row(draft: Edition, editor: Any) -> None:
    rows = handed_out(draft)
    rows[0][4], rows[0][6], rows[0][7] = "改了名的标准", "团体标准", "照明标委会"
    rows[1][8] = "★"
    returned = receive_table(editor, draft, workbook(rows), "专家意见.xlsx")
    found = comparison_of(returned)
    assert [(one.kind, len(one.cells)) for one in found.changes] == [("changed", 3), ("changed", 1)]
    written, refused = accept_changes(editor, returned, wanted(returned, label=found.changes[0].label))
    assert (written, refused) == (1, [])
    first = names(draft)[1]
    assert first.name == "改了名的标准"
    assert first.extra["宜定级别"] == "团体标准" and first.extra["归口部门"] == "照明标委会"
    assert len(comparison_of(TableReturn.objects.get(pk=returned.pk)).changes) == 1
    noted = [one for one in corrections(draft) if one.field == "name"]
    assert "专家意见.xlsx" in noted[-1].reason and "第 2 行" in noted[-1].reason
    assert Event.objects.filter(action="value.correct").count() == 3


def test_a_table_of_a_published_edition_goes_to_a_revision_and_shows_conflicts(
    draft: Edition, editor: Any, admin: Any
) -> None:
    published = publish_edition(admin, draft)
    rows = handed_out(published)
    rows[0][4] = "专家改的名"
    rows[1][4] = "专家改的第二项"
    data = workbook(rows)
    returned = receive_table(editor, published, data, "回.xlsx")
    assert returned.edition.is_draft and returned.edition.based_on == published
    first = returned.edition.planned_standards.order_by("ordinal").first()
    correct_value(editor, returned.edition, "planned_standard", str(first.pk), "name", "我们改的名")
    changes = comparison_of(TableReturn.objects.get(pk=returned.pk)).changes
    assert [one.conflict for one in changes] == [True, False]
    cell = changes[0].cells[0]
    assert cell.base == rows_name(published, 0) and (cell.ours, cell.theirs) == ("我们改的名", "专家改的名")
    assert receive_table(editor, published, data, "回.xlsx") == returned
    accept_changes(editor, returned, wanted(returned))
    assert names(returned.edition)[1].name == "专家改的名"
    assert load_system(published).planned_standards[0].name == rows_name(published, 0)


def rows_name(edition: Edition, index: int) -> str:
    return load_system(edition).planned_standards[index].name


def test_added_and_removed_rows(draft: Edition, editor: Any) -> None:
    rows = handed_out(draft)
    gone = rows.pop()
    rows.append(["", 99, rows[0][2], "", "新提的标准", "", "地方标准", "", "★★", "", "专家建议"])
    returned = receive_table(editor, draft, workbook(rows), "回.xlsx")
    kinds = [one.kind for one in comparison_of(returned).changes]
    assert sorted(kinds) == ["added", "removed"]
    written, refused = accept_changes(editor, returned, wanted(returned), reason="会议决定")
    assert (written, refused) == (2, [])
    after = {row.name: row for row in names(draft).values()}
    assert gone[4] not in after
    added = after["新提的标准"]
    assert (added.number, added.subsystem, added.urgency.stars) == (99, rows[0][2], 2)
    assert added.extra == {"宜定级别": "地方标准", "备注": "专家建议"}
    assert comparison_of(TableReturn.objects.get(pk=returned.pk)).changes == []


def test_a_row_that_cannot_be_written_stays_whole_and_is_told(draft: Edition, editor: Any) -> None:
    rows = handed_out(draft)
    rows[0][4], rows[0][2] = "改名且移到没有的类别", "ZZ"
    rows[1][4] = "只改名"
    before = names(draft)[1].name
    returned = receive_table(editor, draft, workbook(rows), "回.xlsx")
    written, refused = accept_changes(editor, returned, wanted(returned))
    assert written == 1 and len(refused) == 1 and "ZZ" in refused[0] and "第 2 行" in refused[0]
    assert names(draft)[1].name == before
    with pytest.raises(Refused, match="ZZ"):
        accept_changes(editor, returned, wanted(returned))


def test_what_is_turned_down_keeps_its_reason_until_the_values_change(draft: Edition, editor: Any) -> None:
    rows = handed_out(draft)
    rows[0][4] = "不要的名字"
    returned = receive_table(editor, draft, workbook(rows), "回.xlsx")
    with pytest.raises(Refused, match="理由"):
        reject_changes(editor, returned, wanted(returned), reason=" ")
    assert reject_changes(editor, returned, wanted(returned), reason="与上位标准重名") == 1
    kept = TableReturn.objects.get(pk=returned.pk).verdicts
    assert list(kept) == wanted(returned) and next(iter(kept.values()))["reason"] == "与上位标准重名"


def test_other_heads_are_mapped_once_and_remembered(draft: Edition, editor: Any) -> None:
    rows = [
        [row[4] + "（修改）" if index == 0 else row[4], row[1]] for index, row in enumerate(handed_out(draft))
    ]
    data = workbook(rows, ["拟研制的题目", "顺序"])
    returned = receive_table(editor, draft, data, "外单位.xlsx")
    assert "请先指明各列的含义" in comparison_of(returned).problems[0]
    with pytest.raises(Refused, match="标准名称"):
        set_columns(editor, returned, {"顺序": "number"})
    set_columns(editor, returned, {"拟研制的题目": "name", "顺序": "number"})
    again = TableReturn.objects.get(pk=returned.pk)
    assert [one.kind for one in comparison_of(again).changes] == ["changed"]
    close_return(editor, again)
    later = receive_table(editor, draft, data, "外单位.xlsx")
    assert later.pk != again.pk and later.columns == {"拟研制的题目": "name", "顺序": "number"}


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.xlsx", "空的"),
        (b"PK\x03\x04nothing", "a.xlsx", "压缩损坏|完整的 Excel"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00", "a.png", "表格|文本"),
        ("序号,标准名称\n".encode(), "a.csv", "没有一行内容"),
        (("标准名称,序号\n" + "灯,1\n" * 50_001).encode(), "a.csv", "50000"),
    ],
)
def test_what_is_no_such_table_is_refused_and_nothing_is_stored(
    draft: Edition, editor: Any, data: bytes, name: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        receive_table(editor, draft, data, name)
    assert not TableReturn.objects.exists()


def test_formulas_macros_and_hostile_cells_are_text_only(draft: Edition, editor: Any) -> None:
    rows = handed_out(draft)
    rows[0][10] = "=cmd|' /C calc'!A0"
    rows[1][4] = "=1+1"
    returned = receive_table(editor, draft, workbook(rows), "回.xlsm")
    assert any("公式" in note for note in returned.notes)
    csv = "标准名称,备注\n" + f'{rows[2][4]},"=HYPERLINK(1)"\n'
    second = receive_table(editor, draft, csv.encode("gb18030"), "回.csv", whole=False)
    cells = comparison_of(second).changes[0].cells
    assert [(one.field, one.theirs) for one in cells] == [("remark", "=HYPERLINK(1)")]


def test_a_name_longer_than_a_file_system_takes_is_no_hindrance(draft: Edition, editor: Any) -> None:
    returned = receive_table(editor, draft, workbook(handed_out(draft)), "专家意见" * 60 + ".xlsx")
    assert comparison_of(returned).changes == []


def test_readers_may_not(draft: Edition, people: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        receive_table(people["reader"], draft, b"x", "a.csv")
    returned = receive_table(people["editor"], draft, "标准名称,序号\n别的,1\n".encode(), "a.csv")
    with pytest.raises(NotAllowed):
        accept_changes(people["reader"], returned, wanted(returned))
