"""The part of an address that names a standard: ``GB/T 45288.1-2025`` ↔ ``GB~T_45288.1-2025``.

Numbers hold slashes and blanks, which servers and people both stumble over in addresses; the two signs that stand
for them occur in no number.
"""

from __future__ import annotations

import re
from urllib.parse import quote

#: what needs no percent signs
_PLAIN = re.compile(r"[A-Za-z0-9_.~:-]*")

__all__ = ["name_in_address", "number_in_address", "standard_address"]


def name_in_address(number: str) -> str:
    """The canonical ``number`` as it stands in an address, not yet percent-encoded."""
    return number.strip().replace("/", "~").replace(" ", "_")


def number_in_address(name: str) -> str:
    """The number that ``name`` of an address stands for; what people type with real blanks passes as well."""
    return name.strip().replace("~", "/").replace("_", " ").strip()


def standard_address(number: str) -> str:
    """The page of the standard with this canonical ``number``: ``/standards/GB~T_45288.1-2025/``."""
    name = name_in_address(number)
    return f"/standards/{name if _PLAIN.fullmatch(name) else quote(name, safe='~:')}/"
