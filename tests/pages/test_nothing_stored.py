"""A site in which nothing is stored; apart from the modules whose tests share what is stored."""

from __future__ import annotations

from django.test import Client

from tests.pages.conftest import text, tree


def test_without_any_system_the_start_page_says_what_to_do(db: None, client: Client) -> None:
    page = text(tree(client.get("/")))
    assert "还没有标准体系" in page
    assert "先导入一份指南" in page
