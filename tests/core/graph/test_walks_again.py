"""The same question has the same answer, whether it is the first one asked of a graph or a later one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.core.graph import GraphBuilder

Link = st.tuples(st.integers(0, 11), st.sampled_from("ab"), st.integers(0, 11))


def test_a_node_reached_from_two_at_once_is_told_from_the_first_of_them() -> None:
    builder = GraphBuilder()
    for place in range(4):
        builder.node(f"n{place}", "thing")
    # 2 is reached from 0 against the link and from 1 along it, both in one step; b is there so that not all is walked.
    builder.edge(1, "a", 2)
    builder.edge(2, "a", 0)
    builder.edge(0, "b", 3)
    graph = builder.build()
    told = [next(iter(graph.impact(["n0", "n1"], {"a": "both"}))).path for _ in range(3)]
    assert told == [[("n2", "a", "n0")]] * 3


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
