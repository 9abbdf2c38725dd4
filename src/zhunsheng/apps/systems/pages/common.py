"""What the pages share: finding the edition an address names, the context around it, answers to refusals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhunsheng.apps.systems import permissions, queries
from zhunsheng.apps.systems.addressed import edition_address, edition_or_404
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import SourceSpan
from zhunsheng.shell.frame import Step, refusal, safe_next, sign_in

__all__ = [
    "Excerpt",
    "Rights",
    "Step",
    "address",
    "edition_or_404",
    "excerpt",
    "finding_counts",
    "page",
    "refusal",
    "related_address",
    "relations_address",
    "rights_of",
    "safe_next",
    "sign_in",
    "source_address",
    "tree_of",
]


@dataclass(slots=True, frozen=True)
class Rights:
    """What the reader may do here, asked of the named predicates."""

    change: bool
    judge: bool
    attach: bool
    publish: bool
    bring: bool


@dataclass(slots=True)
class Excerpt:
    """Source lines around a place: (number, text, lit). ``lines`` is None where the file is not attached."""

    spans: list[tuple[int, int]]
    lines: list[tuple[int, str, bool]] | None


def tree_of(edition: Edition) -> SystemTree:
    """The stored system as a tree."""
    return SystemTree(queries.load_system(edition))


def rights_of(user: Any) -> Rights:
    """The reader's rights."""
    return Rights(
        change=permissions.may_change(user),
        judge=permissions.may_judge(user),
        attach=permissions.may_attach(user),
        publish=permissions.may_publish(user),
        bring=permissions.may_import(user),
    )


def page(
    request: HttpRequest,
    template: str,
    edition: Edition | None,
    section: str,
    trail: list[Step],
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page inside the frame."""
    around = {"edition": edition, "section": section, "trail": trail, "rights": rights_of(request.user)}
    return render(request, f"systems/{template}.html", around | context, status=status)


def address(name: str, edition: Edition, *more: Any, **query: Any) -> str:
    """The address of a page of ``edition``, with query parameters that are not empty."""
    return edition_address(f"systems:{name}", edition, *more, **query)


def related_address(edition: Edition, item: str, back: str) -> str:
    """Where the real standards beside an item or subsystem are shown: another room, reached by its address alone."""
    parts = (edition.system.slug, edition.key_in_address, item)
    path = "/related/" + "/".join(quote(part) for part in parts)
    return f"{path}/?{urlencode({'next': f'{back}#related'})}"


def relations_address(edition: Edition, end: str) -> str:
    """What a change of one end (``subsystem:CH``, ``planned:12``) reaches: another room, reached by its address alone."""
    parts = "/".join(quote(part) for part in (edition.system.slug, edition.key_in_address))
    return f"/systems/{parts}/relations/impact/?{urlencode({'end': end})}"


def source_address(edition: Edition, span: SourceSpan | None) -> str:
    """Where the source lines of a span are shown; empty where the place is not known."""
    if span is None or span.line_start < 1:
        return ""
    lines = f"{span.line_start}-{span.line_end}" if span.line_end > span.line_start else str(span.line_start)
    return f"{address('source', edition, lines=lines)}#L{span.line_start}"


def excerpt(edition: Edition, spans: list[SourceSpan], around: int = 2) -> Excerpt:
    """The source lines of ``spans`` with a few lines around them."""
    known = [(span.line_start, span.line_end) for span in spans if span.line_start > 0]
    source = queries.source_lines(edition) if known else None
    if source is None:
        return Excerpt(known, None)
    wanted: set[int] = set()
    lit: set[int] = set()
    for start, end in known:
        lit |= set(range(start, min(end, len(source)) + 1))
        wanted |= set(range(max(1, start - around), min(len(source), end + around) + 1))
    return Excerpt(known, [(number, source[number - 1], number in lit) for number in sorted(wanted)])


def finding_counts(edition: Edition) -> tuple[Counter[str], Counter[str]]:
    """Open findings by code of subsystem and by printed number of item."""
    codes: Counter[str] = Counter()
    items: Counter[str] = Counter()
    for finding, silence in queries.findings(edition):
        if silence is None or silence.verdict != silence.SILENCED:
            codes += Counter(finding.subsystems)
            items += Counter(finding.items)
    return codes, items
