"""The interface keeps what its own description promises, whatever is asked of it: schemathesis on a small world.

The examples are the same on every run; ``pytest --hypothesis-profile=hunt tests/api/test_schema.py`` looks at new
ones, and ``ZHUNSHENG_EXAMPLES=1000`` at more of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from tests.api.world import build
from zhunsheng.api.site import description_of_api
from zhunsheng.apps.people.actions import create_user
from zhunsheng.apps.people.actors import OPERATOR
from zhunsheng.apps.registry.models import Body, ImportRun
from zhunsheng.apps.systems import queries
from zhunsheng.apps.systems.actions import import_packaged
from zhunsheng.core.system.content import load_packaged
from zhunsheng.wsgi import application

EXAMPLES = int(os.environ.get("ZHUNSHENG_EXAMPLES", "6"))
SCHEMA = schemathesis.openapi.from_dict(description_of_api())
SCHEMA.app = application
OPERATIONS = {result.ok().label: result.ok() for result in SCHEMA.get_all_operations()}


@dataclass
class World:
    """A session of an editor, and parts of addresses that lead to something stored."""

    cookies: dict[str, str]
    known: dict[str, Any]
    #: operation → parameters that name something stored: no schema can list what there is, and what is not is refused
    named: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def stored(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """One world for all operations, in a transaction that is given up at the end."""
    # Requests stay within this transaction, as Django's test client sees to.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        yield _made(tmp_path_factory.mktemp("world"))
        transaction.set_rollback(True)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _made(folder: Path) -> World:
    edition = import_packaged(OPERATOR, load_packaged("jiangsu-ai-2025").system)
    build(folder)
    client = Client()
    client.force_login(
        create_user(OPERATOR, "e@example.cn", password="correct-horse-battery", role="editor"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    known = {
        "number": "GB~T_90001-2019",
        "slug": edition.system.slug,
        "key": edition.key,
        "code": queries.load_system(edition).subsystems[0].code,
        "name": "3",
        "figure": "1",
        "pk": Body.objects.order_by("pk")[0].pk,
        "uid": str(ImportRun.objects.all()[0].pk),
    }
    body = Body.objects.order_by("pk")[0]
    named = {
        "GET /api/v1/standards": {"source": "official", "body": body.pk},
        "GET /api/v1/search": {"source": ["official"], "body": [body.name]},
        "GET /api/v1/verification": {
            "source": "official",
            "rule": "sources-differ",
            "placed": edition.system.slug,
        },
    }
    return World({"sessionid": client.cookies["sessionid"].value}, known, named)


# The mark makes the test database, and undoes what each test writes.
@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["anywhere", "known", "negative"])
@pytest.mark.parametrize("label", OPERATIONS)
def test_the_description_is_kept(label: str, mode: str, stored: World) -> None:
    operation = OPERATIONS[label]
    if mode == "negative" and not (operation.query or operation.body):
        pytest.skip("nothing in the question can be wrong")
    generation = GenerationMode.NEGATIVE if mode == "negative" else GenerationMode.POSITIVE

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=generation))
    def run(case: Any) -> None:
        if mode == "known":
            for name in case.path_parameters or {}:
                case.path_parameters[name] = stored.known[name]
        if mode != "negative":
            for name in set(case.query or {}) & set(stored.named.get(label, {})):
                case.query[name] = stored.named[label][name]
        # The transport under test does not unpack what is packed for a browser.
        case.call_and_validate(
            cookies=stored.cookies if mode == "known" else None, headers={"Accept-Encoding": "identity"}
        )

    run()
