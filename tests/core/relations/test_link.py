"""A link names its ends, reads as a sentence, and says in Chinese what is wrong with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.core.records import from_plain, to_plain
from zhunsheng.core.relations import End, Evidence, Link, link_faults, relation_kinds, relation_types

DATA = End("subsystem", "BB", "数据资源")
MODEL = End("subsystem", "CC", "大模型")
SUPPORTS = Link(DATA, "supports", MODEL, evidence=(Evidence("span", "支撑", 298, 298),))


def test_it_reads_as_a_sentence_both_ways() -> None:
    assert SUPPORTS.says() == "数据资源支撑大模型"
    assert SUPPORTS.says(backward=True) == "大模型依托数据资源"
    assert link_faults(SUPPORTS) == []


def test_ends_are_written_and_read_back() -> None:
    end = End.of("standard:GB/T 45288.1-2025", "大模型")
    assert (end.kind, end.ref, end.key) == ("standard", "GB/T 45288.1-2025", "standard:GB/T 45288.1-2025")
    for bad in ("", "standard", "standard:", "standard: ", "person:李"):
        with pytest.raises(ValueError, match="不是一端的写法"):
            End.of(bad)


def test_a_symmetric_link_is_one_whichever_way_it_is_said() -> None:
    one, other = Link(DATA, "complements", MODEL), Link(MODEL, "complements", DATA)
    assert one.key == other.key
    assert SUPPORTS.key != Link(MODEL, "supports", DATA).key


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"type": "quotes"}, "没有“quotes”这种关系"),
        ({"type": "cites"}, "“规范性引用”的起点不能是子体系，可以是：拟制定标准、标准、制修订项目"),
        ({"target": DATA}, "“支撑”的两端是同一个：数据资源"),
        ({"target": End("person", "1")}, "终点的种类“person”不认得"),
        ({"target": End("planned", " ")}, "终点没有写明是哪一个"),
        ({"status": "maybe"}, "状态“maybe”不认得"),
        ({"origin": "rumour"}, "来历“rumour”不认得"),
        ({"confidence": 1.2}, "把握应在 0 与 1 之间"),
        ({"degree": "IDT"}, "程度“IDT”不对，“支撑”没有程度之分"),
        ({"valid_from": "2026/3/1"}, "起始日期“2026/3/1”应写成"),
        ({"valid_from": "2026-03", "valid_to": "2025"}, "起始日期 2026-03 晚于终止日期 2025"),
        ({"type": "overlaps", "evidence": ()}, "“交叉”要有证据"),
        ({"type": "overlaps", "status": "confirmed"}, "确认“交叉”时要写明处理意见"),
        ({"evidence": (Evidence("hearsay", "听说"),)}, "证据的种类“hearsay”不认得"),
    ],
)
def test_faults_are_named(changes: dict[str, object], said: str) -> None:
    assert any(said in fault for fault in link_faults(replace(SUPPORTS, **changes)))  # type: ignore[arg-type]


def test_structure_is_derived_and_never_stored() -> None:
    link = Link(End("subsystem", "C"), "contains", MODEL, origin="person")
    assert link_faults(link) == ["“包含”由体系结构推出，不能另行登记"]
    assert link_faults(replace(link, origin="edition")) == []


@given(st.sampled_from(list(relation_types())), st.sampled_from(list(relation_kinds())), st.data())
def test_allowed_ends_are_just_those_of_the_vocabulary(name: str, kind: str, data: st.DataObject) -> None:
    one = relation_types()[name]
    other = data.draw(st.sampled_from(list(relation_kinds())))
    evidence = (Evidence("words", "同有“甲”"),)
    origin = "edition" if one.derived else "rule"
    faults = link_faults(Link(End(kind, "甲"), name, End(other, "乙"), origin=origin, evidence=evidence))
    assert (faults == []) == (kind in one.subjects and other in one.targets)


def test_it_goes_to_plain_data_and_back() -> None:
    assert from_plain(Link, to_plain(SUPPORTS)) == SUPPORTS
