"""A drawing of free shapes (ribbons, arcs, arrows) before it is written: pieces, each one row of the table beside it.

A :class:`Picture` holds boxes and straight lines; a :class:`Chart` holds anything. Both write the same SVG.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhunsheng.core.deliver.diagrams.picture import Text
from zhunsheng.core.deliver.diagrams.svg import Canvas, number
from zhunsheng.core.deliver.diagrams.text import text_width, wrap

__all__ = [
    "Chart",
    "Piece",
    "Shape",
    "Span",
    "arrow",
    "circle",
    "empty_picture",
    "is_free",
    "legend",
    "line",
    "n",
    "rect",
    "span_of",
]

Span = tuple[float, float, float, float]
"""A place: left, top, right, bottom."""

_TITLE, _TITLE_LINE, _FOOT, _FOOT_LINE = 18.0, 25.0, 12.0, 17.0


@dataclass(slots=True)
class Shape:
    """A path by its ``data`` and the class of its look."""

    data: str
    cls: str


@dataclass(slots=True)
class Piece:
    """Shapes and texts that belong together. ``label`` is the tooltip and the name read aloud.

    ``data`` says what its row of the table says (``data-from``, ``data-count``); ``href`` makes it a link. A piece
    with ``frame`` has all its texts within (x, y, width, height).
    """

    kind: str
    label: str = ""
    href: str | None = None
    data: dict[str, str] = field(default_factory=dict)
    shapes: list[Shape] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    frame: tuple[float, float, float, float] | None = None


@dataclass(slots=True)
class Chart:
    """Everything to be drawn, in drawing and reading order. ``title`` states the finding; ``note`` what to know."""

    title: str
    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    empty: bool = False

    def texts(self) -> list[Text]:
        """Every text of the drawing."""
        return [text for piece in self.pieces for text in piece.texts]

    def svg(self, *, cls: str = "diagram", standalone: bool = False, caption: str = "") -> str:
        """The drawing as SVG text, for a page or (``standalone``) for a file, then with its title and ``caption``."""
        canvas = Canvas(standalone=standalone)
        for piece in self.pieces:
            _draw(canvas, piece, standalone)
        head, foot = 46.0, 38.0
        if standalone:
            titles = wrap(self.title, self.width, _TITLE, even=True)
            captions = wrap(caption, self.width, _FOOT)
            head, foot = 21 + _TITLE_LINE * len(titles), 21 + _FOOT_LINE * len(captions)
            for index, one in enumerate(titles):
                y = -18 - _TITLE_LINE * (len(titles) - 1 - index)
                canvas.text(self.width / 2, y, one, "dg-strong", size=_TITLE, anchor="middle")
            for index, one in enumerate(captions):
                canvas.text(0, self.height + 24 + _FOOT_LINE * index, one, "dg-soft", size=_FOOT)
        return canvas.document(
            self.width, self.height, title=self.title, cls=cls, head_room=head, foot_room=foot
        )


def _draw(canvas: Canvas, piece: Piece, standalone: bool) -> None:
    href = None if standalone else piece.href
    named = bool(href or piece.label or piece.data)
    if named:
        cls = f"dg-{piece.kind}-link" if href else f"dg-{piece.kind}-mark"
        canvas.open_link(href, cls, label=piece.label, data=piece.data)
    for shape in piece.shapes:
        canvas.shape(shape.data, shape.cls)
    for text in piece.texts:
        canvas.text(text.x, text.y, text.text, text.cls, size=text.size, anchor=text.anchor)
    if named:
        canvas.close_link(href)


def empty_picture(title: str, advice: str = "") -> Chart:
    """A picture of nothing, which says what to do."""
    advice = advice or "接入带有关联的标准目录，或在关联的审阅里确认建议之后，这里会画出来。"
    chart = Chart(title, 620, 110, empty=True)
    piece = Piece("note", frame=(0, 0, 620, 110))
    piece.shapes.append(Shape("M.5 .5h619v109h-619Z", "dg-empty"))
    piece.texts.append(Text(310, 40, wrap(title, 590, 14)[0], 14, "dg-strong", "middle"))
    for index, one in enumerate(wrap(advice, 580, 12, even=True)[:3]):
        piece.texts.append(Text(310, 66 + 18 * index, one, 12, "dg-soft", "middle"))
    chart.pieces.append(piece)
    return chart


# ---- small shapes ------------------------------------------------------------------------------------------


def n(value: float) -> str:
    """A number as the drawing writes it: one decimal at most, never ``-0``."""
    text = number(value)
    return "0" if text == "-0" else text


def rect(x: float, y: float, w: float, h: float) -> str:
    """Path data of a rectangle."""
    return f"M{n(x)} {n(y)}h{n(w)}v{n(h)}h{n(-w)}Z"


def circle(x: float, y: float, r: float) -> str:
    """Path data of a circle."""
    return f"M{n(x - r)} {n(y)}a{n(r)} {n(r)} 0 1 0 {n(2 * r)} 0a{n(r)} {n(r)} 0 1 0 {n(-2 * r)} 0Z"


def line(points: Sequence[tuple[float, float]]) -> str:
    """Path data of a line through ``points``."""
    return "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points)


def arrow(tip: float, back: float, y: float, half: float = 4) -> str:
    """Path data of the head of a level arrow: its tip, where its back stands, half its height."""
    return f"M{n(tip)} {n(y)}L{n(back)} {n(y - half)}L{n(back)} {n(y + half)}Z"


def is_free(span: Span, taken: Iterable[Span], aside: float = 0.0) -> bool:
    """Whether a place meets none of those ``taken``, with so much air at its sides."""
    left, top, right, bottom = span
    return all(
        right + aside <= one[0] or one[2] + aside <= left or bottom <= one[1] or one[3] <= top
        for one in taken
    )


def span_of(text: Text) -> Span:
    """The place a text takes at most."""
    wide = text_width(text.text, text.size)
    left = {"start": text.x, "middle": text.x - wide / 2, "end": text.x - wide}[text.anchor]
    return left, text.y - 0.86 * text.size, left + wide, text.y + 0.16 * text.size


def legend(entries: Sequence[tuple[str, str]], width: float, top: float) -> tuple[Piece, float]:
    """What looks mean, as (class of the swatch or "", words), in rows no wider than ``width``; and where they end."""
    piece = Piece("legend")
    x, y = 0.0, top
    for cls, words in entries:
        need = (26 if cls else 0) + text_width(words, 12)
        if x and x + need > width:
            x, y = 0.0, y + 20
        if cls:
            piece.shapes.append(Shape(rect(x + 0.5, y + 1, 20, 12), cls))
            x += 26
        for index, part in enumerate(wrap(words, max(60.0, width - x), 12)):
            if index:
                y += 18
            piece.texts.append(Text(x, y + 12, part, 12, "dg-soft"))
        x += text_width(words, 12) + 22
    return piece, y + 18
