"""Words counted while their postings are merged: in how many titles each stands."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable
from itertools import compress, repeat

import numpy as np
from numpy.typing import NDArray

from zhunsheng.core.text.pinyin import initials
from zhunsheng.search import tokens
from zhunsheng.search.bulk.folding import IS_PACKED
from zhunsheng.search.bulk.segment import Postings
from zhunsheng.search.bulk.varints import Ints
from zhunsheng.search.tokens import is_single

__all__ = ["TABLES", "Words"]

#: words in their order; single characters, which would stand among them; further initials
TABLES = (
    "CREATE TABLE token (token TEXT, n INTEGER, bare INTEGER, initials TEXT)",
    "CREATE TABLE single (token TEXT, n INTEGER, bare INTEGER, initials TEXT)",
    "CREATE TABLE reading (initials TEXT, token TEXT)",
)
#: from where to where terms are no words, and are the codes of numbers
_MARKS = f"0{tokens.FACET}".encode(), f"0{chr(ord(tokens.END) + 1)}".encode()
_CODES = f"0{tokens.LEAD}".encode(), f"0{tokens.BEGIN}".encode()
_INSERT = "INSERT INTO {} VALUES (?, ?, ?, ?)"
_PAIR = 2


class _Sounds:
    """Initials of pairs of characters: characters whose readings have the same initials are of one kind."""

    def __init__(self) -> None:
        self._kind_of = np.full(0x110000, -1, np.int32)
        self._kinds: dict[tuple[str, ...], int] = {}
        self._of_pair: dict[int, tuple[str, ...]] = {}

    def of(self, first: NDArray[np.uint32], second: NDArray[np.uint32]) -> list[tuple[str, ...]]:
        """What :func:`zhunsheng.core.text.pinyin.initials` says of each pair."""
        for codes in (first, second):
            for code in np.unique(codes[self._kind_of[codes] < 0]).tolist():
                self._kind_of[code] = self._kinds.setdefault(initials(chr(code)), len(self._kinds))
        pairs = (self._kind_of[first].astype(np.int64) << _KIND | self._kind_of[second]).tolist()
        letters = list(self._kinds)
        for pair in set(pairs).difference(self._of_pair):
            ones, others = letters[pair >> _KIND], letters[pair & ((1 << _KIND) - 1)]
            self._of_pair[pair] = tuple([one + other for one in ones for other in others])
        return [*map(self._of_pair.__getitem__, pairs)]


_KIND = 20
_sounds = _Sounds()


class Words:
    """In how many titles each word stands, and in how many of those of documents without a scope."""

    def __init__(self, db: sqlite3.Connection, scoped: Ints) -> None:
        self._db, self._scoped = db, scoped
        #: further initials of words, to be written
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
        self._write(rows[0][:-1], rows[1][:-1], rows[2][:-1])

    def finish(self) -> None:
        """Write what is left."""
        self._write_open()

    def _write_open(self) -> None:
        if self._open is not None:
            name, all_, bare = self._open
            self._write([name], [all_], [bare])

    def _write(self, names: list[bytes], all_: list[int], bare: list[int]) -> None:
        """Write the words of these terms, which all have the same mark of the index before them."""
        if not names:
            return
        words = _decoded(names)
        if self._single:
            rows = zip(words, all_, bare, repeat(""), strict=False)
            self._db.executemany(_INSERT.format("single"), [row for row in rows if is_single(row[0])])
            return
        # Marks stand together in the order of terms, those of the codes of numbers among them.
        first, last = bisect_left(names, _MARKS[0]), bisect_left(names, _MARKS[1])
        insert = _INSERT.format("token")
        self._db.executemany(insert, self._sounding(words[:first], all_[:first], bare[:first]))
        codes = slice(bisect_left(names, _CODES[0]), bisect_left(names, _CODES[1]))
        self._db.executemany(insert, zip(words[codes], all_[codes], bare[codes], repeat(""), strict=False))
        self._db.executemany(insert, self._sounding(words[last:], all_[last:], bare[last:]))
        self._db.executemany("INSERT INTO reading VALUES (?, ?)", self._others)
        self._others.clear()

    def _sounding(
        self, words: list[str], all_: list[int], bare: list[int]
    ) -> Iterable[tuple[str, int, int, str]]:
        """Rows of words with the initials of pairs; single characters are counted as beginnings of words."""
        if not words:
            return ()
        sizes = np.array([*map(len, words)])
        chars = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
        starts = np.cumsum(sizes) - sizes
        pairs = np.flatnonzero(sizes == _PAIR)
        sounds = [""] * len(words)
        found = _sounds.of(chars[starts[pairs]], chars[starts[pairs] + 1])
        for place, own in zip(pairs.tolist(), found, strict=True):
            if own:
                sounds[place] = own[0]
                if len(own) > 1:
                    self._others += [(sound, words[place]) for sound in own[1:]]
        rows = zip(words, all_, bare, sounds, strict=True)
        single = (sizes == 1) & IS_PACKED[chars[starts]]
        return compress(rows, (~single).tolist()) if single.any() else rows


def _decoded(names: list[bytes]) -> list[str]:
    """Terms without the mark of the index."""
    whole = b"\n".join(names).decode()
    return whole[1:].split(f"\n{whole[0]}")
