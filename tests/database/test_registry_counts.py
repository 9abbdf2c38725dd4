"""Counts that are kept with each write, and lists that come out of the index, say what counting all of it would say."""

from __future__ import annotations

import dataclasses
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.database.catalogue_samples import Made, stated
from zhunsheng.apps.registry import browse, plain, queries
from zhunsheng.apps.registry.actions import import_catalogue, withdraw_statement
from zhunsheng.apps.registry.models import Body, BodyTally, Participation, Standard, Statement
from zhunsheng.apps.registry.waiting import waiting
from zhunsheng.core.registry.record import StatedRecord

CITY, HALL = "城市照明协会", "市政管理局"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that stands for the records."""
    path = tmp_path / "made.jsonl"
    path.write_text("x", encoding="utf-8")
    return path


def counted() -> dict[tuple[int, str], int]:
    """The tallies as they would be counted now."""
    found: dict[tuple[int, str], set[int]] = {
        (pk, ""): set() for pk in Body.objects.values_list("pk", flat=True)
    }
    for standard, body, role in Participation.objects.values_list("standard", "body", "role"):
        found.setdefault((body, role), set()).add(standard)
        found[body, ""].add(standard)
    return {key: len(standards) for key, standards in found.items()}


def kept() -> dict[tuple[int, str], int]:
    """The tallies as they are kept; what came down to nothing is left out, but for the bodies themselves."""
    rows = BodyTally.objects.values_list("body", "role", "standards")
    return {(body, role): n for body, role, n in rows if n or not role}


def lamps(*more: StatedRecord) -> list[StatedRecord]:
    """Three standards with bodies in several roles."""
    return [
        stated("T/CS 1-2024", "路灯", parties=[("drafter", CITY), ("issuer", CITY), ("drafter", HALL)]),
        stated("T/CS 2-2024", "灯杆", parties=[("drafter", HALL)]),
        stated("T/CS 3-2024", "电缆"),
        *more,
    ]


def test_tallies_follow_every_way_a_standard_changes(editor: Any, file: Path) -> None:
    import_catalogue(editor, file, Made(lamps()))
    assert kept() == counted()
    assert {key[1]: n for key, n in kept().items() if key[0] == Body.objects.get(name=CITY).pk} == {
        "": 1,
        "drafter": 1,
        "issuer": 1,
    }
    import_catalogue(editor, file, Made(lamps()))
    assert kept() == counted()
    changed = [stated("T/CS 1-2024", "路灯", parties=[("drafter", HALL)]), *lamps()[1:]]
    import_catalogue(editor, file, Made(changed, date="2026-02-01"))
    assert kept() == counted() and browse.roles_of_body(Body.objects.get(name=CITY)) == {}
    other = [
        stated("T/CS 2-2024", "灯杆", parties=[("proposer", CITY)]),
        stated("T/CS 4-2024", parties=[("drafter", CITY)]),
    ]
    import_catalogue(editor, file, Made(other, code="other", grade="B"))
    assert kept() == counted()
    only = Statement.objects.get(standard__number="T/CS 4-2024")
    withdraw_statement(editor, only, reason="来源看错")
    import_catalogue(editor, file, Made(lamps()[:1], date="2026-03-01"), complete_list=True)
    assert kept() == counted()


def test_bodies_are_listed_by_their_tallies(editor: Any, file: Path) -> None:
    import_catalogue(editor, file, Made(lamps()))
    assert [(one.name, one.count) for one in browse.ranked_bodies()] == [(HALL, 2), (CITY, 1)]  # type: ignore[attr-defined]
    assert [one.name for one in browse.ranked_bodies(role="issuer")] == [CITY]
    assert (browse.count_bodies(), browse.count_bodies(role="issuer"), browse.count_bodies(q="市政")) == (
        2,
        1,
        1,
    )
    told = plain.body_plain(Body.objects.get(name=CITY))
    assert (told["standards"], told["roles"]) == (1, {"drafter": 1, "issuer": 1})


def test_a_page_of_bodies_asks_no_more_for_many(
    editor: Any, file: Path, django_assert_max_num_queries: Any
) -> None:
    many = [stated(f"T/CS {n}-2024", parties=[("drafter", f"第{n}研究院")]) for n in range(1, 31)]
    import_catalogue(editor, file, Made(many))
    with django_assert_max_num_queries(2):
        assert len([plain.body_plain(one) for one in queries.bodies()]) == 30


def test_the_counts_of_what_was_there_before_are_made_by_the_migration(editor: Any, file: Path) -> None:
    cleaned = dataclasses.replace(
        stated("T/CS 9-2024", "灯"), repairs=(("number", "TCS9", "T/CS 9-2024", "补斜线"),)
    )
    import_catalogue(editor, file, Made(lamps(cleaned)))
    before, said = (
        kept(),
        set(Statement.objects.filter(cleaned=True).values_list("standard__number", flat=True)),
    )
    assert said == {"T/CS 9-2024"}
    BodyTally.objects.all().delete()
    Statement.objects.update(cleaned=False)
    migration = import_module("zhunsheng.apps.registry.migrations.0006_kept_counts")
    editor_of_tables = SimpleNamespace(connection=connection)
    migration.mark_cleaned(apps, editor_of_tables)
    migration.count_parts(apps, editor_of_tables)
    assert kept() == before
    assert {one.standard.number for one in Statement.objects.filter(cleaned=True)} == said


def test_the_cleanings_of_a_run_are_found_among_those_of_others(editor: Any, file: Path) -> None:
    cleaned = dataclasses.replace(
        stated("T/CS 9-2024", "灯"), repairs=(("number", "TCS9", "T/CS 9-2024", "补斜线"),)
    )
    one = import_catalogue(editor, file, Made(lamps()))
    two = import_catalogue(editor, file, Made([cleaned], code="other"))
    assert browse.repairs_of(one, 100) == []
    assert [(line.number, line.before, line.reason) for line in browse.repairs_of(two, 100)] == [
        ("T/CS 9-2024", "TCS9", "补斜线")
    ]


def test_sources_are_counted_by_state(editor: Any, file: Path) -> None:
    import_catalogue(editor, file, Made(lamps()))
    import_catalogue(editor, file, Made(lamps()[:2], date="2026-02-01"), complete_list=True)
    (counts,) = queries.source_counts().values()
    assert counts == {"listed": 2, "gone": 1}


def test_what_waits_comes_in_stretches_contradictions_first(editor: Any, file: Path) -> None:
    shop = [stated(f"GB/T {n}-2020", f"第{n}项", issued="2020-01-01") for n in range(1, 6)]
    import_catalogue(editor, file, Made(shop, code="shop", grade="B"))
    import_catalogue(
        editor, file, Made([stated("GB/T 4-2020", "第4项", issued="2020-02-01")], code="list", grade="C")
    )
    all_of_it = waiting(editor, {}, 0, 20)
    assert all_of_it.total == all_of_it.reached == 5
    assert all_of_it.standards[0].number == "GB/T 4-2020"
    assert set(all_of_it.standards) == set(queries.verification_queue(editor))
    pieces = [waiting(editor, {}, start, 2).standards for start in range(0, 6, 2)]
    assert [one for piece in pieces for one in piece] == all_of_it.standards
    for asked in ({"state": "contradicted"}, {"state": "trade"}, {"level": "national"}, {"source": "list"}):
        found, told = waiting(editor, asked, 0, 20), queries.verification_queue(editor, asked)
        assert (found.total, set(found.standards)) == (told.count(), set(told)), asked
    (rule,) = set(queries.findings(editor).values_list("rule", flat=True)[:1])
    found = waiting(editor, {"rule": rule}, 0, 20)
    assert found.standards == list(queries.verification_queue(editor, {"rule": rule})) and found.total
    assert isinstance(found.standards[0], Standard)
