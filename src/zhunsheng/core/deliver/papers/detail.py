"""The 标准明细表 as a workbook: one sheet of everything, one for each module, and where it comes from.

Written row by row, so that a hundred thousand lines need no more memory than a hundred.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any

from zhunsheng.core.deliver.listings import urgency_words
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.lines import Line, detail_lines
from zhunsheng.core.deliver.papers.sheets import Book, letter_of, workbook
from zhunsheng.core.deliver.tables import as_date, sheet_name, xlsx_text

__all__ = ["FIRST_ROW", "HEAD_ROW", "OVERALL", "DetailSheet", "write_detail"]

#: the overall sheet; rows count from 0: title, bearing, heads, then the lines
OVERALL = "明细"
HEAD_ROW, FIRST_ROW = 2, 3
_OPTIONS = "选项"
# Excel takes at most 65,530 links a sheet.
_MOST_LINKS = 65_000
# Lines that experts add below get the lists and the formulas of the statistics too.
ROOM = 500
_CENTRED = {"number", "code", "level", "urgency", "status", "implemented"}
# In larger tables empty cells are left out, and with them the lines around them.
_SPARSE = 20_000
_LOOKS, _CENTRED_LOOKS = ("text", "real"), ("centre", "real_centre")


@dataclass(slots=True)
class Column:
    """A column of the workbook: where its values come from, its head and width, which list it takes."""

    key: str
    label: str
    width: float
    hidden: bool = False
    grouped: bool = False
    list: str = ""


def columns_of(dossier: Dossier, *, statistics: bool = False) -> list[Column]:
    """The columns of the content file, the hidden ones last; some only where ``statistics`` are worked out."""
    content = dossier.content_of("detail")
    shown = [
        Column(
            one["from"],
            one["label"],
            one.get("width", 14),
            False,
            one.get("grouped", False),
            one.get("list", ""),
        )
        for one in content["columns"]
    ]
    hidden = [one for one in content["hidden"] if statistics or one.get("only") != "statistics"]
    return shown + [Column(one["from"], one["label"], 12, True) for one in hidden]


def write_detail(dossier: Dossier) -> bytes:
    """The workbook as bytes."""
    with workbook(dossier, "标准明细表") as (book, path):
        writer = DetailSheet(book)
        # Modules of which the list has nothing get a sheet all the same: that is what it says.
        sheets = {code: writer.open(f"{code} {name}") for code, name in writer.modules()}
        overall = sheets[""]
        for line in detail_lines(dossier):
            overall.write(line)
            if line.module in sheets and line.module:
                sheets[line.module].write(line)
        for sheet in sheets.values():
            sheet.close()
        writer.options()
        book.about(writer.about())
        book.book.close()
        return path.read_bytes()


class DetailSheet:
    """Opens the sheets of a workbook that hold lines of the 明细表."""

    def __init__(self, book: Book, *, statistics: bool = False) -> None:
        self.book = book
        self.dossier = book.dossier
        self.content = self.dossier.content_of("detail")
        self.columns = columns_of(self.dossier, statistics=statistics)
        self.names: set[str] = {OVERALL, _OPTIONS, "出处"}
        self.lists = {
            **{name: [str(one) for one in values] for name, values in self.content["lists"].items()},
            "urgencies": _urgencies(self.dossier),
        }

    def modules(self) -> list[tuple[str, str]]:
        """("", "") for the overall sheet, then code and name of each module."""
        return [("", ""), *((one.code, one.name) for one in self.dossier.tree.modules)]

    def open(self, title: str) -> _Sheet:
        """A sheet for lines; without a title the overall one."""
        title = title.strip()
        name = sheet_name(title, self.names) if title else OVERALL
        return _Sheet(self, self.book.sheet(name, self.dossier.settings.paper), title)

    def options(self) -> None:
        """The hidden sheet with the lists that cells may be chosen from."""
        sheet = self.book.book.add_worksheet(_OPTIONS)
        sheet.hide()
        rows = max((len(values) for values in self.lists.values()), default=0)
        for row in range(rows):
            for at, values in enumerate(self.lists.values()):
                if row < len(values):
                    sheet.write_string(row, at, xlsx_text(values[row]))

    def list_range(self, name: str) -> str:
        """Where the list of this name stands, as a formula."""
        letter = letter_of(list(self.lists).index(name))
        return f"={_OPTIONS}!${letter}$1:${letter}${max(len(self.lists[name]), 1)}"

    def about(self) -> list[tuple[str, str]]:
        """Where the columns come from."""
        content = self.content
        return [
            ("列的依据", f"{content['source']}（{content['grade']}）"),
            ("内容文件", f"{content['urn']} 第 {content['version']} 版"),
            ("底色", "白底为清单中的项，灰底为已归入的现有标准；序号“12-1”是第 12 项下的第 1 个现有标准"),
            (
                "取回",
                "改动后可由“清单”页的“收回明细表”或 zhunsheng system import-table 取回；请勿删除隐藏的列",
            ),
        ]


def _urgencies(dossier: Dossier) -> list[str]:
    """The marks of urgency as the cells write them, the most urgent first."""
    defined = [
        entry.mark if entry.tier == entry.mark else f"{entry.mark}（{entry.tier}）"
        for entry in dossier.system.legend
    ]
    used = [urgency_words(item.urgency) for item in dossier.system.planned_standards]
    found = [one for one in dict.fromkeys(chain(defined, used)) if one]
    return sorted(found, key=lambda one: -one.count("★"))


class _Sheet:
    """One sheet being filled."""

    def __init__(self, owner: DetailSheet, sheet: Any, module: str) -> None:
        self.owner, self.sheet, self.book = owner, sheet, owner.book
        self.row = FIRST_ROW
        self.site = owner.dossier.settings.site.rstrip("/")
        self.links = 0
        dossier = owner.dossier
        self.sparse = len(dossier.system.planned_standards) + len(dossier.placed) > _SPARSE
        # (column, value, looks of an item's and of an existing standard's cell)
        self.cells = [
            (at, one.key, tuple(map(self.book.look, _CENTRED_LOOKS if one.key in _CENTRED else _LOOKS)))
            for at, one in enumerate(owner.columns)
        ]
        self._head(module)

    def _head(self, module: str) -> None:
        shown = [column for column in self.owner.columns if not column.hidden]
        sheet = self.sheet
        self.book.head(sheet, "标准明细表" + (f"（{module}）" if module else ""), len(shown))
        sheet.set_row(HEAD_ROW, 30)
        for at, column in enumerate(self.owner.columns):
            sheet.write_string(HEAD_ROW, at, xlsx_text(column.label), self.book.look("head"))
            options = {"hidden": True} if column.hidden else {}
            sheet.set_column(at, at, column.width, None, options)
        sheet.freeze_panes(FIRST_ROW, 0)
        sheet.repeat_rows(HEAD_ROW)

    def write(self, line: Line) -> None:
        """One line at the end."""
        sheet, row, values = self.sheet, self.row, line.values
        for at, key, looks in self.cells:
            value, look = values[key], looks[line.real]
            if value is None or value == "":
                if not self.sparse:
                    sheet.write_blank(row, at, None, look)
            elif key == "implemented" and (date := as_date(str(value))) is not None:
                sheet.write_datetime(row, at, date, self.book.look("real_date" if line.real else "date"))
            elif key == "name" and self.site and self.links < _MOST_LINKS:
                self.links += 1
                sheet.write_url(row, at, self.site + line.address, look, xlsx_text(str(value)))
            elif isinstance(value, int) and abs(value) < 10**15:
                sheet.write_number(row, at, value, look)
            else:
                sheet.write_string(row, at, xlsx_text(str(value)), look)
        self.row += 1

    def close(self) -> None:
        """Filter, lists to choose from, and the paler repetition of a category's name."""
        last = max(self.row - 1, FIRST_ROW)
        self.sheet.autofilter(HEAD_ROW, 0, last, len(self.owner.columns) - 1)
        for at, column in enumerate(self.owner.columns):
            if self.owner.lists.get(column.list):
                self.sheet.data_validation(
                    FIRST_ROW,
                    at,
                    last + ROOM,
                    at,
                    {
                        "validate": "list",
                        "source": self.owner.list_range(column.list),
                        "error_type": "warning",
                        "error_title": column.label[:30],
                        "error_message": "不在可选的值之中。确认要用这个值吗？",
                    },
                )
            if column.grouped:
                letter = letter_of(at)
                self.sheet.conditional_format(
                    FIRST_ROW + 1,
                    at,
                    max(last, FIRST_ROW + 1),
                    at,
                    {
                        "type": "formula",
                        "criteria": f"=${letter}{FIRST_ROW + 2}=${letter}{FIRST_ROW + 1}",
                        "format": self.book.look("repeated"),
                    },
                )
