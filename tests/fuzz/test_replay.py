"""The fuzz targets without the fuzzer: every seed, every saved crash, and some thousands of spoiled seeds."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.fuzz.corpus import seeds, spoiled
from tests.fuzz.targets import parse_one, read_one

CRASHES = Path(__file__).parent / "crashes"
SEEDS = seeds()


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_each_seed(name: str) -> None:
    read_one(SEEDS[name])
    parse_one(SEEDS[name])


def test_saved_crashes_stay_mended() -> None:
    for path in sorted(CRASHES.glob("*.bin")):
        read_one(path.read_bytes())
        parse_one(path.read_bytes())


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_spoiled_seeds(name: str) -> None:
    random = Random(name)
    rounds = 40 if name.endswith((".pdf", ".docx", "nested.html")) else 150
    for _ in range(rounds):
        data = spoiled(SEEDS[name], random)
        read_one(data)
        parse_one(data)


def test_random_bytes() -> None:
    random = Random(2026)
    for _ in range(3000):
        read_one(random.randbytes(random.randrange(200)))
