"""标准体系结构图 in the manner of GB/T 13016: rectangles, solid lines, every box numbered by its code.

The title stands on top, the modules in a row below it, and under each module its parts hang in columns, deeper
parts indented. Uncoded headings (groups) are frames around their members. Columns are as high as makes the whole
picture smallest; modules that do not fit side by side go to a further row.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from zhunsheng.core.deliver.diagrams.overlay import MarkRow, add_legend, mark_rows, place_marks
from zhunsheng.core.deliver.diagrams.picture import Box, Edge, Link, Picture, Text, in_lines
from zhunsheng.core.deliver.diagrams.text import text_width, wrap
from zhunsheng.core.deliver.scale import Grade, urgency_scale
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import Subsystem

__all__ = ["structure_picture"]

WIDTH = 1260.0
MODULE_GAP, COLUMN_GAP, ROW_GAP = 12.0, 6.0, 5.0
TRUNK, STUB, INDENT, PAD, FRAME = 4.0, 9.0, 12.0, 6.0, 6.0
FONT, LINE, AIR = 12.5, 17.0, 4.0
HEAD_FONT, HEAD_LINE = 14.0, 19.0
BAND_GAP, DROP = 26.0, 16.0
# A small system keeps its text at reading size instead of being blown up to the width of the page.
LEAST = 1000.0


@dataclass(slots=True)
class _Row:
    """One box: ``lines`` of its name; its code stands to the left of them, or above where it is long."""

    subsystem: Subsystem
    depth: int
    lines: list[str]
    code_width: float
    height: float
    items: int = 0
    marks: list[MarkRow] = field(default_factory=list)


@dataclass(slots=True)
class _Overlay:
    """What is said under each name (``kind`` of :data:`OVERLAYS`), and whether dashes are kept for what lies outside."""

    kind: str
    hollow: bool
    grades: list[Grade]


@dataclass(slots=True)
class _Block:
    """What stays together in a column: a part with all below it, or (``members``) a whole group in its frame."""

    height: float
    rows: list[_Row] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    members: list[list[_Block]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return max(1, len(self.members))


@dataclass(slots=True)
class _Module:
    """A module: ``parts`` as (group or None, blocks), and the stacks they are laid in for the chosen height."""

    subsystem: Subsystem
    column: float
    folded: bool
    parts: list[tuple[str | None, list[_Block]]]
    stacks: list[list[_Block]] = field(default_factory=list)

    @property
    def columns(self) -> int:
        return max(1, sum(stack[0].columns for stack in self.stacks))

    @property
    def width(self) -> float:
        return self.columns * (self.column + COLUMN_GAP) - COLUMN_GAP

    @property
    def height(self) -> float:
        return max((_height(stack) for stack in self.stacks), default=0.0)

    def arrange(self, limit: float) -> None:
        """Fill columns up to ``limit`` high, in printed order."""
        self.stacks = []
        for group, blocks in self.parts:
            for block in blocks if group is None else [_framed(group, blocks, limit, self.column)]:
                stack = self.stacks[-1] if self.stacks else None
                single = block.columns == 1 and stack is not None and stack[0].columns == 1
                if stack is not None and single and _height([*stack, block]) <= limit:
                    stack.append(block)
                else:
                    self.stacks.append([block])


def structure_picture(
    tree: SystemTree,
    *,
    title: str = "",
    href: Link | None = None,
    fold_href: Link | None = None,
    folded: frozenset[str] = frozenset(),
    overlay: str = "none",
    hollow: bool = False,
) -> Picture:
    """Lay the whole system out. ``title`` is what the topmost box says, the guide's title if nothing else.

    ``href`` gives the address of a code's page, ``fold_href`` the one that folds or unfolds a module; ``folded``
    holds the codes of modules whose parts are not drawn. ``overlay`` says under each name how many items it has
    (counts) or how urgent they are (urgency). ``hollow`` keeps dashes for what lies outside: what has no items then
    has a solid edge on a shaded ground.
    """
    deepest = max((len(tree.path(item.code)) for item in tree.walk()), default=1)
    column = 116.0 + max(0, deepest - 2) * 20
    over = _Overlay(overlay if tree.listed else "none", hollow, urgency_scale(tree.system))
    modules = [_measure(tree, item, column, item.code in folded, over) for item in tree.modules]
    bands = _arrange(modules)
    title = title or tree.system.title or "标准体系"
    picture = Picture(f"{title}结构图", WIDTH, 0)
    _Painter(tree, picture, column, href, fold_href, over).paint(bands, title)
    return picture


# ---- measuring ---------------------------------------------------------------------------------------------


def _measure(tree: SystemTree, module: Subsystem, column: float, folded: bool, over: _Overlay) -> _Module:
    parts: list[tuple[str | None, list[_Block]]] = []
    for child in [] if folded else tree.children(module.code):
        room = column - STUB - (2 * FRAME if child.group else 0)
        rows = [_row(tree, over, child, 0, room)]
        base = len(tree.path(child.code))
        rows += [
            _row(tree, over, item, len(tree.path(item.code)) - base, room) for item in tree.below(child.code)
        ]
        block = _Block(sum(row.height + ROW_GAP for row in rows) - ROW_GAP, rows)
        if child.group and parts and parts[-1][0] == child.group:
            parts[-1][1].append(block)
        else:
            parts.append((child.group, [block]))
    return _Module(module, column, folded, parts)


def _row(tree: SystemTree, over: _Overlay, subsystem: Subsystem, depth: int, room: float) -> _Row:
    width = room - depth * INDENT
    code_width = text_width(subsystem.code, 11) + 10
    beside = code_width <= width * 0.36
    lines = wrap(subsystem.name, width - AIR - (code_width if beside else PAD), FONT, even=True)
    height = len(lines) * LINE + 8
    if not beside:
        code_width = 0
        height += LINE * len(wrap(subsystem.code, width - 2 * PAD, 11))
    items = tree.own_items(subsystem.code)
    row = _Row(subsystem, depth, lines, code_width, height, len(items))
    if over.kind == "urgency" and items:
        row.marks = mark_rows(items, over.grades, width - 2 * PAD, 5)
        row.height += 16 * len(row.marks) + 1
    elif over.kind != "none":
        row.height += 15
    return row


def _height(stack: list[_Block]) -> float:
    return sum(block.height + ROW_GAP for block in stack) - ROW_GAP if stack else 0.0


def _framed(group: str, blocks: list[_Block], limit: float, column: float) -> _Block:
    title_of_one = wrap(group, column - STUB - 2 * FRAME, 12, even=True)
    room = max(1.0, limit - _frame_head(title_of_one) - FRAME)
    members = _columns(blocks, room)
    wide = len(members) * (column + COLUMN_GAP) - COLUMN_GAP - STUB
    title = wrap(group, wide - 2 * FRAME, 12, even=True)
    height = _frame_head(title) + max(_height(stack) for stack in members) + FRAME
    return _Block(height, [], title, members)


def _frame_head(title: list[str]) -> float:
    return len(title) * 16 + 8


def _columns(blocks: list[_Block], limit: float) -> list[list[_Block]]:
    """Greedy columns up to ``limit``, then evened out without needing one more."""
    first = _fill(blocks, limit)
    low, high = max(block.height for block in blocks), max(limit, *(_height(stack) for stack in first))
    for _ in range(12):
        middle = (low + high) / 2
        if len(_fill(blocks, middle)) <= len(first):
            high = middle
        else:
            low = middle
    return _fill(blocks, high)


def _fill(blocks: list[_Block], limit: float) -> list[list[_Block]]:
    return in_lines(blocks, lambda block: block.height, ROW_GAP, limit)


# ---- choosing the height -----------------------------------------------------------------------------------


def _arrange(modules: list[_Module]) -> list[list[_Module]]:
    """Try column heights; keep the one with the lowest picture, a further band of modules costing a little extra."""
    whole = [sum(_height(blocks) + 40 for _, blocks in module.parts) for module in modules]
    limit, top = 60.0, max(whole, default=60.0)
    best: tuple[float, float] | None = None
    while True:
        for module in modules:
            module.arrange(limit)
        bands = _bands(modules)
        cost = sum(max(item.height for item in band) + 60 for band in bands) + 150 * (len(bands) - 1)
        cost += 10_000 if any(module.width > WIDTH for module in modules) else 0
        if best is None or cost < best[0] - 0.5:
            best = (cost, limit)
        if limit >= top:
            break
        limit = min(limit * 1.07, top)
    for module in modules:
        module.arrange(best[1])
        _even_out(module)
    return _bands(modules)


def _even_out(module: _Module) -> None:
    """The lowest height that needs no further column."""
    columns, low, high = module.columns, 30.0, module.height
    for _ in range(10):
        middle = (low + high) / 2
        module.arrange(middle)
        low, high = (low, middle) if module.columns <= columns else (middle, high)
    module.arrange(high)


def _bands(modules: list[_Module]) -> list[list[_Module]]:
    return in_lines(modules, lambda module: module.width, MODULE_GAP, WIDTH)


# ---- placing -----------------------------------------------------------------------------------------------


class _Painter:
    """Puts measured modules at places."""

    def __init__(
        self,
        tree: SystemTree,
        picture: Picture,
        column: float,
        href: Link | None,
        fold_href: Link | None,
        over: _Overlay,
    ) -> None:
        self.tree, self.picture, self.column = tree, picture, column
        self.href, self.fold_href, self.over = href, fold_href, over

    def paint(self, bands: list[list[_Module]], title: str) -> None:
        widths = [sum(item.width + MODULE_GAP for item in band) - MODULE_GAP for band in bands]
        margin = 18.0 if len(bands) > 1 else 1.0
        content = max([*widths, LEAST])
        self.picture.width = margin + content + 1
        root_bottom = self._root(title, margin, content)
        y = root_bottom
        middle = margin + content / 2
        for index, (band, width) in enumerate(zip(bands, widths, strict=True)):
            bus = y + DROP
            x = margin + (content - width) / 2 if len(bands) == 1 else margin
            centers = [x]
            for module in band:
                centers.append(centers[-1] + module.width + MODULE_GAP)
            middles = [left + module.width / 2 for left, module in zip(centers, band, strict=False)]
            if len(bands) > 1:
                self._edge([(5, bus), (middles[-1], bus)])
            else:
                self._edge([(min(middle, middles[0]), bus), (max(middle, middles[-1]), bus)])
                self._edge([(middle, y), (middle, bus)])
            y = self._band(band, centers, middles, bus) + BAND_GAP
            if len(bands) > 1 and index == len(bands) - 1:
                self._edge([(margin, 20), (5, 20), (5, bus)])
        self.picture.height = y - BAND_GAP + 1 if bands else root_bottom + 1
        self._legend(margin)

    def _legend(self, left: float) -> None:
        """What shaded grounds and marks mean, where there are any."""
        empty = self.over.hollow and any(self.tree.is_empty(one.code) for one in self.tree.walk())
        swatches = [("dg-hollow", "浅底：尚无拟制定标准")] if empty else []
        grades = self.over.grades if self.over.kind == "urgency" else []
        if swatches or grades:
            top = self.picture.height + 12
            self.picture.height = add_legend(self.picture, top, swatches, grades, left)

    def _root(self, title: str, margin: float, content: float) -> float:
        lines = wrap(title, min(content - 24, 520), 15, even=True)
        width = max(text_width(line, 15) for line in lines) + 36
        height = len(lines) * 21 + 14
        x = margin + (content - width) / 2 if margin < 10 else margin
        box = Box("root", x, 1, width, height, cls="dg-root")
        for index, line in enumerate(lines):
            box.texts.append(Text(x + width / 2, 23 + index * 21, line, 15, "dg-strong", "middle"))
        self.picture.boxes.append(box)
        return 1 + height

    def _band(self, band: list[_Module], lefts: list[float], middles: list[float], bus: float) -> float:
        top = bus + DROP
        heads = [self._head_lines(module) for module in band]
        height = max(len(lines) for lines in heads) * HEAD_LINE + 26
        bottom = top + height
        for module, lines, left, middle in zip(band, heads, lefts, middles, strict=False):
            self._edge([(middle, bus), (middle, top)])
            self._head(module, lines, left, top, height)
            bottom = max(bottom, self._body(module, left, top + height))
        return bottom

    def _head_lines(self, module: _Module) -> list[str]:
        return wrap(module.subsystem.name, module.width - 2 * PAD - 22, HEAD_FONT, even=True)

    def _head(self, module: _Module, lines: list[str], x: float, y: float, height: float) -> None:
        code, tree = module.subsystem.code, self.tree
        hue = tree.hue(code)
        box = Box("module", x, y, module.width, height, code, "dg-box", hue, rule=True)
        box.href = self.href(code) if self.href else None
        box.label = _tooltip(tree, module.subsystem)
        code_width = text_width(code, HEAD_FONT) + 6
        wide = max(text_width(line, HEAD_FONT) for line in lines)
        start = x + max(PAD, (module.width - wide - code_width) / 2)
        box.texts.append(Text(start, y + 21, code, HEAD_FONT, f"dg-ink-{hue}"))
        for index, line in enumerate(lines):
            box.texts.append(
                Text(start + code_width, y + 21 + index * HEAD_LINE, line, HEAD_FONT, "dg-strong")
            )
        parts, items = len(list(tree.below(code))), len(tree.items(code))
        said = [f"{parts} 类"] if parts else []
        fact = " · ".join([*said, f"{items} 项"] if tree.listed else said)
        box.texts.append(Text(x + module.width / 2, y + height - 8, fact, 11, "dg-soft", "middle"))
        self.picture.boxes.append(box)
        if self.fold_href and tree.children(code):
            self._fold(module, x + module.width - 18, y + height - 18)

    def _fold(self, module: _Module, x: float, y: float) -> None:
        subsystem = module.subsystem
        word, sign = ("展开", "+") if module.folded else ("折叠", "−")
        fold = Box(
            "fold", x, y, 16, 16, subsystem.code, "dg-fold", label=f"{word} {subsystem.code} {subsystem.name}"
        )
        fold.href = self.fold_href(subsystem.code) if self.fold_href else None
        fold.texts.append(Text(x + 8, y + 12, sign, 12, "dg-soft", "middle"))
        self.picture.boxes.append(fold)

    def _body(self, module: _Module, left: float, top: float) -> float:
        """The stacks of a module, each on its own trunk; the lowest edge."""
        x, bottom = left, top
        for stack in module.stacks:
            y, last = top + 10, top
            for block in stack:
                last = y + (block.rows[0].height if block.rows else _frame_head(block.title)) / 2
                self._edge([(x + TRUNK, last), (x + STUB, last)])
                if block.members:
                    self._group(block, x + STUB, y)
                else:
                    self._part(block, x + STUB, y, self.column - STUB)
                y += block.height + ROW_GAP
            self._edge([(x + TRUNK, top), (x + TRUNK, last)])
            bottom = max(bottom, y - ROW_GAP)
            x += stack[0].columns * (self.column + COLUMN_GAP)
        return bottom

    def _group(self, block: _Block, x: float, y: float) -> None:
        """A frame around its members, which the line of the tree reaches as one."""
        width = block.columns * (self.column + COLUMN_GAP) - COLUMN_GAP - STUB
        frame = Box("group", x, y, width, block.height, cls="dg-group")
        for index, line in enumerate(block.title):
            frame.texts.append(Text(x + width / 2, y + 17 + index * 16, line, 12, "dg-soft", "middle"))
        self.picture.boxes.append(frame)
        room = (width - 2 * FRAME - (block.columns - 1) * COLUMN_GAP) / block.columns
        for number, stack in enumerate(block.members):
            place = y + _frame_head(block.title)
            for item in stack:
                self._part(item, x + FRAME + number * (room + COLUMN_GAP), place, room)
                place += item.height + ROW_GAP

    def _part(self, block: _Block, x: float, y: float, room: float) -> None:
        """A part and everything below it, indented, with the lines that join them."""
        anchors: dict[int, tuple[float, float]] = {}
        for row in block.rows:
            left = x + row.depth * INDENT
            if row.depth:
                start_x, start_y = anchors[row.depth - 1]
                middle = y + row.height / 2
                self._edge([(start_x, start_y), (start_x, middle), (left, middle)])
            self._row(row, left, y, room - row.depth * INDENT)
            anchors[row.depth] = (left + INDENT / 2, y + row.height)
            y += row.height + ROW_GAP

    def _row(self, row: _Row, x: float, y: float, width: float) -> None:
        code, hue = row.subsystem.code, self.tree.hue(row.subsystem.code)
        empty = "dg-hollow" if self.over.hollow else "dg-empty"
        cls = empty if self.tree.is_empty(code) else "dg-box"
        box = Box("node", x, y, width, row.height, code, cls, hue, strip=3, data={"items": str(row.items)})
        box.href = self.href(code) if self.href else None
        box.label = _tooltip(self.tree, row.subsystem)
        baseline = y + 4 + FONT
        name_x = x + PAD
        if row.code_width:
            box.texts.append(Text(x + PAD, baseline, code, 11, f"dg-ink-{hue}"))
            name_x = x + row.code_width
        else:
            for line in wrap(code, width - 2 * PAD, 11):
                box.texts.append(Text(x + PAD, baseline, line, 11, f"dg-ink-{hue}"))
                baseline += LINE
        for index, line in enumerate(row.lines):
            box.texts.append(Text(name_x, baseline + index * LINE, line, FONT))
        self._overlay(row, box, baseline + (len(row.lines) - 1) * LINE + 5)
        self.picture.boxes.append(box)

    def _overlay(self, row: _Row, box: Box, y: float) -> None:
        """The marks of a row, or how many items it has, below its name."""
        for marks in row.marks:
            place_marks(box, marks, box.x + PAD, y + 1)
            y += 16
        if not row.marks and self.over.kind != "none":
            # A part that is divided further may have nothing listed right under it; that is no gap.
            none = "尚无" if self.tree.is_empty(row.subsystem.code) else "–"
            words = f"{row.items} 项" if row.items else none
            box.texts.append(Text(box.x + PAD, y + 10, words, 11, "dg-soft"))

    def _edge(self, points: list[tuple[float, float]]) -> None:
        self.picture.edges.append(Edge(points))


def _tooltip(tree: SystemTree, subsystem: Subsystem) -> str:
    """What the table row says of the same subsystem."""
    items = len(tree.items(subsystem.code))
    parts = len(list(tree.below(subsystem.code)))
    words = [f"{subsystem.code} {subsystem.name}"]
    if parts:
        words.append(f"下设 {parts} 类")
    if tree.listed:
        words.append(f"拟制定标准 {items} 项" if items else "尚无拟制定标准")
    return "；".join(words)
