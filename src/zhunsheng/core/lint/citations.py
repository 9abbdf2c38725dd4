"""Cited standards, laws and policies: truncated titles, one title in two wordings, numbers that contradict."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from zhunsheng.core.guide.model import Basis, SourceSpan
from zhunsheng.core.lint.context import LintContext, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.lint.similarity import likeness
from zhunsheng.core.lint.wording import bigrams
from zhunsheng.core.text.normal import clean, key, squeeze

_TITLE = re.compile(r"《([^《》]{2,120})》")
_OPEN_PART = re.compile(r"第\s*[0-9０-９一二三四五六七八九十]+\s*部分\s*[:：]?\s*$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# The year of a document number (〔2024〕) or of a standard's number (-2018); 第2024号 is no year.
_ISSUED = re.compile(r"[〔\[（(【]((?:19|20)\d{2})[〕\]）)】]|[-—–]((?:19|20)\d{2})$")
_NUMBERS = re.compile(r"\d+")
_GAP = 40


@check("citation-truncated")
def citation_truncated(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A cited title that breaks off: no closing mark, or a part number without the part's name."""
    for basis in ctx.bases:
        open_part = bool(_OPEN_PART.search(basis.title))
        if not basis.truncated and not open_part:
            continue
        number = basis.identifier or basis.document_number or ""
        reason = "止于部分编号，没有该部分的名称" if open_part else "没有印完"
        yield rule.finding(
            f"引用的“{(number + ' ' + basis.title).strip()}”题名不全：{reason}。",
            subject=number or basis.title,
            lines=span_lines(basis.source),
            suggestion="按标准（文件）封面补全题名和书名号。",
            words=[basis.title],
        )


@dataclass(slots=True)
class _Title:
    """A title between book-title marks, and where it stands."""

    text: str
    lines: list[int]


def _titles(ctx: LintContext) -> list[_Title]:
    """Every title in book-title marks, also over line breaks, and the titles of the bases."""
    found = [
        _Title(clean(basis.title), span_lines(basis.source)) for basis in ctx.bases if not basis.truncated
    ]
    lines = ctx.lines
    for number, line in enumerate(lines, 1):
        text = line
        last = number
        # A title that is cut by a line break, and perhaps a blank line, closes within a few lines.
        while text.count("《") > text.count("》") and last < len(lines) and last - number < 3:
            text += lines[last].split("》")[0] + ("》" if "》" in lines[last] else "")
            last += 1
        for match in _TITLE.finditer(text):
            found.append(_Title(clean(match.group(1)), list(range(number, last + 1))))
    return found


def _same_work(first: str, second: str) -> bool:
    """Two wordings that differ by a word or two, and in no number, are one work cited twice."""
    return _NUMBERS.findall(first) == _NUMBERS.findall(second)


@check("citation-drift")
def citation_drift(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """One cited work with its title in two wordings."""
    groups: dict[str, list[_Title]] = defaultdict(list)
    for title in _titles(ctx):
        if len(key(title.text)) >= rule.number("min_length"):
            groups[key(title.text)].append(title)
    index: dict[str, list[str]] = defaultdict(list)
    done: set[str] = set()
    for name in groups:
        near = {other for gram in bigrams(name) for other in index[gram][:_GAP]}
        for other in sorted(near):
            if other in done or not _same_work(name, other):
                continue
            if likeness(name, other) < rule.number("min_likeness"):
                continue
            if abs(len(name) - len(other)) > rule.number("max_extra"):
                continue
            done.add(name)
            yield _drift(rule, groups[other], groups[name])
            break
        for gram in bigrams(name):
            index[gram].append(name)


def _drift(rule: Rule, first: list[_Title], second: list[_Title]) -> Finding:
    told = [f"《{group[0].text}》（第 {group[0].lines[0]} 行）" for group in (first, second)]
    return rule.finding(
        f"同一文件的题名写法不一：{joined(told)}。",
        subject=second[0].text,
        lines=[line for group in (first, second) for title in group for line in title.lines],
        suggestion="按文件封面统一题名。",
        words=sorted((first[0].text, second[0].text)),
    )


@check("citation-conflict")
def citation_conflict(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """One number on two titles, or one title with two numbers."""
    by_number: dict[str, list[Basis]] = defaultdict(list)
    by_title: dict[str, list[Basis]] = defaultdict(list)
    for basis in ctx.bases:
        number = squeeze(basis.identifier or basis.document_number or "")
        if number:
            by_number[number].append(basis)
            by_title[key(basis.title)].append(basis)
    for number, bases in by_number.items():
        if len({key(basis.title) for basis in bases}) > 1:
            yield rule.finding(
                f"编号 {number} 用于不同的文件：{joined(f'《{basis.title}》' for basis in bases)}。",
                subject=number,
                lines=span_lines(*(basis.source for basis in bases)),
                suggestion="核对原文件，改正其中一个的文号或标准号。",
                words=sorted(basis.title for basis in bases),
            )
    for bases in by_title.values():
        numbers = sorted({squeeze(basis.identifier or basis.document_number or "") for basis in bases})
        if len(numbers) > 1:
            yield rule.finding(
                f"《{bases[0].title}》有 {len(numbers)} 个编号：{joined(numbers)}。",
                subject=bases[0].title,
                lines=span_lines(*(basis.source for basis in bases)),
                suggestion="核对原文件，只留正确的编号。",
                words=numbers,
            )


@check("citation-repeat")
def citation_repeat(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """One law, policy or standard listed twice among the bases."""
    listed: dict[tuple[str, str], list[SourceSpan]] = defaultdict(list)
    for basis in ctx.bases:
        listed[key(basis.title), squeeze(basis.identifier or basis.document_number or "")].append(
            basis.source
        )
    names = {key(basis.title): basis.title for basis in reversed(ctx.bases)}
    for (name, number), spans in listed.items():
        if name and len(spans) > 1:
            yield rule.finding(
                f"构建依据中《{names[name]}》列了 {len(spans)} 次。",
                subject=names[name],
                lines=span_lines(*spans),
                suggestion="只列一次。",
                words=[number],
            )


@check("citation-future")
def citation_future(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A basis whose number bears a year after the guide's own edition."""
    edition = [int(year) for year in _YEAR.findall(ctx.edition)]
    if not edition:
        return
    for basis in ctx.bases:
        issued = _ISSUED.findall(squeeze(basis.identifier or basis.document_number or ""))
        years = [int(first or second) for first, second in issued]
        if years and max(years) > max(edition):
            yield rule.finding(
                f"{ctx.edition}的指南引用了 {max(years)} 年的文件：《{basis.title}》"
                f"（{basis.identifier or basis.document_number}）。",
                subject=basis.title,
                lines=span_lines(basis.source),
                suggestion="核对文号或标准号中的年份。",
                words=[str(max(years))],
            )
