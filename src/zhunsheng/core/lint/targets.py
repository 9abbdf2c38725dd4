"""Targets and dates that contradict one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from zhunsheng.core.guide.model import Target
from zhunsheng.core.lint.context import LintContext, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.lint.wording import contains_any
from zhunsheng.core.text.normal import clean, key, numeral_value

_PERIOD = re.compile(r"((?:19|20)\d{2})\s*年?\s*[-—–~～至到]+\s*((?:19|20)\d{2})\s*年")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def _told(target: Target) -> str:
    year = f"{target.year} 年 " if target.year else ""
    value = f"{target.value:g}" if isinstance(target.value, float) else str(target.value)
    return f"{year}{target.comparator} {value}{target.unit}（第 {target.source.line_start} 行）"


@check("target-conflict")
def target_conflict(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """One target with two values for one year, or one value due in two years."""
    named: dict[tuple[str, str, str], list[Target]] = defaultdict(list)
    for target in ctx.targets:
        named[key(target.name), key(target.unit), "、".join(sorted(target.counts))].append(target)
    for targets in named.values():
        values = {(target.comparator, target.value) for target in targets}
        years = {target.year for target in targets if target.year}
        by_year = defaultdict(set)
        for target in targets:
            by_year[target.year].add((target.comparator, target.value))
        clash = any(len(each) > 1 for each in by_year.values())
        if not clash and not (len(values) == 1 and len(years) > 1):
            continue
        yield rule.finding(
            f"目标“{targets[0].name}”前后不一：{joined(_told(target) for target in targets)}。",
            subject=targets[0].name,
            lines=span_lines(*(target.source for target in targets)),
            suggestion="核定一个数值和一个时限，全文一致。",
            words=[targets[0].unit],
        )


@check("target-past")
def target_past(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A target due before the year of the guide's own edition."""
    edition = [int(year) for year in _YEAR.findall(ctx.edition)]
    if not edition:
        return
    past: dict[int, list[int]] = defaultdict(list)
    named: dict[int, list[str]] = defaultdict(list)
    for target in ctx.targets:
        if target.year is not None and target.year < min(edition):
            past[target.year] += span_lines(target.source)
            named[target.year].append(target.name)
    # A year gone by reads like history, so the goals' own chapters are looked at as well.
    for number, year in _goal_years(ctx, rule):
        if year < min(edition):
            past[year].append(number)
    for year, lines in past.items():
        told = f"{len(named[year])} 项目标（{joined(named[year])}）" if named[year] else "目标"
        yield rule.finding(
            f"{told}的时限是 {year} 年，早于{ctx.edition}。",
            subject=f"{year} 年",
            lines=lines,
            suggestion="核对年份。",
        )


def _goal_years(ctx: LintContext, rule: Rule) -> Iterator[tuple[int, int]]:
    """(line, year) of each 到…年 under a heading that announces goals."""
    pattern, titles = rule.pattern("by_year"), rule.strings("goal_chapters")
    for index, heading in enumerate(ctx.outline):
        if not contains_any(heading.title, titles):
            continue
        after = (one for one in ctx.outline[index + 1 :] if one.level <= heading.level)
        end = next((one.source.line_start for one in after), len(ctx.lines) + 1)
        for number in range(heading.source.line_start, end):
            for match in pattern.finditer(clean(ctx.line(number))):
                yield number, int(match.group("year"))


@check("period-reversed")
def period_reversed(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A period that ends before it begins: 2027—2025年."""
    for number, line in enumerate(ctx.lines, 1):
        for match in _PERIOD.finditer(line):
            if int(match.group(1)) > int(match.group(2)):
                yield rule.finding(
                    f"期间“{clean(match.group())}”的起止年颠倒。",
                    subject=clean(match.group()),
                    lines=[number],
                    suggestion="核对起止年份。",
                )


@check("period-length")
def period_length(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A plan of so many years whose first and last year are not so many: 三年行动计划（2025—2028年）."""
    pattern = rule.pattern("pattern")
    for number, line in enumerate(ctx.lines, 1):
        for match in pattern.finditer(clean(line)):
            length = numeral_value(match.group("length"))
            years = int(match.group("end")) - int(match.group("start")) + 1
            if length is None or years < 1 or length == years:
                continue
            yield rule.finding(
                f"“{match.group()}”说是 {length} 年，起止年是 {years} 年。",
                subject=match.group(),
                lines=[number],
                suggestion="核对起止年份，或改正名称中的年数。",
            )


@check("goal-year-differs")
def goal_year_differs(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """The year by which the goals are due differs from the end of the period the guide gives itself."""
    pattern = rule.pattern("own_period")
    years = sorted({target.year for target in ctx.targets if target.year and target.year_basis == "printed"})
    if len(years) != 1:
        return
    for number, line in enumerate(ctx.lines, 1):
        for match in pattern.finditer(clean(line)):
            end = int(match.group("end"))
            if end != years[0] and int(match.group("start")) <= end:
                goals = [target for target in ctx.targets if target.year == years[0]]
                yield rule.finding(
                    f"本指南的期间写作“{match.group()}”，目标的时限却是 {years[0]} 年。",
                    subject=match.group(),
                    lines=[number, *span_lines(*(target.source for target in goals))],
                    suggestion="统一规划期与目标时限；有意分期的，写明各期目标。",
                    words=[str(years[0])],
                )
