"""Fixtures of the browser journeys: Debian's Chromium, a live site, and a watch on what the browser complains of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

pytest.importorskip("playwright", reason="playwright is absent: pip install pytest-playwright")

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

import zhunsheng
from zhunsheng.apps.people.actions import create_user
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.system.content import load_packaged

PACKAGE = Path(zhunsheng.__file__).parent
SAMPLE = PACKAGE / "content" / "samples" / "smart-water-2026.md"
PASSWORD = "correct-horse-battery"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Playwright itself. Its event loop runs beside the tests, which Django must be told is meant."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as started:
        yield started
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def window(driver: Playwright, chromium: str) -> Iterator[Browser]:
    """One Chromium for all journeys."""
    if not (PACKAGE / "shell" / "static" / "dist" / "zhunsheng.js").is_file():
        pytest.skip("the front end is not built: npm --prefix frontend ci && npm --prefix frontend run build")
    browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def _scratch(settings: Any, tmp_path: Path) -> None:
    """Uploads and spool of each journey lie in its own folder."""
    settings.UPLOADS = tmp_path / "uploads"
    settings.SPOOL = tmp_path / "spool"


@pytest.fixture
def published(transactional_db: None) -> Edition:
    """The packaged system, published; an administrator and an editor."""
    for role in ("editor", "admin"):
        create_user(OPERATOR, f"{role}@example.cn", password=PASSWORD, role=role)
    return import_packaged(OPERATOR, load_packaged("jiangsu-ai-2025").system)


class Visit:
    """A person at a browser window on this site."""

    def __init__(self, context: BrowserContext, base: str, edition: Edition) -> None:
        self.page: Page = context.new_page()
        self.base, self.edition = base, edition
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))

    def go(self, rest: str = "") -> Page:
        """Open a place within the published edition, or an absolute path."""
        inside = f"/systems/{self.edition.system.slug}/{quote(self.edition.key)}/{rest}"
        self.page.goto(self.base + (rest if rest.startswith("/") else inside))
        return self.page

    def sign_in(self, role: str) -> Page:
        """Sign in by the form."""
        page = self.go("/accounts/login/")
        page.get_by_label("用户名或电子邮箱").fill(f"{role}@example.cn")
        page.get_by_label("口令", exact=True).fill(PASSWORD)
        page.locator("main").get_by_role("button", name="登录").click()
        page.locator(".who summary", has_text=role).wait_for()
        return page


@pytest.fixture
def visit(window: Browser, live_server: Any, published: Edition) -> Iterator[Visit]:
    """A visitor at a desk; whatever the browser complains of fails the journey."""
    context = window.new_context(
        viewport={"width": 1440, "height": 900}, locale="zh-CN", accept_downloads=True
    )
    made = Visit(context, live_server.url, published)
    yield made
    context.close()
    assert made.complaints == []


@pytest.fixture
def phone(window: Browser, live_server: Any, published: Edition) -> Iterator[Visit]:
    """A visitor at a telephone."""
    context = window.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    made = Visit(context, live_server.url, published)
    yield made
    context.close()
    assert made.complaints == []
