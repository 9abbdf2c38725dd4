"""Quotation and book-title marks and brackets that are opened and never closed, or the reverse."""

from __future__ import annotations

import re
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
        # The same quotation mark does not open inside itself, and nothing stays open for pages.
        lost = [one for one in stack if here - one.at > reach or (one.mark == mark and mark in "“《‘")]
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


@check("mark-unclosed")
def mark_unclosed(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Marks without their partner: in the text up to the next heading, row or entry; else in names and titles."""
    if ctx.lines:
        reach = int(rule.number("reach"))
        lone = [
            (mark, ctx.line(line), column, [line], opener) for mark, line, column, opener in _scan(ctx, reach)
        ]
    else:
        lone = list(_in_values(ctx))
    for mark, text, column, lines, opener in lone:
        around = text[column : column + 24] if opener else text[max(0, column - 23) : column + 1]
        partner = (
            _CLOSERS[mark][0] if opener else next(one for one, closers in _CLOSERS.items() if mark in closers)
        )
        name = _MEANS.get(mark if opener else partner, "括号")
        yield rule.finding(
            f"{name} {mark} 没有配对的 {partner} ：{around.strip()}{'…' if opener else ''}",
            subject=squeeze(around),
            lines=lines,
            suggestion=f"补上“{partner}”，并核对引文或标题是否完整。"
            if opener
            else f"补上前面的“{partner}”，或删去“{mark}”。",
            words=[mark],
        )


def _in_values(ctx: LintContext) -> Iterator[tuple[str, str, int, list[int], bool]]:
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
            yield mark, text, column, span_lines(source), opener
