"""The list: search, filters, sorting, grouping and columns live in the address; exports hold what is seen."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.pages.conftest import Site, text, tree
from zhunsheng.apps.systems.listing import Listing
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import PlannedStandard, SourceSpan, Subsystem, Urgency
from zhunsheng.core.system.content import load_packaged
from zhunsheng.core.system.model import StandardsSystem

HERE = SourceSpan(1, 2)


@pytest.fixture(scope="module")
def packaged() -> SystemTree:
    """The packaged system as a tree."""
    return SystemTree(load_packaged("jiangsu-ai-2025").system)


def numbers(tree_of: SystemTree, **query: str) -> list[Any]:
    """Serial numbers of the rows that a query gives, in their order."""
    return [row.item.number for row in Listing(tree_of, query).rows]


@pytest.mark.parametrize("asked", ["32", "第32项", " 32 ", "３２", "第 32 项"])
def test_a_number_finds_its_item(packaged: SystemTree, asked: str) -> None:
    assert numbers(packaged, q=asked) == [32]


def test_search_finds_codes_names_and_parts_of_names(packaged: SystemTree) -> None:
    assert numbers(packaged, q="fk") == [33]
    assert numbers(packaged, q="船舶") == [31, 32]
    assert numbers(packaged, q="数字人应用 效果") == [15]
    assert numbers(packaged, q="没有这样的标准") == []
    assert 54 in numbers(packaged, q="智慧城市")


@pytest.mark.parametrize(
    "asked", ["腐蚀 预警", "预警 腐蚀", "腐蚀\u3000预警", " 腐蚀  预警 ", "fj 腐蚀", "ＦＪ 预警"]
)
def test_several_words_are_all_looked_for(packaged: SystemTree, asked: str) -> None:
    assert numbers(packaged, q=asked) == [32]
    assert numbers(packaged, q=f"{asked} 没有这样的词") == []


def test_search_names_empty_categories_too(packaged: SystemTree) -> None:
    listing = Listing(packaged, {"q": "智能体"})
    assert [item.code for item in listing.matching_subsystems()] == ["CI"]


def test_filters_and_their_counts_agree(packaged: SystemTree) -> None:
    assert len(numbers(packaged, module="F")) == 37
    assert len(numbers(packaged, urgency="none")) == 7
    assert numbers(packaged, module="G", urgency="4") == [54, 70]
    for found in Listing(packaged, {"module": "G"}).filters():
        for value, _label, count in found.choices:
            asked = {"module": "G", found.key: value}
            assert len(numbers(packaged, **asked)) == count, (found.key, value)


def test_what_makes_no_sense_is_ignored(packaged: SystemTree) -> None:
    everything = numbers(packaged)
    for query in (
        {"module": "ZZ"},
        {"sort": "evil"},
        {"group": "x"},
        {"columns": "a,b"},
        {"q": "  "},
        {"x": "1"},
    ):
        assert numbers(packaged, **query) == everything
    assert Listing(packaged, {"columns": "a,name"}).view.columns == ("name",)


def test_sorting_goes_both_ways(packaged: SystemTree) -> None:
    assert numbers(packaged)[:3] == [1, 2, 3]
    assert numbers(packaged, sort="-number")[:3] == [77, 76, 75]
    marks = [row.grade.key for row in Listing(packaged, {"sort": "urgency"}).rows]
    assert marks == sorted(marks, key=["4", "3", "2", "1", "none"].index)


def test_groups_hold_every_row_once_in_the_order_of_the_tree(packaged: SystemTree) -> None:
    for group in ("module", "category", "urgency", "none"):
        listing = Listing(packaged, {"group": group})
        rows = [row.item.position for part in listing.groups() for row in part.rows]
        assert sorted(rows) == sorted(row.item.position for row in listing.all_rows)
    heads = [part.subsystem.code for part in Listing(packaged, {}).groups() if part.subsystem]
    assert heads == list("ABCDEFGH")


def test_a_long_list_comes_in_pages_and_loses_no_row() -> None:
    boxes = [Subsystem(code, code, code, code, 1, None, "", [], HERE) for code in "AB"]
    blank = Urgency("", None, None, "absent")
    rows = [
        PlannedStandard(n, "AB"[n % 2], f"第{n}项", "", None, blank, HERE, position=n) for n in range(1, 1204)
    ]
    tree_of = SystemTree(StandardsSystem("s", "", "", "", [], "", boxes, rows))
    found: list[Any] = []
    for page in ("1", "2", "3"):
        listing = Listing(tree_of, {"page": page})
        groups = listing.shown_groups()
        assert sum(len(group.rows) for group in groups) <= 500
        assert all(group.total in {601, 602} for group in groups)
        found += [row.item.number for group in groups for row in group.rows]
    assert found == [row.item.number for group in Listing(tree_of, {}).groups() for row in group.rows]
    assert len(set(found)) == 1203
    assert Listing(tree_of, {"page": "99"}).view.page == 3
    assert Listing(tree_of, {"page": "x"}).view.page == 1


def test_own_columns_of_a_guide_and_rows_without_a_place() -> None:
    rows = [
        PlannedStandard(
            None,
            "Q",
            "无类",
            "",
            None,
            Urgency("急", None, None, "printed"),
            HERE,
            position=1,
            extra={"牵头单位": "甲"},
        ),
        PlannedStandard(
            "1-a", "A", "有类", "", "GB/T 1-2020", Urgency("", None, None, "absent"), HERE, position=2
        ),
    ]
    boxes = [Subsystem("A", "A", "甲", "甲", 1, None, "", [], HERE)]
    listing = Listing(
        SystemTree(StandardsSystem("s", "", "", "", [], "", boxes, rows)), {"columns": "name,extra:牵头单位"}
    )
    assert [column.label for column in listing.columns] == ["标准名称", "牵头单位"]
    assert [part.label for part in listing.groups()] == ["甲", "未归入任何子体系"]
    columns, table = listing.table()
    assert [column.label for column in columns] == ["一级体系", "标准名称", "牵头单位"]
    assert sorted(table) == [["", "无类", "甲"], ["甲", "有类", ""]]


VIEWS = [
    "",
    "?group=none",
    "?q=%E6%A0%87%E5%87%86&sort=-name&group=none",
    "?module=F&urgency=3",
    "?group=urgency&columns=number,name,urgency",
    "?q=%E6%B2%A1%E6%9C%89",
    "?columns=name,source,code&group=category",
]


def seen_rows(page: Any) -> list[list[str]]:
    """The cells of the list as a reader sees them, without remarks beside a name."""
    rows = []
    for row in page.xpath("//table[@data-walk]//tr[@data-row]"):
        for remark in row.xpath(".//*[contains(@class,'guess') or contains(@class,'mark')]"):
            remark.drop_tree()
        rows.append([text(cell) for cell in row.xpath("./td")])
    return rows


def joined(heads: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """An exported table with 缓急标志 and 缓急程度, which the page shows as one, in one column."""
    if "缓急标志" not in heads:
        return heads, rows
    at = heads.index("缓急标志")
    assert heads[at + 1] == "缓急程度"
    parts = [[*row[:at], f"{row[at]} {row[at + 1]}".strip(), *row[at + 2 :]] for row in rows]
    return [*heads[:at], *heads[at + 1 :]], parts


def test_exports_say_what_they_are_of(site: Site, client: Client, sign_in: Callable[[str], Client]) -> None:
    edition = site.published
    data = json.loads(client.get(site.at("items/export.json")).content)
    told = data["meta"]
    assert (told["system"], told["edition"]) == (edition.system.name, edition.display_label)
    assert (told["guide_status"], told["status"]) == ("征求意见稿", "已发布")
    assert told["content_hash"] == edition.content_hash
    assert told["exported"]
    stars = {(row["urgency_mark"], row["urgency"]) for row in data["rows"]}
    assert ("★★★", "图例未定义") in stars
    answer = client.get(site.at("items/export.xlsx"))
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[-1] == "出处"
    assert ("内容指纹", edition.content_hash) in list(book["出处"].values)
    named = unquote(client.get(site.at("items/export.csv"))["Content-Disposition"])
    for part in (edition.display_label, "征求意见稿", edition.content_hash[:8], told["exported"]):
        assert part in named
    draft = json.loads(sign_in("editor").get(site.at("items/export.json", draft=True)).content)
    assert len(draft["meta"]["content_hash"]) == 64


def test_an_item_is_addressed_by_its_printed_number(site: Site, client: Client) -> None:
    page = tree(client.get(site.at("items/")))
    for link in page.xpath("//table[@data-walk]//td[@data-head='序号']/a"):
        assert link.get("href").endswith(f"/items/{text(link)}/")
    # 8 is missing from the printed numbers: an old address that named the eighth row leads to that row.
    assert client.get(site.at("items/8/"))["Location"].endswith("/items/9/")
    assert client.get(site.at("items/row-31/"))["Location"].endswith("/items/32/")
    assert "第 32 项" in text(tree(client.get(site.at("items/32/"))))
    assert client.get(site.at("items/999/")).status_code == 404


@pytest.mark.parametrize("view", VIEWS)
def test_exports_hold_exactly_what_is_seen(site: Site, client: Client, view: str) -> None:
    page = tree(client.get(site.at("items/") + view))
    heads = [text(head).rstrip("↑↓ ") for head in page.xpath("//table[@data-walk]/thead//th")]
    rows = seen_rows(page)
    links = {link.get("data-export"): link.get("href") for link in page.xpath("//a[@data-export]")}
    assert set(links) == {"xlsx", "csv", "json"}
    book = load_workbook(io.BytesIO(client.get(links["xlsx"]).content))
    sheet = [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].values]
    read = list(csv.reader(io.StringIO(client.get(links["csv"]).content.decode("utf-8-sig"))))
    data = json.loads(client.get(links["json"]).content)
    labels = [column["label"] for column in data["columns"]]
    plain = [[str(row[column["key"]]) for column in data["columns"]] for row in data["rows"]]
    for file_heads, file_rows in ((sheet[0], sheet[1:]), (read[0], read[1:]), (labels, plain)):
        found_heads, found_rows = joined(file_heads, file_rows)
        extra = len(found_heads) - (len(heads) if rows else len(found_heads))
        assert extra in {0, 1}  # the head of a group becomes a first column
        if rows:
            assert found_heads[extra:] == heads
        assert [row[extra:] for row in found_rows] == rows


def test_chosen_columns_are_remembered_until_forgotten(site: Site, client: Client) -> None:
    def heads() -> list[str]:
        return [text(h).rstrip("↑↓ ") for h in tree(client.get(site.at("items/"))).xpath("//thead//th")]

    standard = heads()
    client.get(site.at("items/"), {"columns": ["number", "name"]})
    assert heads() == standard  # a link from somebody else leaves my own choice alone
    client.get(site.at("items/"), {"columns": ["number", "name"], "remember": "1"})
    assert heads() == ["序号", "标准名称"]
    client.get(site.at("items/"), {"columns": "default"})
    assert heads() == standard


def test_htmx_gets_the_table_alone(site: Site, client: Client) -> None:
    answer = client.get(site.at("items/"), {"q": "32"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert page.count("data-row") == 1


def test_an_empty_result_says_what_to_do(site: Site, client: Client) -> None:
    page = text(tree(client.get(site.at("items/"), {"q": "没有这样的"})))
    assert "没有符合条件的条目" in page
    assert "清除全部条件" in page


def test_an_unknown_format_is_not_found(site: Site, client: Client) -> None:
    assert client.get(site.at("items/export.exe")).status_code == 404
