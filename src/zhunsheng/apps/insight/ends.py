"""Names of the ends of links: ``standard:GB/T 1.1-2020``, ``planned:12``, ``subsystem:CH``, ``basis:3``."""

from __future__ import annotations

from zhunsheng.core.relations import relation_kinds

__all__ = ["end_key", "split_end"]


def end_key(kind: str, ref: str) -> str:
    """``kind:ref``."""
    return f"{kind}:{ref}"


def split_end(text: str) -> tuple[str, str] | None:
    """Kind and ref of ``kind:ref``; None where it is none."""
    kind, colon, ref = text.strip().partition(":")
    ref = ref.strip()
    return (kind, ref) if colon and ref and kind in relation_kinds() else None
