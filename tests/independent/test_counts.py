"""The independent figures of the catalogues, so that a change of the data or of the count itself is noticed.

Whole, about ten seconds. ``test_import_equals`` compares the product with the same figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.independent import count_catalogues, count_dirt


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    if not (shared / "data" / "iso.jsonl.xz").is_file():
        pytest.skip("the catalogues are absent: set ZHUNSHENG_SHARED or put them at ../shared/data")
    return shared / "data"


@pytest.fixture(scope="module")
def figures(data: Path) -> dict[str, Any]:
    return count_catalogues.count(data)


def test_records_and_standards(figures: dict[str, Any]) -> None:
    assert figures["records in all"] == 203_824
    assert figures["distinct standards"] == 186_909
    assert figures["standards of two sources"] == {"iec+iso": 7_286}
    assert figures["boldest reading"]["distinct standards"] == 186_691


def test_every_label_has_one_direction_in_time(figures: dict[str, Any]) -> None:
    """For each label drawn as an arrow, fewer than one dated pair in a hundred points the other way."""
    older = [
        ("iso", "obsoletes"),
        ("ieee", "updates:revises"),
        ("ieee", "updates:amends"),
        ("w3c", "obsoletes"),
    ]
    older += [("ieee", "adoptedFrom"), ("ieee", "updates:corrects")]
    newer = [("iso", "updates"), ("ieee", "obsoletedBy"), ("w3c", "updatedBy:errata")]
    for source, label in older + newer:
        by_date = figures["labels by date"][source][label]
        right, wrong = ("older", "newer") if (source, label) in older else ("newer", "older")
        assert by_date.get(wrong, 0) <= max(5, by_date[right] / 100), (source, label, by_date)
    family = figures["labels by date"]["itu"]["hasEdition"]
    assert abs(family["older"] - family["newer"]) < family["older"] / 100, "ITU's list is no arrow of time"


def test_relations(figures: dict[str, Any]) -> None:
    distinct = {source: found["distinct"] for source, found in figures["relations"].items()}
    assert distinct["iso"] == {"amends": 3_025, "corrects": 2_181, "part_of": 5, "replaces": 31_475}
    assert distinct["ieee"] == {"adopts": 113, "amends": 770, "corrects": 175, "replaces": 4_030}
    assert distinct["w3c"] == {"edition_of": 15_313, "replaces": 13_451}
    assert distinct["itu"] == {"family": 36_138}
    assert figures["rings of replacement"] == [["ANSI/IEEESTDC62.45-1987", "IEEESTDC62.45-1992"]]


def test_dirt(data: Path) -> None:
    found = count_dirt.main(data)
    assert found["sports"]["records"] == 1_339
    assert found["sports"]["numbers of two records"] == {
        "T/HSCA001-2017": ["T/HSCA 001.—2017", "T/HSCA 001-2017"]
    }
    assert found["sports repairs"]["a committee where a number belongs"] == 56
    assert found["sports repairs"]["two blanks or more in the title"] == 150
    assert found["construction"]["standards with a number"] == 70
