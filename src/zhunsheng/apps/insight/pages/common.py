"""What the pages of relations share: finding the edition, the tabs of their rooms, rights, the answer to a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhunsheng.apps.insight import permissions
from zhunsheng.apps.insight.gathering import Edge, Thing
from zhunsheng.apps.insight.plain import address_of
from zhunsheng.apps.insight.wording import kind_word
from zhunsheng.apps.systems.addressed import edition_address, edition_or_404
from zhunsheng.apps.systems.models import Edition
from zhunsheng.shell.frame import Step, paged

__all__ = ["Rights", "address", "edition_or_404", "linked", "page", "paged", "rights_of", "told"]

_TABS = (
    ("overview", "模块之间"),
    ("links", "关联清单"),
    ("review", "待确认"),
    ("around", "查一项"),
    ("health", "要留意的"),
    ("atlas", "图谱"),
)


@dataclass(slots=True, frozen=True)
class Rights:
    """What the reader may do here, asked of the named predicates."""

    suggest: bool
    decide: bool
    link: bool
    resolve: bool


def rights_of(user: Any) -> Rights:
    """The reader's rights."""
    return Rights(
        suggest=permissions.may_suggest(user),
        decide=permissions.may_decide(user),
        link=permissions.may_link(user),
        resolve=permissions.may_resolve(user),
    )


def address(name: str, edition: Edition, *more: Any, **query: Any) -> str:
    """The address of a page of relations of ``edition``, with query parameters that are not empty."""
    return edition_address(f"insight:{name}", edition, *more, **query)


def linked(edition: Edition, thing: Thing) -> dict[str, Any]:
    """A thing as pages show it: with its own page and the one of its neighbourhood."""
    return {
        "thing": thing,
        "kind": kind_word(thing.kind),
        "href": address_of(edition, thing),
        "around": address("around", edition, end=thing.key),
    }


def told(edition: Edition, edge: Edge) -> tuple[str, str]:
    """Where a link is told: address and words; no address for what the map alone holds."""
    source, _, pk = edge.source.partition(":")
    if source == "link":
        return address("link", edition, pk), "依据"
    return "", {"registry": "标准目录", "placement": "归类", "edition": "体系结构"}.get(source, "")


def page(
    request: HttpRequest,
    template: str,
    edition: Edition,
    tab: str,
    trail: list[Step],
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of relations inside the frame, under the tabs of its rooms."""
    tabs = [(label, address(key, edition), key == tab) for key, label in _TABS]
    steps = [Step("关联", address("overview", edition)), *trail] if trail else [Step("关联")]
    around = {
        "section": "relations",
        "edition": edition,
        "trail": steps,
        "tabs": tabs,
        "rights": rights_of(request.user),
    }
    return render(request, f"insight/{template}.html", around | context, status=status)
