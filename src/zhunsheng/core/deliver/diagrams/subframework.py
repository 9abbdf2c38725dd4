"""The sub-framework of one module in the manner of GB/T 13016: solid inside the module, dashed beyond it.

From left to right: the module, its groups, its parts with their items, the topics of a part, and, dashed, the
standards and subsystems of other modules that a part is tied to. The code in a box is the 标准体系编号 and the numbers
are the 序号 that the 明细表 repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from zhunsheng.core.deliver.diagrams.figures import Outside, Row, module_rows
from zhunsheng.core.deliver.diagrams.flows import status_of
from zhunsheng.core.deliver.diagrams.overlay import add_legend, mark_rows, place_marks
from zhunsheng.core.deliver.diagrams.picture import MARK, Box, Edge, Link, Picture, Text
from zhunsheng.core.deliver.diagrams.text import text_width, wrap
from zhunsheng.core.deliver.scale import Grade, urgency_scale
from zhunsheng.core.deliver.tree import SystemTree

__all__ = ["subframework_picture"]

HEAD, GAP = 24.0, 9.0
MODULE, GROUP, TOPICS, OUTER = 116.0, 104.0, 250.0, 410.0
PART_LEAST, PART_MOST, WIDTH = 236.0, 430.0, 1000.0
STEM, INDENT, PAD = 28.0, 16.0, 7.0
FONT, LINE, SMALL, SMALL_LINE = 13.0, 17.0, 11.0, 15.0
MOST_OUTSIDE, MOST_SINGLE = 3, 6


@dataclass(slots=True)
class _Lane:
    """One part with its topics and what it is tied to outside."""

    row: Row
    depth: int
    topics: list[Row] = field(default_factory=list)
    outside: list[Row] = field(default_factory=list)
    box: Box = field(default_factory=lambda: Box("node", 0, 0, 0, 0))


def subframework_picture(
    tree: SystemTree,
    code: str,
    *,
    title: str = "",
    href: Link | None = None,
    outside: Sequence[Outside] = (),
    more_href: Callable[[str], str] | None = None,
    overlay: str = "urgency",
) -> Picture:
    """Lay one module out. ``href`` leads to a code's page, ``more_href`` to all that a part is tied to outside.

    ``overlay``: urgency (a mark for each item), counts (how many and their 序号) or none.
    """
    rows = module_rows(tree, code, outside)
    picture = Picture(title or f"{tree.by_code[code].name}子框架", 0, 0)
    painter = _Painter(tree, picture, _lanes(rows), href, more_href, overlay)
    painter.paint(rows[0])
    return picture


def _lanes(rows: list[Row]) -> list[_Lane]:
    """Parts in order. What is tied to the module itself, or listed right under it, has a lane of its own before."""
    module = rows[0]
    lanes = [_Lane(row, row.depth - 1) for row in rows[1:] if row.kind == "part"]
    own = _Lane(module, 0)
    by_code = {lane.row.code: lane for lane in lanes} | {module.code: own}
    for row in rows[1:]:
        if row.kind == "topic":
            by_code[row.parent].topics.append(row)
        elif row.kind == "outside":
            by_code[row.parent].outside.append(row)
    return [own, *lanes] if own.topics or own.outside or not lanes else lanes


class _Painter:
    """Puts lanes below one another; each column begins where the one before ends."""

    def __init__(
        self,
        tree: SystemTree,
        picture: Picture,
        lanes: list[_Lane],
        href: Link | None,
        more_href: Callable[[str], str] | None,
        overlay: str,
    ) -> None:
        self.tree, self.picture, self.lanes = tree, picture, lanes
        self.href, self.more_href, self.overlay = href, more_href, overlay
        self.grades: list[Grade] = urgency_scale(tree.system)
        self.grouped = any(lane.row.group for lane in lanes if lane.row.kind == "part")
        topics, outer = any(lane.topics for lane in lanes), any(lane.outside for lane in lanes)
        self.group_x = 1 + MODULE + STEM
        self.part_x = self.group_x + (GROUP + STEM if self.grouped else 0)
        rest = (STEM + TOPICS if topics else 0) + (STEM + OUTER if outer else 0)
        self.part = min(PART_MOST, max(PART_LEAST, WIDTH - self.part_x - rest - 1))
        self.topic_x = self.part_x + self.part + STEM
        self.outer_x = self.topic_x + (TOPICS + STEM if topics else 0)
        picture.width = max(WIDTH, self.part_x + self.part + rest + 1)

    def paint(self, module: Row) -> None:
        """Heads, lanes, groups, the module's box, the legend."""
        self._heads()
        y = HEAD
        for lane in self.lanes:
            y = self._lane(lane, y) + GAP
        bottom = self._trunk(module, y - GAP)
        self.picture.height = self._legend(bottom + GAP + 6)

    def _heads(self) -> None:
        heads = [(1.0, "模块")]
        heads += [(self.group_x, "分组")] if self.grouped else []
        heads += [(self.part_x, "类别（编号即明细表的体系编号）")]
        heads += [(self.topic_x, "方向")] if any(lane.topics for lane in self.lanes) else []
        heads += (
            [(self.outer_x, "边界以外：有关的标准与子体系")]
            if any(lane.outside for lane in self.lanes)
            else []
        )
        for x, words in heads:
            box = Box("label", x, 0, text_width(words, 12) + 2, 18, cls="dg-none")
            box.texts.append(Text(x, 13, words, 12, "dg-soft"))
            self.picture.boxes.append(box)

    # ---- a lane ----

    def _lane(self, lane: _Lane, top: float) -> float:
        topics, topic_bottom = self._topics(lane, top)
        box = self._part(lane, top)
        if lane.topics and lane.outside:
            box.h = max(box.h, topic_bottom - top + 16)
        lane.box = box
        self.picture.boxes += [box, *topics]
        middle = top + 14
        if topics:
            self._edge([(box.x + box.w, middle), (self.topic_x, middle)])
        bottom = max(top + box.h, topic_bottom)
        if lane.outside:
            bottom = max(bottom, self._outside(lane, top))
        return bottom

    def _part(self, lane: _Lane, top: float) -> Box:
        row = lane.row
        own = row.kind == "module"
        indent = min(lane.depth, 6) * INDENT
        x, width = self.part_x + indent, self.part - indent
        hue = self.tree.hue(row.code)
        items = row.items if not own else len(self.tree.own_items(row.code))
        cls = "dg-hollow" if self.tree.is_empty(row.code) else "dg-box"
        box = Box("node", x, top, width, 0, row.code, cls, hue, strip=3)
        box.href = self.href(row.code) if self.href else None
        box.data = {"items": str(items)} | ({"group": row.group} if row.group else {})
        name = "整个模块" if own else row.name
        code = text_width(row.code, SMALL) + 10
        lines = wrap(name, width - PAD - code - 6, FONT, even=True)
        y = top + 4 + FONT
        box.texts.append(Text(x + PAD + 2, y, row.code, SMALL, f"dg-ink-{hue}"))
        for index, one in enumerate(lines):
            box.texts.append(Text(x + PAD + code, y + index * LINE, one, FONT))
        y += (len(lines) - 1) * LINE + 6
        if self.tree.listed and self.overlay != "none" and (items or not own):
            y = self._overlay(box, row, items, y)
        box.h = y - top + 5
        said = f"拟制定标准 {items} 项" if items else "尚无拟制定标准"
        numbered = f"，序号 {row.numbers}" if items and not own else ""
        box.label = f"{row.code} {name}" + (f"：{said}{numbered}" if self.tree.listed else "")
        return box

    def _overlay(self, box: Box, row: Row, items: int, y: float) -> float:
        """Marks or numbers under the name; the lowest edge reached."""
        left, right = box.x + PAD + 2, box.x + box.w - PAD
        if not items:
            empty = not self.tree.children(row.code)
            words = "尚无拟制定标准" if empty else "没有直接列入的"
            box.texts.append(Text(left, y + 11, words, SMALL, "dg-soft"))
            return y + SMALL_LINE
        if self.overlay == "urgency":
            rows = mark_rows(self.tree.own_items(row.code), self.grades, right - left, MOST_SINGLE)
            y += 3
            for marks in rows:
                x = place_marks(box, marks, left, y)
                y += MARK + 3
            words = f"{items} 项"
            if x + 4 + text_width(words, SMALL) <= right:
                box.texts.append(Text(x + 4, y - 5, words, SMALL, "dg-soft"))
                return y - 2
            y -= 2
        else:
            words = f"{items} 项，序号 {row.numbers}"
        for one in wrap(words, right - left, SMALL):
            y += SMALL_LINE
            box.texts.append(Text(left, y - 3, one, SMALL, "dg-soft"))
        return y

    def _topics(self, lane: _Lane, top: float) -> tuple[list[Box], float]:
        """Topics of a part, as many beside each other as fit."""
        boxes: list[Box] = []
        x, y, height = self.topic_x, top, 0.0
        for row in lane.topics:
            lines = wrap(row.name, TOPICS - 2 * PAD, 12, even=True)
            wide = max(text_width(one, 12) for one in lines) + 2 * PAD
            if x > self.topic_x and x + wide > self.topic_x + TOPICS:
                x, y = self.topic_x, y + height + 5
                height = 0
            box = Box("label", x, y, wide, len(lines) * 16 + 10, cls="dg-box", label=f"方向：{row.name}")
            box.data = {"topic": row.name, "of": row.parent}
            for index, one in enumerate(lines):
                box.texts.append(Text(x + PAD, y + 17 + index * 16, one, 12))
            boxes.append(box)
            x, height = x + wide + 5, max(height, box.h)
        return boxes, y + height

    def _outside(self, lane: _Lane, top: float) -> float:
        """Dashed boxes for what lies outside; those that do not find room are counted in the last one."""
        shown = lane.outside[:MOST_OUTSIDE]
        hidden = lane.outside[MOST_OUTSIDE:]
        leave = lane.box.y + lane.box.h - 7
        trunk = self.outer_x - 14
        y, middles = top, []
        for row in shown:
            box = self._outer(row, y)
            self.picture.boxes.append(box)
            middles.append(y + box.h / 2)
            y += box.h + 5
        if hidden:
            open_ = sum(1 for row in hidden if not row.certain)
            words = f"另有 {len(hidden)} 项" + (f"，其中待确认 {open_} 项" if open_ else "")
            box = Box("label", self.outer_x, y, OUTER, 20, cls="dg-outer", label=words)
            box.data = {"more": str(len(hidden)), "of": lane.row.code}
            box.href = self.more_href(lane.row.code) if self.more_href else None
            box.texts.append(Text(self.outer_x + PAD, y + 14, words, SMALL, "dg-soft"))
            self.picture.boxes.append(box)
            middles.append(y + 10)
            y += 25
        self._edge([(lane.box.x + lane.box.w, leave), (trunk, leave)], "dg-outer-line")
        ends = [leave, *middles]
        self._edge([(trunk, min(ends)), (trunk, max(ends))], "dg-outer-line")
        for middle in middles:
            self._edge([(trunk, middle), (self.outer_x, middle)], "dg-outer-line")
        return y - 5

    def _outer(self, row: Row, y: float) -> Box:
        words = row.words + ("" if row.certain else "（待确认）")
        head = text_width(words, SMALL) + 8
        lines = wrap(row.name, OUTER - 2 * PAD - head, 12, even=False)
        box = Box("label", self.outer_x, y, OUTER, len(lines) * 16 + 8, cls="dg-outer")
        box.label = f"{words}：{row.name}"
        box.href = row.href
        box.data = {
            "outside": row.name,
            "of": row.parent,
            "status": status_of(row.certain),
        }
        box.texts.append(Text(self.outer_x + PAD, y + 16, words, SMALL, "dg-soft"))
        for index, one in enumerate(lines):
            box.texts.append(Text(self.outer_x + PAD + head, y + 16 + index * 16, one, 12))
        return box

    # ---- what holds the lanes together ----

    def _trunk(self, module: Row, bottom: float) -> float:
        """The module's box, the groups, and the solid lines to the lanes; the lowest edge of all."""
        stops: list[float] = []
        run: list[_Lane] = []
        for lane in self.lanes:
            if lane.depth:
                continue
            group = lane.row.group if lane.row.kind == "part" else ""
            if run and run[-1].row.group != group:
                stops.append(self._group(run))
                run = []
            if group:
                run.append(lane)
            else:
                stops.append(lane.box.y + 14)
                start = self.group_x - STEM / 2
                self._edge([(start, stops[-1]), (lane.box.x, stops[-1])])
        if run:
            stops.append(self._group(run))
        self._deeper()
        ends = [bottom, *(box.y + box.h for box in self.picture.boxes if box.kind == "label" and box.data)]
        return max(*ends, self._module(module, stops, bottom))

    def _group(self, run: list[_Lane]) -> float:
        middles = [lane.box.y + 14 for lane in run]
        trunk = self.part_x - STEM / 2
        middle = (middles[0] + middles[-1]) / 2 if len(middles) > 1 else middles[0]
        name = run[0].row.group
        lines = wrap(name, GROUP - 2 * PAD, 12, even=True)
        height = len(lines) * 16 + 12
        above = [
            one.y + one.h + 6 for one in self.picture.boxes if one.kind == "label" and "group" in one.data
        ]
        top = max([HEAD, middle - height / 2, *above])
        box = Box("label", self.group_x, top, GROUP, height, cls="dg-root", label=f"分组：{name}")
        box.data = {"group": name}
        for index, one in enumerate(lines):
            box.texts.append(
                Text(self.group_x + GROUP / 2, top + 18 + index * 16, one, 12, "dg-text", "middle")
            )
        self.picture.boxes.append(box)
        middle = top + height / 2
        self._edge([(self.group_x - STEM / 2, middle), (self.group_x, middle)])
        self._edge([(self.group_x + GROUP, middle), (trunk, middle)])
        ends = [*middles, middle]
        self._edge([(trunk, min(ends)), (trunk, max(ends))])
        for lane, at in zip(run, middles, strict=True):
            self._edge([(trunk, at), (lane.box.x, at)])
        return middle

    def _deeper(self) -> None:
        """Lines from a part to those below it, indented."""
        last: dict[int, _Lane] = {}
        for lane in self.lanes:
            last[lane.depth] = lane
            above = last.get(lane.depth - 1)
            if lane.depth and above is not None:
                x = lane.box.x - INDENT / 2
                middle = lane.box.y + 14
                if lane.box.x > above.box.x:
                    self._edge([(x, above.box.y + above.box.h), (x, middle), (lane.box.x, middle)])

    def _module(self, module: Row, stops: list[float], bottom: float) -> float:
        hue = self.tree.hue(module.code)
        lines = wrap(module.name, MODULE - 2 * PAD - 4, 14, even=True)
        parts = len(list(self.tree.below(module.code)))
        facts = ([f"{parts} 类"] if parts else []) + ([f"{module.items} 项"] if self.tree.listed else [])
        height = 27 + len(lines) * 19 + 22
        middle = (stops[0] + stops[-1]) / 2
        top = max(HEAD, min(middle - height / 2, max(HEAD, bottom - height)))
        box = Box("module", 1, top, MODULE, height, module.code, "dg-box", hue, rule=True)
        box.href = self.href(module.code) if self.href else None
        box.data = {"items": str(module.items)}
        box.label = f"{module.code} {module.name}：" + "，".join(facts)
        box.texts.append(Text(1 + MODULE / 2, top + 22, module.code, 14, f"dg-ink-{hue}", "middle"))
        for index, one in enumerate(lines):
            box.texts.append(Text(1 + MODULE / 2, top + 41 + index * 19, one, 14, "dg-strong", "middle"))
        if facts:
            said = " · ".join(facts)
            box.texts.append(Text(1 + MODULE / 2, top + height - 9, said, SMALL, "dg-soft", "middle"))
        self.picture.boxes.append(box)
        trunk = self.group_x - STEM / 2
        centre = top + height / 2
        self._edge([(1 + MODULE, centre), (trunk, centre)])
        self._edge([(trunk, min(*stops, centre)), (trunk, max(*stops, centre))])
        return top + height

    def _edge(self, points: list[tuple[float, float]], cls: str = "dg-line") -> None:
        self.picture.edges.append(Edge(points, cls))

    def _legend(self, top: float) -> float:
        """What the lines and marks mean; where it ends."""
        swatches = [("dg-box", "实线：体系之内")]
        if any(self.tree.is_empty(lane.row.code) for lane in self.lanes):
            swatches.append(("dg-hollow", "浅底：尚无拟制定标准"))
        if any(lane.outside for lane in self.lanes):
            swatches.append(("dg-outer", "虚线：边界以外的相关标准与子体系"))
        grades = self.grades if self.overlay == "urgency" and self.tree.listed else []
        return add_legend(self.picture, top, swatches, grades)
