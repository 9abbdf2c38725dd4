"""A made-up standards system of any size, for the atlas's measurements and browser journeys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from zhunsheng.core.deliver.atlas import Atlas, Cell, Line, Node, Sector, payload
from zhunsheng.core.deliver.scale import grade_key, urgency_scale
from zhunsheng.core.graph.layout import lay_out
from zhunsheng.core.guide.model import LegendEntry, PlannedStandard, SourceSpan, Subsystem, Urgency
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.system.tree import SystemTree

__all__ = ["links_for", "payload_of", "system_of"]

_HERE = SourceSpan(1, 1)
_LEGEND = [("★★★★", 4, "优先级"), ("★★★", 3, "推进级"), ("★★", 2, "完善级")]
_WORDS = ["数据", "模型", "平台", "终端", "网络", "安全", "服务", "接口", "评估", "治理", "设备", "运维"]
_ENDS = ["通用要求", "技术规范", "测试方法", "分类与编码", "评价指南", "管理规范", "术语"]


def system_of(size: int) -> StandardsSystem:
    """A system with ``size`` planned standards under two to eight modules and up to 64 categories; always the same."""
    modules = 2 if size < 50 else 8
    each = max(1, min(8, size // (modules * 3)))
    boxes: list[Subsystem] = []
    for at in range(modules):
        code = chr(65 + at)
        boxes.append(Subsystem(code, code, f"{_WORDS[at]}模块", f"{_WORDS[at]}模块", 1, None, "", [], _HERE))
        for part in range(each):
            name = f"{_WORDS[(at + part) % 12]}{_WORDS[(at * 5 + part * 7 + 3) % 12]}"
            inner = code + chr(65 + part)
            boxes.append(Subsystem(inner, inner, name, name, 2, code, "", [], _HERE))
    leaves = [box for box in boxes if box.level == 2]
    items: list[PlannedStandard] = []
    for number in range(1, size + 1):
        box = leaves[(number * 7919 + number // 3) % len(leaves)]
        name = f"{box.name}{_WORDS[number % 12]}{_ENDS[number % 7]}第{number}部分"
        grade = number % 4
        mark, stars, tier = _LEGEND[grade] if grade < 3 else ("", None, None)
        urgency = Urgency(mark, stars, tier, "printed" if mark else "absent")
        items.append(
            PlannedStandard(
                number,
                box.code,
                name,
                name,
                None,
                urgency,
                _HERE,
                position=number,
                printed_number=str(number),
            )
        )
    legend = [LegendEntry(mark, stars, tier, f"{tier}制定", _HERE) for mark, stars, tier in _LEGEND]
    return StandardsSystem(
        f"size-{size}",
        f"{size} 项的示例标准体系建设指南",
        "2026版",
        "",
        ["示例委员会"],
        "",
        subsystems=boxes,
        planned_standards=items,
        legend=legend,
    )


_TYPES = ("supports", "cites", "tests", "complements")


def _ends(size: int, each: int) -> dict[tuple[int, str, int], str]:
    """About ``each`` links a planned standard: (number, type, number) → status."""
    made: dict[tuple[int, str, int], str] = {}
    for number in range(1, size + 1):
        for turn in range(each):
            other = (number * (31 + turn * 17) + 7 * turn + 1) % size + 1
            if other != number:
                status = "confirmed" if (number + turn) % 3 else "suggested"
                made[(number, _TYPES[(number + turn) % 4], other)] = status
    return made


def links_for(system: StandardsSystem, each: int = 2) -> int:
    """Store about ``each`` made-up links a planned standard, straight into the table; how many."""
    from zhunsheng.apps.insight.models import Link

    now = datetime(2026, 1, 1, tzinfo=UTC)
    made = [
        Link(
            system=system.slug,
            edition=system.edition,
            subject_kind="planned",
            subject_ref=str(number),
            type=kind,
            target_kind="planned",
            target_ref=str(other),
            status=status,
            origin="person",
            at=now,
        )
        for (number, kind, other), status in _ends(len(system.planned_standards), each).items()
    ]
    Link.objects.bulk_create(made, batch_size=2000)
    return len(made)


def payload_of(size: int, each: int = 2) -> dict[str, Any]:
    """The payload of :func:`system_of` with its made-up links, without any database."""
    system = system_of(size)
    tree = SystemTree(system)
    grades = [(grade.key, grade.label, grade.tone) for grade in urgency_scale(system)]
    made = Atlas("示例", "", 1.0, [(kind, kind, kind, "") for kind in _TYPES], grades)
    members = {
        box.code: [f"planned:{item.number}" for item in tree.own_items(box.code)] for box in tree.walk()
    }
    laid = lay_out(tree, members)
    made.layout, made.size = laid.version, laid.size
    modules = [one.code for one in laid.sectors]
    made.sectors = [
        Sector(one.code, tree.by_code[one.code].name, tree.hue(one.code), one.start, one.stop)
        for one in laid.sectors
    ]
    for ring in laid.rings:
        bounds = (ring.start, ring.stop, ring.inner, ring.outer)
        box = tree.by_code[ring.code]
        made.cells.append(
            Cell(box.code, box.name, modules.index(ring.sector), *bounds, count=len(members[box.code]))
        )
        for item in tree.own_items(box.code):
            x, y, r = laid.places[f"planned:{item.number}"]
            made.nodes.append(
                Node(
                    f"planned:{item.number}",
                    "planned",
                    str(item.number),
                    item.name,
                    box.code,
                    ring.sector,
                    urgency=grade_key(item.urgency),
                    href=f"{item.number}/",
                    x=x,
                    y=y,
                    r=r,
                )
            )
    at = {int(node.code): place for place, node in enumerate(made.nodes)}
    made.lines = [
        Line(at[number], kind, at[other], status)
        for (number, kind, other), status in _ends(size, each).items()
    ]
    return payload(made)
