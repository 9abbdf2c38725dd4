"""One way to run each action about kept searches: see :mod:`tests.database.scenarios`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model

from tests.database.registry_scenarios import _standard
from zhunsheng.apps.discovery import actions
from zhunsheng.apps.discovery.models import SavedSearch
from zhunsheng.apps.people.actors import OPERATOR

Run = Callable[[Any], Any]


def _kept() -> SavedSearch:
    """A search that the administrator keeps, and that finds something new."""
    kept = actions.keep_search(get_user_model().objects.get(email="admin@example.cn"), "q=城市照明")
    _standard()
    return kept


def _keep() -> Run:
    return lambda who: actions.keep_search(who, "q=城市照明", "照明")


def _drop() -> Run:
    kept = _kept()
    return lambda who: actions.drop_search(who, kept)


def _look() -> Run:
    kept = _kept()
    return lambda who: actions.look_again(who, kept)


def _note() -> Run:
    kept = _kept()
    actions.look_again(OPERATOR, kept)
    return lambda who: actions.take_note(who, kept)


SCENARIOS: dict[str, Callable[[], Run]] = {
    "discovery.keep": _keep,
    "discovery.drop": _drop,
    "discovery.look": _look,
    "discovery.note": _note,
}
