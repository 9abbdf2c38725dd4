"""Find standard numbers in text and write them in one form (``GB/T 13016-2018``).

Grammar after GB/T 1.1-2020 and the numbering rules of SAMR Order 59 for Chinese numbers, and the bodies' own
printing for ISO, IEC, IEEE, ITU, ETSI and EN; dashes, full-width forms and missing spaces are folded. A number
without a year ("undated") is allowed where its prefix cannot be taken for anything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["FoundIdentifier", "find_identifiers", "normal_identifier"]

_SECTOR = (
    "AQ|BB|CB|CH|CJ|CY|DA|DB|DL|DY|DZ|EJ|FZ|GA|GH|GM|GY|HB|HG|HJ|HS|HY|JB|JC|JG|JR|JT|JY|KA|LB|LD|LS|LY|MH|MT|MZ|"
    "NB|NY|QB|QC|QJ|QX|RB|SB|SC|SF|SH|SJ|SL|SN|SW|SY|TB|TD|TJ|TY|WB|WH|WJ|WM|WS|WW|XB|XF|YB|YC|YD|YJ|YS|YY|YZ|ZY"
)
_SECTORS = frozenset(_SECTOR.split("|"))
# Engineering construction has prefixes of its own: 城镇 CJJ, 建筑 JGJ, 公路 JTG/JTJ, 水运 JTS, a province's DGJ32/TJ.
_BUILDING = r"CJJ|JGJ|JT[GJS]|CECS|DGJ\s*\d{2}|DBJ(?:\s*\d{2})?"
_ALONE = r"(?<![A-Za-z0-9])"
_SLASH = r"\s*/\s*"
_YEAR = r"(?:\s*(?:-{1,2}|:(?=\s*(?:19|20)\d\d))\s*(?P<year>(?:19|20)(?:\d\d|[Xx]{2})|[05-9]\d|[Xx]{2,4})(?![\dXx]))?"
_SHEET = r"(?:\s*/\s*(?P<sheet>XG\s*\d{1,2}(?:\s*-\s*\d{4})?))?"
_NUMBER = r"(?P<number>\d{1,6}(?:\.\d{1,4}){0,3}[A-Z]?(?![A-Za-z\d])|[Xx]{2,5})(?P<range>~\d{1,4})?"
_CHINESE = re.compile(
    rf"{_ALONE}(?P<prefix>[Gg][Bb]{_SLASH}[TZtz]|GB[TZ]{_SLASH}T|GB[TZ]?|GJB(?:{_SLASH}Z)?|JJ[FG]|"
    rf"DB\s*\d{{2}}(?:\d\d)?(?:{_SLASH}[TZ]|\s*/)?|(?:{_BUILDING})(?:{_SLASH}[TZ][A-Z]?)?(?:{_SLASH}TJ)?|"
    rf"(?:{_SECTOR})(?:{_SLASH}[TZ])?)\s*(?P<letter>(?<=JTG)\s*[A-H]|(?<=JTG/T)\s*[A-H])?{_NUMBER}{_YEAR}{_SHEET}"
)
# A code of a society or an enterprise that ends in a digit stands apart from the number.
_GROUP = re.compile(
    rf"(?<![A-Za-z0-9/])(?P<prefix>T{_SLASH}[A-Z](?:[A-Z0-9]{{0,8}}[A-Z]|[A-Z0-9]{{1,9}}(?=\s))|"
    rf"Q{_SLASH}(?:\d{{6}}\s+)?(?:[A-Z0-9]{{1,11}}[A-Z]|[A-Z0-9]{{2,12}}(?=\s)))\s*{_NUMBER}{_YEAR}"
)
_SUPPLEMENT = (
    r"(?P<more>(?:\s?/\s?(?:(?:CD|DIS|FDIS|PRF)\s)?(?:D?A[Mm][Dd]?|FDAM|D?C[Oo][Rr]|Suppl?)[. ]{0,2}\d{1,2}"
    r"(?:\s?:\s?(?:19|20)\d\d)?)*)(?:\([EFR]\))?"
)
_STAGES = r"TR|TS|PAS|DTS|DTR|DPAS|DIS|FDIS|CD|WD|AWI|PWI|NP|PRF|Guide|GUIDE|IWA|R"
_ISO = re.compile(
    rf"{_ALONE}(?P<prefix>(?:EN\s+)?(?:ISO{_SLASH}IEC(?:{_SLASH}IEEE)?|ISO|IEC)|EN)(?:\s*/?\s*(?P<kind>{_STAGES})(?![A-Za-z]))?"
    r"\s*(?P<number>\d{1,6}(?:\.\d{1,4}){0,3}(?:-\d{1,3}(?:\.\d{1,2})?){0,2}(?![\dA-Za-z]))"
    rf"(?:\s*[:\-]\s*(?P<year>(?:19|20)\d\d)(?!\d))?{_SUPPLEMENT}"
)
_IEEE = re.compile(
    rf"{_ALONE}IEEE\s*(?P<kind>Std\.?|P)?\s*(?P<number>C?\d{{2,5}}(?:\.\d{{1,4}}){{0,3}}[a-z]{{0,2}}(?![\dA-Za-z]))"
    r"(?P<more>(?:/D\d{1,2}(?:\.\d{1,2})?)?(?:/Cor\s?\d{1,2}-\d{4})?)(?:\s*[:\-]\s*(?P<year>(?:19|20)\d\d)(?!\d))?"
)
_ITU = re.compile(
    rf"{_ALONE}(?P<prefix>ITU-[TR])\s*(?:Rec(?:ommendation)?\.?|REC)?[\s\-]*(?P<number>[A-Z]{{1,3}}\.\d{{1,4}}(?:\.\d{{1,4}}){{0,2}}(?!\d))"
    r"(?:\s*\((?P<date>\d{1,2}/\d{4})\))?"
)
_ETSI = re.compile(
    rf"{_ALONE}ETSI\s+(?P<kind>TS|TR|EN|ES|EG|GS|GR|SR)\s+(?P<number>(?:[A-Z]{{2,5}}(?:-[A-Z]{{2,5}})?\s)?\d{{3}}(?:\s\d{{3}})?(?:-\d{{1,3}}){{0,2}}(?!\d))"
    r"(?:\s+(?P<edition>V\d{1,2}\.\d{1,2}\.\d{1,2}))?(?:\s*\((?P<date>\d{4}-\d{2})\))?"
)
_WHOLE = re.compile(
    rf"{_ALONE}(?:(?:19|20)\d{{6}}-[TQZ]-\d{{3}}|(?:19|20)\d\d-\d{{4}}[TQZ]?-[A-Z]{{2}}|"
    rf"TC\d{{2,3}}-(?:[A-Z]{{2,3}}-)?\d{{3,6}}[A-Z]?(?:-(?:19|20)\d\d)?|IEC White Paper [A-Z]{{2,6}}:\d{{4}})(?![A-Za-z\d])"
)
_FOLD = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―－﹣−", "-"),
        **dict.fromkeys("／∕⁄", "/"),
        **dict.fromkeys("～〜∼", "~"),
        **{chr(0xFF01 + step): chr(0x21 + step) for step in range(94) if chr(0x21 + step) not in "-/~"},
        "×": "X",
    }
)
_WORTH = re.compile(r"[A-Za-z\d]")


class FoundIdentifier(NamedTuple):
    """A number found: its normal form, and where it stands (offsets into the text given)."""

    canonical: str
    start: int
    end: int


def find_identifiers(text: str) -> list[FoundIdentifier]:
    """Every standard number in ``text``, in order, overlaps resolved in favour of the longer."""
    folded = text.translate(_FOLD)  # one character for one, so offsets stay true
    if not _WORTH.search(folded):
        return []
    found: list[FoundIdentifier] = []
    for pattern, write in _GRAMMAR:
        for match in pattern.finditer(folded):
            if canonical := write(match):
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


def _tight(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


def _write_chinese(match: re.Match[str]) -> str | None:
    prefix, number, year = _tight(match["prefix"]).upper().rstrip("/"), match["number"], match["year"]
    if prefix in {"GBT", "GBT/T"}:  # the slash is lost
        if not year:
            return None
        prefix = "GB/T"
    if not year and not _stands_undated(match, prefix, number):
        return None
    number = _tight(match["letter"]) + number.upper() + (match["range"] or "")
    sheet = f"/{_tight(match['sheet'])}" if match["sheet"] else ""
    return f"{prefix} {number}" + (f"-{year.upper()}" if year else "") + sheet


def _stands_undated(match: re.Match[str], prefix: str, number: str) -> bool:
    """A bare prefix with a number is as often a code of a category (CH 1), a placeholder or a size (8 GB 16)."""
    if prefix in _SECTORS or number[0] in "Xx":
        return False
    if prefix == "GB":
        before = match.string[: match.start()].rstrip()
        return len(number) >= 3 and not before[-1:].isdigit()
    return True


def _write_group(match: re.Match[str]) -> str | None:
    number, year = match["number"], match["year"]
    if not year and number[0] in "Xx":
        return None
    prefix = re.sub(r"\s*/\s*", "/", _spaced(match["prefix"]))
    return f"{prefix} {number.upper()}{match['range'] or ''}" + (f"-{year.upper()}" if year else "")


def _write_iso(match: re.Match[str]) -> str | None:
    prefix = re.sub(r"\s*/\s*", "/", _spaced(match["prefix"]))
    kind, number, year = match["kind"] or "", match["number"], match["year"]
    looks_like_year = re.fullmatch(r"(?:19|20)\d\d", number) is not None
    if not year and (len(number) < 2 or (prefix == "EN" and (looks_like_year or len(number) < 3))):
        return None
    # ISO alone writes ISO/TS 22163; with IEC it is ISO/IEC TS 22989, and IEC TS 62443.
    lead = f"{prefix}{'/' if prefix.endswith('ISO') else ' '}{kind}" if kind else prefix
    more = re.sub(r"\s?/\s?", "/", _spaced(match["more"]))
    more = re.sub(r"(?<=[a-zM])[. ]{1,2}(?=\d)", " ", more).replace(" :", ":").replace(": ", ":")
    return f"{lead} {number}" + (f":{year}" if year else "") + more


def _write_ieee(match: re.Match[str]) -> str:
    kind = "P" if match["kind"] == "P" else "Std " if match["kind"] else ""
    return f"IEEE {kind}{match['number']}{match['more']}" + (f"-{match['year']}" if match["year"] else "")


def _write_itu(match: re.Match[str]) -> str:
    return f"{match['prefix']} {match['number']}" + (f" ({match['date']})" if match["date"] else "")


def _write_etsi(match: re.Match[str]) -> str:
    lead = f"ETSI {match['kind']} {_spaced(match['number'])}"
    lead += f" {match['edition']}" if match["edition"] else ""
    return lead + (f" ({match['date']})" if match["date"] else "")


_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (_CHINESE, _write_chinese),
    (_GROUP, _write_group),
    (_ISO, _write_iso),
    (_IEEE, _write_ieee),
    (_ITU, _write_itu),
    (_ETSI, _write_etsi),
    (_WHOLE, lambda match: match.group()),
)
