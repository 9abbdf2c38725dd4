"""Find standard numbers in text and write them in one form (``GB/T 13016-2018``).

Grammar after GB/T 1.1-2020 and the numbering rules of SAMR Order 59; dashes, full-width forms and missing
spaces are folded. A number without a year ("undated") is allowed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

__all__ = ["FoundIdentifier", "find_identifiers", "normal_identifier"]

_DASHES = "\\-‐‑‒–—―－﹣−"
_SECTOR = (
    "AQ|BB|CB|CH|CJ|CY|DA|DB|DL|DY|DZ|EJ|FZ|GA|GH|GM|GY|HB|HG|HJ|HS|HY|JB|JC|JG|JR|JT|JY|KA|LB|LD|LS|LY|MH|MT|MZ|"
    "NB|NY|QB|QC|QJ|QX|RB|SB|SC|SF|SH|SJ|SL|SN|SW|SY|TB|TD|TJ|TY|WB|WH|WJ|WM|WS|WW|XB|XF|YB|YC|YD|YJ|YS|YY|YZ|ZY"
)
_YEAR = rf"(?:\s*[{_DASHES}]{{1,2}}\s*(?P<year>(?:19|20)\d\d|\d\d|[Xx]{{2,4}})(?!\d))?"
_NUMBER = r"(?P<number>\d{1,6}(?:\.\d{1,4}){0,3}|[Xx]{2,5})"
_PATTERNS = (
    re.compile(
        rf"(?<![A-Za-z0-9])(?P<prefix>GB\s*/\s*[TZ]|GBZ(?:\s*/\s*T)?|GB|GJB(?:/Z)?|JJ[FG]|DB\s*\d{{2}}(?:\d\d)?(?:\s*/\s*[TZ])?|"
        rf"(?:{_SECTOR})(?:\s*/\s*[TZ])?)\s*{_NUMBER}{_YEAR}"
    ),
    re.compile(
        rf"(?<![A-Za-z0-9/])(?P<prefix>T\s*/\s*[A-Z][A-Z0-9]{{1,9}}|Q\s*/\s*[A-Z0-9]{{2,12}})\s*{_NUMBER}{_YEAR}"
    ),
    re.compile(
        r"(?<![A-Za-z0-9])(?P<prefix>ISO\s*/\s*IEC(?:\s*/\s*IEEE)?|ISO|IEC|IEEE|EN|ITU-T)"
        r"(?P<kind>\s*/?\s*(?:TR|TS|PAS|Std|P|Guide|Rec\.?))?\s*"
        r"(?P<number>(?:[A-Z]\.)?\d{2,6}(?:\.\d{1,4}){0,3}(?:-\d{1,3}){0,2}(?!\d))"
        rf"(?:\s*[:：{_DASHES}]\s*(?P<year>(?:19|20)\d\d)(?!\d))?"
    ),
    re.compile(r"(?<![A-Za-z0-9])(?P<plan>(?:19|20)\d{6}-[TQZ]-\d{3})(?!\d)"),
)
_FOLD = str.maketrans({**dict.fromkeys("‐‑‒–—―－﹣−", "-"), "／": "/", "：": ":", "．": "."})


class FoundIdentifier(NamedTuple):
    """A number found: its normal form, and where it stands (offsets into the text given)."""

    canonical: str
    start: int
    end: int


def _fold(text: str) -> str:
    """Half-width letters and digits, one kind of dash; the length never changes, so offsets stay true."""
    return "".join(
        unicodedata.normalize("NFKC", char) if 0xFF01 <= ord(char) <= 0xFF5E else char for char in text
    ).translate(_FOLD)


def find_identifiers(text: str) -> list[FoundIdentifier]:
    """Every standard number in ``text``, in order, overlaps resolved in favour of the longer."""
    folded = _fold(text)
    found: list[FoundIdentifier] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            canonical = _canonical(match)
            if canonical:
                found.append(FoundIdentifier(canonical, match.start(), match.end()))
    found.sort(key=lambda item: (item.start, -(item.end - item.start)))
    kept: list[FoundIdentifier] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def normal_identifier(text: str) -> str | None:
    """The normal form of the first standard number in ``text``; None where there is none."""
    found = find_identifiers(text)
    return found[0].canonical if found else None


def _canonical(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    if groups.get("plan"):
        return groups["plan"]
    prefix = re.sub(r"\s+", "", groups["prefix"])
    number, year = groups["number"], groups.get("year")
    if "kind" in groups:
        kind = re.sub(r"[\s/]+", "", groups["kind"] or "")
        dash = "-" if prefix == "IEEE" else ":"
        lead = f"{prefix} {kind} {number}" if kind else f"{prefix} {number}"
        return f"{lead}{dash}{year}" if year else lead
    if re.fullmatch(r"[Xx]+", number) and not year:
        return None
    # A bare two-letter prefix with a small number and no year is more often a category code than a standard.
    if not year and prefix in _SECTOR.split("|"):
        return None
    return f"{prefix} {number.upper()}" + (f"-{year.upper()}" if year else "")
