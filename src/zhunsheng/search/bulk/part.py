"""A part of an index, built from some of the documents in a database file of its own, by a process of its own.

The rows wait there unsorted for the database to sort them; the full-text pages are final. Nothing here is worth
keeping: a part that is not finished is thrown away with its file.
"""

from __future__ import annotations

import ctypes
import gc
import sqlite3
from collections import Counter
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from zhunsheng.search import tokens
from zhunsheng.search.bulk.cells import cells_of
from zhunsheng.search.bulk.folding import fold_all
from zhunsheng.search.bulk.gathering import Gatherer
from zhunsheng.search.bulk.listing import WIDTH, Listed, Listing, Number
from zhunsheng.search.bulk.rows import Rows, rows_of
from zhunsheng.search.bulk.runs import Cells, Kept, Writer
from zhunsheng.search.numbers import apart_all
from zhunsheng.search.records import facet_marks

__all__ = ["Built", "Part"]

#: characters taken apart at once: some 150 MB while they are
_ROUND = 1_000_000
_TABLES = (
    # Only those that no page holds; the others become cells of pages at once.
    "CREATE TABLE document (id INTEGER, key INTEGER, hash INTEGER, title TEXT, folded TEXT, number TEXT, "
    "status TEXT, address TEXT, year INTEGER, facets TEXT, extra TEXT)",
    "CREATE TABLE scope (id INTEGER, scope TEXT)",
    # Only those whose forms are too long to be sorted as arrays.
    "CREATE TABLE number (form TEXT, id INTEGER, weight INTEGER)",
)


class Built(NamedTuple):
    """What a part came to: documents, and where their rows and those of their numbers are; runs by full-text table, those of whole words and those
    of first characters; how many documents each table has, how many tokens; counts of facets."""

    size: int
    cells: list[Cells]
    numbers: list[Listed]
    runs: dict[str, tuple[list[Kept], list[Kept]]]
    rows: dict[str, int]
    tokens: dict[str, int]
    facets: dict[str, int]


class _Waiting(NamedTuple):
    """Documents whose words are not sorted yet: ids, cells of their rows, folded titles, facets, codes of numbers as
    tokens, folded scopes."""

    ids: list[int]
    cells: list[bytes]
    folded: list[str]
    facets: list[str]
    leads: list[str]
    scopes: list[str | None]

    def columns(self) -> tuple[list[Any], ...]:
        """All six."""
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
        self._waiting = _Waiting([], [], [], [], [], [])
        self._gatherers = {"title": Gatherer(), "text": Gatherer()}
        self._weight = self._size = 0
        self._writer = Writer(path.with_suffix(".runs"))
        self._cells: list[Cells] = []
        self._listing = Listing(path.with_suffix(".numbers"))
        self._runs: dict[str, tuple[list[Kept], list[Kept]]] = {"title": ([], []), "text": ([], [])}
        self._rows = {"title": 0, "text": 0}
        self._tokens = {"title": 0, "text": 0}
        self._facets: Counter[str] = Counter()

    def take(self, batch: bytes) -> int:
        """Add documents, packed. Returns how many."""
        rows, told = rows_of(batch)
        many = self._db.executemany
        cells = cells_of(rows.ids, rows.keys, rows.hashes, rows.years, told) or [b""] * len(rows.ids)
        if not all(cells):
            apart = [row for row, cell in zip(zip(*rows[:11], strict=True), cells, strict=True) if not cell]
            many("INSERT INTO document VALUES (?,?,?,?,?,?,?,?,?,?,?)", apart)
        leads, numbers, whole = _numbers(rows)
        self._list(numbers, whole)
        scopes: list[str | None] = [None] * len(rows.ids)
        if any(rows.scopes):
            places = [place for place, scope in enumerate(rows.scopes) if scope]
            kept = [rows.scopes[place] for place in places]
            many("INSERT INTO scope VALUES (?,?)", [(rows.ids[at], rows.scopes[at]) for at in places])
            for place, folded in zip(places, fold_all(kept), strict=True):
                scopes[place] = folded
        self._facets.update(rows.facets)
        self._size += len(rows.ids)
        self._wait(_Waiting(rows.ids, cells, rows.folded, rows.facets, leads, scopes))
        return len(rows.ids)

    def _list(self, numbers: list[Number], whole: list[tuple[int | str | None, ...]]) -> None:
        """Keep rows of the table of numbers, ``whole`` ones by weight."""
        columns: list[tuple[Any, ...]] = [*zip(*whole, strict=True)]
        ids = np.array(columns[0] if columns else (), np.int64)
        for weight, column in enumerate(columns[1:]):
            own, forms = ids, column
            if None in column:
                own = ids[[form is not None for form in column]]
                forms = tuple([form for form in column if form is not None])
            if max(map(len, forms), default=0) <= WIDTH:
                self._listing.add(forms, own, weight)
            else:
                numbers += [(form, id, weight) for form, id in zip(forms, own.tolist(), strict=True)]
        if long := [row for row in numbers if len(row[0]) > WIDTH]:
            self._db.executemany("INSERT INTO number VALUES (?,?,?)", long)
            numbers = [row for row in numbers if len(row[0]) <= WIDTH]
        if numbers:
            listed, own_, weights = zip(*numbers, strict=True)
            self._listing.add(listed, np.array(own_, np.int64), np.array(weights, np.int64))

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
        ids, cells, folded, facets, leads, scopes = self._waiting.picked(order)
        self._waiting, self._weight = _Waiting([], [], [], [], [], []), 0
        if not all(cells):
            rows = [(id, cell) for id, cell in zip(ids, cells, strict=True) if cell]
            self._cells.append(
                self._writer.cells(np.array([id for id, _ in rows]), [cell for _, cell in rows])
            )
        else:
            self._cells.append(self._writer.cells(np.array(ids), cells))
        del cells
        titles, texts = self._gatherers["title"], self._gatherers["text"]
        scoped = [place for place, scope in enumerate(scopes) if scope is not None]
        for place in scoped:
            marks = [*facet_marks(facets[place]), *leads[place].split()]
            texts.add(folded[place], marks, scopes[place] or "")
        titles.add_all(folded, facets, leads, np.array([scope is not None for scope in scopes]))
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
        numbers = self._listing.finish()
        return Built(
            self._size, self._cells, numbers, self._runs, self._rows, self._tokens, dict(self._facets)
        )


def _numbers(
    rows: Rows,
) -> tuple[list[str], list[tuple[str, int, int]], list[tuple[int | str | None, ...]]]:
    """Codes before the numbers of each, as tokens apart by blanks; rows of the table of numbers; those of numbers with all their forms."""
    codes, listed, further = apart_all(rows.numbers)
    leads = [tokens.LEAD + code.lower() if code else "" for code in codes]
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
        leads[place] = " ".join(record.leads())
        number += record.number_rows()
    return (
        leads,
        number,
        [row for place, row in enumerate(whole) if rows.numbers[place] and place not in several],
    )


#: options of glibc's ``mallopt``: what is freed at the end is kept up to so much; no array is got apart from the rest
_KEPT = {-1: (1 << 31) - 1, -3: 1 << 30}
_part: Part | None = None


def start(path: Path) -> None:
    """In a process of its own: the part it builds."""
    global _part
    _keep_freed()
    # Nothing here forms rings; looking for them would take half of the time.
    gc.disable()
    _part = Part(path)


def _keep_freed() -> None:
    """Let what is freed stay with this process: arrays come and go, and getting memory takes as long as filling it."""
    with suppress(OSError, AttributeError):  # another C library
        for option, value in _KEPT.items():
            ctypes.CDLL(None).mallopt(option, value)


def take(batch: bytes) -> int:
    """In that process: add documents."""
    assert _part is not None  # noqa: S101
    return _part.take(batch)


def finish() -> Built:
    """In that process: close the part."""
    assert _part is not None  # noqa: S101
    return _part.finish()
