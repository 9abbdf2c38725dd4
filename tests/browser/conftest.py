"""Fixtures of the browser journeys: Debian's Chromium, a live site, and a watch on what the browser complains of."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

pytest.importorskip("playwright", reason="playwright is absent: pip install pytest-playwright")

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

import zhunsheng
from tests.pages.registry_sample import stock
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


@dataclass(frozen=True, slots=True)
class Standing:
    """A site that stands for all journeys of a module: where it answers, what is published, where its files lie."""

    url: str
    edition: Edition
    folder: Path


@pytest.fixture(scope="module")
def standing(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Standing]:
    """The packaged system and a small registry, stored once for journeys that only look; gone when they are over.

    Storing them anew, and emptying every table, before and after each look would take longer than looking.
    """
    folder = tmp_path_factory.mktemp("standing")
    with django_db_blocker.unblock(), override_settings(UPLOADS=folder / "uploads", SPOOL=folder / "spool"):
        server = LiveServer("localhost")
        try:
            edition = import_packaged(OPERATOR, load_packaged("jiangsu-ai-2025").system)
            stock(folder)
            yield Standing(server.url, edition, folder)
        finally:
            server.stop()
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def published(transactional_db: None) -> Edition:
    """The packaged system, published; an administrator and an editor."""
    for role in ("editor", "admin"):
        create_user(OPERATOR, f"{role}@example.cn", password=PASSWORD, role=role)
    return import_packaged(OPERATOR, load_packaged("jiangsu-ai-2025").system)


@contextmanager
def visiting(window: Browser, base: str, edition: Edition, width: int, height: int) -> Iterator[Visit]:
    """A person at a window of this size; whatever the browser complains of fails the journey."""
    context = window.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", accept_downloads=True
    )
    made = Visit(context, base, edition)
    yield made
    context.close()
    assert made.complaints == []


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
    """A visitor at a desk."""
    with visiting(window, live_server.url, published, 1440, 900) as made:
        yield made


@pytest.fixture
def phone(window: Browser, live_server: Any, published: Edition) -> Iterator[Visit]:
    """A visitor at a telephone."""
    with visiting(window, live_server.url, published, 360, 740) as made:
        yield made
