"""Named peers of our search, each set up the way its users would, over the same titles and asked the same questions.

``python bench/search_peers.py NAME SIZE`` prints one line of JSON. PostgreSQL is measured where
``ZHUNSHENG_BENCH_POSTGRESQL`` names a scratch database.
"""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from measure import peak_mb
from search_corpus import documents, fragments, questions

PER, BUDGET = 60, 8.0
Rows = list[tuple[int, str, str]]


def percentiles(ask: Callable[[str], object], texts: Sequence[str], budget: float = BUDGET) -> list[float]:
    """Milliseconds at the middle and at 95 %, of at most ``budget`` seconds of asking after one round to warm up."""
    for text in texts[:5]:
        ask(text)
    spent: list[float] = []
    started = time.perf_counter()
    for text in texts:
        before = time.perf_counter()
        ask(text)
        spent.append((time.perf_counter() - before) * 1000)
        if time.perf_counter() - started > budget and len(spent) >= 5:
            break
    spent.sort()
    return [round(spent[len(spent) // 2], 2), round(spent[int(len(spent) * 0.95)], 2)]


def rows_of(size: int) -> Rows:
    """id, number, title without blanks."""
    return [(d.ref, d.numbers[0], d.title.replace(" ", "")) for d in documents(size)]


def pairs(text: str) -> str:
    """Overlapping pairs of characters and the last one."""
    return " ".join([a + b for a, b in itertools.pairwise(text)] + [text[-1]])


class _Sqlite:
    """What the three SQLite peers share."""

    table = ""
    insert = "INSERT INTO f(rowid, t) VALUES (?, ?)"

    def __init__(self, rows: Rows, folder: str) -> None:
        self.path = Path(folder) / "peer.sqlite3"
        self.db = sqlite3.connect(self.path)
        self.db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;")
        self.db.execute("CREATE TABLE std(id INTEGER PRIMARY KEY, number TEXT, title TEXT)")
        self.db.executemany("INSERT INTO std VALUES (?, ?, ?)", rows)
        if self.table:
            self.db.execute(self.table)
            self.db.executemany(self.insert, ((id, self.cut(title)) for id, _, title in rows))
        self.db.execute("CREATE INDEX numbers ON std(number)")
        self.db.commit()
        if self.table:
            self.db.execute("INSERT INTO f(f) VALUES ('optimize')")
            self.db.commit()

    def cut(self, title: str) -> str:
        return title

    def size(self) -> int:
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return self.path.stat().st_size

    def number(self, text: str) -> object:
        return self.db.execute(
            "SELECT id, number, title FROM std WHERE number >= ? AND number < ? ORDER BY number LIMIT 20",
            (text, text + "\uffff"),
        ).fetchall()


class Like(_Sqlite):
    """LIKE over the table: a page and the count."""

    def ask(self, text: str) -> object:
        page = self.db.execute(
            "SELECT id, title FROM std WHERE title LIKE ? LIMIT 20", (f"%{text}%",)
        ).fetchall()
        return page, self.db.execute("SELECT count(*) FROM std WHERE title LIKE ?", (f"%{text}%",)).fetchone()


class Trigram(_Sqlite):
    """FTS5 with its own trigram tokenizer and BM25; below three characters it can only walk the table."""

    table = "CREATE VIRTUAL TABLE f USING fts5(t, content='', tokenize='trigram')"

    def ask(self, text: str) -> object:
        if len(text) < 3:
            return Like.ask(self, text)  # type: ignore[arg-type]
        return _ranked(self.db, f'"{text}"')


class Bigram(_Sqlite):
    """FTS5 over pairs of characters with BM25 of every hit, nothing capped."""

    table = (
        "CREATE VIRTUAL TABLE f USING fts5(t, content='', tokenize='unicode61 remove_diacritics 0', prefix=1)"
    )

    def cut(self, title: str) -> str:
        return pairs(title)

    def ask(self, text: str) -> object:
        wanted = [a + b for a, b in itertools.pairwise(text)]
        return _ranked(self.db, f'"{" ".join(wanted)}"' if wanted else f'"{text}" *')


def _ranked(db: sqlite3.Connection, match: str) -> object:
    page = db.execute(
        "SELECT s.id, s.title FROM (SELECT rowid r, rank k FROM f WHERE f MATCH ? ORDER BY rank LIMIT 20) x "
        "JOIN std s ON s.id = x.r ORDER BY x.k",
        (match,),
    ).fetchall()
    return page, db.execute("SELECT count(*) FROM f WHERE f MATCH ?", (match,)).fetchone()


class Tantivy:
    """tantivy with ngram(1, 2), full BM25 and an exact count; a store of its own beside the database."""

    def __init__(self, rows: Rows, folder: str) -> None:
        import tantivy

        self.tantivy = tantivy
        self.folder = Path(folder) / "tantivy"
        self.folder.mkdir()
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True, fast=True)
        schema.add_text_field("number", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("t", stored=True, tokenizer_name="pairs", index_option="freq")
        self.index = tantivy.Index(schema.build(), path=str(self.folder))
        grams = tantivy.Tokenizer.ngram(min_gram=1, max_gram=2, prefix_only=False)
        self.index.register_tokenizer("pairs", tantivy.TextAnalyzerBuilder(grams).build())
        writer = self.index.writer(heap_size=300_000_000, num_threads=2)
        for id, number, title in rows:
            writer.add_document(tantivy.Document(id=id, number=number, t=title))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def size(self) -> int:
        return sum(path.stat().st_size for path in self.folder.iterdir())

    def ask(self, text: str) -> object:
        wanted = [a + b for a, b in itertools.pairwise(text)] or [text]
        terms = [self.tantivy.Query.term_query(self.index.schema, "t", word) for word in wanted]
        query = terms[0]
        if len(terms) > 1:
            query = self.tantivy.Query.boolean_query([(self.tantivy.Occur.Must, term) for term in terms])
        found = self.searcher.search(query, 20, count=True)
        return [self.searcher.doc(address) for _, address in found.hits], found.count

    def number(self, text: str) -> object:
        import re

        query = self.tantivy.Query.regex_query(
            self.index.schema, "number", re.sub(r"([^0-9A-Za-z ])", r"\\\1", text) + ".*"
        )
        found = self.searcher.search(query, 20, count=False)
        return [self.searcher.doc(address) for _, address in found.hits]


class Postgres:
    """PostgreSQL: GIN over a tsvector of single characters and pairs, ts_rank of every hit, and the count."""

    def __init__(self, rows: Rows, folder: str) -> None:
        import psycopg

        self.db = psycopg.connect(os.environ["ZHUNSHENG_BENCH_POSTGRESQL"], autocommit=True)
        self.db.execute("DROP TABLE IF EXISTS bench_std")
        self.db.execute('CREATE TABLE bench_std(id bigint, number text COLLATE "C", title text, t tsvector)')
        with self.db.cursor() as cursor, cursor.copy("COPY bench_std FROM STDIN") as copy:
            for id, number, title in rows:
                words = {*title, *(a + b for a, b in itertools.pairwise(title))}
                copy.write_row((id, number, title, " ".join(f"'{word}'" for word in words)))
        self.db.execute("CREATE INDEX ON bench_std USING gin(t)")
        self.db.execute("CREATE INDEX ON bench_std(number)")
        self.db.execute("ANALYZE bench_std")

    def size(self) -> int:
        row = self.db.execute("SELECT pg_total_relation_size('bench_std')").fetchone()
        return int(row[0]) if row else 0

    def ask(self, text: str) -> object:
        wanted = [a + b for a, b in itertools.pairwise(text)] or [text]
        query = " & ".join(f"'{word}'" for word in wanted)
        page = self.db.execute(
            "SELECT id, title FROM bench_std, (SELECT %s::tsquery q) x WHERE t @@ q "
            "ORDER BY ts_rank(t, q) DESC LIMIT 20",
            (query,),
        ).fetchall()
        return page, self.db.execute(
            "SELECT count(*) FROM bench_std WHERE t @@ %s::tsquery", (query,)
        ).fetchone()

    def number(self, text: str) -> object:
        return self.db.execute(
            "SELECT id, number, title FROM bench_std WHERE number >= %s AND number < %s ORDER BY number LIMIT 20",
            (text, text + "\uffff"),
        ).fetchall()


PEERS: dict[str, tuple[str, Any]] = {
    "like": ("LIKE 扫描", Like),
    "trigram": ("FTS5 trigram + BM25", Trigram),
    "bigram": ("FTS5 二元 + BM25 不设上限", Bigram),
    "tantivy": ("tantivy ngram(1,2) + BM25（另一个库）", Tantivy),
    "postgresql": ("PostgreSQL tsvector + ts_rank", Postgres),
}


def main() -> None:
    """Measure one peer."""
    name, size = sys.argv[1], int(sys.argv[2])
    rows = rows_of(size)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        peer = PEERS[name][1](rows, folder)
        seconds = time.perf_counter() - started
        figures: dict[str, Any] = {"build": round(size / seconds), "mb": round(peer.size() / 1e6)}
        for length, texts in questions(size, per=PER).items():
            figures[str(length)] = percentiles(peer.ask, texts)
        numbers = [text for text in fragments(size, per=PER) if text[0].isupper()] or fragments(size, per=PER)
        figures["number"] = percentiles(peer.number, numbers)
        figures["peak_mb"] = round(peak_mb())
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
