"""Measurable goals: 形成 10 项团体标准, 覆盖率达到 85% 以上, 培育企业 30 家以上."""

from __future__ import annotations

import re

from zhunsheng.core.guide.model import Guess, Target
from zhunsheng.core.guide.parse.context import Run, State
from zhunsheng.core.guide.parse.outline import Section
from zhunsheng.core.text.normal import CJK, clean, numeral_value

__all__ = ["document_year", "read_targets"]

_UNIT = r"余?(?:项|个百分点|个|家|万家|％|%|件|人次|万人|人|场|套|次|批|万亿元|亿元|万元|篇|份|条|种|支)"
_NUMBER = re.compile(
    rf"(?P<before>不少于|不低于|不高于|不超过|超过|突破|超|达到|达|至少|大于|多于|高于|低于|少于|≥|≤|>|<|约|近)?(?:到|了)?\s*"
    rf"(?P<number>(?<![\d.第〔\[年])(?:\d[\d,，]*(?:\.\d+)?|[一二三四五六七八九十百千两]{{1,6}}))\s*(?P<unit>{_UNIT})\s*"
    rf"(?P<after>以上|以内|以下|左右|及以上|以上的)?"
)
_YEAR = re.compile(r"(?:到|至|截至|力争|力争到|自)?\s*(20\d\d)\s*年(?:底|末)?")
_VERBS = (
    "主导或参与制定|牵头或参与制定|牵头制定|主导制定|参与制定|制修订|新制定|研究制定|组织制定|制定|研制|发布|形成|培育|推动|推进|促进|"
    "建成|建设|建立|打造|开展|实现|完成|新增|参与|主导|组织|遴选|认定|编制|推广|累计|转化|引进|吸引|带动|组建|举办|出台|培养|开发|支持|力争"
)
_ACTION = re.compile(_VERBS)
_LEADING = re.compile(
    rf"^(?:(?:其中|将|要|力争|累计|基本|全省|全市|全国|我省|共|并|和|以及|及|且|再)|{_VERBS})+"
)
_TRAILING = re.compile(
    r"(?:将|应|要|力争|累计|总数|数量|总量)*(?:不少于|不低于|超过|达到|突破|达|为|至|到)?$"
)
_KINDS = ("国际标准", "国家标准", "行业标准", "地方标准", "团体标准", "企业标准")
_KIND_STEMS = {
    "国际": "国际标准",
    "国家": "国家标准",
    "行业": "行业标准",
    "地方": "地方标准",
    "团体": "团体标准",
    "企业": "企业标准",
}


def document_year(root: Section, state: State, numbers: list[int]) -> int | None:
    """The last year of the period the guide sets itself (2025—2027 年), or the year most targets name."""
    text = "\n".join(clean(state.text(n)) for n in numbers)
    periods = [
        int(m.group(1))
        for m in re.finditer(r"20\d\d\s*年?\s*[—\-–－~至到]+\s*(20\d\d)\s*年(?![^》《]*》)", text)
    ]
    named = [int(m.group(1)) for m in re.finditer(r"(?:到|至|截至)\s*(20\d\d)\s*年", text)]
    del root
    return max(set(named), key=named.count) if named else (periods[0] if periods else None)


def read_targets(state: State, root: Section) -> list[Target]:
    """Targets of the chapters on aims, then those inside the measures."""
    aims = [s for s in root.walk() if s.within("requirements")]
    if not aims:
        aims = [
            s
            for s in root.walk()
            if s.kind in {"structure", "preface", "situation"} or (s.parent is root and "目标" in s.title)
        ]
    later = [s for s in root.walk() if s.within("measures")]
    year = document_year(
        root, state, [n for n in range(1, len(state) + 1) if state.used[n - 1] not in {"contents", "front"}]
    )
    targets: list[Target] = []
    for section in [*aims, *later]:
        current: int | None = None
        for run in _runs(state, section):
            current = _read_run(run, targets, current, year)
    return _distinct(targets)


def _runs(state: State, section: Section) -> list[Run]:
    lines = [n for n in section.body if state.text(n) and state.used[n - 1] != "table"]
    if section.run_in:
        lines.insert(0, section.line_start)
    return state.paragraphs(lines)


def _read_run(run: Run, targets: list[Target], year: int | None, fallback: int | None) -> int | None:
    quoted = [(m.start(), m.end()) for m in re.finditer(r"《[^》]*》", run.text)]
    years = [(m.start(), int(m.group(1))) for m in _YEAR.finditer(run.text) if _sets_year(run.text, m)]
    last_end = 0
    for match in _NUMBER.finditer(run.text):
        if any(start <= match.start("number") < end for start, end in quoted):
            continue
        clause_start = max([last_end, *(run.text.rfind(mark, 0, match.start()) + 1 for mark in "，。；：,;")])
        lead = run.text[clause_start : match.start()]
        tail_match = re.match(r"[^，。；：,;]*", run.text[match.end() :])
        tail = tail_match.group(0) if tail_match else ""
        target = _target(run, match, lead, tail)
        if target is None:
            continue
        before = [value for start, value in years if start <= match.start()]
        known = before[-1] if before else year
        target.year, target.year_basis = (
            (known, "printed") if known else (fallback, "document" if fallback else "absent")
        )
        if target.year_basis == "document":
            target.guesses.append(Guess("year", f"句中未写年份，按本指南的目标年 {fallback} 年推定", 0.6))
        targets.append(target)
        last_end = match.end() + len(_own_tail(tail))
    return years[-1][1] if years else year


def _sets_year(text: str, match: re.Match[str]) -> bool:
    """到 2027 年 …, or a bare year that opens a clause (2027 年，制定 …)."""
    if re.match(r"[到至截力]", match.group(0)):
        return True
    before, after = text[: match.start()].rstrip(), text[match.end() : match.end() + 1]
    return (not before or before[-1] in "，。；：") and (
        after in "，,：:" or match.group(0).endswith(("底", "末"))
    )


def _own_tail(tail: str) -> str:
    """The words behind a number up to the next number joined by 和."""
    following = re.search(rf"(?:和|及|以及|、)\s*\d[\d,]*\s*{_UNIT}", tail)
    return tail[: following.start()] if following else tail


def _target(run: Run, match: re.Match[str], lead: str, tail: str) -> Target | None:
    number = match.group("number").replace(",", "").replace("，", "")
    value: int | float | None
    if re.fullmatch(r"\d+(\.\d+)?", number):
        value = float(number) if "." in number else int(number)
    else:
        value = numeral_value(number)
        if value is None or value < 2:
            return None
    unit = match.group("unit").removeprefix("余").replace("％", "%")
    comparator, guess = _comparator(match, unit)
    if span_low := re.search(r"(\d+)\s*[～~—\-–至到]+\s*$", lead):
        upper, value = value, int(span_low.group(1))
        lead, comparator = lead[: span_low.start()], ">="
        guess = Guess("value", f"原文为 {value}～{upper}，取下限", 0.7)
    strict = bool(match.group("before") or match.group("after") or unit == "%")
    if not number[0].isdigit() and not strict and value < 10:
        return None
    if (
        not strict
        and not _ACTION.search(lead)
        and not re.search(r"标准\s*$", lead)
        and not re.search(r"标准$|标准\s*$", lead)
        and not re.match(r"\s*(?:以上)?(?:国际|国家|行业|地方|团体|企业)", tail)
    ):
        return None
    name = _name(lead, _own_tail(tail))
    if not name:
        return None
    start = match.start() - len(lead) if lead.strip() else match.start()
    span = run.span(start, match.end() + len(_own_tail(tail)))
    printed = clean(run.text[start : match.end() + len(_own_tail(tail))])
    printed = re.sub(r"^(?:和|以及|及|，|、)\s*", "", printed)
    target = Target(name, comparator, value, unit, None, span, printed, counts=_counts(name))
    if guess:
        target.guesses.append(guess)
    return target


def _comparator(match: re.Match[str], unit: str) -> tuple[str, Guess | None]:
    before, after = match.group("before") or "", match.group("after") or ""
    if (
        after in {"以上", "及以上", "以上的"}
        or before in {"不少于", "不低于", "至少", "≥"}
        or "余" in match.group("unit")
    ):
        return ">=", None
    if before in {"超过", "突破", "超", "大于", "多于", "高于", ">"}:
        return ">", None
    if after in {"以内", "以下"} or before in {"不超过", "不高于", "≤"}:
        return "<=", None
    if before in {"低于", "少于", "<"}:
        return "<", None
    if before in {"达到", "达"}:
        return ">=", Guess("comparator", "“达到”按不低于理解", 0.7)
    del unit
    return "=", None


def _name(lead: str, tail: str) -> str:
    """What is counted: the words behind the number, or, where there are none, the words before it."""
    after = re.sub(r"^(?:的|以上)+", "", clean(tail)).strip()
    after = re.sub(r"(?:等|的任务|的目标)$", "", after)
    if len(after) >= 2 and re.match(f"[{CJK}A-Za-z“]", after):
        return after
    before = _YEAR.sub("", clean(lead))
    before = _LEADING.sub("", before.lstrip("，、"))
    before = _TRAILING.sub("", before)
    return before.strip("“”，、 ") if len(before) >= 2 else ""


def _counts(name: str) -> list[str]:
    if "标准" not in name or name.endswith(("率", "企业", "单位", "机构", "平台")):
        return []
    listed = [kind for stem, kind in _KIND_STEMS.items() if stem in name]
    return [kind for kind in _KINDS if kind in listed]


def _distinct(targets: list[Target]) -> list[Target]:
    seen: set[tuple[str, str, int | float, int]] = set()
    out = []
    for target in targets:
        mark = (target.name, target.unit, target.value, target.source.line_start)
        if mark not in seen:
            seen.add(mark)
            out.append(target)
    return out
