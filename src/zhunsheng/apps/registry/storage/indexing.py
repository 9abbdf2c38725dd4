"""A batch in the index: documents of what is new come out of the batch itself, all others out of the tables.

Both ways give the same document; ``search check`` compares what is indexed with the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from zhunsheng import search
from zhunsheng.apps.registry.making import FACET_ROLES, document_of, wording
from zhunsheng.apps.registry.storage import sql
from zhunsheng.apps.registry.storage.documents import body_documents, related_to, standard_documents
from zhunsheng.core.registry.prepare import COLUMNS
from zhunsheng.search.ready import Late, Made, Ready
from zhunsheng.search.shape import Document

if TYPE_CHECKING:
    from zhunsheng.apps.registry.making import Beforehand
    from zhunsheng.apps.registry.storage.batches import Batch
    from zhunsheng.core.registry.prepare import Prepared

__all__ = ["index_batch"]

_PLACES = {name: place for place, name in enumerate(COLUMNS)}


class _Found(NamedTuple):
    """What has been found out about new standards while they were stored, by their ids."""

    numbers: Mapping[int, list[str]]
    related: Mapping[int, list[str]]
    degrees: Mapping[int, list[str]]
    statuses: Mapping[int, tuple[str, int]]

    def status(self, pk: int, record: Prepared) -> tuple[str, int]:
        """Status and rank of a standard."""
        return self.statuses.get(pk) or (record.status[0], record.status[2])


def index_batch(
    batch: Batch, statuses: Mapping[int, tuple[str, int]], ready: Beforehand | None, bodies: Iterable[int]
) -> None:
    """Bring the index up to what the tables say of all that ``batch`` touched, and of new ``bodies``.

    ``statuses`` are status and rank of standards where they are no longer those of their record.
    """
    single = {pk: record for pk, record in batch.new_standards.items() if pk not in batch.again}
    old = batch.touched - single.keys()
    found = _found(batch, single, statuses)
    late: list[Late] = []
    others: dict[int, Prepared] = {}
    for pk, record in single.items():
        made = ready.made.get((record.source, record.local_id)) if ready else None
        if made is None or not _as_made(made, record, found.numbers.get(pk), batch.bodies.names):
            others[pk] = record
            continue
        related = tuple(dict.fromkeys(found.related.get(pk, ())))
        degrees = tuple(dict.fromkeys(found.degrees.get(pk, ())))
        late.append(Late(pk, made, *found.status(pk, record), related, degrees))
    documents = chain(
        _new_documents(others, found, batch.bodies.names),
        standard_documents(old) if old else (),
        body_documents(bodies),
    )
    # All at once: what the full-text tables gather is written out whenever an id comes that is not the next one.
    if ready is None:
        search.put(documents)
    else:
        whole = {one.ref for one in late}
        rest = [record for record in batch.records if batch.by_key.get(record.key) not in whole]
        search.put(documents, Ready(ready.texts(rest), ready.numbers, late))


def _found(batch: Batch, single: Mapping[int, Prepared], statuses: Mapping[int, tuple[str, int]]) -> _Found:
    numbers: dict[int, list[str]] = defaultdict(list)
    for pk, key, canonical, _ in batch.identifiers:
        if pk in single and key != single[pk].key:
            numbers[pk].append(canonical)
    linked = sorted(batch.linked & single.keys())
    related, degrees = related_to(sql.id_list(linked)) if linked else ({}, {})
    # Asked again: while others were worked out anew they may have been forgotten.
    batch.bodies.ids(party for record in single.values() for party in record.parties)
    return _Found(numbers, related, degrees, statuses)


def _as_made(made: Made, record: Prepared, numbers: list[str] | None, names: Mapping[str, str]) -> bool:
    """Whether a standard got the numbers its record has, and its bodies are called in the tables as in its record."""
    if (record.numbers or numbers) and tuple(
        dict.fromkeys((record.canonical, *(numbers or ())))
    ) != made.numbers:
        return False
    return all(names[key] == name for role, name, key in record.parties if role in FACET_ROLES)


def _new_documents(
    single: Mapping[int, Prepared], found: _Found, names: Mapping[str, str]
) -> Iterator[Document]:
    """Documents of new standards of which one record speaks."""
    for pk, record in single.items():
        row = record.row
        status, rank = found.status(pk, record)
        facets: dict[str, Iterable[str]] = {"source": (record.source,)}
        if record.parties:
            ordered = sorted((one[0], place, one[2]) for place, one in enumerate(record.parties))
            facets["body"] = [names[key] for role, _, key in ordered if role in FACET_ROLES]
        if record.classes:
            for scheme in ("ics", "ccs"):
                facets[scheme] = sorted(code for kind, code in record.classes if kind == scheme)
        if pk in found.degrees:
            facets["adoption"] = found.degrees[pk]
        yield document_of(
            pk,
            record.canonical,
            *wording(record),
            numbers=found.numbers.get(pk, ()),
            related=found.related.get(pk, ()),
            status=status,
            rank=rank,
            verification=row[_PLACES["verification"]],
            level=row[_PLACES["level"]],
            year=row[_PLACES["issued"]][:4] or str(row[_PLACES["year"]] or ""),
            facets=facets,
        )
