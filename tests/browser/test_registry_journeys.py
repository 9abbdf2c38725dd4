"""Journeys through the registry: finding, a replaced standard, a table with bad rows, settling a contradiction."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.pages.registry_sample import BAD_TABLE, HEADS, stock
from zhunsheng.apps.systems.models import Edition

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _stocked(published: Edition, tmp_path: Path) -> None:
    """A few standards in the registry, some of which sources disagree on."""
    stock(tmp_path)


def test_a_number_fragment_is_suggested_and_opened_by_keyboard(visit: Visit) -> None:
    page = visit.go("/")
    page.keyboard.press("/")
    page.keyboard.type("90002")
    option = page.locator(".bar .suggest [role=option]").first
    expect(option).to_contain_text("GB/T 90002-2025")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("GB/T 90002-2025 示例 大模型 要求")
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.type("rgzn")
    expect(page.locator(".bar .suggest [role=option]").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".bar .suggest")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=rgzn$"))
    page.get_by_role("navigation", name="结果类型").get_by_role("link", name=re.compile("^标准")).click()
    expect(page.locator("tr[data-row]").first).to_contain_text("GB/T 90001-2024")


def test_two_characters_find_and_facets_narrow(visit: Visit) -> None:
    page = visit.go("/standards/")
    page.get_by_role("link", name="标准库", exact=True).first.click()
    page.get_by_label("在标准中查找").fill("示例")
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-row]")).to_have_count(5)
    page.get_by_role("complementary", name="筛选").get_by_role("link", name=re.compile("^现行")).click()
    expect(page.locator("tr[data-row]")).to_have_count(3)
    expect(page.get_by_role("status").first).to_contain_text("找到 3 项")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="各项数据与来源")).to_be_visible()


def test_a_replaced_standard_leads_to_its_successor(visit: Visit) -> None:
    page = visit.go("/search/?q=90001-2012")
    page.get_by_role("link", name="示例 人工智能 词汇").click()
    expect(page.locator(".lead .status")).to_have_text("被代替")
    expect(page.locator("svg.life")).to_be_visible()
    page.locator(".successor").get_by_role("link", name="GB/T 90001-2024").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("示例 人工智能 术语")
    expect(page.locator(".lead .status")).to_have_text("现行")
    page.get_by_role("button", name="复制 GB/T 90001—2024").click()
    expect(page.locator(".numbers")).to_contain_text("已复制")


def test_a_spreadsheet_with_three_bad_rows_comes_in(visit: Visit) -> None:
    page = visit.sign_in("editor")
    visit.go("/standards/")
    page.get_by_role("link", name="导入目录").click()
    data = "\n".join([HEADS, *BAD_TABLE]).encode()
    page.locator("input[type=file]").set_input_files(
        {"name": "目录.csv", "mimeType": "text/csv", "buffer": data}
    )
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("目录种类").select_option("table")
    expect(page.get_by_role("heading", name="各列的含义")).to_be_visible()
    expect(page.get_by_label("标准编号的含义")).to_have_value("number")
    page.get_by_role("button", name="预览变化").click()
    expect(page.locator(".figures")).to_contain_text("2读不出、不入库的行")
    page.get_by_role("button", name="入库").click()
    expect(page.locator("#problems tbody tr")).to_have_count(3)
    row = page.locator("#problems tbody tr", has_text="2024-13-45")
    row.get_by_role("link", name="修复").click()
    page.get_by_label(re.compile("^发布日期")).fill("2024-03-15")
    page.get_by_role("button", name="重新入库").click()
    expect(page.get_by_role("status").first).to_contain_text("入库为 GB/T 90011-2024")
    page.get_by_role("link", name="GB/T 90011-2024").first.click()
    expect(page.locator("#fact-issued")).to_contain_text("2024-03-15")


def test_a_contradiction_is_settled_from_the_queue(visit: Visit) -> None:
    page = visit.sign_in("editor")
    visit.go("/verification/")
    first = page.locator("tr[data-row]").first
    expect(first).to_contain_text("2024-03-05")
    page.keyboard.press("j")
    page.keyboard.press(" ")
    expect(first.locator("input[type=checkbox]").first).to_be_checked()
    page.get_by_label("证据网址").fill("https://example.cn/90001")
    page.get_by_role("button", name="确认勾选的值").click()
    expect(page.get_by_role("status").first).to_contain_text("已确认 1 个值")
    visit.go("/standards/GB~T_90001-2024/")
    expect(page.locator("#fact-issued")).to_contain_text("已人工核实")
    expect(page.locator("#fact-issued").get_by_role("link", name="证据")).to_have_attribute(
        "href", "https://example.cn/90001"
    )


def test_finding_works_without_a_script(window: object, visit: Visit) -> None:
    context = window.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(visit.base + "/")
    page.get_by_label("搜索", exact=True).fill("90002")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="示例 大模型 要求").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("GB/T 90002-2025")
    page.goto(visit.base + f"/systems/{visit.edition.system.slug}/2025版/items/32/")
    page.get_by_role("link", name="看与这里相关的现有标准").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("相关的现有标准")
    context.close()


def test_a_standard_on_paper_keeps_labels_beside_their_values_and_all_sources(visit: Visit) -> None:
    page = visit.go("/standards/GB~T_90001-2024/")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    rows = page.evaluate(
        """() => [...document.querySelectorAll('.numbers .kind')].map(kind =>
            kind.nextElementSibling.getBoundingClientRect().top - kind.getBoundingClientRect().top)"""
    )
    assert rows and all(abs(step) < 8 for step in rows)
    more = page.locator(".facts-table details.more li")
    assert more.count() and all(more.nth(place).is_visible() for place in range(more.count()))
    assert "/standards/GB~T_90001-2024/" in page.locator(".print-head").inner_text()
