"""An index of SQLite filled from parts that were built beside it: in order, so that every table is written once."""

from __future__ import annotations

import multiprocessing
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from zhunsheng.search.bulk import part as parts
from zhunsheng.search.bulk.merging import merge, merged_path, part_path, union
from zhunsheng.search.bulk.part import Built, Part
from zhunsheng.search.counting import Tally
from zhunsheng.search.preparing import BATCH, PATIENCE, batches_of, spread, worth_processes
from zhunsheng.search.shape import Document

if TYPE_CHECKING:
    from zhunsheng.search.sqlite import SqliteStore

__all__ = ["fill"]

Progress = Callable[[int, int], None]

#: of the folder in which parts are built; one so many seconds old is nobody's any more
_PREFIX, _LEFT = "search-build-", 86_400
#: the share of the work that is done when all documents are taken apart
_TAKEN = 0.7
_DOCUMENT = "id, key, hash, title, folded, number, status, address, year, facets, extra"


def fill(
    store: SqliteStore, documents: Iterable[Document], total: int, progress: Progress | None = None
) -> int:
    """Write ``documents`` into the empty tables of ``store``. Returns how many; of one key the first is taken."""
    told = progress or _silent
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=_beside(store)) as name, ExitStack() as open_:
        folder = Path(name)
        built, merging = _build(folder, documents, total, told, store.full, open_)
        done = sum(one.size for one in built)
        whole = max(total, done)
        with _Source(store, folder, len(built)) as source:
            for place, step in enumerate((*_ROWS, None, *_PAGES), 1):
                if step is None:
                    merging()
                    source.attach("merged", merged_path(folder))
                    continue
                with transaction.atomic(using=store.alias):
                    step(store, source, built)
                told(int(whole * (_TAKEN + (1 - _TAKEN) * place / _ALL)), whole)
    return done


def _silent(_done: int, _total: int) -> None:
    return


def _beside(store: SqliteStore) -> str | None:
    """Where there is room for an index: beside the database. What a killed process left there long ago is removed."""
    name = Path(str(store.connection.settings_dict["NAME"]))
    if not name.is_file():
        return None
    for left in name.parent.glob(f"{_PREFIX}*"):
        if time.time() - left.stat().st_mtime > _LEFT:
            shutil.rmtree(left, ignore_errors=True)
    return str(name.parent)


# ---- building


def _build(
    folder: Path,
    documents: Iterable[Document],
    total: int,
    progress: Progress,
    full: dict[str, str],
    open_: ExitStack,
) -> tuple[list[Built], Callable[[], None]]:
    """The parts, made in processes beside this one where there is enough to do; and how to wait for their merging."""
    first, batches = batches_of(iter(documents))
    ready = map(parts.packed, batches)
    done = 0
    if not worth_processes(first):
        part = Part(part_path(folder, 0))
        for batch in ready:
            done += part.take(batch)
            progress(int(done * _TAKEN), max(total, done))
        built = [part.finish()]
        return built, partial(merge, folder, built, full)
    # Processes started afresh: this one may hold threads and connections that must not be copied.
    context = multiprocessing.get_context("spawn")
    one = open_.enter_context(context.Pool(1, parts.start, (part_path(folder, 0),)))
    other = open_.enter_context(context.Pool(1, parts.start, (part_path(folder, 1),)))
    for size in spread(parts.take, ready, (one, other)):
        done += size
        progress(int(done * _TAKEN), max(total, done))
    last = [pool.apply_async(parts.finish) for pool in (one, other)]
    built = [found.get(PATIENCE) for found in last]
    merging = one.apply_async(merge, (folder, built, full))
    return built, partial(merging.get, PATIENCE)


# ---- pouring


class _Source:
    """The files of the parts: attached to the database, or, inside a transaction, which holds on to what is attached,
    read through a connection of their own."""

    def __init__(self, store: SqliteStore, folder: Path, count: int) -> None:
        self._store, self._folder, self._count = store, folder, count
        self._names: list[str] = []
        self._apart: sqlite3.Connection | None = None

    def __enter__(self) -> _Source:
        if self._store.connection.in_atomic_block:
            self._apart = sqlite3.connect(":memory:", isolation_level=None)
        else:
            self._store.run("PRAGMA cache_size = -65536")
        for place in range(self._count):
            self.attach(f"part{place}", part_path(self._folder, place))
        return self

    def __exit__(self, *_error: object) -> None:
        if self._apart is not None:
            self._apart.close()
            return
        for name in self._names:
            self._store.run(f"DETACH DATABASE {name}")
        self._store.run("PRAGMA cache_size = -16384")

    def attach(self, name: str, path: Path) -> None:
        """Let the file be known as ``name``."""
        if self._apart is not None:
            self._apart.execute(f"ATTACH DATABASE ? AS {name}", (str(path),))
        else:
            self._store.run(f"ATTACH DATABASE %s AS {name}", (str(path),))
        self._names.append(name)

    def pour(self, table: str, select: str) -> None:
        """Put the rows of ``select`` into ``table``; those that are there already are replaced."""
        if self._apart is None:
            self._store.run(f"INSERT OR REPLACE INTO {table} {select}")
            return
        cursor = self._apart.execute(select)
        marks = ", ".join(["%s"] * len(cursor.description))
        while rows := cursor.fetchmany(BATCH):
            self._store.run_many(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)


def _documents(_store: SqliteStore, source: _Source, built: list[Built]) -> None:
    source.pour("{document}", f"{union(len(built), _DOCUMENT, 'document')} ORDER BY id")
    source.pour("{scope}", f"{union(len(built), 'id, scope', 'scope')} ORDER BY id")


def _numbers(_store: SqliteStore, source: _Source, built: list[Built]) -> None:
    source.pour("{number}", f"{union(len(built), 'form, id, weight', 'number')} ORDER BY form, id")


def _keys(store: SqliteStore, _source: _Source, built: list[Built]) -> None:
    store.index_keys()
    store.add_documents(sum(one.size for one in built))


def _pages(store: SqliteStore, source: _Source, _built: list[Built]) -> None:
    store.create_full()
    for table in store.full:
        name = store.sql(f"{{{table}}}")
        source.pour(f"{name}_data", f"SELECT id, block FROM merged.{table}_data ORDER BY id")
        source.pour(f"{name}_idx", f"SELECT segid, term, pgno FROM merged.{table}_idx ORDER BY segid, term")
    store.gather_much()


def _words(store: SqliteStore, source: _Source, built: list[Built]) -> None:
    source.pour("{token}", "SELECT * FROM merged.token")
    source.pour("{reading}", "SELECT initials, token FROM merged.reading ORDER BY initials, token")
    store.index_sounds()
    tally = Tally()
    for one in built:
        tally.facets.update(one.facets)
    store.write_facets(tally, 1)


#: before and after the merging is waited for
_ROWS, _PAGES = (_documents, _numbers, _keys), (_pages, _words)
_ALL = len(_ROWS) + 1 + len(_PAGES)
