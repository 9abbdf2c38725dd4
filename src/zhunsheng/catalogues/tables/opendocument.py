"""Merged cells of an ods sheet, which calamine does not tell."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

__all__ = ["merged_ranges"]

#: a merged range: (row, column) of its first and last cell, from 0
Range = tuple[tuple[int, int], tuple[int, int]]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NOT_THERE = (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError)
#: more merged ranges are no table
_MOST = 200_000


def merged_ranges(path: Path, sheet: str) -> list[Range]:
    """The merged ranges of the sheet called ``sheet``; none where the file is no ods or cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as part:
            return _ranges(part, sheet)
    except (*_NOT_THERE, etree.XMLSyntaxError):
        return []


def _ranges(part: Any, sheet: str) -> list[Range]:
    found: list[Range] = []
    inside, row = False, 0
    steps = etree.iterparse(
        part,
        events=("start", "end"),
        tag=(f"{_TABLE}table", f"{_TABLE}table-row"),
        resolve_entities=False,
        no_network=True,
    )
    for event, element in steps:
        if element.tag == f"{_TABLE}table":
            if event == "end" and inside:
                break
            inside = event == "start" and element.get(f"{_TABLE}name") == sheet
        elif event == "end":
            if inside:
                found += _of_row(element, row)
                row += _count(element, "number-rows-repeated")
            element.clear()
            if len(found) > _MOST:
                break
    return found


def _of_row(element: Any, row: int) -> list[Range]:
    found: list[Range] = []
    column = 0
    for cell in element.iterchildren(*_CELLS):
        rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if rows > 1 or columns > 1:
            found.append(((row, column), (row + rows - 1, column + columns - 1)))
        column += _count(cell, "number-columns-repeated")
    return found


def _count(element: Any, name: str) -> int:
    said = element.get(f"{_TABLE}{name}", "1")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 1
