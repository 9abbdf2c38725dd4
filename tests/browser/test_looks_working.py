"""How the pages look on which people work, to those who cannot see all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import SAMPLE, Visit, violations
from tests.pages.registry_sample import stock
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import import_guide

pytestmark = pytest.mark.browser


def test_axe_finds_nothing_where_people_work(visit: Visit, axe: str, tmp_path: Path) -> None:
    stock(tmp_path)
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
