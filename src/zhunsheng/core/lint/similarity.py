"""Items that are the same or nearly the same standard (GB/T 13016: each standard once in a system)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from zhunsheng.core.guide.model import PlannedStandard
from zhunsheng.core.lint.context import LintContext, item_lines, item_ref, joined
from zhunsheng.core.lint.model import Finding, Rule
from zhunsheng.core.lint.registry import check
from zhunsheng.core.lint.wording import bigrams, core_name, numbers_in
from zhunsheng.core.text.normal import key, squeeze


@check("item-repeat")
def item_repeat(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Rows with one name, or with one standard number."""
    groups: dict[tuple[str, str], list[PlannedStandard]] = defaultdict(list)
    for item in ctx.planned:
        if item.name.strip():
            groups["标准名称", key(item.name)].append(item)
        if item.identifier and any(char.isdigit() for char in item.identifier):
            groups["标准号", squeeze(item.identifier).upper()].append(item)
    told: set[tuple[int, ...]] = set()
    for (kind, _), items in groups.items():
        rows = tuple(item.position for item in items)
        if len(items) < 2 or rows in told:
            continue
        told.add(rows)
        printed = items[0].name if kind == "标准名称" else items[0].identifier or ""
        codes = list(dict.fromkeys(item.subsystem or "" for item in items))
        yield rule.finding(
            f"{kind}“{printed}”列了 {len(items)} 次：序号 "
            + joined(f"{item_ref(item)}（{ctx.label(item.subsystem)}）" for item in items)
            + "。",
            subject=printed,
            lines=item_lines(items),
            suggestion="一项标准在体系中只列一次，放在它所服务的最高一级；其他类别用“相关标准”指向它。",
            words=[kind],
            subsystems=codes,
            items=[item_ref(item) for item in items],
        )


@dataclass(slots=True)
class _Entry:
    """One distinct name: its core (what it is about), the core's bigrams, its numerals."""

    item: PlannedStandard
    core: str
    grams: frozenset[str]
    numerals: tuple[str, ...]


def _canonical(core: str, synonyms: Mapping[str, str]) -> str:
    for word, standing in synonyms.items():
        if word in core and standing not in core:
            core = core.replace(word, standing)
    return core


def _entries(ctx: LintContext, shortest: float) -> list[_Entry]:
    entries: dict[str, _Entry] = {}
    for item in ctx.planned:
        core = _canonical(core_name(item.name, ctx.words.generic), ctx.words.synonyms)
        if len(core) >= shortest and (item.subsystem or "") in ctx.by_code:
            entries.setdefault(key(item.name), _Entry(item, core, bigrams(core), numbers_in(item.name)))
    return list(entries.values())


def _candidates(entries: list[_Entry], rare: int, cap: int) -> Iterator[tuple[int, int]]:
    """Pairs that share one of the rarest bigrams of either; common bigrams are skipped, so the work stays linear."""
    counts = Counter(gram for entry in entries for gram in entry.grams)
    index: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for gram in entry.grams:
            if counts[gram] <= cap:
                index[gram].append(number)
    for number, entry in enumerate(entries):
        rarest = sorted(entry.grams, key=lambda gram: (counts[gram], gram))[:rare]
        seen: set[int] = set()
        for gram in rarest:
            for other in index.get(gram, ()):
                if other != number and other not in seen:
                    seen.add(other)
                    yield (number, other) if number < other else (other, number)


def likeness(first: str, second: str) -> float:
    """How much of the shorter core stands, in order, in the longer: 1.0 means all of it."""
    return float(LCSseq.similarity(first, second)) / max(1, min(len(first), len(second)))


@check("item-near")
def item_near(ctx: LintContext, rule: Rule) -> Iterator[Finding]:
    """Two items of different categories about nearly the same thing."""
    entries = _entries(ctx, rule.number("min_core"))
    told: set[tuple[int, int]] = set()
    for pair in _candidates(entries, int(rule.number("rare_grams")), int(rule.number("gram_cap"))):
        if pair in told:
            continue
        told.add(pair)
        first, second = entries[pair[0]], entries[pair[1]]
        if first.item.subsystem == second.item.subsystem or first.numerals != second.numerals:
            continue
        if _series(ctx, first, second):
            continue
        one, other = _without_names(ctx, first, second)
        if not _alike(one, other, rule):
            continue
        yield _near(ctx, rule, first.item, second.item)


def _alike(first: str, second: str, rule: Rule) -> bool:
    short, long = sorted((len(first), len(second)))
    if short < rule.number("min_core") or long > rule.number("max_length_ratio") * short:
        return False
    ours, theirs = bigrams(first), bigrams(second)
    shared = len(ours & theirs) / min(len(ours), len(theirs))
    if shared < rule.number("min_shared") or likeness(first, second) < rule.number("min_likeness"):
        return False
    return not (
        _another_object(first, second, rule.number("min_reworded"))
        or _other_aspect(first, second, rule.strings("aspects"))
    )


def _other_aspect(first: str, second: str, aspects: tuple[str, ...]) -> bool:
    """Whether all that differs is which aspect is meant: 大模型训练 and 大模型训练安全 are rightly two standards."""
    parts = [
        first[code.src_start : code.src_end] + second[code.dest_start : code.dest_end]
        for code in LCSseq.opcodes(first, second)
        if code.tag != "equal"
    ]
    return bool(parts) and all(part in aspects for part in parts)


def _another_object(first: str, second: str, nearly: float) -> bool:
    """Whether a word of one stands where another word stands in the other: 水表编码 and 水库编码 are two things.

    Words only added (工业碳排放 to 碳排放) narrow the same thing. One shared character between is chance (供水, 水库).
    """
    codes = LCSseq.opcodes(first, second)
    kept = [code for code in codes if code.tag != "equal" or code.src_end - code.src_start > 1]
    for one, other in pairwise(kept):
        if {one.tag, other.tag} != {"insert", "delete"}:
            continue
        changed = first[one.src_start : other.src_end], second[one.dest_start : other.dest_end]
        # The object stands first; a single character changed behind it (隐私保护, 隐私防护) is another wording.
        late = one.src_start * 2 >= len(first) and one.dest_start * 2 >= len(second)
        if not late or max(map(len, changed)) > 1 or likeness(first, second) < nearly:
            return True
    return False


def _category_core(ctx: LintContext, entry: _Entry) -> str:
    return core_name(ctx.by_code[entry.item.subsystem or ""].name, ctx.words.generic)


def _series(ctx: LintContext, first: _Entry, second: _Entry) -> bool:
    """Whether each names its own category: 汽车…数据采集 and 船舶…数据采集 are two on purpose (see common-below)."""
    return all(
        len(name) > 1 and name in one.core for one in (first, second) for name in (_category_core(ctx, one),)
    )


def _without_names(ctx: LintContext, first: _Entry, second: _Entry) -> tuple[str, str]:
    """The cores; where one spells out the other's category, that name is taken off: it says "as in that category"."""
    ours, theirs = _category_core(ctx, first), _category_core(ctx, second)
    one = first.core.replace(theirs, "") if len(theirs) > 3 else first.core
    other = second.core.replace(ours, "") if len(ours) > 3 else second.core
    return one, other


def _near(ctx: LintContext, rule: Rule, first: PlannedStandard, second: PlannedStandard) -> Finding:
    told = joined(
        f"序号 {item_ref(item)}“{item.name}”（{ctx.label(item.subsystem)}）" for item in (first, second)
    )
    return rule.finding(
        f"两项标准的对象很近而分在两类：{told}。",
        subject=f"序号 {item_ref(first)} 与 {item_ref(second)}",
        lines=item_lines([first, second]),
        suggestion="核对两项的范围：相同的合并；不同的，在名称中写明区别（对象、过程或用途）。",
        words=sorted((first.name, second.name)),
        subsystems=[first.subsystem or "", second.subsystem or ""],
        items=[item_ref(first), item_ref(second)],
    )
