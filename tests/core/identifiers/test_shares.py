"""All numbers of the seven catalogues, the RFC index and the Chinese files: what is read, and what the page says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.identifiers.shares import PAGE, Share, tables, with_tables

#: per cent of the different texts that must be read
PROMISED = {
    "iso": 100,
    "iec": 100,
    "itu": 100,
    "etsi": 100,
    "w3c": 100,
    "jis": 100,
    "rfc-index": 100,
    "ieee": 99,
    "cn-sports": 70,  # a relation column holds names of committees
}


@pytest.fixture(scope="module")
def measured(shared: Path) -> tuple[str, list[Share]]:
    if not (shared / "data").is_dir():
        pytest.skip("the catalogues are absent: set ZHUNSHENG_SHARED or put them at ../shared/data")
    return tables(shared / "data")


def test_every_source_is_read_as_promised(measured: tuple[str, list[Share]]) -> None:
    short = {
        share.name: share.share
        for share in measured[1]
        if (len(share.texts) - len(share.unread)) * 100
        < PROMISED.get(share.name.split()[0], 90) * len(share.texts)
    }
    assert short == {}


def test_each_number_written_is_the_number_read(measured: tuple[str, list[Share]]) -> None:
    assert [text for share in measured[1] for text in share.changed_on_the_way] == []


def test_ids_of_one_source_have_one_key_only_where_they_are_one_number(
    measured: tuple[str, list[Share]],
) -> None:
    collapsed = {
        tuple(texts)
        for share in measured[1]
        if share.name.split()[0] in PROMISED
        for texts in share.collapsed
    }
    known = {
        *(
            (f"IEC 61360-C{number}", f"IEC 61360-C{number}:")
            for number in ("00168", "00169", "00172", "00174", "00178")
        ),
        ("IEEE 1512", "IEEE 1512 Guide"),
        ("IEEE 1635-2018", "IEEE Std 1635-2018"),
        ("IEEE C62.92-1989", "IEEE Std C62.92-1989"),
        ("IEEE P1641.1/D-3-2006-07", "IEEE Std P1641.1/D-3-2006-07"),
    }
    assert {texts for texts in collapsed if not texts[0].startswith(("T/", "DB", "GB", "TY"))} == known


def test_the_page_says_what_is_measured(measured: tuple[str, list[Share]]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_tables(page, measured[0]), "run: python -m tests.core.identifiers.shares"
