"""Any table: columns guessed by words and values, odd forms read, each cleaning listed, each lost value told."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zhunsheng.catalogues import Item, Mapping, Unreadable, connector_for
from zhunsheng.catalogues.tables import Table, guess_mapping, preview, signature
from zhunsheng.core.registry.record import StatedParty, StatedRecord, StatedRelation

HEAD = ["序号", "标准号", "标准名称", "发布日期", "实施日期", "标准状态"]
ROWS = [
    ["1", "GB/T 40001-2022", "水表计量术语", "2022-10-14", "2023-05-01", "现行"],
    ["2", "GB/T 40002-2022", "管网编码", "2022.10.14", "20230501", "即将实施"],
]


def csv_text(*rows: list[str], head: list[str] | None = None) -> str:
    return "".join(",".join(row) + "\n" for row in [head or HEAD, *rows])


def read(path: Path, mapping: Mapping | None = None, skip: int = 0) -> list[Item]:
    return list(connector_for(path, "table", mapping).items(path, skip=skip))


def records(path: Path, mapping: Mapping | None = None) -> list[StatedRecord]:
    items = read(path, mapping)
    assert not [bad for item in items for bad in item.bad]
    return [item.record for item in items if item.record is not None]


def one(folder: Path, **cells: str) -> StatedRecord:
    path = folder / "one.jsonl"
    path.write_text(json.dumps({"标准号": "GB/T 1-2000", **cells}, ensure_ascii=False), encoding="utf-8")
    (record,) = records(path)
    return record


def lost(folder: Path, **cells: str) -> tuple[str, str, str]:
    path = folder / "one.jsonl"
    path.write_text(json.dumps({"标准号": "GB/T 1-2000", **cells}, ensure_ascii=False), encoding="utf-8")
    (item,) = read(path)
    (bad,) = item.bad
    assert bad.mend and bad.row
    return bad.column, bad.value, bad.problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_in_every_encoding_and_with_every_mark(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [["GB/T 40001-2022", "水表計量術語標準名稱"], ["GB/T 40002-2022", "管網編碼的規則與要求"]]
    text = csv_text(*rows, head=["標準編號", "標準名稱"]).replace(",", delimiter)
    if encoding != "big5":
        text = text.replace("標準編號", "标准编号").replace("標準名稱", "标准名称")
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    mapping = Mapping({"標準編號": "number", "標準名稱": "title_zh"}) if encoding == "big5" else None
    assert [(r.number, r.values["title_zh"]) for r in records(path, mapping)] == [
        (number, title.replace("標準名稱", "标准名称") if encoding != "big5" else title)
        for number, title in rows
    ]


def test_marks_inside_the_values_are_no_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [f"GB/T {n}-2020,甲,{'说明；又一条；' * 30}" for n in range(90)]
    path.write_text("\n".join(["标准号,标准名称,备注", *rows]), encoding="utf-8")
    assert [r.values["title_zh"] for r in records(path)] == ["甲"] * 90


def test_the_head_below_title_rows_and_places_by_line(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text("滨河市标准台账,,,,,\n填报日期：2025年3月,,,,,\n\n" + csv_text(*ROWS), encoding="utf-8")
    found = records(path)
    assert [r.place for r in found] == ["台账.csv 第 5 行", "台账.csv 第 6 行"]
    assert found[1].values == {
        "title_zh": "管网编码",
        "issued": "2022-10-14",
        "implemented": "2023-05-01",
        "status": "upcoming",
    }
    assert found[1].printed == {"issued": "2022.10.14", "implemented": "20230501", "status": "即将实施"}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2025.3.1", "2025-03-01"),
        ("2025年3月1日", "2025-03-01"),
        ("２０２５年３月", "2025-03"),
        ("20250301", "2025-03-01"),
        ("2025/3/1", "2025-03-01"),
        ("2025-03-01 00:00:00", "2025-03-01"),
        ("2025", "2025"),
        ("March 2025", "2025-03"),
        ("31/12/2024", "2024-12-31"),
    ],
)
def test_dates_as_people_print_them(tmp_path: Path, printed: str, expected: str) -> None:
    assert one(tmp_path, 发布日期=printed).values["issued"] == expected


def test_serial_days_are_told(tmp_path: Path) -> None:
    record = one(tmp_path, 发布日期="45717")
    assert record.values["issued"] == "2025-03-01"
    assert [(r.before, r.after) for r in record.repairs] == [("45717", "2025-03-01")]


def test_dates_in_chinese_figures_are_told(tmp_path: Path) -> None:
    told = {"二○二○年三月五日": "2020-03-05", "二OO八年元月": "2008-01", "2020 年十月廿三日": "2020-10-23"}
    for printed, expected in told.items():
        record = one(tmp_path, 发布日期=printed)
        assert (record.values["issued"], record.printed["issued"]) == (expected, printed)
        assert [tuple(r)[1:] for r in record.repairs] == [(printed, expected, "汉字写的日期换成数字")]


@pytest.mark.parametrize(
    "printed",
    ["03/04/2025", "去年", "2025-02-30", "2025.13.1", "二〇二〇年二月三十日", "二〇二〇年十十月", "十十年"],
)
def test_dates_that_are_none_are_told(tmp_path: Path, printed: str) -> None:
    assert lost(tmp_path, 发布日期=printed) == ("发布日期", printed, "读不出日期")


def test_relations_of_one_cell(tmp_path: Path) -> None:
    record = one(
        tmp_path,
        全部代替标准="GB/T 5271.1-1990、5271.2-1990；GB 3-1999（部分代替） GB/T 4-2001",
        采标国际标准="ISO/IEC 42001:2023，IDT",
        被代替标准="GB/T 1-2020",
        修订计划="20262852-T-469",
    )
    assert record.relations == (
        StatedRelation("replaces", "GB/T 5271.1-1990", "", "全部代替标准"),
        StatedRelation("replaces", "GB/T 5271.2-1990", "", "全部代替标准"),
        StatedRelation("replaces_partly", "GB 3-1999", "", "全部代替标准"),
        StatedRelation("replaces", "GB/T 4-2001", "", "全部代替标准"),
        StatedRelation("adopts", "ISO/IEC 42001:2023", "IDT", "采标国际标准"),
        StatedRelation("replaces", "GB/T 1-2020", "", "被代替标准", True),
        StatedRelation("related", "20262852-T-469", "", "修订计划"),
    )


def test_degree_in_its_own_column(tmp_path: Path) -> None:
    record = one(tmp_path, 采标国际标准="ISO 9001:2015", 采标程度="修改采用")
    assert record.relations == (StatedRelation("adopts", "ISO 9001:2015", "MOD", "采标国际标准"),)


def test_bodies_and_codes(tmp_path: Path) -> None:
    record = one(
        tmp_path,
        归口单位="全国水标委",
        起草单位="甲公司、乙 研究院;丙大学",
        ICS="35.02；01.040",
        CCS="L70/84",
    )
    assert record.parties == (
        StatedParty("administrator", "全国水标委"),
        StatedParty("drafter", "甲公司"),
        StatedParty("drafter", "乙 研究院"),
        StatedParty("drafter", "丙大学"),
    )
    assert record.lists == {"ics": ("35.020", "01.040"), "ccs": ("L70/84",)}
    assert [(r.field, r.before, r.after) for r in record.repairs] == [("ics", "35.02", "35.020")]


@pytest.mark.parametrize(
    ("printed", "number", "repairs"),
    [
        ("T/CSGF T/CSGF024—2023", "T/CSGF 024—2023", 1),
        ("DB13/T\n5651.5-2023", "DB13/T 5651.5-2023", 1),
        ("T/HSCA 001.—2017", "T/HSCA 001—2017", 1),
        ("DB12/ 684-2016", "DB12 684-2016", 1),
        ("DB 37/T 2904-2019", "DB37/T 2904-2019", 1),
        ("DB32／T 4412-2022", "DB32/T 4412-2022", 1),
        ("T/DLSHXH T/DLSHXH 001--2017", "T/DLSHXH 001-2017", 2),
        ("GB/T 1.1-2020 标准化工作导则 第1部分", "GB/T 1.1-2020", 1),
        ("NB/T 10612—2021", "NB/T 10612—2021", 0),
    ],
)
def test_dirt_in_numbers_is_cleaned_and_listed(
    tmp_path: Path, printed: str, number: str, repairs: int
) -> None:
    record = one(tmp_path, 标准号=printed)
    assert record.number == number
    assert len(record.repairs) == repairs
    if repairs:
        assert record.repairs[0].before == printed and record.printed["number"] == printed


def test_number_and_title_filled_in_the_wrong_way_round(tmp_path: Path) -> None:
    record = one(tmp_path, 标准号="水表计量术语", 标准名称="GB/T 40001-2022")
    assert (record.number, record.values["title_zh"]) == ("GB/T 40001-2022", "水表计量术语")
    assert len(record.repairs) == 2


def test_titles_are_cleaned_and_listed(tmp_path: Path) -> None:
    record = one(tmp_path, 标准名称="<sacinfo>合成材料</sacinfo>跑道  面层")
    assert record.values["title_zh"] == "合成材料跑道 面层"
    assert [r.reason for r in record.repairs] == ["题名里有网页标记", "题名里有连续空格"]


def test_a_committee_where_a_number_belongs(tmp_path: Path) -> None:
    record = one(tmp_path, 被代替标准="TC291")
    assert record.relations == () and record.parties == (StatedParty("committee", "TC291"),)
    assert record.repairs[0].before == "被代替标准 TC291"


def test_what_is_no_number_is_kept_for_repair(tmp_path: Path) -> None:
    assert lost(tmp_path, 标准号="建质〔2009〕87 号")[2] == "不是标准编号"
    assert lost(tmp_path, 标准号="无")[2] == "没有标准编号"
    assert lost(tmp_path, 标准状态="好像还行")[2] == "不认得的标准状态"
    assert lost(tmp_path, ICS="水务")[2] == "不是 ICS 分类号"
    assert lost(tmp_path, 代替标准="见附件")[2] == "读不出标准编号"


@pytest.mark.parametrize("between", ["、", "\n", "；", " ", "和"])
def test_two_standards_in_one_row_are_told_not_made_one(tmp_path: Path, between: str) -> None:
    printed = f"GB/T 1-2020{between}GB/T 2-2020"
    assert lost(tmp_path, 标准号=printed) == ("标准号", printed, "一格里有 2 个标准编号")


def test_one_text_of_several_provinces_has_all_its_numbers(tmp_path: Path) -> None:
    record = one(tmp_path, 标准号="DB31/T 1424-2023、DB32/T 4822-2024\nDB33/T 1300-2023")
    assert record.number == "DB31/T 1424-2023"
    assert record.other_numbers == (("joint", "DB32/T 4822-2024"), ("joint", "DB33/T 1300-2023"))
    assert "并列编号" in record.repairs[-1].reason
    twice = one(tmp_path, 标准号="GB/T 1-2020 ＧＢ／Ｔ 1—2020")
    assert (twice.number, twice.other_numbers) == ("GB/T 1-2020", ())


def test_unmapped_values_are_kept_as_printed(tmp_path: Path) -> None:
    assert one(tmp_path, 经费来源="自筹").printed["column:经费来源"] == "自筹"


def test_a_number_of_two_rows_is_two_records(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(csv_text(ROWS[0], [*ROWS[0][:2], "另一个题名", *ROWS[0][3:]], ROWS[1]), encoding="utf-8")
    found = records(path)
    assert [(r.local_id, r.values["title_zh"]) for r in found] == [
        ("GB/T 40001-2022", "水表计量术语"),
        ("GB/T 40001-2022", "另一个题名"),
        ("GB/T 40002-2022", "管网编码"),
    ]
    assert [item.record for item in read(path, skip=1)] == found[1:]


def test_an_unclosed_quote_loses_one_row_only(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = [[str(n), f"GB/T {n}-2022", "题名", "2022", "2023", "现行"] for n in range(1, 1200)]
    rows[4][2] = '"没有收尾的题名'
    path.write_text(csv_text(*rows), encoding="utf-8")
    items = read(path)
    assert len(items) == 1199
    assert [(i, item.bad[0].place, item.bad[0].problem) for i, item in enumerate(items) if item.bad] == [
        (4, "t.csv 第 6 行", "引号没有成对")
    ]
    assert read(path, skip=700) == items[700:]


def test_a_quoted_cell_may_run_over_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('标准号,标准名称,备注\nGB/T 1-2020,"甲\n乙",丙\nGB/T 2-2020,丁,戊\n', encoding="utf-8")
    found = records(path)
    assert [(r.number, r.place) for r in found] == [
        ("GB/T 1-2020", "t.csv 第 2 行"),
        ("GB/T 2-2020", "t.csv 第 4 行"),
    ]
    assert found[0].values["title_zh"] == "甲 乙" and found[0].repairs[0].reason == "题名里有换行或特殊空格"


def test_undecodable_bytes_and_too_many_cells_are_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    good = csv_text(*([ROWS[0]] * 5000))
    path.write_bytes(
        good.encode()
        + b"3,GB/T 3-2022,\xff\xfe\xb2,2022,2023,\xe7\x8e\xb0\xe8\xa1\x8c\n4,GB/T 4-2022,a,b,c,d,e,f\n"
    )
    problems = [bad.problem for item in read(path)[5000:] for bad in item.bad]
    assert problems[0] == "有无法解码的字节" and "这一行有 8 格，表头只有 6 列" in problems


def book(path: Path, rows: list[list[Any]], merge: tuple[str, ...] = (), name: str = "台账") -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for cells in merge:
        sheet.merge_cells(cells)
    workbook.save(path)
    return path


def test_workbook(tmp_path: Path) -> None:
    rows = [
        ["滨河市水务标准台账"],
        ["标准号", "标准名称", "发布日期", "归口单位", "页数"],
        ["GB/T 1-2020", "甲", date(2020, 3, 1), "水标委", 12],
        ["GB/T 2-2020", "乙", 43891, None, 8.0],
        [None, None, None, None, None],
        ["GB/T 3-2020", "丙", "2020年3月", "", None],
    ]
    path = book(tmp_path / "t.xlsx", rows, ("A1:E1", "D3:D4"))
    first, second, third = records(path)
    assert first.values == {"title_zh": "甲", "issued": "2020-03-01", "pages": "12"}
    assert second.values["issued"] == "2020-03-01" and second.parties == (
        StatedParty("administrator", "水标委"),
    )
    assert [r.reason for r in second.repairs] == [
        "表格软件的日期序号换算为日期",
        "合并单元格，按左上角的值填入",
    ]
    assert third.place == "t.xlsx 工作表“台账” 第 6 行"


def test_formulas_are_never_run(tmp_path: Path) -> None:
    rows = [["标准号", "标准名称"], ["GB/T 1-2020", '=HYPERLINK("http://x","甲")'], ["=A2", "乙"]]
    items = read(book(tmp_path / "t.xlsx", rows))
    assert [(bad.column, bad.problem) for item in items for bad in item.bad] == [
        ("标准名称", "公式没有值"),
        ("标准号", "公式没有值"),
        ("标准号", "没有标准编号"),
    ]


def test_dates_counted_from_1904(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet.append(["标准号", "发布日期"])
    sheet.append(["GB/T 1-2020", date(2020, 3, 1)])
    sheet.append(["GB/T 2-2020", 42429])
    workbook.save(tmp_path / "t.xlsx")
    assert [r.values["issued"] for r in records(tmp_path / "t.xlsx")] == ["2020-03-01", "2020-03-01"]


def test_the_old_binary_workbook() -> None:
    first, second = records(Path(__file__).parent / "files/old.xls")
    assert (first.number, first.values) == (
        "GB/T 40001-2022",
        {"title_zh": "水表计量术语", "issued": "2022-10-14"},
    )
    assert second.parties == (StatedParty("administrator", "全国水表标准化技术委员会"),)


def test_merged_cells_of_an_open_document(tmp_path: Path) -> None:
    def cell(value: str, more: str = "") -> str:
        return (
            f'<table:table-cell office:value-type="string" {more}><text:p>{value}</text:p></table:table-cell>'
        )

    merged = 'table:number-columns-spanned="1" table:number-rows-spanned="2"'
    rows = [
        cell("标准号") + cell("归口单位"),
        cell("GB/T 1-2020") + cell("水标委", merged),
        cell("GB/T 2-2020") + "<table:covered-table-cell/>",
        cell("GB/T 3-2020") + '<table:table-cell table:number-columns-repeated="9"/>',
    ]
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="台账">'
        + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        + "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "t.ods"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="{names}manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    first, second, third = records(path)
    assert first.parties == second.parties == (StatedParty("administrator", "水标委"),)
    assert [one.reason for one in second.repairs] == ["合并单元格，按左上角的值填入"]
    assert third.parties == ()


def test_choosing_a_sheet(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", [["说明", "x"], ["见下一页", "y"]], name="说明")
    workbook = openpyxl.load_workbook(path)
    workbook.create_sheet("清单").append(["标准号", "标准名称"])
    workbook["清单"].append(["GB/T 1-2020", "甲"])
    workbook.save(path)
    assert [r.number for r in records(path)] == ["GB/T 1-2020"]
    assert preview(path).sheets == ["说明", "清单"]
    with pytest.raises(Unreadable, match="没有名为“别的”的工作表"):
        read(path, Mapping({"标准号": "number"}, sheet="别的"))


def test_guesses_by_word_and_by_value() -> None:
    headers = ["代码", "甲", "乙", "丙", "标准 编号（必填）", "发布时间"]
    rows = [["35.020", "GB/T 1-2020", "现行", "2020-01-01", "GB/T 2-2020", "2021-01-01"]] * 3
    guesses = {guess.column: guess for guess in guess_mapping(headers, rows)}
    assert {name: guess.target for name, guess in guesses.items()} == {
        "代码": "ics",
        "甲": "",
        "乙": "status",
        "丙": "",
        "标准 编号（必填）": "number",
        "发布时间": "issued",
    }
    assert guesses["甲"].reason == "与“标准 编号（必填）”列重复"
    assert guesses["丙"].reason.startswith("值像日期")
    assert guesses["标准 编号（必填）"].confidence > 0.9 > guesses["代码"].confidence


def test_replacement_is_turned_where_the_years_say_so() -> None:
    def target(head: str, *others: str) -> tuple[str, float]:
        rows = [[f"GB/T {place}-2020", other] for place, other in enumerate(others, 1)]
        return (guess := guess_mapping(["标准号", head], rows)[1]).target, guess.confidence

    assert target("被代替标准", "GB/T 1-2009", "", "GB/T 3-1998") == ("relation:replaces", 0.7)
    assert target("被代替标准", "GB/T 1-2023", "") == ("relation:replaced_by", 0.98)
    assert target("被代替标准", "GB/T 1-2023", "GB/T 2-2009")[0] == "relation:replaced_by"
    assert target("代替标准", "代替 GB/T 1-2009") == ("relation:replaces", 0.98)
    assert target("代替标准", "GB/T 1-2023") == ("relation:replaced_by", 0.7)
    assert target("被代替标准", "无", "GB/T 2") == ("relation:replaced_by", 0.98)


def test_mapping_file_and_signature(tmp_path: Path) -> None:
    mapping = Mapping(
        {"甲": "number", "乙": "title_zh", "丙": ""},
        header_row=2,
        source={"code": "x", "name": "某单位", "grade": "B"},
    )
    mapping.save(tmp_path / "m.json")
    assert Mapping.load(tmp_path / "m.json") == mapping == Mapping.from_plain(mapping.to_plain())
    path = tmp_path / "t.csv"
    path.write_text("台账,,\n甲,乙,丙\nGB/T 1-2020,题,1\n", encoding="utf-8")
    assert records(path, mapping)[0].values == {"title_zh": "题"}
    assert Table(mapping).source(path).name == "某单位" and Table(mapping).source(path).grade == "B"
    assert signature(["标准号", "名称"]) == signature(["名 称", "标准号："]) != signature(["标准号"])
    for wrong in ({"columns": {"甲": "颜色"}}, {"columns": []}, [], {"columns": {}, "header_row": "x"}):
        with pytest.raises(Unreadable):
            Mapping.from_plain(wrong)


def test_preview_shows_rows_as_printed_and_as_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(csv_text(*ROWS, ["3", "不是编号", "x", "", "", ""]), encoding="utf-8")
    shown = preview(path, rows=3)
    assert shown.headers == HEAD and shown.rows[1] == (3, ROWS[1])
    assert [bool(item.bad) for item in shown.items] == [False, False, True]
    assert shown.mapping.columns["标准号"] == "number" and shown.mapping.header_row == 1


def test_json_with_a_list_somewhere(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    rows = [{"code": "GB/T 1-2020", "title": "甲", "tags": ["x", "y"]}, {"code": None}, 7]
    path.write_text(json.dumps({"total": 3, "standards": rows}), encoding="utf-8")
    items = read(path)
    assert items[0].record is not None and items[0].record.lists == {"keywords": ("x", "y")}
    assert [item.bad[0].problem for item in items[1:]] == ["没有标准编号", "没有标准编号"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.csv", b"", "空文件"),
        ("t.csv", b"\x00\x01\x02\xff" * 100, "不是文本"),
        ("t.csv", b"hello\nworld\n", "表头"),
        ("t.csv", "甲,乙\n1,2\n".encode(), "没有一列对应到“标准编号”"),
        ("t.json", b'[{"code": "GB 1', "不是完整的 JSON"),
        ("t.xlsx", b"PK\x03\x04broken", "损坏|不是完整"),
        ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Unreadable, match=message):
        read(path)


def test_a_large_file_in_little_memory(tmp_path: Path) -> None:
    """Fifty megabytes of CSV are read as a stream: the memory taken does not grow with the file."""
    path = tmp_path / "large.csv"
    row = ",".join(ROWS[0]) + "," + "备注" * 400 + "\n"
    with path.open("w", encoding="utf-8") as out:
        out.write(",".join(HEAD) + ",备注\n")
        for _ in range(21):
            out.write(row * 1000)
    assert path.stat().st_size > 50_000_000
    tracemalloc.start()
    count = sum(item.record is not None for item in connector_for(path, "table").items(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 21_000 and peak < 12_000_000
