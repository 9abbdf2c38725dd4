"""Core records ↔ table rows, exactly: what goes in comes out.

Each kind of record has a few fields with columns of their own. Printed forms go to ``printed``, everything else to
``detail``; a value that its column cannot hold (a serial number of thirty digits) goes to ``detail`` as well.
Codes of other rows are stored as links, so that a corrected code is corrected everywhere at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from zhunsheng.apps.systems.models import (
    Basis,
    Edition,
    Layer,
    LegendEntry,
    Measure,
    PlannedStandard,
    Row,
    Subsystem,
    Target,
)
from zhunsheng.core.guide import model as records
from zhunsheng.core.records import from_plain, to_plain
from zhunsheng.core.system.model import StandardsSystem

__all__ = [
    "KINDS",
    "Kind",
    "edition_detail",
    "fill_row",
    "link_row",
    "plain_row",
    "rows_of",
    "storable",
    "stored_system",
]

# What both databases hold in a column of this type; anything else goes to ``detail``.
_RANGES = {
    "IntegerField": (-(2**31), 2**31 - 1),
    "SmallIntegerField": (-(2**15), 2**15 - 1),
    "PositiveSmallIntegerField": (0, 2**15 - 1),
}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of record is stored. ``field`` is its list in StandardsSystem and on Edition alike.

    ``columns`` maps a column to its type; fields of nested records are written ``urgency.stars``.
    """

    name: str
    label: str
    model: Any
    record: type[Any]
    field: str
    columns: dict[str, type]


_ALL = [
    Kind(
        "subsystem",
        "子体系",
        Subsystem,
        records.Subsystem,
        "subsystems",
        {"code": str, "name": str, "level": int, "group": str, "scope": str},
    ),
    Kind(
        "planned_standard",
        "标准方向",
        PlannedStandard,
        records.PlannedStandard,
        "planned_standards",
        {"number": int, "name": str, "identifier": str, "status": str, "stars": int, "tier": str},
    ),
    Kind(
        "target",
        "目标指标",
        Target,
        records.Target,
        "targets",
        {"name": str, "comparator": str, "value": float, "unit": str, "year": int},
    ),
    Kind("measure", "实施措施", Measure, records.Measure, "measures", {"title": str, "text": str}),
    Kind(
        "basis",
        "构建依据",
        Basis,
        records.Basis,
        "bases",
        {"kind": str, "title": str, "document_number": str, "identifier": str},
    ),
    Kind(
        "legend",
        "缓急程度图例",
        LegendEntry,
        records.LegendEntry,
        "legend",
        {"mark": str, "stars": int, "tier": str, "meaning": str},
    ),
    Kind("layer", "层次", Layer, records.Layer, "layers", {"name": str}),
]
#: every kind of row by its name
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
_NESTED = {"planned_standard": {"stars": "urgency", "tier": "urgency"}}
_EDITION_DETAIL = ("figures", "claims", "promises")


def storable(value: Any) -> Any:
    """Plain data without the characters no database keeps (NUL, lone surrogates): each becomes U+FFFD."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value) if _UNSTORABLE.search(value) else value
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    return value


def edition_detail(system: StandardsSystem) -> dict[str, Any]:
    """What an edition keeps beside its rows: figures, stated counts, promised scopes."""
    return {name: storable(to_plain(getattr(system, name))) for name in _EDITION_DETAIL}


def rows_of(system: StandardsSystem, edition: Edition) -> list[Row]:
    """Unsaved rows for all records of ``system``, parents before children, links set."""
    rows: list[Row] = []
    boxes: dict[str, Subsystem] = {}
    for kind in _ALL:
        for ordinal, record in enumerate(getattr(system, kind.field), 1):
            row = _row(kind, storable(to_plain(record)), edition, ordinal)
            if isinstance(row, Subsystem):
                same = sum(1 for other in rows if isinstance(other, Subsystem) and other.code == row.code)
                row.occurrence = same + 1
                boxes.setdefault(row.code, row)
            rows.append(row)
    for row in rows:
        link_row(row, boxes)
    return _parents_first(rows)


def _parents_first(rows: list[Row]) -> list[Row]:
    """Boxes ordered by depth, so that each link points at a row inserted before; then everything else."""
    depth: dict[Any, int] = {}

    def measure(box: Subsystem) -> int:
        steps, seen, at = 0, {box.pk}, box.parent
        while at is not None and at.pk not in seen:
            seen.add(at.pk)
            steps, at = steps + 1, at.parent
        return steps

    boxes = [row for row in rows if isinstance(row, Subsystem)]
    for box in boxes:
        depth[box.pk] = measure(box)
    return [*sorted(boxes, key=lambda box: depth[box.pk]), *(r for r in rows if not isinstance(r, Subsystem))]


def _row(kind: Kind, plain: dict[str, Any], edition: Edition, ordinal: int) -> Row:
    """One unsaved row from the plain form of its record; links are still codes in ``detail``."""
    row: Row = kind.model(edition=edition, ordinal=ordinal)
    fill_row(kind, row, plain)
    return row


def fill_row(kind: Kind, row: Row, plain: dict[str, Any]) -> None:
    """Write the plain form of a record into ``row`` (columns, printed, detail, place); links stay codes."""
    rest = dict(plain)
    source = rest.pop("source")
    row.line_start, row.line_end, row.page = _place(source)
    if source != _span(row):
        rest["source"] = source
    if rest.get("position") == row.ordinal:
        del rest["position"]
    nested = _NESTED.get(kind.name, {})
    for outer in set(nested.values()):
        rest[outer] = dict(rest[outer])
    for column, kind_of_value in kind.columns.items():
        place = rest[nested[column]] if column in nested else rest
        fits = _fits(place.get(column), kind_of_value, row._meta.get_field(column))
        setattr(row, column, place.pop(column) if fits else _blank(row, column))
    row.printed = {name: rest.pop(name) for name in list(rest) if name.startswith("printed")}
    row.detail = rest


def _fits(value: Any, kind_of_value: type, column: Any) -> bool:
    """Whether a column holds a value exactly, on either database."""
    if value is None:
        return bool(column.null)
    if isinstance(value, bool):
        return False
    if kind_of_value is float:
        return isinstance(value, (int, float)) and abs(value) < 2**53
    if kind_of_value is int:
        low, high = _RANGES[column.get_internal_type()]
        return isinstance(value, int) and low <= value <= high
    return isinstance(value, str) and (column.max_length is None or len(value) <= column.max_length)


def _place(source: dict[str, Any]) -> tuple[int, int, int | None]:
    """Lines and page as their columns can hold them: never backwards, never below nought."""
    start = min(max(source["line_start"], 0), 2**31 - 1)
    end = min(max(source["line_end"], start), 2**31 - 1)
    page = source.get("page")
    return start, end, page if page is None or 0 <= page < 2**31 else None


def _span(row: Row) -> dict[str, Any]:
    return {"line_start": row.line_start, "line_end": row.line_end, "page": row.page}


def _blank(row: Row, column: str) -> Any:
    """What a column holds while ``detail`` holds the value."""
    field: Any = row._meta.get_field(column)
    if field.null:
        return None
    return 0 if field.get_internal_type() in _RANGES else ""


def link_row(row: Row, boxes: dict[str, Subsystem]) -> None:
    """Turn the codes in ``detail`` into links, where they name a stored box."""
    if isinstance(row, Subsystem):
        code = row.detail.pop("parent", None)
        parent = boxes.get(code) if code else None
        row.parent = parent if parent is not row else None
        row.parent_code = code if row.parent is None else None
    elif isinstance(row, PlannedStandard):
        code = row.detail.pop("subsystem", None)
        row.subsystem = boxes.get(code) if code else None
        row.subsystem_code = code if row.subsystem is None else None


def plain_row(kind: Kind, row: Any) -> dict[str, Any]:
    """The plain form of the record that ``row`` holds: the inverse of :func:`rows_of`."""
    plain: dict[str, Any] = dict(row.printed)
    detail = dict(row.detail)
    nested = _NESTED.get(kind.name, {})
    for outer in set(nested.values()):
        detail[outer] = dict(detail.get(outer, {}))
    for column in kind.columns:
        value = getattr(row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        (detail[nested[column]] if column in nested else plain).setdefault(column, value)
    plain["source"] = _span(row)
    plain |= detail
    if isinstance(row, Subsystem):
        plain["parent"] = row.parent.code if row.parent is not None else row.parent_code
    elif isinstance(row, PlannedStandard):
        plain["subsystem"] = row.subsystem.code if row.subsystem is not None else row.subsystem_code
        plain.setdefault("position", row.ordinal)
    return plain


def stored_system(edition: Edition) -> StandardsSystem:
    """The system that the rows of ``edition`` hold, read from the database anew (eight queries)."""
    plain: dict[str, Any] = {
        "slug": edition.system.slug,
        "title": edition.title,
        "edition": edition.label,
        "status": edition.guide_status,
        "issuers": edition.issuers,
        "sha256": edition.source_sha256,
        "source_name": edition.source_name,
        **{name: edition.detail.get(name, []) for name in _EDITION_DETAIL},
    }
    boxes = {box.pk: box for box in edition.subsystems.all()}
    for kind in _ALL:
        rows: Iterable[Any] = (
            boxes.values() if kind.model is Subsystem else getattr(edition, kind.field).all()
        )
        plain[kind.field] = [plain_row(kind, _with_links(row, boxes)) for row in rows]
    return from_plain(StandardsSystem, plain)


def _with_links(row: Any, boxes: dict[Any, Subsystem]) -> Any:
    """Give ``row`` the boxes already loaded, so that following a link asks no further question."""
    if isinstance(row, Subsystem):
        row.parent = boxes.get(row.parent_id)
    elif isinstance(row, PlannedStandard):
        row.subsystem = boxes.get(row.subsystem_id)
    return row
