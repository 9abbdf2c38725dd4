"""The atlas in a real browser: every size opens, the picture and its table say the same, the address brings it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bench.atlas_world import links_for, payload_of, system_of
from tests.browser.conftest import Visit, violations
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.cli.setup import load_packaged_catalogues, place_packaged
from zhunsheng.core.system.content import load_packaged

pytestmark = pytest.mark.browser
PLACE = "relations/atlas/"


def opened(visit: Visit, query: str = "") -> Page:
    """The page with its picture drawn."""
    page = visit.go(PLACE + query)
    page.locator("canvas[data-ready]").wait_for()
    return page


def told(page: Page, name: str) -> str:
    """What the picture says of itself."""
    return str(page.locator("[data-part=canvas]").get_attribute(f"data-{name}"))


def overlapping(page: Page) -> list[str]:
    """Names on the picture that lie on one another or hang over its edge."""
    page.locator("[data-part=canvas]").evaluate("canvas => { canvas.dataset.watch = '1'; }")
    page.locator("[data-part=canvas]").press("0")
    page.locator("canvas[data-boxes]").wait_for()
    boxes = json.loads(told(page, "boxes"))
    size = page.locator("[data-part=canvas]").bounding_box() or {}
    found = [one["text"] for one in boxes if one["x"] < 0 or one["x"] + one["w"] > size["width"] + 1]
    for at, one in enumerate(boxes):
        for other in boxes[:at]:
            apart = (
                one["x"] + one["w"] <= other["x"] + 0.5
                or other["x"] + other["w"] <= one["x"] + 0.5
                or one["y"] + one["h"] <= other["y"] + 0.5
                or other["y"] + other["h"] <= one["y"] + 0.5
            )
            if not apart:
                found.append(f"{one['text']} / {other['text']}")
    assert boxes, "no names at all"
    return found


@pytest.mark.parametrize("width", [1440, 390])
def test_the_packaged_system_opens_without_names_on_names(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = opened(visit)
    # Subsystems are rows of the table and names on the picture; everything else is a dot.
    boxes = visit.edition.subsystems.count()
    assert int(told(page, "nodes")) + boxes == int(page.locator("[data-found]").inner_text())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert overlapping(page) == []


@pytest.mark.parametrize("size", [10, 1000])
def test_other_sizes_open_and_equal_their_tables(visit: Visit, size: int) -> None:
    system = system_of(size)
    visit.edition = import_packaged(OPERATOR, system)
    links_for(system)
    page = opened(visit)
    assert int(told(page, "nodes")) == size
    assert page.locator("[data-found]").inner_text() == f"{size + len(system.subsystems):,}"
    assert overlapping(page) == []
    page.locator("#f-urgency").select_option("4")
    expect(page.locator("[data-found]")).to_have_text(told(page, "nodes"))
    assert 0 < int(told(page, "nodes")) < size


def test_twenty_thousand_open_and_move(visit: Visit) -> None:
    whole = json.dumps(payload_of(20000, each=1))
    visit.page.route(
        "**/api/v1/**/relations/atlas",
        lambda route: route.fulfill(body=whole, content_type="application/json"),
    )
    page = opened(visit)
    assert told(page, "nodes") == told(page, "drawn") == "20000"
    assert overlapping(page) == []
    page.locator("[data-part=canvas]").focus()
    page.keyboard.press("+")
    page.locator("canvas[data-at]").wait_for()
    assert 0 < int(told(page, "drawn")) <= 20000


VIEWS: dict[str, Callable[[Page], Any]] = {
    "kind": lambda page: page.locator("#f-kind").select_option("planned"),
    "module": lambda page: page.locator("#f-module").select_option("F"),
    "urgency": lambda page: page.locator("#f-urgency").select_option("4"),
    "status": lambda page: page.locator("#f-status").select_option("current"),
    "level": lambda page: page.locator("#f-level").select_option("international"),
    "type": lambda page: page.locator("#f-type").select_option("placed"),
    "links": lambda page: page.locator("#f-links").select_option("suggested"),
    "on": lambda page: page.locator("#f-on").fill("2021-06-30"),
}


def test_every_filter_leaves_the_same_in_picture_and_table(visit: Visit) -> None:
    load_packaged_catalogues()
    place_packaged()
    page = opened(visit)
    whole = int(told(page, "nodes"))
    for name, choose in VIEWS.items():
        page = opened(visit)
        choose(page)
        page.wait_for_url(f"**{name}=**")
        page.locator("[data-part=rows]:not([aria-busy])").wait_for()
        keys = [
            str(key)
            for key in page.locator("tr[data-row]").evaluate_all("rows => rows.map(row => row.dataset.key)")
        ]
        subsystems = sum(key.startswith("subsystem:") for key in keys)
        found = int(page.locator("[data-found]").text_content() or "")
        if found <= len(keys):
            assert int(told(page, "nodes")) == found - subsystems, name
        assert int(told(page, "nodes")) < whole or name == "links", name
        href = page.locator("a[data-export=json]").get_attribute("href") or ""
        exported = page.request.get(visit.base + href).json()
        assert len(exported["rows"]) == found, name


def test_search_flies_to_a_node_and_the_address_brings_the_view_back(visit: Visit) -> None:
    page = opened(visit)
    page.keyboard.press("Tab")
    page.get_by_label("在图上找").fill("海洋装备")
    expect(page.locator("[data-part=hits] button")).to_have_count(1)
    page.keyboard.press("Enter")
    page.locator("canvas[data-at]").wait_for()
    assert told(page, "chosen") == "planned:32"
    expect(page.locator("[data-part=card]")).to_contain_text("海洋装备腐蚀智能监测与预警标准")
    expect(page.locator("[data-part=where]")).to_contain_text("FJ")
    at, address = told(page, "at"), page.url
    again = visit.page.context.new_page()
    again.goto(address)
    again.locator("canvas[data-ready]").wait_for()
    assert told(again, "chosen") == "planned:32"
    expect(again.locator("[data-part=card]")).to_contain_text("海洋装备腐蚀智能监测与预警标准")
    assert at in address.replace("%2C", ",")


def test_the_keyboard_walks_in_reading_order_and_opens_the_page(visit: Visit) -> None:
    page = opened(visit)
    page.locator("[data-part=canvas]").focus()
    page.keyboard.press("ArrowRight")
    assert told(page, "chosen") == "planned:1"
    page.keyboard.press("ArrowRight")
    assert told(page, "chosen") == "planned:2"
    page.keyboard.press("ArrowDown")
    assert told(page, "chosen") == "planned:4"
    page.keyboard.press("ArrowUp")
    assert told(page, "chosen") == "planned:2"
    expect(page.locator("[data-part=said]")).to_contain_text("AB")
    page.keyboard.press("Escape")
    assert told(page, "chosen") == ""
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page).to_have_url(visit.base + f"/systems/{visit.edition.system.slug}/2025%E7%89%88/items/1/")


def test_two_editions_lie_over_each_other(visit: Visit) -> None:
    system = load_packaged("jiangsu-ai-2025").system
    system.edition, system.sha256 = "2026版", ""
    items = [item for item in system.planned_standards if item.number != 33]
    moved = next(item for item in items if item.number == 12)
    moved.subsystem = "CI"
    new = replace(
        items[0],
        number=99,
        printed_number="99",
        subsystem="BE",
        name="算力中心能效评价",
        printed_name="算力中心能效评价",
    )
    system.planned_standards = [replace(item, position=at) for at, item in enumerate([*items, new], 1)]
    visit.edition = import_packaged(OPERATOR, system)
    page = opened(visit, "?with=2025版&kind=planned&change=added,removed,moved,moved_from")
    expect(page.locator("tr[data-row]")).to_have_count(4)
    assert told(page, "nodes") == "4"
    words = {
        row.split("\t")[1]: row.split("\t")[-1] for row in page.locator("tr[data-row]").all_inner_texts()
    }
    assert words["33"] == "不再列入" and words["99"] == "新增"
    expect(page.locator("tr[data-key='planned:12']")).to_contain_text("移到这里")
    expect(page.locator("tr[data-key='before:planned:12']")).to_contain_text("原在这里")


def test_impact_and_path_are_lit_and_explained(visit: Visit) -> None:
    system = system_of(10)
    visit.edition = import_packaged(OPERATOR, system)
    links_for(system, each=1)
    page = opened(visit, "?node=planned:1")
    page.get_by_label("假设它").select_option("withdrawn")
    page.get_by_role("button", name="看影响").click()
    expect(page.locator("[data-part=detail]")).to_be_visible()
    said = page.locator("[data-part=said]").inner_text()
    lit = int(told(page, "lit"))
    answer = page.request.get(
        visit.base + f"/api/v1/systems/{system.slug}/2026版/relations/impact?end=planned:1&change=withdrawn"
    )
    reached = {item["end"] for item in answer.json()["items"]}
    on_the_way = {
        end for item in answer.json()["items"] for step in item["path"] for end in (step[0], step[2])
    }
    assert reached <= on_the_way
    # The system as a whole can be reached but is no dot.
    beyond = {end for end in on_the_way if end.startswith("system:")}
    assert lit == len(({"planned:1"} | on_the_way) - beyond)
    assert (f"另有 {len(beyond)} 项" in said) == bool(beyond)
    assert f"{lit - 1} 项" in said and "impact=planned%3A1" in page.url
    again = visit.page.context.new_page()
    again.goto(page.url)
    again.locator("canvas[data-ready]").wait_for()
    assert told(again, "lit") == str(lit)
    again.locator("[data-part=detail]").click()
    expect(again.get_by_role("heading", level=1)).to_be_visible()
    assert "/relations/impact/" in again.url


def test_picture_files_and_png(visit: Visit) -> None:
    page = opened(visit)
    page.get_by_text("导出", exact=True).click()
    with page.expect_download() as waited:
        page.get_by_role("button", name="PNG").click()
    data = waited.value.path().read_bytes()
    assert data.startswith(b"\x89PNG") and len(data) > 20_000
    svg = page.request.get(
        visit.base + (page.locator("a[data-export=svg]").get_attribute("href") or "")
    ).text()
    assert svg.count("<g><title>") == int(told(page, "nodes"))


def test_axe_finds_nothing_on_the_atlas(visit: Visit, axe: str) -> None:
    page = opened(visit, "?node=planned:32")
    assert violations(page, axe) == []
    page.emulate_media(color_scheme="dark")
    assert violations(opened(visit), axe) == []


def test_without_a_script_there_are_picture_and_table(visit: Visit, window: Any) -> None:
    context = window.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.goto(visit.base + f"/systems/{visit.edition.system.slug}/{visit.edition.key}/{PLACE}?kind=planned")
    assert page.locator("tr[data-row]").count() == 76
    picture = page.locator("img.atlas-plain")
    assert picture.is_visible()
    context.close()
