"""关联: what is linked with what, counted."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse

from zhunsheng.apps.insight.gathering import CONFIRMED
from zhunsheng.apps.insight.maps import map_of
from zhunsheng.apps.insight.pages.common import edition_or_404, page
from zhunsheng.apps.insight.wording import forward

__all__ = ["overview"]


def overview(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """How many links there are of each type."""
    edition = edition_or_404(request, slug, key)
    counts: Counter[tuple[str, bool]] = Counter(
        (edge.type, edge.status == CONFIRMED) for edge in map_of(edition).gathered.edges
    )
    types = sorted({kind for kind, _ in counts})
    context = {
        "counts": [(forward(kind), counts[kind, True], counts[kind, False]) for kind in types],
        "total": sum(counts.values()),
    }
    return page(request, "overview", edition, "overview", [], context)
