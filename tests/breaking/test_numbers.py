"""Numbers that must be one, and numbers that must not, however alike they look."""

from __future__ import annotations

import pytest

from zhunsheng.core.identifiers.number import read_number
from zhunsheng.core.registry.numbering import UNREAD, number_key, number_of

ONE = {
    "GB/T 45288.1-2025": [
        "GB/T 45288.1-2025",
        "GB/T45288.1-2025",
        "GB/T 45288.1—2025",
        "GB/T 45288.1–2025",
        "GB/T 45288.1−2025",
        "GB/T 45288.1‐2025",
        "GB/T 45288.1－2025",
        "gb/t 45288.1-2025",
        "ＧＢ／Ｔ　４５２８８．１－２０２５",
        "GB/T\u00a045288.1-2025",
        "GB/T 45288.1 - 2025",
        "GBT 45288.1-2025",
        "GB／T 45288.1-2025",
        "GB/T  45288.1-2025",
        "\ufeffGB/T 45288.1-2025\u200b",
    ],
    "ISO/IEC TR 24028:2020": [
        "ISO/IEC TR 24028:2020",
        "ISO/IEC/TR 24028:2020",
        "ISO/IEC TR 24028：2020",
        "iso/iec tr24028:2020",
    ],
    "ISO/IEC 27001:2013/Cor 1:2014": [
        "ISO/IEC 27001:2013/Cor 1:2014",
        "ISO/IEC 27001:2013/COR1:2014",
        "ISO/IEC 27001:2013/Cor.1:2014",
    ],
    "GB 5009.225-2016/XG1-2018": [
        "GB 5009.225-2016/XG1-2018",
        "GB 5009.225—2016/XG1—2018",
        "GB5009.225-2016/XG1-2018",
    ],
    "IEEE Std 2937-2022": [
        "IEEE Std 2937-2022",
        "IEEE 2937-2022",
        "IEEE STD 2937-2022",
        "IEEE Std 2937™-2022",
        "IEEE Std. 2937-2022",
    ],
    "T/CESA 1169-2021": [
        "T/CESA 1169-2021",
        "T/CESA 1169—2021",
        "T／CESA 1169-2021",
        "t/cesa1169-2021",
        "T/CESA1169-2021",
    ],
    "DB32/T 4822-2024": [
        "DB32/T 4822-2024",
        "DB32/T4822—2024",
        "DB 32/T 4822-2024",
        "DB32／T 4822-2024",
        "DB32T 4822-2024",
    ],
}
APART = [
    ("GB/Z 2-2002", "GBZ 2-2002"),
    ("GB/T 1-2000", "GB 1-2000"),
    ("GB/T 1.1-2020", "GB/T 1.10-2020"),
    ("GB/T 1.1-2020", "GB/T 11-2020"),
    ("GB/T 1.1-2020", "GB/T 1.1-2009"),
    ("GB/T 1.1-2020", "GB/T 1.1"),
    ("DB/T 1-2000", "DB11/T 1-2000"),
    ("DB11/T 1-2000", "DB1101/T 1-2000"),
    ("DB1/T 11-2000", "DB11/T 1-2000"),
    ("T/CESA 1-2020", "T/CES 1-2020"),
    ("T/CESA 1169-2021", "CESA 1169-2021"),
    ("ISO 9001:2015", "ISO 9001:2008"),
    ("ISO 9001:2015", "ISO 9001:2015/Amd 1:2024"),
    ("ISO 10303-1:1994", "ISO 10303-11:1994"),
    ("ISO/CD 1003", "ISO/DIS 1003"),
    ("ISO/CD 1003", "ISO/CD 1003.2"),
    ("ISO/TR 9001:2015", "ISO/TS 9001:2015"),
    ("IEC 60027-1A:1976", "IEC 60027-1:1976"),
    ("IEC 60335-2-101:2024 EXV", "IEC 60335-2-101:2024 EXV-CMV"),
    ("IEC 60335-1:2010", "IEC 60335-1:2010 RLV"),
    ("IEC 60335-1:2010+AMD1:2013 CSV", "IEC 60335-1:2010/AMD1:2013"),
    ("JIS C 9901:2019", "JIS C 9901:2019R"),
    ("IEEE Std 802.1Q-2022", "IEEE Std 802.1Qcj-2022"),
    ("IEEE Std 1003.1-2017", "IEEE Std 1003.1-2017 Redline"),
    ("IEEE P1012/D-1.2-2011-10", "IEEE P1012/D-1.3-2011-10"),
    ("ITU-T G.707 (03/1993)", "ITU-T G.707 (03/1996)"),
    ("ITU-T E.250 (12/1972)", "ITU-T E.250 bis (12/1972)"),
    ("ITU-T V.17 (02/1991)", "ITU-T V.1 (02/1991)"),
    ("ETSI TS 101 133 V8.1.0 (2000-01)", "ETSI TS 101 133 V8.1.1 (2000-01)"),
    ("GB 5009.225-2016/XG1-2018", "GB 5009.225-2016/XG2-2018"),
    ("GB/T 20438.1~7-2017", "GB/T 20438.1-2017"),
    ("20262852-T-469", "20262852-T-468"),
    ("2023-1145T-HB", "2023-1145T-SJ"),
    ("Q/AB 1-2020", "Q/ABC 1-2020"),
    ("GJB 1-2000", "GB 1-2000"),
    ("JJF 1001-2011", "JJG 1001-2011"),
    ("DGJ32/TJ 1-2000", "DB32/T 1-2000"),
]


def key_of(text: str) -> str:
    """The key by which the registry matches a number; of what is no number to the grammar, the text itself."""
    return number_key(text)[0]


@pytest.mark.parametrize("canonical", ONE)
def test_one_number_printed_in_many_ways(canonical: str) -> None:
    number = read_number(canonical)
    assert number is not None
    assert number.canonical == canonical
    assert {text: key_of(text) for text in ONE[canonical]} == dict.fromkeys(ONE[canonical], number.key)


@pytest.mark.parametrize(("one", "two"), APART)
def test_alike_but_not_one(one: str, two: str) -> None:
    assert key_of(one) != key_of(two)


@pytest.mark.parametrize("text", [
    "", " ", "\0", "标准化工作导则 第1部分：标准化文件的结构和起草规则", "GB/T", "-", "2020", "第1部分", "2025-02-30",
    "javascript:alert(1)", "GB/T 1.1-2020; DROP TABLE", "见 GB/T 1.1-2020", "GB/T 1.1-2020《导则》", "TC456", "SAC/TC 28",
    "现行", "13.040.20", "A 00", "010-12345678", "ICS 35.020",
])  # fmt: skip
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    number = read_number(text)
    assert number is None or number.rest
    taken = number_of(text)
    assert taken is None or taken.scheme == UNREAD


@pytest.mark.parametrize("text", [
    "GB/T " + "1" * 200_000, "GB/T " + "1." * 100_000, "A" * 200_000, "T/" * 100_000, "ISO/" * 50_000, "-" * 200_000,
    "GB/T 1" + " " * 200_000 + "x", "ISO 1:2000" + "/Amd 1:2000" * 20_000, "(" * 100_000, "GB/T 1.1-2020" * 20_000,
    "１" * 100_000, "ITU-T G." + "1/Y." * 50_000, "IEC 1:2000" + "+AMD1:2001" * 20_000 + " CSV", "\u0301" * 100_000,
])  # fmt: skip
def test_a_very_long_text_is_no_number(text: str) -> None:
    number = read_number(text)  # a reading that went wrong would take hours
    assert number is None or len(number.key) <= len(text)
    assert number_of(text) is None
