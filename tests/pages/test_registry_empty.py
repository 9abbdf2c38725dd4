"""A registry in which nothing is: every page of it says what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tests.pages.conftest import Site, text, tree


def test_an_empty_registry_says_what_to_do(site: Site, sign_in: Callable[[str], Client]) -> None:
    editor = sign_in("editor")
    for place, said in (
        ("/standards/", "标准库还是空的"),
        ("/bodies/", "还没有机构"),
        ("/classes/", "没有分类"),
        ("/catalogues/", "还没有来源"),
        ("/verification/", "没有待核实的标准"),
        ("/searches/", "还没有保存的检索"),
        ("/catalogues/mappings/", "还没有记住的含义"),
    ):
        assert said in text(tree(editor.get(place))), place
