"""In how many standards a body takes part, kept with every write: to count millions of parts anew takes seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from zhunsheng.apps.registry.models import BodyTally
from zhunsheng.apps.registry.storage import sql

__all__ = ["Part", "count_parts", "parts_of"]

#: standard, body, role
Part = tuple[int, int, str]


def parts_of(standards: Iterable[int]) -> list[Part]:
    """Who takes part in these standards, and as what."""
    found: list[Part] = []
    for part in sql.chunks(standards):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT standard_id, body_id, role FROM registry_participation"
                f" WHERE standard_id IN {sql.id_list(part)}"
            )
            found += cursor.fetchall()
    return found


def count_parts(now: Iterable[Part], before: Iterable[Part] = ()) -> None:
    """Count parts that were written and take away those that stood there; the parts of a standard come all at once."""
    counts = _counted(now)
    counts.subtract(_counted(before))
    rows = [(body, role, n) for (body, role), n in sorted(counts.items()) if n]
    sql.add_up(BodyTally, ("body_id", "role"), "standards", rows)


def _counted(parts: Iterable[Part]) -> Counter[tuple[int, str]]:
    """By body and role, and by body alone (role ""), each standard once."""
    told = list(parts)
    counts = Counter((body, role) for _, body, role in told)
    counts.update((body, "") for _, body in {(standard, body) for standard, body, _ in told})
    return counts
