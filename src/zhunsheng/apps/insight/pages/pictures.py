"""Pictures of what leads from module to module: chord diagram, sankey, heat map; on the page, as files, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from zhunsheng.apps.insight import queries
from zhunsheng.apps.insight.drawing import Between, between, flow_table, origin_of, types_said
from zhunsheng.apps.insight.listing import about, read_filter
from zhunsheng.apps.insight.pages.common import address, edition_or_404
from zhunsheng.apps.systems.addressed import edition_address
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.deliver.diagrams import Chart, chord_picture, heat_picture, sankey_picture
from zhunsheng.core.deliver.diagrams.flows import Flow
from zhunsheng.core.deliver.tables import Table
from zhunsheng.shell.downloads import FORMATS, download

__all__ = ["CHARTS", "chart_context", "export", "picture_file", "svg_answer"]

#: view → its name
CHARTS = {"matrix": "矩阵", "chord": "弦图", "sankey": "流向图"}


def chart_context(edition: Edition, view: str, matrix: Any, query: Mapping[str, str]) -> dict[str, Any]:
    """What the overview shows under the view ``chord``, ``sankey`` or ``table``, with the rows below the picture."""
    found = between(matrix)
    asked = {name: value for name, value in query.items() if value}
    context: dict[str, Any] = {
        "flows": [_row(edition, found, flow, query) for flow in found.flows],
        "exports": [(kind, address("between-export", edition, kind, **asked)) for kind in FORMATS],
        "finding": found.title,
    }
    name = view if view in CHARTS else ""
    if name:
        context["svg_href"] = address("between-picture", edition, name, **asked)
        context["png_name"] = f"{edition.system.name}-{edition.display_label}-{CHARTS[name]}.png"
    if name in {"chord", "sankey"}:
        chart = _chart(edition, name, found, query)
        context["chart"] = chart
        # The text comes from our own writer, which escapes every name.
        context["svg"] = mark_safe(chart.svg(cls=f"diagram {name}"))  # noqa: S308
    return context


def _chart(edition: Edition, view: str, found: Between, query: Mapping[str, str]) -> Chart:
    def flow_href(flow: Flow, status: str) -> str:
        return links_address(edition, flow, query, status)

    def cell_href(start: str, end: str) -> str:
        return address("links", edition, **{"from": start, "to": end}, **query)

    def module_href(code: str) -> str:
        return edition_address("systems:subsystem", edition, code)

    if view == "matrix":
        return heat_picture(
            found.modules, found.cells, href=cell_href, module_href=module_href, title=found.title
        )
    draw = chord_picture if view == "chord" else sankey_picture
    return draw(found.modules, found.cells, href=flow_href, module_href=module_href, title=found.title)


def links_address(edition: Edition, flow: Flow, query: Mapping[str, str], status: str = "") -> str:
    """The list of exactly the links behind a flow, of one status or of both."""
    column = {"confirmed": 2, "suggested": 3}.get(status)
    kinds = [one[0] for one in flow.types if column is None or one[column]]
    asked = {"from": flow.source, "to": flow.target, "type": ",".join(sorted(kinds)), "status": status}
    return address("links", edition, **asked, on=query.get("on", ""))


def _row(edition: Edition, found: Between, flow: Flow, query: Mapping[str, str]) -> dict[str, Any]:
    modules = {module.code: module for module in found.modules}
    return {
        "flow": flow,
        "source": modules[flow.source],
        "target": modules[flow.target],
        "types": types_said(flow),
        "href": links_address(edition, flow, query),
        "sure_href": links_address(edition, flow, query, "confirmed"),
        "open_href": links_address(edition, flow, query, "suggested"),
    }


def _asked(request: HttpRequest, edition: Edition) -> tuple[Between, dict[str, str], str]:
    """The flows, the query they answer, and that query in words."""
    asked = read_filter(request.GET, [code for code, _, _ in queries.modules_of(edition)])
    matrix = queries.module_matrix(edition, types=asked.types, on=asked.on)
    query = {"type": ",".join(sorted(asked.types)), "on": asked.on}
    said = "；".join(
        [*([f"关联类型 {query['type']}"] if asked.types else []), *([asked.on] if asked.on else [])]
    )
    return between(matrix), query, said


def picture_file(request: HttpRequest, slug: str, key: str, view: str) -> HttpResponse:
    """A picture between modules as a file of its own; ``?type=`` and ``?on=`` as on the page."""
    edition = edition_or_404(request, slug, key)
    if view not in CHARTS:
        raise Http404("没有这种图")
    found, query, said = _asked(request, edition)
    caption = origin_of(edition) + (f" · 条件：{said}" if said else "")
    text = _chart(edition, view, found, query).svg(standalone=True, caption=caption)
    return svg_answer(text, [edition.system.name, edition.display_label, CHARTS[view]])


def export(request: HttpRequest, slug: str, key: str, kind: str) -> HttpResponse:
    """The rows of the pictures as a file."""
    if kind not in FORMATS:
        raise Http404("没有这种格式")
    edition = edition_or_404(request, slug, key)
    found, _, said = _asked(request, edition)
    table: Table = flow_table(found, "模块之间的关联", about(edition, said))
    return download(table, kind, [edition.system.name, edition.display_label, "模块之间的关联"])


def svg_answer(text: str, name: list[str]) -> HttpResponse:
    """An SVG to download; ``name`` are the parts of its file name."""
    response = HttpResponse(text, content_type="image/svg+xml; charset=utf-8")
    parts = [part.replace("/", "_") for part in name if part]
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('-'.join(parts) + '.svg')}"
    return response
