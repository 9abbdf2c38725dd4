"""Rows of the list: which category each belongs to, what a blank cell means, and what must be said of it."""

from __future__ import annotations

from tests.core.guide.writing import BODY, codes, read, told
from zhunsheng.core.guide.model import GuideDocument

CODED = BODY
for number, (code, name) in enumerate(
    [("AA", "术语"), ("AB", "分类"), ("BA", "水表"), ("BB", "闸门")], start=0
):
    CODED = CODED.replace(f"{number % 2 + 1}.{name}标准", f"{number % 2 + 1}.{code} {name}标准")


def kinds(document: GuideDocument) -> set[str]:
    return {problem.code for problem in document.problems}


def test_a_blank_category_is_as_above_and_says_so() -> None:
    rows = read(
        "序号\t一级体系\t二级体系\t标准名称\n1\t基础\t术语\t水务术语\n2\t\t\t水务数据术语\n3\t设备\t水表\t智能水表技术要求\n"
    ).planned_standards
    assert [row.subsystem for row in rows] == ["AA", "AA", "BA"]
    assert [row.category_basis for row in rows] == ["printed", "merged", "printed"]
    assert [guess.field for guess in rows[1].guesses] == ["subsystem"]


def test_a_blank_urgency_is_not_as_above_and_says_so() -> None:
    document = read("序号\t类别\t标准名称\t缓急程度\n1\t术语\t水务术语\t★★★\n2\t术语\t水务数据术语\t\n")
    urgency = document.planned_standards[1].urgency
    assert (urgency.printed, urgency.stars, urgency.tier, urgency.basis) == ("", None, None, "absent")
    assert "no-urgency" in kinds(document)


def test_a_list_without_a_column_of_urgency_says_nothing_of_it() -> None:
    document = read("序号\t类别\t标准名称\n1\t术语\t水务术语\n2\t水表\t智能水表技术要求\n")
    assert {row.urgency.basis for row in document.planned_standards} == {"absent"}
    assert "no-urgency" not in kinds(document)


def test_a_merged_mark_is_told_from_a_printed_one() -> None:
    table = (
        "<table><tr><th>序号</th><th>类别</th><th>标准名称</th><th>缓急程度</th></tr>"
        "<tr><td>1</td><td>术语</td><td>水务术语</td><td rowspan='2'>★★</td></tr>"
        "<tr><td>2</td><td>水表</td><td>智能水表技术要求</td></tr>"
        "<tr><td>3</td><td>闸门</td><td>闸门技术要求</td><td>★</td></tr></table>"
    )
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in BODY.splitlines()) + table + "</body></html>"
    rows = read(body=page, front="", name="guide.html").planned_standards
    assert [(row.urgency.printed, row.urgency.stars) for row in rows] == [("★★", 2), ("★★", 2), ("★", 1)]
    assert [row.urgency.basis for row in rows][1:] == ["merged", "printed"]


def test_heading_rows_across_the_table_give_the_category() -> None:
    document = read(
        "序号\t标准名称\t标准号\n一、基础标准\n1\t水务术语\t拟研制\n2\t水务数据分类\t拟研制\n"
        "二、设备标准\n3\t智能水表技术要求\tGB/T 1234-2020\n"
    )
    assert [(row.number, row.subsystem) for row in document.planned_standards] == [
        (1, "A"),
        (2, "A"),
        (3, "B"),
    ]
    assert document.planned_standards[2].identifier == "GB/T 1234-2020"


def test_the_caption_above_a_table_gives_the_category() -> None:
    document = read(
        "表1 水表标准清单\n序号\t标准名称\t标准号\n1\t智能水表技术要求\t拟研制\n"
        "表2 闸门标准清单\n序号\t标准名称\t标准号\n1\t闸门技术要求\t拟研制\n"
    )
    assert [row.subsystem for row in document.planned_standards] == ["BA", "BB"]


def test_a_category_without_items_is_no_item() -> None:
    document = read(
        "序号\t类别\t标准名称\t缓急程度\n1\tAA 术语\t水务术语\t★\n\tAB 分类\t\t\n2\tBA 水表\t智能水表技术要求\t★★\n",
        body=CODED,
    )
    assert [told(row)[:3] for row in document.planned_standards] == [
        (1, "AA", "水务术语"),
        (2, "BA", "智能水表技术要求"),
    ]
    assert any(s.place == "list" for item in document.subsystems if item.code == "AB" for s in item.sightings)


def test_codes_that_repeat_are_the_categories() -> None:
    document = read(
        "序号\t体系编号\t标准名称\n1\tAA\t水务术语\n2\tAA\t水务数据术语\n3\tBB\t闸门技术要求\n", body=CODED
    )
    assert [(row.number, row.subsystem) for row in document.planned_standards] == [
        (1, "AA"),
        (2, "AA"),
        (3, "BB"),
    ]


def test_codes_that_never_repeat_and_lie_below_the_categories_are_the_items_own() -> None:
    document = read(
        "体系编号\t标准名称\nAA.1\t水务术语\nAA.2\t水务数据术语\nBB.1\t闸门技术要求\n", body=CODED
    )
    assert [(row.number, row.subsystem) for row in document.planned_standards] == [
        ("AA.1", "AA"),
        ("AA.2", "AA"),
        ("BB.1", "BB"),
    ]
    assert set(codes(document)) == {"A", "AA", "AB", "B", "BA", "BB"}


def test_slid_cells_are_put_right_and_told() -> None:
    document = read(
        "序号\t类别\t标准名称\t标准号\t缓急程度\n1\t术语\t水务术语\t拟研制\t★★★\n2\t水表\t★★\t智能水表技术要求\t拟研制\n"
    )
    row = document.planned_standards[1]
    assert told(row) == (2, "BA", "智能水表技术要求", "★★")
    assert row.cells_slid
    assert not document.planned_standards[0].cells_slid
    assert any(guess.field == "cells" and guess.reason for guess in row.guesses)
    assert "cells-slid" in kinds(document)


def test_columns_of_no_known_meaning_are_kept_under_their_heads() -> None:
    row = read(
        "序号\t类别\t标准名称\t牵头单位\t备注\n1\t术语\t水务术语\t示例市水务局\t首批\n"
    ).planned_standards[0]
    assert row.extra == {"牵头单位": "示例市水务局", "备注": "首批"}


def test_a_cell_more_than_the_head_has_columns_is_told() -> None:
    document = read("序号\t类别\t标准名称\n1\t术语\t水务术语\t多出的一格\n2\t水表\t智能水表技术要求\n")
    assert len(document.planned_standards) == 2
    kept = [*(p.message for p in document.problems), *document.planned_standards[0].extra.values()]
    assert any("多出的一格" in text for text in kept)


def test_a_category_that_the_body_lacks_is_kept_as_a_guess() -> None:
    document = read("序号\t类别\t标准名称\n1\t术语\t水务术语\n2\t泵站\t泵站运行规程\n")
    added = next(item for item in document.subsystems if item.name == "泵站")
    assert document.planned_standards[1].subsystem == added.code
    assert any("只在清单中出现" in guess.reason for guess in added.guesses)


def test_a_number_in_the_name_cell_is_taken_off_the_name() -> None:
    row = read("序号\t类别\t标准名称\n1\t术语\tGB/T 1234-2020 水务术语\n").planned_standards[0]
    assert (row.name, row.identifier, row.printed_name) == (
        "水务术语",
        "GB/T 1234-2020",
        "GB/T 1234-2020 水务术语",
    )


def test_the_number_that_a_revision_replaces_is_not_its_own() -> None:
    rows = read(
        "序号\t类别\t标准名称\t状态\n1\t术语\t水务术语\t修订（代替GB/T 1234-2010）\n2\t水表\t智能水表技术要求\t制定\n"
    ).planned_standards
    assert [row.identifier for row in rows] == [None, None]
    assert rows[0].status == "修订（代替GB/T 1234-2010）"


def test_serial_numbers_that_are_no_figures_stay_as_printed() -> None:
    rows = read("序号\t类别\t标准名称\n（1）\t术语\t水务术语\n1-2\t术语\t水务数据术语\n").planned_standards
    assert [(row.number, row.printed_number) for row in rows] == [(1, "（1）"), ("1-2", "1-2")]
