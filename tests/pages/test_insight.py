"""Pages of relations: what is linked with what, found by number, code, 序号 or name."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from tests.pages.conftest import Site, text, tree
from tests.pages.registry_sample import stock


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
