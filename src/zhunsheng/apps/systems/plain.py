"""Systems as plain data with Chinese descriptions: what the interface, the pages' ``.json`` and assistants hand out."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from ninja import Field, Schema

from zhunsheng.apps.systems import queries
from zhunsheng.apps.systems.addressed import edition_address
from zhunsheng.apps.systems.models import Edition, System
from zhunsheng.core.deliver.overview import overview_of
from zhunsheng.core.deliver.scale import grade_key, urgency_scale
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import PlannedStandard, SourceSpan, Subsystem
from zhunsheng.core.records import to_plain

__all__ = [
    "CheckOut",
    "EditionOut",
    "GuessOut",
    "ItemOut",
    "ItemWhole",
    "Lines",
    "OverviewOut",
    "SubsystemOut",
    "SubsystemWhole",
    "SystemOut",
    "edition_plain",
    "findings_plain",
    "item_plain",
    "item_whole",
    "items_plain",
    "overview_plain",
    "subsystem_plain",
    "subsystem_whole",
    "system_plain",
]

_STATUSES = dict(Edition.STATUSES)


class Lines(Schema):
    """Where something is printed."""

    line_start: int = Field(description="来源文件的起始行，从 1 起；0 为不明")
    line_end: int = Field(description="结束行，含")
    page: int | None = Field(description="页，来源文件有页时")


class GuessOut(Schema):
    """A value that is not simply printed."""

    field: str = Field(description="哪个值")
    reason: str = Field(description="为什么这样定")
    confidence: float = Field(description="把握，0 到 1")


class EditionOut(Schema):
    """An edition in short."""

    key: str = Field(description="版本在地址中的名字：2025版、2025版-r2、draft-…")
    uid: str = Field(description="不变的内部标识")
    label: str = Field(description="版次")
    revision: int = Field(description="同一版次的第几次修订")
    status: str = Field(description="draft 草稿，published 已发布，discarded 已废弃")
    status_label: str = Field(description="状态的中文")
    guide_status: str = Field(description="指南自称的状态，如征求意见稿")
    title: str = Field(description="标题")
    published_at: str | None = Field(description="发布时间")
    content_hash: str = Field(description="已发布内容的 SHA-256")
    address: str = Field(description="网页")
    api: str = Field(description="数据")


class SystemOut(Schema):
    """A system and its editions."""

    slug: str = Field(description="体系的简称，用于地址")
    name: str = Field(description="体系名称")
    address: str = Field(description="网页")
    editions: list[EditionOut] = Field(description="可见的版本，新的在前")


class Count(Schema):
    """How many of something."""

    key: str
    label: str
    count: int


class ModuleOut(Schema):
    """A first-level subsystem with its figures."""

    code: str
    name: str
    parts: int = Field(description="其下子体系数")
    items: int = Field(description="其下标准方向数")
    urgency: list[Count] = Field(description="各缓急程度的数量")
    empty: list[str] = Field(description="没有标准方向的类别代码")


class TargetOut(Schema):
    """A target."""

    name: str
    comparator: str = Field(description=">= > = <= < 之一")
    value: float
    unit: str
    year: int | None
    printed: str = Field(description="印出的文字")
    source: Lines


class BasisOut(Schema):
    """A law, policy or standard the system rests on."""

    kind: str
    title: str
    document_number: str | None
    identifier: str | None
    source: Lines


class MeasureOut(Schema):
    """An implementing measure."""

    title: str
    commitments: list[str]
    source: Lines


class OverviewOut(EditionOut):
    """An edition with its figures."""

    system: str = Field(description="体系简称")
    system_name: str
    issuers: list[str] = Field(description="发布单位")
    source_name: str = Field(description="来源文件名")
    source_sha256: str
    source_attached: bool = Field(description="来源文件是否在库")
    subsystem_count: int
    item_count: int
    urgency: list[Count] = Field(description="各缓急程度的标准方向数")
    modules: list[ModuleOut]
    empty: list[str] = Field(description="没有标准方向的类别代码")
    targets: list[TargetOut]
    measures: list[MeasureOut]
    bases: list[BasisOut]
    findings: list[Count] = Field(description="未静默的校核发现，按严重程度")


class SubsystemOut(Schema):
    """A subsystem in short."""

    code: str
    name: str
    printed_name: str = Field(description="印出的名称")
    level: int = Field(description="层级，1 为模块")
    parent: str | None = Field(description="上级代码")
    group: str | None = Field(description="其间不带代码的小标题")
    abbreviation: str | None
    aliases: list[str]
    topics: list[str] = Field(description="其下点名的方向")
    own_items: int = Field(description="直接列在其下的标准方向数")
    items: int = Field(description="连同下级的标准方向数")
    empty: bool = Field(description="没有下级也没有标准方向")
    source: Lines
    address: str


class ItemOut(Schema):
    """A planned standard."""

    name: str = Field(description="标准名称（方向）")
    key: str = Field(description="在地址中的名字：序号，或 row-行次")
    number: str = Field(description="序号，未印为空")
    position: int = Field(description="清单第几行")
    subsystem: str | None = Field(description="最深一级类别的代码")
    subsystem_name: str
    module: str | None = Field(description="模块代码")
    identifier: str | None = Field(description="印出的标准编号")
    status: str | None = Field(description="印出的状态")
    urgency: str = Field(description="缓急程度的键：星数、标志或 none")
    urgency_label: str
    extra: dict[str, str] = Field(description="清单的其他各列")
    findings: int = Field(description="未静默的校核发现数")
    source: Lines
    address: str


class CheckOut(Schema):
    """One finding of the checks."""

    rule: str
    severity: str = Field(description="error 错误，warning 警告，note 提示")
    title: str
    message: str
    subject: str
    suggestion: str
    lines: list[int]
    subsystems: list[str]
    items: list[str]
    fingerprint: str = Field(description="同一发现的标识，换版本不变")
    silenced: bool
    reason: str = Field(description="静默或确认的理由")


class SubsystemWhole(SubsystemOut):
    """A subsystem with what lies in it."""

    path: list[str] = Field(description="自模块起的代码")
    scope: str = Field(description="范围")
    summary: str
    children: list[SubsystemOut]
    standards: list[ItemOut] = Field(description="其下的标准方向")
    guesses: list[GuessOut]


class ItemWhole(ItemOut):
    """A planned standard with what was printed, what was guessed, what the checks say."""

    printed_name: str
    printed_number: str
    printed_category: str
    printed_identifier: str
    printed_urgency: str
    category_basis: str = Field(description="类别由何而来：printed、merged、code、absent")
    guesses: list[GuessOut]
    finding_list: list[CheckOut]


def _at(name: str, edition: Edition, *more: Any) -> str:
    return edition_address(f"systems:{name}", edition, *more)


def edition_plain(edition: Edition) -> dict[str, Any]:
    """:class:`EditionOut`."""
    return {
        "key": edition.key,
        "uid": str(edition.uid),
        "label": edition.label,
        "revision": edition.revision,
        "status": edition.status,
        "status_label": _STATUSES[edition.status],
        "guide_status": edition.guide_status,
        "title": edition.title,
        "published_at": edition.published_at.isoformat() if edition.published_at else None,
        "content_hash": edition.content_hash,
        "address": _at("overview", edition),
        "api": f"/api/v1/systems/{edition.system.slug}/{quote(edition.key_in_address)}",
    }


def system_plain(system: System, editions: list[Edition]) -> dict[str, Any]:
    """:class:`SystemOut`."""
    return {
        "slug": system.slug,
        "name": system.name,
        "address": reverse("systems:system", args=[system.slug]),
        "editions": [edition_plain(item) for item in editions],
    }


def overview_plain(edition: Edition) -> dict[str, Any]:
    """:class:`OverviewOut`."""
    tree = SystemTree(queries.load_system(edition))
    content, figures = tree.system, overview_of(tree)
    severities = Counter(found["severity"] for found in findings_plain(edition) if not found["silenced"])
    return {
        **edition_plain(edition),
        "system": edition.system.slug,
        "system_name": edition.system.name,
        "issuers": list(edition.issuers),
        "source_name": edition.source_name,
        "source_sha256": edition.source_sha256,
        "source_attached": queries.has_source(edition),
        "subsystem_count": len(tree.by_code),
        "item_count": figures.items,
        "urgency": _grades(figures.grades),
        "modules": [
            {
                "code": line.subsystem.code,
                "name": line.subsystem.name,
                "parts": line.parts,
                "items": line.items,
                "urgency": _grades(line.grades),
                "empty": [item.code for item in line.empty],
            }
            for line in figures.modules
        ],
        "empty": [item.code for item, _hue in figures.empty],
        "targets": [_with_lines(item) for item in content.targets],
        "measures": [_with_lines(item) for item in content.measures],
        "bases": [_with_lines(item) for item in content.bases],
        "findings": [
            {"key": key, "label": label, "count": severities[key]} for key, label in _SEVERITIES.items()
        ],
    }


_SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}


def _grades(grades: Any) -> list[dict[str, Any]]:
    return [{"key": grade.key, "label": grade.label, "count": count} for grade, count in grades]


def _lines(span: SourceSpan) -> dict[str, Any]:
    return {"line_start": span.line_start, "line_end": span.line_end, "page": span.page}


def _with_lines(record: Any) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(record)
    return {**plain, "source": _lines(record.source)}


def _guesses(record: Any) -> list[dict[str, Any]]:
    return [
        {"field": item.field, "reason": item.reason, "confidence": item.confidence} for item in record.guesses
    ]


def subsystem_plain(edition: Edition, tree: SystemTree, item: Subsystem) -> dict[str, Any]:
    """:class:`SubsystemOut`."""
    return {
        "code": item.code,
        "name": item.name,
        "printed_name": item.printed_name,
        "level": item.level,
        "parent": item.parent,
        "group": item.group,
        "abbreviation": item.abbreviation,
        "aliases": list(item.aliases),
        "topics": list(item.topics),
        "own_items": len(tree.own_items(item.code)),
        "items": len(tree.items(item.code)),
        "empty": tree.is_empty(item.code),
        "source": _lines(item.source),
        "address": _at("subsystem", edition, item.code),
    }


def subsystem_whole(edition: Edition, tree: SystemTree, item: Subsystem) -> dict[str, Any]:
    """:class:`SubsystemWhole`."""
    return {
        **subsystem_plain(edition, tree, item),
        "path": [part.code for part in tree.path(item.code)],
        "scope": item.scope,
        "summary": item.summary,
        "children": [subsystem_plain(edition, tree, child) for child in tree.children(item.code)],
        "standards": items_plain(edition, tree, tree.items(item.code)),
        "guesses": _guesses(item),
    }


def items_plain(edition: Edition, tree: SystemTree, rows: list[PlannedStandard]) -> list[dict[str, Any]]:
    """:class:`ItemOut` of several rows."""
    counts: Counter[str] = Counter()
    for found in findings_plain(edition):
        if not found["silenced"]:
            counts.update(found["items"])
    grades = {grade.key: grade.label for grade in urgency_scale(tree.system)}
    return [item_plain(edition, tree, row, counts, grades) for row in rows]


def item_plain(
    edition: Edition,
    tree: SystemTree,
    row: PlannedStandard,
    counts: Counter[str],
    grades: dict[str, str],
) -> dict[str, Any]:
    """:class:`ItemOut`; ``counts`` gives findings by printed number, ``grades`` the words of the scale."""
    box, module = tree.by_code.get(row.subsystem or ""), tree.module_of(row.subsystem)
    urgency = grade_key(row.urgency)
    return {
        "name": row.name,
        "key": tree.item_name(row),
        "number": "" if row.number is None else str(row.number),
        "position": row.position,
        "subsystem": row.subsystem,
        "subsystem_name": box.name if box else "",
        "module": module.code if module else None,
        "identifier": row.identifier,
        "status": row.status,
        "urgency": urgency,
        "urgency_label": grades.get(urgency, urgency),
        "extra": dict(row.extra),
        "findings": counts[_called(row)],
        "source": _lines(row.source),
        "address": _at("item", edition, tree.item_name(row)),
    }


def _called(row: PlannedStandard) -> str:
    """How findings name a row."""
    return str(row.number) if row.number is not None else f"#{row.position}"


def item_whole(edition: Edition, tree: SystemTree, row: PlannedStandard) -> dict[str, Any]:
    """:class:`ItemWhole`."""
    (short,) = items_plain(edition, tree, [row])
    return {
        **short,
        "printed_name": row.printed_name,
        "printed_number": row.printed_number,
        "printed_category": row.printed_category,
        "printed_identifier": row.printed_identifier,
        "printed_urgency": row.urgency.printed,
        "category_basis": row.category_basis,
        "guesses": _guesses(row),
        "finding_list": [found for found in findings_plain(edition) if _called(row) in found["items"]],
    }


def findings_plain(edition: Edition) -> list[dict[str, Any]]:
    """:class:`CheckOut` of everything the checks say."""
    return [
        {
            "rule": found.rule,
            "severity": found.severity,
            "title": found.title,
            "message": found.message,
            "subject": found.subject,
            "suggestion": found.suggestion,
            "lines": list(found.lines),
            "subsystems": list(found.subsystems),
            "items": list(found.items),
            "fingerprint": found.fingerprint,
            "silenced": silence is not None and silence.verdict == silence.SILENCED,
            "reason": silence.reason if silence is not None else "",
        }
        for found, silence in queries.findings(edition)
    ]
