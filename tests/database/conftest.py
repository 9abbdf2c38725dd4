"""Fixtures of the database tests: people in each role, a stored draft, work done in place."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from tests.core.sample import sample_document
from zhunsheng.apps.people.actions import create_user
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import publish_edition, store_guide
from zhunsheng.apps.systems.intake import Intake
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.storage import sha256_of
from zhunsheng.core.system.builder import build_system
from zhunsheng.core.system.model import StandardsSystem

PASSWORD = "correct-horse-battery"


@pytest.fixture(autouse=True)
def _scratch(settings: Any, tmp_path: Path) -> None:
    """Uploads and spool of each test lie in its own folder."""
    settings.UPLOADS = tmp_path / "uploads"
    settings.SPOOL = tmp_path / "spool"


@pytest.fixture
def people(db: Any) -> dict[str, Any]:
    """One person for each role, a visitor and the operator."""
    made = {
        role: create_user(OPERATOR, f"{role}@example.cn", password=PASSWORD, role=role)
        for role in ("reader", "editor", "admin")
    }
    return {"visitor": AnonymousUser(), "operator": OPERATOR, **made}


@pytest.fixture
def editor(people: dict[str, Any]) -> Any:
    """Somebody who may change drafts."""
    return people["editor"]


@pytest.fixture
def admin(people: dict[str, Any]) -> Any:
    """Somebody who may publish."""
    return people["admin"]


def intake_of(text: str = "城市照明", **changes: Any) -> tuple[Intake, StandardsSystem]:
    """The made-up lighting guide as if read from these bytes: what :func:`store_guide` takes."""
    data = text.encode()
    document = dataclasses.replace(sample_document(), sha256=sha256_of(data), media="txt", **changes)
    intake = Intake(data, sha256_of(data), "照明.txt", document)
    return intake, build_system(document, slug="", keep_prose=True, source_name="照明.txt")


@pytest.fixture
def draft(editor: Any) -> Edition:
    """A stored draft of the lighting system."""
    return store_guide(editor, *intake_of(), slug="city-lighting")


@pytest.fixture
def published(draft: Edition, admin: Any) -> Edition:
    """The same, published."""
    return publish_edition(admin, draft)
