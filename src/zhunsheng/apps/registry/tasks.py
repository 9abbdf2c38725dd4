"""Background work on the registry: bringing in a catalogue file, suggesting placements."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry.actions import (
    attach_job,
    open_run,
    refresh_statuses,
    resume_import,
    suggest_placements,
)
from zhunsheng.apps.registry.models import ImportRun
from zhunsheng.apps.systems.queries import find_edition
from zhunsheng.catalogues.shape import SourceInfo
from zhunsheng.jobs.models import Job
from zhunsheng.jobs.registry import Context, Failure, daily, register
from zhunsheng.jobs.runner import submit

__all__ = ["IMPORT", "SUGGEST", "import_run", "submit_import", "suggest_for_edition"]

#: kind of job: payload ``{"run": uid}`` of a run opened before, result ``{"run": uid, "counts": {…}}``
IMPORT = "registry.import"
#: kind of job: payload ``{"edition": uid}``, result ``{"added": n}``
SUGGEST = "registry.suggest"


def submit_import(
    who: Any,
    path: Path,
    *,
    name: str = "",
    source: SourceInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    complete_list: bool = False,
    file_name: str = "",
) -> tuple[ImportRun, Job]:
    """Open a run for the file at ``path`` and queue its job; the file must stay where it is until the run is over.

    Arguments as for ``import_catalogue``; the file is never held in memory.
    """
    run = open_run(
        who,
        path,
        name=name,
        source=source,
        mapping=mapping,
        complete_list=complete_list,
        file_name=file_name,
    )
    job = submit(who, IMPORT, {"run": str(run.pk)}, title=f"导入 {run.file_name}")
    attach_job(who, run, job.pk)
    run.refresh_from_db()
    return run, job


@register(IMPORT, "导入标准目录", resumable=True)
def import_run(context: Context, payload: dict[str, Any]) -> dict[str, Any]:
    """Carry a run out from its checkpoint; a run interrupted by a restart goes on where it was."""
    run = ImportRun.objects.filter(pk=payload["run"]).first()
    if run is None:
        raise Failure("这个导入已不存在。")
    done = resume_import(context.actor, run, progress=context.stage)
    return {"run": str(done.pk), "counts": done.counts}


@register(SUGGEST, "建议归类")
def suggest_for_edition(context: Context, payload: dict[str, Any]) -> dict[str, Any]:
    """Compare all standards with the items of an edition."""
    edition = find_edition(context.actor, payload["edition"])
    if edition is None:
        raise Failure("这个版本已不存在。")
    context.stage(10, "比较名称")
    return {"added": suggest_placements(context.actor, edition)}


@daily("registry.statuses")
def bring_statuses_up_to_date() -> None:
    """What came into force, or went out of it, since yesterday."""
    refresh_statuses(OPERATOR)
