"""Days as whole numbers, so that millions of them can be compared at once; dates are as exact as they are known."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

__all__ = ["FOREVER", "NEVER", "first_day", "last_day"]

#: before every day, and after every day
NEVER, FOREVER = 0, 2**31 - 1
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@lru_cache(maxsize=65536)
def first_day(text: str) -> int:
    """The first day that ``2026``, ``2026-03`` or ``2026-03-01`` can mean; :data:`NEVER` for "".

    Raises ``ValueError`` in Chinese for anything else.
    """
    return _bounds(text)[0] if text else NEVER


@lru_cache(maxsize=65536)
def last_day(text: str) -> int:
    """The day from which something that ended at ``text`` no longer is; :data:`FOREVER` for "".

    What ended on a day is no longer on that day; of a month or year alone, all of it still counts.
    """
    return _bounds(text)[1] if text else FOREVER


def _bounds(text: str) -> tuple[int, int]:
    read = _DATE.fullmatch(text)
    year, month, day = (int(part) if part else 0 for part in read.groups()) if read else (0, 0, 0)
    if not read or not 1 <= year < 9999 or (read[2] and not 1 <= month <= 12):
        raise ValueError(f"日期“{text}”应写成 2026、2026-03 或 2026-03-01")
    if day:
        try:
            exact = date(year, month, day).toordinal()
            return exact, exact
        except (
            ValueError
        ):  # A 31st of April is in no calendar but in some catalogue: its month is what is known.
            pass
    if month:
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1).toordinal(), following.toordinal()
    return date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
