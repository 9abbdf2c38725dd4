"""What the workbooks share: the book itself, formats, the sheet that says where everything comes from."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhunsheng.core.deliver.drawings.pages import PAPER_CODES
from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.tables import xlsx_text

__all__ = ["ABOUT", "Book", "letter_of", "workbook"]

#: name of the sheet that bears system, edition, hash, day and settings
ABOUT = "出处"
_LINE = {"border": 1, "border_color": "#B4BCC6"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
    "bearing": {"font_size": 9, "font_color": "#5C6470", "align": "center", "valign": "vcenter"},
    "head": {
        "font_name": "黑体",
        "bold": True,
        "bg_color": "#E4EAF1",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        **_LINE,
    },
    "text": {"valign": "vcenter", "text_wrap": True, "num_format": "@", **_LINE},
    "centre": {"valign": "vcenter", "align": "center", "text_wrap": True, "num_format": "@", **_LINE},
    "real": {"valign": "vcenter", "text_wrap": True, "num_format": "@", "bg_color": "#F6F8FA", **_LINE},
    "real_centre": {
        "valign": "vcenter",
        "align": "center",
        "text_wrap": True,
        "num_format": "@",
        "bg_color": "#F6F8FA",
        **_LINE,
    },
    "date": {"valign": "vcenter", "align": "center", "num_format": "yyyy-mm-dd", **_LINE},
    "real_date": {
        "valign": "vcenter",
        "align": "center",
        "num_format": "yyyy-mm-dd",
        "bg_color": "#F6F8FA",
        **_LINE,
    },
    "number": {"valign": "vcenter", "align": "right", **_LINE},
    "share": {"valign": "vcenter", "align": "right", "num_format": "0.0%", **_LINE},
    "total": {"valign": "vcenter", "align": "right", "bold": True, "bg_color": "#F0F3F6", **_LINE},
    "total_share": {
        "valign": "vcenter",
        "align": "right",
        "bold": True,
        "num_format": "0.0%",
        "bg_color": "#F0F3F6",
        **_LINE,
    },
    "total_text": {"valign": "vcenter", "bold": True, "bg_color": "#F0F3F6", **_LINE},
    "group": {"font_name": "黑体", "font_size": 12, "valign": "vcenter"},
    "note": {"font_size": 9, "font_color": "#5C6470", "valign": "top", "text_wrap": True},
    "repeated": {"font_color": "#A3ACB7"},
}


class Book:
    """A workbook being written: its formats by name, and its bytes at the end."""

    def __init__(self, path: str, dossier: Dossier, title: str, options: dict[str, Any]) -> None:
        import xlsxwriter

        self.book = xlsxwriter.Workbook(path, options)
        self.dossier = dossier
        self._made: dict[str, Any] = {}
        day = dt.datetime.fromisoformat(dossier.day)
        self.book.set_properties(
            {
                "title": f"{xlsx_text(dossier.system.title)} {title}",
                "subject": xlsx_text(dossier.label),
                "keywords": dossier.hash,
                "comments": "；".join(f"{label}：{xlsx_text(value)}" for label, value in dossier.bearings()),
                "created": day,
            }
        )
        for label, value in dossier.bearings():
            self.book.set_custom_property(label, xlsx_text(value)[:255], "text")

    def look(self, name: str) -> Any:
        """The format of this name."""
        if name not in self._made:
            base = {"font_name": "宋体", "font_size": 10.5} if name != "repeated" else {}
            self._made[name] = self.book.add_format({**base, **_STYLES[name]})
        return self._made[name]

    def sheet(self, name: str, paper: str = "A4") -> Any:
        """A new sheet, landscape, as wide as one page of ``paper``."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(PAPER_CODES[paper])
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        # The blank keeps a label that begins with figures from being read as a size of type.
        bearing = f" {self.dossier.label} {self.dossier.hash[:16]} {self.dossier.day}".replace("&", "&&")
        sheet.set_footer(f"&L&8{xlsx_text(bearing)[:120]}&C第 &P 页，共 &N 页")
        return sheet

    def head(self, sheet: Any, title: str, columns: int) -> None:
        """The first two rows: the system with what the sheet is, and edition, hash and day."""
        dossier = self.dossier
        bearing = f"版本 {dossier.label}　内容哈希 {dossier.hash[:16]}　{dossier.day}"
        rows = ((f"{dossier.system.title}{title}", "title", 32), (bearing, "bearing", 18))
        for row, (text, look, height) in enumerate(rows):
            sheet.set_row(row, height)
            sheet.merge_range(row, 0, row, columns - 1, xlsx_text(text), self.look(look))

    def about(self, more: list[tuple[str, str]]) -> None:
        """The sheet that says where everything comes from."""
        sheet = self.sheet(ABOUT)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 92)
        for at, head in enumerate(("项目", "内容")):
            sheet.write_string(0, at, head, self.look("head"))
        for line, (label, value) in enumerate([*self.dossier.bearings(), *more], 1):
            sheet.write_string(line, 0, xlsx_text(label), self.look("text"))
            sheet.write_string(line, 1, xlsx_text(value), self.look("text"))
        sheet.repeat_rows(0)


@contextmanager
def workbook(dossier: Dossier, title: str, *, streaming: bool = True) -> Iterator[tuple[Book, Path]]:
    """A workbook written to a scratch file, which is there, whole, when the block has ended."""
    with tempfile.TemporaryDirectory(prefix="zhunsheng-") as folder:
        path = Path(folder) / "book.xlsx"
        options = {
            "constant_memory": streaming,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
            "use_zip64": True,
        }
        yield Book(str(path), dossier, title, options), path


def letter_of(at: int) -> str:
    """The letters of a column counted from 0."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(at))
