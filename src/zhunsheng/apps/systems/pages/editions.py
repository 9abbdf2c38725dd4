"""版本: the editions of a system, what changed between two, and the steps of an edition's life."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.systems import actions, queries
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.pages.common import (
    Step,
    address,
    edition_or_404,
    page,
    refusal,
    safe_next,
    sign_in,
)
from zhunsheng.core.system.differ import CHANGE_LABELS, SUBJECT_LABELS

__all__ = ["compare", "discard", "editions", "publish", "revise"]


def editions(request: HttpRequest, slug: str) -> HttpResponse:
    """All editions of a system and its journal."""
    edition = edition_or_404(request, slug, "")
    stored = queries.list_editions(request.user, edition.system)
    lines = []
    for item in stored:
        content = queries.load_system(item)
        lines.append(
            (item, len(content.subsystems), len(content.planned_standards), queries.has_source(item))
        )
    context: dict[str, Any] = {
        "lines": lines,
        "comparable": [item for item in stored if item.status != Edition.DISCARDED],
        "events": queries.journal_for(request.user, edition.system)[:30]
        if request.user.is_authenticated
        else [],
    }
    return page(request, "editions", edition, "editions", [Step("版本")], context)


def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed from ``?from=`` to ``?to=``; without them, from the edition before to the newest."""
    newest = edition_or_404(request, slug, "")
    stored = [e for e in queries.list_editions(request.user, newest.system) if e.status != Edition.DISCARDED]
    after = _asked(request, "to", stored) or newest
    before = _asked(request, "from", stored) or queries.previous_edition(request.user, after)
    context: dict[str, Any] = {"comparable": stored, "before": before, "after": after}
    if before is not None:
        diff = queries.diff(before, after)
        kind = request.GET.get("kind", "")
        context |= {
            "summary": [(name, CHANGE_LABELS[name], count) for name, count in diff.summary().items()],
            "kind": kind if kind in CHANGE_LABELS else "",
            "groups": _groups(diff, kind, before, after),
            "total": len(diff.changes),
        }
    trail = [Step("版本", reverse("systems:editions", args=[slug])), Step("比较")]
    return page(request, "compare", after, "editions", trail, context)


def _asked(request: HttpRequest, name: str, stored: list[Edition]) -> Edition | None:
    return next((item for item in stored if item.key == request.GET.get(name, "")), None)


def _groups(diff: Any, kind: str, before: Edition, after: Edition) -> list[tuple[str, list[dict[str, Any]]]]:
    """Changes by what they are about, each with links into both editions."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for change in diff.changes:
        if kind and change.kind != kind:
            continue
        line = {
            "change": change,
            "label": CHANGE_LABELS.get(change.kind, change.kind),
            "before": _said(change.before),
            "after": _said(change.after),
            "before_href": _link(change, change.before_refs, before),
            "after_href": _link(change, change.after_refs, after),
        }
        groups.setdefault(change.subject_kind, []).append(line)
    order = list(SUBJECT_LABELS)
    names = sorted(groups, key=lambda name: order.index(name) if name in order else len(order))
    return [(SUBJECT_LABELS.get(name, name), groups[name]) for name in names]


def _link(change: Any, refs: list[str | int] | None, edition: Edition) -> str:
    if not refs:
        return ""
    if change.subject_kind == "subsystem":
        return address("subsystem", edition, refs[0])
    if change.subject_kind == "planned_standard" and isinstance(refs[0], int):
        return address("item", edition, f"row-{refs[0]}")
    return ""


def _said(value: Any) -> str:
    """A value of a change in one line."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict) and "stars" in value:
        mark = value.get("printed") or "★" * (value["stars"] or 0) or "未注明"
        return f"{mark}（{value['tier']}）" if value.get("tier") and value["tier"] != mark else str(mark)
    if isinstance(value, dict):
        return "；".join(_said(part) for part in value.values() if part not in (None, "", []))
    if isinstance(value, (list, tuple)):
        return "、".join(_said(part) for part in value)
    return str(value)


@require_POST
def publish(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Publish a draft for good."""
    edition = edition_or_404(request, slug, key)
    back = safe_next(request, address("review", edition))
    try:
        published = actions.publish_edition(request.user, edition, reason=request.POST.get("reason", ""))
    except Refused as error:
        return refusal(request, error, back)
    messages.success(
        request, f"已发布“{published}”。内容从此不可更改，内容指纹 {published.content_hash[:16]}。"
    )
    return redirect(address("overview", published))


@require_POST
def revise(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Start a revision of a published edition."""
    edition = edition_or_404(request, slug, key)
    back = reverse("systems:editions", args=[slug])
    if not request.user.is_authenticated:
        return sign_in(back)
    try:
        draft = actions.revise_edition(request.user, edition, reason=request.POST.get("reason", ""))
    except Refused as error:
        return refusal(request, error, back)
    messages.success(request, "已起修订草稿，可以更正；发布后成为新的修订版，原版本保持不变。")
    return redirect(address("review", draft))


@require_POST
def discard(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Lay a draft aside."""
    edition = edition_or_404(request, slug, key)
    back = reverse("systems:editions", args=[slug])
    try:
        actions.discard_draft(request.user, edition, reason=request.POST.get("reason", ""))
    except Refused as error:
        return refusal(request, error, address("review", edition))
    messages.success(request, "草稿已废弃。同一文件可以重新导入。")
    still = queries.find_system(request.user, slug)
    return redirect(back if still else reverse("home"))
