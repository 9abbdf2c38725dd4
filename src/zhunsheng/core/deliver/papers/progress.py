"""年度进展报告: targets, stages, gaps, and what changed within a period, as Word and as a workbook."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from zhunsheng.core.deliver.listings import target_words
from zhunsheng.core.deliver.papers.blocks import BLOCKS, told
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.report import Report, facts_of
from zhunsheng.core.deliver.tables import Column, Table, to_xlsx
from zhunsheng.core.system.differ import CHANGE_LABELS, SUBJECT_LABELS

__all__ = ["write_progress"]

_MOST_EVENTS = 200
_NAME = "年度进展报告"
Rows = list[tuple[Any, ...]]


def write_progress(dossier: Dossier) -> list[tuple[str, bytes]]:
    """The report and the workbook of its tables."""
    report = Report(dossier, "progress")
    start, end = dossier.period()
    facts = facts_of(report) | {"start": start, "end": end, "events": str(len(dossier.events))}
    return [
        (f"{_NAME}.docx", report.write(dossier.system.title, facts)),
        (f"{_NAME}.xlsx", _workbook(report)),
    ]


def _workbook(report: Report) -> bytes:
    tree, bearings = report.dossier.tree, report.dossier.bearings()
    start, end = report.dossier.period()
    meta = [(label, label, value) for label, value in (*bearings, ("期间", f"{start} 至 {end}"))]
    empty = [(one.code, one.name) for one in tree.walk() if tree.is_empty(one.code)]
    tables = (
        ("目标", _TARGETS, target_rows(report)),
        ("阶段", _STAGES, stage_rows(report)),
        ("缺口", ("编号", "类别"), empty),
        ("期内标准", _STANDARDS, standard_rows(report)),
        ("版本变化", _EDITIONS, edition_rows(report)),
        ("期内日志", _EVENTS, event_rows(report)),
    )
    made = [Table(title, [Column(head, head) for head in heads], rows, meta) for title, heads, rows in tables]
    return to_xlsx(made, created=dt.datetime.fromisoformat(report.dossier.day))


_TARGETS = ("目标", "指标", "年份", "现值")
_STAGES = ("标准状态", "项数", "占清单")
_STANDARDS = ("日期", "变化", "标准编号", "标准名称", "归入")
_EDITIONS = ("变化", "对象", "名称", "原来", "现在")
_EVENTS = ("日期", "动作", "对象", "理由")


def target_rows(report: Report) -> Rows:
    """Targets; their present values are not registered anywhere, and are said to be so."""
    present = report.content.get("present_value", "")
    return [(one.name, target_words(one), one.year or "", present) for one in report.dossier.system.targets]


def stage_rows(report: Report) -> Rows:
    """Items of the list by the status that their lines bear."""
    counts = Counter(line.values["status"] or "不明" for line in report.lines if not line.real)
    total = sum(counts.values())
    return [(status, count, f"{count / total:.1%}") for status, count in counts.most_common()]


def standard_rows(report: Report) -> Rows:
    """Confirmed standards that came into force within the period."""
    start, end = report.dossier.period()
    rows = []
    for line in report.lines:
        date = str(line.values["implemented"])
        if line.real and line.values["counted"] == "是" and len(date) == 10 and start <= date <= end:
            values = line.values
            rows.append((date, "实施", values["identifier"], values["name"], values["code"]))
    return sorted(rows)


def edition_rows(report: Report) -> Rows:
    """What this edition changed against the one before."""
    return [
        (
            CHANGE_LABELS[one.kind],
            SUBJECT_LABELS.get(one.subject_kind, one.subject_kind),
            one.subject,
            _said(one.before),
            _said(one.after),
        )
        for one in report.dossier.changes
    ]


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("title") or value.get("printed") or "")[:200]
    if isinstance(value, list):
        return "、".join(str(one) for one in value)[:200]
    return "" if value is None else str(value)[:200]


def event_rows(report: Report) -> Rows:
    """What the journal says, newest first."""
    return [
        (one.day, one.action, one.subject, one.reason)
        for one in reversed(report.dossier.events[-_MOST_EVENTS:])
    ]


def progress_targets(report: Report) -> None:
    """The targets."""
    _shown(
        report,
        "目标见",
        "目标完成情况",
        _TARGETS,
        target_rows(report),
        (5, 3, 2, 3),
        "体系没有可度量的目标。",
    )


def progress_stages(report: Report) -> None:
    """The stages."""
    _shown(
        report, "各状态的项数见", "清单各项的状态", _STAGES, stage_rows(report), (4, 2, 2), "体系没有清单。"
    )


def progress_standards(report: Report) -> None:
    """Standards of the period."""
    report.part("期内实施的标准")
    none = "期内没有已归入的标准开始实施。"
    _shown(
        report,
        "期内实施的标准见",
        "期内实施的标准",
        _STANDARDS,
        standard_rows(report),
        (2.4, 1.4, 4, 6, 1.6),
        none,
    )


def progress_editions(report: Report) -> None:
    """Changes of the edition."""
    report.part("与前一版的不同")
    none = "没有前一版可比，或与前一版没有不同。"
    title = f"与{report.dossier.earlier_label or '前一版'}的不同"
    _shown(report, "改动见", title, _EDITIONS, edition_rows(report), (2, 2, 4, 4, 4), none)


def progress_events(report: Report) -> None:
    """The journal."""
    report.part("期内日志")
    _shown(
        report, "最近的各件见", "期内日志", _EVENTS, event_rows(report), (2.4, 2.8, 5, 4), "期内没有记录。"
    )


def _shown(
    report: Report,
    lead: str,
    title: str,
    heads: tuple[str, ...],
    rows: Rows,
    widths: Sequence[float],
    none: str,
) -> None:
    if rows:
        told(report, lead, title, heads, rows, tuple(widths))
    else:
        report.word.paragraph(none)


BLOCKS.update(
    {
        block.__name__: block
        for block in (
            progress_targets,
            progress_stages,
            progress_standards,
            progress_editions,
            progress_events,
        )
    }
)
