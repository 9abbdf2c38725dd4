"""What paragraph styles and list definitions of a Word document say: outline level and automatic numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from zhunsheng.core.guide.readers.docx_package import W
from zhunsheng.core.guide.readers.numerals import render_number

__all__ = ["Numbering", "Styles", "child_value", "integer"]

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_PLACE = re.compile(r"%([1-9])")
# After these no space is wanted between the number and the text.
_CLOSED = re.compile(r"[、）)．。：】〕\]]$")


def child_value(element: Any, name: str) -> str | None:
    """``w:val`` of the child ``w:name``; None where there is no such child."""
    child = element.find(W + name) if element is not None else None
    return None if child is None else child.get(W + "val")


def integer(text: str | None, default: int = 0) -> int:
    """A small whole number, or ``default`` for anything else."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default


@dataclass(slots=True)
class _Style:
    name: str
    based_on: str | None
    outline: int | None
    number: tuple[int | None, int | None] | None


class Styles:
    """Paragraph styles by id, asked along the chain of ``basedOn``."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, _Style] = {}
        self.default: str | None = None
        for style in root.iter(W + "style") if root is not None else ():
            if style.get(W + "type") not in ("paragraph", None):
                continue
            ident = style.get(W + "styleId") or ""
            if style.get(W + "default") in ("1", "true", "on"):
                self.default = ident
            paragraph = style.find(W + "pPr")
            outline = child_value(paragraph, "outlineLvl")
            self._styles[ident] = _Style(
                child_value(style, "name") or "",
                child_value(style, "basedOn"),
                integer(outline, 9) if outline is not None else None,
                number_of(paragraph),
            )

    def _chain(self, ident: str | None) -> list[tuple[str, _Style]]:
        chain: list[tuple[str, _Style]] = []
        while ident in self._styles and len(chain) < 20:
            chain.append((ident, self._styles[ident]))
            ident = self._styles[ident].based_on
        return chain

    def level(self, ident: str | None) -> int | None:
        """The heading level (from 1) that a style gives, None for body text."""
        for _, style in self._chain(ident or self.default):
            if style.outline is not None:
                return style.outline + 1 if style.outline < 9 else None
            if found := _HEADING.fullmatch(style.name.strip()):
                return int(found.group(1))
        return None

    def number(self, ident: str | None) -> tuple[int | None, int | None, str] | None:
        """The list a style puts its paragraphs in: (numId, level or None, id of the style that says so)."""
        for owner, style in self._chain(ident or self.default):
            if style.number and style.number[0] is not None:
                return style.number[0], style.number[1], owner
        return None


def number_of(paragraph: Any) -> tuple[int | None, int | None] | None:
    """``(numId, ilvl)`` of a ``w:pPr``; either may be missing."""
    numbered = paragraph.find(W + "numPr") if paragraph is not None else None
    if numbered is None:
        return None
    ident, level = child_value(numbered, "numId"), child_value(numbered, "ilvl")
    return (integer(ident) if ident is not None else None, integer(level) if level is not None else None)


@dataclass(slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    paragraph_style: str | None = None
    suffix: str = "tab"


@dataclass(slots=True)
class _List:
    abstract: str
    overrides: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


class Numbering:
    """Counts the automatically numbered paragraphs of a document, in the order they are asked for."""

    def __init__(self, root: Any) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[int, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[int] = set()
        if root is None:
            return
        linked: dict[str, str] = {}
        by_style: dict[str, str] = {}
        for item in root.findall(W + "abstractNum"):
            ident = item.get(W + "abstractNumId") or ""
            self._abstract[ident] = dict(_level(level) for level in item.findall(W + "lvl"))
            if (style := child_value(item, "styleLink")) is not None:
                by_style[style] = ident
            if (style := child_value(item, "numStyleLink")) is not None:
                linked[ident] = style
        for item in root.findall(W + "num"):
            ident = child_value(item, "abstractNumId") or ""
            ident = by_style.get(linked.get(ident, ""), ident)
            entry = _List(ident)
            for override in item.findall(W + "lvlOverride"):
                place = integer(override.get(W + "ilvl"))
                if (start := child_value(override, "startOverride")) is not None:
                    entry.overrides[place] = integer(start, 1)
                if (level := override.find(W + "lvl")) is not None:
                    entry.levels[place] = _level(level)[1]
            self._lists[integer(item.get(W + "numId"))] = entry

    def level_of_style(self, ident: int, style: str) -> int:
        """The level of list ``ident`` that belongs to a paragraph style (0 where none says so)."""
        entry = self._lists.get(ident)
        levels = self._abstract.get(entry.abstract, {}) if entry else {}
        return next((place for place, level in levels.items() if level.paragraph_style == style), 0)

    def label(self, ident: int, place: int) -> str:
        """Count one paragraph and return its number as Word shows it, with the space that follows it."""
        entry = self._lists.get(ident)
        if entry is None or ident == 0:
            return ""
        levels = {**self._abstract.get(entry.abstract, {}), **entry.levels}
        level = levels.get(place)
        if level is None:
            return ""
        counts = self._counts.setdefault(entry.abstract, {})
        if ident not in self._seen:
            self._seen.add(ident)
            for where, start in entry.overrides.items():
                counts[where] = start - 1
        counts[place] = counts.get(place, level.start - 1) + 1
        for deeper in [where for where in counts if where > place]:
            limit = levels[deeper].restart if deeper in levels else None
            if limit is None or (limit != 0 and place < limit):
                del counts[deeper]
        if level.style == "bullet":
            return ""
        text = _PLACE.sub(
            lambda found: _shown(levels, counts, int(found.group(1)) - 1, level.legal), level.text
        )
        return _spaced(text, level.suffix)


def _shown(levels: dict[int, _Level], counts: dict[int, int], place: int, legal: bool) -> str:
    level = levels.get(place) or _Level()
    # a level that has not been counted yet shows its first number
    return render_number(counts.get(place, level.start), "decimal" if legal else level.style)


def _spaced(text: str, suffix: str) -> str:
    text = text.strip()
    if not text or suffix == "nothing" or _CLOSED.search(text):
        return text
    return text + " "


def _level(item: Any) -> tuple[int, _Level]:
    restart = child_value(item, "lvlRestart")
    legal = item.find(W + "isLgl")
    return integer(item.get(W + "ilvl")), _Level(
        start=integer(child_value(item, "start"), 1),
        style=_format(item),
        text=child_value(item, "lvlText") or "",
        legal=legal is not None and legal.get(W + "val") not in ("0", "false", "off"),
        restart=integer(restart) if restart is not None else None,
        paragraph_style=child_value(item, "pStyle"),
        suffix=child_value(item, "suff") or "tab",
    )


def _format(item: Any) -> str:
    """``w:numFmt``; newer writings stand in mc:AlternateContent, whose fallback is the plain one."""
    found = item.find(f".//{W}numFmt")
    return (found.get(W + "val") or "decimal") if found is not None else "decimal"
