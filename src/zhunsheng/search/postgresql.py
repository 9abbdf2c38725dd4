"""The engine on PostgreSQL: tsvectors of the same tokens under GIN, in the same transaction as the data.

A vector knows no places here, so it finds what has all the pairs of characters; that they stand side by side is
then seen in the folded text of the row. Single characters are tokens of their own, since a beginning of a token is
slow to look up. Words so common that a list of their rows would be longer than the walk are found by walking the
documents in the order of authority.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction

from zhunsheng.core.text.folding import fold
from zhunsheng.search import tokens
from zhunsheng.search.counting import Tally
from zhunsheng.search.expression import Both, Either, Expression, Phrase, pattern_text, plain, wholly_packed
from zhunsheng.search.preparing import Load, prepared, token_sets
from zhunsheng.search.ready import Texts
from zhunsheng.search.records import Postings, Record
from zhunsheng.search.shape import Document
from zhunsheng.search.store import TABLES, Brief, Filters, SqlStore, as_brief, sounds_of
from zhunsheng.search.tokens import SEPARATOR

__all__ = ["PostgresStore"]

_TABLES = (
    "CREATE TABLE {document} (id bigint PRIMARY KEY, key bigint NOT NULL UNIQUE, hash bigint NOT NULL, "
    "title text NOT NULL, folded text NOT NULL, number text NOT NULL, status text NOT NULL, address text NOT NULL, "
    "year integer NOT NULL, facets text NOT NULL, extra text NOT NULL, scoped text NOT NULL, "
    "title_tokens tsvector NOT NULL, text_tokens tsvector)",
    "CREATE TABLE {scope} (id bigint PRIMARY KEY, scope text NOT NULL)",
    'CREATE TABLE {number} (form text COLLATE "C" NOT NULL, id bigint NOT NULL, weight smallint NOT NULL, '
    "PRIMARY KEY (form, id))",
    'CREATE TABLE {token} (token text COLLATE "C" NOT NULL PRIMARY KEY, n integer NOT NULL, bare integer NOT NULL, '
    "initials text)",
    "CREATE TABLE {reading} (initials text NOT NULL, token text NOT NULL, PRIMARY KEY (initials, token))",
    "CREATE TABLE {facet} (type text NOT NULL, facet text NOT NULL, value text NOT NULL, n integer NOT NULL, "
    "PRIMARY KEY (type, facet, value))",
    "CREATE TABLE {state} (name text NOT NULL PRIMARY KEY, value text NOT NULL)",
    "CREATE TABLE {pending} (key bigint PRIMARY KEY)",
)
_OWN = tuple(name for name in TABLES if name not in {"title", "text"})
_COLUMN = {"title": "title_tokens", "text": "text_tokens"}
_COMMON = 50


class PostgresStore(SqlStore):
    """Questions to PostgreSQL."""

    vendor = "postgresql"

    def create(self, *, bulk: bool = False) -> None:
        """Make the tables of this suffix, empty; with ``bulk`` the lists of rows are made at the end."""
        for statement in _TABLES:
            self.run(statement)
        name = f"search_token_{secrets.token_hex(4)}"
        self.run(f"CREATE INDEX {name}_s ON {{token}} (initials)")
        if not bulk:
            self._index()

    def _index(self) -> None:
        name = f"search_document_{secrets.token_hex(4)}"
        self.run(f"CREATE INDEX {name}_t ON {{document}} USING gin (title_tokens)")
        self.run(
            f"CREATE INDEX {name}_s ON {{document}} USING gin (text_tokens) WHERE text_tokens IS NOT NULL"
        )

    def drop(self) -> None:
        """Take the tables of this suffix away, where they are."""
        for name in _OWN:
            self.run(f"DROP TABLE IF EXISTS {{{name}}}")

    def take_place_of(self, other: PostgresStore) -> None:
        """Become the index in use: the tables of ``other`` go, these get their names."""
        other.drop()
        for name in _OWN:
            self.run(f"ALTER TABLE {{{name}}} RENAME TO {other.sql('{' + name + '}')}")

    def clear(self) -> None:
        """Empty everything."""
        for name in _OWN:
            self.run(f"TRUNCATE {{{name}}}")

    def fill(
        self, documents: Iterable[Document], total: int, progress: Callable[[int, int], None] | None
    ) -> int:
        """Write ``documents`` into empty tables made with ``bulk``; their lists are made at the end. Returns how many."""
        done = 0
        for made in prepared(documents, self.vendor):
            with transaction.atomic(using=self.alias):
                if isinstance(made, Tally):
                    self._count(made)
                else:
                    self.load(made)
                    done += made.size
            if progress is not None:
                progress(done, max(total, done))
        with transaction.atomic(using=self.alias):
            self.add_documents(done)
            self._index()
            self.run("ANALYZE {document}")
            self.run("ANALYZE {token}")
        return done

    def _count(self, tally: Tally) -> None:
        if tally.again:
            self.write_tally(tally, 1)
        else:
            self.fill_counts(tally)

    def among(self, column: str, values: Iterable[Any]) -> tuple[str, list[Any]]:
        """One array is the parameter."""
        return f"{column} = ANY(%s)", [list(values)]

    # ---- questions

    def ids(
        self, where: str, expression: Expression | None, filters: Filters, limit: int, after: int = -1
    ) -> list[int]:
        """Ids of what matches, in order of authority."""
        if expression is None and not filters:
            return self.all_ids(limit, after)
        return [id for (id,) in self._first("id", where, expression, filters, limit, after)]

    def matching(
        self, where: str, expression: Expression | None, filters: Filters, limit: int
    ) -> list[Brief]:
        """What ranking needs of the first ``limit`` documents that match, in order of authority."""
        return list(map(as_brief, self._first("id, folded, status", where, expression, filters, limit, -1)))

    def facets_matching(
        self, where: str, expression: Expression | None, filters: Filters, limit: int
    ) -> Counter[str]:
        """How often each set of facets stands among the first ``limit`` documents that match."""
        return Counter(
            facets for _, facets in self._first("id, facets", where, expression, filters, limit, -1)
        )

    def _first(
        self,
        columns: str,
        where: str,
        expression: Expression | None,
        filters: Filters,
        limit: int,
        after: int,
    ) -> list[tuple[Any, ...]]:
        condition, parameters = _condition(where, expression, filters)
        if self._common(where, expression, filters):
            # Not indexable on purpose: so many rows match that the first ones are soon met on the way.
            return self.rows(
                f"SELECT {columns} FROM {{document}} WHERE (({condition})) IS TRUE AND id > %s ORDER BY id LIMIT %s",
                (*parameters, after, limit),
            )
        return self.rows(
            f"WITH found AS MATERIALIZED (SELECT {columns} FROM {{document}} WHERE {condition}) "
            f"SELECT {columns} FROM found WHERE id > %s ORDER BY id LIMIT %s",
            (*parameters, after, limit),
        )

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
        condition, parameters = _condition(where, expression, filters)
        if bare:
            condition = f"({condition}) AND scoped = ''"
        ending = " LIMIT %s" if limit else ""
        rows = self.rows(
            f"SELECT count(*) FROM (SELECT 1 FROM {{document}} WHERE {condition}{ending}) found",
            (*parameters, limit) if limit else parameters,
        )
        return int(rows[0][0])

    def _common(self, where: str, expression: Expression | None, filters: Filters) -> bool:
        """Whether most likely more than one document in fifty matches."""
        if filters or expression is None or where != "title" or not isinstance(expression, Phrase):
            return False
        if expression.begins or expression.ends:
            return False
        counts = self.token_counts(expression.tokens)
        rarest = min((counts.get(token, (0, 0))[0] for token in expression.tokens), default=0)
        if rarest < 5000:
            return False
        return rarest * _COMMON > int(self.state().get("documents", "0"))

    # ---- writing

    def load(self, load: Load) -> None:
        """Add rows made ready, by COPY."""
        titles, texts = dict(load.titles), dict(load.texts)
        scoped = {id: f"{SEPARATOR}{fold(scope)}{SEPARATOR}" for id, scope in load.scopes}
        rows = [(*row, scoped.get(row[0], ""), titles[row[0]], texts.get(row[0])) for row in load.documents]
        self.add_rows("{document}", rows)
        self.add_rows("{scope}", load.scopes)
        self.add_rows("{number}", load.numbers)

    def add_rows(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows to a table, by COPY."""
        if rows:
            with (
                self.connection.cursor() as cursor,
                cursor.cursor.copy(self.sql(f"COPY {table} FROM STDIN")) as copy,
            ):
                for row in rows:
                    copy.write_row(row)

    def erase(self, records: Sequence[Record]) -> dict[tuple[str, str], Texts]:
        """Take documents out that are there, given as they are stored; nothing of them is of use again here."""
        ids = [record.id for record in records]
        self.run("DELETE FROM {document} WHERE id = ANY(%s)", (ids,))
        self.run("DELETE FROM {scope} WHERE id = ANY(%s)", (ids,))
        numbers = [(form, id) for record in records for form, id, _ in record.number_rows()]
        if numbers:
            forms, owners = map(list, zip(*numbers, strict=True))
            self.run(
                "DELETE FROM {number} n USING unnest(%s::text[], %s::bigint[]) AS gone(form, id) "
                "WHERE n.form = gone.form AND n.id = gone.id",
                (forms, owners),
            )
        self.count_in(records, [record.postings().counted for record in records], -1)
        return {}

    def write_counts(self, all: Counter[str], bare: Counter[str], sign: int) -> None:
        """Add to the counts of words, in one statement; in order, so that two writers never wait for each other."""
        words = sorted(all)
        sounds = [sounds_of(word) for word in words]
        self.run(
            "INSERT INTO {token} AS kept (token, n, bare, initials) "
            "SELECT * FROM unnest(%s::text[], %s::int[], %s::int[], %s::text[]) "
            "ON CONFLICT (token) DO UPDATE SET n = kept.n + excluded.n, bare = kept.bare + excluded.bare",
            (
                words,
                [sign * all[word] for word in words],
                [sign * bare.get(word, 0) for word in words],
                [found[0] if found else "" for found in sounds],
            ),
        )
        others = [(sound, word) for word, found in zip(words, sounds, strict=True) for sound in found[1:]]
        if sign > 0 and others:
            letters, pairs = map(list, zip(*sorted(others), strict=True))
            self.run(
                "INSERT INTO {reading} SELECT * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING",
                (letters, pairs),
            )

    def add_facets(self, rows: Sequence[tuple[str, str, str, int]]) -> None:
        """The same in one statement."""
        if rows:
            self.run(
                "INSERT INTO {facet} AS kept (type, facet, value, n) "
                "SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[]) "
                "ON CONFLICT (type, facet, value) DO UPDATE SET n = kept.n + excluded.n",
                [list(column) for column in zip(*rows, strict=True)],
            )

    def folded_scopes(self, ids: Sequence[int]) -> dict[int, str]:
        """Scopes of these documents, folded."""
        return {id: text for id, text in self._of_ids("id, scoped", "{document}", ids) if text}

    def audit(self) -> _Audit:
        """Looks at the postings while documents are compared."""
        return _Audit(self)


class _Audit:
    """Compares each row's vectors with its tokens; the lists of rows are the database's own affair."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store
        self._numbers = 0

    def take(self, records: Sequence[Record], postings: Sequence[Postings]) -> list[int]:
        """Ids of those whose vectors are not those of ``records``."""
        rows = self._store.rows(
            "SELECT id, tsvector_to_array(title_tokens), tsvector_to_array(text_tokens) FROM {document} "
            "WHERE id = ANY(%s)",
            ([record.id for record in records],),
        )
        stored = {id: (set(title), set(text or ())) for id, title, text in rows}
        self._numbers += sum(len(record.number_rows()) for record in records)
        return [
            record.id
            for record, found in zip(records, postings, strict=True)
            if record.id in stored and stored[record.id] != token_sets(record, found)
        ]

    def problems(self) -> list[str]:
        """What does not agree, in Chinese."""
        (listed,) = self._store.rows("SELECT count(*) FROM {number}")[0]
        if listed == self._numbers:
            return []
        return [f"编号表有 {listed} 行，应为 {self._numbers} 行。"]


# ---- conditions


def _condition(where: str, expression: Expression | None, filters: Filters) -> tuple[str, list[Any]]:
    """SQL that is true of what matches: the vector first, then how the words stand where that says more."""
    column = _COLUMN[where]
    asked: list[str] = [_tsquery(expression)] if expression is not None else []
    for facet, values in sorted(filters.items()):
        if values:
            wanted = " | ".join(_lexeme(tokens.facet_token(facet, str(value))) for value in values)
            asked.append(f"({wanted})")
    if not asked:
        return "", []
    condition, parameters = f"{column} @@ %s::tsquery", [" & ".join(asked)]
    if expression is not None and not all(part.simple or part.choices for part in plain(expression)):
        standing, more = _standing(expression, "folded" if where == "title" else "(folded || scoped)", column)
        condition += f" AND {standing}"
        parameters += more
    return condition, parameters


def _lexeme(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _tsquery(expression: Expression) -> str:
    if isinstance(expression, Phrase) and expression.choices:
        words = dict.fromkeys((*expression.tokens, *expression.choices))
        return f"({' | '.join(map(_lexeme, words))})"
    if isinstance(expression, Phrase):
        wanted = [_lexeme(token) for token in expression.tokens]
        last = expression.tokens[-1]
        if expression.open and not (len(last) == 1 and wholly_packed(last)):
            wanted[-1] += ":*"
        return f"({' & '.join(wanted)})"
    if isinstance(expression, Both):
        return f"({' & '.join(map(_tsquery, expression.parts))})"
    assert isinstance(expression, Either)  # noqa: S101
    return f"({' | '.join(map(_tsquery, expression.parts))})"


def _standing(expression: Expression, text: str, column: str) -> tuple[str, list[Any]]:
    if isinstance(expression, Phrase):
        if expression.simple or expression.choices:
            return f"{column} @@ %s::tsquery", [_tsquery(expression)]
        if wholly_packed(expression.folded):
            begin = SEPARATOR if expression.begins else ""
            end = SEPARATOR if expression.ends else ""
            return f"position(%s IN {text}) > 0", [f"{begin}{expression.folded}{end}"]
        return f"{text} ~ %s", [pattern_text(expression)]
    found = [_standing(part, text, column) for part in expression.parts]
    joint = " AND " if isinstance(expression, Both) else " OR "
    return f"({joint.join(sql for sql, _ in found)})", [value for _, values in found for value in values]
