"""Rows whose cells are only a space or two apart, as text copied out of a PDF has them.

Such a row is taken apart from both ends: the serial number and the codes in front, words of closed sets (levels,
states, marks, years, standard numbers) behind; what is left between them is the name.
"""

from __future__ import annotations

import re

from zhunsheng.core.guide.parse.cells import Knowledge, cell_score
from zhunsheng.core.guide.parse.collect import Head
from zhunsheng.core.guide.parse.columns import Column, header_columns
from zhunsheng.core.guide.parse.context import State, ends_sentence
from zhunsheng.core.guide.parse.evidence_codes import CODE
from zhunsheng.core.guide.parse.numbering import split_numbering
from zhunsheng.core.guide.source import Cell, Table
from zhunsheng.core.identifiers import find_identifiers

__all__ = ["collect_spaced", "spaced_head"]

_CLOSED = {"urgency", "level", "status", "year", "identifier", "other", "body", "remark"}
_CODE = re.compile(rf"^{CODE}$")
_DATE = re.compile(r"^\d{4}(?:[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?月?)?年?$")
_BODY = re.compile(r"(?:局|厅|部|委|会|院|所|中心|公司|协会|学会|大学|集团|联盟)$")


def spaced_head(state: State, number: int) -> Head | None:
    """A head of at least three known words a space apart, with a row right below it."""
    text = state.text(number)
    tokens = text.split()
    if len(re.split(r"\s{2,}", text)) * 3 > len(tokens) * 2:
        return None  # columns set apart by two spaces or more are the aligned kind
    if not 3 <= len(tokens) <= 12 or any(len(token) > 14 for token in tokens):
        return None
    cells = [Cell(token, number, number) for token in tokens]
    columns = header_columns(cells)
    if columns is None or columns[0].kind not in {"number", "code"}:
        return None
    known = sum(column.kind != "other" for column in columns)
    if not any(column.kind == "name" for column in columns) or known * 5 < len(columns) * 4:
        return None
    below = next((n for n in range(number + 1, min(number + 4, len(state) + 1)) if state.text(n)), None)
    if below is None or not _starts(state.text(below), columns, 0):
        return None
    return Head(cells, columns, "spaced", number, number)


def _starts(text: str, columns: list[Column], serial: int) -> bool:
    first = text.split()[0] if text.split() else ""
    if columns[0].kind == "number":
        return (
            first.isdigit()
            and len(first) <= 4
            and (serial == 0 or 0 <= int(first) - serial <= 3 or first == "1")
        )
    return bool(_CODE.match(first))


def collect_spaced(state: State, head: Head, taken: set[int]) -> Table:
    """Rows under such a head, wrapped lines joined, down to the first line that cannot belong."""
    rows: list[list[Cell]] = [head.cells]
    group: list[int] = []
    serial, last = 0, head.last
    for number in range(head.last + 1, len(state) + 1):
        text = state.text(number)
        if not text or number in taken or state.used[number - 1] == "furniture":
            continue
        if text.split() == [cell.text for cell in head.cells]:
            last = number
            continue
        if _starts(text, head.columns, serial):
            _close(state, rows, group, head.columns)
            group = [number]
            first = text.split()[0]
            serial = int(first) if first.isdigit() else serial
        elif not group or _ends(state, number, text):
            break
        else:
            group.append(number)
        last = number
    _close(state, rows, group, head.columns)
    return Table(rows, head.first, last, "spaced", state.page(head.first))


def _ends(state: State, number: int, text: str) -> bool:
    if number in state.source.headings or ends_sentence(text) or len(text) > 60:
        return True
    if re.match(r"^(注|说明|备注)\s*[：:\d]|^附\s*[件表录注]|^[表图]\s*[A-Z]?[.\d]", text):
        return True
    parts = split_numbering(text)
    return bool(parts and parts.style in {"cn", "cn_paren", "chapter"})


def _close(state: State, rows: list[list[Cell]], group: list[int], columns: list[Column]) -> None:
    if not group:
        return
    text = " ".join(" ".join(state.text(number).split()) for number in group)
    values = _take_apart(re.sub(r"(\d{4}) 年(?!\S)", r"\1年", text).split(), columns)
    rows.append([Cell(value, group[0], group[-1]) for value in values])


def _take_apart(tokens: list[str], columns: list[Column]) -> list[str]:
    place = next(index for index, column in enumerate(columns) if column.kind == "name")
    values = [""] * len(columns)
    left = 0
    for index in range(place):
        taken = _front(tokens[left:-1] if index else tokens[left:], columns[index])
        values[index] = " ".join(tokens[left : left + taken])
        left += taken
    right = len(tokens)
    for index in range(len(columns) - 1, place, -1):
        taken = _back(tokens[left + 1 : right], columns[index])
        values[index] = " ".join(tokens[right - taken : right]) if taken else ""
        right -= taken
    values[place] = " ".join(tokens[left:right])
    return values


def _front(tokens: list[str], column: Column) -> int:
    """How many tokens from the front belong to a column before the name."""
    if not tokens:
        return 0
    first = tokens[0]
    if column.kind == "number":
        return int(first.isdigit())
    if column.kind == "code":
        return int(bool(_CODE.match(first)))
    if column.kind == "identifier":
        return _identifier(tokens, front=True)
    if column.kind == "category":
        if re.fullmatch(r"[A-Z]{1,4}\d{0,3}", first) and len(tokens) > 2:
            return 2
        return int(len(tokens) > 1)
    if column.kind in {"level", "status", "urgency", "year"}:
        return int(cell_score(first, column, Knowledge()) >= 6)
    return 0


def _back(tokens: list[str], column: Column) -> int:
    """How many tokens from the end belong to a column behind the name."""
    if not tokens or column.kind not in _CLOSED:
        return 0
    last = tokens[-1]
    if last in {"-", "—", "/", "——"}:
        return 1
    if column.kind == "identifier":
        return _identifier(tokens, front=False)
    if column.kind in {"urgency", "level", "status"}:
        return int(cell_score(last, column, Knowledge()) >= 9)
    if column.kind == "body":
        return int(bool(_BODY.search(last)))
    if column.kind == "other" and cell_score(last, Column("status", ""), Knowledge()) >= 9:
        return 1
    return int(
        bool(_DATE.match(last)) or (column.kind == "year" and cell_score(last, column, Knowledge()) >= 8)
    )


def _identifier(tokens: list[str], *, front: bool) -> int:
    """Tokens that make one standard number (GB/T 13016-2018 is two)."""
    for count in (3, 2, 1):
        piece = tokens[:count] if front else tokens[-count:]
        text = " ".join(piece)
        found = find_identifiers(text)
        if len(piece) == count and found and found[0].start == 0 and found[0].end >= len(text):
            return count
    edge = tokens[0] if front else tokens[-1]
    return int(edge in {"拟研制", "拟制定", "待制定", "-", "—", "/"})
