"""The index built anew beside the one in use. What is written meanwhile is noted, and brought over before the change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from zhunsheng.search.shape import Document

if TYPE_CHECKING:
    from zhunsheng.search.database import DatabaseEngine

__all__ = ["rebuild"]


def rebuild(
    engine: DatabaseEngine,
    documents: Iterable[Document],
    *,
    total: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Fill new tables with ``documents`` and put them in the place of the old ones. Returns how many went in."""
    from zhunsheng.search.database import store_for

    new = store_for(connections[engine.alias], "_new")
    with transaction.atomic(using=engine.alias):
        new.drop()
        new.create(bulk=True)
        new.begin_state()
        engine.store.begin_pending()
    done: int = new.fill(documents, total, progress)
    with transaction.atomic(using=engine.alias):
        _bring_over(engine.store, new)
        new.take_place_of(engine.store)
    engine.store.settle()
    return done


def _bring_over(old: Any, new: Any) -> None:
    """Write into ``new`` what was put or removed while it was being filled."""
    for keys in old.pending():
        stale = new.present(keys)
        if stale:
            new.erase(list(new.records([id for id, _ in stale.values()]).values()))
        current = old.present(keys)
        new.write(list(old.records([id for id, _ in current.values()]).values()))
        new.add_documents(len(current) - len(stale))
