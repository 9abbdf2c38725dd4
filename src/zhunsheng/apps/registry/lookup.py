"""From what somebody writes to the one standard meant: any spelling, an address, an id, a number without its year."""

from __future__ import annotations

from typing import Any

from zhunsheng import search
from zhunsheng.apps.registry import queries
from zhunsheng.apps.registry.models import Standard
from zhunsheng.core.identifiers import read_number
from zhunsheng.core.registry.address import number_in_address
from zhunsheng.core.registry.numbering import number_of, sort_key
from zhunsheng.search.shape import Query

__all__ = ["as_asked", "find_any", "nearest"]

_FORCE = {"current": 0, "upcoming": 1}
_MOST = 5
_LONGEST_ASKED = 80


def find_any(user: Any, text: str) -> Standard | None:
    """The standard that ``text`` means; None where there is none.

    A number without its year means the edition in force, or the newest: so undated references are read.
    """
    for wanted in dict.fromkeys((text, number_in_address(text))):
        if "\0" in wanted:
            continue
        for ask in (queries.find_standard, _as_stored, _undated):
            if found := ask(user, wanted):
                return found
    if text.isascii() and text.isdigit() and len(text) < 19:
        return queries.find_standard(user, int(text))
    return None


def _as_stored(user: Any, text: str) -> Standard | None:
    """By the very wording of the number: one stored before its grammar was known has another key."""
    return queries.visible_standards(user).filter(sort_key=sort_key(text), number=text).first()


def _undated(user: Any, text: str) -> Standard | None:
    number = read_number(text)
    if number is None or number.canonical != number.undated:
        return None
    editions = queries.visible_standards(user).filter(lineage=number.lineage)
    # Amendments and drafts share the number of what they change or become; they are not what it means.
    return min((one for one in editions if _is_whole(one)), key=_order, default=None)


def _is_whole(one: Standard) -> bool:
    number = read_number(one.number)
    return number is None or not (number.supplement or number.stage)


def _order(one: Standard) -> tuple[int, int, str]:
    return (_FORCE.get(one.status, 2), -(one.year or 0), one.number)


def as_asked(text: str) -> str:
    """The number asked for as people write it, whether it came as a number or as a part of an address."""
    return number_in_address(text.replace("\0", ""))[:_LONGEST_ASKED]


def nearest(user: Any, text: str) -> list[str]:
    """Numbers that may be meant where :func:`find_any` finds none: other editions, then what the search finds."""
    plain = number_in_address(text.replace("\0", ""))
    number = number_of(plain)
    if number is not None:
        others = queries.visible_standards(user).filter(lineage=number.lineage).order_by("sort_key")
        if found := [one.number for one in others[:_MOST]]:
            return found
    page = search.engine().search(Query(plain[:200], {"type": ("standard",)}, 0, _MOST, mend=False))
    return [hit.number for hit in page.hits if hit.number]
