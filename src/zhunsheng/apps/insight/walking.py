"""What questions to the map answer with: single steps in words, things reached, what may happen to a thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhunsheng.apps.insight.gathering import CONFIRMED, Edge, Thing
from zhunsheng.apps.insight.maps import Map
from zhunsheng.apps.insight.wording import sentence

__all__ = ["CHANGES", "INSTEAD", "Reach", "Step", "inside", "steps_of"]

#: what may happen to a thing → (word, what whoever is reached should do)
CHANGES = {
    "revised": ("修订", "核对引用的条款和要求是否仍然适用"),
    "replaced": ("被代替", "改用代替它的标准，或说明仍用旧版的理由"),
    "withdrawn": ("废止", "找到可用的标准代替，或删去对它的依赖"),
}
#: type → the end at which stands what takes the place of the other one
INSTEAD = {
    "replaces": "to_subject",
    "replaces_partly": "to_subject",
    "merges": "to_subject",
    "splits": "to_subject",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a way, in its stored direction."""

    subject: Thing
    target: Thing
    edge: Edge

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


def steps_of(found: Map, numbers: Iterable[int]) -> tuple[Step, ...]:
    """Links by their numbers as steps."""
    things, edges = found.gathered.things, found.gathered.edges
    return tuple(
        Step(things[edges[number].subject], things[edges[number].target], edges[number]) for number in numbers
    )


def inside(found: Map, place: int) -> Iterator[int]:
    """What a subsystem (or the system) holds: its parts, what is listed in them, the standards placed there."""
    edges = found.gathered.edges
    frontier, seen = [place], {place}
    while frontier:
        here = frontier.pop()
        for one in found.graph.edges_of(here):
            edge = edges[one.number]
            inner = None
            if edge.type == "contains" and edge.subject == here:
                inner = edge.target
            elif edge.type == "placed" and edge.target == here:
                inner = edge.subject
            if inner is not None and inner not in seen:
                seen.add(inner)
                frontier.append(inner)
                yield inner
