"""The tables are those of the models, and a fresh home gets them."""

from __future__ import annotations

from io import StringIO
from typing import Any

from django.core.management import call_command


def test_no_migration_is_missing(db: Any) -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out, stderr=out)
    assert "No changes" in out.getvalue()


def test_system_checks_are_clean(db: Any) -> None:
    call_command("check", fail_level="WARNING")
