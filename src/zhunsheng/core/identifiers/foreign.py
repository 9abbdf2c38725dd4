"""Grammar of the foreign bodies that guides and adoptions name beside ISO and IEC: ASTM, SAE, UL, NIST, 3GPP and others.

Each prints in its own way; what follows the code is kept as printed, with blanks set in one way and the year told.
Which codes there are is content (``foreign`` in ``content/vocabularies/numbers.yaml``).
"""

from __future__ import annotations

import re

from zhunsheng.core.identifiers.tables import foreign_codes
from zhunsheng.core.identifiers.value import StandardNumber

__all__ = ["FOREIGN", "read_foreign"]

#: code → kinds of documents it may print before the number
FOREIGN: dict[str, tuple[str, ...]] = foreign_codes()
_CODES = "|".join(sorted(map(re.escape, FOREIGN), key=lambda code: (-len(code), code)))
_KINDS = "|".join(
    sorted({kind.upper() for kinds in FOREIGN.values() for kind in kinds}, key=len, reverse=True)
)
_HEAD = rf"(?P<code>{_CODES})(?![A-Z])(?:[\s\-/](?P<kind>{_KINDS})(?![A-Z]))?[\s\-]?"
_SERIAL = r"(?:[A-Z]{1,3}[\s\-]?)?\d{1,6}[A-Z]{0,2}"
_END = r"(?![A-Z\d]|[.\-/:_]\d)"
_FOREIGN = re.compile(
    rf"{_HEAD}(?P<number>{_SERIAL}(?:[.\-](?!(?:19|20)\d\d(?!\d))\d{{1,5}}(?:[A-Z](?!\d))?)*)"
    r"(?:\s?(?P<revision>REV(?:ISION)?\.?\s?\d{1,2}|R\d{1,2}))?"
    rf"(?:\s?(?P<sep>[:\-_])\s?(?P<year>(?:19|20)\d\d)(?P<more>\d\d)?)?{_END}"
)
#: ASTM prints a year of two digits, and a letter or an editorial change behind it
_ASTM = re.compile(
    rf"(?P<code>ASTM)[\s\-]*(?P<kind>)(?P<number>[A-Z]{{1,2}}\s?\d{{1,5}}(?:\.\d{{1,3}})?(?:/[A-Z]\d{{1,5}}M?|M)?)(?P<revision>)"
    rf"(?:(?P<sep>-)(?P<year>\d\d(?:\d\d)?)(?P<more>[A-Z]?(?:\(\d{{4}}\))?(?:E\d)?))?{_END}"
)


def read_foreign(text: str, capitals: str, start: int = 0) -> tuple[StandardNumber, int] | None:
    """A number of one of the bodies of :data:`FOREIGN` at ``start`` of the folded text, and where it ends."""
    match = (_ASTM if capitals.startswith("ASTM", start) else _FOREIGN).match(capitals, start)
    if not match:
        return None
    code, kind = match["code"], match["kind"] or ""
    allowed = {known.upper(): known for known in FOREIGN[code]}
    if kind and kind not in allowed:
        return None
    number, revision = match["number"].replace(" ", ""), match["revision"] or ""
    revision = "Rev." + re.sub(r"\D", "", revision) if revision else ""
    tail, year = "", None
    if printed := match["year"]:
        year = int(printed) + (0 if len(printed) == 4 else 1900 if int(printed) >= 50 else 2000)
        tail = f"{match['sep']}{printed}{(match['more'] or '').lower()}"
    if code == "OIML" and number[0].isalpha():
        number = f"{number[0]} {number[1:]}"
    undated = " ".join(word for word in (code, allowed.get(kind, ""), number) if word)
    canonical = f"{undated}{' ' + revision if revision else ''}{tail}"
    identity = f"{undated}-{year}{(match['more'] or '').lower()}" if code == "ASTM" and year else ""
    found = StandardNumber(
        text, canonical, "foreign", code, allowed.get(kind, ""), number, "", year, "", "", revision, "",
        undated, identity,
    )  # fmt: skip
    return found, match.end()
