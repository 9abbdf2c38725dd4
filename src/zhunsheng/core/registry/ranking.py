"""Which of equals comes first, and the status of a standard of which nothing but its own record is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhunsheng.core.registry.prepare import COLUMNS
from zhunsheng.core.registry.status import Life, Verdict, derive_status

__all__ = ["first_status", "life_of_row", "rank_of"]

_STATUS_RANK = {"current": 0, "upcoming": 1, "unknown": 2, "draft": 3, "superseded": 4, "withdrawn": 5}
_LEVEL_RANK = {
    "national": 0,
    "international": 1,
    "sector": 2,
    "local": 3,
    "group": 4,
    "regional": 5,
    "foreign": 6,
    "enterprise": 7,
}
_PLACES = {name: place for place, name in enumerate(COLUMNS)}
_LIFE = [_PLACES[name] for name in ("issued", "implemented", "withdrawn", "stage", "status_said")]


def rank_of(status: str, level: str, year: int | None) -> int:
    """0 first: in force before withdrawn, national before group, newer before older; below 2**14."""
    age = 255 if year is None else max(0, min(254, 2100 - year))
    return (_STATUS_RANK.get(status, 2) << 11) | (_LEVEL_RANK.get(level, 7) << 8) | age


def life_of_row(row: Sequence[Any]) -> Life:
    """The life that columns in the order of ``COLUMNS`` tell."""
    return Life(*(row[place] for place in _LIFE))


def first_status(row: Sequence[Any], today: str) -> tuple[str, str, int]:
    """Status, why and rank of columns in the order of ``COLUMNS``, while no other standard is known to replace it."""
    verdict: Verdict = derive_status(life_of_row(row), (), today)
    return (
        verdict.status,
        verdict.why,
        rank_of(verdict.status, row[_PLACES["level"]], row[_PLACES["year"]]),
    )
