"""What people decide about the registry: values, statements, bad rows, placements. By right, journalled, lasting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.database.catalogue_samples import Made, stated
from zhunsheng.apps.journal.actions import NotAllowed, Refused
from zhunsheng.apps.journal.queries import events_of
from zhunsheng.apps.registry.actions import (
    confirm_placement,
    correct_value,
    drop_row,
    import_catalogue,
    place_standard,
    preview_import,
    reject_placement,
    remember_mapping,
    reopen_placement,
    repair_row,
    restore_statement,
    suggest_placements,
    verify_value,
    withdraw_statement,
    withdraw_verification,
)
from zhunsheng.apps.registry.models import ImportProblem, Placement, Standard, Statement
from zhunsheng.apps.registry.queries import (
    facts_of,
    get_standard,
    mapping_for,
    participations_of,
    placements_of,
    related_standards,
    verification_queue,
)
from zhunsheng.catalogues.shape import BadRow
from zhunsheng.search import Query, engine

PROOF = "https://openstd.samr.gov.cn/bzgk/gb/newGbInfo?hcno=1"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that stands for the records."""
    path = tmp_path / "made.jsonl"
    path.write_text("x", encoding="utf-8")
    return path


@pytest.fixture
def contested(editor: Any, file: Path) -> Standard:
    """GB/T 48000.3: the cover says one day, a shop another."""
    one = stated(
        "GB/T 48000.3-2026", "标准数字化 第3部分：本体建模要求", issued="2026-01-28", implemented="2026-08-01"
    )
    two = stated("GB/T 48000.3-2026", "标准数字化 第3部分：本体建模要求", implemented="2027-02-01")
    import_catalogue(editor, file, Made([one], code="bzcx"))
    import_catalogue(editor, file, Made([two], code="bzfyw", grade="B"))
    return get_standard(editor, "GB/T 48000.3-2026")


def test_a_contradiction_waits_until_a_person_settles_it(editor: Any, contested: Standard) -> None:
    assert contested.verification == "contradicted"
    assert list(verification_queue(editor)) == [contested]
    verify_value(editor, contested, "implemented", evidence_url=PROOF, note="封面")
    after = get_standard(editor, contested.pk)
    assert not after.contested and after.verification != "contradicted"
    fact = facts_of(after)["implemented"]
    assert (fact.value, fact.state, len(fact.versions)) == ("2026-08-01", "verified", 3)
    assert fact.versions[0].evidence == PROOF
    event = events_of(after)[0]
    assert (event.action, event.after["implemented"], event.reason) == (
        "registry.verify",
        "2026-08-01",
        "封面",
    )


def test_a_correction_goes_before_every_source_and_can_be_taken_back(
    editor: Any, contested: Standard
) -> None:
    made = correct_value(editor, contested, "implemented", "2026-09-01", evidence_url=PROOF)
    assert get_standard(editor, contested.pk).implemented == "2026-09-01"
    withdraw_verification(editor, made, reason="看错了")
    assert get_standard(editor, contested.pk).implemented == "2026-08-01"


def test_a_status_verified_by_a_person_stands(editor: Any, contested: Standard) -> None:
    correct_value(editor, contested, "status", "废止", evidence_url=PROOF)
    after = get_standard(editor, contested.pk)
    assert after.status == "withdrawn" and "核实" in after.status_why
    assert facts_of(after)["status"].state == "verified"
    found = engine().search(Query("48000.3", filters={"status": ["withdrawn"]}))
    assert [hit.number for hit in found.hits] == ["GB/T 48000.3-2026"]


@pytest.mark.parametrize(
    ("field", "value", "proof", "at_fault"),
    [
        ("implemented", "2027-02-01", PROOF, "value"),
        ("implemented", "2026-08-01", "", "evidence_url"),
        ("implemented", "2026-08-01", "javascript:alert(1)", "evidence_url"),
        ("nonsense", "1", PROOF, "field"),
        ("scope", "", PROOF, "value"),
    ],
)
def test_verifying_is_refused_with_the_field_at_fault(
    editor: Any, contested: Standard, field: str, value: str, proof: str, at_fault: str
) -> None:
    with pytest.raises(Refused) as refused:
        verify_value(editor, contested, field, value, evidence_url=proof)
    assert refused.value.field == at_fault


@pytest.mark.parametrize(
    ("field", "value"),
    [("implemented", "2025-01-01"), ("issued", "昨天"), ("level", "火星"), ("issued", " ")],
)
def test_a_correction_keeps_to_the_rules(editor: Any, contested: Standard, field: str, value: str) -> None:
    with pytest.raises(Refused):
        correct_value(editor, contested, field, value, evidence_url=PROOF)


def test_readers_decide_nothing(people: dict[str, Any], contested: Standard) -> None:
    with pytest.raises(NotAllowed):
        verify_value(people["reader"], contested, "implemented", evidence_url=PROOF)


def test_a_statement_set_aside_counts_no_more_and_does_not_come_back_by_itself(
    editor: Any, file: Path, contested: Standard
) -> None:
    shop = Statement.objects.get(source__code="bzfyw")
    withdraw_statement(editor, shop, reason="译文网站，日期不可靠")
    assert not get_standard(editor, contested.pk).contested
    again = stated("GB/T 48000.3-2026", "标准数字化 第3部分：本体建模要求", implemented="2027-02-01")
    import_catalogue(editor, file, Made([again], code="bzfyw", grade="B"))
    assert not get_standard(editor, contested.pk).contested
    restore_statement(editor, shop)
    assert get_standard(editor, contested.pk).contested


def test_links_go_and_come_with_their_statement(editor: Any, file: Path) -> None:
    old = stated("GB/T 1-2010", "旧", issued="2010-01-01", implemented="2010-06-01")
    new = stated(
        "GB/T 1-2020",
        "新",
        issued="2020-01-01",
        implemented="2020-06-01",
        relations=[("replaces", "GB/T 1-2010")],
    )
    import_catalogue(editor, file, Made([old, new]))
    statement = get_standard(editor, "GB/T 1-2020").statements.get()
    withdraw_statement(editor, statement, reason="误录")
    assert get_standard(editor, "GB/T 1-2010").status == "current"
    restore_statement(editor, statement)
    assert get_standard(editor, "GB/T 1-2010").status == "superseded"


@pytest.fixture
def bad(editor: Any, file: Path) -> ImportProblem:
    """A row without a usable number, kept for repair."""
    row = {"标准号": "待定", "中文标准名称": "智慧养老服务规范", "发布日期": "2025-03-01"}
    made = Made(
        [
            stated("GB/T 1-2020", "一"),
            BadRow("表1 第 7 行", "标准号", "待定", "没有编号。", "补上编号。", row),
        ]
    )
    return import_catalogue(editor, file, made).problems.get()


def test_a_bad_row_is_mended_and_stays_mended(editor: Any, file: Path, bad: ImportProblem) -> None:
    with pytest.raises(Refused):
        repair_row(editor, bad, {**bad.row, "标准号": ""})
    standard = repair_row(editor, bad, {**bad.row, "标准号": "DB32/T 9999-2025"})
    assert (standard.number, standard.title, standard.issued) == (
        "DB32/T 9999-2025",
        "智慧养老服务规范",
        "2025-03-01",
    )
    bad.refresh_from_db()
    assert (bad.state, bad.standard) == (ImportProblem.REPAIRED, standard)
    row = BadRow("表1 第 7 行", "标准号", "待定", "没有编号。", "补上编号。", bad.row)
    again = import_catalogue(editor, file, Made([stated("GB/T 1-2020", "一"), row]), complete_list=True)
    assert again.problems.get().state == ImportProblem.REPAIRED
    assert again.counts["gone"] == 0 and Standard.objects.count() == 2
    with pytest.raises(Refused):
        drop_row(editor, bad, reason="太迟")


def test_a_bad_row_is_left_out_with_a_reason(editor: Any, bad: ImportProblem) -> None:
    with pytest.raises(Refused):
        drop_row(editor, bad, reason=" ")
    drop_row(editor, bad, reason="不是标准")
    bad.refresh_from_db()
    assert (bad.state, bad.reason) == (ImportProblem.DROPPED, "不是标准")


def test_a_row_with_two_problems_is_mended_or_left_out_whole(editor: Any, tmp_path: Path) -> None:
    table = tmp_path / "清单.csv"
    rows = ("GB/T 1-2020,一,二月,三月", "GB/T 2-2020,二,二月,三月")
    table.write_text("\n".join(("标准号,标准名称,发布日期,实施日期", *rows)), encoding="utf-8")
    problems = import_catalogue(editor, table).problems.order_by("ordinal")
    first, _, third, _ = problems
    mended = repair_row(editor, first, {**first.row, "发布日期": "2020-02-01", "实施日期": "2020-03-01"})
    drop_row(editor, third, reason="没有原文")
    told = [(one.state, one.standard, one.reason) for one in problems.all()]
    assert told == [("repaired", mended, "")] * 2 + [("dropped", None, "没有原文")] * 2


def test_a_mended_value_of_a_row_is_not_undone_by_the_same_file(editor: Any, file: Path) -> None:
    half = stated("GB/T 1-2020", "一")
    row = {"标准号": "GB/T 1-2020", "中文标准名称": "一", "发布日期": "二月"}
    told = BadRow("第 1 行", "发布日期", "二月", "不是日期。", "改成日期。", row)
    made = Made([half, told])
    problem = import_catalogue(editor, file, made).problems.get()
    repair_row(editor, problem, {**row, "发布日期": "2020-02-01"})
    assert get_standard(editor, "GB/T 1-2020").issued == "2020-02-01"
    again = import_catalogue(editor, file, made)
    assert (again.counts["changed"], again.counts["unchanged"]) == (0, 1)
    assert get_standard(editor, "GB/T 1-2020").issued == "2020-02-01"


def test_a_mended_row_never_takes_the_place_of_another_row(editor: Any, tmp_path: Path) -> None:
    table = tmp_path / "清单.csv"
    table.write_text("标准号,标准名称\nGB/T 1-2020,第一行\n待定,第二行\n", encoding="utf-8")
    problem = import_catalogue(editor, table).problems.get()
    with pytest.raises(Refused, match="另一行"):
        repair_row(editor, problem, {**problem.row, "标准号": "GB/T 1-2020"})
    assert get_standard(editor, "GB/T 1-2020").title == "第一行"
    assert repair_row(editor, problem, {**problem.row, "标准号": "GB/T 2-2020"}).title == "第二行"


def test_a_preview_tells_what_is_settled_from_what_waits(editor: Any, tmp_path: Path) -> None:
    table = tmp_path / "清单.csv"
    table.write_text("标准号,标准名称\nGB/T 1-2020,好的\n待定,第一行\n没有,第二行\n", encoding="utf-8")
    first = import_catalogue(editor, table).problems.order_by("ordinal")[0]
    drop_row(editor, first, reason="不是标准")
    preview = preview_import(editor, table)
    assert [bad.value for bad in preview.problems] == ["没有"]
    assert (preview.counts["problems"], preview.counts["settled"]) == (1, 1)


def test_a_mapping_is_remembered_by_its_columns(editor: Any) -> None:
    remember_mapping(editor, "省局清单", "标准号|名称", {"columns": {"标准号": "number"}})
    found = mapping_for("标准号|名称")
    assert found is not None and found.mapping == {"columns": {"标准号": "number"}}


@pytest.fixture
def placed(editor: Any, file: Path, published: Any) -> Any:
    """Standards that speak of what the lighting system plans."""
    made = [
        stated("GB/T 100-2020", "城市照明 术语"),
        stated("GB/T 101-2020", "城市照明 数据接口"),
        stated("GB/T 102-2020", "鲜榨果汁"),
    ]
    import_catalogue(editor, file, Made(made))
    return published


def test_suggestions_wait_and_a_rejected_one_never_comes_back(editor: Any, placed: Any) -> None:
    added = suggest_placements(editor, placed)
    found = related_standards(placed)
    assert added == len(found) > 0
    assert {one.state for one in found} == {Placement.SUGGESTED}
    first = found[0]
    with pytest.raises(Refused):
        reject_placement(editor, first, reason="")
    reject_placement(editor, first, reason="只是同名")
    assert suggest_placements(editor, placed) == 0
    assert first.pk not in {one.pk for one in related_standards(placed)}
    assert placements_of(editor, first.standard)[-1].reason == "只是同名"


def test_a_confirmed_placement_is_found_by_its_subsystem(editor: Any, placed: Any) -> None:
    suggest_placements(editor, placed)
    first = related_standards(placed)[0]
    confirm_placement(editor, first)
    assert first.boxes
    found = engine().search(Query("", filters={"subsystem": [first.boxes[0]], "type": ["standard"]}))
    assert first.standard.number in {hit.number for hit in found.hits}


def test_a_person_places_by_hand(editor: Any, placed: Any) -> None:
    from zhunsheng.apps.systems.queries import load_system

    code = load_system(placed).subsystems[0].code
    made = place_standard(editor, get_standard(editor, "GB/T 102-2020"), placed, "subsystem", code)
    assert (made.state, made.origin) == (Placement.CONFIRMED, "person")
    suggest_placements(editor, placed)
    assert Placement.objects.filter(pk=made.pk).exists()
    with pytest.raises(Refused):
        place_standard(editor, made.standard, placed, "subsystem", "没有")


def test_what_is_placed_on_a_draft_stays_when_it_is_published(
    editor: Any, admin: Any, file: Path, draft: Any
) -> None:
    from zhunsheng.apps.insight.maps import map_of
    from zhunsheng.apps.registry.browse import placed_item
    from zhunsheng.apps.registry.holdings import open_placements, placed_standards
    from zhunsheng.apps.systems.actions import publish_edition

    import_catalogue(editor, file, Made([stated("GB/T 100-2020", "城市照明 术语")]))
    assert suggest_placements(editor, draft) > 0
    before = related_standards(draft)
    confirm_placement(editor, before[0])
    published = publish_edition(admin, draft)
    assert published.key != before[0].edition
    after = related_standards(published)
    assert [one.pk for one in after] == [one.pk for one in before]
    assert after[0].state == Placement.CONFIRMED
    assert suggest_placements(editor, published) == 0
    again = place_standard(editor, after[0].standard, published, after[0].kind, after[0].item)
    assert again.pk == after[0].pk
    assert {one.number for one in placed_standards(editor, [published])} == {"GB/T 100-2020"}
    assert {one.edition for one in open_placements([published])} == {published.key}
    assert "placed" in {edge.type for edge in map_of(published).gathered.edges}
    # The page of the standard leads to where the item is now, for a visitor too.
    beside = placed_item(None, after[0].system, after[0].edition, after[0].item)
    assert beside is not None and beside.where.endswith(published.key)


def test_statuses_follow_the_calendar(editor: Any, file: Path) -> None:
    import datetime as dt

    from zhunsheng.apps.registry.actions import refresh_statuses

    made = [
        stated(
            "GB/T 1-2099",
            "新",
            issued="2020-01-01",
            implemented="2099-06-01",
            relations=[("replaces", "GB/T 1-2010")],
        ),
        stated("GB/T 1-2010", "旧", issued="2010-01-01", implemented="2010-06-01"),
        stated("GB/T 2-2010", "将废", issued="2010-01-01", implemented="2010-06-01", withdrawn="2099-06"),
        stated("GB/T 3-2099", "将发布", issued="2099-06-01", status="current"),
    ]
    import_catalogue(editor, file, Made(made))

    def statuses() -> list[str]:
        numbers = ("GB/T 1-2099", "GB/T 1-2010", "GB/T 2-2010", "GB/T 3-2099")
        return [get_standard(editor, one).status for one in numbers]

    assert statuses() == ["upcoming", "current", "current", "upcoming"]
    assert refresh_statuses(editor, dt.date(2099, 5, 31)) == 0
    assert refresh_statuses(editor, dt.date(2099, 6, 1)) == 4
    assert statuses() == ["current", "superseded", "withdrawn", "current"]
    assert refresh_statuses(editor, dt.date(2099, 6, 1)) == 0


def test_a_suggested_place_is_not_counted_as_a_place(editor: Any, placed: Any) -> None:
    suggest_placements(editor, placed)
    first = related_standards(placed)[0]
    page = engine().search(Query("", filters={"type": ["standard"]}, with_facets=True))
    labels = [label for label, _ in page.facets["subsystem"]]
    assert labels and all(label.endswith("（待确认）") for label in labels)
    confirm_placement(editor, first)
    page = engine().search(Query("", filters={"type": ["standard"]}, with_facets=True))
    assert first.boxes[0] in [label for label, _ in page.facets["subsystem"]]


def test_a_decision_on_a_place_can_be_taken_back(editor: Any, placed: Any) -> None:
    suggest_placements(editor, placed)
    first = related_standards(placed)[0]
    reject_placement(editor, first, reason="手滑")
    with pytest.raises(Refused):
        reopen_placement(editor, first, reason="")
    assert reopen_placement(editor, first, reason="手滑，改回").state == Placement.SUGGESTED
    assert first.pk in {one.pk for one in related_standards(placed)}
    assert events_of(first.standard)[0].reason == "手滑，改回"


def test_a_repaired_value_says_who_repaired_it(editor: Any, bad: ImportProblem) -> None:
    standard = repair_row(editor, bad, {**bad.row, "标准号": "DB32/T 9999-2025"})
    assert facts_of(standard)["issued"].versions[0].place == f"表1 第 7 行（{editor} 修复）"
    record = standard.statements.get().record
    assert record["repairs"] == [["标准号", "待定", "DB32/T 9999-2025", f"由 {editor} 修复"]]


def test_a_repaired_row_still_says_what_a_merged_cell_gave_it(editor: Any, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = (
        ("GB/T 1-2020", "一", "2020-01-01", "甲会"),
        ("待定", "二", "某日", None),
        ("GB/T 3-2020", "三", "", ""),
    )
    for row in (("标准号", "标准名称", "发布日期", "归口单位"), *rows):
        sheet.append(row)
    sheet.merge_cells("D2:D3")
    sheet.merge_cells("C2:C3")
    book.save(tmp_path / "清单.xlsx")
    bad = import_catalogue(editor, tmp_path / "清单.xlsx").problems.get()
    assert set(bad.filled) == {"归口单位", "发布日期"}
    mended = repair_row(editor, bad, {**bad.row, "标准号": "GB/T 2-2020", "发布日期": "2020-02-01"})
    assert mended.statements.get().record["repairs"] == [
        ["归口单位", "", "甲会", "合并单元格，按左上角的值填入"],
        ["标准号", "待定", "GB/T 2-2020", f"由 {editor} 修复"],
        ["发布日期", "2020-01-01", "2020-02-01", f"由 {editor} 修复"],
    ]


def test_national_standards_are_issued_jointly(editor: Any, file: Path) -> None:
    both = [("issuer", "国家市场监督管理总局"), ("issuer", "国家标准化管理委员会")]
    import_catalogue(editor, file, Made([stated("GB/T 1-2020", "一", parties=both)]))
    standard = get_standard(editor, "GB/T 1-2020")
    assert {(one.role, one.body.name) for one in participations_of(standard)} == {
        ("issuer", "国家市场监督管理总局"),
        ("co_issuer", "国家标准化管理委员会"),
    }
    assert not standard.findings.exists()


def test_the_page_of_a_standard_with_a_date_not_taken_opens(client: Any, editor: Any, file: Path) -> None:
    made = stated("GB/T 46800-2025", "一", issued="2025-12-02", implemented="2025-09-01")
    import_catalogue(editor, file, Made([made]))
    page = client.get("/standards/GB~T_46800-2025/")
    assert page.status_code == 200
    assert "早于发布日期" in page.content.decode()
