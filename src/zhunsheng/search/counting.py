"""What documents count for: how many titles have each word, how many documents each facet value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from pydantic_core import from_json

from zhunsheng.search.records import Record

__all__ = ["Keys", "Tally", "facet_counts"]


class Tally:
    """Counts gathered from many documents: words of titles, those of documents without a scope apart, and facets.

    ``bare`` is None as long as no document has a scope: then it is the same as ``all``. ``again`` says that some of
    its words may have been counted elsewhere already. ``facets`` counts facets as rows keep them, ``values`` single
    values by type of document and facet: what stands in the one does not stand in the other.
    """

    def __init__(self, again: bool = False) -> None:
        self.again = again
        self.all: Counter[str] = Counter()
        self.bare: Counter[str] | None = None
        self.facets: Counter[str] = Counter()
        self.values: Counter[tuple[str, str, str]] = Counter()

    def take(self, records: Sequence[Record], counted: Sequence[Iterable[str]]) -> None:
        """Count ``records`` in, each word of a record once."""
        self.facets.update([record.facets for record in records])
        self.take_words([record.scope for record in records], counted)

    def take_words(self, scopes: Sequence[str], counted: Sequence[Iterable[str]]) -> None:
        """Count words alone, of documents that have these ``scopes``."""
        if self.bare is None and any(scopes):
            self.bare = Counter(self.all)
        self.all.update(chain.from_iterable(counted))
        if self.bare is not None:
            pairs = zip(scopes, counted, strict=True)
            self.bare.update(chain.from_iterable([words for scope, words in pairs if not scope]))

    def spell_out(self) -> None:
        """Count the single values of all facets."""
        for text, times in self.facets.items():
            self._spell(text, times)
        self.facets.clear()

    def turn(self, old: str, new: str) -> None:
        """A document counted in has these facets now instead of those."""
        self._spell(old, -1)
        self._spell(new, 1)

    def _spell(self, text: str, times: int) -> None:
        pairs = facet_pairs(text)
        own_type = dict(pairs)["type"]
        for facet, value in pairs:
            self.values[own_type, facet, value] += times

    def without(self, other: Tally) -> Tally:
        """What is left without ``other``, which was counted in; the facets of both are spelt out."""
        left = Tally(self.again)
        left.all, left.values = self.all - other.all, self.values - other.values
        if self.bare is not None:
            left.bare = self.bare - (other.all if other.bare is None else other.bare)
        return left

    def parts(self, size: int) -> Iterator[Tally]:
        """The same in pieces of at most ``size`` words, in order: millions of words need not be held twice."""
        words = sorted(self.all)
        for start in range(0, max(len(words), 1), size):
            part = Tally(self.again)
            chosen = words[start : start + size]
            part.all = Counter({word: self.all[word] for word in chosen})
            if self.bare is not None:
                bare = self.bare
                part.bare = Counter({word: bare[word] for word in chosen if word in bare})
            if not start:
                part.facets, part.values = self.facets, self.values
            yield part


def facet_counts(alike: Mapping[str, int]) -> Counter[tuple[str, str]]:
    """Counts of facet values out of counts of the JSON texts that hold them."""
    found: dict[tuple[str, str], int] = {}
    for text, times in alike.items():
        for pair in facet_pairs(text):
            found[pair] = found.get(pair, 0) + times
    return Counter(found)


@lru_cache(maxsize=100_000)
def facet_pairs(facets: str) -> tuple[tuple[str, str], ...]:
    """(facet, value) pairs in a row's JSON."""
    return tuple((facet, value) for facet, values in from_json(facets).items() for value in values)


class Keys:
    """A set of keys at a bit each."""

    def __init__(self) -> None:
        self._bits: dict[int, bytearray] = {}

    def add(self, key: int) -> bool:
        """Remember ``key``; whether it was new."""
        high, low = key >> 24, key & 0xFFFFFF
        bits = self._bits.setdefault(high, bytearray())
        if len(bits) <= low >> 3:
            bits.extend(bytes((low >> 3) + 1 - len(bits)))
        new = not bits[low >> 3] & 1 << (low & 7)
        bits[low >> 3] |= 1 << (low & 7)
        return bool(new)

    def __contains__(self, key: int) -> bool:
        bits = self._bits.get(key >> 24, b"")
        low = key & 0xFFFFFF
        return low >> 3 < len(bits) and bool(bits[low >> 3] & 1 << (low & 7))
