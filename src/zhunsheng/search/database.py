"""The engine: one way to write and to check, whatever the database; questions are answered in ``answer``."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from django.db import connections, transaction

from zhunsheng.search import answer, checking, rebuilding, suggesting
from zhunsheng.search.counting import Tally
from zhunsheng.search.ready import Known, Ready, known_again, records_of
from zhunsheng.search.records import Record, key_of
from zhunsheng.search.shape import CheckReport, Document, Page, Query, Suggestion
from zhunsheng.search.sqlite import SqliteStore
from zhunsheng.search.store import VERSION

__all__ = ["DatabaseEngine", "store_for"]

_BATCH = 5000
#: characters of scopes in one batch
_SCOPES = 500_000


def store_for(connection: Any, suffix: str = "") -> Any:
    """The store that speaks the language of ``connection``. ``NotImplementedError`` for other databases."""
    if connection.vendor == "sqlite":
        return SqliteStore(connection.alias, suffix)
    if connection.vendor == "postgresql":
        from zhunsheng.search.postgresql import PostgresStore

        return PostgresStore(connection.alias, suffix)
    raise NotImplementedError(f"检索不支持数据库 {connection.vendor}，只支持 SQLite 和 PostgreSQL。")


class DatabaseEngine:
    """The index in the database of ``alias``; see :class:`zhunsheng.search.shape.Engine`."""

    def __init__(self, alias: str = "default") -> None:
        self.alias = alias
        self.store = store_for(connections[alias])

    def put(self, documents: Iterable[Document], ready: Ready | None = None) -> int:
        """Add or replace documents. Fast in batches of some thousands. ``ValueError`` for an unknown type.

        ``ready`` are texts and numbers of some of them taken apart beforehand, and further documents made whole.
        """
        total, late = 0, ready.late if ready else ()
        # No savepoint of its own: at each one FTS5 writes out what it has gathered.
        with transaction.atomic(using=self.alias, savepoint=False):
            batches = _batches(documents)
            for batch in chain([next(batches, ())], batches):
                total += len(batch) + len(late)
                with _no_sweeping(len(batch) + len(late)):
                    self._put(*records_of(batch, ready, late), ready.tally if ready and late else None)
                late = ()
        return total

    def _put(self, records: list[Record], known: dict[int, Known], tally: Tally | None) -> None:
        store = self.store
        present = store.present([record.key for record in records])
        if tally is not None and any(key in known and known[key].counted is None for key in present):
            # Of what is there already nothing may be counted twice: each is counted by itself.
            known = {key: one for key, one in known.items() if one.counted is not None}
            tally = None
        changed = [record for record in records if present.get(record.key, (0, None))[1] != record.hash]
        old = [present[record.key][0] for record in changed if record.key in present]
        if old:
            before = store.erase(list(store.records(old).values()))
            known |= known_again((one for one in changed if one.key not in known), before)
        if changed:
            store.write(changed, known, tally)
            store.add_documents(len(changed) - len(old))
            store.note_pending([record.key for record in changed])

    def remove(self, type: str, refs: Iterable[int]) -> int:
        """Take documents out. Returns how many were there. ``ValueError`` for an unknown type."""
        keys = [key_of(type, ref) for ref in dict.fromkeys(refs)]
        gone = 0
        with transaction.atomic(using=self.alias, savepoint=False):
            for start in range(0, len(keys), _BATCH):
                present = self.store.present(keys[start : start + _BATCH])
                if present:
                    self.store.erase(list(self.store.records([id for id, _ in present.values()]).values()))
                    self.store.add_documents(-len(present))
                    self.store.note_pending(list(present))
                    gone += len(present)
        return gone

    def search(self, query: Query) -> Page:
        """Answer a question; never raises for any text."""
        return answer.search(self.store, query)

    def suggest(self, text: str, limit: int = 8) -> list[Suggestion]:
        """Lines to offer for what is typed so far."""
        return suggesting.suggest(self.store, text, limit)

    def rebuild(
        self,
        documents: Iterable[Document],
        *,
        total: int = 0,
        progress: Callable[[int, int], None] | None = None,
    ) -> int:
        """Build the index anew beside the one in use and change over to it at the end."""
        return rebuilding.rebuild(self, documents, total=total, progress=progress)

    def check(self, documents: Iterable[Document]) -> CheckReport:
        """Compare what is indexed with ``documents``, which are all there are."""
        return checking.check(self.store, documents)

    def version_fits(self) -> bool:
        """Whether the index was made by this release's way of taking texts apart."""
        return bool(self.store.state().get("version") == VERSION)


@contextmanager
def _no_sweeping(size: int) -> Iterator[None]:
    """While a large batch is taken apart no rings of objects are looked for: there are none, and it takes long."""
    if size < _BATCH // 10 or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _batches(documents: Iterable[Document]) -> Iterator[Sequence[Document]]:
    """Some thousands at once, fewer where they have long scopes: taken apart, a character takes some 80 bytes."""
    batch: list[Document] = []
    room = _SCOPES
    for document in documents:
        batch.append(document)
        room -= len(document.scope)
        if len(batch) >= _BATCH or room <= 0:
            yield batch
            batch, room = [], _SCOPES
    if batch:
        yield batch
