"""Tables to hand over: the 标准明细表 and others as rows, and any table as XLSX, CSV or JSON.

Text is never taken for a formula by a spreadsheet: XLSX cells are written as text, and a CSV cell that starts
like a formula gets an apostrophe in front, as spreadsheets themselves write it.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

__all__ = [
    "CSV_BOM",
    "NOT_IN_XML",
    "Column",
    "Table",
    "TableError",
    "as_date",
    "sheet_name",
    "to_csv",
    "to_json",
    "to_xlsx",
    "without_guard",
    "xlsx_text",
]

CSV_BOM = b"\xef\xbb\xbf"
Value = str | int | float | bool | None

_MOST_ROWS = 1_048_575
_MOST_CHARACTERS = 32_767
_NARROWEST, _WIDEST = 6, 60
#: allowed in no XML, hence in no XLSX cell
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_FONT = {"font_name": "宋体", "font_size": 11}


class TableError(ValueError):
    """A table that a format cannot hold; the message says in Chinese why and what to do."""


@dataclass(slots=True, frozen=True)
class Column:
    """A column: ``key`` for programs, ``label`` for people; ``numeric`` columns are aligned right.

    Whole ISO dates of a ``dated`` column are dates in a workbook, which sorts and filters them as such; ``2009-06``
    stays text.
    """

    key: str
    label: str
    numeric: bool = False
    dated: bool = False


@dataclass(slots=True)
class Table:
    """Rows of plain values under columns. Each row has one value for each column; None is an empty cell.

    ``meta`` says what the table is of: (key for programs, label for people, value).
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]] = ()
    meta: Sequence[tuple[str, str, str]] = ()

    def records(self) -> list[dict[str, Value]]:
        """The rows as dicts by column key."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]


def to_json(table: Table | Iterable[Table]) -> bytes:
    """UTF-8 JSON: ``{title, columns: [{key, label}], rows: [{key: value}]}``; a list of these for several tables.

    A table with ``meta`` carries it as ``meta: {key: value}``.
    """
    plain = _plain(table) if isinstance(table, Table) else [_plain(one) for one in table]
    return (json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _plain(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        **({"meta": {key: value for key, _, value in table.meta}} if table.meta else {}),
        "columns": [{"key": column.key, "label": column.label} for column in table.columns],
        "rows": table.records(),
    }


def to_csv(table: Table) -> bytes:
    """CSV with a head row, in UTF-8 with the mark by which Excel knows it."""
    heads = [column.label for column in table.columns]
    return "".join(csv_pieces(heads, table.rows)).encode("utf-8", "replace")


def csv_pieces(heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """The same line by line, the mark first; each row has one value for each head."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    yield CSV_BOM.decode()
    writer.writerow([_csv_cell(head) for head in heads])
    for row in rows:
        writer.writerow([_csv_cell(value) for _, value in zip(heads, row, strict=True)])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _csv_cell(value: Value) -> str:
    text = _shown(value)
    if not isinstance(value, str):
        return text
    return f"'{text}" if _like_formula(text) else text


def without_guard(cell: str) -> str:
    """What stood in a cell before :func:`to_csv` put an apostrophe in front of it; other cells as they are."""
    return cell[1:] if cell.startswith("'") and _like_formula(cell[1:]) else cell


def _like_formula(text: str) -> bool:
    # Full-width signs count too: some spreadsheets read ＝ as =.
    first = unicodedata.normalize("NFKC", text.lstrip(" \u3000")[:1])
    return bool(first) and first in _FORMULA


def _shown(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def to_xlsx(table: Table | Iterable[Table], *, created: datetime | None = None) -> bytes:
    """An XLSX workbook, one sheet a table, then one for where they come from: frozen and filtered head, printed across A4 with the head on each page.

    The same tables and ``created`` give the same bytes. Raises :class:`TableError` for more rows than a sheet has.
    """
    import xlsxwriter

    tables = [table] if isinstance(table, Table) else list(table)
    about = next((one.meta for one in tables if one.meta), ())
    if about:
        columns = (Column("what", "项目"), Column("value", "内容"))
        tables.append(Table("出处", columns, [(label, value) for _, label, value in about]))
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": created or datetime(2000, 1, 1)})
        formats = {
            "head": book.add_format(
                {
                    **_FONT,
                    "bold": True,
                    "border": 1,
                    "bg_color": "#EEF1F5",
                    "align": "center",
                    "valign": "vcenter",
                    "text_wrap": True,
                }
            ),
            "text": book.add_format(
                {**_FONT, "border": 1, "valign": "top", "text_wrap": True, "num_format": "@"}
            ),
            "number": book.add_format({**_FONT, "border": 1, "valign": "top", "align": "right"}),
            "date": book.add_format(
                {**_FONT, "border": 1, "valign": "top", "align": "left", "num_format": "yyyy-mm-dd"}
            ),
        }
        names: set[str] = set()
        for one in tables:
            _write_sheet(book.add_worksheet(sheet_name(one.title, names)), one, formats)
    return out.getvalue()


def _write_sheet(sheet: Any, table: Table, formats: dict[str, Any]) -> None:
    if len(table.rows) > _MOST_ROWS:
        raise TableError(
            f"{table.title}：共 {len(table.rows)} 行，超过一张工作表的上限，请先筛选，或导出 CSV"
        )
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, xlsx_text(column.label), formats["head"])
    widths = [_width(column.label) + 3 for column in table.columns]
    for line, row in enumerate(table.rows, 1):
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if _is_number(value):
                sheet.write_number(line, at, value, formats["number"])
            elif column.dated and isinstance(value, str) and (day := as_date(value)):
                sheet.write_datetime(line, at, day, formats["date"])
            elif value is None or value == "":
                sheet.write_blank(line, at, None, formats["number" if column.numeric else "text"])
            else:
                sheet.write_string(
                    line, at, xlsx_text(_shown(value)), formats["number" if column.numeric else "text"]
                )
            widths[at] = max(widths[at], _width(_shown(value)) + 1)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, min(max(width, _NARROWEST), _WIDEST))
    if table.columns:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if heading := xlsx_text(table.title).replace("&", "&&")[:200]:
        sheet.set_header(f"&C{heading}")
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _is_number(value: Value) -> bool:
    """Numbers that a spreadsheet holds exactly; others are written as text."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and abs(value) < 10**15


def as_date(value: str) -> datetime | None:
    """A whole ISO date that a spreadsheet can hold, else None."""
    if not _DATE.fullmatch(value) or value < "1900":
        return None
    try:
        return datetime.combine(date.fromisoformat(value), datetime.min.time())
    except ValueError:
        return None


def xlsx_text(text: str) -> str:
    """``text`` without what no XLSX cell may hold, cut where a cell is full."""
    text = NOT_IN_XML.sub("", text)
    if len(text) > _MOST_CHARACTERS:
        mark = "……（文字过长，后面略去）"
        text = text[: _MOST_CHARACTERS - len(mark)] + mark
    return text


def sheet_name(title: str, used: set[str]) -> str:
    """A name Excel accepts: no reserved signs, at most 31 characters, each once."""
    base = NOT_IN_XML.sub("", _SHEET_NAME.sub(" ", title)).strip() or "表"
    name, number = base[:31], 1
    while name.casefold() in used:
        number += 1
        ending = f"（{number}）"
        name = base[: 31 - len(ending)] + ending
    used.add(name.casefold())
    return name


def _width(text: str) -> int:
    """Columns the longest line of ``text`` takes: a Chinese character takes two."""
    return max(
        (
            sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)
            for line in text.split("\n")
        ),
        default=0,
    )
