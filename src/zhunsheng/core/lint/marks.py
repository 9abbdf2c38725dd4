"""Quotation and book-title marks and brackets that are opened and never closed, or the reverse."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from zhunsheng.core.lint.context import LintContext, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.text.normal import squeeze

# Each opener with all the closers that can end it: full- and half-width brackets are mixed in real guides.
_CLOSERS = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "〈": "〉",
    "（": "）)",
    "(": "）)",
    "〔": "〕",
    "【": "】",
    "［": "］]",
    "[": "］]",
}
_ALL_CLOSERS = {closer for closers in _CLOSERS.values() for closer in closers}
_MARKS = re.compile("[" + re.escape("".join({*_CLOSERS, *_ALL_CLOSERS})) + "]")
_DEPTH = 8
_LIST_NUMBER = re.compile(r"[\s|]*(?:[0-9０-９]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})\s*$")
_MEANS = {"“": "引号", "‘": "单引号", "《": "书名号", "〈": "单书名号", "（": "括号", "(": "括号"}


@dataclass(slots=True)
class _Open:
    """An opener that waits for its closer: the mark, its line and column, how many characters ago."""

    mark: str
    line: int
    column: int
    at: int


def _boundaries(ctx: LintContext) -> set[int]:
    """Lines before which every mark must be closed: headings, list rows, measures, entries of bases and contents."""
    lines = {heading.source.line_start for heading in ctx.outline}
    lines |= {basis.source.line_start for basis in ctx.bases}
    lines |= {item.source.line_start for item in ctx.planned}
    lines |= {entry.source.line_start for entry in ctx.contents}
    return lines | {one.source.line_start for one in ctx.subsystems}


def _scan(ctx: LintContext, reach: int) -> Iterator[tuple[str, int, int, bool]]:
    """(mark, line, column, is opener) for each mark without its partner."""
    stack: list[_Open] = []
    stops = _boundaries(ctx)
    position = 0
    for number, line in enumerate(ctx.lines, 1):
        if number in stops or "\t" in line:
            yield from ((one.mark, one.line, one.column, True) for one in stack)
            stack.clear()
        for match in _MARKS.finditer(line):
            yield from _step(stack, match.group(), number, match.start(), line, position, reach)
        position += len(line)
    yield from ((one.mark, one.line, one.column, True) for one in stack)


def _step(
    stack: list[_Open], mark: str, number: int, column: int, line: str, position: int, reach: int
) -> Iterator[tuple[str, int, int, bool]]:
    here = position + column
    if mark in _CLOSERS:
        # The same quotation mark does not open inside itself, nothing stays open for pages, nor nests without end.
        lost = [one for one in stack if here - one.at > reach or (one.mark == mark and mark in "“《‘")]
        lost += stack[:1] if not lost and len(stack) >= _DEPTH else []
        for one in lost:
            stack.remove(one)
            yield one.mark, one.line, one.column, True
        stack.append(_Open(mark, number, column, here))
        return
    for index in range(len(stack) - 1, -1, -1):
        if mark in _CLOSERS[stack[index].mark]:
            for one in stack[index + 1 :]:
                yield one.mark, one.line, one.column, True
            del stack[index:]
            return
    if mark in "）)］]" and _LIST_NUMBER.match(line[:column]):
        return  # "1）" and "a)" number a list and open nothing
    yield mark, number, column, False


@dataclass(slots=True)
class _Lone:
    """A mark without its partner: the text it stands in, where, and whether it opens."""

    mark: str
    text: str
    column: int
    lines: list[int]
    opener: bool


@check("mark-unclosed")
def mark_unclosed(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Marks without their partner, one finding a line: in the text, or in names and titles where there is no text."""
    if ctx.lines:
        found = _scan(ctx, int(rule.number("reach")))
        lone = [_Lone(mark, ctx.line(line), column, [line], opener) for mark, line, column, opener in found]
    else:
        lone = list(_in_values(ctx))
    places: dict[tuple[str, tuple[int, ...]], list[_Lone]] = defaultdict(list)
    for one in lone:
        places[one.text, tuple(one.lines)].append(one)
    for same in places.values():
        yield _unclosed(rule, min(same, key=lambda one: one.column), len(same) - 1)


def _unclosed(rule: Rule, one: _Lone, more: int) -> Finding:
    if one.opener:
        partner, around = _CLOSERS[one.mark][0], one.text[one.column : one.column + 24]
        mend = f"补上“{partner}”，并核对引文或标题是否完整。"
    else:
        partner = next(opener for opener, closers in _CLOSERS.items() if one.mark in closers)
        around = one.text[max(0, one.column - 23) : one.column + 1]
        mend = f"补上前面的“{partner}”，或删去“{one.mark}”。"
    name = _MEANS.get(one.mark if one.opener else partner, "括号")
    also = f"（同处另有 {more} 个不配对）" if more else ""
    return rule.finding(
        f"{name} {one.mark} 没有配对的 {partner} {also}：{around.strip()}{'…' if one.opener else ''}",
        subject=squeeze(around),
        lines=one.lines,
        suggestion=mend,
        words=[one.mark],
    )


def _in_values(ctx: LintContext) -> Iterator[_Lone]:
    """The same in the names and titles of a system whose text is not at hand."""
    values = [(basis.printed or basis.title, basis.source) for basis in ctx.bases]
    values += [(item.printed_name or item.name, item.source) for item in ctx.planned]
    values += [(one.printed_name or one.name, one.source) for one in ctx.subsystems]
    for text, source in values:
        stack: list[_Open] = []
        lone = [
            entry
            for match in _MARKS.finditer(text)
            for entry in _step(stack, match.group(), 1, match.start(), text, 0, len(text))
        ]
        lone += [(one.mark, one.line, one.column, True) for one in stack]
        for mark, _, column, opener in lone:
            yield _Lone(mark, text, column, span_lines(source), opener)
