"""Walking a graph breadth first, a whole level at once: distances, and for each node the link it was reached by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
    via: Ints
    sources: int
    cut: bool = False
    _at: dict[int, int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many nodes were reached, without the sources."""
        return len(self.places) - self.sources

    def __iter__(self) -> Iterator[Reached]:
        """Everything that was reached, nearest first, without the sources."""
        return self.reached()

    def __contains__(self, place: object) -> bool:
        """Whether the node at ``place`` was reached (or is a source)."""
        return place in self._positions()

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

    def distance(self, place: int) -> int | None:
        """How far away the node at ``place`` is; None where it was not reached."""
        at = self._positions().get(place)
        return None if at is None else int(self.distances[at])

    def way(self, place: int) -> tuple[int, ...]:
        """Numbers of the links from a source to the node at ``place``."""
        positions = self._positions()
        found: list[int] = []
        while (number := int(self.via[positions[place]])) >= 0:
            found.append(number)
            subject, target = int(self.graph.subjects[number]), int(self.graph.targets[number])
            place = subject if target == place else target
        return tuple(reversed(found))

    def _positions(self) -> dict[int, int]:
        if not self._at:
            self._at.update(zip(self.places.tolist(), range(len(self.places)), strict=True))
        return self._at


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
    node at ``until`` is reached. Of several shortest ways the one whose last link comes first counts: links out of
    the node before links into it, nodes in their order, links by number.
    """
    sides = [
        (side, mask, bool(mask.all()))
        for side, mask in ((graph.out, choice.out), (graph.into, choice.into))
        if mask.any()
    ]
    frontier = np.fromiter(dict.fromkeys(sources), dtype=np.int32)
    seen = np.zeros(len(graph), dtype=np.bool_)
    first = np.empty(len(graph), dtype=np.int32)
    seen[frontier] = True
    levels, links = [frontier], [np.full(len(frontier), -1, dtype=np.int32)]
    count, cut = 0, False
    while len(frontier) and (steps is None or len(levels) <= steps):
        frontier, numbers = _next_level(frontier, sides, seen, first)
        count += len(frontier)
        if limit is not None and count > limit:
            kept = len(frontier) - (count - limit)
            frontier, numbers, cut = frontier[:kept], numbers[:kept], True
        if len(frontier):
            levels.append(frontier)
            links.append(numbers)
        if cut or (until is not None and seen[until]):
            break
    sizes = [len(level) for level in levels]
    return Walk(
        graph,
        np.concatenate(levels),
        np.repeat(np.arange(len(levels), dtype=np.int32), sizes),
        np.concatenate(links),
        sizes[0],
        cut,
    )


def _next_level(
    frontier: Ints, sides: list[tuple[Side, NDArray[np.bool_], bool]], seen: NDArray[np.bool_], first: Ints
) -> tuple[Ints, Ints]:
    """The unseen nodes next to ``frontier`` in their order, marked as seen, and the link each was reached by.

    ``first`` is room to work in, one number for each node.
    """
    found = [_gathered(frontier, side, mask, everything, seen) for side, mask, everything in sides]
    if not found:
        return _NONE, _NONE
    nodes, numbers = (
        found[0] if len(found) == 1 else (np.concatenate(pair) for pair in zip(*found, strict=True))
    )
    # Written from the back, so that of a node that comes several times the first one stands.
    places = np.arange(len(nodes), dtype=np.int32)
    first[nodes[::-1]] = places[::-1]
    once = first[nodes] == places
    nodes, numbers = nodes[once], numbers[once]
    seen[nodes] = True
    first[nodes] = numbers
    level = np.sort(nodes)
    return level, first[level]


def _gathered(
    frontier: Ints, side: Side, mask: NDArray[np.bool_], everything: bool, seen: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """Unseen nodes at the far ends of the frontier's links of one side, and the numbers of those links."""
    begin = side.starts[frontier]
    many = side.starts[frontier + 1] - begin
    ends = np.cumsum(many, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    if not total:
        return _NONE, _NONE
    slots: NDArray[Any] = np.arange(total, dtype=np.int32)
    slots += np.repeat(begin - (ends - many).astype(np.int32), many)
    if not everything:
        slots = slots[mask[side.codes[slots]]]
    nodes = side.others[slots]
    fresh = ~seen[nodes]
    return nodes[fresh], side.edges[slots[fresh]]
