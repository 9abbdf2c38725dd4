"""机构: organisations, committees and persons, and the standards in which each takes part."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from zhunsheng.apps.registry import browse, queries
from zhunsheng.apps.registry.models import Body
from zhunsheng.apps.registry.pages.common import Step, extent, page, paged
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.registry.record import BODY_ROLES
from zhunsheng.core.registry.words import STATUSES
from zhunsheng.shell.downloads import FORMATS, download

__all__ = ["bodies", "bodies_export", "body", "body_export"]

_SIZE = 50
_MOST = 20_000


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the address narrows the list by."""
    asked = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:100] for name in ("q", "kind", "role")
    }
    if asked["kind"] not in dict(Body.KINDS):
        asked["kind"] = ""
    if asked["role"] not in BODY_ROLES:
        asked["role"] = ""
    return asked


def bodies(request: HttpRequest) -> HttpResponse:
    """The list, those with most standards first."""
    asked = _asked(request)
    found = browse.ranked_bodies(**asked)
    total = browse.count_bodies(**asked)
    start, end, links = paged(request, _SIZE, total)
    narrowed = {name: value for name, value in asked.items() if value}
    context: dict[str, Any] = {
        **asked,
        "rows": found[start:end],
        "total": total,
        "pages": links,
        "kinds": Body.KINDS,
        "roles": BODY_ROLES.items(),
        "narrowed": bool(narrowed),
        "exports": [
            (kind, f"{reverse('registry:bodies-export', args=[kind])}?{urlencode(narrowed)}")
            for kind in FORMATS
        ],
    }
    return page(request, "bodies", "bodies", [Step("机构")], context)


def bodies_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a file."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    asked = _asked(request)
    found = browse.ranked_bodies(**asked)[:_MOST]
    columns = [
        Column("name", "名称"),
        Column("kind", "种类"),
        Column("abbreviations", "简称"),
        Column("standards", "参与的标准", numeric=True),
    ]
    rows = [
        (one.name, one.get_kind_display(), "、".join(one.abbreviations), getattr(one, "count", 0))
        for one in found
    ]
    about = [
        ("name", "名称", asked["q"]),
        ("kind", "种类", dict(Body.KINDS).get(asked["kind"], "全部")),
        ("role", "角色", BODY_ROLES.get(asked["role"], "全部")),
        *extent(browse.count_bodies(**asked), len(rows)),
    ]
    return download(Table("机构", columns, rows, about), kind, ["机构", asked["q"][:40]])


def _body(pk: int) -> Body:
    try:
        return queries.get_body(pk)
    except Body.DoesNotExist:
        raise Http404("没有这个机构") from None


def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation: its names and its standards by role."""
    found = _body(pk)
    counts = browse.roles_of_body(found)
    role = request.GET.get("role", "") if request.GET.get("role", "") in counts else ""
    standards = queries.standards_of_body(request.user, found, role)
    shown_total = counts.get(role, 0)
    start, end, links = paged(request, _SIZE, shown_total)
    rows = list(standards[start:end])
    said = browse.roles_in(found, [one.pk for one in rows])
    here = reverse("registry:body", args=[found.pk])
    context = {
        "body": found,
        "rows": [
            (one, "、".join(BODY_ROLES.get(name, name) for name in said.get(one.pk, ()))) for one in rows
        ],
        "role": role,
        "roles": [(name, label, counts[name]) for name, label in BODY_ROLES.items() if counts.get(name)],
        "total": counts.get("", 0),
        "shown_total": shown_total,
        "pages": links,
        "json_href": here.rstrip("/") + ".json",
        "exports": [
            (
                kind,
                f"{reverse('registry:body-export', args=[found.pk, kind])}{f'?role={role}' if role else ''}",
            )
            for kind in FORMATS
        ],
    }
    trail = [Step("机构", reverse("registry:bodies")), Step(found.name)]
    return page(request, "body", "bodies", trail, context)


def body_export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The standards of one organisation as a file."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    found = _body(pk)
    role = request.GET.get("role", "")
    role = role if role in BODY_ROLES else ""
    standards = list(queries.standards_of_body(request.user, found, role)[:_MOST])
    said = browse.roles_in(found, [one.pk for one in standards])
    columns = [
        Column("number", "标准号"),
        Column("title", "标准名称"),
        Column("status", "状态"),
        Column("issued", "发布日期", dated=True),
        Column("implemented", "实施日期", dated=True),
        Column("roles", "角色"),
    ]
    rows = [
        (
            one.number,
            one.title,
            STATUSES.get(one.status, one.status),
            one.issued,
            one.implemented,
            "、".join(BODY_ROLES.get(name, name) for name in said.get(one.pk, ())),
        )
        for one in standards
    ]
    about = [
        ("body", "机构", found.name),
        ("role", "角色", BODY_ROLES.get(role, "全部")),
        *extent(browse.roles_of_body(found).get(role if role in BODY_ROLES else "", 0), len(rows)),
    ]
    return download(Table(f"{found.name}的标准", columns, rows, about), kind, [found.name, "标准"])
