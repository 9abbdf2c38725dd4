"""Background work: making papers and putting them into the archive."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.deliverables.actions import keep_papers
from zhunsheng.apps.deliverables.dossiers import dossier_of
from zhunsheng.apps.systems.queries import find_edition
from zhunsheng.apps.systems.storage import read_blob, write_blob
from zhunsheng.core.deliver.papers.asking import read_settings
from zhunsheng.core.deliver.papers.content import PaperContentError
from zhunsheng.core.deliver.papers.making import PaperError, make_papers
from zhunsheng.jobs.registry import Context, Failure, register

__all__ = ["DELIVER", "deliver"]

#: kind of job: payload ``{"edition", "papers", "asked", "template"}``, result ``{"delivery", "edition"}``
DELIVER = "deliverables.make"


@register(DELIVER, "编制成果")
def deliver(context: Context, payload: dict[str, Any]) -> dict[str, Any]:
    """Make the papers and keep them; between two papers the job can be cancelled."""
    context.stage(2, "读取体系")
    edition = find_edition(context.actor, payload["edition"])
    if edition is None:
        raise Failure("这个版本已不存在，或没有查看它的权限。")
    template = b""
    if payload.get("template"):
        template = read_blob(payload["template"]) or b""
        if not template:
            raise Failure("当时的模板文件已不在。请重新上传模板。")
    elif payload.get("has_input"):
        template = context.input()
    try:
        settings, day = read_settings(payload["asked"], template)
        dossier = dossier_of(context.actor, edition, settings, day=day, template=template)
        made = make_papers(
            dossier, payload["papers"], lambda percent, stage: context.stage(5 + percent * 9 // 10, stage)
        )
    except (PaperError, PaperContentError) as error:
        raise Failure(str(error)) from None
    context.stage(97, "存入档案")
    asked = dict(payload["asked"])
    if template:
        asked["template_sha256"] = write_blob(template)
    delivery = keep_papers(context.actor, edition, dossier, made, asked)
    return {"delivery": str(delivery.pk), "edition": str(edition.pk)}
