"""The one shape of all connectors: a file in, a stream of stated records and bad rows out.

A connector is plain Python: no Django, no database. It streams (a file of any size in bounded memory), never stops
at a bad row, and is repeatable: the same file gives the same items in the same order, so that an import that was
interrupted can go on by skipping as many items as it had taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from zhunsheng.core.registry.record import StatedRecord

__all__ = ["BadRow", "Connector", "Item", "SourceInfo", "Unreadable"]


class Unreadable(Exception):
    """The file as a whole cannot be read; the text is Chinese: what is wrong, where, and how to mend it."""


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Who says it. ``grade``: A official, B trade page, C unverified notes, memory; ``date`` as exact as known."""

    code: str
    name: str
    grade: str = "C"
    kind: str = ""
    url: str = ""
    date: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that gave no record, or lost a value: where, what stood there, and how to mend it. ``row`` is kept whole.

    ``filled`` are the columns of ``row`` whose value is that of a merged cell.
    """

    place: str
    column: str
    value: str
    problem: str
    mend: str
    row: dict[str, str] = field(default_factory=dict)
    filled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """The next thing of a file: a record, bad rows, or both. ``done`` is the share of the file read, 0 to 1.

    ``aside``: it is no row of the file, but tells of what was not read, such as another sheet.
    """

    record: StatedRecord | None
    bad: tuple[BadRow, ...] = ()
    done: float = 0.0
    #: the source of this very record, where a file holds records of several sources
    source: SourceInfo | None = None
    aside: bool = False


class Connector(Protocol):
    """One kind of catalogue file."""

    #: ``relaton`` | ``iso-open-data`` | ``table`` | ``samr`` | ``package``
    name: str
    title: str

    def recognises(self, path: Path) -> float:
        """How sure this connector is that the file is its own, 0 to 1, from its name and first bytes."""

    def source(self, path: Path) -> SourceInfo:
        """The source a file speaks for, unless a person names another."""

    def items(self, path: Path, *, skip: int = 0) -> Iterator[Item]:
        """The items of a file, leaving out the first ``skip``; raises :class:`Unreadable`."""
