"""Ready exports whose columns are known: the national platform's fields, and a few JSON shapes made from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from zhunsheng.catalogues.dialect import connector_content
from zhunsheng.catalogues.shape import Item, SourceInfo, Unreadable
from zhunsheng.catalogues.tables.connector import left_out_sheets, plain_stem, read_rows
from zhunsheng.catalogues.tables.mapping import TARGETS, Mapping, guess_mapping, head_key, mapping_of
from zhunsheng.catalogues.tables.opened import Opened, TableRow, open_table
from zhunsheng.catalogues.tables.row import Cell, RowReader

__all__ = ["Samr"]


@dataclass(frozen=True, slots=True)
class _Shape:
    """One kind of export: how it is known, whose word it is, and what its columns are."""

    name: str
    title: str
    source: SourceInfo
    keys: frozenset[str]
    #: names of columns that nobody else's tables are likely to have, all of them
    own: frozenset[str]
    some: frozenset[str]
    at_least: int
    columns: dict[str, str]
    status: dict[str, str]
    rewrites: tuple[tuple[re.Pattern[str], str], ...]
    each: str
    skip: dict[str, tuple[str, ...]]

    def fits(self, headers: list[str]) -> bool:
        """Whether a table with these columns is of this kind."""
        if self.keys:
            return self.keys <= set(headers)
        names = {head_key(header) for header in headers}
        return self.own <= names and len(names & self.some) >= self.at_least


@cache
def _shapes() -> tuple[_Shape, ...]:
    found = []
    for data in connector_content("samr")["shapes"]:
        columns = data.get("columns") or {}
        if unknown := set(columns.values()) - set(TARGETS):
            raise ValueError(f"connectors/samr.yaml：{data['name']} 用了不认得的字段 {unknown}")
        found.append(
            _Shape(
                data["name"],
                data["title"],
                SourceInfo(**data["source"]),
                frozenset(data.get("keys") or ()),
                frozenset(head_key(name) for name in data.get("own") or ()),
                frozenset(head_key(name) for name in data.get("some") or ()),
                int(data.get("at_least") or 0),
                columns,
                dict(data.get("status") or {}),
                tuple((re.compile(old), new) for old, new in data.get("rewrites") or ()),
                str(data.get("each") or ""),
                {key: tuple(values) for key, values in (data.get("skip") or {}).items()},
            )
        )
    return tuple(found)


class Samr:
    """Connector to exports of the national platform and their kin."""

    name = "samr"
    title = "全国标准信息公共服务平台的导出"

    def recognises(self, path: Path) -> float:
        """Nearly sure by the names of the columns."""
        try:
            return 0.9 if path.is_file() and _opened(path) is not None else 0.0
        except Unreadable:
            return 0.0

    def source(self, path: Path) -> SourceInfo:
        """The platform, told apart by the name of the file; its date as the file says it."""
        opened, shape = self._open(path)
        if not shape.keys or shape.source.grade == "A":
            return replace(shape.source, date=opened.date[:10])
        stem = plain_stem(path)
        named = {"code": f"{shape.source.code}:{stem}", "name": f"{shape.source.name}（{stem}）"}
        return replace(shape.source, **named, date=opened.date[:10])

    def items(self, path: Path, *, skip: int = 0) -> Iterator[Item]:
        """One item for each record; raises :class:`Unreadable`."""
        opened, shape = self._open(path)
        left = left_out_sheets(opened)
        if shape.each or shape.rewrites or shape.skip:
            opened = _prepared(opened, shape)
        rows = read_rows(opened, _mapping(opened, shape), status=shape.status)
        return islice(chain(left, rows), skip, None)

    def item_of_row(self, row: dict[str, str], place: str) -> Item:
        """A row a person has mended (column → text), read again."""
        headers = list(row)
        shape = next((one for one in _shapes() if one.fits(headers)), None)
        guessed = {one.column: one.target for one in guess_mapping(headers, [list(row.values())])}
        columns = {**guessed, **(shape.columns if shape else {})}
        cells = [Cell(name, columns.get(name, ""), text.strip()) for name, text in row.items()]
        record, bad = RowReader(status=shape.status if shape else {}).read(cells, place)
        return Item(record, bad, 1.0)

    def _open(self, path: Path) -> tuple[Opened, _Shape]:
        found = _opened(path)
        if found is None:
            names = "、".join(shape.title for shape in _shapes())
            raise Unreadable(f"{path.name} 不是认得的导出（{names}）。请用 --as table 并对应各列。")
        return found


def _opened(path: Path) -> tuple[Opened, _Shape] | None:
    opened = open_table(path)
    shape = next((one for one in _shapes() if one.fits(opened.headers)), None)
    return None if shape is None else (opened, shape)


def _mapping(opened: Opened, shape: _Shape) -> Mapping:
    if shape.columns:
        return Mapping({header: shape.columns.get(header, "") for header in opened.headers})
    return mapping_of(guess_mapping(opened.headers, [row.cells for row in islice(opened.rows(), 60)]))


def _prepared(opened: Opened, shape: _Shape) -> Opened:
    """The table with its shape's own habits undone: rows left out, one row for each of several values, rewrites."""
    headers = opened.headers
    each = headers.index(shape.each) if shape.each in headers else -1
    outer = {headers.index(name): values for name, values in shape.skip.items() if name in headers}
    texts = [
        at
        for at, name in enumerate(headers)
        if shape.columns.get(name, "").startswith(("number", "relation"))
    ]

    def rows() -> Iterator[TableRow]:
        for row in opened.rows():
            cells: Any = row.cells
            if any(at < len(cells) and cells[at] in values for at, values in outer.items()):
                continue
            for pattern, becomes in shape.rewrites:
                cells = [pattern.sub(becomes, c) if at in texts else c for at, c in enumerate(cells)]
            parts = _listed(cells[each]) if 0 <= each < len(cells) else None
            for part in parts or [""]:
                one = cells if parts is None else [*cells[:each], part, *cells[each + 1 :]]
                yield TableRow(row.number, one, row.share, row.filled, row.problems)

    return replace(opened, rows=rows)


def _listed(cell: str) -> list[str]:
    """The values of a list written into one cell."""
    return [part for part in cell.split("\n" if "\n" in cell else "、") if part]
