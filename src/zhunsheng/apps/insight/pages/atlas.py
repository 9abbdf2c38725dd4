"""The atlas: everything of an edition in one picture, with the same rows as a table below it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhunsheng.apps.insight.charting import atlas_of
from zhunsheng.apps.insight.overlaying import compared_atlas
from zhunsheng.apps.insight.pages.common import address, edition_or_404, page
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import list_editions
from zhunsheng.core.deliver.atlas import CHANGES, KINDS, LINKS, Atlas, AtlasView, atlas_table
from zhunsheng.core.deliver.diagrams.atlas import atlas_svg
from zhunsheng.core.deliver.tables import Table
from zhunsheng.core.registry.words import LEVELS, STATUSES
from zhunsheng.shell.downloads import FORMATS, download
from zhunsheng.shell.frame import Step

__all__ = ["atlas", "export", "picture", "rows"]

ROWS_A_PAGE = 200


def atlas(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The page: filters, the place of the picture, the table."""
    edition = edition_or_404(request, slug, key)
    drawn, before = _drawn(request, edition)
    relations = f"/api/v1/systems/{edition.system.slug}/{quote(edition.key_in_address)}/relations"
    context: dict[str, Any] = {
        "filters": _filters(drawn, request),
        "others": [one for one in list_editions(request.user, edition.system) if one.pk != edition.pk],
        "before": before,
        "on": request.GET.get("on", ""),
        "payload": f"{relations}/atlas{f'?with={quote(before.key)}' if before else ''}",
        "relations": relations,
        "pages_at": address("overview", edition),
        "svg_at": address("atlas-picture", edition),
        "caption": _caption(edition, AtlasView.of(request.GET.dict())),
        "rows_at": address("atlas-rows", edition),
        "downloads": [(kind.upper(), address("atlas-export", edition, kind)) for kind in FORMATS],
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "png": f"{edition.system.name}-{edition.display_label}-图谱.png",
        "total": len(drawn.nodes),
        **_table(drawn, request),
    }
    return page(request, "atlas", edition, "atlas", [Step("图谱")], context)


def _drawn(request: HttpRequest, edition: Edition) -> tuple[Atlas, Edition | None]:
    """The atlas, and the edition it is laid over where ``?with=`` names one that this reader may see."""
    wanted = request.GET.get("with", "")
    before = next((one for one in list_editions(request.user, edition.system) if one.key == wanted), None)
    if before is None or before.pk == edition.pk:
        return atlas_of(edition), None
    return compared_atlas(edition, before), before


def rows(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The table of a view alone, for the page that is already there."""
    edition = edition_or_404(request, slug, key)
    drawn, _before = _drawn(request, edition)
    context = {
        "edition": edition,
        "atlas_at": address("atlas", edition),
        **_table(drawn, request),
    }
    return render(request, "insight/_atlas_rows.html", context)


def export(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """All rows of a view as a file."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    edition = edition_or_404(request, slug, key)
    view = AtlasView.of(request.GET.dict())
    return download(atlas_table(_drawn(request, edition)[0], view), kind, _name(edition))


def picture(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The view as an SVG file; ``?inline`` shows it in the page."""
    edition = edition_or_404(request, slug, key)
    drawn, _before = _drawn(request, edition)
    view = AtlasView.of(request.GET.dict())
    text = atlas_svg(drawn, view.shown(drawn), caption=_caption(edition, view))
    response = HttpResponse(text, content_type="image/svg+xml; charset=utf-8")
    if "inline" not in request.GET:
        name = quote("-".join(_name(edition)) + ".svg")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _caption(edition: Edition, view: AtlasView) -> str:
    status = f"（{edition.guide_status}）" if edition.guide_status else ""
    day = f"，{view.on} 的样子" if view.on else ""
    return f"依据《{edition.title}》{edition.display_label}{status}{day}。虚线环带：尚无拟制定标准。"


def _name(edition: Edition) -> list[str]:
    return [edition.system.name, edition.display_label, "图谱"]


def _filters(drawn: Atlas, request: HttpRequest) -> list[dict[str, Any]]:
    """The selects: only values that occur; one that stands in the address beside others is kept as it is."""
    nodes = drawn.nodes
    present = {
        name: {getattr(node, name) for node in nodes}
        for name in ("kind", "module", "status", "urgency", "level", "change")
    }
    present["type"] = {line.type for line in drawn.lines}
    present["links"] = set(LINKS)
    words = {
        "kind": ("种类", KINDS),
        "module": ("模块", {one.code: f"{one.code} {one.name}" for one in drawn.sectors}),
        "type": ("关联类型", {key: forward for key, forward, *_ in drawn.types}),
        "links": ("关联状态", {key: word for key, word in LINKS.items() if key}),
        "status": ("标准状态", STATUSES),
        "urgency": ("缓急程度", {key: label for key, label, _tone in drawn.grades}),
        "level": ("标准层级", LEVELS),
        "change": ("变化", {key: word for key, word in CHANGES.items() if key}),
    }
    made = []
    for name, (label, known) in words.items():
        chosen = request.GET.get(name, "")
        choices = [(key, word) for key, word in known.items() if key in present[name]]
        if chosen and chosen not in known:
            several = [known[part] for part in chosen.split(",") if part in known]
            choices.append((chosen, "、".join(several) or chosen))
        if choices:
            made.append({"key": name, "label": label, "choices": choices, "chosen": chosen})
    return made


def _table(drawn: Atlas, request: HttpRequest) -> dict[str, Any]:
    """One page of the rows of the view that the address asks for."""
    view = AtlasView.of(request.GET.dict())
    shown = view.shown(drawn)
    asked = request.GET.get("page", "1")
    last = max(1, -(-len(shown) // ROWS_A_PAGE))
    at = min(last, max(1, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1))
    here = shown[(at - 1) * ROWS_A_PAGE : at * ROWS_A_PAGE]
    table: Table = atlas_table(drawn, view, here)
    hrefs = [
        drawn.bases.get(drawn.nodes[n].kind, "") + drawn.nodes[n].href if drawn.nodes[n].href else ""
        for n in here
    ]
    query = request.GET.copy()
    query.pop("page", None)
    base = f"?{query.urlencode()}&" if query else "?"
    return {
        "columns": table.columns,
        "lines": [
            {"key": drawn.nodes[n].key, "href": href, "cells": record}
            for n, href, record in zip(here, hrefs, table.records(), strict=True)
        ],
        "found": len(shown),
        "pages": [(number, f"{base}page={number}", number == at) for number in range(1, last + 1)]
        if last > 1
        else [],
        "page_size": ROWS_A_PAGE,
    }
