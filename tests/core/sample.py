"""A small made-up system that has a bit of everything, for tests that need one."""

from __future__ import annotations

from zhunsheng.core.guide.model import (
    Basis,
    Claim,
    Commitment,
    Figure,
    Guess,
    GuideDocument,
    Layer,
    LegendEntry,
    Measure,
    PlannedStandard,
    Promise,
    Sighting,
    SourceSpan,
    Subsystem,
    Target,
    Topic,
    Urgency,
)
from zhunsheng.core.system.builder import build_system
from zhunsheng.core.system.model import StandardsSystem

TIERS = {3: "优先级", 2: "推进级", 1: "完善级"}


def at(line: int, end: int = 0, page: int | None = None) -> SourceSpan:
    return SourceSpan(line, end or line, page)


def subsystem(code: str, name: str, line: int, printed: bool = True) -> Subsystem:
    return Subsystem(
        code=code,
        printed_code=code if printed else None,
        name=name,
        printed_name=f"{name}标准",
        level=len(code),
        parent=code[:-1] or None,
        scope=f"规范{name}的术语、方法和要求，供有关单位使用。",
        topics=[],
        source=at(line),
        code_basis="printed" if printed else "implied",
        summary=f"{name}在体系中的作用。",
    )


def row(number: int, code: str | None, name: str, stars: int | None) -> PlannedStandard:
    mark = "★" * (stars or 0)
    urgency = Urgency(mark, stars, TIERS.get(stars or 0), "printed" if stars else "absent")
    return PlannedStandard(
        number=number,
        subsystem=code,
        name=name,
        printed_name=name,
        identifier=None,
        urgency=urgency,
        source=at(100 + number),
        position=number,
        printed_number=str(number),
        printed_category=code or "",
    )


def _technical() -> list[Subsystem]:
    lamps = subsystem("BA", "灯具", 41)
    lamps.topics = ["光源", "灯杆"]
    lamps.topic_details = [
        Topic("光源", "光源", "各类光源的要求。", at(42)),
        Topic("灯杆", "灯杆", "", at(43, 44)),
    ]
    lamps.sightings = [
        Sighting("list", "Ba", "灯 具", at(101)),
        Sighting("contents", None, "灯具标准", at(7, page=2)),
    ]
    control = subsystem("BB", "智能控制", 45, printed=False)
    control.guesses = [Guess("code", "没有印出代码，按先后次序推定", 0.7)]
    control.abbreviation, control.aliases, control.group = "IC", ["智慧控制"], "运行"
    return [subsystem("B", "技术", 40), lamps, control]


def _rows() -> list[PlannedStandard]:
    known = row(3, "BA", "灯杆安全要求", 1)
    known.identifier, known.printed_identifier, known.status = "GB/T 12345-2020", "GB/T 12345—2020", "已发布"
    known.extra = {"归口单位": "某标委会", "主要内容": "很长的说明" * 20}
    return [
        row(1, "AA", "城市照明术语", 3),
        row(2, "BA", "LED 灯具能效评价规范", 2),
        known,
        row(4, "BB", "单灯控制器接口协议", None),
    ]


def _measure() -> Measure:
    group, guide = "设立照明标准工作组，统筹推进各项工作", "编制《照明标准应用指南》"
    details = [Commitment("working_group", group, at(61)), Commitment("application_guide", guide, at(62))]
    return Measure(
        "加强组织协调", [group, guide], at(60, 62), "（一）加强组织协调", f"{group}。{guide}。", details
    )


def sample_document() -> GuideDocument:
    """A read guide about urban lighting, as the parser would give it."""
    return GuideDocument(
        title="城市照明标准体系建设指南",
        edition="2024版",
        status="征求意见稿",
        issuers=["某市城市管理局"],
        sha256="ab" * 32,
        subsystems=[subsystem("A", "基础", 30), subsystem("AA", "术语", 31), *_technical()],
        planned_standards=_rows(),
        targets=[
            Target(
                "制定地方标准", ">=", 20, "项", 2027, at(11), "20 项以上地方标准", "printed", ["地方标准"]
            ),
            Target("应用覆盖率", ">=", 85.5, "%", None, at(12), "85.5%以上", "absent"),
        ],
        measures=[_measure()],
        bases=[
            Basis("law", "中华人民共和国标准化法", "主席令第78号", None, at(20), "《中华人民共和国标准化法》")
        ],
        legend=[LegendEntry("★★★", 3, "优先级", "亟需制定的标准。", at(120))],
        layers=[Layer("基础层", ["A"], at(50), [Guess("members", "名称相同", 0.8)])],
        figures=[
            Figure("1", "体系结构图", at(25), [at(24)], True, "图中的文字"),
            Figure("2", "框架图", None),
        ],
        claims=[Claim("两个方向", 2, "方向", "B", at(40))],
        promises=[Promise("B", ["灯具", "智能控制"], "structure", at(26))],
        lines=["第一行"],
    )


def sample_system(*, keep_prose: bool = True) -> StandardsSystem:
    return build_system(
        sample_document(), slug="city-lighting", keep_prose=keep_prose, source_name="照明.txt"
    )
