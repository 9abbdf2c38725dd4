"""What a change reaches: the nodes that feel it, and what stands in place of the one that changed.

Which way a change is felt along each type, and what stands in place of what, is handed in: content says it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from zhunsheng.core.graph.walking import Reached, Walk

if TYPE_CHECKING:
    from zhunsheng.core.graph.graph import Graph

__all__ = ["Change", "Impact", "impact"]


@dataclass(frozen=True, slots=True)
class Change:
    """What may happen to a node.

    ``instead`` says, by type, at which end stands what takes the place of the node: ``to_subject`` for 代替 (the
    subject replaces the target). ``overrides`` are types along which this change is felt otherwise than usually.
    """

    key: str
    instead: Mapping[str, str] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Impact:
    """What stands instead of the node that changed (``instead``), and everything that feels the change (``felt``).

    ``sure`` is the walk along sure links only, None where there are no others.
    """

    instead: Walk | None
    felt: Walk
    sure: Walk | None

    @property
    def cut(self) -> bool:
        """Whether more is reached than was asked for."""
        return self.felt.cut

    def __len__(self) -> int:
        """How many nodes are named, each once."""
        return len(self.felt) + sum(1 for one in self.standing_in() if one.place not in self.felt)

    def __iter__(self) -> Iterator[Reached]:
        """What stands instead first, then what is reached by distance; each node once."""
        return self.first(None)

    def first(self, count: int | None) -> Iterator[Reached]:
        """The first ``count`` of :meth:`__iter__`."""
        return islice(self._all(), count)

    def standing_in(self) -> list[Reached]:
        """What stands in place of the node, the next first; what stands in place of that in turn follows."""
        return list(self.instead) if self.instead is not None else []

    def standing(self) -> list[int]:
        """The places of :meth:`standing_in`, for those who do not ask by which way."""
        return self.instead.places[self.instead.sources :].tolist() if self.instead is not None else []

    def is_sure(self, place: int) -> bool:
        """Whether the node at ``place`` is reached along sure links alone."""
        return place in (self.felt if self.sure is None else self.sure)

    def feeling(self) -> Iterator[Reached]:
        """What feels the change, by distance, without what stands instead of the node."""
        named = set(self.standing())
        felt, sure = self.felt, self.sure
        # How far along sure links: at hand, not counted along each way, which on a long chain is all of it.
        away = sure.far() if sure is not None else None
        for at in range(felt.sources, len(felt.places)):
            place = int(felt.places[at])
            if place in named:
                continue
            # A way along sure links explains better, as long as it is not longer.
            surer = away is not None and int(away[place]) == int(felt.distances[at])
            yield (sure if surer and sure is not None else felt).one(place)

    def _all(self) -> Iterator[Reached]:
        yield from self.standing_in()
        yield from self.feeling()


def impact(
    graph: Graph,
    node: str | int | Iterable[str | int],
    travels: Mapping[str, str],
    *,
    change: Change | None = None,
    types: Collection[str] | None = None,
    statuses: Collection[str] | None = None,
    sure: Collection[str] = ("confirmed",),
    limit: int | None = None,
) -> Impact:
    """What feels it when ``node`` (one, or several at once) changes.

    ``travels`` says of each type which end feels a change of the other: ``to_subject`` (引用: whoever cites feels a
    change of the cited), ``to_target``, ``both`` or ``none``; along types it does not name nothing is felt. Only
    links of ``types`` and ``statuses`` count. ``sure`` are the statuses of links that nobody doubts.
    """
    nodes = [node] if isinstance(node, str | int) else list(node)
    ways = {**travels, **(change.overrides if change else {})}
    felt = graph.walk(nodes, graph.choose(types, statuses, ways), limit=limit)
    certain: Walk | None = None
    if any(status not in sure and (statuses is None or status in statuses) for status in graph.statuses):
        wanted = [one for one in sure if statuses is None or one in statuses]
        certain = graph.walk(nodes, graph.choose(types, wanted, ways), limit=limit)
    instead: Walk | None = None
    if change and change.instead:
        instead = graph.walk(nodes, graph.choose(None, statuses, change.instead))
    return Impact(instead, felt, certain)
