"""From what all sources say of one standard, and what people verified, to one value a field with its whole story.

A person's word goes before a source's. Among sources the grade counts first (A, B, C, memory), then whether the
publisher speaks of its own standard, then the newer date of the source. Values that do not agree are all kept and
shown; where they concern what cannot change with time, the field is contested until a person settles it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from zhunsheng.core.identifiers.number import StandardNumber
from zhunsheng.core.registry.facts import STATE_BY_GRADE, Fact, Version
from zhunsheng.core.registry.numbering import UNREAD, level_by_number, nature_by_number
from zhunsheng.core.registry.record import BODY_ROLES, TEXT_FIELDS
from zhunsheng.core.registry.words import (
    GRADE_ORDER,
    LEVELS,
    NATURES,
    level_word,
    nature_word,
    status_word,
)
from zhunsheng.core.text.normal import key

__all__ = [
    "CONTESTABLE",
    "DATE_FIELDS",
    "FACT_LABELS",
    "Fact",
    "Issue",
    "Resolved",
    "Version",
    "Voice",
    "Word",
    "facts_of_voices",
    "is_date",
    "resolve",
    "same_value",
]

DATE_FIELDS = ("issued", "implemented", "withdrawn", "reviewed")
#: fields of which two sources cannot both be right: they do not change with time
CONTESTABLE = ("title_zh", "title_en", "title_ja", "issued", "implemented", "level", "nature")
_TITLES = ("title_zh", "title_en", "title_ja", "title_fr")
#: fields on which the verification state of the whole standard rests
_CORE = ("title_zh", "title_en", "title_ja", "issued", "implemented", "status")
_STATE_ORDER = ("contradicted", "unverified", "trade", "official", "verified")
#: fields whose value must be a date, or a word we know
_WORDED = frozenset([*DATE_FIELDS, "status", "level", "nature"])
_FUNCTIONAL = ("issuer", "administrator")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
#: labels of all facts a page shows: fields, lists and roles
FACT_LABELS: dict[str, str] = {**TEXT_FIELDS, "ics": "ICS", "ccs": "CCS", "keywords": "关键词", **BODY_ROLES}


class Voice(NamedTuple):
    """One statement and who makes it. ``record`` is the plain form that :mod:`.prepare` makes."""

    record: Mapping[str, Any]
    source: str
    source_name: str = ""
    grade: str = "C"
    date: str = ""
    rank: int = 100
    local_id: str = ""
    place: str = ""
    statement: int = 0
    #: why it no longer counts beside others ("" where it does): nobody else speaks of this standard
    left: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A person's word on a field, with its evidence."""

    field: str
    value: str
    by: str = ""
    date: str = ""
    evidence: str = ""
    pk: int = 0


class Issue(NamedTuple):
    """A breach of an integrity rule (``content/lint/registry.yaml``), about one field, in Chinese."""

    rule: str
    field: str
    message: str


@dataclass(slots=True)
class Resolved:
    """What follows for one standard. ``values`` has the fields with a value; ``status`` in it is what is said."""

    values: dict[str, str]
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parties: list[tuple[str, str]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    contested: tuple[str, ...] = ()
    verification: str = "unverified"


@lru_cache(maxsize=65536)
def is_date(text: str) -> bool:
    """Whether ``text`` is an ISO date of the calendar, as exact as a year at least."""
    if not _DATE.fullmatch(text) or text[:4] == "0000":
        return False
    try:
        dt.date.fromisoformat((text + "-01-01")[:10] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def resolve(number: StandardNumber, voices: Sequence[Voice], words: Sequence[Word] = ()) -> Resolved:
    """Everything that follows from ``voices`` (at least one) and ``words`` for the standard of this number."""
    if len(voices) == 1 and not words:
        return _of_one(number, voices[0])
    issues: list[Issue] = []
    values: dict[str, str] = {}
    states: list[str] = []
    contested: list[str] = []
    ordered = _ordered(voices, number, "")
    for name, value, state, fact in _told(number, ordered, words, issues):
        if not value:
            continue
        values[name] = value
        if name in _CORE:
            states.append(state)
        if fact is not None and fact.contested:
            contested.append(name)
            issues.append(_differ(fact))
    _by_number(number, values)
    lists = {name: _list_of(ordered, name) for name in ("ics", "ccs", "keywords")}
    parties = _functional(_parties_of(ordered), issues)
    contested += _sound(number, values, issues)
    _claimed(number, voices, issues)
    verification = "contradicted" if contested else _weakest(states)
    return Resolved(values, lists, parties, issues, tuple(contested), verification)


def _differ(fact: Fact) -> Issue:
    told = "；".join(dict.fromkeys(f"{one.source_name or one.source}：{one.value}" for one in fact.versions))
    return Issue("sources-differ", fact.field, f"各来源的{fact.label}不一致：{told}。")


def _of_one(number: StandardNumber, voice: Voice) -> Resolved:
    """The same for a single statement, by far the commonest case, without building facts."""
    record = voice.record
    issues: list[Issue] = []
    values: dict[str, str] = {}
    for name, said in record.get("values", {}).items():
        value = _read(name, said, issues) if name in _WORDED else said
        if value:
            values[name] = value
    _by_number(number, values)
    parties = _functional([(role, name) for role, name in record.get("parties", ())], issues)
    contested = _sound(number, values, issues)
    grades = record.get("grades") or {}
    if grades:
        states = [STATE_BY_GRADE[grades.get(name, voice.grade)] for name in _CORE if values.get(name)]
        verification = _weakest(states)
    else:
        verification = STATE_BY_GRADE.get(voice.grade, "unverified")
    if contested:
        verification = "contradicted"
    lists = {name: tuple(items) for name, items in record.get("lists", {}).items()}
    return Resolved(values, lists, parties, issues, tuple(contested), verification)


def facts_of_voices(
    number: StandardNumber,
    voices: Sequence[Voice],
    words: Sequence[Word] = (),
    issues: list[Issue] | None = None,
) -> dict[str, Fact]:
    """Every field that anybody speaks of, in the order of :data:`FACT_LABELS`, with all its versions."""
    found: list[Issue] = [] if issues is None else issues
    told = _told(number, _ordered(voices, number, ""), words, found, whole=True)
    facts = {name: fact for name, _, _, fact in told if fact is not None}
    for name, value in (("level", level_by_number(number)), ("nature", nature_by_number(number))):
        if value:
            facts[name] = _with_number(name, value, number, facts.get(name))
    return {name: _kept(facts[name], facts) for name in TEXT_FIELDS if name in facts}


def _with_number(name: str, value: str, number: StandardNumber, fact: Fact | None) -> Fact:
    """A level or nature beside what the number itself tells of it; a source that says so goes before it."""
    told = Version(value, "number", "由编号推出", "", "", number.canonical, chosen=fact is None)
    if fact is None:
        return Fact(name, FACT_LABELS[name], value, "official", False, (told,))
    if fact.value == value:
        state = fact.state if fact.state in {"verified", "contradicted"} else "official"
        return replace(fact, state=state, versions=(*fact.versions, told))
    return replace(fact, versions=(*fact.versions, told._replace(agrees=False)))


def _kept(fact: Fact, facts: Mapping[str, Fact]) -> Fact:
    """A date that breaks the order of dates is shown with all who say it, and counts for nothing."""
    issued = facts.get("issued")
    if fact.field not in {"implemented", "withdrawn"} or issued is None:
        return fact
    if not _before(fact.value, issued.value):
        return fact
    versions = tuple(one._replace(chosen=False, agrees=False) for one in fact.versions)
    return Fact(fact.field, fact.label, "", "contradicted", True, versions)


def _told(
    number: StandardNumber,
    voices: Sequence[Voice],
    words: Sequence[Word],
    issues: list[Issue],
    *,
    whole: bool = False,
) -> Iterator[tuple[str, str, str, Fact | None]]:
    """Each field somebody speaks of: what counts, its state, and all versions; undisputed ones without, but for ``whole``.

    ``voices`` stand in their order.
    """
    said_by_person = {word.field: word for word in words}
    told = [voice.record["values"] for voice in voices]
    spoken = set(said_by_person).union(*told)
    graded = any(voice.record.get("grades") for voice in voices)
    ordered, issued = voices, ""
    for name in TEXT_FIELDS:
        if name not in spoken:
            continue
        word = said_by_person.get(name)
        if graded:
            ordered = _ordered(voices, number, name)
        if not whole and word is None:
            said = [text for values in told if (text := values.get(name))]
            if said.count(said[0]) == len(said):
                value = _read(name, said[0], issues)
                if name == "issued":
                    issued = value
                first = next(voice for voice in ordered if voice.record["values"].get(name))
                state = STATE_BY_GRADE.get(_grade(first, name), "unverified")
                yield name, value, state, None
                continue
        versions = [*_versions(ordered, name, issues)]
        if name in {"implemented", "withdrawn"} and issued:
            versions = _possible_first(name, versions, issued, issues)
        if versions or word:
            fact = _fact(name, versions, word)
            issued = fact.value if name == "issued" else issued
            yield name, fact.value, fact.state, fact


def _possible_first(name: str, versions: list[Version], issued: str, issues: list[Issue]) -> list[Version]:
    """A date before the issue cannot be right: it counts for nothing where another source gives one that can."""
    early = [one for one in versions if _before(one.value, issued)]
    possible = [one for one in versions if not _before(one.value, issued)]
    if possible:
        issues += [Issue("date-order", name, _too_early(name, one.value, issued)) for one in early]
    return possible + early


def _before(date: str, issued: str) -> bool:
    common = min(len(date), len(issued))
    return date[:common] < issued[:common]


def _too_early(name: str, date: str, issued: str) -> str:
    return f"{TEXT_FIELDS[name]} {date} 早于发布日期 {issued}，没有采用；请核对两个日期。"


def _versions(voices: Sequence[Voice], name: str, issues: list[Issue]) -> Iterable[Version]:
    """What the sources say of a field, in their order, the weightiest first."""
    for voice in voices:
        said = voice.record.get("values", {}).get(name)
        if not said:
            continue
        value = _read(name, said, issues)
        if value:
            printed = (voice.record.get("printed") or {}).get(name, said if said != value else "")
            yield Version(
                value,
                voice.source,
                voice.source_name,
                _grade(voice, name),
                voice.date,
                f"{voice.place}（{voice.left}）" if voice.left else voice.place,
                printed,
                statement=voice.statement,
            )


def _fact(name: str, versions: list[Version], word: Word | None) -> Fact:
    label = FACT_LABELS[name]
    if word is not None:
        own = Version(word.value, "person", word.by, "person", word.date, evidence=word.evidence)
        others = [_mark(one, word.value, name) for one in versions]
        return Fact(name, label, word.value, "verified", False, (_chosen(own), *others))
    best = versions[0]
    if name in DATE_FIELDS:
        # Of dates that agree as far as they go, within the best grade, the most exact one says most.
        best = max(
            (one for one in versions if one.grade == best.grade and same_value(one.value, best.value, name)),
            key=lambda one: len(one.value),
        )
    marked = [_chosen(one) if one is best else _mark(one, best.value, name) for one in versions]
    contested = name in CONTESTABLE and not all(one.agrees for one in marked)
    state = "contradicted" if contested else STATE_BY_GRADE.get(best.grade, "unverified")
    return Fact(name, label, best.value, state, contested, tuple(marked))


def _chosen(version: Version) -> Version:
    return version._replace(chosen=True, agrees=True)


def _mark(version: Version, value: str, name: str) -> Version:
    return version._replace(chosen=False, agrees=same_value(version.value, value, name))


def same_value(a: str, b: str, name: str) -> bool:
    """Whether two values say the same as far as both go."""
    if a == b:
        return True
    if name in DATE_FIELDS:
        common = min(len(a), len(b))
        return a[:common] == b[:common]
    return name in _TITLES and key(a) == key(b)


def _ordered(voices: Sequence[Voice], number: StandardNumber, name: str) -> list[Voice]:
    """Voices in the order in which they count for a field, the weightiest first."""
    return sorted(
        voices,
        key=lambda one: (
            *_weight(_grade(one, name), one.source, number.publisher, one.date),
            one.rank,
            one.source,
            one.local_id,
        ),
    )


@lru_cache(maxsize=4096)
def _weight(grade: str, source: str, publisher: str, date: str) -> tuple[Any, ...]:
    """What makes one source count more than another; the smallest counts most."""
    newer = tuple(-ord(sign) for sign in date)
    return (GRADE_ORDER.get(grade, 9), not _own(source, publisher), newer or (1,))


def _grade(voice: Voice, name: str) -> str:
    grades = voice.record.get("grades")
    return str(grades.get(name, voice.grade)) if grades else voice.grade


def _own(source: str, publisher: str) -> bool:
    """Whether the publisher speaks of its own standard: its name is part of the source's code."""
    parts = set(re.split(r"[^a-z0-9]+", source.lower()))
    return any(one.lower() in parts for one in publisher.split("/"))


def _read(name: str, said: str, issues: list[Issue]) -> str:
    """A source's value in our words; "" and an issue where it is none."""
    if name in DATE_FIELDS:
        if is_date(said):
            return said
        issues.append(Issue("date-form", name, f"{TEXT_FIELDS[name]}“{said}”不是日期，没有采用。"))
        return ""
    reader = {"status": status_word, "level": level_word, "nature": nature_word}.get(name)
    if reader is None:
        return said
    word = reader(said)
    if not word:
        issues.append(Issue("word-unknown", name, f"{TEXT_FIELDS[name]}“{said}”不在允许的取值中，没有采用。"))
    return word


def _by_number(number: StandardNumber, values: dict[str, str]) -> None:
    """Level and nature as the number tells them, where no source does."""
    if not values.get("level") and (level := level_by_number(number)):
        values["level"] = level
    if not values.get("nature") and (nature := nature_by_number(number)):
        values["nature"] = nature


def _sound(number: StandardNumber, values: dict[str, str], issues: list[Issue]) -> list[str]:
    """The rules of GB/T 48000.3-2026 on one standard: what breaks them is not kept as a value, and is told.

    Returns the fields whose value was not kept.
    """
    issued = values.get("issued", "")
    dropped: list[str] = []
    for name in ("implemented", "withdrawn"):
        if name in values and _before(values[name], issued):
            issues.append(Issue("date-order", name, _too_early(name, values[name], issued)))
            del values[name]
            dropped.append(name)
    if number.scheme == UNREAD:
        issues.append(Issue("number-form", "number", f"编号“{number.printed}”不合已知的写法，按原样保存。"))
    elif number.problem:
        issues.append(Issue("number-form", "number", number.problem))
    if not any(values.get(name) for name in _TITLES):
        issues.append(Issue("title-missing", "title_zh", "没有任何来源给出标准名称。"))
    by_number = nature_by_number(number)
    if by_number and values.get("nature") != by_number:
        said = NATURES.get(values.get("nature", ""), "")
        issues.append(
            Issue("nature-number", "nature", f"编号表示“{NATURES[by_number]}”，来源说“{said}”；请核对。")
        )
    level = level_by_number(number)
    if level in {"national", "sector", "local", "group", "enterprise"} and values.get("level") != level:
        said = LEVELS.get(values.get("level", ""), "")
        issues.append(Issue("level-number", "level", f"编号表示“{LEVELS[level]}”，来源说“{said}”；请核对。"))
    return dropped


def _claimed(number: StandardNumber, voices: Sequence[Voice], issues: list[Issue]) -> None:
    """Two records of one number with titles that have little in common may be two documents."""
    from rapidfuzz.fuzz import token_set_ratio

    for name in _TITLES:
        told = [said for one in voices if (said := one.record["values"].get(name))]
        if len(told) < 2 or told.count(told[0]) == len(told):
            continue
        titles = list(dict.fromkeys(told))
        for other in titles[1:]:
            if token_set_ratio(key(titles[0]), key(other)) < 45 and token_set_ratio(titles[0], other) < 60:
                issues.append(
                    Issue(
                        "number-claimed",
                        name,
                        f"{number.canonical} 由名称很不相同的记录使用：“{titles[0]}”与“{other}”；请核对是否为同一标准。",
                    )
                )
                return


def _functional(parties: list[tuple[str, str]], issues: list[Issue]) -> list[tuple[str, str]]:
    """At most one issuer and one administrator: the first counts.

    Further issuers issue jointly with it (national standards have two); further administrators are told.
    """
    if len(parties) < 2:
        return parties
    kept: list[tuple[str, str]] = []
    for role, name in dict.fromkeys(parties):
        if role == "issuer" and any(one == role for one, _ in kept):
            kept.append(("co_issuer", name))
            continue
        if role in _FUNCTIONAL and any(role == one for one, _ in kept):
            issues.append(
                Issue("one-body", role, f"{BODY_ROLES[role]}只能有一个，“{name}”没有采用；请核对。")
            )
            continue
        kept.append((role, name))
    return kept


def _list_of(voices: Sequence[Voice], name: str) -> tuple[str, ...]:
    """What the weightiest voice that has this list says; ``voices`` stand in their order."""
    for voice in voices:
        if items := voice.record.get("lists", {}).get(name):
            return tuple(items)
    return ()


def _parties_of(voices: Sequence[Voice]) -> list[tuple[str, str]]:
    """For each role the parties that the weightiest source with that role names; ``voices`` stand in order."""
    chosen: dict[str, list[tuple[str, str]]] = {}
    for voice in voices:
        mine: dict[str, list[tuple[str, str]]] = {}
        for role, name in voice.record.get("parties", ()):
            mine.setdefault(role, []).append((role, name))
        for role, parties in mine.items():
            chosen.setdefault(role, parties)
    return [party for role in BODY_ROLES for party in chosen.get(role, ())]


def _weakest(states: Iterable[str]) -> str:
    return min(states, key=_STATE_ORDER.index, default="unverified")
