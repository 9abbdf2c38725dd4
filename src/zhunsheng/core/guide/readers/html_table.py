"""html tables: rowspan and colspan laid out as a rectangle, the text of cells with their line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from zhunsheng.core.guide.readers.build import Raw
from zhunsheng.core.guide.readers.limits import MAX_CELLS
from zhunsheng.core.text.normal import CJK

__all__ = ["BLOCKS", "SKIPPED", "Row", "collapse", "hidden", "is_data_table", "table_rows"]

# ruff: noqa: SIM905 - names of elements read better as words
SKIPPED = frozenset(
    "head script style noscript template nav iframe svg object embed select option button textarea input audio "
    "video canvas map math title link meta".split()
)
BLOCKS = frozenset(
    "html body main article section div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead tbody tfoot tr td "
    "th blockquote pre figure figcaption address header footer aside hr form fieldset legend details summary center "
    "hgroup".split()
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BROKEN = re.compile(
    rf"(?<=[{CJK}，。、；：？！）》”])[ \t\f]*[\r\n][ \t\r\n\f]*(?=[{CJK}，。、；：？！（《“])"
)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(slots=True)
class Row:
    """A row of cells and the line of the source on which its ``<tr>`` stands."""

    cells: list[Raw]
    line: int


def collapse(text: str) -> str:
    """Text as a browser shows it: runs of white space are one space, none where a line of Chinese was broken."""
    return _SPACE.sub(" ", _BROKEN.sub("", text))


def hidden(element: Any) -> bool:
    """True where the page itself hides the element."""
    return element.get("hidden") is not None or bool(_NOT_SHOWN.search(element.get("style") or ""))


def is_data_table(table: Any, depth: int) -> bool:
    """True for a table of values, False for one that lays out a page (it is then walked like any other blocks).

    Layout: a single column or cell, headings inside, or other tables inside that hold most of the text.
    """
    widths = [sum(_span(cell, "colspan", 1000) for cell in _cells(row)) for row in _rows(table)]
    if not widths or max(widths) < 2:
        return False
    if next(table.iter("h1", "h2", "h3"), None) is not None:
        return False
    nested = next(table.iterdescendants("table"), None)
    if nested is None:
        return True
    if depth > 2:  # weighing texts at every depth would cost the square of the file
        return False
    inner = sum(len(text) for found in _outer_tables(table) for text in found.itertext())
    return bool(inner * 4 < sum(len(text) for text in table.itertext()))


def table_rows(table: Any) -> list[Row]:
    """The rows as a rectangle; places covered by a span repeat its text with ``merged``. Bounded in size."""
    rows: list[Row] = []
    open_spans: dict[int, tuple[int, str]] = {}  # column → rows still covered, text
    sources = list(_rows(table))
    total = 0
    for index, source in enumerate(sources):
        left = len(sources) - index
        cells: list[Raw] = []
        for cell in _cells(source):
            _fill_spans(cells, open_spans)
            text = cell_text(cell)
            height = min(_span(cell, "rowspan", 65534) or left, left)
            for offset in range(_span(cell, "colspan", 1000)):
                if height > 1:
                    open_spans[len(cells)] = (height - 1, text)
                cells.append(Raw(text, offset > 0))
        _fill_spans(cells, open_spans)
        total += len(cells)
        if total > MAX_CELLS:
            break
        if cells:
            rows.append(Row(cells, source.sourceline or 1))
    width = max((len(row.cells) for row in rows), default=0)
    for row in rows:
        row.cells.extend(Raw("") for _ in range(width - len(row.cells)))
    return rows


def _fill_spans(cells: list[Raw], open_spans: dict[int, tuple[int, str]]) -> None:
    """Put the places covered from above at the end of ``cells``, as long as they follow one another."""
    while (covered := open_spans.get(len(cells))) is not None:
        rows, text = covered
        if rows > 1:
            open_spans[len(cells)] = (rows - 1, text)
        else:
            del open_spans[len(cells)]
        cells.append(Raw(text, True))


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row if cell.tag in ("td", "th") and not hidden(cell))


def _outer_tables(table: Any) -> Iterator[Any]:
    """The tables inside ``table`` that lie in no other one inside it."""
    walk = etree.iterwalk(table, events=("start",), tag="table")
    for _, element in walk:
        if element is not table:
            walk.skip_subtree()
            yield element


def _span(cell: Any, name: str, most: int) -> int:
    """The value of a span attribute; rowspan 0 ("to the end") stays 0, nonsense is 1."""
    found = re.match(r"\s*(\d{1,6})", cell.get(name) or "")
    value = int(found.group(1)) if found else 1
    return min(value, most) if value or name == "rowspan" else 1


def cell_text(cell: Any) -> str:
    """The text of a cell; block elements and ``<br>`` begin a new line, white space is collapsed."""
    pieces: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if not isinstance(tag, str):
            pieces.append((element.tail or "") if event == "end" else "")
            continue
        if event == "start":
            if element is not cell and (tag in SKIPPED or hidden(element)):
                walk.skip_subtree()
                continue
            if tag in BLOCKS or tag == "br":
                pieces.append("\0")
            pieces.append(element.text or "")
        else:
            if tag in BLOCKS:
                pieces.append("\0")
            if element is not cell:
                pieces.append(element.tail or "")
    lines = (collapse(line).strip() for line in "".join(pieces).split("\0"))
    return "\n".join(line for line in lines if line)
