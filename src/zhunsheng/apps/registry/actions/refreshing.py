"""What every change of the registry ends with: standards worked out anew, with status and index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from zhunsheng.apps.journal.actions import Act, action
from zhunsheng.apps.registry.models import Source, Standard
from zhunsheng.apps.registry.permissions import may_import
from zhunsheng.apps.registry.storage.bodies import BodyIds
from zhunsheng.apps.registry.storage.deriving import due_standards, follow, resolve_again
from zhunsheng.apps.registry.storage.documents import put_bodies, put_standards
from zhunsheng.apps.registry.storage.relations import neighbours

__all__ = ["refresh", "refresh_statuses", "rework_standards"]


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


@action("registry.rework", "按现行规则重算标准", right=may_import)
def rework_standards(act: Act, standards: Iterable[int]) -> int:
    """Work standards out anew from what was said of them, by the rules of this release; returns how many changed."""
    wanted = list(standards)
    before = _columns(wanted)
    refresh(wanted)
    changed = sum(row != before[pk] for pk, row in _columns(wanted).items())
    if not changed:
        act.unchanged()
        return 0
    first = Standard.objects.get(pk=wanted[0])
    act.record(first, after={"looked_at": len(wanted), "changed": changed})
    return changed


def _columns(standards: list[int]) -> dict[int, dict[str, object]]:
    rows = Standard.objects.filter(pk__in=standards).values()
    return {row["id"]: {name: value for name, value in row.items() if name != "changed_at"} for row in rows}


@action("registry.statuses", "按日期更新状态", right=may_import)
def refresh_statuses(act: Act, today: dt.date | None = None) -> int:
    """Derive anew the status of standards whose day has come; returns how many changed.

    Standards come into force, are withdrawn, or give way to a successor on a day that was told before.
    """
    day = today or timezone.localdate()
    due = set(due_standards(day))
    changed = len(follow(due, day))
    if not changed:
        act.unchanged()
        return 0
    put_standards(due)
    act.record(Source.objects.order_by("rank").first(), after={"day": day.isoformat(), "changed": changed})
    return changed
