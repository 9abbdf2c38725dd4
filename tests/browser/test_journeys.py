"""Journeys through the site in a real browser, by what people see and do; no waiting by the clock."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import SAMPLE, Visit

pytestmark = pytest.mark.browser


def test_a_newcomer_sees_what_the_system_is(visit: Visit) -> None:
    page = visit.go("/")
    expect(page.get_by_role("heading", name="总览")).to_be_visible()
    table = page.locator("table.snug")
    expect(table.locator("tbody tr")).to_have_count(8)
    expect(table.locator("tfoot")).to_contain_text("76")
    table.get_by_role("link", name="16", exact=True).click()
    expect(page.locator("tr[data-row]")).to_have_count(16)
    expect(page.get_by_role("status").first).to_contain_text("找到 16 项")
    page.get_by_role("link", name="体系", exact=True).click()
    expect(page.locator("svg.structure .dg-node-link")).to_have_count(61)
    page.get_by_role("link", name="框架图").click()
    page.locator("svg.framework a[data-code=CI]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("智能体")


def test_item_32_is_found_with_its_source_lines(visit: Visit, shared: Path) -> None:
    page = visit.sign_in("editor")
    visit.go("source/?lines=672-675")
    page.locator("input[type=file]").set_input_files(shared / "guides" / "jiangsu-ai-2025.txt")
    page.get_by_role("button", name="附上原文").click()
    expect(page.locator("li.lit")).to_have_count(4)
    visit.go("items/")
    page.keyboard.press("/")
    expect(page.get_by_label("搜索", exact=True).first).to_be_focused()
    page.locator("form.filters").get_by_label("搜索").fill("32")
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-row]")).to_have_count(1)
    expect(page.locator("html.js")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("海洋装备腐蚀智能监测与预警标准")
    expect(page.locator(".source li.lit").first).to_contain_text("海洋装备腐蚀智能监测与预警")
    expect(page.locator(".source li.lit")).to_have_count(4)


def test_without_the_file_the_place_is_named(visit: Visit) -> None:
    page = visit.go("items/32/")
    expect(page.locator("main")).to_contain_text("第 672–675 行")
    page.get_by_role("link", name="附上原文").click()
    expect(page.locator("main")).to_contain_text("要看的是第 672–675 行")
    expect(page.locator("main")).to_contain_text("附上原文需要编辑权限")


def upload(page: Page, name: str, data: bytes) -> None:
    """Send a guide by the form and wait for the review."""
    page.get_by_role("link", name="导入", exact=True).click()
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/markdown", "buffer": data}
    )
    expect(page.locator("[data-chosen]")).to_contain_text(name)
    page.get_by_role("button", name="上传并读取").click()
    expect(page).to_have_url(re.compile("/review/"))


def test_a_guide_goes_in_is_corrected_published_and_compared(visit: Visit) -> None:
    page = visit.sign_in("admin")
    upload(page, "水务2026.md", SAMPLE.read_bytes())
    expect(page.get_by_role("heading", level=1)).to_contain_text("审阅 示例市智慧水务")
    page.get_by_role("link", name=re.compile("^标准方向 20$")).click()
    page.locator(".model li", has_text="智慧水务术语").locator("a.no-line").click()
    expect(page.locator(".source li.lit")).to_contain_text("智慧水务术语")
    page.get_by_role("link", name="1 智慧水务术语").click()
    page.get_by_label("标准名称").fill("智慧水务术语和定义")
    page.get_by_label("理由", exact=True).last.fill("与术语工作组核实")
    page.get_by_role("button", name="保存更正").click()
    expect(page.get_by_role("status").first).to_contain_text("已更正 1 处")
    expect(page.locator("#correct")).to_contain_text("原文印作：智慧水务术语")
    page.locator("details.menu", has_text="确认发布").locator("summary").click()
    page.get_by_role("button", name="确认发布").click()
    expect(page.get_by_role("status").first).to_contain_text("已发布")
    expect(page.get_by_role("heading", name="总览")).to_be_visible()

    later = (
        SAMPLE.read_text(encoding="utf-8")
        .replace("2026版", "2027版")
        .replace("河湖视频巡查目标识别规范", "河湖无人机巡查规范")
    )
    upload(page, "水务2027.md", later.encode())
    page.locator("details.menu", has_text="确认发布").locator("summary").click()
    page.get_by_role("button", name="确认发布").click()
    expect(page.get_by_role("status").first).to_contain_text("已发布")
    page.get_by_role("link", name="版本", exact=True).click()
    page.get_by_role("button", name="比较").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("版本比较")
    expect(page.locator("main")).to_contain_text("河湖无人机巡查规范")
    expect(page.locator("main")).to_contain_text("智慧水务术语和定义")


def test_the_list_goes_out_as_seen(visit: Visit) -> None:
    page = visit.go("items/")
    page.locator("form.filters").get_by_label("模块").select_option("G")
    expect(page.locator("tr[data-row]")).to_have_count(18)
    page.locator("form.filters").get_by_label("缓急程度").select_option("none")
    expect(page.locator("tr[data-row]")).to_have_count(7)
    page.locator("summary", has_text="导出").click()
    with page.expect_download() as waiting:
        page.locator("a[data-export=xlsx]").click()
    rows = list(load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).active.values)
    head = list(rows[0])
    assert [row[head.index("序号")] for row in rows[1:]] == [55, 57, 60, 62, 64, 66, 68]


def test_a_finding_is_laid_aside_with_its_reason(visit: Visit) -> None:
    page = visit.sign_in("editor")
    visit.go("checks/?severity=error")
    before = page.locator("article.finding").count()
    finding = page.locator("article.finding").first
    finding.get_by_text("处理").click()
    finding.get_by_label("理由（静默时必填，一并保留）").fill("图例将在报批稿补上")
    finding.get_by_role("button", name="静默").click()
    expect(page.get_by_role("status").first).to_contain_text("已静默")
    visit.go("checks/?severity=error")
    expect(page.locator("article.finding")).to_have_count(before - 1)
    visit.go("checks/?state=silenced")
    expect(page.locator("article.finding")).to_contain_text("图例将在报批稿补上")


def test_the_structure_folds_and_zooms(visit: Visit) -> None:
    page = visit.go("structure/")
    page.locator("svg a[href*='fold=F']").click()
    expect(page.locator("svg.structure .dg-node-link")).to_have_count(40)
    width = page.locator("svg.structure").bounding_box()
    page.get_by_role("button", name="放大").click()
    expect(page.locator(".picture")).to_have_class(re.compile("zoomed"))
    wider = page.locator("svg.structure").bounding_box()
    assert width and wider and wider["width"] > width["width"]
    page.get_by_role("link", name="全部展开").click()
    expect(page.locator("svg.structure .dg-node-link")).to_have_count(61)


def test_the_pages_work_without_a_script(window: object, visit: Visit) -> None:
    context = window.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(visit.base + "/")
    page.get_by_role("link", name="清单", exact=True).click()
    page.locator("form.filters").get_by_label("模块").select_option("H")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("tr[data-row]")).to_have_count(6)
    page.get_by_role("link", name="标准名称").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("标准名称")
    context.close()
