"""One import: how far it is, what came of it, its repairs and its bad rows; stopping, going on, mending a row."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.registry import actions, browse, permissions, queries
from zhunsheng.apps.registry.models import ImportProblem, ImportRun
from zhunsheng.apps.registry.pages.common import Step, page, paged, refusal, sign_in
from zhunsheng.apps.registry.tasks import IMPORT
from zhunsheng.catalogues.tables import NOTES
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.jobs import queue, runner
from zhunsheng.jobs.models import Job
from zhunsheng.shell.downloads import FORMATS, download

__all__ = ["cancel", "drop", "problems_export", "repair", "repairs_export", "resume", "run", "run_state"]

_SIZE = 50
_REPAIRS = 100
_MOST = 50_000
_ORDINAL = re.compile("[0-9]{1,9}")


def _run(request: HttpRequest, uid: Any) -> ImportRun:
    if not permissions.may_see_runs(request.user):
        raise PermissionDenied("查看导入记录和有问题的行，需要编辑或管理员角色。")
    try:
        return queries.get_run(request.user, uid)
    except ImportRun.DoesNotExist:
        raise Http404("没有这次导入") from None


def _job(request: HttpRequest, found: ImportRun) -> Job | None:
    if found.job is None:
        return None
    try:
        return queue.get_job(request.user, found.job)
    except Job.DoesNotExist:
        return None


def run(request: HttpRequest, uid: Any) -> HttpResponse:
    """The page of one import."""
    if not request.user.is_authenticated:
        return sign_in(request.path)
    return _page(request, _run(request, uid), {"open": request.GET.get("row", "")})


def _page(request: HttpRequest, found: ImportRun, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in dict(ImportProblem.STATES) else ""
    problems = queries.problems_of(found, state)
    total = problems.count()
    here = reverse("registry:run", args=[found.pk])
    asked = more["open"]
    # The list stays where it was while a row of it is mended.
    before = problems.filter(ordinal__lt=int(asked)).count() if _ORDINAL.fullmatch(asked) else 0
    start, end, links = paged(request, _SIZE, total, row=before, path=here)
    listed = list(problems[start:end])
    opened = next((one for one in listed if str(one.ordinal) == asked), None)
    repairs = browse.repairs_of(found, _REPAIRS)
    context = _moving(request, found) | {
        "problems": listed,
        "troubled": [one.column for one in queries.open_problems_of_row(opened)] if opened else [],
        "problem_total": total,
        "problem_open": queries.problems_of(found, ImportProblem.OPEN).count(),
        "state": state,
        "states": ImportProblem.STATES,
        "pages": links,
        "repairs": repairs,
        "repairs_cut": len(repairs) >= _REPAIRS,
        "exports": [
            (
                kind,
                reverse("registry:problems-export", args=[found.pk, kind])
                + (f"?state={state}" if state else ""),
            )
            for kind in FORMATS
        ],
        "repair_exports": [
            (kind, reverse("registry:repairs-export", args=[found.pk, kind])) for kind in FORMATS
        ],
        "here": here,
        "kept": _kept(request),
    }
    trail = [Step("目录来源", reverse("registry:catalogues")), Step(found.file_name)]
    return page(request, "run", "catalogues", trail, context | more, status=status)


def _kept(request: HttpRequest) -> str:
    """What of the address says which part of the list is shown, to go on with."""
    return urlencode({name: request.GET[name] for name in ("state", "page") if request.GET.get(name)})


def _list(request: HttpRequest, uid: Any) -> str:
    """Where the list is, at the part from which a row was sent in."""
    kept = _kept(request)
    return f"{reverse('registry:run', args=[uid])}{'?' if kept else ''}{kept}#problems"


def _moving(request: HttpRequest, found: ImportRun) -> dict[str, Any]:
    job = _job(request, found)
    waiting = found.state in {ImportRun.WAITING, ImportRun.RUNNING}
    if waiting and job is not None and job.is_over:
        waiting = False
    return {
        "run": found,
        "job": job,
        "waiting": waiting,
        "figures": [
            (label, found.counts.get(name, 0))
            for name, label in (
                ("rows", "文件中的行"),
                ("read", "其中入库"),
                ("left_out", "读入时未入库"),
                ("added", "新增记录"),
                ("changed", "改动"),
                ("unchanged", "不变"),
                ("standards", "新的标准"),
                ("merged", "并入已有"),
                ("relations", "关系"),
                ("problems", "问题"),
                ("gone", "不再列出"),
                ("mended", "以前有问题的行已带回"),
            )
            if name != "mended" or name in found.counts
        ],
    }


def run_state(request: HttpRequest, uid: Any) -> HttpResponse:
    """The moving part, asked for again and again until the import is over."""
    context = _moving(request, _run(request, uid))
    response = render(request, "registry/run_state.html", context)
    if not context["waiting"]:
        response["HX-Redirect"] = reverse("registry:run", args=[uid])
    return response


@require_POST
def cancel(request: HttpRequest, uid: Any) -> HttpResponse:
    """Stop an import between two batches; what is in stays in."""
    found = _run(request, uid)
    here = reverse("registry:run", args=[uid])
    job = _job(request, found)
    if job is None:
        messages.error(request, "这次导入没有后台任务，不能取消。")
        return redirect(here)
    try:
        queue.cancel(request.user, job)
    except Refused as error:
        return refusal(request, error, here)
    return redirect(here)


@require_POST
def resume(request: HttpRequest, uid: Any) -> HttpResponse:
    """Go on with an import that was stopped, from its checkpoint."""
    found = _run(request, uid)
    here = reverse("registry:run", args=[uid])
    if not permissions.may_import(request.user):
        messages.error(request, "没有导入的权限。")
        return redirect(here)
    try:
        job = runner.submit(request.user, IMPORT, {"run": str(found.pk)}, title=f"继续导入 {found.file_name}")
        actions.attach_job(request.user, found, job.pk)
    except Refused as error:
        return refusal(request, error, here)
    return redirect(here)


def _problem(request: HttpRequest, uid: Any, ordinal: int) -> ImportProblem:
    found = queries.problems_of(_run(request, uid)).filter(ordinal=ordinal).first()
    if found is None:
        raise Http404("没有这一行")
    return found


@require_POST
def repair(request: HttpRequest, uid: Any, ordinal: int) -> HttpResponse:
    """Take a bad row again with the values typed."""
    found = _problem(request, uid, ordinal)
    row = {
        name.removeprefix("cell:"): value.strip()
        for name, value in request.POST.items()
        if name.startswith("cell:") and isinstance(value, str)
    }
    try:
        made = actions.repair_row(request.user, found, row)
    except Refused as error:
        if not permissions.may_repair(request.user):
            return refusal(request, error, reverse("registry:run", args=[uid]))
        typed = {"open": str(ordinal), "typed": found.row | row, "row_error": str(error)}
        return _page(request, found.run, typed, status=400)
    number = getattr(made, "number", "")
    messages.success(request, f"已修复 {found.place}{f'，入库为 {number}' if number else ''}。")
    return redirect(_list(request, uid))


@require_POST
def drop(request: HttpRequest, uid: Any, ordinal: int) -> HttpResponse:
    """Decide not to take a bad row, with the reason."""
    found = _problem(request, uid, ordinal)
    kept = f"&{_kept(request)}".rstrip("&")
    here = f"{reverse('registry:run', args=[uid])}?row={ordinal}{kept}#row-{ordinal}"
    try:
        actions.drop_row(request.user, found, reason=request.POST.get("reason", ""))
    except Refused as error:
        return refusal(request, error, here)
    messages.success(request, f"{found.place} 已标为不取。")
    return redirect(_list(request, uid))


def problems_export(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The bad rows as a file that can be mended and brought in again: the row as it was, then what is wrong with it."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    found = _run(request, uid)
    state = request.GET.get("state", "")
    problems = queries.problems_of(found, state if state in dict(ImportProblem.STATES) else "")[:_MOST]
    lines: dict[tuple[int, str], list[ImportProblem]] = {}
    for one in problems:
        lines.setdefault((one.item, one.place), []).append(one)
    told = set(NOTES.values())
    heads = [head for head in dict.fromkeys(head for one in problems for head in one.row) if head not in told]
    heads = heads[:200]
    columns = [Column(f"row:{head}", head) for head in heads]
    columns += [Column(name, label) for name, label in NOTES.items()]
    rows = [
        [str(row[0].row.get(head, "")) for head in heads] + [row[0].place, *_troubles(row)]
        for row in lines.values()
    ]
    return download(Table("有问题的行", columns, rows), kind, [found.file_name, "有问题的行"])


def _troubles(row: list[ImportProblem]) -> list[str]:
    """Column, value, problem, mend and state of what is wrong with one row; several in one cell each."""
    told = [(one.column, one.value, one.problem, one.mend, one.get_state_display()) for one in row]
    if len({line[-1] for line in told}) == 1:
        told = [(*line[:-1], line[-1] if not at else "") for at, line in enumerate(told)]
    return ["\n".join(filter(None, cells)) for cells in zip(*told, strict=True)]


def repairs_export(request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
    """The cleanings done to printed values, as a file."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    found = _run(request, uid)
    columns = [
        Column("number", "标准号"),
        Column("place", "位置"),
        Column("field", "项目"),
        Column("before", "原来印的"),
        Column("after", "清理后"),
        Column("reason", "理由"),
    ]
    rows = [
        (one.number, one.place, one.label, one.before, one.after, one.reason)
        for one in browse.repairs_of(found, _MOST)
    ]
    return download(Table("清理记录", columns, rows), kind, [found.file_name, "清理记录"])
