"""Cited standards, laws and policies: truncated titles, one title in two wordings, numbers that contradict."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from zhunsheng.core.guide.model import Basis, SourceSpan
from zhunsheng.core.identifiers import find_identifiers
from zhunsheng.core.lint.context import LintContext, item_lines, joined, span_lines
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.lint.similarity import likeness
from zhunsheng.core.lint.wording import bigrams
from zhunsheng.core.text.normal import clean, key, numeral_value, squeeze

_TITLE = re.compile(r"《([^《》]{2,120})》")
_OPEN_PART = re.compile(r"第\s*[0-9０-９一二三四五六七八九十]+\s*部分\s*[:：]?\s*$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# The year of a document number (〔2024〕) or of a standard's number (-2018); 第2024号 is no year.
_ISSUED = re.compile(r"[〔\[（(【]((?:19|20)\d{2})[〕\]）)】]|[-—–]((?:19|20)\d{2})$")
_PART = re.compile(r"第\s*([0-9０-９一二三四五六七八九十]+)\s*部分")
# Chinese standards number their parts after a point; international numbers use it otherwise.
_PART_OF_NUMBER = re.compile(r"(?:GB|DB\d{2,6}|[A-Z]{2})(?:/[TZJ])?\d+\.(\d{1,3})(?![\d.])")
_LIKE_NUMBER = re.compile(r"[A-Za-zＡ-Ｚ]\s?[0-9０-９]")
_TITLE_AFTER = re.compile(r"\s*《(?P<title>[^《》]{2,80})(?P<close>》)?")
_TITLE_BEFORE = re.compile(r"《(?P<title>[^《》]{2,80})》\s*[（(]\s*$")
_NUMBERS = re.compile(r"\d+")
_GAP = 40


@dataclass(slots=True)
class _Cited:
    """A standard, law or policy cited with its title. ``broken`` is why the title is not whole, or ""."""

    number: str
    title: str
    lines: list[int]
    broken: str


def _cited(ctx: LintContext) -> Iterator[_Cited]:
    """The bases, and the standards that the rest of the text cites by number and title."""
    for basis in ctx.bases:
        broken = "没有印完" if basis.truncated else ""
        yield _Cited(
            basis.identifier or basis.document_number or "", basis.title, span_lines(basis.source), broken
        )
    listed = {line for basis in ctx.bases for line in span_lines(basis.source)}
    listed |= set(item_lines(ctx.planned))
    for number, line in enumerate(ctx.lines, 1):
        if number not in listed and "《" in line and _LIKE_NUMBER.search(line):
            yield from _cited_in(line, number)


def _cited_in(line: str, number: int) -> Iterator[_Cited]:
    """``GB/T 1.1-2020《标题》`` and ``《标题》（GB/T 1.1-2020）`` in one line."""
    found = [(one.canonical, one.start, one.end) for one in find_identifiers(line)]
    for canonical, start, end in found:
        if after := _TITLE_AFTER.match(line, end):
            # A title that reaches the end of the line may go on in the next; mark-unclosed looks there.
            whole = bool(after.group("close")) or after.end() == len(line.rstrip())
            yield _Cited(canonical, clean(after.group("title")), [number], "" if whole else "没有印完")
        elif before := _TITLE_BEFORE.search(line, 0, start):
            yield _Cited(canonical, clean(before.group("title")), [number], "")


@check("citation-truncated")
def citation_truncated(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A cited title that breaks off: no closing mark, or a part number without the part's name."""
    for one in _cited(ctx):
        open_part = bool(_OPEN_PART.search(one.title))
        if not one.broken and not open_part:
            continue
        reason = "止于部分编号，没有该部分的名称" if open_part else one.broken
        yield rule.finding(
            f"引用的“{f'{one.number} {one.title}'.strip()}”题名不全：{reason}。",
            subject=one.number or one.title,
            lines=one.lines,
            suggestion="按标准（文件）封面补全题名和书名号。",
            words=[one.title],
        )


@check("citation-part")
def citation_part(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """A standard's number and its title disagree about the part: GB/T 1.1 with 第2部分, or with no part at all."""
    named = [(one.number, one.title, one.lines, True) for one in _cited(ctx) if not one.broken]
    named += [(one.identifier or "", one.name, span_lines(one.source), False) for one in ctx.planned]
    for identifier, title, lines, cited in named:
        number, printed = _PART_OF_NUMBER.match(squeeze(identifier)), _PART.search(title)
        if number is None or not title:
            continue
        part = numeral_value(printed.group(1)) if printed else None
        # In the list a short name of a part is common; a wrong part is wrong in both.
        if part == int(number.group(1)) or (part is None and not cited):
            continue
        told = f"题名写“{printed.group()}”" if printed else "题名没有写明是哪一部分"
        yield rule.finding(
            f"{identifier} 是第 {number.group(1)} 部分，{told}：《{title}》。",
            subject=identifier,
            lines=lines,
            suggestion="按标准封面改正标准号或题名。",
            words=[title],
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
