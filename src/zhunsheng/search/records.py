"""A document as the index keeps it: its place in the order of authority, its folded text, what it counts for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b
from itertools import chain
from typing import Any, NamedTuple

from zhunsheng.core.text.folding import fold
from zhunsheng.search import tokens
from zhunsheng.search.numbers import compact, forms, lead_of
from zhunsheng.search.shape import Document

__all__ = ["SCOPE_LIMIT", "TYPES", "Record", "document_of", "key_of", "record_of", "type_and_ref"]

#: types of documents; their order is that of equals
TYPES = ("standard", "planned", "subsystem", "body")
_REF_BITS, _RANK_LIMIT = 29, 1 << 20
_KEY_MASK = (1 << 32) - 1
#: so much of a scope is indexed; what follows is neither searched nor marked
SCOPE_LIMIT = 800


class Record(NamedTuple):
    """One row of the index. ``id`` orders by authority (rank, then type and ref); ``key`` is (type, ref) in one number.

    ``folded`` holds the folded titles between separators, ``facets`` JSON of facet → values, ``extra`` JSON of the
    numbers, related numbers and further titles; ``scope`` is as given, as far as it is indexed.
    """

    id: int
    key: int
    hash: int
    title: str
    folded: str
    number: str
    status: str
    address: str
    year: int
    facets: str
    extra: str
    scope: str

    def title_tokens(self) -> list[str]:
        """Tokens of the title index: titles, codes before numbers, facet values."""
        found: list[str] = []
        for folded in self.folded[1:-1].split(tokens.SEPARATOR):
            found += tokens.title_tokens(folded)
        found += self._marks()
        if self.scope:
            found.append(tokens.SCOPED)
        return found

    def text_tokens(self) -> list[str]:
        """Tokens of the text index, where titles and scope stand together; only of documents with a scope."""
        found: list[str] = []
        for folded in (*self.folded[1:-1].split(tokens.SEPARATOR), fold(self.scope)):
            found += tokens.text_tokens(folded)
            found.append(tokens.END)
        return found + self._marks()

    def counted(self) -> set[str]:
        """What the counts of words hold of this document: tokens of its titles, and single characters."""
        found: set[str] = set()
        for folded in self.folded[1:-1].split(tokens.SEPARATOR):
            found.update(tokens.text_tokens(folded))
            found.update(tokens.single_characters(folded))
        found.update(self.leads())
        return found

    def leads(self) -> list[str]:
        """Codes before its own numbers, as tokens."""
        return [tokens.LEAD + lead.lower() for lead in dict.fromkeys(map(lead_of, self.numbers()[0])) if lead]

    def _marks(self) -> list[str]:
        return tokens.facet_tokens(json.loads(self.facets).items()) + self.leads()

    def numbers(self) -> tuple[list[str], list[str], list[str]]:
        """Own numbers, related numbers, further titles."""
        if self.extra:
            own, related, titles = json.loads(self.extra)
            return own, related, titles
        return ([self.number] if self.number else []), [], []

    def number_rows(self) -> list[tuple[str, int, int]]:
        """Rows of the table of numbers: form, id, weight; related numbers weigh 4 (whole) or 5."""
        own, related, _ = self.numbers()
        rows = {form: weight for number in reversed(own) for form, weight in forms(number)}
        for number in related:
            for form, weight in forms(number):
                rows.setdefault(form, 4 if weight == 0 else 5)
        return [(form, self.id, weight) for form, weight in rows.items()]


def key_of(type: str, ref: int) -> int:
    """(type, ref) in one number. ``ValueError`` for an unknown type or a ref that does not fit."""
    if type not in TYPES:
        raise ValueError(f"检索不认得类型“{type}”，只认得 {'、'.join(TYPES)}。")
    if not 0 <= ref < 1 << _REF_BITS:
        raise ValueError(f"检索的编号 {ref} 超出范围（0 到 {(1 << _REF_BITS) - 1}）。")
    return TYPES.index(type) << _REF_BITS | ref


def type_and_ref(id_or_key: int) -> tuple[str, int]:
    """The (type, ref) inside an id or a key."""
    key = id_or_key & _KEY_MASK
    return TYPES[key >> _REF_BITS], key & ((1 << _REF_BITS) - 1)


def record_of(document: Document) -> Record:
    """What the index keeps of ``document``. ``ValueError`` where its key does not fit."""
    key = key_of(document.type, document.ref)
    rank = min(max(document.rank, 0), _RANK_LIMIT - 1)
    titles = (document.title, *(title for title in document.titles if title and title != document.title))
    folded = list(dict.fromkeys(filter(None, map(fold, titles))))
    facets = _facets_of(document)
    scope = _storable(document.scope[:SCOPE_LIMIT].strip())
    plain = len(document.numbers) < 2 and not document.related_numbers and not document.titles
    extra = (
        ""
        if plain
        else json.dumps(
            [
                [_storable(number) for number in document.numbers],
                [_storable(number) for number in document.related_numbers],
                [_storable(title) for title in document.titles],
            ],
            ensure_ascii=False,
        )
    )
    values: tuple[Any, ...] = (
        _storable(document.title),
        tokens.SEPARATOR + tokens.SEPARATOR.join(folded) + tokens.SEPARATOR,
        _storable(document.numbers[0]) if document.numbers else "",
        _storable(document.status),
        _storable(document.address),
        _year_of(document),
        json.dumps(facets, ensure_ascii=False, separators=(",", ":")),
        extra,
        scope,
    )
    digest = blake2b(repr((rank, values)).encode(errors="replace"), digest_size=8).digest()
    return Record(rank << 32 | key, key, int.from_bytes(digest, "big", signed=True), *values)


def _storable(text: str) -> str:
    """Text without what a database refuses: the null character and halves of surrogate pairs."""
    if text.isprintable():
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _facets_of(document: Document) -> dict[str, list[str]]:
    facets = {
        facet: [_storable(str(value)) for value in dict.fromkeys(values) if value != ""]
        for facet, values in document.facets.items()
    }
    facets = {facet: values for facet, values in facets.items() if values}
    facets["type"] = [document.type]
    if document.status and "status" not in facets:
        facets["status"] = [_storable(document.status)]
    return facets


def _year_of(document: Document) -> int:
    years = [value for value in map(str, document.facets.get("year", ())) if value.isdecimal()]
    return min(max(map(int, years), default=0), 9999)


def document_of(record: Record) -> Document:
    """The document that ``record`` was made of, as far as the index keeps it."""
    type, ref = type_and_ref(record.id)
    own, related, titles = record.numbers()
    facets = {facet: tuple(values) for facet, values in json.loads(record.facets).items()}
    return Document(
        type,
        ref,
        record.title,
        record.address,
        tuple(own),
        tuple(related),
        tuple(titles),
        record.scope,
        record.status,
        facets,
        record.id >> 32,
    )


def all_counted(records: Iterable[Record]) -> Iterable[str]:
    """Counted tokens of many records, one after another."""
    return chain.from_iterable(record.counted() for record in records)


def exact_form(number: str) -> str:
    """The compact form of a whole number."""
    return compact(number)
