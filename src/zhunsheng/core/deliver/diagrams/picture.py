"""A picture before it is drawn: boxes with their texts and marks at places. Tests look here for overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from zhunsheng.core.deliver.diagrams.svg import Canvas

__all__ = ["BEHIND", "MARK", "Box", "Edge", "Link", "Mark", "Pen", "Picture", "Text", "draw_box", "in_lines"]

MARK = 13.0
#: kinds of boxes that lie behind the lines
BEHIND = frozenset({"group", "band"})
T = TypeVar("T")
Link = Callable[[str], str]
"""From a code to an address."""


@dataclass(slots=True)
class Text:
    """One line of text, ``x``, ``y`` being its baseline; ``anchor`` start, middle or end."""

    x: float
    y: float
    text: str
    size: float
    cls: str = "dg-text"
    anchor: str = "start"


@dataclass(slots=True)
class Mark:
    """A small square that stands for one item, or for ``count`` items, of one grade of urgency."""

    x: float
    y: float
    short: str
    tone: str
    count: int = 1


@dataclass(slots=True)
class Box:
    """A rectangle and what is in it.

    ``kind``: root, module, node, group, band, label or fold. ``code`` is the subsystem it stands for. ``href`` makes
    it a link. ``hue`` 1–8 colours the strip that carries the code (``strip`` is that strip's width; 0: none). ``data`` is
    what its row of the table says.
    """

    kind: str
    x: float
    y: float
    w: float
    h: float
    code: str = ""
    cls: str = "dg-box"
    hue: int = 0
    strip: float = 0
    href: str | None = None
    label: str = ""
    rule: bool = False
    data: dict[str, str] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class Edge:
    """A line through ``points``, solid unless ``cls`` says otherwise."""

    points: list[tuple[float, float]]
    cls: str = "dg-line"


class Pen(Protocol):
    """What draws: an SVG, a page of PDF."""

    def rect(self, x: float, y: float, w: float, h: float, cls: str, *, radius: float = 2) -> None:
        """A rectangle with its top left corner at ``x``, ``y``."""

    def text(self, x: float, y: float, text: str, cls: str, *, size: float, anchor: str = "start") -> None:
        """One line of text with its baseline at ``y``."""


@dataclass(slots=True)
class Picture:
    """Everything to be drawn, in drawing order, on a ground of ``width`` × ``height``."""

    title: str
    width: float
    height: float
    boxes: list[Box] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)

    def layers(self, *, folds: bool = False) -> tuple[list[Box], list[Box]]:
        """The boxes behind the lines and those in front of them; what folds a module is for a page alone."""
        shown = [box for box in self.boxes if folds or box.kind != "fold"]
        return [box for box in shown if box.kind in BEHIND], [box for box in shown if box.kind not in BEHIND]

    def svg(self, *, cls: str = "diagram", standalone: bool = False, caption: str = "") -> str:
        """The picture as SVG text, for a page or (``standalone``) for a file, then with its title and ``caption``."""
        canvas = Canvas(standalone=standalone)
        behind, front = self.layers(folds=not standalone)
        for box in behind:
            _draw(canvas, box, standalone)
        for edge in self.edges:
            canvas.path(edge.points, edge.cls)
        for box in front:
            _draw(canvas, box, standalone)
        if standalone:
            canvas.text(self.width / 2, -18, self.title, "dg-strong", size=18, anchor="middle")
            canvas.text(0, self.height + 24, caption, "dg-soft", size=12)
        return canvas.document(self.width, self.height, title=self.title, cls=cls)


def _draw(canvas: Canvas, box: Box, standalone: bool) -> None:
    href = None if standalone else box.href
    canvas.open_link(
        href,
        f"dg-{box.kind}-link" if href else f"dg-{box.kind}-mark",
        label=box.label,
        key=box.code,
        data=box.data,
    )
    draw_box(canvas, box)
    canvas.close_link(href)


def draw_box(pen: Pen, box: Box) -> None:
    """The box with its strip or rule, its texts and its marks."""
    pen.rect(box.x, box.y, box.w, box.h, box.cls)
    if box.strip:
        pen.rect(box.x, box.y, box.strip, box.h, f"dg-hue-{box.hue}", radius=1)
    if box.rule:
        pen.rect(box.x, box.y, box.w, 3, f"dg-hue-{box.hue}", radius=0)
    for text in box.texts:
        pen.text(text.x, text.y, text.text, text.cls, size=text.size, anchor=text.anchor)
    for mark in box.marks:
        pen.rect(mark.x + 0.5, mark.y + 0.5, MARK - 1, MARK - 1, f"dg-tone-{mark.tone}", radius=1.5)
        pen.text(mark.x + MARK / 2, mark.y + 10, mark.short, f"dg-on-{mark.tone}", size=10, anchor="middle")
        if mark.count > 1:
            pen.text(mark.x + MARK + 2, mark.y + 10.5, f"×{mark.count}", "dg-soft", size=11)


def in_lines(things: Iterable[T], size: Callable[[T], float], gap: float, limit: float) -> list[list[T]]:
    """Things in lines in their order: a line takes what stays within ``limit``, and one thing at least."""
    lines: list[list[T]] = []
    used = 0.0
    for thing in things:
        if lines and used + gap + size(thing) <= limit:
            lines[-1].append(thing)
            used += gap + size(thing)
        else:
            lines.append([thing])
            used = size(thing)
    return lines
