"""标准体系框架图: layers as bands, in each its modules, in each module its categories with the urgency of their items.

Layers stand as the guide builds them up, the first at the bottom. A layer that runs across the others (its guess
says so) stands at the side of all. A system without layers gives plain bands of modules. All cells lie on one grid.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from zhunsheng.core.deliver.diagrams.overlay import MARK_GAP, MarkRow, in_rows, marks_of, place_marks
from zhunsheng.core.deliver.diagrams.picture import MARK, Box, Link, Mark, Picture, Text
from zhunsheng.core.deliver.diagrams.text import text_width, wrap
from zhunsheng.core.deliver.scale import grade_key, urgency_scale
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import Layer, PlannedStandard, Subsystem

__all__ = ["framework_picture", "is_cross_cutting"]

WIDTH = 1260.0
SIDE, LABEL, GAP, PAD, BAND_GAP = 158.0, 30.0, 8.0, 10.0, 10.0
CELL_MIN, CELL_PAD, LINE, FONT = 118.0, 7.0, 17.0, 13.0
MOST_SINGLE_MARKS = 5
CELLS_LEAST = 4


@dataclass(slots=True)
class _Cell:
    """A category (or what lies in a module directly), with marks for its items."""

    code: str
    name: str
    note: str
    marks: MarkRow
    empty: bool
    label: str
    items: int


def is_cross_cutting(layer: Layer) -> bool:
    """Whether the guide's words make this layer run across the others."""
    return any(guess.field == "cross_cutting" for guess in layer.guesses)


def framework_picture(
    tree: SystemTree,
    *,
    title: str = "",
    href: Link | None = None,
    overlay: str = "urgency",
    hollow: bool = False,
) -> Picture:
    """Lay the framework out; ``title`` names the picture, ``href`` gives the address of a code's page.

    ``overlay``: a mark for each item (urgency), how many there are (counts), or none. ``hollow`` keeps dashes for
    what lies outside.
    """
    picture = Picture(f"{title or tree.system.title}框架图", WIDTH, 0)
    bands, side = _bands(tree)
    painter = _Painter(tree, picture, href, bands, sided=bool(side), overlay=overlay, hollow=hollow)
    top = painter.legend()
    bottom = top
    for name, blocks in bands:
        bottom = painter.band(name, blocks, bottom) + BAND_GAP
    picture.height = bottom - BAND_GAP + 1
    if side:
        picture.height = painter.side(side, top, picture.height - 1) + 1
    return picture


def _bands(tree: SystemTree) -> tuple[list[tuple[str, list[Subsystem]]], list[tuple[str, list[Subsystem]]]]:
    """Bands from the top down as (layer name, blocks), and those that stand at the side."""
    taken: set[str] = set()
    layers: list[tuple[Layer, list[Subsystem]]] = []
    for layer in tree.system.layers:
        blocks = [tree.by_code[code] for code in layer.members if code in tree.by_code and code not in taken]
        taken.update(block.code for block in blocks)
        layers.append((layer, blocks))
    left = [
        item
        for item in tree.modules
        if not {item.code, *(below.code for below in tree.below(item.code))} & taken
    ]
    across = [(layer.name, blocks) for layer, blocks in layers if is_cross_cutting(layer) and blocks]
    bands = [
        (layer.name, blocks) for layer, blocks in reversed(layers) if not (is_cross_cutting(layer) and blocks)
    ]
    if not bands:
        bands, across = across, []
    if left:
        bands.append(("未归层" if bands else "", left))
    return bands, across


class _Painter:
    """Places bands on the grid. Every method takes a top and gives the bottom it reached."""

    def __init__(
        self,
        tree: SystemTree,
        picture: Picture,
        href: Link | None,
        bands: list[tuple[str, list[Subsystem]]],
        *,
        sided: bool,
        overlay: str,
        hollow: bool,
    ) -> None:
        self.tree, self.picture, self.href = tree, picture, href
        self.overlay, self.none_cls = overlay, "dg-hollow" if hollow else "dg-empty"
        self.grades = urgency_scale(tree.system)
        self.width = WIDTH - (SIDE + BAND_GAP if sided else 0)
        self.left = (LABEL if any(name for name, _ in bands) else 0) + PAD
        room = self.width - self.left - PAD
        most = max(1, int((room + GAP) // (CELL_MIN + GAP)))
        self.columns = most
        used = max((self._used(blocks) for _, blocks in bands), default=1)
        self.columns = min(most, max(used, CELLS_LEAST))
        self.cell = (room + GAP) / self.columns - GAP

    def _used(self, blocks: list[Subsystem]) -> int:
        """How many columns of the grid the fullest row of a band takes."""
        rows = self._rows([(block, self._cells(block)) for block in blocks])
        return max((sum(min(self.columns, len(cells)) for _, cells in row) for row in rows), default=0)

    # ---- legend ----

    def legend(self) -> float:
        """What the marks mean, in the picture itself, so that it is there in print."""
        box = Box("label", 1, 1, WIDTH - 2, 0, cls="dg-none")
        x, y = 1.0, 2.0
        for grade in self.grades if self.overlay == "urgency" else []:
            width = MARK + 5 + text_width(grade.label, 12) + 18
            if x + width > WIDTH:
                x, y = 1.0, y + 20
            box.marks.append(Mark(x, y, grade.short, grade.tone))
            box.texts.append(Text(x + MARK + 5, y + 11, grade.label, 12, "dg-soft"))
            x += width
        empty = sum(1 for item in self.tree.walk() if self.tree.is_empty(item.code))
        if empty:
            look = "浅底" if self.none_cls == "dg-hollow" else "虚线框"
            words = f"{look}：尚无拟制定标准（{empty} 类）"
            if x + 27 + text_width(words, 12) > WIDTH:
                x, y = 1.0, y + 20
            self.picture.boxes.append(Box("label", x, y + 0.5, 20, MARK - 1, cls=self.none_cls))
            box.texts.append(Text(x + 26, y + 11, words, 12, "dg-soft"))
        box.h = y + MARK + 4
        self.picture.boxes.insert(0, box)
        return y + MARK + 11

    # ---- bands ----

    def band(self, name: str, blocks: list[Subsystem], top: float) -> float:
        frame = Box("band", 1, top, self.width - 2, 0, cls="dg-band")
        self.picture.boxes.append(frame)
        y = top + PAD
        for row in self._rows([(block, self._cells(block)) for block in blocks]):
            y = self._modules(row, y) + PAD
        if not blocks:
            frame.texts.append(Text(self.left, y + 16, "原文没有写明哪些模块属于这一层", 12, "dg-soft"))
        letters = list(name)
        y = max(y, top + len(letters) * 16 + 16)
        frame.h = y - top
        if self.left > PAD:
            label = Box("label", 1, top, LABEL - 2, frame.h, cls="dg-label")
            middle = top + frame.h / 2 - len(letters) * 8
            for index, letter in enumerate(letters):
                x = LABEL / 2
                label.texts.append(Text(x, middle + 13 + index * 16, letter, 12, "dg-soft", "middle"))
            self.picture.boxes.append(label)
        return y

    def _rows(self, blocks: list[tuple[Subsystem, list[_Cell]]]) -> list[list[tuple[Subsystem, list[_Cell]]]]:
        """Modules that fit side by side on the grid share a row; order is kept."""
        rows: list[list[tuple[Subsystem, list[_Cell]]]] = []
        used = self.columns
        for block in blocks:
            need = min(self.columns, len(block[1]))
            if used + need <= self.columns:
                rows[-1].append(block)
            else:
                rows.append([block])
                used = 0
            used += need
        return rows

    def _modules(self, row: list[tuple[Subsystem, list[_Cell]]], top: float) -> float:
        bottom, column = top, 0
        spans = [min(self.columns, len(cells)) for _, cells in row]
        widths = [span * (self.cell + GAP) - GAP for span in spans]
        heads = [self._head_lines(module, width) for (module, _), width in zip(row, widths, strict=True)]
        head = max(len(lines) + (0 if beside else 1) for lines, _, beside in heads) * 19 + 14
        for (module, cells), span, width, lines in zip(row, spans, widths, heads, strict=True):
            x = self.left + column * (self.cell + GAP)
            self._head(module, lines, x, top, width, head)
            y = top + head
            for start in range(0, len(cells), span):
                y = self._line(cells[start : start + span], module, x, y, self.cell) + 6
            bottom = max(bottom, y - 6)
            column += span
        return bottom

    def side(self, layers: list[tuple[str, list[Subsystem]]], top: float, bottom: float) -> float:
        """Layers that run across: one column beside all the bands."""
        x, y = WIDTH - SIDE, top
        width = SIDE - 1 - 2 * PAD
        for number, (name, blocks) in enumerate(layers):
            frame = Box("band", x, y, SIDE - 1, 0, cls="dg-band")
            lines = wrap(name, width, 12, even=True)
            label = Box("label", x, y, SIDE - 1, len(lines) * 17 + 9, cls="dg-label")
            for index, line in enumerate(lines):
                label.texts.append(
                    Text(x + (SIDE - 1) / 2, y + 17 + index * 17, line, 12, "dg-soft", "middle")
                )
            self.picture.boxes += [frame, label]
            start, y = y, y + label.h + PAD
            for block in blocks:
                head = self._head_lines(block, width)
                height = (len(head[0]) + (0 if head[2] else 1)) * 19 + 14
                self._head(block, head, x + PAD, y, width, height)
                y += height
                for cell in self._cells(block):
                    y = self._line([cell], block, x + PAD, y, width) + 6
                y += PAD
            if number == len(layers) - 1:
                y = max(y, bottom)
            frame.h = y - start
            y += BAND_GAP
        return max(bottom, y - BAND_GAP)

    # ---- heads and cells ----

    def _facts(self, module: Subsystem) -> str:
        parts, items = len(list(self.tree.below(module.code))), len(self.tree.items(module.code))
        empty = len(self.tree.empty_below(module.code))
        words = [f"{parts} 类"] if parts else []
        if self.tree.listed:
            words.append(f"{items} 项")
        if empty:
            words.append(f"空 {empty}")
        return " · ".join(words)

    def _head_lines(self, module: Subsystem, width: float) -> tuple[list[str], str, bool]:
        """The name's lines, the facts, and whether the facts fit beside the name."""
        facts = self._facts(module)
        code = text_width(module.code, 14) + 10
        one = code + text_width(module.name, 14) + 14 + text_width(facts, 11) <= width
        return ([module.name] if one else wrap(module.name, width - code, 14, even=True)), facts, one

    def _head(
        self,
        module: Subsystem,
        head: tuple[list[str], str, bool],
        x: float,
        y: float,
        width: float,
        height: float,
    ) -> None:
        lines, facts, beside = head
        hue = self.tree.hue(module.code)
        box = Box("module", x, y, width, height - 6, module.code, "dg-none", hue, rule=True)
        box.href = self.href(module.code) if self.href else None
        box.label = f"{module.code} {module.name}：{facts}"
        code_width = text_width(module.code, 14) + 6
        box.texts.append(Text(x + 2, y + 21, module.code, 14, f"dg-ink-{hue}"))
        for index, line in enumerate(lines):
            box.texts.append(Text(x + 2 + code_width, y + 21 + index * 19, line, 14, "dg-strong"))
        if beside:
            box.texts.append(Text(x + width - 2, y + 21, facts, 11, "dg-soft", "end"))
        else:
            box.texts.append(Text(x + 2, y + 21 + len(lines) * 19, facts, 11, "dg-soft"))
        self.picture.boxes.append(box)

    def _cells(self, module: Subsystem) -> list[_Cell]:
        tree = self.tree
        cells = []
        own = tree.own_items(module.code)
        children = tree.children(module.code)
        if own or not children:
            name = "直接列入本模块" if children else "未设类别"
            cells.append(self._cell_of(module.code, name, "", own))
        for child in children:
            parts = len(list(tree.below(child.code)))
            note = f"下设 {parts} 类" if parts else ""
            cells.append(self._cell_of(child.code, child.name, note, tree.items(child.code)))
        return cells

    def _cell_of(self, code: str, name: str, note: str, items: list[PlannedStandard]) -> _Cell:
        counts = Counter(grade_key(item.urgency) for item in items)
        marks = marks_of(counts, self.grades, MOST_SINGLE_MARKS) if self.overlay == "urgency" else []
        if self.overlay == "counts" and items:
            note = f"{len(items)} 项" + (f" · {note}" if note else "")
        said = [f"{grade.label} {counts[grade.key]} 项" for grade in self.grades if counts[grade.key]]
        none = "尚无拟制定标准" if self.tree.listed else "原文没有清单"
        label = f"{code} {name}：" + ("、".join(said) if said else none)
        return _Cell(code, name, note, marks, self.tree.listed and not items, label, len(items))

    def _line(self, cells: list[_Cell], module: Subsystem, x: float, y: float, width: float) -> float:
        """One row of cells, all as high as the highest; gives its bottom."""
        plans = [self._plan(cell, width) for cell in cells]
        height = max(plan[2] for plan in plans)
        for index, (cell, (lines, rows, _)) in enumerate(zip(cells, plans, strict=True)):
            self._cell(cell, lines, rows, x + index * (width + GAP), y, width, height)
        return y + height

    def _plan(self, cell: _Cell, width: float) -> tuple[list[str], list[MarkRow], float]:
        """Lines of the name; rows of marks below it (none where they fit beside the code); the height needed."""
        inner = width - 2 * CELL_PAD
        lines = wrap(cell.name, inner, FONT, even=True)
        beside = inner - text_width(cell.code, 11) - 6
        rows = in_rows(cell.marks, inner) if _long(cell.marks) > beside else []
        height = 8 + 14 + len(lines) * LINE + (15 if cell.note else 0) + len(rows) * 17 + 4
        return lines, rows, height

    def _cell(
        self,
        cell: _Cell,
        lines: list[str],
        rows: list[MarkRow],
        x: float,
        y: float,
        width: float,
        height: float,
    ) -> None:
        hue = self.tree.hue(cell.code)
        box = Box("node", x, y, width, height, cell.code, self.none_cls if cell.empty else "dg-box")
        box.data = {"items": str(cell.items)}
        box.href = self.href(cell.code) if self.href else None
        box.label = cell.label
        left, right = x + CELL_PAD, x + width - CELL_PAD
        box.texts.append(Text(left, y + 16, cell.code, 11, f"dg-ink-{hue}"))
        if cell.empty:
            box.texts.append(Text(right, y + 16, "尚无", 11, "dg-soft", "end"))
        elif not rows:
            place_marks(box, cell.marks, right - _long(cell.marks), y + 5)
        for index, line in enumerate(lines):
            box.texts.append(Text(left, y + 34 + index * LINE, line, FONT))
        bottom = y + 34 + (len(lines) - 1) * LINE
        if cell.note:
            bottom += 15
            box.texts.append(Text(left, bottom, cell.note, 11, "dg-soft"))
        for index, row in enumerate(rows):
            place_marks(box, row, left, bottom + 6 + index * 17)
        self.picture.boxes.append(box)


def _long(marks: MarkRow) -> float:
    return sum(wide + MARK_GAP for _, _, wide in marks) - MARK_GAP
