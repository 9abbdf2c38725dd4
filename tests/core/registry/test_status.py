"""Status on a day, from dates, stage and successors; rings are found and walked round once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.core.registry.rings import rings
from zhunsheng.core.registry.status import Life, Successor, derive_status

DAY = "2026-11-23"


@pytest.mark.parametrize(
    ("life", "status"),
    [
        (Life("2026-01-28", "2026-08-01"), "current"),
        (Life("2026-10-01", "2027-04-01"), "upcoming"),
        (Life("2026-10-01", "2027"), "upcoming"),
        (Life("2009", "2010", "2018-03-01"), "withdrawn"),
        (Life("2009", "2010", "2027-01-01"), "current"),
        (Life(stage="40.20"), "draft"),
        (Life(stage="60.60"), "current"),
        (Life("2004", stage="95.99"), "withdrawn"),
        (Life(said="draft"), "draft"),
        (Life("2025-07", said="draft"), "draft"),
        (Life("2006-07", said="draft"), "unknown"),
        (Life(stage="40.98"), "withdrawn"),
        (Life(said="current"), "current"),
        (Life("2026-11-23", said="current"), "current"),
        (Life("2026-11-24", said="current"), "upcoming"),
        (Life("2026", said="current"), "current"),
        (Life(stage="PUBLISHED"), "current"),
        (Life("2020-01-01"), "unknown"),
        (Life(), "unknown"),
    ],
)
def test_by_its_own_life(life: Life, status: str) -> None:
    assert derive_status(life, (), DAY).status == status


def test_a_successor_in_force_supersedes_and_contradicts_a_source() -> None:
    verdict = derive_status(
        Life("2009-06-17", "2010-01-01", said="current"),
        [Successor("GB/T 1.1-2020", Life("2020-03-31", "2020-10-01"))],
        DAY,
    )
    assert verdict.status == "superseded"
    assert "GB/T 1.1-2020" in verdict.why and "现行" in verdict.against


def test_what_is_not_issued_yet_contradicts_a_source_that_has_it_in_force() -> None:
    verdict = derive_status(Life("2026-12-07", said="current"), (), DAY)
    assert "2026-12-07" in verdict.why and "现行" in verdict.against and "即将实施" in verdict.against


@pytest.mark.parametrize(
    "heir",
    [
        Life("2026-10-01", "2027-04-01"),  # published, not yet in force
        Life(stage="40.20"),  # a draft
        Life(said="draft"),
        Life("2001-01-01"),  # older than what it is said to replace
    ],
)
def test_what_does_not_supersede(heir: Life) -> None:
    assert derive_status(Life("2009-06-17", "2010-01-01"), [Successor("X", heir)], DAY).status == "current"


@pytest.mark.parametrize(
    ("heir", "own", "status"),
    [
        (Life(said="current", year=2009), Life(said="current", year=2018), "current"),
        (Life(said="current", year=2018), Life(said="current", year=2009), "superseded"),
        (Life(said="current"), Life(said="current", year=2009), "superseded"),
        (Life("2019-01-01", year=2009), Life("2018-01-01", said="current", year=2018), "superseded"),
    ],
)
def test_without_dates_the_years_in_the_numbers_decide(heir: Life, own: Life, status: str) -> None:
    assert derive_status(own, [Successor("X", heir)], DAY).status == status


def test_the_day_counts() -> None:
    life = Life("2026-10-01", "2027-04-01")
    assert derive_status(life, (), "2027-03-31").status == "upcoming"
    assert derive_status(life, (), "2027-04-01").status == "current"


def test_rings() -> None:
    assert rings({1: [2], 2: [3], 3: []}) == []
    assert rings({1: [2], 2: [1], 9: [1]}) == [[1, 2]]
    assert rings({1: [2], 2: [3], 3: [1], 4: [5], 5: [4], 6: [6]}) == [[1, 2, 3], [4, 5]]


@given(st.dictionaries(st.integers(0, 12), st.lists(st.integers(0, 12), max_size=3), max_size=13))
def test_what_is_told_as_a_ring_is_one(graph: dict[int, list[int]]) -> None:
    for ring in rings(graph):
        assert len(ring) > 1
        for node, following in zip(ring, [*ring[1:], ring[0]], strict=True):
            assert following in graph[node]
