"""A guide as JSON for other programs."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.records import to_plain

__all__ = ["guide_json", "guide_plain"]

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
