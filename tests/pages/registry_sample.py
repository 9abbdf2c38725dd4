"""A small registry for page tests: two tables that say different things of the same standards. Numbers are examples."""

from __future__ import annotations

from pathlib import Path

from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry.actions import import_catalogue
from zhunsheng.apps.registry.models import ImportRun
from zhunsheng.catalogues.shape import SourceInfo

__all__ = ["BAD_TABLE", "NOTES", "OFFICIAL", "stock", "write_table"]

HEADS = "标准编号,中文标准名称,英文标准名称,发布日期,实施日期,标准状态,归口单位,代替标准,采标国际标准,采标程度,ICS,CCS"
OFFICIAL = [
    "GB/T 90001-2024,示例 人工智能 术语,Example - Artificial intelligence - Terms,2024-03-01,2024-10-01,现行,"
    "示例标准化技术委员会,GB/T 90001-2012,ISO/IEC 99001:2022,IDT,35.020,L70",
    "GB/T 90001-2012,示例 人工智能 词汇,,2012-05-01,2012-10-01,废止,示例标准化技术委员会,,,,35.020,L70",
    "GB/T 90002-2025,示例 大模型 要求,,2025-05-01,2099-01-01,即将实施,示例标准化技术委员会,,,,35.240.01,L70",
    "DB32/T 99003-2023,示例 智能工厂 指南,,2023-05-01,2023-06-01,现行,示例市市场监督管理局,,,,25.040,",
    "ISO/IEC 99001:2022,,Artificial intelligence - Vocabulary example,2022-07-01,,,,,,,35.020,",
]
NOTES = [
    "GB/T 90001-2024,示例 人工智能 术语,,2024-03-05,2024-10-01,现行,,,,,,",
    "T/EX 99004-2021,示例 数据标注 规程,,2021-02-01,2021-03-01,现行,示例协会,,,,,",
]
#: three rows that need a person: no number, no such date, no number of a standard
BAD_TABLE = [
    "GB/T 90010-2024,示例 第十项,,2024-03-01,2024-10-01,现行,,,,,,",
    ",没有编号的一行,,2024-01-01,2024-02-01,现行,,,,,,",
    "GB/T 90011-2024,日期写错的一行,,2024-13-45,2024-10-01,现行,,,,,,",
    "不是编号,编号读不出的一行,,2024-01-01,,现行,,,,,,",
]


def write_table(path: Path, rows: list[str], heads: str = HEADS) -> Path:
    """A CSV of these lines."""
    path.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
    return path


def stock(folder: Path) -> list[ImportRun]:
    """Bring both tables in: an official one and somebody's notes."""
    told = [
        ("official.csv", OFFICIAL, SourceInfo("example-official", "示例官方目录", "A", date="2026-01-05")),
        ("notes.csv", NOTES, SourceInfo("example-notes", "示例笔记", "C", date="2026-02-01")),
    ]
    return [
        import_catalogue(OPERATOR, write_table(folder / name, rows), name="table", source=source)
        for name, rows, source in told
    ]
