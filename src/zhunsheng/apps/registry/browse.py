"""Reads that only lists and pages need: counts beside names, addresses of placements, records for citation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, F, QuerySet

from zhunsheng.apps.registry import queries
from zhunsheng.apps.registry.models import (
    Body,
    BodyTally,
    Classification,
    ImportRun,
    Participation,
    Placement,
    Source,
    Standard,
    Statement,
)
from zhunsheng.apps.systems.addressed import edition_address
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import get_edition, load_system
from zhunsheng.catalogues.tables.mapping import NOTES, TARGETS
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.registry.record import (
    RELATION_TYPES,
    TEXT_FIELDS,
    StatedParty,
    StatedRecord,
    StatedRelation,
)
from zhunsheng.core.registry.resolve import FACT_LABELS

__all__ = [
    "PlacedItem",
    "RepairLine",
    "class_counts",
    "count_bodies",
    "get_placement",
    "last_source_of_table",
    "placed_edition",
    "placed_item",
    "ranked_bodies",
    "record_of",
    "repairs_of",
    "roles_in",
    "roles_of_body",
]

#: seconds for which counts over all standards are kept, as long as nothing is brought in
_CLASSES_KEPT = 600
_MOST_RELATIONS = 500
#: so many imports back a table of the same heads is looked for
_LATEST = 200
#: what a cleaning can be about besides fields and roles
_REPAIRED = {
    "number": "标准编号",
    "relations": "关系",
    "other_numbers": "其他编号",
    "parties": "机构与人员",
} | {f"relation:{name}": f"关系：{label}" for name, (label, _) in RELATION_TYPES.items()}


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """What a standard is placed beside: its name, its page, and the system and edition it belongs to."""

    label: str
    href: str
    where: str


def ranked_bodies(q: str = "", kind: str = "", role: str = "") -> QuerySet[Body]:
    """Bodies whose name holds ``q``, those with most standards first, each with ``count``; with ``role`` in that role."""
    return _tallied(q, kind, role).order_by("-tallies__standards", "name", "pk")


def count_bodies(q: str = "", kind: str = "", role: str = "") -> int:
    """How many :func:`ranked_bodies` there are."""
    return _tallied(q, kind, role).count()


def _tallied(q: str, kind: str, role: str) -> QuerySet[Body]:
    found = _bodies(q, kind).filter(tallies__role=role, **({"tallies__standards__gt": 0} if role else {}))
    return found.annotate(count=F("tallies__standards"))


def _bodies(q: str, kind: str) -> QuerySet[Body]:
    found = Body.objects.all()
    if q:
        found = found.filter(name__icontains=q)
    return found.filter(kind=kind) if kind else found


def roles_of_body(body: Body) -> dict[str, int]:
    """Role → number of standards in which a body has it; under "" in how many it has any."""
    return dict(BodyTally.objects.filter(body=body, standards__gt=0).values_list("role", "standards"))


def roles_in(body: Body, standards: Iterable[int]) -> dict[int, list[str]]:
    """The roles of a body in each of these standards."""
    roles: dict[int, list[str]] = defaultdict(list)
    found = Participation.objects.filter(body=body, standard__in=list(standards))
    for pk, role in found.values_list("standard_id", "role"):
        roles[pk].append(role)
    return dict(roles)


def class_counts(scheme: str, within: str = "") -> list[tuple[str, int]]:
    """Code and number of standards of every class of a scheme below ``within``; kept until the next import."""
    last = Classification.objects.order_by("-pk").values_list("pk", flat=True).first()
    run = ImportRun.objects.order_by("-started_at").values_list("pk", "taken").first()
    key = f"registry-classes-{scheme}-{last}-{run}".replace(" ", "")
    counts: list[tuple[str, int]] | None = cache.get(key)
    if counts is None:
        found = Classification.objects.filter(scheme=scheme).values_list("code").annotate(count=Count("pk"))
        counts = list(found.order_by("code"))
        cache.set(key, counts, _CLASSES_KEPT)
    if not within:
        return counts
    mark = f"{within}." if scheme == "ics" else within
    return [(code, count) for code, count in counts if code == within or code.startswith(mark)]


def last_source_of_table(heads: set[str]) -> Source | None:
    """The source that a table with exactly these heads was last brought in from; None where there was none.

    What a file of bad rows tells beside the rows does not count.
    """
    beside = set(NOTES.values())
    found = ImportRun.objects.filter(connector="table").select_related("source").order_by("-started_at")
    for run in found[:_LATEST]:
        if heads and set(run.mapping.get("columns", ())) - beside == heads - beside:
            return run.source
    return None


def get_placement(pk: int) -> Placement | None:
    """One placement, or None."""
    return Placement.objects.filter(pk=pk).select_related("standard").first()


def placed_edition(user: Any, system: str, key: str) -> Edition | None:
    """The edition of this key, or None where this reader may not see it."""
    try:
        return get_edition(user, system, key)
    except ObjectDoesNotExist:
        return None


def placed_item(user: Any, system: str, edition: str, item: str) -> PlacedItem | None:
    """What lies under this identity in an edition; None where this reader may not see it, or it is gone."""
    found = placed_edition(user, system, edition)
    if found is None:
        return None
    tree = SystemTree(load_system(found))
    where = f"{found.system.name} {found.display_label}"
    entry = tree.find_item(item)
    if entry is not None:
        return PlacedItem(entry.name, _address("item", found, tree.item_name(entry)), where)
    box = tree.by_code.get(item)
    if box is not None:
        return PlacedItem(f"{box.code} {box.name}", _address("subsystem", found, box.code), where)
    return None


def _address(name: str, edition: Any, last: str) -> str:
    return edition_address(f"systems:{name}", edition, last)


def record_of(standard: Standard) -> StatedRecord:
    """What is held to be true of a standard as one record, for citing and handing over."""
    values = {name: str(getattr(standard, name)) for name in TEXT_FIELDS if getattr(standard, name, "")}
    lists: dict[str, tuple[str, ...]] = {}
    for one in standard.classifications.all():
        lists[one.scheme] = (*lists.get(one.scheme, ()), one.code)
    relations = [
        StatedRelation(view.type, view.number, view.degree, view.said, not view.outgoing)
        for view in queries.relations_of(standard)[:_MOST_RELATIONS]
    ]
    parties = [StatedParty(one.role, one.body.name) for one in queries.participations_of(standard)]
    return StatedRecord(
        local_id=standard.number,
        place="",
        number=standard.number,
        values=values,
        lists=lists,
        relations=tuple(relations),
        parties=tuple(parties),
    )


@dataclass(frozen=True, slots=True)
class RepairLine:
    """One cleaning done to a printed value while it was read."""

    number: str
    place: str
    label: str
    before: str
    after: str
    reason: str


def repairs_of(run: ImportRun, most: int) -> list[RepairLine]:
    """The cleanings in the statements that a run wrote, at most ``most``, in the order of the file."""
    lines: list[RepairLine] = []
    told = Statement.objects.filter(run=run, source=run.source, cleaned=True)
    found = told.select_related("standard").order_by("pk")
    for statement in found.iterator(chunk_size=500):
        for repair in statement.record.get("repairs") or ():
            name, before, after, reason = repair
            label = _REPAIRED.get(name) or FACT_LABELS.get(name) or TARGETS.get(name, name)
            lines.append(RepairLine(statement.standard.number, statement.place, label, before, after, reason))
            if len(lines) >= most:
                return lines
    return lines
