"""The list of standards: tables with a head that names standards → rows; tables of the tree → categories."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhunsheng.core.guide.parse.cells import Knowledge, assign, is_serial, split_code, star_count
from zhunsheng.core.guide.parse.columns import Column, header_columns, same_header
from zhunsheng.core.guide.parse.context import State
from zhunsheng.core.guide.parse.numbering import split_numbering
from zhunsheng.core.guide.parse.tables import merge_text
from zhunsheng.core.guide.source import Cell, Table
from zhunsheng.core.text.normal import clean, key, squeeze
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["CategoryCell", "ListRow", "Listing", "read_listing", "resolve_categories"]


@dataclass(slots=True)
class CategoryCell:
    """A category as a table prints it. ``basis``: printed, merged (blank: as above) or section (a heading row)."""

    code: str | None
    name: str
    printed: str
    rank: int
    basis: str
    line_start: int
    line_end: int


@dataclass(slots=True)
class ListRow:
    """One row of a list, put together from its pieces. ``values`` maps a column's place to its text."""

    columns: list[Column]
    values: dict[int, str]
    line_start: int
    line_end: int
    merged: set[int] = field(default_factory=set)
    slid: bool = False
    reasons: list[str] = field(default_factory=list)
    categories: list[CategoryCell] = field(default_factory=list)
    lines: dict[int, tuple[int, int]] = field(default_factory=dict)
    table: int = 0
    coded: bool = False

    def text(self, kind: str) -> str:
        """The text of the first column of a kind."""
        return next((self.values.get(i, "") for i, c in enumerate(self.columns) if c.kind == kind), "")

    def place(self, kind: str) -> int | None:
        """The place of the first column of a kind."""
        return next((i for i, c in enumerate(self.columns) if c.kind == kind), None)


@dataclass(slots=True)
class Listing:
    """All rows of all lists, and the rows of tables that draw the tree."""

    rows: list[ListRow] = field(default_factory=list)
    tree: list[list[CategoryCell]] = field(default_factory=list)
    scopes: dict[int, str] = field(default_factory=dict)
    tree_scopes: list[str] = field(default_factory=list)


def read_listing(state: State, tables: list[Table], knowledge: Knowledge) -> Listing:
    """Read every table. A table without a head goes on the list before it when it is as wide."""
    listing = Listing()
    columns: list[Column] | None = None
    previous: Table | None = None
    reader: _Reader | None = None
    for index, table in enumerate(tables):
        start, found = _head_of(table)
        if (
            found is None
            and columns is not None
            and previous is not None
            and _follows(state, previous, table, len(columns))
        ):
            found, start = columns, 0
        if found is None:
            columns = previous = reader = None
            continue
        is_list = _is_list(found)
        if reader is None or reader.is_list != is_list or not _same_columns(found, reader.columns):
            reader = _Reader(state, found, knowledge, listing, is_list, index)
        reader.columns = found
        reader.after_break = bool(reader.seen)
        reader.read(table, start)
        columns, previous = found, table
        state.use(table.line_start, table.line_end, "table")
    return listing


def _head_of(table: Table) -> tuple[int, list[Column] | None]:
    for index, row in enumerate(table.rows[:3]):
        if found := header_columns(row):
            second = table.rows[index + 1] if index + 1 < len(table.rows) else None
            if (
                second is not None
                and any(cell.merged for cell in [*row, *second])
                and (lower := header_columns(second))
            ):
                return index + 2, lower
            return index + 1, found
    return 0, None


def _follows(state: State, previous: Table, table: Table, width: int) -> bool:
    if abs(len(table.rows[0]) - width) > 0:
        return False
    between = range(previous.line_end + 1, table.line_start)
    return all(
        not state.text(n) or state.used[n - 1] == "furniture" or re.fullmatch(r"[-—\d\s]+", state.text(n))
        for n in between
    )


def _same_columns(first: list[Column], second: list[Column]) -> bool:
    return [key(c.printed) for c in first] == [key(c.printed) for c in second]


def _is_list(columns: list[Column]) -> bool:
    kinds = {column.kind for column in columns}
    if "name" not in kinds:
        return False
    plain = next(column.printed for column in columns if column.kind == "name")
    draws_tree = (
        "code" in kinds and not kinds & {"urgency", "identifier", "level", "status"} and "标准" not in plain
    )
    return not draws_tree


class _Reader:
    """Reads the rows of tables of one shape; carries categories down and pieces of broken rows together."""

    def __init__(
        self,
        state: State,
        columns: list[Column],
        knowledge: Knowledge,
        listing: Listing,
        is_list: bool,
        index: int,
    ) -> None:
        self.state = state
        self.columns = columns
        self.listing = listing
        self.is_list = is_list
        self.knowledge = knowledge
        self.after_break = False
        self.seen = 0
        self.index = index
        self.carried: dict[int, CategoryCell] = {}
        self.section: CategoryCell | None = None

    def read(self, table: Table, start: int) -> None:
        """Read one table from row ``start`` on."""
        self.knowledge = self._learn(table, start)
        fresh: list[ListRow] = []
        for cells in table.rows[start:]:
            if not any(squeeze(cell.text) for cell in cells):
                continue
            if same_header(cells, self.columns) or self._is_rule(cells):
                self.after_break = True
                continue
            if self._section_row(cells):
                continue
            row = self._row(cells)
            self.seen += 1
            last = (
                fresh[-1]
                if fresh
                else (self.listing.rows[-1] if self.listing.rows and self.is_list else None)
            )
            if last is not None and self._continues(last, row):
                _merge(last, row)
            else:
                fresh.append(row)
                row.categories = [self.section] if self.section else []
            self.after_break = False
        for row in fresh:
            self._finish(row)

    def _finish(self, row: ListRow) -> None:
        if self.is_list:
            self.listing.rows.append(row)
        else:
            self._tree_row(row)

    def _is_rule(self, cells: list[Cell]) -> bool:
        return all(re.fullmatch(r"[-—:\s]*", cell.text) for cell in cells)

    def _learn(self, table: Table, start: int) -> Knowledge:
        """Do the category cells carry codes? Three in five distinct ones must, or a code column must exist."""
        places = [i for i, column in enumerate(self.columns) if column.kind == "category"]
        probe = Knowledge(self.knowledge.names, self.knowledge.marks, True)
        texts = {
            clean(row[i].text)
            for row in table.rows[start:]
            for i in places
            if i < len(row) and len(squeeze(row[i].text)) > 1 and not star_count(row[i].text)
        }
        coded = [text for text in texts if split_code(text, probe)[0]]
        enough = len(coded) * 5 >= len(texts) * 3 if texts else self.knowledge.coded
        return Knowledge(self.knowledge.names, self.knowledge.marks, enough or self.knowledge.coded)

    def _section_row(self, cells: list[Cell]) -> bool:
        """A row that is one heading across the table: 一、基础共性标准."""
        distinct = {squeeze(cell.text) for cell in cells if squeeze(cell.text)}
        if len(distinct) != 1 or not self.is_list:
            return False
        first = next(cell for cell in cells if squeeze(cell.text))
        text = clean(first.text)
        spread = sum(1 for cell in cells if cell.merged)
        parts = split_numbering(text)
        numbered = bool(parts and parts.style in {"cn", "cn_paren", "chapter"})
        code, _ = split_code(text, self.knowledge)
        known = self.knowledge.knows(text) or bool(code)
        if is_serial(text) or not (numbered or spread >= 2 or (known and cells.index(first) == 0)):
            return False
        name = parts.rest if parts and numbered else text
        code, plain = split_code(name, self.knowledge)
        self.section = CategoryCell(code, plain, text, 0, "section", first.line_start, first.line_end)
        self.carried.clear()
        return True

    def _row(self, cells: list[Cell]) -> ListRow:
        row = ListRow(
            self.columns,
            {},
            min(c.line_start for c in cells),
            max(c.line_end for c in cells),
            table=self.index,
        )
        row.coded = self.knowledge.coded
        explicit = any(cell.merged for cell in cells)
        mapping, slid = (
            ({i: i for i, c in enumerate(cells) if c.text and i < len(self.columns)}, False)
            if explicit
            else assign(cells, self.columns, self.knowledge)
        )
        for column, index in mapping.items():
            row.values[column] = clean(cells[index].text)
            row.lines[column] = (cells[index].line_start, cells[index].line_end)
            if cells[index].merged:
                row.merged.add(column)
        row.slid = slid
        lost = [
            cell for index, cell in enumerate(cells) if squeeze(cell.text) and index not in mapping.values()
        ]
        if lost:
            row.reasons.append(
                "本行单元格多于表头列数，多出的文字：" + "；".join(clean(cell.text) for cell in lost)
            )
        return row

    def _continues(self, last: ListRow, row: ListRow) -> bool:
        """True where ``row`` is the rest of ``last`` (a cell wrapped over lines or a page break)."""
        if row.merged or (row.columns is not last.columns and not _same_columns(row.columns, last.columns)):
            return False
        if row.text("number") or row.text("urgency") or row.text("identifier"):
            return False
        has_serials = row.place("number") is not None
        for place, column in enumerate(self.columns):
            text = row.values.get(place, "") if column.kind == "category" else ""
            if text and (
                split_code(text, self.knowledge)[0] or (self.knowledge.knows(text) and not self.after_break)
            ):
                return False
        name, before = row.text("name"), last.text("name")
        if not name:
            return True
        endings = tuple(vocabulary("reading")["standard_endings"])
        if has_serials and self.after_break:
            return True
        unfinished = not before.endswith(endings)
        if unfinished and len(squeeze(name)) <= 24:
            return True
        return has_serials and len(squeeze(name)) <= 8 and not self._whole(name, endings)

    @staticmethod
    def _whole(name: str, endings: tuple[str, ...]) -> bool:
        return name.endswith(endings) and len(squeeze(name)) >= 6

    def resolve(self, row: ListRow) -> None:
        """Carry the categories above down into blank cells."""
        places = [(i, column) for i, column in enumerate(self.columns) if column.kind == "category"]
        for place, column in places:
            text = row.values.get(place, "")
            first, last = row.lines.get(place, (row.line_start, row.line_end))
            if text:
                code, name = split_code(text, self.knowledge)
                basis = "merged" if place in row.merged else "printed"
                cell = CategoryCell(code, name, text, column.rank, basis, first, last)
                above = self.carried.get(column.rank)
                if above is None or (above.printed != text):
                    for rank in [rank for rank in self.carried if rank > column.rank]:
                        del self.carried[rank]
                self.carried[column.rank] = cell
                row.categories.append(cell)
            elif column.rank in self.carried:
                above = self.carried[column.rank]
                row.categories.append(
                    CategoryCell(
                        above.code,
                        above.name,
                        above.printed,
                        above.rank,
                        "merged",
                        above.line_start,
                        above.line_end,
                    )
                )
        self._code_column(row)

    def _code_column(self, row: ListRow) -> None:
        place = row.place("code")
        if place is None or not (code := row.values.get(place)):
            return
        filled = [cell for cell in row.categories if cell.rank]
        if filled and filled[-1].code is None and filled[-1].basis == "printed":
            filled[-1].code = code
        else:
            first, last = row.lines[place]
            row.categories.append(CategoryCell(code, "", code, 9, "printed", first, last))

    def _tree_row(self, row: ListRow) -> None:
        place = row.place("name")
        if place is not None and row.values.get(place):
            code, name = split_code(row.values[place], self.knowledge)
            cell = CategoryCell(
                code or row.text("code") or None,
                name,
                row.values[place],
                0,
                "printed",
                row.line_start,
                row.line_end,
            )
            row.categories.append(cell)
        else:
            self.resolve(row)
        self.listing.tree.append(list(row.categories))
        self.listing.tree_scopes.append(row.text("scope"))


def _merge(last: ListRow, row: ListRow) -> None:
    for place, text in row.values.items():
        last.values[place] = clean(merge_text(last.values.get(place, ""), text))
        first, _ = last.lines.get(place, row.lines[place])
        last.lines[place] = (first, row.lines[place][1])
    last.line_end = max(last.line_end, row.line_end)
    last.reasons.extend(row.reasons)


def resolve_categories(listing: Listing, state: State, knowledge: Knowledge) -> None:
    """After all pieces are together: carry categories down, table by table."""
    reader: _Reader | None = None
    for row in listing.rows:
        if reader is None or not _same_columns(row.columns, reader.columns):
            reader = _Reader(state, row.columns, knowledge, listing, True, row.table)
        reader.columns = row.columns
        reader.knowledge = Knowledge(knowledge.names, knowledge.marks, row.coded)
        section = row.categories[0] if row.categories else None
        if section is not reader.section:
            reader.section = section
            reader.carried.clear()
        reader.resolve(row)
