"""Tables in plain text: tabs, pipes, aligned columns. Tables that a reader found itself pass through."""

from __future__ import annotations

import re

from zhunsheng.core.guide.parse.collect import (
    Collector,
    Head,
    as_cells,
    is_serial_line,
    is_table_rule,
    split_cells,
)
from zhunsheng.core.guide.parse.columns import Column, header_columns, only_heads
from zhunsheng.core.guide.parse.context import State
from zhunsheng.core.guide.parse.numbering import split_numbering
from zhunsheng.core.guide.parse.spaced import collect_spaced, spaced_head
from zhunsheng.core.guide.source import Cell, Table
from zhunsheng.core.text.normal import key, strip_ending
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["find_tables", "numbered_with_tab", "table_lines"]


def find_tables(state: State) -> list[Table]:
    """All tables of the source, in order of lines: the reader's own, those with a head, and loose rows without."""
    tables = list(state.source.tables)
    taken = {number for table in tables for number in range(table.line_start, table.line_end + 1)}
    taken |= {number for number in range(1, len(state) + 1) if state.used[number - 1] is not None}
    state.titles = _numbered_titles(state)
    number = 1
    while number <= len(state):
        if number not in taken and (head := _head_at(state, number, taken)):
            spaced = head.style == "spaced"
            table = collect_spaced(state, head, taken) if spaced else Collector(state, head, taken).collect()
            tables.append(table)
            taken.update(range(table.line_start, table.line_end + 1))
            number = table.line_end
        number += 1
    tables.extend(_loose_tables(state, taken))
    return sorted(tables, key=lambda table: table.line_start)


def _numbered_titles(state: State) -> set[str]:
    """Keys of names that numbered lines end in 标准 or the like: such a name alone inside a table is a section."""
    endings = tuple(vocabulary("reading")["subsystem_endings"])
    titles: set[str] = set()
    for text in state.texts:
        if "\t" in text or len(text) > 40:
            continue
        parts = split_numbering(text)
        if parts is not None and parts.rest.endswith(endings):
            titles.add(key(strip_ending(parts.rest)))
    return {title for title in titles if len(title) > 1}


def table_lines(tables: list[Table]) -> set[int]:
    """The lines that tables stand on."""
    return {number for table in tables for number in range(table.line_start, table.line_end + 1)}


def _loose_tables(state: State, taken: set[int]) -> list[Table]:
    """Rows of cells under no head that is known: runs of lines with tabs or pipes."""
    tables: list[Table] = []
    rows: list[list[Cell]] = []
    style = ""
    for number in range(1, len(state) + 1):
        text = state.texts[number - 1]
        if number not in taken and not text.strip():
            continue
        found = "" if number in taken else _loose_style(text)
        if rows and found != style:
            tables.append(_loose_table(state, rows))
            rows = []
        style = found
        if found and not is_table_rule(text):
            rows.append(as_cells(split_cells(text, found), number))
    if rows:
        tables.append(_loose_table(state, rows))
    return tables


def _loose_table(state: State, rows: list[list[Cell]]) -> Table:
    width = max(len(row) for row in rows)
    for row in rows:
        row.extend(Cell("", row[-1].line_start, row[-1].line_end) for _ in range(width - len(row)))
    first = rows[0][0].line_start
    return Table(rows, first, rows[-1][0].line_end, "loose", state.page(first))


def _loose_style(text: str) -> str:
    if "\t" in text.strip() and not numbered_with_tab(text):
        return "tab"
    if text.count("|") >= 2 and text.strip().startswith("|"):
        return "pipe"
    return ""


def numbered_with_tab(text: str) -> str | None:
    """``一、<tab>总体要求`` is a heading, not a row: the text with a space for the tab, else None."""
    match = re.match(r"^\s*([^\t]{1,8})\t+([^\t]+)$", text.rstrip())
    if not match:
        return None
    joined = f"{match.group(1)} {match.group(2)}"
    parts = split_numbering(joined)
    return joined if parts and parts.style not in {"arabic_space", "code"} else None


def _head_at(state: State, number: int, taken: set[int]) -> Head | None:
    """The head that starts on a line; one broken over two lines is put together where that names more."""
    text = state.texts[number - 1]
    if "\t" not in text and "|" not in text and (spaced := spaced_head(state, number)):
        return spaced
    styles = (("tab", "\t" in text), ("pipe", "|" in text), ("aligned", "  " in text or "\u3000" in text))
    for style, present in styles:
        if not present:
            continue
        cells = as_cells(split_cells(text, style), number)
        columns = header_columns(cells)
        named = columns is not None and any(column.kind == "name" for column in columns)
        two = _two_row_head(state, number, cells, style, taken)
        if two and (not named or only_heads(two.cells)):
            return two
        whole = _broken_head(state, number, cells, columns, taken) if style == "tab" else None
        if whole and (not named or only_heads(whole.cells)):
            return whole
        if columns is not None:
            return Head(cells, columns, style, number, number)
    return None


def _two_row_head(state: State, number: int, cells: list[Cell], style: str, taken: set[int]) -> Head | None:
    """A head over two lines, each column's words one above the other."""
    following = number + 1
    if following > len(state) or following in taken or not state.text(following):
        return None
    below = as_cells(split_cells(state.texts[following - 1], style), following)
    if len(below) != len(cells) or is_serial_line(below[0].text):
        return None
    whole = [
        Cell(upper.text if upper.text == lower.text else upper.text + lower.text, number, following)
        for upper, lower in zip(cells, below, strict=True)
    ]
    columns = header_columns(whole)
    if columns is None or not any(column.kind == "name" for column in columns):
        return None
    return Head(whole, columns, style, number, following)


def _broken_head(
    state: State, number: int, cells: list[Cell], columns: list[Column] | None, taken: set[int]
) -> Head | None:
    following = number + 1
    if following > len(state) or following in taken or not state.text(following):
        return None
    rest = as_cells(split_cells(state.texts[following - 1], "tab"), following)
    if is_serial_line(rest[0].text) or not rest[0].text:
        return None
    seam = Cell(cells[-1].text + rest[0].text, number, following)
    whole = [*cells[:-1], seam, *rest[1:]]
    joined = header_columns(whole)
    if joined is None or (columns is not None and not any(column.kind == "name" for column in joined)):
        return None
    return Head(whole, joined, "tab", number, following)
