"""Lists of relations as tables: columns declared once for page, XLSX, CSV and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from zhunsheng.apps.insight.asking import Around, Differences, Health, Impact
from zhunsheng.apps.insight.counting import Filter
from zhunsheng.apps.insight.gathering import Thing
from zhunsheng.apps.insight.noticing import Noticed
from zhunsheng.apps.insight.queries import LinkView
from zhunsheng.apps.insight.walking import Step
from zhunsheng.apps.insight.wording import forward, kind_word, origin_word, status_word
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.relations import ORIGINS, relation_types

__all__ = [
    "about",
    "around_table",
    "changes_table",
    "health_table",
    "impact_table",
    "is_day",
    "links_table",
    "path_table",
    "read_filter",
]

LINK_COLUMNS = [
    Column("subject_kind", "主体种类"),
    Column("subject", "主体"),
    Column("subject_title", "主体名称"),
    Column("type", "关联"),
    Column("target_kind", "客体种类"),
    Column("target", "客体"),
    Column("target_title", "客体名称"),
    Column("status", "状态"),
    Column("origin", "由来"),
    Column("degree", "程度"),
    Column("valid_from", "起"),
    Column("valid_to", "止"),
]


def read_filter(asked: Mapping[str, Any], modules: Iterable[str]) -> Filter:
    """The filter that an address asks for; what it names and nobody knows is left out."""
    known = set(modules)
    types = str(asked.get("type", "")).split(",")
    day = str(asked.get("on", ""))
    return Filter(
        start=_known(asked.get("from", ""), known),
        end=_known(asked.get("to", ""), known),
        types=frozenset(one for one in types if one in relation_types()),
        status=_known(asked.get("status", ""), {"confirmed", "suggested"}),
        origin=_known(asked.get("origin", ""), set(ORIGINS)),
        text=str(asked.get("q", "")).strip()[:100],
        on=day if is_day(day) else "",
    )


def is_day(text: str) -> bool:
    """Whether ``text`` is an ISO date."""
    try:
        return len(text) == 10 and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _known(value: Any, known: set[str]) -> str:
    return str(value) if str(value) in known else ""


def links_table(edition: Edition, rows: Iterable[LinkView], asked: str = "") -> Table:
    """The list of links as a table."""
    values: list[list[Any]] = [
        [
            kind_word(one.subject.kind),
            one.subject.code or one.subject.ref,
            one.subject.title,
            forward(one.type),
            kind_word(one.target.kind),
            one.target.code or one.target.ref,
            one.target.title,
            status_word(one.status),
            origin_word(one.edge.origin),
            one.edge.degree,
            one.edge.valid_from,
            one.edge.valid_to,
        ]
        for one in rows
    ]
    return Table("关联清单", LINK_COLUMNS, values, about(edition, asked))


def about(edition: Edition, asked: str = "") -> list[tuple[str, str, str]]:
    """What an exported file says of itself."""
    return [
        ("system", "体系", edition.system.name),
        ("edition", "版本", edition.display_label),
        ("content_hash", "内容指纹", edition.content_hash),
        ("filters", "条件", asked),
        ("exported", "导出日期", timezone.localdate().isoformat()),
    ]


def around_table(edition: Edition, thing: Thing, found: Around) -> Table:
    """The links near a thing."""
    columns = [Column("distance", "步数", True), *LINK_COLUMNS[:9]]
    rows: list[list[Any]] = [
        [distance, *_ends(step), status_word(step.edge.status), origin_word(step.edge.origin)]
        for distance, step in found.links
    ]
    return Table("关联", columns, rows, [("thing", "对象", thing.label), *about(edition)])


def impact_table(edition: Edition, found: Impact, change: str) -> Table:
    """What a change reaches, nearest first."""
    columns = [
        Column("distance", "距离", True),
        Column("kind", "种类"),
        Column("code", "编号或代码"),
        Column("title", "名称"),
        Column("certain", "只经已确认的关联可达"),
        Column("path", "缘由"),
    ]
    rows: list[list[Any]] = [
        [
            one.distance,
            kind_word(one.thing.kind),
            one.thing.code or one.thing.ref,
            one.thing.title,
            one.certain,
            "；".join(step.said for step in one.steps),
        ]
        for one in found.reached
    ]
    meta = [("thing", "对象", found.thing.label), ("change", "变动", change), *about(edition)]
    return Table("影响", columns, rows, meta)


def path_table(edition: Edition, start: Thing, end: Thing, steps: Iterable[Step]) -> Table:
    """The way from one thing to another."""
    columns = [Column("step", "第几步", True), *LINK_COLUMNS[:9]]
    rows: list[list[Any]] = [
        [number, *_ends(step), status_word(step.edge.status), origin_word(step.edge.origin)]
        for number, step in enumerate(steps, 1)
    ]
    return Table(
        "路径", columns, rows, [("from", "从", start.label), ("to", "到", end.label), *about(edition)]
    )


def health_table(
    edition: Edition, found: Health, tensions: Iterable[str], outdated: Iterable[Noticed] = ()
) -> Table:
    """What was replaced or withdrawn, rings, tensions, things without links, hubs."""
    columns = [Column("what", "情形"), Column("subject", "对象"), Column("number", "关联数", True)]
    rows: list[list[Any]] = [[one.title, one.text, None] for one in outdated]
    rows += [
        [f"{forward(kind)}成环", "；".join(step.said for step in steps), None] for kind, steps in found.rings
    ]
    rows += [["交叉重复未处理", said, None] for said in tensions]
    rows += [["没有任何关联", one.label, 0] for one in found.orphans]
    rows += [["关联最多", one.label, number] for one, number in found.hubs]
    return Table("关联要留意的", columns, rows, about(edition))


def _ends(step: Step) -> list[str]:
    subject, target = step.subject, step.target
    return [
        kind_word(subject.kind),
        subject.code or subject.ref,
        subject.title,
        forward(step.edge.type),
        kind_word(target.kind),
        target.code or target.ref,
        target.title,
    ]


def changes_table(before: Edition, edition: Edition, found: Differences) -> Table:
    """Links that came, went or changed their status from one edition to another."""
    columns = [Column("change", "变化"), *LINK_COLUMNS[:8], Column("was", "原状态")]
    rows: list[list[Any]] = [["新增", *_ends(one), status_word(one.edge.status), ""] for one in found.added]
    rows += [["去掉", *_ends(one), status_word(one.edge.status), ""] for one in found.removed]
    rows += [
        ["状态改变", *_ends(new), status_word(new.edge.status), status_word(old.edge.status)]
        for old, new in found.changed
    ]
    return Table(
        "关联的变化", columns, rows, [("before", "相比的版本", before.display_label), *about(edition)]
    )
