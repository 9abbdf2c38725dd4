"""The same question asked of others: recursive SQL on SQLite, rustworkx, and where installed scipy and numba.

Each takes the folder made by :func:`bench.graph.make`, loads the links and says how many nodes a change reaches.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np

__all__ = ["PEERS", "Ask"]

#: start → how many nodes besides it feel its change
Ask = Callable[[int], int]

_SQL = """
with recursive felt(node) as (
  values (?)
  union select link.subject from felt join link on link.target = felt.node and link.type in (0, 1)
  union select link.target from felt join link on link.subject = felt.node and link.type = 2
) select count(*) - 1 from felt
"""


def felt_links(folder: Path) -> tuple[np.ndarray, np.ndarray, int]:
    """The links along which a change is felt, as arrays from → to, and the number of nodes.

    Others know no types and directions at the time of asking: they get only what our walk has to pick out itself.
    """
    data = np.load(folder / "links.npz")
    subjects, types, targets = data["subjects"], data["types"], data["targets"]
    back, forth = types <= 1, types == 2
    start = np.concatenate((targets[back], subjects[forth]))
    return start, np.concatenate((subjects[back], targets[forth])), int(data["size"])


def sqlite_cte(folder: Path) -> Ask:
    """Recursive SQL over an indexed table in a file, read by one connection."""
    base = sqlite3.connect(folder / "links.sqlite")
    base.execute("pragma cache_size = -512000")
    base.execute("select sum(subject + target) from link").fetchone()
    return lambda start: int(base.execute(_SQL, (start,)).fetchone()[0])


def rustworkx(folder: Path) -> Ask:
    """rustworkx: descendants of a node."""
    import rustworkx as rx

    starts, ends, size = felt_links(folder)
    graph = rx.PyDiGraph(multigraph=True)
    graph.add_nodes_from(range(size))
    graph.add_edges_from_no_data(list(zip(starts.tolist(), ends.tolist(), strict=True)))
    return lambda start: len(rx.descendants(graph, start))


def scipy(folder: Path) -> Ask:
    """scipy.sparse.csgraph: breadth-first order."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    starts, ends, size = felt_links(folder)
    graph = csr_array((np.ones(len(starts), dtype=np.int8), (starts, ends)), shape=(size, size))
    return lambda start: len(breadth_first_order(graph, start, return_predecessors=False)) - 1


def numba(folder: Path) -> Ask:
    """The same arrays walked node by node in compiled code, with the node before kept as we keep it."""
    from numba import njit

    starts, ends, size = felt_links(folder)
    order = np.argsort(starts, kind="stable")
    others = ends[order].astype(np.int32)
    first = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(starts, minlength=size), out=first[1:])

    @njit
    def walk(first: np.ndarray, others: np.ndarray, start: int) -> int:
        before = np.full(len(first) - 1, -1, dtype=np.int32)
        queue = np.empty(len(first) - 1, dtype=np.int32)
        before[start] = start
        queue[0] = start
        head, tail = 0, 1
        while head < tail:
            node = queue[head]
            head += 1
            for at in range(first[node], first[node + 1]):
                other = others[at]
                if before[other] < 0:
                    before[other] = node
                    queue[tail] = other
                    tail += 1
        return tail - 1

    walk(first, others, 0)
    return lambda start: int(walk(first, others, start))


PEERS: dict[str, Callable[[Path], Ask]] = {
    "sqlite": sqlite_cte,
    "rustworkx": rustworkx,
    "scipy": scipy,
    "numba": numba,
}
