"""ISO Open Data as ISO publishes it, JSON Lines and CSV: the same records from both, links by id resolved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhunsheng.catalogues import Unreadable, connector_for
from zhunsheng.core.registry.record import StatedParty, StatedRelation

ROWS = [
    {
        "id": 11,
        "deliverableType": "IS",
        "supplementType": None,
        "reference": "ISO 99001:2005",
        "title": {"en": "Water meters — Vocabulary", "fr": "Compteurs d'eau"},
        "publicationDate": "2005-04-26",
        "edition": 1,
        "icsCode": ["91.140.60"],
        "ownerCommittee": "ISO/TC 30/SC 7",
        "currentStage": 9599,
        "replaces": None,
        "replacedBy": [12],
        "languages": ["en", "fr"],
        "pages": {"en": 9},
        "scope": {"en": "<p>Terms of <b>meters</b>.</p>\n"},
    },
    {
        "id": 12,
        "deliverableType": "TS",
        "supplementType": None,
        "reference": "ISO/TS 99001:2015",
        "title": {"en": 'Water meters, "new"', "fr": None},
        "publicationDate": "2015-04-26",
        "edition": 2,
        "icsCode": None,
        "ownerCommittee": "ISO/TC 30/SC 7",
        "currentStage": 6060,
        "replaces": [11, 99],
        "replacedBy": None,
        "languages": ["en"],
        "pages": {"en": None},
        "scope": {"en": None},
    },
]
NAMES = (
    "id,deliverableType,supplementType,reference,title.en,title.fr,publicationDate,edition,icsCode,ownerCommittee,"
    "currentStage,replaces,replacedBy,languages,pages.en,scope.en"
)
CSV = (
    NAMES
    + "\n11,IS,,ISO 99001:2005,Water meters — Vocabulary,Compteurs d'eau,2005-04-26,1,['91.140.60'],ISO/TC 30/SC 7,9599,,"
    "[12],\"['en', 'fr']\",9,\"<p>Terms of <b>meters</b>.</p>\n\"\n"
    '12,TS,,ISO/TS 99001:2015,"Water meters, ""new""",,2015-04-26,2,,ISO/TC 30/SC 7,6060,"[11, 99]",,[\'en\'],,\n'
)


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_deliverables(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"iso_deliverables_metadata.{form}"
    path.write_text("\n".join(map(json.dumps, ROWS)) if form == "jsonl" else CSV, encoding="utf-8")
    connector = connector_for(path)
    assert connector.name == "iso-open-data" and connector.source(path).code == "iso-open-data"
    old, new = connector.items(path)
    assert old.record is not None and new.record is not None
    assert old.record.values == {
        "title_en": "Water meters — Vocabulary",
        "title_fr": "Compteurs d'eau",
        "scope": "Terms of meters.",
        "issued": "2005-04-26",
        "edition": "1",
        "pages": "9",
        "language": "en、fr",
        "doctype": "国际标准",
        "stage": "95.99",
        "status": "withdrawn",
    }
    assert old.record.lists == {"ics": ("91.140.60",)}
    assert old.record.parties == (StatedParty("committee", "ISO/TC 30/SC 7"),)
    assert old.record.relations == (StatedRelation("replaces", "ISO/TS 99001:2015", "", "replacedBy", True),)
    assert new.record.relations == (StatedRelation("replaces", "ISO 99001:2005", "", "replaces"),)
    assert new.record.values["status"] == "current" and new.record.values["title_en"] == 'Water meters, "new"'
    assert [(bad.column, bad.value) for bad in new.bad] == [("replaces", "99")]
    assert list(connector.items(path, skip=1)) == [new]


def test_what_is_no_record_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    lines = [
        json.dumps(ROWS[0]),
        "{",
        json.dumps({**ROWS[0], "reference": ""}),
        json.dumps({**ROWS[0], "publicationDate": "x"}),
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    items = list(connector_for(path).items(path))
    assert [[bad.problem for bad in item.bad][-1:] for item in items[1:3]] == [
        ["不是一条记录"],
        ["没有标准编号"],
    ]
    assert items[3].bad[0].column == "publicationDate"


def test_a_mended_row_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({**ROWS[1], "reference": "", "replaces": None}), encoding="utf-8")
    connector = connector_for(path)
    (item,) = connector.items(path)
    row = {**item.bad[0].row, "reference": "ISO/TS 99001:2015"}
    again = connector.item_of_row(row, "改正")  # type: ignore[attr-defined]
    assert again.record is not None and again.record.number == "ISO/TS 99001:2015"


@pytest.mark.parametrize(
    ("name", "start", "message"),
    [
        (
            "c.jsonl",
            '{"id": 1, "reference": "ISO/TC 1", "secretariat": {}, "pMembers": []}',
            "技术委员会清单",
        ),
        (
            "ics.xml",
            '<?xml version="1.0"?>\n<fields xsi:noNamespaceSchemaLocation="ICS-simple.xsd"/>',
            "分类表",
        ),
    ],
)
def test_open_data_without_standards_is_told(tmp_path: Path, name: str, start: str, message: str) -> None:
    path = tmp_path / name
    path.write_text(start, encoding="utf-8")
    with pytest.raises(Unreadable, match=message):
        connector_for(path).source(path)
