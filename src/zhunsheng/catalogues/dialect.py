"""Dialects: how the words of one source are read (``content/connectors/*.yaml``).

A source's label may mean the opposite of what it seems to say, or two things at once. A dialect therefore gives, for
each label, rules by pattern: what the target is (a supplement, a draft, older, newer), which of our relation types
that is, and whether the record is its subject or its target. The counts behind each rule come from
``bench/relation_directions.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from zhunsheng.catalogues.shape import SourceInfo
from zhunsheng.core.registry.record import BODY_ROLES, RELATION_TYPES, StatedParty, StatedRelation
from zhunsheng.core.vocabulary import content_text, load_yaml

__all__ = ["DIALECTS", "OWN", "Dialect", "Rule", "connector_content", "dialect"]

#: the sources with a dialect of their own
DIALECTS = ("iso", "iec", "ieee", "itu", "etsi", "w3c", "jis")
#: what we write ourselves (``core/deliver/citation``)
OWN = "zhunsheng"

CONDITIONS = {
    "self",
    "target_supplements_subject",
    "subject_supplements_target",
    "target_supplement",
    "target_draft",
    "subject_draft",
    "target_older",
    "target_newer",
}


@cache
def connector_content(name: str) -> dict[str, Any]:
    """The content file ``connectors/NAME.yaml``; raises ``ValueError`` where it is not a table of keys."""
    data = load_yaml(content_text(f"connectors/{name}.yaml"))
    if not isinstance(data, dict):
        raise ValueError(f"connectors/{name}.yaml 应为键值表")
    return data


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern of a label: when all of ``when`` hold, the relation has this type and direction."""

    when: tuple[str, ...]
    type: str
    inverse: bool
    why: str

    def holds(self, facts: frozenset[str]) -> bool:
        """Whether the facts of a pair fit the rule."""
        return all(
            (name[4:] not in facts) if name.startswith("not ") else (name in facts) for name in self.when
        )


_NO_RULE = Rule((), "", False, "")


@dataclass(frozen=True, slots=True)
class _Shape:
    base: str
    base_year: str
    supplement: str
    own_year: str
    draft: bool


@dataclass(slots=True)
class Dialect:
    """How one source is read: its own description, statuses, dates, kinds of documents, committees, relations."""

    name: str
    source: SourceInfo
    title: str
    #: kind of date in the source → our field; of two kinds for one field the first named counts
    dates: dict[str, str]
    dates_kept: dict[str, str]
    status: dict[str, str]
    doctypes: dict[str, str]
    relations: dict[str, tuple[Rule, ...]]
    committee: dict[str, str] = field(default_factory=dict)
    stage_is_code: bool = False
    #: the source's dates of drafts are those of something else: kept, but not taken for the date of issue
    drafts_undated: bool = False
    crawls: tuple[tuple[str, SourceInfo], ...] = ()
    shapes: tuple[re.Pattern[str], ...] = ()
    year: re.Pattern[str] | None = None
    draft: re.Pattern[str] | None = None
    ageless: re.Pattern[str] | None = None
    correction: re.Pattern[str] | None = None
    rewrites: tuple[tuple[re.Pattern[str], str], ...] = ()
    _shape_cache: Any = None
    parties: Callable[[tuple[str, ...]], tuple[StatedParty, ...]] = field(init=False)
    _decided: dict[tuple[str, frozenset[str]], Rule] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A cache of its own for each dialect: identifiers come again and again, as subject and as target."""
        self._shape_cache = lru_cache(maxsize=1 << 15)(self._shape)
        self.parties = lru_cache(maxsize=1 << 12)(self._parties)

    def crawl(self, file_name: str) -> SourceInfo:
        """The source of a record by its file name: one collection may hold two crawls of different days."""
        for mark, source in self.crawls:
            if mark in file_name:
                return source
        return self.source

    def status_of(self, stage: str) -> str:
        """Our status word for the source's, "" where the dialect does not know it; ``90.93`` also by its ``90``."""
        found = self.status.get(stage)
        return found if found is not None else self.status.get(stage.partition(".")[0], "")

    def rewritten(self, target: str) -> str:
        """The target's number as the same source prints it for the target itself."""
        for pattern, replacement in self.rewrites:
            target = pattern.sub(replacement, target)
        return target

    def _parties(self, names: tuple[str, ...]) -> tuple[StatedParty, ...]:
        """The committees (or drafting bodies) of a record under the names printed."""
        if not names or not self.committee:
            return ()
        role, rules = self.committee["role"], self.committee
        found: dict[str, None] = {}
        for printed in names:
            for name in re.split(rules["split"], printed) if "split" in rules else (printed,):
                name = name.strip()
                if not name or ("drop" in rules and re.match(rules["drop"], name)):
                    continue
                if "prefix" in rules and not re.match(rules.get("unless", rules["prefix"]), name):
                    name = rules["prefix"] + name
                found[name] = None
        return tuple(StatedParty(role, name) for name in found)

    def relation(self, subject: str, label: str, target: str) -> tuple[StatedRelation | None, Rule | None]:
        """The relation a label states, in our direction, and the rule that says so; (None, rule) where it is none."""
        rules = self.relations.get(label)
        if rules is None:
            return StatedRelation("related", self.rewritten(target), said=label), None
        target = self.rewritten(target)
        rule = self._rule(label, self.facts(subject, target))
        if rule is None or not rule.type:
            return (None if rule else StatedRelation("related", target, said=label)), rule
        kind = rule.type
        if kind == "supplement":
            supplement = self._shape_cache(target if rule.inverse else subject).supplement
            corrects = self.correction is not None and self.correction.search(supplement)
            kind = "corrects" if corrects else "amends"
        return StatedRelation(kind, target, "", label, rule.inverse), rule

    def relation_rule(self, subject: str, label: str, target: str) -> Rule | None:
        """The rule by which a label is read for this pair, for studies and tests."""
        if label not in self.relations:
            return None
        return self._rule(label, self.facts(subject, self.rewritten(target)))

    def _rule(self, label: str, facts: frozenset[str]) -> Rule | None:
        """The first rule of a label that the facts fit."""
        known = self._decided.get((label, facts))
        if known is None:
            known = next((rule for rule in self.relations[label] if rule.holds(facts)), _NO_RULE)
            self._decided[label, facts] = known
        return known if known is not _NO_RULE else None

    def facts(self, subject: str, target: str) -> frozenset[str]:
        """What is known of a pair from its two numbers alone: names of :data:`CONDITIONS`."""
        if subject == target:
            return frozenset(("self",))
        one, two = self._shape_cache(subject), self._shape_cache(target)
        facts = []
        if two.supplement:
            facts.append("target_supplement")
            if _is_base(target, two, subject, one):
                facts.append("target_supplements_subject")
        if one.supplement and _is_base(subject, one, target, two):
            facts.append("subject_supplements_target")
        if two.draft:
            facts.append("target_draft")
        if one.draft:
            facts.append("subject_draft")
        # A supplement is younger than what it supplements: two families are compared by their bases, two supplements
        # of one base by their own years.
        both = bool(one.supplement and two.supplement and one.base == two.base)
        year, other = (one.own_year, two.own_year) if both else (one.base_year, two.base_year)
        if year and other and year != other:
            facts.append("target_older" if other < year else "target_newer")
        return frozenset(facts)

    def _shape(self, text: str) -> _Shape:
        base, supplement, base_year = text, "", ""
        for pattern in self.shapes:
            if found := pattern.match(text):
                groups = found.groupdict()
                base, supplement = groups["base"], groups.get("sup") or ""
                base_year = groups.get("year") or ""
                break
        if self.ageless and self.ageless.search(text):
            return _Shape(base, "", supplement, "", bool(self.draft and self.draft.search(text)))
        if not base_year and self.year:
            base_year = "".join(self.year.findall(base)[-1:])
        own = self.year.findall(supplement)[-1:] if self.year and supplement else [base_year]
        draft = bool(self.draft and self.draft.search(text))
        return _Shape(base, base_year, supplement, "".join(own), draft)


def _is_base(text: str, supplement: _Shape, number: str, other: _Shape) -> bool:
    """Whether ``number`` is what ``text`` supplements: its base as printed, or its base in that year."""
    if supplement.base == number or text.startswith(number + "/"):
        return True
    return (
        bool(supplement.base_year)
        and not other.supplement
        and other.base != number
        and ((supplement.base, supplement.base_year) == (other.base, other.base_year))
    )


def _rules(name: str, label: str, given: list[dict[str, Any]]) -> tuple[Rule, ...]:
    rules = []
    for entry in given:
        when = tuple(entry.get("when") or ())
        kind = entry.get("type") or ""
        unknown = {word.removeprefix("not ") for word in when} - CONDITIONS
        if unknown or (kind and kind != "supplement" and kind not in RELATION_TYPES):
            raise ValueError(f"connectors/{name}.yaml：{label} 的规则用了不认得的词：{unknown or kind}")
        rules.append(Rule(when, kind, bool(entry.get("inverse")), str(entry.get("why") or "")))
    return tuple(rules)


def _pattern(data: dict[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(data[key]) if data.get(key) else None


@cache
def dialect(name: str) -> Dialect:
    """The dialect of a source by its short name (``iso``); raises ``ValueError`` for an unknown one or wrong content."""
    if name not in (*DIALECTS, "relaton", "rfc", OWN):
        raise ValueError(f"没有为来源“{name}”写方言")
    data = connector_content(name)
    info = data["source"]
    known = {key: str(info[key]) for key in ("grade", "kind", "url", "date", "licence") if key in info}
    committee = {str(key): str(value) for key, value in (data.get("committee") or {}).items()}
    if committee and committee["role"] not in BODY_ROLES:
        raise ValueError(f"connectors/{name}.yaml：不认得的角色 {committee['role']}")
    return Dialect(
        name=name,
        source=SourceInfo(info["code"], info["name"], **known),
        title=str(data.get("title") or "en"),
        dates=dict(data.get("dates") or {}),
        dates_kept=dict(data.get("dates_kept") or {}),
        status={str(key): str(value) for key, value in (data.get("status") or {}).items()},
        doctypes=dict(data.get("doctypes") or {}),
        relations={
            label: _rules(name, label, given) for label, given in (data.get("relations") or {}).items()
        },
        committee=committee,
        stage_is_code=bool(data.get("stage_is_code")),
        drafts_undated=bool(data.get("drafts_undated")),
        crawls=tuple(
            (
                str(entry["file"]),
                SourceInfo(entry["code"], entry["name"], **{**known, "date": str(entry["date"])}),
            )
            for entry in data.get("crawls") or ()
        ),
        shapes=tuple(re.compile(text) for text in data.get("id_shapes") or ()),
        rewrites=tuple((re.compile(old), new) for old, new in data.get("target_rewrites") or ()),
        year=_pattern(data, "year"),
        draft=_pattern(data, "draft"),
        ageless=_pattern(data, "ageless"),
        correction=_pattern(data, "correction"),
    )
