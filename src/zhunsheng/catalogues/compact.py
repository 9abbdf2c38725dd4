"""The compact JSON Lines of a Relaton collection: one document a line, relations as ``[label, target]``.

Fields: id, src, file, title, title_fr, title_en, abstract, ics, tc, stage, edition, doctype, keyword, dates, rel.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from zhunsheng.catalogues.clean import iso_date, plain_text
from zhunsheng.catalogues.dialect import DIALECTS, Dialect, dialect
from zhunsheng.catalogues.shape import BadRow, Item, SourceInfo
from zhunsheng.catalogues.streams import MAX_LINE, lines
from zhunsheng.core.registry.record import Repair, StatedRecord, StatedRelation

__all__ = ["compact_items", "is_compact", "item_of_line", "stated"]

#: how crawlers write that there is no date
_NO_DATE = ("None", "null", "nil")
_TITLES = {name: name for name in ("title_zh", "title_en", "title_fr", "title_ja")}


def is_compact(data: Any) -> bool:
    """Whether a line, parsed, is a document of this shape."""
    return isinstance(data, dict) and {"id", "src", "title"} <= data.keys() and data["src"] in DIALECTS


def compact_items(path: Path, default: SourceInfo, *, skip: int = 0) -> Iterator[Item]:
    """Items of a compact file: each line that is not blank gives exactly one, with a record or with bad rows."""
    seen, name = 0, path.name
    for number, line, share in lines(path):
        if not line or line.isspace():
            continue
        seen += 1
        if seen <= skip:
            continue
        place = f"{name} 第 {number} 行"
        if len(line) > MAX_LINE:
            yield Item(
                None,
                (_whole(place, line[:200], "这一行太长", "一条记录应占一行；请检查换行是否丢失。"),),
                share,
            )
            continue
        try:
            data = from_json(line)
        except ValueError:
            mend = "请改成一行一个完整的 JSON 对象；原来的这一行已保留，可在修复页改正。"
            yield Item(None, (_whole(place, line[:2000], "这一行不是完整的 JSON", mend),), share)
            continue
        yield _item(data, place, default, share)


def _whole(place: str, line: bytes, problem: str, mend: str) -> BadRow:
    text = line.decode("utf-8", "replace")
    return BadRow(place, "", text[:200], problem, mend, {"line": text})


def _item(data: Any, place: str, default: SourceInfo, share: float) -> Item:
    if not isinstance(data, dict):
        return Item(
            None,
            (BadRow(place, "", str(data)[:200], "这一行不是一条记录", "每行应为一个 JSON 对象。"),),
            share,
        )
    if data.get("src") not in DIALECTS:
        problem = f"没有为来源“{str(data.get('src'))[:40]}”写方言"
        mend = "src 应为 " + "、".join(DIALECTS) + " 之一；别的来源请用“表格”导入。"
        return Item(
            None, (BadRow(place, "src", str(data.get("src"))[:200], problem, mend, kept(data)),), share
        )
    if not isinstance(data.get("id"), str) or not data["id"].strip():
        bad = BadRow(place, "id", str(data.get("id"))[:200], "没有标准编号", "请补上编号后重试。", kept(data))
        return Item(None, (bad,), share)
    words = dialect(data["src"])
    bad_rows: list[BadRow] = []
    record = stated(data, place, words, bad_rows)
    if bad_rows:
        bad_rows = [replace(one, row=kept(data)) for one in bad_rows]
    source = words.crawl(record.local_id)
    return Item(record, tuple(bad_rows), share, None if source is default else source)


def item_of_line(row: dict[str, str], place: str, default: SourceInfo) -> Item:
    """A line a person has mended, read again: ``line`` as JSON, or the fields as they were kept."""
    if "line" in row:
        try:
            return _item(from_json(row["line"].encode()), place, default, 1.0)
        except ValueError:
            bad = _whole(place, row["line"].encode(), "这一行不是完整的 JSON", "请改成一个完整的 JSON 对象。")
            return Item(None, (bad,), 1.0)
    data: dict[str, Any] = dict(row)
    for key in ("dates", "rel", "ics", "tc", "keyword"):
        if key in data:
            try:
                data[key] = literal_eval(data[key])
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                return Item(
                    None, (BadRow(place, key, data[key][:200], "读不懂的值", "请照原来的写法改。", row),), 1.0
                )
    return _item(data, place, default, 1.0)


def kept(data: dict[str, Any]) -> dict[str, str]:
    """The row as it stood, for repair: each value as text."""
    return {str(key): value if isinstance(value, str) else str(value) for key, value in data.items()}


def stated(data: dict[str, Any], place: str, words: Dialect, bad: list[BadRow]) -> StatedRecord:
    """The record of one document; a value that is not of its kind is left out and told in ``bad``."""
    number = data["id"]
    values: dict[str, str] = {}
    repairs: list[Repair] = []
    if title := _text(data, "title", place, bad):
        values[f"title_{words.title}"] = title
    for key, name in _TITLES.items():
        if key in data and (title := _text(data, key, place, bad)):
            values[name] = title
    if "abstract" in data and (text := _text(data, "abstract", place, bad)):
        values["scope"] = text
    if "edition" in data and (text := _text(data, "edition", place, bad)):
        values["edition"] = text
    printed: dict[str, str] = {}
    if stage := _text(data, "stage", place, bad):
        put_stage(stage, words, values, printed)
    if doctype := _text(data, "doctype", place, bad):
        put_doctype(doctype, words, values, printed)
    dates = data.get("dates")
    if isinstance(dates, dict):
        put_dates(dates, words, values, printed, place, bad)
    lists = {}
    for key, name in (("ics", "ics"), ("keyword", "keywords")):
        if found := _texts(data, key, place, bad):
            lists[name] = found
    relations = relations_of(number, data.get("rel"), words, place, repairs, bad)
    parties = words.parties(_texts(data, "tc", place, bad))
    local = data.get("file")
    return StatedRecord(
        local if isinstance(local, str) and local else number,
        place,
        number,
        values,
        lists,
        relations=relations,
        parties=parties,
        repairs=tuple(repairs),
        printed=printed,
    )


def _text(data: dict[str, Any], key: str, place: str, bad: list[BadRow]) -> str:
    value = data.get(key)
    if isinstance(value, str):
        return plain_text(value)
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    bad.append(BadRow(place, key, str(value)[:200], "这个值应为文字", "请改成一段文字；其余的值已照常读取。"))
    return ""


def _texts(data: dict[str, Any], key: str, place: str, bad: list[BadRow]) -> tuple[str, ...]:
    value = data.get(key)
    if value is None:
        return ()
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list) and len(value) == 1 and type(value[0]) is str:
        text = value[0].strip()
        return (text,) if text else ()
    if isinstance(value, list) and {type(one) for one in value} <= {str}:
        found = dict.fromkeys(map(str.strip, value))
        found.pop("", None)
        return tuple(found)
    bad.append(
        BadRow(place, key, str(value)[:200], "这个值应为一组文字", "请改成文字的列表；其余的值已照常读取。")
    )
    return ()


def put_stage(stage: str, words: Dialect, values: dict[str, str], printed: dict[str, str]) -> None:
    """The stage as a code where the source prints codes, and our status word beside the source's own."""
    if words.stage_is_code:
        values["stage"] = stage
    printed["status"] = stage
    if status := words.status_of(stage):
        values["status"] = status


def put_doctype(doctype: str, words: Dialect, values: dict[str, str], printed: dict[str, str]) -> None:
    """The kind of document by its Chinese name where the dialect knows it, else as printed."""
    values["doctype"] = words.doctypes.get(doctype, doctype)
    printed["doctype"] = doctype


def put_dates(
    dates: dict[str, Any],
    words: Dialect,
    values: dict[str, str],
    printed: dict[str, str],
    place: str,
    bad: list[BadRow],
) -> None:
    """The dates under our fields where the dialect says which; the others under their own kind in ``printed``."""
    for key, field in words.dates.items():
        value = dates.get(key)
        if not value or value in _NO_DATE:
            continue
        text = iso_date(value) if isinstance(value, str) else ""
        if not text:
            mend = "日期应为 2009、2009-06 或 2009-06-03 这样的写法。"
            bad.append(BadRow(place, f"dates.{key}", str(value)[:200], "不是日期", mend))
        elif field not in values and not (words.drafts_undated and values.get("status") == "draft"):
            values[field] = text
            if key != field:
                printed[field] = f"{key} {value}"
        else:
            printed[f"date:{key}"] = text
    for key, value in dates.items():
        if key not in words.dates and isinstance(value, str) and (text := iso_date(value)):
            printed[f"date:{key}"] = text


def relations_of(
    number: str, given: Any, words: Dialect, place: str, repairs: list[Repair], bad: list[BadRow]
) -> tuple[StatedRelation, ...]:
    """The relations of a record, each once; a text related to itself is left out and told as a repair."""
    if not given:
        return ()
    found: dict[StatedRelation, None] = {}
    entries = given if isinstance(given, list) else [given]
    for entry in entries:
        if (
            type(entry) is not list
            or len(entry) != 2
            or type(entry[0]) is not str
            or type(entry[1]) is not str
        ):
            mend = "每个关系应为 [关系词, 编号]。"
            bad.append(BadRow(place, "rel", str(entry)[:200], "读不懂的关系", mend))
            continue
        label, target = entry
        relation, rule = words.relation(number, label, target)
        if relation is not None:
            found[relation] = None
        elif rule is not None:
            repairs.append(Repair("relations", f"{label} {target}", "", f"关系{rule.why}，没有画线"))
    return tuple(found)
