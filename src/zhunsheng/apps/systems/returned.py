"""Reading a table that came back, and what it would change in its draft as the draft is now."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from zhunsheng.apps.systems.models import Edition, HeadMeaning, PlannedStandard, TableReturn
from zhunsheng.apps.systems.rows import stored_system
from zhunsheng.catalogues.shape import Unreadable
from zhunsheng.catalogues.tables import Mapping, Opened, open_table
from zhunsheng.core.deliver.listings import standards_table
from zhunsheng.core.deliver.papers.lines import EDITABLE
from zhunsheng.core.returned import (
    FIELDS,
    MARK,
    ORIGINAL,
    Comparison,
    ListRow,
    ReturnedRow,
    compare_returned,
    guess_columns,
    head_signature,
    most_rows,
)
from zhunsheng.core.system.model import StandardsSystem

__all__ = ["ReceivedTable", "comparison_of", "identity_hash", "read_table", "shown_values"]

#: columns of the 明细表 that a returned table may change
_SHOWN = {"number": "number", "code": "subsystem"} | {
    name: name for name in FIELDS if name not in {"number", "subsystem"}
}


_HEAD_WITHIN = 5
#: how the mark of a line begins that shows a standard of the registry
_REAL = "std:"


@dataclass(slots=True)
class ReceivedTable:
    """A table as it was read: its heads, its rows with their places, and what should be said about it."""

    file_name: str
    sha256: str
    sheet: str
    heads: list[str]
    rows: list[dict[str, Any]]
    notes: list[str] = field(default_factory=list)


def read_table(data: bytes, file_name: str, *, sheet: str = "") -> ReceivedTable:
    """Read xlsx, xlsm, xls, ods, csv or JSON. Raises ``Unreadable`` with a Chinese sentence; nothing is stored then."""
    if not data:
        raise Unreadable("文件是空的（0 字节）。请确认文件已写完，或重新导出后再选。")
    suffix = Path(file_name).suffix.lower()
    with tempfile.TemporaryDirectory() as folder:
        # Names may be longer than a file system takes.
        path = Path(folder) / f"{Path(file_name).stem[:50] or 'table'}{suffix[:8]}"
        path.write_bytes(data)
        opened = _opened(path, sheet)
        most = most_rows()
        rows, notes = [], _notes(path)
        for row in islice(opened.rows(), most + 1):
            place = f"工作表“{opened.sheet}”第 {row.number} 行" if opened.sheet else f"第 {row.number} 行"
            cells = [*row.cells, *[""] * len(opened.headers)][: len(opened.headers)]
            rows.append({"place": place, "cells": cells})
            notes += [f"{place}：{problem}。{mend}" for _, problem, mend in row.problems]
        if len(rows) > most:
            raise Unreadable(f"表里超过 {most} 行，不像一个体系的清单。请只留清单的各行，或分几次收回。")
        if not rows:
            raise Unreadable("表里只有表头，没有一行内容。请检查是否选错了工作表。")
        return ReceivedTable(
            file_name, hashlib.sha256(data).hexdigest(), opened.sheet, opened.headers, rows, notes[:200]
        )


def _opened(path: Path, sheet: str) -> Opened:
    """The table with its head found: by words that heads of catalogues have, else the first of the top rows with several cells."""
    try:
        return open_table(path, Mapping({}, sheet=sheet))
    except Unreadable as error:
        if "找不到表头" not in str(error):
            raise
    for row in range(1, _HEAD_WITHIN + 1):
        try:
            opened = open_table(path, Mapping({}, sheet=sheet, header_row=row))
        except Unreadable:
            continue
        if sum(not re.fullmatch(r"第 \d+ 列", head) for head in opened.headers) > 1:
            return opened
    raise Unreadable(
        f"{path.name} 里找不到表头。请让表头占一行（前 {_HEAD_WITHIN} 行之内），其中有一列是“标准名称”。"
    )


def _notes(path: Path) -> list[str]:
    """What a person should know of the file: macros are never run."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if any(name.endswith("vbaProject.bin") for name in archive.namelist()):
                return ["文件里有宏。宏没有运行，也没有保存；只取了单元格的值。"]
    return []


def remembered_columns(heads: list[str]) -> dict[str, str]:
    """What the heads mean: as a person said of such a table before, else as their words say."""
    known = HeadMeaning.objects.filter(signature=head_signature(heads)).first()
    guessed = guess_columns(heads)
    if known is None:
        return guessed
    return {head: str(known.columns.get(head, guessed[head])) for head in heads}


def shown_values(system: StandardsSystem) -> list[dict[str, str]]:
    """Each row of the list as the 明细表 shows it, by field."""
    table = standards_table(system)
    keys = [column.key for column in table.columns]
    found = []
    for row in table.rows:
        cells = dict(zip(keys, row, strict=True))
        found.append({field_: _text(cells.get(column)) for column, field_ in _SHOWN.items()})
    return found


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def comparison_of(returned: TableReturn) -> Comparison:
    """What the table would change in its draft now; without the columns of any field it says so."""
    columns = {head: name for head, name in returned.columns.items() if name}
    if "name" not in columns.values() and MARK not in columns.values():
        return Comparison(
            problems=["没有一列是“标准名称”，也没有“记录标识”，认不出各行是哪一项。请先指明各列的含义。"]
        )
    draft = returned.edition
    rows = [_returned_row(returned, one) for one in returned.rows]
    listed = [row for row in rows if not row.mark.startswith(_REAL)]
    translated, base = _handed_out(draft, [row.mark for row in listed])
    listed = [
        ReturnedRow(row.place, translated.get(row.mark, row.mark), row.values, row.base) for row in listed
    ]
    found = compare_returned(_own_rows(draft), listed, base=base, whole=returned.whole)
    if base is None and any(row.mark and row.base is None for row in listed):
        found.problems.append("表里没有导出时的原值，因此分不出哪些值是草稿里后来改的；请逐行核对再接受。")
    if real := len(rows) - len(listed):
        found.problems.append(
            f"表中 {real} 行是标准库里的标准，不是清单的条目，没有比较；要改它们请到标准库核实。"
        )
    return found


def _own_rows(draft: Edition) -> list[ListRow]:
    rows = draft.planned_standards.order_by("ordinal").values_list("pk", flat=True)
    return [
        ListRow(str(pk), values) for pk, values in zip(rows, shown_values(stored_system(draft)), strict=True)
    ]


def _returned_row(returned: TableReturn, row: dict[str, Any]) -> ReturnedRow:
    values, mark, original = {}, "", ""
    for head, cell in zip(returned.heads, row["cells"], strict=False):
        name = returned.columns.get(head, "")
        if name == MARK:
            mark = cell.strip()
        elif name == ORIGINAL:
            original = cell
        elif name:
            values[name] = cell
    return ReturnedRow(row["place"], mark, values, _original(original))


def _original(text: str) -> dict[str, str] | None:
    """The values a row was handed out with, if its hidden column still tells them."""
    try:
        values = json.loads(text) if text else None
    except ValueError:
        return None
    if not isinstance(values, list) or len(values) != len(EDITABLE):
        return None
    return {
        "subsystem" if name == "code" else name: str(value)
        for name, value in zip(EDITABLE, values, strict=True)
    }


def _handed_out(draft: Edition, marks: list[str]) -> tuple[dict[str, str], dict[str, dict[str, str]] | None]:
    """Marks → keys of the draft's rows, and the list as it was handed out by those keys (None: not known).

    A table made from the edition that the draft revises names that edition's rows: the n-th of them is the draft's
    row of ordinal n.
    """
    own = {str(pk): ordinal for pk, ordinal in draft.planned_standards.values_list("pk", "ordinal")}
    by_ordinal = {ordinal: pk for pk, ordinal in own.items()}
    asked = [mark for mark in dict.fromkeys(marks) if mark and mark not in own]
    earlier = draft.based_on
    if earlier is None or not asked:
        return {}, None
    known = [str(pk) for pk in earlier.planned_standards.order_by("ordinal").values_list("pk", flat=True)]
    wanted = {pk for pk in asked if _is_uuid(pk)} & set(known)
    if not wanted:
        return {}, None
    values = shown_values(stored_system(earlier))
    keys = {pk: by_ordinal[rank] for rank, pk in enumerate(known, 1) if rank in by_ordinal}
    return (
        {pk: keys[pk] for pk in wanted if pk in keys},
        {keys[pk]: values[rank] for rank, pk in enumerate(known) if pk in keys},
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def identity_hash(identity: str) -> str:
    """A change's identity as it is stored and named in addresses."""
    return hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()


def row_label(pk: str) -> str:
    """A row of a list as people call it."""
    return str(PlannedStandard.objects.get(pk=pk))
