"""Load: categories without any standard, and siblings of very unequal load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import median

from zhunsheng.core.guide.model import Subsystem
from zhunsheng.core.lint.context import LintContext, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check


@check("list-absent")
def list_absent(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A system of categories with no list of standards at all."""
    if ctx.planned or not ctx.subsystems:
        return
    yield rule.finding(
        f"有 {len(ctx.leaves)} 个类别，但没有标准清单（明细表），看不出各类有哪些标准、缺哪些。",
        subject="标准清单",
        lines=[],
        suggestion="附上标准明细表（序号、类别、标准名称、标准号或拟研制、缓急程度）；清单另行发布的，写明出处。",
    )


def _topmost_empty(ctx: LintContext) -> Iterator[Subsystem]:
    """Subsystems without a row whose parent has some; parts of a category that keeps its rows itself are not meant."""
    for parent, siblings in ctx.children.items():
        if parent is not None and not ctx.load[parent]:
            continue  # told at the parent, or above
        if (
            parent is not None
            and ctx.items_of.get(parent)
            and not any(ctx.load[one.code] for one in siblings)
        ):
            continue  # the list is not divided as finely as the text
        yield from (one for one in siblings if not ctx.load[one.code])


@check("category-empty")
def category_empty(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A category, or a whole module, without a single row in the list."""
    if not any(ctx.load.values()):
        return
    roots = {leaf.code: ctx.root_of(leaf.code) for leaf in ctx.leaves}
    siblings = Counter(roots.values())
    empty = Counter(root for code, root in roots.items() if not ctx.load[code])
    for one in sorted(_topmost_empty(ctx), key=lambda each: each.source.line_start):
        below = ctx.below(one.code)
        root = ctx.root_of(one.code)
        told = f"（连同其下 {joined(each.name for each in below)}）" if below else ""
        share = f"（{ctx.label(root)} 的 {siblings[root]} 类中有 {empty[root]} 类如此）"
        yield rule.finding(
            f"{ctx.label(one.code)}{told} 在清单中没有一项标准{share if root != one.code else ''}。",
            subject=ctx.label(one.code),
            lines=span_lines(one.source),
            suggestion="列出拟研制的标准，或写明由哪些现行标准覆盖；暂不安排的，在编制说明中给出理由。",
            subsystems=[one.code, *(each.code for each in below)],
        )


@check("load-unequal")
def load_unequal(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A subsystem with many times the rows of its siblings."""
    if not ctx.planned:
        return
    for parent, siblings in ctx.children.items():
        if len(siblings) < rule.number("min_siblings"):
            continue
        loads = {one.code: ctx.load[one.code] for one in siblings}
        middle = median(loads.values())
        heavy = [
            code
            for code, load in loads.items()
            if load >= rule.number("min_items") and load >= rule.number("times_median") * max(middle, 1)
        ]
        if not heavy:
            continue
        told = joined(
            f"{ctx.label(code)} {load} 项" for code, load in sorted(loads.items(), key=lambda x: -x[1])
        )
        share = round(sum(loads[code] for code in heavy) * 100 / max(1, sum(loads.values())))
        where = f"{ctx.label(parent)} 之下" if parent else "各模块"
        yield rule.finding(
            f"{where}负荷悬殊：{joined(ctx.label(code) for code in heavy)} 占 {share}%，中位数只有 {middle:g} 项（{told}）。",
            subject=joined(ctx.label(code) for code in heavy),
            lines=span_lines(*(ctx.by_code[code].source for code in heavy)),
            suggestion="考虑把过重的一支再分一层或分设，或为过轻的各支补充标准；有意侧重的，在编制说明中写明。",
            words=[parent or ""],
            subsystems=heavy,
        )
