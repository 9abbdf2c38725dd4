"""The embedded engine: SQLite's FTS5 in the same file and transaction as the data.

Two contentless tables: ``search_title`` (titles, codes of numbers, facet values) and ``search_text`` (titles and
scope together, of documents that have a scope). Row ids are in the order of authority, so that the first hits are
the best ones and a limit ends the work early. Filters are tokens of the same row: they intersect lists of rows.
SQLite 3.40 takes a row out of a contentless table only with its old text, which is made again from the stored row.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from zhunsheng.search import tokens
from zhunsheng.search.expression import Both, Either, Expression, Phrase, wholly_packed
from zhunsheng.search.preparing import Load
from zhunsheng.search.ready import Texts, known_again, texts_again
from zhunsheng.search.records import DOCUMENT_COLUMNS, NUMBER_COLUMNS, Postings, Record
from zhunsheng.search.shape import Document
from zhunsheng.search.store import TABLES, Brief, Filters, SqlStore, as_brief

__all__ = ["SqliteStore"]

_PLAIN = (
    f"CREATE TABLE {{document}} {DOCUMENT_COLUMNS}",
    "CREATE TABLE {scope} (id INTEGER PRIMARY KEY, scope TEXT NOT NULL)",
    f"CREATE TABLE {{number}} {NUMBER_COLUMNS}",
    "CREATE TABLE {token} (token TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL, bare INTEGER NOT NULL, "
    "initials TEXT) WITHOUT ROWID",
    "CREATE TABLE {reading} (initials TEXT NOT NULL, token TEXT NOT NULL, PRIMARY KEY (initials, token)) WITHOUT ROWID",
    "CREATE TABLE {facet} (type TEXT NOT NULL, facet TEXT NOT NULL, value TEXT NOT NULL, n INTEGER NOT NULL, "
    "PRIMARY KEY (type, facet, value)) WITHOUT ROWID",
    "CREATE TABLE {state} (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE {pending} (key INTEGER PRIMARY KEY)",
)
# One character is a beginning of tokens: titles list these beginnings too, scopes do not (see ``answer``).
# Nothing here asks how long a row is.
_FULL = {
    "title": "content='', columnsize=0, tokenize='ascii', prefix='1'",
    "text": "content='', columnsize=0, tokenize='ascii'",
}
# So many bytes of postings are gathered in memory before they are written; a batch then goes in one piece.
_GATHERED = 24 << 20
# A phrase of so many words that stand so often in titles is looked for by its rarest words. Documents that have those
# are read themselves, as long as there are no more of them than this (scopes, titles). Of a shorter phrase too many
# titles have its rarest words: it would be asked twice.
_LONG = {"title": 5, "text": 3}
_OFTEN, _RAREST = 5000, 3
_READ, _COMPARED = 200, 600
_INSERT_DOCUMENT = "INSERT INTO {document} VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


class SqliteStore(SqlStore):
    """Questions to SQLite."""

    vendor = "sqlite"
    #: full-text tables and their options
    full = _FULL

    def create(self, *, bulk: bool = False) -> None:
        """Make the tables of this suffix, empty; with ``bulk`` all but what is made when everything is there."""
        for statement in _PLAIN:
            self.run(statement)
        if not bulk:
            self.index_keys()
            self.index_sounds()
            self.create_full()
            self.gather_much()

    def create_full(self) -> None:
        """Make the full-text tables."""
        for table, options in _FULL.items():
            self.run(f"CREATE VIRTUAL TABLE {{{table}}} USING fts5(t, {options})")

    def gather_much(self) -> None:
        """Let the full-text tables keep a whole batch in memory before it is written. From then on they know their segments."""
        for table in _FULL:
            self.run(f"INSERT INTO {{{table}}} ({{{table}}}, rank) VALUES ('hashsize', {_GATHERED})")

    def fill(
        self, documents: Iterable[Document], total: int, progress: Callable[[int, int], None] | None
    ) -> int:
        """Write ``documents`` into empty tables made with ``bulk``. Returns how many."""
        from zhunsheng.search.bulk import pouring

        return pouring.fill(self, documents, total, progress)

    def index_sounds(self) -> None:
        """Let words be found by their initials."""
        name = f"search_token_{secrets.token_hex(4)}"
        self.run(f"CREATE INDEX {name}_s ON {{token}} (initials) WHERE initials > ''")

    def index_keys(self) -> None:
        """Let documents be found by their keys."""
        name = f"search_document_{secrets.token_hex(4)}"
        self.run(f"CREATE UNIQUE INDEX {name} ON {{document}} (key)")

    def drop(self) -> None:
        """Take the tables of this suffix away, where they are."""
        for name in TABLES:
            self.run(f"DROP TABLE IF EXISTS {{{name}}}")

    def take_place_of(self, other: SqliteStore) -> None:
        """Become the index in use: the tables of ``other`` go, these get their names."""
        other.drop()
        for name in TABLES:
            self.run(f"ALTER TABLE {{{name}}} RENAME TO {other.sql('{' + name + '}')}")

    def clear(self) -> None:
        """Empty everything."""
        self.drop()
        self.create()

    def among(self, column: str, values: Iterable[Any]) -> tuple[str, list[Any]]:
        """Numbers are written out; texts are parameters."""
        wanted = list(values)
        if all(isinstance(value, int) for value in wanted):
            return f"{column} IN ({','.join(map(str, wanted))})", []
        return f"{column} IN ({','.join(['%s'] * len(wanted))})", wanted

    # ---- questions

    def ids(
        self, where: str, expression: Expression | None, filters: Filters, limit: int, after: int = -1
    ) -> list[int]:
        """Ids of what matches, in order of authority."""
        if where == "text" and (rare := self._rare(where, expression, filters)):
            found = self._ids(where, rare, after, _READ + 1)
            if len(found) <= _READ:
                return self._that_say(found, expression)[:limit]
        match = _match(expression, filters)
        if not match:
            return self.all_ids(limit, after)
        return self._ids(where, match, after, limit)

    def _ids(self, where: str, match: str, after: int, limit: int) -> list[int]:
        rows = self.rows(
            f"SELECT rowid FROM {{{where}}} WHERE {{{where}}} MATCH %s AND rowid > %s ORDER BY rowid LIMIT %s",
            (match, after, limit),
        )
        return [id for (id,) in rows]

    def _rare(self, where: str, expression: Expression | None, filters: Filters) -> str:
        """The rarest words of a long phrase in place of it, where the others would take long."""
        if not isinstance(expression, Phrase) or expression.begins or expression.ends:
            return ""
        words = dict.fromkeys(expression.tokens)
        if len(words) < _LONG[where] or not wholly_packed(expression.folded):
            return ""
        counts = self.token_counts(list(words))
        often = sorted((counts.get(word, (0, 0))[0], word) for word in words)
        if sum(n for n, _ in often) < _OFTEN:
            return ""
        rare = " AND ".join(f'"{word}"' for _, word in often[:_RAREST])
        return " AND ".join(filter(None, (rare, _match(None, filters))))

    def _that_say(self, ids: list[int], expression: Expression | None) -> list[int]:
        """Those of ``ids`` in whose titles or scope the phrase stands."""
        assert isinstance(expression, Phrase)  # noqa: S101
        scopes = self.folded_scopes(ids)
        text = expression.folded
        good = {one.id for one in self.briefs(ids) if text in one.folded or text in scopes.get(one.id, "")}
        return [id for id in ids if id in good]

    def matching(
        self, where: str, expression: Expression | None, filters: Filters, limit: int
    ) -> list[Brief]:
        """What ranking needs of the first ``limit`` documents that match, in order of authority."""
        if where == "title" and (rare := self._rare(where, expression, filters)):
            assert isinstance(expression, Phrase)  # noqa: S101
            found = self._matching(where, rare, _COMPARED + 1)
            if len(found) <= _COMPARED:
                return [brief for brief in found if expression.folded in brief.folded][:limit]
        return self._matching(where, _match(expression, filters), limit)

    def _matching(self, where: str, match: str, limit: int) -> list[Brief]:
        name = self.sql(f"{{{where}}}")
        rows = self.rows(
            f"SELECT d.id, d.folded, d.status FROM {name} CROSS JOIN {{document}} d ON d.id = {name}.rowid "
            f"WHERE {name} MATCH %s ORDER BY {name}.rowid LIMIT %s",
            (match, limit),
        )
        return list(map(as_brief, rows))

    def facets_matching(
        self, where: str, expression: Expression | None, filters: Filters, limit: int
    ) -> Counter[str]:
        """How often each set of facets stands among the first ``limit`` documents that match."""
        name = self.sql(f"{{{where}}}")
        rows = self.rows(
            f"SELECT d.facets, count(*) FROM (SELECT rowid AS id FROM {name} WHERE {name} MATCH %s LIMIT %s) f "
            "CROSS JOIN {document} d ON d.id = f.id GROUP BY d.facets",
            (_match(expression, filters), limit),
        )
        return Counter(dict(rows))

    def count(
        self,
        where: str,
        expression: Expression | None,
        filters: Filters,
        *,
        bare: bool = False,
        limit: int = 0,
    ) -> int:
        """How many match."""
        match = _match(expression, filters)
        if bare:
            match = f'({match}) NOT "{tokens.SCOPED}"'
        if limit:
            rows = self.rows(
                f"SELECT count(*) FROM (SELECT rowid FROM {{{where}}} WHERE {{{where}}} MATCH %s LIMIT %s)",
                (match, limit),
            )
        else:
            rows = self.rows(f"SELECT count(*) FROM {{{where}}} WHERE {{{where}}} MATCH %s", (match,))
        return int(rows[0][0])

    # ---- writing

    def load(self, load: Load) -> None:
        """Add rows made ready; in order of id, so that FTS5 gathers them in one piece."""
        self.run_many(_INSERT_DOCUMENT, load.documents)
        self.run_many("INSERT INTO {scope} VALUES (%s, %s)", load.scopes)
        self.run_many("INSERT INTO {number} VALUES (%s, %s, %s)", load.numbers)
        self.run_many("INSERT INTO {title} (rowid, t) VALUES (%s, %s)", load.titles)
        self.run_many("INSERT INTO {text} (rowid, t) VALUES (%s, %s)", load.texts)

    def erase(self, records: Sequence[Record]) -> dict[tuple[str, str], Texts]:
        """Take documents out that are there, given as they are stored; returns their texts by folded titles and scope."""
        ordered = sorted(records)
        texts = {(record.folded, record.scope): texts_again(record) for record in ordered}
        known = known_again(ordered, texts)
        condition, _ = self.among("id", [record.id for record in ordered])
        self.run("DELETE FROM {document} WHERE " + condition)
        self.run("DELETE FROM {scope} WHERE " + condition)
        self.run_many(
            "DELETE FROM {number} WHERE form = %s AND id = %s",
            [(form, record.id) for record in ordered for form, _ in known[record.key].forms],
        )
        for table in ("title", "text"):
            lines = [(record.id, getattr(known[record.key], table)) for record in ordered]
            command = f"INSERT INTO {{{table}}} ({{{table}}}, rowid, t) VALUES ('delete', %s, %s)"
            self.run_many(command, [row for row in lines if row[1]])
        counted = [words for record in ordered if (words := known[record.key].counted) is not None]
        self.count_in(ordered, counted, -1)
        return texts

    def audit(self) -> _Audit:
        """Looks at the postings while documents are compared."""
        return _Audit(self)


class _Audit:
    """Counts what the full-text tables should hold, and compares it with their own vocabulary."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._expected: dict[str, Counter[str]] = {"title": Counter(), "text": Counter()}
        self._numbers = 0

    def take(self, records: Sequence[Record], postings: Sequence[Postings]) -> list[int]:
        """Count ``records`` in; nothing can be said of a single one here."""
        for record, found in zip(records, postings, strict=True):
            self._expected["title"].update(set(found.title))
            self._expected["text"].update(set(found.text))
            self._numbers += len(record.number_rows())
        return []

    def problems(self) -> list[str]:
        """What does not agree, in Chinese."""
        found = []
        for table, label in (("title", "名称"), ("text", "全文")):
            name = self._store.sql(f"{{{table}}}")
            expected = self._expected[table]
            self._store.run("DROP TABLE IF EXISTS temp.search_vocabulary")
            self._store.run(f"CREATE VIRTUAL TABLE temp.search_vocabulary USING fts5vocab(main, {name}, row)")
            wrong = [
                term
                for term, n in self._store.rows("SELECT term, doc FROM temp.search_vocabulary")
                if expected.pop(term, 0) != n
            ]
            self._store.run("DROP TABLE temp.search_vocabulary")
            wrong += list(expected)
            if wrong:
                found.append(
                    f"{label}索引有 {len(wrong)} 个词的条目不符，例如 {'、'.join(sorted(wrong)[:5])}。"
                )
        (listed,) = self._store.rows("SELECT count(*) FROM {number}")[0]
        if listed != self._numbers:
            found.append(f"编号表有 {listed} 行，应为 {self._numbers} 行。")
        return found


def _match(expression: Expression | None, filters: Filters) -> str:
    parts = [_fts(expression)] if expression is not None else []
    for facet, values in sorted(filters.items()):
        if values:
            wanted = " OR ".join(f'"{tokens.facet_token(facet, str(value))}"' for value in values)
            parts.append(f"({wanted})")
    return " AND ".join(parts)


def _fts(expression: Expression) -> str:
    if isinstance(expression, Phrase) and expression.choices:
        words = dict.fromkeys((*expression.tokens, *expression.choices))
        return "(" + " OR ".join(f'"{word}"' for word in words) + ")"
    if isinstance(expression, Phrase):
        return f'"{" ".join(expression.tokens)}"' + (" *" if expression.open else "")
    if isinstance(expression, Both):
        return f"({' AND '.join(map(_fts, expression.parts))})"
    assert isinstance(expression, Either)  # noqa: S101
    return f"({' OR '.join(map(_fts, expression.parts))})"
