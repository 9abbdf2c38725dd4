"""Comparing two editions."""

from __future__ import annotations

import copy
import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.sample import at, row, sample_system, subsystem
from zhunsheng.core.guide.model import Target
from zhunsheng.core.records import to_plain
from zhunsheng.core.system.differ import CHANGE_LABELS, SUBJECT_LABELS, Change, SystemDiff, diff_systems
from zhunsheng.core.system.model import StandardsSystem


def edited() -> tuple[StandardsSystem, StandardsSystem]:
    before = sample_system()
    after = copy.deepcopy(before)
    after.edition = "2026版"
    return before, after


def told(diff: SystemDiff) -> list[tuple[str, str, str | None]]:
    return [(change.kind, change.subject, change.field) for change in diff.changes]


def only(diff: SystemDiff) -> Change:
    assert len(diff.changes) == 1, told(diff)
    return diff.changes[0]


def test_a_system_does_not_differ_from_itself() -> None:
    before, after = edited()
    assert diff_systems(before, before).changes == []
    assert diff_systems(before, after).changes == []
    assert diff_systems(before, after).summary() == {}


def test_a_row_added_and_removed() -> None:
    before, after = edited()
    after.planned_standards.append(row(5, "BB", "照明大数据平台数据元", 2))
    added = only(diff_systems(before, after))
    assert (added.kind, added.subject, added.before, added.after_refs) == (
        "added",
        "5 照明大数据平台数据元",
        None,
        [5],
    )
    removed = only(diff_systems(after, before))
    assert (removed.kind, removed.after, removed.before_refs) == ("removed", None, [5])


def test_a_row_renamed() -> None:
    before, after = edited()
    after.planned_standards[1].name = "LED 灯具能效评价技术规范"
    change = only(diff_systems(before, after))
    assert (change.kind, change.before, change.after) == (
        "renamed",
        "LED 灯具能效评价规范",
        "LED 灯具能效评价技术规范",
    )
    assert 0.7 < change.confidence < 1
    assert change.reason


def test_number_and_category_help_to_know_a_row_by() -> None:
    before, after = edited()
    before.planned_standards.append(row(5, "BB", "本市 AI 可信认证标准", 2))
    after.planned_standards.append(row(5, "BB", "全市人工智能可信认证标准", 2))
    change = only(diff_systems(before, after))
    assert (change.kind, change.field) == ("renamed", "name")
    assert change.confidence < 0.72
    after.planned_standards[-1].number = 6
    assert diff_systems(before, after).summary() == {"added": 1, "removed": 1}


def test_spacing_alone_is_no_change_and_punctuation_no_new_name() -> None:
    before, after = edited()
    after.planned_standards[1].name = "LED灯具能效评价规范"
    assert diff_systems(before, after).changes == []
    after.planned_standards[1].name = "LED 灯具（能效评价）规范"
    change = only(diff_systems(before, after))
    assert (change.kind, change.field) == ("changed", "name")


def test_a_row_moved() -> None:
    before, after = edited()
    after.planned_standards[0].subsystem = "BB"
    change = only(diff_systems(before, after))
    assert (change.kind, change.before, change.after) == ("moved", "AA", "BB")


def test_rows_follow_their_recoded_and_renamed_category() -> None:
    before, after = edited()
    after.subsystems[3].code, after.subsystems[4].code = "BB", "BA"
    for item in after.planned_standards[1:]:
        item.subsystem = {"BA": "BB", "BB": "BA"}[str(item.subsystem)]
    diff = diff_systems(before, after)
    assert sorted(told(diff)) == [("recoded", "BA 智能控制", "code"), ("recoded", "BB 灯具", "code")]
    after.subsystems[3].name = "灯具与灯杆"
    kinds = Counter(change.kind for change in diff_systems(before, after).changes)
    assert kinds["moved"] == 0


def test_a_category_moved_to_another_module() -> None:
    before, after = edited()
    after.subsystems[4].code, after.subsystems[4].parent = "AB", "A"
    after.planned_standards[3].subsystem = "AB"
    change = only(diff_systems(before, after))
    assert (change.kind, change.subject_kind, change.subject) == ("moved", "subsystem", "AB 智能控制")
    assert change.before == {"code": "BB", "parent": "B"}


def test_urgency_changed_and_lost() -> None:
    before, after = edited()
    after.planned_standards[1].urgency = row(9, "BA", "x", 3).urgency
    after.planned_standards[2].urgency = row(9, "BA", "x", None).urgency
    diff = diff_systems(before, after)
    assert [change.kind for change in diff.changes] == ["urgency_changed"] * 2
    assert diff.changes[0].reason == "缓急程度由★★（推进级）改为★★★（优先级）"
    assert "未注明" in diff.changes[1].reason
    assert diff.changes[1].after == {"printed": "", "stars": None, "tier": None}


def test_a_row_split_and_rows_merged() -> None:
    before, after = edited()
    before.planned_standards.append(row(5, "BA", "路灯杆与信号灯杆结构安全要求", 2))
    after.planned_standards += [
        row(5, "BA", "路灯杆结构安全要求", 2),
        row(6, "BA", "信号灯杆结构安全要求", 2),
    ]
    change = only(diff_systems(before, after))
    assert change.kind == "split"
    assert change.before["name"] == "路灯杆与信号灯杆结构安全要求"
    assert [item["name"] for item in change.after] == ["路灯杆结构安全要求", "信号灯杆结构安全要求"]
    back = only(diff_systems(after, before))
    assert (back.kind, back.before_refs, back.after_refs) == ("merged", [5, 6], [5])
    assert back.confidence == change.confidence


def test_a_category_split_by_name_and_its_rows_follow() -> None:
    before, after = edited()
    before.subsystems[3].name = "灯具与灯杆"
    after.subsystems.insert(4, subsystem("BC", "灯杆", 48))
    after.planned_standards[2].subsystem = "BC"
    before.subsystems[3].topics = after.subsystems[3].topics = []
    after.subsystems[3].code = "BD"
    after.planned_standards[1].subsystem = "BD"
    change = only(diff_systems(before, after))
    assert (change.kind, change.subject_kind, change.after_refs) == ("split", "subsystem", ["BD", "BC"])
    assert only(diff_systems(after, before)).kind == "merged"


def test_a_category_with_a_new_name_is_known_by_its_rows() -> None:
    before, after = edited()
    after.subsystems[3].code, after.subsystems[3].name = "BX", "器材"
    for item in after.planned_standards[1:3]:
        item.subsystem = "BX"
    diff = diff_systems(before, after)
    assert told(diff) == [("renamed", "BX 器材", "name"), ("recoded", "BX 器材", "code")]
    assert diff.changes[0].confidence == pytest.approx(0.6)


def test_a_code_used_again_for_something_else_is_not_the_same_thing() -> None:
    before, after = edited()
    after.subsystems[4].name, after.subsystems[4].aliases = "运维管理", []
    after.planned_standards[3].name = "巡检人员能力要求"
    kinds = Counter((change.kind, change.subject_kind) for change in diff_systems(before, after).changes)
    assert kinds[("added", "subsystem")] == kinds[("removed", "subsystem")] == 1
    assert kinds[("added", "planned_standard")] == kinds[("removed", "planned_standard")] == 1


def test_an_alias_is_the_same_category() -> None:
    before, after = edited()
    after.subsystems[4].name, after.subsystems[4].aliases = "智慧控制", ["智慧控制"]
    change = only(diff_systems(before, after))
    assert (change.kind, change.after) == ("renamed", "智慧控制")


def test_targets_measures_bases_legend_layers_and_head() -> None:
    before, after = edited()
    after.targets[0].value = 30
    after.targets.append(Target("培育示范企业", ">=", 5, "家", 2027, at(13)))
    after.measures[0].commitments.append("建立案例库")
    after.bases[0].document_number = "主席令第99号"
    after.legend[0].tier = "急需"
    after.layers[0].members = ["A", "B"]
    after.status, after.title = "", "城市照明标准体系指南"
    diff = diff_systems(before, after)
    assert told(diff) == [
        ("renamed", "城市照明标准体系指南", "title"),
        ("changed", "城市照明标准体系指南", "status"),
        ("target_changed", "制定地方标准", "value"),
        ("added", "培育示范企业", None),
        ("changed", "加强组织协调", "commitments"),
        ("changed", "中华人民共和国标准化法", "document_number"),
        ("changed", "★★★", "tier"),
        ("changed", "基础层", "members"),
    ]
    assert diff.changes[2].reason == "指标由 ≥ 20 项（2027 年） 改为 ≥ 30 项（2027 年）"
    assert diff.summary() == {"added": 1, "renamed": 1, "target_changed": 1, "changed": 5}


def test_an_edition_without_prose_does_not_differ_in_scope() -> None:
    before, after = edited()
    after.subsystems[0].scope = "另一种说法"
    assert only(diff_systems(before, after)).field == "scope"
    after.subsystems[0].scope = ""
    assert diff_systems(before, after).changes == []


def test_changes_are_json() -> None:
    before, after = edited()
    after.planned_standards.pop(0)
    after.subsystems.pop(1)
    plain = to_plain(diff_systems(before, after))
    assert json.loads(json.dumps(plain)) == plain


WORDS = [
    "灯具",
    "灯杆",
    "照明",
    "控制器",
    "能效",
    "安全",
    "接口",
    "术语",
    "智能",
    "测试",
    "规范",
    "标准",
    "要求",
]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map("".join)
ROWS = st.tuples(NAMES, st.sampled_from(["AA", "BA", "BB", None]), st.sampled_from([None, 1, 2, 3]))


@st.composite
def systems(draw: st.DrawFn) -> StandardsSystem:
    system = sample_system()
    drawn = draw(st.lists(ROWS, max_size=8))
    system.planned_standards = [
        row(number, code, name, stars) for number, (name, code, stars) in enumerate(drawn, 1)
    ]
    for item, name in zip(system.subsystems, draw(st.lists(NAMES, min_size=5, max_size=5)), strict=True):
        item.name = name
    dropped = draw(st.booleans())
    if dropped:
        system.subsystems.pop()
    system.targets = [
        Target(name, ">=", value, "项", 2027, at(9))
        for name, value in draw(st.lists(st.tuples(NAMES, st.integers(1, 9)), max_size=3))
    ]
    return system


@given(systems())
def test_nothing_differs_from_itself(system: StandardsSystem) -> None:
    assert diff_systems(system, copy.deepcopy(system)).changes == []


@given(systems(), systems())
def test_everything_is_accounted_for_exactly_once(before: StandardsSystem, after: StandardsSystem) -> None:
    diff = diff_systems(before, after)
    sides = {"subsystem": "subsystems", "planned_standard": "planned_standards", "target": "targets"}
    for kind, name in sides.items():
        for side, system in (("before", before), ("after", after)):
            seen = sorted(index for match in diff.matches[kind] for index in getattr(match, side))
            assert seen == list(range(len(getattr(system, name))))
        assert all(match.before or match.after for match in diff.matches[kind])
    for change in diff.changes:
        assert change.kind in CHANGE_LABELS
        assert change.subject_kind in SUBJECT_LABELS
        assert change.reason
        assert 0 < change.confidence <= 1


@given(systems(), systems())
def test_looking_back_tells_the_same_story(before: StandardsSystem, after: StandardsSystem) -> None:
    there, back = diff_systems(before, after), diff_systems(after, before)
    turned = {"added": "removed", "removed": "added", "split": "merged", "merged": "split"}
    assert Counter((turned.get(c.kind, c.kind), c.subject_kind) for c in there.changes) == Counter(
        (c.kind, c.subject_kind) for c in back.changes
    )
