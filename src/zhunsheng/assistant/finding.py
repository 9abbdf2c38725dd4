"""Finding for an assistant: the site's own search, kept to standards, each answer with its verification."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhunsheng.apps.discovery.endpoints import search_plain
from zhunsheng.assistant.answers import with_trust
from zhunsheng.search.shape import Query

__all__ = ["standards_found"]


def standards_found(text: str, status: Sequence[str], level: Sequence[str], limit: int) -> dict[str, Any]:
    """Standards that answer ``text``, the best first: ``{total, approximate, corrected, items, notice}``."""
    filters: dict[str, Sequence[str]] = {"type": ["standard"]}
    if status:
        filters["status"] = list(status)
    if level:
        filters["level"] = list(level)
    page = search_plain(Query(text.replace("\0", ""), filters, 0, limit))
    known = with_trust([hit["id"] for hit in page["items"]])
    items = []
    for hit in page["items"]:
        short = known.get(hit["id"])
        if short is not None:
            items.append({**short, "why": hit["why"]})
    doubtful = [one["number"] for one in items if one["verification"] not in {"verified", "official"}]
    notice = (
        f"未经官方来源核实的：{'、'.join(doubtful)}。" if doubtful else "各条均有官方来源或已经人工核实。"
    )
    if not items:
        notice = "没有找到；这只说明本库没有，不说明标准不存在。"
    elif page["corrected"]:
        lack = "没有同时含各词的，下列只含其中一部分" if page["partly"] else "没有与原文相符的"
        notice = f"{lack}，实际按“{page['corrected']}”检索，转述时请注明。{notice}"
    kept = {name: page[name] for name in ("total", "approximate", "corrected")}
    return {**kept, "items": items, "notice": notice}
