"""One fault planted in the text of a sound guide is found by its rule, from the file to the finding."""

from __future__ import annotations

import pytest

from zhunsheng.core.guide.read import read_guide
from zhunsheng.core.lint import lint_guide

SOUND = """滨河市智慧水务标准体系建设指南（2026版）

目 录

一、总体要求 ...... 1
二、建设思路 ...... 2
三、重点方向 ...... 3
（一）感知设备标准 ...... 3
（二）运行服务标准 ...... 4
四、组织实施 ...... 5

一、总体要求

明确 2026—2028 年重点领域。到 2028 年，制定 12 项以上地方标准，培育 20 家以上示范单位。

落实《水务提升三年行动计划（2026—2028年）》和《滨河市城市供水管理办法》（市政府令第8号）。

GB/T 1234.2-2020《供水服务规范 第2部分：抄表》

二、建设思路

（一）标准体系结构

标准体系由 2 个模块组成，框架如图 1 所示。

1.感知设备模块（A）

规定水表、泵站和管网的要求。

2.运行服务模块（B）

规定调度、营业和防汛的要求。

图 1 标准体系结构图

三、重点方向

（一）感知设备标准

感知设备标准包括水表、泵站、管网三类。

1.AA 水表标准

规范水表计量。

2.AB 泵站标准

规范泵站巡检。

3.AC 管网标准

规范管网漏损。

（二）运行服务标准

1.BA 调度标准

规范供水调度。

2.BB 营业标准

规范抄表收费。

3.BC 防汛标准

规范排涝。

四、组织实施

（一）加强统筹

成立标准工作组，每两年修订一次标准体系。

附件 重点标准清单

序号\t一级体系\t二级体系\t标准名称\t标准号\t缓急程度
1\tA 感知设备\tAA 水表\t水表计量技术规范\t拟研制\t★★
2\t\tAB 泵站\t泵站巡检规程\tGB/T 5678-2020\t★★
3\t\tAC 管网\t管网漏损定位指南\t拟研制\t★
4\tB 运行服务\tBA 调度\t供水调度规程\t拟研制\t★★
5\t\tBB 营业\t抄表数据规范\t拟研制\t★★
6\t\tBC 防汛\t排涝预警规范\t拟研制\t★

注：★★（推进级）：需要标准。★（完善级）：适时制定。
"""

# what is printed, what is printed instead, the rule that must tell, a word its message must have
PLANTED = [
    ("\n4\tB", "\n7\tB", "serial-order", "应为 4"),
    ("\n3\t\tAC", "\n2\t\tAC", "serial-repeat", "应为 3"),
    ("\n5\t\tBB 营业\t抄表数据规范\t拟研制\t★★", "", "serial-gap", "缺 5"),
    ("（二）运行服务标准\n\n1", "（三）运行服务标准\n\n1", "heading-number", "跳号"),
    ("（二）运行服务标准\n\n1", "(二)运行服务标准\n\n1", "heading-style", "半角"),
    ("\tAB 泵站", "\tAb 泵站", "code-case", "Ab"),
    ("\tAB 泵站", "\tAC 泵站", "code-repeat", "AC"),
    ("\tAB 泵站", "\tAB 管网", "code-two", "“泵站”的代码"),
    ("2.AB 泵站", "2.AA 泵站", "code-repeat", "水表"),
    ("\tB 运行服务", "\tC 运行服务", "code-two", "C"),
    ("\tB 运行服务", "\tB 运营服务", "module-two-names", "运营服务"),
    ("\tAB 泵站", "\tAB 水泵站", "name-drift", "水泵站"),
    ("（二）运行服务标准 ...... 4", "（二）运营服务标准 ...... 4", "contents-differ", "运营"),
    ("水表计量技术规范", "水表计量技术规范标准", "name-kind-doubled", "规范标准"),
    ("规范泵站巡检", "规范泵站巡检巡检", "word-doubled", "巡检"),
    ("\t拟研制\t★\n", "\t拟研制\t★★★\n", "urgency-undefined", "★★★"),
    ("★（完善级）", "★★★★（特急级）：立即制定。★（完善级）", "legend-unused", "特急级"),
    ("抄表数据规范\t拟研制\t★★", "抄表数据规范\t拟研制\t", "urgency-absent", "5"),
    ("\tBA 调度\t供水", "\t\t供水", "category-shallow", "4"),
    ("\tBC 防汛\t", "\tBD 水质\t", "category-undescribed", "水质"),
    ("泵站、管网三类", "泵站、管网、闸门四类", "chapter-unmet", "闸门"),
    ("泵站、管网三类", "泵站、管网四类", "count-enumeration", "四"),
    ("泵站、管网三类", "泵站、管网四类", "count-mismatch", "四类"),
    ("由 2 个模块", "由 3 个模块", "count-mismatch", "3个模块"),
    ("附件 重点标准清单\n", "附件 重点标准清单\n\n本清单共列出 8 项标准。\n", "list-count", "8"),
    ("注：★★", "推进级 5 项。\n\n注：★★", "tier-count", "5 项"),
    ("\t抄表数据规范", "\t泵站巡检规程", "item-repeat", "泵站巡检规程"),
    ("抄表数据规范\t拟研制", "抄表数据规范\tGB/T 5678-2020", "item-repeat", "GB/T 5678-2020"),
    ("\t排涝预警规范", "\t城市管网漏损定位技术规范", "item-near", "漏损定位"),
    ("第2部分：抄表》", "第2部分", "citation-truncated", "没有该部分的名称"),
    ("第2部分：抄表》", "第3部分：抄表》", "citation-part", "第 2 部分"),
    ("管理办法》（市", "管理办法（市", "mark-unclosed", "《"),
    ("图 1 标准体系结构图", "图 2 标准体系结构图", "figure-number", "缺 1"),
    ("（2026—2028年）》", "（2026—2029年）》", "period-length", "4 年"),
    ("到 2028 年", "到 2030 年", "goal-year-differs", "2030"),
    ("到 2028 年", "到 2024 年", "target-past", "2024"),
    ("修订一次标准体系。", "修订一次标准体系。培育 30 家以上示范单位。", "target-conflict", "30"),
]  # fmt: skip


def _found(text: str) -> dict[str, str]:
    """Rule → its messages."""
    out: dict[str, str] = {}
    for one in lint_guide(read_guide(text.encode(), name="guide.txt")):
        out[one.rule] = out.get(one.rule, "") + one.message
    return out


def test_the_guide_is_sound_before() -> None:
    assert set(_found(SOUND)) == {"figure-absent"}  # a text file holds no picture


@pytest.mark.parametrize(("printed", "instead", "rule", "word"), PLANTED)
def test_the_fault_is_found(printed: str, instead: str, rule: str, word: str) -> None:
    assert printed in SOUND
    found = _found(SOUND.replace(printed, instead, 1))
    assert rule in found, f"found instead: {found}"
    assert word in found[rule]
