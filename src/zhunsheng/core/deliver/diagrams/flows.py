"""What is linked between modules, counted: the rows behind the chord diagram, the sankey and the heat map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = [
    "CONFIRMED",
    "SUGGESTED",
    "Cell",
    "Flow",
    "FlowLink",
    "Module",
    "finding",
    "flow_label",
    "flows_of",
    "status_of",
]

CONFIRMED, SUGGESTED = "confirmed", "suggested"
STATUS_WORDS = {CONFIRMED: "已确认", SUGGESTED: "待确认"}

FlowLink = Callable[["Flow", str], str | None]
"""From a flow and a status ("" for both) to the address of the list of links behind it."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module: ``code`` A, ``name`` 基础共性, ``hue`` 1–8."""

    code: str
    name: str
    hue: int


@dataclass(frozen=True, slots=True)
class Cell:
    """How many links of one type lead from one module to another; ``label`` is the type's name read forward."""

    source: str
    target: str
    type: str
    label: str
    confirmed: int
    suggested: int
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """All links from one module to another. Links without a direction are a flow of their own (``directed`` False).

    ``types``: (type, its name, confirmed, suggested), the most frequent first.
    """

    source: str
    target: str
    directed: bool
    confirmed: int
    suggested: int
    types: tuple[tuple[str, str, int, int], ...]

    @property
    def total(self) -> int:
        """Confirmed and suggested together."""
        return self.confirmed + self.suggested

    def count(self, status: str) -> int:
        """How many of this status."""
        return self.confirmed if status == CONFIRMED else self.suggested


def status_of(certain: bool) -> str:
    """The status of a link that is certain, or not."""
    return CONFIRMED if certain else SUGGESTED


def flows_of(modules: Sequence[Module], cells: Sequence[Cell]) -> list[Flow]:
    """The flows between ``modules``, in their order; cells of other modules and empty ones are left out.

    A symmetric link counts once, from the module that stands first.
    """
    place = {module.code: index for index, module in enumerate(modules)}
    gathered: dict[tuple[int, int, bool], dict[tuple[str, str], list[int]]] = {}
    for cell in cells:
        if cell.source not in place or cell.target not in place or cell.confirmed + cell.suggested <= 0:
            continue
        ends = (place[cell.source], place[cell.target])
        if cell.symmetric:
            ends = (min(ends), max(ends))
        types = gathered.setdefault((*ends, not cell.symmetric), {})
        counts = types.setdefault((cell.type, cell.label), [0, 0])
        counts[0] += cell.confirmed
        counts[1] += cell.suggested
    flows = []
    for (source, target, directed), types in sorted(gathered.items(), key=lambda one: one[0]):
        ordered = sorted(types.items(), key=lambda one: (-sum(one[1]), one[0]))
        flows.append(
            Flow(
                modules[source].code,
                modules[target].code,
                directed,
                sum(counts[0] for counts in types.values()),
                sum(counts[1] for counts in types.values()),
                tuple((kind, label, counts[0], counts[1]) for (kind, label), counts in ordered),
            )
        )
    return flows


def flow_label(flow: Flow, status: str = "") -> str:
    """A flow as its row of the table says it; of one status or of both."""
    arrow = "→" if flow.directed else "—"
    if status:
        said = f"{STATUS_WORDS[status]} {flow.count(status)} 条"
        column = 2 if status == CONFIRMED else 3
        types = "、".join(f"{one[1]} {one[column]}" for one in flow.types if one[column])
    else:
        said = f"已确认 {flow.confirmed} 条，待确认 {flow.suggested} 条"
        types = "、".join(f"{one[1]} {one[2] + one[3]}" for one in flow.types)
    return f"{flow.source} {arrow} {flow.target}：{said}（{types}）"


def finding(modules: Sequence[Module], flows: Sequence[Flow], totals: tuple[int, int] | None = None) -> str:
    """What the picture shows, in one sentence: it is its title.

    ``totals`` are the links confirmed and suggested where a link may count in several flows (a standard that lies in
    several modules); without it the flows are summed.
    """
    if not flows:
        return "模块之间还没有登记的关联"
    names = {module.code: f"{module.code} {module.name}" for module in modules}
    sure, open_ = totals or (sum(flow.confirmed for flow in flows), sum(flow.suggested for flow in flows))
    basis = CONFIRMED if any(flow.confirmed for flow in flows) else SUGGESTED
    across = [flow for flow in flows if flow.source != flow.target and flow.count(basis)]
    most = max(across, key=lambda flow: flow.count(basis), default=None)
    words = f"{len(modules)} 个模块之间已确认 {sure} 条关联"
    if open_:
        words += f"、待确认 {open_} 条"
    if most is not None:
        arrow = "→" if most.directed else "—"
        where = "最多" if basis == CONFIRMED else "待确认最多"
        words += f"，{where}的是 {names[most.source]} {arrow} {names[most.target]}（{most.count(basis)} 条）"
    return words
