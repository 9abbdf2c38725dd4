"""txt: encodings, line numbers, pages; what the detection makes of text."""

from __future__ import annotations

import codecs

import pytest

from zhunsheng.core.guide.readers import read_bytes, read_path
from zhunsheng.core.guide.source import SourceDocument

TEXT = """示例市智慧水务标准体系建设指南

一、总体要求
到 2027 年，形成 10 项团体标准，“应用覆盖率”达到 85% 以上。
序号\t一级体系\t标准名称\t缓急程度
1\tA 基础共性\t水务数据编码规则\t★★★
"""
TRADITIONAL = "智慧水務標準體系建設指南\n本指南規範數據的採集與管理，這些標準由委員會組織編製。\n"


def texts(document: SourceDocument) -> list[str]:
    return [line.text for line in document.lines]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32-le"),
    ],
)
def test_every_encoding_gives_the_same_lines(data: bytes, encoding: str) -> None:
    document = read_bytes(data, name="guide.txt")
    assert (document.media, document.encoding) == ("txt", encoding)
    assert texts(document) == TEXT.removesuffix("\n").split("\n")
    assert document.problems == []


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["标准", "一、总体要求", "序号\t名称\n1\t水务数据\n"])
def test_short_texts_are_told_apart_too(text: str, encoding: str) -> None:
    document = read_bytes(text.encode(encoding))
    assert "\n".join(texts(document)) == text.removesuffix("\n")


def test_big5_is_a_last_guess_that_is_right_for_traditional_text() -> None:
    document = read_bytes(TRADITIONAL.encode("big5"))
    assert document.encoding == "big5"
    assert texts(document) == TRADITIONAL.removesuffix("\n").split("\n")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_cut_inside_a_character_is_read_and_told(encoding: str) -> None:
    data = (TEXT + "末").encode(encoding)[:-1]
    document = read_bytes(data)
    assert texts(document)[:6] == TEXT.removesuffix("\n").split("\n")
    assert [item.code for item in document.problems] == ["reader.encoding_tail"]
    assert not document.problems[0].fatal


def test_a_few_wrong_bytes_do_not_cost_the_rest() -> None:
    data = TEXT.encode("utf-8") + b"\xff\xfe\n" + "结尾\n".encode() * 30
    document = read_bytes(data, name="guide.txt")
    assert document.encoding == "utf-8"
    assert texts(document)[-1] == "结尾"
    assert document.problems[0].code == "reader.encoding_loss"
    assert "2 处" in document.problems[0].message


def test_only_cr_and_lf_divide_lines() -> None:
    data = "甲\r\n乙\r丙\n丁\x0b戊\u2028己\x85庚\n\n辛".encode()
    assert texts(read_bytes(data)) == ["甲", "乙", "丙", "丁\x0b戊\u2028己\x85庚", "", "辛"]


def test_the_last_line_end_begins_no_line() -> None:
    assert len(read_bytes("甲\n乙\n".encode()).lines) == 2
    assert len(read_bytes("甲\n乙\n\n".encode()).lines) == 3


def test_form_feeds_count_pages() -> None:
    document = read_bytes("封面\n\f目录\n一\f二\n\f\f末页\n".encode())
    assert [(line.number, line.text, line.page) for line in document.lines] == [
        (1, "封面", 1),
        (2, "目录", 2),
        (3, "一二", 2),
        (4, "末页", 5),
    ]


def test_without_form_feeds_there_are_no_pages() -> None:
    assert {line.page for line in read_bytes(TEXT.encode()).lines} == {None}


def test_running_heads_and_page_numbers_are_furniture() -> None:
    words = "甲乙丙丁戊"
    pages = [
        f"示例市标准体系建设指南\n表 {page * 2}（续）\n{words[page - 1]}的正文\n第{words[page - 1]}行\n{page}\n"
        for page in range(1, 6)
    ]
    document = read_bytes("\f".join(pages).encode())
    marked = {document.lines[number - 1].text for number in document.furniture}
    assert marked == {"示例市标准体系建设指南", "1", "2", "3", "4", "5"}
    assert len(document.lines) == 25


def test_running_lines_that_count_the_pages_are_furniture() -> None:
    pages = [
        f"{word}\n{word}{word}\n{word}的文字\n水务指南 · {12 + page}\n"
        for page, word in enumerate("甲乙丙丁戊己")
    ]
    document = read_bytes("\f".join(pages).encode())
    assert document.furniture == {4, 8, 12, 16, 20, 24}


def test_dashed_page_numbers_are_furniture_without_pages_too() -> None:
    document = read_bytes("正文\n— 12 —\n12\n第 3 页 共 9 页\n".encode())
    assert document.furniture == {2, 4}


def test_a_file_is_read_from_its_path(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "guide.txt"
    path.write_bytes(TEXT.encode())
    assert texts(read_path(path)) == texts(read_bytes(TEXT.encode()))


def test_nul_never_reaches_a_line() -> None:
    document = read_bytes(("正文很长，" * 30 + "\n夹着\0一个\n").encode())
    assert not any("\0" in line.text for line in document.lines)


def test_the_name_is_only_a_hint() -> None:
    assert read_bytes(TEXT.encode(), name="guide.docx").media == "txt"
    assert read_bytes(TEXT.encode(), name="guide.md").media == "md"
    assert read_bytes("# 指南\n\n## 一、总则\n".encode()).media == "md"
    assert read_bytes("<!DOCTYPE html><p>正文</p>".encode(), name="a.txt").media == "html"


def test_the_real_guide_keeps_its_lines(shared) -> None:  # type: ignore[no-untyped-def]
    path = shared / "guides" / "jiangsu-ai-2025.txt"
    original = path.read_text(encoding="utf-8").split("\n")
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16"):
        document = read_bytes("\n".join(original).encode(encoding))
        assert texts(document) == original
        assert document.problems == []
