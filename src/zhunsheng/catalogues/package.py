"""The packaged catalogue: YAML in which each standard holds what several named sources say of it.

A folder with ``sources.yaml`` (``sources``) and further files (``standards``), or one file with both.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhunsheng.catalogues.clean import iso_date
from zhunsheng.catalogues.shape import BadRow, Item, SourceInfo, Unreadable
from zhunsheng.catalogues.yamls import load_yaml
from zhunsheng.core.registry.record import (
    BODY_ROLES,
    RELATION_TYPES,
    TEXT_FIELDS,
    StatedParty,
    StatedRecord,
    StatedRelation,
)

__all__ = ["Package"]

_LISTS = ("ics", "ccs", "keywords")
_DATES = ("issued", "implemented", "withdrawn", "reviewed")
_INFO = ("grade", "kind", "url", "date", "licence")
_MAX_FILE = 32 * 1024 * 1024


class Package:
    """Connector to packaged catalogues: one item for each (standard, source)."""

    name = "package"
    title = "准绳自带的标准目录（YAML）"

    def recognises(self, path: Path) -> float:
        """Sure by ``urn: urn:zhunsheng:catalogue:`` in the first lines of the file, or of one in the folder."""
        for file in _files(path)[:3]:
            try:
                if "urn:zhunsheng:catalogue:" in file.read_bytes()[:2000].decode("utf-8", "replace"):
                    return 1.0
            except OSError:
                continue
        return 0.0

    def source(self, path: Path) -> SourceInfo:
        """The catalogue itself; each item names the source that says what it holds."""
        files = _files(path)
        if not files:
            raise Unreadable(f"{path} 里没有 YAML 文件。")
        data = _load(next((file for file in files if file.name == "sources.yaml"), files[0]))
        urn = str(data.get("urn") or "urn:zhunsheng:catalogue")
        return SourceInfo(urn.removeprefix("urn:zhunsheng:"), str(data.get("title") or urn), "C", "package")

    def items(self, path: Path, *, skip: int = 0) -> Iterator[Item]:
        """The items of the files in the order of their names; raises :class:`Unreadable`."""
        files = _files(path)
        loaded = [(file, _load(file)) for file in files]
        sources = _sources(loaded)
        total = sum(_weight(data) for _, data in loaded) or 1
        done = 0
        for file, data in loaded:
            standards = data.get("standards") or []
            label = f"随附目录“{data['title']}”" if data.get("title") else f"{file.name} "
            if not isinstance(standards, list):
                raise Unreadable(f"{file.name}：standards 应为列表。")
            for index, standard in enumerate(standards, 1):
                for item in _of_standard(standard, f"{label}第 {index} 项标准", sources):
                    done += 1
                    if done > skip:
                        yield Item(item.record, item.bad, min(done / total, 1.0), item.source)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path] if path.suffix in (".yaml", ".yml") else []
    return sorted(path.glob("*.yaml")) if path.is_dir() else []


def _load(file: Path) -> dict[str, Any]:
    data = load_yaml(file.read_bytes(), file.name, max_bytes=_MAX_FILE)
    if not isinstance(data, dict):
        raise Unreadable(f"{file.name}：应为键值表（urn、title、standards）。")
    return data


def _sources(loaded: list[tuple[Path, dict[str, Any]]]) -> dict[str, SourceInfo]:
    found: dict[str, SourceInfo] = {}
    for file, data in loaded:
        for entry in data.get("sources") or []:
            if not isinstance(entry, dict) or not entry.get("key") or not entry.get("name"):
                raise Unreadable(f"{file.name}：每个来源要有 key 和 name。")
            info = {key: str(entry[key]) for key in _INFO if entry.get(key) is not None}
            found[str(entry["key"])] = SourceInfo(str(entry["key"]), str(entry["name"]), **info)
    return found


def _weight(data: dict[str, Any]) -> int:
    standards = data.get("standards")
    if not isinstance(standards, list):
        return 0
    return sum(
        len(one["stated"])
        for one in standards
        if isinstance(one, dict) and isinstance(one.get("stated"), list)
    )


def _of_standard(standard: Any, place: str, sources: dict[str, SourceInfo]) -> Iterator[Item]:
    number = standard.get("number") if isinstance(standard, dict) else None
    stated = standard.get("stated") if isinstance(standard, dict) else None
    if not isinstance(number, str) or not number.strip() or not isinstance(stated, list):
        row = {"standard": str(standard)[:2000]}
        yield Item(
            None, (BadRow(place, "number", str(number), "缺少编号或 stated", "补上 number 和 stated。", row),)
        )
        return
    times: dict[str, int] = {}
    for entry in stated:
        key = str(entry.get("source")) if isinstance(entry, dict) else ""
        if key not in sources:
            row = {"number": number, "stated": str(entry)[:2000]}
            mend = "来源要在 sources 里有同名的 key：" + "、".join(list(sources)[:12])
            yield Item(None, (BadRow(place, "source", key, "没有这个来源", mend, row),))
            continue
        times[key] = times.get(key, 0) + 1
        local = number if times[key] == 1 else f"{number} ({times[key]})"
        bad: list[BadRow] = []
        record = _record(local, number, place, entry, bad)
        yield Item(record, tuple(bad), source=sources[key])


def _record(local: str, number: str, place: str, entry: dict[str, Any], bad: list[BadRow]) -> StatedRecord:
    record = StatedRecord(local, place, number)
    row = {"number": number, "stated": str(entry)[:2000]}

    def wrong(column: str, value: Any, problem: str, mend: str) -> None:
        bad.append(BadRow(place, column, str(value)[:200], problem, mend, row))

    for key, value in entry.items():
        if value is None or key == "source":
            continue
        if key in TEXT_FIELDS:
            text = str(value).strip()
            if key in _DATES and not iso_date(text):
                wrong(key, value, "不是日期", "日期应为 2009、2009-06 或 2009-06-03。")
            elif text:
                record.values[key] = text
        elif key in _LISTS and isinstance(value, list):
            record.lists[key] = tuple(str(one) for one in value)
        elif key == "parties" and isinstance(value, dict):
            record.parties = _parties(value, wrong)
        elif key == "relations" and isinstance(value, list):
            record.relations = _relations(value, wrong)
        elif key == "other_numbers" and isinstance(value, list):
            record.other_numbers = tuple(
                (str(one["kind"]), str(one["number"]))
                for one in value
                if isinstance(one, dict) and one.keys() >= {"kind", "number"}
            )
        elif key in ("grades", "printed") and isinstance(value, dict):
            setattr(record, key, {str(name): str(one) for name, one in value.items()})
        else:
            wrong(
                key,
                value,
                "不认得的字段",
                "可用：" + "、".join([*TEXT_FIELDS, *_LISTS, "parties", "relations"]),
            )
    return record


def _parties(value: dict[str, Any], wrong: Any) -> tuple[StatedParty, ...]:
    found = []
    for role, names in value.items():
        if role not in BODY_ROLES or not isinstance(names, list):
            wrong(f"parties.{role}", names, "不认得的角色，或不是列表", "可用：" + "、".join(BODY_ROLES))
            continue
        found += [StatedParty(role, str(name)) for name in names if str(name).strip()]
    return tuple(found)


def _relations(value: list[Any], wrong: Any) -> tuple[StatedRelation, ...]:
    found = []
    for one in value:
        if not isinstance(one, dict) or one.get("type") not in RELATION_TYPES or not one.get("target"):
            wrong(
                "relations",
                one,
                "读不懂的关系",
                "要有 type 和 target；type 可用：" + "、".join(RELATION_TYPES),
            )
            continue
        found.append(
            StatedRelation(
                str(one["type"]),
                str(one["target"]),
                str(one.get("degree") or ""),
                str(one.get("said") or ""),
                one.get("inverse") in (True, "true"),
            )
        )
    return tuple(found)
