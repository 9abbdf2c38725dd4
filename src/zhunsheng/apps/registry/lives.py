"""The life of one standard: each value with its story, its links both ways, its editions, what to use instead."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from zhunsheng.apps.registry.models import Finding, Relation, Standard
from zhunsheng.apps.registry.storage.deriving import voices_of, words_of
from zhunsheng.core.registry.numbering import number_of
from zhunsheng.core.registry.record import RELATION_TYPES
from zhunsheng.core.registry.resolve import FACT_LABELS, Fact, Version, facts_of_voices
from zhunsheng.core.registry.status import came_before
from zhunsheng.core.registry.words import DEGREES

__all__ = [
    "LifeEvent",
    "RelationView",
    "editions_of",
    "facts_of",
    "facts_of_lot",
    "relations_of",
    "successors",
    "successors_of",
    "timeline",
    "today",
]


@dataclass(frozen=True, slots=True)
class RelationView:
    """One link seen from one of its ends.

    ``label`` reads from here to the other end (代替, 被代替). ``other`` is the other standard, None where only its
    ``number`` is known. ``sources`` are the names of those who state it, ``said`` the first one's own word.
    """

    type: str
    outgoing: bool
    label: str
    other: Standard | None
    number: str
    degree: str
    degree_label: str
    sources: tuple[str, ...]
    grades: tuple[str, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One point of a standard's life: its date as exact as known, what happened, who says so, other standards."""

    date: str
    kind: str
    label: str
    source: str = ""
    standard: Standard | None = None
    future: bool = False


#: what comes first of several things that happen on one day
_ON_ONE_DAY = (
    "issued",
    "replaces",
    "replaces_partly",
    "amends",
    "corrects",
    "implemented",
    "reviewed",
    "withdrawn",
)


def today() -> dt.date:
    """The day as of which statuses are told."""
    return timezone.localdate()


def facts_of(standard: Standard) -> dict[str, Fact]:
    """Every field anybody speaks of, with its value, state and all versions (see ``core/registry/resolve``).

    ``status`` is the derived one: its first version is what follows from dates and links, then what sources say.
    """
    return facts_of_lot([standard])[standard.pk]


def facts_of_lot(standards: Sequence[Standard]) -> dict[int, dict[str, Fact]]:
    """:func:`facts_of` for many at once, by standard."""
    pks = [one.pk for one in standards]
    voices, words = voices_of(pks), words_of(pks)
    told = Finding.objects.filter(standard__in=pks, rule="status-contradiction")
    against = set(told.values_list("standard_id", flat=True))
    found: dict[int, dict[str, Fact]] = {}
    for one in standards:
        number = number_of(one.number)
        if number is None:
            found[one.pk] = {}
            continue
        facts = facts_of_voices(number, voices.get(one.pk, []), words.get(one.pk, []))
        facts["status"] = _status_fact(one, facts.get("status"), one.pk in against)
        found[one.pk] = {name: facts[name] for name in FACT_LABELS if name in facts}
    return found


def _status_fact(standard: Standard, said: Fact | None, against: bool) -> Fact:
    told = said.versions if said else ()
    derived = Version(
        standard.status,
        "derived",
        "由日期、阶段和代替关系推得",
        "",
        "",
        printed=standard.status_why,
        chosen=True,
    )
    agree = [_agreeing(version, standard.status) for version in told]
    if said is not None and said.state == "verified":
        state = "verified"
    else:
        state = "contradicted" if against else (said.state if said else standard.verification)
    return Fact("status", FACT_LABELS["status"], standard.status, state, against, (derived, *agree))


def _agreeing(one: Version, status: str) -> Version:
    return Version(
        one.value,
        one.source,
        one.source_name,
        one.grade,
        one.date,
        one.place,
        one.printed,
        False,
        one.value == status or {one.value, status} == {"superseded", "withdrawn"},
        one.evidence,
        one.statement,
    )


def relations_of(standard: Standard) -> list[RelationView]:
    """Links of a standard both ways, each once however many sources state it, by type and number."""
    order = {name: place for place, name in enumerate(RELATION_TYPES)}
    grouped: dict[tuple[str, bool, str], list[Relation]] = defaultdict(list)
    found = Relation.objects.filter(Q(subject=standard) | Q(target=standard))
    for one in found.select_related("subject", "target", "source").order_by("pk"):
        outgoing = one.subject_id == standard.pk
        other = one.target if outgoing else one.subject
        grouped[one.type, outgoing, str(other.pk) if other else one.other_key].append(one)
    views = []
    for (kind, outgoing, _), told in grouped.items():
        first = told[0]
        other = first.target if outgoing else first.subject
        degree = next((one.degree for one in told if one.degree), "")
        views.append(
            RelationView(
                kind,
                outgoing,
                RELATION_TYPES[kind][0 if outgoing else 1],
                other,
                other.number if other else first.other_number,
                degree,
                DEGREES.get(degree, degree),
                tuple(dict.fromkeys(one.source.name for one in told)),
                tuple(dict.fromkeys(one.source.grade for one in told)),
                first.said,
            )
        )
    views.sort(key=lambda view: (order.get(view.type, 99), not view.outgoing, view.number))
    return views


def editions_of(standard: Standard) -> list[Standard]:
    """All standards of the same number without year, this one among them, oldest first."""
    found = Standard.objects.filter(lineage=standard.lineage)
    return sorted(found[:200], key=lambda one: (one.year or 0, one.issued, one.number))


def successors(standard: Standard) -> list[Standard]:
    """What to use instead: the last ones of the chains of replacement, through chains, safe against rings.

    Empty where nothing replaces it. What came before the standard it is said to replace does not count: its
    status does not follow from it either.
    """
    return successors_of([standard.pk])[standard.pk]


def successors_of(pks: Sequence[int]) -> dict[int, list[Standard]]:
    """:func:`successors` of many at once, by primary key: a query for each step of the longest chain."""
    heirs: dict[int, list[Standard]] = {}
    frontier, most = set(pks), 500 + len(pks)
    while frontier and len(heirs) < most:
        heirs.update((pk, []) for pk in frontier)
        found = Relation.objects.filter(type="replaces", target__in=list(frontier), subject__isnull=False)
        for link in found.select_related("subject", "target").defer(
            "subject__scope", "subject__note", "target__scope", "target__note"
        ):
            heir, old = link.subject, link.target
            if heir is not None and old is not None and not _too_early(heir, old):
                heirs[old.pk].append(heir)
        frontier = {heir.pk for pk in frontier for heir in heirs[pk]} - heirs.keys()
    return {pk: _last_of(pk, heirs) for pk in pks}


def _last_of(pk: int, heirs: dict[int, list[Standard]]) -> list[Standard]:
    """The ends of the chains that begin at a standard; those that can be used where there are some."""
    seen, ends = {pk}, {}
    following = list(heirs.get(pk, ()))
    while following:
        one = following.pop()
        if one.pk in seen or one.pk not in heirs:
            continue
        seen.add(one.pk)
        if not heirs[one.pk]:
            ends[one.pk] = one
        following += heirs[one.pk]
    usable = [one for one in ends.values() if one.status in {"current", "upcoming"}]
    return sorted(usable or ends.values(), key=lambda one: one.sort_key)


def _too_early(heir: Standard, old: Standard) -> bool:
    """Whether a standard came before the one that it is said to replace."""
    return came_before(heir.issued, old.issued, (heir.year, old.year))


def timeline(standard: Standard) -> list[LifeEvent]:
    """The life of a standard in order of dates: plans, issue, force, reviews, supplements, replacement, withdrawal."""
    facts = facts_of(standard)
    day = today().isoformat()
    events = []
    for name, label in (
        ("issued", "发布"),
        ("implemented", "实施"),
        ("reviewed", "复审"),
        ("withdrawn", "废止"),
    ):
        fact = facts.get(name)
        if fact and fact.value:
            told = "、".join(dict.fromkeys(one.source_name for one in fact.sources))
            result = f"：{standard.review_result}" if name == "reviewed" and standard.review_result else ""
            events.append(
                LifeEvent(fact.value, name, label + result, told, None, fact.value > day[: len(fact.value)])
            )
    for view in relations_of(standard):
        if view.other is None or view.type not in {"replaces", "replaces_partly", "amends", "corrects"}:
            continue
        new, old = (standard, view.other) if view.outgoing else (view.other, standard)
        if view.type == "replaces" and _too_early(new, old):
            continue
        date = standard.issued if view.outgoing else view.other.implemented or view.other.issued
        events.append(
            LifeEvent(
                date,
                view.type,
                f"{view.label} {view.number}",
                "、".join(view.sources),
                view.other,
                bool(date) and date > day[: len(date)],
            )
        )
    return sorted(events, key=lambda event: (event.date or "9999", _ON_ONE_DAY.index(event.kind)))
