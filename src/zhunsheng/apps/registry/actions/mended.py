"""Bad rows that come back mended in a file of their own: the problems they had are settled where they stand."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from zhunsheng.apps.registry.actions.rereading import NO_RECORD, read_row
from zhunsheng.apps.registry.models import ImportProblem, ImportRun, Source, Statement
from zhunsheng.catalogues.tables import NOTES
from zhunsheng.core.registry.prepare import prepare

__all__ = ["came_from", "settle_brought", "settle_origins"]

_PLACE = NOTES["place"]
_KEPT = f"column:{_PLACE}"


def settle_brought(run: ImportRun) -> int:
    """Settle what ``run`` brought mended: its rows say where they stood in an earlier file. Returns how many problems.

    A row that is still bad settles nothing.
    """
    if run.connector not in {"table", "samr"} or not _open(run.source).exclude(run=run).exists():
        return 0
    told = Statement.objects.filter(run=run, source=run.source).order_by("pk")
    # Every row of such a file says it, or none; the last one is found without going through those of other runs.
    some = told.order_by("-pk").values_list("record", flat=True).first()
    if _KEPT not in (some or {}).get("printed", {}):
        return 0
    brought = {
        str(one.record.get("printed", {}).get(_KEPT, "")): one for one in told.iterator(chunk_size=1000)
    }
    for row in run.problems.filter(state=ImportProblem.OPEN).values_list("row", flat=True):
        brought.pop(str(row.get(_PLACE, "")), None)
    settled = 0
    for place, statement in brought.items():
        was = _open(run.source).filter(place=place).exclude(run=run).first()
        if was is not None:
            # As with a repair on the page: the unmended file, brought in again, does not undo it.
            statement.mended = _hash_before(was, statement)
            statement.save(update_fields=["mended"])
            reason = f"改好后由 {run.file_name} 带回"
            settled += settle_origins(
                run.source, place, ImportProblem.REPAIRED, reason, statement.standard_id
            )
    return settled


def _hash_before(problem: ImportProblem, statement: Statement) -> str:
    """The hash of the record that the row gave as its file has it; that it gave none, or one of another number."""
    record = read_row(problem, problem.row).record
    source = problem.run.source
    today = timezone.localdate().isoformat()
    prepared = prepare(record, source.code, source.grade, today) if record is not None else None
    return prepared.hash if prepared is not None and prepared.local_id == statement.local_id else NO_RECORD


def settle_origins(source: Source, place: str, state: str, reason: str, standard: int | None = None) -> int:
    """Settle the open problems of the row at ``place`` in an earlier file, and of the row that this one came from."""
    settled, seen = 0, set()
    while place and place not in seen:
        seen.add(place)
        found = _open(source).filter(place=place)
        row = found.values_list("row", flat=True).first() or {}
        settled += found.update(state=state, reason=reason, standard=standard)
        place = str(row.get(_PLACE, ""))
    return settled


def came_from(problem: ImportProblem) -> str:
    """Where the row of ``problem`` stood in an earlier file, whose bad rows it was brought back with; "" else."""
    return str(problem.row.get(_PLACE, ""))


def _open(source: Source) -> QuerySet[ImportProblem]:
    return ImportProblem.objects.filter(run__source=source, state=ImportProblem.OPEN)
