"""Fixtures of the breaking tests that need a database: those of ``tests/database``, and a registry full of traps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.database.catalogue_samples import Made, stated
from tests.database.conftest import (  # noqa: F401 - fixtures
    _scratch,
    admin,
    draft,
    editor,
    people,
    published,
)
from zhunsheng.apps.registry.actions import import_catalogue
from zhunsheng.apps.registry.models import ImportRun, Standard

SCRIPT = "<script>alert(1)</script>"
TRAP = f'"><img src=x onerror=alert(2)>{SCRIPT}\u202e'
JAVASCRIPT = "javascript:alert(3)"
FORMULA = "=cmd|'/c calc'!A1"


@pytest.fixture
def trapped(editor: Any, tmp_path: Path) -> tuple[Standard, ImportRun]:  # noqa: F811
    """A standard each of whose values wants to be run by a browser or a spreadsheet, and its import."""
    record = stated(
        "GB/T 1.1-2020",
        f"导则 {TRAP}",
        title_en=TRAP,
        scope=TRAP,
        note=TRAP,
        url=JAVASCRIPT,
        issued="2020-03-31",
        status="现行",
        relations=[("replaces", "GB/T 1.1-2009"), ("adopts", f"ISO 1:2000 {SCRIPT}")],
        parties=[("administrator", f"委员会 {TRAP}"), ("drafter", FORMULA)],
    )
    twin = stated("GB/T 1.1-2020", f"又一 {TRAP}", issued="2021-01-01", local_id=SCRIPT)
    formula = stated(
        "GB/T 2-2020", FORMULA, issued="2020-03-31", scope="@SUM(A1)", parties=[("drafter", "+1")]
    )
    path = tmp_path / f"{SCRIPT.replace('/', '_')}.jsonl"
    path.write_text("3", encoding="utf-8")
    run = import_catalogue(editor, path, Made([record, twin, formula], code=f"made {TRAP}"))
    assert run.state == "done", run.message
    return Standard.objects.get(number="GB/T 1.1-2020"), run
