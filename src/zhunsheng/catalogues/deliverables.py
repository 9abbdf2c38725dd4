"""ISO Open Data: the deliverables metadata, as JSON Lines or CSV, with columns as ISO publishes them.

``id, deliverableType, supplementType, reference, title.en, title.fr, publicationDate, edition, icsCode,
ownerCommittee, currentStage, replaces, replacedBy, languages, pages.en, scope.en``. ``replaces`` and ``replacedBy``
name records by their ids, so the file is read twice: first the reference of each id, then the records.
"""

from __future__ import annotations

import csv
import re
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from zhunsheng.catalogues.clean import iso_date, plain_text
from zhunsheng.catalogues.dialect import connector_content, dialect
from zhunsheng.catalogues.shape import BadRow, Item, SourceInfo, Unreadable
from zhunsheng.catalogues.streams import lines
from zhunsheng.core.registry.record import StatedParty, StatedRecord, StatedRelation

__all__ = ["OPEN_DATA", "deliverable_items", "deliverable_of_row", "is_deliverable", "is_deliverable_head"]

#: ISO itself, which stands before any crawl of its pages
OPEN_DATA = SourceInfo(
    "iso-open-data",
    "ISO 开放数据",
    "A",
    "bibliography",
    "https://www.iso.org/open-data.html",
    licence="ODC-By 1.0，注明 ISO",
)
_STAGE = re.compile(r"(\d{2})\.?(\d{2})")
_ENDLESS = 1 << 20


def is_deliverable(data: Any) -> bool:
    """Whether a line, parsed, is a record of ISO's deliverables."""
    return isinstance(data, dict) and {"id", "reference", "deliverableType"} <= data.keys()


def is_deliverable_head(text: Any) -> bool:
    """Whether a line is the head of ISO's CSV."""
    return (
        isinstance(text, str) and text.startswith("id,") and "deliverableType" in text and "reference" in text
    )


def deliverable_items(path: Path, *, as_csv: bool, skip: int = 0) -> Iterator[Item]:
    """The items of a deliverables file; raises :class:`Unreadable`."""
    rows = _csv_rows if as_csv else _json_rows
    references = {}
    for _, row, _ in rows(path):
        if isinstance(row, dict) and isinstance(row.get("reference"), str):
            references[str(row.get("id"))] = row["reference"]
    for index, (number, row, share) in enumerate(rows(path)):
        if index >= skip:
            item = _item(row, f"{path.name} 第 {number} 行", references)
            yield Item(item.record, item.bad, share)


def deliverable_of_row(row: dict[str, str], place: str) -> Item:
    """A row a person has mended, read again; ids of other records cannot be resolved then and are told."""
    return _item(_listed(dict(row)), place, {})


def _json_rows(path: Path) -> Iterator[tuple[int, Any, float]]:
    for number, line, share in lines(path):
        if line.strip():
            try:
                yield number, from_json(line.lstrip(b"\xef\xbb\xbf")), share
            except ValueError:
                yield number, line.decode("utf-8", "replace"), share


def _csv_rows(path: Path) -> Iterator[tuple[int, Any, float]]:
    """Rows of the CSV as dicts in the shape of the JSON; the file is UTF-8."""
    place = [0, 0.0]

    def texts() -> Iterator[str]:
        for number, line, share in lines(path):
            place[:] = [number, share]
            yield line.decode("utf-8", "replace").lstrip("﻿") + "\n"

    csv.field_size_limit(_ENDLESS)
    reader = csv.reader(texts())
    try:
        names = next(reader, [])
        start = int(place[0]) + 1
        for cells in reader:
            if cells:
                yield start, _listed(dict(zip(names, cells, strict=False))), place[1]
            start = int(place[0]) + 1
    except csv.Error as error:
        raise Unreadable(
            f"{path.name} 第 {start} 行起引号没有成对，读不下去。请重新下载后再导入。"
        ) from error


def _listed(row: dict[str, Any]) -> dict[str, Any]:
    """Lists printed as Python does (``['35.020']``) as lists; empty cells as None; ``title.en`` as ``title: {en}``."""
    out: dict[str, Any] = {}
    for name, value in row.items():
        key, _, part = name.partition(".")
        if not isinstance(value, str):
            out[name] = value
            continue
        text: Any = value.strip() or None
        if key in ("icsCode", "replaces", "replacedBy", "languages") and isinstance(text, str):
            try:
                text = literal_eval(text) if text.startswith("[") else [text]
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                text = [part.strip(" '\"") for part in text.strip("[]").split(",")]
        if part and key in ("title", "pages", "scope"):
            out.setdefault(key, {})[part] = text
        else:
            out[name] = text
    return out


def _item(row: Any, place: str, references: dict[str, str]) -> Item:
    if not isinstance(row, dict):
        mend = "请改成一行一个完整的 JSON 对象。"
        return Item(
            None, (BadRow(place, "", str(row)[:200], "不是一条记录", mend, {"line": str(row)[:5000]}),)
        )
    kept = {str(key): value if isinstance(value, str) else str(value) for key, value in row.items()}
    number = row.get("reference")
    if not isinstance(number, str) or not number.strip():
        return Item(
            None, (BadRow(place, "reference", str(number), "没有标准编号", "请补上 reference。", kept),)
        )
    bad: list[BadRow] = []
    record = StatedRecord(str(row.get("id") or number), place, number.strip())
    _values(row, record, place, kept, bad)
    words = dialect("iso")
    if match := _STAGE.fullmatch(str(row.get("currentStage") or "").removesuffix(".0")):
        stage = f"{match[1]}.{match[2]}"
        record.values["stage"], record.printed["status"] = stage, stage
        if status := words.status_of(stage):
            record.values["status"] = status
    if isinstance(row.get("ownerCommittee"), str) and row["ownerCommittee"].strip():
        record.parties = (StatedParty("committee", row["ownerCommittee"].strip()),)
    relations: dict[StatedRelation, None] = {}
    for label, inverse in (("replaces", False), ("replacedBy", True)):
        for one in _many(row.get(label)):
            target = references.get(str(one)) or (str(one) if re.match(r"[A-Z]", str(one)) else "")
            if not target:
                mend = "对方的记录不在这个文件里；可在导入完整文件后补上。"
                bad.append(BadRow(place, label, str(one), "查不到这个记录号的编号", mend, kept))
            elif target != record.number:
                relations[StatedRelation("replaces", target, "", label, inverse)] = None
    record.relations = tuple(relations)
    return Item(record, tuple(bad))


def _values(
    row: dict[str, Any], record: StatedRecord, place: str, kept: dict[str, str], bad: list[BadRow]
) -> None:
    for name in ("title", "scope"):
        texts = row.get(name)
        if not isinstance(texts, dict):
            continue
        for language, text in texts.items():
            field = f"title_{language}" if name == "title" else "scope"
            if isinstance(text, str) and text.strip() and field in ("title_en", "title_fr", "scope"):
                record.values.setdefault(field, plain_text(text))
    if published := row.get("publicationDate"):
        if issued := iso_date(str(published)):
            record.values["issued"] = issued
        else:
            bad.append(
                BadRow(place, "publicationDate", str(published)[:100], "不是日期", "应为 2023-06-01。", kept)
            )
    if row.get("edition") is not None:
        record.values["edition"] = str(row["edition"]).removesuffix(".0")
    pages = row.get("pages")
    if isinstance(pages, dict) and pages.get("en"):
        record.values["pages"] = str(pages["en"]).removesuffix(".0")
    languages = [one for one in _many(row.get("languages")) if isinstance(one, str)]
    if languages:
        record.values["language"] = "、".join(languages)
    kinds = connector_content("iso")["open_data_types"]
    kind = "-".join(str(row[key]) for key in ("deliverableType", "supplementType") if row.get(key))
    if kind:
        record.values["doctype"], record.printed["doctype"] = str(kinds.get(kind, kind)), kind
    codes = tuple(str(code) for code in _many(row.get("icsCode")))
    if codes:
        record.lists["ics"] = codes


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
