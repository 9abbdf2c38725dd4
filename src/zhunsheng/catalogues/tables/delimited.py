"""CSV and its kin: encoding and delimiter found out, read as a stream, an unclosed quote told and survived."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from zhunsheng.catalogues.shape import Unreadable
from zhunsheng.catalogues.streams import _BROKEN, _refuse_bomb, head, open_stream
from zhunsheng.catalogues.tables.heads import whole_head
from zhunsheng.catalogues.tables.mapping import Mapping, find_header, known_names
from zhunsheng.catalogues.tables.opened import Opened, TableRow, unique
from zhunsheng.core.deliver.tables import without_guard
from zhunsheng.core.guide.readers.encoding import decode_text, looks_binary

__all__ = ["open_delimited"]

#: ="0012" tells a spreadsheet to leave a text as it is; no other formula is read
_AS_TEXT = re.compile(r'^="([^"]*)"$')
_SAMPLE = 256 * 1024
_DELIMITERS = ",\t;|，；"
#: no row of a catalogue is longer; what is longer has an unclosed quote
_MAX_ROW = 1024 * 1024
_MAX_ROW_LINES = 400
# The reader's own limit (128 kB a cell) is less than a long row of a wide table, cut at the wrong mark.
csv.field_size_limit(2 * _MAX_ROW)
_QUOTE_MEND = "请检查这一行的引号是否成对；这一行以后的行已照常读取。"


def open_delimited(path: Path, where: Mapping) -> Opened:
    """Open a CSV (or tab, semicolon) file; raises :class:`Unreadable` where it is no text or has no columns."""
    sample = head(path, _SAMPLE)
    encoding = where.encoding or _encoding(path, sample)
    try:
        text = sample.decode(encoding, "replace").lstrip("﻿")
    except LookupError as error:
        raise Unreadable(f"不认得的编码“{encoding}”。可用：utf-8、gb18030、utf-16、big5。") from error
    delimiter = where.delimiter or _delimiter(text)
    if len(delimiter) != 1:
        raise Unreadable(f"分隔符应为一个字符，不是“{delimiter}”。")
    first = list(_first(text, delimiter))
    header = where.header_row - 1 if where.header_row else find_header([cells for _, cells in first])
    if header < 0:
        header = next(
            (i for i, (_, cells) in enumerate(first) if sum(bool(c.strip()) for c in cells) >= 2), -1
        )
    if not 0 <= header < len(first):
        raise Unreadable(
            f"{path.name} 里找不到表头。请用列对应文件的 header_row 指明表头在第几行，或检查分隔符。"
        )
    last, names = whole_head([cells for _, cells in first], header)
    line, headers = first[last][0], unique(names)

    def rows() -> Iterator[TableRow]:
        return _rows(path, encoding, delimiter, line, len(headers))

    return Opened(path, "delimited", headers, rows, line, encoding=encoding, delimiter=delimiter)


def _encoding(path: Path, sample: bytes) -> str:
    if len(sample) == _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    decoded = decode_text(sample)
    text = decoded.text
    if text is None or looks_binary(text):
        raise Unreadable(
            f"{path.name} 不是文本，也不是表格文件。可导入 xlsx、xls、ods、csv、JSON、JSON Lines。"
        )
    name = decoded.encoding.lower()
    if name.startswith("utf-16") and sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig" if name in ("utf-8", "ascii", "utf-8-sig") else name


def _delimiter(text: str) -> str:
    """The mark under which a head is known; else the one that cuts most lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    best, found = 0.0, ","
    for mark in _DELIMITERS:
        cut = [next(csv.reader([line], delimiter=mark), []) for line in lines]
        wide = [len(cells) for cells in cut if len(cells) > 1]
        if not wide:
            continue
        common = max(set(wide), key=wide.count)
        head = find_header(cut)
        score = wide.count(common) / len(lines) * min(common, 12)
        score += 20 * len(known_names(cut[head])) if head >= 0 else 0
        if score > best:
            best, found = score, mark
    return found


def _first(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of the first rows of a sample."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    try:
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
            if before > 60:
                return
    except csv.Error:
        return


class _Lines:
    """Lines for the csv reader, with those of the current row at hand, to be given back when a quote swallowed them."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self.stream, self.again, self.taken = stream, deque[tuple[int, str]](), list[tuple[int, str]]()
        self.number, self.size = 0, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _MAX_ROW_LINES or self.size > _MAX_ROW:
            raise csv.Error("row too long")
        if self.again:
            number, line = self.again.popleft()
        else:
            line = self.stream.readline(_MAX_ROW)
            if not line:
                raise StopIteration
            self.number += 1
            number = self.number
            while len(line) >= _MAX_ROW and not line.endswith("\n"):
                more = self.stream.readline(_MAX_ROW)
                if not more or more.endswith("\n"):
                    break
        self.taken.append((number, line))
        self.size += len(line)
        return line

    def start_row(self) -> int:
        """Forget the lines of the last row; the number of the line the next row starts with."""
        self.taken.clear()
        self.size = 0
        return self.again[0][0] if self.again else self.number + 1

    def give_back(self) -> tuple[int, str]:
        """The first line of the row, lost; the others come again."""
        first, *others = self.taken
        self.again.extendleft(reversed(others))
        self.taken, self.size = [], 0
        return first


def _rows(path: Path, encoding: str, delimiter: str, header_line: int, width: int) -> Iterator[TableRow]:
    """The rows below the head; an item for each that is not blank."""
    with open_stream(path) as (stream, raw):
        size = max(path.stat().st_size, 1)
        text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=delimiter)
        count, share, unpacked = 0, 0.0, 0
        try:
            while True:
                number = lines.start_row()
                try:
                    cells = next(reader)
                    if any("'" in line or "=" in line for _, line in lines.taken):
                        cells = [_AS_TEXT.sub(r"\1", without_guard(cell)) for cell in cells]
                    problems = _problems(cells, width)
                    if _open_quote(lines.taken, cells):
                        raise csv.Error("quote not closed")
                except StopIteration:
                    return
                except csv.Error:
                    number, lost = lines.give_back()
                    reader = csv.reader(lines, delimiter=delimiter)
                    cells, problems = [lost.rstrip("\r\n")[:2000]], ((-1, "引号没有成对", _QUOTE_MEND),)
                count += 1
                unpacked += lines.size
                if count & 255 == 1:
                    share = min(raw.tell() / size, 1.0)
                    _refuse_bomb(path, unpacked, size)
                if number > header_line and any(cell.strip() for cell in cells):
                    yield TableRow(number, cells, share, problems=problems)
        except (*_BROKEN, UnicodeError) as error:
            raise Unreadable(
                f"{path.name} 在第 {lines.number + 1} 行之后损坏，读不下去。请重新下载后再导入。"
            ) from error
        finally:
            text.detach()


def _open_quote(taken: list[tuple[int, str]], cells: list[str]) -> bool:
    """Whether the file ended inside a quote: the last row took several lines and its last cell ends like the last."""
    return (
        len(taken) > 1
        and bool(cells)
        and cells[-1].endswith("\n")
        and taken[-1][1] == cells[-1][-len(taken[-1][1]) :]
    )


def _problems(cells: list[str], width: int) -> tuple[tuple[int, str, str], ...]:
    found: list[tuple[int, str, str]] = []
    for index, cell in enumerate(cells):
        if "�" in cell:
            found.append(
                (
                    index,
                    "有无法解码的字节",
                    "文件编码与内容不符；请另存为 UTF-8，或在列对应文件中写明 encoding。",
                )
            )
    if any(cell.strip() for cell in cells[width:]):
        found.append(
            (-1, f"这一行有 {len(cells)} 格，表头只有 {width} 列", "多半是值里的分隔符没有加引号；请改正。")
        )
    return tuple(found)
