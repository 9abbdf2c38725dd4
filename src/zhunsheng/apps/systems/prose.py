"""The guide's prose beside a system that holds facts only, as long as the guide's file is here."""

from __future__ import annotations

import dataclasses
from typing import Any

from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.system.model import StandardsSystem

__all__ = ["with_prose"]

_PROSE = {
    "subsystems": ("scope", "summary"),
    "measures": ("text",),
    "legend": ("meaning",),
    "figures": ("text",),
}


def with_prose(system: StandardsSystem, document: GuideDocument) -> StandardsSystem:
    """``system``, its blank prose filled from ``document`` wherever a record starts at the same line."""
    filled: dict[str, Any] = {}
    for name, fields in _PROSE.items():
        there = {_place(record): record for record in getattr(document, name)}
        filled[name] = [_fill(record, there.get(_place(record)), fields) for record in getattr(system, name)]
    return dataclasses.replace(system, **filled)


def _place(record: Any) -> Any:
    return (record.source.line_start, record.source.line_end) if record.source else record.number


def _fill(record: Any, source: Any, fields: tuple[str, ...]) -> Any:
    if source is None:
        return record
    blank = {field: getattr(source, field) for field in fields if not getattr(record, field)}
    if topics := getattr(record, "topic_details", None):
        there = {_place(topic): topic for topic in source.topic_details}
        blank["topic_details"] = [_fill(topic, there.get(_place(topic)), ("scope",)) for topic in topics]
    return dataclasses.replace(record, **blank) if blank else record
