"""Standards beside the items of standards systems: the block on an item's page, confirming and rejecting."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.registry import actions, browse, queries
from zhunsheng.apps.registry.models import Placement
from zhunsheng.apps.registry.pages.common import Step, page, refusal, rights_of, safe_next
from zhunsheng.core.registry.address import standard_address

__all__ = ["confirm", "placement_lines", "reject", "related"]


def placement_lines(
    user: Any, placements: Iterable[Placement], *, by_standard: bool = False
) -> list[dict[str, Any]]:
    """Placements as lines of a page: with the item they lead to, or with the standard where ``by_standard``."""
    lines = []
    for one in placements:
        line = {
            "pk": one.pk,
            "state": one.state,
            "why": [str(reason) for reason in one.evidence or []],
            "percent": round(one.score * 100) if one.score is not None and one.origin == "words" else None,
            "reason": one.reason,
            "by": one.by_name,
            "gone": one.gone,
            "at": one.at if one.state != Placement.SUGGESTED else None,
        }
        if by_standard:
            line |= {
                "href": standard_address(one.standard.number),
                "label": f"{one.standard.number} {one.standard.title}".strip(),
                "standard": one.standard,
                "place": "",
            }
        else:
            beside = browse.placed_item(user, one.system, one.edition, one.item)
            if beside is None and one.state == Placement.REJECTED:
                continue
            line |= {
                "href": beside.href if beside else "",
                "label": (beside.label if beside else "") or one.item_label or one.item,
                "place": beside.where if beside else _where(user, one),
            }
        lines.append(line)
    return lines


def _where(user: Any, one: Placement) -> str:
    edition = browse.placed_edition(user, one.system, one.edition)
    return f"{edition.system.name} {edition.display_label}" if edition else f"{one.system} {one.edition}"


def related(request: HttpRequest, slug: str, key: str, item: str) -> HttpResponse:
    """The standards beside one item of an edition: a piece of a page for htmx, a page of its own for a link."""
    rights = rights_of(request.user)
    key = key.replace("／", "/")
    edition = browse.placed_edition(request.user, slug, key)
    about = browse.placed_item(request.user, slug, key, item)
    if edition is None or about is None:
        raise Http404("没有这个体系条目")
    found = queries.related_standards(edition, item, rejected=rights.place)
    context = {
        "placements": placement_lines(request.user, found, by_standard=True),
        "back": safe_next(request, request.path),
        "about": about,
    }
    if getattr(request, "htmx", False):
        return render(request, "registry/related_block.html", context | {"rights": rights})
    return page(request, "related", "standards", [Step("相关的现有标准")], context)


def _placement(pk: int) -> Placement:
    found = browse.get_placement(pk)
    if found is None:
        raise Http404("没有这条归类建议")
    return found


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """A person says that the standard belongs beside the item."""
    return _decided(
        request,
        pk,
        lambda found: actions.confirm_placement(request.user, found),
        "已确认 {number} 与“{item}”相关。",
    )


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """A person says that it does not, and why; it is not suggested again."""
    reason = request.POST.get("reason", "")
    return _decided(
        request,
        pk,
        lambda found: actions.reject_placement(request.user, found, reason=reason),
        "已否定 {number} 与“{item}”的关联，以后不再建议。",
    )


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """A confirmation or rejection was wrong: the placement waits for a decision again."""
    reason = request.POST.get("reason", "")
    return _decided(
        request,
        pk,
        lambda found: actions.reopen_placement(request.user, found, reason=reason),
        "{number} 与“{item}”的关联已恢复为待确认。",
    )


def _decided(request: HttpRequest, pk: int, decide: Callable[[Placement], object], told: str) -> HttpResponse:
    """Take a decision, say what was decided (or why it was refused) where the reader came from."""
    found = _placement(pk)
    back = safe_next(request, reverse("registry:standards"))
    try:
        decide(found)
    except Refused as error:
        return refusal(request, error, back)
    messages.success(request, told.format(number=found.standard.number, item=found.item_label))
    return redirect(back)
