"""What of a neighbourhood is shown and where: who hangs on whom, which side, which rows, what is left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from zhunsheng.core.deliver.diagrams.text import text_width, wrap

__all__ = ["LEAD", "MOST", "MOST_SIDE", "EgoLink", "EgoNode", "Placed", "Plan", "cut_to", "plan_ego"]

MOST, MOST_SIDE = 120, 60
LEAD, CURVE, BULGE = 88.0, 56.0, 46.0
CODE, NAME, LINE, PAD, GAP = 12.0, 11.0, 15.0, 6.0, 8.0
BOX = {1: 216.0, 2: 184.0, 3: 168.0}
HEAD, LINK_ROW, BOW = 30.0, 16.0, 34.0
_ROOMY, _TIGHT = 12, 26


@dataclass(frozen=True, slots=True)
class EgoNode:
    """A thing near the middle. ``label`` is its number or code, ``title`` its name, ``hue`` its module's (0: none)."""

    key: str
    label: str
    title: str
    distance: int
    kind: str = ""
    hue: int = 0
    href: str | None = None


@dataclass(frozen=True, slots=True)
class EgoLink:
    """A link in its stored direction; ``label`` reads from subject to target. ``mutual`` ones have no direction."""

    subject: str
    type: str
    label: str
    target: str
    certain: bool
    mutual: bool = False


@dataclass(slots=True)
class Placed:
    """A node, or (``more``) so many nodes left out, at its place. ``links`` are those to the node it hangs on.

    ``side`` is -1 left (it points to the middle), 1 right, 0 the middle itself; ``lines`` are (text, size, class);
    ``beside`` is the name where it stands on the line of the code.
    """

    node: EgoNode | None
    ring: int
    side: int
    links: list[EgoLink] = field(default_factory=list)
    above: Placed | None = None
    more: int = 0
    lines: list[tuple[str, float, str]] = field(default_factory=list)
    beside: str = ""
    x: float = 0.0
    y: float = 0.0
    w: float = 0.0
    h: float = 0.0

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.h / 2


@dataclass(slots=True)
class Plan:
    """The middle, the rings round it, links across, and how many links are not drawn."""

    centre: Placed
    placed: list[Placed]
    across: list[EgoLink]
    hidden_links: int
    width: float = 0.0
    height: float = 0.0

    @property
    def by_key(self) -> dict[str, Placed]:
        """Every node shown."""
        return {one.node.key: one for one in [self.centre, *self.placed] if one.node is not None}


def cut_to(text: str, width: float, size: float, lines: int = 1) -> list[str]:
    """``text`` in at most so many lines of ``width``; what does not fit ends in …"""
    broken = wrap(text, width, size)
    if len(broken) <= lines:
        return broken
    last = broken[lines - 1]
    while last and text_width(f"{last}…", size) > width:
        last = last[:-1]
    return [*broken[: lines - 1], f"{last.rstrip()}…"]


def plan_ego(nodes: Sequence[EgoNode], links: Sequence[EgoLink], *, across_most: int = 150) -> Plan:
    """Choose and place. The first node of distance 0 is the middle; nodes nothing leads to from there are left out."""
    middle = next(node for node in nodes if node.distance == 0)
    centre = Placed(middle, 0, 0)
    hung = _hang(nodes, links, centre)
    chosen, hidden = _choose(hung)
    placed = [*chosen, *hidden]
    steps = max((one.ring for one in placed), default=1)
    _measure(centre, placed, steps)
    plan = Plan(centre, placed, [], 0)
    _place(plan, steps)
    shown = plan.by_key
    told = {id(link) for one in placed for link in one.links}
    rest = [link for link in links if id(link) not in told]
    across = [
        link
        for link in rest
        if link.subject in shown and link.target in shown and link.subject != link.target
    ]
    plan.across = across[:across_most]
    plan.hidden_links = len(links) - len(told) - len(plan.across)
    if any(shown[link.subject].ring == shown[link.target].ring for link in plan.across):
        _widen(plan)
    return plan


def _widen(plan: Plan) -> None:
    """Room on both sides for the bows of links within the outermost rings."""
    for one in [plan.centre, *plan.placed]:
        one.x += BOW + 4
    plan.width += 2 * (BOW + 4)


def _hang(nodes: Sequence[EgoNode], links: Sequence[EgoLink], centre: Placed) -> list[Placed]:
    """Every node under one that is a step nearer, by its surest link; sides go by the direction of the first step."""
    at: dict[str, list[EgoLink]] = defaultdict(list)
    for link in links:
        if link.subject != link.target:
            at[link.subject].append(link)
            at[link.target].append(link)
    distance = {node.key: node.distance for node in nodes}
    known: dict[str, Placed] = {centre.node.key: centre} if centre.node else {}
    hung: list[Placed] = []
    for node in sorted(nodes, key=lambda one: one.distance):
        if node.key in known or node.distance < 1:
            continue
        inward = [
            link
            for link in at[node.key]
            if distance.get(_other(link, node.key), -1) == node.distance - 1
            and _other(link, node.key) in known
        ]
        if not inward:
            continue
        best = min(inward, key=lambda link: not link.certain)
        above = known[_other(best, node.key)]
        own = [link for link in inward if _other(link, node.key) == (above.node.key if above.node else "")]
        side = above.side or (-1 if best.subject == node.key and not best.mutual else 1)
        known[node.key] = Placed(node, node.distance, side, own, above)
        hung.append(known[node.key])
    return hung


def _other(link: EgoLink, key: str) -> str:
    return link.target if link.subject == key else link.subject


def _choose(hung: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    """Those shown, ring by ring, each hanging on one that is shown; and for each ring and side what is left out."""
    chosen: list[Placed] = []
    hidden: dict[tuple[int, int], int] = defaultdict(int)
    room = MOST
    shown: set[int] = set()
    for ring in sorted({one.ring for one in hung}):
        for side in (-1, 1):
            here = [one for one in hung if (one.ring, one.side) == (ring, side)]
            ready = [one for one in here if ring == 1 or id(one.above) in shown]
            ready.sort(key=lambda one: not any(link.certain for link in one.links))
            share = max(0, min(MOST_SIDE, room))
            kept = ready if len(ready) <= share else ready[:share]
            chosen += kept
            shown |= {id(one) for one in kept}
            room -= len(kept)
            if len(here) > len(kept):
                hidden[ring, side] = len(here) - len(kept)
    rows = [
        Placed(None, ring, side, more=count, lines=[(f"另有 {count} 项", NAME, "dg-soft")])
        for (ring, side), count in sorted(hidden.items())
    ]
    return chosen, rows


def _measure(centre: Placed, placed: list[Placed], steps: int) -> None:
    """Lines and sizes: the fuller a ring, the shorter what is said of each; everything is in the tooltip and table."""
    width = BOX[min(3, steps)]
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for one in placed:
        counts[one.ring, one.side] += 1
    for one in [centre, *placed]:
        one.w = width + 24 if one is centre else width
        inner = one.w - 2 * PAD - 3
        if one.node is not None:
            most = 3 if one is centre else 2 if counts[one.ring, one.side] <= _ROOMY else 1
            ink = f"dg-ink-{one.node.hue}" if one.node.hue else "dg-strong"
            tight = counts[one.ring, one.side] > _TIGHT
            size = _code_size(one.node.label, inner)
            code = cut_to(one.node.label, inner, size, 2 if one is centre else 1) if one.node.label else []
            one.lines = [(text, size, ink) for text in code]
            if one.node.title and tight and code:
                room = inner - text_width(code[0], size) - 6
                one.beside = cut_to(one.node.title, room, NAME)[0] if room > 3 * NAME else ""
            elif one.node.title:
                one.lines += [(text, NAME, "dg-text") for text in cut_to(one.node.title, inner, NAME, most)]
            one.lines = one.lines or [(one.node.key[:12], CODE, "dg-soft")]
        one.h = max(len(one.lines) * LINE + 8, LINK_ROW * len(one.links) + 4)


def _code_size(label: str, width: float) -> float:
    """A long number is set a little smaller before anything of it is cut away."""
    return next((size for size in (CODE, CODE - 1) if text_width(label, size) <= width), CODE - 2)


# ---- placing -----------------------------------------------------------------------------------------------


def _place(plan: Plan, steps: int) -> None:
    """Rows from the top down in the order of those they hang on, then columns bent like rings."""
    stacks: dict[tuple[int, int], list[Placed]] = {}
    for side in (-1, 1):
        order: dict[int, int] = {}
        for ring in range(1, steps + 1):
            here = [one for one in plan.placed if (one.ring, one.side) == (ring, side)]
            here.sort(key=lambda one: (one.node is None, order.get(id(one.above), 0)))
            order |= {id(one): place for place, one in enumerate(here)}
            stacks[ring, side] = here
    tall = max([plan.centre.h, *(_tall(stack) for stack in stacks.values())])
    plan.height = HEAD + tall + 4
    plan.centre.y = HEAD + (tall - plan.centre.h) / 2
    for (ring, _), stack in stacks.items():
        _rows(stack, plan.centre, tall, first=ring == 1)
    _columns(plan, stacks, steps, tall)


def _tall(stack: list[Placed]) -> float:
    return sum(one.h + GAP for one in stack) - GAP if stack else 0.0


def _rows(stack: list[Placed], centre: Placed, tall: float, *, first: bool) -> None:
    """Each near the one it hangs on, none upon another."""
    floor = HEAD
    if first:
        floor += (tall - _tall(stack)) / 2
    children: dict[int, list[Placed]] = defaultdict(list)
    for one in stack:
        children[id(one.above)].append(one)
    for one in stack:
        group = children[id(one.above)]
        wish = floor
        if not first and one.above is not None and one is group[0]:
            wish = one.above.middle - _tall(group) / 2
        if one.node is None and len(stack) == 1:
            wish = centre.middle - one.h / 2
        one.y = max(floor, wish)
        floor = one.y + one.h + GAP
    ceiling = HEAD + tall
    for one in reversed(stack):
        one.y = min(one.y, ceiling - one.h)
        ceiling = one.y - GAP


def _columns(plan: Plan, stacks: dict[tuple[int, int], list[Placed]], steps: int, tall: float) -> None:
    width = BOX[min(3, steps)]
    pitch = width + LEAD + CURVE
    reach = {
        side: max((ring for (ring, other), stack in stacks.items() if other == side and stack), default=0)
        for side in (-1, 1)
    }
    bent = BULGE if any(len(stack) > 3 for stack in stacks.values()) else 0.0
    left = reach[-1] * pitch + (bent if reach[-1] else 0)
    plan.centre.x = left
    middle = left + plan.centre.w / 2
    plan.width = left + plan.centre.w + reach[1] * pitch + (bent if reach[1] else 0)
    for (ring, side), stack in stacks.items():
        for one in stack:
            off = (one.middle - plan.centre.middle) / (tall / 2) if tall else 0.0
            inner = plan.centre.w / 2 + (ring - 1) * width + ring * (LEAD + CURVE) + bent * (1 - off * off)
            one.x = middle + inner if side > 0 else middle - inner - one.w
