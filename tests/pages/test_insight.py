"""Pages of relations: what is linked with what, found by number, code, 序号 or name."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from tests.pages.conftest import Site, text, tree
from tests.pages.registry_sample import stock
from zhunsheng.apps.insight import queries
from zhunsheng.apps.insight.actions import add_link
from zhunsheng.apps.insight.actions.linking import Statement
from zhunsheng.apps.people.actors import OPERATOR


def test_the_neighbourhood_of_a_standard_is_a_table(site: Site, client: Client, tmp_path: Path) -> None:
    stock(tmp_path)
    page = tree(client.get(site.at("relations/around/"), {"end": "gbt90001-2024"}))
    assert "GB/T 90001-2024" in text(page.xpath("//h1")[0])
    rows = [text(row) for row in page.xpath("//tr[@data-row]")]
    assert any(row.startswith("代替 GB/T 90001-2012") for row in rows), rows


def test_the_neighbourhood_of_a_category_holds_its_module_and_its_items(site: Site, client: Client) -> None:
    for asked in ("BB", "subsystem:BB", "数据资源"):
        page = tree(client.get(site.at("relations/around/"), {"end": asked}))
        rows = [text(row) for row in page.xpath("//tr[@data-row]")]
        assert any(row.startswith("包含于 B 基础支撑") for row in rows), (asked, rows)


def test_what_is_unknown_is_said_to_be(site: Site, client: Client) -> None:
    for asked in ("GB/T 1-1900", "standard:", "nothing:1", "\x00", "x" * 400):
        answer = client.get(site.at("relations/around/"), {"end": asked})
        assert answer.status_code == 200
        assert "没有找到" in answer.content.decode()


def test_what_was_replaced_and_is_still_cited_is_told(site: Site, client: Client, tmp_path: Path) -> None:
    stock(tmp_path)
    page = tree(client.get(site.at("relations/health/")))
    assert "没有已被代替或废止的标准" in text(page.xpath("//*[@id='outdated']")[0])
    edition = site.published
    item = queries.find_thing(OPERATOR, edition, "planned:1")
    old = queries.find_thing(OPERATOR, edition, "GB/T 90001-2012")
    assert item is not None and old is not None
    add_link(OPERATOR, edition, item, "cites", old, Statement(evidence="草案第 2 章"))
    page = tree(client.get(site.at("relations/health/")))
    (told,) = page.xpath("//*[@id='outdated']//li")
    assert "规范性引用 GB/T 90001-2012，GB/T 90001-2012 已被 GB/T 90001-2024 代替" in text(told)
    assert client.get(told.xpath("./a[2]/@href")[0]).status_code == 200
    (plain,) = client.get(site.at("relations/health.json")).json()["outdated"]
    assert plain["subject"]["end"] == "planned:1" and plain["instead"][0]["number"] == "GB/T 90001-2024"
    rows = client.get(site.at("relations/health/export.json")).json()["rows"]
    assert any("已被 GB/T 90001-2024 代替" in str(row) for row in rows)
