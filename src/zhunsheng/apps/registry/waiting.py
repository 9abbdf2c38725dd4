"""What waits for a person, as the pages list it: contradictions first, then the rest in the order of authority.

Which standards these are the index says: to sort millions that wait for the sake of 25 takes seconds. What the index
does not know (rules, placements) the tables say; those are few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhunsheng import search
from zhunsheng.apps.registry import queries
from zhunsheng.apps.registry.models import Standard
from zhunsheng.core.registry.words import WAITING
from zhunsheng.search.answer import LAST
from zhunsheng.search.shape import Query

__all__ = ["Waiting", "waiting"]

#: states of verification that wait, in groups that follow each other
_GROUPS = (WAITING[:1], WAITING[1:])


@dataclass(slots=True)
class Waiting:
    """A stretch of what waits: how many there are, how many of them can be paged to, and these."""

    total: int
    reached: int
    standards: list[Standard]


def waiting(user: Any, asked: Mapping[str, str], start: int = 0, limit: int = 0) -> Waiting:
    """The standards from ``start`` on, at most ``limit``; ``asked`` as :func:`.queries.verification_queue` takes it."""
    if asked.get("rule") or asked.get("placed"):
        found = queries.verification_queue(user, dict(asked))
        total = found.count()
        return Waiting(total, total, list(found[start : start + limit]) if limit else [])
    filters = {name: (asked[name],) for name in ("level", "source") if asked.get(name)}
    groups = [[state for state in group if asked.get("state") in {"", None, state}] for group in _GROUPS]
    told = Waiting(0, 0, [])
    refs: list[int] = []
    for group in filter(None, groups):
        narrowed = {"type": ("standard",), "verification": tuple(group), **filters}
        offset = min(max(start - told.reached, 0), LAST)
        page = search.engine().search(Query("", narrowed, offset, limit - len(refs)))
        told.total += page.total
        told.reached += min(page.total, LAST)
        refs += [hit.ref for hit in page.hits]
    kept = queries.visible_standards(user).in_bulk(refs)
    told.standards = [kept[ref] for ref in refs if ref in kept]
    return told
