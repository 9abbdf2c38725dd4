"""Catalogues coming in: what is stored, merged, kept apart, found again, and never done twice."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.database.catalogue_samples import Made, stated
from zhunsheng import search
from zhunsheng.apps.registry.actions import import_catalogue
from zhunsheng.apps.registry.models import Identifier, Relation, Standard, Statement
from zhunsheng.apps.registry.queries import facts_of, get_standard, relations_of, successors, timeline
from zhunsheng.apps.registry.storage.documents import body_documents, standard_documents


def take(who: Any, tmp_path: Path, records: list[Any], **more: Any) -> Any:
    """Import ``records`` as if from a file."""
    path = tmp_path / "made.jsonl"
    path.write_text(f"{len(records)}", encoding="utf-8")
    options = {name: more.pop(name) for name in ("complete_list", "size", "progress") if name in more}
    return import_catalogue(who, path, Made(records, **more), **options)


def test_a_record_becomes_a_standard_with_its_source(editor: Any, tmp_path: Path) -> None:
    run = take(
        editor,
        tmp_path,
        [stated("GB/T 45288.1—2025", "人工智能 大模型 第1部分：通用要求", issued="2025-02-28")],
    )
    assert run.state == "done"
    assert (run.counts["read"], run.counts["added"], run.counts["standards"]) == (1, 1, 1)
    standard = get_standard(editor, "gb/t45288.1-2025")
    assert standard.title.startswith("人工智能")
    fact = facts_of(standard)["issued"]
    assert (fact.value, fact.state, fact.versions[0].source) == ("2025-02-28", "official", "made")


def test_the_same_file_again_changes_nothing(editor: Any, tmp_path: Path) -> None:
    records = [
        stated("GB/T 1-2020", "一", relations=[("replaces", "GB/T 1-2010")]),
        stated("GB/T 1-2010", "一"),
    ]
    take(editor, tmp_path, records)
    before = (Standard.objects.count(), Statement.objects.count(), Relation.objects.count())
    again = take(editor, tmp_path, records)
    assert (again.counts["added"], again.counts["changed"], again.counts["unchanged"]) == (0, 0, 2)
    assert (Standard.objects.count(), Statement.objects.count(), Relation.objects.count()) == before


@pytest.mark.parametrize("size", [1, 3, 100])
def test_the_index_says_what_the_tables_say_however_the_batches_fall(
    editor: Any, tmp_path: Path, size: int
) -> None:
    records = [
        stated(
            "GB/T 1-2020",
            "灯杆",
            scope="适用于灯杆。",
            implemented="2020-10-01",
            ics=("93.080.40", "01.120"),
            relations=[("replaces", "GB/T 1-2009"), ("adopts", "ISO 2:2009", "IDT")],
        ),
        stated("ISO 2:2009", title_en="Lamp posts", parties=[("committee", "ISO/TC 1"), ("issuer", "ISO")]),
        stated("GB/T 1-2009", "灯杆", implemented="2010-01-01", parties=[("committee", "iso / tc 1")]),
        stated("GB/T 9-2020", "灯", others=[("joint", "IEC 9:2020"), ("plan", "20200009-T-469")]),
        stated("IEC 9:2020", title_en="Lamps", scope="Lamps."),
        stated("GB/T 10-2020", "光源", others=[("plan", "20200009-T-469")]),
        stated("GB/T 11-2021", "", relations=[("replaces", "GB/T 10-2020")], implemented="2021-01-01"),
    ]
    take(editor, tmp_path, records, size=size)
    assert Standard.objects.get(number="GB/T 1-2009").status == "superseded"
    report = search.engine().check(chain(standard_documents(), body_documents()))
    assert report.compared == 8 and report.sound, report


@pytest.mark.parametrize("turned", [False, True])
def test_a_link_finds_its_other_end_in_either_order(editor: Any, tmp_path: Path, turned: bool) -> None:
    records = [
        stated(
            "GB/T 1-2020",
            "新",
            issued="2020-03-31",
            implemented="2020-10-01",
            relations=[("replaces", "GB/T 1-2009")],
        ),
        stated("GB/T 1-2009", "旧", issued="2009-06-17", implemented="2010-01-01", status="现行"),
    ]
    for record in reversed(records) if turned else records:
        take(editor, tmp_path, [record])
    old = get_standard(editor, "GB/T 1-2009")
    assert old.status == "superseded"
    assert [one.number for one in successors(old)] == ["GB/T 1-2020"]
    assert [(view.label, view.number) for view in relations_of(old)] == [("被代替", "GB/T 1-2020")]
    assert [finding.rule for finding in old.findings.all()] == ["status-contradiction"]


def test_an_older_edition_without_a_date_is_no_successor(editor: Any, tmp_path: Path) -> None:
    wrong = stated("GB/T 1-2009", "旧", status="现行", relations=[("replaces", "GB/T 1-2020")])
    take(editor, tmp_path, [stated("GB/T 1-2020", "新", status="现行"), wrong])
    new = get_standard(editor, "GB/T 1-2020")
    assert new.status == "current" and not successors(new)
    assert not [event for event in timeline(new) if event.kind == "replaces"]
    (finding,) = new.findings.all()
    assert finding.rule == "replaces-earlier" and "按编号里的年份" in finding.message


def test_two_sources_of_one_number_make_one_standard(editor: Any, tmp_path: Path) -> None:
    take(
        editor,
        tmp_path,
        [stated("ISO/IEC 42001:2023", title_en="AI management system", issued="2023-12")],
        code="iso",
    )
    run = take(
        editor,
        tmp_path,
        [stated("ISO/IEC 42001:2023", title_en="AI management system", issued="2024-01")],
        code="iec",
    )
    assert run.counts["merged"] == 1
    standard = Standard.objects.get()
    assert standard.contested and standard.verification == "contradicted"
    fact = facts_of(standard)["issued"]
    assert fact.contested and {one.value for one in fact.versions} == {"2023-12", "2024-01"}
    assert Identifier.objects.count() == 1


def test_the_next_query_finds_what_came_in(editor: Any, tmp_path: Path) -> None:
    from zhunsheng.search import Query, engine

    take(
        editor,
        tmp_path,
        [
            stated(
                "GB/T 45288.1-2025",
                "人工智能 大模型 第1部分：通用要求",
                relations=[("adopts", "ISO/IEC 99999:2024", "IDT")],
            )
        ],
    )
    for text in ("大模型", "45288.1", "ISO 99999"):
        assert [hit.number for hit in engine().search(Query(text)).hits] == ["GB/T 45288.1-2025"], text
