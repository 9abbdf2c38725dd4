"""Each rule by which a guide's sentence is read, on sentences made for it; what a sentence does not say is not read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.lint.making import at, basis, box, guide, row, topic
from zhunsheng.core.guide.model import Subsystem
from zhunsheng.core.relations import Link, link_faults, stated_in_guide
from zhunsheng.core.relations.stated import stated_rules
from zhunsheng.core.system.builder import build_system
from zhunsheng.core.system.model import StandardsSystem

FIRST = 4  # the line on which the chapter of BA stands


def boxes() -> list[Subsystem]:
    return [
        box("A", "基础支撑", 1),
        box("AA", "数据资源", 2),
        box("B", "关键技术", 3),
        box("BA", "水声识别", 3, scope_source=at(FIRST, FIRST + 1)),
        box("C", "行业应用", 7),
        box("CA", "智慧渔业", 8, abbreviation="SF"),
        box("CB", "智慧港口", 9, aliases=["智慧码头"]),
        box("D", "安全/治理", 10),
        box("DA", "安全", 11),
    ]


def made(subsystems: list[Subsystem] | None = None) -> StandardsSystem:
    return build_system(guide(subsystems=subsystems or boxes()), slug="made", keep_prose=True)


def read(sentence: str, *, line: int = FIRST) -> list[Link]:
    lines = ["", "", "", "", "", "", "", "", "", "", "", "", ""]
    lines[line - 1] = sentence
    links = [one for one in stated_in_guide(made(), lines) if one.type != "based_on"]
    assert [fault for one in links for fault in link_faults(one)] == []
    return links


def told(links: list[Link]) -> set[tuple[str, str, str, str]]:
    """(subject, type, target, rule), the whole system as ``*``."""
    return {
        (
            "*" if one.subject.kind == "system" else one.subject.ref,
            one.type,
            "*" if one.target.kind == "system" else one.target.ref,
            one.rule,
        )
        for one in links
    }


SAID = [
    ("规范水声采集方法，为智慧渔业提供技术支撑。", {("BA", "supports", "CA", "provides")}),
    ("规范水声术语，为其他标准的制定提供参考。", {("BA", "supports", "*", "provides")}),
    ("本类标准是智慧港口建设的基础。", {("BA", "supports", "CB", "common-base")}),
    ("相关要求贯穿各模块。", {("BA", "supports", "*", "runs-through")}),
    ("制定识别算法，支持智慧渔业和海上救援应用场景。", {("BA", "applied_in", "CA", "applied-scene")}),
    ("推动渔业、养殖等领域的创新应用。", {("BA", "applied_in", "CA", "applied-scene")}),
    (
        "明确渔业、港口等行业协同场景下的规则。",
        {("BA", "applied_in", "CA", "scene"), ("BA", "applied_in", "CB", "scene")},
    ),
    ("规范标注流程，支撑智慧渔业发展。", {("BA", "supports", "CA", "supports")}),
    ("明确基于数据资源的识别方法。", {("AA", "supports", "BA", "based")}),
    ("围绕数据资源、传感等核心技术，规范接口。", {("AA", "supports", "BA", "around")}),
    (
        "识别结果应由基础支撑与安全治理共同保障。",
        {
            ("A", "supports", "BA", "jointly"),
            ("D", "supports", "BA", "jointly"),
            ("A", "complements", "D", "jointly"),
        },
    ),
    ("以数据资源标准为依托，规范识别流程。", {("AA", "supports", "BA", "takes-as")}),
    ("面向作业需求，对基础支撑标准进行细化和落地。", {("BA", "refines", "A", "refines")}),
    ("做好与数据资源标准的衔接。", {("BA", "complements", "AA", "connects")}),
    ("规范声呐、数据资源、标注流程。", {("BA", "related", "AA", "names-other")}),
    ("制定智慧码头应用标准。", {("BA", "related", "CB", "names-other")}),
]


@pytest.mark.parametrize(("sentence", "expected"), SAID)
def test_what_a_sentence_says(sentence: str, expected: set[tuple[str, str, str, str]]) -> None:
    links = read(sentence)
    assert told(links) == expected
    assert all((one.evidence[0].line_start, one.evidence[0].line_end) == (FIRST, FIRST) for one in links)
    assert all(one.evidence[0].text in sentence and one.origin == "guide" for one in links)


def test_every_rule_has_a_sentence() -> None:
    assert {rule for _, expected in SAID for *_, rule in expected} == set(stated_rules()["rules"])


@pytest.mark.parametrize(
    "sentence",
    [
        "支撑本省相关产业发展。",
        "为水声识别提供支撑。",  # itself
        "为关键技术提供支撑。",  # its own module
        "基于深度学习的识别方法。",
        "与国家标准衔接。",
        "推动产业的广泛应用。",
        "应用安全技术。",  # a name as broad as 安全 is not read alone
        "规范基础支撑环境以外的内容。",
        "",
    ],
)
def test_what_a_sentence_does_not_say(sentence: str) -> None:
    assert read(sentence) == []


def test_a_sentence_over_two_lines_has_both() -> None:
    lines = ["", "", "", "规范水声采集方法，为智慧渔", "业提供技术支撑。", ""]
    (link,) = [one for one in stated_in_guide(made(), lines) if one.type == "supports"]
    assert (link.evidence[0].line_start, link.evidence[0].line_end) == (4, 5)
    assert link.evidence[0].text == "为智慧渔业提供技术支撑"


def test_outside_its_chapter_a_subsystem_speaks_by_name() -> None:
    sentence = "其中，基础支撑标准主要规范数据与算力，为行业应用提供支撑；安全标准贯穿各模块。"
    expected = {("A", "supports", "C", "provides"), ("DA", "supports", "*", "runs-through")}
    assert told(read(sentence, line=12)) == expected
    assert read("为行业应用提供支撑。", line=12) == [], "nobody is known to speak"


def test_the_paragraph_by_which_many_guides_explain_their_figure() -> None:
    """Codes in front of the names, one sentence for each module."""
    sentence = "具体而言，A基础支撑标准位于结构图的最底层，是B关键技术标准和C行业应用标准的支撑。"
    sentence += "C行业应用标准位于最顶层，面向行业需求，对A基础支撑标准和B关键技术标准进行细化和落地。"
    links = {(one.subject.ref, one.type, one.target.ref) for one in read(sentence, line=12)}
    assert links == {
        ("A", "supports", "B"),
        ("A", "supports", "C"),
        ("C", "refines", "A"),
        ("C", "refines", "B"),
    }


def test_a_direction_that_begins_with_the_name_of_another() -> None:
    subsystems = boxes()
    subsystems[-1].topic_details = [topic("数据资源安全", 12)]
    links = stated_in_guide(made(subsystems), ["x"] * 12)
    assert told(links) == {("DA", "related", "AA", "names-other")}


def test_a_field_word_is_less_sure_than_a_full_name() -> None:
    (full,) = read("支持智慧渔业应用场景。")
    (field,) = read("支持渔业应用场景。")
    assert field.target == full.target and field.confidence < full.confidence


def test_told_twice_is_one_link_with_both_places() -> None:
    (link,) = read("为智慧渔业提供支撑。规范标注，为智慧渔业提供服务保障。")
    assert len(link.evidence) == 2


def test_rows_of_the_list_are_no_sentences() -> None:
    document = guide(subsystems=boxes(), planned_standards=[row(1, "BA", "甲", line=FIRST)])
    system = build_system(document, slug="made", keep_prose=True)
    lines = ["", "", "", "为智慧渔业提供支撑。", ""]
    links = stated_in_guide(system, lines)
    assert told(links) == {("BA", "supports", "CA", "provides")}, "a chapter wins over the list"
    document.subsystems[3].scope_source = None
    system = build_system(document, slug="made", keep_prose=True)
    assert stated_in_guide(system, lines) == []


def test_bases_by_number_and_by_place() -> None:
    document = guide(
        subsystems=boxes(),
        bases=[basis("标准化法", line=20), basis("体系原则", identifier="GB/T 13016-2018", line=21)],
    )
    links = stated_in_guide(build_system(document, slug="made", keep_prose=True), [])
    assert [one.target.key for one in links] == ["basis:1", "standard:GB/T 13016-2018"]
    assert all(one.subject.key == "system:made" and one.type == "based_on" for one in links)


WORDS = [
    "数据资源",
    "智慧渔业",
    "渔业",
    "安全治理",
    "基础支撑",
    "为",
    "提供",
    "支撑",
    "基于",
    "的",
    "围绕",
    "技术",
    "应由",
]
WORDS += [
    "与",
    "贯穿",
    "各模块",
    "应用",
    "场景",
    "支持",
    "。",
    "，",
    "；",
    "安全标准",
    "主要",
    "等",
    "行业",
    "\n",
]


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.integers(1, 12))
def test_whatever_the_words_links_are_sound(words: list[str], line: int) -> None:
    lines = [""] * (line - 1) + "".join(words).split("\n")
    links = stated_in_guide(made(), lines)
    assert [fault for one in links for fault in link_faults(one)] == []
    assert len({one.key for one in links}) == len(links)
    assert all(1 <= (one.evidence[0].line_start or 0) <= len(lines) for one in links)
    assert links == stated_in_guide(made(), lines)
