"""The figures of a guide on their pages: ten of them, drawn from the rows below, as files and as data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import unquote

from django.test import Client
from lxml import etree

from tests.pages.conftest import Site, text, tree
from tests.pages.registry_sample import stock
from zhunsheng.apps.insight.actions import suggest_links
from zhunsheng.apps.people.actors import OPERATOR


def test_ten_figures_each_with_its_page(site: Site, client: Client) -> None:
    page = tree(client.get(site.at("figures/")))
    found = page.xpath("//ul[@class='figure-list']//a/@href")
    assert len(found) == 10
    names = [text(one) for one in page.xpath("//span[@class='figure-name']")]
    assert names[0] == "图 1 江苏省人工智能标准体系结构图"
    assert names[9] == "图 10 安全/治理子框架"
    assert site.at("figures/") in page.xpath("//nav//a/@href")
    categories, items = 0, 0
    for href in found[2:]:
        svg = tree(client.get(href)).xpath("//svg[contains(@class,'figure')]")[0]
        boxes = {
            one.get("data-code"): int(one.get("data-items"))
            for one in svg.iter()
            if one.get("data-items") and len(one.get("data-code")) == 2
        }
        categories, items = categories + len(boxes), items + sum(boxes.values())
    assert (categories, items) == (61, 76)
    assert client.get(site.at("figures/11/")).status_code == 404
    assert client.get(site.at("figures/0/")).status_code == 404


def test_a_figure_is_its_table_and_what_lies_beyond_is_dashed(
    site: Site, client: Client, tmp_path: Path
) -> None:
    stock(tmp_path)
    suggest_links(OPERATOR, site.published)
    page = tree(client.get(site.at("figures/4/")))
    svg = page.xpath("//svg[contains(@class,'figure')]")[0]
    rows = page.xpath("//tr[@data-row]")
    assert len([one for one in rows if one.get("data-row") == "part"]) == 5
    outer = [one for one in rows if one.get("data-row") == "outside"]
    assert outer
    shown = [one for one in svg.iter() if one.get("data-outside")]
    more = sum(int(one.get("data-more")) for one in svg.iter() if one.get("data-more"))
    assert len(shown) + more == len(outer)
    written = Counter(text(one.xpath("./th")[0]) for one in outer)
    assert not Counter(" ".join(one.get("data-outside").split()) for one in shown) - written
    data = client.get(site.at("figures/4.json")).json()
    assert [one["kind"] for one in data["rows"]] == [one.get("data-row") for one in rows]
    assert data["finding"] in text(page)
    exported = client.get(site.at("figures/4/export.json")).json()
    assert [one["name"] for one in exported["rows"]] == [one["name"] for one in data["rows"]]
    inside = tree(client.get(site.at("figures/4/?outside=no")))
    assert not inside.xpath("//tr[@data-row='outside']")
    assert not inside.xpath("//svg//*[contains(@class,'dg-outer')]")


def test_a_figure_as_a_file_says_where_it_comes_from(site: Site, client: Client) -> None:
    for number in (1, 2, 3):
        answer = client.get(site.at(f"figures/{number}.svg?overlay=counts"))
        assert answer["Content-Type"].startswith("image/svg+xml")
        assert f"图{number}" in unquote(answer["Content-Disposition"])
        root = etree.fromstring(answer.content)
        said = "".join(root.itertext())
        for part in (site.published.system.name, site.published.title, site.published.content_hash[:16]):
            assert part in said
        assert not list(root.iter("{*}a"))
    assert "2 项，序号 2、3" in said


def test_what_is_laid_over_a_figure_stands_in_its_address(site: Site, client: Client) -> None:
    marks = {}
    for overlay in ("", "counts", "none", "nonsense"):
        page = tree(client.get(site.at("figures/8/"), {"overlay": overlay}))
        marks[overlay] = len(page.xpath("//svg[contains(@class,'figure')]//*[contains(@class,'dg-on-')]"))
        current = page.xpath("//span[@class='segments']/a[@aria-current]")
        assert text(current[0]) == {"counts": "项数与序号", "none": "只看结构"}.get(overlay, "缓急程度")
    assert marks[""] == marks["nonsense"] > 37
    assert marks["counts"] == marks["none"] == 0


def test_a_draft_of_another_guide_has_its_own_figures(site: Site, sign_in: object) -> None:
    editor = sign_in("editor")  # type: ignore[operator]
    listed = editor.get(site.at("figures.json", draft=True)).json()["items"]
    modules = [one for one in listed if one["kind"] == "module"]
    assert len(listed) == 2 + len(modules)
    assert modules
    for one in listed:
        assert editor.get(site.at(f"figures/{one['number']}/", draft=True)).status_code == 200
