"""Standards as plain data: what the interface, the pages' ``.json``, the command line and assistants hand out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from zhunsheng.apps.registry import queries
from zhunsheng.apps.registry.models import (
    Body,
    ImportProblem,
    ImportRun,
    Placement,
    Source,
    Standard,
    Statement,
)
from zhunsheng.core.registry.address import name_in_address, standard_address
from zhunsheng.core.registry.record import BODY_ROLES
from zhunsheng.core.registry.resolve import Fact, Version
from zhunsheng.core.registry.words import GRADE_ORDER, GRADES, LEVELS, NATURES, STATUSES, VERIFICATION_STATES
from zhunsheng.core.text.normal import key

__all__ = [
    "body_plain",
    "brief",
    "facts_plain",
    "placement_plain",
    "problem_plain",
    "relations_plain",
    "run_plain",
    "source_plain",
    "speakers",
    "standard_plain",
    "timeline_plain",
    "word_of",
]

#: fields whose values are codes → their words
_WORDS = {"status": STATUSES, "level": LEVELS, "nature": NATURES}


def brief(standard: Standard) -> dict[str, Any]:
    """:class:`~.shapes.Brief`."""
    return {
        "id": standard.pk,
        "number": standard.number,
        "title": standard.title,
        "title_zh": standard.title_zh,
        "title_en": standard.title_en,
        "status": standard.status,
        "status_label": STATUSES[standard.status],
        "level": standard.level,
        "level_label": LEVELS.get(standard.level, ""),
        "issued": standard.issued,
        "implemented": standard.implemented,
        "verification": standard.verification,
        "verification_label": VERIFICATION_STATES[standard.verification],
        "contested": standard.contested,
        "address": standard_address(standard.number),
        "api": f"/api/v1/standards/{quote(name_in_address(standard.number), safe='~:')}",
    }


def standard_plain(user: Any, standard: Standard) -> dict[str, Any]:
    """:class:`~.shapes.StandardOut`: everything known of a standard that ``user`` may be told."""
    told = list(queries.statements_of(standard))
    return {
        **brief(standard),
        "lineage": standard.lineage,
        "year": standard.year,
        "scope": standard.scope,
        "withdrawn": standard.withdrawn,
        "status_why": standard.status_why,
        "numbers": [
            {"number": one.canonical, "kind": one.kind, "kind_label": one.get_kind_display()}
            for one in queries.numbers_of(standard)
        ],
        "fields": facts_plain(standard),
        "participants": _participants(standard, told),
        "classifications": _classes(standard, told),
        "relations": relations_plain(standard),
        "placements": [placement_plain(one) for one in queries.placements_of(user, standard)],
        "editions": [brief(one) for one in queries.editions_of(standard)],
        "successors": [brief(one) for one in queries.successors(standard)],
        "timeline": timeline_plain(standard),
        "findings": [
            {
                "rule": one.rule,
                "severity": one.severity,
                "title": rule.title if rule else "",
                "field": one.field,
                "message": one.message,
            }
            for one, rule in queries.findings_of(standard)
        ],
    }


def speakers(standards: Sequence[int]) -> list[tuple[int, str, str]]:
    """Who speaks of these standards: (standard, name of the source, its grade), each once, the best grade first."""
    told = Statement.objects.filter(standard__in=list(standards), state=Statement.LISTED)
    found = told.values_list("standard", "source__name", "source__grade").distinct()
    return sorted(found, key=lambda one: (one[0], GRADE_ORDER.get(one[2], 9), one[1]))


def facts_plain(standard: Standard) -> dict[str, dict[str, Any]]:
    """Every field by name: :class:`~.shapes.FactOut`."""
    return {name: _fact(fact) for name, fact in queries.facts_of(standard).items()}


def _fact(fact: Fact) -> dict[str, Any]:
    versions = sorted(fact.versions, key=lambda one: not one.chosen)
    return {
        "label": fact.label,
        "value": fact.value,
        "value_label": word_of(fact.field, fact.value),
        "state": fact.state,
        "state_label": fact.state_label,
        "contested": fact.contested,
        "sources": [_voice(one) for one in versions if one.agrees],
        "versions": [_version(one) for one in versions],
    }


def word_of(field: str, value: str) -> str:
    """The Chinese word for a value that is a code; "" where it is none."""
    return _WORDS.get(field, {}).get(value, "")


def _version(one: Version) -> dict[str, Any]:
    return {
        "value": one.value,
        **_voice(one),
        "printed": one.printed,
        "chosen": one.chosen,
        "agrees": one.agrees,
        "evidence": one.evidence,
    }


def _voice(one: Version) -> dict[str, Any]:
    return {
        "source": one.source,
        "source_name": one.source_name,
        "grade": one.grade,
        "grade_label": GRADES.get(one.grade, ""),
        "date": one.date,
        "place": one.place,
    }


def _said(statements: Iterable[Statement]) -> list[dict[str, str]]:
    """Those who make these statements, each once."""
    found = {one.source.code: one for one in statements if one.state == Statement.LISTED}
    return [
        {
            "source": code,
            "source_name": one.source.name,
            "grade": one.source.grade,
            "grade_label": GRADES.get(one.source.grade, ""),
            "date": one.date or one.source.date,
            "place": one.place,
        }
        for code, one in found.items()
    ]


def _participants(standard: Standard, told: list[Statement]) -> list[dict[str, Any]]:
    def says(statement: Statement, role: str, name: str) -> bool:
        parties = statement.record.get("parties", ())
        return any(one[0] == role and key(one[1]) == key(name) for one in parties)

    return [
        {
            "role": one.role,
            "role_label": BODY_ROLES.get(one.role, one.role),
            "name": one.body.name,
            "body": one.body.pk,
            "sources": _said(item for item in told if says(item, one.role, one.body.name)),
        }
        for one in queries.participations_of(standard)
    ]


def _classes(standard: Standard, told: list[Statement]) -> list[dict[str, Any]]:
    return [
        {
            "scheme": one.scheme,
            "code": one.code,
            "sources": _said(
                item for item in told if one.code in item.record.get("lists", {}).get(one.scheme, ())
            ),
        }
        for one in standard.classifications.order_by("scheme", "code")
    ]


def relations_plain(standard: Standard) -> list[dict[str, Any]]:
    """Links both ways: :class:`~.shapes.RelationOut`."""
    return [
        {
            "type": view.type,
            "direction": "out" if view.outgoing else "in",
            "label": view.label,
            "number": view.number,
            "degree": view.degree,
            "degree_label": view.degree_label,
            "said": view.said,
            "standard": brief(view.other) if view.other else None,
            "sources": list(view.sources),
            "grades": list(view.grades),
        }
        for view in queries.relations_of(standard)
    ]


def timeline_plain(standard: Standard) -> list[dict[str, Any]]:
    """Points of a standard's life: :class:`~.shapes.TimelineOut`."""
    return [
        {
            "date": event.date,
            "kind": event.kind,
            "label": event.label,
            "source": event.source,
            "number": event.standard.number if event.standard else "",
            "future": event.future,
        }
        for event in queries.timeline(standard)
    ]


def placement_plain(one: Placement) -> dict[str, Any]:
    """:class:`~.shapes.PlacementOut`."""
    return {
        "id": one.pk,
        "system": one.system,
        "edition": one.edition,
        "kind": one.kind,
        "item": one.item,
        "item_label": one.item_label,
        "state": one.state,
        "state_label": one.get_state_display(),
        "origin": one.origin,
        "score": one.score,
        "evidence": [item if isinstance(item, str) else str(item) for item in one.evidence],
        "reason": one.reason,
        "by": one.by_name,
        "gone": one.gone,
        "standard": brief(one.standard),
    }


def body_plain(body: Body) -> dict[str, Any]:
    """:class:`~.shapes.BodyOut`."""
    roles = {one.role: one.standards for one in body.tallies.all() if one.standards > 0}
    return {
        "id": body.pk,
        "name": body.name,
        "kind": body.kind,
        "kind_label": body.get_kind_display(),
        "abbreviations": list(body.abbreviations),
        "standards": roles.pop("", 0),
        "roles": roles,
        "address": f"/bodies/{body.pk}/",
    }


def source_plain(source: Source, counts: dict[str, int]) -> dict[str, Any]:
    """:class:`~.shapes.SourceOut`."""
    return {
        "code": source.code,
        "name": source.name,
        "grade": source.grade,
        "grade_label": GRADES.get(source.grade, ""),
        "kind": source.kind,
        "url": source.url,
        "date": source.date,
        "licence": source.licence,
        "statements": counts,
    }


def run_plain(run: ImportRun, waiting: int) -> dict[str, Any]:
    """:class:`~.shapes.RunOut`; so many of its rows wait for mending."""
    return {
        "uid": str(run.uid),
        "source": run.source.code,
        "connector": run.connector,
        "file_name": run.file_name,
        "sha256": run.sha256,
        "state": run.state,
        "state_label": run.get_state_display(),
        "taken": run.taken,
        "done": run.done,
        "counts": {name: value for name, value in run.counts.items() if isinstance(value, int)},
        "rows_waiting": waiting,
        "message": run.message,
        "by": run.actor_name,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
    }


def problem_plain(one: ImportProblem) -> dict[str, Any]:
    """:class:`~.shapes.ImportProblemOut`."""
    return {
        "id": one.pk,
        "place": one.place,
        "column": one.column,
        "value": one.value,
        "problem": one.problem,
        "mend": one.mend,
        "row": {str(name): str(value) for name, value in one.row.items()},
        "state": one.state,
        "state_label": one.get_state_display(),
    }
