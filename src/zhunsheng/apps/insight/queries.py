"""Every read of relations. Whatever a person asks for starts from the edition that is visible to that person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from zhunsheng.apps.insight.counting import Filter, Matrix, chosen_edges, counts_by_box, matrix_of
from zhunsheng.apps.insight.ends import end_key
from zhunsheng.apps.insight.gathering import CONFIRMED, Edge, Thing
from zhunsheng.apps.insight.maps import map_of
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.insight.naming import recognise, short_name
from zhunsheng.apps.insight.standing import lost_links
from zhunsheng.apps.insight.wording import sentence
from zhunsheng.apps.journal.queries import Event, events_of
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import keys_of, load_system
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.relations import relation_types

__all__ = [
    "BoxCount",
    "LinkView",
    "box_counts",
    "decided_together",
    "events_of_link",
    "find_link",
    "find_thing",
    "last_decision",
    "links_between",
    "links_of_edition",
    "module_matrix",
    "modules_of",
    "review_counts",
    "review_queue",
    "thing_at",
    "unsettled_tensions",
]

#: so many of the latest events of an edition are searched for those about one link
_EVENTS = 500


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link of the list: both ends, and how certain it is between the modules asked for."""

    subject: Thing
    target: Thing
    edge: Edge
    status: str

    @property
    def type(self) -> str:
        """The type of relation."""
        return self.edge.type

    @property
    def said(self) -> str:
        """The link as a sentence."""
        return sentence(self.subject.label, self.edge.type, self.target.label)


def find_thing(user: Any, edition: Edition | None, asked: str) -> Thing | None:
    """The thing that ``kind:ref`` names, or a number, a code or a 序号 in any usual spelling; None where it is unknown."""
    return recognise(user, edition, asked, map_of(edition).gathered)


def typed_name(user: Any, edition: Edition | None, thing: Thing) -> str:
    """What people would type to find ``thing``."""
    return short_name(user, edition, thing, map_of(edition).gathered)


def thing_at(edition: Edition, kind: str, ref: str, label: str = "") -> Thing:
    """The thing of this kind and reference; under ``label`` where the edition's map does not hold it."""
    found = map_of(edition).gathered.find(end_key(kind, ref))
    return found or Thing(end_key(kind, ref), kind, ref, ref, label.removeprefix(ref).strip(" 《》"))


def modules_of(edition: Edition) -> list[tuple[str, str, int]]:
    """The modules of an edition in printed order: code, name, hue."""
    tree = SystemTree(load_system(edition))
    return [(box.code, box.name, tree.hue(box.code)) for box in tree.modules]


@dataclass(frozen=True, slots=True)
class BoxCount:
    """A subsystem with its links, confirmed and suggested, its parts counted with it."""

    code: str
    name: str
    hue: int
    sure: int = 0
    open: int = 0
    boxes: tuple[BoxCount, ...] = ()


def box_counts(edition: Edition) -> list[BoxCount]:
    """The modules with the subsystems right below them, each with the links of what lies in it."""
    tree = SystemTree(load_system(edition))
    above = {box.code: frozenset(one.code for one in tree.path(box.code)) for box in tree.walk()}
    counts = counts_by_box(map_of(edition).gathered, above)

    return [
        BoxCount(
            module.code,
            module.name,
            tree.hue(module.code),
            boxes=tuple(
                BoxCount(box.code, box.name, tree.hue(box.code), *counts.get(box.code, (0, 0)))
                for box in tree.children(module.code)
            ),
        )
        for module in tree.modules
    ]


def module_matrix(edition: Edition, *, types: Iterable[str] = (), on: str = "") -> Matrix:
    """How many links lead from each module to each, by type, confirmed and suggested apart, as on a day."""
    return matrix_of(map_of(edition).gathered, modules_of(edition), types=types, on=on)


def links_between(edition: Edition, asked: Filter) -> list[LinkView]:
    """The links that ``asked`` means: those behind a cell of the matrix where it names two modules."""
    whole = map_of(edition).gathered
    views = [
        LinkView(whole.things[edge.subject], whole.things[edge.target], edge, status)
        for edge, status in chosen_edges(whole, asked)
    ]
    order = {key: place for place, key in enumerate(relation_types())}
    views.sort(
        key=lambda one: (
            order.get(one.edge.type, 99),
            one.status != CONFIRMED,
            one.subject.key,
            one.target.key,
        )
    )
    return views


def links_of_edition(edition: Edition) -> QuerySet[Link]:
    """Links that are kept for ``edition``, decided or not."""
    return Link.objects.filter(system=edition.system.slug, edition__in=keys_of(edition)).order_by("pk")


def _standing(edition: Edition) -> QuerySet[Link]:
    """Those of them whose ends the edition holds."""
    lost = lost_links([edition])
    return links_of_edition(edition).exclude(pk__in=lost) if lost else links_of_edition(edition)


def find_link(edition: Edition, pk: int) -> Link | None:
    """One kept link of ``edition``."""
    return links_of_edition(edition).filter(pk=pk).first() if pk < 2**62 else None


def review_queue(
    edition: Edition, *, status: str = Link.SUGGESTED, rule: str = "", type: str = ""
) -> QuerySet[Link]:
    """Links that wait for a decision (or those decided so), the surest first within a type."""
    found = _standing(edition).filter(status=status)
    if rule:
        found = found.filter(rule=rule)
    if type:
        found = found.filter(type=type)
    return (
        found.order_by("type", "-confidence", "pk")
        if status == Link.SUGGESTED
        else found.order_by("-at", "pk")
    )


def review_counts(edition: Edition) -> dict[str, dict[str, int]]:
    """Kept links counted by status, and those still open by rule and by type."""
    counts: dict[str, dict[str, int]] = {"status": {}, "rule": {}, "type": {}}
    for status, rule, kind in _standing(edition).values_list("status", "rule", "type"):
        counts["status"][status] = counts["status"].get(status, 0) + 1
        if status == Link.SUGGESTED:
            counts["rule"][rule] = counts["rule"].get(rule, 0) + 1
            counts["type"][kind] = counts["type"].get(kind, 0) + 1
    return counts


def last_decision(user: Any, edition: Edition) -> list[Link]:
    """The links of the last decision of this person that can still be undone; empty where there is none."""
    if not getattr(user, "is_authenticated", False):
        return []
    mine = links_of_edition(edition).filter(decision__isnull=False, by=user)
    decision = mine.order_by("-at", "-pk").values_list("decision", flat=True).first()
    return list(links_of_edition(edition).filter(decision=decision)) if decision else []


def decided_together(edition: Edition, link: Link) -> int:
    """How many links the same call decided."""
    return links_of_edition(edition).filter(decision=link.decision).count() if link.decision else 0


def events_of_link(edition: Edition, link: Link) -> list[Event]:
    """What people did to a link, newest first, as far as the latest events of its edition tell."""
    found = events_of(edition).filter(action__startswith="insight.")[:_EVENTS]
    return [one for one in found if isinstance(one.after, dict) and link.pk in one.after.get("links", ())]


def unsettled_tensions(edition: Edition) -> QuerySet[Link]:
    """Overlaps, duplicates and conflicts that nobody has rejected and nobody has said how to deal with."""
    contested = [key for key, known in relation_types().items() if known.contested]
    return _standing(edition).filter(type__in=contested, resolution="").exclude(status=Link.REJECTED)
