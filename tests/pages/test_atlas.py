"""The atlas page: its payload, its table, its exports say the same."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import etree

from tests.pages.conftest import Site
from zhunsheng.apps.insight import charting
from zhunsheng.apps.insight.charting import atlas_of, drawn_atlas
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.core.deliver.atlas import Atlas, AtlasView, Line, Node
from zhunsheng.core.deliver.tree import SystemTree


@pytest.fixture
def answer(site: Site, client: Client) -> dict[str, Any]:
    """The payload of the published edition."""
    edition = site.published
    found = client.get(f"/api/v1/systems/{edition.system.slug}/{quote(edition.key)}/relations/atlas")
    assert found.status_code == 200
    result: dict[str, Any] = json.loads(found.content)
    return result


def test_the_payload_holds_the_edition_whole(site: Site, answer: dict[str, Any]) -> None:
    tree = SystemTree(load_system(site.published))
    kinds = [one["key"] for one in answer["kinds"]]
    counted = Counter(kinds[at] for at in answer["nodes"]["kind"])
    assert counted["planned"] == len(tree.system.planned_standards) == 76
    assert counted["subsystem"] == len(list(tree.walk()))
    assert counted["basis"] == len(tree.system.bases)
    assert [one["code"] for one in answer["sectors"]] == [module.code for module in tree.modules]
    assert {len(column) for column in answer["nodes"].values()} == {len(kinds and answer["nodes"]["key"])}
    assert len(set(answer["nodes"]["key"])) == len(answer["nodes"]["key"])
    places = range(len(answer["nodes"]["key"]))
    assert all(at in places for name in ("from", "to") for at in answer["edges"][name])


def test_each_grade_counts_as_in_the_list(site: Site, answer: dict[str, Any]) -> None:
    grades = [one["key"] for one in answer["urgencies"]]
    planned = [one["key"] for one in answer["kinds"]].index("planned")
    drawn = Counter(
        grades[grade]
        for grade, kind in zip(answer["nodes"]["urgency"], answer["nodes"]["kind"], strict=True)
        if kind == planned
    )
    listed = Counter(node.urgency for node in atlas_of(site.published).nodes if node.kind == "planned")
    assert drawn == listed and sum(drawn.values()) == 76


def test_it_comes_compressed_once_and_is_not_sent_again(site: Site, client: Client) -> None:
    address = site.at("relations/atlas.json")
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed["Vary"]
    plain = client.get(address)
    assert gzip.decompress(packed.content) == plain.content and "Content-Encoding" not in plain
    again = client.get(address, headers={"accept-encoding": "gzip", "if-none-match": packed["ETag"]})
    assert again.status_code == 304 and not again.content


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", None),
        ("kind=planned", 76),
        ("module=F&kind=planned", 37),
        ("kind=planned&urgency=4", None),
        ("level=local", 0),
    ],
)
def test_table_and_export_hold_the_same_rows(
    site: Site, client: Client, query: str, count: int | None
) -> None:
    page = client.get(site.at(f"relations/atlas/?{query}")).content.decode()
    exported = json.loads(client.get(site.at(f"relations/atlas/export.json?{query}")).content)
    shown = page.count("<tr data-row")
    assert shown == min(200, len(exported["rows"]))
    assert count is None or len(exported["rows"]) == count
    fragment = client.get(site.at(f"relations/atlas/rows/?{query}")).content.decode()
    assert fragment.count("<tr data-row") == shown
    assert ("没有合条件的项" in fragment) == (not exported["rows"])


def test_every_format_and_no_other(site: Site, client: Client) -> None:
    for kind in ("xlsx", "csv", "json"):
        assert client.get(site.at(f"relations/atlas/export.{kind}")).status_code == 200
    assert client.get(site.at("relations/atlas/export.exe")).status_code == 404
    assert client.get(site.at("relations/atlas/").replace("jiangsu-ai", "nowhere")).status_code == 404


def test_very_many_are_drawn_as_those_that_are_alike(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = atlas_of(site.published)
    assert drawn_atlas(site.published, whole) is whole
    monkeypatch.setattr(charting, "MOST_NODES", 50)
    drawn = drawn_atlas(site.published, whole)
    assert len(drawn.nodes) < len(whole.nodes)
    assert sum(node.count for node in drawn.nodes) == len(whole.nodes)
    view = AtlasView.of({"kind": "planned", "urgency": "2"})
    counted = sum(drawn.nodes[at].count for at in view.shown(drawn))
    assert counted == len(view.shown(whole)) > 0
    assert [one.code for one in drawn.sectors] == [one.code for one in whole.sectors]
    assert len({node.key for node in drawn.nodes}) == len(drawn.nodes)
    spots = {(node.x, node.y) for node in drawn.nodes if node.kind != "subsystem"}
    assert len(spots) == sum(node.kind != "subsystem" for node in drawn.nodes)


def test_the_picture_file_holds_every_dot_and_its_legend(site: Site, client: Client) -> None:
    answer = client.get(site.at("relations/atlas.svg?kind=planned"))
    assert answer["Content-Disposition"].startswith("attachment")
    root = etree.fromstring(answer.content)
    assert sum(1 for _ in root.iter("{http://www.w3.org/2000/svg}g")) == 76 + len(
        {node.urgency for node in atlas_of(site.published).nodes if node.kind == "planned"}
    )
    texts = {"".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert any("拟制定标准 ★★★★" in text for text in texts) and any("征求意见稿" in text for text in texts)
    assert "FJ 高技术船舶与海工装备" in "".join(texts)


def test_a_day_leaves_out_what_was_not_there_yet() -> None:
    early = Node("standard:a", "standard", "a", "", since="2019-05", until="2023-01-01")
    late = Node("standard:b", "standard", "b", "", since="2024-03-01")
    unknown = Node("standard:c", "standard", "c", "")
    atlas = Atlas("", "1", 1.0, [("cites", "引用", "被引用", "citation")], [], nodes=[early, late, unknown])
    atlas.lines = [Line(0, "cites", 2), Line(1, "cites", 2, status="suggested", since="2024-03-01")]
    assert atlas.days == ("2019-05", "2024-03-01")
    for day, shown in (
        ("2019-04-30", [2]),
        ("2020-01-01", [0, 2]),
        ("2023-01-01", [2]),
        ("2025-01-01", [1, 2]),
        ("", [0, 1, 2]),
    ):
        assert AtlasView.of({"on": day}).shown(atlas) == shown, day
    assert AtlasView.of({"links": "suggested"}).shown(atlas) == [1, 2]
    assert AtlasView.of({"type": "cites", "on": "2020-01-01"}).shown(atlas) == [0, 2]
    assert AtlasView.of({"type": "replaces"}).shown(atlas) == []


def test_an_edition_that_is_not_there_is_not_laid_under(site: Site, client: Client) -> None:
    page = client.get(site.at("relations/atlas/?with=1999版"))
    assert page.status_code == 200 and "（与" not in page.content.decode()
    edition = site.published
    address = f"/api/v1/systems/{edition.system.slug}/{quote(edition.key)}/relations/atlas?with=1999版"
    assert client.get(address).status_code == 404
