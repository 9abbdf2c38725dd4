"""Rows by the thousand: keys looked up by lists, inserts by executemany or COPY, ids given beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from zhunsheng.apps.registry.storage.checkpoints import Checkpoints

__all__ = [
    "add_up",
    "chunks",
    "delete_by_ids",
    "id_list",
    "insert",
    "moment",
    "new_ids",
    "one_writer",
    "roomy",
    "rows_in",
    "update",
    "uuid_value",
]

#: how many values one statement takes; SQLite's limit is 32,766
_LIST = 8000
#: pages SQLite may keep in memory while a catalogue comes in
_CACHE_KB = 131_072


#: of the advisory lock of PostgreSQL; any number, as long as it is always the same
_WRITING = 0x7A68756E


def chunks(values: Iterable[Any], size: int = _LIST) -> Iterator[list[Any]]:
    """``values`` in lists of at most ``size``."""
    turn = iter(values)
    while part := list(islice(turn, size)):
        yield part


def rows_in(sql: str, values: Iterable[Any], *before: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of ``sql`` for ``values``; ``{}`` in it is the list of them, ``before`` are its parameters ahead of it."""
    with connection.cursor() as cursor:
        for part in chunks(values):
            marks = "(" + ",".join(["%s"] * len(part)) + ")"
            cursor.execute(sql.replace("{}", marks), [*before, *part])
            yield from cursor.fetchall()


def id_list(ids: Iterable[int]) -> str:
    """Ids as SQL text; they are whole numbers, so that nothing can be smuggled in."""
    return "(" + ",".join(str(int(one)) for one in ids) + ")"


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add ``rows`` to the table of ``model``; ``columns`` are names of its columns, values fit for the database."""
    if not rows:
        return
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def update(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Set ``columns`` of rows by id, which is the last value of each of ``rows``."""
    if not rows:
        return
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One statement for all rows: thousands of single ones take several times as long.
            names = (*columns, "id")
            told, values = _unnested(model, names, rows)
            sets = ", ".join(f"{quote(name)} = new.{quote(name)}" for name in columns)
            new = ", ".join(map(quote, names))
            cursor.execute(
                f"UPDATE {table} old SET {sets} FROM {told} AS new({new}) WHERE old.id = new.id", values
            )
            return
        sets = ", ".join(f"{quote(name)} = %s" for name in columns)
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE id = %s", rows)


def add_up(model: type[Model], keys: Sequence[str], column: str, rows: Sequence[Sequence[Any]]) -> None:
    """Add to ``column`` the last value of each of ``rows``, found by ``keys``, its first ones; a row not there is made."""
    if not rows:
        return
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), (*keys, column)
    into = f"INSERT INTO {table} ({', '.join(map(quote, names))})"
    kept = f"{quote(column)} = {table}.{quote(column)} + excluded.{quote(column)}"
    there = f"ON CONFLICT ({', '.join(map(quote, keys))}) DO UPDATE SET {kept}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            told, values = _unnested(model, names, rows)
            cursor.execute(f"{into} SELECT * FROM {told} {there}", values)
            return
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"{into} VALUES ({marks}) {there}", rows)


def _unnested(
    model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> tuple[str, list[list[Any]]]:
    """For PostgreSQL: SQL that gives ``rows`` of these columns back as a table, and its parameters."""
    arrays = ", ".join(f"%s::{_type_of(model, name)}[]" for name in names)
    return f"unnest({arrays})", [list(values) for values in zip(*rows, strict=True)]


def _type_of(model: type[Model], column: str) -> str:
    """The type of a column in the database."""
    (field,) = (one for one in model._meta.concrete_fields if one.column == column)
    found = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return str(found)


def delete_by_ids(model: type[Model], column: str, ids: Iterable[int], also: str = "") -> None:
    """Remove the rows whose ``column`` is among ``ids``; ``also`` is a further condition in SQL."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for part in chunks(ids):
            cursor.execute(
                f"DELETE FROM {quote(model._meta.db_table)} WHERE {quote(column)} IN {id_list(part)}{also}"
            )


def new_ids(model: type[Model], count: int) -> range | list[int]:
    """Ids for ``count`` new rows, given to nobody else: within a transaction, on SQLite its only writer."""
    if count == 0:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        start = (last[0] if last else 0) + 1
    return range(start, start + count)


def one_writer() -> None:
    """Wait until no other transaction writes standards; SQLite has one writer anyway.

    Of two imports at once each looks up which numbers are there and then adds the missing: not at the same time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITING])


def uuid_value(value: UUID | None) -> Any:
    """A UUID as the database keeps it."""
    if value is None or connection.features.has_native_uuid_field:
        return value
    return value.hex


def moment(value: dt.datetime) -> Any:
    """A moment as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(value)


@contextmanager
def roomy() -> Iterator[Callable[[], None]]:
    """Within it SQLite keeps more pages in memory, and its log is copied back beside the work, whenever what this gives is
    called after a transaction; PostgreSQL needs nothing.
    """
    path = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor != "sqlite" or connection.in_atomic_block or not path.is_file():
        yield _nothing
        return
    with ExitStack() as after:
        with connection.cursor() as cursor:
            for name, value in (("cache_size", -_CACHE_KB), ("wal_autocheckpoint", 0)):
                cursor.execute(f"PRAGMA {name}")
                after.callback(_set_again, name, int(cursor.fetchone()[0]))
                cursor.execute(f"PRAGMA {name} = {value}")
        with Checkpoints(path) as log:
            yield log.committed


def _nothing() -> None:
    return


def _set_again(name: str, value: int) -> None:
    """Give a setting of this connection its value back, where the connection is still there."""
    if connection.connection is not None:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA {name} = {value}")
