"""Words counted while their postings are merged: in how many titles each stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import repeat

import numpy as np

from zhunsheng.search import tokens
from zhunsheng.search.bulk.segment import Ints, Postings
from zhunsheng.search.store import sounds_of

__all__ = ["TABLES", "Words"]

TABLES = (
    # The same as in the index: rows are copied as they are.
    "CREATE TABLE token (token TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL, bare INTEGER NOT NULL, "
    "initials TEXT) WITHOUT ROWID",
    "CREATE TABLE reading (initials TEXT, token TEXT)",
)
#: beginnings of what is no word, as bytes: private characters up to U+E03F; the code of a number, with its mark
_MARKS, _LEAD = tokens.FACET.encode()[:2], f"0{tokens.LEAD}".encode()
_PAIR = 2


class Words:
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
