"""Words and numbers of measurable goals: how many of what, by which year, and what is told of the past."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from zhunsheng.core.guide.model import Guess
from zhunsheng.core.text.normal import numeral_value

__all__ = [
    "NUMBER",
    "Anchor",
    "Quoted",
    "Tense",
    "anchors",
    "comparator_of",
    "fold",
    "guess_of_range",
    "is_strict",
    "needs_bound",
    "plan_end",
    "value_of",
    "year_in",
]

_UNITS = (
    r"个百分点|个工作日|个月|个|项次|项(?!目(?![标录]))|万家|家次|家(?![具居庭电畜])|[％%]|件|万人次|人次|万人|人(?![工才形机员])|"
    r"名(?![称词单录])|场次|场(?![景所地合馆])|套|次(?!生)|批次|批(?![准复量])|期(?![间刊限末])|门(?![类户槛])|所(?![有在])|处(?![理置于])|"
    r"座(?![谈位])|部(?![分门级署])|款|篇|份(?!额)|条(?!件)|种(?![子植])|支(?![持撑付])|类(?![别型])|位(?![置于])|"
    r"万亿元|亿元|万元|分(?![钟类级支布解析层别工享之为成])|天(?!然)|小时|分钟|台(?!账)|辆|吨"
)
_FIGURE = r"\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+(?:\.\d+)?|[一二三四五六七八九十百千两]{1,6}"
_BEFORE = (
    r"不少于|不低于|不高于|不超过|不多于|不小于|不大于|不得少于|不得低于|超过|突破|超出|超|达到|达|至少|最少|大于|多于|高于|优于|低于|少于|小于|"
    r"≥|≤|≧|≦|>=|<=|>|<|＞|＜|控制在|保持在|稳定在|维持在|(?:缩短|压缩|压减|降低|下降|减少|降)(?:至|到|为)|"
    r"(?:提高|提升|增加|增长|增|扩大|上升)(?:至|到)|上(?=[百千])|约|近"
)
NUMBER = re.compile(
    rf"(?P<before>(?:(?:{_BEFORE})(?:了|到)?\s*){{0,4}})"
    rf"(?:(?P<low>(?<![\d.,A-Za-z/])(?:{_FIGURE}))\s*[％%]?\s*(?:[～~—–\-－]{{1,2}}|至|到)\s*)?"
    rf"(?P<number>(?<![\d.A-Za-z/])(?:{_FIGURE}))\s*(?P<more>余|多|\+)?\s*(?P<unit>{_UNITS})\s*(?P<many>多(?!种|个|元|样)|余)?"
    rf"(?P<after>[（(]含[)）]以上|及以上|以上|之上|以内|之内|及以下|以下|左右|上下)?的?"
)
_TIME = {"个月", "个工作日", "天", "小时", "分钟", "分", "类"}
_LEAST = re.compile(r"不少于|不低于|不小于|不得少于|不得低于|至少|最少|≥|≧|>=")
_MOST = re.compile(r"不超过|不高于|不多于|不大于|≤|≦|<=")
_MORE = re.compile(r"超过|突破|超出|超|大于|多于|高于|优于|上|>|＞")
_LESS = re.compile(r"(?<!不)(?:低于|少于|小于)|<|＜")
_REACH = re.compile(r"达到|达|(?:提高|提升|增加|增长|增|扩大|上升)(?:至|到)|保持在|稳定在|维持在")
_SHRINK = re.compile(r"(?:缩短|压缩|压减|降低|下降|减少|降)(?:至|到|为)|控制在")
_HALF = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))}
_FORMULA = re.compile(r"\$[\d\s.,\\%]{1,20}\$")
_YEAR_HAN = re.compile(r"二[〇○零O0][一二三四五六七八九][〇○零O一二三四五六七八九](?=\s*年)")
_HAN_DIGIT = dict(zip("〇○零O0一二三四五六七八九", "00000123456789", strict=True))


@dataclass(slots=True)
class Anchor:
    """A place in a text from which on a year holds. ``guess`` tells where the year is not simply printed."""

    start: int
    year: int
    guess: Guess | None = None


def fold(text: str) -> str:
    """Half-width digits and letters, and years in figures (二〇二七年 → 2027年); the length never changes."""
    out = text.translate(_HALF)
    # Converters leave numbers as formulas: $85 \\%$, $3 0$.
    out = _FORMULA.sub(lambda m: re.sub(r"[\s\\$]", "", m.group(0)).rjust(len(m.group(0))), out)
    return _YEAR_HAN.sub(lambda m: "2" + "".join(_HAN_DIGIT[char] for char in m.group(0)[1:]), out)


def value_of(text: str) -> int | float | None:
    """``1,000`` → 1000, ``二十`` → 20, ``百`` → 100; None where it is no number."""
    flat = re.sub("[,，]", "", text)
    if re.fullmatch(r"\d+(\.\d+)?", flat):
        return float(flat) if "." in flat else int(flat)
    return numeral_value("一" + flat if flat[:1] in {"百", "千"} else flat)


def comparator_of(match: re.Match[str]) -> tuple[str, Guess | None]:
    """The comparator that the words around a number make, and a guess where they only suggest it."""
    before, after = match.group("before") or "", match.group("after") or ""
    more = match.group("more") or match.group("many")
    if after.endswith(("以上", "之上")) or _LEAST.search(before) or more:
        return ">=", None
    if after.endswith(("以内", "之内", "以下")) or _MOST.search(before):
        return "<=", None
    if re.search(r"[约近]", before) or after in {"左右", "上下"}:
        return "=", Guess("value", "原文为约数", 0.7)
    if _LESS.search(before):
        return "<", None
    if re.search(r"上\s*$", before):
        return ">=", Guess("comparator", "“上百”之类按不低于理解", 0.7)
    if _MORE.search(before):
        return ">", None
    if _SHRINK.search(before):
        word = clean_word(before)
        return "<=", Guess("comparator", f"“{word}”按不高于理解", 0.7)
    if _REACH.search(before):
        word = clean_word(before)
        return ">=", Guess("comparator", f"“{word}”按不低于理解", 0.7)
    return "=", None


def clean_word(text: str) -> str:
    """A word without the spaces around and inside it."""
    return re.sub(r"\s+", "", text)


def is_strict(match: re.Match[str]) -> bool:
    """True where the number itself shows that it is a goal: 以上, 不少于, a percentage, a range."""
    loose = re.fullmatch(r"(?:达到?|[约近上]|\s)*", match.group("before") or "")
    return bool(
        not loose
        or match.group("before").strip() in {"达", "达到"}
        or match.group("after")
        or match.group("more")
        or match.group("many")
        or match.group("low")
        or match.group("unit") in {"%", "％"}
    )


def needs_bound(unit: str) -> bool:
    """Spans of time, scores and kinds are goals only with a bound (18 个月以内, 90 分以上)."""
    return unit in _TIME


def guess_of_range(low: int | float, high: int | float) -> Guess:
    """Of a range the lower end is the goal, and the guess says so."""
    return Guess("value", f"原文为 {low}～{high}，取下限", 0.7)


_ANCHOR = re.compile(
    r"(?P<prefix>力争到?|计划到|预计到|争取到?|到|至|截[至止](?:到)?|[—–\-－~～]|于|在|自|从|较|比|与|对比|相比|以)?\s*"
    r"(?P<year>(?<!\d)20\d\d)\s*年(?P<tail>底前|末前|底|末|以前|之前|前)?"
)
_PLAN = re.compile(r"十([三四五六])五[”\"]?\s*(?:规划)?(?:末|期间|时期|期末)")
_PLAN_END = {"三": 2020, "四": 2025, "五": 2030, "六": 2035}


_QUOTED = re.compile(r"《(?:[^《》]|《[^《》]*》)*》|“[^“”]*”")


class Quoted:
    """The titles in 《》 and, where asked for, the words in “” of a text: numbers inside them are nobody's goal."""

    def __init__(self, text: str, *, words: bool = False) -> None:
        spans = [match.span() for match in _QUOTED.finditer(text) if words or match.group()[0] == "《"]
        self.starts, self.ends = [start for start, _ in spans], [end for _, end in spans]

    def covers(self, place: int) -> bool:
        """True where the character at ``place`` is quoted."""
        index = bisect_right(self.starts, place) - 1
        return index >= 0 and place < self.ends[index]


def anchors(text: str, reference: int | None) -> list[Anchor]:
    """The years that the text sets for what follows. ``reference`` is the year the guide itself is of."""
    quoted = Quoted(text)
    found: list[Anchor] = []
    for match in _ANCHOR.finditer(text):
        if not quoted.covers(match.start("year")) and _sets(text, match, reference):
            found.append(Anchor(match.start(), int(match.group("year"))))
    for match in _PLAN.finditer(text):
        if not quoted.covers(match.start()):
            year = _PLAN_END[match.group(1)]
            guess = Guess("year", f"“十{match.group(1)}五”按末年 {year} 年计", 0.7)
            found.append(Anchor(match.start(), year, guess))
    return sorted(found, key=lambda anchor: anchor.start)


def _sets(text: str, match: re.Match[str], reference: int | None) -> bool:
    prefix, tail = match.group("prefix") or "", match.group("tail") or ""
    year = int(match.group("year"))
    before = text[max(0, match.start("year") - 40) : match.start("year")].rstrip()
    after = text[match.end() : match.end() + 20].lstrip()
    if prefix in {"自", "从", "较", "比", "与", "对比", "相比", "以"} or after[:1] == "版":
        return False
    if re.fullmatch(r"[—–\-－~～]", prefix):
        return bool(re.search(r"20\d\d\s*年?\s*[—–\-－~～]+$", before))
    if prefix in {"于", "在", ""}:
        opens = re.search(r"(?:\A|[，。；：:;、（(]|[\d一二三四五六七八九十][.．、）)])\s*[于在]?$", before)
        return bool(opens) and (bool(tail) or after[:1] in "，,：:" or reference is None or year >= reference)
    return True


def plan_end(text: str) -> int | None:
    """The last year of the five-year plan that a title names (“十五五” → 2030)."""
    match = re.search(r"十([三四五六])五", text)
    return _PLAN_END[match.group(1)] if match else None


def year_in(title: str) -> int | None:
    """The last year a heading names: 近期目标（2025—2026年） → 2026."""
    plain = re.sub(r"《[^《》]*》", "", fold(title))
    years = re.findall(r"(?<!\d)(20\d\d)\s*年", plain)
    return int(years[-1]) if years else None


_PAST = re.compile(
    r"截[至止](?:到)?\s*(?P<year>20\d\d)?|目前|现有|近年来|去年|上年|过去|以来|累计已|"
    r"已(?:经|累计|有|发布|制定|制修订|研制|形成|建成|建立|培育|主导|参与|完成|立项|达|出台|获|拥有|连续|先后)"
)
_FUTURE = re.compile(
    r"(?:力争|计划|预计|争取)?(?<!截)[到至]\s*20\d\d|力争|争取|预计|未来|将(?:达|建|形|制|突|超)"
)


class Tense:
    """Which places of a text tell of the past. A new sentence starts afresh."""

    def __init__(self, text: str, reference: int | None, *, aims: bool) -> None:
        self.marks: list[tuple[int, bool]] = [(m.start(), False) for m in re.finditer("。", text)]
        for match in _PAST.finditer(text):
            year = match.group("year")
            due = year is not None and (int(year) > reference if reference else aims)
            self.marks.append((match.start(), not due))
        self.marks.extend((match.start(), False) for match in _FUTURE.finditer(text))
        self.marks.sort()

    def is_past(self, place: int) -> bool:
        """True where the nearest mark before ``place`` speaks of the past."""
        index = bisect_right(self.marks, (place, True)) - 1
        return index >= 0 and self.marks[index][1]
