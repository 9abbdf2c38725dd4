"""导入目录: a file arrives, its columns are understood, what it would change is shown, then it is brought in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.people.permissions import ADMIN, has_role
from zhunsheng.apps.registry import actions, browse, permissions, queries
from zhunsheng.apps.registry.arrivals import Arrival, arrive, discard_arrival, find_arrival, point_at
from zhunsheng.apps.registry.mapping import MappingForm, mapping_form, read_mapping
from zhunsheng.apps.registry.pages.common import Step, page, refusal, sign_in
from zhunsheng.apps.registry.previews import PREVIEW, source_of
from zhunsheng.apps.registry.reading import open_connector
from zhunsheng.apps.registry.tasks import IMPORT
from zhunsheng.catalogues import connectors
from zhunsheng.catalogues.shape import SourceInfo, Unreadable
from zhunsheng.core.identifiers.number import read_number
from zhunsheng.core.registry.words import GRADES
from zhunsheng.jobs import queue, runner
from zhunsheng.jobs.models import Job

__all__ = [
    "apply",
    "arrival",
    "cancel",
    "discard",
    "intake",
    "mappings",
    "preview",
    "preview_state",
]

_GRADES = [(grade, word) for grade, word in GRADES.items() if grade != "person"]
_SOURCE_FIELDS = ("code", "name", "grade", "date", "url", "licence")


def _barred(request: HttpRequest) -> HttpResponse | None:
    """The answer to somebody who may not bring in catalogues; None for those who may."""
    if permissions.may_import(request.user):
        return None
    if not request.user.is_authenticated:
        return sign_in(request.path)
    return _form(request, refused=True, status=403)


def intake(request: HttpRequest) -> HttpResponse:
    """The form that takes a file, or for administrators a path on the server."""
    if (answer := _barred(request)) is not None:
        return answer
    if request.method != "POST":
        return _form(request)
    upload, path = request.FILES.get("file"), request.POST.get("path", "").strip()
    if path and has_role(request.user, ADMIN):
        try:
            found = point_at(Path(path).expanduser())
        except (OSError, ValueError):
            return _form(
                request, error=f"读不了 {path}：没有这个文件或文件夹，或服务没有读的权限。", status=400
            )
    elif upload is not None:
        if not upload.size:
            return _form(
                request, error="文件是空的（0 字节）。请确认文件已写完，或重新导出后再选。", status=400
            )
        found = arrive(upload)
    else:
        return _form(request, error="没有选择文件。请选择一份目录再提交。", status=400)
    return redirect("registry:arrival", uid=found.uid)


def _form(request: HttpRequest, *, error: str = "", refused: bool = False, status: int = 200) -> HttpResponse:
    runs = list(queries.import_runs(request.user)[:8])
    waiting = queries.rows_waiting(runs)
    context = {
        "error": error,
        "refused": refused,
        "server_paths": has_role(request.user, ADMIN),
        "connectors": [one.title for one in connectors()],
        "runs": [(one, waiting.get(one.pk, 0)) for one in runs],
    }
    trail = [Step("目录来源", reverse("registry:catalogues")), Step("导入目录")]
    return page(request, "import", "catalogues", trail, context, status=status)


def _arrival(uid: UUID) -> Arrival:
    found = find_arrival(uid)
    if found is None:
        raise Http404("这个文件已不在，请重新上传")
    return found


def arrival(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How the file is read: which connector, what its columns mean, who says it. Posted, it is compared."""
    if (answer := _barred(request)) is not None:
        return answer
    found = _arrival(uid)
    if request.method == "POST":
        return _compare(request, found)
    return _look(request, found)


def _look(request: HttpRequest, found: Arrival, *, error: str = "", status: int = 200) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    wanted = asked.get("connector", "")
    told: SourceInfo | None = None
    form: MappingForm | None = None
    name = ""
    try:
        opened = open_connector(found.where, wanted)
        name = opened.name
        told = opened.source(found.where)
        if name == "table":
            form = mapping_form(found.where, asked)
    except Unreadable as problem:
        error = error or _in_words(str(problem))
    told = _known_source(asked.get("known"), form) or told
    typed = {field: asked.get(f"source:{field}", getattr(told, field, "")) for field in _SOURCE_FIELDS}
    context: dict[str, Any] = {
        "arrival": found,
        "connector": name or wanted,
        "connectors": [(one.name, one.title) for one in connectors()],
        "form": form,
        "source": typed,
        "grades": _GRADES,
        "known_sources": list(queries.sources()),
        "headless": _headless(form),
        "complete": asked.get("complete", ""),
        "error": error,
        "readable": told is not None,
    }
    return page(request, "arrival", "catalogues", _trail(found), context, status=status)


def _in_words(problem: str) -> str:
    """What a connector says, for people at a screen: they choose from a list of titles instead of ``--as``."""
    for one in connectors():
        problem = re.sub(rf"(?<![\w-])(?:--as )?{re.escape(one.name)}(?![\w-])", f"“{one.title}”", problem)
    return problem.replace("请用 --as 指明", "请在下面的“目录种类”里选择").replace("请用 “", "请选择 “")


def _headless(form: MappingForm | None) -> str:
    """A head that is the number of a standard: the table has no heads, and its first row would be lost as such."""
    heads = [line.head for line in form.columns] if form is not None else []
    return next((head for head in heads if read_number(head) is not None), "")


def _known_source(code: str | None, form: MappingForm | None) -> SourceInfo | None:
    """The stored source chosen; without a choice the one that a table with the same heads came from last."""
    found = queries.sources().filter(code=code).first() if code else None
    if found is None and code is None and form is not None:
        found = browse.last_source_of_table({line.head for line in form.columns})
    if found is None:
        return None
    return SourceInfo(found.code, found.name, found.grade, found.kind, found.url, found.date, found.licence)


def _trail(found: Arrival) -> list[Step]:
    return [
        Step("目录来源", reverse("registry:catalogues")),
        Step("导入目录", reverse("registry:import")),
        Step(found.file_name),
    ]


def _compare(request: HttpRequest, found: Arrival) -> HttpResponse:
    """Start the comparison in the background."""
    connector = request.POST.get("connector", "")
    source = {name: request.POST.get(f"source:{name}", "").strip() for name in _SOURCE_FIELDS}
    payload: dict[str, Any] = {
        "path": found.path,
        "file_name": found.file_name,
        "connector": connector,
        "mapping": {},
        "source": source if source["code"] else None,
        "complete_list": bool(request.POST.get("complete")),
    }
    try:
        if connector == "table":
            payload["mapping"] = read_mapping(found.where, request.POST)
            if name := request.POST.get("remember", "").strip():
                actions.remember_mapping(
                    request.user, name, mapping_form(found.where, request.POST).signature, payload["mapping"]
                )
        if connector == "table" and not source["code"]:
            raise Refused("请写明来源的代号和名称：这些值出自谁。", field="source")
        job = runner.submit(request.user, PREVIEW, payload, title=f"预览 {found.file_name}")
    except (Refused, Unreadable) as error:
        return _look(request, found, error=str(error), status=400)
    return redirect("registry:preview", uid=found.uid, job=job.pk)


@require_POST
def discard(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The file is not to be brought in."""
    if (answer := _barred(request)) is not None:
        return answer
    found = _arrival(uid)
    discard_arrival(found)
    messages.success(request, f"没有导入 {found.file_name}。")
    return redirect("registry:import")


def _job(request: HttpRequest, found: Arrival, uid: UUID) -> Job:
    try:
        job = queue.get_job(request.user, uid)
    except Job.DoesNotExist:
        raise Http404("没有这个任务") from None
    if job.kind != PREVIEW or job.payload.get("path") != found.path:
        raise Http404("没有这个任务")
    return job


def preview(request: HttpRequest, uid: UUID, job: UUID) -> HttpResponse:
    """What the file would add, change and withdraw, and its bad rows; from here it is brought in."""
    if (answer := _barred(request)) is not None:
        return answer
    found = _arrival(uid)
    done = _job(request, found, job)
    result = done.result or {}
    counts = result.get("counts", {})
    context = {
        "arrival": found,
        "job": done,
        "waiting": not done.is_over,
        "result": result,
        "counts": counts,
        "changes": bool(counts.get("added") or counts.get("changed") or counts.get("gone")),
        "figures": [
            (label, counts.get(name, 0))
            for name, label in (
                ("rows", "文件中的行"),
                ("new_standards", "新的标准"),
                ("joined", "并入已有标准"),
                ("changed", "改动"),
                ("unchanged", "不变"),
                ("gone", "不再列出"),
                ("left_out", "读不出、不入库的行"),
                ("partly", "入库但缺值的行"),
            )
        ],
    }
    return page(request, "preview", "catalogues", _trail(found), context)


def preview_state(request: HttpRequest, uid: UUID, job: UUID) -> HttpResponse:
    """The moving part of the comparison."""
    found = _arrival(uid)
    done = _job(request, found, job)
    context = {"arrival": found, "job": done, "waiting": not done.is_over}
    response = render(request, "registry/preview_state.html", context)
    if done.is_over:
        response["HX-Redirect"] = reverse("registry:preview", args=[uid, job])
    return response


@require_POST
def cancel(request: HttpRequest, uid: UUID, job: UUID) -> HttpResponse:
    """Stop the comparison."""
    found = _arrival(uid)
    here = reverse("registry:arrival", args=[uid])
    try:
        queue.cancel(request.user, _job(request, found, job))
    except Refused as error:
        return refusal(request, error, here)
    return redirect(here)


@require_POST
def apply(request: HttpRequest, uid: UUID, job: UUID) -> HttpResponse:
    """Bring the file in as it was compared, in the background."""
    found = _arrival(uid)
    payload = _job(request, found, job).payload
    here = reverse("registry:preview", args=[uid, job])
    try:
        run = actions.open_run(
            request.user,
            found.where,
            name=payload.get("connector", ""),
            source=source_of(payload.get("source")),
            mapping=payload.get("mapping") or None,
            complete_list=bool(payload.get("complete_list")),
            file_name=found.file_name,
        )
        work = runner.submit(request.user, IMPORT, {"run": str(run.pk)}, title=f"导入目录 {found.file_name}")
        actions.attach_job(request.user, run, work.pk)
    except Refused as error:
        return refusal(request, error, here)
    return redirect("registry:run", uid=run.pk)


def mappings(request: HttpRequest) -> HttpResponse:
    """The remembered meanings of columns."""
    if (answer := _barred(request)) is not None:
        return answer
    context = {
        "mappings": [(one, sorted(one.mapping.get("columns", {}).items())) for one in queries.mappings()]
    }
    trail = [Step("目录来源", reverse("registry:catalogues")), Step("列的含义")]
    return page(request, "mappings", "catalogues", trail, context)
