"""The index built anew beside the one in use. What is written meanwhile is noted, and brought over before the change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from zhunsheng.search.checking import new_keys
from zhunsheng.search.records import record_of
from zhunsheng.search.shape import Document
from zhunsheng.search.store import Tally

if TYPE_CHECKING:
    from zhunsheng.search.database import DatabaseEngine

__all__ = ["rebuild"]

_BATCH = 20_000


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
        new.create()
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
    seen = new_keys()
    tally = Tally()
    done = 0
    source = iter(documents)
    while batch := list(islice(source, _BATCH)):
        records = [record for record in map(record_of, batch) if seen.add(record.key)]
        with transaction.atomic(using=alias):
            store.write(records, tally)
        done += len(records)
        if progress is not None:
            progress(done, max(total, done))
    with transaction.atomic(using=alias):
        store.add_documents(done)
        store.write_tally(tally, 1)
        store.finish()
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
