"""Chapters and headings: levels by numbering, what only looks like a heading, and where a guide's own title is."""

from __future__ import annotations

import pytest

from tests.core.guide.writing import BODY, FRONT, codes, read
from zhunsheng.core.guide.model import GuideDocument


def outline(document: GuideDocument) -> list[tuple[int, str, str]]:
    return [(heading.level, heading.numbering, heading.title) for heading in document.outline]


EXPECTED = [
    (1, "一、", "总体要求"),
    (1, "二、", "重点方向"),
    (2, "（一）", "基础标准"),
    (3, "1.", "术语标准"),
    (3, "2.", "分类标准"),
    (2, "（二）", "设备标准"),
    (3, "1.", "水表标准"),
    (3, "2.", "闸门标准"),
]


def test_levels_follow_the_numbering() -> None:
    assert outline(read()) == EXPECTED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("（一）", "（二）"), ("(一)", "(二）")),
        (("一、总", "二、重"), ("一，总", "二．重")),
        (("1.", "2."), ("1．", "2、")),
        (("1.", "2."), ("（1）", "（2）")),
        (("1.", "2."), ("①", "②")),
        (("一、总", "二、重", "（一）", "（二）"), ("第一章 总", "第二章 重", "第一节 ", "第二节 ")),
    ],
    ids=["brackets mixed", "points mixed", "full width", "in brackets", "circled", "chapters"],
)
def test_other_numbering_gives_the_same_tree(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    front, body = FRONT, BODY
    for before, after in zip(old, new, strict=True):
        front, body = front.replace(before, after), body.replace(before, after)
    document = read(body=body, front=front)
    assert [(level, title) for level, _, title in outline(document)] == [
        (lv, title) for lv, _, title in EXPECTED
    ]
    assert codes(document) == codes(read())


def test_decimal_numbers_give_the_same_tree() -> None:
    body = (
        "2 重点方向\n2.1 基础标准\n2.1.1 术语标准\n规范术语。\n2.1.2 分类标准\n规范分类。\n"
        "2.2 设备标准\n2.2.1 水表标准\n规范水表。\n2.2.2 闸门标准\n规范闸门。\n"
    )
    document = read(body=body, front=FRONT.replace("一、总", "1 总"))
    assert codes(document) == codes(read())


def test_a_title_may_run_into_its_text() -> None:
    document = read(body=BODY.replace("1.水表标准\n规范水表的性能。", "1.水表标准。规范水表的性能和接口。"))
    part = next(item for item in document.subsystems if item.name == "水表")
    assert part.scope == "规范水表的性能和接口。"


@pytest.mark.parametrize(
    "line",
    [
        "1.5倍以上的增长来自水表更新。",
        "2027年前完成水表更新，",
        "GB/T 1234-2020 水务术语",
        "1.《水务标准化工作规定》（水发〔2020〕1号）",
        "3 个方面的任务",
    ],
)
def test_lines_that_only_look_like_headings(line: str) -> None:
    document = read(front=FRONT + line + "\n")
    assert codes(document) == codes(read())
    assert len(document.outline) == len(EXPECTED)


def test_a_heading_broken_before_its_last_word_is_one_heading() -> None:
    document = read(body=BODY.replace("2.闸门标准", "2.闸门自动控制系统\n标准"))
    assert codes(document)["BB"] == "闸门自动控制系统"


def test_numbering_that_starts_afresh_again_and_again_does_not_nest_without_end() -> None:
    document = read(body="一、设备标准\n（一）水表标准\n规范水表。\n" * 300)
    assert not any(problem.code == "parser-fault" for problem in document.problems)
    assert max(heading.level for heading in document.outline) <= 3


def test_text_under_a_heading_that_is_no_subsystem_is_kept() -> None:
    document = read(body=BODY + "三、其他事项\n联系人和电话见通知正文。\n")
    kept = [heading.text for heading in document.outline] + [item.text for item in document.unclassified]
    assert any("联系人和电话见通知正文" in text for text in kept)
