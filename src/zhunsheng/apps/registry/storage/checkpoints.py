"""SQLite's write-ahead log copied back into the database by a thread, while the next batch is being made ready.

By itself SQLite copies at the end of a commit, and waits for the disk; whoever writes thousands of pages at a time waits
with it. A copy that a thread makes hinders neither those who read nor those who write.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from threading import Condition, Thread

__all__ = ["Checkpoints"]

#: pages the log may hold before the writer waits for a copy; the log then begins anew at its start
_MOST_PAGES = 65_536
#: transactions a copy may lag behind
_BEHIND = 3


class Checkpoints:
    """Copies the log of the database at ``path`` back after each :meth:`committed`, until it is left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = Condition()
        self._asked = self._done = self._pages = 0
        self._over = False
        self._thread = Thread(target=self._work, name="checkpoints", daemon=True)

    def __enter__(self) -> Checkpoints:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        with self._turn:
            self._over = True
            self._turn.notify_all()
        self._thread.join()

    def committed(self) -> None:
        """A transaction has ended: copy what it wrote. Waits only where the log has become too long, or may have."""
        with self._turn:
            self._asked += 1
            self._turn.notify_all()
            wanted = self._asked - (0 if self._pages > _MOST_PAGES else _BEHIND)
            self._turn.wait_for(lambda: self._done >= wanted)

    def _work(self) -> None:
        with suppress(sqlite3.Error):
            database = sqlite3.connect(self._path, isolation_level=None)
            try:
                while asked := self._next():
                    self._copy(database)
                    with self._turn:
                        self._done = asked
                        self._turn.notify_all()
            finally:
                database.close()
        with (
            self._turn
        ):  # nobody may wait for a thread that has failed; SQLite copies again when the import is over
            self._done, self._pages = 1 << 62, 0
            self._turn.notify_all()

    def _next(self) -> int:
        """How many were asked for, once there is a new one; 0 at the end."""
        with self._turn:
            self._turn.wait_for(lambda: self._asked > self._done or self._over)
            return self._asked if self._asked > self._done else 0

    def _copy(self, database: sqlite3.Connection) -> None:
        _busy, pages, _copied = database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        with self._turn:
            self._pages = pages
