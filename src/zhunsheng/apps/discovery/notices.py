"""After each import every kept search is asked anew, and its owner told what is new."""

from __future__ import annotations

import logging
from typing import Any

from zhunsheng.apps.discovery.actions import look_again
from zhunsheng.apps.discovery.models import SavedSearch
from zhunsheng.apps.people.actors import OPERATOR

__all__ = ["connect", "look_at_all"]

log = logging.getLogger(__name__)


def look_at_all() -> int:
    """Ask every kept search anew; returns how many new answers were found. One that fails does not stop the rest."""
    found = 0
    for kept in SavedSearch.objects.order_by("pk").iterator():
        try:
            found += look_again(OPERATOR, kept)
        except Exception:
            log.exception("the kept search %s could not be asked anew", kept.pk)
    return found


def connect() -> None:
    """Listen for finished imports."""
    from zhunsheng.apps.registry.signals import import_finished

    import_finished.connect(_after_import, dispatch_uid="discovery.notices")


def _after_import(sender: Any, **_about: Any) -> None:
    look_at_all()
