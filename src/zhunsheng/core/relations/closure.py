"""What follows from known links: further links by composition, and notices for a person to look at.

Rules are content (``content/linking/closure.yaml``), each with a name and a switch. Facts are plain tuples, so that a
table, a graph or a test can hand them over: ``(subject, type, target, attributes)`` with ends as ``kind:ref``.
Nothing that is derived here is stored; it is worked out anew when a fact changes.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from zhunsheng.core.relations.link import End, Evidence, Link
from zhunsheng.core.relations.vocabulary import relation_type, spaced
from zhunsheng.core.vocabulary import content_text, load_yaml

__all__ = [
    "ClosureRule",
    "Fact",
    "Notice",
    "NoticeRule",
    "closure_rules",
    "implied",
    "notice_rules",
    "notices",
]

#: subject, type, target, attributes (``degree``, ``status``, ``confidence``; all optional)
Fact = tuple[str, str, str, Mapping[str, Any]]
_Triple = tuple[str, str, str]
_Named = Callable[[str], str]
_UNKNOWN = "别的标准（没有查到是哪一项）"


@dataclass(frozen=True, slots=True)
class ClosureRule:
    """``a first b`` and ``b second c`` give ``a gives c``; ``^`` in front of ``second`` reads it backwards."""

    key: str
    title: str
    why: str
    example: str
    first: str
    second: str
    gives: str
    degree: str = ""
    latest: bool = False
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """A link of one of ``types`` whose target is replaced, withdrawn or (still) current needs a person's eye."""

    key: str
    title: str
    why: str
    types: tuple[str, ...]
    when: str
    says: str
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to look at: the link it is about, what stands in place of the target, and the sentence to show."""

    rule: str
    subject: str
    type: str
    target: str
    instead: tuple[str, ...]
    text: str


_Rule = TypeVar("_Rule", ClosureRule, NoticeRule)


@cache
def _content() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml(content_text("linking/closure.yaml"))
    return data


@cache
def closure_rules() -> dict[str, ClosureRule]:
    """Every rule that gives links, by key, in the order of content."""
    return {key: ClosureRule(key, **entry) for key, entry in _content()["links"].items()}


@cache
def notice_rules() -> dict[str, NoticeRule]:
    """Every rule that gives notices, by key, in the order of content."""
    rules = {}
    for key, entry in _content()["notices"].items():
        rules[key] = NoticeRule(key, **{**entry, "types": tuple(entry["types"])})
    return rules


def _in_force(rules: Mapping[str, _Rule], only: Iterable[str] | None) -> list[_Rule]:
    """The rules switched on in content, or those named; an unknown name raises ``KeyError`` in Chinese."""
    if only is None:
        return [rule for rule in rules.values() if rule.enabled]
    wanted = list(only)
    for key in wanted:
        if key not in rules:
            raise KeyError(f"没有“{key}”这条规则，可用：{'、'.join(rules)}")
    return [rule for key, rule in rules.items() if key in wanted]


@dataclass(slots=True)
class _Known:
    """Facts indexed from both ends, and of each derived one how it came about."""

    out: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    into: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    degrees: dict[_Triple, str] = field(default_factory=dict)
    sure: dict[_Triple, float] = field(default_factory=dict)
    made: dict[_Triple, tuple[ClosureRule, _Triple, _Triple]] = field(default_factory=dict)

    def has(self, triple: _Triple) -> bool:
        return triple[2] in self.out.get((triple[0], triple[1]), ())

    def add(self, triple: _Triple) -> None:
        self.out[triple[0], triple[1]].add(triple[2])
        self.into[triple[2], triple[1]].add(triple[0])


def _known(facts: Iterable[Fact], statuses: frozenset[str]) -> _Known:
    known = _Known()
    for subject, kind, target, attributes in facts:
        if attributes.get("status", "confirmed") not in statuses or subject == target:
            continue
        triple = (subject, kind, target)
        known.add(triple)
        if attributes.get("degree"):
            known.degrees[triple] = str(attributes["degree"])
        known.sure[triple] = max(known.sure.get(triple, 0.0), float(attributes.get("confidence", 1.0)))
    return known


def implied(
    facts: Iterable[Fact],
    *,
    rules: Iterable[str] | None = None,
    statuses: Iterable[str] = ("confirmed",),
    named: _Named | None = None,
) -> list[Link]:
    """Every link that follows and is no fact itself, each once, shortest derivation first as evidence.

    ``rules`` names the rules to use (those switched on in content otherwise); facts of another status than
    ``statuses`` are left aside; ``named`` gives the label of an end.
    """
    known = _known(facts, frozenset(statuses))
    chosen = _in_force(closure_rules(), rules)
    _close(known, [rule for rule in chosen if not rule.latest])
    _close(known, chosen, latest=_latest(known))
    return [_link(known, triple, named or _plain) for triple in sorted(known.made)]


def _close(known: _Known, rules: list[ClosureRule], latest: frozenset[tuple[str, str]] = frozenset()) -> None:
    """Compose until nothing new comes, breadth first."""
    queue = deque(
        sorted((subject, kind, target) for (subject, kind), ends in known.out.items() for target in ends)
    )
    while queue:
        triple = queue.popleft()
        for rule in rules:
            for first, second in _pairs(known, rule, triple):
                if rule.latest and (second[2], second[0]) not in latest:
                    continue
                end = second[0] if rule.second.startswith("^") else second[2]
                new = (first[0], rule.gives, end)
                if new[0] != new[2] and not known.has(new):
                    known.add(new)
                    known.made[new] = (rule, first, second)
                    known.sure[new] = min(known.sure[first], known.sure[second])
                    queue.append(new)


def _pairs(known: _Known, rule: ClosureRule, triple: _Triple) -> list[tuple[_Triple, _Triple]]:
    """Each (first, second) in which ``triple`` takes part, as stored triples."""
    subject, kind, target = triple
    back = rule.second.startswith("^")
    second = rule.second.removeprefix("^")
    pairs = []
    if kind == rule.first and (not rule.degree or known.degrees.get(triple) == rule.degree):
        ends = known.into if back else known.out
        for end in sorted(ends.get((target, second), ())):
            pairs.append((triple, (end, second, target) if back else (target, second, end)))
    if kind == second:
        joint = target if back else subject
        for start in sorted(known.into.get((joint, rule.first), ())):
            first = (start, rule.first, joint)
            if not rule.degree or known.degrees.get(first) == rule.degree:
                pairs.append((first, triple))
    return pairs


def _latest(known: _Known) -> frozenset[tuple[str, str]]:
    """(undated, edition) for each edition that no other edition of the same replaces."""
    found = set()
    for (undated, kind), editions in known.into.items():
        if kind == "edition_of":
            for edition in editions:
                newer = known.into.get((edition, "replaces"), set()) & editions
                if not newer - {edition}:
                    found.add((undated, edition))
    return frozenset(found)


def _link(known: _Known, triple: _Triple, named: _Named) -> Link:
    rule, first, second = known.made[triple]
    steps = [relation_type(kind).says(named(one), named(other)) for one, kind, other in (first, second)]
    evidence = Evidence("rule", f"{'，'.join(steps)}（{rule.title}）")
    subject, target = (End.of(key, named(key)) for key in (triple[0], triple[2]))
    return Link(
        subject,
        triple[1],
        target,
        origin="rule",
        rule=rule.key,
        evidence=(evidence,),
        confidence=known.sure[triple],
    )


def notices(
    facts: Iterable[Fact],
    states: Mapping[str, str],
    *,
    rules: Iterable[str] | None = None,
    statuses: Iterable[str] = ("confirmed",),
    named: _Named | None = None,
) -> list[Notice]:
    """What a person should look at, sorted by subject.

    ``states`` maps an end to the status of the standard (``current``, ``superseded``, ``withdrawn`` …). A target is
    replaced where something replaces it wholly, directly or in turn; the last in the row is what stands instead.
    """
    known = _known(facts, frozenset(statuses))
    facts_of = [(one, kind, other) for (one, kind), ends in known.out.items() for other in ends]
    name = named or _plain
    found = []
    for rule in _in_force(notice_rules(), rules):
        for subject, kind, target in facts_of:
            if kind not in rule.types:
                continue
            instead = tuple(successors for successors in _successors(known, target) if successors != subject)
            if rule.when != _state(target, instead, states):
                continue
            text = _notice_text(
                rule, kind, name(subject), name(target), "、".join(map(name, instead)) or _UNKNOWN
            )
            found.append(Notice(rule.key, subject, kind, target, instead, text))
    return sorted(found, key=lambda one: (one.subject, one.rule, one.target, one.type))


def _notice_text(rule: NoticeRule, kind: str, subject: str, target: str, instead: str) -> str:
    ends = {"subject": spaced(subject), "target": spaced(target), "instead": spaced(instead)}
    text = rule.says.format(**ends, forward=relation_type(kind).forward).strip()
    return text.replace(" ，", "，").replace("， ", "，")


def _state(end: str, instead: tuple[str, ...], states: Mapping[str, str]) -> str:
    state = states.get(end, "")
    return "replaced" if instead or state == "superseded" else state


def _successors(known: _Known, end: str) -> list[str]:
    """What stands at the end of every row of replacements of ``end``; nothing where it is not replaced.

    In a circle of replacements, which must not be, every other member counts as standing instead.
    """
    seen, queue, last = {end}, deque([end]), []
    while queue:
        one = queue.popleft()
        newer = sorted(known.into.get((one, "replaces"), ()))
        if one != end and not newer:
            last.append(one)
        for other in newer:
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return sorted(last) or sorted(seen - {end})


def _plain(key: str) -> str:
    return key.partition(":")[2] or key
