"""The life of a standard on a line: what happened when, between its first date and today or later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from zhunsheng.core.deliver.diagrams.text import text_width

__all__ = ["LifeEvent", "life_picture", "middle_of"]

_WIDTH = 880.0
_EDGE = 30.0
_ROW = 34.0
_LABEL, _DATE = 12.0, 11.0


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happened to a standard. ``date`` is an ISO date as exact as known; ``label`` is Chinese.

    ``kind`` tells what follows from it: ``issued``, ``implemented``, ``ended`` (withdrawn or replaced), else "".
    """

    date: str
    label: str
    kind: str = ""


def middle_of(iso: str) -> date | None:
    """The day at which an ISO date as exact as known is drawn: a year at its middle; None for no date."""
    parts = iso.split("-")
    try:
        year = int(parts[0])
        month = int(parts[1]) if len(parts) > 1 else 7
        day = int(parts[2]) if len(parts) > 2 else (1 if len(parts) == 1 else 15)
        return date(year, month, day)
    except ValueError:
        return None


def life_picture(events: Sequence[LifeEvent], today: date, status: str = "current") -> str:
    """The line as inline SVG text; "" where no event has a date. The table beside it says the same in words.

    ``status`` is what the standard is today: where no date ends it and it is not in force, its line is left open.
    """
    placed = sorted(
        ((day, event) for event in events if (day := middle_of(event.date)) is not None),
        key=lambda one: one[0],
    )
    if not placed:
        return ""
    first, last = placed[0][0], max(placed[-1][0], today)
    days = max(1, (last - first).days)

    def x(day: date) -> float:
        return round(_EDGE + (_WIDTH - 2 * _EDGE) * (day - first).days / days, 1)

    rows = _rows([(x(day), max(text_width(e.label, _LABEL), text_width(e.date, _DATE))) for day, e in placed])
    axis = _ROW * max(1, max(rows) + 1) + 12
    parts = [_line(_EDGE - 10, axis, _WIDTH - _EDGE + 10, axis, "axis")]
    parts += [
        _line(x(start), axis, x(end), axis, f"span {name}")
        for start, end, name in _spans(placed, today, status)
    ]
    here = x(today) if first <= today <= last else None
    if here is not None:
        parts.append(_line(here, axis - 10, here, axis + 12, "today"))
        parts.append(_text(here, axis + 26, "今天", "soft", _anchor(here, 24.0)))
    for (day, event), row in zip(placed, rows, strict=True):
        at, top = x(day), axis - 12 - _ROW * row
        anchor = _anchor(at, max(text_width(event.label, _LABEL), text_width(event.date, _DATE)))
        if row:
            parts.append(_line(at, top + 4, at, axis - 5, "axis"))
        parts.append(f'<circle class="dot" cx="{at}" cy="{axis}" r="4"/>')
        parts.append(_text(at, top - 15, event.label, "", anchor))
        parts.append(_text(at, top - 1, event.date, "soft", anchor))
    said = "；".join(f"{event.date} {event.label}" for _, event in placed)
    height = axis + 34
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="life" role="img" aria-label={quoteattr("生命周期：" + said)}'
    return f'{head} viewBox="0 0 {_WIDTH:.0f} {height:.0f}" width="{_WIDTH:.0f}" height="{height:.0f}">{"".join(parts)}</svg>'


def _spans(placed: list[tuple[date, LifeEvent]], today: date, status: str) -> list[tuple[date, date, str]]:
    """What the standard was between its dates, as far as they tell."""
    days = {event.kind: day for day, event in reversed(placed) if event.kind}
    issued, begun, ended = days.get("issued"), days.get("implemented"), days.get("ended")
    spans = []
    if issued and begun and issued < begun:
        spans.append((issued, begun, "upcoming"))
    start = begun or issued
    if start is not None:
        end = ended or max(today, start)
        if start < end:
            spans.append((start, end, "current" if ended or status == "current" else "unsure"))
    if ended and ended < today:
        spans.append((ended, today, "over"))
    return spans


def _rows(boxes: list[tuple[float, float]]) -> list[int]:
    """For each label (its middle and width) the lowest row on which it stands free of those before it."""
    ends: list[float] = []
    rows = []
    for at, width in boxes:
        anchor = _anchor(at, width)
        left = at - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        row = next((number for number, end in enumerate(ends) if end + 8 <= left), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = left + width
        rows.append(row)
    return rows


def _anchor(at: float, width: float) -> str:
    if at - width / 2 < 4:
        return "start"
    return "end" if at + width / 2 > _WIDTH - 4 else "middle"


def _line(x1: float, y1: float, x2: float, y2: float, cls: str) -> str:
    return f'<path class="{cls}" d="M{x1:g} {y1:g}L{x2:g} {y2:g}"/>'


def _text(x: float, y: float, text: str, cls: str, anchor: str) -> str:
    look = f' class="{cls}"' if cls else ""
    return f'<text{look} x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'
