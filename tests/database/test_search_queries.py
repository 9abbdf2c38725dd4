"""The written questions of tests/search/queries.yaml, each with the answer that must be first, over what is packaged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction

from zhunsheng import search
from zhunsheng.search.shape import Hit, Page, Query

# The mark has the test database made; the work below runs inside one transaction of the whole module.
pytestmark = pytest.mark.django_db
WRITTEN = Path(__file__).parent.parent / "search/queries.yaml"
QUERIES: list[dict[str, Any]] = yaml.safe_load(WRITTEN.read_text(encoding="utf-8"))["queries"]


@pytest.fixture(scope="module")
def packaged(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Any]:
    """An engine over the packaged system and the packaged catalogue, as ``zhunsheng setup`` loads them."""
    from zhunsheng.cli.setup import load_packaged_catalogues, load_packaged_systems

    with django_db_blocker.unblock(), transaction.atomic():
        load_packaged_systems()
        load_packaged_catalogues()
        yield search.engine()
        transaction.set_rollback(True)


def fits(hit: Hit, wanted: Mapping[str, str]) -> bool:
    """Whether ``hit`` is what was written down: a standard by number, a category by code, the rest by title.

    The number of a planned item is its place in the list, which stands at the end of its address.
    """
    if hit.type != wanted["type"]:
        return False
    if hit.type == "standard":
        return hit.number == wanted["number"]
    if hit.type == "subsystem":
        return hit.number == wanted["code"]
    return hit.title == wanted.get("title", wanted.get("name"))


def listed(page: Page) -> list[str]:
    """The first answers, to be read in a failed test."""
    return [f"{hit.type} {hit.number} {hit.title} ({hit.why})" for hit in page.hits[:5]]


def test_every_written_question_has_its_first_answer(packaged: Any) -> None:
    wrong = []
    for written in QUERIES:
        page = packaged.search(Query(str(written["q"]), written.get("filters", {}), limit=20))
        first = written["first"] if isinstance(written["first"], list) else [written["first"]]
        if not page.hits or not any(fits(page.hits[0], wanted) for wanted in first):
            wrong.append((written["q"], first, listed(page)))
        for wanted in written.get("also", []):
            if not any(fits(hit, wanted) for hit in page.hits):
                wrong.append((written["q"], "also", wanted, listed(page)))
    assert not wrong, "\n".join(map(str, wrong))
    assert len(QUERIES) >= 150


def test_words_of_taiwan_find_what_those_used_here_find(packaged: Any) -> None:
    pairs = {
        "人工智慧標準": "人工智能标准",
        "資訊安全管理": "信息安全管理",
        "網路安全": "网络安全",
        "機器學習術語": "机器学习术语",
        "軟體品質": "软件质量",
    }
    for typed, here in pairs.items():
        found, wanted = (packaged.search(Query(text, limit=20)) for text in (typed, here))
        assert [hit.ref for hit in found.hits] == [hit.ref for hit in wanted.hits] != []


def test_the_index_of_what_is_packaged_is_sound(packaged: Any) -> None:
    from zhunsheng.search import providers

    report = packaged.check(providers.all_documents())
    assert report.sound, report
    assert report.compared == providers.total() > 500
