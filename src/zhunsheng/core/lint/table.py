"""Cells of the list: slid into another column, or empty."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.core.lint.context import LintContext, item_label, item_lines, item_ref, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check


@check("cell-slid")
def cell_slid(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Rows whose text stands in another column than its head."""
    slid = [item for item in ctx.planned if item.cells_slid]
    if not slid:
        return
    yield rule.finding(
        f"{len(slid)} 行的内容不在自己的列里：序号 {joined((item_ref(item) for item in slid), limit=120)}。"
        "名称按内容认出，请逐行核对。",
        subject="清单错列",
        lines=item_lines(slid),
        suggestion="在表格中把名称移回“标准名称”列，空着的类别与缓急程度各占一格。",
        words=[item.name for item in slid],
        items=[item_ref(item) for item in slid],
    )


@check("name-empty")
def name_empty(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A row without a name."""
    for item in ctx.planned:
        if item.name.strip():
            continue
        yield rule.finding(
            f"{item_label(item)} 没有标准名称。",
            subject=item_label(item),
            lines=span_lines(item.source),
            suggestion="补上名称；若是空行，删去并重编序号。",
            items=[item_ref(item)],
        )


@check("category-blank")
def category_blank(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Rows that belong to no category, in a list whose other rows do."""
    bare = [item for item in ctx.planned if item.subsystem is None or item.subsystem not in ctx.by_code]
    if not bare or len(bare) == len(ctx.planned):
        return
    yield rule.finding(
        f"{len(bare)} 行认不出属于哪个类别：序号 {joined(item_ref(item) for item in bare)}。",
        subject="类别空白",
        lines=item_lines(bare),
        suggestion="补上类别的代码或名称，写法与正文一致。",
        words=[item.name for item in bare],
        items=[item_ref(item) for item in bare],
    )
