"""Lists in many forms, each with wraps, page breaks and slid cells: no row, no category and no mark is lost."""

from __future__ import annotations

import random

import pytest

from tests.guides.expectation import differences
from tests.guides.lists import ListForm, made_guide
from zhunsheng.core.guide.read import read_guide

COLUMNS = [
    ("n", "m", "c", "name", "urg"),
    ("n", "m", "c", "name", "ident", "urg"),
    ("n", "m", "c", "name", "ident", "status", "urg"),
    ("n", "c", "name", "urg"),
    ("n", "name", "c", "urg"),
    ("n", "name", "ident", "m", "c"),
    ("c", "n", "name", "level"),
    ("urg", "n", "c", "name", "ident"),
    ("m", "c", "name", "urg"),
]
MARKS = [("★★★", "★★", "★", ""), ("高", "中", "低", ""), ("急需", "一般", "")]


def form_of(seed: int) -> ListForm:
    chance = random.Random(seed)
    columns = COLUMNS[seed % len(COLUMNS)]
    # Without serial numbers nothing tells the rest of a row broken at a page from a row of its own.
    pages = [5, 8, 12] if "n" in columns else [10_000]
    return ListForm(
        seed,
        columns,
        chance.random() < 0.6,
        chance.random() < 0.3,
        chance.choice([0, 0.1, 0.3]),
        chance.choice([10, 14, 16, 20]),
        chance.choice(pages),
        chance.choice(MARKS),
    )


@pytest.mark.parametrize("seed", range(24))
def test_list_is_read_whole(seed: int) -> None:
    text, wanted = made_guide(form_of(seed))
    assert differences(read_guide(text.encode(), name="list.txt"), wanted) == []
