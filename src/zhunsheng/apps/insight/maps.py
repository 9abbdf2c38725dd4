"""The map of each edition, kept in memory: gathered once, gathered anew when the journal says something changed."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from zhunsheng.apps.insight.gathering import (
    Gathered,
    RegistryPart,
    gather_edition,
    gather_registry,
    gather_standards,
)
from zhunsheng.apps.journal.queries import newest_event
from zhunsheng.apps.registry.whole import relations_token
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.graph.days import first_day

if TYPE_CHECKING:
    from zhunsheng.core.graph import Graph

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
    """What is linked in one edition as of ``token``; places and numbers of the graph are those of what was gathered."""

    token: tuple[str, str]
    gathered: Gathered
    graph: Graph


_NO_EDITION = UUID(int=0)
_lock = threading.Lock()
_building: defaultdict[UUID, threading.Lock] = defaultdict(threading.Lock)
_maps: OrderedDict[UUID, Map] = OrderedDict()
_registry: dict[str, Any] = {}


def map_of(edition: Edition | None) -> Map:
    """The map of ``edition`` as things are now; whoever asks while it is being made waits for it.

    Without an edition (none is stored) it holds what is stated between standards.
    """
    own_key = edition.pk if edition is not None else _NO_EDITION
    token = (relations_token(), newest_event(_EDITION_EVENTS))
    with _lock:
        found = _maps.get(own_key)
        if found is not None and found.token == token:
            _maps.move_to_end(own_key)
            return found
        own = _building[own_key]
    with own:
        with _lock:
            found = _maps.get(own_key)
        if found is not None and found.token == token:
            return found
        made = _made(edition, token)
        with _lock:
            _maps[own_key] = made
            _maps.move_to_end(own_key)
            while len(_maps) > KEPT:
                gone, _ = _maps.popitem(last=False)
                _building.pop(gone, None)
        return made


def forget_maps() -> None:
    """Give back the memory; the next question gathers anew."""
    with _lock:
        _maps.clear()
        _registry.clear()


def _made(edition: Edition | None, token: tuple[str, str]) -> Map:
    part, base = _registry_part(token[0])
    gathered = gather_edition(edition, part) if edition is not None else gather_standards(part)
    return Map(token, gathered, _graph_of(gathered, base))


def _graph_of(gathered: Gathered, base: Graph | None = None) -> Graph:
    """The graph of what was gathered, on top of that of the registry's part, which comes first in it."""
    from zhunsheng.core.graph import GraphBuilder

    builder = GraphBuilder(base)
    for thing in islice(gathered.things, len(builder), None):
        builder.node(thing.key, thing.kind, thing.label)
    builder.rows(
        (
            edge.subject,
            edge.type,
            edge.target,
            edge.status,
            edge.origin,
            _date(edge.valid_from),
            _date(edge.valid_to),
        )
        for edge in islice(gathered.edges, builder.edge_count, None)
    )
    return builder.build()


def _date(text: str) -> str:
    """A date as the graph reads it; what no calendar knows counts as no date."""
    try:
        first_day(text)
    except ValueError:
        return ""
    return text


def _registry_part(token: str) -> tuple[RegistryPart, Graph]:
    with _lock:
        if _registry.get("token") == token:
            kept: tuple[RegistryPart, Graph] = _registry["part"]
            return kept
    part = gather_registry()
    made = part, _graph_of(part.gathered)
    with _lock:
        _registry["token"], _registry["part"] = token, made
    return made
