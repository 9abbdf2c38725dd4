"""What an import would do: added, changed field by field, gone. Nothing is written anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhunsheng.apps.journal.actions import NotAllowed, Refused
from zhunsheng.apps.people.actors import as_actor
from zhunsheng.apps.registry.models import Source, Statement
from zhunsheng.apps.registry.permissions import may_import
from zhunsheng.apps.registry.queries import Difference, today
from zhunsheng.apps.registry.reading import LOT, open_connector, read_lots, read_lots_apart
from zhunsheng.apps.registry.storage import sql
from zhunsheng.catalogues.shape import BadRow, Connector, SourceInfo, Unreadable
from zhunsheng.core.registry.prepare import Prepared
from zhunsheng.core.registry.resolve import FACT_LABELS

__all__ = ["Preview", "field_changes", "preview_import"]

#: so many differences of each kind are shown whole; all are counted
SHOWN = 1000


@dataclass(slots=True)
class Preview:
    """What would happen. ``counts``: read added changed unchanged gone new_standards problems."""

    source: SourceInfo
    connector: str
    counts: dict[str, int]
    differences: list[Difference] = field(default_factory=list)
    problems: list[BadRow] = field(default_factory=list)


def preview_import(
    who: Any,
    path: Path,
    connector: Connector | None = None,
    *,
    name: str = "",
    source: SourceInfo | None = None,
    mapping: Mapping[str, Any] | None = None,
    complete_list: bool = False,
    progress: Callable[[int, str], None] | None = None,
) -> Preview:
    """Compare the file at ``path`` with the registry; arguments as for ``import_catalogue``. Raises ``Refused``."""
    if not may_import(as_actor(who)):
        raise NotAllowed("没有“导入标准目录”的权限。请用编辑账号登录。")
    path = Path(path)
    try:
        opened = connector or open_connector(path, name, mapping)
        told = source or opened.source(path)
        day = today().isoformat()
        preview = Preview(told, opened.name, dict.fromkeys(_COUNTS, 0))
        lots = (
            read_lots(connector, path, told, day)
            if connector is not None
            else read_lots_apart(path, opened.name, mapping, told, day, size=LOT)
        )
        seen = _Seen()
        new_keys: set[str] = set()
        for lot in lots:
            _compare(preview, lot.records, seen, new_keys)
            preview.counts["problems"] += len(lot.problems)
            preview.problems.extend(bad for _, bad in lot.problems[: SHOWN - len(preview.problems)])
            if progress:
                progress(min(98, int(lot.done * 98)), f"已比较 {preview.counts['read']} 条")
    except Unreadable as error:
        raise Refused(str(error)) from None
    except OSError:
        raise Refused(f"读不了 {path.name}：没有这个文件，或没有权限。请检查路径。") from None
    if complete_list:
        _find_gone(preview, told, seen)
    return preview


_COUNTS = ("read", "added", "changed", "unchanged", "gone", "new_standards", "problems")


class _Seen:
    """Ids of statements met, one bit each."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, pk: int) -> None:
        if pk >> 3 >= len(self._bits):
            self._bits.extend(bytes((pk >> 3) - len(self._bits) + 4096))
        self._bits[pk >> 3] |= 1 << (pk & 7)

    def __contains__(self, pk: int) -> bool:
        return pk >> 3 < len(self._bits) and bool(self._bits[pk >> 3] & 1 << (pk & 7))


def _compare(preview: Preview, records: list[Prepared], seen: _Seen, new_keys: set[str]) -> None:
    counts = preview.counts
    counts["read"] += len(records)
    sources = dict(Source.objects.values_list("code", "pk"))
    stored: dict[tuple[str, str], tuple[int, str, str, str]] = {}
    for code in {record.source for record in records} & set(sources):
        rows = sql.rows_in(
            "SELECT local_id, id, hash, state, mended FROM registry_statement WHERE source_id = %s AND local_id IN {}",
            [record.local_id for record in records if record.source == code],
            sources[code],
        )
        for local_id, *rest in rows:
            stored[code, local_id] = (rest[0], rest[1], rest[2], rest[3])
    keys = {record.key for record in records}
    known = {row[0] for row in sql.rows_in("SELECT key FROM registry_identifier WHERE key IN {}", keys)}
    changed: list[tuple[Prepared, int]] = []
    for record in records:
        there = stored.get((record.source, record.local_id))
        if there is None:
            counts["added"] += 1
            if record.key not in known and record.key not in new_keys:
                new_keys.add(record.key)
                counts["new_standards"] += 1
            _show(preview, Difference("added", record.canonical, record.row[7], record.local_id), "added")
            continue
        seen.add(there[0])
        if record.hash in {there[1], there[3]} and there[2] != Statement.GONE:
            counts["unchanged"] += 1
        else:
            counts["changed"] += 1
            changed.append((record, there[0]))
    _show_changes(preview, changed)


def _show(preview: Preview, difference: Difference, kind: str) -> None:
    if preview.counts[kind] <= SHOWN:
        preview.differences.append(difference)


def _show_changes(preview: Preview, changed: list[tuple[Prepared, int]]) -> None:
    room = SHOWN - sum(one.kind == "changed" for one in preview.differences)
    part = changed[: max(0, room)]
    before = dict(Statement.objects.filter(pk__in=[pk for _, pk in part]).values_list("pk", "record"))
    for record, pk in part:
        fields = field_changes(before.get(pk) or {}, json.loads(record.record))
        preview.differences.append(
            Difference("changed", record.canonical, record.row[7], record.local_id, fields)
        )


def _find_gone(preview: Preview, told: SourceInfo, seen: _Seen) -> None:
    listed = Statement.objects.filter(source__code=told.code, state=Statement.LISTED)
    gone = [pk for pk in listed.values_list("pk", flat=True).iterator() if pk not in seen]
    preview.counts["gone"] = len(gone)
    shown = Statement.objects.filter(pk__in=gone[:SHOWN]).select_related("standard")
    for one in shown.order_by("pk"):
        preview.differences.append(Difference("gone", one.standard.number, one.standard.title, one.local_id))


def field_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What differs between two plain records: (Chinese label, before, after), values first, then the rest."""
    changes = []
    for part in ("values", "lists"):
        old, new = before.get(part) or {}, after.get(part) or {}
        for name in dict.fromkeys([*old, *new]):
            if old.get(name) != new.get(name):
                changes.append(
                    (FACT_LABELS.get(name, name), _told(old.get(name, "")), _told(new.get(name, "")))
                )
    for part, label in (
        ("number", "标准编号"),
        ("other_numbers", "其他编号"),
        ("relations", "关联关系"),
        ("parties", "参与单位"),
    ):
        if before.get(part) != after.get(part):
            changes.append((label, _told(before.get(part, "")), _told(after.get(part, ""))))
    return changes


def _told(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "、".join(
            " ".join(str(part) for part in one if part not in ("", False))
            if isinstance(one, (list, tuple))
            else str(one)
            for one in value
        )
    return str(value)
