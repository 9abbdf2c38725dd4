"""Finding: one interface, engines behind it. See :mod:`zhunsheng.search.shape`.

``put`` and ``remove`` are called by the actions that write, inside their transaction; ``engine().search`` answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhunsheng.search.shape import Document, Query

if TYPE_CHECKING:
    from zhunsheng.search.database import DatabaseEngine
    from zhunsheng.search.ready import Ready

__all__ = ["Document", "Query", "engine", "put", "remove"]


def engine(alias: str = "default") -> DatabaseEngine:
    """The engine of the database in use; cheap to ask for."""
    from zhunsheng.search.database import DatabaseEngine

    return DatabaseEngine(alias)


def put(documents: Iterable[Document], ready: Ready | None = None) -> int:
    """Add or replace documents in the index, in the caller's transaction. Returns how many.

    ``ready`` are texts and numbers of some of them taken apart beforehand (:mod:`zhunsheng.search.ready`).
    """
    return engine().put(documents, ready)


def remove(type: str, refs: Iterable[int]) -> int:
    """Take documents out of the index, in the caller's transaction. Returns how many were there."""
    return engine().remove(type, refs)
