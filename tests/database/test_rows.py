"""What is stored comes out as it went in."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.sample import sample_system
from tests.database.conftest import intake_of
from zhunsheng.apps.systems.actions import store_guide
from zhunsheng.apps.systems.models import Edition, System
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.apps.systems.rows import KINDS, plain_row, rows_of, storable
from zhunsheng.core.guide import model
from zhunsheng.core.records import content_hash, from_plain
from zhunsheng.core.system.model import StandardsSystem

SPAN = model.SourceSpan(1, 2)


def through_rows(system: StandardsSystem) -> dict[str, list[Any]]:
    """The records of ``system`` after a walk through unsaved rows."""
    edition = Edition(system=System(slug="x", name="x"))
    out: dict[str, list[Any]] = {kind.field: [] for kind in KINDS.values()}
    rows = sorted(rows_of(system, edition), key=lambda row: row.ordinal)
    for kind in KINDS.values():
        mine = [row for row in rows if isinstance(row, kind.model)]
        out[kind.field] = [from_plain(kind.record, plain_row(kind, row)) for row in mine]
    return out


def test_a_stored_system_is_the_built_one(editor: Any) -> None:
    intake, content = intake_of()
    edition = store_guide(editor, intake, content, slug="city-lighting")
    stored = load_system(edition)
    expected = dataclasses.replace(content, slug="city-lighting")
    assert stored == expected
    assert content_hash(stored) == content_hash(expected)


def test_links_and_ranks(draft: Edition) -> None:
    lamps = draft.subsystems.get(code="BA")
    assert lamps.parent is not None
    assert lamps.parent.code == "B"
    assert [item.number for item in lamps.planned_standards.all()] == [2, 3]
    assert draft.planned_standards.get(number=3).identifier == "GB/T 12345-2020"


def test_repeated_codes_loops_and_unknown_codes_survive() -> None:
    system = sample_system()
    twin = dataclasses.replace(system.subsystems[1], name="另一术语")
    orphan = dataclasses.replace(system.subsystems[1], code="ZZ", parent="Q")
    loop = dataclasses.replace(system.subsystems[1], code="X", parent="X")
    ring = [
        dataclasses.replace(system.subsystems[1], code=code, parent=parent)
        for code, parent in (("M", "N"), ("N", "M"))
    ]
    stray = dataclasses.replace(system.planned_standards[0], subsystem="QQ")
    odd = dataclasses.replace(system.planned_standards[0], number=10**30, position=99)
    worded = dataclasses.replace(system.planned_standards[0], number="3-1", position=0)
    system.subsystems += [twin, orphan, loop, *ring]
    system.planned_standards += [stray, odd, worded]
    out = through_rows(system)
    assert out["subsystems"] == system.subsystems
    assert out["planned_standards"] == system.planned_standards


@pytest.mark.django_db
def test_what_no_column_holds_is_stored_all_the_same(editor: Any) -> None:
    """Longer, larger and odder than any column: neither database refuses, and nothing is lost."""
    intake, content = intake_of()
    content.subsystems[1].code, content.subsystems[1].level = "A" * 300, 10**9
    content.subsystems[2].source = model.SourceSpan(9, 3, -1)
    content.planned_standards[0].subsystem = "A" * 300
    content.planned_standards[1].number = 10**40
    content.planned_standards[2].urgency.stars = 10**6
    content.planned_standards[2].name = "长" * 100_000
    content.targets[0].comparator, content.targets[0].value, content.targets[0].year = (
        "约等于大于等于",
        10**30,
        10**12,
    )
    content.bases[0].kind = "k" * 200
    edition = store_guide(editor, intake, content, slug="city-lighting")
    assert load_system(edition) == dataclasses.replace(content, slug="city-lighting")


def test_every_field_of_every_record_survives() -> None:
    """A record whose every field is filled loses none: a new field of the core needs no change here."""
    samples: dict[Any, Any] = {}

    def fill(hint: str) -> Any:
        if hint in samples:
            return samples[hint]
        if hint.startswith("list["):
            return [fill(hint[5:-1])]
        if hint.startswith("dict["):
            return {"k": "v"}
        head = hint.split(" | ")[0]
        plain = {"str": "文", "int": 7, "float": 0.5, "bool": True, "SourceSpan": SPAN}
        if head in plain:
            return plain[head]
        kind = getattr(model, head)
        return kind(**{field.name: fill(str(field.type)) for field in dataclasses.fields(kind)})

    system = sample_system()
    for kind in KINDS.values():
        setattr(system, kind.field, [fill(kind.record.__name__)])
    out = through_rows(system)
    for kind in KINDS.values():
        assert out[kind.field] == getattr(system, kind.field), kind.name


@given(st.text(st.characters(), max_size=20))
def test_text_no_database_keeps_is_replaced(text: str) -> None:
    kept = storable({"a": [text]})["a"][0]
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert len(kept) == len(text)


@pytest.mark.django_db
def test_a_stored_nul_does_not_break_postgresql(editor: Any) -> None:
    document_line = "坏\x00字"
    intake, content = intake_of(lines=[document_line])
    content.subsystems[0].name = document_line
    edition = store_guide(editor, intake, content, slug="nul")
    assert load_system(edition).subsystems[0].name == "坏\ufffd字"
