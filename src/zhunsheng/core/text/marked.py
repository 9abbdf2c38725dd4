"""Pages written by hand with a part between two marks that is made out of content."""

from __future__ import annotations

__all__ = ["END", "with_made"]

END = "<!-- 生成部分到此为止 -->"


def with_made(page: str, begin: str, made: str, name: str) -> str:
    """``page`` (called ``name``) with ``made`` between ``begin`` and :data:`END`. ValueError where a mark is missing."""
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        raise ValueError(f"{name} 缺少生成部分的起止标记")
    return f"{before}{begin}\n\n{made}\n\n{END}{after}"
