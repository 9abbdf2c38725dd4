"""Rings of replacement: A replaces B, which replaces A by some way. They are told, and never followed for ever."""

from __future__ import annotations

from collections import defaultdict

from django.db import connection

from zhunsheng.apps.registry.models import Finding, Standard
from zhunsheng.apps.registry.storage import sql
from zhunsheng.apps.registry.storage.deriving import insert_findings
from zhunsheng.core.registry.rings import rings

__all__ = ["tell_rings"]

RULE = "replaces-ring"
#: so many standards are looked at for one batch; what lies beyond is left to the next
_LIMIT = 100_000


def tell_rings(suspects: set[int], known: set[int]) -> None:
    """Write the findings on rings through ``suspects``; those told before on ``known`` are looked at again."""
    told_before = _members_told(known)
    if told_before:
        sql.delete_by_ids(Finding, "standard_id", told_before, f" AND rule = '{RULE}'")
    told: dict[int, tuple[int, str, str, str]] = {}
    for ring in rings(_what_they_replace(suspects | told_before)):
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


def _what_they_replace(starts: set[int]) -> dict[int, list[int]]:
    """All chains of replacement from ``starts`` on, wave by wave: standard → what it replaces."""
    found: dict[int, list[int]] = {}
    wave = set(starts)
    while wave and len(found) < _LIMIT:
        edges: dict[int, list[int]] = defaultdict(list)
        for part in sql.chunks(wave):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT subject_id, target_id FROM registry_relation WHERE type = 'replaces'"
                    f" AND target_id IS NOT NULL AND subject_id IN {sql.id_list(part)}"
                )
                for subject, target in cursor.fetchall():
                    edges[subject].append(target)
        found.update({node: edges.get(node, []) for node in wave})
        wave = {target for targets in edges.values() for target in targets} - found.keys()
    return found
