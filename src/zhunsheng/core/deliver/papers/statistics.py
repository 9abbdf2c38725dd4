"""The 标准统计表 as a workbook: live formulas over its own sheet of lines, their saved values those of the model."""

from __future__ import annotations

from typing import Any

from zhunsheng.core.deliver.papers.detail import FIRST_ROW, OVERALL, ROOM, DetailSheet
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.figures import Figure, Group, Tally
from zhunsheng.core.deliver.papers.lines import detail_lines
from zhunsheng.core.deliver.papers.sheets import Book, letter_of, workbook
from zhunsheng.core.deliver.tables import xlsx_text

__all__ = ["SHEET", "write_statistics"]

SHEET = "统计表"
_CODES = "代码"


def write_statistics(dossier: Dossier) -> bytes:
    """The workbook as bytes."""
    with workbook(dossier, "标准统计表") as (book, path):
        sheet = book.sheet(SHEET)
        detail = DetailSheet(book, statistics=True)
        lines, tally = detail.open(""), Tally(dossier)
        for line in detail_lines(dossier):
            lines.write(line)
            tally.add(line)
        lines.close()
        groups = tally.groups()
        places = _codes(book, groups)
        _Writer(book, detail, lines.row + ROOM, places).write(sheet, groups)
        detail.options()
        content = tally.content
        book.about(
            [
                ("格式的依据", f"{content['source']}（{content['grade']}）"),
                ("内容文件", f"{content['urn']} 第 {content['version']} 版"),
                *(("口径", note) for note in content["notes"]),
            ]
        )
        book.book.close()
        return path.read_bytes()


def _codes(book: Book, groups: list[Group]) -> dict[str, tuple[int, int]]:
    """The hidden sheet of codes, those of a module under each other; returns the rows of each module."""
    sheet = book.book.add_worksheet(_CODES)
    sheet.hide()
    places: dict[str, tuple[int, int]] = {}
    row = 0
    for group in groups:
        for figure in group.rows if group.key == "module" else ():
            first = row
            for code in figure.values:
                if code:
                    sheet.write_string(row, 0, xlsx_text(code))
                    row += 1
            places[figure.label] = (first + 1, row)
    return places


class _Writer:
    """Writes the groups one below the other. Formulas name cells and the words of the content file, never a text of the list."""

    def __init__(
        self, book: Book, detail: DetailSheet, last: int, places: dict[str, tuple[int, int]]
    ) -> None:
        self.book, self.places = book, places
        self.content = book.dossier.content_of("statistics")
        self.ranges = {
            column.key: f"{OVERALL}!${letter_of(at)}${FIRST_ROW + 1}:${letter_of(at)}${last}"
            for at, column in enumerate(detail.columns)
        }
        self.known = max((end for _, end in places.values()), default=0)

    def write(self, sheet: Any, groups: list[Group]) -> None:
        """Title, bearing and all groups."""
        book, heads = self.book, self.content["columns"]
        sheet.set_portrait()
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 4, 16)
        book.head(sheet, "标准统计表", 5)
        row = 3
        for group in groups:
            sheet.write_string(row, 0, xlsx_text(group.title), book.look("group"))
            labels = [group.head, heads["due"], heads["present"], heads["share"], heads["covered"]]
            for at, label in enumerate(labels):
                sheet.write_string(row + 1, at, xlsx_text(label), book.look("head"))
            first = row + 2
            for place, figure in enumerate(group.rows):
                self._row(sheet, first + place, group, figure)
            row = first + len(group.rows)
            self._total(sheet, first, row, group)
            if group.note:
                sheet.merge_range(row + 1, 0, row + 1, 4, f"注：{xlsx_text(group.note)}", book.look("note"))
                sheet.set_row(row + 1, 26)
            row += 3

    def _row(self, sheet: Any, row: int, group: Group, figure: Figure) -> None:
        look = self.book.look
        sheet.write_string(row, 0, xlsx_text(figure.label), look("text"))
        match = self._match(group, figure, row)
        named, counted = f'({self.ranges["name"]}<>"")', f'({self.ranges["counted"]}<>"否")'
        status = self.ranges["status"]
        void = "".join(f"-({status}={_quoted(word)})" for word in self.content["void"])
        force = "+".join(f"({status}={_quoted(word)})" for word in self.content["in_force"])
        formulas = (
            (f"=SUMPRODUCT({match}*{named}*{counted}*(1{void}))", figure.due),
            (f"=SUMPRODUCT({match}*{named}*{counted}*({force}))", figure.present),
        )
        for at, (formula, value) in enumerate(formulas, 1):
            sheet.write_formula(row, at, formula, look("number"), value)
        self._share(sheet, row, figure, "share")
        covered = f'=SUMPRODUCT({match}*({self.ranges["covered"]}="是"))'
        sheet.write_formula(row, 4, covered, look("number"), figure.covered)

    def _match(self, group: Group, figure: Figure, row: int) -> str:
        """The condition that a line falls into this row, as a piece of a formula."""
        values = self.ranges[group.column]
        if group.key == "module":
            first, last = self.places[figure.label]
            if figure.label == self.content["blank"]:
                return f"ISNA(MATCH({values},{_CODES}!$A$1:$A${max(self.known, 1)},0))"
            return f"ISNUMBER(MATCH({values},{_CODES}!$A${first}:$A${last},0))"
        if figure.values == [""]:
            return f'({values}="")'
        if group.key == "year":
            year = f"LEFT($A{row + 1},4)"
            whole = f"({values}>=DATE({year},1,1))*({values}<=DATE({year},12,31))"
            return f"({whole}+ISTEXT({values})*(LEFT({values},4)={year}))"
        return f"({values}=$A{row + 1})"

    def _total(self, sheet: Any, first: int, row: int, group: Group) -> None:
        look, total = self.book.look, group.total
        sheet.write_string(row, 0, self.content["total"], look("total_text"))
        for at, value in ((1, total.due), (2, total.present), (4, total.covered)):
            letter = letter_of(at)
            sheet.write_formula(row, at, f"=SUM({letter}{first + 1}:{letter}{row})", look("total"), value)
        self._share(sheet, row, total, "total_share")

    def _share(self, sheet: Any, row: int, figure: Figure, look: str) -> None:
        share = figure.share
        sheet.write_formula(
            row,
            3,
            f'=IF(B{row + 1}=0,"",C{row + 1}/B{row + 1})',
            self.book.look(look),
            "" if share is None else share,
        )


def _quoted(word: str) -> str:
    """A word of the content file as a text inside a formula."""
    return '"' + xlsx_text(str(word)).replace('"', '""') + '"'
