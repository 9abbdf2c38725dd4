"""Values as tables print them: dates in every form, numbers with dirt, lists of numbers in one cell."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from zhunsheng.catalogues.clean import iso_date, plain_text
from zhunsheng.catalogues.dialect import connector_content
from zhunsheng.core.identifiers.find import find_identifiers
from zhunsheng.core.identifiers.number import read_number
from zhunsheng.core.registry.record import Repair

__all__ = [
    "PrintedDate",
    "clean_number",
    "clean_title",
    "degree_of",
    "is_nothing",
    "read_date",
    "split_names",
    "split_numbers",
    "table_words",
]

_DAY = re.compile(
    r"(\d{4})\s*(?:[./年-]|\s)\s*(\d{1,2})(?:\s*(?:[./月-]|\s)\s*(\d{1,2})\s*[日号]?|\s*月)?(?:[ T]+\d{1,2}:\d\d.*)?"
)
_TIGHT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?")
_YEAR = re.compile(r"((?:18|19|20)\d\d)年?")
_SERIAL = re.compile(r"([1-7]\d{4})(?:\.\d+)?")
_ENGLISH = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+(?:(\d{1,2}),?\s+)?(\d{4})")
_BACKWARDS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_HAN_SMALL = r"\d{1,2}|[一二三四五六七八九]|[二三]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?"
_HAN_DATE = re.compile(
    rf"([\dOo〇○◯零一二三四五六七八九]{{4}})年(?:(元|{_HAN_SMALL})月(?:({_HAN_SMALL})[日号])?)?"
)
_HAN_DIGITS = str.maketrans("Oo〇○◯零一二三四五六七八九", "000000123456789")
_MONTHS = {
    name: index
    for index, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_BETWEEN_NUMBERS = re.compile(r"[、,，;；|\n\r]+|\s+(?:和|及|与|and)\s+|(?<=\d)[和及与](?=[A-Z])")
_AFTER_NOTE = re.compile(r"([)）])\s+(?=[A-Z])")
_BETWEEN_NAMES = re.compile(r"[、,，;；|\n\r]+")
_BARE = re.compile(r"\d[\d.]*(?:[—–-]\d{2,4})?")
_COMMITTEE = re.compile(r"(?:SAC/)?TC ?\d+(?:/SC ?\d+)?")
_TITLE_DIRT = re.compile(
    r"</?(?:sacinfo|b|i|u|em|strong|sub|sup|span|a|font|p|br|div|small|big|tt)\b[^<>]{0,200}>", re.IGNORECASE
)
_ODD_BLANK = re.compile("[\xa0　​﻿\t\r\n]")


class PrintedDate(NamedTuple):
    """A date as ISO, and how it was printed: ``iso``, ``form`` (another way of writing), ``serial`` (Excel's count) or
    ``han`` (figures written as Chinese characters).
    """

    iso: str
    form: str


class NumbersInCell(NamedTuple):
    """Numbers of one cell with (printed, partly), committees found where numbers belong, and what is no number."""

    numbers: tuple[tuple[str, bool], ...]
    committees: tuple[str, ...]
    rest: tuple[str, ...]


@cache
def table_words() -> dict[str, Any]:
    """``content/connectors/table.yaml``."""
    return connector_content("table")


@cache
def _nothing() -> frozenset[str]:
    return frozenset(table_words()["nothing"])


def is_nothing(text: str) -> bool:
    """Whether the text stands for "there is none": empty, 无, -, null …"""
    return not text or text.lower() in _nothing()


@lru_cache(maxsize=1 << 14)
def read_date(text: str, *, epoch_1904: bool = False) -> PrintedDate | None:
    """A date in any form tables print: ``2025.3.1``, ``2025年3月1日``, ``20250301``, ``45717`` (Excel), ``March 2025``,
    ``二〇二五年三月一日``.

    None where it is none, or where day and month could be either (``03/04/2025``).
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if found := iso_date(text):
        return PrintedDate(found, "iso" if found == text else "form")
    for pattern in (_DAY, _TIGHT, _YEAR):
        if match := pattern.fullmatch(text):
            parts = (*match.groups(), None, None)
            return _made(parts[0], parts[1], parts[2])
    if match := _SERIAL.fullmatch(text):
        start = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
        return PrintedDate((start + timedelta(days=int(match[1]))).isoformat(), "serial")
    if match := _ENGLISH.fullmatch(text):
        month = _MONTHS.get(match[2][:3].lower())
        return _made(match[4], month, match[1] or match[3]) if month else None
    if match := _BACKWARDS.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if first > 12 >= second:
            return _made(match[3], second, first)
        if second > 12 >= first or first == second:
            return _made(match[3], first, second)
    if match := _HAN_DATE.fullmatch("".join(text.split())):
        day = _made(match[1].translate(_HAN_DIGITS), _of_han(match[2]), _of_han(match[3]))
        return PrintedDate(day.iso, "han") if day else None
    return None


def _of_han(printed: str | None) -> int | None:
    """A month or day as Chinese characters write it: ``十二`` is 12, ``廿三`` 23, ``元`` 1."""
    if not printed:
        return None
    text = printed.replace("元", "一").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_HAN_DIGITS))
    return 10 * int((tens or "一").translate(_HAN_DIGITS)) + int((ones or "零").translate(_HAN_DIGITS))


def _made(year: Any, month: Any, day: Any) -> PrintedDate | None:
    parts = [str(year)] + [f"{int(part):02}" for part in (month, day) if part]
    found = iso_date("-".join(parts))
    return PrintedDate(found, "form") if found else None


@cache
def _number_repairs() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple(
        (re.compile(one["pattern"]), one["becomes"], one["reason"]) for one in table_words()["number_repairs"]
    )


def clean_number(text: str, field: str = "number") -> tuple[str, list[Repair]]:
    """A printed number without its dirt, each cleaning with its reason."""
    repairs = []
    text = text.strip()
    for pattern, becomes, reason in _number_repairs():
        if not pattern.search(text):
            continue
        if becomes == "nfkc":
            after = pattern.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
        else:
            after = pattern.sub(becomes, text).strip()
        repairs.append(Repair(field, text, after, reason))
        text = after
    return text, repairs


def clean_title(text: str, field: str) -> tuple[str, list[Repair]]:
    """A printed title without markup, breaks and doubled blanks, each cleaning with its reason."""
    repairs = []

    def change(after: str, reason: str) -> None:
        nonlocal text
        if after != text:
            repairs.append(Repair(field, text, after, reason))
            text = after

    text = text.strip()
    if _TITLE_DIRT.search(text):
        change(_TITLE_DIRT.sub("", text).strip(), "题名里有网页标记")
    if "&" in text:
        change(plain_text(text), "题名里有网页实体")
    if _ODD_BLANK.search(text):
        change(_ODD_BLANK.sub(" ", text).strip(), "题名里有换行或特殊空格")
    if "  " in text:
        change(" ".join(text.split()), "题名里有连续空格")
    if text.startswith("《") and text.endswith("》") and text.count("《") == 1:
        change(text[1:-1], "题名带书名号")
    return text, repairs


def split_names(text: str) -> list[str]:
    """Names of bodies or persons in one cell, at any mark of listing; blanks inside a name stay."""
    found = dict.fromkeys(" ".join(part.split()) for part in _BETWEEN_NAMES.split(text))
    return [name for name in found if not is_nothing(name)]


def split_numbers(text: str) -> NumbersInCell:
    """The numbers in a cell, whatever stands between them; ``5271.2-2000`` after ``GB/T 5271.1-2000`` takes its prefix."""
    numbers: dict[tuple[str, bool], None] = {}
    committees, rest, prefix = [], [], ""
    for part in _BETWEEN_NUMBERS.split(_AFTER_NOTE.sub(r"\1；", text)):
        partly = "部分" in part
        token = re.sub(r"[（(]?\s*(?:部分代替|全部代替|部分|代替|被)\s*[:：]?\s*[）)]?", " ", part).strip(
            " 。.《》"
        )
        if is_nothing(token):
            continue
        if _COMMITTEE.fullmatch(token):
            committees.append(token)
            continue
        token, _ = clean_number(token)
        if prefix and _BARE.fullmatch(token):
            token = f"{prefix} {token}"
        if (number := read_number(token)) is not None and not number.rest:
            numbers[token, partly] = None
            prefix = token.split(" ")[0] if " " in token else prefix
            continue
        found = find_identifiers(token)
        for one in found:
            numbers[token[one.start : one.end], partly] = None
        if not found:
            (numbers.__setitem__((token, partly), None) if number is not None else rest.append(token))
    return NumbersInCell(tuple(numbers), tuple(committees), tuple(rest))


@cache
def _degrees() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for code, words in table_words()["degrees"].items():
        for word in words:
            text = rf"\b{word}\b" if word.isascii() and word.isalpha() else re.escape(word)
            found.append((len(word), re.compile(text), code))
    return tuple((pattern, code) for _, pattern, code in sorted(found, key=lambda one: -one[0]))


def degree_of(text: str) -> tuple[str, str]:
    """(degree of adoption or "", the text without its word): ``ISO 9001:2015，IDT`` → ``IDT``, ``ISO 9001:2015``."""
    for pattern, code in _degrees():
        if match := pattern.search(text):
            rest = text[: match.start()] + " " + text[match.end() :]
            return code, rest.replace("()", "").replace("（）", "").strip(" ,，;；、()（）")
    return "", text
