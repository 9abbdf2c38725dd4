"""Bad rows that come back mended in a file of their own: the problems they had are settled where they stand."""

from __future__ import annotations

from django.db.models import QuerySet

from zhunsheng.apps.registry.models import ImportProblem, ImportRun, Source, Statement
from zhunsheng.catalogues.tables import NOTES

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
    # Every row of such a file says it, or none.
    first = told.values_list("record", flat=True).first()
    if _KEPT not in (first or {}).get("printed", {}):
        return 0
    standards = {
        str(record.get("printed", {}).get(_KEPT, "")): standard
        for standard, record in told.values_list("standard_id", "record").iterator(chunk_size=1000)
    }
    for row in run.problems.filter(state=ImportProblem.OPEN).values_list("row", flat=True):
        standards.pop(str(row.get(_PLACE, "")), None)
    return sum(
        settle_origins(run.source, place, ImportProblem.REPAIRED, f"改好后由 {run.file_name} 带回", standard)
        for place, standard in standards.items()
    )


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
