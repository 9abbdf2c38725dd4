"""The list of standards: tables with a head that names standards → rows; tables of the tree → categories."""

from __future__ import annotations

import re

from zhunsheng.core.guide.parse.cells import Knowledge, split_code
from zhunsheng.core.guide.parse.collect import is_table_rule
from zhunsheng.core.guide.parse.columns import Column, header_columns
from zhunsheng.core.guide.parse.context import State, ends_sentence
from zhunsheng.core.guide.parse.evidence_codes import code_above, normal_code
from zhunsheng.core.guide.parse.infer import by_content, fits, infer_columns
from zhunsheng.core.guide.parse.listrows import CategoryCell, Listing, ListRow
from zhunsheng.core.guide.parse.nodes import make_name
from zhunsheng.core.guide.parse.outline import chapter_kind
from zhunsheng.core.guide.parse.reader import RowReader, same_columns
from zhunsheng.core.guide.source import Cell, Table
from zhunsheng.core.text.normal import clean, key
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["CategoryCell", "ListRow", "Listing", "read_listing", "resolve_categories"]


_CAPTION = re.compile(
    r"^(?:附\s*[件表录]\s*[A-Z\d一二三四五六七八九十]*|表\s*[A-Z]?[.\d-]*|[（(]?[一二三四五六七八九十\d]+[)）、.．])\s*[:：]?\s*"
)


class _Tables:
    """Goes through the tables in order; knows the head that is in force."""

    def __init__(self, state: State, knowledge: Knowledge) -> None:
        self.state = state
        self.knowledge = knowledge
        self.listing = Listing()
        self.columns: list[Column] | None = None
        self.lists: list[list[Column]] = []
        self.previous: Table | None = None
        self.reader: RowReader | None = None

    def take(self, index: int, table: Table) -> None:
        """Read one table, if it is a list or draws the tree."""
        if self.state.kinds.get(table.line_start) == "bases":
            return
        start, found = _head_of(table)
        if found is None and self._goes_on(table):
            found, start = self.columns, 0
        if found is not None and not any(column.kind == "name" for column in found):
            found = self._complete(table, start, found)
        if found is None:
            start, found = 0, self._without_head(table)
        if found is None:
            self.columns = self.previous = self.reader = None
            return
        is_list = _is_list(found, table.rows[start:], self.knowledge)
        found = by_content(table.rows[start:], found) if is_list else found
        reader = self.reader
        if reader is None or reader.is_list != is_list or not same_columns(found, reader.columns):
            reader = RowReader(self.state, found, self.knowledge, self.listing, is_list, index)
        reader.columns = found
        reader.after_break = bool(reader.seen)
        apart = 0
        for row in table.rows[: max(0, start - 1)]:
            if is_list and fits(row, found, self.knowledge):
                reader.read(Table([row], table.line_start, table.line_end, table.origin), 0)
            else:
                apart += 1
        caption = self._caption(table, found) if is_list else None
        if caption is not None:
            reader.sections, reader.styles, reader.after_break = [caption], ["caption"], False
        reader.read(table, start)
        if not is_list:
            self._learn_tree()
        self.reader, self.columns, self.previous = reader, found, table
        if is_list:
            self.lists.append(found)
        _use_rows(self.state, table, start, apart)

    def _learn_tree(self) -> None:
        """What a table of the tree names is known to the lists that follow."""
        for cells in self.listing.tree:
            for cell in cells:
                if cell.name:
                    self.knowledge.names.add(key(make_name(cell.name)[0]))
                if code := normal_code(cell.code):
                    self.knowledge.codes.add(code)

    def _caption(self, table: Table, columns: list[Column]) -> CategoryCell | None:
        """A list without category columns belongs to the subsystem that the heading or caption above it names."""
        if any(column.kind in {"category", "code"} for column in columns):
            return None
        above = range(table.line_start - 1, max(0, table.line_start - 8), -1)
        for number in [n for n in above if self.state.text(n)][:2]:
            text = clean(self.state.text(number))
            if chapter_kind(text) in {"measures", "requirements", "bases", "principles", "situation"}:
                return None
            if (
                "\t" in text
                or len(text) > 40
                or ends_sentence(text)
                or self.state.used[number - 1] == "table"
            ):
                return None
            name = _CAPTION.sub("", text)
            name = re.sub(r"(?:重点)?(?:标准)?(?:清单|明细表|项目表|目录|列表|一览表)$", "", name).strip()
            code, plain = split_code(name, self.knowledge.reading(True))
            normal = normal_code(code)
            if name and (self.knowledge.knows(plain) or (normal and normal in self.knowledge.codes)):
                return CategoryCell(code, plain, text, 0, "section", number, number)
        return None

    def _goes_on(self, table: Table) -> bool:
        """A table without a head right under another as wide (a page break) goes on with it."""
        if self.columns is None or self.previous is None:
            return False
        return _follows(self.state, self.previous, table, len(self.columns))

    def _complete(self, table: Table, start: int, found: list[Column]) -> list[Column] | None:
        """A head that has serial numbers or marks but no names has lost a cell: go by what the columns hold."""
        if not {"number", "urgency"} & {column.kind for column in found}:
            return found
        inferred = infer_columns(table.rows[start:], self.knowledge, found)
        if inferred is None:
            return found
        lines = [table.line_start]
        self.state.problem("head-incomplete", "清单表头缺“标准名称”一列，按各列内容推断，请核对", lines)
        return inferred

    def _without_head(self, table: Table) -> list[Column] | None:
        """A table under no known head: rows of a list already seen, or a list known by its contents."""
        for columns in reversed(self.lists):
            if all(fits(row, columns, self.knowledge) for row in table.rows):
                message = "这几行不在表头之下，按前面清单的各列读入，请核对"
                self.state.problem("rows-apart", message, _lines(table))
                return columns
        if len(table.rows) < 2:
            return None
        inferred = infer_columns(table.rows, self.knowledge, None)
        if inferred is not None:
            self.state.problem("head-missing", "清单没有认得出的表头，按各列内容推断，请核对", _lines(table))
        return inferred


def _lines(table: Table) -> list[int]:
    return [table.line_start, table.line_end]


def read_listing(state: State, tables: list[Table], knowledge: Knowledge) -> Listing:
    """Read every table. A table without a head goes on the list before it when it is as wide."""
    reading = _Tables(state, knowledge)
    for index, table in enumerate(tables):
        reading.take(index, table)
    return reading.listing


def _use_rows(state: State, table: Table, start: int, apart: int) -> None:
    """Only lines that a row or the head stands on count as read; what lies between or above them does not."""
    for index, row in enumerate(table.rows):
        if apart and index < start - 1:
            continue
        first, last = min(c.line_start for c in row), max(c.line_end for c in row)
        state.use(first, last, "table" if index >= start else "head")
    for number in range(table.line_start, table.line_end + 1):
        if is_table_rule(state.texts[number - 1]):
            state.use(number, number, "head")


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


def _is_list(columns: list[Column], rows: list[list[Cell]], knowledge: Knowledge) -> bool:
    """A list of standards, or a table that draws the tree (codes and names of subsystems)?"""
    kinds = {column.kind for column in columns}
    place = next((i for i, column in enumerate(columns) if column.kind == "name"), None)
    if place is None:
        return False
    if "code" not in kinds or kinds & {"urgency", "identifier", "level", "status"}:
        return True
    if "标准" in columns[place].printed:
        return True
    names = [clean(row[place].text) for row in rows if place < len(row) and clean(row[place].text)]
    endings = tuple(vocabulary("reading")["standard_endings"])
    whole = sum(len(name) >= 6 and name.endswith(endings) for name in names)
    known = sum(knowledge.knows(name) for name in names)
    return whole * 2 >= len(names) and known * 2 <= len(names)


def _settle_codes(listing: Listing, knowledge: Knowledge) -> None:
    """Is a code column the category's, or each item's own? Codes that never repeat and lie below known ones are own."""
    tables: dict[tuple[str, ...], list[ListRow]] = {}
    for row in listing.rows:
        if row.place("code") is not None:
            tables.setdefault(tuple(column.printed for column in row.columns), []).append(row)
    known = set(knowledge.codes)
    knowledge.codes |= {code for cells in listing.tree for cell in cells if (code := normal_code(cell.code))}
    known |= {code for cells in listing.tree for cell in cells if (code := normal_code(cell.code))}
    known |= {code for row in listing.rows for cell in row.categories if (code := normal_code(cell.code))}
    for rows in tables.values():
        codes = [normal_code(row.text("code")) or "" for row in rows if row.text("code")]
        if len(set(codes)) < len(codes) or not codes:
            continue
        below = sum(
            code not in known and (code_above(code) in known or "." in code or "-" in code) for code in codes
        )
        for row in rows:
            row.code_of_item = below * 2 > len(codes)


def resolve_categories(listing: Listing, state: State, knowledge: Knowledge) -> None:
    """After all pieces are together: carry categories down, table by table."""
    _settle_codes(listing, knowledge)
    reader: RowReader | None = None
    for row in listing.rows:
        if reader is None or not same_columns(row.columns, reader.columns):
            reader = RowReader(state, row.columns, knowledge, listing, True, row.table)
        reader.columns = row.columns
        reader.knowledge = knowledge.reading(row.coded)
        if row.categories != reader.sections:
            reader.sections = list(row.categories)
            reader.carried.clear()
        reader.resolve(row)
