"""What deserves a look: links that go round though they must not, nodes without links, nodes with very many."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhunsheng.core.graph.walking import WIDTH, Step

if TYPE_CHECKING:
    from zhunsheng.core.graph.graph import Graph

__all__ = ["Hub", "Ring", "hubs", "orphans", "rings"]

Ints = NDArray[np.int32]


class Ring(NamedTuple):
    """Nodes that all reach one another, and one shortest ring through the first of them.

    ``type`` is the type of its links, "" where types were looked at together.
    """

    type: str
    nodes: list[str]
    steps: list[Step]
    edges: tuple[int, ...]


class Hub(NamedTuple):
    """A node with the number of links that start and end there, by type too: type → (start, end)."""

    node: str
    starts: int
    ends: int
    by_type: dict[str, tuple[int, int]]

    @property
    def links(self) -> int:
        """All links; one that leads back to the node itself counts twice."""
        return self.starts + self.ends


def rings(
    graph: Graph, types: Iterable[str], statuses: Collection[str] | None, *, together: bool
) -> list[Ring]:
    """Every strongly connected knot of each type, or of all together; see :meth:`Graph.cycles`."""
    asked = list(types)
    found = []
    for group in [asked] if together else [[one] for one in asked]:
        edges = graph.out.edges[graph.code_mask(group, statuses)[graph.out.codes]]
        subjects, targets = graph.subjects[edges], graph.targets[edges]
        for _ in range(2):
            # Without what nothing leads to, then, looked at from behind, without what leads nowhere.
            kept = _without_starts(len(graph), subjects, targets)
            edges = edges[kept]
            subjects, targets = graph.targets[edges], graph.subjects[edges]
        found += [_ring(graph, "" if together else group[0], knot) for knot in _knots(graph, np.sort(edges))]
    return found


def _without_starts(size: int, subjects: Ints, targets: Ints) -> NDArray[np.bool_]:
    """Which links are left when nodes that no link ends at are taken away with their links, again and again."""
    waiting = np.bincount(targets, minlength=size)
    order = np.argsort(subjects, kind="stable")
    ends = targets[order]
    starts = np.concatenate(([0], np.cumsum(np.bincount(subjects, minlength=size))))
    gone = np.zeros(size, dtype=np.bool_)
    frontier = np.flatnonzero((waiting == 0) & (np.diff(starts) > 0))
    while len(frontier):
        gone[frontier] = True
        many = starts[frontier + 1] - starts[frontier]
        slots = np.arange(many.sum()) + np.repeat(starts[frontier] - (np.cumsum(many) - many), many)
        nodes, counts = np.unique(ends[slots], return_counts=True)
        waiting[nodes] -= counts
        frontier = nodes[waiting[nodes] == 0]
    kept: NDArray[np.bool_] = ~gone[subjects]
    return kept


def _knots(graph: Graph, edges: Ints) -> Iterator[dict[int, list[tuple[int, int]]]]:
    """Strongly connected parts with a ring, each as node → [(next node, link)] inside it, in the order of nodes."""
    after: dict[int, list[tuple[int, int]]] = {}
    rows = zip(graph.subjects[edges].tolist(), graph.targets[edges].tolist(), edges.tolist(), strict=True)
    for subject, target, edge in rows:
        after.setdefault(subject, []).append((target, edge))
        after.setdefault(target, [])
    part = _parts(after)
    inside: dict[int, dict[int, list[tuple[int, int]]]] = {}
    for node in sorted(after):
        links = [(target, edge) for target, edge in after[node] if part[target] == part[node]]
        if links:
            inside.setdefault(part[node], {})[node] = links
    yield from inside.values()


def _parts(after: dict[int, list[tuple[int, int]]]) -> dict[int, int]:
    """Node → number of its strongly connected part; Tarjan's way, without recursion."""
    part: dict[int, int] = {}
    low: dict[int, int] = {}
    seen: dict[int, int] = {}
    held: list[int] = []
    for start in after:
        if start in seen:
            continue
        stack = [(start, iter(after[start]))]
        seen[start] = low[start] = len(seen)
        held.append(start)
        while stack:
            node, following = stack[-1]
            for target, _ in following:
                if target not in seen:
                    seen[target] = low[target] = len(seen)
                    held.append(target)
                    stack.append((target, iter(after[target])))
                    break
                if target not in part:
                    low[node] = min(low[node], seen[target])
            else:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[node])
                if low[node] == seen[node]:
                    while True:
                        member = held.pop()
                        part[member] = seen[node]
                        if member == node:
                            break
    return part


def _ring(graph: Graph, kind: str, inside: dict[int, list[tuple[int, int]]]) -> Ring:
    """The knot with a shortest ring through its first node."""
    start = min(inside)
    before: dict[int, tuple[int, int]] = {}
    queue = deque([start])
    while start not in before:
        node = queue.popleft()
        for target, edge in inside[node]:
            if target not in before:
                before[target] = (node, edge)
                queue.append(target)
    node = start
    edges: list[int] = []
    while not edges or node != start:
        node, edge = before[node]
        edges.append(edge)
    edges.reverse()
    steps = [graph.edge(edge).step for edge in edges]
    return Ring(kind, [graph.keys[node] for node in inside], steps, tuple(edges))


def _counted(graph: Graph, types: Collection[str] | None, statuses: Collection[str] | None) -> list[Ints]:
    """For each node how many links start there, and how many end there."""
    mask = graph.code_mask(types, statuses)
    counts = []
    for side in (graph.out, graph.into):
        before = np.concatenate(([0], np.cumsum(mask[side.codes], dtype=np.int32)))
        counts.append(np.diff(before[side.starts]).astype(np.int32))
    return counts


def _of_kinds(graph: Graph, kinds: Collection[str] | None) -> NDArray[np.bool_]:
    named = np.array([kinds is None or kind in kinds for kind in graph.kinds] or [True], dtype=np.bool_)
    chosen: NDArray[np.bool_] = named[graph.kind_codes]
    return chosen


def orphans(
    graph: Graph,
    types: Collection[str] | None,
    statuses: Collection[str] | None,
    kinds: Collection[str] | None,
) -> list[str]:
    """Keys of nodes without links; see :meth:`Graph.orphans`."""
    starts, ends = _counted(graph, types, statuses)
    alone = np.flatnonzero((starts + ends == 0) & _of_kinds(graph, kinds))
    return [graph.keys[place] for place in alone.tolist()]


def hubs(
    graph: Graph,
    n: int,
    types: Collection[str] | None,
    statuses: Collection[str] | None,
    kinds: Collection[str] | None,
    *,
    by: str,
) -> list[Hub]:
    """Nodes with most links, those that come first among equals; see :meth:`Graph.hubs`."""
    starts, ends = _counted(graph, types, statuses)
    ranks = {"both": starts + ends, "out": starts, "in": ends}
    if by not in ranks:
        raise ValueError(f"按“{by}”排不了，可用：both、out、in")
    rank = np.where(_of_kinds(graph, kinds), ranks[by], 0)
    best = np.argsort(-rank, kind="stable")[:n]
    return [
        Hub(graph.keys[place], int(starts[place]), int(ends[place]), _by_type(graph, place, types, statuses))
        for place in best.tolist()
        if rank[place]
    ]


def _by_type(
    graph: Graph, place: int, types: Collection[str] | None, statuses: Collection[str] | None
) -> dict[str, tuple[int, int]]:
    mask = graph.code_mask(types, statuses)
    counts: list[Counter[int]] = []
    for side in (graph.out, graph.into):
        codes = side.codes[side.starts[place] : side.starts[place + 1]]
        counts.append(Counter((codes[mask[codes]] // WIDTH).tolist()))
    return {
        graph.types[kind]: (counts[0][kind], counts[1][kind]) for kind in sorted({*counts[0], *counts[1]})
    }
