"""Rings in a graph of replacements: which nodes go round, and in what order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

__all__ = ["rings"]


def rings(follows: Mapping[int, Sequence[int]]) -> list[list[int]]:
    """One ring for each knot of ``follows`` (node → the nodes it leads to), from its smallest node on.

    Nodes that lead nowhere, or that nothing leads to, are peeled off until only knots are left; whatever the size of
    the graph, each edge is looked at a few times at most.
    """
    left = {node: set(targets) for node, targets in follows.items()}
    for node in list(left):
        left[node] = {target for target in left[node] if target in left and target != node}
    _peel(left)
    found: list[list[int]] = []
    seen: set[int] = set()
    for start in sorted(left):
        if start in seen:
            continue
        path = _round(start, left)
        if not seen & set(path):
            smallest = path.index(min(path))
            found.append(path[smallest:] + path[:smallest])
        seen |= set(path)
    return found


def _peel(left: dict[int, set[int]]) -> None:
    """Take away, again and again, what leads nowhere and what nothing leads to."""
    while True:
        led_to = set().union(*left.values()) if left else set()
        gone = [node for node, targets in left.items() if not targets or node not in led_to]
        if not gone:
            return
        for node in gone:
            del left[node]
        dead = set(gone)
        for node, targets in left.items():
            if targets & dead:
                left[node] = targets - dead


def _round(start: int, left: Mapping[int, Iterable[int]]) -> list[int]:
    """Walk from ``start`` until a node comes again; what lies between is a ring."""
    place: dict[int, int] = {}
    path: list[int] = []
    node = start
    while node not in place:
        place[node] = len(path)
        path.append(node)
        node = min(left[node])
    return path[place[node] :]
