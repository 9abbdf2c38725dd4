"""What follows from stored statements: the columns of standards, their status, findings on both."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.utils import timezone
from pydantic_core import from_json

from zhunsheng.apps.registry.models import (
    Classification,
    Finding,
    Participation,
    Standard,
    Statement,
    Verification,
)
from zhunsheng.apps.registry.storage import sql
from zhunsheng.apps.registry.storage.bodies import BodyIds
from zhunsheng.apps.registry.storage.tallies import count_parts, parts_of
from zhunsheng.core.registry.integrity import registry_rules
from zhunsheng.core.registry.numbering import number_of
from zhunsheng.core.registry.prepare import COLUMNS, number_columns, parties_and_classes, resolved_columns
from zhunsheng.core.registry.ranking import rank_of
from zhunsheng.core.registry.resolve import Issue, Resolved, Voice, Word, resolve
from zhunsheng.core.registry.status import Life, Successor, Verdict, came_before, derive_status

__all__ = [
    "due_standards",
    "follow",
    "insert_findings",
    "resolve_again",
    "severities",
    "voices_of",
    "words_of",
]

#: findings that :func:`follow` writes; all others come from :func:`resolve_again`
_STATUS_RULES = ("status-contradiction", "replaces-earlier", "replaces-ring")


#: what is told of statements that count only where nobody else speaks
_LEFT = {Statement.GONE: "来源已不再列出", Statement.WITHDRAWN: "已撤下"}


@cache
def severities() -> dict[str, str]:
    """Severity by rule, as content gives it."""
    return {rule.id: rule.severity for rule in registry_rules()}


def voices_of(standards: Iterable[int]) -> dict[int, list[Voice]]:
    """What sources that still list them say of standards, by standard, in the order of arrival.

    Of a standard that no source lists any more, those that did; of one whose statements were all set aside, these.
    """
    found: dict[int, list[Voice]] = defaultdict(list)
    former: dict[int, list[Voice]] = defaultdict(list)
    for part in sql.chunks(standards, 2000):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT st.standard_id, st.record, so.code, so.name, so.grade, st.date, so.rank, st.local_id,"
                " st.place, st.id, st.state FROM registry_statement st JOIN registry_source so ON so.id = st.source_id"
                f" WHERE st.standard_id IN {sql.id_list(part)} ORDER BY st.id"
            )
            for standard, record, *rest, state in cursor.fetchall():
                plain = from_json(record) if isinstance(record, str) else record
                told = found if state == Statement.LISTED else former
                rest.append(_LEFT.get(state, ""))
                told[standard].append(Voice(plain, *rest))
    for standard, voices in former.items():
        if standard not in found:
            gone = [voice for voice in voices if voice.left == _LEFT[Statement.GONE]]
            found[standard] = gone or voices
    return found


def words_of(standards: Iterable[int]) -> dict[int, list[Word]]:
    """People's words in force on standards, by standard."""
    found: dict[int, list[Word]] = defaultdict(list)
    for part in sql.chunks(standards):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT standard_id, field, value, by_name, at, evidence_url, id FROM registry_verification"
                f" WHERE state = 'active' AND standard_id IN {sql.id_list(part)}"
            )
            for standard, name, value, by, at, evidence, pk in cursor.fetchall():
                found[standard].append(Word(name, value, by, str(at)[:10], evidence, pk))
    return found


def resolve_again(standards: Iterable[int], bodies: BodyIds) -> None:
    """Work the columns, bodies, classes and findings of standards out anew.

    A standard that no source lists any more keeps what it had, and says so.
    """
    wanted = sorted(set(standards))
    voices, words = voices_of(wanted), words_of(wanted)
    numbers = dict(Standard.objects.filter(pk__in=list(voices)).values_list("pk", "number"))
    resolved: dict[int, Resolved] = {}
    rows = []
    now = sql.moment(timezone.now())
    for pk, said in voices.items():
        number = number_of(numbers[pk])
        if number is None:
            continue
        resolved[pk] = resolve(number, said, words.get(pk, ()))
        if said[0].left:
            names = "、".join(dict.fromkeys(voice.source_name for voice in said))
            message = f"{names}{said[0].left}，没有别的来源说到这项标准；各项值是它们从前所说。"
            resolved[pk].issues.append(Issue("source-gone", "", message))
        rows.append((*number_columns(number), *resolved_columns(resolved[pk]), now, pk))
    sql.update(Standard, (*COLUMNS, "changed_at"), rows)
    _replace_details(resolved, bodies)


def _replace_details(resolved: dict[int, Resolved], bodies: BodyIds) -> None:
    details = {pk: parties_and_classes(one) for pk, one in resolved.items()}
    before = parts_of(details)
    for model in (Participation, Classification):
        sql.delete_by_ids(model, "standard_id", details)
    keep = ", ".join(f"'{rule}'" for rule in (*_STATUS_RULES, "number-shared"))
    sql.delete_by_ids(Finding, "standard_id", details, f" AND rule NOT IN ({keep})")
    ids = bodies.ids(party for parties, _ in details.values() for party in parties)
    rows = [
        (pk, ids[key], role, order)
        for pk, (parties, _) in details.items()
        for order, (role, _, key) in enumerate(parties)
    ]
    sql.insert(Participation, ("standard_id", "body_id", "role", "order"), rows)
    count_parts(((pk, body, role) for pk, body, role, _ in rows), before)
    sql.insert(
        Classification,
        ("standard_id", "scheme", "code"),
        [(pk, scheme, code) for pk, (_, classes) in details.items() for scheme, code in classes],
    )
    insert_findings(
        (pk, issue.rule, issue.field, issue.message) for pk, one in resolved.items() for issue in one.issues
    )


def insert_findings(told: Iterable[tuple[int, str, str, str]]) -> None:
    """Store findings: standard, rule, field, message."""
    levels = severities()
    rows = [(pk, rule, levels.get(rule, "warning"), name, message) for pk, rule, name, message in told]
    sql.insert(Finding, ("standard_id", "rule", "severity", "field", "message"), rows)


def follow(
    standards: Iterable[int], today: dt.date, *, new: Iterable[int] = ()
) -> dict[int, tuple[str, int]]:
    """Derive the status of standards as of ``today`` from their dates and successors; of those that changed, status and rank.

    ``new`` are those whose status has just been told by their own record: only a successor can change it.
    """
    fresh = set(new)
    heirs = _successors(sorted(set(standards)))
    wanted = sorted(pk for pk in set(standards) if pk in heirs or pk not in fresh)
    day, now = today.isoformat(), sql.moment(timezone.now())
    updates: list[tuple[Any, ...]] = []
    told: list[tuple[int, str, str, str]] = []
    suspects: set[int] = set()
    settled = _settled_statuses(wanted)
    for pk, number, level, year, status, why, rank, *life_values in _lives(wanted):
        life = Life(*life_values)._replace(year=year)
        successors = heirs.get(pk, ())
        verdict = _by_person(settled.get(pk)) or derive_status(life, successors, day)
        place = rank_of(verdict.status, level, year)
        if (verdict.status, verdict.why, place) != (status, why, rank):
            updates.append((verdict.status, verdict.why, place, now, pk))
        if verdict.against:
            told.append((pk, "status-contradiction", "status", f"{verdict.against}。"))
        told.extend((pk, *finding) for finding in _order_findings(number, life, successors))
        if any(_not_later(heir.life.issued, life.issued) for heir in successors):
            suspects.add(pk)
    old = set(wanted) - set(new)
    sql.delete_by_ids(
        Finding, "standard_id", old, " AND rule IN ('status-contradiction', 'replaces-earlier')"
    )
    sql.update(Standard, ("status", "status_why", "rank", "changed_at"), updates)
    insert_findings(told)
    from zhunsheng.apps.registry.storage.rings import tell_rings

    tell_rings(suspects, set(wanted) - fresh)
    return {pk: (status, rank) for status, _, rank, _, pk in updates}


def _settled_statuses(standards: list[int]) -> dict[int, Word]:
    """People's words on statuses, by standard."""
    if not Verification.objects.filter(field="status", state=Verification.ACTIVE).exists():
        return {}
    return {pk: word for pk, words in words_of(standards).items() for word in words if word.field == "status"}


def _by_person(word: Word | None) -> Verdict | None:
    """A person's word on a status, which ends all doubt; None without one."""
    return Verdict(word.value, f"{word.by} 核实（{word.date}）") if word else None


def _not_later(heir: str, own: str) -> bool:
    """Whether a successor's date leaves it open that it came first: every ring has one such link."""
    common = min(len(heir), len(own))
    return heir[:common] <= own[:common]


def due_standards(today: dt.date) -> list[int]:
    """Standards whose status may be another one on ``today`` than it was: a date of theirs, or of a successor, has come."""
    come = "substr(%s, 1, length({0})) >= {0} AND {0} <> ''"
    one = "SELECT id FROM registry_standard WHERE "
    found = []
    with connection.cursor() as cursor:
        for question in (
            one + "status = 'upcoming' AND " + come.format("implemented"),
            one
            + "status = 'upcoming' AND implemented = '' AND status_said = 'current' AND "
            + come.format("issued"),
            one + "status IN ('current', 'upcoming') AND " + come.format("withdrawn"),
            "SELECT t.id FROM registry_standard s JOIN registry_relation r ON r.subject_id = s.id"
            " JOIN registry_standard t ON t.id = r.target_id WHERE r.type = 'replaces'"
            " AND t.status IN ('current', 'upcoming') AND " + come.format("s.implemented"),
        ):
            cursor.execute(question, [today.isoformat()])
            found += [row[0] for row in cursor.fetchall()]
    return found


def _lives(standards: list[int]) -> Iterable[tuple[Any, ...]]:
    columns = "id, number, level, year, status, status_why, rank, issued, implemented, withdrawn, stage, status_said"
    for part in sql.chunks(standards):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM registry_standard WHERE id IN {sql.id_list(part)}")
            yield from cursor.fetchall()


def _successors(standards: list[int]) -> dict[int, list[Successor]]:
    """The standards that replace others whole, as any source states, by the one replaced."""
    found: dict[int, dict[str, Successor]] = defaultdict(dict)
    for part in sql.chunks(standards):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT r.target_id, s.number, s.issued, s.implemented, s.withdrawn, s.stage, s.status_said, s.year"
                " FROM registry_relation r JOIN registry_standard s ON s.id = r.subject_id"
                f" WHERE r.type = 'replaces' AND r.target_id IN {sql.id_list(part)}"
            )
            for target, number, *life in cursor.fetchall():
                found[target][number] = Successor(number, Life(*life))
    return {pk: list(heirs.values()) for pk, heirs in found.items()}


def _order_findings(
    number: str, life: Life, successors: Iterable[Successor]
) -> Iterable[tuple[str, str, str]]:
    """A successor that came before what it replaces: one of the two is wrong."""
    for heir in successors:
        if came_before(heir.life.issued, life.issued, (heir.life.year, life.year)):
            new, old = (f"（{one.issued} 发布）" if one.issued else "" for one in (heir.life, life))
            told = "代替者反而更早" if new else "两者都没有发布日期，按编号里的年份，代替者反而更早"
            message = f"来源说 {heir.number}{new}代替 {number}{old}，{told}，没有据此认定被代替。"
            yield ("replaces-earlier", "replaces", message)
