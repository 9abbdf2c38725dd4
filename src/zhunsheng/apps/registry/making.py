"""A standard as a document of the search, out of one record that nobody else speaks beside: apart from any database.

It is made whole by the process that reads the file, and gives the same row of the index as what the tables say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from zhunsheng.core.registry.address import standard_address
from zhunsheng.core.registry.prepare import COLUMNS, Prepared, names_of
from zhunsheng.search.counting import Tally
from zhunsheng.search.ready import (
    Apart,
    Counts,
    Facets,
    Made,
    Texts,
    counted_of,
    facets_of,
    made_of,
    tally_of,
)

__all__ = ["FACET_ROLES", "Beforehand", "made_standards", "wording"]

#: roles whose bodies people look for standards by
FACET_ROLES = ("administrator", "competent", "committee", "issuer")
_TITLE, _SCOPE = COLUMNS.index("title"), COLUMNS.index("scope")
_PLACES = [COLUMNS.index(name) for name in ("level", "verification", "issued", "year")]


class Beforehand(NamedTuple):
    """What of a lot is taken apart for the index: standards by source and local id of their record, numbers that lead
    to them, and what the standards count for, all together.
    """

    made: Mapping[tuple[str, str], Made]
    numbers: Apart
    tally: Tally

    def of(self, record: Prepared) -> Made:
        """What was made of a record."""
        return self.made[record.source, record.local_id]

    def without(
        self, records: Iterable[Prepared]
    ) -> tuple[dict[tuple[str, tuple[str, ...], str], Texts], Tally]:
        """The texts of these records, by what they were taken from, and what all standards but theirs count for."""
        texts, made, counts = {}, [], []
        for record in records:
            one = self.of(record)
            own = texts[wording(record)] = one.texts
            made.append(one)
            counts.append(counted_of(one, own))
        return texts, self.tally.without(tally_of(made, counts))


def wording(record: Prepared) -> tuple[str, tuple[str, ...], str]:
    """The texts under which the index keeps a standard of which nobody but ``record`` speaks: name, names, scope."""
    row = record.row
    return (*names_of(record.canonical, *row[_TITLE : _TITLE + 4]), row[_SCOPE])


def made_standards(records: Sequence[Prepared]) -> tuple[list[Made], Tally]:
    """The documents of standards of which each record alone speaks, as long as nothing else is found out about them;
    and what they count for, all together.
    """
    pairs = [_made(record) for record in records]
    made = [one for one, _ in pairs]
    return made, tally_of(made, [counted for _, counted in pairs])


def _made(record: Prepared) -> tuple[Made, Counts]:
    """The document of a standard, and what it counts for."""
    level, verification, issued, year = [record.row[place] for place in _PLACES]
    status = record.status[0]
    facets = _further(level, record.source, status, verification, issued[:4] or str(year or ""))
    if record.classes:
        facets = _classes(record.classes).before(facets)
    if record.parties:
        facets = _bodies(record.parties).before(facets)
    numbers: tuple[str, ...] = (record.canonical,)
    if record.numbers:
        numbers = tuple(dict.fromkeys([record.canonical, *[canonical for _, canonical, _ in record.numbers]]))
    return made_of(
        "standard",
        wording(record),
        numbers,
        standard_address(record.canonical),
        facets,
        status=status,
    )


@lru_cache(maxsize=1 << 14)
def _bodies(parties: tuple[tuple[str, str, str], ...]) -> Facets:
    ordered = sorted([(role, place, name) for place, (role, name, _) in enumerate(parties)])
    names = dict.fromkeys([name for role, _, name in ordered if role in FACET_ROLES])
    return facets_of([("body", tuple(names))])


@lru_cache(maxsize=1 << 14)
def _classes(classes: tuple[tuple[str, str], ...]) -> Facets:
    by_scheme = (
        (one, tuple(sorted([code for scheme, code in classes if scheme == one]))) for one in ("ccs", "ics")
    )
    return facets_of(list(by_scheme))


@lru_cache(maxsize=1 << 14)
def _further(level: str, source: str, status: str, verification: str, year: str) -> Facets:
    facets = {
        "level": level,
        "source": source,
        "status": status,
        "type": "standard",
        "verification": verification,
    }
    return facets_of([(name, (value,)) for name, value in {**facets, "year": year}.items() if value])
