"""What an import would do: added, joined to standards there already, changed, gone. Nothing is written anywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhunsheng.apps.journal.actions import NotAllowed
from zhunsheng.apps.people.actors import as_actor
from zhunsheng.apps.registry.actions.importing import settled_rows, trouble_key, unreadable_refused
from zhunsheng.apps.registry.models import Identifier, Source, Standard, Statement
from zhunsheng.apps.registry.permissions import may_import
from zhunsheng.apps.registry.queries import Difference, today
from zhunsheng.apps.registry.reading import LOT, open_connector, read_lots, read_lots_apart
from zhunsheng.apps.registry.storage import sql
from zhunsheng.catalogues.shape import BadRow, Connector, SourceInfo
from zhunsheng.core.registry.prepare import Prepared
from zhunsheng.core.registry.record import BODY_ROLES, RELATION_TYPES, StatedRelation
from zhunsheng.core.registry.resolve import CONTESTABLE, FACT_LABELS, same_value
from zhunsheng.core.registry.words import LEVELS, NATURES, STATUSES, level_word, nature_word, status_word

__all__ = ["Preview", "field_changes", "preview_import"]

#: so many differences of each kind are shown whole; all are counted
SHOWN = 1000


@dataclass(slots=True)
class Preview:
    """What would happen.

    ``counts``: ``rows`` of the file = ``read`` (give a record) + ``left_out`` (give none); of those read
    ``new_standards`` + ``joined`` (a further source of a standard there already) = ``added``, then ``changed`` and
    ``unchanged``; ``partly`` of those read lose a value; ``problems`` tell of them all but those that a person has
    repaired or dropped in an earlier file, of which there are ``settled``; ``gone`` as in a run.
    """

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
    with unreadable_refused(path):
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
        settled = settled_rows(told.code)
        for lot in lots:
            _compare(preview, lot.records, seen, new_keys)
            for count in ("rows", "left_out", "partly"):
                preview.counts[count] += getattr(lot, count)
            news = [bad for _, bad in lot.problems if not settled or trouble_key(bad) not in settled]
            preview.counts["problems"] += len(news)
            preview.counts["settled"] += len(lot.problems) - len(news)
            preview.problems.extend(news[: SHOWN - len(preview.problems)])
            if progress:
                progress(min(98, int(lot.done * 98)), f"已比较 {preview.counts['read']} 条")
    if complete_list:
        _find_gone(preview, told, seen)
    return preview


_COUNTS = (
    *(
        "rows",
        "read",
        "left_out",
        "partly",
        "added",
        "new_standards",
        "joined",
        "changed",
        "unchanged",
        "gone",
    ),
    "problems",
    "settled",
)
#: fields compared with what a standard has now, where a further source of it would come in
_JOINED = (
    *("title_zh", "title_en", "issued", "implemented", "withdrawn", "status", "level", "nature", "stage"),
    *("reviewed", "review_result", "category", "record_number"),
)


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
    known: dict[str, int] = dict(
        sql.rows_in("SELECT key, standard_id FROM registry_identifier WHERE key IN {}", keys)
    )
    changed: list[tuple[Prepared, int]] = []
    joined: list[tuple[Prepared, int]] = []
    for record in records:
        there = stored.get((record.source, record.local_id))
        if there is None:
            counts["added"] += 1
            if record.key in known:
                counts["joined"] += 1
                joined.append((record, known[record.key]))
            elif record.key in new_keys:
                counts["joined"] += 1
            else:
                new_keys.add(record.key)
                counts["new_standards"] += 1
                new = Difference("added", record.canonical, record.row[7], record.local_id)
                _show(preview, new, "new_standards")
            continue
        seen.add(there[0])
        if record.hash in {there[1], there[3]} and there[2] != Statement.GONE:
            counts["unchanged"] += 1
        else:
            counts["changed"] += 1
            changed.append((record, there[0]))
    _show_changes(preview, changed)
    _show_joined(preview, joined)


def _show_joined(preview: Preview, joined: list[tuple[Prepared, int]]) -> None:
    """What a further source says of standards there already, beside what they have now."""
    room = SHOWN - sum(one.kind == "joined" for one in preview.differences)
    part = joined[: max(0, room)]
    now = Standard.objects.in_bulk([pk for _, pk in part])
    for record, pk in part:
        told = json.loads(record.record)["values"]
        fields = []
        for name in _JOINED:
            before, after = (
                getattr(now[pk], name),
                _WORDS[name](told.get(name, "")) if name in _WORDS else told.get(name, ""),
            )
            if not after or (before and same_value(before, after, name)):
                continue
            doubt = "（与现值矛盾）" if before and name in CONTESTABLE else ""
            fields.append((f"{FACT_LABELS[name]}{doubt}", _shown(name, before), _shown(name, after)))
        preview.differences.append(
            Difference("joined", now[pk].number, now[pk].title or record.row[7], record.local_id, fields)
        )


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
    # What a person has repaired stands, whatever the file lacks: as in the import itself.
    listed = Statement.objects.filter(source__code=told.code, state=Statement.LISTED, mended="")
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
                before_, after_ = _shown(name, old.get(name, "")), _shown(name, new.get(name, ""))
                changes.append((FACT_LABELS.get(name, name), before_, after_))
    if before.get("number") != after.get("number"):
        changes.append(("标准编号", _told(before.get("number", "")), _told(after.get("number", ""))))
    for part, label, words in _LINES:
        lines, lines_ = [[words(one) for one in record.get(part) or ()] for record in (before, after)]
        if lines != lines_:
            # Only what goes and comes, not the whole list; where only the order is new, all of it.
            less = [one for one in lines if one not in lines_] or ([] if set(lines_) - set(lines) else lines)
            more = [one for one in lines_ if one not in lines] or ([] if set(lines) - set(lines_) else lines_)
            changes.append((label, _told(less), _told(more)))
    return changes


def _relation_word(plain: list[Any]) -> str:
    """A relation as people read it: 代替 GB/T 1-2009, 采用 ISO 9001:2015 IDT."""
    link = StatedRelation(*plain)
    return " ".join(filter(None, (RELATION_TYPES[link.type][link.inverse], link.target, link.degree)))


def _party_word(plain: list[Any]) -> str:
    role, name, *_ = plain
    return f"{BODY_ROLES.get(role, role)} {name}"


def _number_word(plain: list[Any]) -> str:
    kind, number = plain
    return f"{dict(Identifier.KINDS).get(kind, kind)} {number}"


#: parts of a record that are lists of lines: name, Chinese label, a line in words
_LINES: tuple[tuple[str, str, Callable[[list[Any]], str]], ...] = (
    ("other_numbers", "其他编号", _number_word),
    ("relations", "关联关系", _relation_word),
    ("parties", "机构与人员", _party_word),
)


_WORDS = {"status": status_word, "level": level_word, "nature": nature_word}
_LABELS = {"status": STATUSES, "level": LEVELS, "nature": NATURES}


def _shown(name: str, value: Any) -> str:
    """A value as people read it: words instead of codes."""
    return _LABELS[name].get(value, _told(value)) if name in _LABELS else _told(value)


def _told(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "、".join(
            " ".join(str(part) for part in one if part not in ("", False))
            if isinstance(one, (list, tuple))
            else str(one)
            for one in value
        )
    return str(value)
