"""Two imports at once, and reading while one runs: one may be told to wait or stop, nothing is lost or doubled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.independent.imported import Home, new_home


def catalogue(path: Path, first: int, count: int) -> Path:
    """Records that overlap with those of the other file, and point at each other."""
    with path.open("w", encoding="utf-8") as lines:
        for n in range(first, first + count):
            record = {
                "id": f"ISO {500000 + n}:2020",
                "src": "iso",
                "file": f"iso-{500000 + n}-2020.yaml",
                "title": f"Thing {n}",
                "stage": "60.60",
                "dates": {"published": "2020-01"},
                "rel": [["updates", f"ISO {500000 + n + 1}:2020"]],
            }
            lines.write(json.dumps(record) + "\n")
    return path


def counted(home: Home) -> tuple[int, ...]:
    rows = home.ask(
        *(
            f"SELECT count(*) FROM registry_{table}"
            for table in ("standard", "statement", "identifier", "relation")
        )
    )
    return tuple(found[0][0] for found in rows)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_two_imports_at_once_lose_and_double_nothing(
    database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue("postgresql_url") if database == "postgresql" else ""
    files = [catalogue(tmp_path / "a.jsonl", 0, 2500), catalogue(tmp_path / "b.jsonl", 1000, 2500)]
    with new_home(tmp_path / "home", url) as home:
        running = [home.start("catalogue", "import", str(file)) for file in files]
        said = [process.communicate(timeout=600)[1].decode() for process in running]
        assert not [text for text in said if "Traceback" in text], said
        for run in json.loads(home.run("catalogue", "runs", "--format", "json")):
            if run["state"] != "done":
                home.run("catalogue", "resume", run["run"])
        assert counted(home) == (3500, 3500, 3500, 3500)
        (rows,) = home.ask(
            "SELECT count(*) FROM registry_relation WHERE subject_id IS NULL OR target_id IS NULL"
        )
        assert rows[0][0] == 1  # the last one's successor is in no file
        home.run("search", "check")
