"""Background work on the registry: bringing in a catalogue file that lies in the uploads folder."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.registry.actions import resume_import
from zhunsheng.apps.registry.models import ImportRun
from zhunsheng.jobs.registry import Context, Failure, register

__all__ = ["IMPORT", "import_run"]

#: kind of job: payload ``{"run": uid}`` of a run opened before, result ``{"run": uid, "counts": {…}}``
IMPORT = "registry.import"


@register(IMPORT, "导入标准目录")
def import_run(context: Context, payload: dict[str, Any]) -> dict[str, Any]:
    """Carry a run out from its checkpoint; a run interrupted by a restart goes on where it was."""
    run = ImportRun.objects.filter(pk=payload["run"]).first()
    if run is None:
        raise Failure("这个导入已不存在。")
    done = resume_import(context.actor, run, progress=context.stage)
    return {"run": str(done.pk), "counts": done.counts}
