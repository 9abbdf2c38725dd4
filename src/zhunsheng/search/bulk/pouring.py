"""An index of SQLite filled from parts that were built beside it: in order, so that every table is written once."""

from __future__ import annotations

import gc
import multiprocessing
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from zhunsheng.search.bulk import part as parts
from zhunsheng.search.bulk.documents import documents_path, lay_out_documents
from zhunsheng.search.bulk.listing import lay_out_numbers, numbers_path
from zhunsheng.search.bulk.merging import Laid, merge, merged_path, part_path, records_of, union
from zhunsheng.search.bulk.part import Built, Part
from zhunsheng.search.bulk.rows import packed
from zhunsheng.search.bulk.sharing import shares
from zhunsheng.search.counting import Tally
from zhunsheng.search.preparing import BATCH, PATIENCE, batches_of, spread, worth_processes
from zhunsheng.search.shape import Document

if TYPE_CHECKING:
    from zhunsheng.search.sqlite import SqliteStore

__all__ = ["fill"]

Progress = Callable[[int, int], None]
Step = Callable[["SqliteStore", "_Source"], None]

#: of the folder in which parts are built; one so many seconds old is nobody's any more
_PREFIX, _LEFT = "search-build-", 86_400
#: how often this process looks for rings of objects
_SELDOM = (100_000, 20, 50)
#: documents that go to a process at once: few enough for the caches of a processor
_BATCH = 2000
#: batches that wait, so that one process has enough to do while the other one sorts a round
_AHEAD = 32
#: the share of the work that is done when all documents are taken apart
_TAKEN = 0.7
#: what is poured after that, where two shares are merged: see _steps
_STEPS = 7
_DOCUMENT = "id, key, hash, title, folded, number, status, address, year, facets, extra"


def fill(
    store: SqliteStore, documents: Iterable[Document], total: int, progress: Progress | None = None
) -> int:
    """Write ``documents`` into the empty tables of ``store``. Returns how many; of one key the first is taken."""
    told = progress or _silent
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=_beside(store)) as name, ExitStack() as open_:
        folder = Path(name)
        with _seldom_swept():
            built, laying, merging = _build(folder, documents, total, told, open_)
        done = sum(one.size for one in built)
        whole = max(total, done)
        with _Source(store, folder, built) as source:
            for place, step in enumerate(_steps(source, laying, merging), 1):
                with transaction.atomic(using=store.alias):
                    step(store, source)
                told(int(whole * (_TAKEN + (1 - _TAKEN) * min(1, place / _STEPS))), whole)
        told(whole, whole)
    return done


def _steps(
    source: _Source, laying: Callable[[], object], merging: Callable[[], Iterator[Laid]]
) -> Iterator[Step]:
    """What is poured, each as soon as it is there: one share while the other one is still being merged."""
    laying()
    source.laid_out()
    yield from (_documents, _numbers, _keys)
    for laid in merging():
        source.merged(laid)
        yield _pages
    yield from (_leads, _words)


def _silent(_done: int, _total: int) -> None:
    return


@contextmanager
def _seldom_swept() -> Iterator[None]:
    """Within it rings of objects are looked for seldom: documents form none, and some ten thousand are about."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


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
    open_: ExitStack,
) -> tuple[list[Built], Callable[[], object], Callable[[], Iterator[Laid]]]:
    """The parts, made in processes beside this one where there is enough to do; and how to wait for documents and
    numbers to be laid out, and for one share after the other to be merged."""
    first, batches = batches_of(iter(documents), _BATCH)
    ready = map(packed, batches)
    done = 0
    if not worth_processes(first):
        part = Part(part_path(folder, 0))
        for batch in ready:
            done += part.take(batch)
            progress(int(done * _TAKEN), max(total, done))
        alone = [part.finish()]
        return (
            alone,
            lambda: _lay_out(folder, alone[0]),
            lambda: (merge(folder, alone, share) for share in shares(alone, 1)),
        )
    # Processes started afresh: this one may hold threads and connections that must not be copied.
    context = multiprocessing.get_context("spawn")
    one = open_.enter_context(context.Pool(1, parts.start, (part_path(folder, 0),)))
    other = open_.enter_context(context.Pool(1, parts.start, (part_path(folder, 1),)))
    for size in spread(parts.take, ready, (one, other), _AHEAD):
        done += size
        progress(int(done * _TAKEN), max(total, done))
    last = [pool.apply_async(parts.finish) for pool in (one, other)]
    built = [found.get(PATIENCE) for found in last]
    laying = [
        one.apply_async(lay_out_documents, (folder, [run for part in built for run in part.cells])),
        other.apply_async(lay_out_numbers, (folder, [run for part in built for run in part.numbers])),
    ]
    merging = [
        pool.apply_async(merge, (folder, built, share))
        for pool, share in zip((one, other), shares(built, 2), strict=True)
    ]
    return (
        built,
        lambda: [share.get(PATIENCE) for share in laying],
        lambda: (share.get(PATIENCE) for share in merging),
    )


def _lay_out(folder: Path, alone: Built) -> None:
    lay_out_documents(folder, alone.cells)
    lay_out_numbers(folder, alone.numbers)


# ---- pouring


class _Source:
    """The files of the parts: attached to the database, or, inside a transaction, which holds on to what is attached,
    read through a connection of their own."""

    def __init__(self, store: SqliteStore, folder: Path, built: list[Built]) -> None:
        self._store, self._folder, self.built = store, folder, built
        self.laid: list[Laid] = []
        self._names: list[str] = []
        self._apart: sqlite3.Connection | None = None

    def __enter__(self) -> _Source:
        if self._store.connection.in_atomic_block:
            self._apart = sqlite3.connect(":memory:", isolation_level=None)
        for place in range(len(self.built)):
            self._attach(f"part{place}", part_path(self._folder, place))
        return self

    def __exit__(self, *_error: object) -> None:
        if self._apart is not None:
            self._apart.close()
            return
        for name in self._names:
            self._store.run(f"DETACH DATABASE {name}")

    def laid_out(self) -> None:
        """From now on the documents and the numbers are there too."""
        self._attach("documents", documents_path(self._folder))
        self._attach("numbers", numbers_path(self._folder))

    def merged(self, laid: Laid) -> None:
        """From now on a share that was merged is there too."""
        self.laid.append(laid)
        self._attach(f"merged{laid.number}", merged_path(self._folder, laid.number))

    def _attach(self, name: str, path: Path) -> None:
        if self._apart is not None:
            self._apart.execute(f"ATTACH DATABASE ? AS {name}", (str(path),))
        else:
            self._store.run(f"ATTACH DATABASE %s AS {name}", (str(path),))
        self._names.append(name)

    def pour(self, table: str, kind: str, order: str, *selects: str) -> None:
        """Put what ``selects`` give of each file of a ``kind``, ``{}``, into ``table``, in order.

        Without an ``order`` one file after the other, each as it stands.
        """
        # Each select is sorted by itself, within a cache of its own: a larger one takes memory and no less time.
        self._insert(table, union(selects, self._of(kind)) + (f" ORDER BY {order}" if order else ""))

    def copy(self, table: str, kind: str, of: str) -> None:
        """Put the table ``of`` of each file of a ``kind`` into ``table``, one file after the other, each as it stands.

        Of tables that are made alike SQLite copies the records as they are.
        """
        for name in self._of(kind):
            self._insert(table, f"SELECT * FROM {name}.{of}")

    def _of(self, kind: str) -> list[str]:
        return [name for name in self._names if name.startswith(kind)]

    def _insert(self, table: str, select: str) -> None:
        if self._apart is None:
            self._store.run(f"INSERT INTO {table} {select}")
            return
        cursor = self._apart.execute(select)
        marks = ", ".join(["%s"] * len(cursor.description))
        while rows := cursor.fetchmany(BATCH):
            self._store.run_many(f"INSERT INTO {table} VALUES ({marks})", rows)


def _documents(_store: SqliteStore, source: _Source) -> None:
    source.copy("{document}", "documents", "document")
    # The few that no page holds.
    source.pour("{document}", "part", "id", f"SELECT {_DOCUMENT} FROM {{}}.document")
    source.pour("{scope}", "part", "id", "SELECT id, scope FROM {}.scope")


def _numbers(_store: SqliteStore, source: _Source) -> None:
    source.copy("{number}", "numbers", "number")
    # The few whose forms are long.
    source.pour("{number}", "part", "form, id", "SELECT form, id, weight FROM {}.number")


def _keys(store: SqliteStore, source: _Source) -> None:
    store.index_keys()
    store.add_documents(sum(one.size for one in source.built))
    store.create_full()


def _pages(store: SqliteStore, source: _Source) -> None:
    """The pages of the share that came last."""
    share = f"merged{source.laid[-1].number}"
    for table in store.full:
        name = store.sql(f"{{{table}}}")
        source.copy(f"{name}_data", share, f"{table}_data")
        source.copy(f"{name}_idx", share, f"{table}_idx")


def _leads(store: SqliteStore, source: _Source) -> None:
    """What the full-text tables know of their pages."""
    for table in store.full:
        name = store.sql(f"{{{table}}}")
        ((old,),) = store.rows(f"SELECT block FROM {name}_data WHERE id = 10")
        for record in records_of(table, source.built, source.laid, bytes(old)):
            store.run(f"UPDATE {name}_data SET block = %s WHERE id = %s", record)
    store.gather_much()


def _words(store: SqliteStore, source: _Source) -> None:
    # Shares have their words in order, one share after the other.
    for table in ("token", "single"):
        source.pour("{token}", "merged", "", f"SELECT token, n, bare, initials FROM {{}}.{table}")
    source.pour("{reading}", "merged", "initials, token", "SELECT initials, token FROM {}.reading")
    store.index_sounds()
    tally = Tally()
    for one in source.built:
        tally.facets.update(one.facets)
    store.write_facets(tally, 1)
