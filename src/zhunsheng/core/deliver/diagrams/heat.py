"""The matrix of relations as a heat map: a row for the module links come from, a column for the one they lead to.

The shade grows with the confirmed links; the numbers are always there, the suggested ones apart with a plus.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zhunsheng.core.deliver.diagrams.chart import Chart, Piece, Shape, empty_picture, legend, rect
from zhunsheng.core.deliver.diagrams.flows import Cell, Flow, Module, finding, flow_label, flows_of
from zhunsheng.core.deliver.diagrams.picture import Link, Text
from zhunsheng.core.deliver.diagrams.text import text_width, wrap

__all__ = ["CellLink", "heat_level", "heat_picture"]

CellLink = Callable[[str, str], str | None]
"""From the codes of two modules to the address of all links from the one to the other."""

NAME, LINE, SMALL = 13.0, 17.0, 11.0
WIDTH, HEAD_WIDE = 1000.0, 190.0
LEAST, MOST = 54.0, 92.0
ROW = 42.0
LEVELS = 5


def heat_level(count: int, most: int) -> int:
    """The shade of a count, 0 (none) to 5 (the most there is)."""
    return 0 if count <= 0 else max(1, -(-count * LEVELS // most))


def heat_picture(
    modules: Sequence[Module],
    cells: Sequence[Cell],
    *,
    href: CellLink | None = None,
    module_href: Link | None = None,
    title: str = "",
) -> Chart:
    """Lay the matrix out; ``href`` leads to the links behind a cell, ``module_href`` to a module's page.

    Links without a direction are told in both cells of their two modules, and once in the sum of all.
    """
    flows = flows_of(modules, cells)
    title = title or finding(modules, flows)
    if not flows:
        return empty_picture(title)
    heads = [wrap(module.name, HEAD_WIDE - 40, NAME, even=True) for module in modules]
    left = 8 + max(
        text_width(module.code, NAME) + 8 + max(text_width(one, NAME) for one in lines)
        for module, lines in zip(modules, heads, strict=True)
    )
    column = min(MOST, max(LEAST, (WIDTH - left) / (len(modules) + 1)))
    chart = Chart(title, left + column * (len(modules) + 1), 0)
    painter = _Painter(chart, modules, flows, left, column, href, module_href)
    y = painter.heads()
    for module, lines in zip(modules, heads, strict=True):
        y = painter.row(module, lines, y)
    y = painter.totals(y)
    piece, chart.height = legend(_LEGEND, chart.width, y + 10)
    chart.pieces.append(piece)
    return chart


_LEGEND = (
    ("dg-heat-1", "少"),
    ("dg-heat-3", "中"),
    ("dg-heat-5", "多（按已确认）"),
    ("dg-open", "虚线：只有待确认"),
    ("", "“+3”是待确认的条数；行发出，列收到；不分方向的关联两格都记，合计只记一次"),
)


class _Painter:
    """Writes the heads, row by row the cells, and the sums."""

    def __init__(
        self,
        chart: Chart,
        modules: Sequence[Module],
        flows: list[Flow],
        left: float,
        column: float,
        href: CellLink | None,
        module_href: Link | None,
    ) -> None:
        self.chart, self.modules, self.left, self.column = chart, modules, left, column
        self.href, self.module_href = href, module_href
        self.cells: dict[tuple[str, str], list[Flow]] = {}
        for flow in flows:
            self.cells.setdefault((flow.source, flow.target), []).append(flow)
            if not flow.directed and flow.source != flow.target:
                self.cells.setdefault((flow.target, flow.source), []).append(flow)
        self.flows = flows
        self.most = max((sum(one.confirmed for one in found) for found in self.cells.values()), default=1)
        self.most = max(1, self.most)

    def heads(self) -> float:
        """Code and name over each column; where it ends."""
        wrapped = [wrap(module.name, self.column - 6, SMALL, even=True) for module in self.modules]
        named = all(len(lines) <= 3 for lines in wrapped)
        bottom = 24 + (max(len(lines) for lines in wrapped) * 14 if named else 0)
        for index, (module, lines) in enumerate(zip(self.modules, wrapped, strict=True)):
            middle = self.left + (index + 0.5) * self.column
            piece = Piece("heads")
            piece.texts.append(Text(middle, 17, module.code, NAME, f"dg-ink-{module.hue}", "middle"))
            for number, one in enumerate(lines if named else []):
                piece.texts.append(Text(middle, 32 + number * 14, one, SMALL, "dg-soft", "middle"))
            self.chart.pieces.append(piece)
        last = self.left + (len(self.modules) + 0.5) * self.column
        self.chart.pieces.append(Piece("heads", texts=[Text(last, 17, "发出", 12, "dg-soft", "middle")]))
        return bottom

    def row(self, module: Module, lines: list[str], top: float) -> float:
        """A module and its cells; where the row ends."""
        height = max(ROW, len(lines) * LINE + 10)
        piece = Piece("module", f"{module.code} {module.name}", data={"code": module.code})
        piece.href = self.module_href(module.code) if self.module_href else None
        start = top + (height - len(lines) * LINE) / 2 + 13
        piece.texts.append(Text(2, start, module.code, NAME, f"dg-ink-{module.hue}"))
        for index, one in enumerate(lines):
            x = 2 + text_width(module.code, NAME) + 6
            piece.texts.append(Text(x, start + index * LINE, one, NAME, "dg-strong"))
        self.chart.pieces.append(piece)
        for index, other in enumerate(self.modules):
            self._cell(module, other, self.left + index * self.column, top, height)
        found = [flow for key, flows in self.cells.items() if key[0] == module.code for flow in flows]
        self._sum(found, self.left + len(self.modules) * self.column, top, height)
        return top + height

    def totals(self, top: float) -> float:
        """What each module receives, and everything."""
        piece = Piece("heads", texts=[Text(2, top + 26, "收到", 12, "dg-soft")])
        self.chart.pieces.append(piece)
        for index, other in enumerate(self.modules):
            found = [flow for key, flows in self.cells.items() if key[1] == other.code for flow in flows]
            self._sum(found, self.left + index * self.column, top, ROW)
        self._sum(self.flows, self.left + len(self.modules) * self.column, top, ROW)
        return top + ROW

    def _cell(self, source: Module, target: Module, x: float, y: float, height: float) -> None:
        flows = self.cells.get((source.code, target.code), [])
        sure, open_ = sum(one.confirmed for one in flows), sum(one.suggested for one in flows)
        level = heat_level(sure, self.most)
        cls = f"dg-heat-{level}" if level else ("dg-open" if open_ else "dg-ring")
        frame = (x + 1.5, y + 1.5, self.column - 3, height - 3)
        piece = Piece("cell", frame=frame)
        piece.shapes.append(Shape(rect(*frame), cls))
        if flows:
            piece.label = "；".join(flow_label(flow) for flow in flows)
            piece.data = {"from": source.code, "to": target.code, "confirmed": str(sure)}
            piece.data["suggested"] = str(open_)
            piece.href = self.href(source.code, target.code) if self.href else None
        middle = x + self.column / 2
        ink = f"dg-on-heat-{level}" if level else "dg-soft"
        both = bool(sure and open_)
        if sure:
            y_sure = y + height / 2 + (0 if both else 5)
            piece.texts.append(Text(middle, y_sure, str(sure), 14, ink, "middle"))
        if open_:
            y_open = y + height / 2 + (14 if both else 4)
            piece.texts.append(Text(middle, y_open, f"+{open_}", SMALL, ink, "middle"))
        self.chart.pieces.append(piece)

    def _sum(self, flows: list[Flow], x: float, y: float, height: float) -> None:
        sure, open_ = sum(one.confirmed for one in flows), sum(one.suggested for one in flows)
        piece = Piece("sum", frame=(x, y, self.column, height))
        middle = x + self.column / 2
        piece.texts.append(
            Text(middle, y + height / 2 + (0 if open_ else 5), str(sure), 13, "dg-text", "middle")
        )
        if open_:
            piece.texts.append(Text(middle, y + height / 2 + 14, f"+{open_}", SMALL, "dg-soft", "middle"))
        self.chart.pieces.append(piece)
