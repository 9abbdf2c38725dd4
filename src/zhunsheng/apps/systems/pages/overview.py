"""总览: what a system is, its counts, its targets, what the checks say, what is empty. Also the way in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhunsheng.apps.systems import queries
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.pages.common import (
    Step,
    address,
    edition_or_404,
    page,
    rights_of,
    source_address,
    tree_of,
)
from zhunsheng.core.deliver.listings import target_words
from zhunsheng.core.deliver.overview import overview_of
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.shell.navigation import first_edition

__all__ = ["home", "overview", "system", "system_list"]

_BASES = {
    "law": "法律法规及规章",
    "national_policy": "国家政策文件",
    "local_policy": "地方政策文件",
    "policy": "政策文件",
    "standard": "相关标准",
}
_SHOWN_FINDINGS = 6


def home(request: HttpRequest) -> HttpResponse:
    """To the newest published edition; where nothing is stored, what to do about it."""
    edition = first_edition(request.user, list(queries.visible_systems(request.user)))
    if edition is not None:
        return redirect(address("overview", edition))
    return render(request, "systems/nothing.html", {"rights": rights_of(request.user), "section": ""})


def system_list(request: HttpRequest) -> HttpResponse:
    """All systems the reader may see."""
    lines = []
    for item in queries.visible_systems(request.user):
        editions = [e for e in queries.list_editions(request.user, item) if e.status != Edition.DISCARDED]
        newest = next((e for e in editions if e.is_published), editions[0])
        content = queries.load_system(newest)
        lines.append((item, newest, editions, content))
    return page(request, "systems", None, "", [Step("全部体系")], {"lines": lines})


def system(request: HttpRequest, slug: str) -> HttpResponse:
    """To the newest edition of a system."""
    return redirect(address("overview", edition_or_404(request, slug, "")))


def overview(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The overview of one edition."""
    edition = edition_or_404(request, slug, key)
    tree = tree_of(edition)
    content = tree.system
    found = [(finding, silence) for finding, silence in queries.findings(edition) if not _silenced(silence)]
    reading = queries.reading(edition)
    context: dict[str, Any] = {
        "content": content,
        "figures": overview_of(tree),
        "filled": sum(
            1 for item in tree.walk() if not tree.children(item.code) and tree.own_items(item.code)
        ),
        "targets": _targets(edition, content),
        "target_year": _one_year(content),
        "severities": Counter(finding.severity for finding, _ in found),
        "findings": found[:_SHOWN_FINDINGS],
        "finding_total": len(found),
        "measures": [(item, source_address(edition, item.source)) for item in content.measures],
        "commitments": sum(len(item.commitments) for item in content.measures),
        "bases": _bases(edition, content),
        "has_source": queries.has_source(edition),
        "reading": reading,
    }
    return page(request, "overview", edition, "overview", [Step("总览")], context)


def _silenced(silence: Any) -> bool:
    return silence is not None and silence.verdict == silence.SILENCED


def _targets(edition: Edition, content: StandardsSystem) -> list[dict[str, Any]]:
    return [
        {
            "target": target,
            "goal": target_words(target).removeprefix("= "),
            "href": source_address(edition, target.source),
            "year_guessed": target.year_basis != "printed",
        }
        for target in content.targets
    ]


def _one_year(content: StandardsSystem) -> int | None:
    years = {target.year if target.year_basis == "printed" else None for target in content.targets}
    return years.pop() if len(years) == 1 else None


def _bases(edition: Edition, content: StandardsSystem) -> list[tuple[str, list[tuple[Any, str]]]]:
    """Bases by kind, in the order in which the kinds first appear."""
    groups: dict[str, list[tuple[Any, str]]] = {}
    for basis in content.bases:
        groups.setdefault(basis.kind, []).append((basis, source_address(edition, basis.source)))
    return [(_BASES.get(kind, kind), entries) for kind, entries in groups.items()]
