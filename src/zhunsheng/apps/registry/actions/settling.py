"""Placements and the editions they stand in: open to the search once published, each pair kept once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db.models import Count

from zhunsheng.apps.journal.actions import Act, Refused, action
from zhunsheng.apps.registry.actions.placing import named_place
from zhunsheng.apps.registry.models import Placement
from zhunsheng.apps.registry.permissions import may_place
from zhunsheng.apps.registry.standing import placements_at
from zhunsheng.apps.registry.storage.documents import put_standards
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.core.deliver.tree import SystemTree

__all__ = ["open_places", "settle_placements", "unsettled_editions"]


def unsettled_editions() -> list[Edition]:
    """Editions whose placements an earlier release left twice, or named to the search before anybody might read them."""
    return [
        one for one in Edition.objects.select_related("system") if _doubled(one) or _to_hide(one).exists()
    ]


@action("registry.settle-placements", "整理归类", right=may_place)
def settle_placements(act: Act, edition: Edition) -> int:
    """Keep once what is placed twice, under the key of the draft and of what it became; returns how many went.

    The last decision of a person stays; what the other one said is told by the event. What stands in an edition that
    is not published is taken out of the search.
    """
    doubled = _doubled(edition)
    wanted = Placement.objects.none()
    if doubled:
        wanted = placements_at([edition]).filter(standard__in={pk for _, pk in doubled}).select_for_update()
    twins: dict[tuple[str, int], list[Placement]] = defaultdict(list)
    for one in wanted.order_by("pk"):
        if (one.item, one.standard_id) in doubled:
            twins[one.item, one.standard_id].append(one)
    before, after, gone = [], [], []
    for found in twins.values():
        kept = max(found, key=_weight)
        others = [one for one in found if one is not kept]
        before.append([_told(one) for one in found])
        after.append(_told(kept))
        gone += others
        _take_over(kept, others)
    hidden = list(_to_hide(edition))
    if not gone and not hidden:
        act.unchanged()
        return 0
    Placement.objects.filter(pk__in=[one.pk for one in gone]).delete()
    Placement.objects.filter(pk__in=[one.pk for one in hidden]).update(boxes=[])
    put_standards({one.standard_id for one in (*gone, *hidden)})
    act.record(edition, before={"placements": before}, after={"placements": after, "hidden": len(hidden)})
    return len(gone)


def open_places(edition: Edition) -> None:
    """Let the search name the subsystems of what is placed in an edition that has just been published.

    An item that was renamed while it was in the draft is called by its published name.
    """
    closed = list(placements_at([edition]).filter(boxes=[]))
    if not closed:
        return
    tree = SystemTree(load_system(edition))
    for one in closed:
        # What went while the edition was a draft keeps its old name and no boxes.
        with suppress(Refused):
            one.item_label, one.boxes = named_place(tree, one.kind, one.item)
    Placement.objects.bulk_update(closed, ["item_label", "boxes"], batch_size=500)
    put_standards({one.standard_id for one in closed})


def _doubled(edition: Edition) -> set[tuple[str, int]]:
    found = placements_at([edition]).order_by().values_list("item", "standard_id")
    return {(item, pk) for item, pk, _ in found.annotate(times=Count("pk")).filter(times__gt=1)}


def _to_hide(edition: Edition) -> Any:
    found = placements_at([edition])
    return found.none() if edition.is_published else found.exclude(boxes=[])


def _weight(one: Placement) -> tuple[bool, bool, str, int]:
    """What a person decided before what waits, what a person placed before what was computed, the later one before."""
    return (one.state != Placement.SUGGESTED, one.origin == "person", one.at.isoformat(), one.pk)


def _take_over(kept: Placement, others: Iterable[Placement]) -> None:
    """Evidence and score that only the others have are not lost with them."""
    evidence = [*kept.evidence, *(said for one in others for said in one.evidence)]
    score = kept.score if kept.score is not None else next((one.score for one in others if one.score), None)
    boxes: list[str] = kept.boxes or next((one.boxes for one in others if one.boxes), [])
    kept.evidence, kept.score, kept.boxes = list(dict.fromkeys(map(str, evidence))), score, boxes
    kept.save(update_fields=["evidence", "score", "boxes"])


def _told(one: Placement) -> dict[str, Any]:
    """A placement as the journal tells it."""
    return {
        "standard": one.standard.number,
        "place": f"{one.system} {one.edition} {one.item_label}",
        "state": one.state,
        "reason": one.reason,
        "by": one.by_name,
        "at": one.at.isoformat(),
    }
