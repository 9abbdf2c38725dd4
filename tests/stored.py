"""What many tests look at is stored once for a module, in a transaction given up at its end; each test's own lies inside."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import override_settings


@contextmanager
def stored_once(blocker: Any, folder: Path) -> Iterator[None]:
    """A transaction to store things in; the files that go with them lie in ``folder``."""
    with blocker.unblock(), transaction.atomic():
        with override_settings(UPLOADS=folder / "uploads", SPOOL=folder / "spool"):
            yield
        transaction.set_rollback(True)


def own_files(folder: Path, tmp_path: Path) -> None:
    """Give a test a copy of the files that were stored for its module."""
    if (folder / "uploads").is_dir():
        shutil.copytree(folder / "uploads", tmp_path / "uploads", dirs_exist_ok=True)
