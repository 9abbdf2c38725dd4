"""What is built, what is looked for in it, what held on a day, and what differs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.graph.brute import DATES, KINDS, STATUSES, TYPES, Said, built, distances, key, plans
from zhunsheng.core.graph import GraphBuilder, graph_diff

DAYS = (
    "2019-12-31",
    "2020-01-01",
    "2020-06-14",
    "2020-06-15",
    "2020-07-01",
    "2021-01-01",
    "2023-01-01",
    "2024-06-01",
)
SOME_STATUSES = st.none() | st.sets(st.sampled_from(STATUSES))


def counts(link: Said, types: Any, statuses: Any) -> bool:
    return (types is None or link.type in types) and (statuses is None or link.status in statuses)


def held(link: Said, day: str) -> bool:
    """Compared as texts, as exactly as they are known."""
    since, until = link.valid_from, link.valid_to
    if since and since > day[: len(since)]:
        return False
    return not until or until > day[: len(until)] or (until == day[: len(until)] and len(until) < len(day))


@given(plans(), st.integers(0, 30))
def test_a_graph_on_top_of_another_is_the_same_as_one_made_at_once(
    plan: tuple[int, list[Said]], shared: int
) -> None:
    size, links = plan
    whole = built(size, links)
    builder = GraphBuilder(built(size, links[:shared]))
    for one in links[shared:]:
        builder.edge(one.subject, one.type, one.target, one.status, "catalogue")
    extended = builder.build()
    assert [extended.edge(number) for number in range(extended.edge_count)] == [
        whole.edge(number) for number in range(whole.edge_count)
    ]
    for place in range(size):
        assert extended.edges_of(place) == whole.edges_of(place)
    assert not graph_diff(whole, extended)


@given(plans(dated=True), st.sampled_from(DAYS))
def test_on_a_day_only_what_held_is_there_and_numbers_stay(plan: tuple[int, list[Said]], day: str) -> None:
    size, links = plan
    graph = built(size, links)
    then = graph.at(day)
    assert then.edge_count == sum(held(link, day) for link in links)
    for number, link in enumerate(links):
        assert graph.holds(number, day) == held(link, day)
    for place in range(size):
        expected = [
            number
            for number, link in enumerate(links)
            if place in (link.subject, link.target) and held(link, day)
        ]
        assert sorted(edge.number for edge in then.edges_of(place)) == expected
    assert graph.at(date.fromisoformat(day)).edge_count == then.edge_count


@given(plans(), st.sets(st.sampled_from(TYPES)), SOME_STATUSES, st.booleans())
def test_every_knot_is_reported_once_with_a_ring(
    plan: tuple[int, list[Said]], types: set[str], statuses: Any, together: bool
) -> None:
    size, links = plan
    found = built(size, links).cycles(sorted(types), statuses, together=together)
    for group in [types] if together else [{one} for one in sorted(types)]:
        chosen = [link for link in links if counts(link, group, statuses)]
        reach = {place: set(distances(chosen, [place], lambda _one, out: out)) for place in range(size)}
        loops = {link.subject for link in chosen if link.subject == link.target}
        knots = {frozenset(other for other in reach[place] if place in reach[other]) for place in range(size)}
        expected = {knot for knot in knots if len(knot) > 1 or knot & loops}
        here = [ring for ring in found if together or ring.type in group]
        assert len(here) == len(expected)
        assert {frozenset(ring.nodes) for ring in here} == {
            frozenset(key(place) for place in knot) for knot in expected
        }
    for ring in found:
        assert ring.steps[0][0] == ring.steps[-1][2] == ring.nodes[0]
        assert all(one[2] == other[0] for one, other in zip(ring.steps, ring.steps[1:], strict=False))
        assert len({step[0] for step in ring.steps}) == len(ring.steps)
        for step, number in zip(ring.steps, ring.edges, strict=True):
            link = links[number]
            assert step == (key(link.subject), link.type, key(link.target))
            assert together or link.type == ring.type


@given(
    plans(),
    st.none() | st.sets(st.sampled_from(TYPES)),
    SOME_STATUSES,
    st.none() | st.sets(st.sampled_from(KINDS)),
)
def test_orphans_and_hubs_are_counted(
    plan: tuple[int, list[Said]], types: Any, statuses: Any, kinds: Any
) -> None:
    size, links = plan
    graph = built(size, links)
    chosen = [link for link in links if counts(link, types, statuses)]
    starts = {place: sum(link.subject == place for link in chosen) for place in range(size)}
    ends = {place: sum(link.target == place for link in chosen) for place in range(size)}
    mine = [place for place in range(size) if kinds is None or KINDS[place % 2] in kinds]
    assert graph.orphans(types, statuses, kinds) == [
        key(place) for place in mine if not starts[place] + ends[place]
    ]
    for by, rank in (
        ("both", {place: starts[place] + ends[place] for place in mine}),
        ("out", starts),
        ("in", ends),
    ):
        found = graph.hubs(3, types, statuses, kinds, by=by)
        best = sorted((place for place in mine if rank[place]), key=lambda place: (-rank[place], place))[:3]
        assert [hub.node for hub in found] == [key(place) for place in best]
        for hub, place in zip(found, best, strict=True):
            assert (hub.starts, hub.ends, hub.links) == (
                starts[place],
                ends[place],
                starts[place] + ends[place],
            )
            assert hub.by_type == {
                kind: (
                    sum(link.subject == place for link in chosen if link.type == kind),
                    sum(link.target == place for link in chosen if link.type == kind),
                )
                for kind in graph.types
                if any(place in (link.subject, link.target) for link in chosen if link.type == kind)
            }


@given(plans(), plans())
def test_a_difference_names_what_came_what_went_and_what_is_thought_otherwise(
    old: tuple[int, list[Said]], new: tuple[int, list[Said]]
) -> None:
    found = graph_diff(built(*old), built(*new))
    assert found.nodes_added == [key(place) for place in range(old[0], new[0])]
    assert found.nodes_removed == [key(place) for place in range(new[0], old[0])]
    stated = []
    for _, links in (old, new):
        known: dict[tuple[int, str, int], str] = {}
        for link in links:
            known.setdefault((link.subject, link.type, link.target), link.status)
        stated.append(known)
    before, after = stated

    def steps(names: list[tuple[int, str, int]]) -> list[tuple[str, str, str]]:
        return [(key(one), kind, key(other)) for one, kind, other in names]

    assert [edge.step for edge in found.edges_added] == steps([name for name in after if name not in before])
    assert [edge.step for edge in found.edges_removed] == steps(
        [name for name in before if name not in after]
    )
    assert [(one.status, other.status) for one, other in found.edges_changed] == [
        (before[name], after[name]) for name in after if name in before and before[name] != after[name]
    ]
    assert bool(found) == (found != graph_diff(built(*new), built(*new)))


def test_a_row_that_goes_under_another_name_is_not_new() -> None:
    old, new = GraphBuilder(), GraphBuilder()
    for builder, row in ((old, "planned:3"), (new, "planned:4")):
        builder.edge(builder.node("subsystem:A", "subsystem"), "contains", builder.node(row, "planned"))
    assert graph_diff(old.build(), new.build()).edges_added
    assert not graph_diff(old.build(), new.build(), {"planned:3": "planned:4"})


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    builder = GraphBuilder()
    assert builder.nodes([key(place) for place in range(4)], "standard", list("甲乙丙丁")) == range(4)
    assert builder.edges([0, 1], "cites", [1, 2]) == range(2)
    builder.edge(3, "replaces", 0, valid_from="2020")
    assert builder.edges([2], "cites", [3], "suggested", "rule") == range(3, 4)
    graph = builder.build()
    assert [graph.edge(number).step for number in range(4)] == [
        (key(0), "cites", key(1)),
        (key(1), "cites", key(2)),
        (key(3), "replaces", key(0)),
        (key(2), "cites", key(3)),
    ]
    assert graph.edge(3).status == "suggested"
    assert graph.edge(3).origin == "rule"
    assert (graph.label(2), graph.kind(2), graph.place(key(2))) == ("丙", "standard", 2)
    assert [graph.holds(number, "2019-01-01") for number in range(4)] == [True, True, False, True]
    assert graph.nbytes > 0
    with pytest.raises(ValueError, match="重复"):
        builder.nodes([key(1)], "standard")


@given(plans(dated=True), st.integers(0, 9))
def test_rows_are_the_same_as_links_one_by_one(plan: tuple[int, list[Said]], before: int) -> None:
    size, links = plan
    whole = built(size, links)
    builder = GraphBuilder(built(size, ()))
    for one in links[:before]:
        builder.edge(one.subject, one.type, one.target, one.status, "catalogue", one.valid_from, one.valid_to)
    numbers = builder.rows(
        (key(one.subject), one.type, one.target, one.status, "catalogue", one.valid_from, one.valid_to)
        for one in links[before:]
    )
    graph = builder.build()
    assert list(numbers) == list(range(len(links)))[before:]
    for number in range(len(links)):
        assert graph.edge(number) == whole.edge(number)
        assert all(graph.holds(number, day) == whole.holds(number, day) for day in DAYS)


def test_a_row_that_is_wrong_is_told_and_those_before_it_stay() -> None:
    builder = GraphBuilder()
    builder.nodes(["standard:A", "standard:B"], "standard")
    good = ("standard:A", "cites", "standard:B", "confirmed", "", "2020", "")
    with pytest.raises(KeyError, match="standard:C"):
        builder.rows([good, ("standard:C", "cites", 0, "confirmed", "", "", "")])
    with pytest.raises(ValueError, match="去年"):
        builder.rows([good, ("standard:A", "cites", 1, "confirmed", "", "", "去年")])
    graph = builder.build()
    assert [graph.edge(number).step[2] for number in range(graph.edge_count)] == ["standard:B"] * 2, (
        "each once"
    )
    assert not graph.holds(1, "2019-01-01")


def test_what_cannot_be_is_refused_in_chinese() -> None:
    builder = GraphBuilder()
    place = builder.node("standard:A", "standard")
    assert builder.node("standard:A", "standard", "后来知道的名称") == place
    assert builder.build().label(place) == "后来知道的名称"
    with pytest.raises(KeyError, match="请先加入节点"):
        builder.edge("standard:A", "cites", "standard:B")
    with pytest.raises(ValueError, match="应写成"):
        builder.edge(place, "cites", place, valid_from="去年")
    with pytest.raises(ValueError, match="状态最多"):
        for number in range(9):
            builder.edge(place, "cites", place, f"s{number}")
    builder = GraphBuilder()
    builder.edge(builder.node("standard:A", "standard"), "cites", 7)
    with pytest.raises(KeyError, match="不在图中"):
        builder.build()


def test_a_day_that_is_in_no_calendar_stands_for_its_month() -> None:
    builder = GraphBuilder()
    place = builder.node("standard:A", "standard")
    builder.edge(place, "cites", place, valid_from="2019-04-31", valid_to="2019-12")
    graph = builder.build()
    days = ("2019-03-31", "2019-04-01", "2019-12-31", "2020-01-01")
    assert [graph.holds(0, day) for day in days] == [False, True, True, False]
    assert DATES[0] == ""
