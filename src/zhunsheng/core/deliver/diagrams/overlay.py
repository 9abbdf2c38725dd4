"""What may be laid over a picture of the structure: how many items there are, or how urgent they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from zhunsheng.core.deliver.diagrams.picture import MARK, Box, Mark, Picture, Text
from zhunsheng.core.deliver.diagrams.text import text_width
from zhunsheng.core.deliver.scale import Grade, grade_key
from zhunsheng.core.guide.model import PlannedStandard

__all__ = ["OVERLAYS", "MarkRow", "add_legend", "mark_rows"]

OVERLAYS = {"urgency": "缓急程度", "counts": "项数与序号", "none": "只看结构"}
MarkRow = list[tuple[Grade, int, float]]
"""Marks beside each other: grade, how many items each stands for, its width."""


def mark_rows(items: list[PlannedStandard], grades: list[Grade], width: float, single: int) -> list[MarkRow]:
    """The marks of ``items`` in rows no wider than ``width``: one for each item up to ``single``, else counted."""
    counts = Counter(grade_key(item.urgency) for item in items)
    each = len(items) <= single
    rows: list[MarkRow] = []
    used = width
    for grade in grades:
        count = counts[grade.key]
        for _ in range(count if each else min(1, count)):
            shown = 1 if each else count
            wide = MARK + (2 + text_width(f"×{shown}", 11) if shown > 1 else 0)
            if used + 3 + wide > width:
                rows.append([])
                used = -3.0
            rows[-1].append((grade, shown, wide))
            used += 3 + wide
    return rows


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
