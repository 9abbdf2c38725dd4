"""The map of each edition, kept in memory: gathered once, gathered anew when the journal says something changed."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zhunsheng.apps.insight.gathering import Edge, Gathered, RegistryPart, gather_edition, gather_registry
from zhunsheng.apps.journal.queries import newest_event
from zhunsheng.apps.registry.whole import relations_token
from zhunsheng.apps.systems.models import Edition

__all__ = ["KEPT", "Map", "forget_maps", "map_of"]

#: so many editions' maps are kept, those looked at last; more would only cost memory
KEPT = 4
#: events that change what an edition holds or is called, and those of this app
_EDITION_EVENTS = (
    "edition.publish",
    "edition.attach_source",
    "value.correct",
    "value.confirm",
    "value.confirm_all",
    "value.undo",
    "row.add",
    "row.remove",
    "insight.suggest",
    "insight.confirm",
    "insight.reject",
    "insight.undo",
    "insight.link",
    "insight.resolve",
    "insight.draft",
)


@dataclass(slots=True)
class Map:
    """What is linked in one edition as of ``token``, and which links each thing has."""

    token: tuple[str, str]
    gathered: Gathered
    links_of: dict[int, list[int]] = field(default_factory=dict)

    def edges_at(self, place: int) -> list[Edge]:
        """The links of the thing at ``place``, both ways."""
        return [self.gathered.edges[number] for number in self.links_of.get(place, ())]


_lock = threading.Lock()
_building: defaultdict[UUID, threading.Lock] = defaultdict(threading.Lock)
_maps: OrderedDict[UUID, Map] = OrderedDict()
_registry: dict[str, Any] = {}


def map_of(edition: Edition) -> Map:
    """The map of ``edition`` as things are now; whoever asks while it is being made waits for it."""
    token = (relations_token(), newest_event(_EDITION_EVENTS))
    with _lock:
        found = _maps.get(edition.pk)
        if found is not None and found.token == token:
            _maps.move_to_end(edition.pk)
            return found
        own = _building[edition.pk]
    with own:
        with _lock:
            found = _maps.get(edition.pk)
        if found is not None and found.token == token:
            return found
        made = _made(edition, token)
        with _lock:
            _maps[edition.pk] = made
            _maps.move_to_end(edition.pk)
            while len(_maps) > KEPT:
                gone, _ = _maps.popitem(last=False)
                _building.pop(gone, None)
        return made


def forget_maps() -> None:
    """Give back the memory; the next question gathers anew."""
    with _lock:
        _maps.clear()
        _registry.clear()


def _made(edition: Edition, token: tuple[str, str]) -> Map:
    gathered = gather_edition(edition, _registry_part(token[0]))
    links: dict[int, list[int]] = defaultdict(list)
    for number, edge in enumerate(gathered.edges):
        links[edge.subject].append(number)
        links[edge.target].append(number)
    return Map(token, gathered, dict(links))


def _registry_part(token: str) -> RegistryPart:
    with _lock:
        if _registry.get("token") == token:
            part: RegistryPart = _registry["part"]
            return part
    part = gather_registry()
    with _lock:
        _registry["token"], _registry["part"] = token, part
    return part
