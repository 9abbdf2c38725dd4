"""The cover: title, edition, status and issuing bodies, however the paper begins."""

from __future__ import annotations

import pytest

from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.guide.read import read_guide

BODY = """
一、总体要求
到2028年，发布标准20项。
二、重点方向
（一）基础标准
1.术语标准
规范石墨材料的名词术语和定义。
2.分类标准
规范石墨材料的分类方法和代码。
"""
TITLE = "示例省石墨标准体系建设指南"


def guide(cover: str, name: str = "guide.txt", body: str = BODY) -> GuideDocument:
    return read_guide((cover + body).encode(), name=name)


TITLES = {
    "alone": TITLE,
    "two lines": "示例省石墨\n标准体系建设指南",
    "two lines, the first whole": "示例省石墨标准体系\n建设指南\n（2026版）",
    "annex above": f"附件\n{TITLE}",
    "numbered annex": f"附件 1：\n\n{TITLE}",
    "annex before": f"附件：{TITLE}",
    "its own number above": f"DB99/T 8001—2025\n\n{TITLE}",
    "classes above": f"ICS 01.120\nCCS A 00\n{TITLE}",
    "printed from a browser": f"11/22/26, 10:36 PM\n{TITLE}",
    "period": f"{TITLE}（2026—2028年）",
    "period with spaces": f"{TITLE}（2026 — 2028 年）",
    "year": f"{TITLE}（2026年）",
    "edition and status": f"{TITLE}（2026版）（公开征求意见稿）",
    "issuer right below": f"{TITLE}（2026—2028年）\n示例省工业和信息化厅",
    "issuer right above": f"示例省工业和信息化厅\n{TITLE}",
    "notice": f"示例省工业和信息化厅关于印发《{TITLE}》的通知\n各有关单位：\n现将《{TITLE}》印发给你们。\n\n{TITLE}",
    "notice without the title again": f"关于印发《{TITLE}（2026版）》的通知\n各有关单位：\n请认真贯彻落实。",
    "asked for opinions": f"关于公开征求《{TITLE}》意见的公告\n为落实《石墨产业方案（2023—2035年）》，现公开征求意见。\n附件：{TITLE}（征求意见稿）",
    "shown": f"关于示例省石墨标准体系建设指南的公示\n为落实《石墨产业方案（2023—2035年）》，现予公示。\n附件：{TITLE}\n示例省工业和信息化厅\n2026年4月9日\n{TITLE}",
}


@pytest.mark.parametrize("form", TITLES)
def test_titles(form: str) -> None:
    read = guide(TITLES[form])
    assert read.title == TITLE
    assert read.title_source is not None
    assert read.lines[read.title_source.line_end - 1].strip()
    assert "2035" not in read.edition


def test_a_table_right_under_the_title() -> None:
    read = read_guide(
        "# 示例集团石墨标准体系表（V2.0）\n\n| 一级 | 二级 | 标准名称 | 标准编号 |\n|---|---|---|---|\n"
        "| A 基础 | AA 术语 | 石墨术语 | GB/T 1-2020 |\n| A 基础 | AB 分类 | 石墨分类 | 拟制定 |\n".encode(),
        name="guide.md",
    )
    assert (read.title, read.edition) == ("示例集团石墨标准体系表", "V2.0")


EDITIONS = [
    ("（2026版）", "2026版", ""),
    ("（2026 年版）（征求意见稿）", "2026年版", "征求意见稿"),
    ("（２０２６版）", "2026版", ""),
    ("（2025年修订版）", "2025年修订版", ""),
    ("（第2版）", "第2版", ""),
    ("（V2.0）", "V2.0", ""),
    ("（二〇二六年版）", "二〇二六年版", ""),
    ("（试行）", "", "试行"),
    ("（2026年版  试行）", "2026年版", "试行"),
    ("（送审稿）", "", "送审稿"),
    ("（公示稿）", "", "公示稿"),
    ("（2026—2028年）", "2026—2028年", ""),
]


@pytest.mark.parametrize(("line", "edition", "status"), EDITIONS, ids=[item[0] for item in EDITIONS])
def test_editions(line: str, edition: str, status: str) -> None:
    for cover in (f"{TITLE}{line}", f"{TITLE}\n{line}"):
        read = guide(cover)
        assert (read.title, read.edition, read.status) == (TITLE, edition, status)


ISSUERS = {
    "示例省工业和信息化厅": ["示例省工业和信息化厅"],
    "示例省工业和信息化厅  示例省市场监督管理局": ["示例省工业和信息化厅", "示例省市场监督管理局"],
    "示例省工业和信息化厅 示例省标准化研究院": ["示例省工业和信息化厅", "示例省标准化研究院"],
    "示例省工业和信息化厅、示例省市场监督管理局 联合发布": ["示例省工业和信息化厅", "示例省市场监督管理局"],
    "示例省市场监督管理局 发布": ["示例省市场监督管理局"],
    "示 例 省 市 场 监 督 管 理 局": ["示例省市场监督管理局"],
    "示例省人民政府 办公厅": ["示例省人民政府办公厅"],
    "示例省 卫生健康 委员会": ["示例省卫生健康委员会"],
    "主编单位：示例省卫生健康委员会": ["示例省卫生健康委员会"],
    "编制单位：示例省标准化研究院、示例大学": ["示例省标准化研究院", "示例大学"],
    "参编单位：示例省标准化研究院、示例大学附属医院": ["示例省标准化研究院", "示例大学附属医院"],
    "各设区市市场监督管理局、工业和信息化局：": [],
    "2026年1月": [],
}


@pytest.mark.parametrize("line", ISSUERS)
def test_issuers(line: str) -> None:
    assert guide(f"{TITLE}\n{line}\n").issuers == ISSUERS[line]


def test_a_red_head() -> None:
    read = guide(
        "示例省市场监督管理局文件\n示市监标〔2026〕8号\n\n"
        f"示例省市场监督管理局 示例省工业和信息化厅关于印发《{TITLE}（2026年版）》的通知\n\n"
        f"各设区市市场监督管理局，各有关单位：\n    现将《{TITLE}（2026年版）》印发给你们，请认真贯彻落实。\n\n"
        "            示例省市场监督管理局    示例省工业和信息化厅\n                  2026年3月18日\n（此件公开发布）\n\n"
        f"{TITLE}\n（2026年版）\n\n为加快石墨标准体系建设，制定本指南。\n"
    )
    assert (read.title, read.edition) == (TITLE, "2026年版")
    assert read.issuers == ["示例省市场监督管理局", "示例省工业和信息化厅"]
    assert read.bases == []
