"""A document as the index keeps it: its place in the order of authority, its folded text, what it counts for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from json.encoder import encode_basestring
from struct import unpack
from typing import Any, NamedTuple

from zhunsheng.core.text.folding import fold
from zhunsheng.search import tokens
from zhunsheng.search.numbers import Form, forms, lead_of
from zhunsheng.search.shape import Document

__all__ = [
    "DOCUMENT_COLUMNS",
    "NUMBER_COLUMNS",
    "SCOPE_LIMIT",
    "TYPES",
    "Record",
    "digest_of",
    "digested",
    "digests_of",
    "document_of",
    "extra_of",
    "facets_of",
    "folded_titles",
    "id_of",
    "kept_scope",
    "kept_values",
    "key_of",
    "number_rows",
    "record_of",
    "shown",
    "title_words",
    "type_and_ref",
]

#: types of documents; their order is that of equals
TYPES = ("standard", "planned", "subsystem", "body")
_REF_BITS, _RANK_LIMIT = 29, 1 << 20
_KEY_MASK = (1 << 32) - 1
#: so much of a scope is indexed; what follows is neither searched nor marked
SCOPE_LIMIT = 800
#: the table of documents of SQLite: the columns of :class:`Record` but for the scope
DOCUMENT_COLUMNS = (
    "(id INTEGER PRIMARY KEY, key INTEGER NOT NULL, hash INTEGER NOT NULL, "
    "title TEXT NOT NULL, folded TEXT NOT NULL, number TEXT NOT NULL, status TEXT NOT NULL, address TEXT NOT NULL, "
    "year INTEGER NOT NULL, facets TEXT NOT NULL, extra TEXT NOT NULL)"
)
#: its table of numbers
NUMBER_COLUMNS = (
    "(form TEXT NOT NULL, id INTEGER NOT NULL, weight INTEGER NOT NULL, PRIMARY KEY (form, id)) WITHOUT ROWID"
)
_EMPTY = blake2b(digest_size=8)


class Postings(NamedTuple):
    """Tokens of the title index, of the text index (only of documents with a scope), and what is counted."""

    title: list[str]
    text: list[str]
    counted: set[str]


@lru_cache(maxsize=100_000)
def facet_marks(facets: str) -> tuple[str, ...]:
    """Tokens of the facet values in a row's JSON."""
    return tuple(tokens.facet_tokens(json.loads(facets).items()))


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

    def postings(self) -> Postings:
        """What the full-text tables and the counts of words hold of this document."""
        found, counted = title_words(self.folded)
        leads = self.leads()
        counted.update(leads)
        marks = [*facet_marks(self.facets), *leads]
        if not self.scope:
            return Postings(found + marks, [], counted)
        text = [*found, *tokens.tokens_of(self.scope), tokens.END, *marks]
        return Postings([*found, *marks, tokens.SCOPED], text, counted)

    def leads(self) -> list[str]:
        """Codes before its own numbers, as tokens."""
        if not self.extra:
            lead = lead_of(self.number) if self.number else ""
            return [tokens.LEAD + lead.lower()] if lead else []
        own = self.numbers()[0]
        leads = dict.fromkeys(map(lead_of, own))
        return [tokens.LEAD + lead.lower() for lead in leads if lead]

    def numbers(self) -> tuple[list[str], list[str], list[str]]:
        """Own numbers, related numbers, further titles."""
        if self.extra:
            own, related, titles = json.loads(self.extra)
            return own, related, titles
        return ([self.number] if self.number else []), [], []

    def number_rows(self) -> list[tuple[str, int, int]]:
        """Rows of the table of numbers: form, id, weight; related numbers weigh 4 (whole) or 5."""
        if not self.extra:
            id, number = self.id, self.number
            return [(form, id, weight) for form, weight in forms(number)] if number else []
        own, related, _ = self.numbers()
        return number_rows(self.id, list(map(forms, own)), map(forms, related))


def title_words(folded: str) -> tuple[list[str], set[str]]:
    """Tokens of folded titles as a row keeps them, and those that are counted."""
    found: list[str] = []
    counted: set[str] = set()
    for title in folded[1:-1].split(tokens.SEPARATOR):
        if title:
            words = tokens.text_tokens(title)
            counted.update(words)
            if not title.isascii():
                counted.update(tokens.single_characters(title))
            found.append(tokens.BEGIN + title[:2].replace(" ", ""))
            found += words
            found.append(tokens.END + title[-2:].replace(" ", ""))
    return found, counted


def number_rows(
    id: int, own: Sequence[Iterable[Form]], related: Iterable[Iterable[Form]]
) -> list[tuple[str, int, int]]:
    """Rows of the table of numbers for a document whose numbers have these forms: form, id, weight."""
    rows = {form: weight for listed in reversed(own) for form, weight in listed}
    for listed in related:
        for form, weight in listed:
            rows.setdefault(form, 4 if weight == 0 else 5)
    return [(form, id, weight) for form, weight in rows.items()]


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


def record_of(document: Document, folded: str = "", known: tuple[str, int] | None = None) -> Record:
    """What the index keeps of ``document``; ``folded`` titles, and facets and year, are given where they are known.

    ``ValueError`` where its key does not fit.
    """
    key = key_of(document.type, document.ref)
    id = id_of(document.rank, key)
    numbers, titles, related = document.numbers, document.titles, document.related_numbers
    facets, year = known or facets_of(document)
    title, number, status, address = shown(document.title, numbers, document.status, document.address)
    row = (
        title,
        folded or folded_titles(document.title, titles),
        number,
        status,
        address,
        year,
        facets,
        extra_of(numbers, related, titles) if len(numbers) > 1 or titles or related else "",
        kept_scope(document.scope),
    )
    return Record(id, key, digest_of(id >> 32, row), *row)


def id_of(rank: int, key: int) -> int:
    """The place of a document in the order of authority."""
    if not 0 <= rank < _RANK_LIMIT:
        rank = min(max(rank, 0), _RANK_LIMIT - 1)
    return rank << 32 | key


def digest_of(rank: int, row: tuple[str, str, str, str, str, int, str, str, str]) -> int:
    """64 bits that change with what a row keeps: its title and the columns of :class:`Record` after that."""
    return digests_of((rank,), *[(value,) for value in row])[0]


def digests_of(ranks: Sequence[int], *columns: Sequence[Any]) -> list[int]:
    """The same of many rows, given column by column."""
    return digested(ranks, *columns)[0]


def digested(ranks: Sequence[int], *columns: Sequence[Any]) -> tuple[list[int], bytes]:
    """The same, and the texts they are of: rows apart by ``\\x1d``, ranks and columns within them by ``\\x1e``."""
    texts = [
        f"{rank}\x1e{title}\x1e{folded}\x1e{number}\x1e{status}\x1e{address}\x1e{year}\x1e{facets}\x1e{extra}\x1e{scope}"
        for rank, title, folded, number, status, address, year, facets, extra, scope in zip(
            ranks, *columns, strict=True
        )
    ]
    whole = "\x1d".join(texts).encode()
    rows = whole.split(b"\x1d")
    if len(rows) != len(texts):  # one has that sign itself
        rows = [text.encode() for text in texts]
    digests = []
    for row in rows:
        one = _EMPTY.copy()
        one.update(row)
        digests.append(one.digest())
    return [*unpack(f">{len(digests)}q", b"".join(digests))], whole


def shown(title: str, numbers: Sequence[str], status: str, address: str) -> tuple[str, str, str, str]:
    """Title, first number, status and address as a row keeps them."""
    number = numbers[0] if numbers else ""
    if f"{title}{number}{status}{address}".isprintable():
        return title, number, status, address
    return _storable(title), _storable(number), _storable(status), _storable(address)


def folded_titles(title: str, titles: Iterable[str]) -> str:
    """Titles folded, as a row keeps them."""
    folded = fold(title)
    if titles:
        folded = tokens.SEPARATOR.join(dict.fromkeys(filter(None, (folded, *map(fold, titles)))))
    return f"{tokens.SEPARATOR}{folded}{tokens.SEPARATOR}"


def kept_scope(scope: str) -> str:
    """As much of a scope as is indexed."""
    return _storable(scope[:SCOPE_LIMIT].strip()) if scope else ""


def extra_of(numbers: Iterable[str], related: Iterable[str], titles: Iterable[str]) -> str:
    """Numbers and names of a row beyond the first of each, as JSON."""
    lists = (numbers, related, titles)
    parts = [", ".join([encode_basestring(_storable(text)) for text in texts]) for texts in lists]
    return f"[[{'], ['.join(parts)}]]"


def _storable(text: str) -> str:
    """Text without what a database refuses: the null character and halves of surrogate pairs."""
    if text.isprintable():
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def facets_of(document: Document) -> tuple[str, int]:
    """The facets as JSON, and the year among them."""
    facets = document.facets
    try:
        return _facets_text(document.type, document.status, tuple(facets.items()))
    except TypeError:  # values that are lists
        values = tuple([(facet, tuple(several)) for facet, several in facets.items()])
        return _facets_text(document.type, document.status, values)


@lru_cache(maxsize=100_000)
def _facets_text(type: str, status: str, values: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[str, int]:
    facets: dict[str, list[str]] = {}
    for facet, several in values:
        if kept := kept_values(several):
            facets[facet] = kept
    facets["type"] = [type]
    if status:
        facets.setdefault("status", [_storable(status)])
    years = [int(value) for value in map(str, dict(values).get("year", ())) if value.isdecimal()]
    year = min(max(years), 9999) if years else 0
    return json.dumps(facets, ensure_ascii=False, separators=(",", ":"), sort_keys=True), year


def kept_values(values: Iterable[str]) -> list[str]:
    """Values of a facet as a row keeps them, each once."""
    return [_storable(str(value)) for value in dict.fromkeys(values) if value != ""]


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
