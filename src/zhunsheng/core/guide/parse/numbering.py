"""The numbers in front of headings: 第一章、一、（一）(一) 1. 1.1 （1） ① A AA."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhunsheng.core.guide.parse.evidence_codes import code_level
from zhunsheng.core.text.normal import CJK, clean, numeral_value

__all__ = ["Numbering", "split_numbering"]

_CN = "一二三四五六七八九十百零〇两"
_MEASURE = r"(?![项个家年月日类种大名人次件亿万%％倍时])"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"^(第\s*(?:([{_CN}\d]+)\s*[章篇编]|([{_CN}]+)\s*部分))\s*[：:、.．]?\s*(.*)$")),
    ("section", re.compile(rf"^(第\s*([{_CN}\d]+)\s*节)\s*[：:、.．]?\s*(.*)$")),
    ("cn", re.compile(rf"^(([{_CN}]{{1,4}})\s*[、.．,，])\s*(.*)$")),
    ("cn_paren", re.compile(rf"^([（(]\s*([{_CN}]{{1,4}})\s*[)）])\s*[、.．]?\s*(.*)$")),
    (
        "decimal",
        re.compile(
            r"^((\d{1,2}(?:\s?[.．]\s?\d{1,2}){1,4}))(?![\d%％倍])(?![万亿][元人家项个件吨台])(?![GDgd][\u4e00-\u9fff])\s*[.．、]?\s*(.*)$"
        ),
    ),
    ("arabic", re.compile(r"^((\d{1,2})\s*[.．、])(?!\d(?![GDgd][\u4e00-\u9fff]))\s*(.*)$")),
    ("arabic_paren", re.compile(r"^([（(]\s*(\d{1,2})\s*[)）])\s*[、.．]?\s*(.*)$")),
    ("arabic_close", re.compile(r"^((\d{1,2})\s*[)）])\s*(.*)$")),
    ("circled", re.compile(r"^(([①-⑳]))\s*(.*)$")),
    ("arabic_space", re.compile(rf"^((\d{{1,2}}))\s+{_MEASURE}([{CJK}“《A-Za-z].*)$")),
    ("arabic_bare", re.compile(rf"^((\d{{1,2}})){_MEASURE}([{CJK}].*)$")),
    (
        "code",
        re.compile(
            rf"^(([A-Z]{{1,4}}(?:[.\-]?\d{{1,3}}(?:[.\-]\d{{1,3}}){{0,3}})?|\d{{3}}(?:[.\-]\d{{1,2}}){{0,3}}))\s*[.．、:：\-—]?\s*((?:[{CJK}]).*)$"
        ),
    ),
)


@dataclass(slots=True)
class Numbering:
    """A line taken apart. ``style`` is the pattern's name, ``value`` its last number, ``path`` all numbers of 1.2.3."""

    style: str
    printed: str
    value: int
    path: tuple[int, ...]
    rest: str


def split_numbering(text: str) -> Numbering | None:
    """Take the number off a line's front; None where there is none."""
    text = text.strip()
    if not text or not (
        text[0] in "第（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
        or text[0] in _CN
        or text[0].isascii()
        or text[0] in "０１２３４５６７８９"
    ):
        return None
    for style, pattern in _PATTERNS:
        match = pattern.match(text)
        if not match:
            continue
        printed, rest = match.group(1), clean(match.group(match.lastindex or 0))
        number = next(part for part in match.groups()[1:] if part is not None)
        if style == "code":
            return Numbering(style, printed, _code_value(number), (code_level(number),), rest)
        if style == "decimal":
            parts = [numeral_value(part) for part in re.split(r"[.．]", number)]
            if any(part is None for part in parts):
                return None
            path = tuple(part for part in parts if part is not None)
            return Numbering(f"decimal{len(path)}", printed, path[-1], path, rest)
        value = _circled(number) if style == "circled" else numeral_value(number)
        if value is None:
            return None
        return Numbering(style, printed, value, (value,), rest)
    return None


def _circled(char: str) -> int:
    return ord(char) - ord("①") + 1


def _code_value(code: str) -> int:
    tail = re.search(r"\d+$", code)
    return int(tail.group()) if tail else ord(code[-1]) - ord("A") + 1
