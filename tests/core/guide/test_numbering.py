"""Numbers in front of headings, and what only looks like one."""

from __future__ import annotations

import pytest

from zhunsheng.core.guide.parse.numbering import split_numbering


@pytest.mark.parametrize(
    ("text", "style", "printed", "value", "rest"),
    [
        ("第一章 总则", "chapter", "第一章", 1, "总则"),
        ("第二部分：通用", "chapter", "第二部分", 2, "通用"),
        ("第3节 方法", "section", "第3节", 3, "方法"),
        ("十二、附则", "cn", "十二、", 12, "附则"),
        ("一,总体要求", "cn", "一,", 1, "总体要求"),
        ("（一)基础标准", "cn_paren", "（一)", 1, "基础标准"),
        ("(十一) 基础标准", "cn_paren", "(十一)", 11, "基础标准"),
        ("1．术语", "arabic", "1．", 1, "术语"),
        ("１．术语", "arabic", "１．", 1, "术语"),
        ("1、术语", "arabic", "1、", 1, "术语"),
        ("（1）术语", "arabic_paren", "（1）", 1, "术语"),
        ("2）术语", "arabic_close", "2）", 2, "术语"),
        ("3 术语", "arabic_space", "3", 3, "术语"),
        ("⑫术语", "circled", "⑫", 12, "术语"),
        ("1.2.3 方法", "decimal3", "1.2.3", 3, "方法"),
        ("5.5G通信", "arabic", "5.", 5, "5G通信"),
        ("AB 水表", "code", "AB", 2, "水表"),
        ("A1.2 水表", "code", "A1.2", 2, "水表"),
        ("101-1 水表", "code", "101-1", 1, "水表"),
    ],
)
def test_numbering(text: str, style: str, printed: str, value: int, rest: str) -> None:
    found = split_numbering(text)
    assert found is not None
    assert (found.style, found.printed, found.value, found.rest) == (style, printed, value, rest)


@pytest.mark.parametrize(
    "text",
    [
        "2027年目标",
        "20 项以上",
        "1 个平台",
        "85%以上",
        "3.2% 增长",
        "1.5倍以上",
        "1.2万家企业",
        "3D打印标准",
        "5G应用标准",
        "一是加强领导",
        "十大工程",
        "第一类水表",
        "二〇二七年",
        "",
        "   ",
    ],
)
def test_what_is_no_numbering(text: str) -> None:
    assert split_numbering(text) is None


def test_a_decimal_number_keeps_its_whole_path() -> None:
    found = split_numbering("4．12．3 方法")
    assert found is not None
    assert found.path == (4, 12, 3)
