"""Find standard numbers in running text, with the grammar that reads a single number.

A place where a number may begin is found by its prefix; the grammar of that prefix reads on from there; then it is
asked whether this can stand in a sentence: ``8 GB 16``, ``CH 1`` and ``EN 2025`` look like numbers and are none.
A number without a year ("undated") is allowed where its prefix cannot be taken for anything else.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from zhunsheng.core.identifiers.chinese import CODES
from zhunsheng.core.identifiers.fold import fold, upper
from zhunsheng.core.identifiers.foreign import FOREIGN
from zhunsheng.core.identifiers.number import grammars
from zhunsheng.core.identifiers.value import StandardNumber

__all__ = ["FoundIdentifier", "FoundNumber", "find_identifiers", "find_numbers", "normal_identifier"]

_CODES = "|".join(sorted((facts.code for facts in CODES.values()), key=lambda code: (-len(code), code)))
_FOREIGN = "|".join(sorted(map(re.escape, FOREIGN), key=len, reverse=True))
_START = re.compile(
    rf"(?<![A-Za-z0-9])(?:[Gg][Bb](?=\s?/\s?[TZtz])|{_CODES}|(?<!/)[TQ]\s?/|"
    r"(?:BS |DIN |NF |UNE |prEN|FprEN)?EN(?=[\s\d])|CEN[ /]|CWA \d|(?:ISO|IEC|CISPR|IWA)|(?:IEEE|ANSI|AIEE)|"
    rf"(?:{_FOREIGN})(?=[\s\-]\S)|"
    r"ITU|ETSI |JIS |W3C |RFC|BCP \d|TC\d{2,3}-|(?:19|20)\d{6}\s?-|(?:19|20)\d\d-\d{4})"
)
_WORTH = re.compile(r"[A-Za-z\d]")
_PARAGRAPH = re.compile(r"\n\s*\n")
_SHORT_YEAR = re.compile(r"(?:-|:|_)\s?(\d\d)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: a letter in a code's lower case, or a dash behind the code: no standard is printed so
_RUN_ON = re.compile(r"(?!gb)[A-Z]+(?:[a-mo-z]|-)")
_WALL = "\x00"
#: no number is longer; a grammar never sees more than this
_LONGEST = 240
_CHINESE = frozenset({"gb", "sector", "local", "group", "enterprise"})
#: sectors and engineering codes: without a year or a mandate they are as often a category (CH 1) or a size (MT 500)
_WEAK = {
    facts.code
    for facts in CODES.values()
    if facts.area or (facts.scheme == "sector" and len(facts.code) == 2)
}


class FoundIdentifier(NamedTuple):
    """A number found: its normal form, and where it stands (offsets into the text given)."""

    canonical: str
    start: int
    end: int


class FoundNumber(NamedTuple):
    """A number found, as a value, and where it stands (offsets into the text given)."""

    number: StandardNumber
    start: int
    end: int


def find_numbers(text: str) -> list[FoundNumber]:
    """Every standard number in ``text``, in order; a number may run over a line's end, not over a blank line."""
    if not _WORTH.search(text):
        return []
    line = fold(text) if "\n" not in text else _joined(text)
    places: list[int] | None = None
    if "  " in line:
        line, places = _single(line)
    capitals = upper(line)
    found: list[FoundNumber] = []
    at = 0
    while match := _START.search(line, at):
        begin = match.start()
        window = slice(begin, begin + _LONGEST)
        read = _read_at(line[window], capitals[window], line[max(0, begin - 8) : begin])
        if read is None:
            at = begin + 1
            continue
        number, length = read
        at = begin + length
        start, end = (places[begin], places[at - 1] + 1) if places else (begin, at)
        found.append(FoundNumber(number._replace(printed=text[start:end]), start, end))
    return found


def find_identifiers(text: str) -> list[FoundIdentifier]:
    """Every standard number in ``text`` in its normal form; a year of two digits stays, "所有部分" goes.

    Those of foreign bodies (SAE, ASTM …) are left out: in a guide they stand beside a standard, never for it.
    """
    return [
        FoundIdentifier(_as_printed(item.number, text[item.start : item.end]), item.start, item.end)
        for item in find_numbers(text)
        if item.number.scheme != "foreign"
    ]


def normal_identifier(text: str) -> str | None:
    """The normal form of the first standard number in ``text``; None where there is none."""
    found = find_identifiers(text)
    return found[0].canonical if found else None


def _joined(text: str) -> str:
    """Folded text in which a blank line is a wall that no number crosses; as long as ``text``."""
    walled = _PARAGRAPH.sub(lambda found: _WALL * len(found.group()), text)
    return fold(walled)


def _single(line: str) -> tuple[str, list[int]]:
    """``line`` with single blanks, and for each character its place in ``line``."""
    places = [at for at, letter in enumerate(line) if letter != " " or at == 0 or line[at - 1] != " "]
    return "".join(line[at] for at in places), places


def _read_at(line: str, capitals: str, before: str) -> tuple[StandardNumber, int] | None:
    """The number at the beginning of ``line``, and its length, where the grammar reads one and a sentence can hold it."""
    for grammar in grammars(capitals[:2]):
        read = grammar(line, capitals, 0)
        short = read and read[0].scheme in _CHINESE and _SHORT_YEAR.search(line[: read[1]])
        if short and short[1][0] in "1234":  # 1—20项: no year
            read = grammar(line[: short.start()], capitals[: short.start()], 0)
        if read and _plausible(read[0], line, read[1], before):
            return read[0], len(line[: read[1]].rstrip())
    return None


def _plausible(number: StandardNumber, line: str, end: int, before: str) -> bool:
    """Whether what was read stands alone and is not a category, a size, a clause or a year."""
    following = line[end : end + 1]
    year = number.year is not None or number.edition or number.supplement
    dated = bool(year) or "X" in number.canonical[len(number.undated) :]
    if following.isascii() and following.isalnum() and not (dated and following.islower()):
        return False
    if number.scheme in _CHINESE:
        return _plausible_chinese(number, line[:end], before, dated)
    if number.scheme in {"iso", "en"}:
        if dated or number.stage or number.number.startswith("DIR"):
            return True
        digits = number.number.partition("~")[0]
        european = number.scheme == "en"
        looks_like_year = european and not number.part and bool(_YEAR.fullmatch(digits))
        return len(digits) >= (3 if european else 2) and not looks_like_year
    return _plausible_elsewhere(number, dated)


def _plausible_elsewhere(number: StandardNumber, dated: bool) -> bool:
    """IEEE, ITU, W3C and the rest: what the catalogue of one body may print is not always a number in a sentence."""
    if number.scheme == "itu":
        return "." in number.number or bool(number.supplement)
    if number.scheme == "w3c":
        return dated
    if number.scheme == "ieee":
        return dated or number.publisher == "IEEE"
    if number.scheme == "foreign":  # NIST 2023; SAE 10W-40
        named = (
            number.kind or number.publisher not in {"NIST", "3GPP", "SAE"} or number.number.startswith("J")
        )
        return bool(named) and not _YEAR.fullmatch(number.number)
    return number.scheme != "jis" or dated or number.publisher == "JIS"


def _plausible_chinese(number: StandardNumber, printed: str, before: str, dated: bool) -> bool:
    """A bare prefix with a number is as often a code of a category (CH 1), a placeholder or a size (8 GB 16)."""
    if _RUN_ON.match(printed) or (number.kind and not number.year and "/" not in printed):
        return False  # JY-60-02; 30 MHz - 6
    if dated:
        if number.scheme == "enterprise" and len(number.publisher) < 4:
            return False
        short = number.scheme in {"group", "enterprise"} and number.problem.startswith("年代号")
        return not short and bool(number.year or number.placeholder or number.supplement)
    if number.placeholder:
        return False
    if number.scheme in {"group", "enterprise"}:
        return len(number.publisher) > 3
    if before.endswith("/") or (not number.kind and number.publisher in _WEAK):
        return False  # G/TBT/9
    if number.publisher == "GB" and not number.kind:
        return len(number.number) >= 3 and not before.rstrip()[-1:].isdigit()
    return True


def _as_printed(number: StandardNumber, printed: str) -> str:
    """The canonical form, but a year of two digits as it stands."""
    if number.all_parts:
        return number.canonical.replace("（所有部分）", "").replace(" (all parts)", "")
    short = _SHORT_YEAR.search(fold(printed))
    if short and number.year and number.scheme in _CHINESE and number.canonical.endswith(f"-{number.year}"):
        return f"{number.canonical[:-4]}{short[1]}"
    return number.canonical
