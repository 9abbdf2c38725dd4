"""Which subsystems and planned items of a standards system a standard that exists is related to: suggestions.

Nothing here decides: each suggestion says by which words it came about, and a person confirms or rejects it. The
same titles always give the same score, whatever else is in the registry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from zhunsheng.core.analysis.curated import Curated, curated_placements
from zhunsheng.core.analysis.topics import Topics, topics_of
from zhunsheng.core.system.model import StandardsSystem

__all__ = [
    "ITEM_THRESHOLD",
    "SUBSYSTEM_THRESHOLD",
    "Candidate",
    "PlacementSuggestion",
    "SharedWord",
    "suggest",
]

#: measured on the judged pairs of tests/golden/placement_truth.yaml, see docs/handbook/标准库与等级.md
ITEM_THRESHOLD = 0.5
SUBSYSTEM_THRESHOLD = 0.5
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A standard that may be placed: ``ref`` is handed back, ``titles`` are its titles in any language.

    ``rank`` orders equals, 0 first (in force before withdrawn).
    """

    ref: Hashable
    number: str
    titles: tuple[str, ...]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class SharedWord:
    """One reason: the words on both sides that name the same topic; ``near`` where the topics only lie close."""

    in_standard: str
    in_system: str
    near: bool = False

    @property
    def label(self) -> str:
        """The reason in Chinese."""
        if self.near:
            return f"“{self.in_standard}”与“{self.in_system}”相近"
        return (
            f"同有“{self.in_system}”"
            if self.in_standard == self.in_system
            else f"“{self.in_standard}”即“{self.in_system}”"
        )


@dataclass(frozen=True, slots=True)
class PlacementSuggestion:
    """``ref`` may belong to a planned item, or to a subsystem as a whole (``position`` is None then).

    ``subsystem`` is the code of the item's category, ``position`` the item's row counted from 1. ``score`` is from
    0 to 1, ``evidence`` why. ``origin`` is ``words`` (found by comparing titles) or ``curated`` (written down by an
    editor; ``said`` is then the reason given and ``source`` whose judgement it is).
    """

    ref: Hashable
    number: str
    subsystem: str
    position: int | None
    score: float
    evidence: tuple[SharedWord, ...]
    origin: str = "words"
    said: str = ""
    source: str = ""

    @property
    def reason(self) -> str:
        """Why, in one Chinese line."""
        return self.said or "；".join(word.label for word in self.evidence)


@dataclass(slots=True)
class _Place:
    """One subsystem or item, with what its name speaks of."""

    subsystem: str
    position: int | None
    topics: Topics
    threshold: float
    curated: dict[str, Curated]
    kept: list[tuple[float, int, str, PlacementSuggestion]] = field(default_factory=list)
    written: list[PlacementSuggestion] = field(default_factory=list)


def suggest(
    system: StandardsSystem, standards: Iterable[Candidate], *, most: int = 8
) -> list[PlacementSuggestion]:
    """What editors wrote down, then at most ``most`` more standards, for each item and each category of ``system``.

    In the order of the list, best first. Standards stream through once; one whose titles share no topic with the
    system costs only their reading.
    """
    places = _places(system)
    by_unit: dict[str, list[int]] = defaultdict(list)
    by_number: dict[str, list[int]] = defaultdict(list)
    for index, place in enumerate(places):
        for unit in {*place.topics.words, *place.topics.near}:
            by_unit[unit].append(index)
        for number in place.curated:
            by_number[number].append(index)
    for candidate in standards:
        topics = topics_of(*candidate.titles)
        touched = {index for unit in {*topics.words, *topics.near} for index in by_unit.get(unit, ())}
        for index in touched.union(by_number.get(candidate.number, ())):
            _consider(places[index], candidate, topics, most)
    return [suggestion for place in places for suggestion in _best(place, most)]


def _best(place: _Place, most: int) -> list[PlacementSuggestion]:
    written = sorted(place.written, key=lambda one: one.number)
    return written + [kept[-1] for kept in sorted(place.kept, key=lambda one: one[:3])[:most]]


def _consider(place: _Place, candidate: Candidate, topics: Topics, most: int) -> None:
    score, evidence = _compare(place.topics, topics)
    written = place.curated.get(candidate.number)
    if written is not None:
        where = (candidate.ref, candidate.number, place.subsystem, place.position)
        place.written.append(
            PlacementSuggestion(*where, score, evidence, "curated", written.reason, written.source)
        )
        return
    if score < place.threshold:
        return
    suggestion = PlacementSuggestion(
        candidate.ref, candidate.number, place.subsystem, place.position, score, evidence
    )
    place.kept.append((-score, candidate.rank, candidate.number, suggestion))
    if len(place.kept) > 4 * most:
        place.kept.sort(key=lambda one: one[:3])
        del place.kept[most:]


def _compare(ours: Topics, theirs: Topics) -> tuple[float, tuple[SharedWord, ...]]:
    """How much of both sides is the same (0 to 1), and the words that are."""
    shared = 0.0
    evidence = []
    for unit, weight in ours.weights.items():
        if unit in theirs.words:
            shared += weight
            evidence.append((-weight, SharedWord(theirs.words[unit], ours.words[unit])))
        elif unit in theirs.near:
            shared += weight * _NEAR
            evidence.append(
                (-weight * _NEAR, SharedWord(theirs.words[theirs.near[unit]], ours.words[unit], near=True))
            )
    strongest = max((-weight for weight, _ in evidence), default=0.0)
    if not evidence or strongest < min(_NEAR, max(ours.weights.values())):
        return 0.0, ()
    evidence.sort(key=lambda one: (one[0], one[1].in_system))
    theirs_known = theirs.known + sum(
        theirs.weights[unit] for unit in ours.words if unit[0] == "+" and unit in theirs.words
    )
    return round(2 * shared / (ours.total + theirs_known), 3), tuple(word for _, word in evidence)


def _places(system: StandardsSystem) -> list[_Place]:
    """Every item of the list, then every subsystem without parts, each with what was written down for it."""
    curated = curated_placements(system.slug, system.edition)
    items = [
        _Place(
            row.subsystem or "",
            row.position,
            topics_of(row.name),
            ITEM_THRESHOLD,
            curated.get(("item", str(row.number)), {}),
        )
        for row in system.planned_standards
    ]
    parents = {one.parent for one in system.subsystems}
    leaves = [
        _Place(
            one.code, None, topics_of(one.name), SUBSYSTEM_THRESHOLD, curated.get(("subsystem", one.code), {})
        )
        for one in system.subsystems
        if one.code not in parents
    ]
    return items + leaves
