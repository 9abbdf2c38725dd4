"""YAML from strangers: every scalar a text, no tags, no aliases that blow up, no depth without end."""

from __future__ import annotations

from typing import Any

import yaml

from zhunsheng.catalogues.shape import Unreadable

__all__ = ["load_yaml"]

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MAX_DEPTH = 60


def load_yaml(data: bytes, name: str, *, max_bytes: int = 4 * 1024 * 1024) -> Any:
    """The document of ``data`` with every scalar as text; empty scalars are None.

    Base tags only, so nothing is built but dicts, lists and texts. An anchor is refused: bibliographies print none,
    and aliases are how a small file becomes a large one. Raises :class:`Unreadable` with the line.
    """
    if len(data) > max_bytes:
        raise Unreadable(
            f"{name} 有 {len(data) // 1024 // 1024} MB，超过一份 YAML 的上限 {max_bytes // 1024 // 1024} MB。"
        )
    depth = 0
    try:
        for event in yaml.parse(data, Loader=_LOADER):
            line = event.start_mark.line + 1 if event.start_mark else 0
            if getattr(event, "anchor", None) is not None:
                raise Unreadable(
                    f"{name} 第 {line} 行用了锚点或别名，目录文件不应有，已拒绝读取。请展开后再导入。"
                )
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
                if depth > MAX_DEPTH:
                    raise Unreadable(f"{name} 第 {line} 行嵌套超过 {MAX_DEPTH} 层，已拒绝读取。")
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
        return _plain(yaml.load(data, Loader=_LOADER))  # noqa: S506 - the base loader builds texts, lists, dicts only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行" if mark else "某处"
        raise Unreadable(f"{name} {where}不是合格的 YAML。请检查缩进、冒号和引号。") from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Unreadable(f"{name} 不是合格的 YAML 文本，请另存为 UTF-8。") from error


def _plain(value: Any) -> Any:
    """Empty scalars as None: the base loader reads ``key:`` as an empty text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return None if value == "" or value == "null" or value == "~" else value
