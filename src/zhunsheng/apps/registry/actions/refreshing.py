"""What every change of the registry ends with: standards worked out anew, with status and index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from zhunsheng.apps.registry.storage.bodies import BodyIds
from zhunsheng.apps.registry.storage.deriving import follow, resolve_again
from zhunsheng.apps.registry.storage.documents import put_bodies, put_standards
from zhunsheng.apps.registry.storage.relations import neighbours

__all__ = ["refresh"]


def refresh(standards: Iterable[int], *, today: dt.date | None = None) -> None:
    """Work ``standards`` out anew, with the status of what they replace and all their index documents.

    The caller has a transaction open.
    """
    wanted = set(standards)
    bodies = BodyIds()
    resolve_again(wanted, bodies)
    wider = wanted | neighbours(wanted)
    follow(wider, today or timezone.localdate())
    put_standards(wider)
    put_bodies(bodies.made)
