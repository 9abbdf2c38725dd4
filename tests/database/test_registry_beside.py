"""What goes on beside an import: another process reads the file, a thread copies SQLite's log back."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry import reading
from zhunsheng.apps.registry.actions import import_catalogue
from zhunsheng.apps.registry.models import ImportRun, Standard
from zhunsheng.apps.registry.storage import checkpoints, sql
from zhunsheng.apps.registry.storage.checkpoints import Checkpoints

LINE = '{"id": "ISO %d:2001", "src": "iso", "file": "iso-%d-2001.yaml", "title": "Lamps %s"}\n'


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The processes that were started to read."""
    processes: list[Any] = []
    make = reading.subprocess.Popen

    def noted(*given: Any, **named: Any) -> Any:
        processes.append(make(*given, **named))
        return processes[-1]

    monkeypatch.setattr(reading.subprocess, "Popen", noted)
    return processes


def large(path: Path, text: str) -> Path:
    path.write_text(text + " " * 400_000, encoding="utf-8")
    return path


def test_a_refused_file_leaves_no_process(db: Any, tmp_path: Path, started: list[Any]) -> None:
    with pytest.raises(Refused, match="认不出"):
        import_catalogue(OPERATOR, large(tmp_path / "a.jsonl", "nothing\n"))
    assert [process.poll() is not None for process in started] == [True]
    assert not ImportRun.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_dies_before_it_is_asked_is_told(
    tmp_path: Path, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = large(tmp_path / "iso.jsonl", "".join(LINE % (n, n, "") for n in range(90_000, 90_020)))
    ask = reading.Reader.lots

    def killed(self: Any, wish: Any) -> Any:
        for process in started:
            process.kill()
            process.wait()
        return ask(self, wish)

    monkeypatch.setattr(reading.Reader, "lots", killed)
    with pytest.raises(Refused, match="读取文件的进程中途结束"):
        import_catalogue(OPERATOR, whole)
    assert ImportRun.objects.get().state == ImportRun.INTERRUPTED
    assert not Standard.objects.exists()


def written(path: Path) -> sqlite3.Connection:
    """A database with a log that nothing but a checkpoint shortens."""
    database = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "wal_autocheckpoint = 0"):
        database.execute(f"PRAGMA {pragma}")
    database.execute("CREATE TABLE t (x)")
    return database


def test_the_log_is_copied_back_and_does_not_grow_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "_MOST_PAGES", 20)
    path = tmp_path / "a.db"
    database, log = written(path), path.with_name("a.db-wal")
    with Checkpoints(path) as copying:
        for _ in range(200):
            database.execute("INSERT INTO t VALUES (randomblob(20000))")
            copying.committed()
        longest = log.stat().st_size
    # A thousand pages were written; without a copy all of them would stand in the log.
    assert longest < 500 * 4096
    database.close()
    assert sqlite3.connect(path).execute("SELECT count(*) FROM t").fetchone() == (200,)


def test_a_copy_that_fails_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "_MOST_PAGES", -1)
    path = tmp_path / "no database.db"
    path.write_bytes(b"nothing" * 1000)
    with Checkpoints(path) as copying:
        for _ in range(3):
            copying.committed()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has this log")
@pytest.mark.django_db(transaction=True)
def test_settings_of_the_connection_come_back() -> None:
    def settings() -> list[int]:
        with connection.cursor() as cursor:
            return [
                cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("cache_size", "wal_autocheckpoint")
            ]

    before = settings()
    with pytest.raises(RuntimeError), sql.roomy() as committed:
        committed()
        raise RuntimeError
    assert settings() == before
