"""Fixtures of the page tests: a site with a published system, a draft read from our sample guide, and people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import html

import zhunsheng
from tests.pages.registry_sample import stock
from tests.stored import own_files, stored_once
from zhunsheng.apps.people.actions import create_user
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.systems.actions import import_guide, import_packaged
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.system.content import load_packaged

PASSWORD = "correct-horse-battery"
SAMPLE = Path(zhunsheng.__file__).parent / "content" / "samples" / "smart-water-2026.md"


@dataclass(slots=True)
class Site:
    """What stands in the database: the packaged system (published) and the sample guide (a draft)."""

    published: Edition
    draft: Edition

    def at(self, rest: str = "", *, draft: bool = False) -> str:
        """An address within the published edition (or the draft)."""
        edition = self.draft if draft else self.published
        return f"/systems/{edition.system.slug}/{quote(edition.key)}/{rest}"


@pytest.fixture(autouse=True)
def _scratch(settings: Any, tmp_path: Path) -> None:
    """Uploads and spool of each test lie in its own folder."""
    settings.UPLOADS = tmp_path / "uploads"
    settings.SPOOL = tmp_path / "spool"


def new_site() -> Site:
    """Store the systems."""
    published = import_packaged(OPERATOR, load_packaged("jiangsu-ai-2025").system)
    return Site(published, import_guide(OPERATOR, SAMPLE.read_bytes(), SAMPLE.name))


@dataclass(slots=True)
class Stored:
    """Where the systems of a module's tests are, and the files that go with them."""

    published: int
    draft: int
    folder: Path


@pytest.fixture(scope="module")
def imported(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Stored]:
    """The systems, stored once for the tests of a module."""
    folder = tmp_path_factory.mktemp("imported")
    with stored_once(django_db_blocker, folder):
        made = new_site()
        yield Stored(made.published.pk, made.draft.pk, folder)


@pytest.fixture(scope="module")
def stocked(imported: Stored) -> Stored:
    """The same with six standards in the registry."""
    stock(imported.folder)
    return imported


def _site(stored: Stored, tmp_path: Path) -> Site:
    own_files(stored.folder, tmp_path)
    return Site(Edition.objects.get(pk=stored.published), Edition.objects.get(pk=stored.draft))


@pytest.fixture
def site(imported: Stored, db: Any, tmp_path: Path) -> Site:
    """The stored systems."""
    return _site(imported, tmp_path)


@pytest.fixture
def shelf(stocked: Stored, db: Any, tmp_path: Path) -> Site:
    """The stored systems, and a registry of six standards."""
    return _site(stocked, tmp_path)


@pytest.fixture
def sign_in(db: Any) -> Callable[[str], Client]:
    """A browser signed in as somebody with this role; "" is a visitor."""

    def made(role: str) -> Client:
        client = Client()
        if role:
            client.force_login(
                create_user(OPERATOR, f"{role}@example.cn", password=PASSWORD, role=role),
                backend="allauth.account.auth_backends.AuthenticationBackend",
            )
        return client

    return made


def tree(response: Any) -> Any:
    """A page as a tree of elements."""
    return html.fromstring(response.content.decode())


def text(element: Any) -> str:
    """What an element says, spaces made single."""
    return " ".join(" ".join(element.itertext()).split())
