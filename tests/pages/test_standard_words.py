"""What a standard's page says of what comes after it, and of what it rests on that is in force no more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.database.catalogue_samples import Made, stated
from tests.pages.conftest import text, tree
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry import queries
from zhunsheng.apps.registry.actions import import_catalogue
from zhunsheng.core.registry.address import standard_address


@pytest.fixture
def registry(db: Any, tmp_path: Path) -> None:
    """An old text with a successor to come, and one that adopts a text already replaced."""
    path = tmp_path / "made.jsonl"
    path.write_text("1", encoding="utf-8")
    day = queries.today().isoformat()
    coming = f"{int(day[:4]) + 1}-03-01"
    records = [
        stated("GB/T 1-2020", "旧版", issued="2020-03-31", implemented="2020-10-01"),
        stated(
            f"GB/T 1-{day[:4]}",
            "新版",
            issued=f"{day[:4]}-01-02",
            implemented=coming,
            relations=[("replaces", "GB/T 1-2020")],
        ),
        stated("ISO 7:1990", issued="1990-01-01", title_en="Old"),
        stated("ISO 7:2000", issued="2000-01-01", title_en="New", relations=[("replaces", "ISO 7:1990")]),
        stated("GB/T 7-1995", "螺纹", issued="1995-01-01", relations=[("adopts", "ISO 7:1990", "IDT")]),
    ]
    import_catalogue(OPERATOR, path, Made(records))


def test_what_was_issued_earlier_replaces_nothing(db: Any, tmp_path: Path) -> None:
    path = tmp_path / "made.jsonl"
    path.write_text("1", encoding="utf-8")
    old = stated("GB/T 9-2015", "接口", issued="2015-01-02", relations=[("replaces", "GB/T 9-2023")])
    new = stated("GB/T 9-2023", "接口", issued="2023-05-06", implemented="2023-12-01")
    import_catalogue(OPERATOR, path, Made([old, new]))
    for number in ("GB/T 9-2015", "GB/T 9-2023"):
        page = _page(number)
        assert not page.xpath("//*[@class='successor']")
        assert "代替" not in text(page.xpath("//*[contains(@class, 'life')]")[0])
    assert "没有据此认定被代替" in text(page.xpath("//*[@id='findings']")[0])
    standard = queries.get_standard(None, "GB/T 9-2023")
    assert (standard.status, queries.successors(standard)) == ("current", [])


def _page(number: str) -> Any:
    return tree(Client().get(standard_address(number)))


def test_a_text_still_in_force_is_not_said_to_be_given_up(registry: None) -> None:
    box = text(_page("GB/T 1-2020").xpath("//*[@class='successor']")[0])
    assert "起改用" in box and "在此之前仍用本标准" in box


def test_a_replaced_text_leads_to_what_holds(registry: None) -> None:
    box = _page("ISO 7:1990").xpath("//*[@class='successor']")[0]
    assert text(box).startswith("改用") and "ISO 7:2000" in text(box)
    assert box.xpath(".//a")[0].get("href") == standard_address("ISO 7:2000")


def test_an_adopted_text_that_is_gone_is_told(registry: None) -> None:
    found = text(_page("GB/T 7-1995").xpath("//*[@id='findings']")[0])
    assert "所采用的" in found and "ISO 7:1990" in found and "现用 ISO 7:2000" in found
