"""Cells that slid into another column, and codes in front of names."""

from __future__ import annotations

import pytest

from zhunsheng.core.guide.parse.cells import Knowledge, assign, split_code
from zhunsheng.core.guide.parse.columns import header_columns
from zhunsheng.core.guide.source import Cell
from zhunsheng.core.text.normal import key

HEAD = ["序号", "类别", "标准名称", "标准号", "缓急程度"]
NAMES = Knowledge({key(name) for name in ("水表", "闸门", "术语")})


def cells(texts: list[str]) -> list[Cell]:
    return [Cell(text, 1, 1) for text in texts]


def placed(texts: list[str]) -> tuple[dict[str, str], bool]:
    columns = header_columns(cells(HEAD))
    assert columns is not None
    mapping, slid = assign(cells(texts), columns, NAMES)
    return {HEAD[column]: texts[cell] for column, cell in sorted(mapping.items())}, slid


WHOLE = {"序号": "1", "类别": "水表", "标准名称": "智能水表技术要求", "标准号": "拟研制", "缓急程度": "★★"}


def test_cells_in_their_places_stay_there() -> None:
    assert placed(["1", "水表", "智能水表技术要求", "拟研制", "★★"]) == (WHOLE, False)


def test_a_blank_cell_is_no_slide() -> None:
    found, slid = placed(["1", "", "智能水表技术要求", "", "★★"])
    assert (found, slid) == ({"序号": "1", "标准名称": "智能水表技术要求", "缓急程度": "★★"}, False)


@pytest.mark.parametrize(
    ("texts", "absent"),
    [
        (["1", "水表", "智能水表技术要求", "★★", ""], "标准号"),
        (["1", "智能水表技术要求", "拟研制", "★★", ""], "类别"),
        (["1", "水表", "★★", "智能水表技术要求", "拟研制"], ""),
        (["水表", "智能水表技术要求", "拟研制", "★★"], "序号"),
    ],
)
def test_slid_cells_go_where_their_words_belong(texts: list[str], absent: str) -> None:
    found, slid = placed(texts)
    assert slid
    assert found == {head: text for head, text in WHOLE.items() if head != absent}


def test_no_cell_is_given_twice_and_none_is_invented() -> None:
    texts = ["1", "水表", "智能水表技术要求", "闸门技术要求", "★★", "备注文字"]
    found, _ = placed(texts)
    assert sorted(found.values()) == sorted(set(found.values()))
    assert set(found.values()) <= set(texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AA 水表", ("AA", "水表")),
        ("AA水表", ("AA", "水表")),
        ("AA、水表", ("AA", "水表")),
        ("A 设备", ("A", "设备")),
        ("A1.2 水表", ("A1.2", "水表")),
        ("101-1 水表", ("101-1", "水表")),
        ("设备（B）", ("B", "设备")),
        ("设备(B2)", ("B2", "设备")),
        ("水表", (None, "水表")),
        ("AI 漏损识别", (None, "AI 漏损识别")),
        ("BIM 模型", (None, "BIM 模型")),
        ("水务物联网（IoT）", (None, "水务物联网（IoT）")),
        ("可视化（VR）", (None, "可视化（VR）")),
        ("IPTV 平台", (None, "IPTV 平台")),
        ("2025 年水表", (None, "2025 年水表")),
        ("1 水表", (None, "1 水表")),
        ("", (None, "")),
    ],
)
def test_a_code_is_taken_off_a_name_and_a_latin_word_is_not(
    text: str, expected: tuple[str | None, str]
) -> None:
    assert split_code(text, Knowledge()) == expected


def test_in_a_column_of_codes_a_latin_word_before_a_known_name_is_its_code() -> None:
    known = Knowledge({key("水表")}, coded=True)
    assert split_code("AI 水表", known) == ("AI", "水表")
    assert split_code("AB", known) == ("AB", "")
    assert split_code("AB", Knowledge()) == (None, "AB")


def test_a_name_known_whole_keeps_its_letters() -> None:
    assert split_code("PE 管材", Knowledge({key("PE管材")})) == (None, "PE 管材")


def test_heads_are_known_by_meaning_in_any_order_and_subset() -> None:
    columns = header_columns(cells(["备注", "标准 名称", "一级体系", "二级体系", "宜定级别"]))
    assert columns is not None
    assert [(column.kind, column.rank) for column in columns] == [
        ("remark", 0),
        ("name", 0),
        ("category", 1),
        ("category", 2),
        ("level", 0),
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ["1", "水表", "智能水表技术要求"],
        ["序号", "姓名", "电话"],
        ["类别"],
        ["本清单所列的标准名称为暂定名称以批准发布时为准", "备注"],
        ["", "", ""],
    ],
)
def test_what_is_no_head(texts: list[str]) -> None:
    assert header_columns(cells(texts)) is None
