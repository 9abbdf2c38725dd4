"""The atlas page: its payload, its table, its exports say the same."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.pages.conftest import Site
from zhunsheng.apps.insight.charting import atlas_of
from zhunsheng.apps.systems.queries import load_system
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
