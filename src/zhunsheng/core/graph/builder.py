"""Putting a graph together: nodes and links one by one or many at once, also on top of another graph."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhunsheng.core.graph.days import FOREVER, NEVER, first_day, last_day
from zhunsheng.core.graph.graph import Graph, Side
from zhunsheng.core.graph.walking import WIDTH

__all__ = ["GraphBuilder"]

Ints = NDArray[np.int32]
#: rows taken at once: below what starts the collector of garbage, which would look through them all for nothing
_LOT = 512
Row = tuple[str | int, str, str | int, str, str, str, str]


class GraphBuilder:
    """Collects nodes and links; :meth:`build` makes the graph and may be called again after more was added.

    Made on ``base``, everything of that graph is there already under its places and numbers, without being copied
    link by link: what all editions share is made once, and each edition only adds its own.
    """

    def __init__(self, base: Graph | None = None) -> None:
        self._base = base
        self._keys: list[str] = list(base.keys) if base else []
        self._index: dict[str, int] = dict(base.index) if base else {}
        self._labels: list[str] = list(base.labels) if base else []
        self._kinds = _Names(base.kinds if base else (), 256, "种类")
        self._types = _Names(base.types if base else (), 2**14, "关系类型")
        self._statuses = _Names(base.statuses if base else (), WIDTH, "状态")
        self._origins = _Names(base.origins if base else (), 256, "来历")
        self._kind_codes = array("B", base.kind_codes.tobytes() if base else b"")
        self._edges = len(base.subjects) if base else 0
        self._subjects, self._targets, self._codes = array("i"), array("i"), array("H")
        self._since, self._until, self._from = array("i"), array("i"), array("B")
        self._dated = False
        self._codes_of: dict[tuple[str, str], int] = {}

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self._keys)

    @property
    def edge_count(self) -> int:
        """How many links there are: the number of the next one."""
        return self._edges + len(self._subjects)

    def node(self, key: str, kind: str, label: str = "") -> int:
        """The place of node ``key``, which is added where it is new; a label completes a node that had none."""
        place = self._index.get(key)
        if place is None:
            place = self._index[key] = len(self._keys)
            self._keys.append(key)
            self._labels.append(label)
            self._kind_codes.append(self._kinds.number(kind))
        elif label and not self._labels[place]:
            self._labels[place] = label
        return place

    def nodes(self, keys: Sequence[str], kind: str, labels: Sequence[str] | None = None) -> range:
        """Many new nodes of one kind at once, in this order; raises ``ValueError`` where a key is there already."""
        first = len(self._keys)
        self._keys.extend(keys)
        self._labels.extend(labels if labels is not None else [""] * len(keys))
        self._index.update(zip(keys, range(first, len(self._keys)), strict=True))
        if len(self._index) != len(self._keys) or len(self._labels) != len(self._keys):
            raise ValueError("这些节点中有重复的，或已在图中")
        self._kind_codes.frombytes(bytes([self._kinds.number(kind)]) * len(keys))
        return range(first, len(self._keys))

    def edge(
        self,
        subject: str | int,
        type: str,
        target: str | int,
        status: str = "confirmed",
        origin: str = "",
        valid_from: str = "",
        valid_to: str = "",
    ) -> int:
        """Add ``subject type target`` (nodes by key or place) and give its number, counted from 0 as they come.

        Raises ``KeyError`` in Chinese for a node that was not added, ``ValueError`` for an unreadable date.
        """
        if isinstance(subject, str):
            subject = self._place(subject)
        if isinstance(target, str):
            target = self._place(target)
        # Everything that may be refused is worked out before anything is kept.
        code = self._codes_of.get((type, status))
        if code is None:
            code = self._code(type, status)
        origin_code = self._origins.number(origin)
        days = (first_day(valid_from), last_day(valid_to)) if valid_from or valid_to else None
        self._subjects.append(subject)
        self._targets.append(target)
        self._codes.append(code)
        self._from.append(origin_code)
        if days:
            self._date(*days)
        elif self._dated:
            self._date(NEVER, FOREVER)
        return self._edges + len(self._subjects) - 1

    def rows(self, rows: Iterable[Row]) -> range:
        """Many links at once, each as :meth:`edge` takes it: (subject, type, target, status, origin, from, to).

        Several times as quick as one by one; gives the numbers. What is wrong raises as there, and leaves those
        before it added.
        """
        first = self.edge_count
        waiting = iter(rows)
        while some := list(islice(waiting, _LOT)):
            subjects, types, targets, statuses, origins, since, until = zip(*some, strict=True)
            dated = any(since) or any(until)
            try:
                starts, ends = self._places(subjects), self._places(targets)
                froms = list(map(first_day, since)) if dated else [NEVER] * len(some)
                untils = list(map(last_day, until)) if dated else [FOREVER] * len(some)
            except (KeyError, ValueError):
                # One by one, so that those before it are added and it is told which one is wrong.
                for row in some:
                    self.edge(*row)
                continue
            for pair in dict.fromkeys(zip(types, statuses, strict=True)):
                self._code(*pair)
            self._codes.extend(map(self._codes_of.__getitem__, zip(types, statuses, strict=True)))
            numbers = {origin: self._origins.number(origin) for origin in dict.fromkeys(origins)}
            self._from.extend(map(numbers.__getitem__, origins))
            if self._dated or dated:
                self._date_rest()
                self._since.extend(froms)
                self._until.extend(untils)
            self._subjects.extend(starts)
            self._targets.extend(ends)
        return range(first, self.edge_count)

    def edges(
        self,
        subjects: ArrayLike,
        type: str,
        targets: ArrayLike,
        status: str = "confirmed",
        origin: str = "",
    ) -> range:
        """Many undated links of one type at once, nodes by place; gives their numbers."""
        starts, ends = (np.asarray(one, dtype=np.int32) for one in (subjects, targets))
        if starts.shape != ends.shape or starts.ndim != 1:
            raise ValueError("起点与终点的数目不同")
        if len(starts) and not 0 <= min(starts.min(), ends.min()) <= max(starts.max(), ends.max()) < len(
            self
        ):
            raise KeyError("有的关系两端不在图中")
        first, many = self.edge_count, len(starts)
        code = self._code(type, status)
        self._subjects.frombytes(starts.tobytes())
        self._targets.frombytes(ends.tobytes())
        self._codes.frombytes(np.full(many, code, dtype=np.uint16).tobytes())
        self._from.frombytes(bytes([self._origins.number(origin)]) * many)
        if self._dated:
            self._since.frombytes(np.full(many, NEVER, dtype=np.int32).tobytes())
            self._until.frombytes(np.full(many, FOREVER, dtype=np.int32).tobytes())
        return range(first, first + many)

    def build(self) -> Graph:
        """The graph of everything added so far; raises ``KeyError`` where a link has an end that is no node."""
        base = self._base
        size = np.uint8 if len(self._types) * WIDTH <= 256 else np.uint16
        codes = _joined(base.codes if base else None, self._codes, size)
        subjects = _joined(base.subjects if base else None, self._subjects, np.int32)
        targets = _joined(base.targets if base else None, self._targets, np.int32)
        if len(subjects) and not 0 <= min(subjects.min(), targets.min()) <= max(
            subjects.max(), targets.max()
        ) < len(self):
            raise KeyError("有的关系两端不在图中")
        since, until = self._dates()
        return Graph(
            keys=list(self._keys),
            index=dict(self._index),
            labels=list(self._labels),
            kinds=tuple(self._kinds),
            kind_codes=np.frombuffer(self._kind_codes.tobytes(), dtype=np.uint8),
            types=tuple(self._types),
            statuses=tuple(self._statuses),
            origins=tuple(self._origins),
            subjects=subjects,
            targets=targets,
            codes=codes,
            origin_codes=_joined(base.origin_codes if base else None, self._from, np.uint8),
            since=since,
            until=until,
            out=_side(len(self), subjects, targets, codes),
            into=_side(len(self), targets, subjects, codes),
            present=np.bincount(codes, minlength=len(self._types) * WIDTH).astype(np.bool_),
        )

    def _place(self, key: str) -> int:
        place = self._index.get(key)
        if place is None:
            raise KeyError(f"图中没有“{key}”，请先加入节点")
        return place

    def _places(self, nodes: Sequence[str | int]) -> Iterable[int]:
        try:
            return array("i", nodes)  # type: ignore[arg-type]  # where all are places already, the usual case
        except TypeError:
            index = self._index
            return [index[node] if isinstance(node, str) else node for node in nodes]

    def _code(self, type: str, status: str) -> int:
        """Code of a type and status, remembered."""
        code = self._types.number(type) * WIDTH + self._statuses.number(status)
        self._codes_of[type, status] = code
        return code

    def _date(self, since: int, until: int) -> None:
        """Days of the link just added."""
        if not self._dated:
            self._date_rest(but=1)
        self._since.append(since)
        self._until.append(until)

    def _date_rest(self, but: int = 0) -> None:
        """From now on links have days; those so far, ``but`` the last ones, get none."""
        missing = len(self._subjects) - but - len(self._since)
        self._since.extend([NEVER] * missing)
        self._until.extend([FOREVER] * missing)
        self._dated = True

    def _dates(self) -> tuple[Ints | None, Ints | None]:
        base = self._base
        older = (base.since, base.until) if base else (None, None)
        if not self._dated and older[0] is None:
            return None, None
        days = []
        for before, own, unknown in zip(older, (self._since, self._until), (NEVER, FOREVER), strict=True):
            first = before if before is not None else np.full(self._edges, unknown, dtype=np.int32)
            rest = own if self._dated else array("i", [unknown]) * len(self._subjects)
            days.append(_joined(first, rest, np.int32))
        return days[0], days[1]


class _Names(list[str]):
    """Names by number, at most ``room`` of them."""

    def __init__(self, known: Iterable[str], room: int, what: str) -> None:
        super().__init__(known)
        self._numbers = {name: number for number, name in enumerate(self)}
        self._room, self._what = room, what

    def number(self, name: str) -> int:
        """The number of ``name``, a new one where it is new."""
        found = self._numbers.get(name)
        if found is None:
            if len(self) >= self._room:
                raise ValueError(f"{self._what}最多 {self._room} 种，“{name}”放不下")
            found = self._numbers[name] = len(self)
            self.append(name)
        return found


def _joined(before: NDArray[Any] | None, own: array[int], kind: Any) -> NDArray[Any]:
    """Older values and own ones in one array of its own."""
    added = np.frombuffer(own.tobytes(), dtype=np.dtype(own.typecode)).astype(kind, copy=False)
    if before is None:
        return added
    return np.concatenate((before.astype(kind, copy=False), added))


def _side(size: int, here: Ints, there: Ints, codes: NDArray[Any]) -> Side:
    """The links by the node ``here``, each node's in the order of their numbers."""
    # Sorted as one number each, node above number: quicker than a stable sort, and the same order.
    keys = (here.astype(np.int64) << 32) | np.arange(len(here), dtype=np.int64)
    keys.sort()
    edges = (keys & 0xFFFFFFFF).astype(np.int32)
    del keys
    starts = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(here, minlength=size), out=starts[1:])
    return Side(starts, there[edges], edges, codes[edges])
