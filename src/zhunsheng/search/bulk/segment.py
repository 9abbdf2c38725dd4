"""A segment of an FTS5 index written from sorted postings, as FTS5 itself would have written it, page by page.

FTS5 takes text apart and sorts it token by token; here the postings of many thousand documents are sorted at once by
numpy and laid out in the format of the shadow tables (comments at the head of SQLite's ``fts5_index.c``): leaf pages
of terms with their rows and places, and the smallest term of each page. A segment made here has no doclist-indexes;
FTS5 adds them when it merges segments (command ``optimize``), after which the index is the same, byte for byte, as if
every row had been inserted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Segment", "Sorted", "page_id", "structure", "varint", "write_segment"]

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]

#: bytes of a page, as FTS5 uses by default, less what its first row may need more
_PAGE, _ROOM = 4050, 16
_COMPARED = 24
_SEGMENT_SHIFT = 37


@dataclass(slots=True)
class Sorted:
    """Postings in order of term, row and place.

    ``terms`` are the terms in the order of their bytes, the mark of the index before each; ``term`` is the place of
    each posting's term among them, ``row`` its document (ascending within a term), ``place`` its place in the text.
    """

    terms: list[bytes]
    term: Ints
    row: Ints
    place: Ints


@dataclass(slots=True)
class Segment:
    """Pages in order from page 1; for each page that begins a term the smallest bytes that lead there; rows by term."""

    pages: list[bytes]
    leads: list[tuple[bytes, int]]
    documents: Ints


def page_id(segment: int, page: int) -> int:
    """Row id of a page in the table of data."""
    return (segment << _SEGMENT_SHIFT) + page


def varint(value: int) -> bytes:
    """A whole number below 2**56 as SQLite writes it: seven bits a byte, the highest first."""
    found = [value & 0x7F]
    while value := value >> 7:
        found.append(value & 0x7F | 0x80)
    return bytes(reversed(found))


def structure(cookie: bytes, segments: list[tuple[int, int]]) -> bytes:
    """The record of an index's structure: ``segments`` are (number, pages), all on the lowest level, oldest first."""
    pages = sum(count for _, count in segments)
    found = [cookie, varint(1), varint(len(segments)), varint(pages), varint(0), varint(len(segments))]
    for number, count in segments:
        found += [varint(number), varint(1), varint(count)]
    return b"".join(found)


def write_segment(given: Sorted) -> Segment:
    """Lay out ``given`` (at least one posting) in pages."""
    laid = _Layout(given)
    laid.cut()
    return Segment(laid.pages(), laid.leads(), laid.rows_per_term)


class _Layout:
    """Entries of a segment, in order: each term, followed by its rows with their places."""

    def __init__(self, given: Sorted) -> None:
        self._terms = given.terms
        term, row = given.term, given.row
        new_term = np.empty(len(term), bool)
        new_term[0] = True
        np.not_equal(term[1:], term[:-1], out=new_term[1:])
        new_row = new_term.copy()
        new_row[1:] |= row[1:] != row[:-1]
        starts = np.flatnonzero(new_row)
        self._rows = row[starts]
        first = new_term[starts]
        delta = self._rows.copy()
        delta[1:] -= np.where(first[1:], 0, self._rows[:-1])
        self._delta = delta
        self._places(given.place, new_row, starts)
        firsts = np.flatnonzero(first)
        self.rows_per_term = np.diff(np.append(firsts, len(starts)))
        # Where entries stand: a term before its rows.
        self._of_row = np.arange(len(starts)) + term[starts] + 1
        self._of_term = firsts + np.arange(len(firsts))
        self._entries = len(starts) + len(firsts)
        self._measure_terms()

    def _places(self, place: Ints, new_row: NDArray[np.bool_], starts: Ints) -> None:
        steps = place + 2
        steps[1:] -= np.where(new_row[1:], 0, place[:-1])
        self._steps = steps
        self._step_sizes = _sizes(steps)
        self._list_sizes = np.add.reduceat(self._step_sizes, starts)
        self._starts = starts

    def _measure_terms(self) -> None:
        lengths = np.fromiter(map(len, self._terms), np.int64, len(self._terms))
        self._lengths = lengths
        self._blob = np.frombuffer(b"".join(self._terms), np.uint8)
        self._offsets = np.cumsum(lengths) - lengths
        width = min(int(lengths.max()), _COMPARED)
        table = np.zeros((len(lengths), width), np.uint8)
        short = np.minimum(lengths, width)
        at = np.repeat(np.arange(len(lengths)) * width, short) + _ramp(short)
        table.reshape(-1)[at] = self._blob[np.repeat(self._offsets, short) + _ramp(short)]
        shared = np.zeros(len(lengths), np.int64)
        alike = np.logical_and.accumulate(table[1:] == table[:-1], axis=1).sum(axis=1)
        # Zeros fill the table: no more is shared than the shorter of the two has.
        shared[1:] = np.minimum(alike, np.minimum(short[1:], short[:-1]))
        self._shared = shared

    def cut(self) -> None:
        """Decide where pages begin; then every entry's bytes are known."""
        sizes = np.empty(self._entries, np.int64)
        sizes[self._of_term] = self._lengths + 6
        sizes[self._of_row] = _sizes(self._delta) + _sizes(self._list_sizes * 2) + self._list_sizes
        ends = np.cumsum(sizes)
        is_term = np.zeros(self._entries, bool)
        is_term[self._of_term] = True
        begins = [0]
        limit = _PAGE - _ROOM
        while True:
            here = begins[-1]
            before = int(ends[here - 1]) if here else 0
            after = max(int(np.searchsorted(ends, before + limit, "right")), here + 1)
            if after >= self._entries:
                break
            # A term goes on the page of its first row.
            if is_term[after - 1]:
                after = after - 1 if after - 1 > here else after + 1
            if after >= self._entries:
                break
            begins.append(after)
        self._begins = np.array(begins)
        self._is_term = is_term

    def pages(self) -> list[bytes]:
        """Bytes of every page: four of head, the entries, the places of its terms."""
        begins, count = self._begins, self._entries
        first = np.zeros(count, bool)
        first[begins] = True
        row_first = first[self._of_row]
        rowids = np.where(row_first, self._rows, self._delta)
        rowid_sizes = _sizes(rowids)
        doubled = self._list_sizes * 2
        doubled_sizes = _sizes(doubled)
        lead_term = self._first_terms()
        shared = np.where(lead_term, 0, self._shared)
        suffix = self._lengths - shared
        shared_sizes = np.where(lead_term, 0, _sizes(shared))
        suffix_sizes = _sizes(suffix)
        sizes = np.empty(count, np.int64)
        sizes[self._of_row] = rowid_sizes + doubled_sizes + self._list_sizes
        sizes[self._of_term] = shared_sizes + suffix_sizes + suffix
        ends = np.cumsum(sizes)
        at = ends - sizes
        data = np.empty(int(ends[-1]), np.uint8)
        row_at = at[self._of_row]
        _put(data, row_at, rowids, rowid_sizes)
        _put(data, row_at + rowid_sizes, doubled, doubled_sizes)
        inner = np.cumsum(self._step_sizes) - self._step_sizes
        list_at = row_at + rowid_sizes + doubled_sizes - inner[self._starts]
        per_row = np.diff(np.append(self._starts, len(self._steps)))
        _put(data, inner + np.repeat(list_at, per_row), self._steps, self._step_sizes)
        term_at = at[self._of_term]
        more = ~lead_term
        _put(data, term_at[more], shared[more], shared_sizes[more])
        _put(data, term_at + shared_sizes, suffix, suffix_sizes)
        target = np.repeat(term_at + shared_sizes + suffix_sizes, suffix) + _ramp(suffix)
        data[target] = self._blob[np.repeat(self._offsets + shared, suffix) + _ramp(suffix)]
        return self._bound(data, at, ends, term_at)

    def _first_terms(self) -> NDArray[np.bool_]:
        """Of each term, whether it is the first of its page."""
        page = np.searchsorted(self._begins, self._of_term, "right")
        found = np.ones(len(page), bool)
        found[1:] = page[1:] != page[:-1]
        self._page_of_term = page
        return found

    def _bound(self, data: Bytes, at: Ints, ends: Ints, term_at: Ints) -> list[bytes]:
        starts = at[self._begins]
        stops = np.append(starts[1:], ends[-1])
        page = self._page_of_term
        inside = term_at - starts[page - 1] + 4
        step = inside.copy()
        step[1:] -= np.where(page[1:] == page[:-1], inside[:-1], 0)
        step_sizes = _sizes(step)
        foot_ends = np.cumsum(step_sizes)
        feet = np.empty(int(foot_ends[-1]), np.uint8)
        _put(feet, foot_ends - step_sizes, step, step_sizes)
        lasts = np.searchsorted(page, np.arange(1, len(starts) + 1), "right")
        foot_stops = np.where(lasts > 0, foot_ends[lasts - 1], 0)
        body, foot = data.tobytes(), feet.tobytes()
        found = []
        foot_start = 0
        begins_with_row = ~self._is_term[self._begins]
        for start, stop, foot_stop, row in zip(
            starts.tolist(), stops.tolist(), foot_stops.tolist(), begins_with_row.tolist(), strict=True
        ):
            size = stop - start + 4
            if size > 0xFFFF:
                raise ValueError("一条记录的检索词太长，放不进索引的一页。")
            head = (4 if row else 0) << 16 | size
            found.append(head.to_bytes(4, "big") + body[start:stop] + foot[foot_start:foot_stop])
            foot_start = foot_stop
        return found

    def leads(self) -> list[tuple[bytes, int]]:
        """What leads to each page that begins a term, and the page, doubled (no doclist-index)."""
        found = [(b"", 1 << 1)]
        seen = 1
        page = self._page_of_term
        for place in np.flatnonzero(page[1:] != page[:-1]) + 1:
            here = int(page[place])
            if here > seen:
                term, before = self._terms[place], self._terms[place - 1]
                found.append((term[: 1 + _common(before, term)], here << 1))
                seen = here
        return found


def _common(one: bytes, other: bytes) -> int:
    size = min(len(one), len(other))
    for place in range(size):
        if one[place] != other[place]:
            return place
    return size


def _sizes(values: Ints) -> Ints:
    """Bytes that each value takes as a varint."""
    found = np.ones(len(values), np.int64)
    limit = 1 << 7
    top = int(values.max()) if len(values) else 0
    while limit <= top:
        found += values >= limit
        limit <<= 7
    return found


def _put(data: Bytes, at: Ints, values: Ints, sizes: Ints) -> None:
    """Write ``values`` as varints of ``sizes`` bytes into ``data`` at ``at``."""
    if not len(values):
        return
    small = sizes == 1
    if small.all():
        data[at] = values
        return
    data[at[small]] = values[small]
    for size in range(2, int(sizes.max()) + 1):
        chosen = np.flatnonzero(sizes == size)
        if not len(chosen):
            continue
        places, numbers = at[chosen], values[chosen]
        for step in range(size):
            byte: Any = numbers >> (7 * (size - 1 - step)) & 0x7F
            data[places + step] = byte | (0x80 if step < size - 1 else 0)


def _ramp(sizes: Ints) -> Ints:
    """0, 1 … of each size, one after another."""
    ends = np.cumsum(sizes)
    return np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)
