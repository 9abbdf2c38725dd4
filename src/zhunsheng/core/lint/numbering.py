"""Serial numbers of the list and numbers of headings: gaps, repeats, order."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from zhunsheng.core.guide.model import Heading, PlannedStandard
from zhunsheng.core.lint.context import LintContext, item_lines, item_ref, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.text.normal import numeral_value, squeeze

_NUMBER = re.compile(r"[0-9０-９]+|[零〇一二三四五六七八九十百]+")


def _runs(ctx: LintContext) -> list[list[PlannedStandard]]:
    """Rows with whole-number serials, split where a new module starts again from 1."""
    runs: list[list[PlannedStandard]] = [[]]
    for item in ctx.planned:
        if not isinstance(item.number, int):
            continue
        run = runs[-1]
        if (
            item.number == 1
            and len(run) > 1
            and ctx.root_of(item.subsystem) != ctx.root_of(run[-1].subsystem)
        ):
            runs.append([])
        runs[-1].append(item)
    return [run for run in runs if run]


def _misprints(run: list[PlannedStandard]) -> dict[int, int]:
    """Index → the serial due there, for single rows whose neighbours count on as if it were right: 28, 31, 30."""
    numbers = [item.number if isinstance(item.number, int) else 0 for item in run]
    due: dict[int, int] = {}
    for index in range(1, len(numbers) - 1):
        before = due.get(index - 1, numbers[index - 1])
        if numbers[index] != before + 1 and numbers[index + 1] == before + 2:
            due[index] = before + 1
    return due


def _read(run: list[PlannedStandard]) -> list[tuple[int, PlannedStandard]]:
    """The serials as they were meant, misprints put right, with their rows."""
    due = _misprints(run)
    return [
        (due.get(index, item.number), item) for index, item in enumerate(run) if isinstance(item.number, int)
    ]


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


@check("serial-gap")
def serial_gap(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Whole numbers missing between the first and the last serial of a run (or before the first)."""
    for run in _runs(ctx):
        if len(run) < rule.number("min_rows"):
            continue
        places: dict[int, PlannedStandard] = {}
        for number, item in _read(run):
            places.setdefault(number, item)
        numbers = sorted(places)
        start = 0 if numbers[0] <= rule.number("start_within") else numbers[0] - 1
        for before, after in zip([start, *numbers], numbers, strict=False):
            if after - before < 2:
                continue
            gap = _range(before + 1, after - 1)
            near = [places[number] for number in (before, after) if number in places]
            where = "、".join(f"序号 {item.number}（第 {item.source.line_start} 行）" for item in near)
            count = after - before - 1
            yield rule.finding(
                f"清单序号缺 {gap}：{where}之间少 {count} 个号，末号 {numbers[-1]} 而实有 {len(numbers)} 个号。"
                if len(near) == 2
                else f"清单序号缺 {gap}：编号从 {after} 开始（第 {places[after].source.line_start} 行）。",
                subject=f"序号 {gap}",
                lines=item_lines(near),
                suggestion="核对原稿：是漏了一行，还是删去条目后没有重新编号。补齐或重编后，正文引用的序号也要同步。",
                items=[item_ref(item) for item in near],
            )


@check("serial-repeat")
def serial_repeat(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """One serial on two rows."""
    for run in _runs(ctx):
        due = {run[index].position: number for index, number in _misprints(run).items()}
        rows: dict[int | str, list[PlannedStandard]] = defaultdict(list)
        for item in run:
            if item.number is not None:
                rows[item.number].append(item)
        for number, same in rows.items():
            if len(same) < 2:
                continue
            hint = "".join(
                f"第 {item.source.line_start} 行的一处夹在前后连号之间，应为 {due[item.position]}。"
                for item in same
                if item.position in due
            )
            yield rule.finding(
                f"序号 {number} 用于 {len(same)} 行：{joined(f'“{item.name}”' for item in same)}。{hint}",
                subject=f"序号 {number}",
                lines=item_lines(same),
                suggestion="一行一个序号：改正印错的一处，并核对正文对该序号的引用。",
                words=[item.name for item in same],
                items=[item_ref(item) for item in same],
            )


@check("serial-order")
def serial_order(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A serial smaller than the one before it, or a stray one between two that count on."""
    for run in _runs(ctx):
        repeated = {number for number, count in Counter(item.number for item in run).items() if count > 1}
        for index, number in _misprints(run).items():
            if run[index].number not in repeated:
                yield _disorder(rule, run[index], run[index - 1], f"夹在前后连号之间，应为 {number}")
        highest: tuple[int, PlannedStandard] | None = None
        seen: set[int] = set()
        for number, item in _read(run):
            if highest is not None and number < highest[0]:
                if number not in seen:
                    yield _disorder(rule, item, highest[1], f"排在序号 {highest[0]} 之后，次序颠倒")
            else:
                highest = number, item
            seen.add(number)


def _disorder(rule: Rule, item: PlannedStandard, other: PlannedStandard, told: str) -> Finding:
    return rule.finding(
        f"序号 {item.number}（第 {item.source.line_start} 行）{told}。",
        subject=f"序号 {item.number}",
        lines=item_lines([other, item]),
        suggestion="按序号重排两行，或改正印错的序号。",
        items=[item_ref(item), item_ref(other)],
    )


@check("serial-absent")
def serial_absent(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Rows without a serial in a list whose other rows have one."""
    bare = [item for item in ctx.planned if item.number is None]
    if not bare or len(bare) > rule.number("max_share") * len(ctx.planned):
        return
    yield rule.finding(
        f"{len(bare)} 行没有序号：{joined(f'“{item.name}”' for item in bare)}。",
        subject="清单序号",
        lines=item_lines(bare),
        suggestion="补上序号；若该行是上一行名称的续行，应并入上一行。",
        words=[item.name for item in bare],
        items=[item_ref(item) for item in bare],
    )


def _style(numbering: str) -> str:
    """The form of a heading's number: （一） and (一) are one style; 2.10 belongs to the series under 2."""
    text = squeeze(numbering).translate(str.maketrans("（）．", "()."))
    return _NUMBER.sub("#", text)


def _series(outline: list[Heading]) -> Iterator[list[tuple[int, Heading]]]:
    """Headings that are numbered one after another: same level and style with no higher heading between."""
    current: dict[int, tuple[str, list[tuple[int, Heading]]]] = {}
    for heading in outline:
        for level in [level for level in current if level > heading.level]:
            yield current.pop(level)[1]
        numbers = _NUMBER.findall(squeeze(heading.numbering))
        value = numeral_value(numbers[-1]) if numbers else None
        if value is None:
            continue
        style = _style(heading.numbering) + "/".join(numbers[:-1])
        held = current.get(heading.level)
        if held and (held[0] != style or value == 1):
            yield held[1]
            held = None
        if held is None:
            held = current[heading.level] = (style, [])
        held[1].append((value, heading))
    for _, series in current.values():
        yield series


@check("heading-number")
def heading_number(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A heading whose number does not follow the one before it."""
    for series in _series(ctx.outline):
        before = series[0][0]
        for index, (value, heading) in enumerate(series[1:], 1):
            due = before + 1
            following = series[index + 1][0] if index + 1 < len(series) else None
            # A single wrong number between two that count on is told once, not again at the next heading.
            before = due if following == due + 1 else value
            if value == due:
                continue
            earlier = series[index - 1][1]
            kind = "重号" if value == due - 1 else ("跳号" if value > due else "倒号")
            yield rule.finding(
                f"标题“{heading.numbering}{heading.title}”{kind}：前一个同级标题是“{earlier.numbering}{earlier.title}”。",
                subject=f"{heading.numbering}{heading.title}",
                lines=span_lines(earlier.source, heading.source),
                suggestion="按次序改正标题编号，并核对目录。",
                words=[kind],
            )


@check("heading-style")
def heading_style(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Numbers in full-width and in half-width brackets among headings of one level."""
    wide: dict[int, list[Heading]] = defaultdict(list)
    narrow: dict[int, list[Heading]] = defaultdict(list)
    for heading in ctx.outline:
        numbering = squeeze(heading.numbering)
        if numbering.startswith("（") and numbering.endswith("）"):
            wide[heading.level].append(heading)
        elif numbering.startswith("(") and numbering.endswith(")"):
            narrow[heading.level].append(heading)
    for level in sorted(set(wide) & set(narrow)):
        fewer = min(wide[level], narrow[level], key=len)
        yield rule.finding(
            f"第 {level} 级标题的编号括号全角、半角混用：全角 {len(wide[level])} 处，半角 {len(narrow[level])} 处"
            f"（较少的是{joined(f'“{one.numbering}{one.title}”' for one in fewer)}）。",
            subject=f"第 {level} 级标题",
            lines=span_lines(*(one.source for one in fewer)),
            suggestion="统一用全角括号（一）。",
        )
