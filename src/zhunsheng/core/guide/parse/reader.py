"""Reading the rows of one table: slid cells, wrapped cells, section rows, categories carried down."""

from __future__ import annotations

import re

from zhunsheng.core.guide.parse.cells import (
    Knowledge,
    assign,
    cut_closed_word,
    is_serial,
    nothing_marks,
    split_code,
    star_count,
)
from zhunsheng.core.guide.parse.collect import merge_text
from zhunsheng.core.guide.parse.columns import Column, header_columns, same_header
from zhunsheng.core.guide.parse.context import State
from zhunsheng.core.guide.parse.evidence_codes import code_above, normal_code
from zhunsheng.core.guide.parse.listrows import CategoryCell, Listing, ListRow
from zhunsheng.core.guide.parse.nodes import make_name
from zhunsheng.core.guide.parse.numbering import split_numbering
from zhunsheng.core.guide.source import Cell, Table
from zhunsheng.core.identifiers import find_identifiers
from zhunsheng.core.text.normal import clean, key, squeeze
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["RowReader", "same_columns"]


_SECTION_STYLES = {"cn", "cn_paren", "chapter"}
_WEAK_STYLES = {"arabic", "arabic_space", "decimal2", "decimal3", "decimal4"}


def same_columns(first: list[Column], second: list[Column]) -> bool:
    """True where two tables have the same heads."""
    return [key(c.printed) for c in first] == [key(c.printed) for c in second]


def _same_category(first: CategoryCell, second: CategoryCell) -> bool:
    """True where two cells name one category, in whatever spelling."""
    if first.code or second.code:
        return normal_code(first.code) == normal_code(second.code)
    return key(make_name(first.name)[0]) == key(make_name(second.name)[0])


class RowReader:
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
        self.origin = ""
        self.seen = 0
        self.index = index
        self.carried: dict[int, CategoryCell] = {}
        self.sections: list[CategoryCell] = []
        self.styles: list[str] = []

    def read(self, table: Table, start: int) -> None:
        """Read one table from row ``start`` on."""
        self.origin = table.origin
        self.knowledge = self._learn(table, start)
        fresh: list[ListRow] = []
        rows = [cells for cells in table.rows[start:] if any(squeeze(cell.text) for cell in cells)]
        for place, cells in enumerate(rows):
            if same_header(cells, self.columns) or self._is_rule(cells):
                self.after_break = True
                self._new_head(cells)
                continue
            following = rows[place + 1] if place + 1 < len(rows) else None
            if self._section_row(cells, following):
                continue
            row = self._row(cells)
            row.is_item = not self._names_category_only(row)
            self.seen += 1
            last = fresh[-1] if fresh else self._last_before()
            if last is not None and self._continues(last, row):
                _merge(last, row)
            else:
                fresh.append(row)
                row.categories = list(self.sections)
            self.after_break = False
        for row in fresh:
            self._finish(row)

    def _new_head(self, cells: list[Cell]) -> None:
        """A head repeated with other columns holds for the rows below it."""
        fresh = header_columns(cells)
        if (
            fresh
            and [c.kind for c in fresh] != [c.kind for c in self.columns]
            and len(fresh) >= len(self.columns)
        ):
            self.columns = fresh

    def _last_before(self) -> ListRow | None:
        last = self.listing.rows[-1] if self.listing.rows and self.is_list else None
        return (
            last
            if last is not None and self.after_break and last.categories[:1] == self.sections[:1]
            else None
        )

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
        probe = self.knowledge.reading(True)
        texts = {
            clean(row[i].text)
            for row in table.rows[start:]
            for i in places
            if i < len(row) and len(squeeze(row[i].text)) > 1 and not star_count(row[i].text)
        }
        coded = [text for text in texts if split_code(text, probe)[0]]
        enough = len(coded) * 5 >= len(texts) * 3 if texts else self.knowledge.coded
        return self.knowledge.reading(enough or self.knowledge.coded)

    def _section_row(self, cells: list[Cell], following: list[Cell] | None) -> bool:
        """A row that is one heading across the table: 一、基础共性标准, or a code and a name over coded rows."""
        if not self.is_list:
            return False
        if self._coded_section(cells, following):
            return True
        distinct = {squeeze(cell.text) for cell in cells if squeeze(cell.text)}
        if len(distinct) != 1:
            return False
        first = next(cell for cell in cells if squeeze(cell.text))
        text = clean(first.text)
        spread = sum(1 for cell in cells if cell.merged)
        parts = split_numbering(text)
        numbered = bool(parts and parts.style in _SECTION_STYLES)
        numbered = numbered or bool(
            parts and parts.style in _WEAK_STYLES and self.knowledge.knows(parts.rest)
        )
        code, _ = split_code(text, self.knowledge.reading(True))
        known = self.knowledge.knows(text) or bool(code)
        if is_serial(text) or not (numbered or spread >= 2 or (known and cells.index(first) == 0)):
            return False
        name = parts.rest if parts and numbered else text
        style = parts.style if parts and numbered else "code" if code else "plain"
        code, plain = split_code(name, self.knowledge.reading(style == "code"))
        self._open(CategoryCell(code, plain, text, 0, "section", first.line_start, first.line_end), style)
        return True

    def _coded_section(self, cells: list[Cell], following: list[Cell] | None) -> bool:
        """A code and a name with nothing else, where the next row's code lies below this one's."""
        code_place = next((i for i, column in enumerate(self.columns) if column.kind == "code"), None)
        name_place = next((i for i, column in enumerate(self.columns) if column.kind == "name"), None)
        if (
            code_place is None
            or name_place is None
            or following is None
            or len(cells) <= max(code_place, name_place)
        ):
            return False
        code, name = squeeze(cells[code_place].text), clean(cells[name_place].text)
        others = [
            c
            for i, c in enumerate(cells)
            if i not in {code_place, name_place} and squeeze(c.text) not in {"", "/", "-", "—"}
        ]
        below = squeeze(following[code_place].text) if code_place < len(following) else ""
        if not code or not name or others or code_above(below) != code:
            return False
        first, last = cells[code_place].line_start, cells[name_place].line_end
        self._open(CategoryCell(code, name, name, 0, "section", first, last), "code")
        return True

    def _open(self, cell: CategoryCell, style: str) -> None:
        """Open a section; sections of its own depth and deeper are closed."""
        while self.sections:
            above, above_style = self.sections[-1], self.styles[-1]
            inside = above_style != style and style not in self.styles
            if style == above_style == "code" and above.code and cell.code:
                inside = cell.code != above.code and code_above(cell.code) == above.code
            if inside:
                break
            self.sections.pop()
            self.styles.pop()
        self.sections.append(cell)
        self.styles.append(style)
        self.carried.clear()

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
        pieces = self.after_break and self._only_pieces(cells)
        mapping, slid = (
            ({i: i for i, c in enumerate(cells) if c.text and i < len(self.columns)}, False)
            if explicit or pieces
            else assign(cells, self.columns, self.knowledge)
        )
        for column, index in mapping.items():
            if self.columns[column].kind == "category" and squeeze(cells[index].text) in nothing_marks():
                row.none.add(column)
                continue
            row.values[column] = " ".join(cells[index].text.split())
            row.lines[column] = (cells[index].line_start, cells[index].line_end)
            if cells[index].merged:
                row.merged.add(column)
        row.slid, row.pieces = slid, pieces
        cut_closed_word(row.values, row.lines, self.columns)
        lost = [
            cell for index, cell in enumerate(cells) if squeeze(cell.text) and index not in mapping.values()
        ]
        if lost:
            row.reasons.append(
                "本行单元格多于表头列数，多出的文字：" + "；".join(clean(cell.text) for cell in lost)
            )
        return row

    def _only_pieces(self, cells: list[Cell]) -> bool:
        """Right after a repeated head: no serial number, no mark, no number, no code, so the rest of the row above."""
        place = next((i for i, column in enumerate(self.columns) if column.kind == "number"), None)
        if place is None or len(cells) > len(self.columns) or squeeze(cells[place].text):
            return False
        texts = [clean(cell.text) for cell in cells if squeeze(cell.text)]
        whole = any(star_count(t) or find_identifiers(t) or split_code(t, self.knowledge)[0] for t in texts)
        return not whole and any(len(squeeze(text)) <= 8 for text in texts)

    def _continues(self, last: ListRow, row: ListRow) -> bool:
        """True where ``row`` is the rest of ``last`` (a cell wrapped over lines or a page break)."""
        if row.merged or (row.columns is not last.columns and not same_columns(row.columns, last.columns)):
            return False
        if row.pieces and not row.text("number"):
            return True
        if row.text("number") or row.text("urgency") or row.text("identifier") or not row.is_item:
            return False
        has_serials = row.place("number") is not None
        for place, column in enumerate(self.columns):
            text = row.values.get(place, "") if column.kind == "category" else ""
            if text and (
                split_code(text, self.knowledge)[0] or (self.knowledge.knows(text) and not self.after_break)
            ):
                return False
        name, before = row.text("name"), squeeze(last.text("name"))
        if not self.is_list:
            return self._tree_continues(last, row)
        if not name:
            return True
        endings = tuple(vocabulary("reading")["standard_endings"])
        if has_serials and self.after_break:
            return True
        alone = len([text for text in row.values.values() if squeeze(text)]) == 1
        rich = len(last.values) >= 2 and len(self.columns) >= 3
        if alone and rich and self.origin in {"aligned", "spaced"}:
            return True
        if self.origin in {"html", "docx", "pipe"}:
            return self.after_break and alone and not before.endswith(endings)
        if not before.endswith(endings) and len(squeeze(name)) <= 24 and (alone or has_serials):
            return True
        return has_serials and len(squeeze(name)) <= 8 and not self._whole(name, endings)

    def _names_category_only(self, row: ListRow) -> bool:
        """A row of the list that names a coded category and no standard: a category without items."""
        if not self.is_list or any(row.text(kind) for kind in ("name", "number", "identifier", "urgency")):
            return False
        coded = any(
            column.kind == "category" and split_code(row.values.get(place, ""), self.knowledge)[0]
            for place, column in enumerate(self.columns)
        )
        return coded or bool(row.text("code"))

    def _tree_continues(self, last: ListRow, row: ListRow) -> bool:
        """In a table of the tree only a row with nothing but the rest of a scope goes on with the row above."""
        kinds = {self.columns[place].kind for place, text in row.values.items() if squeeze(text)}
        return (
            self.origin in {"tab", "aligned", "spaced"}
            and kinds <= {"scope", "remark", "other"}
            and bool(last.values)
        )

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
                if above is None or squeeze(above.printed) != squeeze(text):
                    for rank in [rank for rank in self.carried if rank > column.rank]:
                        again = above is not None and _same_category(above, cell)
                        if again or not self._inside(self.carried[rank], cell):
                            del self.carried[rank]
                self.carried[column.rank] = cell
                row.categories.append(cell)
            elif place in row.none:
                for rank in [rank for rank in self.carried if rank >= column.rank]:
                    del self.carried[rank]
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

    def _inside(self, lower: CategoryCell, upper: CategoryCell) -> bool:
        """True where a category carried down lies in the module whose label is printed only now (mid-range)."""
        low, high = normal_code(lower.code), normal_code(upper.code)
        if low and high:
            return low != high and low.startswith(high)
        return self.knowledge.above.get(key(make_name(lower.name)[0])) == key(make_name(upper.name)[0])

    def _code_column(self, row: ListRow) -> None:
        """The code column: the category's code, or the item's own, whose upper part is the category's."""
        place = row.place("code")
        code = squeeze(row.values.get(place, "")) if place is not None else ""
        if place is None or not code:
            return
        first, last = row.lines[place]
        filled = [cell for cell in row.categories if cell.rank]
        if row.code_of_item:
            row.own_code = code
            above = code_above(normal_code(code) or "")
            if above and not any(normal_code(cell.code) == above for cell in row.categories):
                row.categories.append(CategoryCell(above, "", code, 9, "code", first, last))
        elif filled and filled[-1].code is None and filled[-1].basis == "printed":
            filled[-1].code = code
        else:
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
        last.values[place] = merge_text(last.values.get(place, ""), text)
        first, _ = last.lines.get(place, row.lines[place])
        last.lines[place] = (first, row.lines[place][1])
    last.line_end = max(last.line_end, row.line_end)
    last.reasons.extend(row.reasons)
