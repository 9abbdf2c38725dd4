"""A list that is exported whole is whole: the search gives as many answers as are asked for, each once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.database.catalogue_samples import Made, stated
from zhunsheng import search
from zhunsheng.apps.registry.actions import import_catalogue
from zhunsheng.search.shape import Document, Query

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["", "照明", "GB/T"])
@pytest.mark.parametrize("sort", ["relevance", "newest", "number"])
def test_more_than_a_thousand_answers_come_at_once(text: str, sort: str) -> None:
    count = 2300
    search.put(
        Document(
            "standard", ref, f"城市照明第{ref}部分", f"/s/{ref}/", numbers=(f"GB/T {ref}-2020",), rank=ref
        )
        for ref in range(1, count + 1)
    )
    page = search.engine().search(Query(text, limit=20_000, sort=sort))
    assert page.total == count
    assert sorted(hit.ref for hit in page.hits) == list(range(1, count + 1))


def test_a_list_by_date_is_in_the_order_of_days(editor: Any, tmp_path: Path) -> None:
    file = tmp_path / "made.jsonl"
    file.write_text("x", encoding="utf-8")
    days = {
        "1": "2024-03-05",
        "2": "2024-11-01",
        "3": "2025-01-09",
        "4": "",
        "5": "2024-07",
        "6": "2024-07-20",
    }
    made = [stated(f"GB/T 9000{n}-2024", f"照明 {n}", issued=day) for n, day in days.items()]
    import_catalogue(editor, file, Made(made))
    expected = ["3", "2", "6", "5", "1", "4"]
    for text in ("", "照明"):
        whole = search.engine().search(Query(text, {"type": ("standard",)}, limit=50, sort="newest"))
        assert [hit.title[-1] for hit in whole.hits] == expected
        parts = [Query(text, {"type": ("standard",)}, start, 2, "newest") for start in range(0, 6, 2)]
        assert [hit.title[-1] for part in parts for hit in search.engine().search(part).hits] == expected
