"""What operations promises: every setting is documented, and a backup taken while the site writes can be restored."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import tarfile
from pathlib import Path

from tests.contracts.tracked import ROOT, sources

NAMES = re.compile(r"\b(ZHUNSHENG_[A-Z_]+|DATABASE_URL)\b")


def test_settings_are_documented_and_documented_settings_exist() -> None:
    used = set()
    for path in sources(".py", under="src"):
        used |= set(NAMES.findall(path.read_text(encoding="utf-8")))
    helpers = ["tests/conftest.py", ".ci/run"]
    for name in helpers:
        used |= set(NAMES.findall((ROOT / name).read_text(encoding="utf-8")))
    told = set(NAMES.findall((ROOT / "docs/operations/configuration.md").read_text(encoding="utf-8")))
    assert used - told == set(), "not in docs/operations/configuration.md"
    assert told - used == set(), "documented, but nothing reads it"


def _home(folder: Path) -> sqlite3.Connection:
    (folder / "uploads").mkdir(parents=True)
    (folder / "uploads/guide.txt").write_text("一、总则\n", encoding="utf-8")
    (folder / "secret-key").write_text("k", encoding="ascii")
    connection = sqlite3.connect(folder / "db.sqlite3")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE edition (name TEXT)")
    connection.execute("INSERT INTO edition VALUES ('2026版')")
    connection.commit()
    return connection


def _backup(home: Path, target: Path) -> subprocess.CompletedProcess[str]:
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    env["ZHUNSHENG_HOME"] = str(home)
    command = ["bash", str(ROOT / "deploy/backup.sh"), str(target)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_a_backup_restores_what_was_committed(tmp_path: Path) -> None:
    connection = _home(tmp_path / "home")
    connection.execute("INSERT INTO edition VALUES ('未提交')")
    done = _backup(tmp_path / "home", tmp_path / "backup")
    connection.rollback()
    connection.close()
    assert done.returncode == 0, done.stderr
    file = Path(done.stdout.strip())
    assert file.stat().st_mode & 0o077 == 0
    with tarfile.open(file) as archive:
        archive.extractall(tmp_path / "restored", filter="data")
    restored = sqlite3.connect(tmp_path / "restored/db.sqlite3")
    assert restored.execute("SELECT name FROM edition").fetchall() == [("2026版",)]
    restored.close()
    assert (tmp_path / "restored/uploads/guide.txt").read_text(encoding="utf-8") == "一、总则\n"
    assert (tmp_path / "restored/secret-key").exists()


def test_a_backup_of_nothing_says_so(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    done = _backup(tmp_path / "home", tmp_path / "backup")
    assert done.returncode != 0
    assert "没有数据库" in done.stderr
    assert not list((tmp_path / "backup").glob("*.tar.gz"))
