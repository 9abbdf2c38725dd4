"""Numbers as the registry uses them: every record has one, readable or not, and a key, an order, a level by it."""

from __future__ import annotations

import re
from functools import lru_cache

from zhunsheng.core.identifiers.number import StandardNumber, read_number

__all__ = ["UNREAD", "level_by_number", "nature_by_number", "number_key", "number_of", "sort_key"]

#: scheme of a number whose grammar is not known
UNREAD = "unread"
_DIGITS = re.compile(r"\d+")
_LEVEL_BY_SCHEME = {
    "gb": "national",
    "national": "national",
    "military": "national",
    "sector": "sector",
    "local": "local",
    "group": "group",
    "enterprise": "enterprise",
}
_INTERNATIONAL = {"ISO", "IEC", "ITU", "ITU-T", "ITU-R", "CISPR", "OIML", "CODEX", "IEC/ISO", "CIE"}
_REGIONAL = {"EN", "CEN", "CENELEC", "ETSI", "CEN/TS", "HD"}
_FOREIGN_SCHEMES = {"ieee", "jis", "w3c", "ietf", "rfc", "ansi", "bsi", "din", "nist"}


def number_of(text: str) -> StandardNumber | None:
    """The number ``text`` is; one of unknown grammar stays as printed (scheme :data:`UNREAD`); None for no text."""
    number = read_number(text)
    if number is not None:
        return number
    plain = " ".join(text.split())
    if not plain:
        return None
    return StandardNumber(text, plain, UNREAD, plain.split(" ")[0])


@lru_cache(maxsize=65536)
def number_key(text: str) -> tuple[str, str]:
    """Key and canonical form of a number that is only mentioned; ("", "") for no text."""
    number = number_of(text)
    return (number.key, number.canonical) if number else ("", "")


def sort_key(canonical: str) -> str:
    """A text that sorts numbers as people count: ``GB/T 2`` before ``GB/T 10``."""
    return _DIGITS.sub(lambda digits: digits.group().zfill(8), canonical.upper())


def level_by_number(number: StandardNumber) -> str:
    """The level that a number's grammar tells; "" where it does not."""
    level = _LEVEL_BY_SCHEME.get(number.scheme)
    if level:
        return level
    publisher = number.publisher.upper()
    if publisher in _REGIONAL or number.scheme == "etsi":
        return "regional"
    if publisher in _INTERNATIONAL or publisher.split("/")[0] in _INTERNATIONAL:
        return "international"
    return "foreign" if number.scheme in _FOREIGN_SCHEMES else ""


def nature_by_number(number: StandardNumber) -> str:
    """Mandatory, recommended or guidance as the number of a Chinese standard tells; "" where it does not."""
    if number.scheme not in {"gb", "sector", "local"}:
        return ""
    if number.kind.upper() == "T":
        return "recommended"
    if number.kind.upper() == "Z":
        return "guidance"
    return "mandatory" if number.publisher == "GB" and not number.kind else ""
