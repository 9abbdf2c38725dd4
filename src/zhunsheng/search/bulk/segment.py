"""A segment of an FTS5 index written from sorted postings, as FTS5 itself would have written it, page by page.

FTS5 takes text apart and sorts it token by token; here the postings of many documents are sorted at once by numpy and
laid out in the format of the shadow tables (comments at the head of SQLite's ``fts5_index.c``). Pages end where
FTS5's would: the result is, byte for byte, what it has once it has merged everything at one go.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhunsheng.search.bulk.leading import PAGE, Leading, common, varint
from zhunsheng.search.bulk.varints import Ints, put, ramp, sizes_of

__all__ = ["Postings", "Segment", "structure"]

_HEAD = 4
_COMPARED = 24


@dataclass(slots=True)
class Postings:
    """Postings in order of term, row and place.

    ``terms`` are the terms in the order of their bytes, the mark of the index before each; ``term`` is the place of
    each posting's term among them, ``row`` its document (ascending within a term), ``place`` its place in the text.
    ``goes_on``: the first term is the last one of the postings before these.
    """

    terms: list[bytes]
    term: Ints
    row: Ints
    place: Ints
    goes_on: bool = False


def structure(cookie: bytes, segments: list[tuple[int, int]]) -> bytes:
    """The record of an index's structure after everything was merged: segments by number and pages, on the third level."""
    count, pages = len(segments), sum(size for _, size in segments)
    listed = [value for number, size in segments for value in (number, 1, size)]
    return cookie + b"".join(map(varint, (3, count, pages, 0, 0, 0, 0, 0, count, *listed)))


class Segment:
    """Takes postings piece by piece. ``leading`` collects the rows of both tables that are no pages of postings."""

    def __init__(self, number: int) -> None:
        self.leading = Leading(number)
        self.pages = 0
        # What stands on the page that is not full yet: the end of a list, then these postings.
        self._rest = b""
        self._left: Postings | None = None
        self._term = b""

    def add(self, given: Postings, *, last: bool = False) -> list[tuple[int, bytes]]:
        """The pages that are full once ``given`` (at least one posting) is added; after the ``last`` all there are."""
        laid = _Layout(_joined(self._left, given), self._term, len(self._rest))
        laid.cut(last=last)
        body, feet = laid.written()
        body = self._rest + body
        found = []
        start = foot_start = 0
        for place, (stop, foot_stop) in enumerate(zip(laid.stops, laid.foot_stops, strict=True)):
            self.pages += 1
            first = laid.first_rows.get(place)
            self.leading.page(self.pages, first[1] if first else None, laid.first_terms.get(place))
            size = stop - start + _HEAD
            if size > 0xFFFF:
                raise ValueError("一条记录的检索词太长，放不进索引的一页。")
            head = (first[0] - start + _HEAD if first else 0) << 16 | size
            page = head.to_bytes(4, "big") + body[start:stop] + feet[foot_start:foot_stop]
            found.append((self.leading.page_id(self.pages), page))
            start, foot_start = stop, foot_stop
        self._rest = body[start : laid.carried]
        self._left, self._term = laid.left()
        if last and self.pages:
            self.leading.flush()
        return found


def _joined(left: Postings | None, given: Postings) -> Postings:
    if left is None:
        return given
    shift = len(left.terms) - given.goes_on
    return Postings(
        left.terms + given.terms[given.goes_on :],
        np.concatenate((left.term, given.term + shift)),
        np.concatenate((left.row, given.row)),
        np.concatenate((left.place, given.place)),
        left.goes_on,
    )


class _Layout:
    """Entries in order, from the beginning of a page on: each term, followed by its rows with their places.

    ``term`` is the one before; ``rest`` bytes of the list before stand on the first page.
    """

    def __init__(self, given: Postings, term: bytes, rest: int) -> None:
        self._given, self._rest = given, rest
        new_term = np.empty(len(given.term), bool)
        new_term[0] = True
        np.not_equal(given.term[1:], given.term[:-1], out=new_term[1:])
        new_row = new_term.copy()
        new_row[1:] |= given.row[1:] != given.row[:-1]
        self._starts = starts = np.flatnonzero(new_row)
        self._rows = given.row[starts]
        first = new_term[starts]
        self._delta = self._rows.copy()
        self._delta[1:] -= np.where(first[1:], 0, self._rows[:-1])
        self._places(given.place, new_row)
        # Where entries stand: a term before its rows.
        firsts = np.flatnonzero(first)
        skipped = int(given.goes_on)
        self._of_row = np.arange(len(starts)) + given.term[starts] + 1 - skipped
        self._of_term = (firsts + np.arange(len(firsts)))[skipped:] - skipped
        self._count = len(starts) + len(self._of_term)
        self._measure_terms([given.terms[0] if given.goes_on else term, *given.terms[skipped:]])
        self._measure()

    def _places(self, place: Ints, new_row: NDArray[np.bool_]) -> None:
        steps = place + 2
        steps[1:] -= np.where(new_row[1:], 0, place[:-1])
        self._steps = steps
        self._step_sizes = sizes_of(steps)
        self._small = int(steps.max()) < 1 << 7  # a byte each: nearly always
        if self._small:
            self._list_sizes = np.diff(self._starts, append=len(steps))
        else:
            self._list_sizes = np.add.reduceat(self._step_sizes, self._starts, dtype=np.int64)

    def _measure_terms(self, names: list[bytes]) -> None:
        """How much each term has in common with the one before."""
        lengths = np.fromiter(map(len, names), np.int64, len(names))
        blob = np.frombuffer(b"".join(names), np.uint8)
        offsets = np.cumsum(lengths) - lengths
        width = max(min(int(lengths.max()), _COMPARED), 1)
        table = np.zeros((len(lengths), width), np.uint8)
        short = np.minimum(lengths, width)
        at = np.repeat(np.arange(len(lengths)) * width, short) + ramp(short)
        table.reshape(-1)[at] = blob[np.repeat(offsets, short) + ramp(short)]
        alike = np.logical_and.accumulate(table[1:] == table[:-1], axis=1).sum(axis=1)
        # Zeros fill the table: no more is shared than the shorter of the two has.
        shared = np.minimum(alike, np.minimum(short[1:], short[:-1]))
        for place in np.flatnonzero(shared == _COMPARED).tolist():
            shared[place] = common(names[place], names[place + 1])
        self._names, self._blob = names, blob
        self._shared, self._lengths, self._offsets = shared, lengths[1:], offsets[1:]

    def _measure(self) -> None:
        """Bytes of entries that are not the first of their kind on a page, with what the page's foot says of them."""
        suffix = self._lengths - self._shared
        self._term_sizes = sizes_of(self._shared) + sizes_of(suffix) + suffix
        self._doubled = self._list_sizes * 2
        self._doubled_sizes = sizes_of(self._doubled)
        self._delta_sizes = sizes_of(self._delta)
        weights = np.empty(self._count, np.int64)
        weights[self._of_term] = self._term_sizes
        weights[self._of_row] = self._delta_sizes + self._doubled_sizes + self._list_sizes
        self._between = np.diff((np.cumsum(weights) - weights)[self._of_term], prepend=0)
        self._foot_sizes = sizes_of(self._between)
        weights[self._of_term] += self._foot_sizes
        self._ends = np.concatenate((np.cumsum(weights), [0]))  # the last one is before the first
        self._needs = self._ends[self._of_term - 1] + self._lengths + 2
        self._most_needs = np.maximum.accumulate(self._needs)
        self._row_place = np.full(self._count, -1)
        self._row_place[self._of_row] = np.arange(len(self._starts))

    # ---- where pages end

    def cut(self, *, last: bool) -> None:
        """Decide where pages end: after an entry, less some bytes of its list, which go on the next page."""
        self._breaks: list[tuple[int, int]] = []
        self._full_rows: list[int] = []
        self._whole_terms: list[int] = []
        here, rest = 0, self._rest
        while True:
            # What is on a page that does not become full is laid out again with what comes after it.
            marks = len(self._full_rows), len(self._whole_terms)
            found = self._page_end(here, rest) if here < self._count else None
            if found is None:
                break
            end, rest = found
            self._breaks.append(found)
            while rest + _HEAD >= PAGE:
                rest -= self._piece(end, rest)
                self._breaks.append((end, rest))
            here = end + 1
        if last and (here < self._count or rest):
            self._breaks.append((self._count - 1, 0))
            here = self._count
        elif here < self._count:
            del self._full_rows[marks[0] :], self._whole_terms[marks[1] :]
        self._here = here

    def _page_end(self, here: int, rest: int) -> tuple[int, int] | None:
        """The last entry of the page that begins at ``here``, and how many bytes of its list go on the next page."""
        ends, of_term = self._ends, self._of_term
        offset = _HEAD + rest - int(ends[here - 1])
        place = int(np.searchsorted(of_term, here))
        term = int(of_term[place]) if place < len(of_term) else self._count
        if term > here:
            self._full_rows.append(here)
            row = int(self._row_place[here])
            offset += _size(int(self._rows[row])) - int(self._delta_sizes[row])
            if (found := self._full(here, term, offset)) is not None:
                return found
        if term == self._count:
            return None
        before = int(ends[term - 1]) + offset
        length = int(self._lengths[place])
        if before > _HEAD and before + length + 2 >= PAGE:
            return term - 1, 0
        self._whole_terms.append(place)
        more = _size(length) + length - int(self._term_sizes[place])
        offset += more + _size(before) - int(self._foot_sizes[place])
        return self._second_term(place, term, offset, more)

    def _second_term(self, place: int, term: int, offset: int, more: int) -> tuple[int, int] | None:
        """The same after the first term of a page, which is ``more`` bytes longer there: the foot tells of it."""
        ends, of_term = self._ends, self._of_term
        if int(ends[term]) + offset >= PAGE:
            return term, 0
        place += 1
        second = int(of_term[place]) if place < len(of_term) else self._count
        if (found := self._full(term + 1, second, offset)) is not None:
            return found
        if second == self._count:
            return None
        if int(self._needs[place]) + offset >= PAGE:
            return second - 1, 0
        offset += _size(int(self._between[place]) + more) - int(self._foot_sizes[place])
        if int(ends[second]) + offset >= PAGE:
            return second, 0
        return self._further(place + 1, second + 1, offset)

    def _further(self, place: int, here: int, offset: int) -> tuple[int, int] | None:
        needs, limit = self._needs, PAGE - offset
        place = max(place, int(np.searchsorted(self._most_needs, limit)))
        while place < len(needs) and needs[place] < limit:
            place += 1
        before = int(self._of_term[place]) if place < len(needs) else self._count
        if (found := self._full(here, before, offset)) is not None:
            return found
        return (before - 1, 0) if before < self._count else None

    def _full(self, here: int, stop: int, offset: int) -> tuple[int, int] | None:
        """Where among the entries from ``here`` to ``stop`` the page becomes full."""
        end = here + int(np.searchsorted(self._ends[here:stop], PAGE - offset))
        if end >= stop:
            return None
        row = int(self._row_place[end])
        if row < 0:
            return end, 0
        left = int(self._list_sizes[row])
        return end, left - self._taken(row, left, PAGE - int(self._ends[end]) - offset + left)

    def _piece(self, entry: int, rest: int) -> int:
        """Of the last ``rest`` bytes of an entry's list as many as fill a page."""
        return self._taken(int(self._row_place[entry]), rest, PAGE - _HEAD)

    def _taken(self, row: int, left: int, room: int) -> int:
        """Bytes of the last ``left`` of a list, whole numbers, until they fill ``room``."""
        stop = int(self._starts[row + 1]) if row + 1 < len(self._starts) else len(self._steps)
        skipped, taken = int(self._list_sizes[row]) - left, 0
        for size in self._step_sizes[int(self._starts[row]) : stop].tolist():
            if skipped > 0:
                skipped -= size
                continue
            if taken >= room:
                break
            taken += size
        return taken

    # ---- bytes

    def written(self) -> tuple[bytes, bytes]:
        """Bytes of all entries and of all feet; where pages stop in them, their first rows and terms."""
        rowids, rowid_sizes = self._delta.copy(), self._delta_sizes.copy()
        full = self._row_place[self._full_rows] if self._full_rows else np.zeros(0, np.int64)
        rowids[full] = self._rows[full]
        rowid_sizes[full] = sizes_of(rowids[full])
        whole = np.zeros(len(self._lengths), bool)
        whole[self._whole_terms] = True
        shared = np.where(whole, 0, self._shared)
        shared_sizes = np.where(whole, 0, sizes_of(shared))
        suffix = self._lengths - shared
        suffix_sizes = sizes_of(suffix)
        sizes = np.empty(self._count, np.int64)
        sizes[self._of_row] = rowid_sizes + self._doubled_sizes + self._list_sizes
        sizes[self._of_term] = shared_sizes + suffix_sizes + suffix
        ends = np.cumsum(sizes)
        at = ends - sizes
        data = np.empty(int(ends[-1]), np.uint8)
        row_at = at[self._of_row]
        put(data, row_at, rowids, rowid_sizes)
        put(data, row_at + rowid_sizes, self._doubled, self._doubled_sizes)
        list_at = row_at + rowid_sizes + self._doubled_sizes
        if self._small and len(self._steps) == len(self._starts):  # one place a row
            data[list_at] = self._steps
        else:
            inner = np.cumsum(self._step_sizes, dtype=np.int64) - self._step_sizes
            list_at -= inner[self._starts]
            per_row = np.diff(self._starts, append=len(self._steps))
            put(data, inner + np.repeat(list_at, per_row), self._steps, self._step_sizes)
        term_at = at[self._of_term]
        more = ~whole
        put(data, term_at[more], shared[more], shared_sizes[more])
        put(data, term_at + shared_sizes, suffix, suffix_sizes)
        target = np.repeat(term_at + shared_sizes + suffix_sizes, suffix) + ramp(suffix)
        data[target] = self._blob[np.repeat(self._offsets + shared, suffix) + ramp(suffix)]
        feet = self._bound(at + self._rest, ends + self._rest, term_at + self._rest)
        return data.tobytes(), feet

    def _bound(self, at: Ints, ends: Ints, term_at: Ints) -> bytes:
        """Feet of pages. Offsets count what stands on the first page already."""
        last = np.array([end for end, _ in self._breaks], np.int64)
        self.stops = [int(ends[end]) - rest if end >= 0 else self._rest for end, rest in self._breaks]
        # What is carried over to the next piece begins at a page; its postings are laid out again there.
        self.carried = int(at[self._here]) if self._here < self._count else int(ends[-1])
        done = int(np.searchsorted(self._of_term, self._here))
        page = np.searchsorted(last, self._of_term[:done])
        starts = np.array([0, *self.stops], np.int64)
        inside = term_at[:done] - starts[page] + _HEAD
        step = inside.copy()
        step[1:] -= np.where(page[1:] == page[:-1], inside[:-1], 0)
        step_sizes = sizes_of(step)
        foot_ends = np.cumsum(step_sizes)
        feet = np.empty(int(foot_ends[-1]) if done else 0, np.uint8)
        put(feet, foot_ends - step_sizes, step, step_sizes)
        lasts = np.searchsorted(page, np.arange(len(self.stops)), "right")
        self.foot_stops = [int(foot_ends[place - 1]) if place else 0 for place in lasts.tolist()]
        names = self._names
        self.first_terms = {int(page[place]): (names[place], names[place + 1]) for place in self._whole_terms}
        rows = np.array(self._full_rows, np.int64)
        first = zip(np.searchsorted(last, rows).tolist(), at[rows].tolist(), strict=True)
        places = self._row_place[rows].tolist()
        self.first_rows = {
            number: (where, int(self._rows[row])) for (number, where), row in zip(first, places, strict=True)
        }
        return feet.tobytes()

    def left(self) -> tuple[Postings | None, bytes]:
        """Postings of the page that is not full, and the term before them."""
        given, here = self._given, self._here
        if here >= self._count:
            return None, given.terms[-1]
        goes_on = bool(self._row_place[here] >= 0)
        start = int(self._starts[self._row_place[here if goes_on else here + 1]])
        first = int(given.term[start])
        kept = Postings(
            given.terms[first:], given.term[start:] - first, given.row[start:], given.place[start:], goes_on
        )
        if here == 0:
            return kept, self._names[0]
        return kept, given.terms[first if goes_on else first - 1]


def _size(value: int) -> int:
    """Bytes that a value takes as a varint."""
    return max((value.bit_length() + 6) // 7, 1)
