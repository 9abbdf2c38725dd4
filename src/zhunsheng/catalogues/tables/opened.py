"""A table file opened: its head found, its rows as texts, one after another, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zhunsheng.catalogues.shape import Unreadable
from zhunsheng.catalogues.streams import head, packing
from zhunsheng.catalogues.tables.mapping import Mapping

__all__ = ["Opened", "TableRow", "kind_of", "open_table", "unique"]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row below the head: its number in the file from 1, its cells as texts, and what was odd about it.

    ``filled`` are the columns filled from a merged cell; ``problems`` are (column index or -1, problem, mend).
    """

    number: int
    cells: list[str]
    share: float = 0.0
    filled: tuple[int, ...] = ()
    problems: tuple[tuple[int, str, str], ...] = ()


@dataclass(slots=True)
class Opened:
    """A table with its head found. ``rows()`` starts anew each time; ``unit`` is what a row's number counts."""

    path: Path
    kind: str
    headers: list[str]
    rows: Callable[[], Iterator[TableRow]]
    header_row: int = 0
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    epoch_1904: bool = False
    #: the date the file gives of itself
    date: str = ""
    unit: str = "行"
    #: names of the other sheets that hold standards, found out when asked
    beside: Callable[[], list[str]] = list

    def place(self, number: int) -> str:
        """Where a row stands, in words: ``台账.xlsx 工作表“2025” 第 7 行``."""
        return f"{self.place_of_sheet(self.sheet)} 第 {number} {self.unit}"

    def place_of_sheet(self, sheet: str) -> str:
        """The file and a sheet of it, in words; without a sheet the file alone."""
        return f"{self.path.name} 工作表“{sheet}”" if sheet else self.path.name


def unique(headers: list[str]) -> list[str]:
    """The heads with a name for each: empty ones by their place, doubled ones with a count; empty tails go."""
    headers = [" ".join(header.split()) for header in headers]
    while headers and not headers[-1]:
        headers.pop()
    seen: dict[str, int] = {}
    found = []
    for index, header in enumerate(headers, 1):
        name = header or f"第 {index} 列"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def kind_of(path: Path) -> str:
    """``workbook``, ``objects`` (JSON, JSON Lines), ``delimited`` or "" (no table), by the content."""
    if not path.is_file():
        return ""
    try:
        with path.open("rb") as raw:
            start = raw.read(8)
    except OSError:
        return ""
    if packing(start) == "zip" or start.startswith(b"\xd0\xcf\x11\xe0"):
        return "workbook"
    sample = head(path, 4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if sample[:1] in (b"{", b"["):
        return "objects"
    return "delimited" if sample else ""


def open_table(path: Path, mapping: Mapping | None = None) -> Opened:
    """Open any table; ``mapping`` may name the sheet, the row of the head, the encoding. Raises :class:`Unreadable`."""
    if not path.is_file():
        raise Unreadable(f"找不到文件 {path}。请检查路径。")
    where = mapping or Mapping({})
    kind = kind_of(path)
    if kind == "workbook":
        from zhunsheng.catalogues.tables.workbook import open_workbook

        return open_workbook(path, where)
    if kind == "objects":
        from zhunsheng.catalogues.tables.objects import open_objects

        return open_objects(path)
    if kind == "delimited":
        from zhunsheng.catalogues.tables.delimited import open_delimited

        return open_delimited(path, where)
    raise Unreadable(f"{path.name} 是空文件。请检查文件是否下载完整。")
