"""The legend: stars, other signs, letters and words; in notes, sentences and tables; and bullets that are none."""

from __future__ import annotations

import pytest

from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.guide.read import read_guide


def guide(
    marks: list[str], after: str, before: str = "", head: str = "缓急程度", name: str = "guide.txt"
) -> GuideDocument:
    names = ["石墨术语", "石墨分类与代码", "石墨电极通用规范", "石墨坩埚检验方法"]
    rows = "\n".join(
        f"{index}\tA 基础\tA{'ABCD'[index - 1]} 方向{index}\t{names[index - 1]}\t{mark}"
        for index, mark in enumerate(marks, 1)
    )
    text = f"""示例省石墨标准体系建设指南
一、总体要求
到2028年，发布标准20项。
附件
石墨标准清单
{before}
序号\t一级体系\t二级体系\t标准名称\t{head}
{rows}
{after}
"""
    return read_guide(text.encode(), name=name)


STARS = ["★★★", "★★", "★", "★★"]
LEGENDS = {
    "tiers in brackets": (
        STARS,
        "注：按以下界限划分。\n★★★（优先级）：产品成熟，亟需标准。\n★★（推进级）：处于研发初期，需要标准\n指引。\n★（完善级）：处于研究阶段。",
        [("★★★", "优先级"), ("★★", "推进级"), ("★", "完善级")],
    ),
    "one line": (
        STARS,
        "注：★★★表示急需，★★表示较急，★表示一般。",
        [("★★★", "急需"), ("★★", "较急"), ("★", "一般")],
    ),
    "words first": (
        STARS,
        "注：急需（★★★）、较急（★★）、一般（★）。",
        [("★★★", "急需"), ("★★", "较急"), ("★", "一般")],
    ),
    "stars told in words": (
        STARS,
        "注：三星（★★★）为急需，二星（★★）为较急，一星（★）为一般。",
        [("★★★", "急需"), ("★★", "较急"), ("★", "一般")],
    ),
    "quoted": (
        STARS,
        "说明：“★★★”为急需标准，“★★”为较急标准，“★”为一般标准。",
        [("★★★", "急需"), ("★★", "较急"), ("★", "一般")],
    ),
    "numbered": (
        STARS,
        "1.★★★（急需级）：市场急需。\n2.★★（推进级）：正在推进。\n3.★（完善级）：逐步完善。",
        [("★★★", "急需级"), ("★★", "推进级"), ("★", "完善级")],
    ),
    "lines of their own": (
        STARS,
        "★★★ 急需\n★★ 较急\n★ 一般",
        [("★★★", "急需"), ("★★", "较急"), ("★", "一般")],
    ),
    "circles": (
        ["●", "○", "●", "○"],
        "注：●表示急需制定，○表示适时修订。",
        [("●", "急需制定"), ("○", "适时修订")],
    ),
    "triangles": (
        ["▲▲▲", "▲▲", "▲", "▲"],
        "说明：▲▲▲—2026年启动；▲▲—2027年启动；▲—2028年启动。",
        [("▲▲▲", "2026年启动"), ("▲▲", "2027年启动"), ("▲", "2028年启动")],
    ),
    "triangles, two shades": (["△", "▲", "△", "▲"], "注：△为一般，▲为急需。", [("△", "一般"), ("▲", "急需")]),
    "ticks and circles": (
        ["√", "◎", "√", "◎"],
        "注：√：优先研制；◎：跟踪研究。",
        [("√", "优先研制"), ("◎", "跟踪研究")],
    ),
    "letters": (
        ["A", "B", "C", "A"],
        "优先级说明：A 2026年立项；B 2027年立项；C 2028年立项。",
        [("A", "2026年立项"), ("B", "2027年立项"), ("C", "2028年立项")],
    ),
    "roman": (
        ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅰ"],
        "注：Ⅰ表示2026年完成，Ⅱ表示2027年完成，Ⅲ表示2028年完成。",
        [("Ⅰ", "2026年完成"), ("Ⅱ", "2027年完成"), ("Ⅲ", "2028年完成")],
    ),
    "P": (
        ["P1", "P2", "P3", "P1"],
        "注：P1：急需；P2：较急；P3：一般。",
        [("P1", "急需"), ("P2", "较急"), ("P3", "一般")],
    ),
    "single words": (
        ["急", "中", "缓", "急"],
        "说明：紧急程度“急”指1年内立项，“中”指2年内立项，“缓”指3年内立项。",
        [("急", "1年内立项"), ("中", "2年内立项"), ("缓", "3年内立项")],
    ),
    "words": (
        ["特急", "急需", "一般", "急需"],
        "缓急程度分为“特急”“急需”“一般”三类。\n特急——当年完成；\n急需——两年内完成；\n一般——列入规划。",
        [("特急", "特急"), ("急需", "急需"), ("一般", "一般")],
    ),
}


@pytest.mark.parametrize("form", LEGENDS)
@pytest.mark.parametrize("place", ["behind the list", "before the list"])
def test_forms(form: str, place: str) -> None:
    marks, text, expected = LEGENDS[form]
    read = guide(marks, text) if place.startswith("behind") else guide(marks, "", before=text)
    assert [(item.mark, item.tier) for item in read.legend] == expected
    assert [item.urgency.printed for item in read.planned_standards] == marks
    tiers = dict(expected)
    assert [item.urgency.tier for item in read.planned_standards] == [tiers[mark] for mark in marks]
    for item in read.legend:
        own = "".join(read.lines[item.source.line_start - 1 : item.source.line_end])
        assert item.mark in own


def test_the_meaning_goes_on_over_lines() -> None:
    read = guide(*LEGENDS["tiers in brackets"][:2])
    assert [item.meaning for item in read.legend] == [
        "产品成熟，亟需标准",
        "处于研发初期，需要标准指引",
        "处于研究阶段",
    ]
    assert [item.source.line_end - item.source.line_start for item in read.legend] == [0, 1, 0]


def test_a_table_of_marks() -> None:
    text = (
        "# 示例省石墨标准体系建设指南\n\n## 附录1 标识含义\n\n| 标识 | 含义 |\n|---|---|\n| ★★★ | 急需，2026年完成 |\n"
        "| ★★☆ | 较急，2027年完成 |\n| ★☆☆ | 一般，2028年完成 |\n\n## 附录2 标准项目表\n\n| 序号 | 类别 | 标准名称 | 紧急程度 |\n"
        "|---|---|---|---|\n| 1 | A 基础 | 石墨术语 | ★★★ |\n| 2 | B 产品 | 石墨电极通用规范 | ★☆☆ |\n"
    )
    read = read_guide(text.encode(), name="guide.md")
    assert [(item.mark, item.tier, item.meaning) for item in read.legend] == [
        ("★★★", "急需", "2026年完成"),
        ("★★☆", "较急", "2027年完成"),
        ("★☆☆", "一般", "2028年完成"),
    ]
    assert [item.number for item in read.planned_standards] == [1, 2]


NONE = [
    "紧迫度以★数量表示，★越多越紧迫。",
    "● 各有关单位：加强协作。",
    "注：清单中的标准名称以立项为准。",
    "联系人：张某，电话：000。",
]


@pytest.mark.parametrize("text", NONE)
def test_no_legend(text: str) -> None:
    assert guide(STARS, text).legend == []
