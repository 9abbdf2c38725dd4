"""The search page: one box, answers of all types, their facets, and the same answers as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from zhunsheng.apps.discovery import permissions, queries
from zhunsheng.apps.registry import listing
from zhunsheng.apps.registry.models import Standard
from zhunsheng.apps.registry.queries import VALUE_PAGES, successors_of
from zhunsheng.apps.registry.unknown import unknown_names
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.registry.address import standard_address
from zhunsheng.search.asked import SORTS, Asked, facet_groups, page_links, read_asked
from zhunsheng.search.shape import Hit, Page
from zhunsheng.shell.downloads import FORMATS, download
from zhunsheng.shell.frame import Step

__all__ = ["ROWS_A_PAGE", "export", "found", "suggest"]

ROWS_A_PAGE = 20
_OVER = frozenset(("superseded", "withdrawn"))
_MOST_HEIRS = 3
#: what the list of standards has too; empty for answers of another type
_OF_STANDARDS = [one for one in listing.COLUMNS if one.default and one.key not in {"number", "title"}]
_COLUMNS = [
    Column("type", "类型"),
    Column("number", "编号"),
    Column("title", "名称"),
    *(one.exported for one in _OF_STANDARDS),
    Column("why", "匹配"),
    Column("address", "网页"),
]


def _asked(request: HttpRequest) -> Asked:
    return read_asked(dict(request.GET.lists()))


def found(request: HttpRequest) -> HttpResponse:
    """The answers that the address asks for; without a question, how to ask."""
    asked = _asked(request)
    page = queries.answers(asked, ROWS_A_PAGE) if asked.narrowed else Page([], 0)
    here, labels = reverse("discovery:search"), queries.facet_labels()
    chosen = asked.filters.get("type", ())
    context: dict[str, Any] = {
        "section": "search",
        "trail": [Step("检索")],
        "asked": asked,
        "page": page,
        "unknown": unknown_names(asked.filters),
        "rows": _rows(page.hits),
        "tabs": _tabs(asked, page),
        "facets": facet_groups(asked, page, labels, leave_out=("type",), elsewhere=VALUE_PAGES),
        "sorts": [(name, label, asked.link(sort=name), asked.sort == name) for name, label in SORTS.items()],
        "pages": page_links(asked, page.total, ROWS_A_PAGE),
        "first": (asked.page - 1) * ROWS_A_PAGE + 1,
        "last": (asked.page - 1) * ROWS_A_PAGE + len(page.hits),
        "exact_href": asked.link(exact=True),
        "first_href": asked.link(page=1),
        "exports": [(kind, asked.link(reverse("discovery:export", args=[kind]), page=1)) for kind in FORMATS],
        "most_exported": queries.MOST_EXPORTED,
        "question": asked.link(page=1).removeprefix("?"),
        "chips": _chips(asked, labels, here),
        "one_type": chosen[0] if len(chosen) == 1 else "",
        "may_keep": permissions.may_keep(request.user),
    }
    return render(request, "discovery/search.html", context)


def _rows(hits: list[Hit]) -> list[dict[str, Any]]:
    """The answers; a standard that is no longer in force leads to what is used instead."""
    over = [hit.ref for hit in hits if hit.type == "standard" and hit.status in _OVER]
    heirs = successors_of(over) if over else {}
    return [_row(hit, heirs.get(hit.ref, []) if hit.type == "standard" else []) for hit in hits]


def _row(hit: Hit, heirs: list[Standard]) -> dict[str, Any]:
    return {
        "hit": hit,
        "heirs": [(one.number, standard_address(one.number), one.status) for one in heirs[:_MOST_HEIRS]],
        "type_label": queries.TYPES.get(hit.type, hit.type),
        "title": _lit(hit.title, hit.marks),
        "excerpt": _lit(hit.excerpt, hit.excerpt_marks),
    }


def _lit(text: str, marks: tuple[tuple[int, int], ...]) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether it is what matched."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, length in sorted(marks):
        start, end = max(start, at), min(start + length, len(text))
        if end <= start:
            continue
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]


def _tabs(asked: Asked, page: Page) -> list[tuple[str, str, int | None, bool]]:
    """(label, address, count, chosen): everything, then each type that has answers."""
    counts = dict(page.facets.get("type", ()))
    chosen = asked.filters.get("type", ())
    tabs: list[tuple[str, str, int | None, bool]] = [("全部", asked.without("type"), None, not chosen)]
    for name, label in queries.TYPES.items():
        if counts.get(name) or name in chosen:
            href = asked.link(filters={**asked.filters, "type": (name,)})
            tabs.append((label, href, counts.get(name), name in chosen))
    return tabs


def _chips(asked: Asked, labels: dict[str, dict[str, str]], base: str) -> list[tuple[str, str]]:
    """What narrows the answers beside the words, each with the address without it."""
    return [
        (labels.get(name, {}).get(value, value), asked.toggled(name, value, base))
        for name, values in asked.filters.items()
        if name != "type"
        for value in values
    ]


def suggest(request: HttpRequest) -> HttpResponse:
    """The lines under the box for what is typed so far, as a piece of a page."""
    text = request.GET.get("q", "")
    lines = [(one, queries.TYPES.get(one.type, "")) for one in queries.suggestions(text)]
    return render(request, "discovery/suggest.html", {"lines": lines, "text": text.strip()[:100]})


def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The answers of the same address as a file, all pages of them."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    asked = _asked(request)
    page = queries.every_answer(asked) if asked.narrowed else Page([], 0)
    rows = _exported(request, page.hits)
    about = [
        ("question", "检索词", asked.text),
        ("filters", "条件", "；".join(label for label, _ in _chips(asked, queries.facet_labels(), ""))),
        ("total", "结果总数", f"{'至少 ' if page.approximate else ''}{page.total}"),
        ("exported_rows", "本文件行数", str(len(rows))),
        ("exported", "导出日期", timezone.localdate().isoformat()),
    ]
    return download(Table("检索结果", _COLUMNS, rows, about), kind, ["检索结果", asked.text[:40]])


def _exported(request: HttpRequest, hits: list[Hit]) -> list[tuple[str, ...]]:
    """A line for each answer; of a standard what the list of standards tells of it."""
    refs = [hit.ref for hit in hits if hit.type == "standard"]
    known = {row.standard.pk: row for row in listing.rows_of(request.user, refs, _OF_STANDARDS)}
    lines = []
    for hit in hits:
        row = known.get(hit.ref) if hit.type == "standard" else None
        told = [one.value(row) if row else "" for one in _OF_STANDARDS]
        address = request.build_absolute_uri(hit.address)
        lines.append((queries.TYPES.get(hit.type, hit.type), hit.number, hit.title, *told, hit.why, address))
    return lines
