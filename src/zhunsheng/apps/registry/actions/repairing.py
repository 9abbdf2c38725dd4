"""Rows that could not be taken: mended by a person and stored, or left out for good with a reason."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from zhunsheng.apps.journal.actions import Act, Refused, action
from zhunsheng.apps.registry.actions.mended import came_from, settle_origins
from zhunsheng.apps.registry.actions.rereading import NO_RECORD, read_row
from zhunsheng.apps.registry.models import ImportProblem, Source, Standard, Statement, TableMapping
from zhunsheng.apps.registry.permissions import may_import, may_repair
from zhunsheng.apps.registry.queries import open_problems_of_row
from zhunsheng.apps.registry.storage.batches import take_batch
from zhunsheng.apps.registry.storage.bodies import BodyIds
from zhunsheng.catalogues.tables.connector import FILLED
from zhunsheng.core.registry.prepare import Prepared, prepare
from zhunsheng.core.registry.record import Repair, StatedRecord

__all__ = ["drop_row", "remember_mapping", "repair_row"]


@action("registry.repair-row", "修复未入库的行", right=may_repair)
def repair_row(act: Act, problem: ImportProblem, row: Mapping[str, str]) -> Standard:
    """Store ``row``, the mended form of what stood in the file; returns its standard. Raises ``Refused``.

    The row was read without fault, so all its problems are solved. A later import of the same file leaves the repair
    as it is.
    """
    found = _open_problem(problem)
    item = read_row(found, {str(name): str(value) for name, value in row.items()})
    if item.record is None or item.bad:
        told = "；".join(
            f"“{bad.column}”{bad.value}：{bad.problem.rstrip('。')}。{bad.mend}" for bad in item.bad
        )
        raise Refused(told or "这一行仍然读不出标准编号。请补上编号。")
    source = found.run.source
    _note_repair(item.record, found, dict(row), act.actor.name)
    prepared = prepare(item.record, source.code, source.grade, timezone.localdate().isoformat())
    if prepared is None:
        raise Refused("这一行没有可用的标准编号。请补上编号。", field="number")
    standard = _store(found, prepared, source)
    open_problems_of_row(found).update(state=ImportProblem.REPAIRED, standard=standard)
    settle_origins(found.run.source, came_from(found), ImportProblem.REPAIRED, "", standard.pk)
    act.record(standard, before={"place": found.place, "row": found.row}, after={"row": dict(row)})
    return standard


@action("registry.drop-row", "不取未入库的行", right=may_repair)
def drop_row(act: Act, problem: ImportProblem, *, reason: str) -> ImportProblem:
    """Leave a row out for good, with a reason: every problem of it is settled."""
    found = _open_problem(problem)
    if not reason.strip():
        raise Refused("请说明不取这一行的理由。", field="reason")
    found.state, found.reason = ImportProblem.DROPPED, reason.strip()
    open_problems_of_row(found).update(state=found.state, reason=found.reason)
    settle_origins(found.run.source, came_from(found), found.state, found.reason)
    act.record(found.run, reason=reason, before={"place": found.place, "row": found.row})
    return found


@action("registry.remember-mapping", "记住列的含义", right=may_import)
def remember_mapping(act: Act, name: str, signature: str, mapping: Mapping[str, object]) -> TableMapping:
    """Keep what the columns of a kind of table mean, under a name; the same name again replaces it."""
    if not name.strip():
        raise Refused("请给这份列的含义起个名称。", field="name")
    found = TableMapping.objects.filter(name=name.strip()).first() or TableMapping(name=name.strip())
    before = {"signature": found.signature, "mapping": found.mapping} if found.pk else None
    found.signature, found.mapping = signature, dict(mapping)
    found.save()
    act.record(found, before=before, after={"signature": signature, "mapping": dict(mapping)})
    return found


def _note_repair(record: StatedRecord, problem: ImportProblem, row: dict[str, str], name: str) -> None:
    """Say in the record itself which values are a person's: what stood in the file, what it became, who did it."""
    changed = tuple(
        Repair(head, str(problem.row.get(head, "")), str(value), f"由 {name} 修复")
        for head, value in row.items()
        if str(value) != str(problem.row.get(head, ""))
    )
    filled = tuple(
        Repair(head, "", row[head], FILLED)
        for head in problem.filled
        if row.get(head) and row[head] == str(problem.row.get(head, ""))
    )
    record.repairs = (*record.repairs, *filled, *changed)
    record.place = f"{problem.place}（{name} 修复）"


def _open_problem(problem: ImportProblem) -> ImportProblem:
    found = (
        ImportProblem.objects.select_for_update(of=("self",)).select_related("run__source").get(pk=problem.pk)
    )
    if found.state != ImportProblem.OPEN:
        raise Refused(f"这一行已处理（{found.get_state_display()}）。")
    return found


def _gave(problem: ImportProblem, local_id: str) -> bool:
    """Whether the row that ``problem`` stands in, as its file has it, gave the record of this id."""
    record = read_row(problem, problem.row).record
    return record is not None and record.local_id == local_id


def _store(problem: ImportProblem, prepared: Prepared, source: Source) -> Standard:
    there = Statement.objects.filter(source=source, local_id=prepared.local_id).first()
    if there is None:
        mended = NO_RECORD
    elif there.run_id == problem.run_id and not _gave(problem, prepared.local_id):
        raise Refused(
            f"标识为 {prepared.local_id} 的记录已由本文件的另一行（{there.place}）给出。请核对编号，或不取这一行。",
            field="number",
        )
    elif there.run_id == problem.run_id or there.mended:
        mended = there.mended or there.hash
    else:
        raise Refused(
            f"来源中已有标识为 {prepared.local_id} 的记录（{there.place}）。请核对编号，或不取这一行。",
            field="number",
        )
    bodies = BodyIds()
    take_batch(
        problem.run,
        [prepared],
        {source.code: source},
        bodies,
        today=timezone.localdate(),
        mended={prepared.local_id: mended},
    )
    return Standard.objects.get(identifiers__key=prepared.key)
