"""两版之间: which relations came, went or changed their status from an earlier edition to this one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from zhunsheng.apps.insight import asking
from zhunsheng.apps.insight.asking import Differences
from zhunsheng.apps.insight.listing import changes_table
from zhunsheng.apps.insight.pages.common import address, edition_or_404, linked, page
from zhunsheng.apps.insight.walking import Step as Link
from zhunsheng.apps.insight.wording import forward, status_word
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import list_editions, previous_edition
from zhunsheng.shell.downloads import FORMATS, download
from zhunsheng.shell.frame import Step

__all__ = ["changes", "export"]

_SHOWN = 500


def _before(request: HttpRequest, edition: Edition) -> Edition | None:
    """The edition compared with: the one the address names (``since``), else the one before."""
    asked = request.GET.get("since", "")
    others = {one.key: one for one in list_editions(request.user, edition.system) if one.pk != edition.pk}
    return others.get(asked) if asked else previous_edition(request.user, edition)


def changes(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What is linked otherwise than in the edition before."""
    edition = edition_or_404(request, slug, key)
    before = _before(request, edition)
    others = [one for one in list_editions(request.user, edition.system) if one.pk != edition.pk]
    context: dict[str, Any] = {
        "before": before,
        "choices": [
            (one.key, one.display_label, before is not None and one.pk == before.pk) for one in others
        ],
        "plain": address("changes", edition),
        "compare_at": f"/systems/{slug}/editions/compare/",
    }
    if before is not None:
        found = asking.differences(before, edition)
        groups = [
            ("新增", [_row(edition, one, "") for one in found.added[:_SHOWN]], len(found.added)),
            ("去掉", [_row(before, one, "") for one in found.removed[:_SHOWN]], len(found.removed)),
            (
                "状态改变",
                [_row(edition, new, status_word(old.edge.status)) for old, new in found.changed[:_SHOWN]],
                len(found.changed),
            ),
        ]
        context["groups"] = [one for one in groups if one[2]]
        context["counts"] = [(label, number) for label, _, number in groups]
        context["exports"] = [
            (kind, address("changes-export", edition, kind, since=before.key)) for kind in FORMATS
        ]
    return page(request, "changes", edition, "links", [Step("两版之间")], context)


def _row(edition: Edition, one: Link, was: str) -> dict[str, Any]:
    return {
        "subject": linked(edition, one.subject),
        "label": forward(one.edge.type),
        "target": linked(edition, one.target),
        "status": one.edge.status,
        "was": was,
    }


def export(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """The same as a file, all of it."""
    edition = edition_or_404(request, slug, key)
    before = _before(request, edition)
    if kind not in FORMATS or before is None:
        raise Http404("没有这种格式，或没有可比较的版本")
    found: Differences = asking.differences(before, edition)
    return download(
        changes_table(before, edition, found),
        kind,
        [edition.system.name, "关联的变化", edition.display_label],
    )
