"""导入: sending a guide in, watching it being read, stopping it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.systems import permissions, queries
from zhunsheng.apps.systems.intake import Hopeless, read_upload
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.pages.common import Step, address, page, refusal, sign_in
from zhunsheng.apps.systems.tasks import IMPORT
from zhunsheng.core.guide.readers.limits import MAX_BYTES, MEGABYTE
from zhunsheng.jobs import queue, runner
from zhunsheng.jobs.models import Job

__all__ = ["cancel", "intake", "job", "job_state", "resume"]


def intake(request: HttpRequest) -> HttpResponse:
    """The upload form, and what was uploaded lately; a posted file becomes a job."""
    back = reverse("systems:intake")
    if not permissions.may_import(request.user):
        if not request.user.is_authenticated:
            return sign_in(back)
        return _form(request, status=403)
    if request.method != "POST":
        return _form(request)
    upload = request.FILES.get("file")
    if upload is None:
        return _form(request, error="没有选择文件。请选择一份指南再提交。", status=400)
    try:
        data, name = read_upload(upload)
        if not data:
            raise Hopeless(["文件是空的（0 字节），没有存储。请确认文件已写完，或重新导出后再选。"])
    except Hopeless as hopeless:
        return _form(request, error=str(hopeless), status=413)
    payload = {"filename": name, "slug": request.POST.get("slug", "").strip()}
    try:
        made = runner.submit(request.user, IMPORT, payload, data=data, title=f"导入 {name}")
    except Refused as refused:
        return _form(request, error=str(refused), status=400)
    return redirect("systems:job", uid=made.pk)


def _form(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    drafts = []
    if permissions.may_see_drafts(request.user):
        waiting = queries.visible_editions(request.user).filter(status=Edition.DRAFT)
        drafts = [(item, address("review", item)) for item in waiting.order_by("-created_at")[:20]]
    context: dict[str, Any] = {
        "error": error,
        "most_megabytes": MAX_BYTES // MEGABYTE,
        "systems": list(queries.visible_systems(request.user)),
        "jobs": list(queue.visible_jobs(request.user)[:10]),
        "drafts": drafts,
    }
    return page(request, "intake", None, "intake", [Step("导入")], context, status=status)


def _job(request: HttpRequest, uid: Any) -> Job:
    try:
        return queue.get_job(request.user, uid)
    except Job.DoesNotExist:
        raise Http404("没有这个任务") from None


def _result(request: HttpRequest, job: Job) -> str:
    """Where a finished job leads: a draft to its review, a known file to its edition."""
    result = job.result or {}
    edition = queries.find_edition(request.user, result.get("edition", ""))
    if edition is None:
        return ""
    return address("review" if edition.is_draft else "overview", edition)


def job(request: HttpRequest, uid: Any) -> HttpResponse:
    """How far a job is; a finished import leads on to the review."""
    found = _job(request, uid)
    if found.state == Job.DONE and (onward := _result(request, found)):
        if not (found.result or {}).get("created", True):
            messages.info(request, "这个文件以前导入过，内容没有变化；已打开当时的版本。")
        return redirect(onward)
    context = {"job": found, "waiting": not found.is_over}
    trail = [Step("导入", reverse("systems:intake")), Step(found.title)]
    return page(request, "job", None, "intake", trail, context)


def job_state(request: HttpRequest, uid: Any) -> HttpResponse:
    """The moving part of the job's page, asked for again and again until the job is over."""
    found = _job(request, uid)
    response = render(request, "systems/job_state.html", {"job": found, "waiting": not found.is_over})
    if found.is_over:
        response["HX-Redirect"] = reverse("systems:job", args=[found.pk])
    return response


@require_POST
def cancel(request: HttpRequest, uid: Any) -> HttpResponse:
    """Stop a job."""
    found = _job(request, uid)
    try:
        queue.cancel(request.user, found)
    except Refused as error:
        return refusal(request, error, reverse("systems:job", args=[uid]))
    return redirect("systems:job", uid=uid)


@require_POST
def resume(request: HttpRequest, uid: Any) -> HttpResponse:
    """Put an interrupted job into the queue again."""
    found = _job(request, uid)
    try:
        queue.requeue(request.user, found)
        runner.wake()
    except Refused as error:
        return refusal(request, error, reverse("systems:job", args=[uid]))
    return redirect("systems:job", uid=uid)
