"""A file of open data out of the database, streamed: the same for the site and for the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection, transaction

from zhunsheng.apps.openly.queries import StoredHoldings
from zhunsheng.core.deliver.openly.forms import Form, write
from zhunsheng.core.deliver.openly.names import Names

__all__ = ["made", "names"]


def names(base: str = "") -> Names:
    """The names under ``base``, or under the house's own (ZHUNSHENG_IRI_BASE); raises ``BaseError``."""
    return Names(base or settings.IRI_BASE)


def made(
    form: Form, holdings: StoredHoldings, base: str = "", step: Callable[[int], None] = lambda _done: None
) -> Iterator[bytes]:
    """The file piece by piece, all of one state of the database however long it takes."""
    named = names(base)
    with transaction.atomic():
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield from write(form, holdings, named, step)
