"""No text makes the grammar fall over: reading, finding, explaining never raise, and places are true."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.core.identifiers import (
    find_identifiers,
    find_numbers,
    format_number,
    read_number,
    why_no_number,
)

PIECES = [
    "GB", "/", "T", "Z", "ISO", "IEC", "IEEE", "Std", "P", "-", "—", ":", "~", ".", " ", "\n", "\n\n", "XG", "第1号修改单",
    "1", "20", "2020", "93", "X", "XXXX", "Amd", "Cor", "DB", "32", "DB32", "Q", "ITU-T", "ITU-R", "F.748", "(10/2025)", "ETSI",
    "TS", "V1.1.1", "JIS", "A", "W3C", "REC-", "RFC", "TC260-", "（所有部分）", "(all parts)", "≡", "idt", "IDT", "Ｇ", "／", "%2F",
    "+AMD1:2012", "CSV", "/D1", "ASTM", "NIST SP", "SAE J", "UL", "3GPP TS", "idt ISO 9001:2015", "（ISO 9001，IDT）", " / ", "《第1号修改单》", "/ISO 1:2000", "EN", "BS ", "T/", "Q/", "标准", "②", "٣", "ß", "\x00", "\u200b", "🙂", "GB/T 1.1-2020",
]  # fmt: skip
text = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))


@settings(max_examples=1500)
@given(text)
def test_reading_never_raises(given_text: str) -> None:
    number = read_number(given_text)
    why = why_no_number(given_text)
    assert (number is None) == bool(why)
    if number is not None:
        assert number.printed == given_text
        again = read_number(number.canonical)
        assert again is not None
        assert (again.key, again.canonical) == (number.key, number.canonical)
        assert number.lineage
        assert number.whole
        assert number.sort_key
        assert number.compact
        assert isinstance(number.members, tuple)
        assert format_number(number)


@settings(max_examples=800)
@given(text)
def test_finding_never_raises_and_its_places_are_true(given_text: str) -> None:
    at = 0
    for number, start, end in find_numbers(given_text):
        assert at <= start < end <= len(given_text)
        assert number.canonical
        at = end
    assert len(find_identifiers(given_text)) == sum(
        one.number.scheme != "foreign" for one in find_numbers(given_text)
    )


def test_long_and_hostile_texts_come_to_an_end() -> None:
    for hostile in (
        "GB/T " * 20_000,
        "1." * 50_000,
        "ISO/IEC/" * 20_000,
        "T/A" * 30_000,
        "IEEE P1/D" + "1/D" * 20_000,
        "ITU-R " + "A.1-" * 20_000,
        "GB/T 1~" * 9_000,
        "IEEE 1." + "1." * 30_000,
        "W3C " + "a-" * 50_000,
    ):
        read_number(hostile)
        assert all(item.number.printed for item in find_numbers(hostile))
