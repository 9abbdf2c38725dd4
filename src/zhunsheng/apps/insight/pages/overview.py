"""关联: what leads from module to module, counted; and the ways into the rest."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zhunsheng.apps.insight import queries
from zhunsheng.apps.insight.counting import APART, Matrix
from zhunsheng.apps.insight.listing import read_filter
from zhunsheng.apps.insight.pages.common import address, edition_or_404, page
from zhunsheng.apps.insight.pages.pictures import CHARTS, chart_context
from zhunsheng.apps.insight.wording import forward, type_choices
from zhunsheng.apps.systems.models import Edition

__all__ = ["VIEWS", "overview"]

#: ``?view=`` → (label, template); other rooms add their pictures of the same matrix
VIEWS: dict[str, tuple[str, str]] = {
    "matrix": (CHARTS["matrix"], "insight/_matrix.html"),
    "chord": (CHARTS["chord"], "insight/_chart.html"),
    "sankey": (CHARTS["sankey"], "insight/_chart.html"),
    "table": ("表格", "insight/_flows.html"),
}
_SHADES = 5


def overview(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The matrix of modules, the types with their counts, and what is linked most among the categories."""
    edition = edition_or_404(request, slug, key)
    modules = queries.modules_of(edition)
    asked = read_filter(request.GET, [code for code, _, _ in modules])
    matrix = queries.module_matrix(edition, types=asked.types, on=asked.on)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else next(iter(VIEWS))
    query = {"type": ",".join(sorted(asked.types)), "on": asked.on}
    context: dict[str, Any] = {
        "matrix": matrix,
        "on": asked.on,
        "view": view,
        "views": [
            (label, address("overview", edition, view=name, **query), name == view)
            for name, (label, _) in VIEWS.items()
        ],
        "view_template": VIEWS[view][1],
        "rows": _rows(edition, matrix, query),
        "types": _types(edition, matrix, asked.on),
        "type_choices": [
            (name, label, name in asked.types) for name, label in type_choices() if name not in APART
        ],
        "today": timezone.localdate().isoformat(),
        "boxes": queries.box_counts(edition),
        "open": queries.review_counts(edition)["status"].get("suggested", 0),
        "tensions": queries.unsettled_tensions(edition).count(),
        "plain": address("overview", edition),
        "ask_at": address("around", edition),
        "around_at": address("around", edition),
        "impact_at": address("impact", edition),
        "health_at": address("health", edition),
        "review_at": address("review", edition),
    }
    context |= chart_context(edition, view, matrix, query)
    return page(request, "overview", edition, "overview", [], context)


def _rows(edition: Edition, matrix: Matrix, query: dict[str, str]) -> list[dict[str, Any]]:
    """The matrix row by row; ``shade`` of a cell is 0 to 5 by its confirmed links, by the open ones where none are."""
    sure = max((cell.sure for cell in matrix.cells.values()), default=0)
    most = sure or max((cell.open for cell in matrix.cells.values()), default=0)
    rows = []
    for start, name, hue in matrix.modules:
        cells = []
        for end, other, _ in matrix.modules:
            cell = matrix.cell(start, end)
            weight = cell.sure if sure else cell.open
            cells.append(
                {
                    "sure": cell.sure,
                    "open": cell.open,
                    "strength": cell.strength,
                    "shade": -(-weight * _SHADES // most) if most else 0,
                    "href": address("links", edition, **{"from": start, "to": end}, **query),
                    "label": f"{start} {name} 到 {end} {other}",
                }
            )
        rows.append({"code": start, "name": name, "hue": hue, "cells": cells})
    return rows


def _types(edition: Edition, matrix: Matrix, on: str) -> list[dict[str, Any]]:
    kinds = [
        kind for kind, _ in type_choices() if matrix.total.confirmed[kind] or matrix.total.suggested[kind]
    ]
    return [
        {
            "label": forward(kind),
            "sure": matrix.total.confirmed[kind],
            "open": matrix.total.suggested[kind],
            "href": address("links", edition, type=kind, on=on),
        }
        for kind in kinds
    ]
