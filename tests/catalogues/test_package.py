"""The packaged catalogue: one item for each standard and source, each told apart by who says it."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhunsheng
from zhunsheng.catalogues import Unreadable, connector_for
from zhunsheng.core.registry.record import StatedParty, StatedRelation

SOURCES = """
urn: urn:zhunsheng:catalogue:water
version: "1"
title: 水务
sources:
  - {key: page, name: 某网页, grade: B, url: "https://example.org", date: "2025-01"}
  - {key: memory, name: 凭记忆, grade: memory}
"""
STANDARDS = """
urn: urn:zhunsheng:catalogue:water:a
standards:
  - number: GB/T 40001-2022
    stated:
      - {source: page, title_zh: 水表, issued: 2022-10-14, ics: [35.020], relations: [{type: adopts, target: ISO 1:2018, degree: IDT}],
         parties: {administrator: [全国水标委], drafter: [甲, 乙]}, other_numbers: [{kind: plan, number: 20201234-T-469}]}
      - {source: memory, implemented: 2023-05-01, grades: {implemented: memory}}
      - {source: nobody, title_zh: 没有这个来源}
  - stated: []
  - number: GB/T 40002-2022
    stated:
      - {source: page, issued: 去年, colour: 蓝, relations: [{type: likes, target: x}]}
"""


def test_items(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "a.yaml").write_text(STANDARDS, encoding="utf-8")
    connector = connector_for(tmp_path)
    assert connector.name == "package" and connector.source(tmp_path).name == "水务"
    items = list(connector.items(tmp_path))
    first, second, missing, nameless, wrong = items
    assert first.record is not None and first.source is not None
    assert (first.source.code, first.source.grade, first.source.date) == ("page", "B", "2025-01")
    assert first.record.values == {"title_zh": "水表", "issued": "2022-10-14"}
    assert first.record.lists == {"ics": ("35.020",)}
    assert first.record.relations == (StatedRelation("adopts", "ISO 1:2018", "IDT"),)
    assert first.record.parties[0] == StatedParty("administrator", "全国水标委")
    assert first.record.other_numbers == (("plan", "20201234-T-469"),)
    assert second.record is not None and second.record.grades == {"implemented": "memory"}
    assert [bad.column for item in (missing, nameless, wrong) for bad in item.bad] == [
        "source",
        "number",
        "issued",
        "colour",
        "relations",
    ]
    assert wrong.record is not None and items[-1].done == 1.0
    assert list(connector.items(tmp_path, skip=2)) == items[2:]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("urn: urn:zhunsheng:catalogue:x\na: &a [1]\nb: [*a, *a]\n", "锚点"),
        ("urn: urn:zhunsheng:catalogue:x\na: " + "[" * 80 + "]" * 80, "嵌套"),
        ("urn: urn:zhunsheng:catalogue:x\na: [1\n", "第 3 行"),
        ("- urn:zhunsheng:catalogue:x\n", "键值表"),
        ("urn: urn:zhunsheng:catalogue:x\nstandards: 7\n", "列表"),
    ],
)
def test_yaml_that_is_none_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match=message):
        list(connector_for(path, "package").items(path))


def test_the_packaged_catalogue_has_no_bad_row() -> None:
    path = Path(zhunsheng.__file__).parent / "content/catalogue/ai"
    items = list(connector_for(path).items(path))
    assert [bad for item in items for bad in item.bad] == []
    ids = [(item.source, item.record.local_id) for item in items if item.record]
    assert len(ids) == len(set(ids)) >= 200
