"""The registry as the plain records that are given away: streams in the order of numbers, read lot by lot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from django.core.cache import cache
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from zhunsheng.apps.journal.queries import newest_of_all
from zhunsheng.apps.registry.lives import facts_of_lot
from zhunsheng.apps.registry.models import (
    Body,
    Classification,
    Identifier,
    ImportRun,
    Participation,
    Placement,
    Relation,
    Source,
    Standard,
)
from zhunsheng.apps.registry.queries import visible_standards
from zhunsheng.apps.registry.standing import standing
from zhunsheng.apps.registry.whole import placement_origin
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import keys_of
from zhunsheng.core.deliver.openly.shape import (
    DERIVED_SOURCES,
    OpenBody,
    OpenEnd,
    OpenFact,
    OpenLink,
    OpenNumber,
    OpenParty,
    OpenSource,
    OpenStandard,
    OpenVoice,
)
from zhunsheng.core.registry.record import (
    BODY_ROLES,
    RELATION_TYPES,
    TEXT_FIELDS,
    StatedParty,
    StatedRecord,
    StatedRelation,
)
from zhunsheng.core.registry.resolve import Fact

__all__ = [
    "body_of_key",
    "open_bodies",
    "open_placements",
    "open_records",
    "open_relations",
    "open_sources",
    "open_standards",
    "placed_standards",
    "registry_as_of",
    "registry_state",
    "stored_numbers",
]

_LOT = 500
#: seconds for which what takes a walk through all rows is kept
_KEPT = 3600


@dataclass(slots=True)
class _Beside:
    """What lies beside the standards of a lot: standard → its numbers, bodies, and classes by scheme."""

    numbers: dict[int, list[OpenNumber]]
    parties: dict[int, list[OpenParty]]
    classes: dict[tuple[int, str], list[str]]


def placed_standards(user: Any, editions: Iterable[Edition]) -> QuerySet[Standard]:
    """Standards that are placed, or suggested, in one of these editions."""
    kept = _placements(editions)
    return visible_standards(user).filter(pk__in=kept.values("standard"))


def open_sources() -> Iterator[OpenSource]:
    """All sources in their order, then what values may rest on beside them."""
    for one in Source.objects.order_by("rank", "code"):
        yield OpenSource(one.code, one.name, one.grade, one.url, one.date, one.licence)
    for code, (name, grade) in DERIVED_SOURCES.items():
        yield OpenSource(code, name, grade)


def open_bodies(standards: QuerySet[Standard]) -> Iterator[OpenBody]:
    """The bodies that take part in these standards, by key."""
    parts = Participation.objects.filter(standard__in=standards)
    found = Body.objects.filter(pk__in=parts.values("body")).order_by("key")
    for one in found.iterator(chunk_size=2000):
        yield OpenBody(one.key, one.name, one.kind, tuple(one.abbreviations))


def open_standards(standards: QuerySet[Standard]) -> Iterator[OpenStandard]:
    """These standards by number, each with its facts, numbers, bodies and classes."""
    for lot in _lots(standards):
        yield from _whole(lot)


def _lots(standards: QuerySet[Standard]) -> Iterator[list[Standard]]:
    found = standards.order_by("sort_key", "pk").iterator(chunk_size=_LOT)
    while lot := list(islice(found, _LOT)):
        yield lot


def _beside(pks: Sequence[int]) -> _Beside:
    numbers: dict[int, list[OpenNumber]] = defaultdict(list)
    for number in Identifier.objects.filter(standard__in=pks).order_by("pk"):
        numbers[number.standard_id].append(OpenNumber(number.canonical, number.kind))
    parties: dict[int, list[OpenParty]] = defaultdict(list)
    told = Participation.objects.filter(standard__in=pks).order_by("standard", "role", "order", "body__key")
    for pk, role, name, key in told.values_list("standard", "role", "body__name", "body__key"):
        parties[pk].append(OpenParty(role, name, key))
    classes: dict[tuple[int, str], list[str]] = defaultdict(list)
    kept = Classification.objects.filter(standard__in=pks).order_by("scheme", "code")
    for pk, scheme, code in kept.values_list("standard", "scheme", "code"):
        classes[pk, scheme].append(code)
    return _Beside(numbers, parties, classes)


def _whole(lot: Sequence[Standard]) -> Iterator[OpenStandard]:
    facts, beside = facts_of_lot(lot), _beside([one.pk for one in lot])
    for one in lot:
        yield OpenStandard(
            number=one.number,
            lineage=one.lineage,
            status=one.status,
            status_basis=one.status_why,
            verification=one.verification,
            contested=one.contested,
            facts=[_open_fact(fact) for fact in facts[one.pk].values()],
            numbers=sorted(beside.numbers[one.pk], key=lambda told: told.kind != Identifier.MAIN),
            parties=beside.parties[one.pk],
            ics=beside.classes[one.pk, "ics"],
            ccs=beside.classes[one.pk, "ccs"],
        )


def _open_fact(fact: Fact) -> OpenFact:
    voices = tuple(
        OpenVoice(one.source, one.grade, one.value, one.agrees, one.date, one.place, one.evidence)
        for one in fact.versions
    )
    return OpenFact(fact.field, fact.value, fact.state, fact.contested, voices)


def open_records(standards: QuerySet[Standard]) -> Iterator[StatedRecord]:
    """These standards by number as citations are written from them, as :func:`.citing.citable` gives one."""
    roles = list(BODY_ROLES)
    for lot in _lots(standards):
        pks = [one.pk for one in lot]
        links, beside = _links_both_ways(pks), _beside(pks)
        for row in lot:
            values = {name: str(getattr(row, name, "") or "") for name in TEXT_FIELDS}
            lists = {scheme: tuple(beside.classes[row.pk, scheme]) for scheme in ("ccs", "ics")}
            yield StatedRecord(
                local_id=row.number,
                place="",
                number=row.number,
                values={name: value for name, value in values.items() if value},
                lists={name: codes for name, codes in lists.items() if codes},
                other_numbers=tuple(
                    (one.kind, one.number)
                    for one in beside.numbers[row.pk]
                    if one.kind != Identifier.MAIN and one.number != row.number
                ),
                relations=tuple(links.get(row.pk, ())),
                parties=tuple(
                    StatedParty(one.role, one.name)
                    for one in sorted(beside.parties[row.pk], key=lambda party: roles.index(party.role))
                ),
            )


def _links_both_ways(pks: Sequence[int]) -> dict[int, list[StatedRelation]]:
    """The relations of these standards seen from each, each once, in the order of :func:`.lives.relations_of`."""
    found = Relation.objects.filter(Q(subject__in=pks) | Q(target__in=pks)).order_by("pk")
    inside = set(pks)
    told: dict[int, dict[tuple[str, bool, str], StatedRelation]] = defaultdict(dict)
    for kind, subject, target, subject_number, target_number, bare, degree, said in found.values_list(
        "type", "subject", "target", "subject__number", "target__number", "other_number", "degree", "said"
    ):
        for pk, number, inverse in (
            (subject, target_number or bare, False),
            (target, subject_number or bare, True),
        ):
            if pk not in inside:
                continue
            known = told[pk].get((kind, inverse, number))
            if known is None or (degree and not known.degree):
                first = known.said if known else said
                told[pk][kind, inverse, number] = StatedRelation(kind, number, degree, first, inverse=inverse)
    order = {name: place for place, name in enumerate(RELATION_TYPES)}
    return {
        pk: sorted(links.values(), key=lambda one: (order.get(one.type, 99), one.inverse, one.target))
        for pk, links in told.items()
    }


def registry_as_of(standards: QuerySet[Standard], *, whole: bool = False) -> str:
    """The day on which any of these standards was last changed; "" without any.

    Of the ``whole`` registry it is looked for once after each change: all rows are read for it.
    """
    newest = newest_of_all() if whole else ""
    key = f"registry-as-of-{newest}"
    if newest and (kept := cache.get(key)) is not None:
        return str(kept)
    last = standards.aggregate(last=Max("changed_at"))["last"]
    day = timezone.localdate(last).isoformat() if last else ""
    if newest:
        cache.set(key, day, _KEPT)
    return day


def registry_state() -> str:
    """With the newest event of the journal, what is another one after each change; "" while a catalogue is coming in.

    Every change is journalled; to look for the newest of millions of standards takes seconds.
    """
    if ImportRun.objects.filter(state=ImportRun.RUNNING).exists():
        return ""
    return str(Standard.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)


def body_of_key(key: str) -> int | None:
    """The body whose name has this normal form."""
    return Body.objects.filter(key=key).values_list("pk", flat=True).first()


def stored_numbers(numbers: Iterable[str]) -> set[str]:
    """Those of these main numbers that are standards of the registry."""
    return set(Standard.objects.filter(number__in=list(numbers)).values_list("number", flat=True))


def open_relations(standards: QuerySet[Standard], *, whole: bool = True) -> Iterator[OpenLink]:
    """The relations that sources state of these standards, each once with all who state it, by type and ends.

    Without ``whole`` the standards are only some of those there are: what lies outside is given by its number alone.
    """
    found = Relation.objects.annotate(
        subject_number=Coalesce("subject__number", "other_number"),
        target_number=Coalesce("target__number", "other_number"),
        said_by=F("source__code"),
        source_rank=F("source__rank"),
    )
    if not whole:
        found = found.filter(Q(subject__in=standards) | Q(target__in=standards))
    rows = found.order_by(
        "type", "subject_number", "target_number", "source_rank", "said_by", "pk"
    ).values_list("type", "subject_number", "target_number", "subject", "target", "degree", "said", "said_by")
    inside = None if whole else set(standards.values_list("pk", flat=True))
    for (kind, subject, target), told in groupby(rows.iterator(chunk_size=2000), key=lambda row: row[:3]):
        group = list(told)
        yield OpenLink(
            OpenEnd("standard", subject, subject, known=any(_inside(row[3], inside) for row in group)),
            kind,
            OpenEnd("standard", target, target, known=any(_inside(row[4], inside) for row in group)),
            status="confirmed",
            origin="catalogue",
            degree=next((row[5] for row in group if row[5]), ""),
            said=next((row[6] for row in group if row[6]), ""),
            sources=tuple(dict.fromkeys(row[7] for row in group)),
        )


def _inside(pk: int | None, inside: set[int] | None) -> bool:
    return pk is not None and (inside is None or pk in inside)


def open_placements(editions: Sequence[Edition]) -> Iterator[OpenLink]:
    """Where standards are placed in these editions, under the keys they have now; what a person rejected is left out."""
    keys = {(one.system.slug, kept): one.key for one in editions for kept in keys_of(one)}
    found = _placements(editions).order_by("system", "edition", "kind", "item", "standard__sort_key", "pk")
    rows = found.values_list(
        *("standard__number", "standard__title", "kind", "item", "item_label", "system", "edition"),
        *("state", "origin", "score", "evidence"),
    )
    for number, title, kind, item, label, system, kept, state, origin, score, evidence in rows.iterator(
        chunk_size=2000
    ):
        edition = keys[system, kept]
        yield OpenLink(
            OpenEnd("standard", number, title or number),
            "placed",
            OpenEnd(kind, item, label, system, edition),
            status=state,
            origin=placement_origin(origin),
            confidence=score,
            evidence=tuple(str(one) for one in evidence),
            system=system,
            edition=edition,
        )


def _placements(editions: Iterable[Edition]) -> QuerySet[Placement]:
    return standing(editions).exclude(state=Placement.REJECTED)
