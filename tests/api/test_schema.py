"""The interface keeps what its own description promises, whatever is asked of it: schemathesis on a small world.

The examples are the same on every run; ``pytest --hypothesis-profile=hunt tests/api/test_schema.py`` looks at new
ones, and ``ZHUNSHENG_EXAMPLES=1000`` at more of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from zhunsheng.api.site import description_of_api
from zhunsheng.apps.systems.models import Edition
from zhunsheng.wsgi import application

EXAMPLES = int(os.environ.get("ZHUNSHENG_EXAMPLES", "15"))
SCHEMA = schemathesis.openapi.from_dict(description_of_api())
SCHEMA.app = application
OPERATIONS = {result.ok().label: result.ok() for result in SCHEMA.get_all_operations()}


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Requests stay within the test's own transaction, as Django's test client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value
)
@pytest.mark.parametrize("label", OPERATIONS)
def test_the_description_is_kept(label: str, mode: GenerationMode, edition: Edition) -> None:
    operation = OPERATIONS[label]
    if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
        pytest.skip("nothing in the question can be wrong")

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        case.call_and_validate()

    run()
