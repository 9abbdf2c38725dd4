"""A long export sees one moment of the database, and nobody who writes has to wait for it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.pages.registry_sample import stock
from zhunsheng.apps.openly.making import made, one_state
from zhunsheng.apps.openly.queries import public_holdings
from zhunsheng.apps.registry.models import Standard
from zhunsheng.core.deliver.openly.forms import FORMS


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_neither_hindered_nor_seen(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS, settings.SPOOL = tmp_path / "uploads", tmp_path / "spool"
    stock(tmp_path)
    errors: list[BaseException] = []

    def write() -> None:
        try:
            Standard.objects.filter(number="GB/T 90001-2024").update(title_zh="改过", status_why="改过的理由")
        except BaseException as error:  # told by the main thread
            errors.append(error)
        finally:
            connection.close()

    def exported() -> bytes:
        return b"".join(made(FORMS["json"], public_holdings()))

    with one_state():
        before = exported()
        other = threading.Thread(target=write)
        other.start()
        other.join(20)
        assert not other.is_alive() and errors == []
        with one_state():  # one within another is the same moment
            assert exported() == before
    assert not connection.in_atomic_block
    assert "改过的理由" in exported().decode() and "改过的理由" not in before.decode()
    Standard.objects.filter(number="GB/T 90001-2024").update(status_why="")


@pytest.mark.django_db(transaction=True)
def test_breaking_off_ends_the_moment(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS, settings.SPOOL = tmp_path / "uploads", tmp_path / "spool"
    stock(tmp_path)
    pieces = made(FORMS["rdf-turtle"], public_holdings())
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    Standard.objects.filter(number="GB/T 90001-2024").update(status_why="改")
    assert Standard.objects.filter(status_why="改").count() == 1
