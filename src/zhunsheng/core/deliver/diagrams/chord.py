"""The chord diagram: modules round a circle, a ribbon for all links from one to another.

Confirmed links are filled, suggested ones hollow with a dashed edge; a ribbon ends in a point where it arrives. Names
stand in two columns beside the circle, so that they never meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, pi, sin

from zhunsheng.core.deliver.diagrams.chart import (
    Chart,
    Piece,
    Shape,
    Span,
    empty_picture,
    is_free,
    legend,
    line,
    n,
    span_of,
)
from zhunsheng.core.deliver.diagrams.flows import Cell, Flow, FlowLink, Module, finding, flows_of
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

__all__ = ["chord_picture"]

RADIUS, RING, TIP = 236.0, 15.0, 10.0
LABEL_WIDE, LABEL_GAP, REACH = 190.0, 10.0, 54.0
_LEGEND = (
    *SWATCHES,
    ("", "颜色与字母是发出关联的模块；尖端指向被关联的模块，没有尖端的不分方向"),
)


@dataclass(slots=True)
class _Band:
    """One ribbon: a flow of one status, and the two slots (angles) it takes."""

    flow: Flow
    status: str
    slots: list[tuple[float, float]] = field(default_factory=lambda: [(0.0, 0.0)] * 2)

    @property
    def count(self) -> int:
        """How many links it stands for."""
        return self.flow.count(self.status)


@dataclass(slots=True)
class _Label:
    """A module's name beside the circle: its lines, what is counted, the wish and the place of its top."""

    module: Module
    lines: list[str]
    fact: str
    angle: float
    top: float = 0.0

    @property
    def height(self) -> float:
        return len(self.lines) * NAME_LINE + 15


def chord_picture(
    modules: Sequence[Module],
    cells: Sequence[Cell],
    *,
    href: FlowLink | None = None,
    module_href: Link | None = None,
    title: str = "",
) -> Chart:
    """Lay the diagram out; ``href`` leads to the links behind a ribbon, ``module_href`` to a module's page."""
    flows = flows_of(modules, cells)
    title = title or finding(modules, flows)
    if not flows:
        return empty_picture(title)
    bands = [_Band(*band) for band in bands_of(flows)]
    arcs = _arcs(modules, flows)
    _slots(modules, bands, arcs)
    labels = [_label(module, flows, arcs[module.code]) for module in modules]
    left = [one for one in labels if sin(one.angle) < 0]
    right = [one for one in labels if sin(one.angle) >= 0]
    half = max(RADIUS + RING + 26, *(_stack_height(side) / 2 + 4 for side in (left, right)))
    for side in (left, right):
        _place(side, half)
    wide = max(label_width(one) for one in labels)
    middle = wide + REACH + RADIUS + RING
    chart = Chart(title, 2 * middle, 0)
    _Painter(chart, modules, middle, half, href, module_href).paint(bands, arcs, labels, wide)
    piece, bottom = legend(_LEGEND, chart.width, 2 * half + 6)
    chart.pieces.append(piece)
    chart.height = bottom
    return chart


# ---- angles ------------------------------------------------------------------------------------------------


def _arcs(modules: Sequence[Module], flows: list[Flow]) -> dict[str, tuple[float, float]]:
    """Begin and end of each module's arc, clockwise from the top; every module has some, however few its links."""
    weights = dict.fromkeys((module.code for module in modules), 0)
    for flow in flows:
        weights[flow.source] += flow.total
        weights[flow.target] += flow.total
    count, total = len(weights), sum(weights.values())
    gap = min(0.05, 1.2 / count)
    least = min(0.03, 0.6 / count)
    free = 2 * pi - count * (gap + least)
    arcs, at = {}, gap / 2
    for code, weight in weights.items():
        end = at + least + free * weight / total
        arcs[code] = (at, end)
        at = end + gap
    return arcs


def _slots(modules: Sequence[Module], bands: list[_Band], arcs: dict[str, tuple[float, float]]) -> None:
    """Give each ribbon its two slots: on an arc they stand so that ribbons leave towards their other end untwisted."""
    place = {module.code: index for index, module in enumerate(modules)}
    count = len(place)
    for code, (start, end) in arcs.items():
        here = place[code]
        ends: list[tuple[tuple[int, int, int], int, int]] = []
        for number, band in enumerate(bands):
            for side, other in ((0, band.flow.target), (1, band.flow.source)):
                if (band.flow.source, band.flow.target)[side] != code:
                    continue
                away = (here - place[other]) % count or count
                twist = number if here < place[other] or (here == place[other] and not side) else -number
                ends.append(((away, twist, side), number, side))
        ends.sort()
        weight = sum(bands[number].count for _, number, _ in ends)
        at = start
        for _, number, side in ends:
            band = bands[number]
            step = (end - start) * band.count / weight
            band.slots[side] = (at, at + step)
            at += step


# ---- labels ------------------------------------------------------------------------------------------------


def _label(module: Module, flows: list[Flow], arc: tuple[float, float]) -> _Label:
    sent = sum(flow.total for flow in flows if flow.source == module.code and flow.directed)
    got = sum(flow.total for flow in flows if flow.target == module.code and flow.directed)
    mutual = sum(
        flow.total for flow in flows if module.code in (flow.source, flow.target) and not flow.directed
    )
    facts = [f"发出 {sent}", f"收到 {got}"] if sent or got else []
    facts += [f"不分方向 {mutual}"] if mutual else []
    room = LABEL_WIDE - text_width(module.code, NAME) - 6
    lines = wrap(module.name, max(40.0, room), NAME, even=True)
    return _Label(module, lines, " · ".join(facts) or "没有关联", (arc[0] + arc[1]) / 2)


def _stack_height(labels: list[_Label]) -> float:
    return sum(one.height + LABEL_GAP for one in labels)


def _place(labels: list[_Label], half: float) -> None:
    """Tops of the labels of one side: near their arcs, apart from each other, within the picture."""
    labels.sort(key=lambda one: -cos(one.angle))
    floor = 2.0
    for one in labels:
        wish = half - (RADIUS + 30) * cos(one.angle) - one.height / 2
        one.top = max(floor, wish)
        floor = one.top + one.height + LABEL_GAP
    ceiling = 2 * half - 2
    for one in reversed(labels):
        one.top = min(one.top, ceiling - one.height)
        ceiling = one.top - LABEL_GAP


# ---- painting ----------------------------------------------------------------------------------------------


class _Painter:
    """Puts arcs, ribbons and labels round the middle; for each module first its name, then what it sends."""

    def __init__(
        self,
        chart: Chart,
        modules: Sequence[Module],
        middle: float,
        half: float,
        href: FlowLink | None,
        module_href: Link | None,
    ) -> None:
        self.chart, self.x, self.y = chart, middle, half
        self.modules = {module.code: module for module in modules}
        self.href, self.module_href = href, module_href
        self.taken: list[Span] = []

    def paint(
        self, bands: list[_Band], arcs: dict[str, tuple[float, float]], labels: list[_Label], wide: float
    ) -> None:
        for label in labels:
            self._module(label, arcs[label.module.code], wide)
            for band in bands:
                if band.flow.source == label.module.code:
                    self._ribbon(band)
        tags = Piece("tags")
        for band in sorted(bands, key=lambda one: -one.count):
            self._tags(band, tags)
        self.chart.pieces.append(tags)

    def _at(self, angle: float, radius: float) -> tuple[float, float]:
        return self.x + radius * sin(angle), self.y - radius * cos(angle)

    def _arc(self, start: float, end: float, radius: float, sweep: int = 1) -> str:
        x, y = self._at(end, radius)
        large = 1 if abs(end - start) > pi else 0
        return f"A{n(radius)} {n(radius)} 0 {large} {sweep} {n(x)} {n(y)}"

    def _module(self, label: _Label, arc: tuple[float, float], wide: float) -> None:
        module, (start, end) = label.module, arc
        inner, outer = RADIUS + 1.5, RADIUS + RING
        x0, y0 = self._at(start, outer)
        x1, y1 = self._at(end, inner)
        ring = f"M{n(x0)} {n(y0)}{self._arc(start, end, outer)}L{n(x1)} {n(y1)}"
        ring += f"{self._arc(end, start, inner, 0)}Z"
        piece = Piece("module", f"{module.code} {module.name}：{label.fact}", data={"code": module.code})
        piece.href = self.module_href(module.code) if self.module_href else None
        piece.shapes.append(Shape(ring, f"dg-hue-{module.hue}"))
        on_right = sin(label.angle) >= 0
        edge = self.x + (RADIUS + RING + REACH) * (1 if on_right else -1)
        middle = label.top + 12
        points = [self._at(label.angle, outer + 2), self._at(label.angle, outer + 17)]
        points += [(edge - (14 if on_right else -14), middle), (edge - (5 if on_right else -5), middle)]
        piece.shapes.append(Shape(line(points), "dg-lead"))
        left = edge if on_right else edge - label_width(label)
        below = label.top + 13 + len(label.lines) * NAME_LINE + 2
        piece.texts += label_texts(label, left, label.top + 16, below)
        self.taken += [span_of(text) for text in piece.texts]
        for (px, py), (qx, qy) in pairwise(points):
            for step in range(13):
                at_x, at_y = px + (qx - px) * step / 12, py + (qy - py) * step / 12
                self.taken.append((at_x - 2, at_y - 2, at_x + 2, at_y + 2))
        self.chart.pieces.append(piece)

    def _ribbon(self, band: _Band) -> None:
        flow = band.flow
        (a0, a1), (b0, b1) = band.slots
        x, y = self._at(a0, RADIUS)
        data = f"M{n(x)} {n(y)}{self._arc(a0, a1, RADIUS)}"
        through = f"Q{n(self.x)} {n(self.y)} "
        if flow.directed:
            near = [self._at(b0, RADIUS - TIP), self._at((b0 + b1) / 2, RADIUS), self._at(b1, RADIUS - TIP)]
            data += f"{through}{n(near[0][0])} {n(near[0][1])}" + "".join(
                f"L{n(px)} {n(py)}" for px, py in near[1:]
            )
        else:
            bx, by = self._at(b0, RADIUS)
            data += f"{through}{n(bx)} {n(by)}{self._arc(b0, b1, RADIUS)}"
        data += f"{through}{n(x)} {n(y)}Z"
        self.chart.pieces.append(ribbon(flow, band.status, data, self.modules[flow.source].hue, self.href))

    def _tags(self, band: _Band, tags: Piece) -> None:
        """At either end of a ribbon the letter of the other end and the count, where there is room."""
        flow = band.flow
        signs = ("→", "←") if flow.directed else ("—", "—")
        for slot, sign, other in zip(band.slots, signs, (flow.target, flow.source), strict=True):
            if flow.source == flow.target and sign == "←":
                continue
            angle = (slot[0] + slot[1]) / 2
            aside = 0 if abs(sin(angle)) < 0.3 else (1 if sin(angle) > 0 else -1)
            x, y = self._at(angle, RADIUS + RING + (5 if aside else 12))
            anchor = ("middle", "start", "end")[aside]
            text = Text(x, y + 3.5, f"{sign}{other} {band.count}", 10, "dg-soft", anchor)
            left, top, right, bottom = span = span_of(text)
            inside = left > 0 and right < self.chart.width and top > 0 and bottom < 2 * self.y
            if inside and is_free(span, self.taken, 1):
                self.taken.append(span)
                tags.texts.append(text)
