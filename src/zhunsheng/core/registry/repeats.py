"""How often each mark of a long run has come, in some ten bytes a mark: a dictionary takes ten times that, and the
national total has four million."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from heapq import merge

__all__ = ["Repeats"]

#: marks that are kept as they come, before they are sorted into a run
_MOST = 100_000


class Repeats:
    """Counts marks: 64-bit integers with a sign, of which most come once."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._new: set[int] = set()
        # Each sorted, the longest first; each at least twice as long as the next, so that there are few.
        self._runs: list[array[int]] = []
        self._times: dict[int, int] = {}

    def count(self, mark: int) -> int:
        """How often ``mark`` has come, this time among them."""
        if mark in self._times or mark in self._new or any(_has(run, mark) for run in self._runs):
            times = self._times[mark] = self._times.get(mark, 1) + 1
            return times
        self._new.add(mark)
        if len(self._new) >= self._most:
            self._settle()
        return 1

    def _settle(self) -> None:
        run = array("q", sorted(self._new))
        self._new = set()
        while self._runs and len(self._runs[-1]) < 2 * len(run):
            run = array("q", merge(self._runs.pop(), run))
        self._runs.append(run)


def _has(run: array[int], mark: int) -> bool:
    place = bisect_left(run, mark)
    return place < len(run) and run[place] == mark
