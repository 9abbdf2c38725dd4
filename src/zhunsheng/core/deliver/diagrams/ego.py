"""What surrounds one thing: the thing in the middle, on its left what points to it, on its right what it points to.

Rings are steps. Every arrow runs from subject to target and carries its type; confirmed ones are solid, suggested ones
dashed. What finds no room is counted in a box of its own, and the table beside the picture holds all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhunsheng.core.deliver.diagrams.chart import (
    Chart,
    Piece,
    Shape,
    Span,
    arrow,
    empty_picture,
    is_free,
    legend,
    n,
    rect,
    span_of,
)
from zhunsheng.core.deliver.diagrams.ego_plan import (
    BOW,
    CODE,
    HEAD,
    LEAD,
    LINE,
    LINK_ROW,
    NAME,
    PAD,
    EgoLink,
    EgoNode,
    Placed,
    Plan,
    cut_to,
    plan_ego,
)
from zhunsheng.core.deliver.diagrams.flows import STATUS_WORDS, status_of
from zhunsheng.core.deliver.diagrams.picture import Text
from zhunsheng.core.deliver.diagrams.text import text_width

__all__ = ["EgoLink", "EgoNode", "ego_finding", "ego_picture"]

TAG = 10.0
_LEGEND = (
    ("dg-sure", "实线：已确认"),
    ("dg-open", "虚线：待确认"),
    ("", "箭头从主体指向客体，没有箭头的不分方向；左边的指向它，右边的是它指向的"),
)


def ego_finding(nodes: Sequence[EgoNode], links: Sequence[EgoLink]) -> str:
    """What the picture shows, in one sentence: it is its title."""
    middle = next(node for node in nodes if node.distance == 0)
    name = f"{middle.label} {middle.title}".strip()
    near = sum(1 for node in nodes if node.distance == 1)
    if not near:
        return f"{name} 还没有关联"
    own = [link for link in links if middle.key in (link.subject, link.target)]
    sure = sum(1 for link in own if link.certain)
    words = f"{name}：直接关联 {near} 项，已确认 {sure} 条"
    if len(own) > sure:
        words += f"、待确认 {len(own) - sure} 条"
    far = max(node.distance for node in nodes)
    if far > 1:
        words += f"；{far} 步之内共 {len(nodes) - 1} 项"
    return words


def ego_picture(
    nodes: Sequence[EgoNode],
    links: Sequence[EgoLink],
    *,
    more_href: Callable[[int], str] | None = None,
    title: str = "",
    advice: str = "",
) -> Chart:
    """Lay the neighbourhood out; ``more_href`` leads from a ring to the list of all in it."""
    title = title or ego_finding(nodes, links)
    if not any(node.distance for node in nodes):
        return empty_picture(title, advice or "没有来源说到它与别的标准或类别有关，也没有建议。")
    plan = plan_ego(nodes, links)
    chart = Chart(title, plan.width, plan.height)
    _Painter(chart, plan, more_href).paint()
    return chart


class _Painter:
    """Draws rings, then links across, then each node with the links it hangs by."""

    def __init__(self, chart: Chart, plan: Plan, more_href: Callable[[int], str] | None) -> None:
        self.chart, self.plan, self.more_href = chart, plan, more_href
        self.names = {
            key: f"{one.node.label} {one.node.title}".strip() for key, one in plan.by_key.items() if one.node
        }
        self.taken: list[Span] = []

    def paint(self) -> None:
        """Everything, in reading order."""
        plan = self.plan
        self._rings()
        for one in [plan.centre, *plan.placed]:
            self.taken.append((one.x - 2, one.y - 2, one.x + one.w + 2, one.y + one.h + 2))
            if one.side:
                start = one.x + one.w if one.side < 0 else one.x - LEAD
                self.taken.append((start, one.y - 4, start + LEAD, one.y + one.h + 4))
        for link in plan.across:
            self._across(link)
        self._node(plan.centre)
        for one in sorted(plan.placed, key=lambda one: (one.ring, one.side, one.y)):
            for number, link in enumerate(one.links):
                self._lead(one, number, link)
            if one.above is None:
                self._loose(one)
            self._node(one)
        bottom = plan.height
        if plan.hidden_links:
            words = f"另有 {plan.hidden_links} 条关联没有画出，都在表里。"
            piece = Piece("hidden", data={"hidden": str(plan.hidden_links)})
            piece.texts.append(Text(0, bottom + 16, words, 12, "dg-soft"))
            self.chart.pieces.append(piece)
            bottom += 22
        piece, self.chart.height = legend(_LEGEND, max(320.0, plan.width), bottom + 8)
        self.chart.width = max(320.0, plan.width)
        self.chart.pieces.append(piece)

    def _rings(self) -> None:
        """The number of steps over each ring."""
        piece = Piece("rings")
        seen: set[tuple[int, int]] = set()
        for one in self.plan.placed:
            if (one.ring, one.side) in seen:
                continue
            seen.add((one.ring, one.side))
            stack = [other for other in self.plan.placed if (other.ring, other.side) == (one.ring, one.side)]
            top = min(stack, key=lambda other: other.y)
            words = f"第 {one.ring} 步"
            if one.ring == 1:
                words += " · 指向它" if one.side < 0 else " · 它指向或与它相关"
            piece.texts.append(Text(top.x + top.w / 2, 14, words, 12, "dg-soft", "middle"))
        self.chart.pieces.append(piece)

    def _node(self, one: Placed) -> None:
        node = one.node
        piece = Piece("node", frame=(one.x, one.y, one.w, one.h))
        cls = "dg-root" if one is self.plan.centre else "dg-box"
        if node is None:
            cls, piece.label = "dg-outer", f"第 {one.ring} 步另有 {one.more} 项没有画出，看表格"
            piece.data = {"more": str(one.more), "ring": str(one.ring)}
            piece.href = self.more_href(one.ring) if self.more_href else None
        else:
            kind = f"{node.kind} " if node.kind else ""
            piece.label, piece.href = f"{kind}{self.names[node.key]}", node.href
            piece.data = {"node": node.key, "distance": str(node.distance)}
        piece.shapes.append(Shape(rect(one.x, one.y, one.w, one.h), cls))
        if node is not None and node.hue:
            piece.shapes.append(Shape(rect(one.x, one.y, 3, one.h), f"dg-hue-{node.hue}"))
        y = one.y + (one.h - len(one.lines) * LINE) / 2 + CODE - 0.5
        for text, size, look in one.lines:
            piece.texts.append(Text(one.x + PAD + 3, y, text, size, look))
            y += LINE
        if one.beside:
            x = one.x + PAD + 9 + text_width(*one.lines[0][:2])
            piece.texts.append(Text(x, y - LINE, one.beside, NAME, "dg-text"))
        self.chart.pieces.append(piece)

    def _lead(self, one: Placed, number: int, link: EgoLink) -> None:
        """A link to the node nearer the middle: a curve, then a level stretch that carries its name."""
        above = one.above or self.plan.centre
        y = one.middle + (number - (len(one.links) - 1) / 2) * LINK_ROW + 3
        near = one.x + one.w if one.side < 0 else one.x
        start = near - one.side * LEAD
        edge = above.x if one.side < 0 else above.x + above.w
        bend = (start - edge) / 2
        spread = (one.middle - self.plan.centre.middle) / max(1.0, self.plan.height) * 0.7
        at = above.middle + spread * above.h
        look = "dg-sure" if link.certain else "dg-open"
        piece = self._link(link)
        curve = f"M{n(edge)} {n(at)}C{n(edge + bend)} {n(at)} {n(start - bend)} {n(y)} {n(start)} {n(y)}"
        piece.shapes.append(Shape(f"{curve}L{n(near)} {n(y)}", look))
        if not link.mutual:
            inward = one.node is not None and link.subject == one.node.key
            tip, way = (start, -one.side) if inward else (near, one.side)
            piece.shapes.append(Shape(arrow(tip, tip - way * 8, y), "dg-head"))
        words = cut_to(link.label, LEAD - 12, TAG)[0]
        text = Text((start + near) / 2, y - 3.5, words, TAG, "dg-soft", "middle")
        piece.texts.append(text)
        self.chart.pieces.append(piece)

    def _loose(self, one: Placed) -> None:
        """The box of those left out hangs on nothing: only a dashed line towards the middle."""
        x = one.x + one.w if one.side < 0 else one.x
        piece = Piece("more")
        piece.shapes.append(Shape(f"M{n(x)} {n(one.middle)}h{n(-one.side * 24)}", "dg-cross-open"))
        self.chart.pieces.append(piece)

    def _link(self, link: EgoLink) -> Piece:
        sign = "—" if link.mutual else "→"
        status = status_of(link.certain)
        ends = self.names[link.subject], self.names[link.target]
        label = f"{ends[0]} {sign}{link.label}{sign} {ends[1]}（{STATUS_WORDS[status]}）"
        data = {
            "subject": link.subject,
            "type": link.type,
            "target": link.target,
            "status": status,
        }
        return Piece("link", label, data=data)

    def _across(self, link: EgoLink) -> None:
        """A link between two that are shown but do not hang on each other: thin, named where there is room."""
        one, other = self.plan.by_key[link.subject], self.plan.by_key[link.target]
        x1, x2, bow = _ends(one, other)
        y1, y2 = one.middle - 6, other.middle - 6
        piece = self._link(link)
        look = "dg-cross" if link.certain else "dg-cross-open"
        c1, c2 = (x1 + bow, x2 + bow) if bow else ((x1 + x2) / 2, (x1 + x2) / 2)
        piece.shapes.append(Shape(f"M{n(x1)} {n(y1)}C{n(c1)} {n(y1)} {n(c2)} {n(y2)} {n(x2)} {n(y2)}", look))
        if not link.mutual:
            way = -1 if (c2 > x2) else 1
            piece.shapes.append(Shape(arrow(x2, x2 - way * 6, y2, 3), "dg-head"))
        x, y = (x1 + 3 * c1 + 3 * c2 + x2) / 8, (y1 + y2) / 2
        text = Text(x, y + 3, link.label, TAG, "dg-soft", "middle")
        left, top, right, bottom = span = span_of(text)
        inside = left >= 0 and right <= self.plan.width and top >= HEAD and bottom <= self.plan.height
        if inside and is_free(span, self.taken):
            self.taken.append(span)
            piece.texts.append(text)
        self.chart.pieces.append(piece)


def _ends(one: Placed, other: Placed) -> tuple[float, float, float]:
    """Where a link across leaves and arrives, and how far it bows out (0: between facing edges)."""
    if abs(one.x + one.w / 2 - other.x - other.w / 2) < one.w + 20:
        # One above the other: on the side away from the middle, clear of the level stretches.
        side = one.side or other.side or 1
        x1 = one.x if side < 0 else one.x + one.w
        x2 = other.x if side < 0 else other.x + other.w
        return x1, x2, side * BOW
    if one.x < other.x:
        return one.x + one.w, other.x, 0.0
    return one.x, other.x + other.w, 0.0
