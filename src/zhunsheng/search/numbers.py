"""Numbers of standards in the form in which any part of them is found: ``GB/T 45288.1-2025`` → ``GBT45288.1.2025``.

A number is listed under its whole compact form and again from the beginning of each group of digits, so that
``45288.1`` and ``1169-2021`` are beginnings of a listed form, found in a sorted table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

__all__ = ["Form", "apart", "apart_all", "compact", "forms", "lead_of", "number_key", "question_forms"]

#: compact form and its weight: 0 from the start, 1 from the code before the digits, 2 main digits, 3 later digits
Form = tuple[str, int]
#: forms by weight, as far as there are some: the first of each
Listed = tuple[str | None, str | None, str | None, str | None]

_BETWEEN = re.compile(r"(?<=\d)[^0-9A-Z]+(?=\d)")
_OTHER = re.compile(r"[^0-9A-Z.]+|\.(?!\d)|(?<![0-9])\.")
_GROUP = re.compile(r"(?<!\d)\d+")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_WORDS = re.compile(r"[A-Z]+")
_SPLIT = re.compile(r"([A-Z]*)(\d.*)\Z")
_WORD = re.compile(r"(?<![0-9A-Z])[A-Z]+")
_LATER_GROUPS, _LATER_WORDS = 3, 3
#: words that do not begin what people type of a number
_NO_BEGINNING = frozenset(["T", "Z", "Q", "V", "AMD", "COR", "XG", "CSV", "RLV", "ED", "STD"])
_PLAIN = re.compile(r"(?:([A-Z]+)/)?([A-Z]+) (\d+)(\.\d+)?(?:[-:](\d{4}))?\Z", re.ASCII)
#: the same of each line of a text, and any other line
_LINES = re.compile(rf"^{_PLAIN.pattern[:-2]}$|^(.*)$", re.ASCII | re.MULTILINE)
#: numbers of the makes that are common abroad: words, and groups of digits
_PARTED = re.compile(r"([A-Z]+(?:[/ ][A-Z]+)*) (\d+(?:[-.:]\d+)*)\Z", re.ASCII)
_KINDS = {
    "GB": ("GBT", "GBZ"),
    "ISO": (
        "ISOIEC",
        "ISOTR",
        "ISOTS",
        "ISOPAS",
        "ISOIECTR",
        "ISOIECTS",
        "ISOIECPAS",
        "ISOIECIEEE",
        "ISOGUIDE",
    )
    + (
        "ISOIECGUIDE",
        "ISODIS",
        "ISOFDIS",
        "ISOCD",
        "ISOIECDIS",
        "ISOIECFDIS",
        "ISOIECCD",
        "ISOR",
        "ISOIECDTR",
    ),
    "ISOIEC": ("ISOIECTR", "ISOIECTS", "ISOIECPAS", "ISOIECIEEE", "ISOIECGUIDE", "ISOIECDIS", "ISOIECFDIS")
    + ("ISOIECCD", "ISO", "ISOIECISP", "ISOIECDTR", "ISOIECDTS"),
    "IEC": ("ISOIEC", "IECTR", "IECTS", "IECPAS", "ISOIECTR", "ISOIECTS", "ISOIECIEEE", "IECIEEE"),
    "IEEE": ("IEEESTD", "IEEEP", "ISOIECIEEE", "IECIEEE"),
    "ITU": ("ITUT", "ITUR"),
    "T": (),
    "Q": (),
}
_NO_KINDS = frozenset(["EN", "ETSI", "JIS", "RFC", "TC", "V", "X", "Y"])


def compact(text: str) -> str:
    """Capitals and digits; a point between two groups of digits, whatever was printed there."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return _OTHER.sub("", _BETWEEN.sub(".", text.upper()))


@lru_cache(maxsize=4096)
def number_key(text: str) -> str:
    """The form by which two writings of a whole number are equal."""
    return compact(text)


def lead_of(number: str) -> str:
    """The letters before the first digits: ``T/CESA 1169-2021`` → ``TCESA``."""
    plain = _PLAIN.match(number)
    if plain:
        return (plain[1] or "") + plain[2]
    found = _WORDS.match(compact(number))
    return found.group() if found else ""


def apart(number: str) -> tuple[str, Sequence[Form]]:
    """Both of what :func:`lead_of` and :func:`forms` say of a number."""
    if plain := _PLAIN.match(number):
        return (plain[1] or "") + plain[2], _plain_forms(plain)
    if parted := _PARTED.match(number):
        return parted[1].replace("/", "").replace(" ", ""), _parted_forms(parted)
    return lead_of(number), forms(number)


def apart_all(numbers: Sequence[str]) -> tuple[list[str], list[Listed], list[tuple[int, Form]]]:
    """The same of many numbers: leads, forms by weight, and further forms with the places of their numbers."""
    lines = "\n".join(numbers)
    if lines.count("\n") == len(numbers) - 1:
        found = _LINES.findall(lines)
    else:  # ends of lines inside
        found = [("",) * 6 for _ in numbers]
    leads, listed, further = [], [], []
    for number, (before, word, digits, parts, year, _) in zip(numbers, found, strict=True):
        if word:
            leads.append(before + word)
            listed.append(_plain_listed(before, word, digits, parts, year))
            continue
        lead, forms_ = apart(number)
        leads.append(lead)
        row: list[str | None] = [None, None, None, None]
        for form, weight in forms_:
            if row[weight] is None:
                row[weight] = form
            else:
                further.append((len(listed), (form, weight)))
        listed.append((row[0], row[1], row[2], row[3]))
    return leads, listed, further


@lru_cache(maxsize=1 << 13)
def forms(number: str) -> tuple[Form, ...]:
    """Every form under which ``number`` is listed, each once."""
    if plain := _PLAIN.match(number):
        return tuple(_plain_forms(plain))
    if parted := _PARTED.match(number):
        return tuple(_parted_forms(parted))
    return _any_forms(number)


def _any_forms(number: str) -> tuple[Form, ...]:
    """The same for a number of any make."""
    whole = compact(number)
    if not whole:
        return ()
    found: dict[str, int] = {whole: 0}
    capitals = number.upper() if number.isascii() else unicodedata.normalize("NFKC", number).upper()
    words = [word for word in _WORD.finditer(capitals) if word.start() and word.group() not in _NO_BEGINNING]
    for word in words[:_LATER_WORDS]:
        rest = compact(capitals[word.start() :])
        if any(char.isdigit() for char in rest):
            found.setdefault(rest, 1)
    for count, match in enumerate(_GROUP.finditer(whole)):
        if count > _LATER_GROUPS:
            break
        rest = whole[match.start() :]
        if count == 0:
            if _WORDS.fullmatch(whole[: match.start()] or "A"):
                found.setdefault(rest, 2)
        elif not _YEAR.match(rest):
            found.setdefault(rest, 3)
    return tuple(found.items())


def _plain_forms(number: re.Match[str]) -> list[Form]:
    """The same for a number of the commonest make: letters, digits, parts, year."""
    listed = _plain_listed(*number.groups(""))
    return [(form, weight) for weight, form in enumerate(listed) if form is not None]


def _plain_listed(before: str, word: str, digits: str, parts: str, year: str) -> Listed:
    rest = f"{digits}{parts}.{year}" if year else digits + parts
    later = word + rest
    whole = before + later
    after = rest[len(digits) + 1 :] if parts else None
    if after and _YEAR.match(after):
        after = None
    return whole, later if before and word not in _NO_BEGINNING else None, rest, after


def _parted_forms(number: re.Match[str]) -> list[Form]:
    """The same for words and groups of digits."""
    letters, digits = number.groups()
    words = letters.replace("/", " ").split(" ")
    rest = digits.replace("-", ".").replace(":", ".")
    found = [("".join(words) + rest, 0)]
    later = [place for place, word in enumerate(words) if place and word not in _NO_BEGINNING]
    found += [("".join(words[place:]) + rest, 1) for place in later[:_LATER_WORDS]]
    found.append((rest, 2))
    after = rest
    for _ in range(_LATER_GROUPS):
        _, point, after = after.partition(".")
        if not point:
            break
        if not _YEAR.match(after):
            found.append((after, 3))
    return found


@lru_cache(maxsize=1024)
def question_forms(text: str) -> tuple[str, ...]:
    """Beginnings of forms that ``text`` may stand for: itself, and with the mandate that people leave out.

    ``GB 45288`` → ``GB45288``, ``GBT45288``, ``GBZ45288``; ``ISO 42001`` → ``ISO42001``, ``ISOIEC42001`` …
    """
    whole = compact(text)
    match = _SPLIT.match(whole)
    if not match:
        return (whole,) if whole else ()
    lead, digits = match.groups()
    if not lead:
        return (whole,)
    if local := re.match(r"DB(\d{2,4})[.]?(\d.*)\Z", whole):
        return (whole, f"DB{local[1]}T{local[2]}")
    kinds = _KINDS.get(lead)
    if kinds is None:
        kinds = (f"{lead}T", f"{lead}Z") if len(lead) <= 3 and lead not in _NO_KINDS else ()
    return (whole, *(kind + digits for kind in kinds))
