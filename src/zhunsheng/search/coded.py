"""Facets whose values are kept as codes: what people call each value, and either of the two read."""

from __future__ import annotations

from collections.abc import Mapping

from zhunsheng.core.registry.words import DEGREES, LEVELS, STATUSES, VERIFICATION_STATES

__all__ = ["CODED", "OPEN", "TYPES", "code_of", "offered"]

#: type of an answer → Chinese label, in the order of the tabs
TYPES: dict[str, str] = {
    "standard": "标准",
    "planned": "拟制定项目",
    "subsystem": "子体系",
    "body": "机构",
}
#: facet → code → word
CODED: Mapping[str, Mapping[str, str]] = {
    "type": TYPES,
    "level": LEVELS,
    "status": STATUSES,
    "adoption": DEGREES,
    "verification": VERIFICATION_STATES,
}
#: coded facets that hold other values too: old degrees of adoption (EQV) stand as they were printed
OPEN = frozenset({"adoption"})


def code_of(facet: str, value: str) -> str:
    """The code of a facet's value, which may be given as its word; "" for one that the facet cannot have.

    A facet without codes can have any value.
    """
    known = CODED.get(facet)
    if known is None or value in known:
        return value
    code = next((code for code, word in known.items() if word == value), "")
    return code or (value if facet in OPEN else "")


def offered(facet: str) -> str:
    """The values of a coded facet for people: ``current（现行）、upcoming（即将实施）``."""
    return "、".join(f"{code}（{word}）" for code, word in CODED[facet].items())
