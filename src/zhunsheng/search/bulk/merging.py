"""The postings of all parts merged and laid out in pages, and the words counted, in a database file of its own.

This takes a while and needs nothing of the database that the index is for: it goes on beside the pouring of rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import numpy as np

from zhunsheng.search import tokens
from zhunsheng.search.bulk.leading import varint
from zhunsheng.search.bulk.part import Built
from zhunsheng.search.bulk.runs import Kept, ids_of, merged
from zhunsheng.search.bulk.segment import Ints, Postings, Segment, structure
from zhunsheng.search.store import sounds_of

__all__ = ["merge", "merged_path", "part_path", "union"]

_TABLES = (
    # The same as in the index: rows are copied as they are.
    "CREATE TABLE token (token TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL, bare INTEGER NOT NULL, "
    "initials TEXT) WITHOUT ROWID",
    "CREATE TABLE reading (initials TEXT, token TEXT)",
)
#: the number that a segment gets
_SEGMENT = 1
#: beginnings of what is no word, as bytes: private characters up to U+E03F; the code of a number, with its mark
_MARKS, _LEAD = tokens.FACET.encode()[:2], f"0{tokens.LEAD}".encode()
_PAIR = 2


def part_path(folder: Path, place: int) -> Path:
    """The file of a part."""
    return folder / f"part-{place}.sqlite3"


def merged_path(folder: Path) -> Path:
    """The file of what is merged."""
    return folder / "merged.sqlite3"


def union(count: int, columns: str, table: str) -> str:
    """SQL for the rows of a table of all parts, attached as ``part0`` …"""
    return " UNION ALL ".join(f"SELECT {columns} FROM part{place}.{table}" for place in range(count))


def merge(folder: Path, built: list[Built], full: dict[str, str]) -> None:
    """Fill the file of :func:`merged_path`; ``full`` are the full-text tables and their options."""
    db = sqlite3.connect(merged_path(folder), isolation_level=None)
    for pragma in (
        "journal_mode = OFF",
        "synchronous = OFF",
        "locking_mode = EXCLUSIVE",
        "cache_size = -32768",
    ):
        db.execute(f"PRAGMA {pragma}")
    db.execute("BEGIN")
    for statement in _TABLES:
        db.execute(statement)
    scoped = ids_of([run for one in built for run in one.runs["text"][0]])
    for table, options in full.items():
        _pages(db, table, options, built, _Words(db, scoped) if table == "title" else None)
    db.execute("COMMIT")
    db.close()


def _pages(
    db: sqlite3.Connection, table: str, options: str, built: list[Built], words: _Words | None
) -> None:
    """The pages of a full-text table, and what tells of them."""
    db.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(t, {options})")
    whole, firsts = ([run for one in built for run in one.runs[table][kind]] for kind in range(2))
    if not whole:
        return
    ids = ids_of(whole)
    segment = Segment(_SEGMENT)
    for given, last in _with_last(_all(whole, firsts, ids, words)):
        db.executemany(f"INSERT INTO {table}_data VALUES (?, ?)", segment.add(given, last=last))
    leading = segment.leading
    db.executemany(f"INSERT INTO {table}_data VALUES (?, ?)", leading.pages)
    db.executemany(f"INSERT INTO {table}_idx VALUES (?, ?, ?)", leading.leads)
    # Until something is asked of it the table does not know what its records say: they can be replaced.
    ((old,),) = db.execute(f"SELECT block FROM {table}_data WHERE id = 10")
    count = sum(one.tokens[table] for one in built)
    records = (
        (structure(bytes(old[:4]), _SEGMENT, segment.pages), 10),
        (varint(len(ids)) + varint(count), 1),
    )
    db.executemany(f"UPDATE {table}_data SET block = ? WHERE id = ?", records)


def _all(whole: list[Kept], firsts: list[Kept], ids: Ints, words: _Words | None) -> Iterator[Postings]:
    """Postings of whole words, then of first characters; what is counted is counted on the way."""
    for kind, runs in enumerate((whole, firsts)):
        for given in merged(runs, ids):
            if words is not None:
                words.take(given, single=kind == 1)
            yield given
    if words is not None:
        words.finish()


def _with_last(source: Iterator[Postings]) -> Iterator[tuple[Postings, bool]]:
    before: Postings | None = None
    for given in source:
        if before is not None:
            yield before, False
        before = given
    if before is not None:
        yield before, True


class _Words:
    """In how many titles each word stands, and in how many of those of documents without a scope."""

    def __init__(self, db: sqlite3.Connection, scoped: Ints) -> None:
        self._db, self._scoped = db, scoped
        self._others: list[tuple[str, str]] = []
        #: the last word, of which more may come: its documents, those with a scope; whether single characters come
        self._open: tuple[bytes, int, int] | None = None
        self._single = False

    def take(self, given: Postings, *, single: bool) -> None:
        """Count words, or, where ``single``, first characters; marks are no words, but for the codes of numbers."""
        new = np.ones(len(given.row), bool)
        new[1:] = (given.row[1:] != given.row[:-1]) | (given.term[1:] != given.term[:-1])
        term, row = given.term[new], given.row[new]
        all_ = np.bincount(term, minlength=len(given.terms))
        bare = all_
        if len(self._scoped):
            at = np.minimum(np.searchsorted(self._scoped, row), len(self._scoped) - 1)
            bare = all_ - np.bincount(term[self._scoped[at] == row], minlength=len(all_))
        rows = given.terms, all_.tolist(), bare.tolist()
        if self._open is not None:
            if given.goes_on:
                rows[1][0] += self._open[1]
                rows[2][0] += self._open[2]
            else:
                self._write_open()
        self._open = (rows[0][-1], rows[1][-1], rows[2][-1])
        self._single = single
        self._write(rows[0][:-1], rows[1], rows[2])

    def finish(self) -> None:
        """Write what is left."""
        self._write_open()
        self._db.executemany("INSERT INTO reading VALUES (?, ?)", sorted(self._others))

    def _write_open(self) -> None:
        if self._open is not None:
            name, all_, bare = self._open
            self._write([name], [all_], [bare])

    def _write(self, names: list[bytes], all_: list[int], bare: list[int]) -> None:
        """Write the words of these terms, which all have the same mark of the index before them."""
        if not names:
            return
        rows = self._words_of(names, all_, bare)
        if names[0].startswith(_LEAD) and names[-1].startswith(_LEAD):
            rows = zip(_decoded(names), all_, bare, repeat(""))
        self._db.executemany("INSERT INTO token VALUES (?, ?, ?, ?)", rows)

    def _words_of(
        self, names: list[bytes], all_: list[int], bare: list[int]
    ) -> Iterator[tuple[str, int, int, str]]:
        for name, word, n, m in zip(names, _decoded(names), all_, bare, strict=False):
            if name.startswith(_MARKS, 1):
                if name.startswith(_LEAD):
                    yield word, n, m, ""
            # Single characters are counted as beginnings of words.
            elif not (self._single or len(word) == 1) or tokens.is_single(word) is self._single:
                sounds = sounds_of(word) if len(word) == _PAIR else ()
                if len(sounds) > 1:
                    self._others.extend([(sound, word) for sound in sounds[1:]])
                yield word, n, m, sounds[0] if sounds else ""


def _decoded(names: list[bytes]) -> list[str]:
    """Terms without the mark of the index."""
    whole = b"\n".join(names).decode()
    return whole[1:].split(f"\n{whole[0]}")
