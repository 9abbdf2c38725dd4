"""Everything that is linked within one edition, gathered from where it is kept: few queries, plain rows.

The registry's relations are read once and shared by all editions; an edition adds its tree, its bases, the
placements of standards in it, and the links of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from zhunsheng.apps.insight.ends import end_key
from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.registry import whole as registry
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import keys_of, load_system
from zhunsheng.core.deliver.tree import SystemTree

__all__ = [
    "CONFIRMED",
    "SUGGESTED",
    "Edge",
    "Gathered",
    "Thing",
    "gather_edition",
    "gather_registry",
]

CONFIRMED, SUGGESTED = Link.CONFIRMED, Link.SUGGESTED


class Thing(NamedTuple):
    """One end of links. ``code`` is the number, code or 序号 people call it by; ``status`` is that of a standard."""

    key: str
    kind: str
    ref: str
    code: str
    title: str
    module: str = ""
    status: str = ""

    @property
    def label(self) -> str:
        """Code and title."""
        return f"{self.code} {self.title}".strip()


class Edge(NamedTuple):
    """One link between two things by their places. ``source`` is ``link:12``, ``placement:7``, ``registry`` or ``edition``."""

    subject: int
    type: str
    target: int
    status: str
    origin: str
    valid_from: str
    valid_to: str
    source: str
    degree: str = ""


@dataclass(slots=True)
class Gathered:
    """Things, the place of each by its key, and the links between them. ``modules`` of a standard: code → confirmed."""

    things: list[Thing] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    modules: dict[int, dict[str, bool]] = field(default_factory=dict)

    def add(self, thing: Thing) -> int:
        """The place of ``thing``, which is added where it is new."""
        place = self.index.get(thing.key)
        if place is None:
            place = self.index[thing.key] = len(self.things)
            self.things.append(thing)
        return place

    def find(self, key: str) -> Thing | None:
        """The thing of this key."""
        place = self.index.get(key)
        return None if place is None else self.things[place]

    def copy(self) -> Gathered:
        """The same with lists of its own."""
        return Gathered(list(self.things), dict(self.index), list(self.edges), dict(self.modules))


@dataclass(slots=True)
class RegistryPart:
    """What the registry adds to every edition: its gathered relations, and dates of standards for links to them."""

    gathered: Gathered
    places: dict[int, int]
    dates: dict[int, tuple[str, str]]


def gather_registry() -> RegistryPart:
    """All stated relations between standards, each once; an end that is no standard of ours is its bare number."""
    gathered = Gathered()
    stated: dict[tuple[int | str, str, int | str], tuple[str, str]] = {}
    for subject, kind, target, number, key, degree in registry.relation_rows():
        ends = (
            subject if subject is not None else f"?{key}",
            kind,
            target if target is not None else f"?{key}",
        )
        known = stated.get(ends)
        if known is None or (degree and not known[1]):
            stated[ends] = (known[0] if known else number, degree)
    known_pks = {end for ends in stated for end in (ends[0], ends[2]) if isinstance(end, int)}
    places: dict[int, int] = {}
    dates: dict[int, tuple[str, str]] = {}
    for pk, number, title, status, _level, issued, _from, withdrawn in registry.standard_rows(known_pks):
        places[pk] = gathered.add(standard_thing(number, title, status))
        dates[pk] = (issued, withdrawn)
    bare: dict[str, int] = {}
    for (one, kind, other), (number, degree) in stated.items():
        ends_at = []
        for end in (one, other):
            if isinstance(end, str):
                if end not in bare:
                    bare[end] = gathered.add(standard_thing(number, "", ""))
                ends_at.append(bare[end])
            elif end in places:
                ends_at.append(places[end])
        if len(ends_at) == 2 and ends_at[0] != ends_at[1]:
            since, until = dates.get(one, ("", "")) if isinstance(one, int) else ("", "")
            gathered.edges.append(
                Edge(ends_at[0], kind, ends_at[1], CONFIRMED, "catalogue", since, until, "registry", degree)
            )
    return RegistryPart(gathered, places, dates)


def standard_thing(number: str, title: str, status: str) -> Thing:
    """A standard, or a bare number without title."""
    return Thing(end_key("standard", number), "standard", number, number, title, "", status)


def gather_edition(edition: Edition, part: RegistryPart) -> Gathered:
    """Everything linked within ``edition``, on top of what the registry holds."""
    tree = SystemTree(load_system(edition))
    whole = part.gathered.copy()
    _add_tree(whole, tree, edition)
    _add_placements(whole, edition, part)
    _add_links(whole, list(_links_of(edition)))
    return whole


def gather_standards(part: RegistryPart) -> Gathered:
    """What is stated between standards, in the registry and by links that belong to no edition."""
    whole = part.gathered.copy()
    _add_links(whole, list(Link.objects.filter(system="").exclude(status=Link.REJECTED)))
    return whole


def _add_links(whole: Gathered, links: list[Link]) -> None:
    _add_standards(whole, links)
    known = (
        _stated_pairs(whole)
        if any(one.subject_kind == one.target_kind == "standard" for one in links)
        else set()
    )
    for one in links:
        ends = [_place_of(whole, one, side) for side in ("subject", "target")]
        if None not in ends and (ends[0], one.type, ends[1]) not in known:
            whole.edges.append(
                Edge(
                    ends[0],  # type: ignore[arg-type]
                    one.type,
                    ends[1],  # type: ignore[arg-type]
                    one.status,
                    one.origin,
                    one.valid_from,
                    one.valid_to,
                    f"link:{one.pk}",
                    one.degree,
                )
            )


def _add_tree(whole: Gathered, tree: SystemTree, edition: Edition) -> None:
    slug = edition.system.slug
    root = whole.add(Thing(end_key("system", slug), "system", slug, "", edition.system.name))
    for box in tree.walk():
        whole.add(
            Thing(
                end_key("subsystem", box.code),
                "subsystem",
                box.code,
                box.code,
                box.name,
                _module(tree, box.code),
            )
        )
    for module in tree.modules:
        _contain(whole, root, whole.index[end_key("subsystem", module.code)])
    for box in tree.walk():
        here = whole.index[end_key("subsystem", box.code)]
        for child in tree.children(box.code):
            _contain(whole, here, whole.index[end_key("subsystem", child.code)])
    for item in tree.system.planned_standards:
        name = tree.item_name(item)
        called = str(item.number) if item.number is not None else ""
        place = whole.add(
            Thing(end_key("planned", name), "planned", name, called, item.name, _module(tree, item.subsystem))
        )
        if item.subsystem in tree.by_code:
            _contain(whole, whole.index[end_key("subsystem", str(item.subsystem))], place)
    for ordinal, basis in enumerate(tree.system.bases, 1):
        called = basis.identifier or basis.document_number or ""
        place = whole.add(Thing(end_key("basis", str(ordinal)), "basis", str(ordinal), called, basis.title))
        whole.edges.append(Edge(root, "based_on", place, CONFIRMED, "edition", "", "", "edition"))


def _module(tree: SystemTree, code: str | None) -> str:
    found = tree.module_of(code)
    return found.code if found else ""


def _contain(whole: Gathered, outer: int, inner: int) -> None:
    whole.edges.append(Edge(outer, "contains", inner, CONFIRMED, "edition", "", "", "edition"))


def _add_placements(whole: Gathered, edition: Edition, part: RegistryPart) -> None:
    rows = list(registry.placement_rows(edition))
    lacking = {row[1] for row in rows} - set(part.places)
    places = dict(part.places)
    dates = dict(part.dates)
    for pk, number, title, status, _level, issued, _from, withdrawn in registry.standard_rows(lacking):
        places[pk] = whole.add(standard_thing(number, title, status))
        dates[pk] = (issued, withdrawn)
    for pk, standard, kind, item, state, origin in rows:
        target = whole.index.get(end_key(kind, item))
        subject = places.get(standard)
        if target is None or subject is None:
            continue
        since, until = dates[standard]
        said = registry.placement_origin(origin)
        whole.edges.append(Edge(subject, "placed", target, state, said, since, until, f"placement:{pk}"))
        module = whole.things[target].module
        if module:
            held = whole.modules.setdefault(subject, {})
            held[module] = held.get(module, False) or state == CONFIRMED


def _links_of(edition: Edition) -> Iterator[Link]:
    """Links of the edition and those between standards of no edition, without those rejected."""
    found = Link.objects.filter(Q(system="") | Q(system=edition.system.slug, edition__in=keys_of(edition)))
    return found.exclude(status=Link.REJECTED).defer("evidence", "reason", "resolution").iterator(2000)


def _add_standards(whole: Gathered, links: list[Link]) -> None:
    """Standards at the ends of links that nothing else has brought in, under their titles."""
    wanted = {
        ref: label
        for one in links
        for kind, ref, label in (
            (one.subject_kind, one.subject_ref, one.subject_label),
            (one.target_kind, one.target_ref, one.target_label),
        )
        if kind == "standard" and end_key(kind, ref) not in whole.index
    }
    known = registry.standards_by_number(wanted)
    for number, label in wanted.items():
        title, status = known.get(number, (label.removeprefix(number).strip(" 《》"), ""))
        whole.add(standard_thing(number, title, status))


def _stated_pairs(whole: Gathered) -> set[tuple[int | None, str, int | None]]:
    """What the registry states already: a link that says the same is not counted twice."""
    return {(edge.subject, edge.type, edge.target) for edge in whole.edges if edge.source == "registry"}


def _place_of(whole: Gathered, link: Link, side: str) -> int | None:
    return whole.index.get(end_key(getattr(link, f"{side}_kind"), getattr(link, f"{side}_ref")))
