"""The figures of a guide: every part in a box of its own, dashed only what lies outside, counts equal to the table."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.core.test_diagrams import check, item, overlap, subsystem, systems
from zhunsheng.core.deliver.diagrams.figures import (
    Outside,
    guide_figures,
    module_rows,
    numbers_of,
    tree_rows,
)
from zhunsheng.core.deliver.diagrams.overlay import OVERLAYS
from zhunsheng.core.deliver.diagrams.picture import Picture
from zhunsheng.core.deliver.diagrams.subframework import MOST_OUTSIDE, subframework_picture
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import Figure
from zhunsheng.core.system.content import load_packaged
from zhunsheng.core.system.model import StandardsSystem

LABELS = [
    "GB/T 45288.1-2025 人工智能 大模型 第1部分：通用要求",
    "BB 数据资源",
    "某" * 60,
    "AI safety, overview",
]


@st.composite
def modules(draw: st.DrawFn) -> tuple[SystemTree, str, list[Outside]]:
    """A system with topics and ties to the outside, and one of its modules."""
    system: StandardsSystem = draw(systems())
    parts = [
        replace(one, topics=draw(st.lists(st.sampled_from(LABELS), max_size=4))) for one in system.subsystems
    ]
    tree = SystemTree(replace(system, subsystems=parts))
    code = draw(st.sampled_from([module.code for module in tree.modules]))
    inside = [code, *(one.code for one in tree.below(code))]
    ties = st.builds(
        Outside,
        st.sampled_from(inside),
        st.sampled_from(LABELS),
        st.sampled_from(["归类", "规范性引用", "被引用"]),
        st.booleans(),
    )
    return tree, code, draw(st.lists(ties, max_size=30))


def boxes_apart(picture: Picture) -> None:
    """No box lies on another, and no text leaves its own."""
    check(picture)
    drawn = [box for box in picture.boxes if box.cls != "dg-none"]
    for one, other in combinations(drawn, 2):
        assert not overlap(one, other), (one, other)


@given(modules(), st.sampled_from(sorted(OVERLAYS)))
@settings(max_examples=40, deadline=None)
def test_every_part_stands_apart_and_counts_are_those_of_the_table(
    made: tuple[SystemTree, str, list[Outside]], overlay: str
) -> None:
    tree, code, ties = made
    picture = subframework_picture(
        tree, code, outside=ties, overlay=overlay, href=lambda one: f"/s/{one}", more_href=lambda one: "/more"
    )
    boxes_apart(picture)
    rows = module_rows(tree, code, ties)
    root = etree.fromstring(picture.svg())
    drawn = [one for one in root.iter() if one.get("data-items") is not None]
    parts = {row.code: row for row in rows if row.kind == "part"}
    own = len(tree.own_items(code))
    seen = Counter((one.get("data-code"), int(one.get("data-items"))) for one in drawn)
    expected = Counter((row.code, row.items) for row in parts.values())
    expected[code, rows[0].items] += 1
    assert not expected - seen
    assert not seen - expected - Counter({(code, own): 1})
    topics = Counter(
        (one.get("data-of"), one.get("data-topic")) for one in root.iter() if one.get("data-topic")
    )
    assert topics == Counter((row.parent, row.name) for row in rows if row.kind == "topic")
    if overlay == "urgency" and tree.listed:
        shown = sum(mark.count for box in picture.boxes if box.kind == "node" for mark in box.marks)
        counted = {box.code for box in picture.boxes if box.kind == "node"}
        assert shown == sum(len(tree.own_items(one)) for one in counted)


@given(modules())
@settings(max_examples=30, deadline=None)
def test_what_lies_outside_is_dashed_and_nothing_else(made: tuple[SystemTree, str, list[Outside]]) -> None:
    tree, code, ties = made
    picture = subframework_picture(tree, code, outside=ties)
    rows = [row for row in module_rows(tree, code, ties) if row.kind == "outside"]
    assert len(rows) == len(ties)
    legend = [box for box in picture.boxes if box.cls == "dg-outer" and not box.data]
    assert len(legend) == bool(ties)
    outer = [box for box in picture.boxes if "outside" in box.data]
    assert {box.cls for box in outer} <= {"dg-outer"}
    assert {box.cls for box in picture.boxes if box.kind in {"node", "module"}} <= {"dg-box", "dg-hollow"}
    more = {box.data["of"]: int(box.data["more"]) for box in picture.boxes if "more" in box.data}
    for part in {row.parent for row in rows}:
        listed = [row for row in rows if row.parent == part]
        shown = [box.data for box in outer if box.data["of"] == part]
        assert len(shown) == min(len(listed), MOST_OUTSIDE)
        assert len(shown) + more.get(part, 0) == len(listed)
        assert [(one["outside"], one["status"] == "confirmed") for one in shown] == [
            (row.name, row.certain) for row in listed[:MOST_OUTSIDE]
        ]


def test_the_packaged_guide_has_ten_figures_with_its_own_captions() -> None:
    tree = SystemTree(load_packaged("jiangsu-ai-2025").system)
    figures = guide_figures(tree)
    assert [one.number for one in figures] == list(range(1, 11))
    assert [one.printed for one in figures] == [str(number) for number in range(1, 11)]
    assert [one.kind for one in figures] == ["structure", "framework", *["module"] * 8]
    assert "".join(one.code for one in figures) == "ABCDEFGH"
    assert figures[9].title == "安全/治理子框架"
    assert len({one.line for one in figures}) == 10


def test_the_boxes_of_the_module_figures_hold_61_categories_and_76_items() -> None:
    tree = SystemTree(load_packaged("jiangsu-ai-2025").system)
    codes, items, numbers = [], 0, []
    for figure in guide_figures(tree)[2:]:
        root = etree.fromstring(subframework_picture(tree, figure.code).svg(standalone=True))
        nodes = [one for one in root.iter() if one.get("data-items") and len(one.get("data-code")) == 2]
        codes += [one.get("data-code") for one in nodes]
        items += sum(int(one.get("data-items")) for one in nodes)
        numbers += [row.numbers for row in module_rows(tree, figure.code) if row.kind == "module"]
    assert len(codes) == len(set(codes)) == 61
    assert items == 76
    assert numbers[5] == "17–53"
    assert sum(row.kind == "part" for row in tree_rows(tree)) == 61
    assert sum(row.items for row in tree_rows(tree) if row.kind == "module") == 76


def test_captions_of_the_guide_are_taken_once_and_missing_ones_are_made() -> None:
    parts = [subsystem("A", "数据", 1, None), subsystem("B", "数据安全", 1, None)]
    own = [Figure("3", "数据安全子框架", None), Figure("1", "某体系结构图", None)]
    tree = SystemTree(StandardsSystem("s", "某体系", "", "", [], "", parts, figures=own))
    made = [(one.number, one.title, one.printed) for one in guide_figures(tree)]
    assert made == [
        (1, "某体系结构图", "1"),
        (2, "某体系框架图", ""),
        (3, "数据子框架", ""),
        (4, "数据安全子框架", "3"),
    ]


def test_numbers_run_together() -> None:
    items = [item(one, "A", None) for one in (1, 2, 3, 5, 7, 8)]
    items.append(replace(item(9, "A", None), number=None))
    assert numbers_of(items) == "1–3、5、7、8、第 9 行"
    assert numbers_of([]) == ""


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_hostile_names_are_escaped_and_a_bare_module_is_drawn(overlay: str) -> None:
    evil = '"><script>alert(1)</script>&'
    system = StandardsSystem(
        "s", evil, "", "", [], "", [replace(subsystem("A", evil, 1, None), topics=[evil])]
    )
    ties = [Outside("A", evil, evil, False, href=f"/x?{evil}")]
    picture = subframework_picture(SystemTree(system), "A", outside=ties, overlay=overlay)
    boxes_apart(picture)
    for standalone in (False, True):
        text = picture.svg(standalone=standalone, caption=evil)
        etree.fromstring(text)
        assert "<script" not in text
