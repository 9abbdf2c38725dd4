"""How a picture lies on a sheet of paper: which way round, how large, with a title above and its origin below."""

from __future__ import annotations

from dataclasses import dataclass

from zhunsheng.core.deliver.diagrams.picture import Picture

__all__ = ["PAPERS", "PAPER_CODES", "SMALLEST_LEGIBLE", "Drawing", "Sheet", "fit", "smallest_text"]

#: long and short side in points (1/72 inch), ISO 216
PAPERS: dict[str, tuple[float, float]] = {"A3": (1190.55, 841.89), "A4": (841.89, 595.28)}
#: the numbers that office programs give them
PAPER_CODES = {"A3": 8, "A4": 9}
#: text below this size in points cannot be read on paper
SMALLEST_LEGIBLE = 5.0
_MARGIN, _HEAD, _FOOT = 34.0, 34.0, 22.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with what stands around it: ``title`` above, ``caption`` (system, edition, hash, date) below."""

    picture: Picture
    title: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet in points, and where a picture lies on it: ``left``, ``top`` of its corner, ``scale`` points a unit."""

    width: float
    height: float
    left: float
    top: float
    scale: float
    margin: float = _MARGIN

    def x(self, value: float) -> float:
        """A picture's x on the sheet."""
        return self.left + value * self.scale

    def y(self, value: float) -> float:
        """A picture's y on the sheet, downwards from the top."""
        return self.top + value * self.scale


def fit(picture: Picture, paper: str, *, landscape: bool | None = None) -> Sheet:
    """The sheet on which the picture becomes largest; ``landscape`` fixes which way round the sheet lies.

    Raises ``KeyError`` for a paper that is not in :data:`PAPERS`.
    """
    long, short = PAPERS[paper]
    ways = (
        [(long, short), (short, long)]
        if landscape is None
        else [(long, short) if landscape else (short, long)]
    )
    return max((_placed(picture, *way) for way in ways), key=lambda sheet: sheet.scale)


def _placed(picture: Picture, width: float, height: float) -> Sheet:
    room_x, room_y = width - 2 * _MARGIN, height - 2 * _MARGIN - _HEAD - _FOOT
    # A small picture is not blown up: its text stays at reading size.
    scale = min(room_x / max(picture.width, 1), room_y / max(picture.height, 1), 1.0)
    left = (width - picture.width * scale) / 2
    return Sheet(width, height, left, _MARGIN + _HEAD, scale)


def smallest_text(picture: Picture, sheet: Sheet) -> float:
    """The size of the smallest text on the sheet in points; what is below :data:`SMALLEST_LEGIBLE` needs a larger sheet."""
    return min((text.size * sheet.scale for box in picture.boxes for text in box.texts), default=12.0)
