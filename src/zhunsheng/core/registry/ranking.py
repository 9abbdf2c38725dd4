"""Which of equals comes first."""

from __future__ import annotations

__all__ = ["rank_of"]

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


def rank_of(status: str, level: str, year: int | None) -> int:
    """0 first: in force before withdrawn, national before group, newer before older; below 2**14."""
    age = 255 if year is None else max(0, min(254, 2100 - year))
    return (_STATUS_RANK.get(status, 2) << 11) | (_LEVEL_RANK.get(level, 7) << 8) | age
