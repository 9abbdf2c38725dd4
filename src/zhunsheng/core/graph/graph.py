"""The graph: nodes and typed links as arrays, each node's links side by side in both directions.

Nothing here knows what a standard is. A node has a key (``standard:GB/T 1.1-2020``), a kind and a label; a link has a
type, a status, an origin and the days between which it holds. Links keep the number they were added under, so that
whoever made the graph can look up what else is known of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhunsheng.core.graph.changes import Change, Impact, impact
from zhunsheng.core.graph.days import FOREVER, NEVER, first_day
from zhunsheng.core.graph.health import Hub, Ring, hubs, orphans, rings
from zhunsheng.core.graph.walking import WIDTH, Choice, Walk, walk

__all__ = ["Edge", "Graph", "Node", "Side"]

Ints = NDArray[np.int32]
Codes = NDArray[np.unsignedinteger[Any]]
Node = str | int


class Edge(NamedTuple):
    """One link by the keys of its ends, read ``subject type target``; ``number`` is what it was added under."""

    subject: str
    type: str
    target: str
    status: str
    origin: str
    number: int

    @property
    def step(self) -> tuple[str, str, str]:
        """(from, type, to), as the relation reads."""
        return self.subject, self.type, self.target


class Side(NamedTuple):
    """One direction: the links of node ``n`` are those from ``starts[n]`` to ``starts[n + 1]``.

    ``others`` is the node at the far end, ``edges`` the number of the link, ``codes`` its type and status.
    """

    starts: Ints
    others: Ints
    edges: Ints
    codes: Codes

    def only(self, kept: NDArray[np.bool_]) -> Side:
        """The same without the links whose number is not ``kept``."""
        return self._where(kept[self.edges])

    def of(self, codes: NDArray[np.bool_]) -> Side:
        """The same with the links of these ``codes`` only."""
        return self._where(codes[self.codes])

    def _where(self, wanted: NDArray[np.bool_]) -> Side:
        before = np.concatenate(([0], np.cumsum(wanted)))
        return Side(
            before[self.starts].astype(np.int32), self.others[wanted], self.edges[wanted], self.codes[wanted]
        )


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Graph:
    """Made by :class:`~zhunsheng.core.graph.builder.GraphBuilder`; never changed afterwards.

    ``subjects``, ``targets``, ``codes``, ``origin_codes``, ``since`` and ``until`` are by number of link; ``since``
    and ``until`` are None where no link has a date. ``out`` and ``into`` hold the links that count (see :meth:`at`);
    ``present`` tells which codes there are, ``chosen`` keeps the links of choices that are walked again and again.
    """

    keys: Sequence[str]
    index: Mapping[str, int]
    labels: Sequence[str]
    kinds: tuple[str, ...]
    kind_codes: NDArray[np.uint8]
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    origins: tuple[str, ...]
    subjects: Ints
    targets: Ints
    codes: Codes
    origin_codes: NDArray[np.uint8]
    since: Ints | None
    until: Ints | None
    out: Side
    into: Side
    present: NDArray[np.bool_]
    chosen: dict[bytes, Side | None] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.keys)

    def __repr__(self) -> str:
        return f"<Graph of {len(self)} nodes and {self.edge_count} links>"

    @property
    def edge_count(self) -> int:
        """How many links count."""
        return len(self.out.edges)

    @property
    def nbytes(self) -> int:
        """Memory of the arrays in bytes, without keys and labels."""
        arrays = [self.subjects, self.targets, self.codes, self.origin_codes, self.kind_codes]
        arrays += [one for one in (self.since, self.until) if one is not None]
        return sum(one.nbytes for one in (*arrays, *self.out, *self.into))

    def place(self, node: Node) -> int:
        """Place of a node by its key (or its place itself); raises ``KeyError`` in Chinese where there is none."""
        found = self.index.get(node, -1) if isinstance(node, str) else node
        if not 0 <= found < len(self.keys):
            raise KeyError(f"图中没有“{node}”")
        return found

    def kind(self, node: Node) -> str:
        """Kind of a node."""
        return self.kinds[int(self.kind_codes[self.place(node)])]

    def label(self, node: Node) -> str:
        """What a node is called, "" where it has no label."""
        return self.labels[self.place(node)]

    def edge(self, number: int) -> Edge:
        """The link of this number."""
        code = int(self.codes[number])
        return Edge(
            self.keys[self.subjects[number]],
            self.types[code // WIDTH],
            self.keys[self.targets[number]],
            self.statuses[code % WIDTH],
            self.origins[self.origin_codes[number]],
            int(number),
        )

    def edges_of(self, node: Node) -> list[Edge]:
        """The links of a node: those that start there, then those that end there, each by number."""
        here = self.place(node)
        numbers = [
            side.edges[side.starts[here] : side.starts[here + 1]].tolist() for side in (self.out, self.into)
        ]
        return [self.edge(number) for number in dict.fromkeys([*numbers[0], *numbers[1]])]

    def code_mask(
        self, types: Collection[str] | None = None, statuses: Collection[str] | None = None
    ) -> NDArray[np.bool_]:
        """By code whether a link of that type and status is meant; None means all, unknown names mean nothing."""
        kinds = np.array([types is None or one in types for one in self.types], dtype=np.bool_)
        states = np.zeros(WIDTH, dtype=np.bool_)
        states[: len(self.statuses)] = [statuses is None or one in statuses for one in self.statuses]
        mask: NDArray[np.bool_] = np.logical_and.outer(kinds, states).reshape(-1)
        return mask

    def choose(
        self,
        types: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
        direction: str | Mapping[str, str] = "both",
    ) -> Choice:
        """Which links may be walked, and which way.

        ``direction`` is ``out`` (from subject to target), ``in`` or ``both``; or, by type, which end a change is felt
        at: ``to_target`` (as out), ``to_subject`` (as in), ``both``, ``none``; a type not named there is not walked.
        """
        if isinstance(direction, str):
            if direction not in ("out", "in", "both"):
                raise ValueError(f"方向“{direction}”不认得，可用：out、in、both")
            mask = self.code_mask(types, statuses)
            nothing = np.zeros_like(mask)
            return Choice(mask if direction != "in" else nothing, mask if direction != "out" else nothing)
        ways = [
            {one for one, way in direction.items() if way in wanted and (types is None or one in types)}
            for wanted in (("to_target", "out", "both"), ("to_subject", "in", "both"))
        ]
        return Choice(self.code_mask(ways[0], statuses), self.code_mask(ways[1], statuses))

    def walk(
        self,
        sources: Node | Iterable[Node],
        choice: Choice | None = None,
        *,
        steps: int | None = None,
        limit: int | None = None,
        until: Node | None = None,
    ) -> Walk:
        """Everything that can be reached, nearest first; see :func:`zhunsheng.core.graph.walking.walk`."""
        many = [sources] if isinstance(sources, str | int) else sources
        places = [self.place(one) for one in many]
        last = None if until is None else self.place(until)
        return walk(self, places, choice or self.choose(), steps=steps, limit=limit, until=last)

    def around(
        self,
        node: Node | Iterable[Node],
        steps: int = 1,
        types: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
        direction: str | Mapping[str, str] = "both",
        *,
        limit: int | None = None,
    ) -> Walk:
        """What lies within ``steps`` of a node, at most ``limit`` of it (``cut`` says when there is more)."""
        return self.walk(node, self.choose(types, statuses, direction), steps=steps, limit=limit)

    def impact(
        self,
        node: Node | Iterable[Node],
        travels: Mapping[str, str],
        *,
        change: Change | None = None,
        types: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
        sure: Collection[str] = ("confirmed",),
        limit: int | None = None,
    ) -> Impact:
        """What feels a change of ``node``; see :func:`zhunsheng.core.graph.changes.impact`."""
        return impact(
            self, node, travels, change=change, types=types, statuses=statuses, sure=sure, limit=limit
        )

    def path(
        self,
        start: Node,
        end: Node,
        types: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
        direction: str | Mapping[str, str] = "both",
    ) -> list[Edge] | None:
        """The links of a shortest way from ``start`` to ``end``; None where there is none, empty where they are one."""
        first, last = self.place(start), self.place(end)
        if first == last:
            return []
        found = self.walk(first, self.choose(types, statuses, direction), until=last)
        return [self.edge(number) for number in found.way(last)] if last in found else None

    def links_among(
        self,
        nodes: Iterable[Node],
        types: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
    ) -> list[Edge]:
        """All links that lead from one of ``nodes`` to another of them, by number."""
        places = np.unique(np.fromiter((self.place(one) for one in nodes), dtype=np.int32))
        inside = np.zeros(len(self), dtype=np.bool_)
        inside[places] = True
        mask = self.code_mask(types, statuses)
        side, found = self.out, []
        for here in places.tolist():
            row = slice(side.starts[here], side.starts[here + 1])
            found += side.edges[row][inside[side.others[row]] & mask[side.codes[row]]].tolist()
        return [self.edge(number) for number in sorted(found)]

    def cycles(
        self, types: Iterable[str], statuses: Collection[str] | None = None, *, together: bool = False
    ) -> list[Ring]:
        """Every knot of links that comes back to where it started, each with one ring to read.

        Each type by itself, or all of them ``together``.
        """
        return rings(self, types, statuses, together=together)

    def orphans(
        self,
        types: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
    ) -> list[str]:
        """Keys of the nodes (of these kinds) that have no link of these types and statuses."""
        return orphans(self, types, statuses, kinds)

    def hubs(
        self,
        n: int = 20,
        types: Collection[str] | None = None,
        statuses: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
        *,
        by: str = "both",
    ) -> list[Hub]:
        """The ``n`` nodes with most links, or with most that start (``out``) or end (``in``) there."""
        return hubs(self, n, types, statuses, kinds, by=by)

    def at(self, day: date | str) -> Graph:
        """The same nodes with the links that held on ``day``; links keep their numbers."""
        number = first_day(day if isinstance(day, str) else day.isoformat())
        if self.since is None or self.until is None or number == NEVER:
            return self
        return self.only((self.since <= number) & (number < self.until))

    def only(self, kept: NDArray[np.bool_]) -> Graph:
        """The same nodes with those links that are ``kept``, by their numbers."""
        return replace(self, out=self.out.only(kept), into=self.into.only(kept), chosen={})

    def holds(self, number: int, day: date | str) -> bool:
        """Whether the link of this number held on ``day``."""
        asked = first_day(day if isinstance(day, str) else day.isoformat())
        since = NEVER if self.since is None else int(self.since[number])
        until = FOREVER if self.until is None else int(self.until[number])
        return since <= asked < until
