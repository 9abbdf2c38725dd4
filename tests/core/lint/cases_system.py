"""Cases of the rules about the system and its text: scope, counts, load, levels, likeness, citations, figures, targets."""

from __future__ import annotations

from tests.core.lint.casing import Case, listed, sighted, with_boxes
from tests.core.lint.making import (
    basis,
    box,
    claim,
    figure,
    guide,
    head,
    layer,
    promise,
    row,
    rows,
    seen,
    target,
    topic,
    tree,
)

SCOPE = {
    "summary-of-other": Case(
        lambda: guide(
            subsystems=with_boxes(
                box("B", "运行服务", 20, summary="围绕智能水表、泵站群控等技术，规范服务流程。"),
                box("AA", "智能水表", 11),
                box("AB", "泵站群控", 12),
                drop="B AA AB",
            )
        ),
        "B 运行服务",
        [20],
        # it names another's category, but also its own
        lambda: guide(
            subsystems=with_boxes(
                box("B", "运行服务", 20, summary="围绕智能水表、泵站群控和防汛，规范服务流程。"),
                box("AA", "智能水表", 11),
                box("AB", "泵站群控", 12),
                drop="B AA AB",
            )
        ),
    ),
    "promise-unmet": Case(
        lambda: guide(promises=[promise("A", ["术语", "参考架构", "分类编码"])]),
        "A 感知设备",
        [10, 31],
        # other words for the same things; and demands that are no categories
        lambda: guide(
            promises=[
                promise("A", ["远传水表", "泵站设备", "分类编码"]),
                promise("B", ["安全性", "服务流程", "性能指标"]),
            ]
        ),
    ),
    "chapter-unmet": Case(
        lambda: guide(promises=[promise("A", ["水表", "泵站", "管网", "闸门"], "body")]),
        "A 感知设备",
        [31],
        lambda: guide(
            promises=[promise("A", ["水表", "泵站技术", "管网"], "body"), promise("B", ["甲", "乙"], "body")]
        ),
    ),
    "category-undescribed": Case(
        lambda: guide(subsystems=sighted("AB", seen("list", "泵站", 102, "AB"))),
        "AB 泵站",
        [12, 102],
        lambda: guide(
            subsystems=sighted("AB", seen("list", "泵站", 102, "AB"), seen("body", "泵站标准", 12))
        ),
    ),
    "category-unpromised": Case(
        lambda: guide(
            subsystems=with_boxes(
                box("A", "感知设备", 10, summary="聚焦水表与管网两大要素，建立标准。"), drop="A"
            )
        ),
        "A 感知设备",
        [12],
        lambda: guide(
            subsystems=with_boxes(
                box("A", "感知设备", 10, summary="针对水表、管网等设备建立标准。"), drop="A"
            )
        ),
    ),
    "figure-differs": Case(
        lambda: guide(
            figures=[figure("1", text="感知设备：水表、管网；")],
            subsystems=sighted("AA", seen("figure", "水表", 61)),
        ),
        "图 1 A 感知设备",
        [12, 60, 61],
        # another chapter's figure, and a figure without its text
        lambda: guide(figures=[figure("1", text="运行服务：调度、营业、防汛、其他；"), figure("2", text="")]),
    ),
}


COUNTS = {
    "count-mismatch": Case(
        lambda: guide(claims=[claim("四个领域", 4, "领域", "A")]),
        "A 感知设备 领域",
        [10, 30],
        lambda: guide(
            claims=[
                claim("三类", 3, "类", "A"),
                claim("两大要素", 2, "要素", "A"),
                claim("2个部分", 2, "部分", None),
                claim("五大方向", 5, "方向", None),
                # counts a module's parts, though the sentence stands in the overview
                claim("三个部分", 3, "部分", None, 1),
            ],
            text="体系分两块。具体而言，A感知设备标准包括水表、泵站、管网三个部分。",
        ),
    ),
    "count-enumeration": Case(
        lambda: guide("标准包括水表、泵站、管网四类设备。"),
        "水表、泵站、管网四类",
        [1],
        lambda: guide(
            "涵盖测试评估、管理与服务及区域协同三个方向，聚焦水表、泵站、管网三类产品，分为硬件、软件、服务等6个部分。"
        ),
    ),
    "list-count": Case(
        lambda: guide("重点标准清单共 7 项。"),
        "清单行数",
        [1],
        lambda: guide("重点标准清单共列出 6 项。首批立项 3 项。"),
    ),
    "tier-count": Case(
        lambda: guide("清单中推进级标准 5 项。"),
        "推进级",
        [1],
        lambda: guide("清单中推进级标准共六项，其中设备类 3 项。（推进级）：需要标准。"),
    ),
    "divisions-disagree": Case(
        lambda: guide(claims=[claim("五大方向", 5, "方向", None)], layers=[layer("基础层"), layer("应用层")]),
        "体系的划分",
        [30, 40],
        lambda: guide(claims=[claim("两大方向", 2, "方向", None)], layers=[layer("基础层"), layer("应用层")]),
    ),
}


BALANCE = {
    "list-absent": Case(lambda: guide(planned_standards=[]), "标准清单", [], guide),
    "category-empty": Case(
        # BA has parts, but neither it nor they have a row: told once, at BA
        lambda: guide(
            subsystems=with_boxes(box("BAA", "日常", 21), box("BAB", "应急", 21)),
            planned_standards=[one for one in rows() if one.number != 4],
        ),
        "BA 调度",
        [21],
        # a list that keeps its rows at AA, which the text divides further
        lambda: guide(subsystems=with_boxes(box("AAA", "民用", 11), box("AAB", "工业", 11))),
    ),
    "load-unequal": Case(
        lambda: guide(
            subsystems=[*tree(), box("C", "平台", 30), box("CA", "数据", 31)],
            planned_standards=[
                *rows(),
                row(7, "CA", "数据目录规范"),
                *(
                    row(number, ("AA", "AB", "AC")[number % 3], f"设备{number}规范")
                    for number in range(8, 35)
                ),
            ],
        ),
        "A 感知设备",
        [10],
        lambda: guide(
            subsystems=[*tree(), box("C", "平台", 30), box("CA", "数据", 31)],
            planned_standards=[*rows(), *(row(n, "CA", f"数据{n}规范") for n in range(7, 14))],
        ),
    ),
}


LEVELS = {
    "level-skip": Case(
        lambda: guide(subsystems=with_boxes(box("AAB", "远传", 14, parent="AX"))), "AAB 远传", [14], guide
    ),
    "single-child": Case(
        lambda: guide(subsystems=with_boxes(box("C", "平台", 30), box("CA", "数据", 31))),
        "C 平台",
        [30, 31],
        guide,
    ),
    "name-repeat": Case(
        lambda: guide(subsystems=with_boxes(box("BD", "管网", 24))),
        "管网",
        [13, 24],
        lambda: guide(
            subsystems=with_boxes(box("AD", "其他", 14), box("BD", "其他", 24), box("ACA", "管网", 15))
        ),
    ),
    "topic-repeat": Case(
        lambda: guide(
            subsystems=with_boxes(
                box("AA", "水表", 11, topics=["远传安全"], topic_details=[topic("远传安全", 15)]),
                box("AB", "泵站", 12, topics=["远传安全"]),
                drop="AA AB",
            )
        ),
        "远传安全",
        [12, 15],
        lambda: guide(
            subsystems=with_boxes(
                box("AA", "水表", 11, topics=["远传安全", "其他"]),
                box("AB", "泵站", 12, topics=["运行安全", "其他"]),
                drop="AA AB",
            )
        ),
    ),
    "common-below": Case(
        lambda: guide(
            planned_standards=[
                row(1, "AA", "水表运行数据编码规范"),
                row(2, "AB", "泵站运行数据编码规范"),
                row(3, "AC", "管网运行数据编码规范"),
            ]
        ),
        "运行数据编码规范",
        [101, 102, 103],
        guide,
    ),
}


SIMILAR = {
    "item-repeat": Case(
        lambda: guide(planned_standards=listed(row(7, "BA", "水表计量 技术规范"))),
        "水表计量技术规范",
        [101, 107],
        lambda: guide(
            planned_standards=listed(
                row(7, "BA", "水表计量技术规范 第2部分：远传", identifier="拟研制"),
                row(8, "BA", "水表术语", identifier="拟研制"),
            )
        ),
    ),
    "item-near": Case(
        lambda: guide(
            planned_standards=listed(
                row(7, "AC", "管网爆管风险智能预警标准"), row(8, "BC", "城市管网爆管风险预警技术规范")
            )
        ),
        "序号 7 与 8",
        [107, 108],
        lambda: guide(
            planned_standards=listed(
                # parts of one series; a series that differs by category; two in one category
                row(7, "AA", "远传终端数据接口规范 第1部分：传输"),
                row(8, "BA", "远传终端数据接口规范 第2部分：传输"),
                row(9, "AA", "水表运行状态数据采集规范"),
                row(10, "AB", "泵站运行状态数据采集规范"),
                row(11, "BC", "积水点水位自动采集规范"),
                row(12, "BC", "积水点水位自动采集指南"),
                # another object of the same length in the middle of a long name
                row(17, "AA", "城市供水管网渗漏风险排查规范"),
                row(18, "BC", "城市排水管网渗漏风险排查规范"),
                # another aspect of one object
                row(15, "AC", "闸门远程控制技术规范"),
                row(16, "BC", "闸门远程控制安全规范"),
                # another object in the same words
                row(13, "AA", "蓄水池编码数据规范"),
                row(14, "BB", "沉淀池编码数据规范"),
            )
        ),
    ),
    "item-misplaced": Case(
        lambda: guide(
            subsystems=with_boxes(box("BD", "二次供水设施", 24, scope="规范水箱要求。")),
            planned_standards=listed(row(7, "BB", "二次供水设施清洗消毒规程")),
        ),
        "序号 7",
        [24, 107],
        lambda: guide(
            subsystems=with_boxes(box("BD", "二次供水设施", 24, scope="规范水箱要求。")),
            # it names another category, but also what its own is about
            planned_standards=listed(row(7, "BB", "二次供水设施抄表规程"), row(8, "BB", "电子票据归档规程")),
        ),
    ),
}


CITATIONS = {
    "citation-truncated": Case(
        lambda: guide(bases=[basis("供水服务规范 第2部分", identifier="GB/T 1234.2-2020")]),
        "GB/T 1234.2-2020",
        [50],
        lambda: guide(
            "应符合 GB/T 1234.2-2020《供水服务规范 第2部分：抄表》和《供水服务规范 第3部分：收费》（GB/T 1234.3-2020）的要求。",
            bases=[basis("供水服务规范 第2部分：抄表", identifier="GB/T 1234.2-2020")],
        ),
    ),
    "citation-part": Case(
        lambda: guide(bases=[basis("供水服务规范 第3部分：抄表", identifier="GB/T 1234.2-2020")]),
        "GB/T 1234.2-2020",
        [50],
        lambda: guide(
            bases=[
                basis("供水服务规范 第二部分：抄表", identifier="GB/T 1234.2-2020"),
                basis("供水服务规范", identifier="GB/T 1234-2020", line=51),
                basis("Water services", identifier="ISO 24510.1:2020", line=52),
            ],
            planned_standards=listed(row(7, "BB", "抄表规范", identifier="GB/T 1234.2-2020")),
        ),
    ),
    "citation-drift": Case(
        lambda: guide(
            "依据《城市供水智能化建设三年行动计划（2024\n年版）》。\n又见《城市供水智能化建设三年行动计划（2024版）》。"
        ),
        "城市供水智能化建设三年行动计划（2024版）",
        [1, 2, 3],
        lambda: guide(
            "《2023年城市供水标准化工作要点》\n《2024年城市供水标准化工作要点》\n"
            "《城市供水“十四五”设施建设规划》\n《城市供水“十四五”人才发展规划》\n《城市供水智能化建设三年行动 计划》"
            "《城市供水智能化建设三年行动计划》"
        ),
    ),
    "citation-conflict": Case(
        lambda: guide(
            bases=[basis("供水条例", "市政府令第8号"), basis("排水条例", "市政府令第8号", line=51)]
        ),
        "市政府令第8号",
        [50, 51],
        lambda: guide(
            bases=[basis("供水条例", "市政府令第8号"), basis("供水条例", line=51), basis("排水条例", line=52)]
        ),
    ),
    "citation-repeat": Case(
        lambda: guide(bases=[basis("供水条例"), basis("供水 条例", line=51)]),
        "供水条例",
        [50, 51],
        lambda: guide(bases=[basis("供水条例"), basis("排水条例", line=51)]),
    ),
    "citation-future": Case(
        lambda: guide(bases=[basis("供水工作要点", "水发〔2026〕4号")]),
        "供水工作要点",
        [50],
        lambda: guide(
            bases=[basis("供水工作要点", "水发〔2025〕4号"), basis("供水条例", "市政府令第2030号")]
        ),
    ),
}


MARKS = {
    "mark-unclosed": Case(
        lambda: guide("依据《供水服务规范 第2部分\n（二）原则", outline=[head("（二）", "原则", 2)]),
        "《供水服务规范第2部分",
        [1],
        # over lines and blank lines; mixed widths; list numbers; quotes within titles
        lambda: guide(
            "探索“技\n\n术研发—产业应用”联动（见图 1)。\n1）水表；\n(2) 泵站；\na) 管网\n"
            "《“十四五”供水规划》（国〔2021〕36\n号）\n一）总则",
        ),
    ),
}


FIGURES = {
    "figure-absent": Case(
        lambda: guide(
            figures=[figure("1", present=False), figure("2", present=False, line=62), figure("3", line=64)]
        ),
        "图 1、2",
        [59, 60, 62],
        lambda: guide(figures=[figure("1")]),
    ),
    "figure-number": Case(
        lambda: guide(figures=[figure("1"), figure("3", line=64)]),
        "图 2",
        [60, 64],
        lambda: guide(figures=[figure("1"), figure("2", line=62), figure("2-1", line=64)]),
    ),
    "figure-unreferred": Case(
        lambda: guide(figures=[figure("1", referred=[])]), "图 1", [60], lambda: guide(figures=[figure("1")])
    ),
}


TARGETS = {
    "target-conflict": Case(
        lambda: guide(targets=[target("制定标准", 20), target("制定标准", 30, line=90)]),
        "制定标准",
        [70, 90],
        lambda: guide(
            targets=[
                target("制定标准", 20),
                target("制定标准", 20, line=90),
                target("制定标准", 50, 2030, line=91),
                target("制定标准", 20, line=92, unit="家"),
                target("制定标准", 10, line=93, counts=["团体标准"]),
            ]
        ),
    ),
    "target-past": Case(
        lambda: guide(targets=[target("制定标准", 20, 2023)]),
        "2023 年",
        [70],
        lambda: guide(
            "一、现状\n到2023年，已制定标准 8 项。\n二、总体要求\n截至2023年，已有八项。到 2027 年，制定 20 项。",
            outline=[head("一、", "现状", 1), head("二、", "总体要求", 3)],
            targets=[target("制定标准", 20, 2025), target("培训", 3, None)],
        ),
    ),
    "period-reversed": Case(
        lambda: guide("实施期为2027—2025年。"),
        "2027—2025年",
        [1],
        lambda: guide("（2025—2027年），编号 2027-2025。"),
    ),
    "period-length": Case(
        lambda: guide("《供水提升三年行动计划（2025—2028年）》"),
        "三年行动计划（2025—2028年）",
        [1],
        lambda: guide(
            "《供水提升三年行动计划（2025—2027 年）》，五年规划（2026-2030年），两年一修订（2025年）"
        ),
    ),
    "goal-year-differs": Case(
        lambda: guide("明确 2025—2027 年重点领域。", targets=[target("制定标准", 20, 2030)]),
        "明确 2025—2027 年",
        [1, 70],
        lambda: guide(
            "明确 2025—2027 年重点领域，落实《三年行动计划（2024—2026年）》。",
            targets=[target("制定标准", 20, 2027)],
        ),
    ),
}
