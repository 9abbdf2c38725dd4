"""Texts taken apart beforehand: by a process that reads a file, while another one writes what was read before.

What the index holds of a document's titles and scope depends on nothing else; that work needs no database.
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
from zhunsheng.search.records import Record, folded_titles, kept_scope, number_rows, record_of, title_words
from zhunsheng.search.shape import Document

__all__ = ["Known", "Ready", "Texts", "loaded", "numbers_of", "records_of", "texts_of"]


class Texts(NamedTuple):
    """Titles and scope as the index takes them.

    ``folded`` is what a row keeps of the titles; ``title`` and ``text`` are the words of titles and scope in one line
    each, ``counted`` those that are counted.
    """

    folded: str
    title: str
    text: str
    counted: tuple[str, ...]


class Ready(NamedTuple):
    """What is taken apart already: texts by title, further titles and scope; numbers, each its code and its forms."""

    texts: Mapping[tuple[str, tuple[str, ...], str], Texts]
    numbers: Mapping[str, tuple[str, list[Form]]]


def texts_of(title: str, titles: tuple[str, ...], scope: str) -> Texts:
    """Take the texts of a document apart."""
    folded = folded_titles(title, titles)
    words, counted = title_words(folded)
    kept = kept_scope(scope)
    text = " ".join([*tokens.text_tokens(fold(kept)), tokens.END]) if kept else ""
    return Texts(folded, " ".join(words), text, tuple(counted))


def numbers_of(numbers: Iterable[str]) -> dict[str, tuple[str, list[Form]]]:
    """Take numbers apart: the code before each, and the forms under which it is listed."""
    return {number: (lead_of(number), forms(number)) for number in numbers}


class Known(NamedTuple):
    """A document beside its texts, its facets as tokens in one line, and numbers taken apart."""

    document: Document
    texts: Texts
    marks: str
    numbers: Mapping[str, tuple[str, list[Form]]]


def records_of(documents: Iterable[Document], ready: Ready | None) -> tuple[list[Record], dict[int, Known]]:
    """What the index keeps of ``documents``, of one key the last; and, by key, of which the texts are ready."""
    found: dict[int, Record] = {}
    known: dict[int, Known] = {}
    for document in documents:
        texts = ready.texts.get((document.title, document.titles, document.scope)) if ready else None
        if ready is None or texts is None:
            record = record_of(document)
            known.pop(record.key, None)
        else:
            facets, marks = _facets(document)
            years = [int(year) for year in document.facets.get("year", ()) if year.isdecimal()]
            record = record_of(document, texts.folded, (facets, min(max(years, default=0), 9999)))
            known[record.key] = Known(document, texts, marks, ready.numbers)
        found[record.key] = record
    return list(found.values()), known


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
        id = record.id
        if record.key not in known:
            found = record.postings()
            titles.append((id, " ".join(found.title)))
            if found.text:
                texts.append((id, " ".join(found.text)))
            counted.append(found.counted)
            numbers += record.number_rows()
            continue
        document, made, marks, apart = known[record.key]
        leads = [apart[number][0] if number in apart else lead_of(number) for number in document.numbers]
        signs = [tokens.LEAD + lead.lower() for lead in dict.fromkeys(leads) if lead]
        marks = " ".join((marks, *signs))
        counted.append((*made.counted, *signs))
        if record.scope:
            titles.append((id, f"{made.title} {marks} {tokens.SCOPED}"))
            texts.append((id, f"{made.title} {made.text} {marks}"))
        else:
            titles.append((id, f"{made.title} {marks}"))
        numbers += _number_rows(id, document, apart)
    numbers.sort()
    scopes = [(record.id, record.scope) for record in records if record.scope]
    return Load(len(records), [record[:11] for record in records], scopes, numbers, titles, texts), counted


def _number_rows(
    id: int, document: Document, apart: Mapping[str, tuple[str, list[Form]]]
) -> list[tuple[str, int, int]]:
    if len(document.numbers) == 1 and not document.related_numbers and document.numbers[0] in apart:
        return [(form, id, weight) for form, weight in apart[document.numbers[0]][1]]
    listed = [apart[one][1] if one in apart else forms(one) for one in document.numbers]
    related = [apart[one][1] if one in apart else forms(one) for one in document.related_numbers]
    return number_rows(id, listed, related)


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
