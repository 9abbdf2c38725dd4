"""YAML from strangers: every scalar a text, no tags, no aliases that blow up, no depth without end."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from zhunsheng.catalogues.shape import Unreadable

__all__ = ["load_yaml"]

_PARSER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MAX_DEPTH = 60
_NOTHING = ("", "null", "~")
_STARTS = (MappingStartEvent, SequenceStartEvent)


def load_yaml(data: bytes, name: str, *, max_bytes: int = 4 * 1024 * 1024) -> Any:
    """The first document of ``data`` with every scalar as text; empty scalars and ``null`` are None.

    Built from the parser's events, so that nothing comes out but dicts, lists and texts, and in half the time. An
    anchor is refused: bibliographies print none, and aliases are how a small file becomes a large one. Raises
    :class:`Unreadable` with the line.
    """
    if len(data) > max_bytes:
        size, limit = len(data) // 1024 // 1024, max_bytes // 1024 // 1024
        raise Unreadable(f"{name} 有 {size} MB，超过一份 YAML 的上限 {limit} MB。")
    try:
        return _built(_PARSER(data), name)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "某处"
        raise Unreadable(f"{name} {where}不是合格的 YAML。请检查缩进、冒号和引号。") from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Unreadable(f"{name} 不是合格的 YAML 文本，请另存为 UTF-8。") from error


def _built(parser: Any, name: str) -> Any:
    """Dicts, lists and texts out of the parser's events."""
    outer: list[tuple[Any, str | None]] = []
    inside: Any = None
    key: str | None = None
    root: Any = None
    while True:
        event = parser.get_event()
        kind = event.__class__
        if kind is ScalarEvent and event.anchor is None:
            value = event.value
            if key is not None or inside.__class__ is not dict:
                value = None if value in _NOTHING else value
        elif kind in _STARTS or getattr(event, "anchor", None) is not None:
            _refuse(event, name, len(outer), inside.__class__ is dict and key is None)
            outer.append((inside, key))
            inside, key = ({} if kind is MappingStartEvent else []), None
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            value = inside
            inside, key = outer.pop()
        elif kind is StreamEndEvent:
            return root
        else:
            continue
        if inside is None:
            root = value if root is None else root
        elif inside.__class__ is list:
            inside.append(value)
        elif key is None:
            key = value
        else:
            inside[key] = value
            key = None


def _refuse(event: Any, name: str, depth: int, is_key: bool) -> None:
    """Raise :class:`Unreadable` for an anchor or alias, a key that is no text, or nesting without end."""
    if getattr(event, "anchor", None) is not None:
        raise Unreadable(f"{name} {_line(event)}用了锚点或别名，目录文件不应有，已拒绝读取。请展开后再导入。")
    if is_key:
        raise Unreadable(f"{name} {_line(event)}的键不是文字，不像目录文件，已拒绝读取。")
    if depth >= MAX_DEPTH:
        raise Unreadable(f"{name} {_line(event)}嵌套超过 {MAX_DEPTH} 层，已拒绝读取。")


def _line(event: Any) -> str:
    return f"第 {event.start_mark.line + 1} 行" if event.start_mark else ""
