"""One number written ten ways is one number; numbers that look alike are not."""

from __future__ import annotations

import pytest

from zhunsheng.core.identifiers import format_number, read_number, same_number

TEN_WAYS = [
    "GB/T 45288.1-2025",
    "GB/T 45288.1—2025",
    "GB/T45288.1-2025",
    "gb/t 45288.1–2025",
    "GBT 45288.1-2025",
    "GB_T 45288.1-2025",
    "GB／Ｔ　４５２８８．１－２０２５",
    "GB∕T 45288.1−2025",
    " GB / T  45288.1 — 2025 ",
    "GB%2FT%2045288.1-2025",
    "《GB/T 45288.1-2025》",
    "GB/T 45288.1-2025 人工智能 大模型 第1部分：通用要求",
]


@pytest.mark.parametrize("printed", TEN_WAYS)
def test_one_number_written_in_many_ways_is_one_number(printed: str) -> None:
    number = read_number(printed)
    assert number is not None
    assert number.canonical == "GB/T 45288.1-2025"
    assert (number.publisher, number.kind, number.number, number.part, number.year) == (
        "GB",
        "T",
        "45288",
        "1",
        2025,
    )
    assert number.lineage == "GB/T45288.1"
    assert number.whole == "GB/T45288"
    assert number.compact == "gbt45288.1-2025"
    assert number.printed == printed


ALIKE = [
    ("GB/Z 2-2019", "GBZ 2-2019"),
    ("DB/T 84-2020", "DB32/T 84-2020"),
    ("GB 1-2020", "GB/T 1-2020"),
    ("GB/T 1.1-2020", "GB/T 11-2020"),
    ("GB/T 1.1-2020", "GB/T 1.1-2009"),
    ("T/A1 23-2020", "T/A 123-2020"),
    ("DB32 4041-2021", "DB3240 41-2021"),
    ("ISO/IEC TR 24028:2020", "ISO/IEC 24028:2020"),
    ("ISO 9001", "ISO 9001:2015"),
    ("GB 5009.225-2016", "GB 5009.225-2016/XG1-2018"),
    ("IEEE P2863/D1", "IEEE Std 2863"),
    ("ITU-T F.748.57", "ITU-T F.748.5"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_numbers_that_look_alike_differ(one: str, other: str) -> None:
    assert not same_number(one, other)
    assert same_number(one, one)
    assert same_number(other, other)


def test_official_printing_has_the_long_dash() -> None:
    number = read_number("GB 5009.225-2016/XG1-2018")
    assert number is not None
    assert format_number(number) == "GB 5009.225—2016/XG1—2018"
