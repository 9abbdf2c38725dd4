"""The number of a standard as a value: its parts, its one canonical form, and the keys by which it is matched.

One number written ten ways is one number; two that look alike (``GB/Z 2`` and ``GBZ 2``) are not. Grammar after
GB/T 1.1-2020, SAMR Order 59 and the bodies' own printing. One grammar for each family of publishers stands in a
module of its own; here the family is chosen by the first two letters, and what surrounds a number is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from zhunsheng.core.identifiers import chinese, european, foreign, ieee, iso, telecom
from zhunsheng.core.identifiers.fold import folded, upper
from zhunsheng.core.identifiers.tables import adoption_marks
from zhunsheng.core.identifiers.value import StandardNumber

__all__ = ["StandardNumber", "format_number", "grammars", "read_number", "same_number"]

Grammar = Callable[[str, str, int], "tuple[StandardNumber, int] | None"]
#: longer texts are no numbers; a title that follows one is cut here
_LONGEST = 400


def _dispatch() -> dict[str, tuple[Grammar, ...]]:
    """First two letters in capitals → the grammars to try, in order."""
    table: dict[str, list[Grammar]] = {}

    def offer(grammar: Grammar, *heads: str) -> None:
        for head in heads:
            if grammar not in table.setdefault(head[:2], []):
                table[head[:2]].append(grammar)

    offer(chinese.read_chinese, *chinese.CODES)
    offer(chinese.read_society, "T/", "T ", "T_", "T-")
    offer(chinese.read_enterprise, "Q/", "Q ", "Q_")
    offer(chinese.read_plan, "19", "20")
    offer(chinese.read_tc260, "TC")
    offer(iso.read_iso, "ISO", "IEC", "CISPR", "IWA", "CEI", "CD IWA", "DIS IWA", "FDIS IWA")
    offer(telecom.read_itu, "ITU")
    offer(telecom.read_etsi, "ETSI")
    offer(telecom.read_jis, "JIS", "TR", "TS")
    offer(telecom.read_w3c, "W3C")
    offer(foreign.read_foreign, *foreign.FOREIGN)
    offer(telecom.read_ietf, "IETF", "RFC", "BCP", "STD", "FYI", "IEN")
    offer(
        ieee.read_ieee, "IEEE", "ANSI", "AIEE", "IRE", "ASA", "USAS", "ISO", "IEC", "NACE", "AMPP", "ASHRAE"
    )
    offer(
        european.read_european,
        "EN", "CEN", "CLC", "CWA", "HD", "PREN", "FPREN", "BS", "PD", "DIN", "NF", "UNE", "UNI", "NEN", "NBN",
        "ÖNORM", "OENORM", "PN", "CSN", "SIST", "EVS", "LST", "LVS",
    )  # fmt: skip
    for letter in "ABCDEFGHIJKLMNOPQRSTUVXYZ":
        offer(telecom.read_bare_itu, f"{letter}.", f"{letter} ")
    offer(telecom.read_bare_itu, "MES", "EMC", "QOS", "IMPL", "SEC")
    return {head: tuple(found) for head, found in table.items()}


_GRAMMARS = _dispatch()
_BARE_SERIES = re.compile(r"[A-Z]-?\d{2}")
_MARKS = "|".join(sorted(map(re.escape, adoption_marks()), key=len, reverse=True))
_MARK_BEFORE = re.compile(rf"(?P<mark>{_MARKS})(?:(?<![A-Za-z])|(?![A-Za-z]))[\s:]*")
_MARK_BEHIND = re.compile(rf"[\s,;，、(]*(?P<mark>{_MARKS})(?![A-Za-z])[\s)]*$")
#: two numbers with a stroke between them: the cover of a standard that is identical with an international one
_SECOND_NUMBER = re.compile(r"\s?/\s?(?=ISO|IEC|CISPR|IEEE)")
_MARK_LEADS = re.compile(rf"[\s,;，、(]*(?P<mark>{_MARKS})(?:(?<![A-Za-z])|(?![A-Za-z]))[\s:]*(?=[A-Z])")
_IN_BRACKETS = re.compile(rf"\((?P<inner>[A-Z][^()]{{4,60}}?)[\s,;，、]+(?P<mark>{_MARKS})\s?\)\s?$")
#: the amendment sheet named behind the title, as the national platform lists it
_SHEET_BEHIND = re.compile(
    r"[《(]?(?:国家标准|行业标准|地方标准)?\s?第\s?(?:\d{1,2}|[一二三四五六七八九])\s?号修改单[》)]?$"
)
_OPENING = " 《<\"'“‘(["
_TRAIL = " .,;:、。,;》>\"'”’)]】"


def grammars(head: str) -> tuple[Grammar, ...]:
    """The grammars to try for a number whose first two letters, in capitals, are ``head``."""
    return _GRAMMARS.get(head, ())


def read_number(text: str) -> StandardNumber | None:
    """The number that ``text`` is or begins with; None where it is not one. Never raises.

    Marks of adoption are taken off (``adoption``), a title behind the number is left (``rest``).
    """
    return _read(text)


@lru_cache(maxsize=1 << 14)
def _read(text: str) -> StandardNumber | None:
    line = folded(text)
    if len(line) > _LONGEST:
        line = line[:_LONGEST]
    found = _plain(text, line)
    return found if found or not line else _surrounded(text, line)


def _plain(text: str, line: str) -> StandardNumber | None:
    """The number that stands at the beginning of ``line``."""
    capitals = upper(line)
    for grammar in _GRAMMARS.get(capitals[:2], ()):
        if found := grammar(line, capitals, 0):
            number, end = found
            if end == len(line):
                return number if text == line else number._replace(printed=text)
            if finished := _finished(text, line, number, end):
                return finished
    if _BARE_SERIES.match(capitals) and (found := telecom.read_bare_itu(line, capitals, 0)):
        return found[0]._replace(printed=text)
    return None


def _finished(text: str, line: str, number: StandardNumber, end: int) -> StandardNumber | None:
    """The number where what follows it may follow a number: a mark of adoption, a title; None where it may not."""
    rest = line[end:]
    if match := _MARK_BEHIND.match(rest):
        return number._replace(printed=text, adoption=adoption_marks()[match["mark"]])
    if ("/" in rest or "(" in rest or _MARK_LEADS.match(rest)) and (adopted := _adopted(number, rest)):
        degree, other, title = adopted
        return number._replace(printed=text, adoption=degree, adopts=other, rest=title)
    if "修改单" in rest and (sheet := _SHEET_BEHIND.search(rest)) and _takes_sheets(number):
        amended = chinese.read_chinese(text, f"{number.canonical}{sheet.group()}".upper())
        if amended and amended[0].supplement:
            return amended[0]._replace(rest=rest[: sheet.start()].strip(_TRAIL))
    first = rest[0]
    if first.isascii() and (first.isalnum() or first in "_/+~.:%@#&=*"):
        return None if rest.strip(_TRAIL) else number._replace(printed=text)
    if number.problem.startswith("年代号"):  # CB 1—20项: no year
        return None
    behind = rest.lstrip(" -") if rest.startswith(" -") else rest.strip(_TRAIL)
    if first == "-" or (behind and (behind[0].isdigit() or behind[0] in "/+~")):
        return None
    return number._replace(printed=text, rest=behind)


def _takes_sheets(number: StandardNumber) -> bool:
    return number.scheme in {"gb", "sector", "local"} and bool(number.year) and not number.supplement


def _adopted(number: StandardNumber, rest: str) -> tuple[str, str, str] | None:
    """Degree, number adopted, and what is left, of ``/ISO 9001:2015``, ``idt ISO 9001`` and ``标题（ISO 9001:2015，IDT）``."""
    if match := _SECOND_NUMBER.match(rest):
        inner, degree, title = rest[match.end() :], "IDT", ""
    elif match := _MARK_LEADS.match(rest):
        inner, degree, title = rest[match.end() :].rstrip(_TRAIL), adoption_marks()[match["mark"]], ""
    elif match := _IN_BRACKETS.search(rest):
        inner, degree = match["inner"], adoption_marks()[match["mark"]]
        title = rest[: match.start()].strip(_TRAIL)
    else:
        return None
    other = _plain(inner, inner)
    if other is None or other.adopts or other.adoption:
        return None
    if not match.groups() and not (number.year and other.year):
        return "", "", other.canonical  # GB/T 2828.1 / ISO 2859-1: beside each other, no more is said
    return degree, other.canonical, title or other.rest


def _surrounded(text: str, line: str) -> StandardNumber | None:
    """A number behind a mark of adoption, or between brackets."""
    bare = line.lstrip(_OPENING)
    if match := _MARK_BEFORE.match(bare):
        found = _plain(text, bare[match.end() :].lstrip(_OPENING))
        return found._replace(adoption=adoption_marks()[match["mark"]], printed=text) if found else None
    found = _plain(text, bare) if bare != line else None
    return found._replace(printed=text) if found else None


def format_number(number: StandardNumber, dash: str = "—") -> str:
    """The number as officially printed: Chinese numbers have the long dash before the year.

    >>> format_number(read_number("GB/T 1.1-2020"))
    'GB/T 1.1—2020'
    """
    if number.scheme not in {"gb", "sector", "local", "group", "enterprise"}:
        return number.canonical
    head, tail = number.canonical[: len(number.undated)], number.canonical[len(number.undated) :]
    return head + tail.replace("-", dash)


def same_number(first: str | StandardNumber, second: str | StandardNumber) -> bool:
    """Whether two printings are one number; False where either is not a number, or has placeholders in it."""
    one = read_number(first) if isinstance(first, str) else first
    other = read_number(second) if isinstance(second, str) else second
    if one is None or other is None or one.placeholder or other.placeholder:
        return False
    return one.key == other.key
