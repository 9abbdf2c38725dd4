"""The sankey of relations: modules that links come from on the left, modules they lead to on the right.

Bands are as thick as the links are many; confirmed ones filled, suggested ones hollow with a dashed edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhunsheng.core.deliver.diagrams.chart import Chart, Piece, Shape, empty_picture, legend, n, rect
from zhunsheng.core.deliver.diagrams.flows import (
    CONFIRMED,
    SUGGESTED,
    Cell,
    Flow,
    FlowLink,
    Module,
    finding,
    flows_of,
)
from zhunsheng.core.deliver.diagrams.picture import Link, Text
from zhunsheng.core.deliver.diagrams.ribbons import (
    NAME,
    NAME_LINE,
    SWATCHES,
    bands_of,
    label_texts,
    label_width,
    ribbon,
)
from zhunsheng.core.deliver.diagrams.text import text_width, wrap

__all__ = ["sankey_picture"]

WIDTH, NODE, GAP, HEAD = 1000.0, 14.0, 10.0, 30.0
ROOM, TALLEST, THINNEST = 560.0, 13.0, 0.6
LABEL_WIDE = 200.0
TAG_LEAST = 12.0
_LEGEND = (
    *SWATCHES,
    ("", "颜色与字母是发出关联的模块；不分方向的关联画在排在前面的模块一侧"),
)


@dataclass(slots=True)
class _Node:
    """A module on one side: where it stands and how far its bands reach."""

    module: Module
    bands: list[tuple[Flow, str]]
    lines: list[str]
    fact: str
    top: float = 0.0
    height: float = 0.0
    places: dict[tuple[Flow, str], tuple[float, float]] = field(default_factory=dict)


def sankey_picture(
    modules: Sequence[Module],
    cells: Sequence[Cell],
    *,
    href: FlowLink | None = None,
    module_href: Link | None = None,
    title: str = "",
) -> Chart:
    """Lay the sankey out; ``href`` leads to the links behind a band, ``module_href`` to a module's page."""
    flows = flows_of(modules, cells)
    title = title or finding(modules, flows)
    if not flows:
        return empty_picture(title)
    unit = min(TALLEST, ROOM / sum(flow.total for flow in flows))
    sides = [_side(modules, flows, sending, unit) for sending in (True, False)]
    order = {module.code: index for index, module in enumerate(modules)}
    chart = Chart(title, WIDTH, 0)
    wide = max(label_width(node) for side in sides for node in side)
    heads = Piece("heads")
    heads.texts.append(Text(wide + 8 + NODE, 16, "从（发出关联的模块）", 12, "dg-soft", "start"))
    heads.texts.append(Text(WIDTH - wide - 8 - NODE, 16, "到（被关联的模块）", 12, "dg-soft", "end"))
    chart.pieces.append(heads)
    targets = {node.module.code: node for node in sides[1]}
    for node in sides[0]:
        chart.pieces.append(_node(node, wide, on_left=True, module_href=module_href))
        for flow, status in sorted(node.bands, key=lambda one: order[one[0].target]):
            chart.pieces.append(_band(node, targets[flow.target], flow, status, wide, href))
    for node in sides[1]:
        chart.pieces.append(_node(node, wide, on_left=False, module_href=module_href))
    chart.pieces.append(_tags(sides, wide))
    bottom = max(node.top + node.height for side in sides for node in side)
    piece, chart.height = legend(_LEGEND, WIDTH, bottom + 14)
    chart.pieces.append(piece)
    return chart


def _side(modules: Sequence[Module], flows: list[Flow], sending: bool, unit: float) -> list[_Node]:
    """The nodes of one side from the top down, those without links left out; every band has its place in them."""
    nodes, top = [], HEAD
    for module in modules:
        own = [flow for flow in flows if (flow.source if sending else flow.target) == module.code]
        bands = bands_of(own)
        if not bands:
            continue
        sure, open_ = (sum(flow.count(status) for flow in own) for status in (CONFIRMED, SUGGESTED))
        fact = f"已确认 {sure}" + (f" · 待确认 {open_}" if open_ else "")
        lines = wrap(module.name, LABEL_WIDE - text_width(module.code, NAME) - 6, NAME, even=True)
        node = _Node(module, bands, lines, fact, top)
        thick = {band: max(THINNEST, unit * band[0].count(band[1])) for band in bands}
        node.height = max(len(lines) * NAME_LINE + 16, sum(thick.values()))
        at = top + (node.height - sum(thick.values())) / 2
        for band in bands:
            node.places[band] = (at, at + thick[band])
            at += thick[band]
        nodes.append(node)
        top += node.height + GAP
    return nodes


def _node(node: _Node, wide: float, *, on_left: bool, module_href: Link | None) -> Piece:
    module = node.module
    side = "发出" if on_left else "收到"
    data = {"code": module.code, "side": "from" if on_left else "to"}
    piece = Piece("module", f"{module.code} {module.name} {side}：{node.fact}", data=data)
    piece.href = module_href(module.code) if module_href else None
    x = wide + 8 if on_left else WIDTH - wide - 8 - NODE
    piece.shapes.append(Shape(rect(x, node.top, NODE, node.height), f"dg-hue-{module.hue}"))
    left = wide - label_width(node) if on_left else WIDTH - wide
    start = node.top + (node.height - len(node.lines) * NAME_LINE - 15) / 2
    piece.texts += label_texts(node, left, start + 13, start + 11 + len(node.lines) * NAME_LINE)
    return piece


def _band(source: _Node, target: _Node, flow: Flow, status: str, wide: float, href: FlowLink | None) -> Piece:
    left, right = wide + 8 + NODE, WIDTH - wide - 8 - NODE
    bend = (right - left) * 0.45
    a0, a1 = source.places[flow, status]
    b0, b1 = target.places[flow, status]
    data = f"M{n(left)} {n(a0)}C{n(left + bend)} {n(a0)} {n(right - bend)} {n(b0)} {n(right)} {n(b0)}"
    data += f"V{n(b1)}C{n(right - bend)} {n(b1)} {n(left + bend)} {n(a1)} {n(left)} {n(a1)}Z"
    return ribbon(flow, status, data, source.module.hue, href)


def _tags(sides: list[list[_Node]], wide: float) -> Piece:
    """The letter of the other end and the count, at both ends of bands that are thick enough to hold them."""
    piece = Piece("tags")
    for number, side in enumerate(sides):
        for node in side:
            for (flow, status), (top, bottom) in node.places.items():
                if bottom - top < TAG_LEAST:
                    continue
                other = flow.source if number else flow.target
                sign = "—" if not flow.directed else ("←" if number else "→")
                x = WIDTH - wide - 8 - NODE - 6 if number else wide + 8 + NODE + 6
                words = f"{sign}{other} {flow.count(status)}"
                anchor = "end" if number else "start"
                piece.texts.append(Text(x, (top + bottom) / 2 + 3.6, words, 10, "dg-text", anchor))
    return piece
