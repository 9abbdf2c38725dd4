"""The postings of all parts merged and laid out in pages, and the words counted, in a database file of its own.

This takes a while and needs nothing of the database that the index is for: it goes on beside the pouring of rows, and
several processes share it, each of which lays out a segment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from zhunsheng.search.bulk.counted import TABLES, Words
from zhunsheng.search.bulk.leading import varint
from zhunsheng.search.bulk.part import Built
from zhunsheng.search.bulk.runs import Kept, ids_of, merged
from zhunsheng.search.bulk.segment import Postings, Segment, structure
from zhunsheng.search.bulk.sharing import Range, Share
from zhunsheng.search.bulk.varints import Ints

__all__ = ["Laid", "merge", "merged_path", "part_path", "records_of", "union"]


class Laid(NamedTuple):
    """What a share came to: the number of its segment, and how many pages that has in each full-text table."""

    number: int
    pages: dict[str, int]


def part_path(folder: Path, place: int) -> Path:
    """The file of a part."""
    return folder / f"part-{place}.sqlite3"


def merged_path(folder: Path, number: int) -> Path:
    """The file of a share that is merged."""
    return folder / f"merged-{number}.sqlite3"


def union(selects: Iterable[str], names: Sequence[str]) -> str:
    """SQL for what ``selects`` give of all the files attached under these names, each in the place of ``{}``."""
    return " UNION ALL ".join(select.format(name) for select in selects for name in names)


def merge(folder: Path, built: list[Built], share: Share) -> Laid:
    """Fill the file of :func:`merged_path` with a share of the postings of ``built``."""
    db = sqlite3.connect(merged_path(folder, share.number), isolation_level=None)
    for pragma in (
        "journal_mode = OFF",
        "synchronous = OFF",
        "locking_mode = EXCLUSIVE",
        "cache_size = -32768",
    ):
        db.execute(f"PRAGMA {pragma}")
    db.execute("BEGIN")
    for statement in TABLES:
        db.execute(statement)
    pages = {}
    for table in built[0].runs:
        db.execute(f"CREATE TABLE {table}_data (id INTEGER PRIMARY KEY, block BLOB)")
        db.execute(f"CREATE TABLE {table}_idx (segid, term, pgno, PRIMARY KEY (segid, term)) WITHOUT ROWID")
        if table in share.ranges:
            pages[table] = _pages(db, table, built, share)
    db.execute("COMMIT")
    db.close()
    return Laid(share.number, pages)


def _pages(db: sqlite3.Connection, table: str, built: list[Built], share: Share) -> int:
    """The pages of a segment of a full-text table, and what leads to them; returns how many there are."""
    words = None
    if table == "title":
        words = Words(db, ids_of([run for one in built for run in one.runs["text"][0]]))
    whole, firsts = ([run for one in built for run in one.runs[table][kind]] for kind in range(2))
    segment = Segment(share.number)
    for given, last in _with_last(_all(whole, firsts, share.ranges[table], words)):
        db.executemany(f"INSERT INTO {table}_data VALUES (?, ?)", segment.add(given, last=last))
    leading = segment.leading
    db.executemany(f"INSERT INTO {table}_data VALUES (?, ?)", leading.pages)
    db.executemany(f"INSERT INTO {table}_idx VALUES (?, ?, ?)", leading.leads)
    return segment.pages


def records_of(table: str, built: list[Built], laid: list[Laid], old: bytes) -> list[tuple[bytes, int]]:
    """What a full-text table has to know of its pages, as blocks and their ids; ``old`` is its structure when empty.

    Until something is asked of it the table does not know what its records say: they can be replaced.
    """
    segments = [(one.number, one.pages[table]) for one in laid if one.pages.get(table)]
    if not segments:
        return []
    count = sum(one.rows[table] for one in built)
    words = sum(one.tokens[table] for one in built)
    return [(structure(old[:4], segments), 10), (varint(count) + varint(words), 1)]


def _all(whole: list[Kept], firsts: list[Kept], of: Range, words: Words | None) -> Iterator[Postings]:
    """Postings of whole words, then of first characters; what is counted is counted on the way."""
    ids: Ints = ids_of(whole)
    for kind, runs in enumerate((whole, firsts)):
        for given in merged(runs, ids, of):
            if words is not None:
                words.take(given, single=kind == 1)
            yield given
    if words is not None:
        words.finish()


def _with_last(source: Iterator[Postings]) -> Iterator[tuple[Postings, bool]]:
    before: Postings | None = None
    for given in source:
        if before is not None:
            yield before, False
        before = given
    if before is not None:
        yield before, True
