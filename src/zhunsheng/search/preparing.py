"""Documents made ready to be written, in this process or in one beside it.

Taking texts apart is work for Python, writing is work for the database; while an index is built both go on at once,
on all cores. Two processes beside this one are started, only for large numbers of documents.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, cycle, islice
from typing import Any, NamedTuple

from zhunsheng.core.text.folding import fold
from zhunsheng.search import tokens
from zhunsheng.search.counting import Keys, Tally
from zhunsheng.search.records import Postings, Record, key_of, record_of
from zhunsheng.search.shape import Document

__all__ = [
    "BATCH",
    "PATIENCE",
    "Load",
    "Preparer",
    "batches_of",
    "lexemes",
    "load_of",
    "prepared",
    "spread",
    "token_sets",
    "worth_processes",
]

BATCH = 10_000
#: words counted that go from one process to another at once
_WORDS = 50_000
_WORTH_A_PROCESS = 20_000
_AHEAD = 2
#: seconds to wait for a process: a batch takes a second, the end of a part several; one that was killed never answers
PATIENCE = 600


class Load(NamedTuple):
    """Rows for each table, in order of id. ``titles`` and ``texts`` are (id, tokens) in the database's writing."""

    size: int
    documents: list[tuple[Any, ...]]
    scopes: list[tuple[int, str]]
    numbers: list[tuple[str, int, int]]
    titles: list[tuple[int, str]]
    texts: list[tuple[int, str]]


def load_of(records: Sequence[Record], postings: Sequence[Postings], vendor: str) -> Load:
    """Rows of ``records``, which stand in order of id."""
    scopes = [(record.id, record.scope) for record in records if record.scope]
    numbers = sorted(row for record in records for row in record.number_rows())
    pairs = list(zip(records, postings, strict=True))
    if vendor == "sqlite":
        titles = [(record.id, " ".join(found.title)) for record, found in pairs]
        texts = [(record.id, " ".join(found.text)) for record, found in pairs if found.text]
    else:
        sets = [(record.id, token_sets(record, found)) for record, found in pairs]
        titles = [(id, lexemes(title)) for id, (title, _) in sets]
        texts = [(id, lexemes(text)) for id, (_, text) in sets if text]
    return Load(len(records), [record[:11] for record in records], scopes, numbers, titles, texts)


def token_sets(record: Record, postings: Postings) -> tuple[set[str], set[str]]:
    """Tokens of both vectors of PostgreSQL: those of the postings, and single characters."""
    title = set(postings.title)
    title.update(tokens.single_characters(record.folded))
    if not postings.text:
        return title, set()
    text = set(postings.text)
    text.update(tokens.single_characters(record.folded))
    text.update(tokens.single_characters(fold(record.scope)))
    return title, text


def lexemes(words: Iterable[str]) -> str:
    """A vector as PostgreSQL reads it; tokens hold no quotes."""
    return " ".join([f"'{word}'" for word in words])


class Preparer:
    """Makes documents ready, one batch after another, and keeps what is counted of all of them."""

    def __init__(self, vendor: str) -> None:
        self.vendor = vendor
        self.tally = Tally()

    def take(self, documents: Sequence[Document]) -> Load:
        """Rows of ``documents``."""
        records = sorted(map(record_of, documents))
        postings = [record.postings() for record in records]
        self.tally.take(records, [found.counted for found in postings])
        return load_of(records, postings, self.vendor)


_preparer: Preparer | None = None
_parts: Iterator[Tally] = iter(())


def _start(vendor: str) -> None:
    global _preparer
    # Nothing here forms rings; looking for them would take half of the time.
    gc.disable()
    _preparer = Preparer(vendor)


def _take(documents: Sequence[Document]) -> Load:
    assert _preparer is not None  # noqa: S101
    return _preparer.take(documents)


def _tally(again: bool) -> Tally | None:
    """The next piece of what this process counted, None after the last."""
    global _parts, _preparer
    if _preparer is not None:
        _preparer.tally.again = again
        _parts, _preparer = _preparer.tally.parts(_WORDS), None
    return next(_parts, None)


def prepared(documents: Iterable[Document], vendor: str) -> Iterator[Load | Tally]:
    """``documents`` made ready in batches, then what is counted of them all, in tallies of some ten thousand words.

    Of documents with one key the first is taken.
    """
    first, batches = batches_of(iter(documents))
    if not worth_processes(first):
        preparer = Preparer(vendor)
        for batch in batches:
            yield preparer.take(batch)
        yield from preparer.tally.parts(_WORDS)
        return
    # Processes started afresh: this one may hold threads and connections that must not be copied.
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, _start, (vendor,)) as one, context.Pool(1, _start, (vendor,)) as other:
        yield from spread(_take, batches, (one, other))
        for pool in (one, other):
            while (part := pool.apply(_tally, (pool is other,))) is not None:
                yield part


def batches_of(source: Iterator[Document], size: int = BATCH) -> tuple[int, Iterator[list[Document]]]:
    """How many documents there are, counted until processes are worth it; and all of them in batches of ``size``.

    Of one key only the first is taken.
    """
    first = list(islice(source, _WORTH_A_PROCESS))
    return len(first), _batches(first, source, size)


def worth_processes(count: int) -> bool:
    """Whether so many documents are worth processes beside this one, and it may start some."""
    several = (os.cpu_count() or 1) > 1 and not multiprocessing.current_process().daemon
    return several and count >= _WORTH_A_PROCESS


def spread(
    work: Callable[[Any], Any], batches: Iterable[Any], pools: Sequence[Any], ahead: int = _AHEAD
) -> Iterator[Any]:
    """What ``work`` makes of ``batches``, in their order, done by processes in turn, at most ``ahead`` waiting for them."""
    waiting: deque[Any] = deque()
    for batch, pool in zip(batches, cycle(pools), strict=False):
        waiting.append(pool.apply_async(work, (batch,)))
        if len(waiting) > ahead:
            yield waiting.popleft().get(PATIENCE)
    while waiting:
        yield waiting.popleft().get(PATIENCE)


def _batches(first: list[Document], source: Iterator[Document], size: int) -> Iterator[list[Document]]:
    seen = Keys()
    for batch in chain([first], iter(lambda: list(islice(source, size)), [])):
        new = [document for document in batch if seen.add(key_of(document.type, document.ref))]
        for start in range(0, len(new), size):
            yield new[start : start + size]
        batch.clear()
