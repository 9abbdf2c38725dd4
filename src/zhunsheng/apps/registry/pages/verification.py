"""核实: what waits for a person, contradictions first; one after the other by keyboard, or several at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.registry import actions, permissions, queries
from zhunsheng.apps.registry.models import Standard
from zhunsheng.apps.registry.pages.common import Step, page, paged, refusal, safe_next, sign_in
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.registry.integrity import registry_rules
from zhunsheng.core.registry.words import LEVELS, STATUSES, VERIFICATION_STATES
from zhunsheng.shell.downloads import FORMATS, download

__all__ = ["batch", "export", "queue"]

_SIZE = 25
_MOST = 20_000
_CORE = ("title_zh", "title_en", "issued", "implemented")
_STATES = ("contradicted", "unverified", "trade")


def _asked(request: HttpRequest) -> dict[str, str]:
    known = {
        "state": _STATES,
        "level": tuple(LEVELS),
        "rule": tuple(rule.id for rule in registry_rules()),
        "source": tuple(queries.sources().values_list("code", flat=True)),
    }
    asked = {name: request.GET.get(name, "") for name in known}
    return {name: value for name, value in asked.items() if value in known[name]}


def queue(request: HttpRequest) -> HttpResponse:
    """The queue, filtered as the address asks."""
    here = reverse("registry:verification")
    if not permissions.may_verify(request.user):
        if not request.user.is_authenticated:
            return sign_in(here)
        return page(request, "verification", "verification", [Step("核实")], {"refused": True}, status=403)
    asked = _asked(request)
    found = queries.verification_queue(request.user, asked)
    total = found.count()
    start, end, links = paged(request, _SIZE, total)
    query = urlencode(asked)
    context: dict[str, Any] = {
        "rows": [_row(one) for one in found[start:end]],
        "total": total,
        "pages": links,
        "asked": asked,
        "here": f"{here}?{query}" if query else here,
        "filters": [
            ("state", "核实状态", [(name, VERIFICATION_STATES[name]) for name in _STATES]),
            ("level", "层级", list(LEVELS.items())),
            ("source", "来源", [(one.code, one.name) for one in queries.sources()]),
            ("rule", "校核规则", [(rule.id, rule.title) for rule in registry_rules()]),
        ],
        "exports": [
            (kind, f"{reverse('registry:verification-export', args=[kind])}?{query}") for kind in FORMATS
        ],
    }
    return page(request, "verification", "verification", [Step("核实")], context)


def _row(found: Standard) -> dict[str, Any]:
    """A standard with what of it is to be looked at: contested fields with all versions, else where it comes from."""
    facts = queries.facts_of(found)
    contested = [fact for fact in facts.values() if fact.contested]
    waiting = [
        fact for fact in facts.values() if fact.state in _STATES and fact.value and fact.field != "status"
    ]
    core = [fact for fact in waiting if fact.field in _CORE] or waiting[: len(_CORE)]
    return {
        "standard": found,
        "contested": contested,
        # What a person or an official source has settled does not wait.
        "core": core if not contested else [],
        # What the sources disagree on stands beside it, version by version.
        "findings": [one for one, _ in queries.findings_of(found) if one.rule != "sources-differ"][:3],
    }


@require_POST
def batch(request: HttpRequest) -> HttpResponse:
    """Confirm the present values of the chosen standards' fields with one piece of evidence.

    Each chosen box is ``number|field``; the value confirmed is the one in force, so a contested one is settled.
    """
    back = safe_next(request, reverse("registry:verification"))
    evidence, note = request.POST.get("evidence", "").strip(), request.POST.get("note", "").strip()
    chosen = [one.rpartition("|") for one in request.POST.getlist("value")][:500]
    if not chosen:
        messages.error(request, "没有选择任何值。请勾选要确认的值，再填证据网址。")
        return redirect(back)
    done = 0
    try:
        for pk, _, name in chosen:
            if not pk.isdigit():
                continue
            found = queries.find_standard(request.user, int(pk))
            if found is None:
                continue
            fact = queries.facts_of(found).get(name)
            if fact is not None:
                actions.verify_value(request.user, found, name, fact.value, evidence_url=evidence, note=note)
                done += 1
    except Refused as error:
        if done:
            messages.warning(request, f"前 {done} 个值已确认。")
        return refusal(request, error, back)
    messages.success(request, f"已确认 {done} 个值。")
    return redirect(back)


def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The queue as a file."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    if not permissions.may_verify(request.user):
        return sign_in(reverse("registry:verification"))
    found = queries.verification_queue(request.user, _asked(request))[:_MOST]
    columns = [
        Column("number", "标准号"),
        Column("title", "标准名称"),
        Column("status", "状态"),
        Column("verification", "核实状态"),
        Column("contested", "来源矛盾"),
    ]
    rows = [
        (
            one.number,
            one.title,
            STATUSES.get(one.status, one.status),
            VERIFICATION_STATES.get(one.verification, one.verification),
            one.contested,
        )
        for one in found
    ]
    return download(Table("待核实标准", columns, rows), kind, ["待核实标准"])
