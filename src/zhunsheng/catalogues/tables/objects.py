"""JSON Lines, and JSON with a list of records somewhere near its top, as a table whose columns are the keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from zhunsheng.catalogues.clean import iso_date
from zhunsheng.catalogues.shape import Unreadable
from zhunsheng.catalogues.streams import MAX_LINE, head, lines, open_stream
from zhunsheng.catalogues.tables.opened import Opened, TableRow

__all__ = ["flat", "open_objects"]

#: a JSON file is parsed whole, so it has a limit; JSON Lines has none
MAX_JSON = 256 * 1024 * 1024
_SAMPLE = 300


def open_objects(path: Path) -> Opened:
    """Open JSON Lines or JSON; raises :class:`Unreadable` where no record is found."""
    if (whole := _whole(path)) is not None:
        records, about = whole
        columns = _columns(records)

        def rows() -> Iterator[TableRow]:
            total = max(len(records), 1)
            for number, record in enumerate(records, 1):
                yield _row(number, record, columns, number / total)

        return Opened(path, "objects", columns, rows, date=about, unit="条")
    sample = []
    for number, line, _ in lines(path):
        if line.strip():
            sample.append(_parsed(line))
        if len(sample) >= _SAMPLE or number > 5000:
            break
    columns = _columns([one for one in sample if isinstance(one, dict)])
    if not columns:
        raise Unreadable(f"{path.name} 里没有记录：每行应为一个 JSON 对象，或整个文件是对象的列表。")

    def streamed() -> Iterator[TableRow]:
        for number, line, share in lines(path):
            if line.strip():
                yield _row(number, _parsed(line), columns, share, line)

    return Opened(path, "objects", columns, streamed)


def flat(value: Any) -> str:
    """A value of JSON as the text of a cell: lists by 、 or by lines, objects as ``key: value``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        parts = list(filter(None, map(flat, value)))
        # A value that has the mark of listing inside it is told apart by lines.
        return "、".join(parts) if "、" not in "".join(parts) else "\n".join(parts) + "\n"
    if isinstance(value, dict):
        return "；".join(f"{key}: {flat(item)}" for key, item in value.items() if flat(item))
    return str(value)


def _parsed(line: bytes) -> Any:
    if len(line) > MAX_LINE:
        return None
    try:
        return from_json(line.lstrip(b"\xef\xbb\xbf"))
    except ValueError:
        return None


def _whole(path: Path) -> tuple[list[dict[str, Any]], str] | None:
    """The records of a file that is one JSON value; None where it is JSON Lines."""
    if _goes_on(head(path, 1 << 20)):
        return None
    with open_stream(path) as (stream, _):
        try:
            data = stream.read(MAX_JSON + 1)
        except (OSError, EOFError, ValueError):
            return None
        except Exception as error:  # what lzma and zlib raise has no common base
            raise Unreadable(f"文件 {path.name} 的压缩损坏。请重新下载后再导入。") from error
    if len(data) > MAX_JSON:
        if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"[":
            raise Unreadable(
                f"{path.name} 超过 {MAX_JSON // 1024 // 1024} MB；这么大的 JSON 请转成 JSON Lines 再导入。"
            )
        return None
    try:
        value = from_json(data.lstrip(b"\xef\xbb\xbf"))
    except ValueError:
        if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"[":
            raise Unreadable(f"{path.name} 不是完整的 JSON。请检查文件是否下载完整。") from None
        return None
    about = value if isinstance(value, dict) else {}
    return _records(value), iso_date(str(about.get("updated") or about.get("updated_at") or ""))


def _goes_on(start: bytes) -> bool:
    """Whether a file is JSON Lines by its ``start``: an object ends with its line, and something comes after it."""
    first, _, rest = start.lstrip(b"\xef\xbb\xbf \r\n\t").partition(b"\n")
    return first[:1] == b"{" and bool(rest.strip()) and isinstance(_parsed(first), dict)


def _records(value: Any) -> list[dict[str, Any]]:
    """The longest list of objects at the top or one level below; a single object is one record."""
    if isinstance(value, list):
        return [one if isinstance(one, dict) else {"值": one} for one in value]
    if isinstance(value, dict):
        lists = [one for one in value.values() if isinstance(one, list) and one and isinstance(one[0], dict)]
        if lists:
            return _records(max(lists, key=len))
        return [value]
    return []


def _columns(records: list[Any]) -> list[str]:
    found: dict[str, None] = {}
    for record in records[:_SAMPLE]:
        if isinstance(record, dict):
            for key, value in record.items():
                if (
                    isinstance(value, dict)
                    and value
                    and all(isinstance(k, str) and len(k) <= 3 for k in value)
                ):
                    found.update(dict.fromkeys(f"{key}.{name}" for name in value))
                else:
                    found[str(key)] = None
    return list(found)


def _row(number: int, record: Any, columns: list[str], share: float, line: bytes = b"") -> TableRow:
    if not isinstance(record, dict):
        mend = "请改成一行一个完整的 JSON 对象。"
        return TableRow(
            number, [line[:2000].decode("utf-8", "replace")], share, (), ((-1, "不是一条 JSON 记录", mend),)
        )
    cells = []
    for column in columns:
        if column in record:
            cells.append(flat(record[column]))
        else:
            key, _, name = column.rpartition(".")
            inner = record.get(key)
            cells.append(flat(inner.get(name)) if isinstance(inner, dict) else "")
    return TableRow(number, cells, share)
