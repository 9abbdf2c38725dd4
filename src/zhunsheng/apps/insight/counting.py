"""Links counted between modules, and chosen by the same rules that they are counted by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from zhunsheng.apps.insight.gathering import CONFIRMED, SUGGESTED, Edge, Gathered, Thing
from zhunsheng.core.relations import relation_types

__all__ = [
    "APART",
    "Cell",
    "Filter",
    "Matrix",
    "certainty",
    "chosen_edges",
    "counts_by_box",
    "holds_on",
    "matrix_of",
    "modules_at",
]

#: where things lie is told apart from what they have to do with each other
APART = frozenset({"contains", "placed"})


@dataclass(slots=True)
class Cell:
    """The links from one module to another, by type: those confirmed and those suggested."""

    confirmed: Counter[str] = field(default_factory=Counter)
    suggested: Counter[str] = field(default_factory=Counter)

    @property
    def sure(self) -> int:
        """How many are confirmed."""
        return self.confirmed.total()

    @property
    def open(self) -> int:
        """How many are suggested."""
        return self.suggested.total()

    @property
    def strength(self) -> int:
        """The sum of confirmed links of the types that count for strength."""
        known = relation_types()
        return sum(
            number for kind, number in self.confirmed.items() if kind in known and known[kind].strength
        )


@dataclass(slots=True)
class Matrix:
    """Modules in printed order (code, name, hue) and what leads from one to the other.

    A link of a type that reads the same both ways is counted in both cells; ``total`` counts each link once.
    """

    modules: list[tuple[str, str, int]]
    cells: dict[tuple[str, str], Cell]
    total: Cell

    def cell(self, start: str, end: str) -> Cell:
        """What leads from ``start`` to ``end``; an empty cell where nothing does."""
        return self.cells.get((start, end)) or Cell()


@dataclass(frozen=True, slots=True)
class Filter:
    """Which links are asked for; "" asks for all. ``start`` and ``end`` are modules; without ``types`` those of :data:`APART` are left out."""

    start: str = ""
    end: str = ""
    types: frozenset[str] = frozenset()
    status: str = ""
    origin: str = ""
    text: str = ""
    on: str = ""


def modules_at(whole: Gathered, place: int) -> dict[str, bool]:
    """The modules a thing belongs to, each with whether that is certain."""
    module = whole.things[place].module
    return {module: True} if module else whole.modules.get(place, {})


def certainty(whole: Gathered, edge: Edge, start: str, end: str) -> str:
    """Confirmed only where the link is, and its ends are certain to belong to these modules."""
    sure = (
        edge.status == CONFIRMED
        and modules_at(whole, edge.subject).get(start, False)
        and modules_at(whole, edge.target).get(end, False)
    )
    return CONFIRMED if sure else SUGGESTED


def holds_on(edge: Edge, day: str) -> bool:
    """Whether a link held on ``day`` (an ISO date), as exactly as its dates are known; without dates it did."""
    since, until = edge.valid_from, edge.valid_to
    if since and since > day[: len(since)]:
        return False
    # Of an end known to the month or year only, that month or year still counts.
    return not until or until > day[: len(until)] or (until == day[: len(until)] and len(until) < len(day))


def pairs_of(whole: Gathered, edge: Edge) -> Iterator[tuple[str, str]]:
    """The pairs of modules a link leads between; both ways where its type reads the same both ways."""
    starts, ends = modules_at(whole, edge.subject), modules_at(whole, edge.target)
    seen = set()
    for start in starts:
        for end in ends:
            known = relation_types().get(edge.type)
            for pair in ((start, end), (end, start)) if known and known.symmetric else ((start, end),):
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def matrix_of(
    whole: Gathered, modules: list[tuple[str, str, int]], *, types: Iterable[str] = (), on: str = ""
) -> Matrix:
    """The links counted between modules, of these types (all but :data:`APART` without), as on a day."""
    cells: dict[tuple[str, str], Cell] = {}
    total = Cell()
    asked = Filter(types=frozenset(types), on=on)
    for edge in _asked_edges(whole, asked):
        best = ""
        for start, end in pairs_of(whole, edge):
            status = _pair_certainty(whole, edge, start, end)
            cell = cells.setdefault((start, end), Cell())
            (cell.confirmed if status == CONFIRMED else cell.suggested)[edge.type] += 1
            best = CONFIRMED if CONFIRMED in (best, status) else SUGGESTED
        if best:
            (total.confirmed if best == CONFIRMED else total.suggested)[edge.type] += 1
    return Matrix(modules, cells, total)


def _pair_certainty(whole: Gathered, edge: Edge, start: str, end: str) -> str:
    """As :func:`certainty`, with the ends either way round for a type that reads the same both ways."""
    known = relation_types().get(edge.type)
    found = certainty(whole, edge, start, end)
    if found == SUGGESTED and known and known.symmetric:
        return certainty(whole, edge, end, start)
    return found


def _asked_edges(whole: Gathered, asked: Filter) -> Iterator[Edge]:
    """Links of the types asked for on the day asked for that touch a module at all."""
    for edge in whole.edges:
        if edge.type not in asked.types if asked.types else edge.type in APART:
            continue
        if asked.on and not holds_on(edge, asked.on):
            continue
        if modules_at(whole, edge.subject) or modules_at(whole, edge.target):
            yield edge


def chosen_edges(whole: Gathered, asked: Filter) -> list[tuple[Edge, str]]:
    """The links that ``asked`` means, each with how certain it is, in the order of the gathered map."""
    wanted = asked.text.casefold()
    found = []
    for edge in _asked_edges(whole, asked):
        if asked.origin and edge.origin != asked.origin:
            continue
        status = _status_for(whole, edge, asked)
        if not status or (asked.status and status != asked.status):
            continue
        if wanted and not (
            _says(whole.things[edge.subject], wanted) or _says(whole.things[edge.target], wanted)
        ):
            continue
        found.append((edge, status))
    return found


def _status_for(whole: Gathered, edge: Edge, asked: Filter) -> str:
    """How certain a link is between the modules asked for; "" where it does not lead between them."""
    if not asked.start and not asked.end:
        return edge.status
    best = ""
    for start, end in pairs_of(whole, edge):
        if asked.start in ("", start) and asked.end in ("", end):
            status = _pair_certainty(whole, edge, start, end)
            best = CONFIRMED if CONFIRMED in (best, status) else SUGGESTED
    return best


def _says(thing: Thing, wanted: str) -> bool:
    return wanted in thing.label.casefold()


def counts_by_box(whole: Gathered, above: Mapping[str, frozenset[str]]) -> dict[str, tuple[int, int]]:
    """Code of a subsystem → links (confirmed, suggested) of itself, of what lies in it or is placed there.

    ``above`` holds each code with those it lies in: a link within a subsystem counts once for all of them.
    """
    boxes = _boxes(whole)
    counts: dict[str, list[int]] = {}
    for edge in whole.edges:
        if edge.type in APART:
            continue
        around = boxes.get(edge.subject, frozenset()) | boxes.get(edge.target, frozenset())
        for code in frozenset().union(*(above.get(code, {code}) for code in around)):
            counts.setdefault(code, [0, 0])[edge.status != CONFIRMED] += 1
    return {code: (sure, still) for code, (sure, still) in counts.items()}


def _boxes(whole: Gathered) -> dict[int, frozenset[str]]:
    """The subsystem right around each thing; a subsystem is its own."""
    boxes = {
        place: frozenset([thing.code])
        for place, thing in enumerate(whole.things)
        if thing.kind == "subsystem"
    }
    own = set(boxes)
    for edge in whole.edges:
        if edge.type == "contains" and edge.target not in own:
            boxes[edge.target] = boxes.get(edge.subject, frozenset())
    for edge in whole.edges:
        if edge.type == "placed":
            boxes[edge.subject] = boxes.get(edge.subject, frozenset()) | boxes.get(edge.target, frozenset())
    return boxes
