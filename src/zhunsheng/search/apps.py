"""Registers the app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    """Finding."""

    name = "zhunsheng.search"
    label = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        """An index follows its tables when ``flush`` empties them."""
        post_migrate.connect(_emptied, sender=self, dispatch_uid="zhunsheng.search")


def _emptied(using: str = "default", **details: Any) -> None:
    # ``migrate`` says what it did by ``plan``; ``flush`` sends the same signal without one.
    if "plan" in details:
        return
    from django.db import connections

    from zhunsheng.search.database import store_for

    connection = connections[using]
    if "search_state" in connection.introspection.table_names():
        store = store_for(connection)
        store.clear()
        store.begin_state()
