"""Journeys through the relations: a question answered in three clicks, a queue worked through by keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Visit, violations
from tests.pages.registry_sample import stock
from zhunsheng.apps.insight.actions import suggest_links
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.models import Edition

pytestmark = pytest.mark.browser

PAGES = (
    "relations/",
    "relations/links/",
    "relations/review/",
    "relations/around/?end=BB&steps=2",
    "relations/impact/?end=BB",
    "relations/path/?from=BB&to=GA",
    "relations/health/",
)


@pytest.fixture(autouse=True)
def _suggested(published: Edition, tmp_path: Path) -> None:
    """Links suggested for the packaged system, a few standards in the registry."""
    stock(tmp_path)
    suggest_links(OPERATOR, published)


def test_what_depends_on_data_resources_is_answered_in_three_clicks(visit: Visit) -> None:
    page = visit.go("/")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="体系", exact=True).click()
    page.get_by_role("link", name="数据资源").first.click()
    page.get_by_role("link", name="关联与影响").click()
    page.get_by_role("heading", name="数据资源", exact=False).first.wait_for()
    rows = page.locator("tr[data-row]")
    assert rows.count() > 3
    told = rows.all_inner_texts()
    assert any("拟制定标准" in row and "数据资源支撑" in row for row in told), told
    assert all(len(rows.nth(at).locator("td").nth(2).inner_text()) > 4 for at in range(rows.count()))


def test_the_same_answer_is_two_clicks_from_the_overview_of_relations(visit: Visit) -> None:
    page = visit.go("")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="关联").click()
    page.locator("#boxes").get_by_role("link", name="BB 数据资源").click()
    assert "数据资源" in page.locator("h1").inner_text()
    assert page.locator("tr[data-row]").count() > 3


def states() -> dict[int, str]:
    return dict(Link.objects.values_list("pk", "status"))


def wait_for(page: Any, said: str) -> None:
    page.locator("main > [role=status]", has_text=said).wait_for()


def test_suggestions_are_decided_by_keyboard_alone_and_taken_back(visit: Visit) -> None:
    visit.sign_in("editor")
    page = visit.go("relations/review/")
    boxes = [int(one.get_attribute("value")) for one in page.locator("input[name=link]").all()]
    press = page.keyboard.press
    press("j")
    press("y")
    wait_for(page, "已确认 1 条")
    assert states()[boxes[0]] == "confirmed"
    # The next one stands where the first one stood, and has the focus.
    assert page.evaluate("document.activeElement.closest('tr').id") == f"link-{boxes[1]}"
    press("x")
    press("j")
    press("x")
    press("n")
    page.keyboard.type("对象不同")
    press("Enter")
    wait_for(page, "已否定 2 条")
    assert [states()[pk] for pk in boxes[:4]] == ["confirmed", "rejected", "rejected", "suggested"]
    press("u")
    wait_for(page, "2 条恢复原状")
    press("u")
    wait_for(page, "1 条恢复原状")
    assert set(states().values()) == {"suggested"}
    assert [int(one.get_attribute("value")) for one in page.locator("input[name=link]").all()] == boxes


def test_a_rejection_without_reason_is_refused_in_place(visit: Visit) -> None:
    visit.sign_in("editor")
    page = visit.go("relations/review/")
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.locator(".note-box.bad", has_text="请说明否定的理由").wait_for()
    assert set(states().values()) == {"suggested"}


def test_axe_finds_nothing_on_relations(visit: Visit, axe: str) -> None:
    for place in PAGES:
        assert violations(visit.go(place), axe) == [], place
    visit.sign_in("editor")
    link = Link.objects.order_by("pk")[0].pk
    for place in (*PAGES[2:3], "relations/links/add/", "relations/links/draft/", f"relations/links/{link}/"):
        assert violations(visit.go(place), axe) == [], place


def test_relations_fit_a_phone(phone: Visit) -> None:
    for place in PAGES:
        page = phone.go(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
    names = page.locator(".nav a").all_inner_texts()
    assert {"体系", "清单", "校核", "关联", "版本", "导入"} <= set(names)
    last = page.locator(".nav a").last
    last.focus()
    assert last.evaluate("one => one.getBoundingClientRect().right") <= 360
