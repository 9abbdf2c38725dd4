"""A part of an index, built from some of the documents in a database file of its own, by a process of its own.

The rows wait there unsorted for the database to sort them; the full-text pages are final. Nothing here is worth
keeping: a part that is not finished is thrown away with its file.
"""

from __future__ import annotations

import gc
import sqlite3
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from zhunsheng.search import tokens
from zhunsheng.search.bulk.folding import fold_all
from zhunsheng.search.bulk.gathering import Gatherer
from zhunsheng.search.bulk.rows import Rows, rows_of
from zhunsheng.search.bulk.runs import Kept, Writer
from zhunsheng.search.numbers import apart_all
from zhunsheng.search.records import facet_marks

__all__ = ["Built", "Part"]

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


class _Waiting(NamedTuple):
    """Documents whose words are not sorted yet: ids, folded titles, facets, codes of numbers as tokens, folded scopes."""

    ids: list[int]
    folded: list[str]
    facets: list[str]
    leads: list[list[str]]
    scopes: list[str | None]

    def columns(self) -> tuple[list[Any], ...]:
        """All five."""
        return tuple(self)

    def picked(self, places: list[int]) -> _Waiting:
        """The documents at these places, in their order."""
        return _Waiting(*[[column[at] for at in places] for column in self.columns()])


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
        self._waiting = _Waiting([], [], [], [], [])
        self._gatherers = {"title": Gatherer(), "text": Gatherer()}
        self._weight = self._size = 0
        self._writer = Writer(path.with_suffix(".runs"))
        self._runs: dict[str, tuple[list[Kept], list[Kept]]] = {"title": ([], []), "text": ([], [])}
        self._rows = {"title": 0, "text": 0}
        self._tokens = {"title": 0, "text": 0}
        self._facets: Counter[str] = Counter()

    def take(self, batch: bytes) -> int:
        """Add documents, packed. Returns how many."""
        rows = rows_of(batch)
        many = self._db.executemany
        many("INSERT INTO document VALUES (?,?,?,?,?,?,?,?,?,?,?)", zip(*rows[:11], strict=True))
        leads, numbers, whole = _numbers(rows)
        many("INSERT INTO number VALUES (?,?,?)", numbers)
        many("INSERT INTO forms VALUES (?,?,?,?,?)", whole)
        scopes: list[str | None] = [None] * len(rows.ids)
        if any(rows.scopes):
            places = [place for place, scope in enumerate(rows.scopes) if scope]
            kept = [rows.scopes[place] for place in places]
            many("INSERT INTO scope VALUES (?,?)", [(rows.ids[at], rows.scopes[at]) for at in places])
            for place, folded in zip(places, fold_all(kept), strict=True):
                scopes[place] = folded
        self._facets.update(rows.facets)
        self._size += len(rows.ids)
        self._wait(_Waiting(rows.ids, rows.folded, rows.facets, leads, scopes))
        return len(rows.ids)

    def _wait(self, come: _Waiting) -> None:
        """Keep what came, in rounds of about so many characters."""
        weights = np.array([*map(len, come.folded)], np.int64)
        if any(come.scopes):
            weights += [2 * len(scope) if scope else 0 for scope in come.scopes]
        ends = self._weight + np.cumsum(weights)
        stops = [0]
        while stops[-1] < len(ends) and ends[-1] >= _ROUND:
            stops.append(min(int(np.searchsorted(ends, _ROUND)) + 1, len(ends)))
            ends -= ends[stops[-1] - 1]
        for start, stop in pairwise(stops):
            self._add(come, start, stop)
            self._round()
        self._add(come, stops[-1], len(ends))
        self._weight = int(ends[-1]) if len(ends) else self._weight

    def _add(self, come: _Waiting, start: int, stop: int) -> None:
        for column, more in zip(self._waiting.columns(), come.columns(), strict=True):
            column.extend(more[start:stop])

    def _round(self) -> None:
        """Sort the words of what waits."""
        if not self._waiting.ids:
            return
        order = np.argsort(np.array(self._waiting.ids)).tolist()
        ids, folded, facets, leads, scopes = self._waiting.picked(order)
        self._waiting, self._weight = _Waiting([], [], [], [], []), 0
        titles, texts = self._gatherers["title"], self._gatherers["text"]
        marks_of = {text: list(facet_marks(text)) for text in set(facets)}
        marks = [[*marks_of[text], *own] for text, own in zip(facets, leads, strict=True)]
        scoped = [place for place, scope in enumerate(scopes) if scope is not None]
        for place in scoped:
            texts.add(folded[place], marks[place], scopes[place] or "")
            marks[place] = [*marks[place], tokens.SCOPED]
        titles.add_all(folded, marks)
        self._keep("title", titles, ids)
        if scoped:
            self._keep("text", texts, [ids[place] for place in scoped])

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
    rows: Rows,
) -> tuple[list[list[str]], list[tuple[str, int, int]], list[tuple[int | str | None, ...]]]:
    """Codes before the numbers of each, as tokens; rows of the table of numbers; those of numbers with all their forms."""
    codes, listed, further = apart_all(rows.numbers)
    leads = [[tokens.LEAD + code.lower()] if code else [] for code in codes]
    number = [(form, rows.ids[place], weight) for place, (form, weight) in further]
    whole: list[tuple[int | str | None, ...]] = [
        (id, *forms) for id, forms in zip(rows.ids, listed, strict=True)
    ]
    if not any(rows.extras) and all(rows.numbers):
        return leads, number, whole
    several = {place for place, extra in enumerate(rows.extras) if extra}
    number = [
        row for place, row in zip((at for at, _ in further), number, strict=True) if place not in several
    ]
    for place in several:
        record = rows.record(place)
        leads[place] = record.leads()
        number += record.number_rows()
    return (
        leads,
        number,
        [row for place, row in enumerate(whole) if rows.numbers[place] and place not in several],
    )


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
