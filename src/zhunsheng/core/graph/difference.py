"""What differs between two graphs: what an edition added, took away or thought otherwise of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhunsheng.core.graph.graph import Edge, Graph
from zhunsheng.core.graph.walking import WIDTH

__all__ = ["GraphDifference", "graph_diff"]


@dataclass(frozen=True, slots=True)
class GraphDifference:
    """Nodes and links of one graph only, and links of both with another status: (old, new).

    A link is the same where its ends and its type are; what was added comes in the order of the new graph, what was
    removed in that of the old one.
    """

    nodes_added: list[str]
    nodes_removed: list[str]
    edges_added: list[Edge]
    edges_removed: list[Edge]
    edges_changed: list[tuple[Edge, Edge]]

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return any(
            (
                self.nodes_added,
                self.nodes_removed,
                self.edges_added,
                self.edges_removed,
                self.edges_changed,
            )
        )


def graph_diff(old: Graph, new: Graph, renamed: Mapping[str, str] | None = None) -> GraphDifference:
    """What differs from ``old`` to ``new``; ``renamed`` tells keys of ``old`` under which key they now go."""
    names = renamed or {}
    keys = [names.get(key, key) for key in old.keys]
    joint = dict(new.index)
    for key in keys:
        joint.setdefault(key, len(joint))
    places = np.array([joint[key] for key in keys], dtype=np.int64)
    types = {name: number for number, name in enumerate(dict.fromkeys((*new.types, *old.types)))}
    before = _names(old, places, types, len(joint))
    after = _names(new, np.arange(len(new), dtype=np.int64), types, len(joint))
    common, at_old, at_new = np.intersect1d(before[0], after[0], return_indices=True)
    old_edges, new_edges = before[1][at_old].tolist(), after[1][at_new].tolist()
    changed = [
        (old.edge(one), new.edge(other))
        for one, other in zip(old_edges, new_edges, strict=True)
        if old.statuses[old.codes[one] % WIDTH] != new.statuses[new.codes[other] % WIDTH]
    ]
    had = set(keys)
    return GraphDifference(
        [key for key in new.keys if key not in had],
        [key for key, name in zip(old.keys, keys, strict=True) if name not in new.index],
        [new.edge(number) for number in np.sort(after[1][~np.isin(after[0], common)]).tolist()],
        [old.edge(number) for number in np.sort(before[1][~np.isin(before[0], common)]).tolist()],
        sorted(changed, key=lambda pair: pair[1].number),
    )


def _names(
    graph: Graph, places: NDArray[np.int64], types: Mapping[str, int], nodes: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """One number for ends and type of each link, each once, and the link that has it (the first of several)."""
    edges = np.sort(graph.out.edges)
    kinds = np.array([types[name] for name in graph.types] or [0], dtype=np.int64)
    numbers = (places[graph.subjects[edges]] * nodes + places[graph.targets[edges]]) * max(1, len(types))
    unique, first = np.unique(numbers + kinds[graph.codes[edges] // WIDTH], return_index=True)
    return unique, edges[first]
