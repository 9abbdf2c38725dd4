"""The blocks that a report is put together from: each writes tables, pictures and sentences out of the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from zhunsheng.core.deliver.listings import BASIS_KINDS, target_words
from zhunsheng.core.deliver.papers.images import picture_png, picture_svg
from zhunsheng.core.deliver.papers.pictures import overall_drawings
from zhunsheng.core.deliver.scale import grade_key, urgency_scale
from zhunsheng.core.guide.model import Subsystem

if TYPE_CHECKING:
    from zhunsheng.core.deliver.papers.report import Report

__all__ = ["BLOCKS", "existing_rows", "plan_rows", "told"]

_MOST_FINDINGS = 40
# A document is read by people: longer tables belong into the workbook.
_MOST_ROWS = 1000


def targets(report: Report) -> None:
    """The measurable targets."""
    rows = [
        (one.name, target_words(one), one.year or "", "、".join(one.counts))
        for one in report.dossier.system.targets
    ]
    if rows:
        report.part("建设目标")
        told(report, "可度量的目标见", "目标指标", ("目标", "指标", "年份", "计入的标准"), rows, (5, 3, 2, 4))


def bases(report: Report) -> None:
    """The laws, policies and standards the guide rests on."""
    rows = [
        (number, BASIS_KINDS.get(one.kind, one.kind), one.title, one.document_number or one.identifier or "")
        for number, one in enumerate(report.dossier.system.bases, 1)
    ]
    if rows:
        report.part("构建依据")
        heads = ("序号", "种类", "名称", "文号或标准编号")
        told(report, "构建依据见", "构建依据", heads, rows, (1, 2, 7, 4))


def measures(report: Report) -> None:
    """The implementing measures and what they undertake."""
    system = report.dossier.system
    if not system.measures:
        return
    report.part("实施措施")
    for one in system.measures:
        commitments = [detail.text for detail in one.commitment_details] or one.commitments
        report.word.bullet(f"{one.title}：{'；'.join(commitments)}" if commitments else one.title)


EXISTING_HEADS = ("标准编号", "标准名称", "归入", "状态", "实施日期", "采用关系")
EXISTING_WIDTHS = (4, 6, 1.4, 2, 2.4, 3)
PLAN_HEADS = ("缓急程度", "序号", "编号", "标准名称")
PLAN_WIDTHS = (3, 1.2, 1.4, 9)


def existing_rows(report: Report, codes: set[str] | None = None) -> list[tuple[Any, ...]]:
    """The confirmed standards that exist, those of ``codes`` only where given."""
    return [
        tuple(line.values[key] for key in ("identifier", "name", "code", "status", "implemented", "adoption"))
        for line in report.lines
        if line.real and line.values["counted"] == "是" and (codes is None or line.values["code"] in codes)
    ]


def existing(report: Report) -> None:
    """The standards that exist, as confirmed."""
    rows = existing_rows(report)
    if not rows:
        report.word.paragraph("尚没有经确认归入本体系的现有标准。")
        return
    told(report, "现有标准见", "已归入的现有标准", EXISTING_HEADS, rows, EXISTING_WIDTHS)


def figures(report: Report) -> None:
    """The structure diagram and the framework, each on a sheet of its own."""
    word, paper = report.word, report.dossier.settings.paper
    paragraph = word.paragraph("体系结构与分层框架见")
    word.turn(paper)
    references: list[tuple[str, str]] = []
    for drawing in overall_drawings(report.dossier):
        picture = drawing.picture
        png, svg = picture_png(picture, drawing.title), picture_svg(picture)
        references.append(word.picture(drawing.title, png, svg, new_page=bool(references)))
    word.turn()
    word.refer(paragraph, *references)


def division(report: Report) -> None:
    """How many categories and items each module has."""
    tree = report.dossier.tree
    rows = [
        (
            one.code,
            one.name,
            len(list(tree.below(one.code))),
            len(tree.items(one.code)),
            len(tree.empty_below(one.code)) + tree.is_empty(one.code),
        )
        for one in tree.modules
    ]
    heads = ("编号", "模块", "类别数", "清单项数", "尚无项的类别")
    told(report, "各模块的类别与项数见", "模块一览", heads, rows, (1.5, 6, 2, 2, 3))


def subsystems(report: Report) -> None:
    """Each module with its text, then a table of its categories."""
    tree = report.dossier.tree
    for module in tree.modules:
        report.part(f"{module.code} {module.name}")
        report.paragraphs(module.summary, module.scope)
        below = list(tree.below(module.code))
        if not below:
            report.word.paragraph(f"清单中有 {len(tree.items(module.code))} 项，本模块不再分类别。")
            continue
        rows = [(one.code, one.name, _about(one), len(tree.own_items(one.code))) for one in below]
        title = f"{module.code} {module.name}的类别"
        told(report, "各类别见", title, ("编号", "类别", "内容与范围", "清单项数"), rows, (1.4, 3.4, 8, 1.8))


def _about(one: Subsystem) -> str:
    topics = f"方向：{'、'.join(one.topics)}" if one.topics else ""
    return "；".join(
        part for part in (one.scope.replace("\n", " ") or one.summary.replace("\n", " "), topics) if part
    )


def overlaps(report: Report) -> None:
    """Items that repeat or nearly repeat each other, and standards that belong to several places."""
    near = [one for one in report.findings if one.rule.startswith("item-")]
    several = [line.values for line in report.lines if line.real and "另归入" in str(line.values["remark"])]
    rows: list[Any]
    if near:
        rows = [(number, one.message) for number, one in enumerate(near[:_MOST_FINDINGS], 1)]
        told(
            report,
            "清单内名称重复、相近或可能归错类别的项见",
            "清单内的交叉",
            ("序号", "情况"),
            rows,
            (1, 13),
        )
    else:
        report.word.paragraph("清单内没有查出名称重复或相近的项。")
    if several:
        rows = [(one["identifier"], one["name"], one["code"], one["remark"]) for one in several]
        heads = ("标准编号", "标准名称", "列于", "另归入")
        told(report, "与多处有关的现有标准见", "与多处有关的现有标准", heads, rows, (4, 6, 2, 3))


def statistics(report: Report) -> None:
    """The tables of figures."""
    names = ("应有数", "现有数", "现有数/应有数", "已有现行标准的清单项")
    for group in report.groups.values():
        rows = [
            (one.label, one.due, one.present, "" if one.share is None else f"{one.share:.1%}", one.covered)
            for one in (*group.rows, group.total)
        ]
        told(report, f"{group.title}的结果见", group.title, (group.head, *names), rows, (5, 2, 2, 3, 3.4))


def gaps(report: Report) -> None:
    """Categories of which the list has nothing."""
    tree = report.dossier.tree
    empty = [one for one in tree.walk() if tree.is_empty(one.code)]
    report.part("清单中尚无项的类别")
    if not empty:
        report.word.paragraph("每个类别在清单中都有项。" if tree.listed else "本体系没有清单，无从比较。")
        return
    placed = {line.values["code"] for line in report.lines if line.real}
    rows = [(one.code, one.name, "有" if one.code in placed else "无") for one in empty]
    told(report, "这些类别见", "清单中尚无项的类别", ("编号", "类别", "已归入的现有标准"), rows, (2, 7, 4))


def plan_rows(report: Report, codes: set[str] | None = None) -> list[tuple[Any, ...]]:
    """The items by urgency, the most urgent first; those of ``codes`` only where given."""
    scale = urgency_scale(report.dossier.system)
    order = {grade.key: place for place, grade in enumerate(scale)}
    labels = {grade.key: grade.label for grade in scale}
    items = sorted(
        (one for one in report.dossier.system.planned_standards if codes is None or one.subsystem in codes),
        key=lambda item: (order[grade_key(item.urgency)], item.position),
    )
    return [
        (labels[grade_key(item.urgency)], item.number or item.printed_number, item.subsystem or "", item.name)
        for item in items
    ]


def plan(report: Report) -> None:
    """The items by urgency."""
    rows = plan_rows(report)
    if rows:
        told(report, "制修订的先后见", "按缓急程度排列的清单", PLAN_HEADS, rows, PLAN_WIDTHS)


def findings(report: Report) -> None:
    """What the checks found that should be settled."""
    found = [one for one in report.findings if one.severity == "error"]
    if found:
        rows = [(number, one.message) for number, one in enumerate(found[:_MOST_FINDINGS], 1)]
        told(report, "校核指出的、应先改正的问题见", "应先改正的问题", ("序号", "问题"), rows, (1, 13))


def told(
    report: Report, lead: str, title: str, heads: tuple[str, ...], rows: list[Any], widths: tuple[float, ...]
) -> None:
    """A sentence that ends with a reference to a table, then the table: its number must be known before it stands there."""
    paragraph = report.word.paragraph(lead)
    reference = report.word.table(title, heads, rows[:_MOST_ROWS], widths)
    report.word.refer(paragraph, reference)
    if len(rows) > _MOST_ROWS:
        report.word.paragraph(f"共 {len(rows)} 行，这里列出前 {_MOST_ROWS} 行，全部见标准明细表。")


#: every block by its name; papers of their own add theirs
BLOCKS: dict[str, Callable[[Any], None]] = {
    block.__name__: block
    for block in (
        targets,
        bases,
        measures,
        existing,
        figures,
        division,
        subsystems,
        overlaps,
        statistics,
        gaps,
        plan,
        findings,
    )
}
