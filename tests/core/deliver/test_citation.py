"""Citations: what GB/T 7714-2015 prescribes, nothing that is not known, and forms that other programs can read."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.core.deliver.citation import STYLES, bibtex, bibtex_key, cite, csl_json, gbt7714, relaton_yaml
from zhunsheng.core.registry.record import StatedParty, StatedRecord, StatedRelation


def record(number: str, title: str = "", **more: object) -> StatedRecord:
    values = {"title_zh": title} if re.search("[一-鿿]", title) else {"title_en": title}
    values |= more.pop("values", {})  # type: ignore[arg-type]
    parties = tuple(
        StatedParty(role, name)
        for role, names in more.items()
        for name in names  # type: ignore[attr-defined]
    )
    return StatedRecord(number, "", number, {k: v for k, v in values.items() if v}, parties=parties)


DUBLIN = record(
    "GB/T 25100-2010",
    "信息与文献 都柏林核心元数据元素集",
    values={"issued": "2010-12-01"},
    proposer=["全国信息与文献标准化技术委员会"],
    publisher=["中国标准出版社"],
)
MANAGEMENT = record(
    "ISO/IEC 42001:2023",
    "Information technology — Artificial intelligence — Management system",
    values={"issued": "2023-12", "stage": "60.60", "url": "https://www.iso.org/standard/42001"},
    committee=["ISO/IEC JTC 1/SC 42"],
    publisher=["ISO", "IEC"],
)


def test_the_example_of_the_standard_itself() -> None:
    # GB/T 7714-2015, example of a standard, without the place, which no catalogue states.
    assert gbt7714(DUBLIN) == (
        "全国信息与文献标准化技术委员会. 信息与文献 都柏林核心元数据元素集: GB/T 25100—2010[S]. "
        "中国标准出版社, 2010."
    )


def test_an_international_standard_keeps_its_colon() -> None:
    assert gbt7714(MANAGEMENT) == (
        "ISO/IEC JTC 1/SC 42. Information technology — Artificial intelligence — Management system: "
        "ISO/IEC 42001:2023[S]. ISO, 2023."
    )


def test_what_is_not_known_is_left_out() -> None:
    assert gbt7714(record("T/CESA 1169-2021")) == "T/CESA 1169—2021[S]."
    assert gbt7714(record("GB/T 1-2001", "甲")) == "甲: GB/T 1—2001[S]."
    bare = bibtex(record("GB/T 1-2001", "甲"))
    assert bare.startswith("@misc{gb-t-1-2001,")
    assert "year" not in bare and "institution" not in bare


def test_only_the_year_of_a_number_gets_the_long_dash() -> None:
    assert "GB 5009.225—2016/XG1—2018[S]" in gbt7714(record("GB 5009.225-2016/XG1-2018", "酒"))
    # An adopted text with a Chinese title keeps the way its own body prints it.
    assert "ISO 1496-1:2013[S]" in gbt7714(record("ISO 1496-1:2013", "集装箱"))


def test_more_than_three_names_are_shortened() -> None:
    four = record("GB/T 1-2001", "甲", proposer=["一", "二", "三", "四"])
    assert gbt7714(four).startswith("一, 二, 三, 等. 甲")
    assert gbt7714(record("X 1", "A", proposer=["a", "b", "c", "d"])).startswith("a, b, c, et al. A")


def test_what_was_read_on_the_net_says_when() -> None:
    told = gbt7714(MANAGEMENT, accessed="2026-11-23")
    assert told.endswith("[S/OL]. ISO, 2023[2026-11-23]. https://www.iso.org/standard/42001.")


def test_latex_survives_every_sign() -> None:
    nasty = record("T/A&B 1-2020", r"50% of A_B & C#1 {x} ~ ^ \cmd $5", issuer=["R&D"])
    text = bibtex(nasty)
    assert (
        r"{{50\% of A\_B \& C\#1 \{x\} \textasciitilde{} \textasciicircum{} \textbackslash{}cmd \$5}}" in text
    )
    assert r"institution = {R\&D}" in text
    assert text.startswith("@techreport{t-a-b-1-2020,")


def test_keys_keep_numbers_apart() -> None:
    assert bibtex_key("GB/Z 2-2002") != bibtex_key("GBZ 2-2002")
    assert bibtex_key("GB/T 1.1-2020") == "gb-t-1.1-2020"
    assert bibtex_key("ISO/IEC TR 24028:2020") == "iso-iec-tr-24028-2020"


def test_csl_says_no_more_than_is_known() -> None:
    (item,) = json.loads(csl_json(MANAGEMENT))
    assert item["type"] == "standard"
    assert item["issued"] == {"date-parts": [[2023, 12]]}
    assert "version" not in item


def test_relaton_keeps_every_relation_in_its_direction() -> None:
    made = replace(
        DUBLIN,
        relations=(
            StatedRelation("replaces", "GB/T 25100-2005"),
            StatedRelation("adopts", "ISO 15836:2009", degree="MOD"),
            StatedRelation("replaces", "GB/T 25100-2030", inverse=True),
        ),
        lists={"ics": ("01.140.20",)},
    )
    plain = yaml.safe_load(relaton_yaml(made))
    assert plain["docid"][0] == {"id": "GB/T 25100-2010", "type": "GB", "primary": True}
    assert [(link["type"], link["bibitem"]["docid"][0]["id"]) for link in plain["relation"]] == [
        ("obsoletes", "GB/T 25100-2005"),
        ("adoptedFrom", "ISO 15836:2009"),
        ("obsoletedBy", "GB/T 25100-2030"),
    ]
    assert plain["relation"][1]["description"]["content"] == "MOD"
    assert plain["ext"]["ics"] == [{"code": "01.140.20"}]
    assert plain["date"] == [{"type": "published", "value": "2010-12-01"}]


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
def test_any_text_gives_readable_forms(number: str, title: str, name: str) -> None:
    made = record(number, title, issuer=[name])
    for style in STYLES:
        assert isinstance(cite(made, style), str)
    assert json.loads(csl_json(made))[0]["type"] == "standard"
    assert yaml.safe_load(relaton_yaml(made))["docid"][0]["id"] == number
    body = re.sub(r"\\[\\{}]|\\text\w+\{\}", "", bibtex(made))
    assert body.count("{") == body.count("}")


def test_an_unknown_style_is_an_error() -> None:
    with pytest.raises(KeyError):
        cite(DUBLIN, "apa")
