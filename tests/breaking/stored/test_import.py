"""Hostile files through the whole import: stored or refused with a word, and never a table out of joint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.breaking.hostile import MAKERS, ring
from tests.database.catalogue_samples import Made, stated
from zhunsheng import search
from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.registry.actions import import_catalogue
from zhunsheng.apps.registry.models import Identifier, ImportProblem, ImportRun, Relation, Standard, Statement
from zhunsheng.apps.registry.queries import get_standard, relations_of, successors, timeline
from zhunsheng.catalogues.shape import BadRow
from zhunsheng.search import providers


def tables() -> dict[str, int]:
    """Rows of each table of the registry, and what its statements say."""
    with connection.cursor() as cursor:
        names = [
            name for name in connection.introspection.table_names(cursor) if name.startswith("registry_")
        ]
        counts = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    said = json.dumps(
        [
            *Statement.objects.order_by("pk").values_list("hash", "state"),
            *Standard.objects.order_by("pk").values_list(),
        ],
        default=str,
    )
    return counts | {"said": hash(said)}


def in_joint() -> None:
    """What must hold after whatever import."""
    assert not Standard.objects.filter(identifiers__isnull=True).exists()
    assert not Standard.objects.filter(statements__isnull=True).exists()
    assert not Relation.objects.filter(subject__isnull=True, target__isnull=True).exists()
    assert not [one for one in Identifier.objects.all() if "\0" in one.key or not one.key]
    report = search.engine().check(providers.all_documents())
    assert not report.problems, report


@pytest.mark.parametrize("name", [name for name in MAKERS if name not in {"bomb.xlsx"}])
def test_a_hostile_file_is_stored_or_refused(name: str, editor: Any, tmp_path: Path) -> None:
    try:
        run = import_catalogue(editor, MAKERS[name](tmp_path))
    except Refused as refusal:
        assert any("\u4e00" <= char <= "\u9fff" for char in str(refusal))
        assert not ImportRun.objects.filter(state__in=["running", "waiting"]).exists()
    else:
        assert run.state == "done"
        assert run.counts["read"] + run.counts["problems"] > 0 or name.startswith(("only-head", "empty"))
    in_joint()


LONG = "长" * 100_000


@pytest.mark.parametrize("record", [
    stated("GB/T " + "7" * 100_000 + "-2020", "长号"),
    stated("无" * 5000, "长号"),
    stated("GB/T 1-2020", LONG),
    stated("GB/T 1-2020", "名", scope=LONG * 3, note=LONG, url="https://a.cn/" + "a" * 50_000),
    stated("GB/T 1-2020", "名", local_id="x" * 50_000),
    stated("GB/T 1-2020", "名", relations=[("replaces", "GB/T " + "7" * 100_000)]),
    stated("GB/T 1-2020", "名", relations=[("replaces", "GB/T 1-2020"), ("nonsense", "GB/T 2-2020"), ("adopts", "")]),
    stated("GB/T 1-2020", "名", parties=[("drafter", "司" * 20_000), ("nonsense", "x"), ("issuer", "甲"), ("issuer", "乙")]),
    stated("GB/T 1-2020", "名", others=[("plan", "x" * 100_000), ("joint", "GB/T 1-2020"), ("nonsense", "GB/T 3-2020")]),
    stated("GB/T 1-2020", "名", ics=["1" * 5000, "\0", ""], ccs=["A" * 5000], keywords=["词" * 5000] * 50),
    stated("GB/T 1-2020", "\0名\ud800", scope="\0", local_id="a\0b", relations=[("adopts", "ISO \0 1:2000")], parties=[("issuer", "\0")]),
    stated("奇\0怪 1-2020", "名", relations=[("adopts", "奇\0怪"), ("cites", "\ud800")], parties=[("drafter", "\ud800")]),
    stated("GB/T 1-2020", "名", issued="2025-02-30", implemented="1066", withdrawn="x", reviewed="99999-01-01", status="好", level="x"),
    stated("GB/T 1-2020", "名", issued="2020-05-01", implemented="2020-04", withdrawn="2019"),
    stated("GB/T 1-2020", "名", doctype="类" * 500, stage="段" * 500, edition="版" * 500, category="别" * 500, nature="性" * 500),
    stated("GB/T 1-2020", "名", nonsense="x", pages="99" * 500, language="l" * 500),
])  # fmt: skip
def test_a_record_of_any_size_or_sign_is_stored_or_told(record: Any, editor: Any, tmp_path: Path) -> None:
    path = tmp_path / "made.jsonl"
    path.write_text("1", encoding="utf-8")
    run = import_catalogue(editor, path, Made([record, stated("GB/T 9-2020", "好")]))
    assert run.state == "done"
    assert get_standard(editor, "GB/T 9-2020").title == "好"
    assert Standard.objects.count() == 2 or ImportProblem.objects.exists()
    again = import_catalogue(editor, path, Made([record, stated("GB/T 9-2020", "好")]))
    assert (again.counts["added"], again.counts["changed"]) == (0, 0)
    in_joint()


def test_a_bad_row_of_any_size_or_sign_is_kept(editor: Any, tmp_path: Path) -> None:
    path = tmp_path / "made.jsonl"
    path.write_text("1", encoding="utf-8")
    rows = [
        BadRow(
            "第\0行",
            "列\0" * 5000,
            "值\ud800" * 100_000,
            "问题\0",
            "改法",
            {"a\0": "b\0", "\ud800": "x" * 200_000},
        ),
        BadRow("第 2 行", "", "", "问题", "改法", {f"列{i}": "x" * 100 for i in range(20_000)}),
    ]
    run = import_catalogue(editor, path, Made(rows))
    assert (run.state, run.counts["problems"], run.problems.count()) == ("done", 2, 2)


def test_a_ring_of_replacements_is_walked_once(editor: Any, tmp_path: Path) -> None:
    path = tmp_path / "iso.jsonl"
    ring(path, 60)
    assert import_catalogue(editor, path).state == "done"
    standard = get_standard(editor, "ISO 700000:2020")
    assert len(successors(standard)) <= 60
    assert relations_of(standard)
    assert timeline(standard) is not None
    assert {one.status for one in Standard.objects.all()} <= {"current", "superseded", "unknown"}


def test_a_number_claimed_by_two_records_is_one_standard_with_both(editor: Any, tmp_path: Path) -> None:
    path = tmp_path / "made.jsonl"
    path.write_text("1", encoding="utf-8")
    two = [stated("GB/T 1-2020", "甲", local_id="a"), stated("GB/T 1—2020", "乙", local_id="b")]
    run = import_catalogue(
        editor, path, Made([*two, stated("GB/T 2-2020", "丙", others=[("other", "GB/T 1-2020")])])
    )
    assert run.counts["standards"] == 2
    standard = get_standard(editor, "GB/T 1-2020")
    assert standard.contested
    assert "number-shared" in {finding.rule for finding in get_standard(editor, "GB/T 2-2020").findings.all()}
    assert standard.statements.count() == 2
    assert Identifier.objects.filter(key=standard.identifiers.get(kind="main").key).count() == 1
    in_joint()
