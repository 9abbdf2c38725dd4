"""Content vocabularies (``content/vocabularies/*.yaml``), read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["content_text", "load_yaml", "vocabulary"]


def content_text(path: str) -> str:
    """The text of a packaged content file; ``path`` is relative to ``zhunsheng/content``."""
    return files("zhunsheng").joinpath("content", *path.split("/")).read_text(encoding="utf-8")


def load_yaml(text: str) -> Any:
    """Parse YAML safely, with libyaml where it is there."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 - both are safe loaders


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """The vocabulary ``name`` (reading, commitments …). Raises ``FileNotFoundError`` for an unknown one."""
    data = load_yaml(content_text(f"vocabularies/{name}.yaml"))
    if not isinstance(data, dict):
        raise ValueError(f"vocabularies/{name}.yaml 应为键值表")
    return data
