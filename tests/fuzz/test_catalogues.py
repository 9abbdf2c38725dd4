"""The connectors' fuzz targets without the fuzzer: every seed, and many spoiled ones."""

from __future__ import annotations

from random import Random

import pytest

from tests.fuzz.catalogues import catalogue_seeds, import_one
from tests.fuzz.corpus import spoiled

SEEDS = catalogue_seeds()


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_each_seed(name: str) -> None:
    import_one(SEEDS[name], name)


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_spoiled_seeds(name: str) -> None:
    random = Random(name)
    for _ in range(12 if name.endswith((".xlsx", ".tar", ".zip", "quote.csv")) else 40):
        import_one(spoiled(SEEDS[name], random), name)


def test_random_bytes() -> None:
    random = Random(2026)
    for _ in range(150):
        import_one(random.randbytes(random.randrange(400)))
