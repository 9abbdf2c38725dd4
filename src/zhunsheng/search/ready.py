"""Documents taken apart beforehand: by a process that reads a file, while another one writes what was read before.

What the index holds of titles, scope, numbers and facets depends on nothing else; that work needs no database. Where
all of a document is known but its key it is made whole (:class:`Made`), and :class:`Late` says what came to it later.
What many of them count for is counted where they are made, all at once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from zhunsheng.search import tokens
from zhunsheng.search.counting import Tally, facet_pairs
from zhunsheng.search.numbers import Form, apart, forms
from zhunsheng.search.preparing import Load, load_of
from zhunsheng.search.records import (
    TYPES,
    Record,
    digest_of,
    extra_of,
    facet_marks,
    folded_titles,
    kept_scope,
    kept_values,
    key_of,
    number_rows,
    record_of,
    shown,
    title_words,
)
from zhunsheng.search.shape import Document

__all__ = [
    "Apart",
    "Counts",
    "Facets",
    "Known",
    "Late",
    "Made",
    "Ready",
    "Texts",
    "counted_of",
    "facets_of",
    "known_again",
    "loaded",
    "made_of",
    "numbers_of",
    "records_of",
    "tally_of",
    "texts_again",
    "texts_of",
]

#: numbers taken apart: the forms under which each is listed
Apart = Mapping[str, tuple[Form, ...]]
#: the columns of a :class:`Record` from its title to its facets
Row = tuple[str, str, str, str, str, int, str]


class Texts(NamedTuple):
    """Titles and scope as the index takes them.

    ``folded`` is what a row keeps of the titles; ``title`` and ``text`` are the words of titles and scope in one line
    each, ``counted`` those that are counted.
    """

    folded: str
    title: str
    text: str
    counted: tuple[str, ...]


class Facets(NamedTuple):
    """Facets as a row keeps them, without the brackets around them; their tokens, values, and the year among them."""

    text: str
    marks: str
    values: tuple[tuple[str, str], ...]
    year: int = 0

    def before(self, others: Facets) -> Facets:
        """These and ``others``, whose names come later."""
        if not self.text:
            return others
        text, marks = f"{self.text},{others.text}", f"{self.marks} {others.marks}"
        return Facets(text, marks, self.values + others.values, self.year or others.year)


class Counts(NamedTuple):
    """What a document counts for: its words that are counted, and its values of facets."""

    words: set[str]
    values: tuple[tuple[str, str], ...]


class Made(NamedTuple):
    """A document whole but for its key, and for what :class:`Late` may change.

    ``row`` and ``scope`` are what the index keeps of it; ``words`` and ``text`` are the words of its titles and of its
    scope in one line each, ``marks`` the tokens of its facets and of the codes before its ``numbers``, ``listed`` the
    forms of these.
    """

    type: str
    row: Row
    scope: str
    numbers: tuple[str, ...]
    titles: tuple[str, ...]
    words: str
    text: str
    marks: str
    listed: tuple[Form, ...]

    @property
    def texts(self) -> Texts:
        """Its texts, apart from all else."""
        folded = self.row[1]
        return Texts(folded, self.words, self.text, tuple(title_words(folded)[1]))


class Late(NamedTuple):
    """What became of a made document when it was stored; ``adoption`` are its degrees of adoption."""

    ref: int
    made: Made
    status: str
    rank: int
    related: tuple[str, ...] = ()
    adoption: tuple[str, ...] = ()


class Ready(NamedTuple):
    """What is taken apart already: texts by title, further titles and scope; numbers; and whole documents.

    ``tally`` has what ``late`` count for as they were made, all together (it is changed to what they count for now);
    None where that is not counted yet.
    """

    texts: Mapping[tuple[str, tuple[str, ...], str], Texts]
    numbers: Apart
    late: Sequence[Late] = ()
    tally: Tally | None = None


class Known(NamedTuple):
    """The lines of a document in the full-text tables (``text`` is "" without a scope), its words that are counted
    (None where they are counted together with those of others), and the forms of its numbers."""

    title: str
    text: str
    counted: Iterable[str] | None
    forms: Iterable[Form]


def texts_of(title: str, titles: tuple[str, ...], scope: str) -> Texts:
    """Take the texts of a document apart."""
    return _taken_apart(folded_titles(title, titles), kept_scope(scope))


def _taken_apart(folded: str, scope: str) -> Texts:
    """The same of folded titles and of a scope as a row keeps them."""
    words, counted = title_words(folded)
    return Texts(folded, " ".join(words), _scope_line(scope), tuple(counted))


def _scope_line(scope: str) -> str:
    """The words of a scope as a row keeps it, in one line."""
    return " ".join([*tokens.tokens_of(scope), tokens.END]) if scope else ""


def numbers_of(numbers: Iterable[str]) -> dict[str, tuple[Form, ...]]:
    """Take numbers apart: the forms under which each is listed."""
    return {number: tuple(apart(number)[1]) for number in numbers}


def made_of(
    type: str,
    texts: tuple[str, tuple[str, ...], str],
    numbers: tuple[str, ...],
    address: str,
    facets: Facets,
    *,
    status: str,
) -> tuple[Made, Counts]:
    """A document made whole, and what it counts for. ``texts`` are title, further titles and scope; the type and
    the status are among its ``facets``.
    """
    title, titles, scope = texts
    shown_title, number, status, address = shown(title, numbers, status, address)
    kept, folded = kept_scope(scope), folded_titles(title, titles)
    words, counted = title_words(folded)
    leads, listed = _numbers_apart(numbers)
    counted.update(leads)
    row = (shown_title, folded, number, status, address, facets.year, f"{{{facets.text}}}")
    marks = " ".join([facets.marks, *leads])
    made = Made(type, row, kept, numbers, titles, " ".join(words), _scope_line(kept), marks, listed)
    return made, Counts(counted, facets.values)


def _numbers_apart(numbers: Sequence[str]) -> tuple[list[str], tuple[Form, ...]]:
    """Tokens of the codes before numbers, each once, and the forms under which their document is listed."""
    found = [apart(number) for number in numbers]
    leads = [tokens.LEAD + lead.lower() for lead in dict.fromkeys([lead for lead, _ in found]) if lead]
    if len(found) == 1:
        return leads, tuple(found[0][1])
    return leads, _forms([listed for _, listed in found], ())


def counted_of(made: Made, texts: Texts) -> Counts:
    """What a made document counts for; ``texts`` are its own."""
    leads = [mark for mark in made.marks.split(" ") if mark[0] == tokens.LEAD]
    return Counts({*texts.counted, *leads}, facet_pairs(made.row[6]))


def tally_of(made: Sequence[Made], counted: Sequence[Counts]) -> Tally:
    """What made documents count for, given what each counts for."""
    tally = Tally()
    tally.take_words([one.scope for one in made], [one.words for one in counted])
    for type in TYPES:
        values = [found.values for one, found in zip(made, counted, strict=True) if one.type == type]
        for (facet, value), times in Counter(chain.from_iterable(values)).items():
            tally.values[type, facet, value] = times
    return tally


def _finished(late: Late, key: int, ready: Ready) -> tuple[Record, Known]:
    """The row of a made document, and its lines; what it counts for otherwise than it was made is told to the tally."""
    made, status, rank = late.made, late.status, late.rank
    title, folded, number, told, address, year, facets = made.row
    marks, listed, extra = made.marks, made.listed, ""
    if status != told:
        # Quotes in a value are escaped and a token stands in no text: each is there once.
        (old, sign), (new, other) = _facet("status", (told,)), _facet("status", (status,))
        facets, marks = facets.replace(old, new), marks.replace(sign, other)
    if late.adoption:
        text, signs = _facet("adoption", late.adoption)
        facets, marks = f"{{{text},{facets[1:]}", f"{signs} {marks}"
    if ready.tally is not None and facets != made.row[6]:
        ready.tally.turn(made.row[6], facets)
    if late.related:
        numbers = [ready.numbers[one] if one in ready.numbers else forms(one) for one in late.related]
        listed = _forms([listed], numbers)
    if late.related or made.titles or len(made.numbers) > 1:
        extra = extra_of(made.numbers, late.related, made.titles)
    row = (title, folded, number, status, address, year, facets, extra, made.scope)
    counted = None if ready.tally is not None else counted_of(made, made.texts).words
    return Record(rank << 32 | key, key, digest_of(rank, row), *row), _known(
        made.words, made.text, counted, marks, listed
    )


def records_of(
    documents: Iterable[Document], ready: Ready | None = None, late: Iterable[Late] = ()
) -> tuple[list[Record], dict[int, Known]]:
    """What the index keeps of ``late`` and ``documents``, of one key the last; and, by key, of which the texts are ready."""
    found: dict[int, Record] = {}
    known: dict[int, Known] = {}
    if ready is not None:
        for one in late:
            key = key_of(one.made.type, one.ref)
            found[key], known[key] = _finished(one, key, ready)
    for document in documents:
        texts = ready.texts.get((document.title, document.titles, document.scope)) if ready else None
        if ready is None or texts is None:
            record = record_of(document)
            known.pop(record.key, None)
        else:
            facets = _facets_of_document(document)
            record = record_of(document, texts.folded, (f"{{{facets.text}}}", facets.year))
            leads, listed = _numbers_apart(document.numbers)
            if document.related_numbers:
                numbers = document.related_numbers
                listed = _forms(
                    [listed], [ready.numbers[one] if one in ready.numbers else forms(one) for one in numbers]
                )
            counted = (*texts.counted, *leads)
            marks = " ".join((facets.marks, *leads))
            known[record.key] = _known(texts.title, texts.text, counted, marks, listed)
        found[record.key] = record
    return list(found.values()), known


def _known(words: str, text: str, counted: Iterable[str] | None, marks: str, listed: Iterable[Form]) -> Known:
    if not text:
        return Known(f"{words} {marks}", "", counted, listed)
    return Known(f"{words} {marks} {tokens.SCOPED}", f"{words} {text} {marks}", counted, listed)


def known_again(records: Iterable[Record], before: Mapping[tuple[str, str], Texts]) -> dict[int, Known]:
    """Those of ``records``, by key, whose folded titles and scope are among ``before``, as what they replace had them."""
    found: dict[int, Known] = {}
    for record in records:
        if (texts := before.get((record.folded, record.scope))) is not None:
            leads = record.leads()
            marks = " ".join((*facet_marks(record.facets), *leads))
            numbers = [(form, weight) for form, _, weight in record.number_rows()]
            counted = (*texts.counted, *leads)
            found[record.key] = _known(texts.title, texts.text, counted, marks, numbers)
    return found


def texts_again(record: Record) -> Texts:
    """The texts of a document as its row in the index tells them."""
    return _taken_apart(record.folded, record.scope)


def loaded(
    records: Sequence[Record], known: Mapping[int, Known], vendor: str
) -> tuple[Load, list[tuple[Record, Iterable[str]]]]:
    """Rows of ``records``, which stand in order of id; and the words that are counted of those not counted together."""
    counted: list[tuple[Record, Iterable[str]]] = []
    if vendor != "sqlite" or not known:
        postings = [record.postings() for record in records]
        pairs = zip(records, postings, strict=True)
        counted += [(record, found.counted) for record, found in pairs if _alone(known.get(record.key))]
        return load_of(records, postings, vendor), counted
    numbers: list[tuple[str, int, int]] = []
    titles: list[tuple[int, str]] = []
    texts: list[tuple[int, str]] = []
    for record in records:
        id, ready = record.id, known.get(record.key)
        if ready is None:
            found = record.postings()
            titles.append((id, " ".join(found.title)))
            if found.text:
                texts.append((id, " ".join(found.text)))
            counted.append((record, found.counted))
            numbers += record.number_rows()
            continue
        title, text, words, listed = ready
        titles.append((id, title))
        if text:
            texts.append((id, text))
        if words is not None:
            counted.append((record, words))
        numbers += [(form, id, weight) for form, weight in listed]
    numbers.sort()
    scopes = [(record.id, record.scope) for record in records if record.scope]
    return Load(len(records), [record[:11] for record in records], scopes, numbers, titles, texts), counted


def _alone(known: Known | None) -> bool:
    """Whether a document is counted by itself."""
    return known is None or known.counted is not None


def _forms(own: Sequence[Iterable[Form]], related: Iterable[Iterable[Form]]) -> tuple[Form, ...]:
    """Forms of a document, of those of its numbers and of the numbers that lead to it."""
    return tuple([(form, weight) for form, _, weight in number_rows(0, own, related)])


def _facets_of_document(document: Document) -> Facets:
    """The facets of a document, put together out of what came before."""
    facets = dict(document.facets)
    facets["type"] = (document.type,)
    if document.status and not facets.get("status"):
        facets["status"] = (document.status,)
    return facets_of([(name, facets[name]) for name in sorted(facets)])


def facets_of(facets: Sequence[tuple[str, tuple[str, ...]]]) -> Facets:
    """Facets in the order of their names; those without a value are left out."""
    parts = [_facet(name, values) for name, values in facets if values]
    years = [int(value) for name, values in facets if name == "year" for value in values if value.isdecimal()]
    text, marks = ",".join([text for text, _ in parts]), " ".join([marks for _, marks in parts])
    return Facets(text, marks, facet_pairs(f"{{{text}}}"), min(max(years, default=0), 9999))


@lru_cache(maxsize=50_000)
def _facet(name: str, values: tuple[str, ...]) -> tuple[str, str]:
    """One facet of a row's JSON without the brackets around it, and the tokens of its values."""
    kept = kept_values(values)
    text = json.dumps({name: kept}, ensure_ascii=False, separators=(",", ":"))
    return text[1:-1], " ".join(tokens.facet_tokens([(name, kept)]))
