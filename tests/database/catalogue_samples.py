"""A connector for tests: records made in Python, handed out as if read from a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhunsheng.catalogues.shape import BadRow, Item, SourceInfo
from zhunsheng.core.registry.record import StatedParty, StatedRecord, StatedRelation

__all__ = ["Made", "stated"]


def stated(number: str, title: str = "", *, local_id: str = "", **more: Any) -> StatedRecord:
    """A record; ``more``: values by field, ``relations``/``parties`` as tuples, ``ics``, ``others``, ``grades``."""
    relations = tuple(StatedRelation(*one) for one in more.pop("relations", ()))
    parties = tuple(StatedParty(*one) for one in more.pop("parties", ()))
    others = tuple(more.pop("others", ()))
    lists = {name: tuple(more.pop(name)) for name in ("ics", "ccs", "keywords") if name in more}
    grades = more.pop("grades", {})
    values = {"title_zh": title, **more} if title else dict(more)
    return StatedRecord(
        local_id or number,
        f"样例第 {number} 条",
        number,
        values=values,
        lists=lists,
        other_numbers=others,
        relations=relations,
        parties=parties,
        grades=grades,
    )


@dataclass
class Made:
    """A connector over records (or bad rows) in memory."""

    records: Sequence[StatedRecord | BadRow]
    code: str = "made"
    grade: str = "A"
    date: str = "2026-01-01"
    name: str = "made"
    title: str = "样例"
    told: list[int] = field(default_factory=list)

    def recognises(self, path: Path) -> float:
        """Never by itself."""
        return 0.0

    def source(self, path: Path) -> SourceInfo:
        """The source the records speak for."""
        return SourceInfo(self.code, f"来源 {self.code}", self.grade, date=self.date)

    def items(self, path: Path, *, skip: int = 0) -> Iterator[Item]:
        """The records in their order."""
        for place, one in enumerate(self.records):
            if place >= skip:
                done = (place + 1) / len(self.records)
                yield Item(None, (one,), done) if isinstance(one, BadRow) else Item(one, (), done)
