"""No file, however hostile or hurt, breaks a connector, eats the machine or is swallowed in silence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.breaking.hostile import MAKERS, ring

ROOT = Path(__file__).parents[2]
CONNECTORS = ("", "relaton", "iso-open-data", "table", "samr")


def read(path: Path, *connectors: str) -> list[dict[str, Any]]:
    """What came of reading a file with each connector, in a process of its own, which a runaway cannot outlive."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    command = [sys.executable, "-m", "tests.breaking.read_hostile", str(path), *connectors]
    done = subprocess.run(command, capture_output=True, env=environment, cwd=ROOT, timeout=240, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def in_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


@pytest.mark.parametrize("name", MAKERS)
def test_a_hostile_file_is_read_or_refused_with_a_word(name: str, tmp_path: Path) -> None:
    path = MAKERS[name](tmp_path)
    for connector, said in zip(CONNECTORS, read(path, *CONNECTORS), strict=True):
        assert said["outcome"] in {"read", "unreadable"}, (connector, said)
        assert said["megabytes"] < 600, (connector, said)
        if said["outcome"] == "unreadable":
            assert in_chinese(said["message"]), said
        for place, _, _, problem, mend in said["problems"]:
            assert place and in_chinese(problem) and in_chinese(mend), said["problems"]
    assert not Path("/tmp/zhunsheng-was-here").exists()
    assert not Path("/tmp/zhunsheng-was-here.yaml").exists()


@pytest.mark.parametrize(("name", "least", "bad"), [
    ("gb18030.csv", 2, 0), ("utf16.csv", 1, 0), ("half-utf8.csv", 2, 0), ("head-twice.csv", 1, 0), ("nul-inside.csv", 2, 0),
    ("long-title.csv", 2, 0), ("long-number.csv", 1, 0), ("bad-dates.csv", 12, 9), ("title-as-number.csv", 2, 0),
    ("marks.csv", 2, 0), ("broken-lines.jsonl", 2, 5), ("surrogate.jsonl", 2, 0), ("odd.xlsx", 1, 1), ("bomb.zip", 40, 0),
    ("traversal.zip", 1, 0), ("wide.csv", 1, 0),
])  # fmt: skip
def test_the_good_rows_of_a_bad_file_come_in_and_the_bad_are_named(
    name: str, least: int, bad: int, tmp_path: Path
) -> None:
    (said,) = read(MAKERS[name](tmp_path), "")
    assert said["outcome"] == "read", said
    assert said["records"] >= least, said
    assert said["bad"] >= bad, said


def test_a_ring_of_replacements_is_read(tmp_path: Path) -> None:
    path = tmp_path / "iso.jsonl"
    ring(path, 50)
    (said,) = read(path, "")
    assert (said["outcome"], said["records"]) == ("read", 50), said
