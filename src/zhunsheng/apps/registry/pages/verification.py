"""核实: what waits for a person, contradictions first; one after the other by keyboard, or several at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.registry import actions, permissions, queries
from zhunsheng.apps.registry.models import Finding, Standard
from zhunsheng.apps.registry.pages.common import (
    Step,
    extent,
    page,
    page_asked,
    paged,
    refusal,
    safe_next,
    sign_in,
)
from zhunsheng.apps.registry.templatetags.registry import value_word
from zhunsheng.apps.registry.unknown import Unknown, unknown_names, unknown_rule
from zhunsheng.apps.registry.waiting import waiting
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.registry.integrity import registry_rules
from zhunsheng.core.registry.resolve import Fact
from zhunsheng.core.registry.words import LEVELS, STATUSES, VERIFICATION_STATES, WAITING
from zhunsheng.shell.downloads import FORMATS, download

__all__ = ["batch", "export", "queue"]

_SIZE = 25
_MOST = 20_000
_LOT = 500
_CORE = ("title_zh", "title_en", "issued", "implemented")


def _asked(request: HttpRequest) -> dict[str, str]:
    known = {
        "state": WAITING,
        "level": tuple(LEVELS),
        "rule": tuple(rule.id for rule in registry_rules()),
        "source": tuple(queries.sources().values_list("code", flat=True)),
    }
    asked = {name: request.GET.get(name, "") for name in known}
    return {name: value for name, value in asked.items() if value in known[name]}


def _unknown(request: HttpRequest) -> list[Unknown]:
    """What the address asks for that is not there, and the queue is therefore not narrowed by."""
    given = {name: request.GET.get(name, "").replace("\0", "") for name in ("level", "rule", "source")}
    rule = unknown_rule(given.pop("rule"))
    told = unknown_names({name: (value,) for name, value in given.items() if value})
    return [*told, rule] if rule else told


def queue(request: HttpRequest) -> HttpResponse:
    """The queue, filtered as the address asks."""
    here = reverse("registry:verification")
    if not permissions.may_verify(request.user):
        if not request.user.is_authenticated:
            return sign_in(here)
        return page(request, "verification", "verification", [Step("核实")], {"refused": True}, status=403)
    asked = _asked(request)
    first = (page_asked(request) - 1) * _SIZE
    found = waiting(request.user, asked, first, _SIZE)
    start, _, links = paged(request, _SIZE, found.reached)
    if start != first:
        found = waiting(request.user, asked, start, _SIZE)
    query = urlencode(asked)
    context: dict[str, Any] = {
        "unknown": _unknown(request),
        "rows": _rows(found.standards),
        "total": found.total,
        "beyond": found.total - found.reached,
        "exported": min(found.reached, _MOST),
        "pages": links,
        "asked": asked,
        "here": f"{here}?{query}" if query else here,
        "filters": _filters(),
        "exports": [
            (kind, f"{reverse('registry:verification-export', args=[kind])}?{query}") for kind in FORMATS
        ],
    }
    return page(request, "verification", "verification", [Step("核实")], context)


def _rows(standards: list[Standard]) -> list[dict[str, Any]]:
    facts, findings = queries.facts_of_lot(standards), queries.findings_of_lot(standards)
    return [_row(one, facts[one.pk], findings[one.pk]) for one in standards]


def _row(found: Standard, facts: dict[str, Fact], findings: list[Finding]) -> dict[str, Any]:
    """A standard with what of it is to be looked at: contested fields with all versions, else where it comes from."""
    contested, core = _waiting(facts)
    return {
        "standard": found,
        "contested": contested,
        "core": core,
        # What the sources disagree on stands beside it, version by version.
        "findings": [one for one in findings if one.rule != "sources-differ"][:3],
    }


def _waiting(facts: dict[str, Fact]) -> tuple[list[Fact], list[Fact]]:
    """What sources disagree on; where there is nothing of that kind, what no official source tells.

    What a person or an official source has settled does not wait.
    """
    contested = [fact for fact in facts.values() if fact.contested]
    if contested:
        return contested, []
    waiting = [
        fact for fact in facts.values() if fact.state in WAITING and fact.value and fact.field != "status"
    ]
    return [], [fact for fact in waiting if fact.field in _CORE] or waiting[: len(_CORE)]


def _said(facts: dict[str, Fact]) -> str:
    """The same in words: ``发布日期：2024-03-01（甲目录）/ 2024-03-05（乙笔记）；…``."""
    contested, core = _waiting(facts)
    lines = []
    for fact in contested or core:
        told = [
            f"{value_word(one.value, fact.field)}（{one.source_name}）"
            for one in (fact.versions if contested else fact.sources[:1])
        ]
        lines.append(f"{fact.label}：{' / '.join(told)}")
    return "；".join(lines)


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
    if not request.user.is_authenticated:
        return sign_in(reverse("registry:verification"))
    if not permissions.may_verify(request.user):
        raise PermissionDenied("核实标准的数据，需要编辑或管理员角色。")
    asked = _asked(request)
    found = waiting(request.user, asked, 0, _MOST)
    said: dict[int, str] = {}
    # Of twenty thousand standards the words are kept, not all that every source says.
    for start in range(0, len(found.standards), _LOT):
        facts = queries.facts_of_lot(found.standards[start : start + _LOT])
        said |= {pk: _said(told) for pk, told in facts.items()}
    columns = [
        Column("number", "标准号"),
        Column("title", "标准名称"),
        Column("status", "状态"),
        Column("verification", "核实状态"),
        Column("contested", "来源矛盾"),
        Column("waiting", "要核实的值"),
    ]
    rows = [
        (
            one.number,
            one.title,
            STATUSES.get(one.status, one.status),
            VERIFICATION_STATES.get(one.verification, one.verification),
            one.contested,
            said.get(one.pk, ""),
        )
        for one in found.standards
    ]
    about = [
        (name, label, dict(choices).get(asked.get(name, ""), "全部")) for name, label, choices in _filters()
    ]
    about += extent(found.total, len(rows))
    return download(Table("待核实标准", columns, rows, about), kind, ["待核实标准"])


def _filters() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What the queue can be narrowed by: name, label, choices."""
    return [
        ("state", "核实状态", [(name, VERIFICATION_STATES[name]) for name in WAITING]),
        ("level", "层级", list(LEVELS.items())),
        ("source", "来源", [(one.code, one.name) for one in queries.sources()]),
        ("rule", "校核规则", [(rule.id, rule.title) for rule in registry_rules()]),
    ]
