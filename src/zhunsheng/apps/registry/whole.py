"""Reads for those who look at all relations at once: plain rows, few queries, nothing of the objects around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhunsheng.apps.journal.queries import newest_event
from zhunsheng.apps.registry.models import ImportRun, Placement, Relation, Standard
from zhunsheng.apps.registry.standing import standing
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.analysis.placement import Candidate

__all__ = [
    "PLACEMENT_STATES",
    "placed_candidates",
    "placement_origin",
    "placement_rows",
    "relation_rows",
    "relations_token",
    "standard_facts",
    "standard_lives",
    "standard_rows",
    "standards_by_number",
]

PLACEMENT_STATES = dict(Placement.STATES)
_LINK_ORIGINS = {"person": "person", "words": "similarity"}
#: events that change relations, statuses or placements; batches of a run that is still going on are left out
_SINGLE = (
    "registry.import-finish",
    "registry.verify",
    "registry.correct",
    "registry.verification-withdraw",
    "registry.statement-withdraw",
    "registry.statement-restore",
    "registry.repair-row",
    "registry.drop-row",
    "registry.rework",
    "registry.statuses",
    "registry.suggest-placements",
    "registry.place-standard",
    "registry.confirm-placement",
    "registry.reject-placement",
    "registry.reopen-placement",
    "registry.settle-placements",
)
_BATCH = "registry.import-batch"

#: subject pk, type, target pk, number and key of the end that is not there, degree
RelationRow = tuple[int | None, str, int | None, str, str, str]
#: pk, number, title, status, level, issued, implemented, withdrawn
StandardRow = tuple[int, str, str, str, str, str, str, str]
#: pk, standard pk, kind, item, state, origin
PlacementRow = tuple[int, int, str, str, str, str]


def relations_token() -> str:
    """What is another one after each change of relations or placements.

    While a catalogue is coming in it stays, so that nobody reads everything anew after each lot.
    """
    running = ImportRun.objects.filter(state=ImportRun.RUNNING).exists()
    return newest_event(_SINGLE if running else (*_SINGLE, _BATCH))


def relation_rows() -> Iterator[RelationRow]:
    """Every stated relation; one that several sources state comes several times."""
    found = Relation.objects.order_by("pk").values_list(
        "subject_id", "type", "target_id", "other_number", "other_key", "degree"
    )
    yield from found.iterator(chunk_size=5000)


def standard_rows(pks: Iterable[int] | None = None) -> Iterator[StandardRow]:
    """The standards with these keys (all without), in brief."""
    names = ("pk", "number", "title", "status", "level", "issued", "implemented", "withdrawn")
    rows = Standard.objects.order_by("pk").values_list(*names)
    if pks is None:
        yield from rows.iterator(chunk_size=5000)
        return
    wanted = sorted(set(pks))
    for start in range(0, len(wanted), 5000):
        yield from rows.filter(pk__in=wanted[start : start + 5000])


def standards_by_number(numbers: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Title and status of the standards with these canonical numbers."""
    wanted = sorted(set(numbers))
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(wanted), 500):
        rows = Standard.objects.filter(number__in=wanted[start : start + 500])
        found |= {
            number: (title, status) for number, title, status in rows.values_list("number", "title", "status")
        }
    return found


def standard_facts(numbers: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    """Number, level, days of issue and withdrawal of the standards with these canonical numbers."""
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), 500):
        rows = Standard.objects.filter(number__in=wanted[start : start + 500])
        yield from rows.values_list("number", "level", "issued", "withdrawn")


def standard_lives(numbers: Iterable[str]) -> dict[str, tuple[str, str, str, str]]:
    """Number → issued, implemented, withdrawn, status of the standards with these canonical numbers."""
    found = Standard.objects.filter(number__in=sorted(set(numbers)))
    names = ("number", "issued", "implemented", "withdrawn", "status")
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in found.values_list(*names)}


def placement_origin(origin: str) -> str:
    """How a placement came about, as the origin of a link (``core/relations``): what no person and no title said is a rule."""
    return _LINK_ORIGINS.get(origin, "rule")


def placement_rows(edition: Edition) -> Iterator[PlacementRow]:
    """Placements of an edition that nobody has rejected, at items that it holds."""
    found = standing([edition]).exclude(state=Placement.REJECTED)
    yield from found.order_by("pk").values_list("pk", "standard_id", "kind", "item", "state", "origin")


def placed_candidates(edition: Edition) -> list[Candidate]:
    """The standards placed in an edition (rejected placements apart), as comparisons of names want them."""
    placed = standing([edition]).exclude(state=Placement.REJECTED)
    rows = Standard.objects.filter(pk__in=placed.values("standard")).order_by("pk")
    found = []
    for pk, number, zh, en, other, rank in rows.values_list(
        "pk", "number", "title_zh", "title_en", "title_other", "rank"
    ):
        titles = tuple(one for one in (zh, en) if one) or ((other,) if other else ())
        found.append(Candidate(pk, number, titles, rank))
    return found
