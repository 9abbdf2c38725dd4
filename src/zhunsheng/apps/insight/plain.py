"""Relations as plain data: what the interface, the pages' ``.json`` and the command line hand out."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from zhunsheng.apps.insight.gathering import Thing
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.insight.queries import Neighbour
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.registry.address import standard_address

__all__ = ["address_of", "neighbour_plain", "thing_plain"]

_STATUS_WORDS = dict(Link.STATUSES)
_ORIGIN_WORDS = {**dict(Link.ORIGINS), "edition": "版本结构"}


def address_of(edition: Edition, thing: Thing) -> str:
    """The page of a thing; "" where it has none."""
    base = f"/systems/{edition.system.slug}/{quote(edition.key.replace('/', '／'))}"
    match thing.kind:
        case "standard":
            return standard_address(thing.ref) if thing.status else ""
        case "planned":
            return f"{base}/items/{quote(thing.ref)}/"
        case "subsystem":
            return f"{base}/subsystems/{quote(thing.ref)}/"
    return f"{base}/#bases" if thing.kind == "basis" else ""


def thing_plain(edition: Edition, thing: Thing) -> dict[str, Any]:
    """:class:`~.shapes.ThingOut`."""
    called = "number" if thing.kind in {"standard", "planned"} else "code"
    return {
        "end": thing.key,
        "kind": thing.kind,
        called: thing.code,
        "title": thing.title,
        "module": thing.module,
        "status": thing.status,
        "address": address_of(edition, thing),
    }


def neighbour_plain(edition: Edition, one: Neighbour) -> dict[str, Any]:
    """:class:`~.shapes.NeighbourOut`."""
    return {
        "type": one.type,
        "label": one.label,
        "direction": "out" if one.outgoing else "in",
        "status": one.edge.status,
        "status_label": _STATUS_WORDS.get(one.edge.status, one.edge.status),
        "origin": one.edge.origin,
        "origin_label": _ORIGIN_WORDS.get(one.edge.origin, one.edge.origin),
        "degree": one.edge.degree,
        "source": one.edge.source,
        "other": thing_plain(edition, one.other),
    }
