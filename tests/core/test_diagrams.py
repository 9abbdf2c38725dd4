"""The two pictures: every subsystem appears, no two boxes overlap, no text leaves its box, the same input draws the
same picture."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from zhunsheng.core.deliver.diagrams import Picture, framework_picture, structure_picture
from zhunsheng.core.deliver.diagrams.picture import MARK, Box
from zhunsheng.core.deliver.diagrams.text import text_width, wrap
from zhunsheng.core.deliver.scale import urgency_scale
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import (
    Guess,
    Layer,
    LegendEntry,
    PlannedStandard,
    SourceSpan,
    Subsystem,
    Urgency,
)
from zhunsheng.core.system.model import StandardsSystem

HERE = SourceSpan(1, 1)
NAMES = st.text(
    alphabet=st.sampled_from("智能高技术船舶与海工装备（MaaS）、/标准ABwm i12，《》"), min_size=1, max_size=40
).filter(lambda text: text.strip())


def subsystem(code: str, name: str, level: int, parent: str | None, group: str | None = None) -> Subsystem:
    return Subsystem(code, code, name, name, level, parent, "", [], HERE, group=group)


def item(position: int, code: str, stars: int | None) -> PlannedStandard:
    urgency = Urgency("★" * (stars or 0), stars, None, "printed" if stars else "absent")
    return PlannedStandard(position, code, f"第{position}项", "", None, urgency, HERE, position=position)


@st.composite
def systems(draw: st.DrawFn) -> StandardsSystem:
    """Trees of 1–12 modules, up to five levels, with groups, layers and items."""
    made: list[Subsystem] = []

    def grow(code: str, level: int, parent: str | None, group: str | None) -> None:
        made.append(subsystem(code, draw(NAMES), level, parent, group))
        if level >= 5 or len(made) > 70:
            return
        most = {1: 14, 2: 3, 3: 2, 4: 2}[level]
        groups = [None, *draw(st.lists(NAMES, max_size=2, unique=True))] if level == 1 else [None]
        for index in range(draw(st.integers(0, most))):
            group_of = groups[min(len(groups) - 1, index * len(groups) // most)]
            grow(code + chr(65 + index), level + 1, code, group_of)

    modules = draw(st.integers(1, 12))
    for index in range(modules):
        grow(chr(65 + index), 1, None, None)
    codes = [entry.code for entry in made]
    places = draw(
        st.lists(st.tuples(st.sampled_from(codes), st.sampled_from([4, 3, 2, 1, None])), max_size=60)
    )
    items = [item(index, code, stars) for index, (code, stars) in enumerate(places, 1)]
    layers = []
    if draw(st.booleans()):
        cut = draw(st.integers(0, modules))
        heads = [chr(65 + index) for index in range(modules)]
        across = [Guess("cross_cutting", "贯穿", 0.6)]
        layers = [Layer("基础层", heads[:cut], HERE), Layer(draw(NAMES), heads[cut:], HERE, across)]
    legend = [LegendEntry("★★★★", 4, "优先级", "", HERE), LegendEntry("★", 1, "完善级", "", HERE)]
    return StandardsSystem("s", draw(NAMES), "", "", [], "", made, items, legend=legend, layers=layers)


def overlap(one: Box, other: Box) -> bool:
    apart = one.x + one.w <= other.x + 0.01 or other.x + other.w <= one.x + 0.01
    return not (apart or one.y + one.h <= other.y + 0.01 or other.y + other.h <= one.y + 0.01)


def check(picture: Picture) -> None:
    solid = [box for box in picture.boxes if box.kind in {"root", "module", "node"}]
    for one, other in combinations(solid, 2):
        assert not overlap(one, other), (one, other)
    frames = [box for box in picture.boxes if box.kind in {"group", "band"}]
    for one, other in combinations(frames, 2):
        assert not overlap(one, other), (one, other)
    for box in picture.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.w <= picture.width + 0.01, box
        assert box.y + box.h <= picture.height + 0.01, box
        for text in box.texts:
            wide = text_width(text.text, text.size)
            left = {"start": text.x, "middle": text.x - wide / 2, "end": text.x - wide}[text.anchor]
            if len(text.text) > 1:  # one character cannot be broken further
                assert left >= box.x - 0.01, (box, text)
                assert left + wide <= box.x + box.w + 0.01, (box, text)
            assert box.y + 0.6 * text.size <= text.y <= box.y + box.h, (box, text)
        for mark in box.marks:
            assert box.x <= mark.x
            assert mark.x + MARK <= box.x + box.w + 0.01
            assert box.y <= mark.y
            assert mark.y + MARK <= box.y + box.h + 0.01


@given(systems(), st.sampled_from(["none", "counts", "urgency"]))
@settings(max_examples=60, deadline=None)
def test_structure_shows_every_subsystem_apart(system: StandardsSystem, overlay: str) -> None:
    picture = structure_picture(
        SystemTree(system),
        href=lambda code: f"/x/{code}",
        fold_href=lambda code: f"?{code}",
        overlay=overlay,
        hollow=overlay == "counts",
    )
    check(picture)
    nodes = [box for box in picture.boxes if box.kind == "node"]
    assert all(int(box.data["items"]) == len(SystemTree(system).own_items(box.code)) for box in nodes)
    if overlay == "urgency":
        assert all(sum(mark.count for mark in box.marks) == int(box.data["items"]) for box in nodes)
    if overlay == "counts":
        assert "dg-empty" not in {box.cls for box in picture.boxes}
    drawn = [box.code for box in picture.boxes if box.kind in {"module", "node"}]
    assert sorted(drawn) == sorted(entry.code for entry in system.subsystems)


@given(systems(), st.sampled_from(["urgency", "counts", "none"]))
@settings(max_examples=60, deadline=None)
def test_framework_shows_every_module_and_its_categories_apart(system: StandardsSystem, overlay: str) -> None:
    tree = SystemTree(system)
    picture = framework_picture(tree, href=lambda code: f"/x/{code}", overlay=overlay)
    check(picture)
    drawn = {box.code for box in picture.boxes if box.kind in {"module", "node"}}
    assert {entry.code for entry in system.subsystems if entry.level <= 2} <= drawn
    cells = [box for box in picture.boxes if box.kind == "node"]
    assert sum(int(box.data["items"]) for box in cells) == len(system.planned_standards)
    shown = len(system.planned_standards) if overlay == "urgency" else 0
    assert sum(mark.count for box in cells for mark in box.marks) == shown


@given(systems())
@settings(max_examples=20, deadline=None)
def test_same_system_same_text_and_well_formed(system: StandardsSystem) -> None:
    for make in (structure_picture, framework_picture):
        for standalone in (False, True):
            text = make(SystemTree(system)).svg(standalone=standalone)
            assert text == make(SystemTree(system)).svg(standalone=standalone)
            root = etree.fromstring(text)
            assert root.tag.endswith("svg")
            assert "style=" not in text


def test_folded_module_keeps_its_head_and_hides_its_parts() -> None:
    parts = [
        subsystem("A", "基础", 1, None),
        subsystem("AA", "测试", 2, "A"),
        subsystem("B", "支撑", 1, None),
    ]
    tree = SystemTree(StandardsSystem("s", "某体系", "", "", [], "", parts))
    picture = structure_picture(tree, fold_href=lambda code: f"?fold={code}", folded=frozenset({"A"}))
    assert [box.code for box in picture.boxes if box.kind in {"module", "node"}] == ["A", "B"]
    folds = [box for box in picture.boxes if box.kind == "fold"]
    assert [(box.code, box.label, box.href) for box in folds] == [("A", "展开 A 基础", "?fold=A")]
    assert "dg-fold" not in picture.svg(standalone=True)


def test_a_system_without_anything_still_draws() -> None:
    tree = SystemTree(StandardsSystem("s", "", "", "", [], ""))
    for make in (structure_picture, framework_picture):
        etree.fromstring(make(tree).svg())


def test_hostile_names_are_escaped() -> None:
    evil = '"><script>alert(1)</script>&'
    tree = SystemTree(StandardsSystem("s", evil, "", "", [], "", [subsystem("A", evil, 1, None)]))
    for make in (structure_picture, framework_picture):
        text = make(tree, href=lambda code: "/?a=1&b=" + code).svg()
        etree.fromstring(text)
        assert "<script" not in text


@given(NAMES, st.floats(30, 200))
def test_wrap_keeps_every_character_and_the_width(text: str, width: float) -> None:
    for even in (False, True):
        lines = wrap(text, width, 13, even=even)
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(text_width(line, 13) <= width or len(line) == 1 for line in lines)
    assert len(wrap(text, width, 13, even=True)) == len(wrap(text, width, 13))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("高技术船舶与海工装备", 66, ["高技术船舶", "与海工装备"]),
        ("安全、治理", 39, ["安全、", "治理"]),
        ("基于 AI 的船舶", 60, ["基于 AI", "的船舶"]),
        ("", 60, [""]),
    ],
)
def test_wrap_breaks_where_readers_expect(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width, 13) == lines


def test_scale_orders_defined_undefined_and_blank() -> None:
    legend = [LegendEntry("★", 1, "完善级", "", HERE), LegendEntry("★★★★", 4, "优先级", "", HERE)]
    items = [item(1, "A", 3), item(2, "A", None), item(3, "A", 1)]
    system = StandardsSystem("s", "", "", "", [], "", [subsystem("A", "基础", 1, None)], items, legend=legend)
    scale = [(grade.key, grade.tone, grade.tier) for grade in urgency_scale(system)]
    assert scale == [
        ("4", "first", "优先级"),
        ("3", "undefined", "图例未定义"),
        ("1", "second", "完善级"),
        ("none", "absent", "未注明"),
    ]


def test_scale_of_words() -> None:
    legend = [LegendEntry("急需", None, "急需", "", HERE), LegendEntry("一般", None, "一般", "", HERE)]
    rows = [
        PlannedStandard(1, "A", "x", "", None, Urgency("急 需", None, "急需", "printed"), HERE),
        PlannedStandard(2, "A", "y", "", None, Urgency("缓", None, None, "printed"), HERE),
    ]
    system = StandardsSystem("s", "", "", "", [], "", [], rows, legend=legend)
    assert [(grade.key, grade.short, grade.tone) for grade in urgency_scale(system)] == [
        ("急需", "急", "first"),
        ("一般", "一", "second"),
        ("缓", "缓", "undefined"),
    ]


def test_tree_survives_circles_and_orphans() -> None:
    parts = [subsystem("A", "甲", 1, "B"), subsystem("B", "乙", 1, "A"), subsystem("C", "丙", 2, "Z")]
    tree = SystemTree(StandardsSystem("s", "", "", "", [], "", parts, [item(1, "Q", None)]))
    assert {entry.code for entry in tree.walk()} == {"A", "B", "C"}
    assert [entry.position for entry in tree.unplaced] == [1]
