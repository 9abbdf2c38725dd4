"""Columns of a table whose head is missing or has lost a cell, told from what the columns hold."""

from __future__ import annotations

from itertools import pairwise

from zhunsheng.core.guide.parse.cells import Knowledge, assign, cell_score, is_serial
from zhunsheng.core.guide.parse.columns import Column
from zhunsheng.core.guide.source import Cell
from zhunsheng.core.text.normal import squeeze

__all__ = ["by_content", "fits", "infer_columns"]

_ORDER = ("number", "urgency", "identifier", "name", "category")


def fits(row: list[Cell], columns: list[Column], knowledge: Knowledge) -> bool:
    """True where a row, taken alone, is a row under these columns: a name, and its serial number where there is one."""
    if len(row) > len(columns):
        return False
    mapping, _ = assign(row, columns, knowledge)
    kinds = {columns[column].kind: row[cell].text for column, cell in mapping.items()}
    if "name" not in kinds or cell_score(kinds["name"], Column("name", ""), knowledge) < 4:
        return False
    if any(column.kind == "number" for column in columns) and not is_serial(kinds.get("number", "")):
        return False
    return all(cell_score(row[cell].text, columns[column], knowledge) > 0 for column, cell in mapping.items())


def infer_columns(
    rows: list[list[Cell]], knowledge: Knowledge, printed: list[Column] | None
) -> list[Column] | None:
    """Columns by content, or None. A list needs names and, beside them, serial numbers, marks or standard numbers."""
    if not rows:
        return None
    width = max(len(row) for row in rows)
    kinds: dict[int, str] = {}
    for kind in _ORDER:
        scores = []
        for place in range(width):
            if place in kinds:
                continue
            texts = [row[place].text for row in rows if place < len(row) and squeeze(row[place].text)]
            if texts:
                fit = sum(_is_clearly(kind, text, knowledge) for text in texts) / len(texts)
                if kind == "number" and printed is None and fit < 1:
                    continue  # a first row without a serial number is a head of some other table
                scores.append((fit, len(texts), place))
        good = sorted(
            (item for item in scores if item[0] >= 0.6), key=lambda item: (-item[0] * item[1], item[2])
        )
        for _, _, place in good if kind == "category" else good[:1]:
            kinds[place] = kind
    found = set(kinds.values())
    if "name" not in found or not found & {"number", "urgency", "identifier"}:
        return None
    columns, rank = [], 0
    for place in range(width):
        kind = kinds.get(place, "other")
        rank += kind == "category"
        label = (
            printed[place].printed
            if printed and place < len(printed) and printed[place].kind == kind
            else f"第{place + 1}列"
        )
        columns.append(Column(kind, label, rank if kind == "category" else 0))
    return columns


def _is_clearly(kind: str, text: str, knowledge: Knowledge) -> bool:
    if kind == "number":
        return is_serial(text)
    limit = {"urgency": 9, "identifier": 9, "name": 5, "category": 3}[kind]
    return cell_score(text, Column(kind, ""), knowledge) >= limit


def by_content(rows: list[list[Cell]], columns: list[Column]) -> list[Column]:
    """Columns whose heads say little, named by what their cells all hold: marks, standard numbers, levels."""
    out = list(columns)
    if not any(column.kind == "number" for column in out):
        _find_serials(rows, out)
    kinds = {column.kind for column in out}
    for kind, sources in (
        ("urgency", {"other", "status", "year", "remark", "level"}),
        ("identifier", {"other", "remark", "code"}),
        ("level", {"other", "status"}),
        ("status", {"other"}),
    ):
        if kind in kinds:
            continue
        for place, column in enumerate(columns):
            texts = [row[place].text for row in rows if place < len(row) and squeeze(row[place].text)]
            if column.kind not in sources or len(texts) < 2:
                continue
            if all(cell_score(text, Column(kind, ""), Knowledge()) >= 9 for text in texts):
                out[place] = Column(kind, column.printed)
                break
    return out


def _find_serials(rows: list[list[Cell]], columns: list[Column]) -> None:
    """A column headed 编号 or No. whose cells count up by one holds the serial numbers."""
    for place, column in enumerate(columns):
        if column.kind not in {"identifier", "code", "other"}:
            continue
        texts = [squeeze(row[place].text) for row in rows if place < len(row) and squeeze(row[place].text)]
        if len(texts) < 2 or not all(text.isdigit() and len(text) < 5 for text in texts):
            continue
        steps = [int(after) - int(before) for before, after in pairwise(texts)]
        if sum(step == 1 for step in steps) * 3 >= len(steps) * 2:
            columns[place] = Column("number", column.printed)
            return
