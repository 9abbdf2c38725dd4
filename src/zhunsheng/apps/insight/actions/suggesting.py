"""Links suggested by machine for an edition; what people decided before, on it or on the edition before it, stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from zhunsheng.apps.insight.actions.linking import row_of
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.insight.naming import WITHIN, same_names
from zhunsheng.apps.insight.permissions import may_suggest
from zhunsheng.apps.insight.proposing import proposals
from zhunsheng.apps.journal.actions import Act, action
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import keys_of, previous_edition
from zhunsheng.core.relations import Link as StatedLink
from zhunsheng.core.relations import relation_types

__all__ = ["Suggested", "suggest_links"]

#: what of a suggestion is brought up to date when it is made anew
_RENEWED = ("origin", "rule", "evidence", "confidence", "subject_label", "target_label")
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Suggested:
    """How many links are new, gone, told anew, and taken over with their decision from the edition before."""

    added: int = 0
    dropped: int = 0
    renewed: int = 0
    carried: int = 0


@action("insight.suggest", "建议关联", right=may_suggest)
def suggest_links(act: Act, edition: Edition) -> Suggested:
    """Compare what the edition and the registry hold, and write what is new as suggestions.

    What a person has confirmed or rejected stays; a rejected pair never comes back. Decisions on the edition that
    this one is based on are taken over where both ends are still there under the same name. Suggestions that are no
    longer made go, unless a person has put them there.
    """
    kept = {_key(one): one for one in _stored(edition)}
    wanted = _rows(edition, proposals(edition))
    carried = _carried(act, edition, set(kept))
    for place in carried:
        wanted.pop(place, None)
    added = [row for place, row in wanted.items() if place not in kept]
    stale = [
        one
        for place, one in kept.items()
        if one.status == Link.SUGGESTED
        and one.origin in {"guide", "rule", "similarity"}
        and place not in wanted
        and place not in carried
    ]
    renewed = _renew(kept, wanted)
    done = Suggested(len(added), len(stale), renewed, len(carried))
    if done == Suggested():
        act.unchanged()
        return done
    now = timezone.now()
    for row in added:
        row.by_name, row.at = act.actor.name, now
    Link.objects.filter(pk__in=[one.pk for one in stale]).delete()
    Link.objects.bulk_create([*carried.values(), *added], batch_size=500)
    act.record(
        edition,
        after={
            "added": done.added,
            "dropped": done.dropped,
            "renewed": done.renewed,
            "carried": done.carried,
        },
    )
    return done


def _stored(edition: Edition) -> Iterable[Link]:
    return Link.objects.filter(system=edition.system.slug, edition__in=keys_of(edition)).select_for_update()


def _key(link: Link) -> _Key:
    """What makes two links the same one, whichever way round a symmetric one was written."""
    ends = (link.subject_end, link.target_end)
    known = relation_types().get(link.type)
    if known is not None and known.symmetric:
        ends = (min(ends), max(ends))
    return ends[0], link.type, ends[1]


def _rows(edition: Edition, stated: Iterable[StatedLink]) -> dict[_Key, Link]:
    """Each link once; of two that say the same the surer one, with the evidence of both."""
    rows: dict[_Key, Link] = {}
    for one in sorted(stated, key=lambda link: -link.confidence):
        row = row_of(edition, one)
        known = rows.setdefault(_key(row), row)
        if known is not row:
            known.evidence += [item for item in row.evidence if item not in known.evidence]
    return rows


def _renew(kept: dict[_Key, Link], wanted: dict[_Key, Link]) -> int:
    """Bring what suggestions still open are based on up to date."""
    changed = []
    for place, one in kept.items():
        new = wanted.get(place)
        if new is None or one.status != Link.SUGGESTED or one.origin == "person":
            continue
        if any(getattr(one, name) != getattr(new, name) for name in _RENEWED):
            for name in _RENEWED:
                setattr(one, name, getattr(new, name))
            changed.append(one)
    Link.objects.bulk_update(changed, list(_RENEWED), batch_size=200)
    return len(changed)


def _carried(act: Act, edition: Edition, known: set[_Key]) -> dict[_Key, Link]:
    """Decided links of the edition before, moved to this one's ends; those this edition has already are left out."""
    before = previous_edition(act.actor, edition)
    if before is None:
        return {}
    decided = (
        Link.objects.filter(system=before.system.slug, edition__in=keys_of(before))
        .exclude(status=Link.SUGGESTED, origin__in=["guide", "rule", "similarity"])
        .order_by("pk")
    )
    ends = same_names(before, edition)
    moved: dict[_Key, Link] = {}
    for one in decided:
        subject, target = ends.get(one.subject_end), ends.get(one.target_end)
        if one.subject_kind not in WITHIN:
            subject = one.subject_end
        if one.target_kind not in WITHIN:
            target = one.target_end
        # Two things that became one have no link with each other any more.
        if subject is None or target is None or subject == target:
            continue
        one.pk = None
        one._state.adding = True
        one.edition = edition.key
        one.subject_ref, one.target_ref = (end.partition(":")[2] for end in (subject, target))
        one.decision, one.before = None, ""
        place = _key(one)
        if place not in known:
            moved.setdefault(place, one)
    return moved
