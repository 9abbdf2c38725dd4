"""The table of contents: found in every printing, ended where the text begins, and never read as chapters."""

from __future__ import annotations

import pytest

from tests.core.guide.writing import codes, read

ENTRIES = [
    ("一、", "总体要求", "1"),
    ("二、", "重点方向", "2"),
    ("（一）", "基础标准", "2"),
    ("1.", "术语标准", "2"),
    ("2.", "分类标准", "3"),
    ("（二）", "设备标准", "3"),
    ("1.", "水表标准", "3"),
    ("2.", "闸门标准", "4"),
]
TEXT = "一、总体要求\n水务需要标准。\n"


def front(leader: str, *, word: str = "目 录", pages: bool = True) -> str:
    lines = [f"{number}{title}{leader}{page if pages else ''}" for number, title, page in ENTRIES]
    return "\n".join(["示例省水务标准体系建设指南", word, *lines, TEXT])


@pytest.mark.parametrize("leader", ["........", "……", "…… ", "·····", "\t", " ", "______"])
def test_leaders_of_every_kind(leader: str) -> None:
    document = read(front=front(leader))
    assert [(e.numbering, e.title, e.page_label) for e in document.contents] == ENTRIES
    assert codes(document) == codes(read())


def test_contents_without_page_numbers_end_where_the_first_title_comes_again() -> None:
    document = read(front=front("", pages=False))
    assert [(e.numbering, e.title) for e in document.contents] == [(n, t) for n, t, _ in ENTRIES]
    assert codes(document) == codes(read())


def test_leaders_are_contents_even_where_the_word_is_lost() -> None:
    document = read(front=front("........", word=""))
    assert len(document.contents) == len(ENTRIES)
    assert codes(document) == codes(read())


def test_an_entry_over_two_lines_is_one_entry() -> None:
    text = front("........").replace("1.水表标准", "1.水表\n标准")
    document = read(front=text)
    entry = document.contents[6]
    assert (entry.title, entry.source.line_end - entry.source.line_start) == ("水表标准", 1)


def test_a_guide_without_contents_has_none() -> None:
    assert read().contents == []


def test_entries_know_their_lines() -> None:
    document = read(front=front("........"))
    assert all(e.title in document.lines[e.source.line_start - 1] for e in document.contents)
