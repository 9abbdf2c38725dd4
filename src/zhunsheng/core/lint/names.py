"""Names: the same subsystem named in several ways, doubled words, contents that differ from the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from zhunsheng.core.guide.model import Heading, Sighting, SourceSpan, Subsystem
from zhunsheng.core.lint.context import LintContext, in_body, item_label, item_ref, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.lint.wording import PLACES, name_forms, name_key, related
from zhunsheng.core.text.normal import CJK, clean, key

_DOUBLED = re.compile(f"([{CJK}]{{2,8}}?)\\1")


def _variants(
    subsystem: Subsystem, more: list[Sighting], tails: tuple[str, ...]
) -> dict[str, list[Sighting]]:
    """Key of name → places that print it so. Names that only leave off or add a common tail are one."""
    found: dict[str, list[Sighting]] = {}
    own = key(subsystem.name)
    found[own] = []
    for place in [*subsystem.sightings, *more]:
        name = name_key(place.printed_name)
        if not name:
            continue
        forms = name_forms(place.printed_name) | {name}
        same = next((held for held in found if held in forms or _same(held, name, place.place, tails)), None)
        found.setdefault(same if same is not None else name, []).append(place)
    return {name: places for name, places in found.items() if places or name == own}


def _same(held: str, name: str, place: str, tails: tuple[str, ...]) -> bool:
    if place not in ("promise", "figure", "structure"):
        return False
    short, long = sorted((held, name), key=len)
    return long.startswith(short) and long[len(short) :] in tails


def _drift(ctx: LintContext, rule: Rule, subsystems: Iterable[Subsystem]) -> Iterator[Finding]:
    tails = rule.strings("tails")
    codes = {name_key(one.name): one.code for one in ctx.subsystems}
    for subsystem in subsystems:
        variants = {
            name: places
            for name, places in _variants(subsystem, ctx.list_names.get(subsystem.code, []), tails).items()
            if codes.get(name, subsystem.code)
            == subsystem.code  # else: another category, code-other-name tells
            and related(name, key(subsystem.name))
        }
        if len(variants) < 2:
            continue
        told = [_told(subsystem, places) for places in variants.values()]
        yield rule.finding(
            f"{subsystem.code} 有 {len(variants)} 种叫法：{'；'.join(told)}。",
            subject=ctx.label(subsystem.code),
            lines=span_lines(
                subsystem.source, *(place.source for places in variants.values() for place in places)
            ),
            suggestion="全文统一为一个名称；确需简称时，在第一次出现处注明。",
            words=sorted(variants),
            subsystems=[subsystem.code],
        )


def _told(subsystem: Subsystem, places: list[Sighting]) -> str:
    if not places:
        return f"“{subsystem.name}”（正文第 {subsystem.source.line_start} 行）"
    shown = clean(places[0].printed_name)
    where: dict[str, list[int]] = defaultdict(list)
    for place in places:
        where[PLACES.get(place.place, place.place)].append(place.source.line_start)
    text = "，".join(
        f"{name}第 {'、'.join(map(str, sorted(set(lines))))} 行" for name, lines in where.items()
    )
    return f"“{shown}”（{text}）"


@check("name-drift")
def name_drift(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A category named differently in body, list, contents or figures."""
    return _drift(ctx, rule, (one for one in ctx.subsystems if one.parent in ctx.by_code))


@check("module-two-names")
def module_two_names(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A module named in two ways."""
    return _drift(ctx, rule, ctx.children.get(None, []))


def _doubled(
    texts: Iterable[tuple[str, SourceSpan]], allowed: tuple[str, ...]
) -> dict[str, list[tuple[str, int]]]:
    """Doubled phrase → (text it stands in, its line)."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for text, source in texts:
        for match in _DOUBLED.finditer(text):
            if match.group() not in allowed:
                around = text[max(0, match.start() - 8) : match.end() + 8].strip(" .\t")
                if (around, source.line_start) not in found[match.group()]:
                    found[match.group()].append((around, source.line_start))
    return found


@check("word-doubled")
def word_doubled(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A word printed twice in a row: 标准标准."""
    # Lines are taken as they stand: without their spaces, neighbouring cells of a row would touch.
    texts = [(line, SourceSpan(number, number)) for number, line in enumerate(ctx.lines, 1) if line]
    if not texts:
        texts = [(clean(one.printed_name), one.source) for one in ctx.subsystems]
    texts += [(item.name, item.source) for item in ctx.planned]
    for doubled, places in _doubled(texts, rule.strings("allowed")).items():
        word = doubled[: len(doubled) // 2]
        yield rule.finding(
            f"“{word}”连写两次：{joined(f'“{around}”（第 {line} 行）' for around, line in places)}。",
            subject=doubled,
            lines=[line for _, line in places],
            suggestion=f"删去一个“{word}”。",
        )


@check("name-kind-doubled")
def name_kind_doubled(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A standard's name that ends with two words for a kind of standard: 规范标准."""
    endings = rule.strings("endings")
    for item in ctx.planned:
        ending = next((word for word in endings if key(item.name).endswith(word)), None)
        if ending is None:
            continue
        yield rule.finding(
            f"{item_label(item)}“{item.name}”以“{ending}”结尾，两个词都表示文件种类，语义重复。",
            subject=item_label(item),
            lines=span_lines(item.source),
            suggestion="只留一个：规定要求的用“规范”，规定做法的用“规程”，给出建议的用“指南”。",
            words=[item.name],
            subsystems=[item.subsystem or ""],
            items=[item_ref(item)],
        )


@check("name-ending-mixed")
def name_ending_mixed(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Siblings of one group of which a few end in another way than the rest: 集群标准 among 集群."""
    endings = sorted(rule.strings("endings"), key=len, reverse=True)
    groups: dict[tuple[str | None, str | None], dict[str, list[Subsystem]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for parent, siblings in ctx.children.items():
        for one in filter(in_body, siblings):
            name = clean(one.printed_name or one.name)
            ending = next((word for word in endings if name.endswith(word)), "")
            groups[parent, one.group][ending].append(one)
    for (parent, group), found in groups.items():
        total = sum(map(len, found.values()))
        usual = max(found, key=lambda word: len(found[word]))
        odd = [one for ending, ones in found.items() if ending != usual for one in ones]
        if not odd or total < rule.number("min_siblings") or len(odd) > rule.number("max_share") * total:
            continue
        yield rule.finding(
            f"{ctx.label(parent) + ' 之下' if parent else '各模块'}{f'“{group}”' if group else ''}的 {total} 个名称中 "
            f"{total - len(odd)} 个以“{usual}”结尾，只有 {joined(f'“{clean(one.printed_name)}”' for one in odd)} 不同。"
            if usual
            else f"{ctx.label(parent)} 之下只有 {joined(f'“{clean(one.printed_name)}”' for one in odd)} 带结尾词，其余不带。",
            subject=joined(ctx.label(one.code) for one in odd),
            lines=span_lines(*(one.source for one in odd)),
            suggestion="同级标题用同一种结尾。",
            words=[usual],
            subsystems=[one.code for one in odd],
        )


@check("contents-differ")
def contents_differ(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A title in the contents that no heading has, or a heading the contents leave out."""
    if not ctx.contents or not ctx.outline:
        return
    entries = {name_key(entry.title): entry for entry in ctx.contents if entry.title}
    headings = {name_key(heading.title): heading for heading in ctx.outline if heading.title}
    text = {name_key(line) for line in ctx.lines if 0 < len(line) <= 60}
    renamed: set[str] = set()
    for name, entry in entries.items():
        if name in headings or name in text:
            continue
        other = next(
            (
                heading
                for title, heading in headings.items()
                if title not in entries
                and key(heading.numbering) == key(entry.numbering)
                and related(title, name)
            ),
            None,
        )
        if other is not None:
            renamed.add(name_key(other.title))
        yield rule.finding(
            f"目录作“{entry.numbering}{entry.title}”，正文"
            + (f"作“{other.numbering}{other.title}”。" if other else "没有这个标题。"),
            subject=f"{entry.numbering}{entry.title}",
            lines=span_lines(entry.source, other.source if other else None),
            suggestion="重新生成目录，或改正正文标题。",
            words=["contents"],
        )
    # A chapter may be listed without its sections; a section is missing only where its sisters are listed.
    listed_under = {
        id(parent) for heading, parent in _parents(ctx.outline) if name_key(heading.title) in entries
    }
    first = min(entry.source.line_start for entry in ctx.contents)
    known = {*entries, *renamed}
    annexes = any(
        entry.title.startswith("附") for entry in ctx.contents
    )  # many contents leave all annexes out
    missing = [
        heading
        for heading, parent in _parents(ctx.outline)
        if id(parent) in listed_under
        and heading.title
        and name_key(heading.title) not in known
        and (annexes or not heading.title.startswith("附"))
        and heading.source.line_start > first
    ]
    if missing:
        yield rule.finding(
            f"正文标题没有列入目录：{joined(f'“{one.numbering}{one.title}”' for one in missing)}，同级的其他标题都已列入。",
            subject=joined((f"{one.numbering}{one.title}" for one in missing), limit=3),
            lines=span_lines(*(one.source for one in missing)),
            suggestion="重新生成目录。",
            words=["body"],
        )


def _parents(outline: list[Heading]) -> Iterator[tuple[Heading, Heading | None]]:
    """Each heading with the one it stands under."""
    above: list[Heading] = []
    for heading in outline:
        while above and above[-1].level >= heading.level:
            above.pop()
        yield heading, above[-1] if above else None
        above.append(heading)
