"""Every read of the registry. What a person asks for starts from what is visible to that person.

Standards, their facts and relations are public; imports and their bad rows are for editors.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from zhunsheng.apps.journal.queries import Event, events_of
from zhunsheng.apps.registry.models import (
    Body,
    Finding,
    Identifier,
    ImportProblem,
    ImportRun,
    Participation,
    Placement,
    Relation,
    Source,
    Standard,
    Statement,
    TableMapping,
    Verification,
)
from zhunsheng.apps.registry.permissions import may_see_runs
from zhunsheng.apps.registry.storage.deriving import voices_of, words_of
from zhunsheng.apps.registry.storage.documents import body_documents, count, standard_documents
from zhunsheng.core.registry.integrity import RegistryRule, registry_rules
from zhunsheng.core.registry.numbering import number_key, number_of
from zhunsheng.core.registry.record import BODY_ROLES, RELATION_TYPES
from zhunsheng.core.registry.resolve import FACT_LABELS, Fact, Version, facts_of_voices
from zhunsheng.core.registry.words import DEGREES, STATUSES
from zhunsheng.search.shape import Document

__all__ = [
    "LifeEvent",
    "RelationView",
    "bodies",
    "document_count",
    "documents",
    "editions_of",
    "facts_of",
    "find_standard",
    "findings",
    "findings_of",
    "get_body",
    "get_run",
    "get_standard",
    "import_runs",
    "journal_of",
    "mapping_for",
    "mappings",
    "numbers_of",
    "participations_of",
    "placements_of",
    "problems_of",
    "related_standards",
    "relations_of",
    "run_diff",
    "source_counts",
    "sources",
    "standards_by_key",
    "statements_of",
    "successors",
    "timeline",
    "today",
    "verification_queue",
    "visible_standards",
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


@dataclass(slots=True)
class Difference:
    """What a run would do or did to one record: ``kind`` added, changed, gone; ``fields`` (name, before, after)."""

    kind: str
    number: str
    title: str
    local_id: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)


def today() -> dt.date:
    """The day as of which statuses are told."""
    return timezone.localdate()


def visible_standards(_user: Any) -> QuerySet[Standard]:
    """Standards that a person may read: all of them."""
    return Standard.objects.all()


def get_standard(user: Any, number_or_pk: str | int) -> Standard:
    """One standard by its pk (an ``int``) or by any of its numbers in any spelling; joint and former ones too.

    Raises ``Standard.DoesNotExist`` where there is none.
    """
    found = find_standard(user, number_or_pk)
    if found is None:
        raise Standard.DoesNotExist(f"标准库中没有 {number_or_pk}")
    return found


def find_standard(user: Any, number_or_pk: str | int) -> Standard | None:
    """As :func:`get_standard`, but None where there is none."""
    if isinstance(number_or_pk, int):
        return visible_standards(user).filter(pk=number_or_pk).first()
    key, _ = number_key(number_or_pk)
    if not key:
        return None
    return visible_standards(user).filter(identifiers__key=key).first()


def standards_by_key(user: Any, keys: Iterable[str]) -> dict[str, Standard]:
    """Standards by the keys of their numbers (``read_number(text).key``), for many at once."""
    found = Identifier.objects.filter(key__in=list(keys)).select_related("standard")
    return {one.key: one.standard for one in found}


def numbers_of(standard: Standard) -> list[Identifier]:
    """All numbers of a standard, the main one first."""
    return sorted(standard.identifiers.all(), key=lambda one: (one.kind != Identifier.MAIN, one.pk))


def statements_of(standard: Standard) -> QuerySet[Statement]:
    """What each source says, whole, oldest first; withdrawn and no longer listed ones too."""
    return Statement.objects.filter(standard=standard).select_related("source", "run").order_by("pk")


def facts_of(standard: Standard) -> dict[str, Fact]:
    """Every field anybody speaks of, with its value, state and all versions (see ``core/registry/resolve``).

    ``status`` is the derived one: its first version is what follows from dates and links, then what sources say.
    """
    number = number_of(standard.number)
    if number is None:
        return {}
    voices = voices_of([standard.pk]).get(standard.pk, [])
    words = words_of([standard.pk]).get(standard.pk, [])
    facts = facts_of_voices(number, voices, words)
    facts["status"] = _status_fact(standard, facts.get("status"))
    return {name: facts[name] for name in FACT_LABELS if name in facts}


def _status_fact(standard: Standard, said: Fact | None) -> Fact:
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
    against = standard.findings.filter(rule="status-contradiction").exists()
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

    Empty where nothing replaces it.
    """
    seen = {standard.pk}
    ends: dict[int, Standard] = {}
    frontier = [standard]
    while frontier and len(seen) < 500:
        found = Relation.objects.filter(
            type="replaces", target__in=[one.pk for one in frontier], subject__isnull=False
        ).select_related("subject")
        heirs: dict[int, list[Standard]] = defaultdict(list)
        for link in found:
            if link.subject is not None and link.target_id is not None:
                heirs[link.target_id].append(link.subject)
        following = []
        for one in frontier:
            if one.pk != standard.pk and not heirs.get(one.pk):
                ends[one.pk] = one
            for heir in heirs.get(one.pk, ()):
                if heir.pk not in seen:
                    seen.add(heir.pk)
                    following.append(heir)
        frontier = following
    usable = [one for one in ends.values() if one.status in {"current", "upcoming"}]
    return sorted(usable or ends.values(), key=lambda one: one.sort_key)


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
    return sorted(events, key=lambda event: (event.date or "9999", event.kind))


def participations_of(standard: Standard) -> list[Participation]:
    """Bodies and persons of a standard in the order of roles."""
    order = {name: place for place, name in enumerate(BODY_ROLES)}
    found = Participation.objects.filter(standard=standard).select_related("body")
    return sorted(found, key=lambda one: (order.get(one.role, 99), one.order))


def findings_of(standard: Standard) -> list[tuple[Finding, RegistryRule | None]]:
    """Breaches of rules and contradictions of one standard, each with its rule, the heaviest first."""
    rules = {rule.id: rule for rule in registry_rules()}
    weight = {"error": 0, "warning": 1, "note": 2}
    found = sorted(Finding.objects.filter(standard=standard), key=lambda one: (weight[one.severity], one.pk))
    return [(one, rules.get(one.rule)) for one in found]


def findings(user: Any, *, rule: str = "", severity: str = "") -> QuerySet[Finding]:
    """Findings of all standards a person may see, by rule and severity."""
    found = Finding.objects.filter(standard__in=visible_standards(user)).select_related("standard")
    if rule:
        found = found.filter(rule=rule)
    if severity:
        found = found.filter(severity=severity)
    return found.order_by("rule", "standard__sort_key")


def verification_queue(user: Any, filters: dict[str, str] | None = None) -> QuerySet[Standard]:
    """Standards that wait for a person: contradictions first, then those no official source tells.

    ``filters``: ``state`` (contradicted | unverified | trade), ``level``, ``source`` (code), ``rule`` (of a finding),
    ``placed`` (a system's slug: only those placed there).
    """
    wanted = filters or {}
    found = visible_standards(user)
    if rule := wanted.get("rule"):
        found = found.filter(pk__in=Finding.objects.filter(rule=rule).values("standard"))
    elif state := wanted.get("state"):
        found = found.filter(verification=state)
    else:
        found = found.filter(verification__in=["contradicted", "unverified", "trade"])
    if level := wanted.get("level"):
        found = found.filter(level=level)
    if source := wanted.get("source"):
        found = found.filter(pk__in=Statement.objects.filter(source__code=source).values("standard"))
    if placed := wanted.get("placed"):
        kept = Placement.objects.filter(system=placed).exclude(state=Placement.REJECTED)
        found = found.filter(pk__in=kept.values("standard"))
    return found.order_by("-contested", "rank", "sort_key")


def placements_of(standard: Standard) -> list[Placement]:
    """Where a standard is placed: confirmed first; rejected ones last, with their reasons."""
    order = {Placement.CONFIRMED: 0, Placement.SUGGESTED: 1, Placement.REJECTED: 2}
    return sorted(
        Placement.objects.filter(standard=standard), key=lambda one: (order[one.state], -(one.score or 0))
    )


def related_standards(
    system: str, edition: str, item: str = "", *, rejected: bool = False
) -> list[Placement]:
    """Placements at one item of an edition (or at all of them without ``item``), the surest first."""
    found = Placement.objects.filter(system=system, edition=edition).select_related("standard")
    if item:
        found = found.filter(item=item)
    if not rejected:
        found = found.exclude(state=Placement.REJECTED)
    order = {Placement.CONFIRMED: 0, Placement.SUGGESTED: 1, Placement.REJECTED: 2}
    return sorted(found, key=lambda one: (one.item, order[one.state], -(one.score or 0)))


def bodies(query: str = "") -> QuerySet[Body]:
    """Bodies by name, each with ``standards``, the number of its standards; ``query`` is part of the name."""
    found = Body.objects.annotate(standards=Count("participations__standard", distinct=True))
    return found.filter(name__icontains=query).order_by("name") if query else found.order_by("name")


def get_body(pk: int) -> Body:
    """One body; raises ``Body.DoesNotExist``."""
    return Body.objects.get(pk=pk)


def standards_of_body(user: Any, body: Body, role: str = "") -> QuerySet[Standard]:
    """Standards in which a body takes part, in the order of ranks."""
    parts = Participation.objects.filter(body=body)
    if role:
        parts = parts.filter(role=role)
    return visible_standards(user).filter(pk__in=parts.values("standard")).order_by("rank", "sort_key")


def sources() -> QuerySet[Source]:
    """All sources in their order."""
    return Source.objects.order_by("rank", "code")


def source_counts() -> dict[int, dict[str, int]]:
    """Statements of each source by state: source pk → ``{"listed": …, "gone": …, "withdrawn": …}``."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in Statement.objects.values("source", "state").annotate(number=Count("pk")):
        found[row["source"]][row["state"]] = row["number"]
    return dict(found)


def import_runs(user: Any) -> QuerySet[ImportRun]:
    """Imports a person may see, newest first."""
    runs = ImportRun.objects.select_related("source", "actor").order_by("-started_at")
    return runs if may_see_runs(user) else runs.none()


def get_run(user: Any, uid: Any) -> ImportRun:
    """One import; raises ``ImportRun.DoesNotExist`` where a person may not see it or the id is none."""
    try:
        return import_runs(user).get(pk=uid)
    except (ValueError, TypeError) as error:
        raise ImportRun.DoesNotExist(str(uid)) from error
    except Exception as error:
        if type(error).__name__ == "ValidationError":
            raise ImportRun.DoesNotExist(str(uid)) from error
        raise


def problems_of(run: ImportRun, state: str = "") -> QuerySet[ImportProblem]:
    """Bad rows of a run in their order."""
    found = ImportProblem.objects.filter(run=run).order_by("ordinal")
    return found.filter(state=state) if state else found


def run_diff(run: ImportRun) -> list[Difference]:
    """What a preview found, at most the first thousand of each kind; empty for a run that has been carried out."""
    return [
        Difference(
            one["kind"],
            one["number"],
            one["title"],
            one["local_id"],
            [(name, before, after) for name, before, after in one["fields"]],
        )
        for one in run.counts.get("differences", [])
    ]


def mappings() -> QuerySet[TableMapping]:
    """Remembered mappings of tables, the last used first."""
    return TableMapping.objects.order_by("-used_at")


def mapping_for(signature: str) -> TableMapping | None:
    """The remembered mapping of a table with these column heads."""
    return TableMapping.objects.filter(signature=signature).order_by("-used_at").first()


def verifications_of(standard: Standard) -> QuerySet[Verification]:
    """People's words on a standard, newest first; withdrawn ones too."""
    return Verification.objects.filter(standard=standard).select_related("by").order_by("-at")


def journal_of(standard: Standard) -> QuerySet[Event]:
    """What people did to a standard, newest first."""
    return events_of(standard)


def status_label(code: str) -> str:
    """The Chinese word for a status code."""
    return STATUSES.get(code, code)


def documents(kind: str) -> Iterator[Document]:
    """All search documents of a type (standard, body), for rebuilding and checking the index."""
    return standard_documents() if kind == "standard" else body_documents()


def document_count(kind: str) -> int:
    """How many :func:`documents` there are."""
    return count(kind)
