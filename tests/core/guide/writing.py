"""A small guide of our own for tests of the reader: a body that may be replaced, and a list or other lines behind it."""

from __future__ import annotations

from zhunsheng.core.guide.model import GuideDocument, PlannedStandard
from zhunsheng.core.guide.read import read_guide

__all__ = ["BODY", "FRONT", "codes", "read", "told"]

FRONT = "示例省水务标准体系建设指南\n（2026版）\n一、总体要求\n水务需要标准。\n"
BODY = """二、重点方向
（一）基础标准
基础标准包括术语、分类等方面。
1.术语标准
规范水务的名词术语。
2.分类标准
规范水务对象的分类与代码。
（二）设备标准
1.水表标准
规范水表的性能。
2.闸门标准
规范闸门的性能。
"""


def read(text: str = "", *, body: str = BODY, name: str = "guide.txt", front: str = FRONT) -> GuideDocument:
    """Read the guide with ``text`` as its annex."""
    annex = f"附件\n重点标准清单\n{text}" if text else ""
    return read_guide(f"{front}{body}{annex}".encode(), name=name)


def told(row: PlannedStandard) -> tuple[int | str | None, str | None, str, str]:
    """What most tests ask of a row: number, subsystem, name, urgency."""
    return (row.number, row.subsystem, row.name, row.urgency.printed)


def codes(document: GuideDocument) -> dict[str, str]:
    """Code → name of every subsystem."""
    return {item.code: item.name for item in document.subsystems}
