"""The list of links with its filters and exports, and the page of one link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhunsheng.apps.insight import actions, queries
from zhunsheng.apps.insight.counting import Filter
from zhunsheng.apps.insight.listing import links_table, read_filter
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.insight.pages.common import address, edition_or_404, linked, page, paged, told
from zhunsheng.apps.insight.proposing import rule_titles
from zhunsheng.apps.insight.wording import (
    backward_said,
    forward,
    origin_word,
    sentence,
    status_word,
    type_choices,
)
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.systems.addressed import edition_address
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.relations import ORIGINS, relation_types
from zhunsheng.shell.downloads import FORMATS, download
from zhunsheng.shell.frame import Step, refusal

__all__ = ["export", "link", "links", "resolve"]

_SIZE = 50
_MOST = 50_000


def links(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The links that the address asks for."""
    edition = edition_or_404(request, slug, key)
    modules = queries.modules_of(edition)
    asked = read_filter(request.GET, [code for code, _, _ in modules])
    found = queries.links_between(edition, asked)
    start, end, pages = paged(request, _SIZE, len(found))
    named = [(code, f"{code} {name}") for code, name, _ in modules]
    query = request.GET.copy()
    query.pop("page", None)
    encoded = query.urlencode()
    context: dict[str, Any] = {
        "asked": asked,
        "total": len(found),
        "rows": [link_row(edition, one) for one in found[start:end]],
        "pages": pages,
        "filters": [
            ("from", "从模块", named, asked.start),
            ("to", "到模块", named, asked.end),
            ("type", "关联", type_choices(), ",".join(sorted(asked.types))),
            (
                "status",
                "状态",
                [(name, status_word(name)) for name in ("confirmed", "suggested")],
                asked.status,
            ),
            ("origin", "由来", list(ORIGINS.items()), asked.origin),
        ],
        "narrowed": bool(encoded),
        "plain": address("links", edition),
        "add_at": address("add", edition),
        "changes_at": address("changes", edition),
        "draft_at": address("draft", edition),
        "exports": [
            (kind, f"{address('links-export', edition, kind)}{f'?{encoded}' if encoded else ''}")
            for kind in FORMATS
        ],
        "said": filter_said(asked, dict(named)),
    }
    return page(request, "links", edition, "links", [Step("关联清单")], context)


def link_row(edition: Edition, one: queries.LinkView) -> dict[str, Any]:
    """A link as a line of a page."""
    href, words = told(edition, one.edge)
    return {
        "view": one,
        "subject": linked(edition, one.subject),
        "target": linked(edition, one.target),
        "label": forward(one.edge.type),
        "origin": origin_word(one.edge.origin),
        "href": href,
        "words": words,
    }


def filter_said(asked: Filter, modules: dict[str, str]) -> str:
    """What the list is narrowed by, in one line."""
    parts = [
        f"从 {modules[asked.start]}" if asked.start else "",
        f"到 {modules[asked.end]}" if asked.end else "",
        "、".join(forward(kind) for kind in sorted(asked.types)),
        status_word(asked.status) if asked.status else "",
        origin_word(asked.origin) if asked.origin else "",
        f"含“{asked.text}”" if asked.text else "",
        f"{asked.on} 当日" if asked.on else "",
    ]
    return "；".join(part for part in parts if part)


def export(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """The rows that the same address shows, as a file, all pages of them."""
    edition = edition_or_404(request, slug, key)
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    modules = queries.modules_of(edition)
    asked = read_filter(request.GET, [code for code, _, _ in modules])
    said = filter_said(asked, {code: f"{code} {name}" for code, name, _ in modules})
    table = links_table(edition, queries.links_between(edition, asked)[:_MOST], said)
    return download(table, kind, [edition.system.name, "关联清单", edition.display_label])


def link(request: HttpRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """One link: both ends, what shows it, what people decided about it."""
    edition = edition_or_404(request, slug, key)
    found = _found(edition, pk)
    known = relation_types().get(found.type)
    subject = queries.thing_at(edition, found.subject_kind, found.subject_ref, found.subject_label)
    target = queries.thing_at(edition, found.target_kind, found.target_ref, found.target_label)
    context = {
        "link": found,
        "known": known,
        "subject": linked(edition, subject),
        "target": linked(edition, target),
        "said": sentence(subject.label, found.type, target.label),
        "back_said": backward_said(target.label, found.type, subject.label),
        "forward": forward(found.type),
        "origin": origin_word(found.origin),
        "status": status_word(found.status),
        "evidence": evidence_lines(edition, found),
        "events": queries.events_of_link(edition, found),
        "here": address("link", edition, found.pk),
        "decide_at": address("decide", edition),
        "resolve_at": address("resolve", edition, found.pk),
        "rule": rule_titles().get(found.rule, found.rule),
        "percent": round(found.confidence * 100),
        "together": queries.decided_together(edition, found),
    }
    return page(
        request,
        "link",
        edition,
        "links",
        [Step("关联清单", address("links", edition)), Step("一条关联")],
        context,
    )


def evidence_lines(edition: Edition, found: Link) -> list[dict[str, Any]]:
    """What shows a link, each piece with where it stands."""
    lines = []
    for one in found.evidence:
        start, end = one.get("line_start"), one.get("line_end")
        span = f"{start}-{end}" if end and end != start else str(start or "")
        href, place = "", "原文" if one["kind"] == "span" else one.get("source", "")
        if start and one["kind"] == "span":
            href = f"{edition_address('systems:source', edition, lines=span)}#L{start}"
        elif str(one.get("source", "")).startswith(("https://", "http://")):
            href = one["source"]
        lines.append(
            {
                **one,
                "place": f"{place}第 {span.replace('-', '–')} 行" if span else "",
                "href": href,
                "percent": round(one["score"] * 100)
                if isinstance(one.get("score"), int | float) and one["kind"] != "score"
                else None,
            }
        )
    return lines


def _found(edition: Edition, pk: int) -> Link:
    found = queries.find_link(edition, pk)
    if found is None:
        raise Http404("没有这条关联")
    return found


@require_POST
def resolve(request: HttpRequest, slug: str, key: str, pk: int) -> HttpResponse:
    """Say how a tension is dealt with."""
    edition = edition_or_404(request, slug, key)
    back = address("link", edition, pk)
    _found(edition, pk)
    try:
        actions.resolve_tension(request.user, edition, pk, resolution=request.POST.get("resolution", ""))
    except Refused as error:
        return refusal(request, error, back)
    messages.success(request, "处理意见已记下，这处交叉重复已确认。")
    return redirect(back)
