"""Walking a graph breadth first, a whole level at once: distances, and for each node the link it was reached by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from zhunsheng.core.graph.graph import Graph, Side

__all__ = ["WIDTH", "Choice", "Reached", "Step", "Walk", "walk"]

#: how many statuses the code of a link has room for: code = type * WIDTH + status
WIDTH = 4
Ints = NDArray[np.int32]
Step = tuple[str, str, str]
_NONE = np.empty(0, dtype=np.int32)
#: from one node in so many on, a level is counted over all nodes instead of sorted
_DENSE = 32
#: so many choices are remembered, those asked for first forgotten first
_CHOSEN = 4


#: one direction, and by code which of its links may be walked; None where all may
_Way = tuple["Side", "NDArray[np.bool_] | None"]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """By code of a link, whether it may be walked from subject to target (``out``) and back (``into``)."""

    out: NDArray[np.bool_]
    into: NDArray[np.bool_]


class Reached(NamedTuple):
    """A node that was reached: its key, how far away, and the way from a source.

    Each step of ``path`` is (from, type, to) as the relation reads, whichever way it was walked; ``edges`` are the
    numbers of the links.
    """

    node: str
    distance: int
    path: list[Step]
    edges: tuple[int, ...]
    place: int


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """What was reached, by distance and then in the order of nodes. The sources come first, at distance 0.

    ``cut`` says that there is more than what was asked for. Ways are worked out when they are asked for.
    """

    graph: Graph
    places: Ints
    distances: Ints
    sources: int
    cut: bool
    _via: Ints
    _seen: NDArray[np.bool_]

    def __len__(self) -> int:
        """How many nodes were reached, without the sources."""
        return len(self.places) - self.sources

    def __iter__(self) -> Iterator[Reached]:
        """Everything that was reached, nearest first, without the sources."""
        return self.reached()

    def __contains__(self, place: object) -> bool:
        """Whether the node at ``place`` was reached (or is a source)."""
        return isinstance(place, int) and 0 <= place < len(self._seen) and bool(self._seen[place])

    def reached(self, start: int = 0, stop: int | None = None) -> Iterator[Reached]:
        """From the ``start``-th to before the ``stop``-th node that was reached."""
        first = self.sources + start
        last = len(self.places) if stop is None else min(self.sources + stop, len(self.places))
        for at in range(first, last):
            yield self.one(int(self.places[at]))

    def one(self, place: int) -> Reached:
        """The node at ``place`` with its way; raises ``KeyError`` where it was not reached."""
        edges = self.way(place)
        steps = [self.graph.edge(number).step for number in edges]
        return Reached(self.graph.keys[place], len(edges), steps, edges, place)

    def far(self) -> Ints:
        """By place, how far away each node is; -1 where it was not reached."""
        found = np.full(len(self.graph), -1, dtype=np.int32)
        found[self.places] = self.distances
        return found

    def distance(self, place: int) -> int | None:
        """How far away the node at ``place`` is; None where it was not reached."""
        return len(self.way(place)) if place in self else None

    def way(self, place: int) -> tuple[int, ...]:
        """Numbers of the links from a source to the node at ``place``; ``KeyError`` where it was not reached."""
        if place not in self:
            raise KeyError(f"没有走到“{place}”")
        found: list[int] = []
        while (number := int(self._via[place])) >= 0:
            found.append(number)
            subject, target = int(self.graph.subjects[number]), int(self.graph.targets[number])
            place = subject if target == place else target
        return tuple(reversed(found))


def walk(
    graph: Graph,
    sources: Sequence[int],
    choice: Choice,
    *,
    steps: int | None = None,
    limit: int | None = None,
    until: int | None = None,
) -> Walk:
    """Everything within ``steps`` of ``sources`` along the links of ``choice``.

    Stops after ``limit`` nodes besides the sources (``cut`` then says that there is more) and at the level where the
    node at ``until`` is reached. Which of several equally short ways is told is fixed for the same question.
    """
    sides = _sides(graph, choice, whole=steps is None)
    frontier = np.fromiter(dict.fromkeys(sources), dtype=np.int32)
    seen = np.zeros(len(graph), dtype=np.bool_)
    via = np.empty(len(graph), dtype=np.int32)
    seen[frontier], via[frontier] = True, -1
    levels, count, cut = [frontier], 0, False
    while len(frontier) and (steps is None or len(levels) <= steps):
        frontier = _next_level(frontier, sides, seen, via)
        count += len(frontier)
        if limit is not None and count > limit:
            kept = len(frontier) - (count - limit)
            seen[frontier[kept:]] = False
            frontier, cut = frontier[:kept], True
        levels.append(frontier)
        if cut or (until is not None and seen[until]):
            break
    sizes = [len(level) for level in levels]
    distances = np.repeat(np.arange(len(levels), dtype=np.int32), sizes)
    return Walk(graph, np.concatenate(levels), distances, sizes[0], cut, via, seen)


def _sides(graph: Graph, choice: Choice, *, whole: bool) -> list[_Way]:
    """The directions that may be walked; for walks over the ``whole`` graph one that holds just the links chosen.

    That one is worth making, and kept, from the second time that the same choice is walked.
    """
    present = graph.present
    sides: list[_Way] = [
        (side, None if mask[present].all() else mask)
        for side, mask in ((graph.out, choice.out), (graph.into, choice.into))
        if mask[present].any()
    ]
    if not whole or not sides or (len(sides) == 1 and sides[0][1] is None):
        return sides
    name = choice.out.tobytes() + choice.into.tobytes()
    if name not in graph.chosen:
        while len(graph.chosen) >= _CHOSEN:
            graph.chosen.pop(next(iter(graph.chosen)), None)
        graph.chosen[name] = None
        return sides
    made = graph.chosen[name]
    if made is None:
        made = graph.chosen[name] = joined([side if mask is None else side.of(mask) for side, mask in sides])
    return [(made, None)]


def joined(sides: Sequence[Side]) -> Side:
    """Of each node the links of the first side, then those of the second."""
    if len(sides) == 1:
        return sides[0]
    one, other = sides
    starts = one.starts + other.starts
    at = np.arange(len(one.others)) + np.repeat(other.starts[:-1], np.diff(one.starts))
    rest = np.arange(len(other.others)) + np.repeat(one.starts[1:], np.diff(other.starts))
    columns: list[NDArray[Any]] = []
    for first, second in zip(one[1:], other[1:], strict=True):
        column = np.empty(len(at) + len(rest), dtype=first.dtype)
        column[at], column[rest] = first, second
        columns.append(column)
    return one._replace(starts=starts, others=columns[0], edges=columns[1], codes=columns[2])


def _next_level(frontier: Ints, sides: list[_Way], seen: NDArray[np.bool_], via: Ints) -> Ints:
    """The unseen nodes next to ``frontier`` in their order, marked as ``seen``, ``via`` the link they were reached by."""
    found = [_gathered(frontier, side, mask, seen, owned=len(sides) > 1) for side, mask in sides]
    if not found:
        return _NONE
    nodes, numbers, owners = found[0]
    if len(found) > 1:
        nodes, numbers, owners = map(np.concatenate, zip(*found, strict=True))
        # Node after node, as when both directions lie in one: the same way is told, however it was walked.
        order = np.argsort(owners, kind="stable")
        nodes, numbers = nodes[order], numbers[order]
    # Written from the back, so that of a node that comes several times the first link stands.
    via[nodes[::-1]] = numbers[::-1]
    if len(nodes) * _DENSE > len(seen):
        marked = np.zeros(len(seen), dtype=np.bool_)
        marked[nodes] = True
        seen |= marked
        level = np.flatnonzero(marked).astype(np.int32)
    else:
        level = np.unique(nodes)
        seen[level] = True
    return level


def _gathered(
    frontier: Ints, side: Side, mask: NDArray[np.bool_] | None, seen: NDArray[np.bool_], *, owned: bool
) -> tuple[Ints, Ints, NDArray[np.intp]]:
    """Unseen nodes at the far ends of the frontier's links of one side, and the numbers of those links.

    Where ``owned`` also which node of the frontier each link is of, by its place there.
    """
    begin = side.starts[frontier].astype(np.intp)
    many = side.starts[frontier + 1] - begin
    ends = np.cumsum(many)
    # Positions of all links of the frontier, node after node. As intp: numpy would turn others into it each time.
    slots = np.arange(ends[-1], dtype=np.intp)
    slots += np.repeat(begin - (ends - many), many)
    owners = np.repeat(np.arange(len(frontier), dtype=np.intp), many) if owned else slots[:0]
    if mask is not None:
        chosen = np.flatnonzero(mask[side.codes[slots]])
        slots, owners = slots[chosen], owners[chosen] if owned else owners
    nodes = side.others[slots]
    fresh = np.flatnonzero(~seen[nodes])
    if len(fresh) < len(nodes):
        nodes, slots, owners = nodes[fresh], slots[fresh], owners[fresh] if owned else owners
    return nodes, side.edges[slots], owners
