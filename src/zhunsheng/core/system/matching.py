"""Which thing of one edition is which thing of the other: one to one, one to several, or to nothing.

Nothing here knows what is matched. Each index of both sides ends in exactly one :class:`Match`, and exchanging
the sides gives the same matches exchanged: candidates are taken best first, with ties that no side decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Match", "Matcher"]

# A part of a divided name shares this much of itself with the whole, and the parts cover this much of the whole.
_PART_SHARE = 0.75
_WHOLE_SHARE = 0.85
_OWN_CHARACTERS = 2
_MOST_PARTS = 6


@dataclass(slots=True)
class Match:
    """Indices of the earlier and of the later side that are one thing, why, and how sure (0–1).

    An empty side: added or removed. Several on one side: divided or joined.
    """

    before: list[int]
    after: list[int]
    reason: str = ""
    confidence: float = 1.0


@dataclass(slots=True)
class _Pair:
    score: float
    before: int
    after: int


class Matcher:
    """Matches two lists step by step; every step works on what is still free."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        """``before`` and ``after`` are the names in their normal form (:func:`zhunsheng.core.text.normal.key`)."""
        self._names = (list(before), list(after))
        self._free = (set(range(len(before))), set(range(len(after))))
        self.matches: list[Match] = []

    @property
    def free_before(self) -> list[int]:
        """Indices of the earlier side not matched yet."""
        return sorted(self._free[0])

    @property
    def free_after(self) -> list[int]:
        """Indices of the later side not matched yet."""
        return sorted(self._free[1])

    def accept(self, before: Iterable[int], after: Iterable[int], reason: str, confidence: float) -> None:
        """Record a match; all its indices must be free."""
        match = Match(sorted(before), sorted(after), reason, confidence)
        self._free[0].difference_update(match.before)
        self._free[1].difference_update(match.after)
        self.matches.append(match)

    def equal(
        self,
        before: Sequence[Hashable | None],
        after: Sequence[Hashable | None],
        reason: str,
        confidence: float = 1.0,
        bonus: Callable[[int, int], float] = lambda i, j: 0.0,
        unless: Callable[[int, int], bool] = lambda i, j: False,
    ) -> None:
        """Pair free indices with equal keys (None never matches); of several, the best ``bonus`` first."""
        places: dict[Hashable, list[int]] = defaultdict(list)
        for j in self.free_after:
            if (mark := after[j]) is not None:
                places[mark].append(j)
        pairs = [
            _Pair(bonus(i, j), i, j)
            for i in self.free_before
            if (mark := before[i]) is not None
            for j in places.get(mark, ())
            if not unless(i, j)
        ]
        self._take(pairs, reason, lambda score: confidence)

    def similar(
        self,
        cutoff: float,
        reason: str,
        bonus: Callable[[int, int], float] = lambda i, j: 0.0,
        allowed: Callable[[int, int], bool] = lambda i, j: True,
    ) -> None:
        """Pair free indices whose names share at least ``cutoff`` (0–1) of their characters, most alike first."""
        from rapidfuzz import fuzz, process

        others = {j: self._names[1][j] for j in self.free_after if self._names[1][j]}
        pairs = []
        for i in self.free_before:
            name = self._names[0][i]
            found = process.extract(name, others, scorer=fuzz.ratio, score_cutoff=cutoff * 100, limit=None)
            pairs += [
                _Pair(score / 100 + bonus(i, j), i, j) for _, score, j in found if name and allowed(i, j)
            ]
        self._take(pairs, reason, lambda score: round(min(0.95, score), 2))

    def divided(self, reason: str, allowed: Callable[[int, int], bool] = lambda i, j: True) -> None:
        """Find one free name that several free names of the other side share out among them, both ways."""
        groups: list[tuple[float, list[int], list[int]]] = []
        for i in self.free_before:
            found = self._parts(
                self._names[0][i], [(j, self._names[1][j]) for j in self.free_after if allowed(i, j)]
            )
            if found:
                groups.append((found[0], [i], found[1]))
        for j in self.free_after:
            found = self._parts(
                self._names[1][j], [(i, self._names[0][i]) for i in self.free_before if allowed(i, j)]
            )
            if found:
                groups.append((found[0], found[1], [j]))
        groups.sort(
            key=lambda group: (-group[0], min(group[1][0], group[2][0]), len(group[1]) + len(group[2]))
        )
        for share, before, after in groups:
            if self._free[0].issuperset(before) and self._free[1].issuperset(after):
                self.accept(before, after, reason, round(min(0.9, 0.9 * share), 2))

    def finish(self) -> list[Match]:
        """What is left stands alone. Returns all matches, ordered by their place in the later side."""
        for i in self.free_before:
            self.accept([i], [], "", 1.0)
        for j in self.free_after:
            self.accept([], [j], "", 1.0)
        return sorted(self.matches, key=lambda match: (not match.after, match.after or match.before))

    def _take(self, pairs: list[_Pair], reason: str, confidence: Callable[[float], float]) -> None:
        pairs.sort(
            key=lambda pair: (
                -round(pair.score, 6),
                abs(pair.before - pair.after),
                min(pair.before, pair.after),
                min(self._names[0][pair.before], self._names[1][pair.after]),
                pair.before,
            )
        )
        for pair in pairs:
            if pair.before in self._free[0] and pair.after in self._free[1]:
                self.accept([pair.before], [pair.after], reason, confidence(pair.score))

    @staticmethod
    def _parts(whole: str, others: list[tuple[int, str]]) -> tuple[float, list[int]] | None:
        """The indices whose names together make up ``whole``, each with something of its own; None if none do."""
        from rapidfuzz.distance import LCSseq

        shares: list[tuple[int, set[int]]] = []
        for index, name in others:
            if not name or len(name) >= len(whole):
                continue
            if LCSseq.similarity(whole, name) < _PART_SHARE * len(name):
                continue
            steps = LCSseq.opcodes(whole, name)
            covered = {
                at for step in steps if step.tag == "equal" for at in range(step.src_start, step.src_end)
            }
            shares.append((index, covered))
        if not 2 <= len(shares) <= _MOST_PARTS:
            return None
        together = set().union(*(covered for _, covered in shares))
        for index, covered in shares:
            others_cover = set().union(*(other for place, other in shares if place != index))
            if len(covered - others_cover) < _OWN_CHARACTERS:
                return None
        share = len(together) / len(whole)
        return (share, [index for index, _ in shares]) if share >= _WHOLE_SHARE else None
