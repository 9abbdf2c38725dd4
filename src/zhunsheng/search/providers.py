"""Who can tell what there is to find: each app registers its documents, and the index is rebuilt and checked by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from zhunsheng.search.records import TYPES
from zhunsheng.search.shape import Document

__all__ = ["Provider", "all_documents", "register", "registered", "total"]


@dataclass(frozen=True, slots=True)
class Provider:
    """The source of one type: ``documents()`` gives all of them anew, ``count()`` how many, both as of now."""

    type: str
    documents: Callable[[], Iterable[Document]]
    count: Callable[[], int]


_providers: dict[str, Provider] = {}


def register(type: str, documents: Callable[[], Iterable[Document]], count: Callable[[], int]) -> None:
    """Name the source of one type; called from ``AppConfig.ready``. ``ValueError`` for an unknown type."""
    if type not in TYPES:
        raise ValueError(f"检索不认得类型“{type}”，只认得 {'、'.join(TYPES)}。")
    _providers[type] = Provider(type, documents, count)


def registered() -> list[Provider]:
    """All sources, in the order of types."""
    return sorted(_providers.values(), key=lambda provider: TYPES.index(provider.type))


def all_documents() -> Iterator[Document]:
    """Everything there is, source by source."""
    for provider in registered():
        yield from provider.documents()


def total() -> int:
    """How many documents the sources have."""
    return sum(provider.count() for provider in registered())
