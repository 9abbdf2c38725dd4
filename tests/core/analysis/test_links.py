"""Each rule of suggestion on a system made for it: what it links, what it must not link, and why it says so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.core.lint.making import at, box, guide, row
from zhunsheng.core.analysis.links import suggest_links
from zhunsheng.core.analysis.placement import Candidate
from zhunsheng.core.guide.model import Guess, Layer, PlannedStandard, Subsystem
from zhunsheng.core.relations import Link, link_faults
from zhunsheng.core.system.builder import build_system
from zhunsheng.core.system.model import StandardsSystem

BOXES = [box("A", "基础"), box("AA", "数据资源"), box("B", "技术"), box("BA", "机器人"), box("C", "应用")]
BOXES += [box("CA", "智慧农业"), box("CB", "智慧物流"), box("D", "保障"), box("DA", "安全")]


def system(
    rows: list[PlannedStandard], boxes: list[Subsystem] = BOXES, layers: list[Layer] | None = None
) -> StandardsSystem:
    return build_system(
        guide(subsystems=boxes, planned_standards=rows, layers=layers or []), slug="made", keep_prose=True
    )


def told(links: list[Link]) -> dict[tuple[str, str, str], str]:
    return {(one.subject.key, one.type, one.target.key): one.rule for one in links}


def test_one_object_in_two_modules_is_linked_once() -> None:
    links = suggest_links(system([row(1, "BA", "无人机导航规范"), row(2, "CB", "无人机配送作业规范")]))
    assert told(links)["planned:1", "complements", "planned:2"] == "shared-object"
    assert links[0].evidence[0].text == "同有“无人机”"
    assert len([one for one in links if one.rule == "shared-object"]) == 1


def test_how_a_thing_is_done_is_no_object() -> None:
    links = suggest_links(system([row(1, "BA", "多模态交互规范"), row(2, "CB", "多模态分拣规范")]))
    assert links == []


def test_a_test_goes_with_just_its_object() -> None:
    rows = [row(1, "AA", "数字人应用效果测评标准"), row(2, "CA", "数字人客服规范"), row(3, "CB", "冷链要求")]
    assert told(suggest_links(system(rows))) == {("planned:1", "tests", "planned:2"): "test-pair"}


def test_two_tests_do_not_test_each_other() -> None:
    rows = [row(1, "AA", "数字人应用效果测评标准"), row(2, "CA", "数字人交互能力评估规范")]
    assert not [one for one in suggest_links(system(rows)) if one.type == "tests"]


def test_titles_of_standards_that_differ_in_the_kind_alone() -> None:
    known = [
        Candidate(1, "GB/T 1001-2020", ("数字人客服 技术要求",)),
        Candidate(2, "GB/T 1002-2020", ("数字人客服测试方法",)),
        Candidate(3, "GB/T 1003-2020", ("数字人终端测试方法",)),
    ]
    rows = [row(1, "CA", "数字人客服规范")]
    links = [
        one for one in suggest_links(system(rows), known) if one.subject.kind == one.target.kind == "standard"
    ]
    assert told(links) == {("standard:GB/T 1002-2020", "tests", "standard:GB/T 1001-2020"): "test-pair"}


def test_names_nearly_the_same_are_a_tension_with_evidence() -> None:
    rows = [
        row(1, "CA", "果园土壤墒情监测数据采集规范"),
        row(2, "CB", "果园土壤墒情监控数据采集标准"),
        row(3, "CB", "果园土壤墒情数据共享规范"),
    ]
    links = suggest_links(system(rows))
    assert told(links)["planned:1", "duplicates", "planned:2"] == "near-names"
    assert all(one.evidence for one in links) and links[0].origin == "similarity"


def test_a_planned_item_nearly_named_as_a_standard_that_exists() -> None:
    known = [Candidate(1, "GB/T 1001-2020", ("果园土壤墒情监测数据采集规范",))]
    links = suggest_links(system([row(1, "CA", "果园土壤墒情监测数据采集标准")]), known)
    assert told(links) == {("planned:1", "duplicates", "standard:GB/T 1001-2020"): "near-names"} | {
        key: rule for key, rule in told(links).items() if rule == "security-home"
    }


def test_parts_that_differ_by_a_numeral_are_no_doubles() -> None:
    rows = [row(1, "CA", "果园灌溉控制装置 第1部分"), row(2, "CA", "果园灌溉控制装置 第2部分")]
    assert suggest_links(system(rows)) == []


def test_data_goes_with_its_protection() -> None:
    rows = [row(1, "CA", "农田数据隐私保护规范"), row(2, "BA", "农机作业数据采集规范")]
    links = told(suggest_links(system(rows)))
    assert links["planned:1", "complements", "planned:2"] == "data-security"
    assert links["planned:2", "complements", "subsystem:DA"] == "security-home"


def test_the_category_of_data_carries_what_needs_such_data() -> None:
    rows = [
        row(1, "BA", "机器人训练语料规范"),
        row(2, "BA", "语料隐私保护规范"),
        row(3, "AA", "语料库建设规范"),
    ]
    links = [key for key, rule in told(suggest_links(system(rows))).items() if rule == "data-home"]
    assert links == [("subsystem:AA", "supports", "planned:1")]


def test_an_item_is_used_in_the_field_that_has_a_category() -> None:
    links = told(suggest_links(system([row(1, "AA", "农机作业评估规范")])))
    assert links["planned:1", "applied_in", "subsystem:CA"] == "object-home"


def test_layers_carry_one_another_and_one_runs_through() -> None:
    across = Layer("保障层", ["D"], at(40))
    across.guesses.append(Guess("cross_cutting", "列在最后", 0.6))
    layers = [
        Layer("基础层", ["A"], at(40)),
        Layer("技术层", ["B"], at(40)),
        Layer("应用层", ["C"], at(40)),
        across,
    ]
    links = [one for one in suggest_links(system([], layers=layers)) if one.rule == "layers"]
    pairs = {(one.subject.ref, one.target.ref) for one in links}
    assert pairs == {("A", "B"), ("B", "C"), ("D", "A"), ("D", "B"), ("D", "C")}


WORDS = [
    "数字人",
    "无人机",
    "农田",
    "医疗",
    "数据",
    "隐私",
    "测评",
    "规范",
    "标准",
    "导航",
    "芯片",
    "低空",
    "安全",
    "第1部分",
]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["AA", "BA", "CA", "CB", "DA", "ZZ"]),
            st.lists(st.sampled_from(WORDS), max_size=5),
        ),
        max_size=12,
    ),
    st.lists(st.lists(st.sampled_from(WORDS), max_size=4), max_size=6),
)
def test_whatever_the_names_links_are_sound(
    entries: list[tuple[str, list[str]]], titles: list[list[str]]
) -> None:
    rows = [row(at, code, "".join(words)) for at, (code, words) in enumerate(entries, 1)]
    known = [Candidate(at, f"GB/T {1000 + at}-2020", ("".join(words),)) for at, words in enumerate(titles)]
    links = suggest_links(system(rows), known)
    assert [fault for one in links for fault in link_faults(one)] == []
    pairs = [frozenset((one.subject.key, one.target.key)) for one in links]
    assert len(pairs) == len(set(pairs)), "one link for each pair"
    assert links == suggest_links(system(rows), known)
