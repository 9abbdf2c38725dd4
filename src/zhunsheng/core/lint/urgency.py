"""Urgency marks of the rows against the legend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from zhunsheng.core.guide.model import LegendEntry, PlannedStandard, Urgency
from zhunsheng.core.lint.context import LintContext, item_lines, item_ref, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.text.normal import squeeze


def _mark(text: str) -> str:
    return squeeze(text).replace("☆", "★").replace("⭐", "★")


def _mark_in_force(urgency: Urgency) -> str:
    """The printed mark, or the stars that a correction has put in its place."""
    printed = _mark(urgency.printed)
    if urgency.stars and urgency.stars != (printed.count("★") or None):
        return "★" * urgency.stars
    return printed


def _marked(ctx: LintContext) -> dict[str, list[PlannedStandard]]:
    """Mark in force → the rows that carry it."""
    out: dict[str, list[PlannedStandard]] = defaultdict(list)
    for item in ctx.planned:
        if mark := _mark_in_force(item.urgency):
            out[mark].append(item)
    return dict(out)


def _defined(ctx: LintContext) -> dict[str, list[LegendEntry]]:
    """Mark, and the tier's own word, → legend entries."""
    out: dict[str, list[LegendEntry]] = defaultdict(list)
    for entry in ctx.legend:
        for name in {_mark(entry.mark), squeeze(entry.tier)} - {""}:
            out[name].append(entry)
    return dict(out)


def _rows(items: list[PlannedStandard]) -> str:
    return joined((item_ref(item) for item in items), limit=120)


@check("urgency-undefined")
def urgency_undefined(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A mark that rows carry and the legend does not define."""
    defined = _defined(ctx)
    if not defined:
        return
    for mark, items in _marked(ctx).items():
        if mark in defined:
            continue
        legend = joined(f"{entry.mark}（{entry.tier}）" for entry in ctx.legend)
        yield rule.finding(
            f"{len(items)} 行标“{mark}”，而图例只定义了 {legend}。序号：{_rows(items)}。",
            subject=mark,
            lines=[*item_lines(items), *span_lines(*(entry.source for entry in ctx.legend))],
            suggestion=f"在图例中补上“{mark}”的含义，或把这些行改为图例已有的档次；在此之前这些行的缓急程度不能比较。",
            items=[item_ref(item) for item in items],
        )


@check("legend-absent")
def legend_absent(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Marks in the list, and no legend at all."""
    marked = {mark: items for mark, items in _marked(ctx).items() if "★" in mark}
    if ctx.legend or not marked:
        return
    rows = [item for items in marked.values() for item in items]
    yield rule.finding(
        f"清单用了 {joined(sorted(marked, key=len))} 标缓急程度（{len(rows)} 行），全文没有说明各档含义。",
        subject="缓急程度图例",
        lines=item_lines(rows),
        suggestion="在清单下方注明每一档的界限。",
        words=sorted(marked),
        items=[item_ref(item) for item in rows],
    )


@check("legend-unused")
def legend_unused(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A legend entry that no row uses."""
    marked = _marked(ctx)
    if not marked:
        return
    for entry in ctx.legend:
        if _mark(entry.mark) in marked or squeeze(entry.tier) in marked:
            continue
        yield rule.finding(
            f"图例定义了“{entry.mark}”（{entry.tier}），清单中没有一行用它。",
            subject=f"{entry.mark} {entry.tier}".strip(),
            lines=span_lines(entry.source),
            suggestion="核对是否有行印错了档次；确实不用时从图例中删去。",
        )


@check("legend-conflict")
def legend_conflict(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """One mark with two meanings, or one tier word for two marks."""
    for name, entries in _defined(ctx).items():
        if len({(_mark(entry.mark), squeeze(entry.tier)) for entry in entries}) < 2:
            continue
        told = joined(
            f"“{entry.mark}”为“{entry.tier}”（第 {entry.source.line_start} 行）" for entry in entries
        )
        yield rule.finding(
            f"图例对“{name}”说法不一：{told}。",
            subject=name,
            lines=span_lines(*(entry.source for entry in entries)),
            suggestion="一个符号只对应一档。",
            words=sorted(f"{entry.mark}{entry.tier}" for entry in entries),
        )


@check("urgency-absent")
def urgency_absent(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Rows without a mark in a list whose other rows have one."""
    bare = [
        item for item in ctx.planned if item.urgency.basis == "absent" and not _mark_in_force(item.urgency)
    ]
    if not bare or len(bare) == len(ctx.planned):
        return
    yield rule.finding(
        f"{len(bare)} 行没有缓急程度：序号 {_rows(bare)}。缓急程度的空白不能当作“同上”。",
        subject="缓急程度空白",
        lines=item_lines(bare),
        suggestion="核对原稿（可能是合并单元格在转换时丢失），逐行补上。",
        words=[item.name for item in bare],
        items=[item_ref(item) for item in bare],
    )
