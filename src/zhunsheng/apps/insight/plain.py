"""Relations as plain data: what the interface, the pages' ``.json`` and the command line hand out."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from zhunsheng.apps.insight.gathering import Thing
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.registry.address import standard_address

__all__ = ["address_of", "thing_plain"]


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
