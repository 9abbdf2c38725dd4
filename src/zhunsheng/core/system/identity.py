"""Which subsystem, row, target … of one edition is which of the other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from zhunsheng.core.guide.model import PlannedStandard, Subsystem
from zhunsheng.core.system.matching import Match, Matcher
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.text.normal import key

__all__ = ["Matches", "code_map", "match_systems"]

# Endings and joining words carry no identity: 灯具与灯杆安全要求 is divided into 灯具安全要求 and 灯杆安全要求.
_ENDING = re.compile(r"(?:相关)?(?:标准|规范|指南|要求|规程|导则)$")
_JOINING = re.compile(r"[与和及或]")
_RENAMED_ROW = 0.72
_SAME_NUMBER = 0.5
_RENAMED_SUBSYSTEM = 0.7
_SAME_CODE = 0.5
_SHARED_ROWS = 0.6


@dataclass(slots=True)
class Matches:
    """The matches of each kind of subject."""

    subsystems: list[Match]
    rows: list[Match]
    targets: list[Match]
    measures: list[Match]
    bases: list[Match]
    legend: list[Match]
    layers: list[Match]

    def by_subject(self) -> dict[str, list[Match]]:
        """The same, under the names of the kinds of subject."""
        return {
            "subsystem": self.subsystems,
            "planned_standard": self.rows,
            "target": self.targets,
            "measure": self.measures,
            "basis": self.bases,
            "legend": self.legend,
            "layer": self.layers,
        }

    def exchanged(self) -> Matches:
        """The matches seen from the other edition."""
        return Matches(*(_exchange(matches) for matches in self.by_subject().values()))


def _exchange(matches: list[Match]) -> list[Match]:
    turned = [Match(match.after, match.before, match.reason, match.confidence) for match in matches]
    return sorted(turned, key=lambda match: (not match.after, match.after or match.before))


def match_systems(before: StandardsSystem, after: StandardsSystem) -> Matches:
    """Match everything two editions hold."""
    tree = _tree_by_names(before.subsystems, after.subsystems)
    codes = code_map(before.subsystems, after.subsystems, tree.matches)
    rows = _rows(before.planned_standards, after.planned_standards, codes)
    _tree_by_rows(tree, before, after, rows)
    return Matches(
        subsystems=tree.finish(),
        rows=rows,
        targets=_targets(before, after),
        measures=_by_names([item.title for item in before.measures], [item.title for item in after.measures]),
        bases=_bases(before, after),
        legend=_by_names(
            [item.mark for item in before.legend], [item.mark for item in after.legend], whole=True
        ),
        layers=_by_names([item.name for item in before.layers], [item.name for item in after.layers]),
    )


def code_map(before: list[Subsystem], after: list[Subsystem], matches: list[Match]) -> dict[str, set[str]]:
    """For each code of the earlier edition the codes that its subsystem has in the later one."""
    codes: dict[str, set[str]] = defaultdict(set)
    for match in matches:
        for i in match.before:
            codes[before[i].code].update(after[j].code for j in match.after)
    return dict(codes)


def _tree_by_names(before: list[Subsystem], after: list[Subsystem]) -> Matcher:
    def other_level(i: int, j: int) -> bool:
        return before[i].level != after[j].level

    def same_level(i: int, j: int) -> bool:
        return not other_level(i, j)

    def nearness(i: int, j: int) -> float:
        return 0.2 * (before[i].code == after[j].code) + 0.1 * (before[i].parent == after[j].parent)

    names = [key(item.name) for item in before], [key(item.name) for item in after]
    matcher = Matcher(*names)
    full = [(item.code, key(item.name)) for item in before], [(item.code, key(item.name)) for item in after]
    matcher.equal(*full, "代码和名称相同")
    matcher.equal(*names, "名称相同", 0.97, nearness, other_level)
    for i in matcher.free_before:
        for j in matcher.free_after:
            if same_level(i, j) and _known_under(before[i]) & _known_under(after[j]):
                matcher.accept([i], [j], "一版的名称是另一版的别名", 0.9)
                break
    codes = [item.code for item in before], [item.code for item in after]
    matcher.equal(
        *codes,
        "代码相同，名称相近",
        0.85,
        unless=lambda i, j: other_level(i, j) or not _alike(names[0][i], names[1][j], _SAME_CODE),
    )
    _divided(matcher, [_stem(item.name) for item in before], [_stem(item.name) for item in after], same_level)
    matcher.similar(_RENAMED_SUBSYSTEM, "名称相近", nearness, same_level)
    return matcher


def _known_under(item: Subsystem) -> set[str]:
    return {key(item.name), *(key(alias) for alias in item.aliases)}


def _alike(one: str, other: str, cutoff: float) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) >= cutoff * 100


def _stem(name: str) -> str:
    """A name without its ending and joining words, in normal form."""
    return _JOINING.sub("", key(_ENDING.sub("", name.strip()))) or key(name)


def _divided(
    matcher: Matcher,
    before: list[str],
    after: list[str],
    allowed: Callable[[int, int], bool] = lambda i, j: True,
) -> None:
    """Divided and joined names, found on the stems of what ``matcher`` has left."""
    left, right = matcher.free_before, matcher.free_after
    inner = Matcher([before[i] for i in left], [after[j] for j in right])
    inner.divided("名称由几个名称分担", lambda i, j: allowed(left[i], right[j]))
    for match in inner.matches:
        matcher.accept(
            [left[i] for i in match.before], [right[j] for j in match.after], match.reason, match.confidence
        )


def _rows(
    before: list[PlannedStandard], after: list[PlannedStandard], codes: dict[str, set[str]]
) -> list[Match]:
    def same_place(i: int, j: int) -> bool:
        return after[j].subsystem in codes.get(before[i].subsystem or "", ())

    def nearness(i: int, j: int) -> float:
        return 0.1 * same_place(i, j) + 0.05 * (before[i].number == after[j].number)

    names = [key(row.name) for row in before], [key(row.name) for row in after]
    matcher = Matcher(*names)
    known = [_identifier(row) for row in before], [_identifier(row) for row in after]
    numbered = [(row.number, name) for row, name in zip(before, names[0], strict=True)]
    matcher.equal(
        numbered,
        [(row.number, name) for row, name in zip(after, names[1], strict=True)],
        "序号和名称相同",
        1.0,
        nearness,
    )
    matcher.equal(*names, "名称相同", 0.97, nearness)
    matcher.equal(*known, "标准编号相同", 0.95, nearness)
    _divided(matcher, [_stem(row.name) for row in before], [_stem(row.name) for row in after])
    matcher.similar(_RENAMED_ROW, "名称相近", nearness)
    matcher.similar(
        _SAME_NUMBER,
        "序号和类别相同，名称有些相近",
        allowed=lambda i, j: same_place(i, j) and before[i].number == after[j].number is not None,
    )
    return matcher.finish()


def _identifier(row: PlannedStandard) -> str | None:
    return key(row.identifier) or None if row.identifier else None


def _tree_by_rows(tree: Matcher, before: StandardsSystem, after: StandardsSystem, rows: list[Match]) -> None:
    """Subsystems whose names tell nothing are known by their rows: most rows went there, or were shared out."""
    old, new = before.planned_standards, after.planned_standards
    free = (
        {before.subsystems[i].code: i for i in tree.free_before},
        {after.subsystems[j].code: j for j in tree.free_after},
    )
    went: dict[str, Counter[str]] = defaultdict(Counter)
    came: dict[str, Counter[str]] = defaultdict(Counter)
    for match in rows:
        for i in match.before:
            for j in match.after:
                source, place = old[i].subsystem or "", new[j].subsystem or ""
                went[source][place] += 1
                came[place][source] += 1
    groups: list[tuple[int, list[int], list[int]]] = []
    for one, other, counts, turned in ((free[0], free[1], went, False), (free[1], free[0], came, True)):
        for code, index in one.items():
            total = sum(counts[code].values())
            parts = [other[place] for place, count in counts[code].items() if place in other and count]
            held = sum(count for place, count in counts[code].items() if place in other)
            if parts and held >= 2 and held >= _SHARED_ROWS * total:
                groups.append((held, sorted(parts), [index]) if turned else (held, [index], sorted(parts)))
    for _, left, right in sorted(groups, key=lambda group: (-group[0], min(group[1] + group[2]))):
        if set(left) <= set(tree.free_before) and set(right) <= set(tree.free_after):
            tree.accept(left, right, "其下条目大多归入对方", 0.6)


def _targets(before: StandardsSystem, after: StandardsSystem) -> list[Match]:
    old, new = before.targets, after.targets
    matcher = Matcher([key(item.name) for item in old], [key(item.name) for item in new])
    matcher.equal([key(item.name) for item in old], [key(item.name) for item in new], "名称相同")
    matcher.equal(
        [(item.unit, *sorted(item.counts)) if item.counts else None for item in old],
        [(item.unit, *sorted(item.counts)) if item.counts else None for item in new],
        "计数的标准种类和单位相同",
        0.9,
    )
    matcher.similar(0.6, "名称相近", allowed=lambda i, j: old[i].unit == new[j].unit)
    return matcher.finish()


def _bases(before: StandardsSystem, after: StandardsSystem) -> list[Match]:
    old, new = before.bases, after.bases
    matcher = Matcher([key(item.title) for item in old], [key(item.title) for item in new])
    matcher.equal([key(item.title) for item in old], [key(item.title) for item in new], "名称相同")
    numbers = (
        [key(item.document_number or "") or None for item in old],
        [key(item.document_number or "") or None for item in new],
    )
    matcher.equal(*numbers, "文号相同", 0.95)
    undated = ([_undated(item.identifier) for item in old], [_undated(item.identifier) for item in new])
    matcher.equal(*undated, "标准编号除年份外相同", 0.9)
    matcher.similar(0.8, "名称相近")
    return matcher.finish()


def _undated(identifier: str | None) -> str | None:
    """``GB/T 13016-2018`` without its year, in normal form."""
    return key(re.sub(r"[-—–]\d{4}$", "", identifier.strip())) or None if identifier else None


def _by_names(before: list[str], after: list[str], whole: bool = False) -> list[Match]:
    """``whole``: the names are marks, only the same mark is the same thing."""
    if whole:
        marks = Matcher(before, after)
        marks.equal(before, after, "标记相同")
        return marks.finish()
    matcher = Matcher([key(name) for name in before], [key(name) for name in after])
    matcher.equal([key(name) for name in before], [key(name) for name in after], "名称相同")
    matcher.similar(0.6, "名称相近")
    return matcher.finish()
