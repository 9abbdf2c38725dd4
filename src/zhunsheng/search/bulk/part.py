"""A part of an index, built from some of the documents in a database file of its own, by a process of its own.

The rows wait there unsorted for the database to sort them; the full-text pages are final. Nothing here is worth
keeping: a part that is not finished is thrown away with its file.
"""

from __future__ import annotations

import gc
import marshal
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from zhunsheng.core.text.folding import fold
from zhunsheng.search import tokens
from zhunsheng.search.bulk.gathering import Gatherer
from zhunsheng.search.bulk.segment import Sorted, page_id, write_segment
from zhunsheng.search.records import Record, facet_marks, record_of
from zhunsheng.search.shape import Document

__all__ = ["Built", "Part", "packed", "unpacked"]

#: characters taken apart at once: some 150 MB while they are
_ROUND = 600_000
_TABLES = (
    "CREATE TABLE document (id INTEGER, key INTEGER, hash INTEGER, title TEXT, folded TEXT, number TEXT, "
    "status TEXT, address TEXT, year INTEGER, facets TEXT, extra TEXT)",
    "CREATE TABLE scope (id INTEGER, scope TEXT)",
    "CREATE TABLE number (form TEXT, id INTEGER, weight INTEGER)",
    "CREATE TABLE title_data (id INTEGER PRIMARY KEY, block BLOB)",
    "CREATE TABLE title_idx (segid INTEGER, term BLOB, pgno INTEGER)",
    "CREATE TABLE text_data (id INTEGER PRIMARY KEY, block BLOB)",
    "CREATE TABLE text_idx (segid INTEGER, term BLOB, pgno INTEGER)",
    # How many titles have a character; how many documents with a scope have a word in their titles.
    "CREATE TABLE char (token TEXT, n INTEGER, bare INTEGER)",
    "CREATE TABLE scoped (token TEXT, n INTEGER)",
)


class Built(NamedTuple):
    """What a part came to: documents; (segment, pages) and tokens of both full-text tables; counts of facets."""

    size: int
    segments: dict[str, list[tuple[int, int]]]
    rows: dict[str, int]
    tokens: dict[str, int]
    facets: dict[str, int]


class Part:
    """Takes batches of documents; ``first`` and ``step`` number its segments apart from those of other parts."""

    def __init__(self, path: Path, first: int, step: int) -> None:
        self._segment, self._step = first, step
        self._db = sqlite3.connect(path, isolation_level=None)
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "locking_mode = EXCLUSIVE",
            "cache_size = -8192",
        ):
            self._db.execute(f"PRAGMA {pragma}")
        for statement in _TABLES:
            self._db.execute(statement)
        self._db.execute("BEGIN")
        self._waiting: list[tuple[Any, ...]] = []
        self._gatherers = {"title": Gatherer(), "text": Gatherer()}
        self._weight = self._size = 0
        self._segments: dict[str, list[tuple[int, int]]] = {"title": [], "text": []}
        self._rows = {"title": 0, "text": 0}
        self._tokens = {"title": 0, "text": 0}
        self._facets: Counter[str] = Counter()
        self._chars: dict[str, list[int]] = {}

    def take(self, batch: bytes) -> int:
        """Add documents, as :func:`packed` gives them. Returns how many."""
        records = [record_of(document) for document in unpacked(batch)]
        many = self._db.executemany
        many("INSERT INTO document VALUES (?,?,?,?,?,?,?,?,?,?,?)", [record[:11] for record in records])
        many("INSERT INTO number VALUES (?,?,?)", [row for record in records for row in record.number_rows()])
        scopes = [(record.id, record.scope) for record in records if record.scope]
        if scopes:
            many("INSERT INTO scope VALUES (?,?)", scopes)
        self._facets.update([record.facets for record in records])
        self._size += len(records)
        for record in records:
            self._wait(record)
            if self._weight >= _ROUND:
                self._round()
        return len(records)

    def _wait(self, record: Record) -> None:
        scope = fold(record.scope) if record.scope else None
        self._waiting.append((record.id, record.folded, record.facets, record.leads(), scope))
        self._weight += len(record.folded) + (2 * len(scope) if scope else 0)

    def _round(self) -> None:
        """Make segments of what waits."""
        if not self._waiting:
            return
        self._waiting.sort()
        titles, texts = self._gatherers["title"], self._gatherers["text"]
        marks_of: dict[str, list[int]] = {}
        bare = []
        for id, folded, facets, leads, scope in self._waiting:
            names = folded[1:-1].split(tokens.SEPARATOR)
            marks = marks_of.get(facets)
            if marks is None:
                marks = marks_of[facets] = [titles.word(mark) for mark in facet_marks(facets)]
            own = [titles.word(lead) for lead in leads]
            if scope is None:
                titles.add(id, names, marks + own)
            else:
                titles.add(id, names, [*marks, *own, titles.word(tokens.SCOPED)])
                texts.add(id, names, [texts.word(mark) for mark in (*facet_marks(facets), *leads)], scope)
            bare.append(scope is None)
        ids = np.array([row[0] for row in self._waiting])
        self._waiting, self._weight = [], 0
        scoped_ids = ids[~np.array(bare)]
        self._rows["title"] += len(ids)
        self._rows["text"] += len(scoped_ids)
        for place, found in enumerate(titles.gather(prefixes=True)):
            documents = self._write("title", found)
            if place == 0:
                self._tokens["title"] += len(found.row)
            self._count(found, documents, scoped_ids, chars=place == 1)
        if len(scoped_ids):
            for found in texts.gather(prefixes=False):
                self._tokens["text"] += len(found.row)
                self._write("text", found)

    def _write(self, table: str, found: Sorted) -> list[int]:
        made = write_segment(found)
        number = self._segment
        self._segment += self._step
        start = page_id(number, 1)
        many = self._db.executemany
        many(f"INSERT INTO {table}_data VALUES (?,?)", list(enumerate(made.pages, start)))
        many(f"INSERT INTO {table}_idx VALUES (?,?,?)", [(number, term, page) for term, page in made.leads])
        self._segments[table].append((number, len(made.pages)))
        return [int(n) for n in made.documents]

    def _count(self, found: Sorted, documents: list[int], scoped_ids: Any, *, chars: bool) -> None:
        """Count single characters here; words are counted by the database, but for those of documents with a scope."""
        scoped = _documents_among(found, scoped_ids) if len(scoped_ids) else [0] * len(documents)
        terms = [term[1:].decode() for term in found.terms]
        if chars:
            for term, n, less in zip(terms, documents, scoped, strict=True):
                if tokens.is_single(term):
                    kept = self._chars.setdefault(term, [0, 0])
                    kept[0] += n
                    kept[1] += n - less
        elif len(scoped_ids):
            rows = [(term, n) for term, n in zip(terms, scoped, strict=True) if n]
            self._db.executemany("INSERT INTO scoped VALUES (?,?)", rows)

    def finish(self) -> Built:
        """Close the file; nothing can be added any more."""
        self._round()
        self._db.executemany("INSERT INTO char VALUES (?,?,?)", [(one, *n) for one, n in self._chars.items()])
        self._db.execute("COMMIT")
        self._db.close()
        return Built(self._size, self._segments, self._rows, self._tokens, dict(self._facets))


def _documents_among(found: Sorted, rows: Any) -> list[int]:
    """Of each term, how many of its documents are among ``rows``, which are sorted."""
    new = np.ones(len(found.row), bool)
    new[1:] = (found.row[1:] != found.row[:-1]) | (found.term[1:] != found.term[:-1])
    at = np.minimum(np.searchsorted(rows, found.row), len(rows) - 1)
    counts = np.bincount(found.term[new & (rows[at] == found.row)], minlength=len(found.terms))
    return [int(n) for n in counts]


def packed(documents: list[Document]) -> bytes:
    """Documents as bytes for another process; faster than pickling objects."""
    return marshal.dumps(
        [
            (one.type, one.ref, one.title, one.address, one.numbers, one.related_numbers, one.titles)
            + (one.scope, one.status, dict(one.facets), one.rank)
            for one in documents
        ]
    )


def unpacked(batch: bytes) -> list[Document]:
    """The documents again."""
    return [Document(*row) for row in marshal.loads(batch)]  # noqa: S302  (bytes of this program's own)


_part: Part | None = None


def start(path: Path, first: int, step: int) -> None:
    """In a process of its own: the part it builds."""
    global _part
    # Nothing here forms rings; looking for them would take half of the time.
    gc.disable()
    _part = Part(path, first, step)


def take(batch: bytes) -> int:
    """In that process: add documents."""
    assert _part is not None  # noqa: S101
    return _part.take(batch)


def finish() -> Built:
    """In that process: close the part."""
    assert _part is not None  # noqa: S101
    return _part.finish()
