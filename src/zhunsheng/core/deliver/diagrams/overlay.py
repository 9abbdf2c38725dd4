"""What may be laid over a picture of the structure: how many items there are, or how urgent they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from zhunsheng.core.deliver.diagrams.picture import MARK, Box, Mark, Picture, Text, in_lines
from zhunsheng.core.deliver.diagrams.text import text_width
from zhunsheng.core.deliver.scale import Grade, grade_key
from zhunsheng.core.guide.model import PlannedStandard

__all__ = ["MARK_GAP", "OVERLAYS", "MarkRow", "add_legend", "in_rows", "mark_rows", "marks_of", "place_marks"]

OVERLAYS = {"urgency": "缓急程度", "counts": "项数与序号", "none": "只看结构"}
MarkRow = list[tuple[Grade, int, float]]
"""Marks beside each other: grade, how many items each stands for, its width."""
MARK_GAP = 3.0


def mark_rows(items: list[PlannedStandard], grades: list[Grade], width: float, single: int) -> list[MarkRow]:
    """The marks of ``items`` in rows no wider than ``width``."""
    counts = Counter(grade_key(item.urgency) for item in items)
    return in_rows(marks_of(counts, grades, single), width)


def marks_of(counts: Mapping[str, int], grades: Sequence[Grade], single: int) -> MarkRow:
    """The marks for so many items of each grade: one for each item up to ``single`` in all, else counted."""
    each = sum(counts.values()) <= single
    marks: MarkRow = []
    for grade in grades:
        count = counts.get(grade.key, 0)
        shown = 1 if each else count
        wide = MARK + (2 + text_width(f"×{shown}", 11) if shown > 1 else 0)
        marks += [(grade, shown, wide)] * (count if each else min(1, count))
    return marks


def in_rows(marks: MarkRow, width: float) -> list[MarkRow]:
    """Marks in rows no wider than ``width``; one that alone is wider has a row of its own."""
    return in_lines(marks, lambda mark: mark[2], MARK_GAP, width)


def place_marks(box: Box, marks: MarkRow, x: float, y: float) -> float:
    """Put a row of marks into a box from ``x`` on; where the next would stand."""
    for grade, count, wide in marks:
        box.marks.append(Mark(x, y, grade.short, grade.tone, count))
        x += wide + MARK_GAP
    return x


def add_legend(
    picture: Picture,
    top: float,
    swatches: Sequence[tuple[str, str]],
    grades: Sequence[Grade],
    left: float = 1.0,
) -> float:
    """What lines, grounds and marks mean, in rows below ``top``; where it ends."""
    entries: list[tuple[str, Grade | None, str]] = [(cls, None, words) for cls, words in swatches]
    entries += [("", grade, grade.label) for grade in grades]
    x, y = left, top
    for cls, grade, words in entries:
        wide = 28 + text_width(words, 12) + 18
        if x > left and x + wide > picture.width:
            x, y = left, y + 22
        if grade is None:
            picture.boxes.append(Box("label", x, y, 22, 13, cls=cls))
        holder = Box("label", x, y - 1, wide - 16, 17, cls="dg-none")
        if grade is not None:
            holder.marks.append(Mark(x + 6, y, grade.short, grade.tone))
        holder.texts.append(Text(x + 28, y + 11, words, 12, "dg-soft"))
        picture.boxes.append(holder)
        x += wide
    return y + 20
