"""The tables of a system: 标准明细表 in the columns of GB/T 13016, subsystems, targets, bases, measures.

A column about which the guide says nothing stays empty; nothing is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.guide.model import PlannedStandard, Target, Urgency
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.text.normal import key

__all__ = [
    "BASIS_KINDS",
    "BODY_HEADS",
    "LEVEL_HEADS",
    "REMARK_HEADS",
    "STANDARDS_COLUMNS",
    "bases_table",
    "findings_table",
    "measures_table",
    "planned_cells",
    "standards_table",
    "subsystems_table",
    "system_tables",
    "target_words",
    "targets_table",
    "urgency_words",
]

STANDARDS_COLUMNS = (
    Column("number", "序号", numeric=True),
    Column("code", "标准体系编号"),
    Column("subsystem", "子体系名称"),
    Column("name", "标准名称"),
    Column("identifier", "标准编号"),
    Column("body", "归口部门"),
    Column("urgency", "缓急程度"),
    Column("level", "宜定级别"),
    Column("status", "标准状态"),
    Column("remark", "备注"),
)
# Heads under which guides print what the 明细表 asks for.
BODY_HEADS = ("归口部门", "归口单位", "归口")
LEVEL_HEADS = ("宜定级别", "标准级别", "标准层级", "级别")
REMARK_HEADS = ("备注", "附注")
BASIS_KINDS = {
    "law": "法律法规",
    "national_policy": "国家政策",
    "local_policy": "地方政策",
    "policy": "政策文件",
    "standard": "标准",
}
_SIGNS = {">=": "≥", ">": ">", "=": "=", "<=": "≤", "<": "<"}


def standards_table(system: StandardsSystem) -> Table:
    """The list as a 标准明细表. Columns of the guide that the table does not have go into 备注, with their heads."""
    names = {item.code: item.name for item in system.subsystems}
    cells_of = planned_cells(system)
    rows = []
    for row in system.planned_standards:
        cells = cells_of(row)
        place = {"code": row.subsystem or "", "subsystem": names.get(row.subsystem or "", "")}
        rows.append(tuple((cells | place)[column.key] for column in STANDARDS_COLUMNS))
    return Table("标准明细表", STANDARDS_COLUMNS, rows)


def planned_cells(system: StandardsSystem) -> Callable[[PlannedStandard], dict[str, Any]]:
    """What the guide says of a row, by column: number, name, identifier, body, urgency, level, status, remark."""
    heads: dict[tuple[str, ...], dict[str, str]] = {}

    def cells(row: PlannedStandard) -> dict[str, Any]:
        shape = tuple(row.extra)
        known = heads.get(shape)
        if known is None:
            known = heads[shape] = _known_heads(shape)
        rest = {head: cell for head, cell in row.extra.items() if head not in known.values() and cell}
        remark = row.extra.get(known.get("remark", ""), "")
        return {
            "number": row.number if row.number is not None else row.printed_number,
            "name": row.name,
            "identifier": row.identifier or row.printed_identifier,
            "body": row.extra.get(known.get("body", ""), ""),
            "urgency": urgency_words(row.urgency),
            "level": row.extra.get(known.get("level", ""), ""),
            "status": row.status or "",
            "remark": "；".join(
                part for part in (remark, *(f"{head}：{cell}" for head, cell in rest.items())) if part
            ),
        }

    return cells


def _known_heads(heads: Sequence[str]) -> dict[str, str]:
    """Which of a guide's own columns are the 归口部门, 宜定级别 and 备注 of the table."""
    wanted = {"body": BODY_HEADS, "level": LEVEL_HEADS, "remark": REMARK_HEADS}
    found = {}
    for name, names in wanted.items():
        keys = {key(one) for one in names}
        head = next((one for one in heads if key(one) in keys), None)
        if head is not None:
            found[name] = head
    return found


def urgency_words(urgency: Urgency) -> str:
    """``★★（推进级）``: the mark and the legend's word for it; the mark alone where the legend has none.

    The mark is the printed one, unless a person has corrected the number of stars.
    """
    mark = urgency.printed
    if urgency.stars is not None and ("★" in mark or not mark) and mark.count("★") != urgency.stars:
        mark = "★" * urgency.stars
    elif urgency.stars is None and mark and not mark.strip("★ "):
        mark = ""
    return f"{mark}（{urgency.tier}）" if urgency.tier and urgency.tier != mark else mark


def subsystems_table(system: StandardsSystem) -> Table:
    """The tree: code, name, level, parent, named directions, and how many items lie right in each."""
    counts: dict[str, int] = {}
    for row in system.planned_standards:
        counts[row.subsystem or ""] = counts.get(row.subsystem or "", 0) + 1
    columns = (
        Column("code", "代码"),
        Column("name", "名称"),
        Column("level", "层级", numeric=True),
        Column("parent", "上级"),
        Column("group", "分组"),
        Column("topics", "方向"),
        Column("items", "清单条数", numeric=True),
        Column("lines", "出处行"),
    )
    rows = [
        (
            item.code,
            item.name,
            item.level,
            item.parent or "",
            item.group or "",
            "、".join(item.topics),
            counts.get(item.code, 0),
            _lines(item.source),
        )
        for item in system.subsystems
    ]
    return Table("子体系表", columns, rows)


def target_words(target: Target) -> str:
    """``≥ 20 项``, ``≥ 85%``."""
    value = f"{target.value:g}" if isinstance(target.value, float) else str(target.value)
    gap = "" if target.unit in ("%", "％", "‰") else " "
    return f"{_SIGNS.get(target.comparator, target.comparator)} {value}{gap}{target.unit}".rstrip()


def targets_table(system: StandardsSystem) -> Table:
    """The measurable targets."""
    columns = (
        Column("name", "目标"),
        Column("goal", "指标"),
        Column("year", "年份", numeric=True),
        Column("counts", "计入的标准"),
        Column("printed", "原文"),
        Column("lines", "出处行"),
    )
    rows = [
        (item.name, target_words(item), item.year, "、".join(item.counts), item.printed, _lines(item.source))
        for item in system.targets
    ]
    return Table("目标指标表", columns, rows)


def bases_table(system: StandardsSystem) -> Table:
    """The laws, policies and standards the guide rests on."""
    columns = (
        Column("kind", "种类"),
        Column("title", "名称"),
        Column("number", "文号或标准编号"),
        Column("note", "说明"),
        Column("lines", "出处行"),
    )
    rows = [
        (
            BASIS_KINDS.get(item.kind, item.kind),
            item.title,
            item.document_number or item.identifier or "",
            item.note or "",
            _lines(item.source),
        )
        for item in system.bases
    ]
    return Table("构建依据表", columns, rows)


def measures_table(system: StandardsSystem) -> Table:
    """The implementing measures, one row for each undertaking."""
    columns = (Column("measure", "措施"), Column("commitment", "承诺"), Column("lines", "出处行"))
    rows = []
    for item in system.measures:
        if item.commitment_details:
            rows += [(item.title, detail.text, _lines(detail.source)) for detail in item.commitment_details]
        else:
            rows.append((item.title, "", _lines(item.source)))
    return Table("实施措施表", columns, rows)


def findings_table(findings: Iterable[Any], labels: dict[str, str] | None = None) -> Table:
    """Findings of the lint (records with rule, severity, message, subject, lines, suggestion).

    ``labels`` gives the Chinese words for severities.
    """
    columns = (
        Column("rule", "规则"),
        Column("severity", "程度"),
        Column("subject", "对象"),
        Column("message", "问题"),
        Column("suggestion", "建议"),
        Column("lines", "出处行"),
    )
    words = labels or {}
    rows = [
        (
            item.rule,
            words.get(item.severity, item.severity),
            item.subject or "",
            item.message,
            item.suggestion or "",
            "、".join(str(line) for line in item.lines),
        )
        for item in findings
    ]
    return Table("校核问题表", columns, rows)


def system_tables(system: StandardsSystem) -> list[Table]:
    """All tables of a system that have rows; the 标准明细表 always, and first."""
    others = [subsystems_table(system), targets_table(system), measures_table(system), bases_table(system)]
    return [standards_table(system), *(table for table in others if table.rows)]


def _lines(source: Any) -> str:
    if source.line_start == source.line_end:
        return str(source.line_start)
    return f"{source.line_start}–{source.line_end}"
