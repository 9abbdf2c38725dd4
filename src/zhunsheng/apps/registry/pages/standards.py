"""标准库: the list of standards with its facets, columns and exports."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from zhunsheng import search
from zhunsheng.apps.registry.listing import COLUMNS, Column, chosen_columns, rows_of
from zhunsheng.apps.registry.pages.common import page, rights_of
from zhunsheng.apps.registry.queries import VALUE_PAGES, facet_labels
from zhunsheng.apps.registry.unknown import unknown_names
from zhunsheng.core.deliver.tables import Table
from zhunsheng.search.asked import SORTS, Asked, facet_groups, page_links, read_asked
from zhunsheng.shell.downloads import FORMATS, download

__all__ = ["MOST_EXPORTED", "ROWS_A_PAGE", "export", "standards"]

ROWS_A_PAGE = 50
#: an export holds at most so many rows; a narrower question gives the rest
MOST_EXPORTED = 20_000
_COOKIE = "zhunsheng_standard_columns"
_ONLY = {"type": ("standard",)}


def _asked(request: HttpRequest) -> Asked:
    asked = read_asked(dict(request.GET.lists()))
    filters = {name: values for name, values in asked.filters.items() if name != "type"}
    return Asked(asked.text, filters, asked.sort, asked.page, asked.exact)


def _columns(request: HttpRequest) -> list[Column]:
    """The columns that the address names; else those chosen last time."""
    return chosen_columns(",".join(request.GET.getlist("columns")) or request.COOKIES.get(_COOKIE, ""))


def standards(request: HttpRequest) -> HttpResponse:
    """The list as the address asks for it; htmx asks for the table alone."""
    asked, columns = _asked(request), _columns(request)
    found = search.engine().search(asked.query(ROWS_A_PAGE, fixed=_ONLY, with_facets=True))
    marks = {hit.ref: hit.marks for hit in found.hits}
    labels = facet_labels()
    named = ",".join(column.key for column in columns)
    context: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "unknown": unknown_names(asked.filters),
        "rows": rows_of(request.user, [hit.ref for hit in found.hits], columns, marks),
        "columns": columns,
        "heads": [_head(asked, column) for column in columns],
        "facets": facet_groups(asked, found, labels, leave_out=("type",), elsewhere=VALUE_PAGES),
        "chips": _chips(asked, labels),
        "sorts": [(name, label, asked.link(sort=name), asked.sort == name) for name, label in SORTS.items()],
        "pages": page_links(asked, found.total, ROWS_A_PAGE),
        "first": (asked.page - 1) * ROWS_A_PAGE + 1,
        "last": (asked.page - 1) * ROWS_A_PAGE + len(found.hits),
        "plain": reverse("registry:standards"),
        "exact_href": asked.link(exact=True),
        "first_href": asked.link(page=1),
        "kept": [pair for pair in asked.pairs() if pair[0] != "page"],
        "column_choices": [(column, column in columns) for column in COLUMNS],
        "exports": [(kind, _export_address(asked, kind, named)) for kind in FORMATS],
        "most_exported": MOST_EXPORTED,
    }
    response: HttpResponse
    if getattr(request, "htmx", False) and not request.htmx.boosted:  # type: ignore[attr-defined]
        context["rights"] = rights_of(request.user)
        response = render(request, "registry/standards_table.html", context)
    else:
        response = page(request, "standards", "standards", [], context)
    return _remember(request, response)


def _remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep columns chosen in the menu for the next visit; ``columns=default`` forgets them."""
    chosen = ",".join(request.GET.getlist("columns"))
    if chosen == "default":
        response.delete_cookie(_COOKIE)
    elif chosen and chosen.isascii() and request.GET.get("remember"):
        response.set_cookie(_COOKIE, chosen[:500], max_age=365 * 86400, samesite="Lax", httponly=True)
    return response


def _head(asked: Asked, column: Column) -> dict[str, Any]:
    """A column's head: where clicking it leads, where the engine can sort by it, and how the list is sorted now."""
    if not column.sort:
        return {"column": column, "href": "", "direction": ""}
    on = asked.sort == column.sort
    direction = {"newest": "descending", "number": "ascending"}.get(column.sort, "") if on else ""
    href = asked.link(sort="relevance" if on else column.sort)
    return {"column": column, "href": href, "direction": direction}


def _chips(asked: Asked, labels: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    """What the list is narrowed by, each with the address without it."""
    chips = [
        (labels.get(name, {}).get(value, value), asked.toggled(name, value, reverse("registry:standards")))
        for name, values in asked.filters.items()
        for value in values
    ]
    if asked.text:
        chips.append((f"检索：{asked.text}", asked.link(reverse("registry:standards"), text="")))
    return chips


def _export_address(asked: Asked, kind: str, columns: str) -> str:
    pairs = [pair for pair in asked.pairs() if pair[0] != "page"]
    return f"{reverse('registry:export', args=[kind])}?{urlencode([*pairs, ('columns', columns)])}"


def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The rows and columns of the same address as a file, all pages of them."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    asked, columns = _asked(request), _columns(request)
    query = asked.query(MOST_EXPORTED, fixed=_ONLY)
    query.offset = 0
    found = search.engine().search(query)
    rows = rows_of(request.user, [hit.ref for hit in found.hits], columns)
    about = [
        ("question", "检索词", asked.text),
        ("filters", "条件", "；".join(label for label, _ in _chips(asked, facet_labels()))),
        ("total", "结果总数", f"{'至少 ' if found.approximate else ''}{found.total}"),
        ("exported_rows", "本文件行数", str(len(rows))),
        ("exported", "导出日期", timezone.localdate().isoformat()),
    ]
    table = Table(
        "标准目录",
        [column.exported for column in columns],
        [[column.value(row) for column in columns] for row in rows],
        about,
    )
    return download(table, kind, ["标准目录", asked.text[:40]])
