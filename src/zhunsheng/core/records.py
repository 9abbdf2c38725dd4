"""Records to plain data and back, for JSON, YAML and storage."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["canonical_json", "content_hash", "from_plain", "to_plain"]

T = TypeVar("T")


def to_plain(value: Any, *, skip_empty: bool = False, exclude: frozenset[str] = frozenset()) -> Any:
    """Turn records into dicts and lists. ``skip_empty`` leaves out None, "", [] and {} (for files people read).

    ``exclude`` names fields left out at every depth.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        out: dict[str, Any] = {}
        for name in _field_names(type(value)):
            if name in exclude:
                continue
            item = to_plain(getattr(value, name), skip_empty=skip_empty, exclude=exclude)
            if skip_empty and (item is None or item == "" or item == [] or item == {}):
                continue
            out[name] = item
        return out
    if isinstance(value, (list, tuple)):
        return [to_plain(item, skip_empty=skip_empty, exclude=exclude) for item in value]
    if isinstance(value, dict):
        return {key: to_plain(item, skip_empty=skip_empty, exclude=exclude) for key, item in value.items()}
    return value


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(item.name for item in dataclasses.fields(kind))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter  # imported late: reading a guide does not need it

    return TypeAdapter(kind)


def from_plain(kind: type[T], data: Any) -> T:
    """Build a record of ``kind`` from plain data; raises ``pydantic.ValidationError`` naming each wrong place."""
    adapted: Any = kind
    built: T = _adapter(adapted).validate_python(data)
    return built


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and no spaces: equal records give equal text."""
    return json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(value: Any) -> str:
    """SHA-256 (hex) of :func:`canonical_json`."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
