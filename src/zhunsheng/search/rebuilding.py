"""The index built anew beside the one in use. What is written meanwhile is noted, and brought over before the change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from zhunsheng.search.counting import Tally
from zhunsheng.search.preparing import prepared
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
    done = fill(engine.alias, new, documents, total, progress)
    with transaction.atomic(using=engine.alias):
        _bring_over(engine.store, new)
        new.take_place_of(engine.store)
    engine.store.settle()
    return done


def fill(
    alias: str,
    store: Any,
    documents: Iterable[Document],
    total: int,
    progress: Callable[[int, int], None] | None,
) -> int:
    """Write ``documents`` into the empty tables of ``store``."""
    done = 0
    for made in prepared(documents, store.vendor):
        with transaction.atomic(using=alias):
            if isinstance(made, Tally):
                _count(store, made)
            else:
                store.load(made)
                done += made.size
        if progress is not None:
            progress(done, max(total, done))
    with transaction.atomic(using=alias):
        store.add_documents(done)
        store.finish()
    return done


def _count(store: Any, tally: Tally) -> None:
    if tally.again:
        store.write_tally(tally, 1)
    else:
        store.fill_counts(tally)


def _bring_over(old: Any, new: Any) -> None:
    """Write into ``new`` what was put or removed while it was being filled."""
    for keys in old.pending():
        stale = new.present(keys)
        if stale:
            new.erase(list(new.records([id for id, _ in stale.values()]).values()))
        current = old.present(keys)
        new.write(list(old.records([id for id, _ in current.values()]).values()))
        new.add_documents(len(current) - len(stale))
