"""Ego network and succession: what is drawn and what is counted as left out make up the whole, and nothing collides."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from zhunsheng.core.deliver.diagrams import Chart
from zhunsheng.core.deliver.diagrams.chart import span_of
from zhunsheng.core.deliver.diagrams.ego import EgoLink, EgoNode, ego_finding, ego_picture
from zhunsheng.core.deliver.diagrams.ego_plan import MOST, MOST_SIDE, cut_to, plan_ego
from zhunsheng.core.deliver.diagrams.succession import Heir, SuccessionLink, succession_picture
from zhunsheng.core.deliver.diagrams.text import text_width

TYPES = [
    ("cites", "规范性引用"),
    ("replaces", "代替"),
    ("supports", "支撑"),
    ("long", "由研究成果转化而来的关系"),
]
TITLES = ["人工智能 术语", "Artificial intelligence — Management system", "某" * 50, ""]
Drawn = tuple[list[EgoNode], list[EgoLink]]


@st.composite
def around(draw: st.DrawFn, most: int = 60) -> Drawn:
    """A middle and up to ``most`` things in one to three steps, with links across and in parallel."""
    steps = draw(st.integers(1, 3))
    nodes = [EgoNode("c", "GB/T 1.1-2020", draw(st.sampled_from(TITLES)), 0)]
    links: list[EgoLink] = []

    def link(one: str, other: str) -> None:
        ends = (one, other) if draw(st.booleans()) else (other, one)
        kind = draw(st.sampled_from(TYPES))
        links.append(EgoLink(ends[0], *kind, ends[1], draw(st.booleans()), draw(st.integers(0, 5)) == 0))

    for index in range(draw(st.integers(1, most))):
        distance = min(steps, 1 + index % 3)
        near = [node for node in nodes if node.distance == distance - 1]
        if not near:
            continue
        label = draw(st.sampled_from(["GB/T 45288.1-2025", "BB", "序号 12", ""]))
        title, hue = draw(st.sampled_from(TITLES)), draw(st.integers(0, 8))
        nodes.append(EgoNode(f"n{index}", label, title, distance, "标准", hue, f"/x?{index}&y"))
        link(nodes[-1].key, draw(st.sampled_from(near)).key)
        if draw(st.integers(0, 4)) == 0:
            other = draw(st.sampled_from([node for node in nodes if abs(node.distance - distance) <= 1]))
            link(nodes[-1].key, other.key)
    return nodes, links


def full(count: int, *, steps: int = 1, inward: bool = False) -> Drawn:
    """So many things that all hang on the middle (or, in the second step, on its neighbours)."""
    nodes = [EgoNode("c", "GB/T 1.1-2020", "起草规则", 0)]
    links = []
    for index in range(count):
        first = steps == 1 or index < 20
        nodes.append(EgoNode(f"n{index}", f"GB/T {index}-2020", "某标准", 1 if first else 2))
        to = "c" if first else f"n{index % 20}"
        ends = (f"n{index}", to) if inward or index % 2 else (to, f"n{index}")
        links.append(EgoLink(ends[0], "cites", "规范性引用", ends[1], index % 3 == 0))
    return nodes, links


def check(chart: Chart) -> None:
    """Boxes stand apart, their texts inside them; no two names meet; everything inside the picture."""
    frames = [piece.frame for piece in chart.pieces if piece.frame is not None]
    for one, other in combinations(frames, 2):
        apart = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
        assert apart or one[1] + one[3] <= other[1] + 0.01 or other[1] + other[3] <= one[1] + 0.01, (
            one,
            other,
        )
    for piece in chart.pieces:
        if piece.frame is None:
            continue
        x, y, w, h = piece.frame
        assert x >= -0.01
        assert y >= -0.01
        assert x + w <= chart.width + 0.01
        assert y + h <= chart.height + 0.01
        for text in piece.texts:
            left, top, right, bottom = span_of(text)
            assert x - 0.01 <= left <= right <= x + w + 0.01, text
            assert y - 0.01 <= top <= bottom <= y + h + 0.01, text
    spans = [(text, span_of(text)) for text in chart.texts()]
    for text, (left, top, right, bottom) in spans:
        assert left >= -0.01, text
        assert top >= -0.01, text
        assert right <= chart.width + 0.01, text
        assert bottom <= chart.height + 0.01, text
    for (a, one), (b, other) in combinations(spans, 2):
        assert (
            one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] + 0.01 or other[3] <= one[1] + 0.01
        ), (a, b)


def drawn_of(chart: Chart) -> tuple[list[tuple[str, ...]], set[str], int, int]:
    """Links and nodes that the SVG holds, and the numbers it says are left out."""
    root = etree.fromstring(chart.svg())
    names = ("data-subject", "data-type", "data-target", "data-status")
    links = [tuple(one.get(name) for name in names) for one in root.iter() if one.get("data-subject")]
    nodes = {one.get("data-node") for one in root.iter() if one.get("data-node")}
    hidden = sum(int(one.get("data-hidden")) for one in root.iter() if one.get("data-hidden"))
    more = sum(int(one.get("data-more")) for one in root.iter() if one.get("data-more"))
    return links, nodes, hidden, more


def whole(made: Drawn, chart: Chart) -> None:
    """What is drawn are rows of the table, and with what is left out they are all of them."""
    nodes, links = made
    rows = [(one.subject, one.type, one.target, "confirmed" if one.certain else "suggested") for one in links]
    drawn, shown, hidden, more = drawn_of(chart)
    for one in set(drawn):
        assert drawn.count(one) <= rows.count(one), one
    assert len(drawn) + hidden == len(rows)
    assert shown <= {node.key for node in nodes}
    assert len(shown) + more == len(nodes)


@given(around())
@settings(max_examples=40, deadline=None)
def test_nothing_collides_and_the_rows_are_whole(made: Drawn) -> None:
    chart = ego_picture(*made, more_href=lambda ring: f"/more?{ring}")
    check(chart)
    whole(made, chart)
    assert chart.svg(standalone=True) == ego_picture(*made).svg(standalone=True)


@pytest.mark.parametrize(
    ("count", "steps", "inward"),
    [(10, 1, False), (100, 1, True), (120, 1, False), (1000, 1, False), (1000, 2, True)],
)
def test_what_finds_no_room_is_counted(count: int, steps: int, inward: bool) -> None:
    made = full(count, steps=steps, inward=inward)
    chart = ego_picture(*made, more_href=lambda ring: "/more")
    check(chart)
    whole(made, chart)
    _, shown, _, more = drawn_of(chart)
    assert len(shown) - 1 <= MOST
    said = [text.text for text in chart.texts() if text.text.startswith("另有")]
    if count == 10:
        assert (more, said) == (0, [])
    elif count == 120:
        assert more == 0
    elif inward and steps == 1:
        assert len(shown) - 1 == MOST_SIDE
        assert said[0] == "另有 40 项"
    else:
        assert len(shown) - 1 == (MOST if steps == 1 else 20 + MOST_SIDE)
        assert said


def test_arrows_run_from_subject_to_target_on_their_side() -> None:
    nodes = [EgoNode("c", "C", "", 0), EgoNode("in", "A", "", 1), EgoNode("out", "B", "", 1)]
    nodes.append(EgoNode("far", "D", "", 2))
    links = [
        EgoLink("in", "cites", "引用", "c", True),
        EgoLink("c", "cites", "引用", "out", False),
        EgoLink("far", "cites", "引用", "in", True),
    ]
    plan = plan_ego(nodes, links)
    sides = {key: one.side for key, one in plan.by_key.items()}
    assert sides == {"c": 0, "in": -1, "out": 1, "far": -1}
    at = plan.by_key
    assert at["far"].x < at["in"].x < at["c"].x < at["out"].x
    labels = {
        piece.data["status"]: piece.label
        for piece in ego_picture(nodes, links).pieces
        if piece.kind == "link"
    }
    assert labels["suggested"] == "C →引用→ B（待确认）"
    svg = ego_picture(nodes, links).svg(standalone=True)
    assert svg.count('stroke-width="1.3" stroke-dasharray') == 1 + 1  # the link and its sign in the legend


def test_the_title_states_the_finding_and_nothing_says_what_to_do() -> None:
    made = full(3)
    assert ego_finding(*made) == "GB/T 1.1-2020 起草规则：直接关联 3 项，已确认 1 条、待确认 2 条"
    alone = [EgoNode("c", "GB/T 1.1-2020", "起草规则", 0)]
    chart = ego_picture(alone, [])
    assert chart.empty
    assert "还没有关联" in chart.title
    assert "没有来源说到" in "".join(text.text for text in chart.texts())


def test_hostile_names_are_escaped() -> None:
    evil = '"><script>alert(1)</script>&'
    nodes = [EgoNode(evil, evil, evil, 0), EgoNode("x", evil, evil, 1, evil, 1, f"/?{evil}")]
    chart = ego_picture(nodes, [EgoLink(evil, evil, evil, "x", True)], title=evil)
    line = succession_picture(
        [Heir(evil, evil, "2020", href=evil), Heir("B", evil, "2021", status=evil)],
        [SuccessionLink("B", evil, evil, type=evil)],
        date(2026, 1, 1),
    )
    assert line is not None
    for one in (chart, line):
        for standalone in (False, True):
            text = one.svg(standalone=standalone, caption=evil)
            etree.fromstring(text)
            assert "<script" not in text


@given(st.text(alphabet="智能 AI标准（）", max_size=80), st.floats(30, 200), st.integers(1, 3))
def test_what_is_cut_fits_and_says_so(text: str, width: float, lines: int) -> None:
    made = cut_to(text, width, 11, lines)
    assert len(made) <= lines
    assert all(text_width(one, 11) <= width for one in made)
    if not made[-1].endswith("…"):
        assert "".join("".join(made).split()) == "".join(text.split())


# ---- succession ----

DAYS = st.sampled_from(["", "1999", "2005-06", "2009-06-17", "2020-03-31", "2026-12-01", "bad"])


@st.composite
def heirs(draw: st.DrawFn) -> tuple[list[Heir], list[SuccessionLink]]:
    made = [
        Heir(
            f"GB/T {index}-20{index:02}",
            draw(st.sampled_from(TITLES)),
            draw(DAYS),
            draw(DAYS),
            draw(DAYS),
            "现行",
            not index,
        )
        for index in range(draw(st.integers(2, 9)))
    ]
    ends = st.sampled_from([one.number for one in made])
    pairs = draw(st.lists(st.tuples(ends, ends, st.booleans()), max_size=12))
    return made, [SuccessionLink(one, other, "代替", sure, "replaces") for one, other, sure in pairs]


@given(heirs())
@settings(max_examples=40, deadline=None)
def test_the_line_of_succession_holds_every_standard_and_link(
    made: tuple[list[Heir], list[SuccessionLink]],
) -> None:
    chart = succession_picture(*made, date(2026, 11, 29))
    dated = any(
        text not in {"", "bad"} for one in made[0] for text in (one.issued, one.implemented, one.ended)
    )
    assert (chart is not None) == dated
    if chart is None:
        return
    root = etree.fromstring(chart.svg())
    assert {one.get("data-number") for one in root.iter() if one.get("data-number")} == {
        one.number for one in made[0]
    }
    drawn = sorted(
        (one.get("data-newer"), one.get("data-older")) for one in root.iter() if one.get("data-newer")
    )
    assert drawn == sorted((one.newer, one.older) for one in made[1] if one.newer != one.older)
    for text in chart.texts():
        left, top, right, bottom = span_of(text)
        assert left >= -0.01, text
        assert top >= -0.01, text
        assert right <= chart.width + 0.01, text
        assert bottom <= chart.height + 0.01, text


def test_a_line_of_succession_says_who_replaces_whom() -> None:
    made = [Heir("GB/T 1-2009", "导则", "2009", "2010"), Heir("GB/T 1-2020", "导则", "2020-03-31", here=True)]
    chart = succession_picture(made, [SuccessionLink("GB/T 1-2020", "GB/T 1-2009", "代替")], date(2026, 1, 1))
    assert chart is not None
    assert chart.title == "GB/T 1-2020 代替 GB/T 1-2009"
    assert succession_picture(made[:1], [], date(2026, 1, 1)) is None
