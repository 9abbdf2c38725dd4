"""The atlas as an SVG file: the same places, shapes and colours as on the page, with a legend, for print and Word."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from zhunsheng.core.deliver.atlas import KINDS, Atlas, Cell, Node
from zhunsheng.core.deliver.diagrams.chart import Span, is_free
from zhunsheng.core.deliver.diagrams.svg import FONT, HUES, INKS, number, style_of
from zhunsheng.core.deliver.diagrams.text import text_width, wrap
from zhunsheng.core.registry.words import STATUSES

__all__ = ["MOST_DOTS", "atlas_svg"]

#: more dots than this are drawn as one figure for each category: word processors give up on more shapes
MOST_DOTS = 6000
_UNIT = 520.0
_SIDE = 150.0
_INK, _SOFT, _EDGE, _GROUND = "#1f2329", "#5c6470", "#8b95a1", "#ffffff"
_TONES = {tone: style_of(f"dg-tone-{tone}")["fill"] for tone in ("first", "second", "third", "other")}
_STATES = {
    "current": "#1a7f37",
    "upcoming": "#1456a0",
    "superseded": "#8f5600",
    "withdrawn": "#636b78",
    "draft": "#1456a0",
    "unknown": "#6b7280",
}
#: how the inside of a dot is drawn; the same as in frontend/src/atlas/theme.ts
_TONE_FILLS = {"first": "full", "second": "half", "third": "hollow", "other": "core", "undefined": "hatched"}
_STATE_FILLS = {
    "current": "full",
    "upcoming": "core",
    "superseded": "half",
    "withdrawn": "slash",
    "draft": "dashed",
}


@dataclass(slots=True)
class _Sheet:
    """What has been drawn, and the room that texts have taken."""

    parts: list[str] = field(default_factory=list)
    taken: list[Span] = field(default_factory=list)

    def write(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        ink: str,
        *,
        bold: bool = False,
        must: bool = False,
    ) -> bool:
        """Lines of text around the middle ``x``, ``y``, on a ground of their own; False where there is no room."""
        w = max(text_width(line, size) for line in lines) + 4
        h = len(lines) * size * 1.25
        left, top = x - w / 2, y - h / 2
        span = (left, top, left + w, top + h)
        if not must and not is_free(span, self.taken):
            return False
        self.taken.append(span)
        self.parts.append(
            f'<rect x="{number(left)}" y="{number(top)}" width="{number(w)}" height="{number(h)}" fill="{_GROUND}" fill-opacity="0.8"/>'
        )
        weight = ' font-weight="600"' if bold else ""
        for at, line in enumerate(lines):
            base = top + (at + 0.8) * size * 1.25 - size * 0.02
            self.parts.append(
                f'<text x="{number(x)}" y="{number(base)}" font-size="{number(size)}" text-anchor="middle" fill="{ink}"{weight}>{escape(line)}</text>'
            )
        return True


def atlas_svg(atlas: Atlas, shown: Sequence[int], *, caption: str) -> str:
    """The nodes ``shown`` at their places, as a picture of its own with title, legend and ``caption``."""
    sheet = _Sheet()
    nodes = [atlas.nodes[at] for at in shown if atlas.nodes[at].kind != "subsystem"]
    for at, cell in enumerate(atlas.cells):
        _ground(sheet, atlas, cell, at)
    few = len(nodes) <= MOST_DOTS
    if few:
        for node in nodes:
            sheet.parts.append(
                _dot(
                    node,
                    _tone(atlas, node),
                    node.x * _UNIT,
                    node.y * _UNIT,
                    _radius(node),
                )
            )
    _module_names(sheet, atlas, nodes)
    _cell_names(sheet, atlas, nodes, few)
    if few:
        _numbers(sheet, nodes)
    reach = atlas.size * _UNIT
    legend, deep = _legend(atlas, nodes, -reach - _SIDE + 10, reach + 64)
    if not few:
        caption += f"共 {len(nodes)} 项，超过 {MOST_DOTS} 项时只画各类的项数。"
    foot = reach + 64 + deep
    for line in wrap(caption, 2 * (reach + _SIDE) - 20, 12):
        sheet.parts.append(
            f'<text x="{number(-reach - _SIDE + 10)}" y="{number(foot)}" font-size="12" fill="{_SOFT}">{escape(line)}</text>'
        )
        foot += 18
    top = -reach - 96
    width, height = 2 * (reach + _SIDE), foot - top + 6
    title = f'<text x="0" y="{number(top + 34)}" font-size="20" font-weight="600" text-anchor="middle" fill="{_INK}">{escape(atlas.title)}</text>'
    box = f"{number(-reach - _SIDE)} {number(top)} {number(width)} {number(height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{number(width)}" height="{number(height)}" font-family="{FONT}"'
        f' role="img" aria-label={quoteattr(atlas.title)}>'
        f'<rect x="{number(-reach - _SIDE)}" y="{number(top)}" width="{number(width)}" height="{number(height)}" fill="{_GROUND}"/>'
        f"{title}{''.join(sheet.parts)}{legend}</svg>"
    )


def _ground(sheet: _Sheet, atlas: Atlas, cell: Cell, at: int) -> None:
    hue = HUES[(atlas.sectors[cell.sector].hue - 1) % 8]
    dash = "" if cell.count else ' stroke-dasharray="4 3"'
    wide = 1 if cell.stop - cell.start > math.pi else 0
    inner, outer = cell.inner * _UNIT, cell.outer * _UNIT
    a, b = _at(outer, cell.start), _at(outer, cell.stop)
    c, d = _at(inner, cell.stop), _at(inner, cell.start)
    path = f"M{a}A{number(outer)} {number(outer)} 0 {wide} 1 {b}L{c}A{number(inner)} {number(inner)} 0 {wide} 0 {d}Z"
    sheet.parts.append(
        f'<path d="{path}" fill="{hue}" fill-opacity="{0.13 if at % 2 else 0.07}" stroke="{hue}" stroke-opacity="0.55"{dash}>'
        f"<title>{escape(f'{cell.code} {cell.name}')}</title></path>"
    )


def _radius(node: Node) -> float:
    """How large a dot is drawn."""
    return max(1.4, min(6.5, node.r * _UNIT))


def _tone(atlas: Atlas, node: Node) -> str:
    return next((tone for key, _label, tone in atlas.grades if key == node.urgency), "")


def _dot(node: Node, tone: str, x: float, y: float, r: float, *, plain: bool = False) -> str:
    """One dot by kind (square, circle, diamond) and state (full, half, hollow, core, hatched, slash, dashed)."""
    if node.kind == "planned":
        colour, fill = _TONES.get(tone, _EDGE), _TONE_FILLS.get(tone, "dashed")
    elif node.kind == "standard":
        state = node.status or "unknown"
        colour, fill = _STATES.get(state, _EDGE), _STATE_FILLS.get(state, "hollow")
    else:
        colour, fill = _SOFT, "full"
    inside = colour if fill == "full" else _GROUND
    dash = ' stroke-dasharray="1.8 1.4"' if fill == "dashed" else ""
    look = f'fill="{inside}" stroke="{colour}" stroke-width="{number(max(0.6, min(1.4, r * 0.26)))}"{dash}'
    s = r * 0.9
    if node.kind == "planned":
        parts = [
            f'<rect x="{number(x - s)}" y="{number(y - s)}" width="{number(2 * s)}" height="{number(2 * s)}" {look}/>'
        ]
    elif node.kind == "basis":
        d = r * 1.15
        parts = [
            f'<path d="M{number(x)} {number(y - d)}L{number(x + d)} {number(y)}L{number(x)} {number(y + d)}L{number(x - d)} {number(y)}Z" {look}/>'
        ]
    else:
        parts = [f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" {look}/>']
    parts.append(_inside(node.kind == "planned", fill, colour, x, y, s if node.kind == "planned" else r))
    name = "" if plain else f"<title>{escape(f'{node.code} {node.title}'.strip())}</title>"
    return f"<g>{name}{''.join(parts)}</g>"


def _inside(square: bool, fill: str, colour: str, x: float, y: float, r: float) -> str:
    if fill == "half":
        if square:
            return f'<rect x="{number(x - r)}" y="{number(y)}" width="{number(2 * r)}" height="{number(r)}" fill="{colour}"/>'
        return f'<path d="M{number(x - r)} {number(y)}A{number(r)} {number(r)} 0 0 0 {number(x + r)} {number(y)}Z" fill="{colour}"/>'
    if fill == "core":
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r * 0.48)}" fill="{colour}"/>'
    if fill in {"slash", "hatched"}:
        e = r if square else r * 0.7
        lines = f"M{number(x - e)} {number(y + e)}L{number(x + e)} {number(y - e)}"
        if fill == "hatched":
            lines += f"M{number(x - e)} {number(y)}L{number(x)} {number(y - e)}M{number(x)} {number(y + e)}L{number(x + e)} {number(y)}"
        return f'<path d="{lines}" fill="none" stroke="{colour}" stroke-width="0.8"/>'
    return ""


def _module_names(sheet: _Sheet, atlas: Atlas, nodes: Sequence[Node]) -> None:
    reach = atlas.size * _UNIT
    for sector in atlas.sectors:
        count = sum(node.module == sector.code for node in nodes)
        text = f"{sector.code} {sector.name}（{count}）"
        angle = (sector.start + sector.stop) / 2
        cos, sin = math.cos(angle), math.sin(angle)
        lines = wrap(text, _SIDE - 14, 15, even=True) if abs(cos) > 0.5 else [text]
        w = max(text_width(line, 15) for line in lines) + 4
        x = cos * (reach + 10) + w / 2 * cos
        y = sin * (reach + 14 + 9 * len(lines))
        sheet.write(x, y, lines, 15, INKS[(sector.hue - 1) % 8], bold=True, must=True)


def _cell_names(sheet: _Sheet, atlas: Atlas, nodes: Sequence[Node], few: bool) -> None:
    counts: dict[str, int] = {}
    for node in nodes:
        counts[node.box] = counts.get(node.box, 0) + 1
    for cell in atlas.cells:
        sector = atlas.sectors[cell.sector]
        if sector.code == cell.code:
            continue
        wide = (cell.stop - cell.start) * (cell.inner + cell.outer) / 2 * _UNIT
        x, y = cell.middle
        size = 12.0
        text = f"{cell.code} {cell.name}" if few else f"{cell.code} {cell.name}（{counts.get(cell.code, 0)}）"
        ink = INKS[(sector.hue - 1) % 8]
        tries = [
            (lines, shift)
            for lines in (wrap(text, 200, size), wrap(text, max(48, wide * 0.8), size, even=True))
            for shift in (0, -14, 14, -28, 28)
        ]
        any(sheet.write(x * _UNIT, y * _UNIT + shift, lines, size, ink) for lines, shift in tries)


def _numbers(sheet: _Sheet, nodes: Sequence[Node]) -> None:
    """The 序号 beside planned items, as far as they find room."""
    for node in nodes:
        if node.kind != "planned" or len(node.code) > 5 or not node.code:
            continue
        r = _radius(node)
        w = text_width(node.code, 10) / 2 + 3
        for dx, dy in ((r + w, 0.0), (-r - w, 0.0), (0.0, r + 8), (0.0, -r - 8)):
            if sheet.write(node.x * _UNIT + dx, node.y * _UNIT + dy, [node.code], 10, _INK):
                break


def _legend(atlas: Atlas, nodes: Sequence[Node], x: float, y: float) -> tuple[str, float]:
    """The legend of what occurs, in lines; its text and how deep it is."""
    entries: list[tuple[Node, str, str]] = []
    used = {(node.kind, node.urgency if node.kind == "planned" else node.status) for node in nodes}
    for key, label, tone in atlas.grades:
        if ("planned", key) in used:
            entries.append((Node("", "planned", "", ""), tone, f"{KINDS['planned']} {label}"))
    for key, word in STATUSES.items():
        if ("standard", key) in used:
            entries.append((Node("", "standard", "", "", status=key), "", f"{KINDS['standard']} {word}"))
    if any(kind == "basis" for kind, _ in used):
        entries.append((Node("", "basis", "", ""), "", KINDS["basis"]))
    parts: list[str] = []
    left, line = x, 0
    reach = -x - 20
    for node, tone, label in entries:
        w = 22 + text_width(label, 12) + 18
        if left + w > reach and left > x:
            left, line = x, line + 1
        at = y + line * 22
        parts.append(_dot(node, tone, left + 7, at - 4, 6, plain=True))
        parts.append(
            f'<text x="{number(left + 20)}" y="{number(at)}" font-size="12" fill="{_INK}">{escape(label)}</text>'
        )
        left += w
    return "".join(parts), (line + 1) * 22 + 12


def _at(radius: float, angle: float) -> str:
    return f"{number(radius * math.cos(angle))} {number(radius * math.sin(angle))}"
