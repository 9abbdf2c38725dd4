"""Standards and bodies as documents of the search: read in lots, put where they changed."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db import connection

from zhunsheng import search
from zhunsheng.apps.registry.making import FACET_ROLES
from zhunsheng.apps.registry.models import Body, Placement, Standard
from zhunsheng.apps.registry.storage import sql
from zhunsheng.core.registry.address import standard_address
from zhunsheng.core.registry.prepare import names_of
from zhunsheng.search.shape import Document

__all__ = [
    "body_documents",
    "put_bodies",
    "put_standards",
    "related_to",
    "standard_documents",
]

_LOT = 2000
#: behind the name of a subsystem where a standard's place in it is only suggested
UNCONFIRMED = "（待确认）"
_COLUMNS = (
    *("id", "number", "title", "title_zh", "title_en", "title_other", "scope", "status", "level", "year"),
    *("issued", "verification", "rank"),
)


def standard_documents(standards: Iterable[int] | None = None) -> Iterator[Document]:
    """Documents of ``standards``, or of all there are, in the order of their ids."""
    if standards is not None:
        for part in sql.chunks(sorted(set(standards)), _LOT):
            yield from _lot(f"id IN {sql.id_list(part)}")
        return
    last = 0
    while True:
        lot = list(_lot(f"id > {last}", limit=_LOT))
        if not lot:
            return
        yield from lot
        last = lot[-1].ref


def body_documents(bodies: Iterable[int] | None = None) -> Iterator[Document]:
    """Documents of ``bodies``, or of all there are."""
    found = Body.objects.order_by("pk")
    lots = [found] if bodies is None else (found.filter(pk__in=part) for part in sql.chunks(bodies))
    for lot in lots:
        for body in lot.iterator(chunk_size=_LOT):
            yield Document(
                type="body",
                ref=body.pk,
                title=body.name,
                address=f"/bodies/{body.pk}/",
                titles=tuple(body.abbreviations),
                facets={"type": ("body",)},
            )


def put_standards(standards: Iterable[int], _today: dt.date | None = None) -> None:
    """Bring the index documents of ``standards`` up to what the tables say, in the caller's transaction."""
    search.put(standard_documents(standards))


def put_bodies(bodies: Iterable[int]) -> None:
    """The same for bodies."""
    search.put(body_documents(list(bodies)))


def _lot(where: str, limit: int = 0) -> Iterator[Document]:
    columns = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM registry_standard WHERE {where} ORDER BY id"
            + (f" LIMIT {int(limit)}" if limit else "")
        )
        rows = cursor.fetchall()
    if not rows:
        return
    ids = sql.id_list(row[0] for row in rows)
    numbers = _pairs(
        f"SELECT standard_id, canonical FROM registry_identifier WHERE standard_id IN {ids} ORDER BY id"
    )
    related, degrees = related_to(ids)
    facets = _facets(ids, degrees)
    for pk, number, title, zh, en, other, scope, status, level, year, issued, verification, rank in rows:
        yield _document(
            pk,
            number,
            *names_of(number, title, zh, en, other),
            scope,
            numbers=numbers.get(pk, ()),
            related=related.get(pk, ()),
            status=status,
            rank=rank,
            verification=verification,
            level=level,
            year=issued[:4] or str(year or ""),
            facets={name: found.get(pk, ()) for name, found in facets.items()},
        )


def _document(
    pk: int,
    number: str,
    title: str,
    titles: tuple[str, ...],
    scope: str,
    *,
    numbers: Iterable[str],
    related: Iterable[str],
    status: str,
    rank: int,
    verification: str,
    level: str,
    year: str,
    facets: Mapping[str, Iterable[str]],
) -> Document:
    """The document of one standard; ``facets`` are those that do not stand in its own row, each value once or more."""
    own: dict[str, tuple[str, ...]] = {
        "type": ("standard",),
        "status": (status,),
        "verification": (verification,),
    }
    if level:
        own["level"] = (level,)
    if year:
        own["year"] = (year,)
    own |= {name: tuple(dict.fromkeys(found)) for name, found in facets.items() if found}
    return Document(
        type="standard",
        ref=pk,
        title=title,
        address=standard_address(number),
        numbers=tuple(dict.fromkeys((number, *numbers))),
        related_numbers=tuple(dict.fromkeys(related)),
        titles=titles,
        scope=scope,
        status=status,
        facets=own,
        rank=rank,
    )


def _facets(ids: str, degrees: dict[int, list[str]]) -> dict[str, dict[int, list[str]]]:
    """Facet → values by standard, for those that live in other tables."""
    bodies = _pairs(
        "SELECT p.standard_id, b.name FROM registry_participation p JOIN registry_body b ON b.id = p.body_id"
        f" WHERE p.standard_id IN {ids} AND p.role IN {FACET_ROLES!r}"
        ' ORDER BY p.standard_id, p.role, p."order"'
    )
    sources = _pairs(
        "SELECT DISTINCT st.standard_id, so.code FROM registry_statement st"
        " JOIN registry_source so ON so.id = st.source_id"
        f" WHERE st.standard_id IN {ids} AND st.state = 'listed' ORDER BY st.standard_id, so.code"
    )
    return {
        "body": bodies,
        **_classes(ids),
        "adoption": degrees,
        "source": sources,
        "subsystem": _places(ids),
    }


def _pairs(query: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(query)
        for pk, value in cursor.fetchall():
            found[pk].append(value)
    return found


def related_to(ids: str) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Numbers that lead to a standard (replaced, replacing, adopted, adopting), and its degrees of adoption."""
    numbers: dict[int, list[str]] = defaultdict(list)
    degrees: dict[int, list[str]] = defaultdict(list)
    for own, other in (("subject_id", "target_id"), ("target_id", "subject_id")):
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT r.{own}, r.type, r.degree, COALESCE(s.number, r.other_number) FROM registry_relation r"
                f" LEFT JOIN registry_standard s ON s.id = r.{other}"
                f" WHERE r.{own} IN {ids} AND r.type IN ('replaces', 'replaces_partly', 'adopts', 'derived_from') ORDER BY r.id"
            )
            for pk, kind, degree, number in cursor.fetchall():
                numbers[pk].append(number)
                if kind == "adopts" and degree and own == "subject_id":
                    degrees[pk].append(degree)
    return numbers, degrees


def _classes(ids: str) -> dict[str, dict[int, list[str]]]:
    found: dict[str, dict[int, list[str]]] = {"ics": defaultdict(list), "ccs": defaultdict(list)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT standard_id, scheme, code FROM registry_classification WHERE standard_id IN {ids}"
        )
        # Sorted here: each database has its own order of texts.
        for code, pk, scheme in sorted((code, pk, scheme) for pk, scheme, code in cursor.fetchall()):
            found[scheme][pk].append(code)
    return found


def _places(ids: str) -> dict[int, list[str]]:
    """The subsystems in which standards are placed, as the search names them; rejected placements left out."""
    found: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT standard_id, boxes, state FROM registry_placement"
            f" WHERE standard_id IN {ids} AND state <> '{Placement.REJECTED}' ORDER BY standard_id, id"
        )
        for pk, boxes, state in cursor.fetchall():
            names = json.loads(boxes) if isinstance(boxes, str) else boxes
            # What nobody has confirmed must not count as placed.
            doubt = "" if state == Placement.CONFIRMED else UNCONFIRMED
            found[pk].extend(f"{name}{doubt}" for name in names)
    return found


def count(kind: str) -> int:
    """How many documents of a type there are."""
    return Standard.objects.count() if kind == "standard" else Body.objects.count()
