"""Pictures of relations on their pages: drawn from the rows of the table, each part leads to exactly its links."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from lxml import etree

from tests.pages.conftest import Site, text, tree
from tests.pages.registry_sample import stock
from zhunsheng.apps.insight.actions import confirm_links, suggest_links
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.people.actors import OPERATOR


@pytest.fixture
def linked(site: Site) -> Site:
    """The published edition with the machine's suggestions, every third of them confirmed."""
    suggest_links(OPERATOR, site.published)
    found = list(Link.objects.filter(edition=site.published.key).order_by("pk").values_list("pk", flat=True))
    assert len(found) > 30
    confirm_links(OPERATOR, site.published, found[::3])
    return site


def ribbons(root: Any) -> Counter[tuple[str, str, str, int]]:
    return Counter(
        (one.get("data-from"), one.get("data-to"), one.get("data-status"), int(one.get("data-count")))
        for one in root.iter()
        if one.get("data-status")
    )


def rows(client: Client, site: Site, query: str = "") -> Counter[tuple[str, str, str, int]]:
    """What the exported table says, in the words of the ribbons."""
    plain = json.loads(client.get(site.at(f"relations/export.json{query}")).content)
    return Counter(
        (row["from"], row["to"], status, row[status])
        for row in plain["rows"]
        for status in ("confirmed", "suggested")
        if row[status]
    )


def test_the_pictures_between_modules_are_their_table(linked: Site, client: Client) -> None:
    expected = rows(client, linked)
    assert sum(expected.values()) > 5
    for view in ("chord", "sankey"):
        page = tree(client.get(linked.at("relations/"), {"view": view}))
        assert ribbons(page.xpath("//svg")[0]) == expected
        shown = page.xpath("//details[contains(@class,'twin')]//tr[@data-from]")
        assert {(one.get("data-from"), one.get("data-to")) for one in shown} == {one[:2] for one in expected}
        answer = client.get(linked.at(f"relations/pictures/{view}.svg"))
        assert answer["Content-Type"].startswith("image/svg+xml")
        assert ".svg" in unquote(answer["Content-Disposition"])
        said = answer.content.decode()
        root = etree.fromstring(said)
        assert ribbons(root) == expected
        for origin in (
            linked.published.system.name,
            linked.published.title,
            linked.published.content_hash[:16],
        ):
            assert origin in "".join(root.itertext())
    root = etree.fromstring(client.get(linked.at("relations/pictures/matrix.svg")).content)
    drawn = {(one.get("data-from"), one.get("data-to")) for one in root.iter() if one.get("data-confirmed")}
    assert {(one[0], one[1]) for one in expected} <= drawn
    assert client.get(linked.at("relations/pictures/pie.svg")).status_code == 404


def test_each_ribbon_leads_to_exactly_the_links_it_stands_for(linked: Site, client: Client) -> None:
    page = tree(client.get(linked.at("relations/"), {"view": "chord"}))
    found = page.xpath("//svg//a[@data-status]")
    assert found
    for one in found:
        listed = tree(client.get(one.get("href")))
        assert len(listed.xpath("//tr[@data-row]")) == int(one.get("data-count")), one.get("href")


def test_the_filter_of_the_page_holds_for_picture_file_and_table(linked: Site, client: Client) -> None:
    kinds = Link.objects.filter(edition=linked.published.key).values_list("type", flat=True)
    kind = Counter(kinds).most_common()[-1][0]
    query = f"?type={kind}&on=2026-01-01"
    expected = rows(client, linked, query)
    page = tree(client.get(linked.at(f"relations/{query}&view=sankey")))
    root = etree.fromstring(client.get(linked.at(f"relations/pictures/sankey.svg{query}")).content)
    assert ribbons(root) == expected
    assert ribbons(page.xpath("//svg")[0]) == expected if expected else "没有登记的关联" in text(page)
    table = tree(client.get(linked.at(f"relations/{query}&view=table")))
    assert len(table.xpath("//tr[@data-from]")) == len(
        json.loads(client.get(linked.at(f"relations/export.json{query}")).content)["rows"]
    )


def test_without_links_the_pictures_say_what_to_do(site: Site, client: Client) -> None:
    for view in ("chord", "sankey", "table"):
        page = tree(client.get(site.at("relations/"), {"view": view}))
        assert "还没有登记的关联" in text(page)


def test_the_picture_round_a_thing_is_its_table(linked: Site, client: Client) -> None:
    for asked, steps in (("BB", 1), ("G", 2), ("32", 3)):
        query = {"end": asked, "steps": str(steps)}
        page = tree(client.get(linked.at("relations/around/"), query))
        svg = page.xpath("//svg[contains(@class,'ego')]")[0]
        rows_ = page.xpath("//section[@id='rows']//tr[@data-row]")
        drawn = [one for one in svg.iter() if one.get("data-subject")]
        hidden = sum(int(one.get("data-hidden")) for one in svg.iter() if one.get("data-hidden"))
        assert len(drawn) + hidden == len(rows_) > 0
        if not hidden:
            open_ = sum("待确认" in text(row) for row in rows_)
            assert sum(one.get("data-status") == "suggested" for one in drawn) == open_
        file = client.get(linked.at("relations/around/network.svg"), query)
        root = etree.fromstring(file.content)
        assert len([one for one in root.iter() if one.get("data-subject")]) == len(drawn)
        assert linked.published.content_hash[:16] in "".join(root.itertext())
        links = svg.xpath(".//a[@data-node]/@href")
        assert links
        assert all("relations/around/" in href or href.startswith("?") for href in links)
        assert f"steps={steps}" in links[0]
    assert client.get(linked.at("relations/around/network.svg"), {"end": "nothing"}).status_code == 404


def test_a_replaced_standard_stands_on_a_line_with_its_successor(
    site: Site, client: Client, tmp_path: Path
) -> None:
    stock(tmp_path)
    page = tree(client.get(site.at("relations/around/"), {"end": "GB/T 90001-2012"}))
    line = page.xpath("//svg[contains(@class,'succession')]")[0]
    found = [(one.get("data-newer"), one.get("data-older")) for one in line.iter() if one.get("data-newer")]
    assert ("GB/T 90001-2024", "GB/T 90001-2012") in found
    titles = [text(one) for one in page.xpath("//h2[@class='finding']")]
    assert "被 GB/T 90001-2024" in titles[1], titles
    answer = client.get(site.at("relations/around/succession.svg"), {"end": "GB/T 90001-2012"})
    assert answer.status_code == 200
    etree.fromstring(answer.content)
    assert client.get(site.at("relations/around/succession.svg"), {"end": "BB"}).status_code == 404
