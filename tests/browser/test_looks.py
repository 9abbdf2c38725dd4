"""How the pages look to those who cannot see all of it: accessibility, narrow windows, print, real text widths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import SAMPLE, Visit
from tests.pages.registry_sample import stock
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import import_guide
from zhunsheng.apps.systems.models import Edition

pytestmark = pytest.mark.browser

PAGES = {
    "overview": "",
    "structure": "structure/",
    "framework": "structure/?view=framework",
    "table": "structure/?view=table",
    "figures": "figures/",
    "figure": "figures/8/",
    "chord": "relations/?view=chord",
    "sankey": "relations/?view=sankey",
    "flows": "relations/?view=table",
    "around": "relations/around/?end=BB&steps=2",
    "subsystem": "subsystems/F/",
    "category": "subsystems/AA/",
    "items": "items/?q=智能",
    "item": "items/32/",
    "checks": "checks/",
    "source": "source/?lines=12",
    "papers": "papers/",
    "editions": "/systems/jiangsu-ai/editions/",
    "compare": "/systems/jiangsu-ai/editions/compare/",
    "systems": "/systems/",
    "standards": "/standards/?q=示例",
    "standard": "/standards/GB~T_90001-2024/",
    "replaced": "/standards/GB~T_90001-2012/",
    "bodies": "/bodies/",
    "classes": "/classes/",
    "catalogues": "/catalogues/",
    "open data": "/open-data/",
    "search": "/search/?q=智能",
    "ask": "/search/",
    "login": "/accounts/login/",
    "reset": "/accounts/password/reset/",
}


@pytest.fixture(autouse=True)
def _stocked(published: Edition, tmp_path: Path) -> None:
    """A few standards in the registry, some of which sources disagree on."""
    stock(tmp_path)


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """The accessibility checker's script."""
    script = root / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        pytest.skip("axe-core is absent: npm --prefix frontend ci")
    return script.read_text(encoding="utf-8")


def violations(page: Any, axe: str) -> list[str]:
    """What axe finds on the page, one line a finding."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{item['id']}: {node['html'][:140]}" for item in found for node in item["nodes"]]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit: Visit, axe: str, name: str) -> None:
    assert violations(visit.go(PAGES[name]), axe) == []


def test_axe_finds_nothing_on_dark_pages(visit: Visit, axe: str) -> None:
    visit.page.emulate_media(color_scheme="dark")
    for name in ("overview", "structure", "framework", "items", "checks", "login", "standard", "search"):
        assert violations(visit.go(PAGES[name]), axe) == [], name


def test_axe_finds_nothing_where_people_work(visit: Visit, axe: str) -> None:
    draft = import_guide(OPERATOR, SAMPLE.read_bytes(), SAMPLE.name)
    page = visit.sign_in("admin")
    base = f"/systems/{draft.system.slug}/{draft.key}"
    for place in (
        "/import/",
        f"{base}/review/",
        f"{base}/review/?kind=planned_standard&add=1",
        f"{base}/source/",
        "/catalogues/import/",
        "/verification/",
        "/standards/GB~T_90001-2024/?verify=issued",
        "/searches/",
    ):
        assert violations(visit.go(place), axe) == [], place
    page.goto(visit.base + f"{base}/review/?kind=target")
    page.locator(".model li a").first.click()
    page.locator("#correct").wait_for()
    assert violations(page, axe) == []


def test_axe_finds_a_fault_where_there_is_one(visit: Visit, axe: str) -> None:
    page = visit.go("")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/zhunsheng/icon.svg\">')"
    )
    assert any(line.startswith("image-alt") for line in violations(page, axe))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_hangs_over_the_edge_of_a_phone(phone: Visit, name: str) -> None:
    page = phone.go(PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("view", ["structure", "framework"])
def test_no_text_leaves_its_box_in_the_real_font(visit: Visit, view: str) -> None:
    page = visit.go(f"structure/?view={view}")
    outside = page.evaluate(
        """() => [...document.querySelectorAll('svg .dg-node-link, svg .dg-module-link')].flatMap(box => {
            const rect = box.querySelector('rect').getBBox();
            return [...box.querySelectorAll('text')].filter(text => {
                const at = text.getBBox();
                return at.x < rect.x - 0.5 || at.x + at.width > rect.x + rect.width + 0.5
                    || at.y < rect.y - 1.5 || at.y + at.height > rect.y + rect.height + 1.5;
            }).map(text => text.textContent);
        })"""
    )
    assert outside == []


def test_print_leaves_the_frame_out(visit: Visit) -> None:
    page = visit.go("items/")
    page.emulate_media(media="print")
    for away in (".nav", ".bar", ".filters", ".actions"):
        assert not page.locator(away).first.is_visible(), away
    assert page.locator(".print-head").is_visible()
    assert page.locator("tr[data-row]").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    page = visit.go("")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [1024, 1181, 1241, 1280, 1440, 1920])
def test_the_overview_shows_its_last_column_at_every_width(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.go("")
    hidden = page.evaluate(
        "(box => box.scrollWidth - box.clientWidth)(document.querySelector('table.snug').parentElement)"
    )
    assert hidden <= 1
