"""The graph made of a real catalogue says what the catalogue says, counted without a line of the product.

IEEE's catalogue: 11,787 records with replacements, amendments, corrigenda and adoptions. No catalogue beside the repository states what cites what.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.independent.count_catalogues import (
    Arrow,
    arrows,
    cycles,
    day,
    disordered,
    one_text,
    read,
)
from tests.independent.test_import_equals import BY_DATE_UNDECIDED
from zhunsheng.catalogues import connector_for
from zhunsheng.core.graph import Change, Graph, GraphBuilder
from zhunsheng.core.registry.numbering import number_key
from zhunsheng.core.relations import relation_types


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    if not (shared / "data" / "ieee.jsonl.xz").is_file():
        pytest.skip("the catalogues are absent: set ZHUNSHENG_SHARED or put them at ../shared/data")
    return shared / "data"


@pytest.fixture(scope="module")
def counted(data: Path) -> tuple[set[Arrow], set[frozenset[str]]]:
    """What IEEE prints, and the pairs whose label and dates contradict each other, where no arrow is certain."""
    records = read(data, "ieee")
    pairs = {found for _, found in arrows(records, one_text) if found and found[0] != found[2]}
    days: dict[str, str] = {}
    for record in records:
        days.setdefault(one_text(record["id"], "ieee"), day(record))
    undecided = [line.split(" replaces ") for line in disordered(pairs, days)]
    return pairs, {frozenset(two) for two in [*undecided, *BY_DATE_UNDECIDED]}


@pytest.fixture(scope="module")
def graph(data: Path) -> Graph:
    """The same file read by our connector, each relation once; a node's label is its number as printed."""
    path = data / "ieee.jsonl.xz"
    builder, said = GraphBuilder(), set()
    for item in connector_for(path).items(path):
        if item.record is None:
            continue
        here = node(builder, item.record.number)
        for one in item.record.relations:
            other = node(builder, one.target)
            subject, target = (other, here) if one.inverse else (here, other)
            if subject != target and (subject, one.type, target) not in said:
                said.add((subject, one.type, target))
                builder.edge(subject, one.type, target, "confirmed", "catalogue")
    return builder.build()


def node(builder: GraphBuilder, number: str) -> int:
    return builder.node(f"standard:{number_key(number)[0]}", "standard", number)


def text(graph: Graph, key: str) -> str:
    return one_text(graph.label(key), "ieee")


def test_every_relation_is_in_the_graph_and_none_besides(
    graph: Graph, counted: tuple[set[Arrow], set[frozenset[str]]]
) -> None:
    want, undecided = counted
    edges = [graph.edge(number) for number in range(graph.edge_count)]
    got = [(text(graph, edge.subject), edge.type, text(graph, edge.target)) for edge in edges]
    kept = [one for one in got if frozenset((one[0], one[2])) not in undecided]
    due = [one for one in want if frozenset((one[0], one[2])) not in undecided]
    assert set(kept) == set(due)
    assert Counter(kind for _, kind, _ in kept) == Counter(kind for _, kind, _ in due)
    assert len(undecided) <= 12
    assert len(kept) > 5_000


def test_rings_of_types_that_must_not_go_round_are_reported(
    graph: Graph, counted: tuple[set[Arrow], set[frozenset[str]]]
) -> None:
    """One ring is printed. Its dates contradict it, so the connector draws no arrow there and the graph has none."""
    acyclic = [key for key, kind in relation_types().items() if kind.acyclic]
    pairs, undecided = counted
    certain = {one for one in pairs if frozenset((one[0], one[2])) not in undecided}
    assert graph.cycles(acyclic) == cycles(certain) == []
    builder = GraphBuilder()
    for subject, kind, target in sorted(pairs):
        builder.edge(builder.node(subject, "standard"), kind, builder.node(target, "standard"))
    found = builder.build().cycles(acyclic)
    assert [sorted(ring.nodes) for ring in found] == cycles(pairs)
    assert [(ring.type, len(ring.steps)) for ring in found] == [("replaces", 2)]


def test_impact_on_what_was_replaced_most_often_is_what_the_arrows_say(
    graph: Graph, counted: tuple[set[Arrow], set[frozenset[str]]]
) -> None:
    hub = graph.hubs(1, ["replaces"], by="in")[0]
    replaced = Change("replaced", {"replaces": "to_subject"})
    travels = {key: kind.travels for key, kind in relation_types().items()}
    found = graph.impact(hub.node, travels, change=replaced)
    ahead: dict[str, set[str]] = {}
    for newer, kind, older in counted[0]:
        if kind == "replaces":
            ahead.setdefault(older, set()).add(newer)
    seen, todo = set[str](), [text(graph, hub.node)]
    while todo:
        fresh = ahead.get(todo.pop(), set()) - seen
        seen |= fresh
        todo += fresh
    assert {text(graph, one.node) for one in found.standing_in()} == seen - {text(graph, hub.node)}
    assert hub.ends == len(ahead[text(graph, hub.node)])
