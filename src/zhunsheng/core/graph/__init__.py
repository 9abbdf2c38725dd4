"""Everything that is linked, as one graph: what reaches what, what a change is felt by, and where things lie drawn.

The arrays are numpy's, which is loaded when the graph is first used and not with the rest of the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhunsheng.core.rooms import looked_up

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

__getattr__ = looked_up(
    __name__,
    {
        "builder": ("GraphBuilder",),
        "changes": ("Change", "Impact"),
        "difference": ("GraphDifference", "graph_diff"),
        "graph": ("Edge", "Graph"),
        "health": ("Hub", "Ring"),
        "walking": ("Choice", "Reached", "Walk"),
    },
)
