"""The interface to the papers: what was made, asking for more. Asking needs a session, with CSRF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from zhunsheng.api.errors import answers, not_found
from zhunsheng.apps.deliverables import queries
from zhunsheng.apps.deliverables.models import Delivery
from zhunsheng.apps.deliverables.permissions import may_deliver
from zhunsheng.apps.deliverables.tasks import DELIVER
from zhunsheng.apps.journal.actions import NotAllowed, Refused
from zhunsheng.apps.systems.addressed import edition_of
from zhunsheng.core.deliver.papers.asking import read_settings
from zhunsheng.core.deliver.papers.making import PAPERS, PaperError, papers_named
from zhunsheng.jobs import queue, runner
from zhunsheng.jobs.models import Job

__all__ = ["router"]

router = Router(tags=["成果"])
_NO_NUL = r"^[^\x00]*$"
_MOST = 200


class PaperFileOut(Schema):
    """One file."""

    paper: str = Field(description="属于哪种成果")
    name: str
    sha256: str
    size: int
    href: str = Field(description="下载地址")


class DeliveryOut(Schema):
    """One making of papers."""

    id: UUID
    system: str
    edition: str
    papers: list[str]
    settings: str
    day: str = Field(description="文件所署日期")
    content_hash: str
    by: str
    at: str
    files: list[PaperFileOut]


class PaperOut(Schema):
    """A paper that can be asked for."""

    name: str
    about: str


class DeliveriesOut(Schema):
    """The archive of an edition, newest first, and what can be asked for."""

    papers: list[PaperOut]
    items: list[DeliveryOut]


class DeliverIn(Schema):
    """What is asked for."""

    papers: list[str] = Field(max_length=20, description="成果名称，见 papers")
    day: str = Field("", max_length=10, pattern=_NO_NUL, description="所署日期，缺省为当天")
    paper: str = Field("A3", max_length=2, pattern=_NO_NUL, description="A3 或 A4")
    suggested: bool = Field(False, description="也列出未经确认的归类")
    site: str = Field("", max_length=200, pattern=_NO_NUL, description="表中名称链接到的网站")
    industry: str = Field("", max_length=64, pattern=_NO_NUL, description="行业应用指南的类别代码")
    start: str = Field("", max_length=10, pattern=_NO_NUL, description="进展报告的起日")
    end: str = Field("", max_length=10, pattern=_NO_NUL, description="进展报告的止日")


class JobOut(Schema):
    """Work in the background."""

    id: UUID
    state: str
    label: str = Field(description="状态的中文")
    progress: int
    stage: str
    message: str
    delivery: str = Field(description="编成之后的标识，此前为空")


def _plain(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.pk,
        "system": one.edition.system.slug,
        "edition": one.edition.key,
        "papers": one.papers,
        "settings": one.words,
        "day": one.day,
        "content_hash": one.content_hash,
        "by": one.by_name,
        "at": one.at.isoformat(),
        "files": [
            file.plain() | {"href": f"/papers/{one.pk}/files/{file.ordinal}/"} for file in one.files.all()
        ],
    }


def _job(job: Job) -> dict[str, Any]:
    return {
        "id": job.pk,
        "state": job.state,
        "label": job.get_state_display(),
        "progress": job.progress,
        "stage": job.stage,
        "message": job.message,
        "delivery": (job.result or {}).get("delivery", ""),
    }


@router.get(
    "/systems/{slug}/{key}/papers", response=answers(DeliveriesOut, 404), summary="一个版本的成果档案"
)
def archive(request: HttpRequest, slug: str, key: str) -> Any:
    """What was made of an edition, newest first, at most 200."""
    found = queries.deliveries_of(request.user, edition_of(request, slug, key))[:_MOST]
    kinds = [{"name": one.name, "about": one.about} for one in PAPERS.values()]
    return {"papers": kinds, "items": [_plain(one) for one in found]}


@router.post(
    "/systems/{slug}/{key}/papers",
    response=answers(JobOut, 400, 401, 403, 404, 409, success=202),
    auth=django_auth,
    summary="编制成果",
)
def ask(request: HttpRequest, slug: str, key: str, body: DeliverIn) -> Any:
    """Ask for papers; they are made in the background."""
    edition = edition_of(request, slug, key)
    if not may_deliver(request.user, edition):
        raise NotAllowed("没有编制成果的权限。请用有角色的账号登录。")
    asked = {name: value for name, value in body.dict(exclude={"papers"}).items() if value}
    try:
        if not body.papers:
            raise PaperError("没有选择任何成果。请至少选择一种。")
        papers_named(body.papers)
        read_settings(asked)
    except PaperError as error:
        raise Refused(str(error)) from None
    payload = {"edition": str(edition.pk), "papers": body.papers, "asked": asked, "template": ""}
    return Status(202, _job(runner.submit(request.user, DELIVER, payload, title=f"编制成果 {edition}")))


@router.get("/papers/jobs/{uuid:uid}", response=answers(JobOut, 404), summary="编制的进度")
def job(request: HttpRequest, uid: UUID) -> Any:
    """How far the making is."""
    try:
        found = queue.get_job(request.user, uid)
    except Job.DoesNotExist:
        raise not_found("没有这个任务。") from None
    if found.kind != DELIVER:
        raise not_found("没有这个任务。")
    return _job(found)
