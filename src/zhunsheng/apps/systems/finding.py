"""What of the systems can be found in the one search box: subsystems and planned standards of current editions.

The current edition of a system is its latest published one; drafts and earlier editions are not searched, since
the same name found twice tells nobody which one holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from zhunsheng import search
from zhunsheng.apps.systems.models import Edition, System
from zhunsheng.apps.systems.queries import edition_order, load_system
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import PlannedStandard, Subsystem
from zhunsheng.core.identifiers.number import read_number
from zhunsheng.search.shape import Document

__all__ = [
    "TYPES",
    "count_documents",
    "current_editions",
    "documents",
    "documents_of",
    "facet_value",
    "refresh_index",
]

#: types of documents that this room feeds
TYPES = ("planned", "subsystem")
#: numbers of rows of one edition lie this far apart from those of the next
_STRIDE = 100_000
#: before standards of the same weight: the committee's own list is what its people look for
_RANK = {"subsystem": 1_000, "planned": 2_000}


def current_editions() -> list[Edition]:
    """The latest published edition of each system."""
    editions: dict[object, Edition] = {}
    for edition in Edition.objects.filter(status=Edition.PUBLISHED).select_related("system"):
        known = editions.get(edition.system_id)
        if known is None or edition_order(edition) > edition_order(known):
            editions[edition.system_id] = edition
    return list(editions.values())


def documents(kind: str) -> Iterator[Document]:
    """Everything of one of :data:`TYPES` that is to be found."""
    for edition in current_editions():
        yield from documents_of(edition, kind)


def count_documents(kind: str) -> int:
    """How many documents :func:`documents` gives."""
    return sum(1 for _ in documents(kind))


def refresh_index(system: System) -> None:
    """Let the search find the current edition of ``system`` and no other; in the caller's transaction."""
    current = next((edition for edition in current_editions() if edition.system_id == system.pk), None)
    published = Edition.objects.filter(system=system, status=Edition.PUBLISHED).select_related("system")
    for kind in TYPES:
        for edition in published:
            if current is None or edition.pk != current.pk:
                search.remove(kind, [document.ref for document in documents_of(edition, kind)])
        if current is not None:
            search.put(documents_of(current, kind))


def facet_value(subsystem: Subsystem) -> str:
    """How the facet ``subsystem`` names a box, for what lies in it and for standards placed there."""
    return f"{subsystem.code} {subsystem.name}"


def documents_of(edition: Edition, kind: str) -> Iterator[Document]:
    """The documents of one edition, whether or not it is the current one."""
    tree = SystemTree(load_system(edition))
    base = _place(edition) * _STRIDE
    if kind == "subsystem":
        for ordinal, subsystem in enumerate(tree.system.subsystems, start=1):
            if tree.by_code.get(subsystem.code) is subsystem:
                yield _subsystem(edition, tree, subsystem, base + ordinal)
    else:
        for ordinal, item in enumerate(tree.system.planned_standards, start=1):
            yield _planned(edition, tree, item, base + ordinal)


def _place(edition: Edition) -> int:
    """Which published edition of all this one is, by time: never changes, since none is ever taken away."""
    return Edition.objects.filter(
        status=Edition.PUBLISHED, published_at__lte=edition.published_at or edition.created_at
    ).count()


def _subsystem(edition: Edition, tree: SystemTree, subsystem: Subsystem, ref: int) -> Document:
    above = tree.path(subsystem.code)
    return Document(
        type="subsystem",
        ref=ref,
        title=subsystem.name,
        address=_address("subsystem", edition, subsystem.code),
        numbers=(subsystem.code,),
        titles=tuple(
            name for name in (facet_value(subsystem), *subsystem.aliases, subsystem.abbreviation) if name
        ),
        scope="；".join(part for part in ("、".join(subsystem.topics), subsystem.scope) if part),
        facets=_facets("subsystem", edition.system, above),
        rank=_RANK["subsystem"] + min(subsystem.level, 9),
    )


def _planned(edition: Edition, tree: SystemTree, item: PlannedStandard, ref: int) -> Document:
    above = tree.path(item.subsystem) if item.subsystem in tree.by_code else []
    number = read_number(item.identifier) if item.identifier else None
    return Document(
        type="planned",
        ref=ref,
        title=item.name,
        address=_address("item", edition, tree.item_name(item)),
        numbers=(number.canonical,) if number else (),
        facets=_facets("planned", edition.system, above),
        rank=_RANK["planned"] + 9 - min(item.urgency.stars or 0, 9),
    )


def _facets(kind: str, system: System, above: list[Subsystem]) -> dict[str, tuple[str, ...]]:
    return {
        "type": (kind,),
        "subsystem": tuple(facet_value(subsystem) for subsystem in above),
        "source": (system.name,),
    }


def _address(name: str, edition: Edition, last: str) -> str:
    return reverse(f"systems:{name}", args=[edition.system.slug, edition.key_in_address, last])
