"""Why a text is no number of a standard, and how it would have to be written."""

from __future__ import annotations

import re

from zhunsheng.core.identifiers.fold import folded, upper
from zhunsheng.core.identifiers.number import grammars, read_number
from zhunsheng.core.identifiers.tables import codes

__all__ = ["why_no_number"]

_COMMITTEE = re.compile(r"(?:(?:ISO|IEC|ISO/IEC)[ /]?)?(?:TC|JTC|SC|WG)\s?\d", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z]+")
#: two digits that are read as no year, see ``_year`` in ``chinese.py``
_SHORT_YEAR = re.compile(r"-(2[7-9]|[34]\d)$")
_FOREIGN = ("ISO", "IEC", "IEEE", "ITU", "ETSI", "JIS", "EN", "CEN", "BS", "DIN", "ASTM", "ANSI")
_MANDATE = re.compile(r"(?<=..)(?:TJ|[TZJ])$")


def why_no_number(text: str) -> str:
    """One Chinese sentence or two for a text that :func:`read_number` does not read; "" for one it reads."""
    if read_number(text) is not None:
        return ""
    line = folded(text)
    if not line:
        return "没有内容。请写出编号，例如 GB/T 1.1-2020。"
    if _COMMITTEE.match(line):
        return "这是技术委员会的代号，不是标准编号。"
    capitals = upper(line)
    if (short := _SHORT_YEAR.search(line)) and grammars(capitals[:2]):
        return f"年代号“{short[1]}”不可信：两位年代号只到上世纪九十年代。请写出四位年份。"
    if not re.search(r"\d", line):
        return "没有顺序号。请写全编号，例如 GB/T 1.1-2020。"
    head = _LETTERS.match(capitals)
    if not head:
        return "不以标准代号开头。请写上代号，例如 GB/T、T/CESA、ISO/IEC。"
    known = {head[0], _MANDATE.sub("", head[0])} & set(codes())
    if known or capitals[:2] in {"T/", "Q/"} or head[0].startswith(_FOREIGN):
        return "代号认得，后面的写法认不得。请核对顺序号、部分号和年代号，例如 GB/T 1.1-2020、ISO/IEC 22989:2022。"
    return f"不认得代号“{head[0]}”。行业代号列在 content/vocabularies/numbers.yaml，可以增补；团体标准请写作 T/社团代号。"
