"""A small made-up world of standards: chains, adoption, two sources that disagree, an amendment, a dangling number.

Numbers and titles are invented; the shapes are those of real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry.actions import import_catalogue
from zhunsheng.catalogues.shape import Item, SourceInfo
from zhunsheng.core.registry.record import StatedParty, StatedRecord, StatedRelation

OFFICIAL = SourceInfo("official", "公告", "A", date="2026-01-01", url="https://example.cn/notices")
NOTES = SourceInfo("notes", "笔记", "C", date="2025-06-01")


class Given:
    """A connector that gives what it was given."""

    name, title = "table", "测试"

    def __init__(self, info: SourceInfo, records: list[StatedRecord]) -> None:
        self.info, self.records = info, records

    def recognises(self, path: Path) -> float:
        return 1.0

    def source(self, path: Path) -> SourceInfo:
        return self.info

    def items(self, path: Path, *, skip: int = 0) -> Iterator[Item]:
        for record in self.records[skip:]:
            yield Item(record)


def stated(
    number: str, title: str, *, relations: tuple[StatedRelation, ...] = (), **values: str
) -> StatedRecord:
    """A record with a body in two roles."""
    name = "title_en" if title.isascii() else "title_zh"
    parties = (
        StatedParty("administrator", "示例标准化技术委员会"),
        StatedParty("issuer", "示例监督管理总局"),
    )
    lists = {"ics": ("35.240", "35.020")}
    said = {name: title, **values}
    return StatedRecord(number, f"第 {number} 行", number, said, lists, relations=relations, parties=parties)


RECORDS = {
    OFFICIAL.code: [
        stated("GB/T 90001-2009", "照明管理 要求", issued="2009-05-01", implemented="2009-11-01"),
        stated(
            "GB/T 90001-2019",
            "照明管理 要求",
            issued="2019-05-10",
            implemented="2019-12-01",
            relations=(
                StatedRelation("replaces", "GB/T 90001-2009", said="代替"),
                StatedRelation("adopts", "ISO 99001:2018", degree="IDT"),
            ),
        ),
        stated(
            "GB/T 90001-2019/XG1-2022",
            "照明管理 要求 第1号修改单",
            issued="2022-03-01",
            relations=(StatedRelation("amends", "GB/T 90001-2019"),),
        ),
        stated("ISO 99001:2018", "Lighting management - Requirements", issued="2018-09"),
        stated(
            "DB32/T 9100-2024",
            "智能照明 数据规范",
            issued="2024-01-15",
            relations=(StatedRelation("cites", "GB/T 90001"), StatedRelation("cites", "GB/T 99999-2001")),
        ),
    ],
    NOTES.code: [stated("GB/T 90001-2019", "照明管理体系要求与指南", issued="2019-05-11")],
}


def build(folder: Path) -> None:
    """Bring the world into the registry."""
    for info in (OFFICIAL, NOTES):
        file = folder / f"{info.code}.csv"
        file.write_text("x", encoding="utf-8")
        import_catalogue(OPERATOR, file, Given(info, RECORDS[info.code]), source=info)
