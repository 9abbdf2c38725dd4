"""A home of its own into which the product's own command brings catalogues, and what then stands in its tables.

The import runs as a user runs it (``zhunsheng catalogue import``), in processes of their own, on SQLite or on a
scratch database of a PostgreSQL server. What stands in the tables is asked by SQL, not by the product's queries.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).parents[2]
_ASK = """
import json, sys, django
django.setup()
from django.db import connection
answers = []
for text in json.load(sys.stdin):
    with connection.cursor() as cursor:
        cursor.execute(text)
        answers.append([[str(v) if not isinstance(v, (int, float, str, type(None))) else v for v in row] for row in cursor.fetchall()])
json.dump(answers, sys.stdout)
"""


@dataclass(frozen=True)
class Home:
    """A data folder and the environment that leads there."""

    folder: Path
    environment: dict[str, str]

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "zhunsheng", *arguments]

    def run(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        """What the command says on standard output; its exit code must be one of ``codes``."""
        done = subprocess.run(
            self.command(*arguments),
            capture_output=True,
            env=self.environment,
            cwd=ROOT,
            check=False,
            timeout=900,
        )
        assert done.returncode in codes, (arguments, done.returncode, done.stderr.decode()[-3000:])
        return done.stdout.decode()

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """The command under way, in a group of its own."""
        return subprocess.Popen(
            self.command(*arguments),
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def ask(self, *queries: str) -> list[list[list[Any]]]:
        """The rows of each query."""
        done = subprocess.run(
            [sys.executable, "-c", _ASK],
            input=json.dumps(queries).encode(),
            capture_output=True,
            env=self.environment | {"DJANGO_SETTINGS_MODULE": "zhunsheng.settings"},
            cwd=ROOT,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        return list(json.loads(done.stdout))


def environment_of(folder: Path, database: str = "") -> dict[str, str]:
    """The environment of a home; ``database`` is the address of its database, "" for SQLite in the folder."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("ZHUNSHENG_", "DATABASE_URL", "DJANGO_"))
    }
    kept |= {"ZHUNSHENG_HOME": str(folder), "PYTHONPATH": str(ROOT / "src"), "ZHUNSHENG_LOG_LEVEL": "ERROR"}
    return kept | ({"DATABASE_URL": database} if database else {})


@contextmanager
def new_home(folder: Path, postgresql: str = "") -> Iterator[Home]:
    """A home made ready but empty of catalogues; on PostgreSQL in a database made and dropped here."""
    folder.mkdir(parents=True, exist_ok=True)
    if not postgresql:
        yield _ready(folder, "")
        return
    import psycopg

    name = f"zhunsheng_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield _ready(folder, urlunsplit(urlsplit(postgresql)._replace(path=f"/{name}")))
    finally:
        with psycopg.connect(postgresql, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _ready(folder: Path, database: str) -> Home:
    home = Home(folder, environment_of(folder, database))
    home.run("migrate")
    return home
