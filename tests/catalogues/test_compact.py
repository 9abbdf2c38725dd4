"""Compact JSON Lines: each line one item, labels turned into our direction, nothing lost in silence."""

from __future__ import annotations

import gzip
import json
import lzma
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from zhunsheng.catalogues import Item, Unreadable, connector_for, streams
from zhunsheng.core.registry.record import StatedRelation


def line(number: str, rel: list[list[str]] | None = None, src: str = "iso", **more: Any) -> str:
    return json.dumps(
        {
            "id": number,
            "src": src,
            "file": number.replace(":", "-") + ".yaml",
            "title": "T",
            "rel": rel or [],
            **more,
        }
    )


def read(folder: Path, *lines: str, skip: int = 0) -> list[Item]:
    path = folder / "some.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(connector_for(path).items(path, skip=skip))


def relations(folder: Path, number: str, label: str, target: str, src: str = "iso") -> list[tuple[str, bool]]:
    (item,) = read(folder, line(number, [[label, target]], src))
    assert item.record is not None
    return [(one.type, one.inverse) for one in item.record.relations]


@pytest.mark.parametrize(
    ("src", "number", "label", "target", "expected"),
    [
        ("iso", "ISO 9016:2012", "updates", "ISO 9016:2022", [("replaces", True)]),
        ("iso", "ISO 10511:2012", "updates", "ISO 10511", [("replaces", True)]),
        ("iso", "ISO/TS 21432:2005", "updates", "ISO/TS 21432:2005/Cor 1:2008", [("corrects", True)]),
        ("iso", "ISO 1101:1983", "updates", "ISO 1101:1983/Ext 1:1983", [("amends", True)]),
        ("iso", "ISO 1:2018", "updates", "ISO 1:2018/CD Amd 1", [("amends", True)]),
        ("iso", "ISO 1:2018/Amd 1:2019", "updates", "ISO 1:2018/Amd 1:2019/Cor 1:2020", [("corrects", True)]),
        ("iso", "ISO 1:2003/Cor 1:2005", "updates", "ISO 1:2003/Cor 2:2007", [("replaces", True)]),
        ("iso", "ISO 1:2018/CD Amd 2", "obsoletes", "ISO 1:2018/Amd 1:2020", [("replaces", False)]),
        ("ieee", "IEEE P1616/D-4-1929", "updates:revises", "IEEE Std 1616-2004", [("replaces", False)]),
        ("iso", "ISO 8620:1986", "updates", "ISO 4610:1977", [("related", False)]),
        ("iso", "ISO 3064:2015", "obsoletes", "ISO 3064:2000", [("replaces", False)]),
        ("iso", "ISO 9001:2015", "obsoletes", "ISO 9001:2008/Cor 1:2009", [("replaces", False)]),
        ("iso", "ISO 9241-391:2016", "obsoletes", "ISO/AWI 9241-391", [("replaces", True)]),
        ("iso", "ISO/DIS 14669", "obsoletes", "ISO 14669:1999", [("replaces", False)]),
        ("iso", "ISO/IEC 9596:1990", "obsoletes", "ISO/IEC 9596-1:1991", [("related", False)]),
        ("iso", "ISO 9125:1990/Cor 1:1993", "obsoletes", "ISO 9125:1990", [("corrects", False)]),
        ("iso", "ISO/TS 10303-1650:2014", "obsoletes", "ISO/TS 10303-1650:2014", []),
        ("ieee", "IEEE Std 433-2022", "updates:revises", "IEEE Std 433-2009", [("replaces", False)]),
        ("ieee", "IEEE Std 277-1994", "obsoletedBy", "IEEE Std 277-2007", [("replaces", True)]),
        ("ieee", "IEEE Std 802.16e-2005", "updates:amends", "IEEE Std 802.16-2004", [("amends", False)]),
        ("ieee", "ISO/IEC/IEEE 31320.2-2012", "adoptedFrom", "IEEE Std 1320.2-1998", [("adopts", False)]),
        ("w3c", "W3C WD-a-20210311", "updatedBy:errata", "W3C WD-a-20210618", [("replaces", True)]),
        ("w3c", "W3C webrtc", "hasEdition", "W3C REC-webrtc-20210126", [("edition_of", True)]),
        ("itu", "ITU-T G.122 (12/1972)", "hasEdition", "G.122 (10/1984)", [("related", False)]),
        ("itu", "ITU-T G.798 (12/2012)", "hasEdition", "G.798 (2012) Amd. 2 (01/2015)", [("amends", True)]),
        (
            "itu",
            "ITU-T G.798 (2012) Cor. 2 (01/2015)",
            "hasEdition",
            "G.798 (12/2012)",
            [("corrects", False)],
        ),
        ("iso", "ISO 1:2018", "someNewLabel", "ISO 2:2018", [("related", False)]),
    ],
)
def test_each_label_in_our_direction(
    tmp_path: Path, src: str, number: str, label: str, target: str, expected: list[tuple[str, bool]]
) -> None:
    assert relations(tmp_path, number, label, target, src) == expected


def test_targets_are_printed_as_the_source_prints_the_target_itself(tmp_path: Path) -> None:
    (item,) = read(tmp_path, line("ITU-T H.222.0 (07/1995)", [["hasEdition", "H.222.0 v8 (06/2021)"]], "itu"))
    assert item.record is not None
    assert item.record.relations == (
        StatedRelation("related", "ITU-T H.222.0 (V8) (06/2021)", said="hasEdition"),
    )


def test_values_and_what_was_printed(tmp_path: Path) -> None:
    given = {
        "title_fr": "Titre",
        "abstract": "<p>Rules for\xad <b>A</b> &amp; B,\r\n  where x < 3.</p>",
        "stage": "90.93",
        "edition": "2",
        "doctype": "technical-report",
        "dates": {"published": "2001-09", "corrected": "2002-01-15", "updated": "None"},
        "ics": ["59.080.01"],
        "tc": ["ISO/TC 38/SC 1"],
    }
    (item,) = read(tmp_path, line("ISO/TR 1:2001", **given))
    record = item.record
    assert record is not None and not item.bad and item.source is None
    assert record.values == {
        "title_en": "T",
        "title_fr": "Titre",
        "scope": "Rules for A & B, where x < 3.",
        "edition": "2",
        "stage": "90.93",
        "status": "current",
        "doctype": "技术报告",
        "issued": "2001-09",
    }
    assert record.printed == {
        "status": "90.93",
        "doctype": "technical-report",
        "issued": "published 2001-09",
        "date:corrected": "2002-01-15",
    }
    assert record.lists == {"ics": ("59.080.01",)}
    assert [(one.role, one.name) for one in record.parties] == [("committee", "ISO/TC 38/SC 1")]
    assert record.place == "some.jsonl 第 1 行" and record.local_id == "ISO/TR 1-2001.yaml"


def test_the_date_of_an_amendment_is_its_own(tmp_path: Path) -> None:
    own, base, draft = read(
        tmp_path,
        line("ISO 1:2001/Amd 1:2006", dates={"published": "2001", "updated": "2006-05"}, stage="60.60"),
        line("ISO 1:2001/Amd 2:2007", dates={"published": "2007-05"}, stage="60.60"),
        line("ISO 1:2001/DAM 3", dates={"published": "2001"}, stage="40.99"),
    )
    assert [item.record.values.get("issued") for item in (own, base, draft) if item.record] == [
        "2006-05",
        "2007-05",
        None,
    ]
    assert draft.record is not None and draft.record.printed["date:published"] == "2001"


def test_the_earlier_crawl_is_a_source_of_its_own(tmp_path: Path) -> None:
    old, new = read(
        tmp_path, line("ISO 1:2001", file="iso-1:2001.yaml"), line("ISO 1:2001", file="iso-1-2001.yaml")
    )
    assert old.source is not None and old.source.date == "2024-01-16"
    assert new.source is None


def test_bad_lines_are_told_and_kept_and_the_rest_goes_on(tmp_path: Path) -> None:
    items = read(
        tmp_path,
        line("ISO 1:2001"),
        '{"id": "ISO 2:2001", "src": "iso"',
        "",
        line("", []),
        line("ISO 3:2001", src="dinosaur"),
        "[1, 2]",
        line("ISO 4:2001", dates={"published": "2001-13-01"}, ics=7, rel=[["updates"]]),
    )
    assert [item.record.number if item.record else None for item in items] == [
        "ISO 1:2001",
        None,
        None,
        None,
        None,
        "ISO 4:2001",
    ]
    places = [(bad.place, bad.column) for item in items for bad in item.bad]
    assert places == [
        ("some.jsonl 第 2 行", ""),
        ("some.jsonl 第 4 行", "id"),
        ("some.jsonl 第 5 行", "src"),
        ("some.jsonl 第 6 行", ""),
        ("some.jsonl 第 7 行", "dates.published"),
        ("some.jsonl 第 7 行", "ics"),
        ("some.jsonl 第 7 行", "rel"),
    ]
    for bad in (bad for item in items for bad in item.bad):
        assert bad.problem and bad.mend and (bad.row or bad.value)
    assert items[1].bad[0].row["line"].startswith('{"id": "ISO 2:2001"')


def test_going_on_where_it_stopped(tmp_path: Path) -> None:
    given = [line(f"ISO {n}:2001") if n % 3 else "{" for n in range(1, 20)]
    whole = read(tmp_path, *given)
    for skip in (0, 1, 7, 19, 25):
        assert read(tmp_path, *given, skip=skip) == whole[skip:]


@pytest.mark.parametrize("packed", [gzip.compress, lzma.compress])
def test_packed_files(tmp_path: Path, packed: Any) -> None:
    path = tmp_path / "packed"
    text = "\n".join(
        line(f"ISO {n}:2001", abstract=sha256(b"%d" % n).hexdigest()) for n in range(4000)
    ).encode()
    path.write_bytes(packed(text))
    items = list(connector_for(path).items(path))
    assert len(items) == 4000 and items[-1].done > 0
    path.write_bytes(packed(text)[:-20000])
    with pytest.raises(Unreadable, match="损坏"):
        list(connector_for(path, "iso-open-data").items(path))


def test_a_packing_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_FREE", 1 << 22)
    path = tmp_path / "bomb.jsonl.xz"
    packer = lzma.LZMACompressor()
    with path.open("wb") as out:
        out.write(packer.compress((line("ISO 1:2001") + "\n").encode()))
        for _ in range(40):
            out.write(packer.compress(bytes(1 << 20)))
        out.write(packer.flush())
    with pytest.raises(Unreadable, match="倍以上"):
        list(connector_for(path).items(path))


def test_unknown_names_and_files_say_what_to_pass(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"\x00\x01")
    with pytest.raises(Unreadable, match="--as"):
        connector_for(path)
    with pytest.raises(Unreadable, match="iso-open-data"):
        connector_for(path, "nothing")
    with pytest.raises(Unreadable, match="找不到"):
        connector_for(tmp_path / "absent")


def test_the_seven_catalogues_whole(data: Path) -> None:
    """All 203,824 lines: a record each, no bad row, ids that are unique within their source."""
    total = 0
    for name in ("iso", "iec", "ieee", "itu", "etsi", "w3c", "jis"):
        path = data / f"{name}.jsonl.xz"
        connector = connector_for(path)
        seen: set[tuple[str, str]] = set()
        for item in connector.items(path):
            assert item.record is not None and not item.bad, item
            seen.add((item.source.code if item.source else "", item.record.local_id))
            total += 1
        assert len(seen) and connector.source(path).grade == "A"
    assert total == 203_824
