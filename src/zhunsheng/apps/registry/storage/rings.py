"""Rings of replacement: A replaces B, which replaces A by some way. They are told, and never followed for ever."""

from __future__ import annotations

from zhunsheng.apps.registry.models import Finding, Relation, Standard
from zhunsheng.apps.registry.storage import sql
from zhunsheng.apps.registry.storage.deriving import insert_findings

__all__ = ["ring_through", "tell_rings"]

RULE = "replaces-ring"


def tell_rings(suspects: set[int], known: set[int]) -> None:
    """Write the findings on rings through ``suspects``; those told before on ``known`` are looked at again."""
    told_before = _members_told(known)
    if told_before:
        sql.delete_by_ids(Finding, "standard_id", told_before, f" AND rule = '{RULE}'")
    seen: set[int] = set()
    told: dict[int, tuple[int, str, str, str]] = {}
    for start in sorted(suspects | told_before):
        if start in seen:
            continue
        ring = ring_through(start)
        seen |= set(ring)
        if ring:
            numbers = dict(Standard.objects.filter(pk__in=ring).values_list("pk", "number"))
            chain = " → ".join(numbers[pk] for pk in [*ring, ring[0]])
            for pk in ring:
                told[pk] = (pk, RULE, "replaces", f"代替关系成环：{chain}。请核对各环。")
    if told:
        sql.delete_by_ids(Finding, "standard_id", told, f" AND rule = '{RULE}'")
        insert_findings(told.values())


def _members_told(standards: set[int]) -> set[int]:
    """All members of the rings told before on any of ``standards``: they share one message."""
    if not Finding.objects.filter(rule=RULE).exists():
        return set()
    messages: set[str] = set()
    for part in sql.chunks(standards):
        messages.update(
            Finding.objects.filter(rule=RULE, standard__in=part).values_list("message", flat=True)
        )
    return set(Finding.objects.filter(rule=RULE, message__in=messages).values_list("standard", flat=True))


def ring_through(start: int, limit: int = 200) -> list[int]:
    """The standards of a ring of replacement that ``start`` is in, from it on; empty where it is in none.

    At most ``limit`` standards are looked at.
    """
    came: dict[int, int] = {}
    frontier = [start]
    while frontier and len(came) < limit:
        pairs = Relation.objects.filter(type="replaces", subject__in=frontier, target__isnull=False)
        frontier = []
        for subject, target in pairs.order_by("subject", "target").values_list("subject", "target"):
            if target == start:
                ring = [subject]
                while ring[-1] != start:
                    ring.append(came[ring[-1]])
                return ring[::-1]
            if target not in came:
                came[target] = subject
                frontier.append(target)
    return []
