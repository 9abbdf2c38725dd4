"""Tables of indicators: 指标名称 | 单位 | 2026 年 | 2030 年."""

from __future__ import annotations

import re

from zhunsheng.core.guide.model import Guess, SourceSpan, Target
from zhunsheng.core.guide.parse.context import State
from zhunsheng.core.guide.parse.target_names import counts
from zhunsheng.core.guide.parse.target_words import comparator_of, fold, guess_of_range, value_of
from zhunsheng.core.guide.source import Cell, Table
from zhunsheng.core.text.normal import clean, squeeze

__all__ = ["is_target_table", "read_target_tables"]

_NAME = re.compile(
    r"指标(?:名称|内容|项|任务)?$|^(?:主要|具体|发展|建设|核心|一级|二级|三级)?(?:指标|目标)(?:名称|任务|内容)?$|^(?:名称|内容|项目)$"
)
_VALUE = re.compile(r"(?:目标|指标|预期|规划|预计)(?:值|数|数值)$|^(?:数值|目标)$|^(?:20\d\d年?)目标")
_STANDS = re.compile(r"现状|基期|基准|基数|实际|完成值|完成情况|属性|性质|备注|责任|说明|来源")
_UNIT = re.compile(r"^(?:计量)?单位$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_NUMBER = re.compile(
    r"^(?P<before>(?:不少于|不低于|不超过|不高于|超过|达到|≥|≤|≧|≦|>=|<=|>|<|＞|＜|累计|约|\s)*)"
    r"(?:(?P<low>\d[\d,，]*(?:\.\d+)?)\s*[％%]?\s*[～~—–\-－]{1,2}\s*)?"
    r"(?P<number>\d[\d,，]*(?:\.\d+)?)\s*(?P<more>余|多|\+)?\s*(?P<unit>[^\d\s以左及（(]{0,4}?)\s*(?P<many>)"
    r"(?P<after>及以上|以上|以内|及以下|以下|左右)?\s*(?:[（(][^）)]*[）)])?$"
)


def is_target_table(table: Table) -> bool:
    """True where the head names indicators and years or goals, and no standards."""
    return _head(table, None) is not None


def read_target_tables(state: State, tables: list[Table], reference: int | None) -> list[Target]:
    """The goals of every table of indicators that no list or tree has taken."""
    targets: list[Target] = []
    for table in tables:
        if state.used[table.line_start - 1] == "table" or (head := _head(table, reference)) is None:
            continue
        start, names, unit, values = head
        found: list[Target] = []
        for row in table.rows[start:]:
            found.extend(_read_row(row, names, unit, values, state))
        if found:
            state.use(table.line_start, table.line_end, "table")
            targets.extend(found)
    return targets


def _head(
    table: Table, reference: int | None
) -> tuple[int, list[int], int | None, list[tuple[int, int | None]]] | None:
    """Where the rows begin, the columns of names, of the unit, and of values with their years."""
    for depth in (1, 2):
        if len(table.rows) <= depth:
            return None
        width = max(len(row) for row in table.rows)
        heads = [
            fold(squeeze("".join(dict.fromkeys(row[i].text for row in table.rows[:depth] if i < len(row)))))
            for i in range(width)
        ]
        if any(re.search(r"标准名称|标准编号|标准号", head) for head in heads):
            return None
        names = [i for i, head in enumerate(heads) if _NAME.search(head) and not _YEAR.search(head)]
        values: list[tuple[int, int | None]] = []
        for i, head in enumerate(heads):
            year = _YEAR.search(head)
            if i in names or _STANDS.search(head) or not (year or _VALUE.search(head)):
                continue
            if year and reference is not None and int(year.group(1)) < reference:
                continue
            values.append((i, int(year.group(1)) if year else None))
        if values and names and any(re.search("指标|目标", head) for head in heads):
            unit = next((i for i, head in enumerate(heads) if _UNIT.search(head)), None)
            return depth, names, unit, values
    return None


def _read_row(
    row: list[Cell], names: list[int], unit: int | None, values: list[tuple[int, int | None]], state: State
) -> list[Target]:
    filled = [i for i in names if i < len(row) and squeeze(row[i].text)]
    if not filled:
        return []
    name = clean(row[filled[-1]].text)
    printed_unit = clean(row[unit].text) if unit is not None and unit < len(row) else ""
    inner = re.search(r"[（(]([^（）()年累]{1,4})[)）]$", name)
    if inner and not printed_unit:
        printed_unit, name = inner.group(1), name[: inner.start()].strip()
    first, last = min(cell.line_start for cell in row), max(cell.line_end for cell in row)
    out: list[Target] = []
    for place, year in values:
        match = _NUMBER.match(fold(clean(row[place].text))) if place < len(row) else None
        value = value_of(match.group("number")) if match else None
        if match is None or value is None:
            continue
        comparator, guess = comparator_of(match)
        low = value_of(match.group("low")) if match.group("low") else None
        if low is not None and low < value:
            comparator, guess, value = ">=", guess_of_range(low, value), low
        own = match.group("unit") or printed_unit
        if (re.search("[％%]", row[place].text)) or own in {"％", "%"}:
            own = "%"
        printed = " ".join(clean(cell.text) for cell in (row[filled[-1]], row[place]) if cell.text)
        span = SourceSpan(first, last, state.page(first))
        basis = "printed" if year else "absent"
        guesses: list[Guess] = [guess] if guess else []
        out.append(Target(name, comparator, value, own, year, span, printed, basis, counts(name), guesses))
    return out
