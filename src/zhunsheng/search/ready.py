"""Documents taken apart beforehand: by a process that reads a file, while another one writes what was read before.

What the index holds of titles, scope, numbers and facets depends on nothing else; that work needs no database. Where
all of a document is known but its key it is made whole (:class:`Made`), and :class:`Late` says what came to it later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from zhunsheng.core.text.folding import fold
from zhunsheng.search import tokens
from zhunsheng.search.numbers import Form, forms, lead_of
from zhunsheng.search.preparing import Load, load_of
from zhunsheng.search.records import (
    Record,
    digest_of,
    extra_of,
    facet_marks,
    folded_titles,
    kept_scope,
    key_of,
    number_rows,
    record_of,
    shown,
    title_words,
)
from zhunsheng.search.shape import Document

__all__ = [
    "Known",
    "Late",
    "Made",
    "Ready",
    "Texts",
    "known_again",
    "loaded",
    "made_of",
    "numbers_of",
    "records_of",
    "texts_again",
    "texts_of",
]

#: numbers taken apart: the code before each, and the forms under which it is listed
Apart = Mapping[str, tuple[str, tuple[Form, ...]]]


class Texts(NamedTuple):
    """Titles and scope as the index takes them.

    ``folded`` is what a row keeps of the titles; ``title`` and ``text`` are the words of titles and scope in one line
    each, ``counted`` those that are counted.
    """

    folded: str
    title: str
    text: str
    counted: tuple[str, ...]


class Made(NamedTuple):
    """A document whole but for its key, and for what :class:`Late` may change.

    ``before`` and ``after`` are its facets as JSON without brackets, those that stand before and behind its status,
    and ``marks`` their tokens; ``leads`` are the tokens of the codes before its numbers; ``folded`` to ``counted`` are
    its :class:`Texts`; ``digest`` is its hash with this ``rank`` and ``status``.
    """

    type: str
    title: str
    number: str
    numbers: tuple[str, ...]
    titles: tuple[str, ...]
    scope: str
    status: str
    rank: int
    address: str
    year: int
    before: str
    after: str
    marks: tuple[str, str]
    leads: tuple[str, ...]
    extra: str
    folded: str
    words: str
    text: str
    counted: tuple[str, ...]
    digest: int

    @property
    def texts(self) -> Texts:
        """Its texts, apart from all else."""
        return Texts(self.folded, self.words, self.text, self.counted)


class Late(NamedTuple):
    """What became of a made document when it was stored; ``adoption`` are its degrees of adoption."""

    ref: int
    made: Made
    status: str
    rank: int
    related: tuple[str, ...] = ()
    adoption: tuple[str, ...] = ()


class Ready(NamedTuple):
    """What is taken apart already: texts by title, further titles and scope; numbers; and whole documents."""

    texts: Mapping[tuple[str, tuple[str, ...], str], Texts]
    numbers: Apart
    late: Sequence[Late] = ()


class Known(NamedTuple):
    """The lines of a document in the full-text tables (``text`` is "" without a scope), its words that are counted,
    and the forms of its numbers."""

    title: str
    text: str
    counted: Iterable[str]
    forms: tuple[Form, ...]


def texts_of(title: str, titles: tuple[str, ...], scope: str) -> Texts:
    """Take the texts of a document apart."""
    return _taken_apart(folded_titles(title, titles), kept_scope(scope))


def _taken_apart(folded: str, scope: str) -> Texts:
    """The same of folded titles and of a scope as a row keeps them."""
    words, counted = title_words(folded)
    text = " ".join([*tokens.text_tokens(fold(scope)), tokens.END]) if scope else ""
    return Texts(folded, " ".join(words), text, tuple(counted))


def numbers_of(numbers: Iterable[str]) -> dict[str, tuple[str, tuple[Form, ...]]]:
    """Take numbers apart: the code before each, and the forms under which it is listed."""
    return {number: (lead_of(number), forms(number)) for number in numbers}


def made_of(
    type: str,
    texts: tuple[str, tuple[str, ...], str],
    numbers: tuple[str, ...],
    address: str,
    facets: Sequence[tuple[str, tuple[str, ...]]],
    apart: Apart,
    *,
    status: str,
    rank: int,
) -> Made:
    """A document made whole. ``texts`` are title, further titles and scope; ``facets`` stand in the order of their names,
    the type among them; its status, which it must have, is added here.
    """
    title, titles, scope = texts
    before, signs_before, after, signs_after, year = "", [], "", [], 0
    for name, values in facets:
        text, signs = _facet(name, values)
        if name < "status":
            before = f"{before}{text},"
            signs_before.append(signs)
        else:
            after = f"{after},{text}"
            signs_after.append(signs)
        if name == "year":
            year = min(max([int(value) for value in values if value.isdecimal()], default=0), 9999)
    shown_title, number, status, address = shown(title, numbers, status, address)
    kept = kept_scope(scope)
    folded, words, text, counted = _taken_apart(folded_titles(title, titles), kept)
    extra = extra_of(numbers, (), titles) if len(numbers) > 1 or titles else ""
    said = f"{{{before}{_facet('status', (status,))[0]}{after}}}"
    digest = digest_of(rank, (shown_title, folded, number, status, address, year, said, extra, kept))
    return Made(
        type,
        shown_title,
        number,
        numbers,
        titles,
        kept,
        status,
        rank,
        address,
        year,
        before,
        after,
        (" ".join(signs_before), " ".join(signs_after)),
        _leads(numbers, apart),
        extra,
        folded,
        words,
        text,
        counted,
        digest,
    )


def _finished(late: Late, key: int) -> tuple[Record, str]:
    """The row of a made document, and the tokens of its facets."""
    made, rank, status = late.made, late.rank, late.status
    said, sign = _facet("status", (status,))
    facets, marks = f"{made.before}{said}{made.after}", f"{made.marks[0]} {sign} {made.marks[1]}"
    if late.adoption:
        text, signs = _facet("adoption", late.adoption)
        facets, marks = f"{text},{facets}", f"{signs} {marks}"
    extra = extra_of(made.numbers, late.related, made.titles) if late.related else made.extra
    row = (
        made.title,
        made.folded,
        made.number,
        status,
        made.address,
        made.year,
        f"{{{facets}}}",
        extra,
        made.scope,
    )
    same = made.digest and rank == made.rank and status == made.status
    digest = made.digest if same and not (late.related or late.adoption) else digest_of(rank, row)
    return Record(rank << 32 | key, key, digest, *row), marks


def records_of(
    documents: Iterable[Document], ready: Ready | None = None, made: Iterable[Late] = ()
) -> tuple[list[Record], dict[int, Known]]:
    """What the index keeps of ``made`` and ``documents``, of one key the last; and, by key, of which the texts are ready."""
    found: dict[int, Record] = {}
    known: dict[int, Known] = {}
    for late in made:
        record, marks = _finished(late, key_of(late.made.type, late.ref))
        one = late.made
        found[record.key] = record
        numbers = _forms(one.numbers, late.related, ready.numbers if ready else {})
        known[record.key] = _known(
            one.words, one.text, one.counted, marks, one.leads, bool(record.scope), numbers
        )
    for document in documents:
        texts = ready.texts.get((document.title, document.titles, document.scope)) if ready else None
        if ready is None or texts is None:
            record = record_of(document)
            known.pop(record.key, None)
        else:
            facets, marks = _facets(document)
            years = [int(year) for year in document.facets.get("year", ()) if year.isdecimal()]
            record = record_of(document, texts.folded, (facets, min(max(years, default=0), 9999)))
            apart = ready.numbers
            leads = _leads(document.numbers, apart)
            numbers = _forms(document.numbers, document.related_numbers, apart)
            known[record.key] = _known(
                texts.title, texts.text, texts.counted, marks, leads, bool(record.scope), numbers
            )
        found[record.key] = record
    return list(found.values()), known


def _known(
    words: str,
    text: str,
    counted: tuple[str, ...],
    marks: str,
    leads: tuple[str, ...],
    scoped: bool,
    numbers: tuple[Form, ...],
) -> Known:
    line = " ".join((marks, *leads))
    if not scoped:
        return Known(f"{words} {line}", "", (*counted, *leads), numbers)
    return Known(f"{words} {line} {tokens.SCOPED}", f"{words} {text} {line}", (*counted, *leads), numbers)


def known_again(records: Iterable[Record], before: Mapping[tuple[str, str], Texts]) -> dict[int, Known]:
    """Those of ``records``, by key, whose folded titles and scope are among ``before``, as what they replace had them."""
    found: dict[int, Known] = {}
    for record in records:
        if (texts := before.get((record.folded, record.scope))) is not None:
            marks, leads = " ".join(facet_marks(record.facets)), tuple(record.leads())
            numbers = tuple([(form, weight) for form, _, weight in record.number_rows()])
            scoped = bool(record.scope)
            found[record.key] = _known(*texts[1:], marks, leads, scoped, numbers)
    return found


def texts_again(record: Record) -> Texts:
    """The texts of a document as its row in the index tells them."""
    return _taken_apart(record.folded, record.scope)


def loaded(
    records: Sequence[Record], known: Mapping[int, Known], vendor: str
) -> tuple[Load, list[Iterable[str]]]:
    """Rows of ``records``, which stand in order of id, and the words that are counted of each."""
    counted: list[Iterable[str]] = []
    if vendor != "sqlite" or not known:
        postings = [record.postings() for record in records]
        counted += [found.counted for found in postings]
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
            counted.append(found.counted)
            numbers += record.number_rows()
            continue
        title, text, words, listed = ready
        titles.append((id, title))
        if text:
            texts.append((id, text))
        counted.append(words)
        numbers += [(form, id, weight) for form, weight in listed]
    numbers.sort()
    scopes = [(record.id, record.scope) for record in records if record.scope]
    return Load(len(records), [record[:11] for record in records], scopes, numbers, titles, texts), counted


def _leads(numbers: Sequence[str], apart: Apart) -> tuple[str, ...]:
    """Tokens of the codes before numbers, each once."""
    if len(numbers) == 1 and numbers[0] in apart:
        lead = apart[numbers[0]][0]
        return (tokens.LEAD + lead.lower(),) if lead else ()
    leads = [apart[one][0] if one in apart else lead_of(one) for one in numbers]
    return tuple(tokens.LEAD + lead.lower() for lead in dict.fromkeys(leads) if lead)


def _forms(numbers: Sequence[str], related: Sequence[str], apart: Apart) -> tuple[Form, ...]:
    """Forms of a document's numbers and of those that lead to it."""
    if len(numbers) == 1 and not related and numbers[0] in apart:
        return apart[numbers[0]][1]
    own, others = (
        [apart[one][1] if one in apart else forms(one) for one in part] for part in (numbers, related)
    )
    return tuple([(form, weight) for form, _, weight in number_rows(0, own, others)])


def _facets(document: Document) -> tuple[str, str]:
    """The facets of a document as its row keeps them, and their tokens; put together out of what came before."""
    facets = dict(document.facets)
    facets["type"] = (document.type,)
    if document.status and not facets.get("status"):
        facets["status"] = (document.status,)
    parts = [_facet(name, facets[name]) for name in sorted(facets) if facets[name]]
    return f"{{{','.join([text for text, _ in parts])}}}", " ".join([marks for _, marks in parts])


@lru_cache(maxsize=50_000)
def _facet(name: str, values: tuple[str, ...]) -> tuple[str, str]:
    """One facet of a row's JSON without the brackets around it, and the tokens of its values."""
    record = record_of(Document("standard", 0, "", "", facets={name: values}))
    kept = json.loads(record.facets)[name]
    text = json.dumps({name: kept}, ensure_ascii=False, separators=(",", ":"))
    return text[1:-1], " ".join(tokens.facet_tokens([(name, kept)]))
