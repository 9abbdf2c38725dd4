"""Numbers as the registry uses them: every record has one, readable or not, and a key, an order, a level by it."""

from __future__ import annotations

import re
from functools import lru_cache

from zhunsheng.core.identifiers.number import StandardNumber, read_number

__all__ = ["UNREAD", "level_by_number", "nature_by_number", "number_key", "number_of", "sort_key"]

#: scheme of a number whose grammar is not known
UNREAD = "unread"
#: nothing longer is a number; an index could not hold it either
_LONGEST = 300
_DIGITS = re.compile(r"(\d+)")
_LEVEL_BY_SCHEME = {
    "gb": "national",
    "sector": "sector",
    "local": "local",
    "group": "group",
    "enterprise": "enterprise",
}
_FURTHER_SCHEMES = {
    "iso": "international",
    "itu": "international",
    "etsi": "regional",
    "ieee": "foreign",
    "jis": "foreign",
    "w3c": "foreign",
    "ietf": "foreign",
    "foreign": "foreign",
}
#: first words of numbers of the European bodies; the other ones read by that grammar are their members
_EUROPEAN = {"EN", "CEN", "CENELEC", "CLC", "CWA", "HD", "PREN", "FPREN"}


def number_of(text: str) -> StandardNumber | None:
    """The number ``text`` is, to its last sign; one of unknown grammar stays as printed (scheme :data:`UNREAD`).

    A number with something behind it (``IEEE 1512 Guide``) is not the number alone. None for no text, for a
    place holder (``T/CAMETA XXX-2025``), which names nothing, and for what is too long to be a number.
    """
    if len(text) > _LONGEST:
        return None
    number = read_number(text)
    if number is not None and not number.rest:
        return None if number.placeholder else number
    plain = " ".join(text.replace("\0", " ").split())
    if not plain:
        return None
    publisher = number.publisher if number else plain.split(" ")[0]
    return StandardNumber(text, plain, UNREAD, publisher, year=number.year if number else None)


@lru_cache(maxsize=65536)
def number_key(text: str) -> tuple[str, str]:
    """Key and canonical form of a number that is only mentioned; ("", "") for no text."""
    number = number_of(text)
    return (number.key, number.canonical) if number else ("", "")


def sort_key(canonical: str) -> str:
    """A text that sorts numbers as people count: ``GB/T 2`` before ``GB/T 10``."""
    pieces = _DIGITS.split(canonical.upper())
    pieces[1::2] = [digits.zfill(8) for digits in pieces[1::2]]
    return "".join(pieces)


def level_by_number(number: StandardNumber) -> str:
    """The level that a number's grammar tells; "" where it does not."""
    level = _LEVEL_BY_SCHEME.get(number.scheme)
    if level:
        return level
    if number.scheme == "en":
        return "regional" if number.publisher.upper().split()[0] in _EUROPEAN else "foreign"
    return _FURTHER_SCHEMES.get(number.scheme, "")


def nature_by_number(number: StandardNumber) -> str:
    """Mandatory, recommended or guidance as the number of a Chinese standard tells; "" where it does not."""
    if number.scheme not in {"gb", "sector", "local"}:
        return ""
    if number.kind.upper() == "T":
        return "recommended"
    if number.kind.upper() == "Z":
        return "guidance"
    return "mandatory" if number.publisher == "GB" and not number.kind else ""
