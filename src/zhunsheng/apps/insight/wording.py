"""Links in words: A 规范性引用 B, seen from either end."""

from __future__ import annotations

from zhunsheng.core.registry.record import RELATION_TYPES

__all__ = ["backward", "forward", "sentence"]

_MORE = {"placed": ("归类于", "有归类"), "contains": ("包含", "属于")}


def forward(kind: str) -> str:
    """How a link reads from its subject to its target: 代替."""
    return (RELATION_TYPES.get(kind) or _MORE.get(kind) or (kind, kind))[0]


def backward(kind: str) -> str:
    """How it reads from its target to its subject: 被代替."""
    return (RELATION_TYPES.get(kind) or _MORE.get(kind) or (kind, kind))[1]


def sentence(subject: str, kind: str, target: str) -> str:
    """``A 规范性引用 B``."""
    return f"{subject} {forward(kind)} {target}"
