"""The content of the papers (``content/deliverables/*.yaml``): headings, columns, groups, sections.

An office's own file of the same name takes the place of the packaged one; a faulty one is refused with its place.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml

from zhunsheng.core.vocabulary import content_text, load_yaml

__all__ = ["PaperContentError", "paper_content"]

_LISTS = {"detail": ("columns", "hidden"), "statistics": ("groups",), "report": ("sections",)}


class PaperContentError(ValueError):
    """A content file that cannot be used; the message says in Chinese which and why."""


def paper_content(name: str, own: str = "") -> dict[str, Any]:
    """The content file ``name`` (detail, statistics, report …); ``own`` is the text of the office's version."""
    return _read(name, own)


@lru_cache(maxsize=32)
def _read(name: str, own: str) -> dict[str, Any]:
    try:
        data = load_yaml(own or content_text(f"deliverables/{name}.yaml"))
    except yaml.YAMLError as error:
        raise PaperContentError(f"deliverables/{name}.yaml 不是有效的 YAML：{error}") from None
    if not isinstance(data, dict) or not {"urn", "version", "title"} <= set(data):
        raise PaperContentError(f"deliverables/{name}.yaml 缺少 urn、version 或 title。")
    for part in _LISTS.get(name, ()):
        entries = data.get(part)
        if not isinstance(entries, list) or not all(
            isinstance(one, dict) and "key" in one for one in entries
        ):
            raise PaperContentError(f"deliverables/{name}.yaml 的 {part} 应为列表，每项有 key。")
        keys = [one["key"] for one in entries]
        if len(set(keys)) != len(keys):
            raise PaperContentError(f"deliverables/{name}.yaml 的 {part} 有重复的 key。")
    return data
