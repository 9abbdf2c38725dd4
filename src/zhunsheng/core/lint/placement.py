"""Items that sit in another category than their words suggest. Only strong evidence counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from zhunsheng.core.guide.model import PlannedStandard, Subsystem
from zhunsheng.core.lint.context import LintContext, item_label, item_lines, item_ref, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.lint.wording import bigrams, core_name, name_key
from zhunsheng.core.text.normal import key

_LONGEST = 16  # characters of a category's name that an item's name is searched for


@dataclass(slots=True)
class _Index:
    """Names → categories; names without 智慧, 智能 → categories; the fields a category's own name belongs to."""

    names: dict[str, list[str]]
    cores: dict[str, list[str]]
    heads: dict[str, list[str]]


def _index(ctx: LintContext, shortest: int, ambiguous: tuple[str, ...]) -> _Index:
    names: dict[str, list[str]] = defaultdict(list)
    cores: dict[str, list[str]] = defaultdict(list)
    heads: dict[str, list[str]] = defaultdict(list)
    for leaf in ctx.leaves:
        for name in {name_key(leaf.name), *(name_key(alias) for alias in leaf.aliases)}:
            if len(name) >= shortest:
                names[name].append(leaf.code)
            core = core_name(name, ctx.words.generic)
            if 1 < len(core) < len(name) and core not in ambiguous:
                cores[core].append(leaf.code)
        for field_name, (field_heads, _) in ctx.words.fields.items():
            if any(head in name_key(leaf.name) for head in field_heads):
                heads[field_name].append(leaf.code)
    return _Index(dict(names), dict(cores), dict(heads))


def _own_text(ctx: LintContext, code: str) -> str:
    """All the words that speak for a row's present place: names, directions and scopes of the category and above."""
    parts: list[str] = []
    for step, above in enumerate(ctx.path(code)):
        one = ctx.by_code[above]
        parts += [one.name, *one.aliases, *one.topics]
        if step == 0:
            parts += [one.scope, one.summary, *(topic.scope for topic in one.topic_details)]
    return " ".join(key(part) for part in parts)


def _named(names: dict[str, list[str]], name: str, own: set[str]) -> list[tuple[str, str]]:
    """(category's name, code) for every category that the item's name spells out, its own excepted."""
    found = []
    for start in range(len(name)):
        for end in range(start + 2, min(len(name), start + _LONGEST) + 1):
            piece = name[start:end]
            found += [(piece, code) for code in names.get(piece, ()) if code not in own]
    return found


def _of_field(ctx: LintContext, index: _Index, name: str, own_text: str) -> list[tuple[str, str]]:
    """(word, code) where a word of one field stands in the name and nothing of that field in the own category."""
    found = []
    for field_name, (heads, words) in ctx.words.fields.items():
        word = next((word for word in words if key(word) in name), None)
        if word is None or any(key(each) in own_text for each in (*heads, *words)):
            continue
        found += [(word, code) for code in index.heads.get(field_name, ())]
    return found


def _described(one: Subsystem) -> bool:
    """Whether the category says more of itself than its name; a system of bare facts does not."""
    return bool(one.scope or one.summary or any(topic.scope for topic in one.topic_details))


@check("item-misplaced")
def item_misplaced(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """An item none of whose words fit its category, while another category is spelled out in it."""
    index = _index(ctx, int(rule.number("min_name")), rule.strings("ambiguous"))
    texts: dict[str, tuple[str, frozenset[str]]] = {}
    for item in ctx.planned:
        code = item.subsystem or ""
        if code not in ctx.by_code:
            continue
        if code not in texts:
            own_text = _own_text(ctx, code)
            texts[code] = own_text, bigrams(own_text)
        text, grams = texts[code]
        if bigrams(core_name(item.name, ctx.words.generic)) & grams:
            continue  # something speaks for the present place: leave it
        own = {code, *ctx.path(code)}
        name = key(item.name)
        hits = _named(index.names, name, own)
        if not hits and _described(ctx.by_code[code]):
            hits = _named(index.cores, name, own) or _of_field(ctx, index, name, text)
        targets = list(dict.fromkeys(target for _, target in hits))
        if hits and len(targets) <= rule.number("max_targets"):
            yield _finding(ctx, rule, item, hits[0][0], [ctx.by_code[target] for target in targets])


def _finding(
    ctx: LintContext, rule: Rule, item: PlannedStandard, word: str, targets: list[Subsystem]
) -> Finding:
    told = "或".join(ctx.label(one.code) for one in targets)
    return rule.finding(
        f"{item_label(item)}“{item.name}”放在 {ctx.label(item.subsystem)}，名称却与该类无一词相合；"
        f"“{word}”一词更近 {told}。",
        subject=item_label(item),
        lines=[*item_lines([item]), *span_lines(*(one.source for one in targets))],
        suggestion=f"核对归类：移到 {told}，或改名说明它与 {ctx.label(item.subsystem)} 的关系。",
        words=[item.name],
        subsystems=[item.subsystem or "", *(one.code for one in targets)],
        items=[item_ref(item)],
    )
