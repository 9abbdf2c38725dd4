"""An import stopped half way, gone on with, repeated, changed, shortened: nothing lost, nothing doubled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.database.catalogue_samples import Made, stated
from zhunsheng.apps.journal.models import Event
from zhunsheng.apps.journal.queries import broken_link
from zhunsheng.apps.registry.actions import import_catalogue, importing, preview_import, resume_import
from zhunsheng.apps.registry.actions.previewing import field_changes
from zhunsheng.apps.registry.models import (
    Body,
    Classification,
    Finding,
    Identifier,
    ImportProblem,
    ImportRun,
    Participation,
    Relation,
    Standard,
    Statement,
)
from zhunsheng.apps.registry.queries import facts_of, get_standard
from zhunsheng.catalogues.shape import BadRow
from zhunsheng.jobs.registry import Cancelled
from zhunsheng.search import Query, engine

TABLES = (
    Standard,
    Identifier,
    Statement,
    Relation,
    Body,
    Participation,
    Classification,
    ImportProblem,
    Finding,
)


class Killed(BaseException):
    """What ends a process without asking it."""


def records(count: int = 30) -> list[Any]:
    """A chain of editions with bodies, classes, joint numbers, a doubled local id and bad rows."""
    made: list[Any] = []
    for place in range(1, count + 1):
        made.append(
            stated(
                f"GB/T {place}-2020",
                f"第{place}个标准",
                issued="2020-03-31",
                implemented="2020-10-01",
                relations=[("replaces", f"GB/T {place}-2010"), ("cites", f"GB/T {place + 1}-2020")],
                parties=[("administrator", f"全国第{place % 3}委员会"), ("drafter", "某研究院")],
                ics=["35.240.01"],
            )
        )
        if place % 7 == 0:
            made.append(
                BadRow(
                    f"第 {place} 行",
                    "发布日期",
                    "不详",
                    "不是日期。",
                    "改成日期。",
                    {"标准号": f"GB/T {place}"},
                )
            )
        if place % 10 == 0:
            made.append(stated(f"GB/T {place}-2020", f"第{place}个标准", issued="2020-03-30"))
    return made


def figures() -> dict[str, int]:
    """How many rows every table has."""
    return {model.__name__: model.objects.count() for model in TABLES}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that stands for the records."""
    path = tmp_path / "made.jsonl"
    path.write_text("x", encoding="utf-8")
    return path


@pytest.fixture
def whole(editor: Any, file: Path) -> dict[str, int]:
    """What an import that nobody stops leaves, in another database state than the test's own."""
    from django.db import transaction

    class Undo(Exception):
        pass

    found: dict[str, int] = {}
    try:
        with transaction.atomic():
            import_catalogue(editor, file, Made(records()), size=7)
            found = figures()
            raise Undo
    except Undo:
        return found


@pytest.mark.parametrize("where", ["between two batches", "in the middle of a batch"])
@pytest.mark.parametrize("after", [1, 3])
def test_killed_and_gone_on_with(
    editor: Any, file: Path, whole: dict[str, int], monkeypatch: pytest.MonkeyPatch, where: str, after: int
) -> None:
    made = Made(records())
    if where == "between two batches":
        calls = []

        def kill(_percent: int, _line: str) -> None:
            calls.append(1)
            if len(calls) > after:
                raise Killed

        with pytest.raises(Killed):
            import_catalogue(editor, file, made, size=7, progress=kill)
    else:
        store, calls = importing._store_problems, []

        def broken(*told: Any) -> None:
            calls.append(1)
            if len(calls) > after:
                raise Killed  # all rows of the batch are written, its checkpoint is not
            store(*told)

        monkeypatch.setattr(importing, "_store_problems", broken)
        with pytest.raises(Killed):
            import_catalogue(editor, file, made, size=7)
        monkeypatch.undo()
    run = ImportRun.objects.get()
    assert run.state == ImportRun.INTERRUPTED
    assert 0 < run.taken < len(made.records)
    monkeypatch.setattr(
        importing,
        "read_lots_apart",
        lambda path, name, mapping, source, today, reader=None, **more: importing.read_lots(
            made, path, source, today, **more
        ),
    )
    done = resume_import(editor, run, size=5)
    assert done.state == ImportRun.DONE
    assert figures() == whole
    assert done.counts["read"] == 33 and done.counts["problems"] == 4
    assert engine().search(Query("", limit=1)).total == Standard.objects.count() + Body.objects.count()
    assert broken_link() is None


def test_again_changes_nothing_and_says_so(editor: Any, file: Path) -> None:
    import_catalogue(editor, file, Made(records()), size=7)
    before, events = figures(), Event.objects.count()
    stamps = set(Standard.objects.values_list("pk", "changed_at"))
    again = import_catalogue(editor, file, Made(records()), size=11)
    after = figures()
    assert {k: v for k, v in after.items() if k != "ImportProblem"} == {
        k: v for k, v in before.items() if k != "ImportProblem"
    }
    assert set(Standard.objects.values_list("pk", "changed_at")) == stamps
    assert (again.counts["added"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 33)
    assert Event.objects.count() == events + 2  # opened, finished


def test_cancel_keeps_what_is_in(editor: Any, file: Path) -> None:
    def stop(_percent: int, line: str) -> None:
        if "已处理" in line:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_catalogue(editor, file, Made(records()), size=7, progress=stop)
    run = ImportRun.objects.get()
    assert (run.state, run.taken) == (ImportRun.CANCELLED, 7)
    assert Statement.objects.count() == 7


def test_a_newer_file_shows_what_it_would_do_and_writes_nothing(editor: Any, file: Path) -> None:
    import_catalogue(
        editor, file, Made([stated("GB/T 1-2020", "一", issued="2020-03-31"), stated("GB/T 2-2020", "二")])
    )
    newer = Made(
        [stated("GB/T 1-2020", "一", issued="2020-04-01"), stated("GB/T 3-2020", "三")], date="2026-06-01"
    )
    before = figures()
    preview = preview_import(editor, file, newer, complete_list=True)
    assert figures() == before and ImportRun.objects.count() == 1
    assert [(one.kind, one.number) for one in preview.differences] == [
        ("added", "GB/T 3-2020"),
        ("changed", "GB/T 1-2020"),
        ("gone", "GB/T 2-2020"),
    ]
    assert preview.differences[1].fields == [("发布日期", "2020-03-31", "2020-04-01")]
    run = import_catalogue(editor, file, newer, complete_list=True)
    assert (run.counts["added"], run.counts["changed"], run.counts["gone"]) == (1, 1, 1)
    assert get_standard(editor, "GB/T 1-2020").issued == "2020-04-01"
    gone = get_standard(editor, "GB/T 2-2020")
    assert gone.title == "二" and gone.statements.get().state == Statement.GONE
    assert facts_of(gone)["title_zh"].value == "二"
    assert "不再列出" in facts_of(gone)["title_zh"].versions[0].place
    assert [one.rule for one in gone.findings.all()] == ["source-gone"]
    back = import_catalogue(editor, file, Made([stated("GB/T 2-2020", "二")]))
    assert back.counts["changed"] == 1
    assert gone.statements.get().state == Statement.LISTED
    assert not gone.findings.exists()


def test_a_changed_link_is_followed_at_both_ends(editor: Any, file: Path) -> None:
    old = stated("GB/T 1-2010", "旧", issued="2010-01-01", implemented="2010-06-01")
    new = stated(
        "GB/T 1-2020",
        "新",
        issued="2020-01-01",
        implemented="2020-06-01",
        relations=[("replaces", "GB/T 1-2010")],
    )
    import_catalogue(editor, file, Made([old, new]))
    assert get_standard(editor, "GB/T 1-2010").status == "superseded"
    import_catalogue(
        editor, file, Made([stated("GB/T 1-2020", "新", issued="2020-01-01", implemented="2020-06-01")])
    )
    assert get_standard(editor, "GB/T 1-2010").status == "current"
    assert Relation.objects.count() == 0


def test_a_ring_is_told_and_goes_when_it_is_mended(editor: Any, file: Path) -> None:
    ring = [
        stated(f"GB/T {one}-2020", f"第{one}", relations=[("replaces", f"GB/T {one % 3 + 1}-2020")])
        for one in (1, 2, 3)
    ]
    import_catalogue(editor, file, Made(ring), size=1)
    told = Finding.objects.filter(rule="replaces-ring")
    assert {one.standard.number for one in told} == {"GB/T 1-2020", "GB/T 2-2020", "GB/T 3-2020"}
    assert "GB/T 1-2020 → GB/T 2-2020 → GB/T 3-2020 → GB/T 1-2020" in told[0].message
    import_catalogue(editor, file, Made([stated("GB/T 3-2020", "第3")]))
    assert not Finding.objects.filter(rule="replaces-ring").exists()


def test_a_joint_number_leads_to_the_same_text(editor: Any, file: Path) -> None:
    delta = ["DB31/T 310001-2020", "DB32/T 310001-2020", "DB33/T 310001-2020"]
    import_catalogue(
        editor, file, Made([stated(delta[0], "一体化", others=[("joint", one) for one in delta[1:]])])
    )
    import_catalogue(editor, file, Made([stated(delta[1], "一体化")], code="jiangsu"))
    standard = Standard.objects.get()
    assert {one.canonical for one in standard.identifiers.all()} == set(delta)
    assert get_standard(editor, "DB33／T310001—2020") == standard
    assert standard.statements.count() == 2


def test_a_number_held_by_another_standard_is_told_not_taken(editor: Any, file: Path) -> None:
    import_catalogue(
        editor,
        file,
        Made([stated("GB/T 1-2020", "一"), stated("GB/T 2-2020", "二", others=[("former", "GB/T 1-2020")])]),
    )
    assert get_standard(editor, "GB/T 1-2020").title == "一"
    told = Finding.objects.get(rule="number-shared")
    assert told.standard.number == "GB/T 2-2020" and "GB/T 1-2020" in told.message


def test_bad_text_never_stops_an_import(editor: Any, file: Path) -> None:
    made = [
        stated("GB/T 1-2020", "坏\udcffs\0字"),
        stated("", "没有编号"),
        stated("T/CAMETA XXX-2025", "占位"),
        stated("GB/T 2-2020", "长" * 5000, issued="去年", withdrawn="2020-01-01"),
        stated("不是编号的编号", "题"),
        stated(
            "GB/T 3-2020",
            "x",
            level="火星标准",
            relations=[("replaces", "GB/T 3-2020"), ("unknown", "GB/T 1-2020"), ("replaces", "")],
        ),
    ]
    run = import_catalogue(editor, file, Made(made))
    assert (run.counts["added"], run.counts["problems"], run.counts["relations"]) == (4, 2, 0)
    assert {one.rule for one in Finding.objects.all()} == {"date-form", "number-form", "word-unknown"}


def test_the_preview_adds_up_and_shows_what_known_standards_would_get(editor: Any, file: Path) -> None:
    import_catalogue(editor, file, Made([stated("GB/T 1-2020", "一", issued="2020-03-31")], code="a"))
    coming = [
        stated("GB/T 1-2020", "一", issued="2020-04-01", implemented="2020-10-01", status="废止"),
        stated("GB/T 2-2020", "二"),
        stated("", "没有编号"),
        BadRow("第 4 行", "标准号", "无", "没有编号。", "补上编号。", {}),
    ]
    preview = preview_import(editor, file, Made(coming, code="b"))
    counts = preview.counts
    assert counts["rows"] == 4 == counts["read"] + counts["left_out"]
    assert (
        counts["read"] == counts["new_standards"] + counts["joined"] + counts["changed"] + counts["unchanged"]
    )
    (joined,) = [one for one in preview.differences if one.kind == "joined"]
    assert joined.fields == [
        ("发布日期（与现值矛盾）", "2020-03-31", "2020-04-01"),
        ("实施日期", "", "2020-10-01"),
        ("标准状态", "不明", "废止"),
    ]


def test_lists_of_lines_are_compared_line_by_line_in_words() -> None:
    before = {
        "parties": [["administrator", "甲委"], ["drafter", "乙公司"]],
        "relations": [["replaces", "GB/T 1-2009", "", "代替", True]],
        "other_numbers": [],
    }
    after = {
        "parties": [["administrator", "甲委"], ["drafter", "丙公司"]],
        "relations": [["adopts", "ISO 9001:2015", "IDT", "", False]],
        "other_numbers": [["joint", "DB31/T 1-2020"]],
    }
    assert field_changes(before, after) == [
        ("其他编号", "", "并列编号 DB31/T 1-2020"),
        ("关联关系", "被代替 GB/T 1-2009", "采用 ISO 9001:2015 IDT"),
        ("机构与人员", "起草单位 乙公司", "起草单位 丙公司"),
    ]
