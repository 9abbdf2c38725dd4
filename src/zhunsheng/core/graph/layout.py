"""Where everything lies on the atlas: worked out from the system's own structure, the same on every visit.

Modules are sectors, clockwise from the top in their order. A sector is divided into rings, and a ring among the
categories in their order, from the middle outwards, so that each has about the shape its name needs. How large a
category is drawn grows by steps (with the doubling of what lies in it), so that one standard more moves nothing
else. Standards that belong to no category but are linked with something in it lie on a rim around all; what belongs
to the whole lies in the hub.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zhunsheng.core.system.tree import SystemTree

__all__ = ["HUB", "LAYOUT_VERSION", "Layout", "Ring", "Sector", "lay_out"]

#: raised whenever the same system comes to lie elsewhere
LAYOUT_VERSION = "1"
#: radius of the hub; the outer edge of the sectors is at 1
HUB = 0.22
_GAP = 0.012
_EVEN = 0.3
_ASPECT = 1.6
_WIDEST = 24
#: the room kept free for a category's name, half its width and height
_NAME = (0.115, 0.026)
_NAME_AREA = 4 * _NAME[0] * _NAME[1]
#: the widest that dots stand apart
_WIDE = 0.3
_RIM = 0.03
Place = tuple[float, float, float]


@dataclass(slots=True, frozen=True)
class Sector:
    """A module from angle ``start`` to ``stop``: radians, clockwise from the right, y downwards."""

    code: str
    start: float
    stop: float


@dataclass(slots=True, frozen=True)
class Ring:
    """A category: a piece of a ring in the sector of module ``sector``."""

    code: str
    sector: str
    start: float
    stop: float
    inner: float
    outer: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        angle, radius = (self.start + self.stop) / 2, (self.inner + self.outer) / 2
        return (radius * math.cos(angle), radius * math.sin(angle))


@dataclass(slots=True)
class Layout:
    """Sectors and rings, and for each key its (x, y, radius of its dot). ``size`` is the radius of everything."""

    version: str = LAYOUT_VERSION
    sectors: list[Sector] = field(default_factory=list)
    rings: list[Ring] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    size: float = 1.0


def lay_out(
    tree: SystemTree, members: Mapping[str, Sequence[str]], outside: Mapping[str, Sequence[str]] | None = None
) -> Layout:
    """Places for all keys of ``members`` (code of a subsystem → what lies in it, "" what lies in none).

    ``outside`` are keys that lie on the rim, by the code of the subsystem they are linked with ("" where with none).
    """
    made = Layout()
    boxes = {module.code: _boxes(tree, module.code, members) for module in tree.modules}
    weights = {code: sum(weight for _, weight in held) for code, held in boxes.items()}
    total = sum(weights.values())
    angle = -math.pi / 2
    for module in tree.modules:
        code = module.code
        span = 2 * math.pi * (_EVEN / len(boxes) + (1 - _EVEN) * weights[code] / total)
        made.sectors.append(Sector(code, angle + _GAP / 2, angle + span - _GAP / 2))
        angle += span
        made.rings += _rings(made.sectors[-1], boxes[code])
    for ring in made.rings:
        keys = members.get(ring.code, ())
        made.places |= zip(keys, _slots(ring, len(keys)), strict=True)
    hub = list(members.get("", ()))
    made.places |= zip(hub, _hub(len(hub)), strict=True)
    if outside:
        _add_rim(made, tree, outside)
    return made


def _boxes(tree: SystemTree, module: str, members: Mapping[str, Sequence[str]]) -> list[tuple[str, float]]:
    """The subsystems of a module that are drawn, with their weights: those without parts, those with members."""
    inside = [module, *(box.code for box in tree.below(module))]
    drawn = [code for code in inside if members.get(code) or not tree.children(code)]
    return [(code, 1 + 0.3 * (len(members.get(code, ())) + 1).bit_length()) for code in drawn]


def _rings(sector: Sector, boxes: list[tuple[str, float]]) -> list[Ring]:
    """The boxes in rows from the middle outwards, broken so that the pieces come nearest to the wanted shape."""
    sums = [0.0]
    for _, weight in boxes:
        sums.append(sums[-1] + weight)
    span = sector.stop - sector.start

    def radius(at: int) -> float:
        return math.sqrt(HUB**2 + (1 - HUB**2) * sums[at] / sums[-1])

    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(boxes) + 1):
        options = []
        for start in range(max(0, stop - _WIDEST), stop):
            inner, outer = radius(start), radius(stop)
            wide = span * (inner + outer) / 2
            row = sums[stop] - sums[start]
            off = sum(
                math.log(wide * weight / row / (outer - inner) / _ASPECT) ** 2
                for _, weight in boxes[start:stop]
            )
            options.append((best[start][0] + off, start))
        best.append(min(options))
    rows: list[tuple[int, int]] = []
    stop = len(boxes)
    while stop:
        rows.append((best[stop][1], stop))
        stop = best[stop][1]
    rings: list[Ring] = []
    for start, stop in reversed(rows):
        angle = sector.start
        for code, weight in boxes[start:stop]:
            turn = span * weight / (sums[stop] - sums[start])
            rings.append(Ring(code, sector.code, angle, angle + turn, radius(start), radius(stop)))
            angle += turn
    return rings


def _slots(ring: Ring, count: int) -> list[Place]:
    """``count`` places inside a ring, on lines along it, around the room for its name while there is enough."""
    if not count:
        return []
    named = True
    pitch = _pitch(ring, count, named=named)
    if pitch < 0.02 and _area(ring) < 4.5 * _NAME_AREA:
        # So small or so full that keeping its name's room free costs more than it gives.
        named = False
        pitch = _pitch(ring, count, named=named)
    found = _lattice(ring, pitch, named=named)
    while len(found) < count:
        pitch *= 0.97
        found = _lattice(ring, pitch, named=named)
    radius = min(0.014, pitch * 0.38)
    return [(*found[at * len(found) // count], radius) for at in range(count)]


def _area(ring: Ring) -> float:
    return (ring.stop - ring.start) * (ring.outer**2 - ring.inner**2) / 2


def _pitch(ring: Ring, count: int, *, named: bool) -> float:
    """About the widest pitch at which ``count`` points find room."""
    share = max(0.1, 1 - (_NAME_AREA if named else 0) / _area(ring))

    def room(pitch: float) -> float:
        return sum(fits for _, fits in _lines(ring, pitch)) * share

    low, high = 1e-4, _WIDE
    if room(high) >= count:
        return high
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if room(middle) >= count else (low, middle)
    return low


def _lines(ring: Ring, pitch: float) -> Iterator[tuple[float, int]]:
    """Lines ``pitch`` apart along a ring, from the middle outwards: the radius of each, and how many points it holds."""
    deep = ring.outer - ring.inner
    lines = max(1, int(deep / pitch))
    for line in range(lines):
        radius = ring.inner + deep * (line + 0.5) / lines
        yield radius, max(1, int((ring.stop - ring.start) * radius / pitch))


def _lattice(ring: Ring, pitch: float, *, named: bool) -> list[tuple[float, float]]:
    """Points on lines ``pitch`` apart and ``pitch`` from one another, from the middle outwards, in reading order."""
    mx, my = ring.middle
    points = []
    for radius, fits in _lines(ring, pitch):
        for at in range(fits):
            angle = ring.start + (ring.stop - ring.start) * (at + 0.5) / fits
            x, y = radius * math.cos(angle), radius * math.sin(angle)
            if named and abs(x - mx) < _NAME[0] and abs(y - my) < _NAME[1]:
                continue
            points.append((x, y))
    return points


def _hub(count: int) -> list[Place]:
    """Places in the hub, along a spiral of equal areas."""
    golden = math.pi * (3 - math.sqrt(5))
    reach = HUB * 0.86
    radius = min(0.014, reach / math.sqrt(max(1, count)) * 0.6)
    made = []
    for at in range(count):
        out = reach * math.sqrt((at + 0.5) / count)
        made.append((out * math.cos(at * golden), out * math.sin(at * golden), radius))
    return made


def _add_rim(made: Layout, tree: SystemTree, outside: Mapping[str, Sequence[str]]) -> None:
    """The rim: each sector's share of the keys stands along it, in as many lines as the fullest sector needs."""
    held: dict[str, list[str]] = {sector.code: [] for sector in made.sectors}
    first = made.sectors[0].code if made.sectors else ""
    for code, keys in outside.items():
        module = tree.module_of(code)
        held.setdefault(module.code if module else first, []).extend(keys)
    lines = 0
    for sector in made.sectors:
        keys, at, line = held[sector.code], 0, 0
        while at < len(keys):
            radius = 1 + _RIM * (line + 1)
            fits = max(1, int((sector.stop - sector.start) * radius / _RIM))
            row = keys[at : at + fits]
            for place, key in enumerate(row):
                angle = sector.start + (sector.stop - sector.start) * (place + 0.5) / len(row)
                made.places[key] = (radius * math.cos(angle), radius * math.sin(angle), 0.0105)
            at, line = at + fits, line + 1
        lines = max(lines, line)
    if lines:
        made.size = 1 + _RIM * (lines + 0.6)
