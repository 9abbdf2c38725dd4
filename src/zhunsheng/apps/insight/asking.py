"""Questions to the map: neighbourhood, impact, path, health."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from zhunsheng.apps.insight.gathering import Edge, Thing
from zhunsheng.apps.insight.maps import Map, map_of
from zhunsheng.apps.insight.walking import Reach, Step, Walk, inside, walked, way
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.relations import relation_types

__all__ = ["Around", "Health", "Impact", "around", "health", "impact", "path"]

_MOST_AROUND = 2000
_HUBS = 20
_ALL = frozenset({"confirmed", "suggested"})


@dataclass(frozen=True, slots=True)
class Around:
    """The links within some steps of a thing: (distance of the farther end, link); ``cut`` where there are more."""

    links: list[tuple[int, Step]]
    cut: bool


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of a thing reaches, nearest first. ``inside`` is what the thing itself holds, which changes with it."""

    thing: Thing
    inside: list[Thing]
    reached: list[Reach]

    @property
    def by_distance(self) -> list[tuple[int, list[Reach]]]:
        """The things reached, grouped by how far away they are."""
        groups: dict[int, list[Reach]] = {}
        for one in self.reached:
            groups.setdefault(one.distance, []).append(one)
        return sorted(groups.items())

    @property
    def by_kind(self) -> Counter[str]:
        """How many of each kind are reached."""
        return Counter(one.thing.kind for one in self.reached)


@dataclass(frozen=True, slots=True)
class Health:
    """What deserves a look: rings that must not be, things without links, things with very many."""

    rings: list[tuple[str, list[Step]]]
    orphans: list[Thing]
    hubs: list[tuple[Thing, int]]


def around(
    edition: Edition,
    thing: Thing,
    *,
    steps: int = 1,
    types: Iterable[str] = (),
    statuses: Iterable[str] = _ALL,
    on: str = "",
) -> Around:
    """The links within ``steps`` of a thing."""
    found = map_of(edition)
    here = found.gathered.index.get(thing.key)
    if here is None:
        return Around([], False)
    walk = Walk(frozenset(types), frozenset(statuses), on)
    reached = walked(found, [here], walk, steps=steps)
    links: list[tuple[int, Step]] = []
    seen: set[int] = set()
    order = sorted(reached, key=lambda place: (reached[place][0], found.gathered.things[place].key))
    for place in order:
        for number in found.links_of.get(place, ()):
            edge = found.gathered.edges[number]
            if number in seen or edge.subject not in reached or edge.target not in reached:
                continue
            seen.add(number)
            if walk.passes(edge, outward=edge.subject == place):
                far = max(reached[edge.subject][0], reached[edge.target][0])
                things = found.gathered.things
                links.append(
                    (far, Step(things[edge.subject], things[edge.target], edge, edge.subject == place))
                )
    links.sort(key=lambda one: one[0])
    return Around(links[:_MOST_AROUND], len(links) > _MOST_AROUND)


def impact(
    edition: Edition,
    thing: Thing,
    *,
    types: Iterable[str] = (),
    statuses: Iterable[str] = _ALL,
    on: str = "",
) -> Impact:
    """Everything that feels a change of ``thing``; of a subsystem, a change of anything in it."""
    found = map_of(edition)
    here = found.gathered.index.get(thing.key)
    if here is None:
        return Impact(thing, [], [])
    held = list(inside(found, here)) if thing.kind in {"subsystem", "system"} else []
    walk = Walk(frozenset(types), frozenset(statuses), on, felt=True)
    reached = walked(found, [here, *held], walk)
    sure = walked(
        found, [here, *held], Walk(walk.types, frozenset({"confirmed"}) & walk.statuses, on, felt=True)
    )
    things = found.gathered.things
    reaches = [
        Reach(
            things[place],
            distance,
            way(found, sure if _as_near(sure, place, distance) else reached, place),
            place in sure,
        )
        for place, (distance, _, _) in reached.items()
        if distance
    ]
    reaches.sort(
        key=lambda one: (one.distance, _KIND_ORDER.get(one.thing.kind, 9), not one.certain, one.thing.key)
    )
    return Impact(thing, sorted((things[place] for place in held), key=lambda one: one.key), reaches)


_KIND_ORDER = {
    kind: place
    for place, kind in enumerate(("standard", "planned", "subsystem", "system", "project", "case"))
}


def _as_near(sure: dict[int, tuple[int, int, int]], place: int, distance: int) -> bool:
    return place in sure and sure[place][0] == distance


def path(
    edition: Edition,
    start: Thing,
    end: Thing,
    *,
    types: Iterable[str] = (),
    statuses: Iterable[str] = _ALL,
    on: str = "",
) -> tuple[Step, ...] | None:
    """The shortest way from one thing to another, whichever way its links point; None where there is none."""
    found = map_of(edition)
    first, last = found.gathered.index.get(start.key), found.gathered.index.get(end.key)
    if first is None or last is None:
        return () if start.key == end.key else None
    asked = frozenset(types)
    # What lies in one system hangs together through the system itself: that says nothing, so it is the last resort.
    for left_out in (frozenset({"contains", "based_on"}), frozenset()) if not asked else (frozenset(),):
        reached = walked(found, [first], Walk(asked, frozenset(statuses), on, left_out=left_out))
        if last in reached:
            return way(found, reached, last)
    return None


def health(edition: Edition) -> Health:
    """Rings of types that must not go round, planned standards and subsystems without any link, things with most links."""
    found = map_of(edition)
    return Health(_rings(found), _orphans(found), _hubs(found))


def _rings(found: Map) -> list[tuple[str, list[Step]]]:
    rings = []
    for kind, known in relation_types().items():
        if not known.acyclic:
            continue
        after: dict[int, list[Edge]] = {}
        for edge in found.gathered.edges:
            if edge.type == kind:
                after.setdefault(edge.subject, []).append(edge)
        rings += [(kind, _steps(found, ring)) for ring in _rings_of(after)]
    return rings


def _rings_of(after: dict[int, list[Edge]]) -> list[list[Edge]]:
    """One ring for each place where walking on comes back to where it was, without recursion."""
    done: set[int] = set()
    rings = []
    for start in after:
        if start in done:
            continue
        way_here: list[Edge] = []
        on_way = {start: 0}
        stack = [(start, iter(after[start]))]
        while stack:
            place, following = stack[-1]
            edge = next(following, None)
            if edge is None:
                stack.pop()
                done.add(place)
                on_way.pop(place, None)
                if way_here:
                    way_here.pop()
            elif edge.target in on_way:
                rings.append([*way_here[on_way[edge.target] :], edge])
            elif edge.target not in done:
                way_here.append(edge)
                on_way[edge.target] = len(way_here)
                stack.append((edge.target, iter(after.get(edge.target, ()))))
    return rings


def _steps(found: Map, edges: Iterable[Edge]) -> list[Step]:
    things = found.gathered.things
    return [Step(things[edge.subject], things[edge.target], edge, True) for edge in edges]


def _orphans(found: Map) -> list[Thing]:
    linked = {
        place
        for edge in found.gathered.edges
        if edge.type not in {"contains", "based_on"}
        for place in (edge.subject, edge.target)
    }
    things = found.gathered.things
    return [
        thing
        for place, thing in enumerate(things)
        if thing.kind in {"planned", "subsystem"} and place not in linked
    ]


def _hubs(found: Map) -> list[tuple[Thing, int]]:
    counts: Counter[int] = Counter()
    for edge in found.gathered.edges:
        if edge.type not in {"contains", "based_on"}:
            counts[edge.subject] += 1
            counts[edge.target] += 1
    things = found.gathered.things
    here = [(things[place], number) for place, number in counts.items() if _matters(found, place)]
    return sorted(here, key=lambda one: (-one[1], one[0].key))[:_HUBS]


def _matters(found: Map, place: int) -> bool:
    """Whether a thing belongs to this edition: a standard only where it is placed in it."""
    return found.gathered.things[place].kind != "standard" or place in found.gathered.modules
