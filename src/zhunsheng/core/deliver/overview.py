"""The figures of the overview: counts by module and urgency, what is empty, targets in words. Nothing is typed in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from zhunsheng.core.deliver.scale import Grade, grade_key, urgency_scale
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import Subsystem

__all__ = ["ModuleLine", "Overview", "Segment", "overview_of"]


@dataclass(slots=True, frozen=True)
class Segment:
    """A piece of a bar, in parts of the longest bar (0–100)."""

    x: float
    width: float
    tone: str


@dataclass(slots=True)
class ModuleLine:
    """One module. ``parts`` counts everything below it, ``grades`` pairs each grade with its number of items."""

    subsystem: Subsystem
    hue: int
    parts: int
    items: int
    grades: list[tuple[Grade, int]]
    empty: list[Subsystem]
    bar: list[Segment]


@dataclass(slots=True)
class Overview:
    """``grades`` pairs each grade with its total; ``unplaced`` counts items whose category does not exist."""

    grades: list[tuple[Grade, int]]
    modules: list[ModuleLine]
    parts: int
    items: int
    empty: list[tuple[Subsystem, int]]
    unplaced: int
    named_topics: int


def overview_of(tree: SystemTree) -> Overview:
    """All figures of a system."""
    scale = urgency_scale(tree.system)
    lines: list[ModuleLine] = []
    longest = max((len(tree.items(module.code)) for module in tree.modules), default=0)
    for module in tree.modules:
        items = tree.items(module.code)
        counts = Counter(grade_key(item.urgency) for item in items)
        grades = [(grade, counts[grade.key]) for grade in scale]
        own_empty = [module] if tree.is_empty(module.code) else []
        lines.append(
            ModuleLine(
                subsystem=module,
                hue=tree.hue(module.code),
                parts=len(list(tree.below(module.code))),
                items=len(items),
                grades=grades,
                empty=own_empty + tree.empty_below(module.code),
                bar=_bar(grades, longest),
            )
        )
    totals = Counter(grade_key(item.urgency) for item in tree.system.planned_standards)
    return Overview(
        grades=[(grade, totals[grade.key]) for grade in scale],
        modules=lines,
        parts=sum(line.parts for line in lines),
        items=len(tree.system.planned_standards),
        empty=[(item, line.hue) for line in lines for item in line.empty],
        unplaced=len(tree.unplaced),
        named_topics=sum(len(item.topics) for item in tree.walk()),
    )


def _bar(grades: list[tuple[Grade, int]], longest: int) -> list[Segment]:
    segments: list[Segment] = []
    x = 0.0
    for grade, count in grades:
        if count:
            width = 100 * count / longest
            segments.append(Segment(round(x, 2), round(width, 2), grade.tone))
            x += width
    return segments
