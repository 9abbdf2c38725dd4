"""Links that a guide states itself: sentences that tie subsystems together, and the bases it rests on.

Rules are content (``content/linking/stated.yaml``). A sentence belongs to the subsystem in whose chapter it stands,
or to the one it begins with; where neither is known nothing is read. Without the guide's lines (a packaged system
holds no prose) the links kept beside the packaged system are handed out: line numbers and the verb, no sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from typing import Any

from zhunsheng.core.guide.model import SourceSpan, Subsystem
from zhunsheng.core.relations.ends import basis_end, same_branch, standard_end, subsystem_end, system_end
from zhunsheng.core.relations.link import End, Evidence, Link
from zhunsheng.core.relations.naming import Naming, Sighted
from zhunsheng.core.relations.packaged import packaged_links
from zhunsheng.core.relations.vocabulary import relation_type
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.system.tree import SystemTree
from zhunsheng.core.vocabulary import content_text, load_yaml

__all__ = ["based_links", "stated_in_guide", "stated_rules"]

_STOP = re.compile(r"[。；;！？!?]")
_LONGEST_EVIDENCE = 80
_BASIS_CONFIDENCE = 0.95
#: a shorter line ends its paragraph
_FULL_LINE = 18


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence without blanks: its text, the line of each character, and who speaks ("" if nobody is known)."""

    text: str
    lines: tuple[int, ...]
    owner: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """First and last line of a piece of it."""
        return self.lines[start], self.lines[max(start, end - 1)]

    def cut(self, match: re.Match[str]) -> tuple[str, tuple[int, int]]:
        """The words of a match, short, and their lines."""
        return self.text[match.start() : match.end()][:_LONGEST_EVIDENCE], self.span(*match.span())


@cache
def stated_rules() -> dict[str, Any]:
    """The content of ``linking/stated.yaml`` with its patterns compiled."""
    data: dict[str, Any] = load_yaml(content_text("linking/stated.yaml"))
    for rule in data["rules"].values():
        rule["compiled"] = re.compile(rule["pattern"]) if "pattern" in rule else None
    return data


def stated_in_guide(system: StandardsSystem, lines: Sequence[str]) -> list[Link]:
    """Every link the guide states, once each, in the order of its lines; ``lines`` are those of the source.

    Bases come with or without lines. Sentences need the lines; without any, those of a packaged guide come from the
    file kept beside it.
    """
    if not lines:
        return [*packaged_links(system), *based_links(system)]
    tree = SystemTree(system)
    reader = _Reader(system, tree, Naming(tree, stated_rules()))
    for sentence in _sentences(tree, lines):
        reader.read(sentence)
    for topic in _topics(tree):
        reader.topic(*topic)
    return [*reader.links(), *based_links(system)]


def based_links(system: StandardsSystem) -> list[Link]:
    """``system based_on`` each law, policy and standard of its own chapter of bases."""
    subject = system_end(system)
    links = []
    for position, basis in enumerate(system.bases, 1):
        if basis.identifier:
            target = standard_end(basis.identifier, "" if basis.truncated else basis.title)
        else:
            target = basis_end(position, basis)
        span = basis.source
        words = basis.identifier or basis.document_number or "列为构建依据"
        evidence = Evidence("span", words, span.line_start, span.line_end)
        confidence = 0.8 if basis.truncated else _BASIS_CONFIDENCE
        links.append(
            Link(subject, "based_on", target, "suggested", "guide", "bases", (evidence,), confidence)
        )
    return links


class _Reader:
    """Collects links; of two that say the same the surer one stays and takes over the other's evidence."""

    def __init__(self, system: StandardsSystem, tree: SystemTree, naming: Naming) -> None:
        self.tree, self.naming = tree, naming
        self.rules = {key: rule for key, rule in stated_rules()["rules"].items() if rule.get("enabled", True)}
        self._whole = system_end(system)
        self._found: dict[tuple[str, str, str], Link] = {}

    def read(self, sentence: _Sentence) -> None:
        """Apply every rule to one sentence."""
        speaker, after = self.naming.speaker(sentence.text)
        owner = speaker or sentence.owner
        if not owner:
            return
        taken: set[str] = set()
        hidden = self.naming.hidden(sentence.text)
        for key, rule in self.rules.items():
            if rule["compiled"] is None:
                continue
            for match in rule["compiled"].finditer(hidden, after):
                said = self.naming.named(sentence.text[slice(*match.span("objects"))], rule["names"])
                others = [one for one in said if self._fits(key, owner, one) and one.code not in taken]
                taken |= {one.code for one in others}
                self._add(key, owner, others, sentence, match)
                if rule.get("among"):
                    self._among(key, [one.code for one in said if one.code], sentence, match)
        if "names-other" in self.rules and sentence.owner == owner:
            self._names_other(sentence, owner, taken)

    def topic(self, owner: str, name: str, span: SourceSpan) -> None:
        """A direction whose name begins with that of another subsystem: 区域协同安全 under 安全."""
        rule = self.rules.get("names-other")
        for other, code in self.naming.names.items() if rule else ():
            if name.startswith(other) and name != other and self._is_other(owner, Sighted(code, other, 1.0)):
                place = (span.line_start, span.line_start)
                self._keep(self._link("names-other", self._ends(owner, code, "subject"), 1.0, other, place))

    def links(self) -> list[Link]:
        """What was found, by line; a bare mention gives way to a link that says how the two belong together."""
        told = {
            frozenset((one.subject.key, one.target.key))
            for one in self._found.values()
            if one.type != "related"
        }
        kept = [
            one
            for one in self._found.values()
            if one.type != "related" or frozenset((one.subject.key, one.target.key)) not in told
        ]
        return sorted(kept, key=lambda one: (one.evidence[0].line_start or 0, one.key))

    def _is_other(self, owner: str, one: Sighted) -> bool:
        return not one.code or not same_branch(self.tree, owner, one.code)

    def _fits(self, key: str, owner: str, one: Sighted) -> bool:
        """Whether the rule's type may lead to what was named: nothing is the scene of a whole system."""
        kind, side = relation_type(self.rules[key]["type"]), self.rules[key]["subject"]
        allowed = kind.targets if side == "subject" else kind.subjects
        return ("subsystem" if one.code else "system") in allowed and self._is_other(owner, one)

    def _names_other(self, sentence: _Sentence, owner: str, taken: set[str]) -> None:
        for one in self.naming.listed(sentence.text):
            if one.code in taken or not self._is_other(owner, one):
                continue
            at = sentence.text.find(one.words)
            place = sentence.span(at, at + len(one.words))
            self._keep(
                self._link(
                    "names-other", self._ends(owner, one.code, "subject"), one.factor, one.words, place
                )
            )

    def _add(
        self, key: str, owner: str, others: list[Sighted], sentence: _Sentence, match: re.Match[str]
    ) -> None:
        side = self.rules[key]["subject"]
        for one in others:
            link = self._link(key, self._ends(owner, one.code, side), one.factor, *sentence.cut(match))
            self._keep(link, verb=match["verb"])

    def _among(self, key: str, codes: list[str], sentence: _Sentence, match: re.Match[str]) -> None:
        """Those that carry something together belong together as well."""
        for one, other in combinations(codes, 2):
            if not same_branch(self.tree, one, other):
                link = self._link(key, self._ends(one, other, "subject"), 0.9, *sentence.cut(match))
                self._keep(replace(link, type=self.rules[key]["among"]), verb=match["verb"])

    def _ends(self, owner: str, other: str, side: str) -> tuple[End, End]:
        here = subsystem_end(self.tree.by_code[owner])
        there = subsystem_end(self.tree.by_code[other]) if other else self._whole
        return (here, there) if side == "subject" else (there, here)

    def _link(
        self, key: str, ends: tuple[End, End], factor: float, words: str, place: tuple[int, int]
    ) -> Link:
        rule = self.rules[key]
        evidence = Evidence("span", words, *place)
        confidence = round(rule["confidence"] * factor, 2)
        return Link(ends[0], rule["type"], ends[1], "suggested", "guide", key, (evidence,), confidence)

    def _keep(self, link: Link, verb: str = "") -> None:
        if verb:
            link = replace(link, evidence=(replace(link.evidence[0], source=verb),))
        before = self._found.get(link.key)
        if before is None:
            self._found[link.key] = link
        elif link.evidence[0] not in before.evidence:
            surer, other = (before, link) if before.confidence >= link.confidence else (link, before)
            self._found[link.key] = replace(surer, evidence=(*surer.evidence, *other.evidence))


def _topics(tree: SystemTree) -> Iterator[tuple[str, str, SourceSpan]]:
    for subsystem in tree.walk():
        for topic in subsystem.topic_details:
            yield subsystem.code, topic.name, topic.source


def _sentences(tree: SystemTree, lines: Sequence[str]) -> Iterator[_Sentence]:
    """The guide's prose in sentences. Lines of the list, the contents and the bases are none."""
    owners = _owners(tree, lines)
    pieces = sorted(set(owners.values()))
    apart = _apparatus(tree) | set(owners)
    run: list[int] = []
    for number, text in enumerate(lines, 1):
        text = text.strip()
        if run and (number in apart or not text):
            pieces.append(((run[0], run[-1]), ""))
            run = []
        if number not in apart and text:
            run.append(number)
            if len(text) < _FULL_LINE or _STOP.match(text[-1]):
                pieces.append(((run[0], run[-1]), ""))
                run = []
    if run:
        pieces.append(((run[0], run[-1]), ""))
    for (start, end), owner in sorted(pieces):
        yield from _split(lines[start - 1 : end], start, owner)
    for subsystem in tree.walk() if lines else ():
        if subsystem.scope and subsystem.scope_source is None:  # told in a cell of a table
            yield from _split(
                [subsystem.scope.replace("\n", "")], subsystem.source.line_start, subsystem.code
            )


def _owners(tree: SystemTree, lines: Sequence[str]) -> dict[int, tuple[tuple[int, int], str]]:
    """Line → (its span, whose chapter it is; "" where several share it)."""
    spans: dict[tuple[int, int], set[str]] = defaultdict(set)
    for subsystem in tree.walk():
        for span in (
            _chapter(subsystem, lines),
            subsystem.summary_source,
            *(topic.source for topic in subsystem.topic_details),
        ):
            if span is not None:
                spans[span.line_start, span.line_end].add(subsystem.code)
    owners: dict[int, tuple[tuple[int, int], str]] = {}
    for piece, codes in sorted(spans.items(), key=lambda one: one[0][0] - one[0][1]):
        deepest = max(codes, key=lambda code: (len(tree.path(code)), code))
        shared = len(codes) > 1 and not all(same_branch(tree, code, deepest) for code in codes)
        for number in range(piece[0], piece[1] + 1):
            owners.setdefault(number, (piece, "" if shared else deepest))
    return owners


def _chapter(subsystem: Subsystem, lines: Sequence[str]) -> SourceSpan | None:
    """Where the subsystem's own text stands, with a heading line that already holds its first sentence."""
    scope, head = subsystem.scope_source, subsystem.source
    if scope is None or not 0 <= scope.line_start - head.line_end <= 1 or head.line_start > len(lines):
        return scope
    begun = _STOP.search(lines[head.line_start - 1].strip()[:-1])
    return SourceSpan(head.line_start, scope.line_end) if begun else scope


def _apparatus(tree: SystemTree) -> set[int]:
    """Lines that hold no prose: rows of the list, the contents, the bases."""
    spans = [item.source for item in tree.system.planned_standards]
    spans += [basis.source for basis in tree.system.bases]
    for subsystem in tree.walk():
        spans += [seen.source for seen in subsystem.sightings if seen.place in ("contents", "list")]
    return {number for span in spans for number in range(span.line_start, span.line_end + 1)}


def _split(lines: Sequence[str], start: int, owner: str) -> Iterator[_Sentence]:
    letters: list[str] = []
    places: list[int] = []
    for number, line in enumerate(lines, start):
        for letter in line:
            if _STOP.match(letter):
                if letters:
                    yield _Sentence("".join(letters), tuple(places), owner)
                letters, places = [], []
            elif not letter.isspace():
                letters.append(letter)
                places.append(number)
    if letters:
        yield _Sentence("".join(letters), tuple(places), owner)
