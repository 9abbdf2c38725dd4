"""The public address of a number on its publisher's own site, where the address follows from the number itself.

ISO, IEC, IEEE, ETSI, the national platform and the societies' platform give their pages serial numbers of their
own; no address can be made for them, and none is guessed.
"""

from __future__ import annotations

import re

from zhunsheng.core.identifiers.value import StandardNumber

__all__ = ["number_link"]

_PLAIN_ITU = re.compile(r"[A-Z]{1,3}\.\d+(?:\.\d+)*")
#: W3C documents of these kinds stand under /TR/year/; submissions and older papers stand elsewhere
_TECHNICAL_REPORTS = {"REC", "PR", "PER", "CR", "CRD", "WD", "NOTE", "DNOTE", "STMT"}


def number_link(number: StandardNumber) -> str | None:
    """The address of the publisher's page, or None where none is certain.

    >>> from zhunsheng.core.identifiers.number import read_number
    >>> number_link(read_number("RFC 8259"))
    'https://www.rfc-editor.org/info/rfc8259'
    """
    if number.placeholder:
        return None
    if number.scheme == "ietf":
        return (
            f"https://www.rfc-editor.org/info/{number.publisher.lower()}{number.number}"
            if number.publisher != "IEN"
            else None
        )
    if number.scheme == "w3c":
        if number.stage in _TECHNICAL_REPORTS and number.year:
            return f"https://www.w3.org/TR/{number.year}/{number.canonical.removeprefix('W3C ')}/"
        return None
    if number.scheme == "itu" and not number.supplement:
        sector, code = number.publisher[-1], number.undated.partition(" ")[2]
        if sector in "TR" and _PLAIN_ITU.fullmatch(code):
            return f"https://www.itu.int/rec/{sector}-REC-{code}/en"
    return None
