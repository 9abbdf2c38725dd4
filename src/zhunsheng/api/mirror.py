"""Every page has its data: its address without the last ``/`` and with ``.json`` answers what the interface answers.

A mirror hands the request to the operation behind another address, so that page, data and interface cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path, resolve

__all__ = ["MIRRORS", "mirror_patterns"]

_E = "systems/<str:slug>/<str:key>"
#: page's address with ``.json`` → operation below /api/v1/
MIRRORS: dict[str, str] = {
    "search.json": "search",
    "searches.json": "searches",
    "standards.json": "search?type=standard",
    "standards/<path:number>.json": "standards/{number}",
    "bodies.json": "bodies",
    "classes.json": "classes",
    "related/<str:slug>/<str:key>/<str:item>.json": "systems/{slug}/{key}/items/{item}/standards",
    "bodies/<int:pk>.json": "bodies/{pk}",
    "catalogues.json": "sources",
    "catalogues/runs/<uuid:uid>.json": "runs/{uid}",
    "verification.json": "verification",
    "open-data.json": "open-data",
    "systems.json": "systems",
    "systems/<str:slug>.json": "systems/{slug}",
    "systems/<str:slug>/editions.json": "systems/{slug}/editions",
    "systems/<str:slug>/editions/compare.json": "systems/{slug}/compare",
    f"{_E}.json": "systems/{slug}/{key}",
    f"{_E}/structure.json": "systems/{slug}/{key}/subsystems",
    f"{_E}/subsystems/<path:code>.json": "systems/{slug}/{key}/subsystems/{code}",
    f"{_E}/figures.json": "systems/{slug}/{key}/figures",
    f"{_E}/figures/<int:figure>.json": "systems/{slug}/{key}/figures/{figure}",
    f"{_E}/items.json": "systems/{slug}/{key}/items",
    f"{_E}/items/<str:name>.json": "systems/{slug}/{key}/items/{name}",
    f"{_E}/returns.json": "systems/{slug}/{key}/returns",
    f"{_E}/returns/<uuid:uid>.json": "systems/{slug}/{key}/returns/{uid}",
    f"{_E}/checks.json": "systems/{slug}/{key}/findings",
    f"{_E}/relations/atlas.json": "systems/{slug}/{key}/relations/atlas",
    f"{_E}/relations.json": "systems/{slug}/{key}/relations",
    f"{_E}/relations/links.json": "systems/{slug}/{key}/relations/links",
    f"{_E}/relations/links/<int:pk>.json": "systems/{slug}/{key}/relations/links/{pk}",
    f"{_E}/relations/review.json": "systems/{slug}/{key}/relations/review",
    f"{_E}/relations/around.json": "systems/{slug}/{key}/relations/around",
    f"{_E}/relations/impact.json": "systems/{slug}/{key}/relations/impact",
    f"{_E}/relations/path.json": "systems/{slug}/{key}/relations/path",
    f"{_E}/relations/health.json": "systems/{slug}/{key}/relations/health",
    f"{_E}/relations/changes.json": "systems/{slug}/{key}/relations/changes",
    f"{_E}/papers.json": "systems/{slug}/{key}/papers",
    f"{_E}/source.json": "systems/{slug}/{key}/source",
}


def mirror_patterns() -> list[URLPattern]:
    """The addresses, the most exact first."""
    ordered = sorted(MIRRORS, key=lambda page: (-page.count("/"), page.count("<"), page))
    return [path(page, _mirror(MIRRORS[page])) for page in ordered]


def _mirror(operation: str) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, **parts: Any) -> HttpResponse:
        named = {name: quote(str(value), safe="/~") for name, value in parts.items()}
        address, _, fixed = operation.partition("?")
        if fixed:
            asked = request.GET.copy()
            asked.update(QueryDict(fixed))
            request.GET = asked  # type: ignore[assignment]
        found = resolve("/api/v1/" + address.format(**{name: str(value) for name, value in parts.items()}))
        response: HttpResponse = found.func(request, *found.args, **found.kwargs)
        response["Content-Location"] = "/api/v1/" + operation.format(**named)
        return response

    # The operations look after CSRF themselves, wherever they take a cookie.
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return view
