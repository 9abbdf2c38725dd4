"""Walks over the map of an edition: what a change reaches, what lies around a thing, how two things hang together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhunsheng.apps.insight.counting import holds_on
from zhunsheng.apps.insight.gathering import CONFIRMED, Edge, Thing
from zhunsheng.apps.insight.maps import Map
from zhunsheng.apps.insight.wording import sentence
from zhunsheng.core.relations import relation_types

__all__ = ["CHANGES", "Reach", "Step", "Walk", "inside", "walked", "way"]

#: what may happen to a thing → (word, what whoever is reached should do)
CHANGES = {
    "revised": ("修订", "核对引用的条款和要求是否仍然适用"),
    "replaced": ("被代替", "改用代替它的标准，或说明仍用旧版的理由"),
    "withdrawn": ("废止", "找到可用的标准代替，或删去对它的依赖"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a way, in its stored direction. ``forward`` where the way follows it from subject to target."""

    subject: Thing
    target: Thing
    edge: Edge
    forward: bool

    @property
    def said(self) -> str:
        """The link as a sentence."""
        return sentence(self.subject.label, self.edge.type, self.target.label)

    @property
    def certain(self) -> bool:
        """Whether the link is confirmed."""
        return self.edge.status == CONFIRMED


@dataclass(frozen=True, slots=True)
class Reach:
    """A thing that was reached: how far away, by which links, and whether there is a way of confirmed links only."""

    thing: Thing
    distance: int
    steps: tuple[Step, ...]
    certain: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """Which links may be walked: these types (all without), these statuses, as on a day; ``felt`` only the way a change is felt."""

    types: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset({"confirmed", "suggested"})
    on: str = ""
    felt: bool = False
    left_out: frozenset[str] = frozenset()

    def passes(self, edge: Edge, *, outward: bool) -> bool:
        """Whether the link may be walked; ``outward`` is from its subject to its target."""
        if edge.status not in self.statuses or edge.type in self.left_out:
            return False
        if (self.types and edge.type not in self.types) or (self.on and not holds_on(edge, self.on)):
            return False
        if not self.felt:
            return True
        known = relation_types().get(edge.type)
        return known is not None and known.felt_by("subject" if outward else "target")


def walked(
    found: Map, sources: Iterable[int], walk: Walk, *, steps: int = 50
) -> dict[int, tuple[int, int, int]]:
    """Place → (distance, number of the link it was reached by, place before); the sources themselves with link -1."""
    reached = {place: (0, -1, place) for place in sources}
    frontier = list(reached)
    for distance in range(1, steps + 1):
        following = []
        for place in frontier:
            for number in found.links_of.get(place, ()):
                edge = found.gathered.edges[number]
                outward = edge.subject == place
                other = edge.target if outward else edge.subject
                if other not in reached and walk.passes(edge, outward=outward):
                    reached[other] = (distance, number, place)
                    following.append(other)
        if not following:
            break
        frontier = following
    return reached


def way(found: Map, reached: dict[int, tuple[int, int, int]], place: int) -> tuple[Step, ...]:
    """The links from a source to ``place``, in order."""
    steps: list[Step] = []
    while True:
        _, number, before = reached[place]
        if number < 0:
            return tuple(reversed(steps))
        edge = found.gathered.edges[number]
        things = found.gathered.things
        steps.append(Step(things[edge.subject], things[edge.target], edge, edge.subject == before))
        place = before


def inside(found: Map, place: int) -> Iterator[int]:
    """What a subsystem (or the system) holds: its parts, what is listed in them, the standards placed there."""
    frontier, seen = [place], {place}
    while frontier:
        here = frontier.pop()
        for number in found.links_of.get(here, ()):
            edge = found.gathered.edges[number]
            inner = (
                edge.target
                if edge.type == "contains" and edge.subject == here
                else edge.subject
                if edge.type == "placed" and edge.target == here
                else None
            )
            if inner is not None and inner not in seen:
                seen.add(inner)
                frontier.append(inner)
                yield inner
