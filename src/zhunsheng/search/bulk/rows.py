"""Rows of many documents at once, column by column: the same as :func:`zhunsheng.search.records.record_of` makes of each.

A batch goes from one process to another as columns of plain values: neither documents nor records are made of it.
"""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from typing import Any, NamedTuple

from zhunsheng.search import tokens
from zhunsheng.search.bulk.folding import fold_all
from zhunsheng.search.records import (
    Record,
    digested,
    extra_of,
    facets_of,
    folded_titles,
    id_of,
    kept_scope,
    key_of,
    shown,
)
from zhunsheng.search.shape import Document

__all__ = ["Rows", "packed", "rows_of"]

#: the way of writing without references among values: twice as fast, and none of them is there twice
_PLAIN = 2


class Rows(NamedTuple):
    """The columns of :class:`zhunsheng.search.records.Record`, in its order."""

    ids: list[int]
    keys: list[int]
    hashes: list[int]
    titles: list[str]
    folded: list[str]
    numbers: list[str]
    states: list[str]
    addresses: list[str]
    years: list[int]
    facets: list[str]
    extras: list[str]
    scopes: list[str]

    def record(self, place: int) -> Record:
        """One of the rows."""
        columns: tuple[list[Any], ...] = tuple(self)
        return Record._make([column[place] for column in columns])


def packed(documents: Sequence[Document]) -> bytes:
    """Documents as bytes for another process, their facets as a row keeps them."""
    known = [*map(facets_of, documents)]
    columns = (
        [key_of(one.type, one.ref) for one in documents],
        [one.rank for one in documents],
        [one.title for one in documents],
        [one.address for one in documents],
        [one.numbers for one in documents],
        [one.related_numbers for one in documents],
        [one.titles for one in documents],
        [one.scope for one in documents],
        [one.status for one in documents],
        [text for text, _ in known],
        [year for _, year in known],
    )
    return marshal.dumps(columns, _PLAIN)


def rows_of(batch: bytes) -> tuple[Rows, bytes]:
    """The rows of documents that were packed, in their order, and the texts that were digested."""
    keys, ranks, titles, addresses, numbers, related, others, scopes, states, facets, years = marshal.loads(  # noqa: S302  (bytes of this program's own)
        batch
    )
    ids = [id_of(rank, key) for rank, key in zip(ranks, keys, strict=True)]
    folded = [f"{tokens.SEPARATOR}{title}{tokens.SEPARATOR}" for title in fold_all(titles)]
    for place, more in enumerate(others):
        if more:
            folded[place] = folded_titles(titles[place], more)
    firsts = [own[0] if own else "" for own in numbers]
    columns = (titles, firsts, states, addresses)
    # Seldom is there a sign that may not be stored: all texts are looked at together.
    if not "".join(map("".join, columns)).isprintable():
        shown_ = [
            shown(title, own, status, address)
            for title, own, status, address in zip(titles, numbers, states, addresses, strict=True)
        ]
        titles, firsts, states, addresses = map(list, zip(*shown_, strict=True))
    extras = [
        extra_of(own, led, more) if more or led or len(own) > 1 else ""
        for own, led, more in zip(numbers, related, others, strict=True)
    ]
    scopes = [kept_scope(scope) if scope else "" for scope in scopes]
    kept = (titles, folded, firsts, states, addresses, years, facets, extras, scopes)
    hashes, told = digested([id >> 32 for id in ids], *kept)
    return Rows(ids, keys, hashes, *kept), told
