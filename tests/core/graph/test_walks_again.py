"""The same question has the same answer, whether it is the first one asked of a graph or a later one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.core.graph import GraphBuilder

Link = st.tuples(st.integers(0, 11), st.sampled_from("ab"), st.integers(0, 11))


@given(st.lists(Link, max_size=40), st.sets(st.integers(0, 11), min_size=1, max_size=3))
def test_the_first_walk_tells_the_same_ways_as_later_ones(
    links: list[tuple[int, str, int]], sources: set[int]
) -> None:
    builder = GraphBuilder()
    for place in range(12):
        builder.node(f"n{place}", "thing")
    for subject, kind, target in links:
        builder.edge(subject, kind, target)
    graph = builder.build()
    travels = {"a": "both", "b": "to_subject"}
    told = [[(one.node, one.edges) for one in graph.impact(sorted(sources), travels)] for _ in range(3)]
    assert told[0] == told[1] == told[2]
