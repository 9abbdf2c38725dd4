"""查一项: the neighbourhood of a thing, what a change of it reaches, the way from it to another."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from zhunsheng.apps.insight import asking, queries
from zhunsheng.apps.insight.gathering import Thing
from zhunsheng.apps.insight.listing import around_table, impact_table, is_day, path_table
from zhunsheng.apps.insight.pages.common import address, edition_or_404, linked, page, told
from zhunsheng.apps.insight.pages.surrounding import around_context
from zhunsheng.apps.insight.walking import CHANGES, Reach, Step
from zhunsheng.apps.insight.wording import backward, forward, kind_word, type_choices
from zhunsheng.apps.systems.addressed import edition_address
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import visible_systems
from zhunsheng.core.deliver.tables import Table
from zhunsheng.core.relations import relation_types
from zhunsheng.shell.downloads import FORMATS, download
from zhunsheng.shell.frame import Step as Crumb
from zhunsheng.shell.navigation import first_edition

__all__ = ["anywhere", "around", "around_export", "impact", "impact_export", "path", "path_export"]

_ALL = ("confirmed", "suggested")


def _question(request: HttpRequest) -> dict[str, Any]:
    """Types, statuses and day that the address asks for."""
    types = [one for one in request.GET.get("type", "").split(",") if one in relation_types()]
    status = request.GET.get("status", "")
    day = request.GET.get("on", "")
    return {
        "types": types,
        "statuses": (status,) if status == "confirmed" else _ALL,
        "on": day if is_day(day) else "",
    }


def _exports(name: str, edition: Edition, request: HttpRequest) -> list[tuple[str, str]]:
    return [(kind, f"{address(name, edition, kind)}?{request.GET.urlencode()}") for kind in FORMATS]


def _asked(request: HttpRequest, edition: Edition, name: str) -> tuple[str, Thing | None]:
    """What was asked for, as people would type it, and what it is."""
    asked = request.GET.get(name, "").strip()
    thing = queries.find_thing(request.user, edition, asked) if asked else None
    if thing is not None and asked == thing.key:
        asked = queries.typed_name(request.user, edition, thing)
    return asked, thing


def _common(
    request: HttpRequest, edition: Edition, asked: str, thing: Thing | None, question: dict[str, Any]
) -> dict[str, Any]:
    end = thing.key if thing else ""
    return {
        "asked": asked,
        "thing": thing,
        "about": linked(edition, thing) if thing else None,
        "question": question,
        "type_choices": type_choices(),
        "around_at": address("around", edition, end=end),
        "impact_at": address("impact", edition, end=end),
        "path_at": address("path", edition, **{"from": end}),
        "items_at": edition_address("systems:items", edition),
    }


def around(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What a thing is linked with, within one to three steps."""
    edition = edition_or_404(request, slug, key)
    asked, thing = _asked(request, edition, "end")
    question, steps = _question(request), _steps(request)
    context = _common(request, edition, asked, thing, question) | {
        "steps": steps,
        "step_choices": (1, 2, 3),
        "ask_at": address("around", edition),
        "exports": _exports("around-export", edition, request),
    }
    if thing is not None:
        found = asking.around(edition, thing, steps=steps, **question)
        context["rows"] = [_around_row(edition, thing, distance, step) for distance, step in found.links]
        context["cut"] = found.cut
        context |= around_context(request, edition, thing, found, question["on"])
    return page(request, "around", edition, "around", [Crumb("查一项")], context)


def _steps(request: HttpRequest) -> int:
    asked = request.GET.get("steps", "1")
    return int(asked) if asked in {"1", "2", "3"} else 1


def _around_row(edition: Edition, thing: Thing, distance: int, step: Step) -> dict[str, Any]:
    """A link near a thing. One that touches it is read from it; one farther off from its subject."""
    here_is_target = step.target.key == thing.key
    first, last = (step.target, step.subject) if here_is_target else (step.subject, step.target)
    href, words = told(edition, step.edge)
    return {
        "distance": distance,
        "first": linked(edition, first),
        "label": backward(step.edge.type) if here_is_target else forward(step.edge.type),
        "last": linked(edition, last),
        "own": first.key == thing.key,
        "degree": step.edge.degree,
        "status": step.edge.status,
        "href": href,
        "words": words,
        "said": step.said,
    }


def impact(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What a change of a thing reaches, nearest first, each with the way that explains it."""
    edition = edition_or_404(request, slug, key)
    asked, thing = _asked(request, edition, "end")
    question, change = _question(request), _change(request)
    context = _common(request, edition, asked, thing, question) | {
        "change": change,
        "changes": [(name, words) for name, (words, _) in CHANGES.items()],
        "change_word": CHANGES[change][0],
        "advice": CHANGES[change][1],
        "ask_at": address("impact", edition),
        "exports": _exports("impact-export", edition, request),
    }
    if thing is not None:
        found = asking.impact(edition, thing, change=change, **question)
        context["found"] = found
        context["groups"] = [
            (distance, len(group), [_reach_row(edition, one) for one in group])
            for distance, group in found.by_distance
        ]
        context["kinds"] = [(kind_word(kind), number) for kind, number in found.by_kind.items()]
        context["inside"] = [linked(edition, one) for one in found.inside]
        context["instead"] = [linked(edition, one) for one in found.instead]
        context["sure"] = sum(one.certain for one in found.reached)
    return page(request, "impact", edition, "around", [Crumb("影响")], context)


def _change(request: HttpRequest) -> str:
    asked = request.GET.get("change", "")
    return asked if asked in CHANGES else next(iter(CHANGES))


def _reach_row(edition: Edition, one: Reach) -> dict[str, Any]:
    return {"reach": one, "other": linked(edition, one.thing), "steps": [step.said for step in one.steps]}


def path(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """How two things hang together."""
    edition = edition_or_404(request, slug, key)
    asked, start = _asked(request, edition, "from")
    asked_to, end = _asked(request, edition, "to")
    question = _question(request)
    context = _common(request, edition, asked, start, question) | {
        "asked_to": asked_to,
        "start": start,
        "end": end,
        "plain": address("path", edition),
        "exports": _exports("path-export", edition, request),
    }
    if start is not None and end is not None:
        found = asking.path(edition, start, end, **question)
        context["found"] = found is not None
        context["rows"] = [
            {
                "first": linked(edition, step.subject),
                "last": linked(edition, step.target),
                "label": forward(step.edge.type),
                "status": step.edge.status,
                "told": told(edition, step.edge),
            }
            for step in found or ()
        ]
    return page(request, "path", edition, "around", [Crumb("路径")], context)


def around_export(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """The neighbourhood as a file."""
    edition, thing = _for_export(request, slug, key, kind, "end")
    found = asking.around(edition, thing, steps=_steps(request), **_question(request))
    return _file(edition, around_table(edition, thing, found), kind, f"{thing.label[:40]} 的关联")


def impact_export(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """What a change reaches as a file."""
    edition, thing = _for_export(request, slug, key, kind, "end")
    change = _change(request)
    found = asking.impact(edition, thing, change=change, **_question(request))
    table = impact_table(edition, found, CHANGES[change][0])
    return _file(edition, table, kind, f"{thing.label[:40]} 的影响")


def path_export(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """The way between two things as a file."""
    edition, start = _for_export(request, slug, key, kind, "from")
    _, end = _asked(request, edition, "to")
    if end is None:
        raise Http404("没有找到另一端")
    found = asking.path(edition, start, end, **_question(request))
    return _file(edition, path_table(edition, start, end, found or ()), kind, "路径")


def _for_export(request: HttpRequest, slug: str, key: str, kind: str, name: str) -> tuple[Edition, Thing]:
    edition = edition_or_404(request, slug, key)
    _, thing = _asked(request, edition, name)
    if kind not in FORMATS or thing is None:
        raise Http404("没有这种格式，或没有找到这一项")
    return edition, thing


def _file(edition: Edition, table: Table, kind: str, name: str) -> HttpResponse:
    return download(table, kind, [edition.system.name, name, edition.display_label])


def anywhere(request: HttpRequest) -> HttpResponse:
    """From a page that belongs to no edition (a standard's) to what it reaches, in the edition shown first."""
    edition = first_edition(request.user, list(visible_systems(request.user)))
    if edition is None:
        raise Http404("还没有任何体系，关联按体系的版本查看")
    return redirect(address("impact", edition, end=request.GET.get("end", "")[:300]))
