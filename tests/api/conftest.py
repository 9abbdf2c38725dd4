"""Fixtures of the interface's tests: a small stored world, and clients for each role."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from zhunsheng.apps.people.actions import create_user
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.system.content import load_packaged


@pytest.fixture(autouse=True)
def _scratch(settings: Any, tmp_path: Path) -> None:
    """Uploads and spool of each test lie in its own folder."""
    settings.UPLOADS = tmp_path / "uploads"
    settings.SPOOL = tmp_path / "spool"


@pytest.fixture
def edition(db: Any) -> Edition:
    """The packaged system, published."""
    return import_packaged(OPERATOR, load_packaged("jiangsu-ai-2025").system)


@pytest.fixture
def api() -> Client:
    """A visitor's client; what goes wrong on the server is answered, not raised."""
    return Client(raise_request_exception=False)


@pytest.fixture
def sign_in(db: Any) -> Callable[..., Client]:
    """A client signed in as somebody with this role."""

    def made(role: str, *, checked: bool = False) -> Client:
        client = Client(enforce_csrf_checks=checked)
        client.force_login(
            create_user(OPERATOR, f"{role}@example.cn", password="correct-horse-battery", role=role),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return client

    return made
