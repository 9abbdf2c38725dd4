"""Links between standards: stored in one direction, joined to their other end whenever that arrives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhunsheng.apps.registry.models import Relation, Statement
from zhunsheng.apps.registry.reading import FOLLOWED
from zhunsheng.apps.registry.storage import sql
from zhunsheng.core.registry.numbering import number_key
from zhunsheng.core.registry.record import RELATION_TYPES

if TYPE_CHECKING:
    from zhunsheng.apps.registry.storage.batches import Batch
    from zhunsheng.core.registry.prepare import Prepared

__all__ = [
    "FOLLOWED",
    "attach_dangling",
    "drop_relations",
    "neighbours",
    "restore_relations",
    "store_relations",
]

_COLUMNS = (
    *("statement_id", "source_id", "subject_id", "type", "target_id", "other_number", "other_key"),
    *("inverse", "degree", "said"),
)


def store_relations(batch: Batch, records: Iterable[tuple[int, int, Prepared]]) -> int:
    """Add the relations of new statements; the other ends that are here are noted as touched. Returns how many."""
    from zhunsheng.apps.registry.models import Source

    ids: dict[str, int] = {}
    rows = []
    for statement, standard, record in records:
        if not record.relations:
            continue
        if record.source not in ids:
            ids.update(Source.objects.values_list("code", "pk"))
        for kind, number, key, degree, said, inverse in record.relations:
            other = batch.by_key.get(key)
            if other == standard:
                continue
            if kind in FOLLOWED:
                batch.linked.add(standard)
                if other is not None:
                    batch.touched.add(other)
                    batch.linked.add(other)
            ends = (other, kind, standard) if inverse else (standard, kind, other)
            rows.append((statement, ids[record.source], *ends, number, key, inverse, degree, said))
    sql.insert(Relation, _COLUMNS, rows)
    return len(rows)


def drop_relations(statements: Iterable[int]) -> set[int]:
    """Remove the relations of statements; returns the standards at both ends of those that are followed."""
    touched: set[int] = set()
    for part in sql.chunks(statements):
        found = Relation.objects.filter(statement__in=part)
        for ends in found.filter(type__in=FOLLOWED).values_list("subject", "target"):
            touched.update(end for end in ends if end is not None)
        sql.delete_by_ids(Relation, "statement_id", part)
    return touched


def attach_dangling(batch: Batch) -> None:
    """Join relations that waited for the numbers that have just arrived."""
    rows = sql.rows_in(
        "SELECT id, other_key, inverse, type, subject_id, target_id FROM registry_relation"
        " WHERE (subject_id IS NULL OR target_id IS NULL) AND other_key IN {}",
        batch.new_keys,
    )
    subjects: list[tuple[int, int]] = []
    targets: list[tuple[int, int]] = []
    for pk, key, inverse, kind, subject, target in list(rows):
        standard = batch.new_keys[key]
        known = target if inverse else subject
        if known == standard:
            continue
        (subjects if inverse else targets).append((standard, pk))
        if kind in FOLLOWED:
            ends = {standard, known} - {None}
            batch.touched |= ends
            batch.linked |= ends
    sql.update(Relation, ("subject_id",), subjects)
    sql.update(Relation, ("target_id",), targets)


def neighbours(standards: Iterable[int]) -> set[int]:
    """Standards at the other ends of followed relations of ``standards``."""
    found: set[int] = set()
    for part in sql.chunks(standards):
        for own, other in (("subject", "target"), ("target", "subject")):
            ends = Relation.objects.filter(type__in=FOLLOWED, **{f"{own}__in": part})
            found.update(ends.exclude(**{other: None}).values_list(other, flat=True))
    return found


def restore_relations(statement: Statement) -> set[int]:
    """Store the relations of one statement again from its record; returns the standards they touch."""
    rows = []
    touched: set[int] = set()
    stated = statement.record.get("relations", [])
    keys = {target: number_key(target) for _, target, *_ in stated}
    known = dict(
        sql.rows_in(
            "SELECT key, standard_id FROM registry_identifier WHERE key IN {}",
            {key for key, _ in keys.values()},
        )
    )
    own = statement.standard_id
    for kind, target, degree, said, inverse in stated:
        key, canonical = keys[target]
        other = known.get(key)
        if not key or kind not in RELATION_TYPES or other == own:
            continue
        if other is not None and kind in FOLLOWED:
            touched.add(other)
        ends = (other, kind, own) if inverse else (own, kind, other)
        rows.append((statement.pk, statement.source_id, *ends, canonical, key, inverse, degree[:16], said))
    sql.insert(Relation, _COLUMNS, list(dict.fromkeys(rows)))
    return touched
