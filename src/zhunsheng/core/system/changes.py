"""Changes told from matches: what was added, renamed, moved, split …, one record for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from zhunsheng.core.guide.model import Basis, Measure, PlannedStandard, Subsystem, Target, Urgency
from zhunsheng.core.records import to_plain
from zhunsheng.core.system.identity import Matches, code_map
from zhunsheng.core.system.matching import Match
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.text.normal import key, squeeze

__all__ = [
    "Change",
    "compare_bases",
    "compare_heads",
    "compare_measures",
    "compare_rows",
    "compare_small",
    "compare_subsystems",
    "compare_targets",
]


@dataclass(slots=True)
class Change:
    """One difference between two editions.

    ``kind`` is a key of ``CHANGE_LABELS``, ``subject_kind`` of ``SUBJECT_LABELS``; ``subject`` names the thing for
    people (as the later edition has it, or the earlier one if it is gone). ``before`` and ``after`` are plain
    data: the value of ``field``, or a short form of the thing where there is no one field; a list for what was
    split or merged, None for what was added or removed. ``before_refs`` and ``after_refs`` lead to the things: codes of subsystems, positions of rows,
    names of others. ``confidence`` (0–1) is that of taking the two for one thing.
    """

    kind: str
    subject_kind: str
    subject: str
    before: Any
    after: Any
    reason: str
    confidence: float
    field: str | None = None
    before_refs: list[str | int] | None = None
    after_refs: list[str | int] | None = None


@dataclass(slots=True)
class _Telling:
    """How things of one kind are named, shown and pointed to."""

    subject_kind: str
    label: Callable[[Any], str]
    short: Callable[[Any], Any]
    ref: Callable[[Any], str | int]

    def whole(self, kind: str, old: list[Any], new: list[Any], match: Match, reason: str) -> Change:
        """A change of whole things: added, removed, split, merged."""
        shown = new if kind in ("added", "merged") else old
        before, after = [self.short(item) for item in old], [self.short(item) for item in new]
        return Change(
            kind,
            self.subject_kind,
            self.label(shown[0]),
            before if kind == "merged" else next(iter(before), None),
            after if kind == "split" else next(iter(after), None),
            reason,
            match.confidence,
            None,
            [self.ref(item) for item in old],
            [self.ref(item) for item in new],
        )

    def part(
        self, kind: str, field: str, values: tuple[Any, Any], pair: tuple[Any, Any], match: Match, why: str
    ) -> Change:
        """A change of one field of a thing that both editions have."""
        old, new = pair
        return Change(
            kind,
            self.subject_kind,
            self.label(new),
            to_plain(values[0]),
            to_plain(values[1]),
            why,
            match.confidence,
            field,
            [self.ref(old)],
            [self.ref(new)],
        )


def _row_short(row: PlannedStandard) -> dict[str, Any]:
    return {
        "number": row.number,
        "subsystem": row.subsystem,
        "name": row.name,
        "urgency": row.urgency.printed,
        "identifier": row.identifier,
    }


_SUBSYSTEM = _Telling(
    "subsystem",
    lambda item: f"{item.code} {item.name}",
    lambda item: {"code": item.code, "name": item.name, "parent": item.parent, "level": item.level},
    lambda item: str(item.code),
)
_ROW = _Telling(
    "planned_standard",
    lambda row: f"{row.number} {row.name}" if row.number is not None else str(row.name),
    _row_short,
    lambda row: int(row.position),
)
_TARGET = _Telling(
    "target",
    lambda item: str(item.name),
    lambda item: {
        name: getattr(item, name) for name in ("name", "comparator", "value", "unit", "year", "counts")
    },
    lambda item: str(item.name),
)
_MEASURE = _Telling(
    "measure",
    lambda item: str(item.title),
    lambda item: {"title": item.title, "commitments": list(item.commitments)},
    lambda item: str(item.title),
)
_BASIS = _Telling(
    "basis",
    lambda item: str(item.title),
    lambda item: {
        "kind": item.kind,
        "title": item.title,
        "document_number": item.document_number,
        "identifier": item.identifier,
    },
    lambda item: str(item.title),
)
_SMALL = {
    "legend": _Telling(
        "legend",
        lambda item: str(item.mark),
        lambda item: {"mark": item.mark, "stars": item.stars, "tier": item.tier},
        lambda item: str(item.mark),
    ),
    "layer": _Telling(
        "layer",
        lambda item: str(item.name),
        lambda item: {"name": item.name, "members": list(item.members)},
        lambda item: str(item.name),
    ),
}


def compare_heads(before: StandardsSystem, after: StandardsSystem) -> Iterator[Change]:
    """Changes of title, status and issuers. The edition's own label is what is compared, not a change."""
    labels = {"title": "名称", "status": "状态", "issuers": "发布机构"}
    for name, label in labels.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            kind = "renamed" if name == "title" else "changed"
            yield Change(
                kind, "system", after.title, to_plain(old), to_plain(new), f"体系的{label}不同", 1.0, name
            )


def compare_subsystems(
    before: list[Subsystem], after: list[Subsystem], matches: list[Match]
) -> Iterator[Change]:
    """Changes of the tree."""
    codes, known = code_map(before, after, matches), {item.code for item in after}
    for match, old, new in _whole_or_pair(_SUBSYSTEM, before, after, matches):
        if isinstance(old, Change):
            yield old
            continue
        pair = (old, new)
        yield from _name_change(_SUBSYSTEM, pair, match, "name")
        if not _same_place(old.parent, new.parent, codes, known):
            where = ({"code": old.code, "parent": old.parent}, {"code": new.code, "parent": new.parent})
            why = f"上级由 {old.parent or '无'} 改为 {new.parent or '无'}"
            yield _SUBSYSTEM.part("moved", "parent", where, pair, match, why)
        elif old.code != new.code:
            why = f"代码由 {old.code} 改为 {new.code}"
            yield _SUBSYSTEM.part("recoded", "code", (old.code, new.code), pair, match, why)
        fields = {
            "level": "层级",
            "group": "分组",
            "abbreviation": "简称",
            "topics": "方向",
            "aliases": "别名",
        }
        yield from _field_changes(_SUBSYSTEM, fields, pair, match)
        # An edition kept without prose says nothing about the scope.
        if old.scope and new.scope and squeeze(old.scope) != squeeze(new.scope):
            yield _SUBSYSTEM.part("changed", "scope", (old.scope, new.scope), pair, match, "范围的文字不同")


def compare_rows(before: StandardsSystem, after: StandardsSystem, matches: Matches) -> Iterator[Change]:
    """Changes of the list. A row that follows its renamed, recoded or divided category has not moved."""
    codes = code_map(before.subsystems, after.subsystems, matches.subsystems)
    known = {item.code for item in after.subsystems}
    for match, old, new in _whole_or_pair(
        _ROW, before.planned_standards, after.planned_standards, matches.rows
    ):
        if isinstance(old, Change):
            yield old
            continue
        pair = (old, new)
        yield from _name_change(_ROW, pair, match, "name")
        if not _same_place(old.subsystem, new.subsystem, codes, known):
            why = f"类别由 {old.subsystem or '无'} 改为 {new.subsystem or '无'}"
            yield _ROW.part("moved", "subsystem", (old.subsystem, new.subsystem), pair, match, why)
        yield from _urgency_change(pair, match)
        if old.number != new.number:
            why = f"序号由 {old.number} 改为 {new.number}"
            yield _ROW.part("renumbered", "number", (old.number, new.number), pair, match, why)
        yield from _field_changes(
            _ROW, {"identifier": "标准编号", "status": "状态", "extra": "其他各列"}, pair, match
        )


def _same_place(old: str | None, new: str | None, codes: dict[str, set[str]], known: set[str]) -> bool:
    """True where code ``new`` is what became of code ``old``; codes that no subsystem has are compared as such."""
    if old in codes and new in known:
        return new in codes[old]
    return old == new


def _urgency_change(pair: tuple[PlannedStandard, PlannedStandard], match: Match) -> Iterator[Change]:
    old, new = pair[0].urgency, pair[1].urgency
    if (old.stars, old.tier, squeeze(old.printed)) == (new.stars, new.tier, squeeze(new.printed)):
        return
    if squeeze(old.printed) == squeeze(new.printed) and old.stars != new.stars:
        why = f"印出的标记未变，更正由{_stars_word(old)}改为{_stars_word(new)}"
    elif squeeze(old.printed) == squeeze(new.printed):
        why = f"标记未变，图例的说法由{old.tier or '未定义'}改为{new.tier or '未定义'}"
    else:
        why = f"缓急程度由{_urgency_word(old)}改为{_urgency_word(new)}"
    shown = tuple({"printed": item.printed, "stars": item.stars, "tier": item.tier} for item in (old, new))
    yield _ROW.part("urgency_changed", "urgency", (shown[0], shown[1]), pair, match, why)


def _stars_word(urgency: Urgency) -> str:
    return ("★" * urgency.stars if urgency.stars else "未注明") + (
        f"（{urgency.tier}）" if urgency.tier else ""
    )


def _urgency_word(urgency: Urgency) -> str:
    if not urgency.printed:
        return "未注明"
    return f"{urgency.printed}（{urgency.tier}）" if urgency.tier else urgency.printed


def compare_targets(before: list[Target], after: list[Target], matches: list[Match]) -> Iterator[Change]:
    """Changes of targets."""
    for match, old, new in _whole_or_pair(_TARGET, before, after, matches):
        if isinstance(old, Change):
            yield old
            continue
        pair = (old, new)
        yield from _name_change(_TARGET, pair, match, "name")
        short = (_TARGET.short(old), _TARGET.short(new))
        if any(short[0][name] != short[1][name] for name in short[0] if name != "name"):
            why = f"指标由 {_target_word(old)} 改为 {_target_word(new)}"
            yield _TARGET.part("target_changed", "value", short, pair, match, why)


def _target_word(item: Target) -> str:
    sign = {">=": "≥ ", "<=": "≤ ", "=": ""}.get(item.comparator, f"{item.comparator} ")
    return f"{sign}{item.value:g} {item.unit}" + (f"（{item.year} 年）" if item.year else "")


def compare_measures(before: list[Measure], after: list[Measure], matches: list[Match]) -> Iterator[Change]:
    """Changes of measures: titles, and undertakings that came or went."""
    for match, old, new in _whole_or_pair(_MEASURE, before, after, matches):
        if isinstance(old, Change):
            yield old
            continue
        pair = (old, new)
        yield from _name_change(_MEASURE, pair, match, "title")
        sides = _undertakings(old, new)
        gone = [text for mark, text in sides[0].items() if mark not in sides[1]]
        come = [text for mark, text in sides[1].items() if mark not in sides[0]]
        if gone or come:
            why = f"减少 {len(gone)} 条承诺，增加 {len(come)} 条"
            yield _MEASURE.part("changed", "commitments", (gone, come), pair, match, why)


def _undertakings(old: Measure, new: Measure) -> tuple[dict[str, str], dict[str, str]]:
    """Undertakings by what tells them apart: their words, or, where a side keeps no text, their kinds alone."""
    if bool(old.text) == bool(new.text):
        return _by_words(old, new)
    if not (old.commitment_details and new.commitment_details):
        return {}, {}
    return (
        {item.kind: item.text for item in old.commitment_details},
        {item.kind: item.text for item in new.commitment_details},
    )


def _by_words(old: Measure, new: Measure) -> tuple[dict[str, str], dict[str, str]]:
    return {key(text): text for text in old.commitments}, {key(text): text for text in new.commitments}


def compare_bases(before: list[Basis], after: list[Basis], matches: list[Match]) -> Iterator[Change]:
    """Changes of laws, policies and standards a guide rests on."""
    for match, old, new in _whole_or_pair(_BASIS, before, after, matches):
        if isinstance(old, Change):
            yield old
            continue
        yield from _name_change(_BASIS, (old, new), match, "title")
        fields = {"document_number": "文号", "identifier": "标准编号", "kind": "种类"}
        yield from _field_changes(_BASIS, fields, (old, new), match)


def compare_small(
    subject_kind: str, before: list[Any], after: list[Any], matches: list[Match]
) -> Iterator[Change]:
    """Changes of the legend (``subject_kind`` legend) or of layers (layer)."""
    telling = _SMALL[subject_kind]
    fields = {"stars": "星数", "tier": "等级"} if subject_kind == "legend" else {"members": "所含模块"}
    for match, old, new in _whole_or_pair(telling, before, after, matches):
        if isinstance(old, Change):
            yield old
            continue
        if subject_kind == "layer":
            yield from _name_change(telling, (old, new), match, "name")
        elif old.meaning and new.meaning and squeeze(old.meaning) != squeeze(new.meaning):
            yield telling.part(
                "changed", "meaning", (old.meaning, new.meaning), (old, new), match, "说明的文字不同"
            )
        yield from _field_changes(telling, fields, (old, new), match)


def _whole_or_pair(
    telling: _Telling, before: list[Any], after: list[Any], matches: list[Match]
) -> Iterator[tuple[Match, Any, Any]]:
    """For each match either ``(match, Change, None)`` or the two things that are one."""
    for match in matches:
        old, new = [before[i] for i in match.before], [after[j] for j in match.after]
        if not old:
            yield match, telling.whole("added", old, new, match, "上一版中没有与它对应的"), None
        elif not new:
            yield match, telling.whole("removed", old, new, match, "后一版中没有与它对应的"), None
        elif len(old) == len(new) == 1:
            yield match, old[0], new[0]
        elif len(old) == 1:
            yield match, telling.whole("split", old, new, match, match.reason), None
        else:
            yield match, telling.whole("merged", old, new, match, match.reason), None


def _name_change(telling: _Telling, pair: tuple[Any, Any], match: Match, field: str) -> Iterator[Change]:
    old, new = getattr(pair[0], field), getattr(pair[1], field)
    if key(old) != key(new):
        yield telling.part("renamed", field, (old, new), pair, match, match.reason)
    elif squeeze(old) != squeeze(new):
        yield telling.part("changed", field, (old, new), pair, match, "只有标点、全半角或字母大小写不同")


def _field_changes(
    telling: _Telling, fields: dict[str, str], pair: tuple[Any, Any], match: Match
) -> Iterator[Change]:
    for name, label in fields.items():
        old, new = getattr(pair[0], name), getattr(pair[1], name)
        if old != new:
            yield telling.part("changed", name, (old, new), pair, match, f"{label}不同")
