"""Questions to the map: neighbourhood, impact, path, health, what an edition changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhunsheng.apps.insight.gathering import Thing
from zhunsheng.apps.insight.maps import Map, map_of
from zhunsheng.apps.insight.naming import same_names
from zhunsheng.apps.insight.walking import INSTEAD, Reach, Step, inside, steps_of
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.relations import relation_types

if TYPE_CHECKING:
    from zhunsheng.core.graph import Graph
    from zhunsheng.core.graph import Impact as Felt

__all__ = ["Around", "Differences", "Health", "Impact", "around", "differences", "health", "impact", "path"]

#: so many links around a thing, so many things reached by a change at most; more would be read by nobody
MOST_AROUND = 2000
MOST_REACHED = 5000
#: so many steps of ways told at most: on a long chain each thing's way is all of the chain before it
MOST_STEPS = 50_000
_HUBS = 20
_ALL = ("confirmed", "suggested")
#: how an edition is built says nothing of what its parts have to do with each other
_BUILD = frozenset({"contains", "based_on"})
#: how an edition is built, and which standards lie where, is no change of its relations
_APART = frozenset({"contains", "placed"})
_KINDS = ("standard", "planned", "subsystem", "system", "project", "case")


@dataclass(frozen=True, slots=True)
class Around:
    """The links within some steps of a thing: (distance of the farther end, link); ``cut`` where there are more."""

    links: list[tuple[int, Step]]
    cut: bool


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change of a thing reaches, nearest first.

    ``inside`` is what the thing itself holds, which changes with it; ``instead`` what stands in its place. ``cut``
    says that more is reached than is told.
    """

    thing: Thing
    inside: list[Thing] = field(default_factory=list)
    reached: list[Reach] = field(default_factory=list)
    instead: list[Thing] = field(default_factory=list)
    cut: bool = False

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

    rings: list[tuple[str, tuple[Step, ...]]]
    orphans: list[Thing]
    hubs: list[tuple[Thing, int]]


@dataclass(frozen=True, slots=True)
class Differences:
    """Links that one edition has and the other has not, and those of another status: (before, after)."""

    added: list[Step]
    removed: list[Step]
    changed: list[tuple[Step, Step]]


def _graph(found: Map, on: str) -> Graph:
    return found.graph.at(on) if on else found.graph


def around(
    edition: Edition | None,
    thing: Thing,
    *,
    steps: int = 1,
    types: Iterable[str] = (),
    statuses: Iterable[str] = _ALL,
    on: str = "",
) -> Around:
    """The links within ``steps`` of a thing, the nearest first."""
    found = map_of(edition)
    here = found.gathered.index.get(thing.key)
    if here is None:
        return Around([], False)
    graph, kinds, states = _graph(found, on), list(types) or None, list(statuses)
    near = graph.around(here, steps, kinds, states, limit=MOST_AROUND)
    distances = dict(zip(near.places.tolist(), near.distances.tolist(), strict=True))
    edges = found.gathered.edges
    links = [
        (max(distances[edges[one.number].subject], distances[edges[one.number].target]), one.number)
        for one in graph.links_among(near.places.tolist(), kinds, states)
    ]
    order = {kind: place for place, kind in enumerate(relation_types())}
    links.sort(key=lambda one: (one[0], order.get(edges[one[1]].type, 99), one[1]))
    shown = links[:MOST_AROUND]
    told = steps_of(found, (number for _, number in shown))
    return Around(
        [(distance, step) for (distance, _), step in zip(shown, told, strict=True)],
        near.cut or len(links) > len(shown),
    )


def impact(
    edition: Edition | None,
    thing: Thing,
    *,
    change: str = "revised",
    types: Iterable[str] = (),
    statuses: Iterable[str] = _ALL,
    on: str = "",
) -> Impact:
    """Everything that feels a change of ``thing``; of a subsystem, a change of anything in it."""
    from zhunsheng.core.graph import Change

    found = map_of(edition)
    here = found.gathered.index.get(thing.key)
    if here is None:
        return Impact(thing)
    held = list(inside(found, here)) if thing.kind in {"subsystem", "system"} else []
    travels = {key: known.travels for key, known in relation_types().items()}
    felt = _graph(found, on).impact(
        [here, *held],
        travels,
        change=Change(change, {} if change == "revised" else INSTEAD),
        types=list(types) or None,
        statuses=list(statuses),
        limit=MOST_REACHED,
    )
    things = found.gathered.things
    instead = [things[place] for place in felt.standing()[:MOST_REACHED]]
    reached, cut = _reached(found, felt)
    order = {kind: place for place, kind in enumerate(_KINDS)}
    reached.sort(key=lambda one: (one.distance, order.get(one.thing.kind, 9), not one.certain, one.thing.key))
    return Impact(
        thing,
        sorted((things[place] for place in held), key=lambda one: one.key),
        reached,
        instead,
        felt.cut or cut or len(felt.standing()) > len(instead),
    )


def _reached(found: Map, felt: Felt) -> tuple[list[Reach], bool]:
    """What feels a change, nearest first, and whether the ways grew too long to tell them all."""
    reached: list[Reach] = []
    told = 0
    for one in felt.feeling():
        told += one.distance
        if told > MOST_STEPS:
            return reached, True
        thing = found.gathered.things[one.place]
        reached.append(Reach(thing, one.distance, steps_of(found, one.edges), felt.is_sure(one.place)))
    return reached, False


def path(
    edition: Edition | None,
    start: Thing,
    end: Thing,
    *,
    types: Iterable[str] = (),
    statuses: Iterable[str] = _ALL,
    on: str = "",
) -> tuple[Step, ...] | None:
    """The shortest way from one thing to another, whichever way its links point; None where there is none.

    What lies in one system hangs together through the system itself, which says nothing: that is the last resort.
    """
    found = map_of(edition)
    index = found.gathered.index
    if start.key == end.key:
        return ()
    if start.key not in index or end.key not in index:
        return None
    graph, states, asked = _graph(found, on), list(statuses), list(types)
    telling = [kind for kind in graph.types if kind not in _BUILD]
    for kinds in [asked] if asked else [telling, None]:
        way = graph.path(index[start.key], index[end.key], kinds, states)
        if way is not None:
            return steps_of(found, (one.number for one in way))
    return None


def health(edition: Edition | None) -> Health:
    """Rings of types that must not go round, planned standards and subsystems without any link, things with most links."""
    found = map_of(edition)
    graph, gathered = found.graph, found.gathered
    acyclic = [kind for kind, known in relation_types().items() if known.acyclic and kind not in _BUILD]
    telling = [kind for kind in graph.types if kind not in _BUILD]
    rings = [(one.type, steps_of(found, one.edges)) for one in graph.cycles(acyclic)]
    orphans = [
        gathered.things[gathered.index[key]] for key in graph.orphans(telling, None, ["planned", "subsystem"])
    ]
    return Health(rings, orphans, _hubs(found, telling))


def _hubs(found: Map, telling: list[str]) -> list[tuple[Thing, int]]:
    """Things of this edition with most links; a standard belongs to it where it is placed in it."""
    gathered = found.gathered
    own = found.graph.hubs(_HUBS, telling, None, ["planned", "subsystem"])
    placed = [
        one
        for one in found.graph.hubs(_HUBS + len(gathered.modules), telling, None, ["standard"])
        if gathered.index[one.node] in gathered.modules
    ]
    best = sorted([*own, *placed], key=lambda one: (-one.links, one.node))[:_HUBS]
    return [(gathered.things[gathered.index[one.node]], one.links) for one in best]


def differences(before: Edition, after: Edition) -> Differences:
    """Links that came, went or changed their status from one edition to another; ends are the same by their names."""
    from zhunsheng.core.graph import graph_diff

    old, new = map_of(before), map_of(after)
    found = graph_diff(old.graph, new.graph, same_names(before, after))
    added = steps_of(new, (one.number for one in found.edges_added))
    removed = steps_of(old, (one.number for one in found.edges_removed))
    changed = zip(
        steps_of(old, (one.number for one, _ in found.edges_changed)),
        steps_of(new, (one.number for _, one in found.edges_changed)),
        strict=True,
    )
    return Differences(
        [one for one in added if one.edge.type not in _APART],
        [one for one in removed if one.edge.type not in _APART],
        [pair for pair in changed if pair[1].edge.type not in _APART],
    )
