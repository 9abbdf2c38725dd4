"""Each piece of dirt that the independent count finds in the Chinese files is mended and listed, and nothing else is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.independent import count_dirt
from zhunsheng.catalogues import connector_for
from zhunsheng.core.registry.numbering import number_key
from zhunsheng.core.registry.record import StatedRecord

SPORTS = "cn-sports-standards-2026-08-18.json.xz"
#: kind of dirt → (field, reason) under which the product lists it; a title may have both kinds of blanks
LISTED = {
    "prefix printed twice": ("number", "前缀印了两次"),
    "line break in the number": ("number", "编号里有换行或特殊空格"),
    "two blanks in the number": ("number", "编号里有连续空格"),
    "stray full stop before the year": ("number", "年份前多一个句点"),
    "two dashes before the year": ("number", "年份前有两个横线"),
    "slash without a letter after it": ("number", "斜线后面没有字母"),
    "blank inside the prefix": ("number", "代号里有多余空格"),
    "full-width slash": ("number", "编号里有全角斜线"),
    "slash left out before T": ("number", "漏印斜线"),
    "line break or odd blank in the title": ("title_zh", "题名里有换行或特殊空格"),
    "a committee where a number belongs": ("relations", "编号栏里填的是技术委员会，移到技术委员会"),
}


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    if not (shared / "data" / SPORTS).is_file():
        pytest.skip("the catalogues are absent: set ZHUNSHENG_SHARED or put them at ../shared/data")
    return shared / "data"


@pytest.fixture(scope="module")
def records(data: Path) -> list[StatedRecord]:
    path = data / SPORTS
    items = list(connector_for(path).items(path))
    assert not [bad for item in items for bad in item.bad]
    return [item.record for item in items if item.record]


def test_each_repair_is_listed(data: Path, records: list[StatedRecord]) -> None:
    listed = Counter((one.field, one.reason) for record in records for one in record.repairs)
    found = {kind: len(pieces) for kind, pieces in count_dirt.sports_repairs(count_dirt.sports(data)).items()}
    assert {kind: listed[LISTED[kind]] for kind in LISTED} == {kind: found[kind] for kind in LISTED}
    assert listed["title_zh", "题名里有连续空格"] >= found["two blanks or more in the title"]


def test_what_comes_in_is_clean_and_whole(data: Path, records: list[StatedRecord]) -> None:
    rows = count_dirt.sports(data)
    figures = count_dirt.sports_figures(rows)
    assert len(records) == figures["records"] == 1_339
    assert len({number_key(record.number)[0] for record in records}) == figures["distinct numbers"] == 1_338
    for record in records:
        title = record.values["title_zh"]
        assert not count_dirt.MARKUP.search(title)
        assert title == " ".join(title.split())
    replaced = [one for record in records for one in record.relations if one.type == "replaces"]
    assert len(replaced) == figures["real replacedBy"] - len(figures["replacedBy itself"])


def test_the_construction_catalogue_keeps_what_is_no_standard_for_repair(data: Path) -> None:
    path = data / "cn-construction-standards.json"
    figures = count_dirt.construction_figures(count_dirt.construction(data))
    items = list(connector_for(path).items(path))
    assert sum(item.record is not None for item in items) == figures["standards with a number"]
    without = [item for item in items if item.record is None]
    assert len(without) == len(figures["without a number"]) + len(figures["number of a law or notice"])
    assert all(item.bad for item in without)
    stated = [one for item in items if item.record for one in item.record.relations]
    assert len(stated) == sum(number[0].isascii() for number, _ in figures["replaces"])
