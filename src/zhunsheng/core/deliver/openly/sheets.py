"""The tables of open data as CSV: nodes and edges for Gephi and Excel, and the registry table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from zhunsheng.core.deliver.openly.names import clean
from zhunsheng.core.deliver.openly.network import EDGE_FIELDS, NODE_FIELDS, edges, vertices
from zhunsheng.core.deliver.openly.shape import DERIVED_SOURCES, Holdings, Step, untold
from zhunsheng.core.deliver.tables import csv_pieces
from zhunsheng.core.registry.record import BODY_ROLES, TEXT_FIELDS
from zhunsheng.core.registry.words import BODY_KINDS, GRADES, LEVELS, NATURES, STATUSES, VERIFICATION_STATES

__all__ = ["SHEETS", "Sheet", "sheet_pieces"]

Row = Sequence[str | int]
#: the heads by which Gephi knows its own columns; all others are Chinese
_GEPHI_NODE = {"id": "Id", "label": "Label"}
_GEPHI_EDGE = {"id": "Id", "source": "Source", "target": "Target"}
#: columns of values that are codes: field → code → Chinese word
_WORDS = {"level": LEVELS, "nature": NATURES, "status": STATUSES}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: ``key`` names its file, ``heads`` its columns, ``rows`` gives them one by one."""

    key: str
    title: str
    heads: tuple[str, ...]
    rows: Callable[[Holdings, Step], Iterable[Row]]


def sheet_pieces(sheet: Sheet, holdings: Holdings, step: Step = untold) -> Iterator[str]:
    """The table as CSV text, with the mark by which Excel knows UTF-8; nothing in it is ever a formula."""
    rows = (
        tuple(clean(cell) if isinstance(cell, str) else cell for cell in row)
        for row in sheet.rows(holdings, step)
    )
    return csv_pieces(sheet.heads, rows)


def _nodes(holdings: Holdings, _step: Step) -> Iterator[Row]:
    yield from vertices(holdings)


def _edges(holdings: Holdings, _step: Step) -> Iterator[Row]:
    for edge in edges(holdings):
        yield (
            edge.source,
            edge.target,
            "Directed",
            *(value for name, value in edge._asdict().items() if name not in {"source", "target"}),
        )


def _standards(holdings: Holdings, step: Step) -> Iterator[Row]:
    for done, one in enumerate(holdings.standards(), 1):
        values = {fact.field: fact.value for fact in one.facts}
        values["status"] = one.status
        yield (
            one.number,
            *(_word(name, values.get(name, "")) for name in TEXT_FIELDS),
            "；".join(one.ics),
            "；".join(one.ccs),
            *("；".join(party.name for party in one.parties if party.role == role) for role in BODY_ROLES),
            "；".join(number.number for number in one.numbers if number.kind != "main"),
            VERIFICATION_STATES.get(one.verification, one.verification),
            "是" if one.contested else "否",
            one.status_basis,
            "；".join(
                dict.fromkeys(
                    v.source for f in one.facts for v in f.voices if v.source not in DERIVED_SOURCES
                )
            ),
        )
        step(done)


def _word(name: str, value: str) -> str:
    return _WORDS[name].get(value, value) if name in _WORDS else value


def _values(holdings: Holdings, _step: Step) -> Iterator[Row]:
    for one in holdings.standards():
        for fact in one.facts:
            for voice in fact.voices:
                yield (
                    one.number,
                    TEXT_FIELDS[fact.field],
                    _word(fact.field, voice.value),
                    "是" if voice.agrees else "否",
                    VERIFICATION_STATES.get(fact.state, fact.state),
                    voice.source,
                    GRADES.get(voice.grade, voice.grade),
                    voice.date,
                    voice.place,
                    voice.evidence,
                )


def _bodies(holdings: Holdings, _step: Step) -> Iterator[Row]:
    for one in holdings.bodies():
        yield one.name, BODY_KINDS.get(one.kind, one.kind), "；".join(one.abbreviations)


def _sources(holdings: Holdings, _step: Step) -> Iterator[Row]:
    for one in holdings.sources():
        yield one.code, one.name, GRADES.get(one.grade, one.grade), one.date, one.licence, one.url


def _subsystems(holdings: Holdings, _step: Step) -> Iterator[Row]:
    for edition in holdings.editions():
        for box in edition.system.subsystems:
            yield (
                *(edition.slug, edition.key, box.code, box.name, box.parent or "", box.level),
                *("；".join(box.topics), box.source.line_start or ""),
            )


def _planned(holdings: Holdings, _step: Step) -> Iterator[Row]:
    for edition in holdings.editions():
        for item in edition.system.planned_standards:
            yield (
                *(edition.slug, edition.key, "" if item.number is None else str(item.number), item.name),
                *(item.subsystem or "", item.urgency.tier or item.urgency.printed, item.identifier or ""),
                *(item.status or "", item.source.line_start or ""),
            )


def _heads(fields: dict[str, str], own: dict[str, str]) -> Iterator[str]:
    return (own.get(name, label) for name, label in fields.items())


_ALL = (
    Sheet("nodes", "节点", tuple(_heads(NODE_FIELDS, _GEPHI_NODE)), _nodes),
    Sheet(
        "edges",
        "关联",
        (
            *("Source", "Target", "Type", "Id"),
            *(label for name, label in EDGE_FIELDS.items() if name not in _GEPHI_EDGE),
        ),
        _edges,
    ),
    Sheet(
        "standards",
        "标准",
        (
            "标准编号",
            *TEXT_FIELDS.values(),
            "ICS",
            "CCS",
            *BODY_ROLES.values(),
            *("其他编号", "核实状态", "来源有矛盾", "状态的依据", "来源"),
        ),
        _standards,
    ),
    Sheet(
        "values",
        "每个值的出处",
        ("标准编号", "字段", "值", "采用", "核实状态", "来源", "等级", "数据日期", "位置", "证据网址"),
        _values,
    ),
    Sheet("bodies", "机构", ("名称", "种类", "简称"), _bodies),
    Sheet("sources", "来源", ("代号", "名称", "等级", "数据日期", "许可", "网址"), _sources),
    Sheet(
        "subsystems",
        "子体系",
        ("体系", "版本", "代码", "名称", "上一级", "层次", "方向", "原文行"),
        _subsystems,
    ),
    Sheet(
        "planned",
        "拟制定标准",
        ("体系", "版本", "序号", "名称", "子体系", "缓急程度", "标准编号或体系编号", "状态", "原文行"),
        _planned,
    ),
)
#: key → table
SHEETS: dict[str, Sheet] = {sheet.key: sheet for sheet in _ALL}
