"""Cases of the rules about the list: numbers, codes, names, urgency, cells."""

from __future__ import annotations

from dataclasses import replace

from tests.core.lint.casing import Case, listed, sighted, with_boxes, without
from tests.core.lint.making import (
    box,
    entry,
    guide,
    head,
    legend,
    row,
    rows,
    seen,
)

NUMBERING = {
    "serial-gap": Case(lambda: without(4), "序号 4", [103, 105], guide),
    "serial-repeat": Case(
        lambda: guide(planned_standards=listed(row(6, "BC", "雨水口编码规范", line=107))),
        "序号 6",
        [106, 107],
        # a second module that starts again from 1 is no repeat
        lambda: guide(
            planned_standards=[*rows()[:3], *(replace(one, number=one.number - 3) for one in rows()[3:])]
        ),
    ),
    "serial-order": Case(
        lambda: guide(planned_standards=listed(row(8, "BC", "雨水口编码规范"), row(7, "BC", "堤防编码规范"))),
        "序号 7",
        [107, 108],
        lambda: guide(planned_standards=listed(row(7, "BC", "堤防编码规范"), row(8, "BC", "雨水口编码规范"))),
    ),
    "serial-absent": Case(
        lambda: guide(planned_standards=listed(row(None, "BC", "堤防编码规范", line=107))),
        "清单序号",
        [107],
        lambda: guide(
            planned_standards=[replace(one, number=None) for one in rows()]
        ),  # a list without serials
    ),
    "heading-number": Case(
        lambda: guide(
            outline=[head("（一）", "甲", 1, 2), head("（二）", "乙", 2, 2), head("（四）", "丁", 4, 2)]
        ),
        "（四）丁",
        [2, 4],
        lambda: guide(
            outline=[
                head("一、", "甲", 1),
                head("（一）", "乙", 2, 2),
                head("(二)", "丙", 3, 2),
                head("二、", "丁", 4),
                head("（一）", "戊", 5, 2),
                head("2.9", "己", 6, 3),
                head("2.10", "庚", 7, 3),
            ]
        ),
    ),
    "heading-style": Case(
        lambda: guide(outline=[head("（一）", "甲", 1), head("（二）", "乙", 2), head("(三)", "丙", 3)]),
        "第 1 级标题",
        [3],
        lambda: guide(outline=[head("（一）", "甲", 1), head("(1)", "乙", 2, 2), head("(2)", "丙", 3, 2)]),
    ),
}


CODES = {
    "code-case": Case(
        lambda: guide(subsystems=sighted("AB", seen("list", "泵站", 102, "Ab"))),
        "AB",
        [102],
        lambda: guide(
            subsystems=sighted("AB", seen("list", "泵站", 102, "ＡＢ"))
        ),  # full width is not a case
    ),
    "code-order": Case(
        lambda: guide(
            subsystems=with_boxes(
                box("AC", "泵站", 12), box("AB", "管网", 13, code_basis="implied"), drop="AB AC"
            )
        ),
        "AC 泵站",
        [12, 13],
        guide,
    ),
    "list-order": Case(
        lambda: guide(
            planned_standards=[
                *(row(number, "AA", f"水表{name}规范") for number, name in enumerate("甲乙丙丁戊己庚", 1)),
                row(8, "AC", "管网编码规范"),
                row(9, "AB", "泵站编码规范"),
                row(10, "BA", "调度编码规范"),
                row(11, "BB", "营业编码规范"),
            ]
        ),
        "序号 9",
        [108, 109],
        lambda: guide(planned_standards=list(reversed(rows()))),  # a list in another order altogether
    ),
    "code-repeat": Case(
        lambda: guide(
            subsystems=sighted("AB", seen("body", "泵站标准", 12, "AB"), seen("body", "水质标准", 14, "AB"))
        ),
        "AB",
        [12, 14],
        lambda: guide(
            subsystems=sighted("AB", seen("body", "泵站标准", 12, "AB"), seen("body", "泵站集群", 14, "AB"))
        ),
    ),
    "code-other-name": Case(
        lambda: guide(subsystems=sighted("AB", seen("list", "管网", 102, "AB"))),
        "AB",
        [12, 102],
        lambda: guide(subsystems=sighted("AB", seen("list", "泵 站标准", 102, "AB"))),
    ),
    "code-two": Case(
        lambda: guide(subsystems=sighted("AB", seen("figure", "泵站", 62, "AD"))),
        "泵站",
        [12, 62],
        lambda: guide(subsystems=sighted("AB", seen("figure", "泵站", 62, "Ab"))),  # code-case tells that
    ),
    "code-parent": Case(
        lambda: guide(subsystems=with_boxes(box("BD", "水质", 14, parent="A"))), "BD", [14], guide
    ),
    "module-cell-late": Case(
        lambda: guide(subsystems=sighted("B", seen("list", "运行服务", 106, "B"))),
        "B 运行服务",
        [104, 105, 106],
        lambda: guide(
            subsystems=sighted("B", seen("list", "运行服务", 104, "B"), seen("list", "运行服务", 106, "B"))
        ),
    ),
}


NAMES = {
    "name-drift": Case(
        lambda: guide(
            subsystems=sighted("AB", seen("body", "泵站标准", 12), seen("list", "泵房", 102, "AB"))
        ),
        "AB 泵站",
        [12, 102],
        lambda: guide(
            subsystems=sighted(
                "AB",
                seen("list", "泵 站", 102),
                seen("contents", "泵站（PS）集群标准", 5),
                seen("promise", "泵站技术", 30),
            )
        ),
    ),
    "module-two-names": Case(
        lambda: guide(subsystems=sighted("A", seen("structure", "感知与设备模块（A）", 8, "A"))),
        "A 感知设备",
        [8, 10],
        lambda: guide(subsystems=sighted("A", seen("structure", "感知设备模块（A）", 8, "A"))),
    ),
    "word-doubled": Case(
        lambda: guide(planned_standards=listed(row(7, "AC", "管网智能标准标准"))),
        "标准标准",
        [107],
        # cells that touch, and words that double by themselves
        lambda: guide("AA 水表\t水表计量规范\nAB  泵站  泵站规程\n往往要研究研究"),
    ),
    "name-kind-doubled": Case(
        lambda: guide(planned_standards=listed(row(7, "AA", "水表数据规范标准"))),
        "序号 7",
        [107],
        lambda: guide(planned_standards=listed(row(7, "AA", "水表数据规范化标准"))),
    ),
    "name-ending-mixed": Case(
        lambda: guide(
            subsystems=[
                box("A", "集群", 1),
                *(
                    box(f"A{letter}", name, 2, printed_name=name + ending, group="集群")
                    for letter, name, ending in zip(
                        "ABCDE",
                        ["水表", "泵站", "管网", "闸门", "水库"],
                        ["集群"] * 4 + ["集群标准"],
                        strict=True,
                    )
                ),
            ]
        ),
        "AE 水库",
        [2],
        # two groups, each uniform in itself
        lambda: guide(
            subsystems=[
                box("A", "集群", 1),
                *(box(f"A{x}", x, 2, printed_name=x + "标准", group="流程") for x in "ABCD"),
                *(box(f"A{x}", x, 3, printed_name=x + "集群", group="集群") for x in "EFGHI"),
            ]
        ),
    ),
    "contents-differ": Case(
        lambda: guide(
            "x\n1.水表标准 1\n2.泵房标准 2\n1.水表标准\n2.泵站标准",
            contents=[entry("1.", "水表标准", 2), entry("2.", "泵房标准", 3), entry("", "附件", 1)],
            outline=[head("1.", "水表标准", 4), head("", "附件", 5)],
        ),
        "2.泵房标准",
        [3],
        lambda: guide(
            "x",
            contents=[entry("1.", "水表 标准", 2)],
            outline=[head("1.", "水表标准", 4), head("1.1", "更深的标题", 5, 2)],
        ),
    ),
}


URGENCY = {
    "urgency-undefined": Case(
        lambda: guide(
            planned_standards=listed(row(7, "AA", "水表安装规程", "★★★"), row(8, "AA", "水表检定规程", "★★★"))
        ),
        "★★★",
        [107, 108, 300],
        lambda: guide(
            planned_standards=listed(row(7, "AA", "水表安装规程", "推进级"))
        ),  # the tier's own word
    ),
    "legend-absent": Case(
        lambda: guide(legend=[]),
        "缓急程度图例",
        [101, 102, 103, 104, 105, 106],
        lambda: guide(legend=[], planned_standards=[row(1, "AA", "水表安装规程", "急")]),
    ),
    "legend-unused": Case(
        lambda: guide(legend=[legend("★★", "推进级"), legend("★", "完善级", 301)]),
        "★ 完善级",
        [301],
        guide,
    ),
    "legend-conflict": Case(
        lambda: guide(legend=[legend("★★", "推进级"), legend("★★", "完善级", 301)]),
        "★★",
        [300, 301],
        lambda: guide(legend=[legend("★★", "推进级"), legend("★ ★", "推进级", 301)]),
    ),
    "urgency-absent": Case(
        lambda: guide(
            planned_standards=listed(row(7, "AA", "水表安装规程", ""), row(8, "AA", "水表检定规程", ""))
        ),
        "缓急程度空白",
        [107, 108],
        lambda: guide(planned_standards=[row(1, "AA", "水表安装规程", "")]),  # a list without such a column
    ),
}


TABLE = {
    "cell-slid": Case(
        lambda: guide(planned_standards=listed(row(7, "AA", "水表安装规程", cells_slid=True))),
        "清单错列",
        [107],
        guide,
    ),
    "name-empty": Case(lambda: guide(planned_standards=listed(row(7, "AA", " "))), "序号 7", [107], guide),
    "category-shallow": Case(
        lambda: guide(planned_standards=listed(row(7, "A", "设备编码规范"))),
        "类别未写到底",
        [107],
        lambda: guide(
            planned_standards=[replace(one, subsystem=(one.subsystem or "")[:1]) for one in rows()]
        ),
    ),
    "category-blank": Case(
        lambda: guide(planned_standards=listed(row(7, None, "堤防编码规范"))),
        "类别空白",
        [107],
        lambda: guide(
            planned_standards=[replace(one, subsystem=None) for one in rows()]
        ),  # a list without categories
    ),
}
