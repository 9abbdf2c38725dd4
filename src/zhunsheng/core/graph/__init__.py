"""Everything that is linked, as one graph: what reaches what, what a change is felt by, and where things lie drawn.

The arrays are numpy's, which is loaded when the graph is first used and not with the rest of the program.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhunsheng.core.graph.builder import GraphBuilder
    from zhunsheng.core.graph.changes import Change, Impact
    from zhunsheng.core.graph.difference import GraphDifference, graph_diff
    from zhunsheng.core.graph.graph import Edge, Graph
    from zhunsheng.core.graph.health import Hub, Ring
    from zhunsheng.core.graph.walking import Choice, Reached, Walk

__all__ = [
    "Change",
    "Choice",
    "Edge",
    "Graph",
    "GraphBuilder",
    "GraphDifference",
    "Hub",
    "Impact",
    "Reached",
    "Ring",
    "Walk",
    "graph_diff",
]

_ROOMS = {
    "builder": ("GraphBuilder",),
    "changes": ("Change", "Impact"),
    "difference": ("GraphDifference", "graph_diff"),
    "graph": ("Edge", "Graph"),
    "health": ("Hub", "Ring"),
    "walking": ("Choice", "Reached", "Walk"),
}


def __getattr__(name: str) -> Any:
    """The public names, looked up where they are made."""
    for room, names in _ROOMS.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{room}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
