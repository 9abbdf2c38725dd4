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


@check("category-shallow")
def category_shallow(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Rows that stop at a module although the list places its rows in categories."""
    placed = [item for item in ctx.planned if item.subsystem in ctx.by_code]
    shallow = [item for item in placed if item.subsystem in ctx.children]
    if not shallow or len(shallow) > rule.number("max_share") * len(placed):
        return  # a list that is kept at this level on purpose
    codes = list(dict.fromkeys(item.subsystem or "" for item in shallow))
    yield rule.finding(
        f"{len(shallow)} 行只归到上一级，没有写到类别：序号 {joined(item_ref(item) for item in shallow)}"
        f"（{joined(ctx.label(code) for code in codes)}）。清单其他行都写到了类别。",
        subject="类别未写到底",
        lines=item_lines(shallow),
        suggestion="补上类别的代码和名称；确实服务于整个上级的通用标准，在备注中写明。",
        words=[item.name for item in shallow],
        subsystems=codes,
        items=[item_ref(item) for item in shallow],
    )
