"""Who came before and who after: standards on a common line of time, with the links of succession between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhunsheng.core.deliver.diagrams.chart import (
    Chart,
    Piece,
    Shape,
    Span,
    arrow,
    is_free,
    legend,
    line,
    rect,
    span_of,
)
from zhunsheng.core.deliver.diagrams.ego_plan import cut_to
from zhunsheng.core.deliver.diagrams.flows import STATUS_WORDS, status_of
from zhunsheng.core.deliver.diagrams.life import middle_of
from zhunsheng.core.deliver.diagrams.picture import Text
from zhunsheng.core.deliver.diagrams.text import text_width

__all__ = ["Heir", "SuccessionLink", "succession_picture"]

WIDTH, NAMES, EDGE = 1000.0, 300.0, 46.0
ROW, HEAD, BAR = 54.0, 26.0, 12.0
_LEGEND = (
    ("dg-swatch-sure", "从实施（没有时从发布）到废止或被代替；没有终止日期的画到今天"),
    ("dg-swatch-open", "已发布，尚未实施"),
    ("", "箭头从新的指向它所代替的"),
)


@dataclass(frozen=True, slots=True)
class Heir:
    """A standard of the succession. Dates are ISO, as exact as known, "" where not known."""

    number: str
    title: str
    issued: str = ""
    implemented: str = ""
    ended: str = ""
    status: str = ""
    here: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class SuccessionLink:
    """``newer`` stands in the place of ``older``; ``label`` reads from the newer to the older (代替)."""

    newer: str
    older: str
    label: str
    certain: bool = True
    type: str = ""


def succession_picture(
    heirs: Sequence[Heir], links: Sequence[SuccessionLink], today: date, *, title: str = ""
) -> Chart | None:
    """The line, oldest first; None where there is nobody before or after, or no date at all."""
    ordered = sorted(heirs, key=lambda one: (first_day(one) or date.max, one.number))
    days = [day for one in ordered for day in _days(one)]
    if len(ordered) < 2 or not days:
        return None
    first, last = min(days), max(*days, today)
    if first == last:
        first = first.replace(year=first.year - 1)
    chart = Chart(title or _finding(ordered, links), WIDTH, 0)
    painter = _Painter(chart, first, last, today)
    painter.axis(len(ordered))
    for place, one in enumerate(ordered):
        painter.row(place, one)
    names = {one.number: place for place, one in enumerate(ordered)}
    for link in links:
        if link.newer in names and link.older in names and link.newer != link.older:
            painter.link(names[link.newer], names[link.older], link)
    piece, chart.height = legend(_LEGEND, WIDTH, HEAD + ROW * len(ordered) + 28)
    chart.pieces.append(piece)
    return chart


def first_day(one: Heir) -> date | None:
    """The first day known of a standard."""
    return min(_days(one), default=None)


def _days(one: Heir) -> list[date]:
    return [day for text in (one.issued, one.implemented, one.ended) if text and (day := middle_of(text))]


def _finding(ordered: Sequence[Heir], links: Sequence[SuccessionLink]) -> str:
    here = next((one for one in ordered if one.here), ordered[-1])
    after = [link.newer for link in links if link.older == here.number]
    before = [link.older for link in links if link.newer == here.number]
    said = []
    if before:
        said.append(f"代替 {'、'.join(before[:3])}" + (f" 等 {len(before)} 项" if len(before) > 3 else ""))
    if after:
        said.append(
            f"被 {'、'.join(after[:3])}" + (f" 等 {len(after)} 项" if len(after) > 3 else "") + "代替"
        )
    return f"{here.number} {'，'.join(said) or '的前后各版'}"


class _Painter:
    """One row for each standard; the arrows run between the rows."""

    def __init__(self, chart: Chart, first: date, last: date, today: date) -> None:
        self.chart, self.first, self.last, self.today = chart, first, last, today
        self.days = max(1, (last - first).days)
        self.places: list[tuple[float, float]] = []
        self.taken: list[Span] = []

    def x(self, day: date) -> float:
        """Where a day lies."""
        return NAMES + EDGE + (WIDTH - NAMES - 2 * EDGE) * (day - self.first).days / self.days

    def axis(self, rows: int) -> None:
        """Years along the top, as many as find room, and today."""
        piece = Piece("axis")
        bottom = HEAD + ROW * rows
        step = next(
            (
                one
                for one in (1, 2, 5, 10, 20, 50, 100)
                if (self.last.year - self.first.year) / one * 44 <= WIDTH - NAMES - 2 * EDGE
            ),
            200,
        )
        for year in range(self.first.year, self.last.year + 2):
            day = date(year, 1, 1)
            if year % step or not self.first <= day <= self.last:
                continue
            x = self.x(day)
            piece.shapes.append(Shape(line([(x, HEAD - 4), (x, bottom)]), "dg-ring"))
            piece.texts.append(Text(x, 14, str(year), 11, "dg-soft", "middle"))
        if self.first <= self.today <= self.last:
            x = self.x(self.today)
            piece.shapes.append(Shape(line([(x, HEAD - 2), (x, bottom)]), "dg-cross-open"))
            piece.texts.append(Text(x, bottom + 14, "今天", 11, "dg-soft", "middle"))
        self.chart.pieces.append(piece)

    def row(self, place: int, one: Heir) -> None:
        """The name on the left, the bar with its dates on the line."""
        y = HEAD + ROW * place + 6
        middle = y + BAR / 2
        said = "、".join(
            f"{text} {word}"
            for text, word in ((one.issued, "发布"), (one.implemented, "实施"), (one.ended, "终止"))
            if text
        )
        piece = Piece("heir", f"{one.number} {one.title}：{said or '没有日期'}", one.href)
        piece.data = {"number": one.number, "issued": one.issued, "implemented": one.implemented}
        piece.data |= {"ended": one.ended, "status": one.status}
        cls = "dg-root" if one.here else "dg-none"
        piece.shapes.append(Shape(rect(1, y - 5, NAMES - 6, 38), cls))
        number = cut_to(one.number, NAMES - 90, 12)[0]
        piece.texts.append(Text(6, y + 9, number, 12, "dg-strong"))
        if one.status:
            left = 12 + text_width(number, 12)
            piece.texts.append(Text(left, y + 9, cut_to(one.status, NAMES - 10 - left, 11)[0], 11, "dg-soft"))
        if one.title:
            piece.texts.append(Text(6, y + 25, cut_to(one.title, NAMES - 18, 11)[0], 11, "dg-text"))
        spans = self._spans(one)
        for start, end, look in spans:
            x1, x2 = self.x(start), self.x(end)
            piece.shapes.append(Shape(rect(x1, y, max(2.0, x2 - x1), BAR), look))
        ends = [self.x(day) for span in spans for day in span[:2]]
        self.places.append((min(ends, default=NAMES + EDGE), middle))
        self._dates(piece, one, y)
        self.chart.pieces.append(piece)

    def _spans(self, one: Heir) -> list[tuple[date, date, str]]:
        issued, begun, ended = (
            middle_of(text) if text else None for text in (one.issued, one.implemented, one.ended)
        )
        start = begun or issued
        spans = []
        if issued and begun and issued < begun:
            spans.append((issued, begun, "dg-swatch-open"))
        if start:
            end = ended or max(self.today, start)
            spans.append((start, max(start, end), "dg-swatch-sure"))
        elif ended:
            spans.append((ended, ended, "dg-swatch-sure"))
        return spans

    def _dates(self, piece: Piece, one: Heir, y: float) -> None:
        """Dates under the bar where they find room, from the left."""
        free = NAMES
        for text, word in ((one.issued, "发布"), (one.implemented, "实施"), (one.ended, "终止")):
            day = middle_of(text) if text else None
            if day is None:
                continue
            words = f"{text} {word}"
            wide = text_width(words, 10)
            left = min(max(self.x(day) - wide / 2, free), WIDTH - wide)
            if left < free or left > self.x(day) + 6:
                continue
            label = Text(left, y + BAR + 13, words, 10, "dg-soft")
            self.taken.append(span_of(label))
            piece.texts.append(label)
            free = left + wide + 8

    def link(self, newer: int, older: int, link: SuccessionLink) -> None:
        """An arrow in front of the bars, from the newer row to the older."""
        (x1, y1), (x2, y2) = self.places[newer], self.places[older]
        trunk = min(x1, x2) - 8 - 4 * (abs(newer - older) % 4)
        trunk = max(NAMES - 2, trunk)
        status = status_of(link.certain)
        piece = Piece("succession", f"{link.newer} {link.label} {link.older}（{STATUS_WORDS[status]}）")
        piece.data = {"newer": link.newer, "older": link.older, "type": link.type}
        piece.data["status"] = status
        look = "dg-sure" if link.certain else "dg-open"
        piece.shapes.append(Shape(line([(x1, y1), (trunk, y1), (trunk, y2), (x2 - 1, y2)]), look))
        piece.shapes.append(Shape(arrow(x2 - 1, x2 - 8, y2), "dg-head"))
        label = Text(trunk + 4, y1 - 10 if y1 > y2 else y1 + ROW - 16, link.label, 10, "dg-soft")
        span = span_of(label)
        if is_free(span, self.taken):
            self.taken.append(span)
            piece.texts.append(label)
        self.chart.pieces.append(piece)
