"""A picture as shapes of DrawingML: rectangles with their text inside, lines glued to the boxes they touch.

PowerPoint and Excel hold the same elements in different frames: :func:`shapes_of` lays them out, :func:`shape_xml`
and :func:`line_xml` write one in the namespace prefix of the host (``p`` or ``xdr``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from zhunsheng.core.deliver.diagrams.picture import BEHIND, Box, Picture, Text
from zhunsheng.core.deliver.diagrams.svg import style_of
from zhunsheng.core.deliver.diagrams.text import text_width
from zhunsheng.core.deliver.drawings.pages import Drawing, Sheet
from zhunsheng.core.deliver.drawings.words import printable

__all__ = ["FACE", "Line", "Run", "Shape", "Words", "line_xml", "shape_xml", "shapes_of"]

#: the face named in the files; office programs put their own in its place where it is missing
FACE = "微软雅黑"
_EMU = 12700
_NEAR = 0.75
_SAME_LINE = 4.0


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; ``size`` in points, ``colour`` as #rrggbb."""

    text: str
    size: float
    colour: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text: its runs, ``align`` l or ctr, and the room left of it in EMU."""

    runs: tuple[Run, ...]
    align: str = "l"
    left: int = 0


@dataclass(slots=True)
class Shape:
    """A rectangle in EMU. ``top`` is the room above its text, ``spacing`` the points from line to line (0: the face's own)."""

    number: int
    name: str
    x: int
    y: int
    w: int
    h: int
    fill: str = ""
    stroke: str = ""
    dashed: bool = False
    weight: float = 0.75
    lines: list[Words] = field(default_factory=list)
    top: int = 0
    spacing: float = 0.0


@dataclass(slots=True)
class Line:
    """A straight line in EMU; ``start`` and ``end`` name the shape and the site of it (0 top, 1 left, 2 bottom, 3 right)."""

    number: int
    points: tuple[int, int, int, int]
    start: tuple[int, int] | None = None
    end: tuple[int, int] | None = None
    dashed: bool = False


def shapes_of(drawing: Drawing, sheet: Sheet) -> tuple[list[Shape], list[Line], list[Shape]]:
    """What lies behind (frames), the lines, and what lies in front (boxes, title and caption), numbered from 2."""
    picture = drawing.picture
    boxes = [part for box in picture.boxes if box.kind != "fold" for part in _parts(box)]
    numbered = list(enumerate(boxes, 2))
    made = {number: _shape(number, box, sheet) for number, box in numbered}
    lines = _lines(picture, sheet, numbered)
    last = 2 + len(boxes) + len(lines)
    behind = [made[number] for number, box in numbered if box.kind in BEHIND]
    front = [made[number] for number, box in numbered if box.kind not in BEHIND]
    title = _words(
        last, "标题", sheet, sheet.margin - 6, 24, Run(printable(drawing.title), 16, "#1f2329", True), "ctr"
    )
    origin = Run(printable(drawing.caption), 8, "#5c6470")
    foot = _words(last + 1, "出处", sheet, sheet.height - sheet.margin - 10, 14, origin, "l")
    return behind, lines, [*front, title, foot]


def _parts(box: Box) -> list[Box]:
    """A box without a look only holds words at places (a legend): each word becomes a shape of its own there."""
    if box.kind != "label" or box.cls != "dg-none":
        return [box]
    return [
        Box(
            "label",
            text.x,
            text.y - text.size,
            text_width(text.text, text.size),
            text.size + 4,
            cls="dg-none",
            texts=[text],
        )
        for text in [*_marks(box), *box.texts]
    ]


def _words(number: int, name: str, sheet: Sheet, top: float, height: float, run: Run, align: str) -> Shape:
    width = sheet.width - 2 * sheet.margin
    place = (_emu(sheet.margin), _emu(top), _emu(width), _emu(height))
    return Shape(number, name, *place, lines=[Words((run,), align)])


def _shape(number: int, box: Box, sheet: Sheet) -> Shape:
    style = style_of(box.cls)
    place = (_emu(sheet.x(box.x)), _emu(sheet.y(box.y)), _emu(box.w * sheet.scale), _emu(box.h * sheet.scale))
    shape = Shape(number, printable(box.label or f"{box.kind} {box.code}")[:120], *place)
    shape.fill = "" if style.get("fill", "none") == "none" else style["fill"]
    shape.stroke = "" if style.get("stroke", "none") == "none" else style["stroke"]
    shape.dashed = "stroke-dasharray" in style
    if box.hue and (box.strip or box.rule):
        # The coloured strip of the page would stay behind when a box is moved: here its outline carries the colour.
        shape.stroke = style_of(f"dg-hue-{box.hue}")["fill"]
        shape.weight = 1.5 if box.kind == "module" else 1.0
    _fill_text(shape, box, sheet)
    return shape


def _fill_text(shape: Shape, box: Box, sheet: Sheet) -> None:
    texts = sorted([*box.texts, *_marks(box)], key=lambda text: (text.y, text.x))
    if not texts:
        return
    rows: list[list[Text]] = []
    for text in texts:
        if rows and text.y - rows[-1][0].y <= _SAME_LINE:
            rows[-1].append(text)
        else:
            rows.append([text])
    for row in rows:
        row.sort(key=lambda text: text.x)
        runs = [part for index, text in enumerate(row) for part in _spaced(index, _run(text, sheet))]
        middle = all(text.anchor == "middle" for text in row)
        left = 0.0 if middle else max(0.0, row[0].x - box.x) * sheet.scale
        shape.lines.append(Words(tuple(runs), "ctr" if middle else "l", _emu(left)))
    first = rows[0][0]
    shape.top = _emu(max(0.0, first.y - first.size - box.y) * sheet.scale)
    if len(rows) > 1:
        steps = [below[0].y - above[0].y for above, below in pairwise(rows)]
        shape.spacing = sum(steps) / len(steps) * sheet.scale


def _marks(box: Box) -> list[Text]:
    """Marks of urgency as words in their colour: 优, 推×2."""
    said = []
    for mark in box.marks:
        words = mark.short if mark.count == 1 else f"{mark.short}×{mark.count}"
        said.append(Text(mark.x, mark.y + 11, words, 10, f"mark-{mark.tone}"))
    return said


def _run(text: Text, sheet: Sheet) -> Run:
    if text.cls.startswith("mark-"):
        tone = style_of(f"dg-tone-{text.cls.removeprefix('mark-')}")
        colour = tone["fill"] if tone["fill"] not in {"#ffffff", "#d9dee5"} else "#5c6470"
        return Run(printable(text.text), text.size * sheet.scale, colour, True)
    style = style_of(text.cls)
    return Run(
        printable(text.text), text.size * sheet.scale, style.get("fill", "#1f2329"), "font-weight" in style
    )


def _spaced(index: int, run: Run) -> list[Run]:
    return [run] if index == 0 else [Run(" ", run.size, run.colour), run]


def _lines(picture: Picture, sheet: Sheet, boxes: list[tuple[int, Box]]) -> list[Line]:
    sites: dict[tuple[int, int], tuple[int, int]] = {}
    for number, box in boxes:
        places = (
            (box.x + box.w / 2, box.y),
            (box.x, box.y + box.h / 2),
            (box.x + box.w / 2, box.y + box.h),
            (box.x + box.w, box.y + box.h / 2),
        )
        for site, place in enumerate(places):
            sites.setdefault(_cell(place), (number, site))
    lines = []
    number = 2 + len(boxes)
    for edge in picture.edges:
        for start, end in pairwise(edge.points):
            points = (sheet.x(start[0]), sheet.y(start[1]), sheet.x(end[0]), sheet.y(end[1]))
            x1, y1, x2, y2 = (_emu(value) for value in points)
            dashed = "stroke-dasharray" in style_of(edge.cls)
            ends = (sites.get(_cell(start)), sites.get(_cell(end)))
            lines.append(Line(number, (x1, y1, x2, y2), *ends, dashed))
            number += 1
    return lines


def _cell(place: tuple[float, float]) -> tuple[int, int]:
    return round(place[0] / _NEAR), round(place[1] / _NEAR)


def _emu(points: float) -> int:
    return round(points * _EMU)


# ---- XML ---------------------------------------------------------------------------------------------------


def shape_xml(shape: Shape, prefix: str) -> str:
    """``<p:sp>`` or ``<xdr:sp>``."""
    macro = ' macro="" textlink=""' if prefix == "xdr" else ""
    named = f'<{prefix}:cNvPr id="{shape.number}" name={quoteattr(shape.name or "图形")}/>'
    body = (
        f"<{prefix}:nvSpPr>{named}<{prefix}:cNvSpPr/>{'<p:nvPr/>' if prefix == 'p' else ''}</{prefix}:nvSpPr>"
    )
    place = f'<a:xfrm><a:off x="{shape.x}" y="{shape.y}"/><a:ext cx="{shape.w}" cy="{shape.h}"/></a:xfrm>'
    fill = _fill(shape.fill)
    line = f'<a:ln w="{_emu(shape.weight)}">{_fill(shape.stroke)}{_dash(shape.dashed)}</a:ln>'
    if not shape.stroke:
        line = "<a:ln><a:noFill/></a:ln>"
    look = f'{place}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}{line}'
    frame = f'<a:bodyPr wrap="none" lIns="0" tIns="{shape.top}" rIns="0" bIns="0" anchor="t"><a:noAutofit/></a:bodyPr>'
    words = "".join(_paragraph(line, shape.spacing) for line in shape.lines) or "<a:p/>"
    text = f"<{prefix}:txBody>{frame}<a:lstStyle/>{words}</{prefix}:txBody>"
    return f"<{prefix}:sp{macro}>{body}<{prefix}:spPr>{look}</{prefix}:spPr>{text}</{prefix}:sp>"


def _paragraph(line: Words, points: float) -> str:
    spacing = f'<a:lnSpc><a:spcPts val="{round(points * 100)}"/></a:lnSpc>' if points else ""
    left = f' marL="{line.left}"' if line.left else ""
    words = "".join(_words_xml(run) for run in line.runs)
    return f'<a:p><a:pPr{left} algn="{line.align}">{spacing}</a:pPr>{words}</a:p>'


def _words_xml(run: Run) -> str:
    bold = ' b="1"' if run.bold else ""
    face = f'<a:latin typeface="{FACE}"/><a:ea typeface="{FACE}"/>'
    look = (
        f'<a:rPr lang="zh-CN" sz="{max(100, round(run.size * 100))}"{bold}>{_fill(run.colour)}{face}</a:rPr>'
    )
    return f"<a:r>{look}<a:t>{escape(run.text)}</a:t></a:r>"


def line_xml(line: Line, prefix: str) -> str:
    """``<p:cxnSp>`` or ``<xdr:cxnSp>``, glued where it touches a box."""
    x1, y1, x2, y2 = line.points
    flips = (' flipH="1"' if x2 < x1 else "") + (' flipV="1"' if y2 < y1 else "")
    place = f'<a:off x="{min(x1, x2)}" y="{min(y1, y2)}"/><a:ext cx="{abs(x2 - x1)}" cy="{abs(y2 - y1)}"/>'
    glue = "".join(
        f'<a:{tag} id="{site[0]}" idx="{site[1]}"/>'
        for tag, site in (("stCxn", line.start), ("endCxn", line.end))
        if site is not None
    )
    tail = "<p:nvPr/>" if prefix == "p" else ""
    macro = ' macro=""' if prefix == "xdr" else ""
    head = f'<{prefix}:cNvPr id="{line.number}" name="连线 {line.number}"/><{prefix}:cNvCxnSpPr>{glue}</{prefix}:cNvCxnSpPr>'
    stroke = style_of("dg-line")["stroke"]
    look = f'<a:xfrm{flips}>{place}</a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
    look += f'<a:ln w="{_emu(0.75)}">{_fill(stroke)}{_dash(line.dashed)}</a:ln>'
    return (
        f"<{prefix}:cxnSp{macro}><{prefix}:nvCxnSpPr>{head}{tail}</{prefix}:nvCxnSpPr>"
        f"<{prefix}:spPr>{look}</{prefix}:spPr></{prefix}:cxnSp>"
    )


def _fill(colour: str) -> str:
    if not colour:
        return "<a:noFill/>"
    return f'<a:solidFill><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill>'


def _dash(dashed: bool) -> str:
    return '<a:prstDash val="dash"/>' if dashed else ""
