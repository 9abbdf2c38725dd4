"""What a case is, and guides that differ from the sound one in one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.core.lint.making import guide, rows, tree
from zhunsheng.core.guide.model import GuideDocument, PlannedStandard, Sighting, Subsystem

__all__ = ["Case", "listed", "sighted", "with_boxes", "without"]


@dataclass(frozen=True)
class Case:
    """``fires`` has exactly one finding of the rule, about ``subject`` on ``lines``; ``silent`` has none."""

    fires: Callable[[], GuideDocument]
    subject: str
    lines: list[int]
    silent: Callable[[], GuideDocument]


def without(number: int) -> GuideDocument:
    return guide(planned_standards=[one for one in rows() if one.number != number])


def with_boxes(*more: Subsystem, drop: str = "") -> list[Subsystem]:
    kept = [one for one in tree() if one.code not in drop.split()]
    return sorted([*kept, *more], key=lambda one: one.source.line_start)


def sighted(code: str, *places: Sighting) -> list[Subsystem]:
    return [replace(one, sightings=list(places)) if one.code == code else one for one in tree()]


def listed(*more: PlannedStandard) -> list[PlannedStandard]:
    return [*rows(), *more]
