"""What the stages of the parser share: the lines, who has used which, and the problems met."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from zhunsheng.core.guide.model import Problem, SourceSpan
from zhunsheng.core.guide.readers.markdown import plain_line
from zhunsheng.core.guide.source import SourceDocument
from zhunsheng.core.text.normal import CJK, clean

__all__ = ["PAGE_LINE", "Run", "State", "ends_sentence"]

_ENDS = "。；：！？;:!?…"
_CLOSERS = "”’）)》】"
_NO_SPACE_BETWEEN = re.compile(f"[{CJK}，。、；：？！“”‘’（）《》〈〉【】〔〕—…·]")


def ends_sentence(text: str) -> bool:
    """True where the text ends with a mark that closes a sentence (closing quotes and brackets looked through)."""
    text = text.rstrip()
    while text and text[-1] in _CLOSERS:
        if text[-1] in "）)》" and len(text) > 1 and text[-2] not in _ENDS:
            return False
        text = text[:-1].rstrip()
    return bool(text) and text[-1] in _ENDS


@dataclass(slots=True)
class Run:
    """Text joined from several lines, which still knows the line of each of its characters."""

    text: str
    offsets: list[int]
    numbers: list[int]
    pages: dict[int, int | None]

    def line_at(self, offset: int) -> int:
        """The source line of the character at ``offset``."""
        return self.numbers[max(0, bisect_right(self.offsets, offset) - 1)]

    def span(self, start: int, end: int) -> SourceSpan:
        """The lines that characters ``start``..``end`` (end not included) stand on."""
        first = self.line_at(start)
        return SourceSpan(first, self.line_at(max(start, end - 1)), self.pages.get(first))


@dataclass(slots=True)
class State:
    """One parse. ``texts`` are the lines without the marks of the format (#, **); index 0 is line 1.

    ``used`` says for each line which stage read it; None means nobody has. ``kinds`` is the kind of the chapter a
    table's first line stands in.
    """

    source: SourceDocument
    texts: list[str]
    used: list[str | None]
    problems: list[Problem] = field(default_factory=list)
    kinds: dict[int, str] = field(default_factory=dict)
    titles: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, source: SourceDocument) -> State:
        """A fresh state over ``source``."""
        texts = [_plain(source.media, line.text).translate(_WIDE) for line in source.lines]
        state = cls(source, texts, [None] * len(texts))
        for number in source.furniture | (_running_lines(texts) if source.media == "txt" else set()):
            state.use(number, number, "furniture")
            state.texts[number - 1] = ""  # no stage may take a page number into a sentence
        return state

    def __len__(self) -> int:
        return len(self.texts)

    def text(self, number: int) -> str:
        """Line ``number`` (from 1), without the format's marks, stripped."""
        return self.texts[number - 1].strip(" \r\n\u3000\u00a0\f\v")

    def free(self, number: int) -> bool:
        """True where the line has text that no stage has read."""
        return self.used[number - 1] is None and bool(self.text(number))

    def use(self, first: int, last: int, stage: str) -> None:
        """Mark lines as read by ``stage``; a line once read stays with its first reader."""
        for index in range(max(0, first - 1), min(last, len(self.used))):
            if self.used[index] is None:
                self.used[index] = stage

    def page(self, number: int) -> int | None:
        """The page of a line, where the format has pages."""
        return self.source.lines[number - 1].page if 0 < number <= len(self.source.lines) else None

    def span(self, first: int, last: int | None = None) -> SourceSpan:
        """A source span over whole lines."""
        return SourceSpan(first, max(first, last if last is not None else first), self.page(first))

    def problem(self, code: str, message: str, lines: list[int], severity: str = "warning") -> None:
        """Keep a problem; parsing goes on."""
        self.problems.append(Problem(message, sorted(set(lines)), code, severity))

    def join(self, numbers: list[int]) -> Run:
        """Join lines into one text: no space between Chinese characters, one between Latin words."""
        parts: list[str] = []
        offsets: list[int] = []
        kept: list[int] = []
        length = 0
        for number in numbers:
            piece = clean(self.text(number))
            if not piece:
                continue
            if parts:
                before = parts[-1][-1]
                if not (_NO_SPACE_BETWEEN.match(before) or _NO_SPACE_BETWEEN.match(piece[0])):
                    parts.append(" ")
                    length += 1
            offsets.append(length)
            kept.append(number)
            parts.append(piece)
            length += len(piece)
        pages = {number: self.page(number) for number in kept}
        return Run("".join(parts), offsets or [0], kept or (numbers[:1] or [1]), pages)

    def paragraphs(self, numbers: list[int]) -> list[Run]:
        """Group lines into paragraphs: a line that does not end a sentence goes on in the next."""
        runs: list[Run] = []
        group: list[int] = []
        for number in numbers:
            text = self.text(number)
            if not text:
                continue
            group.append(number)
            if ends_sentence(text):
                runs.append(self.join(group))
                group = []
        if group:
            runs.append(self.join(group))
        return runs


# Full-width letters and digits become half width: codes, numbers and heads are then read alike.
_WIDE: dict[int, str | int | None] = {
    0xFF01 + step: 0x21 + step for step in range(94) if chr(0x21 + step).isalnum()
}
# Zero-width characters that web pages carry say nothing.
_WIDE |= dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD])
# Radicals that PDF text has in place of the characters they look like.
_WIDE |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_WIDE |= str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻒⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "母民虎西见角贝车镸长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
_WIDE |= {ord(char): "|" for char in "│┃║├┤┼┌┐└┘┬┴╔╗╚╝╠╣╬╦╩"} | {ord(char): "-" for char in "─━═"}
#: a line that holds nothing but a page number, in any of its printings
PAGE_LINE = re.compile(
    r"\s*(?:[-—–]\s*\d{1,4}\s*[-—–]|第\s*\d{1,4}\s*页(?:\s*[/共，,].{0,8})?|Page\s+\d+.{0,8})\s*"
)


_MATH = re.compile(r"\$([^$\n]{1,60})\$")


def _plain(media: str, text: str) -> str:
    """The line without its format's marks; simple formulas that converters make of numbers and stars undone."""
    if media == "md" and "$" in text:
        text = _MATH.sub(_formula, text)
    return plain_line(media, text)


def _formula(match: re.Match[str]) -> str:
    inner = (
        match.group(1).replace("\\star", "★").replace("\\%", "%").replace("\\geq", "≥").replace("\\ge", "≥")
    )
    flat = re.sub(r"\s+", "", inner)
    return flat if re.fullmatch(r"[★☆\d.,%≥≤~～<>-]+", flat) else match.group(0)


def _running_lines(texts: list[str]) -> set[int]:
    """Page numbers, and short lines that come again and again right beside them (running heads)."""
    feet = {index for index, text in enumerate(texts) if PAGE_LINE.fullmatch(text)}
    beside: dict[str, list[int]] = {}
    for foot in feet:
        for step in (1, -1):
            place = foot + step
            while 0 <= place < len(texts) and not texts[place].strip() and abs(place - foot) <= 3:
                place += step
            if 0 <= place < len(texts) and place not in feet and 0 < len(texts[place].strip()) <= 40:
                beside.setdefault(texts[place].strip(), []).append(place)
    heads = {place for places in beside.values() if len(places) >= 2 for place in places}
    return {index + 1 for index in feet | heads}
