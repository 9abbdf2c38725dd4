"""The atlas: everything of one edition at its place, as columns for a picture that is drawn elsewhere.

Nodes stand in reading order (module, category, planned items in the order of the list, then standards by number).
What a view leaves in (:class:`AtlasView`) is decided here for the table and its exports, and in
``frontend/src/atlas/filters.ts`` for the picture; a browser test holds both against each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.registry.words import LEVELS, STATUSES

__all__ = [
    "CHANGES",
    "KINDS",
    "LINKS",
    "PAYLOAD_VERSION",
    "Atlas",
    "AtlasView",
    "Cell",
    "Line",
    "Node",
    "Sector",
    "atlas_table",
    "gathered",
    "payload",
]

#: raised whenever the columns change, so that an old script does not misread a new payload
PAYLOAD_VERSION = 1
#: kind of a node → word; the order is that of the numbers in the payload
KINDS = {"subsystem": "子体系", "planned": "拟制定标准", "standard": "标准", "basis": "依据"}
#: what became of a node from one edition to the other
CHANGES = {
    "": "没有变化",
    "added": "新增",
    "removed": "不再列入",
    "moved": "移到这里",
    "moved_from": "原在这里",
    "changed": "有改动",
}
#: which links count, by their status
LINKS = {"": "全部", "confirmed": "已确认", "suggested": "待确认"}
_LINK_STATUSES = ("confirmed", "suggested")


@dataclass(slots=True)
class Node:
    """One dot. ``box`` is the code of the subsystem it lies in ("" where none); dates are ISO as exact as known.

    ``since`` and ``until`` bound the days on which it is there; both "" where it has no days. ``urgency`` is a
    grade's key, ``status`` and ``level`` are those of a standard. ``count`` is how many it stands for where many
    alike are drawn as one.
    """

    key: str
    kind: str
    code: str
    title: str
    box: str = ""
    module: str = ""
    status: str = ""
    urgency: str = ""
    level: str = ""
    since: str = ""
    until: str = ""
    href: str = ""
    x: float = 0.0
    y: float = 0.0
    r: float = 0.01
    change: str = ""
    count: int = 1


@dataclass(slots=True)
class Line:
    """One link between two nodes by their places in the list of nodes."""

    subject: int
    type: str
    target: int
    status: str = "confirmed"
    since: str = ""
    until: str = ""


@dataclass(slots=True)
class Sector:
    """A module: from angle ``start`` to ``stop`` (radians, clockwise from the right)."""

    code: str
    name: str
    hue: int
    start: float
    stop: float


@dataclass(slots=True)
class Cell:
    """A category: a piece of a ring inside its module's sector. ``count`` is that of its planned standards."""

    code: str
    name: str
    sector: int
    start: float
    stop: float
    inner: float
    outer: float
    count: int = 0

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        angle, radius = (self.start + self.stop) / 2, (self.inner + self.outer) / 2
        return (radius * math.cos(angle), radius * math.sin(angle))


@dataclass(slots=True, weakref_slot=True)
class Atlas:
    """One edition as it is drawn. ``types`` are (key, forward words, family); ``grades`` (key, label, tone)."""

    title: str
    layout: str
    size: float
    types: list[tuple[str, str, str, str]]
    grades: list[tuple[str, str, str]]
    sectors: list[Sector] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    bases: dict[str, str] = field(default_factory=dict)

    @property
    def days(self) -> tuple[str, str]:
        """The first and the last day on which anything changes; "" where nothing has a date."""
        dated: Iterable[Node | Line] = chain(self.nodes, self.lines)
        known = {day for one in dated for day in (one.since, one.until)} - {""}
        return (min(known), max(known)) if known else ("", "")


@dataclass(slots=True, frozen=True)
class AtlasView:
    """What the address leaves in: sets of values by column, empty where all are wanted."""

    kind: frozenset[str] = frozenset()
    module: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    urgency: frozenset[str] = frozenset()
    level: frozenset[str] = frozenset()
    change: frozenset[str] = frozenset()
    type: frozenset[str] = frozenset()
    links: str = ""
    on: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> AtlasView:
        """The view that query parameters ask for; several values of one column stand between commas."""

        def many(name: str) -> frozenset[str]:
            return frozenset(part for part in asked.get(name, "").split(",") if part)

        links = asked.get("links", "")
        return cls(
            kind=many("kind"),
            module=many("module"),
            status=many("status"),
            urgency=many("urgency"),
            level=many("level"),
            change=many("change"),
            type=many("type"),
            links=links if links in LINKS else "",
            on=asked.get("on", ""),
        )

    def keeps_line(self, line: Line) -> bool:
        """Whether a link counts in this view."""
        if self.links and line.status != self.links:
            return False
        if self.type and line.type not in self.type:
            return False
        return _there(line.since, line.until, self.on)

    def keeps_node(self, node: Node) -> bool:
        """Whether a node is in this view, its links aside."""
        for name in ("kind", "module", "status", "urgency", "level", "change"):
            wanted: frozenset[str] = getattr(self, name)
            if wanted and getattr(node, name) not in wanted:
                return False
        return _there(node.since, node.until, self.on)

    def shown(self, atlas: Atlas) -> list[int]:
        """Places of the nodes in this view; with ``type`` or ``links`` only those at an end of such a link."""
        kept = [self.keeps_node(node) for node in atlas.nodes]
        if self.type or self.links:
            linked = [False] * len(atlas.nodes)
            for line in atlas.lines:
                if self.keeps_line(line):
                    linked[line.subject] = linked[line.target] = True
            kept = [one and other for one, other in zip(kept, linked, strict=True)]
        return [place for place, one in enumerate(kept) if one]


def _there(since: str, until: str, day: str) -> bool:
    """Whether ``day`` lies between the two dates; dates that are not known bound nothing."""
    if not day:
        return True
    return (not since or since <= day) and (not until or until > day)


def gathered(atlas: Atlas) -> Atlas:
    """The same with all that are alike in one category as one node, to be laid out anew: for very many nodes.

    Alike are nodes of one kind, status, grade, level and change. Their days are left out; links between the same
    two become one.
    """
    heads: dict[tuple[str, ...], int] = {}
    place: list[int] = []
    nodes: list[Node] = []
    for node in atlas.nodes:
        alike: tuple[str, ...] = (node.kind, node.box, node.status, node.urgency, node.level, node.change)
        if node.kind in {"subsystem", "basis"}:
            alike = (node.key,)
        if alike not in heads:
            heads[alike] = len(nodes)
            nodes.append(
                replace(node, key=node.key if len(alike) == 1 else "all:" + ":".join(alike), count=0)
            )
        place.append(heads[alike])
        nodes[heads[alike]].count += 1
    for node in nodes:
        if node.key.startswith("all:"):
            node.code, node.title, node.href, node.since, node.until = "", f"{node.count} 项", "", "", ""
    lines: dict[tuple[int, str, int, str], Line] = {}
    for line in atlas.lines:
        ends = (place[line.subject], place[line.target])
        if ends[0] != ends[1]:
            name = (ends[0], line.type, ends[1], line.status)
            lines.setdefault(name, Line(ends[0], line.type, ends[1], line.status))
    return replace(
        atlas, nodes=nodes, lines=list(lines.values()), sectors=[], cells=[], bases=dict(atlas.bases)
    )


def payload(atlas: Atlas) -> dict[str, Any]:
    """The atlas as columns: kinds, states and codes are numbers into the lists beside them."""
    return {
        "version": PAYLOAD_VERSION,
        "layout": atlas.layout,
        "title": atlas.title,
        "size": round(atlas.size, 4),
        "days": list(atlas.days),
        "types": [
            {"key": key, "forward": forward, "backward": backward, "family": family}
            for key, forward, backward, family in atlas.types
        ],
        "kinds": [
            {"key": key, "word": word, "base": atlas.bases.get(key, "")} for key, word in KINDS.items()
        ],
        "statuses": [{"key": key, "word": word} for key, word in STATUSES.items()],
        "levels": [{"key": key, "word": word} for key, word in LEVELS.items()],
        "urgencies": [{"key": key, "word": label, "tone": tone} for key, label, tone in atlas.grades],
        "changes": [{"key": key, "word": word} for key, word in CHANGES.items()],
        "sectors": [
            {"code": one.code, "name": one.name, "hue": one.hue, "from": _n(one.start), "to": _n(one.stop)}
            for one in atlas.sectors
        ],
        "rings": [
            {
                "code": one.code,
                "name": one.name,
                "sector": one.sector,
                "from": _n(one.start),
                "to": _n(one.stop),
                "inner": _n(one.inner),
                "outer": _n(one.outer),
                "count": one.count,
            }
            for one in atlas.cells
        ],
        "nodes": _node_columns(atlas),
        "edges": _line_columns(atlas),
    }


def _node_columns(atlas: Atlas) -> dict[str, list[Any]]:
    nodes = atlas.nodes
    return {
        "key": [one.key for one in nodes],
        "kind": _numbers(list(KINDS), [one.kind for one in nodes]),
        "label": [one.title for one in nodes],
        "code": [one.code for one in nodes],
        "x": [_n(one.x) for one in nodes],
        "y": [_n(one.y) for one in nodes],
        "r": [_n(one.r) for one in nodes],
        "module": _numbers([one.code for one in atlas.sectors], [one.module for one in nodes]),
        "ring": _numbers([one.code for one in atlas.cells], [one.box for one in nodes]),
        "status": _numbers(list(STATUSES), [one.status for one in nodes]),
        "urgency": _numbers([key for key, *_ in atlas.grades], [one.urgency for one in nodes]),
        "level": _numbers(list(LEVELS), [one.level for one in nodes]),
        "since": [one.since for one in nodes],
        "until": [one.until for one in nodes],
        "href": [one.href for one in nodes],
        "change": _numbers(list(CHANGES), [one.change for one in nodes]),
        "count": [one.count for one in nodes],
    }


def _line_columns(atlas: Atlas) -> dict[str, list[Any]]:
    return {
        "from": [one.subject for one in atlas.lines],
        "to": [one.target for one in atlas.lines],
        "type": _numbers([key for key, *_ in atlas.types], [one.type for one in atlas.lines]),
        "status": _numbers(_LINK_STATUSES, [one.status for one in atlas.lines]),
        "since": [one.since for one in atlas.lines],
        "until": [one.until for one in atlas.lines],
    }


def _n(value: float) -> float:
    return round(value, 4)


def _numbers(known: Sequence[str], values: Sequence[str]) -> list[int]:
    """Places in ``known``; -1 for what is not there."""
    places = {key: place for place, key in enumerate(known)}
    return [places.get(value, -1) for value in values]


_COLUMNS = (
    Column("kind", "种类"),
    Column("code", "编号"),
    Column("title", "名称"),
    Column("module", "模块"),
    Column("box", "类别"),
    Column("status", "状态"),
    Column("urgency", "缓急程度"),
    Column("level", "层级"),
    Column("links", "关联数", numeric=True),
)


def atlas_table(atlas: Atlas, view: AtlasView, shown: Sequence[int] | None = None) -> Table:
    """The nodes of a view as rows, in reading order; ``links`` counts those of the view."""
    degree = [0] * len(atlas.nodes)
    for line in atlas.lines:
        if view.keeps_line(line):
            degree[line.subject] += 1
            degree[line.target] += 1
    names = {one.code: f"{one.code} {one.name}" for one in atlas.sectors}
    names |= {one.code: f"{one.code} {one.name}" for one in atlas.cells}
    grades = {key: label for key, label, _tone in atlas.grades}
    changed = any(node.change for node in atlas.nodes)
    rows: list[list[str | int]] = []
    for place in view.shown(atlas) if shown is None else shown:
        one = atlas.nodes[place]
        rows.append(
            [
                KINDS[one.kind],
                one.code,
                one.title,
                names.get(one.module, one.module),
                names.get(one.box, one.box),
                STATUSES.get(one.status, one.status),
                grades.get(one.urgency, one.urgency),
                LEVELS.get(one.level, one.level),
                degree[place],
                *([CHANGES[one.change]] if changed else []),
            ]
        )
    return Table(atlas.title, (*_COLUMNS, Column("change", "变化")) if changed else _COLUMNS, rows)
