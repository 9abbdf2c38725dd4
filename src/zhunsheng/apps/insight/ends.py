"""Names of the ends of links: ``standard:GB/T 1.1-2020``, ``planned:12``, ``subsystem:CH``, ``basis:3``."""

from __future__ import annotations

__all__ = ["KINDS", "KIND_WORDS", "end_key", "split_end"]

#: kind → Chinese word; nothing is stored yet under the last two
KIND_WORDS = {
    "standard": "标准",
    "planned": "拟制定标准",
    "subsystem": "子体系",
    "basis": "依据",
    "project": "项目",
    "case": "应用案例",
}
KINDS = tuple(KIND_WORDS)


def end_key(kind: str, ref: str) -> str:
    """``kind:ref``."""
    return f"{kind}:{ref}"


def split_end(text: str) -> tuple[str, str] | None:
    """Kind and ref of ``kind:ref``; None where it is none."""
    kind, colon, ref = text.strip().partition(":")
    ref = ref.strip()
    return (kind, ref) if colon and kind in KIND_WORDS and ref else None
