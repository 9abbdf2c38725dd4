"""Taking an edited 明细表 back into a draft: received, its columns understood, each change accepted or turned down.

What is accepted is written by the same actions by which a person corrects a draft by hand, with the table and the
row as its reason; whatever one of them refuses stays undecided and is told.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhunsheng.apps.journal.actions import Act, NotAllowed, Refused, action
from zhunsheng.apps.people.actors import as_actor
from zhunsheng.apps.systems.actions.common import draft_locked
from zhunsheng.apps.systems.actions.correcting import add_row, correct_value, remove_row
from zhunsheng.apps.systems.actions.publishing import revise_edition
from zhunsheng.apps.systems.models import Edition, HeadMeaning, PlannedStandard, TableReturn
from zhunsheng.apps.systems.permissions import may_change
from zhunsheng.apps.systems.returned import (
    ReceivedTable,
    comparison_of,
    identity_hash,
    read_table,
    remembered_columns,
)
from zhunsheng.apps.systems.rows import storable
from zhunsheng.catalogues.shape import Unreadable
from zhunsheng.core.returned import FIELDS, MARK, ORIGINAL, RowChange, head_signature

__all__ = ["accept_changes", "close_return", "receive_table", "reject_changes", "set_columns", "store_table"]

_TOLD = 6


def receive_table(
    who: Any, edition: Edition, data: bytes, file_name: str, *, sheet: str = "", whole: bool = True
) -> TableReturn:
    """Read a table and keep it against ``edition``; a published edition gets a revision (or its open one) for it.

    Raises ``Refused`` with the reason where the file is no table that can be read; nothing is stored then.
    """
    _check_right(who, "收回明细表")
    try:
        received = read_table(data, file_name, sheet=sheet)
    except Unreadable as error:
        raise Refused(str(error), field="file") from None
    with transaction.atomic():
        return store_table(who, _draft_for(who, edition, file_name), received, whole=whole)


def _draft_for(who: Any, edition: Edition, file_name: str) -> Edition:
    if not edition.is_published:
        return edition
    opened = Edition.objects.filter(based_on=edition, origin=Edition.REVISION, status=Edition.DRAFT).first()
    return opened or revise_edition(who, edition, reason=f"收回明细表 {file_name}")


@action("return.receive", "收回明细表", right=may_change)
def store_table(act: Act, edition: Edition, received: ReceivedTable, *, whole: bool = True) -> TableReturn:
    """Keep a table that was read against a draft; the same file against the same draft again changes nothing."""
    draft = draft_locked(edition)
    known = TableReturn.objects.filter(
        edition=draft, sha256=received.sha256, sheet=received.sheet, state=TableReturn.OPEN
    ).first()
    if known is not None:
        act.unchanged()
        return known
    returned = TableReturn(
        edition=draft,
        file_name=storable(received.file_name),
        sha256=received.sha256,
        sheet=storable(received.sheet),
        heads=storable(received.heads),
        columns=storable(remembered_columns(received.heads)),
        rows=storable(received.rows),
        notes=storable(received.notes),
        whole=whole,
        actor=act.actor.user,
        actor_name=act.actor.name,
        at=timezone.now(),
    )
    returned.save(force_insert=True)
    act.record(
        draft, after={"file": returned.file_name, "sha256": returned.sha256, "rows": len(returned.rows)}
    )
    return returned


@action("return.columns", "指明列的含义", right=may_change)
def set_columns(
    act: Act, returned: TableReturn, columns: dict[str, str], *, whole: bool | None = None
) -> TableReturn:
    """Say what the heads mean (head → field, "" for none); tables with the same heads are read so from then on."""
    fresh = _open(returned)
    wanted = {head: str(columns.get(head, "")) for head in fresh.heads}
    unknown = sorted(
        {name for name in wanted.values() if name and name not in FIELDS and name not in (MARK, ORIGINAL)}
    )
    if unknown:
        raise Refused(
            f"没有这样的字段：{'、'.join(unknown)}。可用：{'、'.join(FIELDS.values())}。", field="columns"
        )
    taken = [name for name in wanted.values() if name]
    if doubled := {name for name in taken if taken.count(name) > 1}:
        labels = "、".join(FIELDS.get(name, "记录号") for name in sorted(doubled))
        raise Refused(f"有两列都指为“{labels}”。每个字段只能有一列。", field="columns")
    if not {"name", MARK} & set(taken):
        raise Refused("请至少指明哪一列是“标准名称”。", field="columns")
    before = {"columns": fresh.columns, "whole": fresh.whole}
    complete = fresh.whole if whole is None else whole
    after = {"columns": wanted, "whole": complete}
    if before == after:
        act.unchanged()
        return fresh
    fresh.columns, fresh.whole = wanted, complete
    fresh.save(update_fields=["columns", "whole"])
    HeadMeaning.objects.update_or_create(signature=head_signature(fresh.heads), defaults={"columns": wanted})
    act.record(fresh.edition, before=before, after=after)
    return fresh


def accept_changes(
    who: Any, returned: TableReturn, wanted: Collection[str], *, reason: str = ""
) -> tuple[int, list[str]]:
    """Write changes (their identity hashes) into the draft by the actions of correcting, each row whole or not at all.

    Returns how many rows were written and, for those that could not be, why. Refused where none could be.
    """
    _check_right(who, "接受收回的改动")
    written, refused = 0, []
    with transaction.atomic():
        fresh = _open(returned)
        for change in _asked(fresh, wanted):
            try:
                with transaction.atomic():
                    _write(who, fresh, change, reason)
                written += 1
            except Refused as error:
                refused.append(f"{change.place or change.label}：{error}")
    if not written:
        more = f"\n……共 {len(refused)} 处" if len(refused) > _TOLD else ""
        raise Refused(
            "\n".join(refused[:_TOLD]) + more or "没有选中任何改动；可能已经写入，或表已改动。请刷新再选。"
        )
    return written, refused


def _check_right(who: Any, what: str) -> None:
    if not may_change(who):
        raise NotAllowed(f"{as_actor(who).name}没有“{what}”的权限。请用有此权限的账号登录，或联系管理员。")


@action("return.reject", "否定收回的改动", right=may_change)
def reject_changes(act: Act, returned: TableReturn, wanted: Collection[str], *, reason: str) -> int:
    """Turn changes down, with a reason; they are told as such from then on. Returns how many."""
    fresh = _open(returned)
    if not reason.strip():
        raise Refused("请说明不接受的理由。", field="reason")
    asked = _asked(fresh, wanted)
    if not asked:
        raise Refused("没有选中任何改动；可能已经写入，或表已改动。请刷新再选。")
    for change in asked:
        fresh.verdicts[identity_hash(change.identity)] = {"reason": reason.strip(), "by": act.actor.name}
    fresh.save(update_fields=["verdicts"])
    act.record(
        fresh.edition,
        reason=reason,
        after={"file": fresh.file_name, "rejected": [change.label for change in asked][:50]},
    )
    return len(asked)


@action("return.close", "结束收回", right=may_change)
def close_return(act: Act, returned: TableReturn, *, reason: str = "") -> TableReturn:
    """Lay a table aside; it stays readable, and what was written stays written."""
    fresh = _open(returned)
    fresh.state = TableReturn.CLOSED
    fresh.save(update_fields=["state"])
    act.record(fresh.edition, reason=reason, after={"file": fresh.file_name, "state": fresh.state})
    return fresh


def _open(returned: TableReturn) -> TableReturn:
    draft_locked(returned.edition)
    fresh = TableReturn.objects.select_for_update(of=("self",)).select_related("edition").get(pk=returned.pk)
    if fresh.state != TableReturn.OPEN:
        raise Refused(f"“{fresh.file_name}”已经结束，不能再处理。请重新上传。")
    return fresh


def _asked(returned: TableReturn, wanted: Collection[str]) -> list[RowChange]:
    return [one for one in comparison_of(returned).changes if identity_hash(one.identity) in set(wanted)]


def _write(who: Any, returned: TableReturn, change: RowChange, reason: str) -> None:
    why = f"收回的明细表“{returned.file_name}”{change.place}"
    why = f"{why}：{reason.strip()}" if reason.strip() else why
    draft = Edition.objects.get(pk=returned.edition_id)
    if change.kind == "removed":
        remove_row(who, draft, "planned_standard", change.key, reason=why)
        return
    if change.kind == "changed":
        for cell in change.cells:
            correct_value(
                who,
                draft,
                "planned_standard",
                change.key,
                cell.field,
                _value(cell.field, cell.theirs),
                reason=why,
            )
        return
    values: dict[str, Any] = {cell.field: _value(cell.field, cell.theirs) for cell in change.cells}
    add_row(who, draft, "planned_standard", values | {"lines": _lines(draft, values)}, reason=why)


def _value(field: str, text: str) -> str:
    """A cell as a correction takes it: ``★★（推进级）`` is its mark."""
    if field == "urgency" and text.endswith("）") and "（" in text:
        return text.partition("（")[0]
    if field == "subsystem":
        return text.strip().upper()
    return text


def _lines(draft: Edition, values: dict[str, Any]) -> tuple[int, int]:
    """Where an added row belongs in the guide: the heading of its category; its reason says where it comes from."""
    box = draft.subsystems.filter(code=values.get("subsystem") or "").first()
    if box is None:
        first = PlannedStandard.objects.filter(edition=draft).order_by("ordinal").first()
        if first is None:
            raise Refused("这一行没有写明属于哪个子体系（标准体系编号），不能补入。")
        return max(first.line_start, 1), max(first.line_end, 1)
    return max(box.line_start, 1), max(box.line_end, 1)
