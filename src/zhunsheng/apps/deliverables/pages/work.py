"""A job that makes papers: how far it is, stopping it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhunsheng.apps.deliverables.pages.papers import address
from zhunsheng.apps.deliverables.tasks import DELIVER
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.systems.queries import find_edition
from zhunsheng.jobs import queue, runner
from zhunsheng.jobs.models import Job
from zhunsheng.shell.frame import Step

__all__ = ["cancel", "job", "job_state", "resume"]


def _job(request: HttpRequest, uid: Any) -> Job:
    try:
        found = queue.get_job(request.user, uid)
    except Job.DoesNotExist:
        raise Http404("没有这个任务") from None
    if found.kind != DELIVER:
        raise Http404("没有这个任务")
    return found


def _context(request: HttpRequest, job: Job) -> dict[str, Any]:
    edition = find_edition(request.user, job.payload.get("edition", ""))
    back = address(edition) if edition is not None else reverse("systems:list")
    return {"job": job, "waiting": not job.is_over, "edition": edition, "back": back}


def job(request: HttpRequest, uid: Any) -> HttpResponse:
    """How far a job is; a finished one leads to its files."""
    found = _job(request, uid)
    context = _context(request, found)
    if found.state == Job.DONE:
        return redirect(f"{context['back']}#d-{(found.result or {}).get('delivery', '')}")
    trail = [Step("成果", context["back"]), Step(found.title)]
    return render(request, "deliverables/job.html", context | {"section": "papers", "trail": trail})


def job_state(request: HttpRequest, uid: Any) -> HttpResponse:
    """The moving part of the job's page, asked for again and again until the job is over."""
    found = _job(request, uid)
    response = render(request, "deliverables/job_state.html", _context(request, found))
    if found.is_over:
        response["HX-Redirect"] = reverse("deliverables:job", args=[found.pk])
    return response


@require_POST
def cancel(request: HttpRequest, uid: Any) -> HttpResponse:
    """Stop a job before its next paper."""
    return _changed(request, uid, stop=True)


@require_POST
def resume(request: HttpRequest, uid: Any) -> HttpResponse:
    """Put an interrupted job into the queue again."""
    return _changed(request, uid, stop=False)


def _changed(request: HttpRequest, uid: Any, *, stop: bool) -> HttpResponse:
    found = _job(request, uid)
    try:
        if stop:
            queue.cancel(request.user, found)
        else:
            queue.requeue(request.user, found)
            runner.wake()
    except Refused as error:
        context = _context(request, found) | {
            "section": "papers",
            "trail": [Step("成果")],
            "error": str(error),
        }
        return render(request, "deliverables/job.html", context, status=409)
    return redirect("deliverables:job", uid=uid)
