"""A stored standard as the record that citations are written from: what is held to be true, nothing else."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.registry import queries
from zhunsheng.apps.registry.models import Identifier, Standard
from zhunsheng.core.deliver.citation import STYLES, cite
from zhunsheng.core.registry.record import TEXT_FIELDS, StatedParty, StatedRecord, StatedRelation

__all__ = ["citable", "citation_plain", "citations"]


def citable(standard: Standard) -> StatedRecord:
    """The standard as a :class:`StatedRecord` of its resolved values, parties, classes and relations."""
    values = {name: str(getattr(standard, name, "") or "") for name in TEXT_FIELDS}
    lists: dict[str, tuple[str, ...]] = {}
    for one in standard.classifications.order_by("scheme", "code"):
        lists[one.scheme] = (*lists.get(one.scheme, ()), one.code)
    return StatedRecord(
        local_id=standard.number,
        place="",
        number=standard.number,
        values={name: value for name, value in values.items() if value},
        lists=lists,
        other_numbers=tuple(
            (one.kind, one.canonical)
            for one in queries.numbers_of(standard)
            if one.kind != Identifier.MAIN and one.canonical != standard.number
        ),
        relations=tuple(
            StatedRelation(view.type, view.number, view.degree, view.said, inverse=not view.outgoing)
            for view in queries.relations_of(standard)
        ),
        parties=tuple(StatedParty(one.role, one.body.name) for one in queries.participations_of(standard)),
    )


def citations(standard: Standard) -> list[dict[str, Any]]:
    """The citation in every style, for a page to offer: see :func:`citation_plain`."""
    record = citable(standard)
    return [_plain(record, name) for name in STYLES]


def citation_plain(standard: Standard, style: str) -> dict[str, Any]:
    """``{number, style, style_label, text}``; raises ``KeyError`` for a style that is none."""
    return _plain(citable(standard), style)


def _plain(record: StatedRecord, style: str) -> dict[str, Any]:
    return {
        "number": record.number,
        "style": style,
        "style_label": STYLES[style].label,
        "text": cite(record, style),
    }
