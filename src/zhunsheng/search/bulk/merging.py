"""The full-text pages of all parts merged into one segment a table, and its words counted, in a database file of its own.

This takes a while and needs nothing of the database that the index is for: it goes on beside the pouring of rows.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from zhunsheng.search import tokens
from zhunsheng.search.bulk.part import Built
from zhunsheng.search.bulk.segment import structure, varint
from zhunsheng.search.store import sounds_of

__all__ = ["merge", "merged_path", "part_path", "union"]

_TABLES = (
    "CREATE TABLE token (token TEXT PRIMARY KEY, n INTEGER, bare INTEGER, initials TEXT) WITHOUT ROWID",
    "CREATE TABLE reading (initials TEXT, token TEXT)",
)


def part_path(folder: Path, place: int) -> Path:
    """The file of a part."""
    return folder / f"part-{place}.sqlite3"


def merged_path(folder: Path) -> Path:
    """The file of what is merged."""
    return folder / "merged.sqlite3"


def union(count: int, columns: str, table: str) -> str:
    """SQL for the rows of a table of all parts, attached as ``part0`` …"""
    return " UNION ALL ".join(f"SELECT {columns} FROM part{place}.{table}" for place in range(count))


def merge(folder: Path, built: list[Built], full: dict[str, str]) -> None:
    """Fill the file of :func:`merged_path`; ``full`` are the full-text tables and their options."""
    db = sqlite3.connect(merged_path(folder), isolation_level=None)
    for pragma in (
        "journal_mode = OFF",
        "synchronous = OFF",
        "locking_mode = EXCLUSIVE",
        "cache_size = -32768",
    ):
        db.execute(f"PRAGMA {pragma}")
    for place in range(len(built)):
        db.execute(f"ATTACH DATABASE ? AS part{place}", (str(part_path(folder, place)),))
    db.execute("BEGIN")
    for statement in _TABLES:
        db.execute(statement)
    for table, options in full.items():
        _pages(db, table, options, built)
    _words(db, built)
    db.execute("COMMIT")
    db.close()


def _pages(db: sqlite3.Connection, table: str, options: str, built: list[Built]) -> None:
    """The pages of a full-text table, and what tells of them; then they are merged into one segment."""
    db.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(t, {options})")
    segments = sorted(segment for one in built for segment in one.segments[table])
    if not segments:
        return
    count = len(built)
    db.execute(f"INSERT INTO {table}_data {union(count, 'id, block', f'{table}_data')} ORDER BY id")
    db.execute(
        f"INSERT INTO {table}_idx {union(count, 'segid, term, pgno', f'{table}_idx')} ORDER BY segid, term"
    )
    # Until something is asked of it the table does not know what its records say: they can be replaced.
    ((old,),) = db.execute(f"SELECT block FROM {table}_data WHERE id = 10")
    rows, words = sum(one.rows[table] for one in built), sum(one.tokens[table] for one in built)
    records = ((structure(bytes(old[:4]), segments), 10), (varint(rows) + varint(words), 1))
    db.executemany(f"UPDATE {table}_data SET block = ? WHERE id = ?", records)
    db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def _words(db: sqlite3.Connection, built: list[Built]) -> None:
    """In how many titles each word stands: counted by the full-text table, single characters by the parts."""
    others: list[tuple[str, str]] = []

    def sound(token: str) -> str:
        found = sounds_of(token)
        others.extend((other, token) for other in found[1:])
        return found[0] if found else ""

    db.create_function("sound", 1, sound, deterministic=True)
    db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, title, row)")
    count = len(built)
    db.execute("CREATE TEMP TABLE scoped (token TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID")
    db.execute(
        "INSERT INTO temp.scoped SELECT token, sum(n) FROM "
        f"({union(count, 'token, n', 'scoped')}) GROUP BY token ORDER BY token"
    )
    db.execute("CREATE TEMP TABLE char (token TEXT PRIMARY KEY, n INTEGER, bare INTEGER) WITHOUT ROWID")
    db.execute(
        "INSERT INTO temp.char SELECT token, sum(n), sum(bare) FROM "
        f"({union(count, 'token, n, bare', 'char')}) GROUP BY token ORDER BY token"
    )
    # Marks are no words, but for the codes of numbers.
    db.execute(
        "INSERT INTO main.token SELECT v.term, v.doc, v.doc - coalesce(s.n, 0), "
        "CASE WHEN length(v.term) = 2 THEN sound(v.term) ELSE '' END "
        "FROM temp.vocabulary v LEFT JOIN temp.scoped s ON s.token = v.term "
        "WHERE v.term NOT IN (SELECT token FROM temp.char) "
        "AND (v.term < ? OR v.term >= ? OR (v.term >= ? AND v.term < ?))",
        (tokens.FACET, _after(tokens.END), tokens.LEAD, _after(tokens.LEAD)),
    )
    db.execute("INSERT INTO main.token SELECT token, n, bare, '' FROM temp.char")
    db.executemany("INSERT INTO reading VALUES (?, ?)", sorted(others))


def _after(mark: str) -> str:
    return chr(ord(mark) + 1)
