"""Counts the text states against what is there, and divisions that do not go together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from zhunsheng.core.guide.model import Claim
from zhunsheng.core.lint.context import LintContext, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.lint.wording import contains_any, enumerated, name_key
from zhunsheng.core.text.normal import clean, key, numeral_value, squeeze


def _counts(ctx: LintContext, claim: Claim) -> dict[int, str]:
    """Every number the claim could rightly mean, with what it counts."""
    code = claim.subject
    children = ctx.children.get(code, [])
    out: dict[int, str] = {}
    if children:
        out[len(children)] = "类别" if code else "模块"
    groups = Counter(one.group for one in children if one.group)
    for group, count in groups.items():
        out.setdefault(count, f"“{group}”下的类别")
    if groups:
        out.setdefault(len(groups) + sum(1 for one in children if not one.group), "分组")
    named = sum(1 for one in children if any(part in one.printed_name for part in _nouns(claim.noun)))
    if named:
        out.setdefault(named, f"以“{claim.noun}”为名的类别")
    if code in ctx.by_code and ctx.by_code[code].topics:
        out.setdefault(len(ctx.by_code[code].topics), "方向")
    if children:
        out.setdefault(sum(len(one.topics) for one in children), "方向")
        out.setdefault(sum(len(ctx.children.get(one.code, [])) for one in children), "下一级类别")
    out.pop(0, None)
    return out


def _nouns(noun: str) -> list[str]:
    return [noun, noun[-2:]] if len(noun) > 2 else [noun]


def _of_a_part(ctx: LintContext, claim: Claim, verbs: re.Pattern[str]) -> bool:
    """Whether the sentence of a claim without subject is about one module (A基础共性标准包括…四大类)."""
    text = squeeze("".join(ctx.line(number) for number in span_lines(claim.source)))
    before, found, _ = text.partition(squeeze(claim.printed))
    about = key(verbs.split(re.split(r"[。；;！？]", before)[-1])[0])
    modules = [name_key(one.name) for one in ctx.children.get(None, [])]
    return bool(found) and any(about.endswith((name, f"{name}标准")) for name in modules)


@check("count-mismatch")
def count_mismatch(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """ "十二个领域" where there are eleven."""
    nouns, whole = rule.strings("nouns"), rule.strings("system_nouns")
    verbs = rule.pattern("verbs")
    for claim in ctx.claims:
        if claim.subject is not None and claim.subject not in ctx.by_code:
            continue
        if not contains_any(claim.noun, nouns if claim.subject else whole):
            continue
        if claim.subject is None and _of_a_part(ctx, claim, verbs):
            continue
        counts = _counts(ctx, claim)
        if not counts or claim.value in counts:
            continue
        actual, what = min(counts.items(), key=lambda pair: abs(pair[0] - claim.value))
        name = ctx.label(claim.subject) if claim.subject else "体系"
        yield rule.finding(
            f"正文说{name}有“{claim.printed}”，实有 {actual} 个{what}。",
            subject=f"{name} {claim.noun}",
            lines=span_lines(claim.source, ctx.by_code[claim.subject].source if claim.subject else None),
            suggestion="核对数目与下文的类别，改正其中一处。",
            words=[str(claim.value), str(actual)],
            subsystems=[claim.subject] if claim.subject else [],
        )


@check("count-enumeration")
def count_enumeration(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A count that follows a list of another length: A、B、C四类."""
    pattern = rule.pattern("pattern")
    verbs = re.compile("|".join(map(re.escape, rule.strings("verbs"))))
    for number, line in enumerate(ctx.lines, 1):
        for match in pattern.finditer(clean(line)):
            names = verbs.split(match.group("names"))[-1]
            if names == match.group("names") and not match.start() and _goes_on(ctx, number):
                continue  # the list began on the line before
            value = numeral_value(match.group("number"))
            fewest, most = enumerated(names)
            # With 等 the list is only a part: fewer names than the count are right.
            if value is None or fewest <= value <= most or (match.group("open") and most < value):
                continue
            quoted = names + match.group()[match.end("names") - match.start() :]
            yield rule.finding(
                f"“{quoted}”列了 {fewest if fewest == most else f'{fewest}–{most}'} 个，说是 {value} 个。",
                subject=quoted,
                lines=[number],
                suggestion="核对列举与数目，改正其中一处。",
            )


def _goes_on(ctx: LintContext, number: int) -> bool:
    """Whether line ``number`` may carry on the sentence of the text before it."""
    before = next((line for line in reversed(ctx.lines[: number - 1]) if line.strip()), "")
    return bool(before) and before.rstrip()[-1] not in "。；！？：;:"


@check("list-count")
def list_count(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """The text says how many rows the list has, and it has another number."""
    pattern = rule.pattern("pattern")
    if not ctx.planned:
        return
    for number, line in enumerate(ctx.lines, 1):
        for match in pattern.finditer(clean(line)):
            value = numeral_value(match.group("number"))
            if value is None or value == len(ctx.planned):
                continue
            yield rule.finding(
                f"正文说清单有 {value} 项（“{match.group()}”），清单实有 {len(ctx.planned)} 行。",
                subject="清单行数",
                lines=[number],
                suggestion="核对清单是否完整，改正正文的数目。",
                words=[str(value), str(len(ctx.planned))],
            )


@check("tier-count")
def tier_count(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """The text says how many rows an urgency tier has, and the list has another number of them."""
    rows = Counter(squeeze(item.urgency.printed) for item in ctx.planned)
    for entry in ctx.legend:
        tier, count = squeeze(entry.tier), rows[squeeze(entry.mark)]
        if not tier or not count:
            continue
        pattern = re.compile(
            rf"{re.escape(tier)}[）)]?(?:的?(?:标准|项目))?(?:共|有|为|计|共计)?\s*(?P<number>\d{{1,4}}|[一二三四五六七八九十百]{{1,5}})\s*项"
        )
        for number, line in enumerate(ctx.lines, 1):
            for match in pattern.finditer(clean(line)) if tier in line else ():
                value = numeral_value(match.group("number"))
                if value is None or value == count:
                    continue
                yield rule.finding(
                    f"正文说“{match.group()}”，清单中标“{entry.mark}”的有 {count} 行。",
                    subject=entry.tier,
                    lines=[number],
                    suggestion="核对清单各行的缓急程度，改正正文的数目。",
                    words=[str(value), str(count)],
                )


@check("divisions-disagree")
def divisions_disagree(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """The whole system divided by one count in words and by another in modules, without a word on how they meet."""
    nouns = rule.strings("nouns")
    modules = ctx.children.get(None, [])
    if not modules:
        return
    claims = [claim for claim in ctx.claims if claim.subject is None and contains_any(claim.noun, nouns)]
    odd = [claim for claim in claims if claim.value not in (len(modules), len(ctx.layers))]
    if not odd:
        return
    told = [f"“{claim.printed}”（第 {claim.source.line_start} 行）" for claim in odd]
    if ctx.layers:
        told.append(f"{len(ctx.layers)} 层（{'—'.join(layer.name for layer in ctx.layers)}）")
    told.append(f"{len(modules)} 个模块")
    yield rule.finding(
        f"对整个体系有 {len(told)} 种划分：{joined(told)}，正文没有说明它们如何对应。",
        subject="体系的划分",
        lines=span_lines(*(claim.source for claim in odd), *(layer.source for layer in ctx.layers)),
        suggestion="以一种划分为主，用对照表说明其余划分与模块的对应关系。",
        words=[str(claim.value) for claim in odd],
    )
