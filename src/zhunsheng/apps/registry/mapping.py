"""The screen on which the columns of a table get their meaning: what is guessed and why, what is chosen, what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_of
from pathlib import Path
from typing import Any

__all__ = ["ColumnLine", "MappingForm", "mapping_form", "read_mapping"]


@dataclass(slots=True)
class ColumnLine:
    """One column: its head, the meaning chosen, why it was guessed, the first values."""

    head: str
    field: str
    reason: str = ""
    percent: int | None = None
    samples: list[str] = made_of(default_factory=list)


@dataclass(slots=True)
class MappingForm:
    """The whole screen. ``offered``: remembered mappings as (name, address that fills them in)."""

    columns: list[ColumnLine]
    rows: list[list[str]]
    choices: list[tuple[str, str]]
    signature: str
    encoding: str = ""
    head_line: int = 1
    offered: list[tuple[str, str]] = made_of(default_factory=list)
    name: str = ""


def mapping_form(path: Path, asked: Mapping[str, Any]) -> MappingForm:
    """The screen for the table at ``path``, filled with what was guessed, remembered or chosen so far."""
    raise NotImplementedError


def read_mapping(path: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen on the screen, as the connector takes it; raises ``Refused`` where no column is the number."""
    raise NotImplementedError
