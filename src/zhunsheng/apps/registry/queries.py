"""Every read of the registry. What a person asks for starts from what is visible to that person.

Standards, their facts and relations are public; imports and their bad rows are for editors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from zhunsheng.apps.journal.queries import Event, events_of
from zhunsheng.apps.registry.lives import (
    LifeEvent,
    RelationView,
    editions_of,
    facts_of,
    facts_of_lot,
    relations_of,
    successors,
    successors_of,
    timeline,
    today,
)
from zhunsheng.apps.registry.models import (
    Body,
    Finding,
    Identifier,
    ImportProblem,
    ImportRun,
    Participation,
    Placement,
    Source,
    Standard,
    Statement,
    TableMapping,
    Verification,
)
from zhunsheng.apps.registry.permissions import may_see_runs
from zhunsheng.apps.registry.standing import marked, placements_at
from zhunsheng.apps.registry.storage.documents import body_documents, count, standard_documents
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.permissions import may_see_drafts
from zhunsheng.apps.systems.queries import visible_editions
from zhunsheng.core.identifiers.number import read_number
from zhunsheng.core.registry.classes import class_labels
from zhunsheng.core.registry.integrity import RegistryRule, registry_rules
from zhunsheng.core.registry.numbering import number_key
from zhunsheng.core.registry.record import BODY_ROLES
from zhunsheng.core.registry.words import GRADE_ORDER, STATUSES, WAITING
from zhunsheng.search.coded import CODED
from zhunsheng.search.shape import Document

__all__ = [
    "VALUE_PAGES",
    "LifeEvent",
    "RelationView",
    "bodies",
    "bodies_in_role",
    "catalogue_came_in",
    "days_of_issue",
    "document_count",
    "documents",
    "editions_of",
    "facet_labels",
    "facts_of",
    "facts_of_lot",
    "find_standard",
    "findings",
    "findings_of",
    "findings_of_lot",
    "get_body",
    "get_run",
    "get_standard",
    "import_runs",
    "journal_of",
    "mapping_for",
    "mappings",
    "numbers_of",
    "open_problems_of_row",
    "participations_of",
    "participations_of_many",
    "placements_of",
    "problems_of",
    "related_standards",
    "relations_of",
    "rows_waiting",
    "run_diff",
    "source_counts",
    "sources",
    "sources_with_counts",
    "standard_lots",
    "standards_by_key",
    "statements_of",
    "successors",
    "successors_of",
    "timeline",
    "today",
    "told_by",
    "verification_queue",
    "visible_standards",
]


#: facet → the page of all its values, of those that have too many for the margin of a list
VALUE_PAGES = {"body": "/bodies/", "ics": "/classes/?scheme=ics", "ccs": "/classes/?scheme=ccs"}


@dataclass(slots=True)
class Difference:
    """What a run would do or did to one record: ``kind`` added, changed, gone; ``fields`` (name, before, after)."""

    kind: str
    number: str
    title: str
    local_id: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)


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
    found = visible_standards(user).filter(identifiers__key=key).first() if key else None
    if found is None and (number := read_number(number_or_pk)) is not None and number.rest:
        # A title behind the number is no part of it where somebody asks.
        found = visible_standards(user).filter(identifiers__key=number.key).first()
    return found


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


def participations_of(standard: Standard) -> list[Participation]:
    """Bodies and persons of a standard in the order of roles."""
    order = {name: place for place, name in enumerate(BODY_ROLES)}
    found = Participation.objects.filter(standard=standard).select_related("body")
    return sorted(found, key=lambda one: (order.get(one.role, 99), one.order))


def participations_of_many(standards: Iterable[int], role: str) -> dict[int, list[str]]:
    """Names of the bodies in one role by the ids of standards, for many at once."""
    found: dict[int, list[str]] = defaultdict(list)
    parts = Participation.objects.filter(standard__in=list(standards), role=role).select_related("body")
    for one in parts.order_by("order", "pk"):
        found[one.standard_id].append(one.body.name)
    return found


def findings_of(standard: Standard) -> list[tuple[Finding, RegistryRule | None]]:
    """Breaches of rules and contradictions of one standard, each with its rule, the heaviest first."""
    rules = {rule.id: rule for rule in registry_rules()}
    return [(one, rules.get(one.rule)) for one in findings_of_lot([standard])[standard.pk]]


def findings_of_lot(standards: Sequence[Standard]) -> dict[int, list[Finding]]:
    """The findings of each of these standards, the heaviest first."""
    found: dict[int, list[Finding]] = {one.pk: [] for one in standards}
    weight = {"error": 0, "warning": 1, "note": 2}
    for one in Finding.objects.filter(standard__in=found).order_by("pk"):
        found[one.standard_id].append(one)
    for told in found.values():
        told.sort(key=lambda one: weight[one.severity])
    return found


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
    if state := wanted.get("state"):
        found = found.filter(verification=state)
    elif not rule:
        found = found.filter(verification__in=WAITING)
    if level := wanted.get("level"):
        found = found.filter(level=level)
    if source := wanted.get("source"):
        found = told_by(found, source)
    if placed := wanted.get("placed"):
        kept = Placement.objects.filter(system=placed).exclude(state=Placement.REJECTED)
        found = found.filter(pk__in=kept.values("standard"))
    return found.order_by("-contested", "rank", "sort_key", "pk")


def told_by(standards: QuerySet[Standard], source: str) -> QuerySet[Standard]:
    """Those of ``standards`` of which the source of this code speaks."""
    told = Statement.objects.filter(source=Source.objects.filter(code=source).first())
    # One that speaks of most is asked standard by standard, one that speaks of few gives a list.
    if told[_FEW : _FEW + 1].exists():
        return standards.filter(Exists(told.filter(standard=OuterRef("pk"))))
    return standards.filter(pk__in=told.values("standard"))


_LOT, _FEW = 5000, 50_000
_PLACED_ORDER = {Placement.CONFIRMED: 0, Placement.SUGGESTED: 1, Placement.REJECTED: 2}


def placements_of(user: Any, standard: Standard) -> list[Placement]:
    """Where a standard is placed in editions that ``user`` may read: confirmed first; rejected last, with reasons.

    A placement tells what an edition holds, so whoever may not open the edition is not told of the placement; nor of
    one whose item was taken out of the edition, which those who may see drafts find marked.
    """
    found = Placement.objects.filter(standard=standard)
    inside = found.order_by().values("system")
    editions = list(visible_editions(user).filter(system__slug__in=inside).select_related("system"))
    if may_see_drafts(user):
        told = marked(found, editions)
    else:
        told = [
            one for one in marked(placements_at(editions).filter(standard=standard), editions) if not one.gone
        ]
    return sorted(told, key=lambda one: (_PLACED_ORDER[one.state], -(one.score or 0)))


def related_standards(
    edition: Edition, item: str = "", *, rejected: bool = False, gone: bool = False
) -> list[Placement]:
    """Placements at one item of an edition (or at all of them without ``item``), the surest first.

    With ``gone`` also those whose item was taken out of the edition, marked.
    """
    found = placements_at([edition]).select_related("standard")
    if item:
        found = found.filter(item=item)
    if not rejected:
        found = found.exclude(state=Placement.REJECTED)
    told = [one for one in marked(found, [edition]) if gone or not one.gone]
    return sorted(told, key=lambda one: (one.item, _PLACED_ORDER[one.state], -(one.score or 0)))


def bodies(query: str = "") -> QuerySet[Body]:
    """Bodies in the order of their keys, each with its tallies; ``query`` is part of the name."""
    found = Body.objects.prefetch_related("tallies").order_by("key")
    return found.filter(name__icontains=query) if query else found


def bodies_in_role(found: QuerySet[Body], role: str) -> QuerySet[Body]:
    """Of these bodies those that take this part in some standard."""
    return found.filter(tallies__role=role, tallies__standards__gt=0)


def get_body(pk: int) -> Body:
    """One body; raises ``Body.DoesNotExist``."""
    return Body.objects.get(pk=pk)


def standards_of_body(user: Any, body: Body, role: str = "") -> QuerySet[Standard]:
    """Standards in which a body takes part, in the order of ranks."""
    parts = Participation.objects.filter(body=body)
    if role:
        parts = parts.filter(role=role)
    return visible_standards(user).filter(pk__in=parts.values("standard")).order_by("rank", "sort_key", "pk")


def facet_labels() -> dict[str, dict[str, str]]:
    """Facet → value → words, where the values are codes."""
    return {
        **{name: dict(words) for name, words in CODED.items()},
        "ics": class_labels(),
        "source": dict(sources().values_list("code", "name")),
    }


def sources() -> QuerySet[Source]:
    """All sources in their order."""
    return Source.objects.order_by("rank", "code")


def source_counts() -> dict[int, dict[str, int]]:
    """Statements of each source by state: source pk → ``{"listed": …, "gone": …, "withdrawn": …}``."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    # Two small indexes instead of one walk through all that is stated.
    left = Statement.objects.exclude(state=Statement.LISTED).values_list("source", "state")
    for source, state, number in left.annotate(number=Count("pk")).order_by():
        found[source][state] = number
    for source, number in Statement.objects.values_list("source").annotate(number=Count("pk")).order_by():
        if listed := number - sum(found[source].values()):
            found[source][Statement.LISTED] = listed
    return dict(found)


def sources_with_counts() -> list[tuple[Source, dict[str, int]]]:
    """All sources with their :func:`source_counts`: the most trusted first, of one grade the one that says most."""
    counts = source_counts()
    lines = [(one, counts.get(one.pk, {})) for one in sources()]
    return sorted(lines, key=lambda line: (GRADE_ORDER.get(line[0].grade, 99), -line[1].get("listed", 0)))


def import_runs(user: Any) -> QuerySet[ImportRun]:
    """Imports a person may see, newest first."""
    runs = ImportRun.objects.select_related("source", "actor").order_by("-started_at", "-pk")
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


def standard_lots(size: int) -> Iterator[tuple[list[int], int]]:
    """Ids of all standards in lots of ``size``, each with how many there are altogether."""
    total, last = Standard.objects.count(), 0
    while lot := list(
        Standard.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]
    ):
        yield lot, total
        last = lot[-1]


def catalogue_came_in(sha256: str) -> bool:
    """Whether a file (or folder) with this fingerprint has been brought in whole."""
    return bool(sha256) and ImportRun.objects.filter(sha256=sha256, state=ImportRun.DONE).exists()


def problems_of(run: ImportRun, state: str = "") -> QuerySet[ImportProblem]:
    """Bad rows of a run in their order."""
    found = ImportProblem.objects.filter(run=run).order_by("ordinal")
    return found.filter(state=state) if state else found


def rows_waiting(runs: Iterable[ImportRun]) -> dict[Any, int]:
    """How many rows of each run still wait for mending, by its id; runs without such rows are left out."""
    found = ImportProblem.objects.filter(run__in=list(runs), state=ImportProblem.OPEN).order_by()
    return dict(found.values_list("run").annotate(rows=Count("place", distinct=True)))


def open_problems_of_row(problem: ImportProblem) -> QuerySet[ImportProblem]:
    """What is still wrong with the row that ``problem`` stands in."""
    return problems_of(problem.run, ImportProblem.OPEN).filter(item=problem.item, place=problem.place)


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


def days_of_issue(pks: Sequence[int]) -> dict[int, str]:
    """When these standards were issued, as far as it is known: what orders the answers of one year."""
    found: dict[int, str] = {}
    for start in range(0, len(pks), _LOT):
        rows = Standard.objects.filter(pk__in=pks[start : start + _LOT]).exclude(issued="")
        found.update(rows.values_list("pk", "issued"))
    return found


def document_count(kind: str) -> int:
    """How many :func:`documents` there are."""
    return count(kind)
