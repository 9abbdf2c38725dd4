"""The atlas's layout: everything inside its own ring, nothing on top of anything, the same every time."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.graph.layout import HUB, Layout, Ring, lay_out
from zhunsheng.core.guide.model import SourceSpan, Subsystem
from zhunsheng.core.system.content import load_packaged
from zhunsheng.core.system.model import StandardsSystem

HERE = SourceSpan(1, 1)


def box(code: str, parent: str | None) -> Subsystem:
    level = 1 if parent is None else len(code)
    return Subsystem(code, code, f"名{code}", f"名{code}", level, parent, "", [], HERE)


def tree_of(shape: list[int]) -> SystemTree:
    """One module for each number, with so many categories."""
    boxes: list[Subsystem] = []
    for at, parts in enumerate(shape):
        boxes.append(box(f"M{at}", None))
        boxes += [box(f"M{at}C{part}", f"M{at}") for part in range(parts)]
    return SystemTree(StandardsSystem("s", "体系", "2025版", "", [], "", subsystems=boxes))


def inside(ring: Ring, x: float, y: float) -> bool:
    radius = math.hypot(x, y)
    turn = (math.atan2(y, x) - ring.start) % (2 * math.pi)
    return ring.inner - 1e-9 <= radius <= ring.outer + 1e-9 and turn <= ring.stop - ring.start + 1e-9


def check(laid: Layout, members: dict[str, list[str]]) -> None:
    rings = {ring.code: ring for ring in laid.rings}
    for code, keys in members.items():
        for key in keys:
            x, y, _ = laid.places[key]
            assert inside(rings[code], x, y) if code else math.hypot(x, y) < HUB, (code, key)
    spots = sorted(laid.places.values())
    for (x0, y0, r0), (x1, y1, r1) in pairwise(spots):
        assert math.hypot(x1 - x0, y1 - y0) > 0, "two dots in one place"
        assert r0 > 0 and r1 > 0
    area = sum((one.stop - one.start) * (one.outer**2 - one.inner**2) / 2 for one in laid.rings)
    whole = sum((one.stop - one.start) * (1 - HUB**2) / 2 for one in laid.sectors)
    assert abs(area - whole) < 1e-6, "rings leave a hole or lie on one another"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 25), st.integers(0, 30)), min_size=1, max_size=12), st.integers(0, 20)
)
def test_everything_lies_in_its_own_ring(shape: list[tuple[int, int]], hub: int) -> None:
    tree = tree_of([parts for parts, _ in shape])
    members: dict[str, list[str]] = {"": [f"h{n}" for n in range(hub)]}
    for at, (parts, held) in enumerate(shape):
        members[f"M{at}C0" if parts else f"M{at}"] = [f"{at}-{n}" for n in range(held)]
    laid = lay_out(tree, members)
    check(laid, members)
    assert lay_out(tree, members) == laid


def test_the_packaged_system_is_laid_out_without_dots_on_dots() -> None:
    tree = SystemTree(load_packaged("jiangsu-ai-2025").system)
    members = {box.code: [f"i{item.position}" for item in tree.own_items(box.code)] for box in tree.walk()}
    laid = lay_out(tree, members)
    check(laid, members)
    spots = list(laid.places.values())
    nearest = min(
        math.dist(one[:2], other[:2]) - one[2] - other[2]
        for at, one in enumerate(spots)
        for other in spots[:at]
    )
    assert nearest > 0
    assert [sector.code for sector in laid.sectors] == list("ABCDEFGH")


def test_one_more_standard_moves_no_ring_until_they_have_doubled() -> None:
    tree = tree_of([3, 5])
    few = lay_out(tree, {"M0C1": [str(n) for n in range(8)]})
    more = lay_out(tree, {"M0C1": [str(n) for n in range(14)]})
    assert few.rings == more.rings and few.sectors == more.sectors
    many = lay_out(tree, {"M0C1": [str(n) for n in range(40)]})
    assert many.rings != few.rings


def test_a_thousand_in_one_category_still_lie_apart() -> None:
    tree = tree_of([4, 4])
    members = {"M0C1": [str(n) for n in range(1000)], "M1C0": ["a", "b"]}
    laid = lay_out(tree, members)
    check(laid, members)
    spots = [laid.places[key] for key in members["M0C1"]]
    assert len({(round(x, 6), round(y, 6)) for x, y, _ in spots}) == 1000


def test_what_is_linked_but_lies_in_no_category_stands_on_the_rim_of_its_module() -> None:
    tree = tree_of([2, 2])
    laid = lay_out(tree, {"M0C0": ["a"]}, {"M1C0": ["x", "y"], "": ["z"]})
    assert laid.size > 1
    sectors = {sector.code: sector for sector in laid.sectors}
    for key, module in (("x", "M1"), ("y", "M1"), ("z", "M0")):
        x, y, _ = laid.places[key]
        assert math.hypot(x, y) > 1
        turn = (math.atan2(y, x) - sectors[module].start) % (2 * math.pi)
        assert turn < sectors[module].stop - sectors[module].start
