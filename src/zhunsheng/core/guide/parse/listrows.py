"""Rows of tables as the reader of tables puts them together."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhunsheng.core.guide.parse.columns import Column

__all__ = ["CategoryCell", "ListRow", "Listing"]


@dataclass(slots=True)
class CategoryCell:
    """A category as a table prints it. ``basis``: printed, merged (blank: as above) or section (a heading row)."""

    code: str | None
    name: str
    printed: str
    rank: int
    basis: str
    line_start: int
    line_end: int


@dataclass(slots=True)
class ListRow:
    """One row of a list, put together from its pieces. ``values`` maps a column's place to its text."""

    columns: list[Column]
    values: dict[int, str]
    line_start: int
    line_end: int
    merged: set[int] = field(default_factory=set)
    none: set[int] = field(default_factory=set)
    slid: bool = False
    reasons: list[str] = field(default_factory=list)
    categories: list[CategoryCell] = field(default_factory=list)
    lines: dict[int, tuple[int, int]] = field(default_factory=dict)
    table: int = 0
    coded: bool = False
    own_code: str | None = None
    code_of_item: bool = False
    is_item: bool = True
    pieces: bool = False

    def text(self, kind: str) -> str:
        """The text of the first column of a kind."""
        return next((self.values.get(i, "") for i, c in enumerate(self.columns) if c.kind == kind), "")

    def place(self, kind: str) -> int | None:
        """The place of the first column of a kind."""
        return next((i for i, c in enumerate(self.columns) if c.kind == kind), None)


@dataclass(slots=True)
class Listing:
    """All rows of all lists, and the rows of tables that draw the tree."""

    rows: list[ListRow] = field(default_factory=list)
    tree: list[list[CategoryCell]] = field(default_factory=list)
    tree_scopes: list[str] = field(default_factory=list)
