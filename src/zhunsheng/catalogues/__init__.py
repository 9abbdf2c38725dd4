"""Connectors to the world's catalogues, with one shape: see :mod:`zhunsheng.catalogues.shape`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zhunsheng.catalogues.iso import IsoOpenData
from zhunsheng.catalogues.package import Package
from zhunsheng.catalogues.relaton import Relaton
from zhunsheng.catalogues.samr import Samr
from zhunsheng.catalogues.shape import BadRow, Connector, Item, SourceInfo, Unreadable
from zhunsheng.catalogues.tables import Mapping, Table

__all__ = [
    "CONNECTORS",
    "BadRow",
    "Connector",
    "Item",
    "Mapping",
    "SourceInfo",
    "Unreadable",
    "connector_for",
    "connectors",
]

#: every connector by its name
CONNECTORS: dict[str, Connector] = {
    one.name: one for one in (IsoOpenData(), Relaton(), Samr(), Package(), Table())
}


def connectors() -> list[Connector]:
    """Every connector, in the order in which they are offered."""
    return list(CONNECTORS.values())


def connector_for(path: Path, name: str = "", mapping: Mapping | dict[str, Any] | None = None) -> Connector:
    """The connector for a file or folder: the named one, else the one that recognises its content.

    ``mapping`` (or the same as plain data) says what the columns of a table mean; connectors that know their columns
    take no notice of it.

    Raises :class:`Unreadable` where the name is unknown, the path is missing, nothing fits or several fit equally.
    """
    names = "、".join(CONNECTORS)
    if mapping and (name or "table") == "table":
        return Table(mapping if isinstance(mapping, Mapping) else Mapping.from_plain(mapping))
    if name:
        if name not in CONNECTORS:
            raise Unreadable(f"没有名为“{name}”的导入方式。可用：{names}。")
        return CONNECTORS[name]
    if not path.exists():
        raise Unreadable(f"找不到 {path}。请检查路径。")
    scores = sorted(((one.recognises(path), key) for key, one in CONNECTORS.items()), reverse=True)
    best, runner_up = scores[0], (scores[1] if len(scores) > 1 else (0.0, ""))
    if best[0] <= 0:
        raise Unreadable(f"认不出 {path.name} 是哪种目录。请用 --as 指明：{names}。")
    if best[0] - runner_up[0] < 0.05:
        raise Unreadable(
            f"{path.name} 既像 {best[1]} 又像 {runner_up[1]}，不能替您决定。请用 --as {best[1]} 或 --as {runner_up[1]} 指明。"
        )
    return CONNECTORS[best[1]]
