"""Pictures of relations and figures in a browser: real text widths, the keyboard's order, PNG made on the spot."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from zhunsheng.apps.insight.actions import suggest_links
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.models import Edition

pytestmark = pytest.mark.browser

OUTSIDE = """() => [...document.querySelectorAll('.picture svg a, .picture svg g')].flatMap(box => {
    const rect = box.querySelector(':scope > rect, :scope > path');
    if (!rect || !/dg-(node|module|label|heir)-(link|mark)/.test(box.getAttribute('class') || '')) return [];
    if (/dg-none/.test(rect.getAttribute('class')) || rect.tagName === 'path' && !box.dataset.node) return [];
    const at = rect.getBBox();
    return [...box.querySelectorAll('text')].filter(text => {
        const here = text.getBBox();
        return here.x < at.x - 0.5 || here.x + here.width > at.x + at.width + 0.5
            || here.y < at.y - 2 || here.y + here.height > at.y + at.height + 2;
    }).map(text => text.textContent);
})"""


@pytest.fixture(autouse=True)
def _linked(published: Edition) -> None:
    """The machine's suggestions, so that there is something to draw."""
    suggest_links(OPERATOR, published)


def test_no_text_leaves_its_box_in_the_real_font(visit: Visit) -> None:
    for place in ("figures/1/", "figures/4/", "figures/8/?overlay=counts", "relations/around/?end=G&steps=2"):
        page = visit.go(place)
        assert page.locator(".picture svg").count() >= 1
        assert page.evaluate(OUTSIDE) == [], place


def test_the_keyboard_walks_a_picture_module_by_module(visit: Visit) -> None:
    page = visit.go("relations/?view=chord")
    order = page.evaluate(
        "[...document.querySelectorAll('.picture svg a')].map(one => one.dataset.code || one.dataset.from)"
    )
    assert order == sorted(order)
    page.locator(".picture").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.code") == "A"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.from") == "A"
    page.keyboard.press("Enter")
    page.wait_for_url("**/relations/links/?*from=A*")
    assert page.locator("tr[data-row]").count() >= 1


def test_a_picture_is_saved_as_png_by_the_browser(visit: Visit, tmp_path: Path) -> None:
    page = visit.go("figures/10/")
    page.locator("summary", has_text="导出").click()
    with page.expect_download() as caught:
        page.locator("button[data-png]").click()
    path = tmp_path / "figure.png"
    caught.value.save_as(path)
    assert caught.value.suggested_filename.endswith("安全_治理子框架.png")
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    assert width > 1900
    assert height > 500
    assert len(data) > 20_000
