"""xlsx, xls and ods by calamine: one sheet, merged cells filled, formulas as the values they were saved with."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from zhunsheng.catalogues.shape import Unreadable
from zhunsheng.catalogues.tables.heads import whole_head
from zhunsheng.catalogues.tables.mapping import Mapping, find_header, guess_mapping
from zhunsheng.catalogues.tables.opendocument import merged_ranges
from zhunsheng.catalogues.tables.opened import Opened, TableRow, unique

__all__ = ["open_workbook"]

#: what a workbook may weigh, as stored and unpacked: it is read into memory whole
_MAX_FILE = 256 * 1024 * 1024
_MAX_UNPACKED = 768 * 1024 * 1024
_MAX_CELLS = 12_000_000
#: rows by which a sheet that is not read is judged
_SAMPLE = 100
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>\s*|<v>\s*</v>\s*)?</c>'
)


def open_workbook(path: Path, where: Mapping) -> Opened:
    """Open the sheet ``where`` names, else the first visible one with a head; raises :class:`Unreadable`."""
    packed = _weigh(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [
            one.name
            for one in book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]
    except PasswordError as error:
        raise Unreadable(f"{path.name} 有密码保护。请去掉密码后再导入。") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(
            f"{path.name} 不是完整的 Excel 文件。请用 Excel 打开后另存为 xlsx 或 CSV。"
        ) from error
    except BaseException as error:  # calamine's panics are no Exceptions
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        raise Unreadable(
            f"{path.name} 内部结构损坏，读不了。请用 Excel 打开后另存为 xlsx 或 CSV。"
        ) from error
    if where.sheet and where.sheet not in book.sheet_names:
        raise Unreadable(f"{path.name} 没有名为“{where.sheet}”的工作表。有：{'、'.join(sheets)}。")
    for name in [where.sheet] if where.sheet else sheets:
        table = _sheet(path, book, name, where)
        if table is not None:
            headers, header, rows, merged = table
            lost = _formulas(path, list(book.sheet_names).index(name), packed)
            found = _after(rows, header, merged, lost, len(headers))
            opened = Opened(path, "workbook", headers, partial(iter, found), header + 1, name, sheets)
            opened.epoch_1904 = _epoch_1904(path, packed)
            opened.beside = partial(_beside, path, book, [one for one in sheets if one != name])
            return opened
    raise Unreadable(f"{path.name} 里找不到表头。请在列对应文件中写明 sheet 和 header_row（表头在第几行）。")


def _beside(path: Path, book: Any, sheets: list[str]) -> list[str]:
    """Those of ``sheets`` that hold standards by their first rows, or that cannot be read."""
    found = []
    for name in sheets:
        try:
            table = _sheet(path, book, name, Mapping({}), _SAMPLE)
        except Unreadable:
            found.append(name)
            continue
        if table is None:
            continue
        headers, header, rows, _ = table
        below = [row for row in rows[header + 1 :] if any(row)]
        if below and any(guess.target == "number" for guess in guess_mapping(headers, below)):
            found.append(name)
    return found


def _weigh(path: Path) -> bool:
    """Whether the file is a package of parts (xlsx, ods); raises :class:`Unreadable` where it weighs too much."""
    size = path.stat().st_size
    packed = zipfile.is_zipfile(path)
    unpacked = size
    if packed:
        try:
            with zipfile.ZipFile(path) as archive:
                unpacked = sum(entry.file_size for entry in archive.infolist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable(f"{path.name} 的压缩损坏。请用 Excel 打开后另存，再导入。") from error
    if size > _MAX_FILE or unpacked > _MAX_UNPACKED:
        raise Unreadable(
            f"{path.name} 解压后有 {unpacked // 1024 // 1024} MB，超过工作簿的上限 {_MAX_UNPACKED // 1024 // 1024} MB。"
            "请另存为 CSV 再导入，CSV 不限大小。"
        )
    return packed


def _sheet(path: Path, book: Any, name: str, where: Mapping, most: int | None = None) -> Any:
    """(headers, index of the head, rows as texts, columns filled by row) of a sheet; None where it has no head.

    ``most``: only so many rows of it are looked at.
    """
    try:
        sheet = book.get_sheet_by_name(name)
        height, width = sheet.total_height, sheet.total_width
        if height * width > _MAX_CELLS:
            raise Unreadable(
                f"{path.name} 的工作表“{name}”有 {height} 行 {width} 列，太大。请另存为 CSV 再导入。"
            )
        rows = [[_text(cell) for cell in row] for row in sheet.to_python(False, most)]
        ranges = sheet.merged_cell_ranges or merged_ranges(path, name)
    except Unreadable:
        raise
    except BaseException as error:  # calamine's panics are no Exceptions
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        raise Unreadable(f"{path.name} 的工作表“{name}”读不了。请用 Excel 打开后另存，再导入。") from error
    merged = _fill(rows, ranges)
    if where.header_row:
        header = where.header_row - 1
    else:
        header = find_header(rows[:60])
    if header < 0 and where.sheet:
        header = next((i for i, row in enumerate(rows[:60]) if sum(bool(cell) for cell in row) >= 2), -1)
    if not 0 <= header < len(rows):
        return None
    header, names = whole_head(rows, header, merged)
    headers = unique(names)
    return (headers, header, rows, merged) if headers else None


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell) if isinstance(cell, (int, timedelta)) else ""


def _fill(rows: list[list[str]], ranges: list[Any]) -> dict[int, tuple[int, ...]]:
    """Write the value of each merged cell into all it covers; row index → columns filled."""
    filled: dict[int, set[int]] = {}
    budget = 2_000_000
    for (top, left), (bottom, right) in ranges:
        value = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
        if not value:
            continue
        for at in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[at]))):
                budget -= 1
                if budget < 0:
                    return {key: tuple(sorted(value)) for key, value in filled.items()}
                if (at, column) != (top, left) and not rows[at][column]:
                    rows[at][column] = value
                    filled.setdefault(at, set()).add(column)
    return {key: tuple(sorted(value)) for key, value in filled.items()}


def _after(
    rows: list[list[str]],
    header: int,
    merged: dict[int, tuple[int, ...]],
    lost: dict[int, list[int]],
    width: int,
) -> list[TableRow]:
    """The rows below the head that are not blank and no head printed again."""
    found = []
    total = max(len(rows) - 1, 1)
    mend = "公式没有保存算出的值；请用 Excel 打开并保存，或把公式粘贴为数值。"
    for index in range(header + 1, len(rows)):
        cells = rows[index]
        formulas = tuple((column, "公式没有值", mend) for column in lost.get(index, ()) if column < width)
        if (any(cells) or formulas) and cells != rows[header]:
            found.append(TableRow(index + 1, cells, index / total, merged.get(index, ()), formulas))
    return found


def _formulas(path: Path, index: int, packed: bool) -> dict[int, list[int]]:
    """Cells of an xlsx sheet that hold a formula without a saved value: row index → column indexes."""
    lost: dict[int, list[int]] = {}
    if not packed:
        return lost
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(
                (n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)),
                key=lambda n: int(re.sub(r"\D", "", n)),
            )
            if index >= len(names):
                return lost
            with archive.open(names[index]) as part:
                rest = b""
                while chunk := part.read(1 << 20):
                    block = rest + chunk
                    for match in _FORMULA.finditer(block):
                        lost.setdefault(int(match[2]) - 1, []).append(_column(match[1].decode()))
                    rest = block[max(block.rfind(b"<c "), len(block) - 65536) :] if b"<c " in block else b""
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError):
        return lost
    return {row: sorted(set(columns)) for row, columns in lost.items()}


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _epoch_1904(path: Path, packed: bool) -> bool:
    if not packed:
        return False
    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as part:
            return re.search(rb'date1904="(?:1|true)"', part.read(1 << 20)) is not None
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError, RuntimeError):
        return False
