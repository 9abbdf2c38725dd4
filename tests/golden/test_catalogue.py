"""The packaged catalogue of the AI field: nothing invented, each value with a source and a grade, relations sound."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhunsheng.catalogues import connector_for
from zhunsheng.core.identifiers.number import read_number
from zhunsheng.core.registry.record import BODY_ROLES, RELATION_TYPES, TEXT_FIELDS

FOLDER = Path(__file__).resolve().parents[2] / "src/zhunsheng/content/catalogue/ai"
GRADES = {"A", "B", "C", "memory"}
LISTS = {"ics", "ccs", "keywords"}
OTHERS = {"source", "relations", "parties", "grades", "other_numbers", "printed"}
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
#: numbers that public notes carry though no such standard exists, or another one has the number
INVENTED = ("GB/T 45225-2024", "GB/T 45694-2025", "T/CESA 1234-2026", "GB/T 45989")
Entry = dict[str, Any]


@pytest.fixture(scope="module")
def files() -> dict[str, Entry]:
    """The YAML files of the catalogue by name, without the one of the sources."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.yaml"))
        if path.stem != "sources"
    }


@pytest.fixture(scope="module")
def sources() -> dict[str, Entry]:
    """The sources by key."""
    data = yaml.safe_load((FOLDER / "sources.yaml").read_text(encoding="utf-8"))
    return {source["key"]: source for source in data["sources"]}


@pytest.fixture(scope="module")
def standards(files: dict[str, Entry]) -> dict[str, list[Entry]]:
    """What is stated of each number."""
    return {one["number"]: one["stated"] for data in files.values() for one in data["standards"]}


def _pairs(standards: dict[str, list[Entry]]) -> list[tuple[str, Entry]]:
    return [(number, stated) for number, all_stated in standards.items() for stated in all_stated]


def test_counts_by_family(files: dict[str, Entry], standards: dict[str, list[Entry]]) -> None:
    assert {name: len(data["standards"]) for name, data in files.items()} == {
        "etsi": 40,
        "ieee": 77,
        "iso-iec-neighbours": 46,
        "iso-iec-sc42": 45,
        "itu-f748": 58,
        "itu-others": 45,
        "national-core": 47,
        "national-method": 12,
        "national-older": 51,
        "sector-group-papers": 25,
    }
    assert len(standards) == sum(len(data["standards"]) for data in files.values()) == 446, (
        "a number stands twice"
    )


def test_every_file_has_urn_version_and_title(files: dict[str, Entry]) -> None:
    for name, data in files.items():
        assert data["urn"] == f"urn:zhunsheng:catalogue:ai:{name}"
        assert data["version"] >= 1 and data["title"]


def test_every_value_has_a_known_source_with_a_grade(
    standards: dict[str, list[Entry]], sources: dict[str, Entry]
) -> None:
    assert {source["grade"] for source in sources.values()} == GRADES
    assert all(source["name"] for source in sources.values())
    assert {stated["source"] for _, stated in _pairs(standards)} == set(sources), (
        "a source without use, or unknown"
    )
    for number, stated in _pairs(standards):
        assert set(stated.get("grades", {}).values()) <= GRADES, number
        assert set(stated.get("grades", {})) <= set(stated), number


def test_every_number_and_every_target_is_canonical(standards: dict[str, list[Entry]]) -> None:
    for number, stated in _pairs(standards):
        for one in (number, *(relation["target"] for relation in stated.get("relations", []))):
            read = read_number(one)
            assert read is not None and read.canonical == one and not read.problem, one
    assert len({read_number(number).key for number in standards}) == len(standards)  # type: ignore[union-attr]


def test_fields_are_the_record_s_and_all_values_are_text(standards: dict[str, list[Entry]]) -> None:
    for number, stated in _pairs(standards):
        assert set(stated) <= set(TEXT_FIELDS) | LISTS | OTHERS, number
        assert len(stated) > 1, f"{number}: a source that says nothing"
        for field in set(stated) & set(TEXT_FIELDS):
            assert isinstance(stated[field], str) and stated[field].strip(), (number, field)
        for field in ("issued", "implemented", "withdrawn", "reviewed"):
            assert DATE.fullmatch(stated.get(field, "2000")), (number, field, stated.get(field))
        for field in LISTS & set(stated):
            assert all(isinstance(value, str) for value in stated[field]), (number, field)
        assert set(stated.get("parties", {})) <= set(BODY_ROLES), number
        if stated.get("issued") and stated.get("implemented"):
            length = min(len(stated["issued"]), len(stated["implemented"]))
            assert stated["implemented"][:length] >= stated["issued"][:length], number


def test_no_standard_is_without_a_title_and_none_carries_a_publisher_s_abstract(
    standards: dict[str, list[Entry]],
) -> None:
    for number, all_stated in standards.items():
        titles = [stated.get(f"title_{language}") for stated in all_stated for language in ("zh", "en")]
        assert any(titles), number
        assert all(len(title) < 260 for title in titles if title), number
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml"))
    assert "abstract" not in text and "scope:" not in text


def test_invented_numbers_are_absent() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml"))
    for number in INVENTED:
        assert number not in text


def test_relations_are_in_the_stored_direction_and_agree_with_the_dates(
    standards: dict[str, list[Entry]],
) -> None:
    """The newer replaces, the amendment amends, the adopter adopts: never the other way round."""
    kinds: Counter[str] = Counter()
    for number, stated in _pairs(standards):
        for relation in stated.get("relations", []):
            kinds[relation["type"]] += 1
            assert relation["type"] in RELATION_TYPES and relation["said"], number
            assert relation["target"] in standards, (
                f"{number} → {relation['target']}: packaged only with its target"
            )
            assert relation["target"] != number
            if relation["type"] in ("replaces", "amends", "adopts", "derived_from"):
                assert _issued(standards, number) >= _issued(standards, relation["target"]), (
                    number,
                    relation,
                )
    assert kinds == {
        "replaces": 23,
        "amends": 3,
        "adopts": 7,
        "cites": 4,
        "derived_from": 2,
        "related": 3,
    }


def _issued(standards: dict[str, list[Entry]], number: str) -> str:
    """The year a number or, where it has none, its sources give."""
    year = re.search(r"(?:[-:]|/)((?:19|20)\d{2})\)?(?:$|/)", number)
    if year:
        return year[1]
    return min((stated["issued"][:4] for stated in standards[number] if stated.get("issued")), default="9999")


#: typed by hand from ../shared/domain/facts.md: number, source, field, value
BY_HAND = """
GB/T 42018-2022 | bzpt | issued | 2022-10-14
GB/T 42018-2022 | bzpt | implemented | 2023-05-01
GB/T 41867-2022 | memory | implemented | 2023-05-01
GB/T 42131-2022 | memory | issued | 2022-12-30
GB/T 42382.1-2023 | ecom | implemented | 2023-10-01
GB/T 42755-2023 | memory | issued | 2023-08-06
GB/T 42888-2023 | memory | implemented | 2024-03-01
GB/T 43697-2024 | dcg | issued | 2024-03-15
GB/T 43697-2024 | dcg | implemented | 2024-10-01
GB/T 45288.1-2025 | coc45288 | issued | 2025-02-28
GB/T 45288.2-2025 | taojin | issued | 2025-02-28
GB/T 45288.3-2025 | taojin | issued | 2025-01-24
GB/T 45401.1-2025 | gfk45401 | implemented | 2025-02-28
GB 45438-2025 | cai-45438 | issued | 2025-02-28
GB 45438-2025 | cai-45438 | implemented | 2025-09-01
GB/T 45652-2025 | bb45674 | implemented | 2025-11-01
GB/T 45654-2025 | yt45654 | issued | 2025-04-25
GB/T 45958-2025 | c-bok | implemented | 2026-02-01
GB/T 46069.2-2025 | c-frame | issued | 2025-08
GB/T 46284-2025 | c-frame | issued | 2025-10
GB/T 46686.1-2025 | boteman | implemented | 2026-07-01
GB/T 46800-2025 | c-edit | issued | 2025-12-02
GB/T 47507-2026 | c-frame | issued | 2026-04
GB/T 47863-2026 | c-edit | issued | 2026-07-02
GB/T 48000.3-2026 | bzcx | implemented | 2026-08-01
GB/T 48000.3-2026 | bzfyw3 | implemented | 2027-02-01
GB/Z 177.1-2026 | c-gbz177 | issued | 2026-05-08
GB/Z 185.7-2026 | c-tc260 | issued | 2026-06-26
YD/T 7073-2026 | c-base | implemented | 2026-09-01
GB/T 13016-2018 | cs13016 | implemented | 2018-09-01
GB/T 22373-2021 | gb22373 | implemented | 2021-10-01
GB/T 1.1-2020 | gb11 | implemented | 2020-10-01
ISO/IEC 42001:2023 | relaton-iec-2026-03 | issued | 2023-12-18
ISO/IEC 22989:2022 | relaton-iec-2026-03 | issued | 2022-07-19
ISO/IEC TR 24030:2021 | relaton-iso-2025-06 | stage | 95.99
ISO/IEC TS 4213:2022 | relaton-iso-2025-06 | stage | 90.93
ISO/IEC 25059:2023 | relaton-iso-2025-06 | stage | 90.92
ISO/IEC TS 42119-2:2025 | relaton-iec-2026-03 | issued | 2025-11-03
ISO/IEC 22989:2022/CD Amd 1 | relaton-iso-2025-06 | stage | 30.60
ISO/IEC DTS 42119-3 | relaton-iso-2025-06 | stage | 50.00
"""


@pytest.mark.parametrize("line", BY_HAND.strip().splitlines())
def test_forty_values_typed_by_hand_from_the_facts(standards: dict[str, list[Entry]], line: str) -> None:
    number, source, field, value = line.split(" | ")
    assert [
        stated[field] for stated in standards[number] if stated["source"] == source and field in stated
    ] == [value]


def test_dates_that_contradict_are_all_kept(standards: dict[str, list[Entry]]) -> None:
    said = {stated["implemented"] for stated in standards["GB/T 45288.1-2025"] if "implemented" in stated}
    assert said == {"2025-02-28", "2025-01-24", "2025-12-28"}
    assert {stated.get("issued") for stated in standards["GB/Z 185.1-2026"]} == {"2026-06-26", "2026-05-22"}


def test_an_adopted_part_that_is_withdrawn_can_be_told(standards: dict[str, list[Entry]]) -> None:
    """GB/T 5271.28 adopts a part of ISO/IEC 2382 that ISO has replaced as a whole."""
    adopted = [one for stated in standards["GB/T 5271.28-2001"] for one in stated.get("relations", [])]
    assert [one["target"] for one in adopted] == ["ISO/IEC 2382-28:1995"]
    assert "95.99" in {stated.get("stage") for stated in standards["ISO/IEC 2382-28:1995"]}
    replaced = {
        one["target"] for stated in standards["ISO/IEC 2382:2015"] for one in stated.get("relations", [])
    }
    assert "ISO/IEC 2382-28:1995" in replaced


def test_all_42_published_documents_of_sc_42_are_there(files: dict[str, Entry]) -> None:
    published = [one for one in files["iso-iec-sc42"]["standards"] if re.search(r":\d{4}$", one["number"])]
    assert len(published) == 42
    assert all(
        "ISO/IEC JTC 1/SC 42" in stated["parties"]["committee"]
        for one in published
        for stated in one["stated"]
    )


FILES = {
    "relaton-iso-2025-06": "iso",
    "relaton-iec-2026-03": "iec",
    "relaton-ieee-2025-08": "ieee",
    "relaton-itu-2026-08": "itu",
    "relaton-etsi-2026-04": "etsi",
}
#: the file writes P2863/D-1-2025-07, the body P2863/D1
DRAFT_OF_IEEE = re.compile(r"/D-(\d)")
#: values that are taken over under the same name
SAME = {"edition": "edition", "title_en": "title"}
#: words of the sources for our statuses; ISO prints codes of stages instead
STATUS = {
    "PUBLISHED": "current",
    "Published": "current",
    "approved": "current",
    "REVISED": "superseded",
    "REPLACED": "superseded",
    "Withdrawal": "withdrawn",
    "draft": "draft",
    "": "",
}


def test_values_of_grade_a_are_those_of_the_data_files(
    standards: dict[str, list[Entry]], shared: Path
) -> None:
    """Each value from a bibliography equals the record of that number in its catalogue file."""
    wanted: dict[str, set[str]] = {}
    for number, stated in _pairs(standards):
        if stated["source"] in FILES:
            wanted.setdefault(FILES[stated["source"]], set()).add(number)
    records: dict[str, dict[str, list[Entry]]] = {}
    for name, numbers in wanted.items():
        found = records.setdefault(name, {})
        with lzma.open(shared / f"data/{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                number = DRAFT_OF_IEEE.sub(r"/D\1", record["id"])
                if number in numbers:
                    found.setdefault(number, []).append(record)
    compared = 0
    for number, stated in _pairs(standards):
        if stated["source"] in FILES and "title_en" in stated:
            candidates = records[FILES[stated["source"]]][number]
            assert any(_same(stated, record) for record in candidates), (number, stated)
            compared += 1
    assert compared > 350


def _same(stated: Entry, record: Entry) -> bool:
    dates = record.get("dates") or {}
    draft = (record["src"] == "iso" and record.get("stage", "60.60") < "60.60") or record.get(
        "stage"
    ) == "draft"
    issued = "" if draft else dates.get("issued" if record["src"] == "ieee" else "published", "")
    printed = stated.get("printed", {})
    stage = record.get("stage", "")
    return (
        (stated["stage"] == stage if record["src"] == "iso" else printed.get("status", "") == stage)
        and (record["src"] == "iso" or stated.get("status", "") == STATUS[stage])
        and record["doctype"] in (printed.get("doctype"), stated["doctype"])
        and all(
            stated.get(ours, "") == " ".join(str(record.get(theirs, "")).split())
            for ours, theirs in SAME.items()
        )
        and stated.get("issued", "") == issued
        and stated.get("withdrawn", "") == ("" if draft else dates.get("obsoleted", ""))
        and stated.get("ics", []) == (record.get("ics") or [])
        and [name.removeprefix("IEC/") for name in stated.get("parties", {}).get("committee", [])]
        == (record.get("tc") or [])
    )


def test_the_connector_reads_all_of_it_without_a_bad_row(standards: dict[str, list[Entry]]) -> None:
    connector = connector_for(FOLDER)
    items = list(connector.items(FOLDER))
    assert connector.name == "package" and not [bad for item in items for bad in item.bad]
    assert [item.record.number for item in items if item.record] == [
        number for number, _ in _pairs(standards)
    ]
    assert all(item.source is not None and item.source.grade in GRADES for item in items)


def test_the_handbook_states_these_figures(
    standards: dict[str, list[Entry]], sources: dict[str, Entry], root: Path
) -> None:
    order = ["A", "B", "C", "memory"]
    best: Counter[str] = Counter(
        min((sources[stated["source"]]["grade"] for stated in all_stated), key=order.index)
        for all_stated in standards.values()
    )
    page = (root / "docs/handbook/标准库与等级.md").read_text(encoding="utf-8")
    said = f"至少有一个 A 级来源的 {best['A']} 项，最高为 B 级的 {best['B']} 项，C 级 {best['C']} 项，只有常识的 {best['memory']} 项"
    assert f"{len(standards)} 项中，{said}" in page
