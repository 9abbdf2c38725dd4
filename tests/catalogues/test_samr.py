"""Ready exports: known by their columns, dirty records come in clean, every repair listed, nothing lost in silence."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from tests.independent import count_dirt
from zhunsheng.catalogues import Item, connector_for
from zhunsheng.core.deliver.tables import Column, Table, to_csv
from zhunsheng.core.identifiers.number import read_number
from zhunsheng.core.registry.record import StatedRelation


def items_of(path: Path) -> list[Item]:
    connector = connector_for(path)
    assert connector.name == "samr"
    return list(connector.items(path))


def test_the_platforms_own_columns(tmp_path: Path) -> None:
    head = "标准号,中文标准名称,英文标准名称,标准状态,标准性质,标准类别,标准计划,发布日期,实施日期,废止日期,ICS,CCS,全部代替标准,归口单位,执行单位,主管部门,起草单位,起草人,采标国际标准,采标程度,上次复审日期,上次复审结论,修订计划,备案号"
    row = 'GB/T 40001-2022,水表,Water meters,现行,推荐性,方法,20201234-T-469,2022/10/14,2023-05-01,,91.140.60,N12,GB/T 1-2000、GB/T 2-2000,全国水标委,水表分会,国家标准化管理委员会,"甲公司,乙大学",张三 李四、王五,ISO 4064:2014,MOD,2024-01-02,继续有效,20262852-T-469,—'
    path = tmp_path / "导出2025-03.csv"
    path.write_bytes(f"{head}\n{row}\n".encode("gb18030"))
    (item,) = items_of(path)
    record = item.record
    assert record is not None and not item.bad and connector_for(path).source(path).code == "samr"
    assert record.values == {
        "title_zh": "水表",
        "title_en": "Water meters",
        "status": "current",
        "nature": "推荐性",
        "category": "方法",
        "issued": "2022-10-14",
        "implemented": "2023-05-01",
        "reviewed": "2024-01-02",
        "review_result": "继续有效",
    }
    assert record.other_numbers == (("plan", "20201234-T-469"),)
    assert record.relations == (
        StatedRelation("replaces", "GB/T 1-2000", "", "全部代替标准"),
        StatedRelation("replaces", "GB/T 2-2000", "", "全部代替标准"),
        StatedRelation("adopts", "ISO 4064:2014", "MOD", "采标国际标准"),
        StatedRelation("related", "20262852-T-469", "", "修订计划"),
    )
    assert {(one.role, one.name) for one in record.parties} >= {
        ("administrator", "全国水标委"),
        ("executor", "水表分会"),
        ("competent", "国家标准化管理委员会"),
        ("drafter", "甲公司"),
        ("drafter", "乙大学"),
        ("person", "王五"),
    }
    assert record.lists == {"ics": ("91.140.60",), "ccs": ("N12",)}


def test_the_sports_catalogue(data: Path) -> None:
    """Each piece of dirt that an independent script finds is among the repairs, with what stood there."""
    items = items_of(data / "cn-sports-standards-2026-08-18.json.xz")
    assert len(items) == 1339 and not [bad for item in items for bad in item.bad]
    repairs = [repair for item in items if item.record for repair in item.record.repairs]
    before = {(one.field, one.before) for one in repairs}
    wanted = count_dirt.sports_repairs(count_dirt.sports(data))
    for kind, pieces in wanted.items():
        for piece in pieces:
            value = (
                " ".join(piece.value.split("\r")).strip() if piece.field == "code" else piece.value.strip()
            )
            if piece.field == "code":
                assert ("number", value) in before, (kind, piece)
            elif piece.field == "title":
                assert any(f == "title_zh" and b.strip() == value for f, b in before), (kind, piece)
            else:
                assert ("relations", f"{piece.field} {value}") in before, (kind, piece)
    unread = [
        item.record.number for item in items if item.record and (read_number(item.record.number) is None)
    ]
    assert unread == []
    records = [item.record for item in items if item.record]
    assert not [
        record for record in records if "<" in record.values["title_zh"] or "  " in record.values["title_zh"]
    ]
    by_committee = [one for record in records for one in record.parties if one.role == "committee"]
    assert len(by_committee) == 56
    links = sum(len(record.relations) for record in records)
    figures = count_dirt.sports_figures(count_dirt.sports(data))
    assert links == figures["real replacedBy"] - len(figures["replacedBy itself"])
    assert len({record.local_id for record in records}) == 1339


def test_the_construction_catalogue(data: Path) -> None:
    items = items_of(data / "cn-construction-standards.json")
    figures = count_dirt.construction_figures(count_dirt.construction(data))
    records = [item.record for item in items if item.record]
    assert len(records) == figures["standards with a number"]
    kept = [
        bad for item in items if item.record is None for bad in item.bad if bad.column == "standard_number"
    ]
    assert len(kept) == len(figures["without a number"]) + len(figures["number of a law or notice"])
    assert all(bad.row and bad.mend for bad in kept)
    arrows = {
        (one.target, record.number) if one.inverse else (record.number, one.target)
        for record in records
        for one in record.relations
    }
    assert {pair for pair in figures["replaces"] if pair[0][0].isascii()} <= arrows


def test_one_number_with_several_titles(data: Path) -> None:
    items = items_of(data / "cn-title-variants.json")
    figures = count_dirt.variants_figures(count_dirt.variants(data))
    records = [item.record for item in items if item.record]
    assert len(records) == figures["titles"] and len({r.number for r in records}) == figures["numbers"]
    titles: dict[str, set[str]] = {}
    for record in records:
        titles.setdefault(record.number, set()).add(record.values["title_zh"])
    assert {number for number, some in titles.items() if len(some) > 1} == set(
        figures["numbers whose titles still differ when clean"]
    )
    marked = sum(repair.reason == "题名里有网页标记" for record in records for repair in record.repairs)
    assert marked == figures["titles with markup"]


def test_the_rfc_index_says_the_same_from_both_ends(data: Path) -> None:
    """RFCs print each link twice, from either end: read in our direction, the two lists are one."""
    records = [item.record for item in items_of(data / "rfc-index-2022-05.json.xz") if item.record]
    assert len(records) == 9018
    said: dict[str, set[tuple[str, str, str]]] = {}
    for record in records:
        for one in record.relations:
            arrow = (
                (one.target, one.type, record.number)
                if one.inverse
                else (record.number, one.type, one.target)
            )
            if one.target.startswith("RFC"):  # the older IEN notes have no records of their own
                said.setdefault(one.said, set()).add(arrow)
    assert said["obsoletes"] == said["obsoleted_by"] and len(said["obsoletes"]) > 1000
    assert said["updated_by"] <= said["updates"] or len(said["updates"] ^ said["updated_by"]) <= 3
    assert len(said["updates"] & said["updated_by"]) > 1000
    day = {record.number: record.values["issued"] for record in records}
    wrong = Counter(
        day[a] < day[b] for a, _, b in said["obsoletes"] | said["updates"] if a in day and b in day
    )
    assert wrong[True] * 100 <= wrong[False], "the text that replaces or amends is the younger"


def test_a_mended_row_is_read_again(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    row = {
        "id": "a",
        "code": "",
        "title": "甲",
        "isMandatory": False,
        "status": "现行",
        "issueDate": "2020-1-2",
        "implementDate": None,
    }
    path.write_text(json.dumps({"standards": [row]}, ensure_ascii=False), encoding="utf-8")
    (item,) = items_of(path)
    connector = connector_for(path)
    again = connector.item_of_row({**item.bad[0].row, "code": "GB/T 1-2020"}, "改正")  # type: ignore[attr-defined]
    assert again.record is not None and again.record.values["issued"] == "2020-01-02"


def test_an_ordinary_table_is_no_export(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    # A unit's own list is its own word, however many of the usual columns it has.
    usual = "标准号,标准名称,英文标准名称,标准状态,发布日期,实施日期,废止日期,归口单位,主管部门,备案号"
    for heads in ("标准号,名称", usual):
        path.write_text(f"{heads}\nGB/T 1-2020,甲\n", encoding="utf-8")
        assert connector_for(path).name == "table", heads


def test_what_a_csv_of_ours_guards_against_formulas_is_read_as_it_stood(tmp_path: Path) -> None:
    heads = (Column("n", "标准号"), Column("t", "标准名称"), Column("i", "发布日期"), Column("r", "代替标准"))
    table = Table(
        "表", heads, [("GB/T 1-2020", "=甲", "-", "+1"), ("GB/T 2-2020", "'引号'", "2020-01-01", "-")]
    )
    path = tmp_path / "t.csv"
    path.write_bytes(to_csv(table))
    assert b",'=" in path.read_bytes() and b"'-" in path.read_bytes()
    first, second = connector_for(path).items(path)
    assert first.record is not None and second.record is not None
    assert first.record.values == {"title_zh": "=甲"} and [bad.value for bad in first.bad] == ["+1"]
    assert second.record.values == {"title_zh": "'引号'", "issued": "2020-01-01"} and not second.bad
