"""The awkward numbers of the field, one by one: what each is read as. Typed by hand from the rules of the bodies."""

from __future__ import annotations

import pytest

from zhunsheng.core.identifiers import read_number

# printed | canonical | publisher | kind | number | part | year | stage | supplement
EDGES = """
GB/T 5271.28-2001 | GB/T 5271.28-2001 | GB | T | 5271 | 28 | 2001 | |
GB/T 1.1—2020 | GB/T 1.1-2020 | GB | T | 1 | 1 | 2020 | |
GB/T45288．1一2025 | GB/T 45288.1-2025 | GB | T | 45288 | 1 | 2025 | |
GB 3100-93 | GB 3100-1993 | GB | | 3100 | | 1993 | |
GB/T 20438.1~7 | GB/T 20438.1~7 | GB | T | 20438 | 1~7 | | |
GB/T 20438.1～20438.7—2017 | GB/T 20438.1~7-2017 | GB | T | 20438 | 1~7 | 2017 | |
GB/T 20438.1-7-2017 | GB/T 20438.1~7-2017 | GB | T | 20438 | 1~7 | 2017 | |
GB 50254~50259-96 | GB 50254~50259-1996 | GB | | 50254~50259 | | 1996 | |
GB 5009.225-2016/XG1-2018 | GB 5009.225-2016/XG1-2018 | GB | | 5009 | 225 | 2016 | | XG1-2018
GB 5009.225-2016第1号修改单 | GB 5009.225-2016/XG1 | GB | | 5009 | 225 | 2016 | | XG1
GB 5009.225—2016《第一号修改单》 | GB 5009.225-2016/XG1 | GB | | 5009 | 225 | 2016 | | XG1
GB 15629.11-2003-XG1-2006 | GB 15629.11-2003/XG1-2006 | GB | | 15629 | 11 | 2003 | | XG1-2006
GB/T 33444-2016 固体矿产勘查工作规范《第1号修改单》 | GB/T 33444-2016/XG1 | GB | T | 33444 | | 2016 | | XG1
GB 45438-2025 | GB 45438-2025 | GB | | 45438 | | 2025 | |
GB/Z 177—2026 | GB/Z 177-2026 | GB | Z | 177 | | 2026 | |
GB/Z 185.1-2026 | GB/Z 185.1-2026 | GB | Z | 185 | 1 | 2026 | |
GBZ 2.1-2019 | GBZ 2.1-2019 | GBZ | | 2 | 1 | 2019 | |
GBZ/T 205-2007 | GBZ/T 205-2007 | GBZ | T | 205 | | 2007 | |
GBJ 16-87 | GBJ 16-1987 | GBJ | | 16 | | 1987 | |
GBn 139-81 | GBn 139-1981 | GBn | | 139 | | 1981 | |
GSB 05-1426-2001 | GSB 05-1426-2001 | GSB | | 05-1426 | | 2001 | |
GHZB 1-1999 | GHZB 1-1999 | GHZB | | 1 | | 1999 | |
GWKB 4-2000 | GWKB 4-2000 | GWKB | | 4 | | 2000 | |
GWPB 5-2000 | GWPB 5-2000 | GWPB | | 5 | | 2000 | |
GJB 9001C-2017 | GJB 9001C-2017 | GJB | | 9001C | | 2017 | |
GJB/Z 299C-2006 | GJB/Z 299C-2006 | GJB | Z | 299C | | 2006 | |
JJF 1059.1-2012 | JJF 1059.1-2012 | JJF | | 1059 | 1 | 2012 | |
JJG 1-1999 | JJG 1-1999 | JJG | | 1 | | 1999 | |
JJG（交通） 096—2009 | JJG(交通) 096-2009 | JJG(交通) | | 096 | | 2009 | |
YD/T 6770-2025 | YD/T 6770-2025 | YD | T | 6770 | | 2025 | |
YY/T 1833.1-2022 | YY/T 1833.1-2022 | YY | T | 1833 | 1 | 2022 | |
DL/T 2939-2025 | DL/T 2939-2025 | DL | T | 2939 | | 2025 | |
NB/T 10612—2021 | NB/T 10612-2021 | NB | T | 10612 | | 2021 | |
XF/T 1339-2017 | XF/T 1339-2017 | XF | T | 1339 | | 2017 | |
JYT 0629-2020 | JY/T 0629-2020 | JY | T | 0629 | | 2020 | |
JTG F80/1-2017 | JTG F80/1-2017 | JTG | | F80 | 1 | 2017 | |
JTG/T D21-2014 | JTG/T D21-2014 | JTG | T | D21 | | 2014 | |
CECS 21:2000 | CECS 21-2000 | CECS | | 21 | | 2000 | |
DB32/T 4822—2024 | DB32/T 4822-2024 | DB32 | T | 4822 | | 2024 | |
DB 32/T 4293—2022 | DB32/T 4293-2022 | DB32 | T | 4293 | | 2022 | |
DB114041-2021 | DB11 4041-2021 | DB11 | | 4041 | | 2021 | |
DB12/ 684-2016 | DB12 684-2016 | DB12 | | 684 | | 2016 | |
DB6523/T 337—2022 | DB6523/T 337-2022 | DB6523 | T | 337 | | 2022 | |
DB/T 84-2020 | DB/T 84-2020 | DB | T | 84 | | 2020 | |
DGJ32/TJ 212-2016 | DGJ32/TJ 212-2016 | DGJ32 | TJ | 212 | | 2016 | |
DBJ/T 15-30-2019 | DBJ/T 15-30-2019 | DBJ | T | 15-30 | | 2019 | |
DG/TJ 08-2019-2013 | DG/TJ 08-2019-2013 | DG | TJ | 08-2019 | | 2013 | |
T/CESA 1169-2021 | T/CESA 1169-2021 | T/CESA | | 1169 | | 2021 | |
T/CESA 1270.3-2023 | T/CESA 1270.3-2023 | T/CESA | | 1270 | 3 | 2023 | |
T/CECA-G 0171-2022 | T/CECA-G 0171-2022 | T/CECA-G | | 0171 | | 2022 | |
T/CC 5—2020 | T/CC 5-2020 | T/CC | | 5 | | 2020 | |
T/ZZB 1371-2019 | T/ZZB 1371-2019 | T/ZZB | | 1371 | | 2019 | |
T/31SCTA 001-2017 | T/31SCTA 001-2017 | T/31SCTA | | 001 | | 2017 | |
T/XCFW TG06-011.3—2023 | T/XCFW TG06-011.3-2023 | T/XCFW | | TG06-011 | 3 | 2023 | |
T/PTSHOES GS001—2017 | T/PTSHOES GS001-2017 | T/PTSHOES | | GS001 | | 2017 | |
T/CSGF T/CSGF023.3—2023 | T/CSGF 023.3-2023 | T/CSGF | | 023 | 3 | 2023 | |
T/DLSHXH T/DLSHXH 001--2017 | T/DLSHXH 001-2017 | T/DLSHXH | | 001 | | 2017 | |
Q/CSG 2 16 004-2019 | Q/CSG 2 16 004-2019 | Q/CSG | | 2 16 004 | | 2019 | |
Q/320000 ABC 001-2020 | Q/320000 ABC 001-2020 | Q/320000 ABC | | 001 | | 2020 | |
TC260-003 | TC260-003 | TC260 | | 003 | | | |
TC260-PG-20233A | TC260-PG-20233A | TC260 | PG | 20233A | | 2023 | |
TC260-TR-005-2026 | TC260-TR-005-2026 | TC260 | TR | 005 | | 2026 | |
20262852-T-469 | 20262852-T-469 | | T | 20262852 | | 2026 | |
2023-1145T-HB | 2023-1145T-HB | HB | T | 1145 | | 2023 | |
ISO/IEC TR 24028:2020 | ISO/IEC TR 24028:2020 | ISO/IEC | TR | 24028 | | 2020 | |
ISO/IEC DTS 12791.2 | ISO/IEC DTS 12791.2 | ISO/IEC | TS | 12791 | | | DTS |
ISO/IEC 22989:2022/CD Amd 1 | ISO/IEC 22989:2022/CD Amd 1 | ISO/IEC | | 22989 | | 2022 | CD | Amd 1
ISO/IEC 22989:2022/Amd 1:2025 | ISO/IEC 22989:2022/Amd 1:2025 | ISO/IEC | | 22989 | | 2022 | | Amd 1:2025
ISO 5725-2:1994/Cor 1:2002 | ISO 5725-2:1994/Cor 1:2002 | ISO | | 5725 | 2 | 1994 | | Cor 1:2002
ISO/IEC 27001:2013/DAmd 1 | ISO/IEC 27001:2013/DAmd 1 | ISO/IEC | | 27001 | | 2013 | DAM | Amd 1
ISO/IEC 14496-15:2019/DAM 2:2020(E) | ISO/IEC 14496-15:2019/DAM 2:2020 | ISO/IEC | | 14496 | 15 | 2019 | DAM | Amd 2:2020
ISO/IEC/IEEE 8802-22.2:2015/Amd.2:2017(E) | ISO/IEC/IEEE 8802-22.2:2015/Amd 2:2017 | ISO/IEC/IEEE | | 8802 | 22.2 | 2015 | | Amd 2:2017
ISO/R 657/IV | ISO/R 657-4 | ISO | R | 657 | 4 | | |
ISO/PAS 8800:2024 | ISO/PAS 8800:2024 | ISO | PAS | 8800 | | 2024 | |
ISO 9001-2015 | ISO 9001:2015 | ISO | | 9001 | | 2015 | |
iso/iec 27001：2022（E） | ISO/IEC 27001:2022 | ISO/IEC | | 27001 | | 2022 | |
ISO Guide 73:2009 | ISO Guide 73:2009 | ISO | Guide | 73 | | 2009 | |
ISO/DIS 4717 | ISO/DIS 4717 | ISO | | 4717 | | | DIS |
ISO 10303 (all parts) | ISO 10303 (all parts) | ISO | | 10303 | | | |
IWA 42:2022 | IWA 42:2022 | IWA | | 42 | | 2022 | |
ISO/IEC/IEEE 8802.3/Amd7-2017 | ISO/IEC/IEEE 8802-3:2017/Amd 7 | ISO/IEC/IEEE | | 8802 | 3 | 2017 | | Amd 7
ISO/IEC/IEEE 8802.15-6-2017 | ISO/IEC/IEEE 8802-15-6:2017 | ISO/IEC/IEEE | | 8802 | 15-6 | 2017 | |
IEC/IEEE FDIS 60079.30-2-2015 | IEC/IEEE FDIS 60079-30-2:2015 | IEC/IEEE | | 60079 | 30-2 | 2015 | FDIS |
IEC 60601-1-2:2007/AMD1:2014 | IEC 60601-1-2:2007/Amd 1:2014 | IEC | | 60601 | 1-2 | 2007 | | Amd 1:2014
IEC 60601-1:2005+AMD1:2012 CSV | IEC 60601-1:2005+Amd 1:2012 CSV | IEC | | 60601 | 1 | 2005 | | Amd 1:2012
IEC White Paper AI:2018 | IEC White Paper AI:2018 | IEC | White Paper | AI | | 2018 | |
CISPR 16-1-1:2010/AMD2:2014 | CISPR 16-1-1:2010/Amd 2:2014 | CISPR | | 16 | 1-1 | 2010 | | Amd 2:2014
EN ISO 12100:2010 | EN ISO 12100:2010 | EN ISO | | 12100 | | 2010 | |
DIN EN 61508-1:2011 | DIN EN 61508-1:2011 | DIN EN | | 61508 | 1 | 2011 | |
BS EN 50600-1:2019+A1:2020 | BS EN 50600-1:2019+A1:2020 | BS EN | | 50600 | 1 | 2019 | | A1:2020
IEEE Std 2937-2022 | IEEE Std 2937-2022 | IEEE | Std | 2937 | | 2022 | |
IEEE Std 3333.1.3-2022 | IEEE Std 3333.1.3-2022 | IEEE | Std | 3333 | 1.3 | 2022 | |
IEEE P2863/D1 | IEEE P2863/D1 | IEEE | P | 2863 | | | D1 |
IEEE P859/D-2-2017-11 | IEEE P859/D2-2017-11 | IEEE | P | 859 | | 2017 | D2 |
IEEE P859/D2, November 2017 | IEEE P859/D2-2017-11 | IEEE | P | 859 | | 2017 | D2 |
IEEE 802.11-2020/Cor 1-2022 | IEEE Std 802.11-2020/Cor1-2022 | IEEE | Std | 802 | 11 | 2020 | | Cor1-2022
IEEE 1588-2019/Amd 1 | IEEE Std 1588-2019/Amd1 | IEEE | Std | 1588 | | 2019 | | Amd1
IEEE P1686.2022/D1.2/Cor1-2025 | IEEE P1686.2022/D1.2/Cor1-2025 | IEEE | P | 1686 | | 2022 | D1.2 | Cor1-2025
IEEE Std C37.237-2018 | IEEE Std C37.237-2018 | IEEE | Std | C37 | 237 | 2018 | |
ITU-T G.711 Appendix II | ITU-T G.711 App. II | ITU-T | | G.711 | | | | App. II
ITU-T G.711 Amendment 1 | ITU-T G.711 Amd. 1 | ITU-T | | G.711 | | | | Amd. 1
ITU-T F.748.57 | ITU-T F.748.57 | ITU-T | | F.748 | 57 | | |
ITU-T REC-F.748.46 | ITU-T F.748.46 | ITU-T | | F.748 | 46 | | |
ITU-T F.748.57 (10/2025) | ITU-T F.748.57 (10/2025) | ITU-T | | F.748 | 57 | 2025 | |
ITU-T G.994.1 (2007) Amd. 3 (03/2009) | ITU-T G.994.1 (2007) Amd. 3 (03/2009) | ITU-T | | G.994 | 1 | 2009 | | (2007) Amd. 3
ITU-R BT.2386-6 | ITU-R BT.2386-6 | ITU-R | | BT.2386 | | | |
ETSI TS 102 165-1 V5.2.5 (2022-01) | ETSI TS 102 165-1 V5.2.5 (2022-01) | ETSI | TS | 102 165 | 1 | 2022 | |
ETSI GR SAI 011 V1.1.1 (2023-06) | ETSI GR SAI 011 V1.1.1 (2023-06) | ETSI | GR | SAI 011 | | 2023 | |
EN 301 549 V3.2.1 | ETSI EN 301 549 V3.2.1 | ETSI | EN | 301 549 | | | |
JIS C 60364-4-43:2011 | JIS C 60364-4-43:2011 | JIS | | C 60364 | 4-43 | 2011 | |
JIS A 5008:1995/AMENDMENT 1:2008 | JIS A 5008:1995/AMENDMENT 1:2008 | JIS | | A 5008 | | 1995 | | AMENDMENT 1:2008
W3C CR-2dcontext-20121217 | W3C CR-2dcontext-20121217 | W3C | | 2dcontext | | 2012 | CR |
ASTM D 638-14 | ASTM D638-14 | ASTM | | D638 | | 2014 | |
SAE J3016_202104 | SAE J3016_202104 | SAE | | J3016 | | 2021 | |
NIST AI 100-1 | NIST AI 100-1 | NIST | AI | 100-1 | | | |
NIST SP 800-53r5 | NIST SP 800-53 Rev.5 | NIST | SP | 800-53 | | | |
3GPP TS 23.501 | 3GPP TS 23.501 | 3GPP | TS | 23.501 | | | |
UL 4600:2023 | UL 4600:2023 | UL | | 4600 | | 2023 | |
OIML R111-1:2004 | OIML R 111-1:2004 | OIML | | R 111-1 | | 2004 | |
RFC0010 | RFC 10 | RFC | | 10 | | | |
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in EDGES.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_edge(row: list[str]) -> None:
    printed, canonical, publisher, kind, serial, part, year, stage, supplement = row
    number = read_number(printed)
    assert number is not None
    got = (
        number.canonical,
        number.publisher,
        number.kind,
        number.number,
        number.part,
        number.stage,
        number.supplement,
    )
    assert got == (canonical, publisher, kind, serial, part, stage, supplement)
    assert number.year == (int(year) if year else None)
    assert number.is_real
    again = read_number(canonical)
    assert again is not None
    assert (again.canonical, again.key, again.lineage) == (canonical, number.key, number.lineage)


PLACEHOLDERS = [
    "DB5101/T XXX—2020",
    "T/CAMETA XXX—2025",
    "T/QGCML XXXX—XXXX",
    "GB/T ×××××—××××",
    "GB/T 33745-20XX",
]


@pytest.mark.parametrize("printed", PLACEHOLDERS)
def test_a_placeholder_is_readable_and_never_real(printed: str) -> None:
    number = read_number(printed)
    assert number is not None
    assert not number.is_real
    assert "占位符" in number.problem


ADOPTED = [
    ("≡ISO 9001:2015", "ISO 9001:2015", "IDT"),
    ("≈ISO/IEC Guide 21-1999", "ISO/IEC Guide 21:1999", "EQV"),
    ("idt ISO 9001:1994", "ISO 9001:1994", "IDT"),
    ("eqv ISO 9001:1987", "ISO 9001:1987", "EQV"),
    ("neq IEC 60601-1:1988", "IEC 60601-1:1988", "NEQ"),
    ("ISO/IEC 27001:2022, IDT", "ISO/IEC 27001:2022", "IDT"),
    ("（ISO 9001:2015，MOD）", "ISO 9001:2015", "MOD"),
    ("等同采用ISO/IEC 42001:2023", "ISO/IEC 42001:2023", "IDT"),
]


@pytest.mark.parametrize(("printed", "canonical", "degree"), ADOPTED)
def test_marks_of_adoption_are_taken_off_and_told(printed: str, canonical: str, degree: str) -> None:
    number = read_number(printed)
    assert number is not None
    assert (number.canonical, number.adoption) == (canonical, degree)


TWO_NUMBERS = [
    ("GB/T 22080—2016/ISO/IEC 27001:2013", "GB/T 22080-2016", "IDT", "ISO/IEC 27001:2013", ""),
    ("GB/T 2423.1-2008 / IEC 60068-2-1:2007", "GB/T 2423.1-2008", "IDT", "IEC 60068-2-1:2007", ""),
    ("GB/T 19000.1-1994 idt ISO 9000-1:1994", "GB/T 19000.1-1994", "IDT", "ISO 9000-1:1994", ""),
    (
        "GB/T 19001—2016 质量管理体系 要求（ISO 9001:2015，IDT）",
        "GB/T 19001-2016",
        "IDT",
        "ISO 9001:2015",
        "质量管理体系 要求",
    ),
    ("GB/T 2828.1 / ISO 2859-1", "GB/T 2828.1", "", "", "ISO 2859-1"),
    ("GB 9706.1-2007（IEC 60601-1:1988，MOD）", "GB 9706.1-2007", "MOD", "IEC 60601-1:1988", ""),
]


@pytest.mark.parametrize(("printed", "canonical", "degree", "adopts", "rest"), TWO_NUMBERS)
def test_the_number_adopted_is_told_beside(
    printed: str, canonical: str, degree: str, adopts: str, rest: str
) -> None:
    number = read_number(printed)
    assert number is not None
    assert (number.canonical, number.adoption, number.adopts, number.rest) == (
        canonical,
        degree,
        adopts,
        rest,
    )


NO_NUMBERS = [
    "",
    "   ",
    "标准化",
    "GB",
    "GB/T",
    "1234",
    "第1号修改单",
    "ISO/TC 184",
    "ISO/IEC JTC 1/SC 42",
    "TC456",
    "AI 2025",
    "GB 12345-30",
    "GB/T 1.1-20201",
    "ISO 9001 12",
    "住建部令第 37 号",
    "2025-2027",
    "AUTONOMOUS DRIVING",
    "≡" * 3000 + "ISO 9001",
]


@pytest.mark.parametrize("text", NO_NUMBERS, ids=range(len(NO_NUMBERS)))
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


TITLED = [
    ("ISO/IEC 42001:2023 Information technology — Artificial intelligence", "ISO/IEC 42001:2023"),
    ("ISO 9001:2015 core processes", "ISO 9001:2015"),
    ("IEEE Std 2937-2022 测试方法", "IEEE Std 2937-2022"),
    ("GB/T 42755-2023人工智能 面向机器学习的数据标注规程", "GB/T 42755-2023"),
    ("DB11/T 1-2020 - 标题", "DB11/T 1-2020"),
]


@pytest.mark.parametrize(("printed", "canonical"), TITLED)
def test_a_title_behind_is_no_part_of_the_number(printed: str, canonical: str) -> None:
    number = read_number(printed)
    assert number is not None
    assert number.canonical == canonical
    assert number.rest


def test_a_range_stands_for_all_its_parts() -> None:
    number = read_number("GB/T 20438.1~7-2017")
    assert number is not None
    assert number.members == tuple(f"GB/T 20438.{part}-2017" for part in range(1, 8))
    whole = read_number("GB 50254~50259-96")
    assert whole is not None
    assert whole.members[0] == "GB 50254-1996"
    assert whole.members[-1] == "GB 50259-1996"


def test_years_of_two_digits() -> None:
    old, odd = read_number("GB 8923-88"), read_number("GB 12345-05")
    assert old is not None
    assert odd is not None
    assert (old.year, old.problem) == (1988, "")
    assert odd.year == 2005
    assert "两位" in odd.problem


def test_keys_of_one_text_in_its_versions() -> None:
    def lineage(printed: str) -> str:
        number = read_number(printed)
        assert number is not None
        return number.lineage

    assert lineage("ISO/DTS 20358.2") == lineage("ISO/TS 20358:2026") == lineage("ISO/TS 20358")
    assert lineage("IEEE P2863/D1") == lineage("IEEE Std 2863-2024")
    assert lineage("GJB 9001B-2009") == lineage("GJB 9001C-2017")
    assert lineage("ITU-R BT.2386-6") == lineage("ITU-R BT.2386-0")
    assert lineage("W3C WD-xml-20080205") == lineage("W3C REC-xml-20081126")
    assert lineage("ETSI TS 102 165-1 V5.2.5 (2022-01)") == lineage("ETSI TS 102 165-1")
    assert lineage("GB/T 1.1-2020") != lineage("GB/T 1.2-2020")


def test_numbers_sort_as_people_sort_them() -> None:
    printed = [
        "GB/T 5271.9-2001",
        "GB/T 5271.28-2001",
        "GB/T 42755-2023",
        "GB/T 42755",
        "GB/T 1.10-2020",
        "GB/T 1.2-2020",
    ]
    numbers = [number for text in printed if (number := read_number(text))]
    ordered = [number.canonical for number in sorted(numbers, key=lambda number: number.sort_key)]
    assert ordered == [
        "GB/T 1.2-2020",
        "GB/T 1.10-2020",
        "GB/T 5271.9-2001",
        "GB/T 5271.28-2001",
        "GB/T 42755",
        "GB/T 42755-2023",
    ]
