"""One batch of a catalogue into the tables: statements, standards, numbers, relations, and what follows from them.

The caller opens the transaction. Everything a batch needs to know is asked in a few queries; nothing is kept between
batches but the ids of bodies.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils import timezone

from zhunsheng.apps.registry.making import Beforehand
from zhunsheng.apps.registry.models import (
    Classification,
    Finding,
    Identifier,
    ImportRun,
    Participation,
    Source,
    Standard,
    Statement,
)
from zhunsheng.apps.registry.storage import sql
from zhunsheng.apps.registry.storage.bodies import BodyIds
from zhunsheng.apps.registry.storage.deriving import follow, resolve_again, severities
from zhunsheng.apps.registry.storage.indexing import index_batch
from zhunsheng.apps.registry.storage.relations import attach_dangling, drop_relations, store_relations
from zhunsheng.apps.registry.storage.tallies import count_parts
from zhunsheng.core.registry.prepare import COLUMNS, Prepared

__all__ = ["Batch", "Outcome", "take_batch"]


class Stored(NamedTuple):
    """A statement as it is."""

    pk: int
    hash: str
    standard: int
    state: str
    mended: str

    def says(self, new: str) -> bool:
        """Whether a record of hash ``new`` tells nothing new: it stands here, or stood here before its repair."""
        return self.state != Statement.GONE and new in {self.hash, self.mended}


@dataclass(slots=True)
class Outcome:
    """What a batch did; ``refused`` are records whose own key another record of the run has taken."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    standards: int = 0
    merged: int = 0
    relations: int = 0

    def as_counts(self) -> dict[str, int]:
        """The figures by name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Batch:
    """A batch on its way: what was there, what is new, what must be looked at again."""

    run: ImportRun
    today: dt.date
    bodies: BodyIds
    records: Sequence[Prepared]
    outcome: Outcome = field(default_factory=Outcome)
    #: statement id → standard id, of those written now
    written: dict[int, int] = field(default_factory=dict)
    #: key → standard id, of all numbers the batch speaks of
    by_key: dict[str, int] = field(default_factory=dict)
    new_keys: dict[str, int] = field(default_factory=dict)
    new_standards: dict[int, Prepared] = field(default_factory=dict)
    #: standards whose columns must be worked out of all their statements
    again: set[int] = field(default_factory=set)
    #: standards with a new relation that tells something about both ends
    linked: set[int] = field(default_factory=set)
    #: standards whose status and index document must be looked at
    touched: set[int] = field(default_factory=set)
    shared: list[tuple[int, str, int]] = field(default_factory=list)
    mended: Mapping[str, str] = field(default_factory=dict)
    #: rows of identifiers to add: standard, key, canonical, kind
    identifiers: list[tuple[int, str, str, str]] = field(default_factory=list)


def take_batch(
    run: ImportRun,
    records: Sequence[Prepared],
    sources: dict[str, Source],
    bodies: BodyIds,
    *,
    today: dt.date,
    mended: Mapping[str, str] | None = None,
    ready: Beforehand | None = None,
) -> Outcome:
    """Store ``records`` (their local ids differ within a source) and all that follows from them, the index too.

    ``ready`` is what of them is taken apart for the index already. ``mended`` tells of records that a person
    repaired, by local id, the hash of what the file has there.
    """
    batch = Batch(run, today, bodies, records, mended=mended or {})
    known_bodies = len(bodies.made)
    stored = _stored(records, sources)
    fresh: list[tuple[Prepared, Stored | None]] = []
    seen: list[int] = []
    for record in records:
        there = stored.get((record.source, record.local_id))
        if there is not None:
            seen.append(there.pk)
        # What a person has set aside stays aside until its source says something else.
        if there is not None and there.says(record.hash):
            batch.outcome.unchanged += 1
        else:
            fresh.append((record, there))
    if run.complete_list and seen:
        _mark_seen(run, seen)
    if fresh:
        statuses = _store(batch, fresh, sources)
        index_batch(batch, statuses, ready, bodies.made[known_bodies:])
    return batch.outcome


def _stored(records: Sequence[Prepared], sources: dict[str, Source]) -> dict[tuple[str, str], Stored]:
    """Statements there already by (source code, local id): id, hash, standard, state."""
    found = {}
    for code in {record.source for record in records}:
        wanted = [record.local_id for record in records if record.source == code]
        rows = sql.rows_in(
            "SELECT local_id, id, hash, standard_id, state, mended FROM registry_statement"
            " WHERE source_id = %s AND local_id IN {}",
            wanted,
            sources[code].pk,
        )
        for local_id, *rest in rows:
            found[code, local_id] = Stored(*rest)
    return found


def _mark_seen(run: ImportRun, statements: list[int]) -> None:
    for part in sql.chunks(statements):
        Statement.objects.filter(pk__in=part).update(seen=run.pk)


def _store(
    batch: Batch,
    fresh: list[tuple[Prepared, Stored | None]],
    sources: dict[str, Source],
) -> dict[int, tuple[str, int]]:
    """Into all tables; returns status and rank of standards where they are not those of their record."""
    records = [record for record, _ in fresh]
    _look_up(batch, records)
    added: list[Prepared] = []
    owners: list[int] = []
    changed: list[tuple[Prepared, int, int]] = []
    for record, there in fresh:
        before = len(batch.new_standards)
        standard = _owner(batch, record)
        if there is None:
            batch.outcome.merged += len(batch.new_standards) == before
            added.append(record)
            owners.append(standard)
        else:
            changed.append((record, there.pk, standard))
            batch.again |= {standard, there.standard}
        _further_numbers(batch, record, standard)
    _insert_standards(batch)
    _insert_statements(batch, added, owners, sources)
    _change_statements(batch, changed, sources)
    batch.outcome.added, batch.outcome.changed = len(added), len(changed)
    _insert_details(batch)
    statements = list(batch.written)
    batch.touched |= set(batch.new_standards) | batch.again
    batch.outcome.relations = store_relations(batch, records_by_statement(batch, added, changed, statements))
    attach_dangling(batch)
    if batch.again:
        resolve_again(batch.again, batch.bodies)
    _tell_shared(batch)
    return follow(batch.touched, batch.today, new=set(batch.new_standards) - batch.again)


def records_by_statement(
    batch: Batch,
    added: list[Prepared],
    changed: list[tuple[Prepared, int, int]],
    statements: list[int],
) -> list[tuple[int, int, Prepared]]:
    """(statement, standard, record) of everything written, in the order written."""
    told = [*added, *(record for record, _, _ in changed)]
    return [
        (statement, batch.written[statement], record)
        for statement, record in zip(statements, told, strict=True)
    ]


def _look_up(batch: Batch, records: list[Prepared]) -> None:
    """Which standards hold the numbers of these records, and those they are related to."""
    wanted = {record.key for record in records}
    wanted.update(key for record in records for _, _, key in record.numbers)
    wanted.update(relation[2] for record in records for relation in record.relations)
    batch.by_key.update(
        sql.rows_in("SELECT key, standard_id FROM registry_identifier WHERE key IN {}", wanted)
    )


def _owner(batch: Batch, record: Prepared) -> int:
    """The standard of a record: of its number, else of a number it shares the text with, else a new one."""
    found = batch.by_key.get(record.key)
    if found is None:
        for kind, _, key in record.numbers:
            if kind == Identifier.JOINT and (found := batch.by_key.get(key)) is not None:
                batch.identifiers.append((found, record.key, record.canonical, Identifier.JOINT))
                batch.by_key[record.key] = batch.new_keys[record.key] = found
                break
    if found is None:
        found = -1 - len(batch.new_standards)  # a place holder until ids are given
        batch.new_standards[found] = record
        batch.by_key[record.key] = batch.new_keys[record.key] = found
        batch.identifiers.append((found, record.key, record.canonical, Identifier.MAIN))
        return found
    batch.again.add(found)
    return found


def _further_numbers(batch: Batch, record: Prepared, standard: int) -> None:
    for kind, canonical, key in record.numbers:
        holder = batch.by_key.get(key)
        if holder is None:
            batch.identifiers.append((standard, key, canonical, kind))
            batch.by_key[key] = batch.new_keys[key] = standard
        elif holder != standard:
            batch.shared.append((standard, canonical, holder))


def _insert_standards(batch: Batch) -> None:
    """Give ids to the new standards and put them, and all new numbers, into their tables."""
    given = dict(zip(batch.new_standards, sql.new_ids(Standard, len(batch.new_standards)), strict=True))

    def real(one: int) -> int:
        return given[one] if one < 0 else one

    now = sql.moment(timezone.now())
    columns = ("id", *COLUMNS, "status", "status_why", "rank", "changed_at")
    rows = [
        (given[holder], *record.row, *record.status, now) for holder, record in batch.new_standards.items()
    ]
    sql.insert(Standard, columns, rows)
    batch.new_standards = {given[holder]: record for holder, record in batch.new_standards.items()}
    batch.by_key = {key: real(one) for key, one in batch.by_key.items()}
    batch.new_keys = {key: real(one) for key, one in batch.new_keys.items()}
    batch.again = {real(one) for one in batch.again}
    batch.shared = [(real(one), number, real(other)) for one, number, other in batch.shared]
    batch.identifiers = [(real(one), key, number, kind) for one, key, number, kind in batch.identifiers]
    sql.insert(Identifier, ("standard_id", "key", "canonical", "kind"), batch.identifiers)
    batch.outcome.standards = len(given)


def _insert_statements(
    batch: Batch, added: list[Prepared], owners: list[int], sources: dict[str, Source]
) -> None:
    ids = sql.new_ids(Statement, len(added))
    run = sql.uuid_value(batch.run.pk)
    rows = []
    for statement, record in zip(ids, added, strict=True):
        standard, source = batch.by_key[record.key], sources[record.source]
        batch.written[statement] = standard
        rows.append(
            (statement, standard, source.pk, record.local_id, record.place, record.record)
            + (record.hash, source.date, Statement.LISTED, run, run, batch.mended.get(record.local_id, ""))
            + (_cleaned(record),)
        )
    columns = ("id", "standard_id", "source_id", "local_id", "place", "record", "hash", "date", "state")
    sql.insert(Statement, (*columns, "run_id", "seen", "mended", "cleaned"), rows)


def _cleaned(record: Prepared) -> bool:
    """Whether a record tells of cleaned values; within a text of JSON no quotation mark stands bare."""
    return '"repairs":' in record.record


def _change_statements(
    batch: Batch, changed: list[tuple[Prepared, int, int]], sources: dict[str, Source]
) -> None:
    if not changed:
        return
    run = sql.uuid_value(batch.run.pk)
    rows = []
    for record, statement, _ in changed:
        standard = batch.by_key[record.key]
        batch.written[statement] = standard
        mended = batch.mended.get(record.local_id, "")
        rows.append(
            (standard, record.place, record.record, record.hash, sources[record.source].date)
            + (Statement.LISTED, run, run, mended, _cleaned(record), statement)
        )
    columns = (
        "standard_id",
        "place",
        "record",
        "hash",
        "date",
        "state",
        "run_id",
        "seen",
        "mended",
        "cleaned",
    )
    sql.update(Statement, columns, rows)
    batch.touched |= drop_relations(statement for _, statement, _ in changed)


def _insert_details(batch: Batch) -> None:
    """Bodies, classes and findings of standards that have one statement only; others are resolved anew."""
    single = {pk: one for pk, one in batch.new_standards.items() if pk not in batch.again}
    ids = batch.bodies.ids(party for record in single.values() for party in record.parties)
    parties: list[tuple[int, int, str, int]] = []
    classes: list[tuple[int, str, str]] = []
    findings: list[tuple[int, str, str, str, str]] = []
    levels = severities()
    for standard, record in single.items():
        for order, (role, _, key) in enumerate(record.parties):
            parties.append((standard, ids[key], role, order))
        classes.extend((standard, scheme, code) for scheme, code in record.classes)
        findings.extend(
            (standard, rule, levels.get(rule, "warning"), name, message)
            for rule, name, message in record.issues
        )
    sql.insert(Participation, ("standard_id", "body_id", "role", "order"), parties)
    count_parts((standard, body, role) for standard, body, role, _ in parties)
    sql.insert(Classification, ("standard_id", "scheme", "code"), classes)
    sql.insert(Finding, ("standard_id", "rule", "severity", "field", "message"), findings)


def _tell_shared(batch: Batch) -> None:
    """A further number that another standard holds already is told on both, and merged by nobody."""
    if not batch.shared:
        return
    numbers = dict(
        Standard.objects.filter(pk__in={other for _, _, other in batch.shared}).values_list("pk", "number")
    )
    rows = []
    for standard, number, other in dict.fromkeys(batch.shared):
        message = f"编号 {number} 已属于 {numbers.get(other, '另一标准')}，没有记在本标准名下；请核对是否为同一文本。"
        rows.append((standard, "number-shared", "warning", "number", message))
    sql.insert(Finding, ("standard_id", "rule", "severity", "field", "message"), rows)
