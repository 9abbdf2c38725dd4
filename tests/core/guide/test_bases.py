"""Bases: titles, document numbers, standard numbers and kinds; and quoted titles that are none."""

from __future__ import annotations

import pytest

from zhunsheng.core.guide.model import Basis, GuideDocument
from zhunsheng.core.guide.read import read_guide


def guide(chapter: str, name: str = "guide.txt") -> GuideDocument:
    text = f"""示例省石墨标准体系建设指南
{chapter}
五、重点方向
（一）基础标准
1.术语标准
规范石墨材料的名词术语和定义。
2.分类标准
规范石墨材料的分类方法和代码。
"""
    return read_guide(text.encode(), name=name)


def told(item: Basis) -> tuple[str, str, str | None, str | None]:
    return (item.kind, item.title, item.document_number, item.identifier)


NUMBERS = [
    ("《某某法》（中华人民共和国主席令第九号）", "中华人民共和国主席令第九号", "law"),
    ("《某某法》（主席令第78号）", "主席令第78号", "law"),
    ("《某管理条例》（国务院令第775号）", "国务院令第775号", "law"),
    ("《某管理办法》（国家市场监督管理总局令第26号）", "国家市场监督管理总局令第26号", "law"),
    ("《某条例》（示例省人民代表大会常务委员会公告第30号）", "示例省人民代表大会常务委员会公告第30号", "law"),
    ("《某意见》（国办发〔2019〕5号）", "国办发〔2019〕5号", "national_policy"),
    ("《某规划》（国发〔2021〕33号）", "国发〔2021〕33号", "national_policy"),
    ("《某意见》(工信部联科[2023]12号)", "工信部联科[2023]12号", "national_policy"),
    ("《某方案》（国市监标技〔2021〕 76 号）", "国市监标技〔2021〕76号", "national_policy"),
    ("《某实施意见》（示政规〔2022〕3号）", "示政规〔2022〕3号", "policy"),
    ("《某方案》（国标委联〔2022〕8号，以下简称《方案》）", "国标委联〔2022〕8号", "national_policy"),
]


@pytest.mark.parametrize(("text", "number", "kind"), NUMBERS, ids=[item[0] for item in NUMBERS])
def test_document_numbers(text: str, number: str, kind: str) -> None:
    read = guide(f"一、编制依据\n{text}；")
    assert [(item.kind, item.document_number) for item in read.bases] == [(kind, number)]
    assert not read.bases[0].truncated


def test_headings_decide_the_kind() -> None:
    read = guide(
        "一、编制依据\n（一）法律法规\n1.《示例省标准化条例》\n（二）国家政策文件\n1.《某发展纲要》\n"
        "（三）地方政策文件\n1.《某行动计划》\n（四）相关标准\n1.GB/T 13016—2018《标准体系构建原则和要求》"
    )
    assert [told(item) for item in read.bases] == [
        ("law", "示例省标准化条例", None, None),
        ("national_policy", "某发展纲要", None, None),
        ("local_policy", "某行动计划", None, None),
        ("standard", "标准体系构建原则和要求", None, "GB/T 13016-2018"),
    ]


def test_several_in_one_line() -> None:
    read = guide(
        "一、编制依据\n《甲管理办法（试行）》；《乙条例》（国务院令第775号）；\n"
        "GB/T 32150—2015《温室气体排放核算和报告通则》、GB/T 51366-2019、ISO 14064-1:2018。"
    )
    assert [(item.title, item.document_number, item.identifier) for item in read.bases] == [
        ("甲管理办法（试行）", None, None),
        ("乙条例", "国务院令第775号", None),
        ("温室气体排放核算和报告通则", None, "GB/T 32150-2015"),
        ("", None, "GB/T 51366-2019"),
        ("", None, "ISO 14064-1:2018"),
    ]


def test_without_marks() -> None:
    read = guide(
        "一、编制依据\n1.中华人民共和国标准化法\n2.示例省标准化条例（2023年修订）\n3.GB/T 13016—2018 标准体系构建原则和要求"
    )
    assert [(item.kind, item.title, item.note, item.identifier) for item in read.bases] == [
        ("law", "中华人民共和国标准化法", None, None),
        ("law", "示例省标准化条例", "2023年修订", None),
        ("standard", "标准体系构建原则和要求", None, "GB/T 13016-2018"),
    ]


def test_one_a_line() -> None:
    read = guide(
        "一、编制依据\n国家标准化发展纲要（中发〔2021〕35号）\n示例省标准化条例\nGB/T 24421（所有部分）服务业组织标准化工作指南"
    )
    assert [(item.title, item.document_number, item.identifier) for item in read.bases] == [
        ("国家标准化发展纲要", "中发〔2021〕35号", None),
        ("示例省标准化条例", None, None),
        ("服务业组织标准化工作指南", None, "GB/T 24421"),
    ]


def test_what_else_the_brackets_say_is_a_note() -> None:
    read = guide("一、编制依据\n《中华人民共和国网络安全法》（主席令第53号，2016年11月7日公布）")
    assert [(item.document_number, item.note) for item in read.bases] == [
        ("主席令第53号", "2016年11月7日公布")
    ]


def test_a_table_of_bases() -> None:
    read = guide(
        "一、编制依据\n\n| 类别 | 文件名称 | 文号/标准号 |\n|---|---|---|\n| 法律 | 中华人民共和国数据安全法 | 主席令第84号 |\n"
        "| 政策 | 国家标准化发展纲要 | 中发〔2021〕35号 |\n| 标准 | 数据分类分级规则 | GB/T 43697-2024 |\n",
        name="guide.md",
    )
    assert [told(item) for item in read.bases] == [
        ("law", "中华人民共和国数据安全法", "主席令第84号", None),
        ("national_policy", "国家标准化发展纲要", "中发〔2021〕35号", None),
        ("standard", "数据分类分级规则", None, "GB/T 43697-2024"),
    ]
    assert read.planned_standards == []


def test_printed_keeps_its_spaces() -> None:
    read = guide(
        "一、编制依据\n《中共示例省委 示例省人民政府关于加强标准化\n工作的意见》（示发〔2022〕1 号）"
    )
    item = read.bases[0]
    assert item.printed == "《中共示例省委 示例省人民政府关于加强标准化工作的意见》（示发〔2022〕1 号）"
    assert item.document_number == "示发〔2022〕1号"
    assert (item.source.line_start, item.source.line_end) == (3, 4)


def test_an_open_title_is_truncated() -> None:
    read = guide("一、编制依据\n1.《示例省标准化条例》\n2.《石墨产业发展规划（2025—2030年")
    assert [item.truncated for item in read.bases] == [False, True]


def test_prose_names_what_it_carries_out() -> None:
    read = guide(
        "为贯彻落实《国家标准化发展纲要》，根据《石墨产业发展方案》（国发〔2022〕92号）要求，制定本指南。\n"
        "一、总体要求\n2024年，《石墨术语》等标准发布。依据《国家标准化发展纲要》推进工作。"
    )
    assert [(item.title, item.document_number) for item in read.bases] == [
        ("国家标准化发展纲要", None),
        ("石墨产业发展方案", "国发〔2022〕92号"),
    ]


def test_a_guide_is_no_basis_of_itself() -> None:
    read = guide("一、总体要求\n为落实《国家标准化发展纲要》，按照《示例省石墨标准体系建设指南》推进工作。")
    assert [item.title for item in read.bases] == ["国家标准化发展纲要"]
