"""ISO Open Data and the compact catalogues made of Relaton collections."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from zhunsheng.catalogues.compact import compact_items, is_compact
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
        return 1.0 if is_compact(_first(path)) else 0.0

    def source(self, path: Path) -> SourceInfo:
        """The collection the first line names; raises :class:`Unreadable` where it names none."""
        data = _first(path)
        if is_compact(data):
            return dialect(data["src"]).source
        raise Unreadable(f"{path.name} 不是 ISO 开放数据，也不是机构目录的 JSON Lines。")

    def items(self, path: Path, *, skip: int = 0) -> Iterator[Item]:
        """The items of a file, leaving out the first ``skip``; raises :class:`Unreadable`."""
        return compact_items(path, self.source(path), skip=skip)


def _first(path: Path) -> Any:
    """The first line that is not blank, parsed; None where it is no JSON."""
    if not path.is_file():
        return None
    for line in head(path, 1 << 20).split(b"\n")[:50]:
        if line.strip():
            try:
                return from_json(line)
            except ValueError:
                return None
    return None
