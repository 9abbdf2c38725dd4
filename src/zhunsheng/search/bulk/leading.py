"""What leads to the pages of an FTS5 segment: the smallest term of each page, and doclist-indexes.

A doclist-index tells of a term that fills many pages with which row each of them begins; large ones are trees.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["PAGE", "Leading", "common", "varint"]

#: bytes of a page, as FTS5 uses by default
PAGE = 4050
_PAGES, _HEIGHTS = 31, 5
#: a doclist-index is kept of terms that fill so many pages alone
_LEAST_EMPTY = 4


def varint(value: int) -> bytes:
    """A whole number below 2**56 as SQLite writes it: seven bits a byte, the highest first."""
    found = [value & 0x7F]
    while value := value >> 7:
        found.append(value & 0x7F | 0x80)
    return bytes(reversed(found))


def common(one: bytes, other: bytes) -> int:
    """How many bytes two terms begin with alike."""
    size = min(len(one), len(other))
    for place in range(size):
        if one[place] != other[place]:
            return place
    return size


@dataclass(slots=True)
class _Level:
    """A page of a doclist-index that is being filled."""

    page: int = 0
    bytes: bytearray = field(default_factory=bytearray)
    before: int | None = None
    first: int = 0


class Leading:
    """Told of each page in order; ``pages`` and ``leads`` are what it has to say, as rows of the two tables."""

    def __init__(self, segment: int) -> None:
        self._segment = segment
        self.pages: list[tuple[int, bytes]] = []
        self.leads: list[tuple[int, bytes, int]] = []
        self._levels = [_Level()]
        self._term, self._at, self._empty = b"", 1, 0

    def page_id(self, page: int, *, index: bool = False, height: int = 0) -> int:
        """Row id of a page in the table of data."""
        return ((self._segment << 1 | index) << _HEIGHTS | height) << _PAGES | page

    def page(self, page: int, row: int | None, term: tuple[bytes, bytes] | None) -> None:
        """Page ``page``: the row it begins with where it goes on with a term's rows; its first term, and the one before."""
        if row is not None:
            self._add(page, row)
        if term is None:
            if row is None and self._levels[0].bytes:
                self._levels[0].bytes += b"\0"
            self._empty += 1
            return
        if page > 1:
            before, here = term
            self.flush()
            self._term, self._at = here[: 1 + common(before, here)], page
        self._levels[0].page = page

    def flush(self) -> None:
        """What leads to the page of the last first term; the doclist-index of the term that ended there."""
        kept = bool(self._levels[0].bytes) and self._empty >= _LEAST_EMPTY
        if kept:
            for height, level in enumerate(self._levels):
                if level.bytes:
                    self.pages.append(
                        (self.page_id(level.page, index=True, height=height), bytes(level.bytes))
                    )
        self._levels = [_Level(self._levels[0].page)]
        self.leads.append((self._segment, self._term, self._at << 1 | kept))
        self._empty = 0

    def _add(self, page: int, row: int) -> None:
        height, done = 0, False
        while not done:
            level = self._levels[height]
            done = len(level.bytes) < PAGE
            if not done:
                self._rise(height)
            if level.before is None:
                below = page if height == 0 else self._levels[height - 1].page
                level.bytes += bytes([not done]) + varint(below) + varint(row)
                level.first = row
            else:
                level.bytes += varint(row - level.before)
            level.before = row
            height += 1

    def _rise(self, height: int) -> None:
        """A full page is written; the first one gets a page above it."""
        level = self._levels[height]
        level.bytes[0] = 1
        self.pages.append((self.page_id(level.page, index=True, height=height), bytes(level.bytes)))
        if height + 1 == len(self._levels):
            above = _Level(
                level.page, bytearray(b"\0" + varint(level.page) + varint(level.first)), level.first
            )
            above.first = level.first
            self._levels.append(above)
        level.bytes = bytearray()
        level.before = None
        level.page += 1
