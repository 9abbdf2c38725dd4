"""ISO Open Data (deliverables as JSON Lines or CSV) and the compact catalogues made of Relaton collections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from zhunsheng.catalogues.compact import compact_items, is_compact, item_of_line
from zhunsheng.catalogues.deliverables import (
    OPEN_DATA,
    deliverable_items,
    deliverable_of_row,
    is_deliverable,
    is_deliverable_head,
)
from zhunsheng.catalogues.dialect import dialect
from zhunsheng.catalogues.shape import Item, SourceInfo, Unreadable
from zhunsheng.catalogues.streams import head

__all__ = ["IsoOpenData"]


class IsoOpenData:
    """Connector to ISO's open data and to compact JSON Lines of the same seven bodies' catalogues."""

    name = "iso-open-data"
    title = "ISO 开放数据与七家机构的目录（JSON Lines、CSV）"

    def recognises(self, path: Path) -> float:
        """Sure by the keys of the first line."""
        first = _first(path)
        known = (
            is_compact(first) or is_deliverable(first) or is_deliverable_head(first) or _no_standards(first)
        )
        return 1.0 if known else 0.0

    def source(self, path: Path) -> SourceInfo:
        """The collection the first line names; raises :class:`Unreadable` where it names none."""
        first = _first(path)
        if is_compact(first):
            return dialect(first["src"]).source
        if is_deliverable(first) or is_deliverable_head(first):
            return OPEN_DATA
        if what := _no_standards(first):
            raise Unreadable(
                f"{path.name} 是 ISO 开放数据的{what}，里面没有标准。请导入 deliverables（标准清单）。"
            )
        raise Unreadable(
            f"{path.name} 不是 ISO 开放数据，也不是机构目录的 JSON Lines（每行应有 id、src、title，或 id、reference）。"
        )

    def items(self, path: Path, *, skip: int = 0) -> Iterator[Item]:
        """The items of a file, leaving out the first ``skip``; raises :class:`Unreadable`."""
        source = self.source(path)
        if source is OPEN_DATA:
            return deliverable_items(path, as_csv=is_deliverable_head(_first(path)), skip=skip)
        return compact_items(path, source, skip=skip)

    def item_of_row(self, row: dict[str, str], place: str) -> Item:
        """A row a person has mended, read again."""
        if "reference" in row:
            return deliverable_of_row(row, place)
        return item_of_line(row, place, dialect(row["src"]).source if row.get("src") == "iso" else OPEN_DATA)


def _no_standards(first: Any) -> str:
    """What a file of ISO's open data is that lists no standards; "" for any other."""
    if isinstance(first, dict) and {"reference", "secretariat", "pMembers"} <= first.keys():
        return "技术委员会清单"
    return "ICS 分类表" if isinstance(first, str) and "ICS-simple" in first else ""


def _first(path: Path) -> Any:
    """The first line that is not blank, parsed; as text where it is no JSON, None where there is none."""
    if not path.is_file():
        return None
    for line in head(path, 1 << 20).lstrip(b"\xef\xbb\xbf").split(b"\n")[:50]:
        if line.strip() and not line.startswith(b"<?xml"):
            try:
                return from_json(line)
            except ValueError:
                return line[:4000].decode("utf-8", "replace")
    return None
