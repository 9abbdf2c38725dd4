"""Links in words: A 规范性引用 B, seen from either end; and the words for kinds, statuses and origins."""

from __future__ import annotations

from zhunsheng.core.relations import ORIGINS, STATUSES, relation_families, relation_kinds, relation_types

__all__ = [
    "CERTAINTY",
    "backward",
    "backward_said",
    "family_choices",
    "forward",
    "kind_word",
    "origin_word",
    "sentence",
    "status_word",
    "type_choices",
]

#: statuses that count on a map, the surest first
CERTAINTY = ("confirmed", "suggested")


def forward(kind: str) -> str:
    """How a link reads from its subject to its target: 代替; the bare key where the vocabulary no longer has it."""
    known = relation_types().get(kind)
    return known.forward if known else kind


def backward(kind: str) -> str:
    """How it reads from its target to its subject: 被代替."""
    known = relation_types().get(kind)
    return known.backward if known else kind


def sentence(subject: str, kind: str, target: str) -> str:
    """The link as one sentence."""
    known = relation_types().get(kind)
    return known.says(subject, target) if known else f"{subject} {kind} {target}"


def backward_said(target: str, kind: str, subject: str) -> str:
    """The link as one sentence read from its target."""
    known = relation_types().get(kind)
    return known.says(subject, target, backward=True) if known else f"{target} {kind} {subject}"


def kind_word(kind: str) -> str:
    """标准, 拟制定标准, 子体系 …"""
    known = relation_kinds().get(kind)
    return known.label if known else kind


def status_word(status: str) -> str:
    """待确认, 已确认, 已否定."""
    return STATUSES.get(status, status)


def origin_word(origin: str) -> str:
    """指南原文, 标准目录, …"""
    return ORIGINS.get(origin, origin)


def type_choices() -> list[tuple[str, str]]:
    """Every type of relation: key and Chinese name, in the order of the content file."""
    return [(key, known.forward) for key, known in relation_types().items()]


def family_choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Families with their types: key, label, [(type, name)]."""
    return [
        (
            key,
            label,
            [(name, known.forward) for name, known in relation_types().items() if known.family == key],
        )
        for key, (label, _) in relation_families().items()
    ]
