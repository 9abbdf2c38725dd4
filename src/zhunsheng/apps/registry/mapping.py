"""The screen on which the columns of a table get their meaning: what is guessed and why, what is chosen, what is kept."""

from __future__ import annotations

from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from dataclasses import field as made_of
from pathlib import Path
from typing import Any

from zhunsheng.apps.journal.actions import Refused
from zhunsheng.apps.registry import queries
from zhunsheng.apps.registry.models import TableMapping
from zhunsheng.catalogues.tables import TARGETS, Guess, Mapping, Preview, preview

__all__ = ["ColumnLine", "MappingForm", "mapping_form", "read_mapping"]

_ROWS = 8
_SAMPLES = 3
_GROUPS = (("party:", "机构与人员"), ("relation:", "与其他标准的关系"), ("number:", "其他编号"))


@dataclass(slots=True)
class ColumnLine:
    """One column: its head, the meaning chosen, why it was guessed, the first values."""

    head: str
    target: str
    reason: str = ""
    percent: int | None = None
    samples: list[str] = made_of(default_factory=list)


@dataclass(slots=True)
class MappingForm:
    """The whole screen. ``choices``: meanings in groups; ``offered``: remembered mappings as (name, key, in use)."""

    columns: list[ColumnLine]
    rows: list[tuple[int, list[str]]]
    choices: list[tuple[str, list[tuple[str, str]]]]
    signature: str
    sheets: list[str]
    sheet: str
    header_row: int
    encoding: str = ""
    offered: list[tuple[str, str, bool]] = made_of(default_factory=list)
    name: str = ""
    #: other sheets that hold standards
    beside: list[str] = made_of(default_factory=list)


def mapping_form(path: Path, asked: Mapped[str, Any]) -> MappingForm:
    """The screen for the table at ``path``: what was chosen in ``asked``, else remembered, else guessed.

    Raises ``Unreadable`` where the file is no table.
    """
    found = preview(path, _where(asked), rows=_ROWS)
    kept = [one for one in queries.mappings() if one.signature == found.signature]
    used = _remembered(kept, str(asked.get("use", "")))
    columns = [_line(found, place, guess, asked, used) for place, guess in enumerate(found.guesses)]
    return MappingForm(
        columns,
        found.rows,
        _choices(),
        found.signature,
        found.sheets,
        found.mapping.sheet,
        found.mapping.header_row,
        found.encoding.removesuffix("-sig").upper(),
        [(one.name, str(one.pk), one is used) for one in kept],
        used.name if used else "",
        found.beside,
    )


def _where(asked: Mapped[str, Any]) -> Mapping | None:
    """Sheet and head row as chosen; None where nothing was."""
    sheet, row = str(asked.get("sheet", "")), str(asked.get("header", ""))
    header = int(row[:5]) if row.isascii() and row.isdigit() else 0
    return Mapping({}, sheet=sheet, header_row=header) if sheet or header else None


def _remembered(kept: list[TableMapping], wanted: str) -> TableMapping | None:
    """The remembered mapping to fill in: the one asked for, else the last used; none where guesses are asked for."""
    if wanted == "guess":
        return None
    return next((one for one in kept if str(one.pk) == wanted), kept[0] if kept else None)


def _line(
    found: Preview, place: int, guess: Guess, asked: Mapped[str, Any], used: TableMapping | None
) -> ColumnLine:
    chosen = asked.get(f"column:{place}")
    columns = used.mapping.get("columns", {}) if used else {}
    reason, percent = guess.reason, round(guess.confidence * 100) if guess.target else None
    target = guess.target
    if guess.column in columns:
        target, reason, percent = str(columns[guess.column]), "照记住的含义", None
    if isinstance(chosen, str) and chosen in TARGETS:
        target = chosen
    values = [cells[place].strip() for _, cells in found.rows if place < len(cells)]
    return ColumnLine(guess.column, target, reason, percent, [one for one in values if one][:_SAMPLES])


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {"不导入": [], "标准": []}
    for code, label in TARGETS.items():
        name = next((name for mark, name in _GROUPS if code.startswith(mark)), "标准")
        if code in ("", "ignore"):
            name = "不导入"
        groups.setdefault(name, []).append((code, label))
    return list(groups.items())


def read_mapping(path: Path, asked: Mapped[str, Any]) -> dict[str, Any]:
    """What was chosen on the screen, as the connector takes it.

    Raises ``Refused`` where no column is the number, or two columns are one field that has room for one.
    """
    form = mapping_form(path, asked)
    columns = {line.head: line.target for line in form.columns}
    numbers = [line.head for line in form.columns if line.target == "number"]
    if len(numbers) != 1:
        raise Refused(
            "没有一列是“标准编号”，无法入库。请在“各列的含义”里指定哪一列是标准编号。"
            if not numbers
            else f"有 {len(numbers)} 列都定为“标准编号”：{'、'.join(numbers)}。请只留一列。",
            field="number",
        )
    plain = Mapping(columns, sheet=form.sheet, header_row=form.header_row)
    return plain.to_plain()
