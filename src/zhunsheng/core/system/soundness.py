"""Whether a system holds together: codes once, parents and categories that exist, lines that make sense."""

from __future__ import annotations

import math
from collections.abc import Iterator

from zhunsheng.core.guide.model import SourceSpan
from zhunsheng.core.system.model import StandardsSystem

__all__ = ["system_faults"]

_COMPARATORS = (">=", ">", "=", "<=", "<")
_BASES = ("printed", "merged", "absent")


def system_faults(system: StandardsSystem) -> list[str]:
    """What makes the system unusable as a stored edition, as Chinese sentences that name the place; [] if sound.

    This is not the lint: a guide's own weaknesses are no faults of the model.
    """
    return [
        *_head_faults(system),
        *_tree_faults(system),
        *_row_faults(system),
        *_target_faults(system),
        *(fault for place, span in _spans(system) for fault in _span_faults(place, span)),
    ]


def _head_faults(system: StandardsSystem) -> Iterator[str]:
    if not system.slug or not all(char.isascii() and (char.isalnum() or char == "-") for char in system.slug):
        yield "slug：应为英文字母、数字和连字符组成的短名，请改写"
    if not system.title.strip():
        yield "title：不能为空，请写上体系的名称"
    if system.sha256 and not (len(system.sha256) == 64 and set(system.sha256) <= set("0123456789abcdef")):
        yield "sha256：应为 64 位小写十六进制，或留空"


def _tree_faults(system: StandardsSystem) -> Iterator[str]:
    levels: dict[str, int] = {}
    for number, item in enumerate(system.subsystems, 1):
        place = f"subsystems 第 {number} 项（{item.code} {item.name}）"
        if not item.code or not item.name:
            yield f"{place}：code 和 name 都不能为空，请补上"
        if item.code in levels:
            yield f"{place}：代码 {item.code} 已经用过，请改为没有用过的代码"
        levels.setdefault(item.code, item.level)
    for number, item in enumerate(system.subsystems, 1):
        place = f"subsystems 第 {number} 项（{item.code} {item.name}）"
        if item.parent is None:
            if item.level != 1:
                yield f"{place}：level 为 {item.level}，却没有写上级 parent，请补上"
        elif item.parent not in levels:
            yield f"{place}：上级 {item.parent} 不在体系中，请改正 parent"
        elif levels[item.parent] >= item.level:
            yield f"{place}：上级 {item.parent} 的层级不高于本项，请改正 level 或 parent"


def _row_faults(system: StandardsSystem) -> Iterator[str]:
    codes = {item.code for item in system.subsystems}
    for number, row in enumerate(system.planned_standards, 1):
        place = f"planned_standards 第 {number} 项（序号 {row.number}）"
        if row.subsystem is not None and row.subsystem not in codes:
            yield f"{place}：类别 {row.subsystem} 不在体系中，请改正 subsystem"
        if row.urgency.basis not in _BASES:
            yield f"{place}：urgency 的 basis 应为 {'、'.join(_BASES)} 之一"


def _target_faults(system: StandardsSystem) -> Iterator[str]:
    for number, item in enumerate(system.targets, 1):
        place = f"targets 第 {number} 项（{item.name}）"
        if item.comparator not in _COMPARATORS:
            yield f"{place}：comparator 应为 {' '.join(_COMPARATORS)} 之一"
        if not math.isfinite(item.value):
            yield f"{place}：value 应为有限的数"


def _spans(system: StandardsSystem) -> Iterator[tuple[str, SourceSpan]]:
    for subsystem in system.subsystems:
        place = f"subsystems（{subsystem.code}）"
        yield place, subsystem.source
        yield from ((f"{place} › sightings", seen.source) for seen in subsystem.sightings)
        yield from ((f"{place} › topic_details", topic.source) for topic in subsystem.topic_details)
    yield from ((f"planned_standards（序号 {row.number}）", row.source) for row in system.planned_standards)
    yield from ((f"targets（{item.name}）", item.source) for item in system.targets)
    yield from ((f"measures（{item.title}）", item.source) for item in system.measures)
    yield from ((f"bases（{item.title}）", item.source) for item in system.bases)
    yield from ((f"legend（{item.mark}）", item.source) for item in system.legend)
    yield from ((f"layers（{item.name}）", item.source) for item in system.layers)
    yield from ((f"figures（{item.number}）", item.source) for item in system.figures if item.source)


def _span_faults(place: str, span: SourceSpan) -> Iterator[str]:
    if not 1 <= span.line_start <= span.line_end:
        yield f"{place} › source：行号 {span.line_start}–{span.line_end} 不成立，请改为从 1 起、前不大于后"
