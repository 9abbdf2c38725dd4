"""Graphs as plain lists and dicts, and the slow and obvious way to walk them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from hypothesis import strategies as st

from zhunsheng.core.graph import Graph, GraphBuilder

TYPES = ("cites", "replaces", "tests", "overlaps")
STATUSES = ("confirmed", "suggested")
KINDS = ("standard", "planned")
TRAVELS = {"cites": "to_subject", "replaces": "none", "tests": "to_target", "overlaps": "both"}
DATES = ("", "2020", "2020-06", "2020-06-15", "2023-01-01", "2024")


class Said(NamedTuple):
    """One link as it was added."""

    subject: int
    type: str
    target: int
    status: str = "confirmed"
    valid_from: str = ""
    valid_to: str = ""


def key(place: int) -> str:
    return f"{KINDS[place % 2]}:{place}"


@st.composite
def plans(draw: st.DrawFn, *, dated: bool = False, most: int = 12) -> tuple[int, list[Said]]:
    """So many nodes, and links between them, some twice and some back to the same node."""
    size = draw(st.integers(1, most))
    place = st.integers(0, size - 1)
    day = st.sampled_from(DATES) if dated else st.just("")
    said = st.builds(Said, place, st.sampled_from(TYPES), place, st.sampled_from(STATUSES), day, day)
    return size, draw(st.lists(said, max_size=3 * most))


def built(size: int, links: Iterable[Said]) -> Graph:
    builder = GraphBuilder()
    for place in range(size):
        builder.node(key(place), KINDS[place % 2], f"名{place}")
    for number, one in enumerate(links):
        by_key = number % 2 == 0
        assert number == builder.edge(
            key(one.subject) if by_key else one.subject,
            one.type,
            key(one.target) if by_key else one.target,
            one.status,
            "catalogue",
            one.valid_from,
            one.valid_to,
        )
    return builder.build()


#: whether a link may be walked, from its subject (True) or from its target (False)
Passes = Callable[[Said, bool], bool]


def distances(links: list[Said], sources: Iterable[int], passes: Passes) -> dict[int, int]:
    """Place → distance, one node after another."""
    found = dict.fromkeys(sources, 0)
    queue = list(found)
    for here in queue:
        for one in links:
            for start, end, out in ((one.subject, one.target, True), (one.target, one.subject, False)):
                if start == here and end not in found and passes(one, out):
                    found[end] = found[here] + 1
                    queue.append(end)
    return found


def felt(one: Said, out: bool) -> bool:
    """Whether a change at the start of this step is felt at its end."""
    return TRAVELS[one.type] in ("both", "to_target" if out else "to_subject")
