"""Which kept links stand: an item taken out of a draft leaves its links behind, and they name what no edition holds.

They stay in the tables, since the removal can be undone; nobody is shown them or given them away.
"""

from __future__ import annotations

from collections.abc import Iterable

from zhunsheng.apps.insight.ends import end_key
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import keys_of, load_system
from zhunsheng.core.deliver.tree import SystemTree

__all__ = ["lost_links"]

_INSIDE = frozenset(("planned", "subsystem", "basis"))


def lost_links(editions: Iterable[Edition]) -> list[int]:
    """Links kept for these editions one end of which is no longer in its edition."""
    lost: list[int] = []
    for edition in editions:
        found = Link.objects.filter(system=edition.system.slug, edition__in=keys_of(edition))
        rows = list(found.values_list("pk", "subject_kind", "subject_ref", "target_kind", "target_ref"))
        held = _held(edition) if rows else frozenset()
        for pk, *ends in rows:
            pairs = ((ends[0], ends[1]), (ends[2], ends[3]))
            if any(kind in _INSIDE and end_key(kind, ref) not in held for kind, ref in pairs):
                lost.append(pk)
    return lost


def _held(edition: Edition) -> frozenset[str]:
    tree = SystemTree(load_system(edition))
    ends = [end_key("subsystem", box.code) for box in tree.walk()]
    ends += [end_key("planned", tree.item_name(item)) for item in tree.system.planned_standards]
    ends += [end_key("basis", str(ordinal)) for ordinal, _ in enumerate(tree.system.bases, 1)]
    return frozenset(ends)
