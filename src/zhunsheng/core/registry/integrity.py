"""The integrity rules of the registry as content has them: title, reason, example, severity."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zhunsheng.core.vocabulary import content_text, load_yaml

__all__ = ["RegistryRule", "registry_rules"]


@dataclass(frozen=True, slots=True)
class RegistryRule:
    """One rule; findings carry its ``id``. Severity: error, warning, note."""

    id: str
    title: str
    why: str
    example: str
    severity: str


@cache
def registry_rules() -> tuple[RegistryRule, ...]:
    """All rules in the order of ``content/lint/registry.yaml``."""
    data = load_yaml(content_text("lint/registry.yaml"))
    return tuple(RegistryRule(**entry) for entry in data["rules"])
