"""Packages that open a room only when somebody asks for what stands in it: the rest of the program starts without."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["looked_up"]


def looked_up(package: str, rooms: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """The ``__getattr__`` of ``package``: its public names, looked up in the modules (``rooms``) they are made in."""
    made_in = {name: room for room, names in rooms.items() for name in names}

    def look_up(name: str) -> Any:
        if name not in made_in:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{made_in[name]}"), name)

    return look_up
