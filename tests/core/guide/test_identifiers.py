"""Standard numbers: each kind that guides print is found whole and written in one form; nothing else is found."""

from __future__ import annotations

import pytest

from zhunsheng.core.identifiers import find_identifiers, normal_identifier

AS_PRINTED = [
    "GB/T 5271.28-2001",
    "GB 3100-93",
    "GB/T 20438.1~7",
    "GB 5009.225-2016/XG1-2018",
    "GB 45438-2025",
    "GB/Z 185.1-2026",
    "GBZ 2.1-2019",
    "GBZ/T 189.1-2007",
    "GJB 9001C-2017",
    "GJB/Z 299C-2006",
    "JJF 1001-2011",
    "YD/T 6770-2025",
    "YY/T 1833.1-2022",
    "NB/T 10003-2018",
    "DB/T 84-2020",
    "DB35/T 2091-2022",
    "DB6523/T 337-2022",
    "DB5101/T XXX-2020",
    "DB32 4041-2021",
    "DGJ32/TJ 212-2016",
    "CJJ/T 271-2017",
    "CJJ 271-2017",
    "JGJ/T 16-2008",
    "JTJ 073-96",
    "JTG/T D21-2014",
    "JTS 165-2013",
    "SL/Z 388-2007",
    "T/CESA 1270.3-2023",
    "T/ZZB 1371-2019",
    "T/CAMETA XXX-2025",
    "T/QGCML XXXX-XXXX",
    "Q/ABC 001-2020",
    "Q/320000 ABC 001-2020",
    "TC260-003",
    "TC260-PG-20233A",
    "TC260-TR-005-2026",
    "20262852-T-469",
    "2023-1145T-HB",
    "GB/T 33745-20XX",
    "ISO 9001",
    "ISO/TS 22163:2017",
    "ISO/PAS 8800:2024",
    "ISO/R 657-4:1969",
    "ISO/IEC TR 24028:2020",
    "ISO/IEC DTS 12791.2",
    "ISO/IEC 22989:2022/CD Amd 1",
    "ISO/IEC 22989:2022/Amd 1:2025",
    "ISO 5725-2:1994/Cor 1:2002",
    "ISO/IEC 27001:2013/DAmd 1",
    "IEC TS 62443-1-1:2009",
    "IEC White Paper AI:2018",
    "EN ISO 12100:2010",
    "EN 50600-1:2019",
    "IEEE Std 2937-2022",
    "IEEE Std 3333.1.3-2022",
    "IEEE Std C37.237-2018",
    "IEEE P2863/D1",
    "IEEE P1686.2022/D1.2/Cor1-2025",
    "ITU-T F.748.57",
    "ITU-T X.1205 (04/2008)",
    "ETSI TS 102 165-1 V5.2.5 (2022-01)",
    "ETSI GR SAI 011 V1.1.1 (2023-06)",
    "ETSI EN 303 645 V2.1.1",
]


@pytest.mark.parametrize("text", AS_PRINTED)
def test_a_number_is_found_whole(text: str) -> None:
    assert [item.canonical for item in find_identifiers(text)] == [text]
    placed = f"按照《{text}》执行"
    assert [(i.canonical, placed[i.start : i.end]) for i in find_identifiers(placed)] == [(text, text)]


FOLDED = [
    ("GB/T 1.1—2020", "GB/T 1.1-2020"),
    ("GB/T42755-2023", "GB/T 42755-2023"),
    ("GBT 42755-2023", "GB/T 42755-2023"),
    ("gb/t 42755-2023", "GB/T 42755-2023"),
    ("GB／T　４２７５５—２０２３", "GB/T 42755-2023"),
    ("ＧＢ∕Ｔ 42755 － 2023", "GB/T 42755-2023"),
    ("GB/T 42755−2023", "GB/T 42755-2023"),
    ("GB/T 42755――2023", "GB/T 42755-2023"),
    ("GB/T 20438.1～7—2017", "GB/T 20438.1~7-2017"),
    ("GB/T ×××××—××××", "GB/T XXXXX-XXXX"),
    ("DB 32/T 4293—2022", "DB32/T 4293-2022"),
    ("DB32/ 4041—2021", "DB32 4041-2021"),
    ("T / CESA 1169—2021", "T/CESA 1169-2021"),
    ("T/CESA1169-2021", "T/CESA 1169-2021"),
    ("ISO TS 22163:2017", "ISO/TS 22163:2017"),
    ("ISO9001：2015", "ISO 9001:2015"),
    ("ISO/IEC 14496-15:2019/DAM 2:2020(E)", "ISO/IEC 14496-15:2019/DAM 2:2020"),
    ("ISO/IEC/IEEE 8802-22.2:2015/Amd.2:2017(E)", "ISO/IEC/IEEE 8802-22.2:2015/Amd 2:2017"),
    ("ITU-T REC-F.748.46", "ITU-T F.748.46"),
    ("ITU-T Rec. Y.3172", "ITU-T Y.3172"),
    ("CECS 102:2002", "CECS 102-2002"),
]


@pytest.mark.parametrize(("printed", "expected"), FOLDED)
def test_other_printings_of_a_number_are_the_same_number(printed: str, expected: str) -> None:
    assert normal_identifier(printed) == expected


NONE = [
    "到2027年，制定标准20项",
    "2025年12月31日",
    "2025-2027",
    "电话 025-83214567",
    "13800138000",
    "AA 测试评估",
    "AB 12",
    "A1 通用",
    "CH 1",
    "DA 智能 3",
    "HA 2025-2027",
    "DB 12",
    "CB 1—20项",
    "内存 8 GB 16 核",
    "DB数据库 2020",
    "QC 小组 20 个",
    "MT 500",
    "IT/OT 10",
    "AI 2025",
    "EN 2025",
    "ISO/TC 184",
    "ISO/IEC JTC 1/SC 42",
    "ITU-T SG 17",
    "GB/T XXXXX",
    "GBT 42755",
    "图 GB-1",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_standard_number_is_not_found(text: str) -> None:
    assert find_identifiers(text) == []


def test_several_numbers_in_a_sentence_are_found_in_order_with_their_places() -> None:
    text = "应符合GB/T 42755—2023、T/CESA 1036—2019和ISO/IEC 22989的规定"
    found = find_identifiers(text)
    assert [item.canonical for item in found] == ["GB/T 42755-2023", "T/CESA 1036-2019", "ISO/IEC 22989"]
    assert [text[item.start : item.end] for item in found] == [
        "GB/T 42755—2023",
        "T/CESA 1036—2019",
        "ISO/IEC 22989",
    ]
