"""The scale of urgency a system really uses: what its legend defines, what it prints beyond that, what is blank."""

from __future__ import annotations

from dataclasses import dataclass

from zhunsheng.core.guide.model import PlannedStandard, Urgency
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.text.normal import squeeze

__all__ = ["ABSENT", "Grade", "grade_key", "urgency_scale"]

ABSENT = "none"
_TONES = ("first", "second", "third")


@dataclass(slots=True, frozen=True)
class Grade:
    """One step of the scale.

    ``key`` stands in addresses ("4", "急", "none"); ``label`` is for people ("★★★★ 优先级"); ``tier`` the legend's
    word or "图例未定义" or "未注明"; ``short`` one or two characters that tell it apart without colour; ``tone`` one
    of first, second, third, other, undefined, absent.
    """

    key: str
    label: str
    tier: str
    short: str
    tone: str
    meaning: str = ""


def grade_key(urgency: Urgency) -> str:
    """The key of the grade a mark belongs to."""
    if urgency.stars:
        return str(urgency.stars)
    return squeeze(urgency.printed) or ABSENT


def urgency_scale(system: StandardsSystem) -> list[Grade]:
    """Every grade the legend defines or the list uses, the most urgent first, blank last."""
    grades: dict[str, Grade] = {}
    defined = sorted(system.legend, key=lambda entry: -(entry.stars or 0))
    for rank, entry in enumerate(defined):
        mark = squeeze(entry.mark)
        key = str(entry.stars) if entry.stars else mark
        if not key or key in grades:
            continue
        tone = _TONES[rank] if rank < len(_TONES) else "other"
        label = f"{mark} {entry.tier}".strip() if entry.tier != mark else mark
        short = str(entry.stars) if entry.stars else (entry.tier or mark)[:1]
        grades[key] = Grade(key, label, entry.tier or mark, short, tone, entry.meaning)
    for item in system.planned_standards:
        key = grade_key(item.urgency)
        if key not in grades:
            grades[key] = _undefined(key, item)
    seen = list(grades)
    return sorted(grades.values(), key=lambda grade: _rank(grade, seen.index(grade.key)))


def _undefined(key: str, item: PlannedStandard) -> Grade:
    if key == ABSENT:
        return Grade(ABSENT, "未注明", "未注明", "–", "absent")
    printed = squeeze(item.urgency.printed) or "★" * (item.urgency.stars or 0)
    short = str(item.urgency.stars) if item.urgency.stars else printed[:1]
    return Grade(key, f"{printed} 图例未定义", "图例未定义", short, "undefined")


def _rank(grade: Grade, position: int) -> tuple[int, int]:
    if grade.key == ABSENT:
        return (2, 0)
    if grade.key.isdigit():
        return (0, -int(grade.key))
    return (1, position)
