"""A batch in the index: documents of what is new come out of the batch itself, all others out of the tables.

Both ways give the same document; ``search check`` compares what is indexed with the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from zhunsheng import search
from zhunsheng.apps.registry.reading import wording
from zhunsheng.apps.registry.storage import sql
from zhunsheng.apps.registry.storage.documents import FACET_ROLES, document_of, related_to, standard_documents
from zhunsheng.core.registry.prepare import COLUMNS
from zhunsheng.search.shape import Document

if TYPE_CHECKING:
    from zhunsheng.apps.registry.storage.batches import Batch
    from zhunsheng.core.registry.prepare import Prepared
    from zhunsheng.search.ready import Ready

__all__ = ["index_batch"]

_PLACES = {name: place for place, name in enumerate(COLUMNS)}


def index_batch(batch: Batch, statuses: Mapping[int, tuple[str, int]], ready: Ready | None) -> None:
    """Bring the index up to what the tables say of all that ``batch`` touched.

    ``statuses`` are status and rank of standards where they are no longer those of their record.
    """
    single = {pk: record for pk, record in batch.new_standards.items() if pk not in batch.again}
    old = batch.touched - single.keys()
    documents = chain(_new_documents(batch, single, statuses), standard_documents(old) if old else ())
    search.put(documents, ready)


def _new_documents(
    batch: Batch, single: Mapping[int, Prepared], statuses: Mapping[int, tuple[str, int]]
) -> Iterator[Document]:
    """Documents of new standards of which one record speaks."""
    numbers: dict[int, list[str]] = defaultdict(list)
    for pk, key, canonical, _ in batch.identifiers:
        if pk in single and key != single[pk].key:
            numbers[pk].append(canonical)
    linked = sorted(batch.linked & single.keys())
    related, degrees = related_to(sql.id_list(linked)) if linked else ({}, {})
    # Asked again: while others were worked out anew they may have been forgotten.
    batch.bodies.ids(party for record in single.values() for party in record.parties)
    names = batch.bodies.names
    for pk, record in single.items():
        row = record.row
        status, _, rank = record.status
        if pk in statuses:
            status, rank = statuses[pk]
        facets: dict[str, Iterable[str]] = {"source": (record.source,)}
        if record.parties:
            ordered = sorted((one[0], place, one[2]) for place, one in enumerate(record.parties))
            facets["body"] = [names[key] for role, _, key in ordered if role in FACET_ROLES]
        if record.classes:
            for scheme in ("ics", "ccs"):
                facets[scheme] = sorted(code for kind, code in record.classes if kind == scheme)
        if pk in degrees:
            facets["adoption"] = degrees[pk]
        yield document_of(
            pk,
            record.canonical,
            *wording(record),
            numbers=numbers.get(pk, ()),
            related=related.get(pk, ()),
            status=status,
            rank=rank,
            verification=row[_PLACES["verification"]],
            level=row[_PLACES["level"]],
            year=row[_PLACES["issued"]][:4] or str(row[_PLACES["year"]] or ""),
            facets=facets,
        )
