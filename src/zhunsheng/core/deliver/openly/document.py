"""Open data as one JSON document, one record on each line."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import Any

from zhunsheng.core.deliver.openly import entries
from zhunsheng.core.deliver.openly.names import Names, clean
from zhunsheng.core.deliver.openly.shape import (
    Holdings,
    OpenEdition,
    OpenEnd,
    OpenLink,
    OpenStandard,
    Step,
    untold,
)
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.records import to_plain

__all__ = ["document_pieces"]


def document_pieces(holdings: Holdings, names: Names, step: Step = untold) -> Iterator[str]:
    """The document (``entries.OpenData``) piece by piece."""

    def standards() -> Iterator[dict[str, Any]]:
        for done, one in enumerate(holdings.standards(), 1):
            yield _standard(one, names)
            step(done)

    yield f'{{"format": "zhunsheng-open-data",\n"version": {entries.FORMAT},\n'
    yield f'"base": {json.dumps(names.base)},\n"as_of": {json.dumps(holdings.as_of())}'
    yield from _listed("sources", (_with(names.source(one.code), one) for one in holdings.sources()))
    yield from _listed("bodies", (_with(names.body(one.key), one, "key") for one in holdings.bodies()))
    yield from _listed("standards", standards())
    yield from _listed("links", (_link(one, names) for one in holdings.links()))
    yield from _listed("editions", (_edition(one, names) for one in holdings.editions()))
    yield "\n}\n"


def _listed(name: str, items: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f',\n"{name}": ['
    between = "\n"
    for item in items:
        yield between + json.dumps(_cleaned(item), ensure_ascii=False)
        between = ",\n"
    yield "\n]"


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(item) for name, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, (list, tuple)) else value


def _with(iri: str, record: Any, *without: str) -> dict[str, Any]:
    """A record as plain data under its IRI."""
    return {"iri": iri, **to_plain(record, exclude=frozenset(without))}


def _standard(one: OpenStandard, names: Names) -> dict[str, Any]:
    plain = {field.name: getattr(one, field.name) for field in dataclasses.fields(one)}
    plain["title"] = one.title
    plain["values"] = {fact.field: fact.value for fact in one.facts if fact.value}
    plain["numbers"] = to_plain(one.numbers)
    plain["parties"] = [
        {"role": party.role, "name": party.name, "body": names.body(party.key)} for party in one.parties
    ]
    plain["facts"] = to_plain(one.facts)
    return {"iri": names.standard(one.number), **plain}


def _end(end: OpenEnd, names: Names) -> dict[str, Any]:
    return _with(names.end(end), end)


def _link(one: OpenLink, names: Names) -> dict[str, Any]:
    subject, target = _end(one.subject, names), _end(one.target, names)
    plain = _with(names.link(one), one)
    return {**plain, "subject": subject, "target": target}


def _edition(one: OpenEdition, names: Names) -> dict[str, Any]:
    system, tree = one.system, SystemTree(one.system)

    def at(kind: str, ref: str) -> str:
        return names.of(kind, one.slug, one.key, ref)

    return {
        "iri": names.edition(one.slug, one.key),
        "system": one.slug,
        "key": one.key,
        "name": one.name,
        "title": system.title,
        "label": system.edition,
        "guide_status": system.status,
        "issuers": list(system.issuers),
        "content_hash": one.content_hash,
        "published": one.published,
        "subsystems": [
            {
                "iri": at("subsystem", box.code),
                **{name: getattr(box, name) for name in ("code", "name", "parent", "level", "topics")},
                "line": box.source.line_start,
            }
            for box in system.subsystems
        ],
        "planned": [
            {
                "iri": at("planned", tree.item_name(item)),
                "key": tree.item_name(item),
                "number": "" if item.number is None else str(item.number),
                "name": item.name,
                "subsystem": item.subsystem,
                "urgency": item.urgency.tier or item.urgency.printed,
                "identifier": item.identifier or "",
                "status": item.status or "",
                "line": item.source.line_start,
            }
            for item in system.planned_standards
        ],
        "bases": [
            {
                "iri": at("basis", str(place)),
                "kind": basis.kind,
                "title": basis.title,
                "document_number": basis.document_number or "",
                "identifier": basis.identifier or "",
                "line": basis.source.line_start,
            }
            for place, basis in enumerate(system.bases, 1)
        ],
        "targets": [
            {
                "iri": at("target", str(place)),
                **{name: getattr(target, name) for name in ("name", "comparator", "value", "unit", "year")},
                "line": target.source.line_start,
            }
            for place, target in enumerate(system.targets, 1)
        ],
    }
