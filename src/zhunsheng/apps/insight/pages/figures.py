"""体系图: the figures of a guide drawn anew from its model, each with the rows it was drawn from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from zhunsheng.apps.insight.drawing import origin_of
from zhunsheng.apps.insight.figuring import KINDS, Figured, figure_of, figure_table, figures_of
from zhunsheng.apps.insight.listing import about
from zhunsheng.apps.insight.pages.common import address, edition_or_404
from zhunsheng.apps.insight.pages.pictures import svg_answer
from zhunsheng.apps.systems.addressed import edition_address
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.deliver.diagrams.overlay import OVERLAYS
from zhunsheng.shell.downloads import FORMATS, download
from zhunsheng.shell.frame import Step

__all__ = ["export", "figure", "figures", "picture_file"]

_FIRST = next(iter(OVERLAYS))


def figures(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """All figures of an edition, small, each leading to its page."""
    edition = edition_or_404(request, slug, key)
    tree, found = figures_of(edition)
    context: dict[str, Any] = {
        "figures": [
            {
                "figure": one,
                "href": address("figure", edition, one.number),
                "svg": address("figure-file", edition, one.number),
                "facts": _facts(tree, one.code),
                "hue": tree.hue(one.code) if one.code else 0,
            }
            for one in found
        ],
        "modules": len(tree.modules),
    }
    return _page(request, "figures", edition, [Step("体系图")], context)


def _facts(tree: Any, code: str) -> str:
    parts = (
        len(list(tree.below(code))) if code else sum(1 for one in tree.walk() if len(tree.path(one.code)) > 1)
    )
    items = len(tree.items(code)) if code else len(tree.system.planned_standards)
    return f"{parts} 个类别" + (f"、{items} 项" if tree.listed else "")


def figure(request: HttpRequest, slug: str, key: str, number: int) -> HttpResponse:
    """One figure, what is laid over it by ``?overlay=``, and its rows."""
    edition = edition_or_404(request, slug, key)
    found, beyond = _found(edition, number, request), _beyond(request)
    overlay = _overlay(request)
    kept = {"overlay": overlay if overlay != _FIRST else "", "outside": beyond}
    picture = found.picture(overlay, _subsystem(edition), _around(edition))
    _, every = figures_of(edition)
    named = f"{edition.system.name}-{edition.display_label}-图{number}-{found.figure.title}"
    context: dict[str, Any] = {
        "found": found,
        "figure": found.figure,
        "finding": found.finding,
        # The text comes from our own writer, which escapes every name.
        "svg": mark_safe(picture.svg(cls="diagram figure")),  # noqa: S308
        "overlay": overlay,
        "overlays": [
            (
                label,
                address("figure", edition, number, overlay=name if name != _FIRST else ""),
                name == overlay,
            )
            for name, label in OVERLAYS.items()
        ],
        "lines": _lines(edition, found),
        "kinds": KINDS,
        "grades": [grade for grade, _ in found.rows[0].grades],
        "svg_href": address("figure-file", edition, number, **kept),
        "beyond": not beyond,
        "beyond_href": address("figure", edition, number, **kept | {"outside": "" if beyond else "no"}),
        "png_name": f"{named}.png".replace("/", "_"),
        "exports": [
            (kind, address("figure-export", edition, number, kind, outside=beyond)) for kind in FORMATS
        ],
        "source_href": _source(edition, found.figure.line),
        "previous": _beside(edition, every, number - 1),
        "next": _beside(edition, every, number + 1),
    }
    trail = [Step("体系图", address("figures", edition)), Step(f"图 {number}")]
    return _page(request, "figure", edition, trail, context)


def _lines(edition: Edition, found: Figured) -> list[dict[str, Any]]:
    subsystem, lines = _subsystem(edition), []
    for row in found.rows:
        boxed = row.kind in {"module", "part"}
        asked = {"category" if row.depth else "module": row.code}
        lines.append(
            {
                "row": row,
                "kind": KINDS[row.kind],
                "boxed": boxed,
                "hue": found.tree.hue(row.code or row.parent),
                "href": subsystem(row.code) if boxed else row.href,
                "items_href": edition_address("systems:items", edition, **asked)
                if boxed and row.items
                else "",
            }
        )
    return lines


def _beside(edition: Edition, every: list[Any], number: int) -> tuple[str, str] | None:
    if not 1 <= number <= len(every):
        return None
    return address("figure", edition, number), f"图 {number} {every[number - 1].title}"


def picture_file(request: HttpRequest, slug: str, key: str, number: int) -> HttpResponse:
    """A figure as a file of its own, with where it comes from."""
    edition = edition_or_404(request, slug, key)
    found = _found(edition, number, request)
    text = found.picture(_overlay(request)).svg(standalone=True, caption=origin_of(edition))
    return svg_answer(text, [*_name(edition), f"图{number}", found.figure.title])


def export(request: HttpRequest, slug: str, key: str, number: int, kind: str) -> HttpResponse:
    """The rows of a figure as a file."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    edition = edition_or_404(request, slug, key)
    found = _found(edition, number, request)
    return download(
        figure_table(found, about(edition)), kind, [*_name(edition), f"图{number}", found.figure.title]
    )


def _beyond(request: HttpRequest) -> str:
    """``no`` where the address leaves out what lies outside, else ""."""
    return "no" if request.GET.get("outside") == "no" else ""


def _found(edition: Edition, number: int, request: HttpRequest) -> Figured:
    found = figure_of(edition, number, beyond=not _beyond(request))
    if found is None:
        raise Http404("这个版本没有这幅图")
    return found


def _overlay(request: HttpRequest) -> str:
    asked = request.GET.get("overlay", "")
    return asked if asked in OVERLAYS else _FIRST


def _name(edition: Edition) -> list[str]:
    return [edition.system.name, edition.display_label]


def _subsystem(edition: Edition) -> Callable[[str], str]:
    return lambda code: edition_address("systems:subsystem", edition, code)


def _around(edition: Edition) -> Callable[[str], str]:
    return lambda code: address("around", edition, end=f"subsystem:{code}")


def _source(edition: Edition, line: int) -> str:
    return f"{edition_address('systems:source', edition, lines=line)}#L{line}" if line else ""


def _page(
    request: HttpRequest, template: str, edition: Edition, trail: list[Step], context: dict[str, Any]
) -> HttpResponse:
    structure = Step("体系", edition_address("systems:structure", edition))
    around = {"section": "figures", "edition": edition, "trail": [structure, *trail]}
    return render(request, f"insight/{template}.html", around | context)
