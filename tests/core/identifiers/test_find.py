"""Numbers in running text: found with their places, and what only looks like one is left alone."""

from __future__ import annotations

import pytest

from zhunsheng.core.identifiers import find_numbers

NONE = [
    "频率 30 MHz - 6 GHz",
    "470 MHz - 862 MHz",
    "G/TBT/9, 13 November",
    "Digital Linear Tape - DLT 1 format",
    "ＪＹ－６０－０２形水晶振動子",
    "CEPT rec T/R 01-04",
    "Q/A 5",
    "ITU-R 2023年报告",
    "W3C Recommendation",
    "HD 1080",
    "8 GB 2020年",
    "TS 16 节",
    "第 CB 1—20 项",
    "ISO/IEC JTC 1/SC 42/WG 1",
    "EN 2025",
    "NIST 2023年报告",
    "SAE 10W-40 机油",
    "UL 认证",
    "IEC\n\n2020",
]


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_number_is_left_alone(text: str) -> None:
    assert find_numbers(text) == []


FOUND = [
    ("见 EN 302 217-4-1 与 EN 55032", ["ETSI EN 302 217-4-1", "EN 55032"]),
    ("IEEE Std 522TM、IEEE Std C62.31(TM)-2002", ["IEEE Std 522", "IEEE Std C62.31-2002"]),
    ("ITU-T X.500 series", ["ITU-T X.500"]),
    ("ＩＳＯ／ＩＥＣ ８８０２－２の", ["ISO/IEC 8802-2"]),
    ("GB 4943.1-2011、GB 9254的要求", ["GB 4943.1-2011", "GB 9254"]),
    ("执行GB/T  1.1—\n2020", ["GB/T 1.1-2020"]),
    ("GB/T 20438.1～20438.7—2017", ["GB/T 20438.1~7-2017"]),
    ("ISO 10303（所有部分）", ["ISO 10303 (all parts)"]),
    ("RFC 8259与IETF RFC 9110", ["RFC 8259", "RFC 9110"]),
    ("BS EN ISO 12100:2010", ["BS EN ISO 12100:2010"]),
    ("GB/T 1.1-2020/ISO 9001:2015", ["GB/T 1.1-2020", "ISO 9001:2015"]),
    ("GB 3100-93《国际单位制及其应用》", ["GB 3100-1993"]),
    ("GB 5009.225—2016第1号修改单", ["GB 5009.225-2016/XG1"]),
    ("T/CESA1169—2021", ["T/CESA 1169-2021"]),
    ("Q/GDW 11612.1—2018", ["Q/GDW 11612.1-2018"]),
    ("计划号20262852-T-469。", ["20262852-T-469"]),
    ("依据NIST AI 100-1和SAE J3016", ["NIST AI 100-1", "SAE J3016"]),
    ("W3C REC-xml-20081126推荐", ["W3C REC-xml-20081126"]),
]


@pytest.mark.parametrize(("text", "canonical"), FOUND)
def test_numbers_are_found_as_they_stand(text: str, canonical: list[str]) -> None:
    assert [item.number.canonical for item in find_numbers(text)] == canonical


def test_places_lead_back_to_the_text() -> None:
    text = "　　依据 GB/T  1.1—2020 和\nISO/IEC\n22989：2022。"
    found = find_numbers(text)
    assert [text[start:end] for _, start, end in found] == ["GB/T  1.1—2020", "ISO/IEC\n22989：2022"]
    assert [item.number.printed for item in found] == ["GB/T  1.1—2020", "ISO/IEC\n22989：2022"]
