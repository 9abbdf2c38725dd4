"""What the packaged catalogue says, read from its YAML by nothing of ours: the other side of every count."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import yaml

from tests.openly.conftest import CATALOGUE

__all__ = ["links", "relation_counts", "standards"]


@cache
def standards() -> dict[str, list[dict[str, Any]]]:
    """Number → what each source states of it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in CATALOGUE.glob("*.yaml"):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")).get("standards", []):
            found[one["number"]] = one["stated"]
    return found


@cache
def links() -> frozenset[tuple[str, str, str]]:
    """(subject, type, target), each once however many sources state it."""
    return frozenset(
        (number, relation["type"], relation["target"])
        for number, told in standards().items()
        for one in told
        for relation in one.get("relations", [])
    )


def relation_counts() -> Counter[str]:
    """Type → how many links."""
    return Counter(kind for _, kind, _ in links())
