"""The connector of tables, and the preview its mapping screen shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

from zhunsheng.catalogues.shape import BadRow, Item, SourceInfo, Unreadable
from zhunsheng.catalogues.tables.mapping import Guess, Mapping, guess_mapping, mapping_of, signature
from zhunsheng.catalogues.tables.opened import Opened, TableRow, kind_of, open_table
from zhunsheng.catalogues.tables.row import Cell, RowReader
from zhunsheng.catalogues.tables.values import clean_number
from zhunsheng.core.identifiers.number import read_number
from zhunsheng.core.registry.record import Repair

__all__ = ["FILLED", "Preview", "Table", "left_out_sheets", "plain_stem", "preview", "read_rows"]

_SAMPLE = 60
#: why a value stands in a cell that is empty in the file
FILLED = "合并单元格，按左上角的值填入"


@dataclass(slots=True)
class Preview:
    """What a mapping screen shows: the columns with a guess each, the first rows as printed and as read."""

    headers: list[str]
    guesses: list[Guess]
    mapping: Mapping
    signature: str
    sheets: list[str] = field(default_factory=list)
    #: the first rows: (row in the file, cells as printed)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    #: the same rows as read with the mapping
    items: list[Item] = field(default_factory=list)
    encoding: str = ""
    #: other sheets that hold standards
    beside: list[str] = field(default_factory=list)


class Table:
    """Connector to any table, with a mapping or with the best guess."""

    name = "table"
    title = "表格（xlsx、xls、ods、csv、JSON、JSON Lines）"

    def __init__(self, mapping: Mapping | None = None) -> None:
        """``mapping`` says which column is what; None: guess."""
        self.mapping = mapping

    def recognises(self, path: Path) -> float:
        """Half sure where there is a column of numbers of standards, with a mapping or without."""
        if kind_of(path) == "":
            return 0.0
        try:
            opened = open_table(path, self.mapping)
            columns = self._mapping(opened).columns
            at = next((i for i, name in enumerate(opened.headers) if columns.get(name) == "number"), -1)
            return 0.6 if at >= 0 and (self.mapping is not None or _numbers(opened, at)) else 0.0
        except Unreadable:
            return 0.0

    def source(self, path: Path) -> SourceInfo:
        """The source the mapping names, else one named after the file, unverified."""
        named = self.mapping.source if self.mapping else {}
        stem = (
            re.sub(r"[-_. ]*\d{4}[-_.年]?\d{0,2}[-_.月]?\d{0,2}日?", "", path.name.split(".")[0]) or path.stem
        )
        known = {key: named[key] for key in ("grade", "kind", "url", "date", "licence") if named.get(key)}
        return SourceInfo(
            named.get("code") or f"table:{stem}",
            named.get("name") or f"表格 {stem}",
            **{"kind": "table", **known},
        )

    def items(self, path: Path, *, skip: int = 0) -> Iterator[Item]:
        """The items of a table, one for each row that is not blank; raises :class:`Unreadable`."""
        opened = open_table(path, self.mapping)
        mapping = self._mapping(opened)
        if "number" not in mapping.columns.values():
            raise Unreadable(
                f"{path.name} 里没有一列对应到“标准编号”。列有：{'、'.join(opened.headers[:30])}。请在列对应中指定。"
            )
        missing = [
            column for column, target in mapping.columns.items() if target and column not in opened.headers
        ]
        if missing and not set(mapping.columns) & set(opened.headers):
            raise Unreadable(
                f"{path.name} 的列与列对应文件完全不同（缺 {'、'.join(missing[:8])}）。请重新选择列对应。"
            )
        chosen = self.mapping is not None and self.mapping.sheet
        left = [] if chosen else left_out_sheets(opened)
        return islice(chain(left, read_rows(opened, mapping)), skip, None)

    def item_of_row(self, row: dict[str, str], place: str) -> Item:
        """A row a person has mended (column → text), read again with the same mapping."""
        columns = self.mapping.columns if self.mapping is not None and self.mapping.columns else None
        if columns is None:
            guesses = guess_mapping(list(row), [list(row.values())])
            columns = {guess.column: guess.target for guess in guesses}
        cells = [Cell(name, columns.get(name, ""), text.strip()) for name, text in row.items()]
        record, bad = RowReader().read(cells, place)
        return Item(record, bad, 1.0)

    def _mapping(self, opened: Opened) -> Mapping:
        if self.mapping is not None and self.mapping.columns:
            return self.mapping
        return mapping_of(guess_mapping(opened.headers, _sample(opened)))


def left_out_sheets(opened: Opened) -> list[Item]:
    """For each sheet that holds standards and is not read, an item that says so."""
    return [
        Item(
            None,
            (
                BadRow(
                    opened.place_of_sheet(name),
                    "",
                    name,
                    f"这张工作表没有读：一次只读一张，这次读的是“{opened.sheet}”",
                    "要导入它，请把同一文件再导入一次：网页上在“工作表”里选它，"
                    f'命令行用 --mapping 给出写有 {{"columns": {{}}, "sheet": {json.dumps(name, ensure_ascii=False)}}} 的文件。',
                ),
            ),
            aside=True,
        )
        for name in opened.beside()
    ]


def plain_stem(path: Path) -> str:
    """The name of a file without its endings and dates: next month's export is the same source."""
    return re.sub(r"[-_. ]*\d{4}[-_.年]?\d{0,2}[-_.月]?\d{0,2}日?", "", path.name.split(".")[0]) or path.stem


def read_rows(
    opened: Opened, mapping: Mapping, skip: int = 0, status: dict[str, str] | None = None
) -> Iterator[Item]:
    """The items of an opened table, leaving out the first ``skip``; ``status`` are a source's own status words."""
    targets = [mapping.columns.get(header, "") for header in opened.headers]
    reader = RowReader(epoch_1904=opened.epoch_1904, status=status or {})
    for row in islice(opened.rows(), skip, None):
        yield _item(opened, targets, reader, row)


def _cells(opened: Opened, targets: list[str], row: TableRow) -> list[Cell]:
    return [
        Cell(header, target, text.replace("\0", " ").strip())
        for header, target, text in zip(opened.headers, targets, row.cells, strict=False)
    ]


def _item(opened: Opened, targets: list[str], reader: RowReader, row: TableRow) -> Item:
    place = opened.place(row.number)
    kept = dict(zip(opened.headers, row.cells, strict=False))
    for column, problem, mend in row.problems:
        if column == -1 and len(row.cells) == 1 and len(opened.headers) > 1:
            return Item(
                None,
                (BadRow(place, "", row.cells[0][:200], problem, mend, {"line": row.cells[0]}),),
                row.share,
            )
    told = tuple(
        BadRow(
            place,
            opened.headers[column] if 0 <= column < len(opened.headers) else "",
            row.cells[column][:200] if 0 <= column < len(row.cells) else "",
            problem,
            mend,
            kept,
        )
        for column, problem, mend in row.problems
    )
    record, bad = reader.read(_cells(opened, targets, row), place)
    if record is not None and row.filled:
        filled = tuple(
            Repair(
                targets[column] or opened.headers[column],
                "",
                row.cells[column],
                FILLED,
            )
            for column in row.filled
            if column < len(targets)
        )
        record = replace(record, repairs=(*record.repairs, *filled))
    bad = (*told, *bad)
    if bad and row.filled:
        names = tuple(opened.headers[column] for column in row.filled if column < len(opened.headers))
        bad = tuple(replace(one, filled=names) for one in bad)
    return Item(record, bad, row.share)


def _numbers(opened: Opened, at: int) -> bool:
    """Whether a good part of a column's first values are numbers of standards."""
    values = [row[at] for row in _sample(opened) if at < len(row) and row[at].strip()]
    return 3 * sum(read_number(clean_number(value)[0]) is not None for value in values) >= len(values) > 0


def _sample(opened: Opened) -> list[list[str]]:
    return [row.cells for row in islice(opened.rows(), _SAMPLE)]


def preview(path: Path, mapping: Mapping | None = None, rows: int = 20) -> Preview:
    """The first rows of a table as printed and as read, with a guess for each column; raises :class:`Unreadable`."""
    opened = open_table(path, mapping)
    guesses = guess_mapping(opened.headers, _sample(opened))
    used = mapping if mapping is not None and mapping.columns else mapping_of(guesses)
    used = replace(used, sheet=opened.sheet, header_row=opened.header_row)
    first = list(islice(opened.rows(), rows))
    items = list(islice(read_rows(opened, used), rows))
    return Preview(
        opened.headers,
        guesses,
        used,
        signature(opened.headers),
        opened.sheets,
        [(row.number, row.cells) for row in first],
        items,
        opened.encoding,
        opened.beside(),
    )
