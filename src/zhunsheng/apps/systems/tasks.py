"""Background work on systems: reading an uploaded guide into a draft."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.systems.actions import attach_source, import_guide
from zhunsheng.apps.systems.queries import find_edition
from zhunsheng.jobs.registry import Context, Failure, register

__all__ = ["IMPORT", "attach_file", "import_file"]

#: kind of job: payload ``{"filename", "slug", "title"}``, result ``{"edition", "system", "key", "created"}``
IMPORT = "systems.import"
#: kind of job: payload ``{"filename", "edition"}``, result as above
ATTACH = "systems.attach"


@register(IMPORT, "导入指南")
def import_file(context: Context, payload: dict[str, Any]) -> dict[str, Any]:
    """Read the spooled file and store it as a draft edition."""
    context.stage(5, "接收文件")
    reached: list[int] = []

    def progress(percent: int, stage: str) -> None:
        reached.append(percent)
        context.stage(percent, stage)

    edition = import_guide(
        context.actor,
        context.input(),
        payload["filename"],
        slug=payload.get("slug", ""),
        title=payload.get("title", ""),
        progress=progress,
    )
    # A known file is answered before the first stage is reached.
    return _result(edition, created=bool(reached))


@register(ATTACH, "附上原文")
def attach_file(context: Context, payload: dict[str, Any]) -> dict[str, Any]:
    """Read the spooled file and attach it to its edition."""
    context.stage(5, "接收文件")
    edition = find_edition(context.actor, payload["edition"])
    if edition is None:
        raise Failure("这个版本已不存在。")
    context.stage(20, "读取文字")
    return _result(attach_source(context.actor, edition, context.input(), payload["filename"]), created=False)


def _result(edition: Any, *, created: bool) -> dict[str, Any]:
    return {
        "edition": str(edition.pk),
        "system": edition.system.slug,
        "key": edition.key,
        "status": edition.status,
        "created": created,
    }
