"""Table heads by meaning: which column holds the serial number, the category, the name, the mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from zhunsheng.core.guide.source import Cell
from zhunsheng.core.text.normal import clean, key, squeeze
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["Column", "header_columns", "only_heads", "same_header"]


@dataclass(slots=True)
class Column:
    """One column: ``kind`` is a key of reading.yaml's columns, or "other"; ``rank`` orders category columns."""

    kind: str
    printed: str
    rank: int = 0


@cache
def _words() -> list[tuple[str, str]]:
    columns: dict[str, list[str]] = vocabulary("reading")["columns"]
    pairs = [(key(word), kind) for kind, words in columns.items() for word in words]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


@cache
def _kind_of(flat: str) -> str:
    if flat == "标准":
        return "name"
    for word, kind in _words():
        if flat == word:
            return kind
    for word, kind in _words():
        if len(word) >= 2 and word in flat and len(flat) <= len(word) + 6:
            return kind
    return ""


def only_heads(cells: list[Cell]) -> bool:
    """True where every cell is, word for word, a head of the vocabulary (three at least)."""
    words = {word for word, _ in _words()}
    return len(cells) >= 3 and all(key(cell.text) in words for cell in cells)


def header_columns(cells: list[Cell]) -> list[Column] | None:
    """The columns that a row of heads names, or None where the row is no head.

    A head has at least two known words, among them a name, a category or a scope, and no cell longer than a head is.
    """
    texts = [squeeze(cell.text) for cell in cells]
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(len(text) > 18 for text in filled):
        return None
    kinds = [_kind_of(key(text)) if text else "" for text in texts]
    known = [kind for kind in kinds if kind]
    if len(known) < 2 or not {"name", "category", "scope"} & set(known) or len(known) * 2 < len(filled):
        return None
    if any(re.fullmatch(r"\d+", text) or "★" in text for text in filled):
        return None
    columns = [Column(kind or "other", clean(cell.text)) for kind, cell in zip(kinds, cells, strict=True)]
    _rank(columns)
    return columns


def _rank(columns: list[Column]) -> None:
    ranks: dict[str, int] = vocabulary("reading")["ranks"]
    order = 0
    for column in columns:
        if column.kind != "category":
            continue
        order += 1
        named = next((rank for word, rank in ranks.items() if word in column.printed), 0)
        column.rank = max(named, order) if named >= order else order
    _single(columns, "number")
    _one_name(columns)
    if not any(column.kind == "name" for column in columns):
        return
    # "编号" beside a name and a serial number is the standard's own number.
    for column in columns:
        if column.kind == "code" and key(column.printed) in {"编号", "代号"}:
            first = column is columns[0] and not any(other.kind == "number" for other in columns)
            column.kind = "number" if first else "identifier"


def _one_name(columns: list[Column]) -> None:
    """Of several columns of names, the one whose head says 标准 holds the standards' names."""
    named = [column for column in columns if column.kind == "name"]
    best = next((column for column in named if "标准" in column.printed), named[0] if named else None)
    for column in named:
        if column is not best:
            column.kind = "other"


def _single(columns: list[Column], kind: str) -> None:
    """Only the first column of a kind keeps it; a second 名称 is just another column."""
    seen = False
    for column in columns:
        if column.kind == kind:
            if seen:
                column.kind = "other"
            seen = True


def same_header(cells: list[Cell], columns: list[Column]) -> bool:
    """True where a row repeats the head (at a page break)."""
    texts = [key(cell.text) for cell in cells if squeeze(cell.text)]
    heads = [key(column.printed) for column in columns if column.printed]
    if not texts:
        return False
    hits = sum(text in heads for text in texts)
    return hits >= 2 and hits * 3 >= len(texts) * 2
