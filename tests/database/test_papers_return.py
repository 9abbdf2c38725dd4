"""The 明细表 that goes out is the one that comes back: unchanged it changes nothing, edited it says exactly what."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from zhunsheng.apps.deliverables.dossiers import dossier_of
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import (
    accept_changes,
    add_row,
    publish_edition,
    receive_table,
    remove_row,
    revise_edition,
)
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.apps.systems.returned import comparison_of, identity_hash
from zhunsheng.core.deliver.papers.detail import FIRST_ROW, HEAD_ROW, OVERALL, write_detail
from zhunsheng.core.deliver.papers.dossier import Settings


@pytest.fixture
def handed_out(draft: Edition) -> bytes:
    return write_detail(dossier_of(OPERATOR, draft, Settings(), day="2026-11-29"))


def edited(data: bytes) -> tuple[bytes, str]:
    """Renamed, moved to another urgency, one row gone, one new; returns the name that is gone too."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[OVERALL]
    heads = {cell.value: cell.column for cell in sheet[HEAD_ROW + 1]}
    first = FIRST_ROW + 1
    sheet.cell(first, heads["标准名称"]).value = "专家改过的名称"
    gone = str(sheet.cell(first + 1, heads["标准名称"]).value)
    sheet.delete_rows(first + 1)
    last = sheet.max_row + 1
    for head, value in (("序号", 99), ("标准名称", "专家补的一项"), ("标准体系编号", "BA")):
        sheet.cell(last, heads[head]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), gone


def test_a_table_that_nobody_changed_changes_nothing(draft: Edition, editor: Any, handed_out: bytes) -> None:
    returned = receive_table(editor, draft, handed_out, "标准明细表.xlsx")
    found = comparison_of(returned)
    assert found.changes == [] and found.unchanged == draft.planned_standards.count()


def test_what_experts_changed_is_told_and_written(draft: Edition, editor: Any, handed_out: bytes) -> None:
    data, gone = edited(handed_out)
    returned = receive_table(editor, draft, data, "标准明细表.xlsx")
    changes = comparison_of(returned).changes
    counts = comparison_of(returned).counts()
    assert (counts["renamed"], counts["removed"], counts["added"], counts["conflicts"]) == (1, 1, 1, 0)
    wanted = [identity_hash(one.identity) for one in changes if one.kind != "added"]
    accept_changes(editor, returned, wanted, reason="专家意见")
    names = [row.name for row in load_system(Edition.objects.get(pk=draft.pk)).planned_standards]
    assert "专家改过的名称" in names and gone not in names


def test_a_table_of_the_published_edition_comes_back_into_its_revision(
    draft: Edition, admin: Any, editor: Any
) -> None:
    published = publish_edition(admin, draft)
    data, _ = edited(write_detail(dossier_of(OPERATOR, published, Settings(), day="2026-11-29")))
    revision = revise_edition(editor, published)
    counts = comparison_of(receive_table(editor, revision, data, "表.xlsx")).counts()
    assert (counts["renamed"], counts["removed"], counts["added"]) == (1, 1, 1)


def test_a_row_taken_out_once_shifts_no_mark_in_a_later_edition(
    draft: Edition, admin: Any, editor: Any
) -> None:
    rows = draft.planned_standards.order_by("ordinal")
    remove_row(editor, draft, "planned_standard", str(rows[1].pk), reason="误读")
    revision = revise_edition(editor, publish_edition(admin, draft))
    added = {"name": "补入的一项", "subsystem": "BA", "lines": (105, 105)}
    add_row(editor, revision, "planned_standard", added, reason="漏读")
    positions = [row.position for row in load_system(Edition.objects.get(pk=revision.pk)).planned_standards]
    assert len(set(positions)) == len(positions)
    data = write_detail(dossier_of(OPERATOR, revision, Settings(), day="2026-11-29"))
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[OVERALL]
    heads = {cell.value: cell.column for cell in sheet[HEAD_ROW + 1]}
    names = {str(row.pk): row.name for row in revision.planned_standards.all()}
    for line in range(FIRST_ROW + 1, sheet.max_row + 1):
        mark = sheet.cell(line, heads["记录号"]).value
        if mark and not str(mark).startswith("std:"):
            assert names[str(mark)] == sheet.cell(line, heads["标准名称"]).value
