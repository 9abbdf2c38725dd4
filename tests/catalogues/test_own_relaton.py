"""What we write as Relaton, our Relaton connector reads back: the whole packaged catalogue, statement by statement."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhunsheng
from zhunsheng.catalogues.package import Package
from zhunsheng.catalogues.relaton import Relaton
from zhunsheng.core.deliver.citation import relaton_yaml
from zhunsheng.core.registry.record import RELATION_TYPES, StatedParty, StatedRecord, StatedRelation
from zhunsheng.core.registry.words import status_word

#: Relaton has no place for these
_LOST = {"level", "nature", "category", "review_result", "record_number", "record_notice", "industry", "note"}
_LOST |= {"pages", "language"}


def read_back(record: StatedRecord, folder: Path) -> StatedRecord:
    file = folder / "one.yaml"
    file.write_text(relaton_yaml(record), encoding="utf-8")
    connector = Relaton()
    assert connector.recognises(file) > 0.9
    (item,) = connector.items(file)
    assert item.record is not None and item.bad == ()
    return item.record


def told(record: StatedRecord) -> dict[str, object]:
    """What must survive; the status as our word for it."""
    values = {name: text for name, text in record.values.items() if name not in _LOST}
    if "status" in values:
        values["status"] = status_word(values["status"])
    return {
        "number": record.number,
        "values": values,
        "lists": {name: tuple(items) for name, items in record.lists.items() if items},
        "other_numbers": record.other_numbers,
        "relations": {(one.type, one.target, one.degree, one.inverse) for one in record.relations},
        "parties": set(record.parties),
    }


def test_the_packaged_catalogue_survives(tmp_path: Path) -> None:
    folder = Path(zhunsheng.__file__).parent / "content/catalogue/ai"
    records = [item.record for item in Package().items(folder) if item.record is not None]
    assert len(records) > 500
    differing = []
    # A statement without a title or a date is no bibliographic item: no collection has such a file.
    for record in (one for one in records if one.values.keys() & {"title_zh", "title_en", "issued"}):
        again = read_back(record, tmp_path)
        if told(again) != told(record):
            differing.append((record.number, told(record), told(again)))
    assert differing == []


@pytest.mark.parametrize("inverse", [False, True])
@pytest.mark.parametrize("kind", RELATION_TYPES)
def test_every_relation_keeps_its_kind_and_direction(kind: str, inverse: bool, tmp_path: Path) -> None:
    degree = "MOD" if kind == "adopts" else ""
    link = StatedRelation(kind, "GB/T 2-2001", degree, inverse=inverse)
    record = StatedRecord("a", "", "GB/T 1-2001", {"title_zh": "甲", "title_en": "A"}, relations=(link,))
    assert read_back(record, tmp_path).relations == (link,)


def test_roles_and_further_numbers_survive(tmp_path: Path) -> None:
    roles = ("issuer", "competent", "administrator", "executor", "proposer", "drafter", "person", "publisher")
    parties = tuple(StatedParty(role, f"{role} 某") for role in roles)
    record = StatedRecord(
        "a",
        "",
        "GB/T 1-2001",
        {"title_zh": "甲", "issued": "2001-05", "status": "superseded"},
        {"ics": ("35.020",), "ccs": ("L70",), "keywords": ("照明",)},
        other_numbers=(("plan", "20010001-T-469"), ("joint", "DB31/T 1-2001")),
        parties=(*parties, StatedParty("committee", "SAC/TC 28")),
    )
    assert told(read_back(record, tmp_path)) == told(record)
