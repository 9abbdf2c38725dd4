"""Which placements stand: an item taken out of a draft leaves its placements behind, and they name what no edition holds.

They stay, marked, for those who may see drafts: a removal can be undone, and the decision was a person's. Nobody else
is told of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from zhunsheng.apps.registry.models import Placement
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import keys_of, load_system
from zhunsheng.core.deliver.tree import SystemTree

__all__ = ["marked", "placements_at", "standing"]


def placements_at(editions: Iterable[Edition]) -> QuerySet[Placement]:
    """Placements in these editions, rejected ones too; what was decided on a draft belongs to what it became."""
    wanted = Q(pk__in=[])
    for one in editions:
        wanted |= Q(system=one.system.slug, edition__in=keys_of(one))
    return Placement.objects.filter(wanted)


def standing(editions: Iterable[Edition]) -> QuerySet[Placement]:
    """The same without those whose item the edition no longer holds."""
    chosen = list(editions)
    lost = [pk for one in chosen for pk in _lost(one)]
    return placements_at(chosen).exclude(pk__in=lost) if lost else placements_at(chosen)


def marked(placements: Iterable[Placement], editions: Iterable[Edition]) -> list[Placement]:
    """``placements`` with ``gone`` set where the one of ``editions`` they belong to no longer holds their item."""
    found = list(placements)
    wanted = {(one.system, one.edition) for one in found}
    for edition in editions:
        keys = {(edition.system.slug, key) for key in keys_of(edition)}
        if wanted & keys:
            held = _held(edition)
            for one in found:
                if (one.system, one.edition) in keys:
                    one.gone = one.item not in held[one.kind]
    return found


def _lost(edition: Edition) -> list[int]:
    rows = list(placements_at([edition]).values_list("pk", "kind", "item"))
    held = _held(edition) if rows else {}
    return [pk for pk, kind, item in rows if item not in held[kind]]


def _held(edition: Edition) -> dict[str, set[str]]:
    """How placements name what an edition holds, by kind."""
    tree = SystemTree(load_system(edition))
    # Placements keep so much of a name.
    items = {tree.item_name(row)[:64] for row in tree.system.planned_standards}
    return {Placement.PLANNED: items, Placement.SUBSYSTEM: set(tree.by_code)}
