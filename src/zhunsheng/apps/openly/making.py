"""A file of open data out of the database, streamed: the same for the site and for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from zhunsheng.apps.openly.queries import StoredHoldings
from zhunsheng.core.deliver.openly.forms import Form, write
from zhunsheng.core.deliver.openly.names import Names
from zhunsheng.core.deliver.openly.shape import Step, untold

__all__ = ["made", "names", "one_state"]


def names(base: str = "") -> Names:
    """The names under ``base``, or under the house's own (ZHUNSHENG_IRI_BASE); raises ``BaseError``."""
    return Names(base or settings.IRI_BASE)


@contextmanager
def one_state() -> Iterator[None]:
    """Within it everything read is of one moment, and nobody who writes has to wait.

    On SQLite Django's own transactions take the write lock at once, so this one is begun by hand and only reads.
    """
    own = connection
    if own.in_atomic_block:
        yield
    elif own.vendor == "postgresql":
        with transaction.atomic():
            with own.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        with own.cursor() as cursor:
            if own.connection.in_transaction:  # an outer one_state
                yield
                return
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            if own.connection is not None and own.connection.in_transaction:
                own.connection.rollback()


def made(form: Form, holdings: StoredHoldings, base: str = "", step: Step = untold) -> Iterator[bytes]:
    """The file piece by piece, all of one state of the database however long it takes."""
    named = names(base)
    with one_state():
        yield from write(form, holdings, named, step)
