"""What is given away: all that is public, or one system with the standards placed in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.timezone import localdate

from zhunsheng.apps.insight import holdings as insight
from zhunsheng.apps.registry import holdings as registry
from zhunsheng.apps.registry.models import Standard
from zhunsheng.apps.registry.queries import visible_standards
from zhunsheng.apps.systems import queries as systems
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.deliver.openly.shape import (
    OpenBody,
    OpenEdition,
    OpenEnd,
    OpenLink,
    OpenSource,
    OpenStandard,
)
from zhunsheng.core.registry.record import StatedRecord

__all__ = ["StoredHoldings", "public_holdings", "published_editions", "standard_holdings"]


class StoredHoldings:
    """What the database holds, as streams (see ``core/deliver/openly/shape.Holdings``).

    ``whole``: everything; else only ``editions`` with the standards placed in them and the links of these, or only
    the standard with the number ``only``.
    """

    def __init__(self, editions: Sequence[Edition], *, whole: bool, only: str = "") -> None:
        self.chosen = list(editions)
        self.whole = whole
        self.only = only

    def _standards(self) -> QuerySet[Standard]:
        nobody = AnonymousUser()
        if self.only:
            return visible_standards(nobody).filter(number=self.only)
        return visible_standards(nobody) if self.whole else registry.placed_standards(nobody, self.chosen)

    def sources(self) -> Iterator[OpenSource]:
        """Who says it."""
        return registry.open_sources()

    def standards(self) -> Iterator[OpenStandard]:
        """The standards by number."""
        return registry.open_standards(self._standards())

    def bodies(self) -> Iterator[OpenBody]:
        """The bodies by key."""
        return registry.open_bodies(self._standards())

    def links(self) -> Iterator[OpenLink]:
        """Relations that sources state, then placements, then what rules and people add."""
        return chain(
            registry.open_relations(self._standards(), whole=self.whole),
            registry.open_placements(self.chosen),
            self._added(),
        )

    def _added(self) -> Iterator[OpenLink]:
        if self.whole:
            yield from insight.open_links(self.chosen)
            return
        # Outside the chosen standards nothing is known but the number.
        inside = set(self._standards().values_list("number", flat=True))
        for link in insight.open_links(self.chosen, whole=False):
            link.subject, link.target = _within(link.subject, inside), _within(link.target, inside)
            yield link

    def editions(self) -> list[OpenEdition]:
        """The editions, each with its system."""
        return [
            OpenEdition(
                one.system.slug,
                one.key,
                one.system.name,
                systems.load_system(one),
                one.content_hash,
                localdate(one.published_at).isoformat() if one.published_at else "",
            )
            for one in self.chosen
        ]

    def records(self) -> Iterator[StatedRecord]:
        """The standards as citations are written from them."""
        return registry.open_records(self._standards())

    def as_of(self) -> str:
        """The day of the last change."""
        days = [registry.registry_as_of(self._standards(), whole=self.whole and not self.only)]
        moments = [one.published_at for one in self.chosen]
        moments.append(insight.links_as_of(self.chosen, whole=self.whole))
        return max([*days, *(localdate(moment).isoformat() for moment in moments if moment)])

    def count(self) -> int:
        """How many standards there are."""
        return self._standards().count()


def _within(end: OpenEnd, inside: set[str]) -> OpenEnd:
    """The end as it stands in a part of the whole: a standard outside ``inside`` is only a number."""
    return replace(end, known=end.ref in inside) if end.kind == "standard" else end


def standard_holdings(number: str) -> StoredHoldings:
    """One standard with its sources, bodies and relations."""
    return StoredHoldings([], whole=False, only=number)


def public_holdings(user: Any = None, slug: str = "", key: str = "") -> StoredHoldings:
    """What ``user`` (nobody: a visitor) may take away: everything published, or one edition of one system.

    Without ``key`` the newest published edition of ``slug``. Raises ``System.DoesNotExist``,
    ``Edition.DoesNotExist``.
    """
    who = user if user is not None else AnonymousUser()
    if slug:
        return StoredHoldings([systems.get_edition(who, slug, key or None)], whole=False)
    return StoredHoldings(published_editions(who), whole=True)


def published_editions(user: Any) -> list[Edition]:
    """Every published edition that ``user`` may read, by system, the latest of each first."""
    found = (
        systems.visible_editions(user)
        .filter(status=Edition.PUBLISHED)
        .order_by("system__slug", "-created_at")
    )
    return [
        edition
        for _, of_one in groupby(found, key=lambda edition: edition.system_id)
        for edition in sorted(of_one, key=systems.edition_order, reverse=True)
    ]
