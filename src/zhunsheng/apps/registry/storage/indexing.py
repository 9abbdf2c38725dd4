"""A batch in the index: documents made whole come with the batch, all others out of the tables.

Both ways give the same document; ``search check`` compares what is indexed with the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from zhunsheng import search
from zhunsheng.apps.registry.making import FACET_ROLES
from zhunsheng.apps.registry.storage import sql
from zhunsheng.apps.registry.storage.documents import body_documents, related_to, standard_documents
from zhunsheng.search.ready import Late, Made, Ready

if TYPE_CHECKING:
    from zhunsheng.apps.registry.making import Beforehand
    from zhunsheng.apps.registry.storage.batches import Batch
    from zhunsheng.core.registry.prepare import Prepared

__all__ = ["index_batch"]


def index_batch(
    batch: Batch, statuses: Mapping[int, tuple[str, int]], ready: Beforehand | None, bodies: Iterable[int]
) -> None:
    """Bring the index up to what the tables say of all that ``batch`` touched, and of new ``bodies``.

    ``statuses`` are status and rank of standards where they are no longer those of their record.
    """
    taken = list(_late(batch, statuses, ready)) if ready else []
    whole = {late.ref for _, late in taken}
    # All at once: what the full-text tables gather is written out whenever an id comes that is not the next one.
    documents = chain(standard_documents(batch.touched - whole), body_documents(bodies))
    if ready is None:
        search.put(documents)
    else:
        used = {id(record) for record, _ in taken}
        rest = [record for record in batch.records if id(record) not in used]
        late = [one for _, one in taken]
        numbers = {one.made.numbers[0]: one.made.listed for one in late if len(one.made.numbers) == 1}
        texts, tally = ready.without(rest)
        search.put(documents, Ready(texts, {**ready.numbers, **numbers}, late, tally))


def _late(
    batch: Batch, statuses: Mapping[int, tuple[str, int]], ready: Beforehand
) -> Iterator[tuple[Prepared, Late]]:
    """Records that are the only ones to speak of a new standard, and the standard as it was made of them, with what was
    found out since."""
    single = {pk: record for pk, record in batch.new_standards.items() if pk not in batch.again}
    numbers: dict[int, list[str]] = defaultdict(list)
    for pk, key, canonical, _ in batch.identifiers:
        if pk in single and key != single[pk].key:
            numbers[pk].append(canonical)
    linked = sorted(batch.linked & single.keys())
    related, degrees = related_to(sql.id_list(linked)) if linked else ({}, {})
    # Asked again: while others were worked out anew they may have been forgotten.
    batch.bodies.ids({party for record in single.values() for party in record.parties})
    for pk, record in single.items():
        made = ready.of(record)
        if _as_made(made, record, numbers.get(pk), batch.bodies.names):
            status, rank = statuses.get(pk) or (record.status[0], record.status[2])
            leading = tuple(dict.fromkeys(related.get(pk, ())))
            yield record, Late(pk, made, status, rank, leading, tuple(dict.fromkeys(degrees.get(pk, ()))))


def _as_made(made: Made, record: Prepared, numbers: list[str] | None, names: Mapping[str, str]) -> bool:
    """Whether a standard got the numbers its record has, and its bodies are called in the tables as in its record."""
    if (record.numbers or numbers) and tuple(
        dict.fromkeys((record.canonical, *(numbers or ())))
    ) != made.numbers:
        return False
    return all(names[key] == name for role, name, key in record.parties if role in FACET_ROLES)
