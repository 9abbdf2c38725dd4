"""Texts taken apart beforehand: by a process that reads a file, while another one writes what was read before.

What the index holds of a document's titles and scope depends on nothing else; that work needs no database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from zhunsheng.search import tokens
from zhunsheng.search.preparing import Load, load_of
from zhunsheng.search.records import Record, facet_marks, record_of
from zhunsheng.search.shape import Document

__all__ = ["Ready", "Texts", "loaded", "records_of", "texts_of"]


class Texts(NamedTuple):
    """Titles and scope as the index takes them.

    ``folded`` is what a row keeps of the titles; ``title`` and ``text`` are the words of titles and scope in one line
    each, ``counted`` those that are counted.
    """

    folded: str
    title: str
    text: str
    counted: tuple[str, ...]


#: texts taken apart, by what they were taken from: title, further titles, scope
Ready = Mapping[tuple[str, tuple[str, ...], str], Texts]


def texts_of(title: str, titles: tuple[str, ...], scope: str) -> Texts:
    """Take the texts of a document apart."""
    record = record_of(Document("standard", 0, title, "", titles=titles, scope=scope))
    found = record.postings()
    marks = len(facet_marks(record.facets))
    words = found.title[: len(found.title) - marks - bool(record.scope)]
    text = found.text[len(words) : -marks]
    return Texts(record.folded, " ".join(words), " ".join(text), tuple(found.counted))


def records_of(documents: Iterable[Document], ready: Ready) -> tuple[list[Record], dict[int, Texts]]:
    """What the index keeps of ``documents``, of one key the last; and, by key, the texts that are ready."""
    found: dict[int, Record] = {}
    texts: dict[int, Texts] = {}
    for document in documents:
        made = ready.get((document.title, document.titles, document.scope)) if ready else None
        record = record_of(document, made.folded if made else "")
        found[record.key] = record
        if made:
            texts[record.key] = made
        else:
            texts.pop(record.key, None)
    return list(found.values()), texts


def loaded(
    records: Sequence[Record], ready: Mapping[int, Texts], vendor: str
) -> tuple[Load, list[Iterable[str]]]:
    """Rows of ``records``, which stand in order of id, and the words that are counted of each."""
    counted: list[Iterable[str]] = []
    if vendor != "sqlite" or not ready:
        postings = [record.postings() for record in records]
        counted += [found.counted for found in postings]
        return load_of(records, postings, vendor), counted
    numbers = sorted(row for record in records for row in record.number_rows())
    titles: list[tuple[int, str]] = []
    texts: list[tuple[int, str]] = []
    for record in records:
        made = ready.get(record.key)
        if made is None:
            found = record.postings()
            titles.append((record.id, " ".join(found.title)))
            if found.text:
                texts.append((record.id, " ".join(found.text)))
            counted.append(found.counted)
            continue
        leads = record.leads()
        marks = " ".join((_marks(record.facets), *leads))
        counted.append((*made.counted, *leads))
        if record.scope:
            titles.append((record.id, f"{made.title} {marks} {tokens.SCOPED}"))
            texts.append((record.id, f"{made.title} {made.text} {marks}"))
        else:
            titles.append((record.id, f"{made.title} {marks}"))
    scopes = [(record.id, record.scope) for record in records if record.scope]
    return Load(len(records), [record[:11] for record in records], scopes, numbers, titles, texts), counted


@lru_cache(maxsize=100_000)
def _marks(facets: str) -> str:
    return " ".join(facet_marks(facets))
