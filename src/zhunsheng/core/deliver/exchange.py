"""A guide, or a system, as JSON for other programs; a system can be taken back in."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.records import content_hash, to_plain
from zhunsheng.core.system.content import FORMAT, ContentError, plain_to_system, system_urn
from zhunsheng.core.system.model import StandardsSystem

__all__ = ["export_system", "guide_json", "guide_plain", "import_system", "system_json"]

_NOT_SHOWN = ("lines", "pages")


def guide_plain(document: GuideDocument) -> dict[str, Any]:
    """The document as dicts and lists, without its source text (``lines``, ``pages``)."""
    return {
        item.name: to_plain(getattr(document, item.name))
        for item in dataclasses.fields(document)
        if item.name not in _NOT_SHOWN
    }


def guide_json(document: GuideDocument) -> str:
    """:func:`guide_plain` as indented JSON text, Chinese unescaped, with a line break at its end."""
    return json.dumps(guide_plain(document), ensure_ascii=False, indent=2) + "\n"


def export_system(system: StandardsSystem) -> dict[str, Any]:
    """The system with its URN and the hash of its content, as dicts and lists: ``{urn, format, hash, system}``."""
    return {
        "urn": system_urn(system),
        "format": FORMAT,
        "hash": content_hash(system),
        "system": to_plain(system),
    }


def system_json(system: StandardsSystem) -> str:
    """:func:`export_system` as indented JSON text, Chinese unescaped, with a line break at its end."""
    return json.dumps(export_system(system), ensure_ascii=False, indent=2) + "\n"


def import_system(data: Any) -> StandardsSystem:
    """The system that :func:`export_system` gave (its dict, or its JSON text).

    Raises :class:`ContentError` where a part is missing or wrong, or where the content is not what was exported.
    """
    if isinstance(data, (str, bytes)):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError):
            raise ContentError(["文件：不是完整的 JSON，请重新导出"]) from None
    if not isinstance(data, dict) or "system" not in data:
        raise ContentError(["文件：缺少 system 一项，请用“导出”得到的 JSON"])
    if data.get("format") != FORMAT:
        raise ContentError([f"format：本程序读得懂的格式是 {FORMAT}，文件写的是 {data.get('format')!r}"])
    system = plain_to_system(data["system"])
    if data.get("hash") != content_hash(system):
        raise ContentError(["hash：与内容不符，文件导出后被改动过，请重新导出"])
    return system
