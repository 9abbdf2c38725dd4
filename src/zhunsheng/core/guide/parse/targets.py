"""Measurable goals: 形成 10 项团体标准, 覆盖率达到 85% 以上, 培育企业 30 家以上."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from zhunsheng.core.guide.model import Guess, GuideDocument, SourceSpan, Target
from zhunsheng.core.guide.parse.context import Run, State
from zhunsheng.core.guide.parse.outline import Section
from zhunsheng.core.guide.parse.target_names import counts, name_of, shares, speaks_of_parts
from zhunsheng.core.guide.parse.target_tables import read_target_tables
from zhunsheng.core.guide.parse.target_words import (
    NUMBER,
    Anchor,
    Quoted,
    Tense,
    anchors,
    comparator_of,
    fold,
    guess_of_range,
    is_strict,
    needs_bound,
    plan_end,
    value_of,
    year_in,
)
from zhunsheng.core.guide.source import Table
from zhunsheng.core.text.normal import clean

__all__ = ["read_targets"]

_AIM = re.compile(r"目标|指标")
_NOT_COUNTED = re.compile(r"第\s*$|每(?:季度?|月|周|半年|万)[^，]*$")
_REWARD = re.compile(r"给予|奖励|补助|补贴|资助|最高|奖补|扶持")
_BREAKS = "，。；：！？;:!?"


@dataclass(slots=True)
class _Setting:
    """What holds for a stretch of text: the year, the guide's own years, and whether it is a chapter on aims."""

    year: int | None
    fallback: int | None
    reference: int | None
    aims: bool
    anchored: bool = False


def read_targets(state: State, root: Section, tables: list[Table], document: GuideDocument) -> list[Target]:
    """Targets of the chapters on aims, then those inside the measures, then what other chapters date."""
    fallback, reference = _years_of(state, document)
    aims = [s for s in root.walk() if _is_aim(s)]
    known = {id(section) for section in aims}
    later = [s for s in root.walk() if s.within("measures") and id(s) not in known]
    known.update(id(section) for section in later)
    others = [s for s in root.walk() if id(s) not in known and not _is_tree(s)]
    covered = {n for table in tables for n in range(table.line_start, table.line_end + 1)}
    targets: list[Target] = []
    for group, is_aim, anchored in ((aims, True, False), (later, False, False), (others, False, True)):
        if anchored and aims and targets:
            break
        for section in group:
            setting = _Setting(_year_above(section), fallback, reference, is_aim, anchored)
            for run in _runs(state, section, covered):
                _read_run(run, targets, setting)
    targets.extend(read_target_tables(state, tables, reference))
    return _distinct(targets)


def _is_aim(section: Section) -> bool:
    """A chapter on aims, or a heading that ends in 目标 or 指标 outside the chapters that hold the tree."""
    if section.within("principles") or (section.within("situation") and section.kind != "requirements"):
        return False
    if section.within("requirements"):
        return True
    return bool(re.search(r"(?:目标|指标)[）)]?$", section.title)) and not section.within("measures")


def _is_tree(section: Section) -> bool:
    return section.within("bases") or section.within("annex") or section.within("contents")


def _years_of(state: State, document: GuideDocument) -> tuple[int | None, int | None]:
    """The year the guide aims at, and the year it is of itself."""
    front = document.printed_title + document.edition
    front += "".join(state.text(n) for n in range(1, len(state) + 1) if state.used[n - 1] == "front")
    front = fold(front)
    own = re.findall(r"(?<!\d)(20\d\d)", front)
    plan = plan_end(front)
    reference = int(own[0]) if own else plan - 4 if plan else None
    lines = [n for n in range(1, len(state) + 1) if state.used[n - 1] not in {"contents", "front", "table"}]
    text = re.sub(r"《[^《》]*》", "", fold("\n".join(clean(state.text(n)) for n in lines)))
    named = [int(year) for year in re.findall(r"(?<![截直])[到至]\s*(20\d\d)\s*年", text)]
    named = [year for year in named if reference is None or year >= reference]
    if named:
        return max(set(named), key=lambda year: (named.count(year), -year)), reference
    period = re.search(r"20\d\d\s*年?\s*[—\-–－~～至到]+\s*(20\d\d)\s*年?", front)
    periods = re.findall(r"20\d\d\s*年?\s*[—\-–－~～至到]+\s*(20\d\d)\s*年", text)
    due = [int(year) for year in periods if reference is None or int(year) >= reference]
    return (int(period.group(1)) if period else plan or (due[0] if due else None)), reference


def _year_above(section: Section) -> int | None:
    """The year that the nearest heading names (近期目标（2026年）)."""
    node: Section | None = section
    while node is not None and node.parent is not None:
        if year := year_in(node.title):
            return year
        node = node.parent
    return None


def _runs(state: State, section: Section, covered: set[int]) -> list[Run]:
    lines = [
        n
        for n in section.body
        if state.text(n) and n not in covered and state.used[n - 1] not in {"table", "front", "contents"}
    ]
    if section.run_in:
        lines.insert(0, section.line_start)
    return state.paragraphs(lines)


def _read_run(run: Run, targets: list[Target], setting: _Setting) -> None:
    """All targets of one paragraph; the year it ends with holds on in the next paragraph."""
    text = fold(run.text)
    marks = anchors(text, setting.reference)
    tense = Tense(text, setting.reference, aims=setting.aims)
    quoted = Quoted(text, words=True)
    first = len(targets)
    for clause in _clauses(text):
        if _REWARD.search(text[clause[0] : clause[1]]):
            continue
        matches = [
            m for m in NUMBER.finditer(text, clause[0], clause[1]) if not quoted.covers(m.start("number"))
        ]
        above = ""
        for index, match in enumerate(matches):
            lead, tail, start, end = shares(text, matches, index, clause)
            lead = lead if lead.strip() else above
            above = re.sub(r"[由从]\s*$", "", lead) if re.search(r"[由从]\s*$", lead) else ""
            # 由 60% 提高到 95%: the first number is where things stand, the second is the goal.
            if (above and not match.group("low")) or tense.is_past(match.start()):
                continue
            due = _due(text, marks, match.start(), setting)
            last = targets[-1] if len(targets) > first else None
            goal = _goal(match, lead, tail, last, aims=setting.aims) if due is not None else None
            if goal is not None and due is not None:
                printed = re.sub(r"^(?:和|以及|及|并|，|、)\s*", "", clean(run.text[start:end]))
                target = _dated(goal, run.span(start, end), printed, due, setting)
                targets.append(target)
    years = [mark.year for mark in marks if setting.reference is None or mark.year >= setting.reference]
    setting.year = years[-1] if years else setting.year


def _due(
    text: str, marks: list[Anchor], place: int, setting: _Setting
) -> tuple[int | None, Guess | None] | None:
    """The year that holds at ``place``; None where the number is told of a past year, or must be dated and is not."""
    index = bisect_right(marks, place, key=lambda mark: mark.start) - 1
    mark = marks[index] if index >= 0 else None
    if setting.anchored and (mark is None or re.search("[。！？]", text[mark.start : place])):
        return None
    year, guess = (mark.year, mark.guess) if mark is not None else (setting.year, None)
    if year is not None and setting.reference is not None and year < setting.reference:
        return None
    return year, guess


def _dated(
    goal: _Goal, span: SourceSpan, printed: str, due: tuple[int | None, Guess | None], setting: _Setting
) -> Target:
    year, guess = due
    basis = "printed" if year else "document" if setting.fallback else "absent"
    year = year or setting.fallback
    guesses = [item for item in (goal.guess, guess) if item is not None]
    if basis == "document":
        guesses.append(Guess("year", f"句中未写年份，按本指南的目标年 {year} 年推定", 0.6))
    return Target(
        goal.name,
        goal.comparator,
        goal.value,
        goal.unit,
        year,
        span,
        printed,
        basis,
        counts(goal.name),
        guesses,
    )


def _clauses(text: str) -> list[tuple[int, int]]:
    """Stretches between commas and full stops; a bracket with numbers of its own is a clause of its own."""
    cuts = [0]
    for match in re.finditer(f"[{_BREAKS}，]|,(?!\\d{{3}})", text):
        inside = (
            re.match(r"\d{3}(?!\d)", text[match.end() : match.end() + 4])
            and text[match.start() - 1 : match.start()].isdigit()
        )
        if not inside:
            cuts.append(match.end())
    cuts.append(len(text))
    out: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        stop = end - 1 if end > start and text[end - 1 : end] in f"{_BREAKS}," else end
        bracket = re.search(r"[（(](?=[^（）()]*\d\s*[项个家])", text[start:stop])
        if bracket:
            out.extend([(start, start + bracket.start()), (start + bracket.end(), stop)])
        else:
            out.append((start, stop))
    return out


@dataclass(slots=True)
class _Goal:
    """A number read as a goal, before it has a place and a year."""

    name: str
    comparator: str
    value: int | float
    unit: str
    guess: Guess | None


def _goal(match: re.Match[str], lead: str, tail: str, last: Target | None, *, aims: bool) -> _Goal | None:
    """``last`` is the goal told just before: 2027年累计达到12项 counts what it counts."""
    value = value_of(match.group("number"))
    strict = is_strict(match)
    unit = match.group("unit").replace("％", "%")
    in_figures = match.group("number")[0].isdigit()
    if value is None or (not in_figures and (value < 2 or (not strict and value < 10))):
        return None
    if (needs_bound(unit) and not strict) or _NOT_COUNTED.search(lead):
        return None
    comparator, guess = comparator_of(match)
    low = value_of(match.group("low")) if match.group("low") else None
    if low is not None:
        comparator = ">="
        if re.search(r"[由从]\s*$", lead):
            lead = re.sub(r"[由从]\s*$", "", lead)
            guess = Guess("comparator", "“从……到……”按达到后者理解", 0.7)
        elif low < value:
            guess, value = guess_of_range(low, value), low
    name, counted = name_of(lead, tail, unit)
    if not name and last is not None and last.unit == unit and re.search(r"累计|总数|总量|合计", lead):
        name, counted = f"{re.sub('（[^（）]*）$', '', last.name)}（累计）", True
        guess = guess or Guess("name", f"句中未写所计对象，承前文“{last.name}”", 0.7)
    if not name or speaks_of_parts(lead, name, tail, strict=strict):
        return None
    if not counted and not (strict and aims):
        return None
    return _Goal(name, comparator, value, unit, guess)


def _distinct(targets: list[Target]) -> list[Target]:
    seen: set[tuple[str, str, int | float, int | None, int]] = set()
    out = []
    for target in targets:
        mark = (target.name, target.unit, target.value, target.year, target.source.line_start)
        if mark not in seen:
            seen.add(mark)
            out.append(target)
    return out
