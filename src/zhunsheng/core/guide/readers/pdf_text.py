"""Characters of a PDF page → lines of text. Works for Chinese set tight or justified, with Latin in between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zhunsheng.core.guide.readers.build import glue
from zhunsheng.core.text.normal import CJK

__all__ = ["TextLine", "cell_text", "char_text", "text_lines"]

_UNMAPPED = re.compile(r"\(cid:\d+\)")
_IS_CJK = re.compile(f"[{CJK}，。、；：？！（）《》〈〉【】〔〕“”‘’…—]")
# Fonts of word processors map common characters to the radicals' own code points; readers see the same shape.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in [*range(0x2E80, 0x2E9A), *range(0x2E9B, 0x2EF4), *range(0x2F00, 0x2FD6)]
    if unicodedata.normalize("NFKC", chr(code)) != chr(code)
}
_RADICALS.update(
    {
        ord(radical): char
        for radical, char in zip(
            "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
            "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
            strict=True,
        )
    }
)


@dataclass(slots=True)
class TextLine:
    """A line and where it stands on its page (points, from the top left corner)."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


def char_text(text: str) -> str:
    """The text of one glyph: unmapped glyphs are U+FFFD, radicals are the characters they look like."""
    if text.startswith("(cid:"):
        return _UNMAPPED.sub("\ufffd", text)
    return text.translate(_RADICALS)


def text_lines(chars: Iterable[dict[str, Any]]) -> list[TextLine]:
    """Group characters into lines, top to bottom, and set the spaces that the layout shows."""
    groups: list[list[dict[str, Any]]] = []
    middle = size = 0.0
    for char in sorted(chars, key=lambda item: (item["top"] + item["bottom"], item["x0"])):
        here = (char["top"] + char["bottom"]) / 2
        if groups and here - middle <= 0.4 * max(size, char["size"]):
            group = groups[-1]
            group.append(char)
            # the biggest character says where the line runs: raised and lowered ones hang on it
            if char["size"] > size:
                middle, size = here, char["size"]
        else:
            groups.append([char])
            middle, size = here, char["size"]
    lines = [_line(group) for group in groups]
    return [line for line in lines if line.text]


def cell_text(chars: list[dict[str, Any]]) -> str:
    """The text of a table cell, its lines joined: no space beside a Chinese character."""
    out = ""
    for line in text_lines(chars):
        out = glue(out, line.text)
    return out


def _line(chars: list[dict[str, Any]]) -> TextLine:
    chars.sort(key=lambda item: item["x0"])
    pieces: list[str] = []
    last: dict[str, Any] | None = None
    blank = False
    for char in chars:
        text = char_text(char["text"])
        if not text.strip():
            blank = blank or char["x1"] - char["x0"] > 0.1 * char["size"]
            continue
        if last is not None:
            # bold is often made by printing the same glyph twice
            if char["text"] == last["text"] and char["x0"] - last["x0"] < 0.15 * char["size"]:
                continue
            pieces.append(_gap(last, char, blank))
        pieces.append(text)
        last, blank = char, False
    shown = [char for char in chars if char["text"].strip()] or chars
    return TextLine(
        "".join(pieces).strip(),
        min(char["x0"] for char in shown),
        max(char["x1"] for char in shown),
        min(char["top"] for char in shown),
        max(char["bottom"] for char in shown),
        max(char["size"] for char in shown),
    )


def _gap(last: dict[str, Any], char: dict[str, Any], blank: bool) -> str:
    """The spaces between two glyphs. Wide gaps (columns without rules) keep their width, two spaces or more."""
    size = max(float(last["size"]), float(char["size"]), 1.0)
    gap = float(char["x0"]) - float(last["x1"])
    if gap > 2 * size:
        return " " * min(40, max(2, round(gap / size * 2)))
    both = _IS_CJK.match(char["text"]) and _IS_CJK.match(last["text"][-1:])
    if both:
        return " " if gap > 0.6 * size or (blank and gap > 0.2 * size) else ""
    return " " if gap > 0.2 * size or (blank and gap > 0.1 * size) else ""
