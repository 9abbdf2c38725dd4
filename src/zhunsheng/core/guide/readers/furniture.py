"""Recognises running heads, running feet and page numbers: lines that repeat at the edges of pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from zhunsheng.core.guide.source import Line, SourceDocument
from zhunsheng.core.text.normal import squeeze

__all__ = ["EDGE", "furniture_at_edge", "mark_furniture", "page_number_line", "repeated_edges"]

T = TypeVar("T")

# How many lines at the top and at the bottom of a page may be furniture.
EDGE = 2
_LONGEST = 80
_DIGITS = re.compile(r"\d+")
# Unmistakable anywhere: "— 12 —", "第 3 页", "第3页 共20页", "Page 3 of 9".
_SURE = re.compile(
    r"(?:[—–\-－·]+\d{1,4}[—–\-－·]+|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|page\d{1,4}(?:of\d{1,4})?)",
    re.IGNORECASE,
)
# A page number only where it stands alone at the edge of a page.
_BARE = re.compile(r"(?:\d{1,4}|[ivxlcIVXLC]{1,7}|\d{1,4}/\d{1,4}|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{1,3})")


def page_number_line(text: str, *, at_edge: bool = False) -> bool:
    """True for a line that is only a page number; a bare number counts only at the edge of a page."""
    if len(text) > _LONGEST:
        return False
    text = squeeze(text)
    return bool(_SURE.fullmatch(text) or (at_edge and _BARE.fullmatch(text)))


def repeated_edges(edges: Mapping[int, Sequence[str]]) -> set[str]:
    """Squeezed texts of running heads and feet, from the edge lines of each page (page number → lines).

    Heads may alternate between left and right pages, so a third of the pages is enough, but at least three (two
    where there are no more than three pages). Lines that differ in their numbers run only where a number counts
    with the pages: "表 3（续）" at the top of three pages is content.
    """
    needed = max(3 if len(edges) > 3 else 2, len(edges) // 3)
    found: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for page, lines in edges.items():
        for text in map(squeeze, lines):
            if text and len(text) <= _LONGEST:
                found[_DIGITS.sub("#", text)].setdefault(page, text)
    repeated: set[str] = set()
    for form, shown in found.items():
        if (
            len(shown) >= needed
            and form.strip("#")
            and (len(set(shown.values())) == 1 or _counts_pages(shown))
        ):
            repeated.update(shown.values())
    return repeated


def _counts_pages(shown: dict[int, str]) -> bool:
    """True where one of the numbers in the lines goes up with the page."""
    numbers = [[int(digits[:9]) - page for digits in _DIGITS.findall(text)] for page, text in shown.items()]
    return any(len(set(column)) == 1 for column in zip(*numbers, strict=True))


def mark_furniture(document: SourceDocument) -> None:
    """Mark furniture in a document whose lines have pages. Lines inside tables are never marked."""
    tabled = {n for table in document.tables for n in range(table.line_start, table.line_end + 1)}
    by_page: defaultdict[int, list[Line]] = defaultdict(list)
    for line in document.lines:
        if line.page and line.text.strip() and line.number not in tabled:
            by_page[line.page].append(line)
    for top in (True, False):
        edges = {page: lines[:EDGE] if top else lines[: -EDGE - 1 : -1] for page, lines in by_page.items()}
        document.furniture.update(
            furniture_at_edge(edges, text=lambda line: line.text, number=lambda line: line.number)
        )


def furniture_at_edge(
    edges: Mapping[int, Sequence[T]], *, text: Callable[[T], str], number: Callable[[T], int]
) -> set[int]:
    """Which edge lines (outermost first) are furniture. An inner line is one only behind an outer one."""
    several = len(edges) > 1
    repeated = (
        repeated_edges({page: [text(line) for line in lines] for page, lines in edges.items()})
        if several
        else set()
    )
    marked: set[int] = set()
    for lines in edges.values():
        for line in lines:
            running = squeeze(text(line)) in repeated
            if not running and not page_number_line(text(line), at_edge=several):
                break
            marked.add(number(line))
    return marked
