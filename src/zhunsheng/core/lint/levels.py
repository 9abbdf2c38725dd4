"""Levels and division (GB/T 13016: levelled, clearly divided, each thing once, as high as it serves)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from zhunsheng.core.guide.model import PlannedStandard, Subsystem
from zhunsheng.core.lint.context import LintContext, item_lines, item_ref, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.lint.wording import core_name, name_key
from zhunsheng.core.text.normal import key


@check("level-skip")
def level_skip(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A subsystem whose parent is not one level above it, or is nowhere."""
    for one in ctx.subsystems:
        above = ctx.by_code.get(one.parent or "")
        if one.parent and above is None:
            told = f"它的上级 {one.parent} 在体系中不存在"
        elif above is not None and one.level != above.level + 1:
            told = f"它在第 {one.level} 级，上级 {ctx.label(above.code)} 却在第 {above.level} 级"
        elif above is None and one.level != 1:
            told = f"它在第 {one.level} 级，却没有上级"
        else:
            continue
        yield rule.finding(
            f"{ctx.label(one.code)} 的层级不连续：{told}。",
            subject=ctx.label(one.code),
            lines=span_lines(one.source, above.source if above else None),
            suggestion="补上缺少的一层，或改正它的代码或上级。",
            subsystems=[one.code],
        )


@check("single-child")
def single_child(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A subsystem divided into one part only."""
    for parent, siblings in ctx.children.items():
        if parent is None or len(siblings) != 1:
            continue
        only = siblings[0]
        yield rule.finding(
            f"{ctx.label(parent)} 之下只有 {ctx.label(only.code)} 一个子体系，这一层没有起划分作用。",
            subject=ctx.label(parent),
            lines=span_lines(ctx.by_code[parent].source, only.source),
            suggestion="并为一层，或补上并列的子体系。",
            subsystems=[parent, only.code],
        )


@check("name-repeat")
def name_repeat(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Two subsystems of one name."""
    allowed = {name_key(word) for word in rule.strings("allowed")}
    named: dict[str, list[Subsystem]] = defaultdict(list)
    for one in ctx.subsystems:
        named[name_key(one.name)].append(one)
    for name, same in named.items():
        if len(same) < 2 or name in allowed or _lineage(ctx, same):
            continue
        yield rule.finding(
            f"“{same[0].name}”出现在 {len(same)} 处："
            + joined(f"{one.code}（{ctx.label(ctx.root_of(one.code))}）" for one in same)
            + "。",
            subject=same[0].name,
            lines=span_lines(*(one.source for one in same)),
            suggestion="每个子体系在体系中只设一次：合并，或改名以说明各自的范围。",
            words=sorted(one.code for one in same),
            subsystems=[one.code for one in same],
        )


def _lineage(ctx: LintContext, same: list[Subsystem]) -> bool:
    """True where one of them lies under the other (a module and its only part may share a name)."""
    codes = {one.code for one in same}
    return any(codes & set(ctx.path(one.code)[1:]) for one in same)


@check("topic-repeat")
def topic_repeat(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """One named direction under two categories."""
    allowed = {key(word) for word in rule.strings("allowed")}
    places: dict[str, list[tuple[Subsystem, str, list[int]]]] = defaultdict(list)
    for one in ctx.subsystems:
        lines = {key(topic.name): span_lines(topic.source) for topic in one.topic_details}
        for topic in dict.fromkeys(one.topics):
            places[name_key(topic)].append((one, topic, lines.get(key(topic)) or span_lines(one.source)))
    for name, found in places.items():
        owners = list(dict.fromkeys(one.code for one, _, _ in found))
        if len(owners) < 2 or name in allowed or _lineage(ctx, [one for one, _, _ in found]):
            continue
        yield rule.finding(
            f"方向“{found[0][1]}”同时列在 {joined(ctx.label(code) for code in owners)} 之下。",
            subject=found[0][1],
            lines=[line for _, _, lines in found for line in lines],
            suggestion="只在一处列出，或改名以分清两处的范围。",
            words=sorted(owners),
            subsystems=owners,
        )


@check("common-below")
def common_below(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """The same content planned once in each of several categories: it belongs to the level above."""
    generic = ctx.words.generic
    alike: dict[str, list[PlannedStandard]] = defaultdict(list)
    for item in ctx.planned:
        owner = ctx.by_code.get(item.subsystem or "")
        if owner is None:
            continue
        name, own = key(item.name), core_name(owner.name, generic)
        for word in (name_key(owner.name), own):
            if word and len(word) > 1 and word in name:
                rest = name.replace(word, "", 1)
                if len(core_name(rest, generic)) >= rule.number("min_length"):
                    alike[rest].append(item)
                break
    for rest, items in alike.items():
        codes = list(dict.fromkeys(item.subsystem or "" for item in items))
        if len(codes) < rule.number("min_categories"):
            continue
        yield rule.finding(
            f"{len(codes)} 个类别各有一项只差类别名的标准（…{rest}）："
            + joined(f"{item_ref(item)} {item.name}" for item in items)
            + "。",
            subject=rest,
            lines=item_lines(items),
            suggestion="共同的内容在它们共同的上级制定一项通用标准，各类别只保留特有的部分。",
            words=sorted(codes),
            subsystems=codes,
            items=[item_ref(item) for item in items],
        )
