"""How the pages look to those who cannot see all of it: accessibility, narrow windows, print, real text widths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Standing, Visit, violations, visiting

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


@pytest.fixture
def db(standing: Standing) -> None:
    """In place of pytest-django's: the database is needed, with what stands in it, and not emptied between looks."""


@pytest.fixture(autouse=True)
def _scratch(settings: Any, db: None, standing: Standing) -> None:
    """Uploads and spool are those of the site that stands."""
    settings.UPLOADS = standing.folder / "uploads"
    settings.SPOOL = standing.folder / "spool"


@pytest.fixture
def visit(window: Browser, standing: Standing) -> Iterator[Visit]:
    """A visitor at a desk, who only looks."""
    with visiting(window, standing.url, standing.edition, 1440, 900) as made:
        yield made


@pytest.fixture
def phone(window: Browser, standing: Standing) -> Iterator[Visit]:
    """A visitor at a telephone, who only looks."""
    with visiting(window, standing.url, standing.edition, 360, 740) as made:
        yield made


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(visit: Visit, axe: str, name: str) -> None:
    assert violations(visit.go(PAGES[name]), axe) == []


def test_axe_finds_nothing_on_dark_pages(visit: Visit, axe: str) -> None:
    visit.page.emulate_media(color_scheme="dark")
    for name in ("overview", "structure", "framework", "items", "checks", "login", "standard", "search"):
        assert violations(visit.go(PAGES[name]), axe) == [], name


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
