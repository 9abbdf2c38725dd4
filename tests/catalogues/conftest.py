"""The real catalogue files kept beside the repository; tests that need them skip by name where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data(shared: Path) -> Path:
    """The folder of real catalogues."""
    if not (shared / "data" / "iso.jsonl.xz").is_file():
        pytest.skip("the catalogues are absent: set ZHUNSHENG_SHARED or put them at ../shared/data")
    return shared / "data"
