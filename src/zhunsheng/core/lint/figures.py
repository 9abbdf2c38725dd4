"""Figures: referred to and absent, numbered with gaps, shown and never referred to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from zhunsheng.core.guide.model import Figure
from zhunsheng.core.lint.context import LintContext, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check


def _number(figure: Figure) -> int | None:
    return int(figure.number) if figure.number.isascii() and figure.number.isdigit() else None


def _numbers(figures: list[Figure]) -> str:
    """``图 1–10`` or ``图 1、3``."""
    values = [_number(figure) for figure in figures]
    whole = sorted({value for value in values if value is not None})
    if len(whole) > 2 and whole[-1] - whole[0] == len(whole) - 1 and len(whole) == len(values):
        return f"图 {whole[0]}–{whole[-1]}"
    return "图 " + "、".join(figure.number for figure in figures)


@check("figure-absent")
def figure_absent(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Figures the text refers to (or whose caption stands there) without a picture or its text."""
    gone = [figure for figure in ctx.figures if not figure.present]
    if not gone:
        return
    bare = [figure for figure in gone if figure.source is None]
    told = f"，其中{_numbers(bare)} 连图题也没有" if bare else "，只有图题"
    if ctx.media == "txt":
        told += "（纯文本装不下图，请对照原件）"
    yield rule.finding(
        f"{_numbers(gone)} 共 {len(gone)} 幅，正文提到而文件中没有图{told}；图中的分类无法与正文、清单核对。",
        subject=_numbers(gone),
        lines=span_lines(*(span for figure in gone for span in (figure.source, *figure.referred))),
        suggestion="附上原图，或附图中文字的摘录；送审稿应随文附图。",
        words=[figure.number for figure in gone],
    )


@check("figure-number")
def figure_number(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Figure numbers with gaps, or one number on two captions."""
    captioned: dict[int, list[Figure]] = defaultdict(list)
    for figure in ctx.figures:
        number = _number(figure)
        if number is not None and figure.source is not None:
            captioned[number].append(figure)
    numbers = sorted(captioned)
    for number in numbers:
        titles = list(dict.fromkeys(figure.title for figure in captioned[number]))
        if len(titles) > 1:
            yield rule.finding(
                f"图 {number} 有 {len(titles)} 个图题：{joined(f'“{title}”' for title in titles)}。",
                subject=f"图 {number}",
                lines=span_lines(*(figure.source for figure in captioned[number])),
                suggestion="给其中一幅另编图号，并改正正文的引用。",
                words=titles,
            )
    for before, after in zip([0, *numbers], numbers, strict=False):
        if after - before > 1:
            missing = joined(str(number) for number in range(before + 1, after))
            near = [figure for number in (before, after) for figure in captioned.get(number, ())]
            yield rule.finding(
                f"图号缺 {missing}：有图 {after} 而没有图 {missing} 的图题。",
                subject=f"图 {missing}",
                lines=span_lines(*(figure.source for figure in near)),
                suggestion="补图，或重编图号并改正正文的引用。",
                words=["gap"],
            )


@check("figure-unreferred")
def figure_unreferred(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Figures that the text never mentions."""
    lone = [figure for figure in ctx.figures if figure.source is not None and not figure.referred]
    if not lone:
        return
    yield rule.finding(
        f"{joined(f'图 {figure.number}“{figure.title}”' for figure in lone)}在正文中没有提到。",
        subject=_numbers(lone),
        lines=[figure.source.line_start for figure in lone if figure.source],
        suggestion="在相应段落写明“见图 N”（GB/T 1.1 要求每幅图在文中提及）。",
        words=[figure.number for figure in lone],
    )
