"""A standard as a document of the search, out of one record that nobody else speaks beside: apart from any database.

It is made whole by the process that reads the file, and gives the same row of the index as what the tables say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from zhunsheng.core.registry.address import standard_address
from zhunsheng.core.registry.prepare import COLUMNS, Prepared, names_of
from zhunsheng.search.ready import Apart, Made, Texts, made_of

__all__ = ["FACET_ROLES", "Beforehand", "made_standard", "wording"]

#: roles whose bodies people look for standards by
FACET_ROLES = ("administrator", "competent", "committee", "issuer")
_TITLE, _SCOPE = COLUMNS.index("title"), COLUMNS.index("scope")
_PLACES = [COLUMNS.index(name) for name in ("level", "verification", "issued", "year")]


class Beforehand(NamedTuple):
    """What of a lot is taken apart for the index: standards by source and local id of their record, and numbers."""

    made: Mapping[tuple[str, str], Made]
    numbers: Apart

    def texts(self, records: Iterable[Prepared]) -> dict[tuple[str, tuple[str, ...], str], Texts]:
        """Their texts, by what they were taken from."""
        return {wording(record): self.made[record.source, record.local_id].texts for record in records}


def wording(record: Prepared) -> tuple[str, tuple[str, ...], str]:
    """The texts under which the index keeps a standard of which nobody but ``record`` speaks: name, names, scope."""
    row = record.row
    return (*names_of(record.canonical, *row[_TITLE : _TITLE + 4]), row[_SCOPE])


def made_standard(record: Prepared, apart: Apart) -> Made:
    """The document of a standard of which ``record`` alone speaks, as long as nothing else is found out about it."""
    title, titles, scope = wording(record)
    level, verification, issued, year = [record.row[place] for place in _PLACES]
    day = issued[:4] or str(year or "")
    status, _, rank = record.status
    facets: list[tuple[str, tuple[str, ...]]] = []
    if record.parties:
        ordered = sorted([(role, place, name) for place, (role, name, _) in enumerate(record.parties)])
        bodies = dict.fromkeys([name for role, _, name in ordered if role in FACET_ROLES])
        facets.append(("body", tuple(bodies)))
    if record.classes:
        for scheme in ("ccs", "ics"):
            facets.append((scheme, tuple(sorted([code for kind, code in record.classes if kind == scheme]))))
    facets.append(("level", (level,) if level else ()))
    facets.append(("source", (record.source,)))
    facets.append(("type", ("standard",)))
    facets.append(("verification", (verification,)))
    facets.append(("year", (day,) if day else ()))
    numbers = [record.canonical]
    if record.numbers:
        numbers = list(dict.fromkeys([record.canonical, *[canonical for _, canonical, _ in record.numbers]]))
    return made_of(
        "standard",
        (title, titles, scope),
        tuple(numbers),
        standard_address(record.canonical),
        [facet for facet in facets if facet[1]],
        apart,
        status=status,
        rank=rank,
    )
