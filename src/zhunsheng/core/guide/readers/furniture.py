"""Recognises running heads, running feet and page numbers: lines that repeat at the edges of pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from zhunsheng.core.guide.source import SourceDocument
from zhunsheng.core.text.normal import squeeze

__all__ = ["edge_key", "mark_furniture", "page_number_line", "repeated_edges"]

# How many lines at the top and at the bottom of a page may be furniture.
EDGE = 2
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
    text = squeeze(text)
    return bool(_SURE.fullmatch(text) or (at_edge and _BARE.fullmatch(text)))


def edge_key(text: str) -> str:
    """The form in which a running line is the same on every page: no spaces, numbers alike."""
    return _DIGITS.sub("#", squeeze(text))


def repeated_edges(edges: list[list[str]]) -> set[str]:
    """Keys (:func:`edge_key`) of lines that stand at the edge of several pages.

    ``edges`` holds the edge lines of each page. Heads may alternate between left and right pages, so a third of
    the pages is enough, but at least three of them (two where there are only two or three pages).
    """
    counts: Counter[str] = Counter()
    for lines in edges:
        counts.update({edge_key(text) for text in lines if text.strip()})
    needed = max(3 if len(edges) > 3 else 2, len(edges) // 3)
    return {text for text, count in counts.items() if text and count >= needed and len(text) <= 80}


def mark_furniture(document: SourceDocument) -> None:
    """Mark furniture in a document whose lines have pages. Lines inside tables are never marked."""
    tabled = {n for table in document.tables for n in range(table.line_start, table.line_end + 1)}
    by_page: defaultdict[int, list[int]] = defaultdict(list)
    for line in document.lines:
        if line.page and line.text.strip() and line.number not in tabled:
            by_page[line.page].append(line.number)
    texts = {line.number: line.text for line in document.lines}
    # one page has no running lines, only a page number
    ends = [(numbers[:EDGE], numbers[-EDGE:]) for numbers in by_page.values()]
    for side in (0, 1):
        edges = [[texts[n] for n in pair[side]] for pair in ends]
        repeated = repeated_edges(edges) if len(edges) > 1 else set()
        for pair in ends:
            outer = pair[0][0] if side == 0 else pair[1][-1]
            for number in pair[side]:
                at_edge = number == outer and len(ends) > 1
                key = edge_key(texts[number])
                # "#" alone is any number: only the outermost line can be a page number
                if page_number_line(texts[number], at_edge=at_edge) or (key in repeated and key.strip("#")):
                    document.furniture.add(number)
