"""Numbers of every scheme, made up by Hypothesis: written, mangled as people mangle them, and read again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.core.identifiers import (
    find_numbers,
    format_number,
    number_link,
    read_number,
    same_number,
    why_no_number,
)
from zhunsheng.core.identifiers.tables import codes

serial = st.integers(1, 999_999).map(str)
short = st.integers(1, 99_999).map(str)
year = st.integers(1950, 2049).map(str)
part = st.integers(1, 400).map(str)
letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWYZ", min_size=2, max_size=8)


def maybe(strategy: st.SearchStrategy[str], lead: str) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), strategy.map(lambda value: lead + value))


def joined(*pieces: str | st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    made = [st.just(piece) if isinstance(piece, str) else piece for piece in pieces]
    return st.tuples(*made).map("".join)


_PLAIN = sorted(
    facts.code for facts in codes().values() if facts.scheme in {"gb", "sector"} and not facts.dashed
)
region = st.sampled_from(["11", "32", "44", "65", "3201", "6523", "5101"])
chinese = st.one_of(
    joined(
        st.sampled_from(_PLAIN),
        st.sampled_from(["", "/T", "/Z"]),
        " ",
        serial,
        maybe(part, "."),
        maybe(year, "-"),
    ),
    joined("DB", region, st.sampled_from(["", "/T", "/Z"]), " ", serial, maybe(part, "."), maybe(year, "-")),
    joined("T/", letters, " ", serial, maybe(part, "."), maybe(year, "-")),
    joined("Q/", letters, " ", serial, maybe(part, "."), maybe(year, "-")),
    joined("GB ", serial, maybe(part, "."), "-", year, "/XG", st.integers(1, 9).map(str), maybe(year, "-")),
)
plans = st.one_of(
    joined(
        year,
        st.integers(0, 9999).map("{:04}".format),
        "-",
        st.sampled_from("TQZ"),
        "-",
        st.integers(100, 999).map(str),
    ),
    joined(
        year,
        "-",
        st.integers(0, 9999).map("{:04}".format),
        st.sampled_from(["T", "", "Z"]),
        "-",
        st.sampled_from(["HB", "YD", "SJ"]),
    ),
)
supplement = joined(
    "/",
    st.sampled_from(["Amd", "Cor", "CD Amd", "DAM", "FDAM", "Add"]),
    " ",
    st.integers(1, 40).map(str),
    maybe(year, ":"),
)
international = st.one_of(
    joined(
        "ISO",
        st.sampled_from(["", "/TR", "/TS", "/PAS", "/R", "/DIS", "/FDIS", "/CD", "/CD TS", "/DTR", " Guide"]),
        " ",
        short,
        maybe(part, "-"),
        maybe(year, ":"),
    ),
    joined(
        st.sampled_from(["ISO/IEC", "IEC", "ISO/IEC/IEEE", "ISO/ASTM", "IEC/IEEE"]),
        st.sampled_from(["", " TR", " TS", " DIS", " CD TR", " AWI"]),
        " ",
        short,
        maybe(part, "-"),
        maybe(year, ":"),
    ),
    joined(st.sampled_from(["ISO ", "ISO/IEC ", "IEC "]), short, maybe(part, "-"), ":", year, supplement),
    joined("ISO/IEC DTS ", short, maybe(part, "-"), ".", st.integers(2, 5).map(str)),
    joined("EN ", st.sampled_from(["", "ISO ", "IEC ", "ISO/IEC "]), short, maybe(part, "-"), ":", year),
    joined(
        "JIS ",
        st.sampled_from("ABCDQXZ"),
        " ",
        st.integers(1, 9999).map("{:04}".format),
        maybe(part, "-"),
        maybe(year, ":"),
    ),
)
elsewhere = st.one_of(
    joined("IEEE Std ", short, maybe(st.integers(1, 99).map(str), "."), maybe(year, "-")),
    joined("IEEE P", short, maybe(st.integers(1, 20).map(str), "/D"), maybe(year, "-")),
    joined(
        "ITU-T ",
        st.sampled_from("EFGHQXYZ"),
        ".",
        st.integers(1, 9999).map(str),
        maybe(part, "."),
        st.sampled_from(["", " (07/1994)", " (10/2025)"]),
    ),
    joined(
        "ITU-R ",
        st.sampled_from(["BT", "M", "SM"]),
        ".",
        st.integers(1, 9999).map(str),
        maybe(st.integers(0, 9).map(str), "-"),
    ),
    joined(
        "ETSI ",
        st.sampled_from(["TS", "EN", "TR"]),
        " ",
        st.integers(100, 399).map(str),
        " ",
        st.integers(0, 999).map("{:03}".format),
        maybe(part, "-"),
        " V1.",
        st.integers(1, 9).map(str),
        ".1",
        st.sampled_from(["", " (2023-06)"]),
    ),
    joined(
        "W3C ",
        st.sampled_from(["REC", "WD", "CR"]),
        "-",
        st.sampled_from(["xml", "css3-ui", "html-aam-1.0"]),
        "-",
        st.sampled_from(["20081126", "20250101"]),
    ),
    joined(st.sampled_from(["RFC ", "BCP "]), st.integers(1, 9999).map(str)),
)
every = st.one_of(chinese, plans, international, elsewhere)


@given(every)
def test_what_is_written_is_read_and_written_the_same(printed: str) -> None:
    number = read_number(printed)
    assert number is not None, printed
    assert number.canonical == printed
    assert number.is_real
    assert number.key.startswith(number.whole[:3])
    again = read_number(format_number(number))
    assert again is not None
    assert (again.key, again.lineage, again.whole) == (number.key, number.lineage, number.whole)
    assert why_no_number(printed) == ""
    number_link(number)


_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code) not in "%"}


@given(every, st.sampled_from(["dash", "wide", "tight", "loose", "lower", "escaped", "quoted"]))
def test_a_number_mangled_is_the_same_number(printed: str, way: str) -> None:
    mangled = {
        "dash": printed.replace("-", "—"),
        "wide": printed.translate(_WIDE),
        "tight": printed.replace(" ", "", 1)
        if printed.startswith(("GB", "ISO ", "IEC ")) or printed[4:5] == "/"
        else printed,
        "loose": printed.replace("/", " / ") if printed.startswith(("GB", "T/", "DB")) else f"  {printed}　",
        "lower": printed.lower() if not printed.startswith("W3C") else printed,
        "escaped": printed.replace("/", "%2F").replace(" ", "%20"),
        "quoted": f"《{printed}》",
    }[way]
    assert same_number(printed, mangled), mangled


@given(every, every)
def test_two_numbers_have_one_key_only_where_they_are_one(one: str, other: str) -> None:
    first, second = read_number(one), read_number(other)
    assert first is not None
    assert second is not None
    if first.key == second.key:
        same = one == other or (first.supplement[:2] == "XG" and first.undated == second.undated)
        assert same, (one, other)


@given(st.lists(st.one_of(chinese, international), min_size=1, max_size=4))
def test_the_finder_reads_a_dated_number_as_the_reader_does(printed: list[str]) -> None:
    text = "；".join(f"应符合{item}的规定" for item in printed)
    for number, start, end in find_numbers(text):
        assert text[start:end] == text[start:end].strip()
        alone = read_number(text[start:end])
        assert alone is not None
        assert alone.key == number.key
    found = {item.number.key for item in find_numbers(text)}
    for item in printed:
        number = read_number(item)
        assert number is not None
        if number.year and number.scheme != "plan":
            assert number.key in found, item
