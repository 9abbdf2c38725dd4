"""What an engine asks of its database: one class for each kind of database, the same questions to all.

Tables (``{suffix}`` is empty, or ``_new`` while an index is built beside the one in use):
``search_document`` one row a document in the order of authority · ``search_scope`` its long text ·
``search_number`` compact numbers, sorted · ``search_token`` in how many titles a word stands ·
``search_reading`` second readings of pairs of characters · ``search_facet`` how often a facet value stands ·
``search_state`` small facts · ``search_pending`` keys written while a new index is built · full-text tables or columns.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple, Protocol

from django.db import connections

from zhunsheng.core.text.folding import fold
from zhunsheng.core.text.pinyin import initials
from zhunsheng.search.counting import Tally, facet_counts
from zhunsheng.search.expression import Expression
from zhunsheng.search.preparing import Load
from zhunsheng.search.ready import Known, loaded
from zhunsheng.search.records import Record

__all__ = ["VERSION", "Brief", "Filters", "SqlStore", "Store", "as_brief", "sounds_of"]

#: of the way texts are taken apart; an index of another version must be rebuilt
VERSION = "2"
_CHUNK = 5000

Filters = Mapping[str, Sequence[str]]


class Brief(NamedTuple):
    """What ranking looks at."""

    id: int
    folded: str
    status: str


#: one out of a row, without a call of Python for each
as_brief = partial(tuple.__new__, Brief)


class Store(Protocol):
    """The questions. ``where`` names the index: ``title`` (titles only) or ``text`` (titles and scopes together)."""

    suffix: str

    def ids(
        self, where: str, expression: Expression | None, filters: Filters, limit: int, after: int = -1
    ) -> list[int]:
        """Ids of what matches, in order of authority, those after ``after``."""

    def count(
        self,
        where: str,
        expression: Expression | None,
        filters: Filters,
        *,
        bare: bool = False,
        limit: int = 0,
    ) -> int:
        """How many match; ``bare`` counts only documents without a scope; not beyond ``limit`` where one is given."""


class SqlStore:
    """What both databases do alike, in the SQL they share."""

    vendor = ""

    def __init__(self, alias: str = "default", suffix: str = "") -> None:
        self.alias = alias
        self.suffix = suffix

    @property
    def connection(self) -> Any:
        """The connection of this thread."""
        return connections[self.alias]

    def sql(self, template: str) -> str:
        """SQL with the names of the tables filled in: ``{document}`` → ``search_document``."""
        return _named(template, self.suffix)

    def rows(self, template: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows that a question gives."""
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql(template), parameters or None)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def run(self, template: str, parameters: Sequence[Any] = ()) -> None:
        """Do something that gives no rows."""
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql(template), parameters or None)

    def run_many(self, template: str, parameters: Sequence[Sequence[Any]]) -> None:
        """Do it for every row of ``parameters``."""
        if parameters:
            with self.connection.cursor() as cursor:
                cursor.executemany(self.sql(template), parameters)

    def among(self, column: str, values: Iterable[Any]) -> tuple[str, list[Any]]:
        """A condition that ``column`` is one of ``values``, and its parameters."""
        raise NotImplementedError

    # ---- reading

    def _of_ids(self, columns: str, table: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for start in range(0, len(ids), _CHUNK):
            condition, parameters = self.among("id", ids[start : start + _CHUNK])
            found += self.rows("SELECT " + columns + " FROM " + table + " WHERE " + condition, parameters)
        return found

    def briefs(self, ids: Sequence[int]) -> list[Brief]:
        """What ranking needs of these documents, in no order."""
        return list(map(as_brief, self._of_ids("id, folded, status", "{document}", ids)))

    def states(self, ids: Sequence[int]) -> list[tuple[int, str]]:
        """Each of these documents with its status, in no order."""
        return self._of_ids("id, status", "{document}", ids)

    def records(self, ids: Sequence[int], *, scopes: bool = True) -> dict[int, Record]:
        """Whole rows of these documents, with their scopes where asked."""
        columns = "d.id, key, hash, title, folded, number, status, address, year, facets, extra"
        found: list[tuple[Any, ...]] = []
        for start in range(0, len(ids), _CHUNK):
            condition, parameters = self.among("d.id", ids[start : start + _CHUNK])
            if scopes:
                columns_too, joined = ", COALESCE(s.scope, '')", " LEFT JOIN {scope} s ON s.id = d.id"
            else:
                columns_too, joined = ", ''", ""
            found += self.rows(
                f"SELECT {columns}{columns_too} FROM {{document}} d{joined} WHERE {condition}", parameters
            )
        return {row[0]: Record._make(row) for row in found}

    def scopes(self, ids: Sequence[int]) -> dict[int, str]:
        """Scopes of these documents, where they have one."""
        return dict(self._of_ids("id, scope", "{scope}", ids)) if ids and self.has_scopes() else {}

    def present(self, keys: Sequence[int]) -> dict[int, tuple[int, int]]:
        """key → (id, hash) of those of ``keys`` that are indexed."""
        found: dict[int, tuple[int, int]] = {}
        for start in range(0, len(keys), _CHUNK):
            condition, parameters = self.among("key", keys[start : start + _CHUNK])
            for key, id, digest in self.rows(
                "SELECT key, id, hash FROM {document} WHERE " + condition, parameters
            ):
                found[key] = (id, digest)
        return found

    def facets_of(self, ids: Sequence[int]) -> Counter[tuple[str, str]]:
        """How often each facet value stands among these documents."""
        alike = Counter(text for (text,) in self._of_ids("facets", "{document}", ids))
        return facet_counts(alike)

    def facet_totals(self, types: Sequence[str]) -> Counter[tuple[str, str]]:
        """The same over everything, or over whole types."""
        rows = self.rows("SELECT type, facet, value, n FROM {facet} WHERE n > 0")
        found: Counter[tuple[str, str]] = Counter()
        for type, facet, value, n in rows:
            if not types or type in types:
                found[facet, value] += n
        return found

    def facet_values(self, facet: str, beginning: str) -> list[str]:
        """Values of a facet that begin so."""
        rows = self.rows(
            "SELECT DISTINCT value FROM {facet} WHERE facet = %s AND n > 0 ORDER BY value", (facet,)
        )
        return [value for (value,) in rows if value.startswith(beginning)]

    def all_ids(self, limit: int, after: int = -1) -> list[int]:
        """Ids of everything, in order of authority."""
        rows = self.rows("SELECT id FROM {document} WHERE id > %s ORDER BY id LIMIT %s", (after, limit))
        return [id for (id,) in rows]

    def token_counts(self, words: Sequence[str]) -> dict[str, tuple[int, int]]:
        """token → (documents whose titles have it, those of them without a scope)."""
        condition, parameters = self.among("token", words)
        rows = self.rows("SELECT token, n, bare FROM {token} WHERE " + condition, parameters)
        return {token: (n, bare) for token, n, bare in rows}

    def tokens_beginning(self, start: str, limit: int) -> list[tuple[str, int]]:
        """Tokens that begin with ``start``, the commonest first."""
        return self.rows(
            "SELECT token, n FROM {token} WHERE token >= %s AND token < %s AND n > 0 ORDER BY n DESC, token LIMIT %s",
            (start, start + "\U0010ffff", limit),
        )

    def tokens_sounding(self, letters: str) -> list[tuple[str, int]]:
        """Pairs of characters with these initials, with their counts."""
        return self.rows(
            "SELECT token, n FROM {token} WHERE initials = %s AND initials > '' AND n > 0 UNION "
            "SELECT t.token, t.n FROM {reading} r JOIN {token} t ON t.token = r.token WHERE r.initials = %s AND t.n > 0",
            (letters, letters),
        )

    def tokens_holding(self, piece: str, limit: int) -> list[tuple[str, int]]:
        """Latin words with ``piece`` inside; looks at all words, so only where nothing else helps."""
        return self.rows(
            "SELECT token, n FROM {token} WHERE token >= '0' AND token < '{' AND token LIKE %s AND n > 0 "
            "ORDER BY n DESC, token LIMIT %s",
            (f"%{piece}%", limit),
        )

    def numbers(self, beginnings: Sequence[str], limit: int) -> list[tuple[str, int, int]]:
        """At most ``limit`` rows (form, id, weight) whose form begins so; whole groups of digits before longer ones."""
        ranges = [(start + ".", start + "/") for start in beginnings]
        ranges += [(start + "/", start + "\U0010ffff") for start in beginnings]
        one = (
            "SELECT form, id, weight FROM {number} WHERE form >= %s AND form < %s ORDER BY form, id LIMIT %s"
        )
        parts = [f"SELECT * FROM ({one}) r{place}" for place in range(len(ranges))]
        marks = ", ".join(["%s"] * len(beginnings))
        exact = f"SELECT form, id, weight FROM {{number}} WHERE form IN ({marks}) ORDER BY form, id LIMIT %s"
        values = [*beginnings, limit, *(value for pair in ranges for value in (*pair, limit))]
        return self.rows(
            " UNION ALL ".join((f"SELECT * FROM ({exact}) e", *parts)) + " LIMIT %s", (*values, limit)
        )

    def number_count(self, start: str, limit: int) -> int:
        """How many documents have a number that begins so, at most ``limit``."""
        rows = self.rows(
            "SELECT count(*) FROM (SELECT DISTINCT id FROM {number} WHERE form >= %s AND form < %s LIMIT %s) found",
            (start, start + "\U0010ffff", limit),
        )
        return int(rows[0][0])

    def number_ids(self, start: str, limit: int) -> list[int]:
        """Those documents, in order of their numbers."""
        # A document may be listed under several forms that begin so.
        rows = self.rows(
            "SELECT id FROM {number} WHERE form >= %s AND form < %s ORDER BY form, id LIMIT %s",
            (start, start + "\U0010ffff", 4 * limit),
        )
        return list(dict.fromkeys(id for (id,) in rows))[:limit]

    def state(self) -> dict[str, str]:
        """Small facts: ``version``, ``documents``, ``scoped``, ``rebuilding``."""
        return dict(self.rows("SELECT name, value FROM {state}"))

    def has_scopes(self) -> bool:
        """Whether any document has a scope."""
        return bool(self.rows("SELECT 1 FROM {scope} LIMIT 1"))

    def set_state(self, **facts: str) -> None:
        """Keep small facts."""
        for name, value in facts.items():
            self.run(
                "INSERT INTO {state} (name, value) VALUES (%s, %s) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def begin_state(self) -> None:
        """The facts of an empty index."""
        self.set_state(version=VERSION, documents="0", rebuilding="")

    def add_documents(self, n: int) -> None:
        """Change the number of documents kept."""
        self.set_state(documents=str(int(self.state().get("documents", "0")) + n))

    def begin_pending(self) -> None:
        """From now on note what is written, for the index that is being built."""
        self.run("DELETE FROM {pending}")
        self.set_state(rebuilding="1")

    def note_pending(self, keys: Sequence[int]) -> None:
        """Note what was written, where an index is being built."""
        if self.state().get("rebuilding"):
            self.run_many(
                "INSERT INTO {pending} VALUES (%s) ON CONFLICT DO NOTHING", [(key,) for key in keys]
            )

    def pending(self) -> Iterable[list[int]]:
        """Keys that were noted, in pieces."""
        keys = [key for (key,) in self.rows("SELECT key FROM {pending} ORDER BY key")]
        return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))

    def settle(self) -> None:
        """After a new index took its place: let the database look at it."""

    def all_keys(self) -> Iterable[int]:
        """Keys of everything indexed."""
        after = -1
        while rows := self.rows(
            "SELECT key FROM {document} WHERE key > %s ORDER BY key LIMIT %s", (after, _CHUNK)
        ):
            after = rows[-1][0]
            yield from (key for (key,) in rows)

    def all_counts(self) -> list[tuple[str, int, int]]:
        """All counted words."""
        return self.rows("SELECT token, n, bare FROM {token} WHERE n <> 0 OR bare <> 0")

    def years(self, ids: Sequence[int]) -> dict[int, int]:
        """The years of these documents, 0 where there is none."""
        return dict(self._of_ids("id, year", "{document}", ids))

    def by_number(self, ids: Sequence[int]) -> list[int]:
        """``ids`` by number, those without one last; the order of authority among equals."""
        rows = self._of_ids("id, number", "{document}", ids)
        return [id for id, _ in sorted(rows, key=lambda row: (not row[1], _natural(row[1]), row[0]))]

    def with_facets(self, ids: Sequence[int], wanted: Mapping[str, set[str]]) -> set[int]:
        """Those of ``ids`` that have one of the values wanted of each facet."""
        found: set[int] = set()
        for id, text in self._of_ids("id, facets", "{document}", ids):
            facets = json.loads(text)
            if all(not values.isdisjoint(facets.get(facet, ())) for facet, values in wanted.items()):
                found.add(id)
        return found

    def folded_scopes(self, ids: Sequence[int]) -> dict[int, str]:
        """Scopes of these documents, folded."""
        return {id: fold(scope) for id, scope in self.scopes(ids).items()}

    # ---- counts

    def write(
        self,
        records: Sequence[Record],
        known: Mapping[int, Known] | None = None,
        tally: Tally | None = None,
    ) -> None:
        """Add documents that are not there; ``known`` tells, by key, of which the texts are ready, and ``tally`` has what
        those of them count for that are counted together.
        """
        load, alone = loaded(sorted(records), known or {}, self.vendor)
        self.load(load)
        tally = tally or Tally()
        tally.take([record for record, _ in alone], [words for _, words in alone])
        self.write_tally(tally, 1)

    def load(self, load: Load) -> None:
        """Add rows made ready; what they count for is counted elsewhere."""
        raise NotImplementedError

    def count_in(self, records: Sequence[Record], counted: Sequence[Iterable[str]], sign: int) -> None:
        """Add (1) or take away (-1) what ``records`` count for."""
        tally = Tally()
        tally.take(records, counted)
        self.write_tally(tally, sign)

    def write_tally(self, tally: Tally, sign: int) -> None:
        """Add what was counted to the tables of counts, or take it away."""
        self.write_counts(tally.all, tally.bare if tally.bare is not None else tally.all, sign)
        self.write_facets(tally, sign)

    def write_facets(self, tally: Tally, sign: int) -> None:
        """Add what was counted of facets, or take it away."""
        tally.spell_out()
        self.add_facets([(*name, sign * times) for name, times in sorted(tally.values.items()) if times])

    def add_facets(self, rows: Sequence[tuple[str, str, str, int]]) -> None:
        """Add to the counts of values of facets, by type of document, facet and value; ``rows`` stand in order."""
        self.run_many(
            "INSERT INTO {facet} (type, facet, value, n) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (type, facet, value) DO UPDATE SET n = {facet}.n + excluded.n",
            rows,
        )

    def fill_counts(self, tally: Tally) -> None:
        """Write counts of words that an index has none of yet."""
        bare = tally.all if tally.bare is None else tally.bare
        rows, others = [], []
        for word in sorted(tally.all):
            found = sounds_of(word)
            rows.append((word, tally.all[word], bare.get(word, 0), found[0] if found else ""))
            others += [(sound, word) for sound in found[1:]]
        self.add_rows("{token}", rows)
        self.add_rows("{reading}", sorted(others))
        self.write_facets(tally, 1)

    def add_rows(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows to a table."""
        if rows:
            self.run_many(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)

    def write_counts(self, all: Counter[str], bare: Counter[str], sign: int) -> None:
        """Add to the counts of words; new pairs of characters get their initials."""
        sounds = [(word, sounds_of(word)) for word in sorted(all)]
        self.run_many(
            "INSERT INTO {token} (token, n, bare, initials) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (token) DO UPDATE SET n = {token}.n + excluded.n, bare = {token}.bare + excluded.bare",
            [
                (word, sign * all[word], sign * bare.get(word, 0), found[0] if found else "")
                for word, found in sounds
            ],
        )
        if sign > 0:
            self.write_readings([(sound, word) for word, found in sounds for sound in found[1:]])

    def write_readings(self, rows: Sequence[tuple[str, str]]) -> None:
        """Keep further initials of pairs of characters."""
        self.run_many("INSERT INTO {reading} (initials, token) VALUES (%s, %s) ON CONFLICT DO NOTHING", rows)


@lru_cache(maxsize=1 << 16)
def sounds_of(token: str) -> tuple[str, ...]:
    """Initials of a pair of characters; none of other tokens."""
    return initials(token) if len(token) == 2 and not token.isascii() else ()


_DIGITS = re.compile(r"(\d+)")


def _natural(number: str) -> list[tuple[int, int, str]]:
    """Sorts ``GB/T 9`` before ``GB/T 10``."""
    return [
        (1, int(piece[:18]), "") if piece.isdecimal() else (0, 0, piece) for piece in _DIGITS.split(number)
    ]


TABLES = (
    "document",
    "scope",
    "number",
    "token",
    "reading",
    "facet",
    "state",
    "pending",
    "title",
    "text",
)
_NAME = re.compile(rf"\{{({'|'.join(TABLES)})\}}")


@lru_cache(maxsize=512)
def _named(template: str, suffix: str) -> str:
    return _NAME.sub(rf"search_\1{suffix}", template)
