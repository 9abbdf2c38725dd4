"""行业应用指南: for one category, what applies now, what is coming, how to begin."""

from __future__ import annotations

from zhunsheng.core.deliver.papers.blocks import (
    BLOCKS,
    EXISTING_HEADS,
    EXISTING_WIDTHS,
    PLAN_HEADS,
    PLAN_WIDTHS,
    existing_rows,
    plan_rows,
    told,
)
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.making import PaperError
from zhunsheng.core.deliver.papers.report import Report

__all__ = ["write_industry"]


def write_industry(dossier: Dossier) -> list[tuple[str, bytes]]:
    """The guide of the category of the settings."""
    code, tree = dossier.settings.industry, dossier.tree
    if not code:
        raise PaperError("行业应用指南须选定一个类别或模块（命令行用 --industry 代码）。")
    if code not in tree.by_code:
        raise PaperError(f"这个版本里没有类别“{code}”。代码见“体系”页。")
    report = Report(dossier, "industry")
    statistics = dossier.content_of("statistics")
    box, codes = tree.by_code[code], _codes(report)
    existing = existing_rows(report, codes)
    facts = {
        "code": code,
        "name": box.name,
        "path": " › ".join(f"{one.code} {one.name}" for one in tree.path(code)),
        "title": dossier.system.title,
        "edition": dossier.label,
        "day": dossier.day,
        "below": str(len(list(tree.below(code)))),
        "items": str(len(tree.items(code))),
        "existing": str(len(existing)),
        "in_force": str(sum(1 for row in existing if row[3] in statistics["in_force"])),
    }
    data = report.write(f"{dossier.system.title} {box.name}", facts)
    return [(f"行业应用指南-{code.replace('/', '_')}.docx", data)]


def _codes(report: Report) -> set[str]:
    code, tree = report.dossier.settings.industry, report.dossier.tree
    return {code, *(one.code for one in tree.below(code))}


def industry_scope(report: Report) -> None:
    """What the system says of the category and its parts."""
    tree = report.dossier.tree
    box = tree.by_code[report.dossier.settings.industry]
    report.paragraphs(box.summary, box.scope)
    if box.topics:
        report.word.paragraph(f"包括的方向：{'、'.join(box.topics)}。")
    below = [(one.code, one.name, len(tree.own_items(one.code))) for one in tree.below(box.code)]
    if below:
        told(report, "包括的类别见", f"{box.name}的类别", ("编号", "类别", "清单项数"), below, (2, 8, 2))


def industry_existing(report: Report) -> None:
    """The standards in this category that exist."""
    rows = existing_rows(report, _codes(report))
    if rows:
        told(report, "这些标准见", "现在适用的标准", EXISTING_HEADS, rows, EXISTING_WIDTHS)
    else:
        report.word.paragraph("尚没有经确认归入本类别的现有标准。")


def industry_coming(report: Report) -> None:
    """The items of the list in this category, the most urgent first."""
    rows = plan_rows(report, _codes(report))
    if rows:
        told(report, "按缓急程度排列见", "将要制定的标准", PLAN_HEADS, rows, PLAN_WIDTHS)
    else:
        report.word.paragraph("清单中本类别尚无项。")


def industry_steps(report: Report) -> None:
    """What to do first, from the content file."""
    for step in report.content.get("steps", []):
        report.word.bullet(str(step))


BLOCKS.update(
    {block.__name__: block for block in (industry_scope, industry_existing, industry_coming, industry_steps)}
)
