"""目录来源: who says what we know, how much, how far it can be trusted; what was brought in lately."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from zhunsheng.apps.registry import queries
from zhunsheng.apps.registry.pages.common import Step, page
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.registry.words import GRADES
from zhunsheng.shell.downloads import FORMATS, download

__all__ = ["catalogues", "sources_export"]

_RUNS = 20


def _sources() -> list[dict[str, Any]]:
    return [
        {"source": one, "listed": counts.get("listed", 0), "gone": counts.get("gone", 0)}
        for one, counts in queries.sources_with_counts()
    ]


def catalogues(request: HttpRequest) -> HttpResponse:
    """The sources with their counts; for editors the latest imports."""
    runs = list(queries.import_runs(request.user)[:_RUNS])
    waiting = queries.rows_waiting(runs)
    context = {
        "sources": _sources(),
        "runs": [(one, waiting.get(one.pk, 0)) for one in runs],
        "grades": [(grade, word) for grade, word in GRADES.items() if grade != "person"],
        "exports": [(kind, reverse("registry:sources-export", args=[kind])) for kind in FORMATS],
    }
    return page(request, "catalogues", "catalogues", [Step("目录来源")], context)


def sources_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The sources as a file."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    columns = [
        Column("code", "代号"),
        Column("name", "名称"),
        Column("grade", "等级"),
        Column("date", "数据日期", dated=True),
        Column("listed", "记录", numeric=True),
        Column("gone", "不再列出", numeric=True),
        Column("licence", "许可"),
        Column("url", "网址"),
    ]
    rows = [
        (
            line["source"].code,
            line["source"].name,
            GRADES.get(line["source"].grade, line["source"].grade),
            line["source"].date,
            line["listed"],
            line["gone"],
            line["source"].licence,
            line["source"].url,
        )
        for line in _sources()
    ]
    return download(Table("目录来源", columns, rows), kind, ["目录来源"])
