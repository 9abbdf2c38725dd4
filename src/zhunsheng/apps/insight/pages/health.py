"""要留意的: what was replaced or withdrawn, rings that must not be, things without links, things with very many, tensions without a resolution."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from zhunsheng.apps.insight import asking, queries
from zhunsheng.apps.insight.listing import health_table
from zhunsheng.apps.insight.noticing import Noticed, noticed
from zhunsheng.apps.insight.pages.common import address, edition_or_404, linked, page
from zhunsheng.apps.insight.wording import forward, sentence
from zhunsheng.apps.systems.models import Edition
from zhunsheng.shell.downloads import FORMATS, download
from zhunsheng.shell.frame import Step

__all__ = ["export", "health"]

_SHOWN = 200


def health(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What deserves a look in the links of an edition."""
    edition = edition_or_404(request, slug, key)
    found, outdated = asking.health(edition), noticed(edition)
    context: dict[str, Any] = {
        "notices": [_told(edition, one) for one in outdated[:_SHOWN]],
        "notice_count": len(outdated),
        "rings": [(forward(kind), [step.said for step in steps]) for kind, steps in found.rings[:_SHOWN]],
        "ring_count": len(found.rings),
        "orphans": [linked(edition, one) for one in found.orphans[:_SHOWN]],
        "orphan_count": len(found.orphans),
        "hubs": [(linked(edition, one), number) for one, number in found.hubs],
        "tensions": [
            (
                sentence(one.subject_label or one.subject_ref, one.type, one.target_label or one.target_ref),
                address("link", edition, one.pk),
            )
            for one in queries.unsettled_tensions(edition)[:_SHOWN]
        ],
        "shown": _SHOWN,
        "exports": [(kind, address("health-export", edition, kind)) for kind in FORMATS],
    }
    return page(request, "health", edition, "health", [Step("要留意的")], context)


def _told(edition: Edition, one: Noticed) -> dict[str, Any]:
    """A notice with the addresses of the two things a person will want to open."""
    return {
        "text": one.text,
        "title": one.title,
        "around": address("around", edition, end=one.subject.key),
        "impact": address("impact", edition, end=one.target.key, change="replaced"),
    }


def export(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """All of it as a file."""
    edition = edition_or_404(request, slug, key)
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    tensions = [
        sentence(one.subject_label or one.subject_ref, one.type, one.target_label or one.target_ref)
        for one in queries.unsettled_tensions(edition)
    ]
    table = health_table(edition, asking.health(edition), tensions, noticed(edition))
    return download(table, kind, [edition.system.name, "关联要留意的", edition.display_label])
