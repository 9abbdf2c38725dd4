"""Standards beside the items of a system: suggested by comparing words, confirmed or rejected by people."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from zhunsheng.apps.journal.actions import Act, Refused, action, words
from zhunsheng.apps.registry.models import Placement, Standard
from zhunsheng.apps.registry.permissions import may_place
from zhunsheng.apps.registry.standing import placements_at
from zhunsheng.apps.registry.storage.documents import put_standards
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.core.analysis.placement import Candidate, PlacementSuggestion, suggest
from zhunsheng.core.deliver.tree import SystemTree

__all__ = [
    "confirm_placement",
    "named_place",
    "place_standard",
    "reject_placement",
    "reopen_placement",
    "suggest_placements",
]


@action("registry.suggest-placements", "建议归类", right=may_place)
def suggest_placements(act: Act, edition: Edition, *, most: int = 8) -> int:
    """Compare all standards with the items of ``edition`` and write what is new; returns how many were added.

    What a person has confirmed or rejected stays as it is; a rejected pair never comes back. Suggestions that are no
    longer made go.
    """
    system = load_system(edition)
    tree = SystemTree(system)
    slug, key, now = edition.system.slug, edition.key, timezone.now()
    kept = {(one.item, one.standard_id): one for one in placements_at([edition])}
    wanted: dict[tuple[str, int], Placement] = {}
    for one in suggest(system, _candidates(), most=most):
        made = _placement(tree, one)
        made.system, made.edition, made.at, made.by_name = slug, key, now, act.actor.name
        made.boxes = made.boxes if edition.is_published else []
        wanted.setdefault((made.item, made.standard_id), made)
    added = [made for place, made in wanted.items() if place not in kept]
    stale = [
        one
        for place, one in kept.items()
        if one.state == Placement.SUGGESTED and one.origin != "person" and place not in wanted
    ]
    touched = {one.standard_id for one in (*added, *stale)}
    Placement.objects.filter(pk__in=[one.pk for one in stale]).delete()
    Placement.objects.bulk_create(added, batch_size=500)
    changed = _refresh_scores(kept, wanted)
    if not touched and not changed:
        act.unchanged()
        return 0
    put_standards(touched)
    act.record(edition, after={"added": len(added), "dropped": len(stale), "rescored": changed})
    return len(added)


@action("registry.confirm-placement", "确认归类", right=may_place)
def confirm_placement(act: Act, placement: Placement) -> Placement:
    """A person says that the standard belongs here."""
    found = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    if found.state == Placement.CONFIRMED:
        act.unchanged()
        return found
    before = found.state
    found.state, found.reason = Placement.CONFIRMED, ""
    return _decide(act, found, before, "")


@action("registry.reject-placement", "否定归类", right=may_place)
def reject_placement(act: Act, placement: Placement, *, reason: str) -> Placement:
    """A person says that it does not, and why; it is never suggested here again."""
    found = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    reason = words(reason, "reason")
    if not reason:
        raise Refused("请说明否定的理由。", field="reason")
    if found.state == Placement.REJECTED and found.reason == reason:
        act.unchanged()
        return found
    before = found.state
    found.state, found.reason = Placement.REJECTED, reason
    return _decide(act, found, before, reason)


@action("registry.reopen-placement", "恢复归类为待确认", right=may_place)
def reopen_placement(act: Act, placement: Placement, *, reason: str) -> Placement:
    """Take a confirmation or rejection back, with a reason: the placement waits for a decision again."""
    found = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    if found.state == Placement.SUGGESTED:
        act.unchanged()
        return found
    reason = words(reason, "reason")
    if not reason:
        raise Refused("请说明恢复为待确认的理由。", field="reason")
    before = found.state
    found.state, found.reason = Placement.SUGGESTED, ""
    return _decide(act, found, before, reason)


@action("registry.place-standard", "归类", right=may_place)
def place_standard(act: Act, standard: Standard, edition: Edition, kind: str, item: str) -> Placement:
    """A person places a standard at an item (``SystemTree.item_name``) or subsystem (its code) by hand."""
    label, boxes = named_place(SystemTree(load_system(edition)), kind, item)
    found = placements_at([edition]).filter(item=item, standard=standard).first() or Placement(
        system=edition.system.slug,
        edition=edition.key,
        kind=kind,
        item=item,
        standard=standard,
        origin="person",
        at=timezone.now(),
    )
    if found.pk and found.state == Placement.CONFIRMED:
        act.unchanged()
        return found
    before = found.state if found.pk else ""
    found.boxes = boxes if edition.is_published else []
    found.item_label, found.state, found.reason = label, Placement.CONFIRMED, ""
    return _decide(act, found, before, "")


def _decide(act: Act, placement: Placement, before: str, reason: str) -> Placement:
    placement.by, placement.by_name, placement.at = act.actor.user, act.actor.name, timezone.now()
    placement.save()
    put_standards([placement.standard_id])
    where = f"{placement.system} {placement.edition} {placement.item_label}"
    act.record(
        placement.standard,
        reason=reason,
        before={"place": where, "state": before},
        after={"place": where, "state": placement.state},
    )
    return placement


def _candidates() -> Iterator[Candidate]:
    """Every standard as the comparison wants it; drafts and withdrawn ones come after the others by their rank."""
    rows = Standard.objects.order_by("pk").values_list(
        "pk", "number", "title_zh", "title_en", "title_other", "rank"
    )
    for pk, number, zh, en, other, rank in rows.iterator(chunk_size=5000):
        titles = tuple(one for one in (zh, en) if one) or ((other,) if other else ())
        yield Candidate(pk, number, titles, rank)


def _placement(tree: SystemTree, one: PlacementSuggestion) -> Placement:
    if one.position is None:
        kind, item = Placement.SUBSYSTEM, one.subsystem
    else:
        entry = next(row for row in tree.system.planned_standards if row.position == one.position)
        kind, item = Placement.PLANNED, tree.item_name(entry)
    label, boxes = named_place(tree, kind, item)
    evidence = [one.said] if one.said else [word.label for word in one.evidence]
    if one.source:
        evidence.append(f"依据：{one.source}")
    return Placement(
        standard_id=int(str(one.ref)),
        kind=kind,
        item=item[:64],
        item_label=label,
        boxes=boxes,
        origin=one.origin,
        score=one.score,
        evidence=evidence,
    )


def named_place(tree: SystemTree, kind: str, item: str) -> tuple[str, list[str]]:
    """Label and boxes (category, then module) of an item or subsystem; raises ``Refused`` where it is unknown."""
    if kind == Placement.SUBSYSTEM:
        code, label = item, ""
    else:
        entry = next((row for row in tree.system.planned_standards if tree.item_name(row) == item), None)
        if entry is None:
            raise Refused(f"这个版本里没有条目 {item}。", field="item")
        code, label = entry.subsystem or "", entry.name
    boxes: list[str] = []
    box = tree.by_code.get(code)
    if box is None and kind == Placement.SUBSYSTEM:
        raise Refused(f"这个版本里没有子体系 {item}。", field="item")
    while box is not None and len(boxes) < 8:
        boxes.append(f"{box.code} {box.name}")
        box = tree.by_code.get(box.parent or "")
    return label or boxes[0], boxes


def _refresh_scores(kept: dict[tuple[str, int], Placement], wanted: dict[tuple[str, int], Placement]) -> int:
    """Bring score and evidence of suggestions still open up to date."""
    changed = []
    for place, one in kept.items():
        new = wanted.get(place)
        if new is None or one.state != Placement.SUGGESTED:
            continue
        if (one.score, one.evidence, one.origin) != (new.score, new.evidence, new.origin):
            one.score, one.evidence, one.origin = new.score, new.evidence, new.origin
            changed.append(one)
    Placement.objects.bulk_update(changed, ["score", "evidence", "origin"], batch_size=500)
    return len(changed)
