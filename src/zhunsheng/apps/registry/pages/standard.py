"""One standard: its numbers, life, values with their sources, relations, places, citations; verifying a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from zhunsheng.apps.journal.actions import ACTIONS, Refused
from zhunsheng.apps.registry import actions, browse, queries
from zhunsheng.apps.registry.lookup import as_asked, find_any, nearest
from zhunsheng.apps.registry.models import Placement, Standard, Statement, Verification
from zhunsheng.apps.registry.pages.common import Step, page, refusal, rights_of
from zhunsheng.apps.registry.pages.placed import placement_lines
from zhunsheng.apps.registry.templatetags.registry import value_word
from zhunsheng.core.deliver.citation import STYLES
from zhunsheng.core.deliver.diagrams.life import LifeEvent, life_picture
from zhunsheng.core.registry.address import number_in_address, standard_address
from zhunsheng.core.registry.classes import class_label
from zhunsheng.core.registry.record import BODY_ROLES, TEXT_FIELDS
from zhunsheng.core.registry.resolve import DATE_FIELDS, Fact
from zhunsheng.core.registry.words import LEVELS, NATURES, STATUSES

__all__ = ["standard", "standard_or_404", "unverify", "verify"]

_MOST_ENDS = 30
_LONG = {"scope", "note", "title_zh", "title_en", "title_fr", "title_ja"}
_CHOICES = {"level": LEVELS, "nature": NATURES, "status": STATUSES}


@dataclass(slots=True)
class End:
    """The other end of a relation as the page shows it."""

    number: str
    href: str = ""
    title: str = ""
    status: str = ""
    degree: str = ""
    said: str = ""
    sources: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RelationGroup:
    """The relations of one type in one direction; ``hidden`` ones are shown when asked for."""

    key: str
    label: str
    ends: list[End]
    total: int = 0

    @property
    def hidden(self) -> int:
        """How many are not shown."""
        return self.total - len(self.ends)


@dataclass(slots=True)
class Line:
    """A standard to use instead, or from a day on. ``lead``: the words before it; ``via``: the chain between."""

    number: str
    href: str
    title: str
    status: str
    via: list[str] = field(default_factory=list)
    partly: bool = False
    lead: str = "改用"
    rest: str = ""


def standard_or_404(request: HttpRequest, name: str) -> Standard:
    """The standard that an address names, as the interface reads it: see :func:`..lookup.find_any`."""
    found = find_any(request.user, name) or find_any(request.user, name.replace("~", "/"))
    if found is None:
        raise Http404("标准库里没有这个编号")
    return found


def standard(request: HttpRequest, name: str) -> HttpResponse:
    """The page of one standard. Another spelling of its number leads to its one address; a further number says so."""
    try:
        found = standard_or_404(request, name)
    except Http404:
        return _missing(request, name)
    wanted = standard_address(found.number)
    numbers = queries.numbers_of(found)
    other = next(
        (
            one
            for one in numbers
            if one.canonical == number_in_address(name) and one.canonical != found.number
        ),
        None,
    )
    if request.path != unquote(wanted) and other is None:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(wanted + query)
    return _page(
        request, found, {"asked_as": other.canonical, "asked_kind": other.get_kind_display()} if other else {}
    )


def _missing(request: HttpRequest, name: str) -> HttpResponse:
    """A number that is not held: said as such, with those that may be meant."""
    asked = as_asked(name)
    near = queries.visible_standards(request.user).filter(number__in=nearest(request.user, asked))
    context = {
        "asked": asked,
        "near": [Line(one.number, standard_address(one.number), one.title, one.status) for one in near],
        "search_href": f"{reverse('discovery:search')}?{urlencode({'q': asked})}",
    }
    return page(request, "missing", "standards", [Step(asked)], context, status=404)


def _page(request: HttpRequest, found: Standard, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    facts = list(queries.facts_of(found).values())
    events = queries.timeline(found)
    here = standard_address(found.number)
    placements = queries.placements_of(request.user, found)
    rights = rights_of(request.user)
    relations = queries.relations_of(found)
    asked = request.GET.get("verify", "")
    context: dict[str, Any] = {
        "standard": found,
        "subtitle": _subtitle(found),
        "here": here,
        "json_href": here.rstrip("/") + ".json",
        "verify_href": reverse("registry:verify", args=[_name_of(here)]),
        "unverify_href": reverse("registry:unverify", args=[_name_of(here)]),
        "same_number": [
            one for one in queries.editions_of(found) if one.status == "current" and one.pk != found.pk
        ],
        "numbers": _numbers(found),
        "successor_lines": _successors(found),
        "life": _life(found, events),
        "events": events,
        "facts": facts,
        "contested_count": sum(fact.contested for fact in facts),
        "relations": _relation_groups(relations, request.GET.get("all", "")),
        "relation_count": len(relations),
        "citations": _citations(found),
        "placements": placement_lines(request.user, placements if rights.place else _shown(placements)),
        "parties": _parties(found),
        "classes": _classes(found),
        "editions": queries.editions_of(found),
        "findings": (found_faults := [finding for finding, _ in queries.findings_of(found)]),
        "stale": (stale := _stale(relations)),
        "finding_count": len(found_faults) + len(stale),
        "statements": _statements(found),
        "history": _history(found) if rights.verify else [],
        "verify": _form(facts, asked) if rights.verify and asked else None,
    }
    trail = [Step(found.number)]
    return page(request, "standard", "standards", trail, context | more, status=status)


def _shown(placements: list[Any]) -> list[Any]:
    return [one for one in placements if one.state != "rejected"]


def _name_of(address: str) -> str:
    return unquote(address.removeprefix("/standards/").rstrip("/"))


def _subtitle(found: Standard) -> str:
    """The title in the other language."""
    return next(
        (one for one in (found.title_zh, found.title_en, found.title_other) if one and one != found.title), ""
    )


def _numbers(found: Standard) -> list[tuple[str, str, str]]:
    """(kind, form, id) of the number in every form in which people need it."""
    forms: list[tuple[str, str]] = []
    for one in queries.numbers_of(found):
        label = "规范写法" if one.kind == "main" else one.get_kind_display()
        forms.append((label, one.canonical))
    number = found.number
    for sign in ("-", ":"):
        if found.year is not None and number.endswith(tail := f"{sign}{found.year}"):
            if sign == "-":
                forms.append(("印刷写法", f"{number.removesuffix(tail)}—{found.year}"))
            forms.append(("不带年份", number.removesuffix(tail)))
    forms.append(("用作文件名", number.replace("/", "").replace(" ", "-").replace(":", "-")))
    unique = {form: label for label, form in reversed(forms)}
    return [(unique[form], form, f"number-{place}") for place, form in enumerate(reversed(unique))]


def _successors(found: Standard) -> list[Line]:
    """What to use instead; for a standard in force what replaces a part of it, or will replace it."""
    lines = []
    direct = {
        view.other.pk: view
        for view in queries.relations_of(found)
        if view.other is not None and not view.outgoing and view.type in {"replaces", "replaces_partly"}
    }
    for heir in queries.successors(found):
        via = (
            [] if heir.pk in direct else [view.number for view in direct.values() if view.type == "replaces"]
        )
        lead, rest = _when(found, heir)
        href = standard_address(heir.number)
        lines.append(Line(heir.number, href, heir.title, heir.status, via, lead=lead, rest=rest))
    named = {line.number for line in lines}
    for view in direct.values():
        if view.type == "replaces_partly" and view.number not in named:
            href = standard_address(view.number)
            other = view.other
            lines.append(
                Line(view.number, href, other.title if other else "", other.status if other else "", [], True)
            )
    if not lines and found.status in {"superseded", "withdrawn"}:
        lines = [
            Line(view.number, "", "标准库里还没有这项标准", "")
            for view in queries.relations_of(found)
            if not view.outgoing and view.type == "replaces" and view.other is None
        ]
    return lines


def _stale(relations: list[Any]) -> list[tuple[str, Any, list[Line]]]:
    """What this standard adopts or cites and is in force no more: (relation, other end, what holds now)."""
    lines = []
    for view in relations:
        dead = view.other is not None and view.other.status in {"superseded", "withdrawn"}
        if dead and view.outgoing and view.type in {"adopts", "cites"}:
            heirs = [
                Line(heir.number, standard_address(heir.number), heir.title, heir.status)
                for heir in queries.successors(view.other)
            ]
            lines.append(
                (view.label, Line(view.number, standard_address(view.number), "", view.other.status), heirs)
            )
    return lines


def _when(found: Standard, heir: Standard) -> tuple[str, str]:
    """Words around a successor: what is still in force must not be said to be used no more."""
    if found.status in {"superseded", "withdrawn"} or heir.status not in {"upcoming", "draft"}:
        return "改用", ""
    if heir.status == "draft":
        return "正在由", "修订，公布以前仍用本标准"
    return f"{heir.implemented or '新标准实施之日'} 起改用", "在此之前仍用本标准"


def _life(found: Standard, events: list[Any]) -> str:
    kinds = {"issued": "issued", "implemented": "implemented", "withdrawn": "ended"}
    drawn = []
    for event in events:
        kind = kinds.get(event.kind, "")
        if not kind and event.kind == "replaces" and event.label.startswith("被"):
            kind = "ended"
        drawn.append(LifeEvent(event.date, event.label, kind))
    # Built of escaped text by our own drawing code.
    return mark_safe(life_picture(drawn, queries.today(), found.status))  # noqa: S308


def _relation_groups(relations: list[Any], opened: str) -> list[RelationGroup]:
    groups: dict[str, RelationGroup] = {}
    for view in relations:
        key = f"{view.type}-{'out' if view.outgoing else 'in'}"
        group = groups.setdefault(key, RelationGroup(key, view.label, []))
        group.total += 1
        if len(group.ends) >= _MOST_ENDS and opened != key:
            continue
        other = view.other
        group.ends.append(
            End(
                view.number,
                standard_address(other.number) if other else "",
                other.title if other else "",
                other.status if other else "",
                view.degree,
                view.said,
                list(view.sources),
            )
        )
    return list(groups.values())


def _citations(found: Standard) -> list[tuple[str, str, str]]:
    record = browse.record_of(found)
    return [
        (name, style.label, style.write(record).strip()) for name, style in STYLES.items() if name != "csl"
    ]


def _parties(found: Standard) -> list[tuple[str, list[Any]]]:
    made: dict[str, list[Any]] = {}
    for one in queries.participations_of(found):
        made.setdefault(BODY_ROLES.get(one.role, one.role), []).append(one.body)
    return list(made.items())


def _classes(found: Standard) -> list[tuple[str, list[tuple[str, str]]]]:
    made: dict[str, list[tuple[str, str]]] = {}
    base = reverse("registry:standards")
    for one in found.classifications.all():
        label = class_label(one.scheme, one.code)
        made.setdefault(one.scheme.upper(), []).append((label, f"{base}?{one.scheme}={one.code}"))
    return list(made.items())


def _statements(found: Standard) -> list[dict[str, Any]]:
    return [
        {
            "name": one.source.name,
            "code": one.source.code,
            "url": one.record.get("values", {}).get("url") or one.source.url,
            "grade": one.source.grade,
            "date": one.date or one.source.date,
            "place": one.place,
            "gone": one.state == Statement.GONE,
        }
        for one in queries.statements_of(found)
        if one.state != Statement.WITHDRAWN
    ]


def _history(found: Standard) -> list[dict[str, Any]]:
    return [
        {
            "at": event.at,
            "actor_name": event.actor_name,
            "title": ACTIONS[event.action].title if event.action in ACTIONS else event.action,
            "reason": event.reason,
            "said": _change(event.before, event.after),
            "evidence": (event.after or {}).get("evidence", ""),
        }
        for event in queries.journal_of(found)[:20]
    ]


def _change(before: Any, after: Any) -> str:
    """What an event did, in one line: the field with its old and new value, or the place with its state."""
    old, new = before or {}, after or {}
    where = new.get("place") or old.get("place")
    if where and "state" in new:
        words = dict(Placement.STATES)
        return f"{where}：{words.get(str(old.get('state')), '无')} → {words.get(new['state'], new['state'])}"
    return "；".join(
        f"{TEXT_FIELDS[name]} {value_word(old.get(name) or '（空）', name)} → {value_word(new.get(name) or '（撤回）', name)}"
        for name in dict.fromkeys([*old, *new])
        if name in TEXT_FIELDS
    )


def _form(facts: list[Fact], name: str, **typed: str) -> dict[str, Any] | None:
    """The form that verifies one field; None for a field that is not verified by hand."""
    if name not in TEXT_FIELDS:
        return None
    fact = next((one for one in facts if one.field == name), None)
    choices = [("", "（空）"), *_CHOICES[name].items()] if name in _CHOICES else []
    value = typed.get("value", fact.value if fact else "")
    return {
        "field": name,
        "label": TEXT_FIELDS[name],
        "value": value,
        "choices": choices,
        "long": name in _LONG,
        "is_date": name in DATE_FIELDS,
        "evidence": typed.get("evidence", ""),
        "note": typed.get("note", ""),
        "error": typed.get("error", ""),
        "verified": fact is not None and fact.state == "verified",
    }


@require_POST
def verify(request: HttpRequest, name: str) -> HttpResponse:
    """Confirm or correct one value with a link to evidence; a refusal shows the form again with what was typed."""
    found = standard_or_404(request, name)
    field_name = request.POST.get("field", "")
    typed = {key: request.POST.get(key, "").strip() for key in ("value", "evidence", "note")}
    here = standard_address(found.number)
    facts = queries.facts_of(found)
    now = facts[field_name].value if field_name in facts else ""
    act = actions.verify_value if typed["value"] == now else actions.correct_value
    try:
        act(
            request.user,
            found,
            field_name,
            typed["value"],
            evidence_url=typed["evidence"],
            note=typed["note"],
        )
    except Refused as error:
        if not rights_of(request.user).verify:
            return refusal(request, error, here)
        form = _form(list(facts.values()), field_name, error=str(error), **typed)
        return _page(request, found, {"verify": form}, status=400)
    label = TEXT_FIELDS.get(field_name, field_name)
    messages.success(request, f"已{'确认' if act is actions.verify_value else '更正'}{label}。")
    return redirect(f"{here}#fact-{field_name}")


@require_POST
def unverify(request: HttpRequest, name: str) -> HttpResponse:
    """Take a person's word on one value back, with the reason: what sources say counts again."""
    found = standard_or_404(request, name)
    field_name = request.POST.get("field", "")
    here = standard_address(found.number)
    word = queries.verifications_of(found).filter(field=field_name, state=Verification.ACTIVE).first()
    if word is None:
        messages.error(request, "这一项没有核实可以撤回。")
        return redirect(f"{here}#facts")
    try:
        actions.withdraw_verification(request.user, word, reason=request.POST.get("reason", ""))
    except Refused as error:
        return refusal(request, error, here)
    messages.success(request, f"已撤回{TEXT_FIELDS.get(field_name, field_name)}的核实，仍按各来源取值。")
    return redirect(f"{here}#fact-{field_name}")
