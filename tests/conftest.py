"""Fixtures that every room shares. What is not on the machine is skipped by name, never passed over."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

ROOT = Path(__file__).resolve().parent.parent

#: files that take long, the longest first (measured 2026-11-29: from 100 seconds down to nine). They are started before all
#: others, so that no process is left alone with one of them at the end. A file that is gone or new here does no harm.
LONGEST = (
    "independent/test_import_equals.py",
    "browser/test_looks.py",
    "api/test_schema.py",
    "core/test_mutations.py",
    "pages/test_registry.py",
    "breaking/test_at_once.py",
    "breaking/test_connectors.py",
    "browser/test_atlas.py",
    "breaking/stored/test_queries.py",
    "pages/test_pages.py",
    "catalogues/test_compact.py",
    "pages/test_insight.py",
    "assistant/test_server.py",
    "browser/test_relations_journeys.py",
    "catalogues/test_relaton.py",
    "browser/test_journeys.py",
    "fuzz/test_replay.py",
    "database/test_actions.py",
    "database/test_search_contract.py",
    "pages/test_work.py",
    "core/test_whole_road.py",
    "independent/test_counts.py",
    "independent/test_keys_equal.py",
    "openly/test_packages.py",
    "core/papers/test_report.py",
    "database/test_serve.py",
    "browser/test_registry_journeys.py",
    "database/test_command_line.py",
    "openly/test_shapes.py",
    "core/identifiers/test_shares.py",
    "breaking/stored/test_import.py",
    "core/identifiers/test_any_text.py",
    "api/test_relations.py",
    "breaking/stored/test_rights.py",
    "openly/test_graphs.py",
    "database/test_search_any_text.py",
    "catalogues/test_tables.py",
)

# The same examples on every run, so that a red test means a change; `--hypothesis-profile=hunt` looks at new ones.
COMMON: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
settings.register_profile("zhunsheng", derandomize=True, **COMMON)
settings.register_profile("hunt", derandomize=False, **COMMON)
settings.load_profile("zhunsheng")
# Hypothesis mixes the constants of every module that happens to be loaded into its examples; without them the same
# test has the same examples, whichever other tests run before it.
providers._get_local_constants = Constants  # type: ignore[assignment]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first; within a file, and among the others, the order stays."""
    place = {Path(__file__).parent / name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real guides kept beside the repository (ZHUNSHENG_SHARED, or ../shared)."""
    folder = Path(os.environ.get("ZHUNSHENG_SHARED") or ROOT.parent / "shared")
    if not (folder / "guides").is_dir():
        pytest.skip("the folder of real guides is absent: set ZHUNSHENG_SHARED or put it at ../shared")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium that can be driven (ZHUNSHENG_CHROMIUM, or found on the path)."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("ZHUNSHENG_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        pytest.skip("Chromium is absent: install it or set ZHUNSHENG_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def postgresql_url() -> str:
    """Address of a scratch PostgreSQL database (ZHUNSHENG_TEST_DATABASE_URL)."""
    url = os.environ.get("ZHUNSHENG_TEST_DATABASE_URL", "")
    if not url:
        pytest.skip("PostgreSQL is absent: set ZHUNSHENG_TEST_DATABASE_URL to a scratch database")
    return url
