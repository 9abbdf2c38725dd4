"""Pictures of one thing on its page and as files: what surrounds it, who came before and after it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from zhunsheng.apps.insight import asking, queries
from zhunsheng.apps.insight.asking import Around
from zhunsheng.apps.insight.drawing import origin_of
from zhunsheng.apps.insight.gathering import Thing
from zhunsheng.apps.insight.listing import is_day
from zhunsheng.apps.insight.pages.common import address, edition_or_404
from zhunsheng.apps.insight.pages.pictures import svg_answer
from zhunsheng.apps.insight.surrounding import around_chart, succession_chart
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.relations import relation_types

__all__ = ["around_context", "picture_file"]

_VIEWS = {"network": "关联图", "succession": "前后各版"}


def around_context(
    request: HttpRequest, edition: Edition, thing: Thing, found: Around, on: str
) -> dict[str, Any]:
    """The pictures above the table of a neighbourhood, and where their files are."""
    query = request.GET.copy()

    def centred(one: Thing) -> str:
        query["end"] = one.key
        return f"{address('around', edition)}?{query.urlencode()}"

    chart = around_chart(
        edition,
        thing,
        [step for _, step in found.links],
        href=centred,
        more=f"?{request.GET.urlencode()}#rows",
    )
    line = succession_chart(edition, thing, on=on)
    charts = {"network": chart} | ({"succession": line} if line else {})
    name = f"{edition.system.name}-{edition.display_label}-{thing.code or thing.ref}"
    return {
        # The text comes from our own writer, which escapes every name.
        "svg": mark_safe(chart.svg(cls="diagram ego")),  # noqa: S308
        "finding": chart.title,
        "line_svg": mark_safe(line.svg(cls="diagram succession")) if line else "",  # noqa: S308
        "line_title": line.title if line else "",
        "pictures": [
            (
                _VIEWS[view],
                f"{address('around-picture', edition, view)}?{request.GET.urlencode()}",
                f"{name}-{_VIEWS[view]}.png".replace("/", "_"),
            )
            for view in charts
        ],
    }


def picture_file(request: HttpRequest, slug: str, key: str, view: str) -> HttpResponse:
    """A picture of one thing as a file; ``?end=``, ``steps``, ``type``, ``status`` and ``on`` as on the page."""
    edition = edition_or_404(request, slug, key)
    asked = request.GET.get("end", "").strip()
    thing = queries.find_thing(request.user, edition, asked) if asked else None
    if thing is None or view not in _VIEWS:
        raise Http404("没有这一项，或没有这种图")
    day = request.GET.get("on", "")
    on = day if is_day(day) else ""
    if view == "succession":
        chart = succession_chart(edition, thing, on=on)
    else:
        steps = request.GET.get("steps", "1")
        types = [one for one in request.GET.get("type", "").split(",") if one in relation_types()]
        sure = request.GET.get("status") == "confirmed"
        found = asking.around(
            edition,
            thing,
            steps=int(steps) if steps in {"1", "2", "3"} else 1,
            types=types,
            statuses=("confirmed",) if sure else ("confirmed", "suggested"),
            on=on,
        )
        chart = around_chart(edition, thing, [step for _, step in found.links])
    if chart is None:
        raise Http404("没有前后各版的日期，画不出图")
    text = chart.svg(standalone=True, caption=origin_of(edition) + (f" · {on} 的情形" if on else ""))
    return svg_answer(
        text, [edition.system.name, edition.display_label, thing.code or thing.ref, _VIEWS[view]]
    )
