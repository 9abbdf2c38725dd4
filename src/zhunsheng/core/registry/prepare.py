"""A connector's item made ready for the tables, apart from any database: keys, hash, resolved row, relations.

This is the work that can be done in another process; what comes out is plain data that travels well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic_core import to_json

from zhunsheng.core.identifiers.number import StandardNumber
from zhunsheng.core.registry.numbering import number_key, number_of, sort_key
from zhunsheng.core.registry.ranking import rank_of
from zhunsheng.core.registry.record import BODY_ROLES, RELATION_TYPES, TEXT_FIELDS, StatedRecord
from zhunsheng.core.registry.resolve import Resolved, Voice, resolve
from zhunsheng.core.registry.status import Life, Verdict, derive_status
from zhunsheng.core.text.normal import key

__all__ = [
    "COLUMNS",
    "Prepared",
    "body_key",
    "names_of",
    "number_columns",
    "parties_and_classes",
    "plain_record",
    "prepare",
    "record_hash",
    "resolved_columns",
    "storable",
]

#: columns of a standard that follow from its number, then those that follow from its statements
COLUMNS = (
    *("number", "lineage", "scheme", "publisher", "kind", "year", "sort_key"),
    *("title", "title_zh", "title_en", "title_other", "scope", "level", "nature", "category", "doctype"),
    *(
        "issued",
        "implemented",
        "withdrawn",
        "reviewed",
        "review_result",
        "stage",
        "edition",
        "pages",
        "language",
    ),
    *(
        "record_number",
        "record_notice",
        "industry",
        "url",
        "note",
        "status_said",
        "verification",
        "contested",
    ),
)
#: of a name or an id, what stands in an index
_LONGEST = 500
_PLAIN = frozenset(COLUMNS) & frozenset(TEXT_FIELDS)


class Prepared(NamedTuple):
    """One record ready to be stored.

    ``record`` is its plain form as JSON text, ``numbers`` its further numbers as (kind, canonical, key), ``row`` the
    columns of :data:`COLUMNS` as they follow from this record alone, ``parties`` (role, name, key), ``classes``
    (scheme, code), ``relations`` (type, other number, other key, degree, said, inverse), ``issues`` (rule, field,
    message).
    """

    local_id: str
    place: str
    source: str
    record: str
    hash: str
    key: str
    canonical: str
    numbers: tuple[tuple[str, str, str], ...]
    row: tuple[Any, ...]
    parties: tuple[tuple[str, str, str], ...]
    classes: tuple[tuple[str, str], ...]
    relations: tuple[tuple[str, str, str, str, str, bool], ...]
    issues: tuple[tuple[str, str, str], ...]
    #: status, why and rank while no other standard is known to replace this one
    status: tuple[str, str, int] = ("unknown", "", 0)


def plain_record(record: StatedRecord) -> dict[str, Any]:
    """``record`` as plain data, without what is empty and without its place in the file; keys stand in their order."""
    plain: dict[str, Any] = {}
    if record.grades:
        plain["grades"] = dict(sorted(record.grades.items()))
    if record.lists:
        plain["lists"] = {name: list(items) for name, items in sorted(record.lists.items()) if items}
    plain["number"] = record.number
    if record.other_numbers:
        plain["other_numbers"] = list(map(list, record.other_numbers))
    if record.parties:
        plain["parties"] = [[role, name] for role, name in record.parties if role in BODY_ROLES]
    if record.printed:
        plain["printed"] = dict(sorted(record.printed.items()))
    if record.relations:
        plain["relations"] = list(map(list, record.relations))
    if record.repairs:
        plain["repairs"] = list(map(list, record.repairs))
    values = record.values
    plain["values"] = {name: values[name] for name in sorted(values) if name in TEXT_FIELDS and values[name]}
    return plain


def record_hash(text: str) -> str:
    """32 hex digits that change with what the record says; ``text`` is its plain form as JSON with sorted keys."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def body_key(name: str) -> str:
    """The form in which two printings of a body's name are one."""
    return key(name) or " ".join(name.split())


def prepare(record: StatedRecord, source: str, grade: str, today: str) -> Prepared | None:
    """Make ``record`` ready as of ``today`` (ISO date); None where it has no number at all."""
    record = _storable(record)
    number = number_of(record.number)
    if number is None:
        return None
    plain = plain_record(record)
    text, plain = _json(plain)
    resolved = resolve(number, [Voice(plain, source, grade=grade)])
    numbers = tuple(_further(record.other_numbers, number.key))
    get = resolved.values.get
    dates = get("issued", ""), get("implemented", ""), get("withdrawn", "")
    verdict = _alone(Life(*dates, get("stage", ""), get("status", "")), today)
    issues = [(one.rule, one.field, one.message) for one in resolved.issues]
    if verdict.against:
        issues.append(("status-contradiction", "status", f"{verdict.against}。"))
    return Prepared(
        local_id=_short(storable(record.local_id)) or number.canonical,
        place=storable(record.place),
        source=source,
        record=text,
        hash=record_hash(text),
        key=number.key,
        canonical=number.canonical,
        numbers=numbers,
        row=(*number_columns(number), *resolved_columns(resolved)),
        parties=_parties(tuple(resolved.parties)),
        classes=_classes(resolved.lists.get("ics", ()), resolved.lists.get("ccs", ())),
        relations=tuple(_relations(record, number.key)),
        issues=tuple(issues),
        status=(verdict.status, verdict.why, rank_of(verdict.status, get("level", ""), number.year)),
    )


@lru_cache(maxsize=1 << 14)
def _alone(life: Life, today: str) -> Verdict:
    """The status on ``today`` of a standard that no other one replaces."""
    return derive_status(life, (), today)


def number_columns(number: StandardNumber) -> tuple[Any, ...]:
    """The first columns of :data:`COLUMNS`."""
    return (
        number.canonical,
        number.lineage,
        number.scheme[:16],
        number.publisher,
        number.kind[:32],
        number.year,
        sort_key(number.canonical),
    )


def resolved_columns(resolved: Resolved) -> tuple[Any, ...]:
    """The further columns of :data:`COLUMNS`."""
    get = resolved.values.get
    zh, en = get("title_zh", ""), get("title_en", "")
    other = get("title_ja", "") or get("title_fr", "")
    return (
        zh or en or other,
        zh,
        en,
        other,
        get("scope", ""),
        get("level", ""),
        get("nature", ""),
        get("category", ""),
        get("doctype", ""),
        get("issued", ""),
        get("implemented", ""),
        get("withdrawn", ""),
        get("reviewed", ""),
        get("review_result", ""),
        get("stage", ""),
        get("edition", ""),
        get("pages", ""),
        get("language", ""),
        get("record_number", ""),
        get("record_notice", ""),
        get("industry", ""),
        get("url", ""),
        get("note", ""),
        get("status", ""),
        resolved.verification,
        bool(resolved.contested),
    )


def parties_and_classes(resolved: Resolved) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """Parties as (role, name, key) and classes as (scheme, code), each once."""
    classes = _classes(resolved.lists.get("ics", ()), resolved.lists.get("ccs", ()))
    return list(_parties(tuple(resolved.parties))), list(classes)


def _json(plain: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """JSON, and the data it says; lone surrogates and NUL, which no database keeps, are replaced.

    The keys of ``plain`` stand in their order.
    """
    try:
        text = to_json(plain).decode()
        if "\\u0000" not in text:
            return text, plain
    except ValueError:  # lone surrogates
        text = storable(json.dumps(plain, ensure_ascii=False, separators=(",", ":")))
    cleaned = text.replace("\\u0000", "�")
    return cleaned, json.loads(cleaned)


def _storable(record: StatedRecord) -> StatedRecord:
    """``record`` with NUL and lone surrogates replaced wherever a text becomes a column of its own."""
    texts = [record.number, *(one.target + one.said + one.degree for one in record.relations)]
    texts += [printed for _, printed in record.other_numbers]
    if all(map(str.isprintable, texts)):
        return record
    relations = tuple(
        one._replace(target=storable(one.target), said=storable(one.said), degree=storable(one.degree))
        for one in record.relations
    )
    others = tuple((kind, storable(printed)) for kind, printed in record.other_numbers)
    return replace(record, number=storable(record.number), relations=relations, other_numbers=others)


def _short(text: str) -> str:
    """``text``, or what an index can hold of it and still tell it from others."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…{record_hash(text)}"


def names_of(number: str, title: str, zh: str, en: str, other: str) -> tuple[str, tuple[str, ...]]:
    """The name a standard is found and shown under, its number where it has none, and its further names."""
    further = [one for one in (zh, en, other) if one and one != title]
    return title or number, tuple(dict.fromkeys(further) if len(further) > 1 else further)


def storable(text: str) -> str:
    """``text`` with what no database keeps (NUL, lone surrogates) replaced by U+FFFD or ``?``."""
    if text.isprintable():  # holds neither
        return text
    return text.replace("\0", "�").encode("utf-8", "replace").decode("utf-8")


def _further(others: Iterable[tuple[str, str]], own: str) -> Iterator[tuple[str, str, str]]:
    seen = {own}
    for kind, printed in others:
        other, canonical = number_key(printed)
        if other and other not in seen:
            seen.add(other)
            yield (kind if kind in {"joint", "plan", "former"} else "other", canonical, other)


@lru_cache(maxsize=1 << 14)
def _parties(parties: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for role, name in parties:
        if own := body_key(name):
            found.setdefault((role, own), (role, " ".join(name.split()), _short(own)))
    return tuple(found.values())


@lru_cache(maxsize=1 << 14)
def _classes(ics: tuple[str, ...], ccs: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    codes = [("ics", code.strip()) for code in dict.fromkeys(ics)]
    codes += [("ccs", code.strip()) for code in dict.fromkeys(ccs)]
    return tuple([(scheme, code[:32]) for scheme, code in codes if code])


def _relations(record: StatedRecord, own: str) -> Iterator[tuple[str, str, str, str, str, bool]]:
    seen = set()
    for one in record.relations:
        other, canonical = number_key(one.target)
        if (
            not other
            or one.type not in RELATION_TYPES
            or (one.type, other, one.inverse) in seen
            or other == own
        ):
            continue
        seen.add((one.type, other, one.inverse))
        yield (one.type, canonical, other, one.degree[:16], one.said, one.inverse)
