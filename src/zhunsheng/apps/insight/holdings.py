"""The links of this app as the plain records that are given away; what a person rejected is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import Q

from zhunsheng.apps.insight.models import Link
from zhunsheng.apps.insight.standing import lost_links
from zhunsheng.apps.registry.holdings import stored_numbers
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import keys_of
from zhunsheng.core.deliver.openly.shape import OpenEnd, OpenLink
from zhunsheng.core.relations import EVIDENCE_KINDS

__all__ = ["links_as_of", "open_links"]

_LOT = 1000


def open_links(editions: Sequence[Edition], *, whole: bool = True) -> Iterator[OpenLink]:
    """Links of these editions, and with ``whole`` those between standards of no edition, by their ends.

    Those decided while an edition was a draft are given under the key it has now.
    """
    keys = {(one.system.slug, kept): one.key for one in editions for kept in keys_of(one)}
    ordered = ("system", "edition", "type", "subject_kind", "subject_ref", "target_kind", "target_ref")
    found = _of(editions, whole).order_by(*ordered).iterator(chunk_size=_LOT)
    while lot := list(islice(found, _LOT)):
        numbers = {
            ref
            for one in lot
            for kind, ref in ((one.subject_kind, one.subject_ref), (one.target_kind, one.target_ref))
            if kind == "standard"
        }
        known = stored_numbers(numbers)
        yield from (_open(one, known, keys.get((one.system, one.edition), one.edition)) for one in lot)


def links_as_of(editions: Sequence[Edition], *, whole: bool = True) -> Any:
    """When the last of these links was written or decided; None without any."""
    return _of(editions, whole).order_by("-at").values_list("at", flat=True).first()


def _of(editions: Sequence[Edition], whole: bool) -> Any:
    wanted = Q(system="") if whole else Q(pk__in=[])
    for one in editions:
        wanted |= Q(system=one.system.slug, edition__in=keys_of(one))
    return Link.objects.filter(wanted).exclude(status=Link.REJECTED).exclude(pk__in=lost_links(editions))


def _open(one: Link, known: set[str], key: str) -> OpenLink:
    def end(kind: str, ref: str, label: str) -> OpenEnd:
        if kind == "standard":
            return OpenEnd(kind, ref, label, known=ref in known)
        return OpenEnd(kind, ref, label, one.system, key)

    return OpenLink(
        end(one.subject_kind, one.subject_ref, one.subject_label),
        one.type,
        end(one.target_kind, one.target_ref, one.target_label),
        one.status,
        one.origin,
        degree=one.degree,
        confidence=one.confidence,
        evidence=tuple(filter(None, (_said(told) for told in one.evidence))),
        subject_clause=one.subject_clause,
        target_clause=one.target_clause,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        system=one.system,
        edition=key,
    )


def _said(told: Any) -> str:
    """One piece of evidence as a line: 原文（第 12–14 行）：…"""
    if not isinstance(told, dict):
        return str(told)
    kind = EVIDENCE_KINDS.get(str(told.get("kind")), "")
    first, last = told.get("line_start"), told.get("line_end")
    lines = f"（第 {first}{f'–{last}' if last and last != first else ''} 行）" if first else ""
    clause = f"（{told['clause']}）" if told.get("clause") else ""
    return f"{kind}{lines}{clause}：{told.get('text', '')}".strip("：")
