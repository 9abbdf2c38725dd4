"""Texts of many documents taken apart at once: what they say, as postings in the order of an FTS5 index.

The same words at the same places as :meth:`zhunsheng.search.records.Record.postings` gives for one document. Texts go
into one long string in which a private character stands for each whole word that is no text (anchors, facet values,
codes of numbers); arrays then tell pairs of characters, words and places apart without a loop over characters.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from itertools import chain, count
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from zhunsheng.core.text.folding import PACKED
from zhunsheng.search import tokens
from zhunsheng.search.bulk.folding import IS_PACKED
from zhunsheng.search.bulk.runs import Run, Short
from zhunsheng.search.bulk.varints import Ints, ramp
from zhunsheng.search.records import facet_marks

__all__ = ["Gatherer"]

#: stands in the text for a word that is no text, for the beginning and the end of a title; no folded text has these
_STAND_IN, _BEGINS, _ENDS = "\U000f0000", "\U000f0001", "\U000f0002"
_BETWEEN, _END = f"{_ENDS}{_BEGINS}", "\n"
#: as long are the folded titles of a document that has none
_NO_TITLE = 2
_WORD = re.compile(f"[^{PACKED} {_STAND_IN}{_BETWEEN}{_END}]+")
_PLACES = 28
_CODE = 18
_LOW = (1 << _PLACES) - 1
_WIDE, _CHAR = 21, (1 << 21) - 1


class Gatherer:
    """Collects texts in order of their rows until :meth:`gather` makes postings of them."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._pieces: list[str] = []
        self._special = array("I")
        self._words: dict[str, int] = {}
        self._size = 0

    def _word(self, token: str) -> int:
        """The number of a word that is no text."""
        return self._words.setdefault(token, len(self._words))

    def add(self, titles: str, marks: list[str], scope: str) -> None:
        """The folded ``titles`` of a document as its row keeps them, its folded ``scope`` with an end after it, ``marks``."""
        text = titles[1:-1].replace(tokens.SEPARATOR, _BETWEEN)
        if text:
            text = f"{_BEGINS}{text}{_ENDS}"
        self._special.append(self._word(tokens.END))
        self._special.extend(map(self._word, marks))
        self._pieces.append(f"{text}{scope}{_STAND_IN}{_STAND_IN * len(marks)}{_END}")
        self._size += 1

    def add_all(
        self, titles: list[str], facets: list[str], leads: list[str], scoped: NDArray[np.bool_]
    ) -> None:
        """The folded titles of documents, each with the marks of its ``facets`` as a row keeps them, of its numbers, apart
        by blanks, and of whether it has a scope."""
        columns = [*self._marks(facets, leads)]
        if scoped.any():
            word = np.array([self._word(tokens.SCOPED)])
            columns.append((word, np.zeros(len(scoped), np.int64), scoped.astype(np.int64)))
        counts = [sizes for _, _, sizes in columns]
        sizes = np.add.reduce(counts)
        at = np.cumsum(sizes) - sizes
        special = np.empty(int(sizes.sum()), np.uint32)
        for words, starts, own in columns:
            steps = ramp(own)
            special[np.repeat(at, own) + steps] = words[np.repeat(starts, own) + steps]
            at += own
        self._special.frombytes(special.tobytes())
        tails = {size: f"{_STAND_IN * size}{_END}" for size in np.unique(sizes).tolist()}
        whole = "".join(
            [
                f"{_BEGINS}{text[1:-1]}{_ENDS}{tails[size]}" if len(text) > _NO_TITLE else tails[size]
                for text, size in zip(titles, sizes.tolist(), strict=True)
            ]
        )
        self._pieces.append(whole.replace(tokens.SEPARATOR, _BETWEEN))
        self._size += len(titles)

    def _marks(self, facets: list[str], leads: list[str]) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Numbers of marks; where each document's begin, and how many it has: those of its facets, then the others."""
        places = dict(zip(dict.fromkeys(facets), count()))
        listed = [facet_marks(text) for text in places]
        place = np.fromiter(map(places.__getitem__, facets), np.int64, len(facets))
        sizes = np.array([*map(len, listed)], np.int64)
        yield (
            np.array([*map(self._word, chain.from_iterable(listed))], np.int64),
            (np.cumsum(sizes) - sizes)[place],
            sizes[place],
        )
        own = np.array([lead.count(" ") + 1 if lead else 0 for lead in leads], np.int64)
        words = self._words
        # Most of these have been met by nobody: each is looked up once.
        found = [words.setdefault(lead, len(words)) for lead in " ".join(filter(None, leads)).split()]
        yield np.array(found, np.int64), np.cumsum(own) - own, own

    def gather(self, *, prefixes: bool) -> Iterator[Run]:
        """Postings of what was added, then those of first characters where ``prefixes``; begins anew."""
        text = "".join(self._pieces)
        self._pieces = []
        chars = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        packed = IS_PACKED[chars]
        stand_in = (chars >= ord(_STAND_IN)) & (chars <= ord(_ENDS))
        letter = ~(packed | stand_in | (chars == ord(_END)) | (chars == ord(" ")))
        word = letter.copy()
        word[1:] &= ~letter[:-1]
        # Tokens begin at characters without blanks, at beginnings of words, and where something stands in for one.
        token = packed | word | stand_in
        at = np.flatnonzero(token)
        document = np.cumsum(chars == ord(_END))[at]
        counts = np.bincount(document, minlength=self._size)
        place = (np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)).astype(np.int32)
        del token
        long = np.full(len(at), -1, np.int64)
        self._name_words(long, word[at], text)
        self._name_marks(long, chars, at)
        del text
        first, second = chars[at].astype(np.uint64), np.zeros(len(at), np.uint64)
        follows = np.zeros(len(chars), bool)
        follows[:-1] = packed[1:]
        paired = packed[at] & follows[at]
        second[paired] = chars[at[paired] + 1]
        row = document.astype(np.int32)
        names = list(self._words)
        self._begin()
        yield _sort(first, second, long, names, row, place)
        if prefixes:
            yield _sort_first(first, long, names, row, place)

    def _name_words(self, long: Ints, is_word: NDArray[np.bool_], text: str) -> None:
        """In ``long``, for each token that is a word of letters in ``text``, the number of that word."""
        words, stem = self._words, tokens.stem
        long[is_word] = [words.setdefault(stem(word), len(words)) for word in _WORD.findall(text)]

    def _name_marks(self, long: Ints, chars: NDArray[np.uint32], at: Ints) -> None:
        """The same for tokens for which something stands in: the ends of titles are named by the characters there."""
        signs = chars[at]
        long[signs == ord(_STAND_IN)] = np.frombuffer(self._special, np.uint32)
        for sign, mark, steps in ((_BEGINS, tokens.BEGIN, (1, 2)), (_ENDS, tokens.END, (-2, -1))):
            chosen = np.flatnonzero(signs == ord(sign))
            one, other = (chars[at[chosen] + step].astype(np.int64) for step in steps)
            # A title of one character has only that; of two characters a blank is left out.
            one[(one == ord(" ")) | (one == ord(_BEGINS))] = 0
            other[(other == ord(" ")) | (other == ord(_ENDS))] = 0
            pairs, which = np.unique(one << _WIDE | other, return_inverse=True)
            names = [
                mark + "".join(map(chr, filter(None, (pair >> _WIDE, pair & _CHAR))))
                for pair in pairs.tolist()
            ]
            long[chosen] = np.array(list(map(self._word, names)), np.int64)[which]


def _sort(
    first: NDArray[np.uint64],
    second: NDArray[np.uint64],
    long: Ints,
    names: list[str],
    row: Short,
    place: Short,
) -> Run:
    """Postings of whole tokens."""
    short = np.flatnonzero(long < 0)
    keys = first[short] << np.uint64(_CODE) | second[short]
    chosen, codes = _by_key(keys)
    chosen = short[chosen]
    begins = _begins(codes)
    pairs = codes[begins]
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.uint64)
    rank[order] = np.arange(len(names), dtype=np.uint64)
    other = np.flatnonzero(long >= 0)
    by_rank, ranks = _by_key(rank[long[other]])
    other = other[by_rank]
    other_begins = _begins(ranks)
    words = [names[order[place]] for place in ranks[other_begins].tolist()]
    # What words begin with no pair does: the first characters tell how they stand among them.
    heads = np.fromiter(map(ord, map(itemgetter(0), words)), np.uint64, len(words))
    after = np.searchsorted(pairs, np.minimum(heads, np.uint64((1 << _CODE) - 1)) << np.uint64(_CODE))
    return _merged(
        (_terms_of(pairs), np.append(begins, len(chosen)), chosen),
        ([b"0" + word.encode() for word in words], np.append(other_begins, len(other)), other),
        after,
        row,
        place,
    )


def _by_key(keys: NDArray[np.uint64]) -> tuple[Ints, NDArray[np.uint64]]:
    """Places of keys in their order, those of equal ones as they come, and the sorted keys."""
    both = keys << np.uint64(_PLACES)
    both |= np.arange(len(keys), dtype=np.uint64)
    both.sort()
    chosen = (both & np.uint64(_LOW)).astype(np.int64)
    both >>= np.uint64(_PLACES)
    return chosen, both


def _terms_of(pairs: NDArray[np.uint64]) -> list[bytes]:
    """The terms of pairs of characters, and of single ones, which have nothing second."""
    signs = np.empty((len(pairs), 4), "<u4")
    signs[:, 0], signs[:, 3] = ord("0"), ord(_END)
    signs[:, 1], signs[:, 2] = pairs >> np.uint64(_CODE), pairs & np.uint64((1 << _CODE) - 1)
    text = bytes(signs[signs != 0]).decode("utf-32-le")
    return text.encode().split(_END.encode())[:-1]


def _sort_first(first: NDArray[np.uint64], long: Ints, names: list[str], row: Short, place: Short) -> Run:
    """Postings of the first characters of tokens."""
    heads = np.array([ord(name[0]) for name in names] or [0], np.uint64)
    char = np.where(long < 0, first, heads[np.maximum(long, 0)])
    chosen, codes = _by_key(char)
    begins = _begins(codes)
    terms = [b"1" + chr(code).encode() for code in codes[begins].tolist()]
    sizes = np.diff(np.append(begins, len(codes)))
    return Run(terms, sizes, row[chosen], place[chosen])


def _merged(
    one: tuple[list[bytes], Ints, Ints],
    other: tuple[list[bytes], Ints, Ints],
    after: Ints,
    row: Short,
    place: Short,
) -> Run:
    """Two sorted lists of terms, each with its postings, as one: so many of the first stand before each of the other."""
    count = len(one[0]) + len(other[0])
    is_other = np.zeros(count, bool)
    is_other[after + np.arange(len(after))] = True
    terms = np.empty(count, object)
    terms[~is_other], terms[is_other] = one[0], other[0]
    sizes, starts = np.empty(count, np.int64), np.empty(count, np.int64)
    sizes[~is_other], sizes[is_other] = np.diff(one[1]), np.diff(other[1])
    starts[~is_other], starts[is_other] = one[1][:-1], other[1][:-1] + len(one[2])
    ends = np.cumsum(sizes)
    at = np.repeat(starts - (ends - sizes), sizes)
    at += np.arange(len(at))
    chosen = np.concatenate((one[2], other[2]))[at]
    return Run(terms.tolist(), sizes, row[chosen], place[chosen])


def _begins(values: NDArray[np.int64] | NDArray[np.uint64]) -> Ints:
    """Where a new value begins in a sorted list."""
    if not len(values):
        return np.zeros(0, np.int64)
    return np.concatenate((np.zeros(1, np.int64), np.flatnonzero(values[1:] != values[:-1]) + 1))
