"""Every read of relations. Whatever a person asks for starts from the edition that is visible to that person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from zhunsheng.apps.insight.ends import end_key
from zhunsheng.apps.insight.gathering import CONFIRMED, Edge, Thing
from zhunsheng.apps.insight.maps import map_of
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.insight.wording import backward, forward
from zhunsheng.apps.systems.models import Edition

__all__ = ["Neighbour", "find_thing", "links_of_edition", "neighbours", "stored_thing"]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One link seen from ``here``: ``label`` reads from here to ``other``."""

    here: Thing
    other: Thing
    type: str
    outgoing: bool
    label: str
    edge: Edge

    @property
    def certain(self) -> bool:
        """Whether the link is confirmed."""
        return self.edge.status == CONFIRMED


def find_thing(user: Any, edition: Edition, asked: str) -> Thing | None:
    """The thing that ``kind:ref`` names, or a number, a code or a 序号 in any usual spelling; None where it is unknown."""
    from zhunsheng.apps.insight.naming import recognise

    return recognise(user, edition, asked, map_of(edition).gathered)


def neighbours(edition: Edition, thing: Thing) -> list[Neighbour]:
    """The links of a thing, by type, direction and the other's code."""
    found = map_of(edition)
    here = found.gathered.index.get(thing.key)
    if here is None:
        return []
    views = []
    for edge in found.edges_at(here):
        outgoing = edge.subject == here
        other = found.gathered.things[edge.target if outgoing else edge.subject]
        label = forward(edge.type) if outgoing else backward(edge.type)
        views.append(Neighbour(thing, other, edge.type, outgoing, label, edge))
    return sorted(views, key=lambda one: (one.type, not one.outgoing, one.other.kind, one.other.label))


def links_of_edition(edition: Edition) -> QuerySet[Link]:
    """Links that are kept for ``edition``, decided or not."""
    return Link.objects.filter(system=edition.system.slug, edition=edition.key).order_by("pk")


def stored_thing(kind: str, ref: str, label: str) -> Thing:
    """A thing that nothing links, so that no map holds it."""
    return Thing(end_key(kind, ref), kind, ref, ref, label.removeprefix(ref).strip())
