"""A list that is exported whole is whole: the search gives as many answers as are asked for, each once."""

from __future__ import annotations

import pytest

from zhunsheng import search
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
