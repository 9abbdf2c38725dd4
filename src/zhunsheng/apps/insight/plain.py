"""Relations as plain data: what the interface, the pages' ``.json`` and the command line hand out."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from zhunsheng.apps.insight.asking import Around, Differences, Health, Impact
from zhunsheng.apps.insight.counting import Matrix
from zhunsheng.apps.insight.gathering import Edge, Thing
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.insight.noticing import Noticed
from zhunsheng.apps.insight.proposing import rule_titles
from zhunsheng.apps.insight.queries import LinkView, thing_at
from zhunsheng.apps.insight.walking import CHANGES, Reach, Step
from zhunsheng.apps.insight.wording import forward, kind_word, origin_word, sentence, status_word
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.registry.address import standard_address

__all__ = [
    "address_of",
    "around_plain",
    "changes_plain",
    "health_plain",
    "impact_plain",
    "kept_plain",
    "matrix_plain",
    "path_plain",
    "step_plain",
    "thing_plain",
    "view_plain",
]


def address_of(edition: Edition | None, thing: Thing) -> str:
    """The page of a thing; "" where it has none."""
    if thing.kind == "standard":
        return standard_address(thing.ref) if thing.status else ""
    if edition is None:
        return ""
    base = f"/systems/{edition.system.slug}/{quote(edition.key_in_address)}"
    match thing.kind:
        case "planned":
            return f"{base}/items/{quote(thing.ref)}/"
        case "subsystem":
            return f"{base}/subsystems/{quote(thing.ref)}/"
        case "system":
            return f"{base}/"
    return f"{base}/#bases" if thing.kind == "basis" else ""


def thing_plain(edition: Edition | None, thing: Thing) -> dict[str, Any]:
    """:class:`~.shapes.ThingOut`."""
    called = "number" if thing.kind in {"standard", "planned"} else "code"
    return {
        "end": thing.key,
        "kind": thing.kind,
        "kind_label": kind_word(thing.kind),
        called: thing.code or thing.ref,
        "title": thing.title,
        "module": thing.module,
        "status": thing.status,
        "address": address_of(edition, thing),
    }


def _link_plain(
    edition: Edition | None, subject: Thing, target: Thing, edge: Edge, status: str
) -> dict[str, Any]:
    source, _, pk = edge.source.partition(":")
    return {
        "subject": thing_plain(edition, subject),
        "type": edge.type,
        "label": forward(edge.type),
        "target": thing_plain(edition, target),
        "status": status,
        "status_label": status_word(status),
        "origin": edge.origin,
        "origin_label": origin_word(edge.origin),
        "degree": edge.degree,
        "valid_from": edge.valid_from,
        "valid_to": edge.valid_to,
        "link": int(pk) if source == "link" else None,
        "said": sentence(subject.label, edge.type, target.label),
    }


def step_plain(edition: Edition | None, step: Step) -> dict[str, Any]:
    """:class:`~.shapes.StepOut`."""
    return _link_plain(edition, step.subject, step.target, step.edge, step.edge.status)


def view_plain(edition: Edition, view: LinkView) -> dict[str, Any]:
    """A line of the list: :class:`~.shapes.StepOut`, as certain as between the modules asked for."""
    return _link_plain(edition, view.subject, view.target, view.edge, view.status)


def matrix_plain(matrix: Matrix, still_open: int) -> dict[str, Any]:
    """:class:`~.shapes.MatrixOut`."""
    order = {code: place for place, (code, _, _) in enumerate(matrix.modules)}
    cells = sorted(matrix.cells.items(), key=lambda one: tuple(order.get(code, 99) for code in one[0]))
    return {
        "modules": [{"code": code, "name": name} for code, name, _ in matrix.modules],
        "cells": [
            {
                "from": start,
                "to": end,
                "confirmed": dict(cell.confirmed),
                "suggested": dict(cell.suggested),
                "strength": cell.strength,
            }
            for (start, end), cell in cells
        ],
        "confirmed": dict(matrix.total.confirmed),
        "suggested": dict(matrix.total.suggested),
        "open": still_open,
    }


def around_plain(edition: Edition | None, thing: Thing, steps: int, found: Around) -> dict[str, Any]:
    """:class:`~.shapes.AroundOut`."""
    return {
        "thing": thing_plain(edition, thing),
        "steps": steps,
        "cut": found.cut,
        "items": [{"distance": distance, **step_plain(edition, step)} for distance, step in found.links],
    }


def reach_plain(edition: Edition | None, one: Reach) -> dict[str, Any]:
    """:class:`~.shapes.ReachOut`."""
    return {
        **thing_plain(edition, one.thing),
        "distance": one.distance,
        "certain": one.certain,
        "path": [(step.subject.key, step.edge.type, step.target.key) for step in one.steps],
        "said": [step.said for step in one.steps],
    }


def impact_plain(
    edition: Edition | None, found: Impact, change: str, limit: int | None = None
) -> dict[str, Any]:
    """:class:`~.shapes.ImpactOut`, of what is reached the first ``limit``."""
    return {
        "thing": thing_plain(edition, found.thing),
        "change": change,
        "advice": CHANGES[change][1],
        "instead": [thing_plain(edition, one) for one in found.instead],
        "inside": [thing_plain(edition, one) for one in found.inside],
        "total": len(found.reached),
        "cut": found.cut,
        "items": [reach_plain(edition, one) for one in found.reached[:limit]],
    }


def path_plain(
    edition: Edition | None, start: Thing, end: Thing, steps: tuple[Step, ...] | None
) -> dict[str, Any]:
    """:class:`~.shapes.PathOut`."""
    return {
        "from": thing_plain(edition, start),
        "to": thing_plain(edition, end),
        "found": steps is not None,
        "items": [step_plain(edition, step) for step in steps or ()],
    }


def health_plain(
    edition: Edition, found: Health, tensions: list[Link], outdated: list[Noticed]
) -> dict[str, Any]:
    """:class:`~.shapes.HealthOut`."""
    return {
        "outdated": [
            {
                "rule": one.rule,
                "title": one.title,
                "subject": thing_plain(edition, one.subject),
                "target": thing_plain(edition, one.target),
                "instead": [thing_plain(edition, other) for other in one.instead],
                "said": one.text,
            }
            for one in outdated
        ],
        "rings": [
            {"type": kind, "label": forward(kind), "items": [step_plain(edition, step) for step in steps]}
            for kind, steps in found.rings
        ],
        "tensions": [{"link": one.pk, "said": said_of(one)} for one in tensions],
        "orphans": [thing_plain(edition, one) for one in found.orphans],
        "hubs": [{**thing_plain(edition, one), "links": number} for one, number in found.hubs],
    }


def changes_plain(before: Edition, edition: Edition, found: Differences) -> dict[str, Any]:
    """:class:`~.shapes.ChangesOut`."""
    return {
        "since": before.key,
        "added": [step_plain(edition, one) for one in found.added],
        "removed": [step_plain(before, one) for one in found.removed],
        "changed": [{"was": old.edge.status, **step_plain(edition, new)} for old, new in found.changed],
    }


def said_of(link: Link) -> str:
    """A kept link as a sentence, by the names it is kept under."""
    return sentence(link.subject_label or link.subject_ref, link.type, link.target_label or link.target_ref)


def kept_plain(edition: Edition, link: Link) -> dict[str, Any]:
    """:class:`~.shapes.KeptLinkOut`."""
    subject = thing_at(edition, link.subject_kind, link.subject_ref, link.subject_label)
    target = thing_at(edition, link.target_kind, link.target_ref, link.target_label)
    plain = ("rule", "confidence", "evidence", "subject_clause", "target_clause", "degree")
    more = ("valid_from", "valid_to", "reason", "resolution")
    return {
        "id": link.pk,
        "subject": thing_plain(edition, subject),
        "type": link.type,
        "label": forward(link.type),
        "target": thing_plain(edition, target),
        "said": sentence(subject.label, link.type, target.label),
        "status": link.status,
        "status_label": status_word(link.status),
        "origin": link.origin,
        "origin_label": origin_word(link.origin),
        "rule_label": rule_titles().get(link.rule, link.rule),
        **{name: getattr(link, name) for name in (*plain, *more)},
        "by": link.by_name,
        "at": link.at.isoformat(),
        "decision": str(link.decision) if link.decision else None,
    }
