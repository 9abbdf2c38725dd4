"""GraphML read by NetworkX, CSV by the csv module: the same graph as in the database and in the packaged files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path

import networkx
import pytest

from tests.openly.conftest import Taken
from tests.openly.stated import links, relation_counts, standards
from zhunsheng.core.deliver.openly.sheets import SHEETS
from zhunsheng.core.registry.record import TEXT_FIELDS
from zhunsheng.core.relations.vocabulary import relation_types
from zhunsheng.core.system.content import load_packaged

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def graph(taken: Taken) -> networkx.MultiDiGraph:
    """The GraphML of everything."""
    return networkx.read_graphml(taken.whole["graphml"], force_multigraph=True)


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV as Excel takes it: UTF-8 with its mark, the first row the heads."""
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline=""), strict=True))


def test_nodes_are_the_standards_and_the_parts_of_the_system(
    taken: Taken, graph: networkx.MultiDiGraph
) -> None:
    system = load_packaged("jiangsu-ai-2025").system
    kinds = Counter(name.partition(":")[0] for name in graph)
    bare = {target for _, _, target in links()} - set(standards())
    assert kinds["standard"] == len(standards()) + len(bare)
    assert kinds["subsystem"] == len(system.subsystems) and kinds["planned"] == len(system.planned_standards)
    assert kinds["basis"] == len(system.bases)
    for number, row in taken.standards.items():
        node = graph.nodes[f"standard:{number}"]
        assert node["code"] == number and node["title"] == (row["title_zh"] or row["title_en"])
        assert node.get("issued", "") == row["issued"]
    assert all("kind" in data for _, data in graph.nodes(data=True)), (
        "an edge leads to a node that is not told of"
    )


def test_edges_equal_the_relations_of_the_files(taken: Taken, graph: networkx.MultiDiGraph) -> None:
    told = {
        (a.removeprefix("standard:"), data["relation"], b.removeprefix("standard:"))
        for a, b, data in graph.edges(data=True)
        if data["origin"] == "标准目录"
    }
    assert told == links()
    counted = Counter((data["relation"], data["origin"]) for _, _, data in graph.edges(data=True))
    assert {kind: counted[kind, "标准目录"] for kind in relation_counts()} == dict(relation_counts())
    assert (
        sum(number for (kind, _), number in counted.items() if kind == "placed")
        == taken.placements["suggested"]
    )
    for _, _, data in graph.edges(data=True):
        assert data["relation_label"] == relation_types()[data["relation"]].forward


def test_the_tree_of_the_system_is_among_the_edges(graph: networkx.MultiDiGraph) -> None:
    system = load_packaged("jiangsu-ai-2025").system
    tree = networkx.DiGraph((a, b) for a, b, data in graph.edges(data=True) if data["relation"] == "contains")
    assert networkx.is_arborescence(tree)
    boxes = {box.code: box.parent for box in system.subsystems}
    parents = {
        name.rpartition("/")[2]: above.rpartition("/")[2]
        for above, name in tree.edges
        if name.startswith("subsystem:") and above.startswith("subsystem:")
    }
    assert parents == {code: parent for code, parent in boxes.items() if parent}
    assert sum(name.startswith("planned:") for name in tree) == len(system.planned_standards)


def test_tables_are_the_graph(taken: Taken, graph: networkx.MultiDiGraph) -> None:
    nodes, edges = rows(taken.whole["csv-nodes"]), rows(taken.whole["csv-edges"])
    assert {row["Id"] for row in nodes} == set(graph) and len(nodes) == len(graph)
    assert Counter((row["Source"], row["关联种类代码"], row["Target"]) for row in edges) == Counter(
        (a, data["relation"], b) for a, b, data in graph.edges(data=True)
    )
    assert {row["Type"] for row in edges} == {"Directed"}


def test_the_table_of_standards_is_the_registry(taken: Taken) -> None:
    told = {row["标准编号"]: row for row in rows(taken.whole["csv-standards"])}
    assert set(told) == set(taken.standards)
    for number, row in taken.standards.items():
        assert told[number]["中文标准名称"].removeprefix("'") == row["title_zh"]
        assert told[number]["发布日期"] == row["issued"] and told[number]["实施日期"] == row["implemented"]
        speaking = {one["source"] for one in standards()[number] if set(one) & set(TEXT_FIELDS)}
        assert set(told[number]["来源"].split("；")) - {""} == speaking, number


def test_every_table_is_in_the_archive(taken: Taken) -> None:
    with zipfile.ZipFile(taken.whole["csv"]) as archive:
        assert archive.namelist() == [f"{key}.csv" for key in SHEETS]
        for key in SHEETS:
            assert archive.read(f"{key}.csv") == taken.whole[f"csv-{key}"].read_bytes()
