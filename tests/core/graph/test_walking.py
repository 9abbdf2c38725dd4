"""Walks against the slow and obvious way: distances, ways, order, limits, filters."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.graph.brute import STATUSES, TRAVELS, TYPES, Said, built, distances, felt, key, plans
from zhunsheng.core.graph import Change, Graph, GraphBuilder, Impact, Walk

SOME_TYPES = st.none() | st.sets(st.sampled_from((*TYPES, "unheard-of")))
SOME_STATUSES = st.none() | st.sets(st.sampled_from(STATUSES))
REPLACED = Change("replaced", {"replaces": "to_subject"})


def check_walk(found: Walk, links: list[Said], expected: dict[int, int], passes: Any) -> None:
    places = [one.place for one in found]
    assert {place: found.distance(place) for place in places} == {
        place: distance for place, distance in expected.items() if distance
    }
    assert places == sorted(places, key=lambda place: (expected[place], place)), (
        "nearest first, then in order"
    )
    for one in found:
        assert len(one.path) == len(one.edges) == one.distance == expected[one.place]
        at = one.place
        for step, number in zip(reversed(one.path), reversed(one.edges), strict=True):
            link = links[number]
            assert step == (key(link.subject), link.type, key(link.target)), "in the reading direction"
            out = link.target == at
            assert passes(link, out)
            before = link.subject if out else link.target
            assert expected[before] == expected[at] - 1
            at = before
        assert expected[at] == 0


@given(
    plans(),
    st.integers(0, 11),
    SOME_TYPES,
    SOME_STATUSES,
    st.sampled_from(["out", "in", "both"]),
    st.integers(0, 4),
)
def test_around_is_what_a_plain_walk_finds(
    plan: tuple[int, list[Said]], start: int, types: Any, statuses: Any, direction: str, steps: int
) -> None:
    size, links = plan
    start %= size

    def passes(one: Said, out: bool) -> bool:
        return (
            (types is None or one.type in types)
            and (statuses is None or one.status in statuses)
            and direction in ("both", "out" if out else "in")
        )

    found = built(size, links).around(key(start), steps, types, statuses, direction)
    expected = distances(links, [start], passes)
    near = {place: distance for place, distance in expected.items() if distance <= steps}
    check_walk(found, links, near, passes)
    assert not found.cut


@given(plans(), st.sets(st.integers(0, 11), min_size=1, max_size=3), SOME_STATUSES)
def test_impact_follows_each_type_the_way_a_change_is_felt(
    plan: tuple[int, list[Said]], starts: set[int], statuses: Any
) -> None:
    size, links = plan
    sources = {start % size for start in starts}
    graph = built(size, links)
    check_impact(graph.impact(sorted(sources), TRAVELS, statuses=statuses), links, sources, statuses)
    # From the second time on the links that count have been put side by side.
    check_impact(graph.impact(sorted(sources), TRAVELS, statuses=statuses), links, sources, statuses)


def check_impact(found: Impact, links: list[Said], sources: set[int], statuses: Any) -> None:

    def passes(one: Said, out: bool) -> bool:
        return felt(one, out) and (statuses is None or one.status in statuses)

    expected = distances(links, sources, passes)
    check_walk(found.felt, links, expected, passes)
    sure = distances(links, sources, lambda one, out: passes(one, out) and one.status == "confirmed")
    for one in found:
        assert found.is_sure(one.place) == (one.place in sure)
        if sure.get(one.place) == one.distance:
            assert all(links[number].status == "confirmed" for number in one.edges), "the surer way explains"
    assert len(found) == len(list(found)) == len(expected) - len(sources)


@given(plans(), st.sets(st.integers(0, 11), min_size=1, max_size=3), SOME_STATUSES)
def test_the_same_question_asked_again_tells_the_same_ways(
    plan: tuple[int, list[Said]], starts: set[int], statuses: Any
) -> None:
    size, links = plan
    graph = built(size, links)
    sources = sorted({start % size for start in starts})
    told = [[one.edges for one in graph.impact(sources, TRAVELS, statuses=statuses)] for _ in range(3)]
    assert told[0] == told[1] == told[2]


def test_of_two_ways_the_one_from_the_earlier_source_is_told_each_time() -> None:
    # Node 2 is reached from 0 against a link's direction and from 1 along one.
    graph = built(3, [Said(2, "cites", 0), Said(1, "tests", 2)])
    told = [[one.edges for one in graph.impact([0, 1], TRAVELS)] for _ in range(3)]
    assert told == [[(0,)]] * 3


@given(plans(), st.integers(0, 11), st.integers(0, 5))
def test_a_limit_leaves_the_nearest_and_says_so(plan: tuple[int, list[Said]], start: int, limit: int) -> None:
    size, links = plan
    graph = built(size, links)
    whole = graph.around(start % size, 99)
    some = graph.around(start % size, 99, limit=limit)
    assert [one.node for one in some] == [one.node for one in whole][:limit]
    assert some.cut == (len(whole) > limit)
    assert [one.node for one in whole.reached(1, 3)] == [one.node for one in whole][1:3]


@given(plans(), st.integers(0, 11), st.integers(0, 11), SOME_TYPES, st.sampled_from(["out", "in", "both"]))
def test_a_path_is_a_shortest_one(
    plan: tuple[int, list[Said]], start: int, end: int, types: Any, direction: str
) -> None:
    size, links = plan
    start, end = start % size, end % size
    found = built(size, links).path(key(start), key(end), types, None, direction)

    def passes(one: Said, out: bool) -> bool:
        return (types is None or one.type in types) and direction in ("both", "out" if out else "in")

    expected = distances(links, [start], passes).get(end)
    if expected is None:
        assert found is None
        return
    assert found is not None
    assert len(found) == expected
    at = start
    for edge in found:
        link = links[edge.number]
        assert at in (link.subject, link.target)
        at = link.target if at == link.subject else link.subject
    assert at == end


def chain() -> Graph:
    """C replaces B replaces A; X cites A, Y cites X, T tests A; D cites C."""
    builder = GraphBuilder()
    for name in "ABCXYTD":
        builder.node(f"standard:{name}", "standard", name)
    for line in ("B replaces A", "C replaces B", "X cites A", "Y cites X", "A tests T", "D cites C"):
        subject, kind, target = line.split()
        builder.edge(f"standard:{subject}", kind, f"standard:{target}")
    return builder.build()


def test_when_replaced_what_stands_instead_is_named_first_and_its_citers_are_left_alone() -> None:
    found = chain().impact("standard:A", TRAVELS, change=REPLACED)
    named = [(one.node[-1], one.distance) for one in found]
    assert named == [("B", 1), ("C", 2), ("X", 1), ("T", 1), ("Y", 2)]
    assert [one.node[-1] for one in found.standing_in()] == ["B", "C"]
    assert len(found) == 5
    ways = {one.node[-1]: one.path for one in found}
    assert ways["Y"] == [
        ("standard:X", "cites", "standard:A"),
        ("standard:Y", "cites", "standard:X"),
    ]
    assert ways["C"][1] == ("standard:C", "replaces", "standard:B")
    assert [one.node[-1] for one in chain().impact("standard:A", TRAVELS)] == ["X", "T", "Y"]


def test_what_stands_instead_and_feels_it_too_is_named_once() -> None:
    builder = GraphBuilder()
    old, new = builder.node("standard:old", "standard"), builder.node("standard:new", "standard")
    builder.edge(new, "cites", old)
    builder.edge(new, "replaces", old)
    found = builder.build().impact(old, TRAVELS, change=REPLACED)
    assert [(one.node, one.path[0][1]) for one in found] == [("standard:new", "replaces")]
    assert len(found) == 1


def test_a_change_may_be_felt_otherwise_than_usually() -> None:
    deaf = Change("corrected", overrides={"cites": "none"})
    assert [one.node[-1] for one in chain().impact("standard:A", TRAVELS, change=deaf)] == ["T"]


def test_what_a_day_leaves_out_is_not_walked_though_the_choice_was_walked_before() -> None:
    builder = GraphBuilder()
    for name in "AB":
        builder.node(name, "standard")
    builder.edge("B", "cites", "A", valid_from="2020")
    builder.edge("A", "tests", "B", valid_from="2021")
    graph = builder.build()
    for _ in range(3):
        assert len(graph.impact("A", TRAVELS)) == 1
        assert len(graph.at("2019-05-01").impact("A", TRAVELS)) == 0
        assert [one.path[0][1] for one in graph.at("2020-05-01").impact("A", TRAVELS)] == ["cites"]
    for number in range(9):
        graph.walk("A", graph.choose([f"none{number}", "cites"]))
        graph.walk("A", graph.choose(["cites"], direction=["in", "out"][number % 2]))
    assert len(graph.chosen) <= 4


def test_unknown_nodes_and_directions_are_told_in_chinese() -> None:
    graph = chain()
    with pytest.raises(KeyError, match="图中没有"):
        graph.around("standard:Q")
    with pytest.raises(KeyError, match="图中没有"):
        graph.around(99)
    with pytest.raises(ValueError, match="不认得"):
        graph.choose(direction="sideways")


def test_links_among_what_was_found() -> None:
    graph = chain()
    near = ["standard:A", *(one.node for one in graph.around("standard:A"))]
    assert [edge.step[0][-1] + edge.step[2][-1] for edge in graph.links_among(near)] == ["BA", "XA", "AT"]
    assert graph.links_among(near, types=["cites"])[0].origin == ""
    assert [edge.number for edge in graph.edges_of("standard:A")] == [4, 0, 2]


def test_a_graph_without_links_or_nodes() -> None:
    builder = GraphBuilder()
    assert len(builder.build()) == 0
    assert builder.build().hubs() == []
    builder.node("standard:A", "standard")
    alone = builder.build()
    assert list(alone.around("standard:A")) == []
    assert list(alone.impact("standard:A", TRAVELS, change=REPLACED)) == []
    assert alone.orphans() == ["standard:A"]
    assert alone.cycles(["replaces"]) == []


def test_numpy_comes_with_the_first_use_only() -> None:
    code = "import sys, zhunsheng.core.graph as g; assert 'numpy' not in sys.modules; g.Graph; assert 'numpy' in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_site_starts_without_numpy() -> None:
    """Every page and endpoint is loaded; the arrays come with the first question to a map."""
    code = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "zhunsheng.settings"
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
heavy = {"numpy", "rdflib", "reportlab", "docx", "pptx", "pdfplumber", "rapidfuzz"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True)
