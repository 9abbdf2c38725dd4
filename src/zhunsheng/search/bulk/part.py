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

from zhunsheng.search import tokens
from zhunsheng.search.bulk.folding import fold_all
from zhunsheng.search.bulk.gathering import Gatherer
from zhunsheng.search.bulk.runs import Kept, Writer
from zhunsheng.search.numbers import apart
from zhunsheng.search.records import Record, facet_marks, record_of
from zhunsheng.search.shape import Document

__all__ = ["Built", "Part", "packed", "unpacked"]

#: characters taken apart at once: some 150 MB while they are
_ROUND = 1_000_000
_TABLES = (
    "CREATE TABLE document (id INTEGER, key INTEGER, hash INTEGER, title TEXT, folded TEXT, number TEXT, "
    "status TEXT, address TEXT, year INTEGER, facets TEXT, extra TEXT)",
    "CREATE TABLE scope (id INTEGER, scope TEXT)",
    "CREATE TABLE number (form TEXT, id INTEGER, weight INTEGER)",
    # Forms of one number by weight, as far as they have different ones: a row in place of three.
    "CREATE TABLE forms (id INTEGER, form0 TEXT, form1 TEXT, form2 TEXT, form3 TEXT)",
)


class Built(NamedTuple):
    """What a part came to: documents; runs by full-text table, those of whole words and those of first characters;
    how many documents each table has, how many tokens; counts of facets."""

    size: int
    runs: dict[str, tuple[list[Kept], list[Kept]]]
    rows: dict[str, int]
    tokens: dict[str, int]
    facets: dict[str, int]


class Part:
    """Takes batches of documents."""

    def __init__(self, path: Path) -> None:
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
        self._writer = Writer(path.with_suffix(".runs"))
        self._runs: dict[str, tuple[list[Kept], list[Kept]]] = {"title": ([], []), "text": ([], [])}
        self._rows = {"title": 0, "text": 0}
        self._tokens = {"title": 0, "text": 0}
        self._facets: Counter[str] = Counter()

    def take(self, batch: bytes) -> int:
        """Add documents, as :func:`packed` gives them. Returns how many."""
        documents = unpacked(batch)
        names = fold_all([document.title for document in documents])
        records = [
            record_of(document, "" if document.titles else f"{tokens.SEPARATOR}{name}{tokens.SEPARATOR}")
            for document, name in zip(documents, names, strict=True)
        ]
        many = self._db.executemany
        many("INSERT INTO document VALUES (?,?,?,?,?,?,?,?,?,?,?)", [record[:11] for record in records])
        leads, numbers, whole = _numbers(records)
        many("INSERT INTO number VALUES (?,?,?)", numbers)
        many("INSERT INTO forms VALUES (?,?,?,?,?)", whole)
        scopes = [(record.id, record.scope) for record in records if record.scope]
        if scopes:
            many("INSERT INTO scope VALUES (?,?)", scopes)
        self._facets.update([record.facets for record in records])
        self._size += len(records)
        folded = iter(fold_all([scope for _, scope in scopes]))
        for record, lead in zip(records, leads, strict=True):
            self._wait(record, lead, next(folded) if record.scope else None)
            if self._weight >= _ROUND:
                self._round()
        return len(records)

    def _wait(self, record: Record, leads: list[str], scope: str | None) -> None:
        self._waiting.append((record.id, record.folded, record.facets, leads, scope))
        self._weight += len(record.folded) + (2 * len(scope) if scope else 0)

    def _round(self) -> None:
        """Sort the words of what waits."""
        if not self._waiting:
            return
        self._waiting.sort()
        titles, texts = self._gatherers["title"], self._gatherers["text"]
        marks_of: dict[str, list[int]] = {}
        scoped = []
        for id, folded, facets, leads, scope in self._waiting:
            marks = marks_of.get(facets)
            if marks is None:
                marks = marks_of[facets] = [titles.word(mark) for mark in facet_marks(facets)]
            own = [titles.word(lead) for lead in leads]
            if scope is None:
                titles.add(folded, marks + own)
            else:
                titles.add(folded, [*marks, *own, titles.word(tokens.SCOPED)])
                texts.add(folded, [texts.word(mark) for mark in (*facet_marks(facets), *leads)], scope)
                scoped.append(id)
        ids = [row[0] for row in self._waiting]
        self._waiting, self._weight = [], 0
        self._keep("title", titles, ids)
        if scoped:
            self._keep("text", texts, scoped)

    def _keep(self, table: str, gatherer: Gatherer, ids: list[int]) -> None:
        kept = self._writer.ids(np.array(ids))
        self._rows[table] += len(ids)
        for place, run in enumerate(gatherer.gather(prefixes=table == "title")):
            self._runs[table][place].append(self._writer.add(run, kept))
            if place == 0:
                self._tokens[table] += len(run.row)

    def finish(self) -> Built:
        """Close the files; nothing can be added any more."""
        self._round()
        self._writer.close()
        self._db.execute("COMMIT")
        self._db.close()
        return Built(self._size, self._runs, self._rows, self._tokens, dict(self._facets))


def _numbers(
    records: list[Record],
) -> tuple[list[list[str]], list[tuple[str, int, int]], list[list[int | str | None]]]:
    """Codes before the numbers of each, as tokens; rows of the table of numbers; those of numbers with all their forms."""
    leads: list[list[str]] = []
    rows: list[tuple[str, int, int]] = []
    whole: list[list[int | str | None]] = []
    for record in records:
        if record.extra or not record.number:
            leads.append(record.leads())
            rows += record.number_rows()
            continue
        id = record.id
        lead, listed = apart(record.number)
        leads.append([tokens.LEAD + lead.lower()] if lead else [])
        row: list[int | str | None] = [id, None, None, None, None]
        for form, weight in listed:
            if row[weight + 1] is None:
                row[weight + 1] = form
            else:
                rows.append((form, id, weight))
        whole.append(row)
    return leads, rows, whole


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


def start(path: Path) -> None:
    """In a process of its own: the part it builds."""
    global _part
    # Nothing here forms rings; looking for them would take half of the time.
    gc.disable()
    _part = Part(path)


def take(batch: bytes) -> int:
    """In that process: add documents."""
    assert _part is not None  # noqa: S101
    return _part.take(batch)


def finish() -> Built:
    """In that process: close the part."""
    assert _part is not None  # noqa: S101
    return _part.finish()
