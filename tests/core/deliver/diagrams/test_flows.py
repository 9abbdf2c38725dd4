"""Chord, sankey and heat map: the same rows in all three, nothing lost, nothing collides, names are escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from zhunsheng.core.deliver.diagrams import Chart, chord_picture, heat_picture, sankey_picture
from zhunsheng.core.deliver.diagrams.chart import span_of
from zhunsheng.core.deliver.diagrams.flows import Cell, Flow, Module, finding, flow_label, flows_of
from zhunsheng.core.deliver.diagrams.heat import heat_level

Make = Callable[..., Chart]
RIBBONS: list[Make] = [chord_picture, sankey_picture]
ALL: list[Make] = [*RIBBONS, heat_picture]
NAMES = st.text(alphabet="智能高技术船舶与海工装备（）、/ABwm i12《》", min_size=1, max_size=24).filter(
    lambda text: text.strip()
)
CODES = [chr(65 + index) for index in range(26)] + ["AA1", "AB1", "AC1", "AD1"]


@st.composite
def inputs(draw: st.DrawFn) -> tuple[list[Module], list[Cell]]:
    """2–30 modules; between few or many of them links of three types, one of them symmetric."""
    count = draw(st.integers(2, 30))
    modules = [Module(code, draw(NAMES), index % 8 + 1) for index, code in enumerate(CODES[:count])]
    codes = st.sampled_from(CODES[:count])
    counts = st.one_of(st.integers(0, 3), st.integers(0, 400))
    kinds = st.sampled_from(
        [("cites", "引用", False), ("supports", "支撑", False), ("overlaps", "重叠", True)]
    )
    cells = [
        Cell(source, target, *kind[:2], sure, open_, kind[2])
        for source, target, kind, sure, open_ in draw(
            st.lists(st.tuples(codes, codes, kinds, counts, counts), min_size=1, max_size=90)
        )
    ]
    return modules, cells


def ribbons(chart: Chart, *, standalone: bool = False) -> Counter[tuple[str, ...]]:
    """What the written SVG says of its ribbons."""
    root = etree.fromstring(chart.svg(standalone=standalone))
    names = ("data-from", "data-to", "data-directed", "data-status", "data-count")
    return Counter(
        tuple(one.get(name, "") for name in names) for one in root.iter() if one.get("data-status")
    )


def rows(flows: list[Flow]) -> Counter[tuple[str, ...]]:
    """The same of the rows of the table."""
    return Counter(
        (one.source, one.target, str(int(one.directed)), status, str(one.count(status)))
        for one in flows
        for status in ("confirmed", "suggested")
        if one.count(status)
    )


def check(chart: Chart) -> None:
    """No two texts meet, and none leaves the picture or its frame."""
    texts = [(text, span_of(text)) for text in chart.texts()]
    for text, (left, top, right, bottom) in texts:
        assert left >= -0.01, text
        assert top >= -0.01, text
        assert right <= chart.width + 0.01, text
        assert bottom <= chart.height + 0.01, text
    for (one, a), (other, b) in combinations(texts, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, (one, other)
    for piece in chart.pieces:
        if piece.frame is not None:
            x, y, w, h = piece.frame
            for text in piece.texts:
                left, top, right, bottom = span_of(text)
                assert x - 0.01 <= left, text
                assert right <= x + w + 0.01, text
                assert y - 0.01 <= top, text
                assert bottom <= y + h + 0.01, text


@pytest.mark.parametrize("make", ALL)
@given(given_=inputs())
@settings(max_examples=15, deadline=None)
def test_no_label_meets_another(make: Make, given_: tuple[list[Module], list[Cell]]) -> None:
    check(make(*given_))


@pytest.mark.parametrize("make", RIBBONS)
@given(given_=inputs())
@settings(max_examples=15, deadline=None)
def test_ribbons_are_the_rows_of_the_table(make: Make, given_: tuple[list[Module], list[Cell]]) -> None:
    expected = rows(flows_of(*given_))
    chart = make(*given_, href=lambda flow, status: f"/x?from={flow.source}&to={flow.target}&s={status}")
    assert ribbons(chart) == expected
    assert ribbons(chart, standalone=True) == expected
    assert chart.empty == (not expected)


@given(given_=inputs())
@settings(max_examples=15, deadline=None)
def test_cells_of_the_heat_map_are_the_rows_of_the_table(given_: tuple[list[Module], list[Cell]]) -> None:
    expected: Counter[tuple[str, str, str]] = Counter()
    for flow in flows_of(*given_):
        both = {(flow.source, flow.target)} | (set() if flow.directed else {(flow.target, flow.source)})
        for pair in both:
            expected[(*pair, "confirmed")] += flow.confirmed
            expected[(*pair, "suggested")] += flow.suggested
    drawn: Counter[tuple[str, str, str]] = Counter()
    for one in etree.fromstring(heat_picture(*given_).svg()).iter():
        if one.get("data-confirmed"):
            for status in ("confirmed", "suggested"):
                drawn[one.get("data-from"), one.get("data-to"), status] += int(one.get(f"data-{status}"))
    assert +drawn == +expected


@given(given_=inputs())
@settings(max_examples=15, deadline=None)
def test_counts_survive_and_the_same_input_draws_the_same(given_: tuple[list[Module], list[Cell]]) -> None:
    modules, cells = given_
    flows = flows_of(modules, cells)
    assert sum(flow.confirmed for flow in flows) == sum(cell.confirmed for cell in cells)
    assert sum(flow.suggested for flow in flows) == sum(cell.suggested for cell in cells)
    for flow in flows:
        assert flow.confirmed == sum(one[2] for one in flow.types)
        assert flow.suggested == sum(one[3] for one in flow.types)
    for make in ALL:
        text = make(modules, cells).svg(standalone=True, caption="某体系")
        assert text == make(modules, list(cells)).svg(standalone=True, caption="某体系")
        assert "class=" not in text.replace('class="diagram"', "").replace('class="dg-', "")


MODULES = [Module("A", "基础共性", 1), Module("B", "基础支撑", 2), Module("H", "安全/治理", 8)]
CELLS = [
    Cell("A", "H", "cites", "引用", 3, 1),
    Cell("A", "H", "supports", "支撑", 2, 0),
    Cell("H", "A", "overlaps", "重叠", 0, 2, symmetric=True),
    Cell("Z", "A", "cites", "引用", 5, 0),
]


def test_flows_add_types_and_keep_directions_apart() -> None:
    flows = flows_of(MODULES, CELLS)
    assert [(one.source, one.target, one.directed, one.confirmed, one.suggested) for one in flows] == [
        ("A", "H", False, 0, 2),
        ("A", "H", True, 5, 1),
    ]
    assert flow_label(flows[1]) == "A → H：已确认 5 条，待确认 1 条（引用 4、支撑 2）"
    assert flow_label(flows[1], "confirmed") == "A → H：已确认 5 条（引用 3、支撑 2）"
    assert flow_label(flows[0], "suggested") == "A — H：待确认 2 条（重叠 2）"


def test_the_title_states_the_finding() -> None:
    assert finding(MODULES, flows_of(MODULES, CELLS)) == (
        "3 个模块之间已确认 5 条关联、待确认 3 条，最多的是 A 基础共性 → H 安全/治理（5 条）"
    )
    assert finding(MODULES, []) == "模块之间还没有登记的关联"
    only_open = flows_of(MODULES, [Cell("B", "A", "cites", "引用", 0, 2)])
    assert finding(MODULES, only_open).endswith("待确认最多的是 B 基础支撑 → A 基础共性（2 条）")


@pytest.mark.parametrize("make", ALL)
def test_nothing_linked_says_what_to_do(make: Make) -> None:
    chart = make(MODULES, [])
    assert chart.empty
    check(chart)
    said = "".join(text.text for text in chart.texts())
    assert "模块之间还没有登记的关联" in said
    assert "确认建议" in said


@pytest.mark.parametrize("make", ALL)
def test_hostile_names_are_escaped(make: Make) -> None:
    evil = '"><script>alert(1)</script>&'
    modules = [Module(evil, evil, 1), Module("B", evil, 2)]
    cells = [Cell(evil, "B", evil, evil, 1, 1)]
    for standalone in (False, True):
        chart = make(modules, cells, href=lambda one, other: f'/?a="{one}&{other}')
        text = chart.svg(standalone=standalone, caption=evil)
        etree.fromstring(text)
        assert "<script" not in text


@pytest.mark.parametrize("make", ALL)
def test_every_link_has_a_name_and_modules_come_in_order(make: Make) -> None:
    chart = make(MODULES, CELLS, href=lambda *_: "/links", module_href=lambda code: f"/m/{code}")
    root = etree.fromstring(chart.svg())
    links = list(root.iter("{*}a"))
    assert links
    assert all(one.findtext("{*}title") for one in links)
    codes = [one.get("data-code") for one in links if one.get("data-code") and one.get("data-side") != "to"]
    assert codes == [code for code in ("A", "B", "H") if code in codes]


@pytest.mark.parametrize("make", ALL)
def test_a_file_has_its_looks_as_attributes_and_no_links(make: Make) -> None:
    text = make(MODULES, CELLS, href=lambda *_: "/links").svg(standalone=True, caption="依据某指南 2026")
    root = etree.fromstring(text)
    assert not list(root.iter("{*}a"))
    assert "style=" not in text
    assert "依据某指南 2026" in text
    assert finding(MODULES, flows_of(MODULES, CELLS)) in "".join(root.itertext())
    assert 'stroke-dasharray="4 3"' in text


@pytest.mark.parametrize(("count", "level"), [(0, 0), (1, 1), (20, 1), (21, 2), (60, 3), (100, 5)])
def test_shades_grow_with_the_count(count: int, level: int) -> None:
    assert heat_level(count, 100) == level
