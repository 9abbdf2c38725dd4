"""Codes of subsystems: case, order, repeats, and codes that name another category than the body does."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from zhunsheng.core.guide.model import PlannedStandard, Sighting, Subsystem
from zhunsheng.core.lint.context import LintContext, in_body, item_lines, item_ref, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.lint.wording import PLACES, name_key, related
from zhunsheng.core.text.normal import squeeze


def _plain(code: str) -> str:
    """A printed code without spaces, in half-width letters, its case kept."""
    return squeeze(unicodedata.normalize("NFKC", code))


def _printings(subsystem: Subsystem) -> list[tuple[str, Sighting | None]]:
    """Every printed code of a subsystem with the place it stands at (None: the subsystem's own heading)."""
    own: list[tuple[str, Sighting | None]] = []
    if subsystem.printed_code:
        own.append((_plain(subsystem.printed_code), None))
    own += [(_plain(one.printed_code), one) for one in subsystem.sightings if one.printed_code]
    return own


@check("code-case")
def code_case(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A code with small letters among siblings whose codes have capitals."""
    for siblings in ctx.children.values():
        if not any(code.isupper() for one in siblings for code, _ in _printings(one)):
            continue
        for subsystem in siblings:
            odd = [(code, place) for code, place in _printings(subsystem) if code != code.upper()]
            if not odd:
                continue
            spans = [place.source for _, place in odd if place] or [subsystem.source]
            printed = odd[0][0]
            yield rule.finding(
                f"代码“{printed}”（{subsystem.name}）有小写字母，同级其他代码都用大写。",
                subject=subsystem.code,
                lines=span_lines(*spans),
                suggestion=f"改为“{printed.upper()}”。",
                words=[printed],
                subsystems=[subsystem.code],
            )


@check("code-order")
def code_order(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Siblings whose printed codes do not rise in the order in which the text treats them."""
    for parent, siblings in ctx.children.items():
        placed = [one for one in siblings if in_body(one)]
        falls = [
            (first, second) for first, second in pairwise(placed) if _rank(second.code) < _rank(first.code)
        ]
        for first, second in falls:
            # Of the two, the one whose code is printed is the one to look at.
            one = first if first.code_basis == "printed" or second.code_basis != "printed" else second
            position = placed.index(one) + 1
            due = _due(parent, [each.code for each in placed], position)
            near = placed[max(0, position - 2) : position + 1]
            yield rule.finding(
                f"{one.code} {one.name} 在正文同级中排第 {position}，按次序代码应为 {due}，"
                f"而印作 {one.code}（正文此处的次序：{joined(each.name for each in near)}）。",
                subject=f"{one.code} {one.name}",
                lines=span_lines(first.source, second.source, *(p.source for _, p in _printings(one) if p)),
                suggestion=f"二者取一：把代码改为 {due}，或调整正文次序，使代码与正文一致。",
                words=[due],
                subsystems=[first.code, second.code],
            )


def _due(parent: str | None, codes: list[str], position: int) -> str:
    """The code the n-th sibling should have: the n-th letter where codes are letters, else the n-th of those used."""
    lead = parent or ""
    if position <= 26 and all(len(code) == len(lead) + 1 and code[-1].isalpha() for code in codes):
        return f"{lead}{chr(ord('A') + position - 1)}"
    return sorted(codes, key=_rank)[position - 1]


def _rank(code: str) -> tuple[int, str]:
    return len(code), code


@check("list-order")
def list_order(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A list sorted by code in which single rows stand out of order."""
    rows = [item for item in ctx.planned if item.subsystem in ctx.by_code]
    falls = [
        (before, item) for before, item in pairwise(rows) if (item.subsystem or "") < (before.subsystem or "")
    ]
    if not falls or len(falls) > rule.number("max_share") * len(rows):
        return
    for before, item in falls:
        yield rule.finding(
            f"清单按代码排列，但 {item_ref(item)} 号（{ctx.label(item.subsystem)}）排在"
            f" {item_ref(before)} 号（{ctx.label(before.subsystem)}）之后。",
            subject=f"序号 {item_ref(item)}",
            lines=item_lines([before, item]),
            suggestion="把这一行移到同类各行之中，或核对它的类别代码。",
            words=[item.name],
            subsystems=[item.subsystem or ""],
            items=[item_ref(item)],
        )


def _names_of_codes(ctx: LintContext) -> dict[str, dict[str, list[tuple[str, Sighting]]]]:
    """Printed code → key of name → (name, place) of each sighting that prints both."""
    out: dict[str, dict[str, list[tuple[str, Sighting]]]] = defaultdict(lambda: defaultdict(list))
    for subsystem in ctx.subsystems:
        for place in subsystem.sightings:
            if place.printed_code and place.printed_name:
                name = name_key(place.printed_name)
                out[_plain(place.printed_code).upper()][name].append((place.printed_name, place))
    return out


@check("code-repeat")
def code_repeat(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """One code on two categories."""
    for code, names in _names_of_codes(ctx).items():
        keys = list(names)
        unlike = [name for name in keys[1:] if not related(keys[0], name)]
        if not unlike:
            continue
        same_place = {place.place for _, place in names[keys[0]]} & {
            place.place for name in unlike for _, place in names[name]
        }
        if not same_place:
            continue  # printed differently in body and list: code-other-name tells that
        shown = [names[keys[0]][0], *(names[name][0] for name in unlike)]
        yield rule.finding(
            f"代码 {code} 用于不同的类别：{joined(f'“{name}”（第 {place.source.line_start} 行）' for name, place in shown)}。",
            subject=code,
            lines=span_lines(*(place.source for _, place in shown)),
            suggestion="一个代码只代表一个类别：给其中一个另编代码，并改正清单各行。",
            words=sorted([keys[0], *unlike]),
            subsystems=[code],
        )


@check("code-other-name")
def code_other_name(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A code beside a name that is another category's, or unlike the name the body gives the code."""
    owners = {name_key(one.name): one for one in reversed(ctx.subsystems)}
    for subsystem in ctx.subsystems:
        own = {name_key(subsystem.name), *(name_key(alias) for alias in subsystem.aliases)}
        odd: dict[str, list[Sighting]] = defaultdict(list)
        for place in subsystem.sightings:
            name = name_key(place.printed_name)
            if place.printed_code and name and name not in own:
                owner = owners.get(name)
                if (owner is not None and owner is not subsystem) or not any(
                    related(name, each) for each in own
                ):
                    odd[name].append(place)
        for name, places in odd.items():
            owner = owners.get(name)
            where = PLACES.get(places[0].place, places[0].place)
            yield rule.finding(
                f"{where}把代码 {subsystem.code} 写作“{places[0].printed_name}”，正文中 {subsystem.code} 是“{subsystem.name}”"
                + (f"，“{owner.name}”的代码是 {owner.code}。" if owner else "。"),
                subject=subsystem.code,
                lines=span_lines(subsystem.source, *(place.source for place in places)),
                suggestion="以正文的分类为准改正代码或名称；两处都对时，说明其中一处的版本。",
                words=[name],
                subsystems=[subsystem.code, *([owner.code] if owner else [])],
            )


@check("code-two")
def code_two(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """One category printed with two codes."""
    for subsystem in ctx.subsystems:
        codes: dict[str, list[Sighting]] = defaultdict(list)
        for code, place in _printings(subsystem):
            if place is not None:
                codes[code.upper()].append(place)
            else:
                codes.setdefault(code.upper(), [])
        if len(codes) < 2:
            continue
        shown = [f"{code}（{_where(ctx, subsystem, code, places)}）" for code, places in codes.items()]
        yield rule.finding(
            f"“{subsystem.name}”有 {len(codes)} 个代码：{joined(shown)}。",
            subject=subsystem.name,
            lines=span_lines(subsystem.source, *(p.source for places in codes.values() for p in places)),
            suggestion="正文、图与清单用同一个代码。",
            words=sorted(codes),
            subsystems=[subsystem.code],
        )


def _where(ctx: LintContext, subsystem: Subsystem, code: str, places: list[Sighting]) -> str:
    """Where a code is printed for a subsystem, and whose it is if another has it."""
    line = f"第 {places[0].source.line_start if places else subsystem.source.line_start} 行"
    owner = ctx.by_code.get(code)
    return line if owner in (None, subsystem) else f"{line}，而 {code} 是“{owner.name}”的代码"


@check("code-parent")
def code_parent(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A code that does not begin with its parent's, among siblings whose codes do."""
    for parent, siblings in ctx.children.items():
        if parent is None:
            continue
        odd = [one for one in siblings if not one.code.startswith(parent)]
        if not odd or len(odd) * 2 > len(siblings):
            continue
        for one in odd:
            yield rule.finding(
                f"{one.code} {one.name} 列在 {ctx.label(parent)} 之下，代码却不以 {parent} 开头。",
                subject=one.code,
                lines=span_lines(one.source),
                suggestion="核对它应属哪个模块：改代码，或移到代码所指的模块之下。",
                words=[parent],
                subsystems=[one.code, parent],
            )


@check("module-cell-late")
def module_cell_late(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """The list prints a module's name only after rows that already belong to it."""
    for module in ctx.children.get(None, []):
        printed = [place for place in module.sightings if place.place == "list"]
        rows = [item for item in ctx.planned if ctx.root_of(item.subsystem) == module.code]
        early = _before(rows, min((place.source.line_start for place in printed), default=0))
        if not early:
            continue
        yield rule.finding(
            f"“{printed[0].printed_name}”印在第 {printed[0].source.line_start} 行，而前面序号"
            f" {joined(item_ref(item) for item in early)} 的类别代码已属 {module.code}；"
            "该格空白，按“空白即同上”会归到上一个模块。",
            subject=ctx.label(module.code),
            lines=[*item_lines(early), printed[0].source.line_start],
            suggestion=f"把“{printed[0].printed_name}”移到本模块第一行（序号 {item_ref(early[0])}），或合并单元格。",
            subsystems=[module.code],
            items=[item_ref(item) for item in early],
        )


def _before(rows: list[PlannedStandard], line: int) -> list[PlannedStandard]:
    return [item for item in rows if item.source.line_end < line]
