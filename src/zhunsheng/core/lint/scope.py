"""Promised scope against the categories there are, both ways."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.core.guide.model import Figure, Promise, SourceSpan, Subsystem
from zhunsheng.core.lint.context import LintContext, in_body, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.lint.wording import PLACES, bigrams, core_name, name_key, split_names
from zhunsheng.core.text.normal import key

_OVERVIEW = "structure"


def _names_below(ctx: LintContext, code: str) -> list[str]:
    """Keys of the names, aliases, groups and directions under a code."""
    names: list[str] = []
    for one in [ctx.by_code[code], *ctx.below(code)]:
        if one.code != code:
            names += [one.name, *one.aliases, one.group or ""]
        names += one.topics
    return [name for name in map(name_key, names) if name]


def _text_below(ctx: LintContext, code: str) -> str:
    """Everything the chapter of a subsystem says, as one key."""
    parts: list[str] = []
    for one in [ctx.by_code[code], *ctx.below(code)]:
        parts += [one.scope, *(topic.scope for topic in one.topic_details)]
        if one.code != code:
            parts += [one.name, *one.aliases, *one.topics]
    return " ".join(key(part) for part in parts)


def _overview_names(ctx: LintContext) -> dict[str, tuple[list[str], list[SourceSpan]]]:
    """Module → names its overview promises, and where."""
    out: dict[str, tuple[list[str], list[SourceSpan]]] = {}
    for promise in ctx.promises:
        if promise.place == _OVERVIEW and promise.subject in ctx.by_code:
            names, spans = out.setdefault(promise.subject, ([], []))
            names += promise.names
            spans.append(promise.source)
    return out


def _foreign(ctx: LintContext, shortest: float) -> dict[str, Subsystem]:
    """Name key → the subsystem below level 1 that bears it."""
    return {
        name_key(one.name): one
        for one in ctx.subsystems
        if one.parent in ctx.by_code and len(name_key(one.name)) >= shortest
    }


@check("summary-of-other")
def summary_of_other(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A module described by categories of another module and by none of its own."""
    known = _foreign(ctx, rule.number("min_length"))
    promised = _overview_names(ctx)
    for module in ctx.children.get(None, []):
        names, spans = promised.get(module.code, ([], []))
        text = " ".join(map(key, [module.summary, *names]))
        own = [one for one in ctx.children.get(module.code, []) if name_key(one.name) in text]
        others = [one for name, one in known.items() if name in text and ctx.root_of(one.code) != module.code]
        if own or len(others) < rule.number("min_names"):
            continue
        yield rule.finding(
            f"{ctx.label(module.code)} 的说明点了{joined(f'“{one.name}”（{one.code}）' for one in others)}，"
            f"这些是其他模块的类别；它自己的 {joined(one.name for one in ctx.children.get(module.code, []))} 一个未提。",
            subject=ctx.label(module.code),
            lines=span_lines(*spans, *(_structure_spans(module)), module.source),
            suggestion="按本模块实际设置的类别改写说明，或把说明中的内容设为类别。",
            words=sorted(one.code for one in others),
            subsystems=[module.code, *(one.code for one in others)],
        )


def _structure_spans(module: Subsystem) -> list[SourceSpan]:
    return [place.source for place in module.sightings if place.place == _OVERVIEW]


@check("promise-unmet")
def promise_unmet(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """What a module's overview promises and its chapter lacks."""
    known = _foreign(ctx, rule.number("min_length"))
    aspects = rule.strings("aspects")
    for code, (names, spans) in _overview_names(ctx).items():
        if not ctx.children.get(code):
            continue
        things = [
            name
            for name in dict.fromkeys(names)
            if not key(name).endswith(aspects) and name_key(name) not in known and name_key(name)
        ]
        if len(things) < rule.number("min_names"):
            continue
        below = _names_below(ctx, code)
        unmatched = [name for name in things if not _matches(ctx, code, name, below)]
        text = _text_below(ctx, code)
        lacking = [name for name in things if key(name) not in text]
        if len(things) - len(unmatched) > rule.number("max_matched") * len(things):
            continue
        if len(lacking) < 2 or len(lacking) < rule.number("min_lacking") * len(things):
            continue
        yield rule.finding(
            f"总述说 {ctx.label(code)} 包括 {joined(lacking)}，而其下只设 "
            f"{joined(one.name for one in ctx.children[code])}，没有与之对应的类别。",
            subject=ctx.label(code),
            lines=span_lines(*spans, ctx.by_code[code].source),
            suggestion="补设相应类别（或在已有类别的范围中写明），或修改总述。",
            words=sorted(lacking),
            subsystems=[code],
        )


def _matches(ctx: LintContext, code: str, name: str, below: list[str]) -> bool:
    """Whether a promised name shares a telling pair of characters with a name under the module."""
    own = bigrams(name_key(ctx.by_code[code].name))
    told = bigrams(core_name(name, ctx.words.generic)) - own
    return any(told & bigrams(each) for each in below)


@check("chapter-unmet")
def chapter_unmet(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A chapter's opening sentence lists its parts, and one of them has no section."""
    tails = rule.strings("tails")
    for promise in _own_lists(ctx):
        children = ctx.children[promise.subject]
        missing = [name for name in promise.names if not _is_child(name, children, tails)]
        if not missing or len(missing) * 2 > len(promise.names):
            continue  # the list speaks of something else than the parts
        missing = [name for name in missing if not _in_sections(ctx, promise.subject, name)]
        if not missing:
            continue
        yield rule.finding(
            f"{ctx.label(promise.subject)} 开头列有 {joined(missing)}，下文没有对应的类别"
            f"（实有 {joined(one.name for one in children)}）。",
            subject=ctx.label(promise.subject),
            lines=span_lines(promise.source),
            suggestion="补写该类别，或从开头的列举中删去；名称不同的，统一名称。",
            words=sorted(missing),
            subsystems=[promise.subject],
        )


def _in_sections(ctx: LintContext, code: str, name: str) -> bool:
    """Whether a section under the chapter (not its opening) speaks of the name."""
    return any(key(name) in key(one.scope) for one in ctx.below(code))


def _own_lists(ctx: LintContext) -> Iterator[Promise]:
    for promise in ctx.promises:
        if promise.place == "body" and ctx.children.get(promise.subject) and promise.names:
            yield promise


def _is_child(name: str, children: list[Subsystem], tails: tuple[str, ...]) -> bool:
    """Whether a listed name is a child's, with or without a tail the whole list shares (平台…等技术标准)."""
    wanted = name_key(name)
    for one in children:
        for held in map(name_key, (one.name, *one.aliases, one.group or "")):
            short, long = sorted((wanted, held), key=len)
            if held and (wanted == held or (long.startswith(short) and long[len(short) :] in tails)):
                return True
    return False


@check("category-undescribed")
def category_undescribed(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A category of the list or of a figure without a section in the text, while its siblings have theirs."""
    for siblings in ctx.children.values():
        bare = [one for one in siblings if not in_body(one)]
        if len(bare) * 2 > len(siblings):
            continue  # a part of the system that the text treats in another way
        for one in bare:
            places = list(dict.fromkeys(PLACES.get(place.place, place.place) for place in one.sightings))
            yield rule.finding(
                f"{joined(places)}有“{one.code} {one.name}”，正文没有说明它的条。",
                subject=ctx.label(one.code),
                lines=span_lines(one.source, *(place.source for place in one.sightings)),
                suggestion="在正文补写这一类的范围；若只是叫法不同，统一名称。",
                subsystems=[one.code],
            )


@check("category-unpromised")
def category_unpromised(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Categories that no part of a closed list (数据与算力两大要素) covers."""
    pattern = rule.pattern("closed_list")
    generic = ctx.words.generic
    for module in ctx.children.get(None, []):
        children = ctx.children.get(module.code, [])
        match = pattern.search(module.summary)
        if not match or not children:
            continue
        listed = match.group("names")
        text = bigrams(key(module.summary))
        loose = [one for one in children if not bigrams(core_name(one.name, generic)) & text]
        if not loose or len(loose) * 2 > len(children):
            continue  # nothing left out, or a summary that does not speak in categories at all
        yield rule.finding(
            f"{ctx.label(module.code)} 的说明只列“{joined(split_names(listed))}”（{match.group()}），"
            f"下设 {len(children)} 类中的 {joined(one.name for one in loose)} 未见提及。",
            subject=ctx.label(module.code),
            lines=span_lines(*_structure_spans(module), *(one.source for one in loose)),
            suggestion="在说明中写明这些类别属于哪一要素，或补上遗漏的要素。",
            words=sorted(one.code for one in loose),
            subsystems=[module.code, *(one.code for one in loose)],
        )


@check("figure-differs")
def figure_differs(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A figure that names most parts of a subsystem and leaves one out."""
    catch_all = {name_key(word) for word in rule.strings("catch_all")}
    for figure in ctx.figures:
        text = key(figure.text)
        if not text:
            continue
        for parent, children in ctx.children.items():
            missing = [
                one
                for one in children
                if not any(name_key(name) in text for name in (one.name, *one.aliases))
                and name_key(one.name) not in catch_all
            ]
            if parent is None or not missing or len(missing) * 2 >= len(children):
                continue
            drawn = _drawn(ctx, children, figure)
            yield rule.finding(
                f"图 {figure.number} 的 {ctx.label(parent)} 之下没有 {joined(one.name for one in missing)}，正文有。",
                subject=f"图 {figure.number} {ctx.label(parent)}",
                lines=[*_first_line(figure), *span_lines(*drawn, *(one.source for one in missing))],
                suggestion="改图，使图与正文的分类一致。",
                words=sorted(one.code for one in missing),
                subsystems=[one.code for one in missing],
            )


def _first_line(figure: Figure) -> list[int]:
    """The caption; the span goes on over the text taken out of the picture."""
    return [figure.source.line_start] if figure.source else []


def _drawn(ctx: LintContext, children: list[Subsystem], figure: Figure) -> list[SourceSpan]:
    """Where the figure's text names the children it has: the figure sightings nearest to its caption."""
    starts = sorted(other.source.line_start for other in ctx.figures if other.source)
    first = figure.source.line_start if figure.source else 0
    after = next((start for start in starts if start > first), None)
    return [
        place.source
        for one in children
        for place in one.sightings
        if place.place == "figure"
        and place.source.line_start >= first
        and (after is None or place.source.line_start < after)
    ]
