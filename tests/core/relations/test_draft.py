"""References, succession and adoption read out of the text of a standard, in every format; bad files say what to do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.readers.office import p, package
from tests.core.readers.papers import lines, paper
from tests.core.relations.drafts import CHINESE, ENGLISH
from zhunsheng.core.relations import DraftCitations, End, cited_in_draft, link_faults

LIST = "2 规范性引用文件\n{}\n\n3 术语和定义\n本文件没有术语。\n\n4 要求\n4.1 按{}执行。\n"


def read(text: str, name: str = "标准.txt") -> DraftCitations:
    return cited_in_draft(text.encode(), name)


def cited(draft: DraftCitations) -> list[tuple[str, str, str]]:
    return [(one.role, one.number, one.clause) for one in draft.citations]


def said(draft: DraftCitations) -> set[tuple[str, str, str, str]]:
    return {(one.subject, one.type, one.target, one.degree) for one in draft.said}


def told(draft: DraftCitations) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in draft.problems]


CHINESE_CITED = [
    ("normative", "GB/T 5271.28-2001", "2"),
    ("normative", "GB/T 25000（所有部分）", "2"),
    ("normative", "GB/T 41867", "2"),
    ("normative", "GB/T 42018-2022", "2"),
    ("normative", "YD/T 6770-2025", "2"),
    ("informative", "GB/T 45288.2-2025", ""),
    ("informative", "ISO/IEC 99038:2023", ""),
    ("mentioned", "GB/T 55555-2024", "5.2"),
    ("mentioned", "ISO/IEC 99042:2023", "5.2"),
]
CHINESE_SAID = {
    ("", "replaces", "GB/T 44444-2020", ""),
    ("", "replaces", "GB/T 44445-2020", ""),
    ("", "adopts", "ISO/IEC 99001:2022", "MOD"),
    ("", "part_of", "GB/T 45288", ""),
    ("GB/T 5271.28-2001", "adopts", "ISO/IEC 2382-28:1995", "IDT"),
}


def test_a_chinese_standard() -> None:
    draft = read(CHINESE)
    assert draft.number == "GB/T 45288.1-2025" and draft.readable and draft.media == "txt"
    assert cited(draft) == CHINESE_CITED
    assert said(draft) == CHINESE_SAID
    first, parts, undated = draft.citations[:3]
    assert (first.title, first.dated, first.line) == ("信息技术 词汇 第28部分：人工智能 基本概念", True, 37)
    assert not parts.dated and not undated.dated
    assert parts.title == "系统与软件工程 系统与软件质量要求和评价（SQuaRE）"
    assert told(draft) == [
        ("entry-without-number", 43),
        ("not-listed", 54),
        ("not-listed", 54),
        ("other-edition", 41),
        ("not-used", 42),
    ]
    assert "某部门 丙类服务管理办法" in draft.problems[0].message


def test_an_english_standard() -> None:
    draft = read(ENGLISH)
    assert draft.number == "ISO/IEC 99207:2017"
    assert cited(draft) == [
        ("normative", "ISO/IEC 99288:2015", "2"),
        ("normative", "ISO 99000 (all parts)", "2"),
        ("informative", "ISO/IEC 99939", ""),
    ]
    assert said(draft) == {
        ("", "replaces", "ISO/IEC 99207:2008", ""),
        ("", "merges", "ISO/IEC 99207:2008/Amd 1:2012", ""),
    }
    assert draft.problems == []


def test_the_same_from_word() -> None:
    """Paragraphs of Word: nothing wraps, the rest is the same."""
    paragraphs = (
        CHINESE.replace("规定\n起草", "规定起草")
        .replace("编辑\n性", "编辑性")
        .replace("1995，\nIDT", "1995，IDT")
    )
    paragraphs = paragraphs.replace("文件，\n仅", "文件，仅").replace("于\n本文件", "于本文件")
    draft = cited_in_draft(package("".join(p(line) for line in paragraphs.splitlines())), "标准.docx")
    assert draft.media == "docx" and draft.number == "GB/T 45288.1-2025"
    assert cited(draft) == CHINESE_CITED and said(draft) == CHINESE_SAID


def test_the_same_from_pdf() -> None:
    """Pages with a running head and a number; the list of references runs over the end of a page."""
    text = CHINESE.splitlines()
    cuts = [0, 9, 15, 30, text.index("GB/T 41867  信息技术 人工智能 术语"), len(text)]
    pages = [
        lines("GB/T 45288.1—2025", "", *text[start:end], "", str(number), top=60, step=17)
        for number, (start, end) in enumerate(pairwise(cuts), 1)
    ]
    draft = cited_in_draft(paper(*pages), "标准.pdf")
    assert draft.media == "pdf" and draft.number == "GB/T 45288.1-2025"
    assert cited(draft) == CHINESE_CITED and said(draft) == CHINESE_SAID
    assert {one.page for one in draft.citations} == {4, 5}


def test_the_same_from_markdown() -> None:
    text = CHINESE.replace("前  言", "# 前言").replace("2 规范性引用文件\n\n下", "# 2 规范性引用文件\n\n下")
    draft = read(text, "标准.md")
    assert [one for one in cited(draft) if one[0] == "normative"] == CHINESE_CITED[:5]
    assert said(draft) == CHINESE_SAID


def test_links_follow_from_what_was_read() -> None:
    links = read(CHINESE).links()
    assert [fault for one in links for fault in link_faults(one)] == []
    by_key = {one.key: one for one in links}
    own = "standard:GB/T 45288.1-2025"
    assert by_key[own, "cites", "standard:GB/T 41867"].subject_clause == "2"
    assert by_key[own, "references", "standard:GB/T 45288.2-2025"].evidence[0].line_start == 57
    assert by_key[own, "adopts", "standard:ISO/IEC 99001:2022"].degree == "MOD"
    assert ("standard:GB/T 5271.28-2001", "adopts", "standard:ISO/IEC 2382-28:1995") in by_key
    assert len(links) == 12 and not [key for key in by_key if "55555" in key[2]]


def test_a_text_without_a_number_has_links_once_it_is_named() -> None:
    draft = read(LIST.format("GB/T 1001—2020 甲", "GB/T 1001"))
    assert draft.number == "" and draft.links() == []
    (link,) = draft.links(End("planned", "12", "拟制定标准"))
    assert link.key == ("planned:12", "cites", "standard:GB/T 1001-2020")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("本文件等同采用ISO 99001:2015《甲》。", ("", "adopts", "ISO 99001:2015", "IDT")),
        ("本标准使用翻译法等同采用 ISO 99001：2015。", ("", "adopts", "ISO 99001:2015", "IDT")),
        ("本文件与ISO 99001:2015的一致性程度为非等效。", ("", "adopts", "ISO 99001:2015", "NEQ")),
        ("本部分使用重新起草法修改采用IEC 61508-1:2010《甲》。", ("", "adopts", "IEC 61508-1:2010", "MOD")),
        ("本文件部分代替GB/T 1001—2009《甲》。", ("", "replaces_partly", "GB/T 1001-2009", "")),
        ("本文件整合代替GB/T 1001—2009。", ("", "merges", "GB/T 1001-2009", "")),
        ("本标准代替 DB32/T 1001-2009，与DB32/T 1002-2009协调。", ("", "replaces", "DB32/T 1001-2009", "")),
        ("本文件是GB/T 1002《乙》的第 3 部分。", ("", "part_of", "GB/T 1002", "")),
    ],
)
def test_sentences_of_a_foreword(sentence: str, expected: tuple[str, str, str, str]) -> None:
    assert said(read(f"前言\n{sentence}\n\n1 范围\n甲。\n")) == {expected}


@pytest.mark.parametrize(
    "sentence",
    [
        "本文件按照GB/T 1.1—2020的规定起草。",
        "人工智能可以代替人工完成检验，见GB/T 1001—2009。",
        "本文件及其所代替文件的历次版本发布情况为：2009年首次发布为GB/T 1001—2009。",
        "本文件参考了行业的经验。",
    ],
)
def test_sentences_that_say_nothing_of_the_kind(sentence: str) -> None:
    assert said(read(f"前言\n{sentence}\n\n1 范围\n甲。\n")) == set()


def test_a_national_standard_beside_an_international_one_is_no_adoption_of_ours() -> None:
    text = "前言\n与规范性引用的国际文件有一致性对应关系的我国文件如下：\n——GB/T 1001—2009 甲（ISO 99001:2005，IDT）\n"
    assert said(read(text)) == {("GB/T 1001-2009", "adopts", "ISO 99001:2005", "IDT")}


@pytest.mark.parametrize(
    ("entries", "body", "codes"),
    [
        ("GB/T 1001—2020 甲", "GB/T 1001—2020", []),
        ("GB/T 1001 甲", "GB/T 1001—2020", []),
        ("GB/T 1001—2020 甲\nGB/T 1001—2020 甲", "GB/T 1001", ["listed-twice"]),
        ("GB/T XXXX—XXXX 甲", "本条", ["placeholder", "not-used"]),
        ("GB/T 1001.1~3 甲", "GB/T 1001.2", []),
        ("本文件没有规范性引用文件。", "本条", []),
        ("", "本条", ["empty-chapter"]),
    ],
)
def test_what_is_wrong_with_a_list(entries: str, body: str, codes: list[str]) -> None:
    assert [one.code for one in read(LIST.format(entries, body)).problems] == codes


def test_a_text_without_the_chapter_says_so() -> None:
    draft = read("1 范围\n本文件规定了甲。\n")
    assert told(draft) == [("no-chapter", None)] and draft.citations == []


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "空.docx", "文件是空的"),
        (b"%PDF-1.7 broken", "坏.pdf", "PDF 不完整或已损坏"),
        (b"PK\x03\x04broken", "坏.docx", "重新"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧.doc", "另存为"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(data: bytes, name: str, words: str) -> None:
    draft = cited_in_draft(data, name)
    assert not draft.readable and draft.citations == [] and draft.links() == []
    assert any(words in one.message for one in draft.problems)


PIECES = [
    *CHINESE.splitlines(),
    *ENGLISH.splitlines(),
    "",
    "GB/T",
    "（",
    "IDT）",
    "代替",
    "2 规范性引用文件",
    "[1]",
    "A.1",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40) | st.lists(st.text(max_size=30), max_size=10))
def test_no_text_makes_it_fall_over(pieces: list[str]) -> None:
    draft = read("\n".join(pieces))
    assert all(one.line >= 1 and one.number for one in draft.citations)
    assert [fault for one in draft.links(End("planned", "1")) for fault in link_faults(one)] == []


@given(st.binary(max_size=200), st.sampled_from(["a.txt", "a.pdf", "a.docx", "a.md", ""]))
def test_no_bytes_make_it_fall_over(data: bytes, name: str) -> None:
    draft = cited_in_draft(data, name)
    assert draft.readable or draft.problems


#: forms met in texts of real standards as tools leave them; numbers and titles are made up
def test_prefixes_torn_from_their_numbers_are_put_together() -> None:
    text = "DA/T\n\n995—2022\n\n前言\n起草。\n\n1 范围\n甲。\n2 规范性引用文件\nGB/T\n\n97408—2005 日期表示法\nT/ABC\n1—2022 乙\n"
    draft = read(f"{text}3 术语\n按GB/T\n\n97408—2005 和T/ABC 1—2022。\n")
    assert draft.number == "DA/T 995-2022" and draft.problems == []
    assert cited(draft) == [("normative", "GB/T 97408-2005", "2"), ("normative", "T/ABC 1-2022", "2")]


def test_comments_of_converters_are_no_entries() -> None:
    draft = read(
        "<!-- chapter_no=2 -->\n# 2 规范性引用文件\n\n<!-- type=引用文件 -->\nGB/T 92260 甲\n\n# 3 术语\n\n按GB/T 92260。\n",
        "甲.md",
    )
    assert cited(draft) == [("normative", "GB/T 92260", "2")] and draft.problems == []


def test_old_marks_and_the_edition_inside_the_bracket() -> None:
    entries = "GB/T 9191 甲（GB/T 9191—2008，ISO 99780:1997，MOD）\nGB/T 91804—2000 乙(eqv ISO 92768-1:1989)"
    draft = read(LIST.format(entries, "GB/T 9191 和GB/T 91804—2000"))
    assert said(draft) == {
        ("GB/T 9191-2008", "adopts", "ISO 99780:1997", "MOD"),
        ("GB/T 91804-2000", "adopts", "ISO 92768-1:1989", "MOD"),
    }
    assert [one.title for one in draft.citations] == ["甲", "乙"] and draft.problems == []


def test_a_year_not_written_yet_is_a_placeholder() -> None:
    assert next(one.code for one in read(LIST.format("T/ABC XXX—202X 甲", "本条")).problems) == "placeholder"


def test_own_number_and_the_one_replaced_on_one_line() -> None:
    draft = read("# 国家标准\n\nGB 94785—2019 代替 GB 94785—2007\n\n## 前言\n\n甲。\n", "甲.md")
    assert draft.number == "GB 94785-2019"
    assert said(draft) == {("", "replaces", "GB 94785-2007", "")}


def test_what_is_replaced_may_stand_before_the_own_number() -> None:
    draft = read("代替 GB/T 91677—1981, GB/T 91678—1981\n\nGB/T 91677—2008\n\n前言\n甲。\n")
    assert draft.number == "GB/T 91677-2008" and len(draft.said) == 2


def test_a_hyphen_that_does_not_break_and_an_underlined_number() -> None:
    draft = read(
        "Foreword\n\nThis document cancels and replaces <u>ISO/IEC 95504‑5:2012, which has been revised.</u>\n"
    )
    assert said(draft) == {("", "replaces", "ISO/IEC 95504-5:2012", "")}
