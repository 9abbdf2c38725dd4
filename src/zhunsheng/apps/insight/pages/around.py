"""One thing and what it is linked with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from zhunsheng.apps.insight import queries
from zhunsheng.apps.insight.ends import KIND_WORDS
from zhunsheng.apps.insight.pages.common import edition_or_404, linked, page
from zhunsheng.shell.frame import Step

__all__ = ["around"]


def around(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The neighbourhood of the end that the address names."""
    edition = edition_or_404(request, slug, key)
    asked = request.GET.get("end", "").strip()
    thing = queries.find_thing(request.user, edition, asked) if asked else None
    context: dict[str, Any] = {"asked": asked, "thing": thing, "kinds": KIND_WORDS}
    if thing is not None:
        context["about"] = linked(edition, thing)
        context["rows"] = [
            {"view": one, "other": linked(edition, one.other)} for one in queries.neighbours(edition, thing)
        ]
    return page(request, "around", edition, "around", [Step("查一项")], context)
