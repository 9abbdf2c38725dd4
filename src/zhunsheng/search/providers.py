"""Who can tell what there is to find: each app registers its documents, and the index is rebuilt and checked by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhunsheng.search.records import TYPES
from zhunsheng.search.shape import Document

__all__ = ["Provider", "all_documents", "days_of", "register", "registered", "total"]


@dataclass(frozen=True, slots=True)
class Provider:
    """The source of one type: ``documents()`` gives all of them anew, ``count()`` how many, both as of now.

    ``days(refs)`` tells when they appeared (ISO dates, also short ones), for those that have a day: the index keeps
    only years, and a list by date is in the order of days.
    """

    type: str
    documents: Callable[[], Iterable[Document]]
    count: Callable[[], int]
    days: Callable[[Sequence[int]], Mapping[int, str]] | None = None


_providers: dict[str, Provider] = {}


def register(
    type: str,
    documents: Callable[[], Iterable[Document]],
    count: Callable[[], int],
    days: Callable[[Sequence[int]], Mapping[int, str]] | None = None,
) -> None:
    """Name the source of one type; called from ``AppConfig.ready``. ``ValueError`` for an unknown type."""
    if type not in TYPES:
        raise ValueError(f"检索不认得类型“{type}”，只认得 {'、'.join(TYPES)}。")
    _providers[type] = Provider(type, documents, count, days)


def registered() -> list[Provider]:
    """All sources, in the order of types."""
    return sorted(_providers.values(), key=lambda provider: TYPES.index(provider.type))


def all_documents() -> Iterator[Document]:
    """Everything there is, source by source."""
    for provider in registered():
        yield from provider.documents()


def days_of(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The days of documents, by type and ref, as far as their sources know one."""
    refs: dict[str, list[int]] = {}
    for type, ref in keys:
        refs.setdefault(type, []).append(ref)
    found: dict[tuple[str, int], str] = {}
    for type, several in refs.items():
        source = _providers.get(type)
        if source is not None and source.days is not None:
            found.update({(type, ref): day for ref, day in source.days(several).items()})
    return found


def total() -> int:
    """How many documents the sources have."""
    return sum(provider.count() for provider in registered())
