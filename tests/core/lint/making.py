"""Small records made by hand, for one rule at a time. The subject is a city's water works; no real guide is quoted."""

from __future__ import annotations

from typing import Any

from zhunsheng.core.guide.model import (
    Basis,
    Claim,
    ContentsEntry,
    Figure,
    GuideDocument,
    Heading,
    Layer,
    LegendEntry,
    PlannedStandard,
    Promise,
    Sighting,
    SourceSpan,
    Subsystem,
    Target,
    Topic,
    Urgency,
)

__all__ = [
    "at",
    "basis",
    "box",
    "claim",
    "entry",
    "figure",
    "guide",
    "head",
    "layer",
    "legend",
    "promise",
    "row",
    "seen",
    "target",
    "topic",
    "tree",
]


def at(line: int, last: int | None = None) -> SourceSpan:
    """Lines of the source."""
    return SourceSpan(line, last or line)


def box(code: str, name: str, line: int = 1, **more: Any) -> Subsystem:
    """A subsystem: one letter is a module, two a category under it; the code is printed unless told otherwise."""
    values: dict[str, Any] = {
        "printed_code": code,
        "printed_name": name,
        "level": len(code),
        "parent": code[:-1] or None,
        "scope": "",
        "topics": [],
        **more,
    }
    return Subsystem(code=code, name=name, source=at(line), **values)


def tree() -> list[Subsystem]:
    """Two modules with three categories each, in order, nothing wrong with them."""
    return [
        box("A", "感知设备", 10),
        box("AA", "水表", 11, scope="规范水表的计量与远传要求。"),
        box("AB", "泵站", 12, scope="规范泵站的运行与巡检要求。"),
        box("AC", "管网", 13, scope="规范管网的监测与漏损控制要求。"),
        box("B", "运行服务", 20),
        box("BA", "调度", 21, scope="规范供水调度与预警要求。"),
        box("BB", "营业", 22, scope="规范抄表与收费要求。"),
        box("BC", "防汛", 23, scope="规范雨水与排涝要求。"),
    ]


def row(
    number: int | str | None, code: str | None, name: str, mark: str = "★★", **more: Any
) -> PlannedStandard:
    """A row of the list; line 100 + number unless told otherwise. An empty mark is an absent one."""
    line = more.pop("line", 100 + number if isinstance(number, int) else 100)
    urgency = Urgency(mark, mark.count("★") or None, None, "printed" if mark else "absent")
    more.setdefault("position", number if isinstance(number, int) else 1)
    more.setdefault("identifier", None)
    return PlannedStandard(
        number, code, name, more.pop("printed_name", name), urgency=urgency, source=at(line), **more
    )


def rows() -> list[PlannedStandard]:
    """A row for each category of :func:`tree`, in order, nothing wrong with them."""
    names = [
        "水表计量技术规范",
        "泵站巡检规程",
        "管网漏损监测指南",
        "供水调度规程",
        "抄表数据规范",
        "排涝预警规范",
    ]
    codes = ["AA", "AB", "AC", "BA", "BB", "BC"]
    return [row(number, code, name) for number, (code, name) in enumerate(zip(codes, names, strict=True), 1)]


def seen(place: str, name: str, line: int, code: str | None = None) -> Sighting:
    """One place where a subsystem is named."""
    return Sighting(place, code, name, at(line))


def topic(name: str, line: int) -> Topic:
    """A named direction."""
    return Topic(name, name, "", at(line))


def legend(mark: str, tier: str, line: int = 300) -> LegendEntry:
    """An entry of the legend."""
    return LegendEntry(mark, mark.count("★") or None, tier, tier, at(line))


def head(numbering: str, title: str, line: int, level: int = 1) -> Heading:
    """A heading of the outline."""
    return Heading(level, numbering, title, at(line))


def entry(numbering: str, title: str, line: int) -> ContentsEntry:
    """A line of the contents."""
    return ContentsEntry(numbering, title, "1", at(line))


def basis(
    title: str, number: str | None = None, identifier: str | None = None, line: int = 50, **more: Any
) -> Basis:
    """A law, policy or standard the guide rests on."""
    return Basis("policy", title, number, identifier, at(line), **more)


def figure(number: str, title: str = "结构图", line: int | None = 60, **more: Any) -> Figure:
    """A figure that is there and is referred to, unless told otherwise."""
    values: dict[str, Any] = {"referred": [at(59)], "present": True, **more}
    return Figure(number, title, at(line) if line else None, **values)


def claim(printed: str, value: int, noun: str, subject: str | None, line: int = 30) -> Claim:
    """A count stated in the text."""
    return Claim(printed, value, noun, subject, at(line))


def promise(subject: str, names: list[str], place: str = "structure", line: int = 31) -> Promise:
    """Names a text says a subsystem contains."""
    return Promise(subject, names, place, at(line))


def layer(name: str, line: int = 40) -> Layer:
    """A named layer."""
    return Layer(name, [], at(line))


def target(name: str, value: float, year: int | None = 2027, line: int = 70, **more: Any) -> Target:
    """A measurable goal, at least so many."""
    values: dict[str, Any] = {"comparator": ">=", "unit": "项", **more}
    return Target(name=name, value=value, year=year, source=at(line), **values)


def guide(text: str = "", **parts: Any) -> GuideDocument:
    """A sound guide with :func:`tree` and :func:`rows`, changed in the parts given; ``text`` gives its lines."""
    values: dict[str, Any] = {
        "subsystems": tree(),
        "planned_standards": rows(),
        "legend": [legend("★★", "推进级")],
        "lines": text.splitlines(),
        **parts,
    }
    return GuideDocument("城市供水标准体系建设指南", "2025版", "", [], "0" * 64, **values)
