"""The figures of the 标准统计表, counted from the lines of the 明细表."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from zhunsheng.core.deliver.papers.dossier import Dossier
from zhunsheng.core.deliver.papers.lines import Line

__all__ = ["Figure", "Group", "Tally", "count_lines"]


@dataclass(slots=True)
class Figure:
    """One row of a group: 应有数, 现有数, and how many items of the list have a standard in force.

    ``values`` are the cell values that fall into it: one label, the codes of a module, or a year.
    """

    label: str
    values: list[str]
    due: int = 0
    present: int = 0
    covered: int = 0

    @property
    def share(self) -> float | None:
        """现有数/应有数; None where nothing is due."""
        return self.present / self.due if self.due else None


@dataclass(slots=True)
class Group:
    """One table of figures. ``column`` is the column of the 明细表 that the rows ask about."""

    key: str
    title: str
    head: str
    column: str
    rows: list[Figure] = field(default_factory=list)
    note: str = ""

    @property
    def total(self) -> Figure:
        """The sum of the rows."""
        return Figure(
            "合计",
            [],
            sum(row.due for row in self.rows),
            sum(row.present for row in self.rows),
            sum(row.covered for row in self.rows),
        )


class Tally:
    """Counts lines as they go by, so that a large table is never held whole."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.content = dossier.content_of("statistics")
        self._in_force, self._void = set(self.content["in_force"]), set(self.content["void"])
        self._counts: dict[str, dict[str, Counter[str]]] = {
            group["column"]: {"due": Counter(), "present": Counter(), "covered": Counter()}
            for group in self.content["groups"]
        }

    def add(self, line: Line) -> None:
        """Count one line."""
        values = line.values
        due = values["counted"] == "是" and values["status"] not in self._void
        present = values["counted"] == "是" and values["status"] in self._in_force
        covered = values["covered"] == "是"
        for column, counters in self._counts.items():
            value = str(values[column])
            if column == "implemented":
                value = value[:4]
            for name, yes in (("due", due), ("present", present), ("covered", covered)):
                counters[name][value] += yes

    def groups(self) -> list[Group]:
        """The groups of the content file with the figures counted so far."""
        return [self._group(spec) for spec in self.content["groups"]]

    def _group(self, spec: dict[str, Any]) -> Group:
        counters = self._counts[spec["column"]]
        group = Group(spec["key"], spec["title"], spec["head"], spec["column"], note=spec.get("note", ""))
        group.rows = (
            self._module_rows() if spec["key"] == "module" else self._label_rows(spec, counters["due"])
        )
        for row in group.rows:
            for value in row.values:
                row.due += counters["due"][value]
                row.present += counters["present"][value]
                row.covered += counters["covered"][value]
        return group

    def _label_rows(self, spec: dict[str, Any], seen: Counter[str]) -> list[Figure]:
        """The labels of the content, then those met besides, the blank last."""
        labels = list(spec.get("rows", []))
        others = [value for value in seen if value and value not in labels]
        labels += sorted(others, key=lambda one: (-one.count("★"), one))
        rows = [Figure(f"{label} 年" if spec["key"] == "year" else label, [label]) for label in labels]
        return [*rows, Figure(self.content["blank"], [""])]

    def _module_rows(self) -> list[Figure]:
        tree = self.dossier.tree
        rows = [
            Figure(
                f"{module.code} {module.name}", [module.code, *(one.code for one in tree.below(module.code))]
            )
            for module in tree.modules
        ]
        strays = sorted({item.subsystem or "" for item in tree.unplaced})
        return [*rows, Figure(self.content["blank"], strays)] if strays else rows


def count_lines(dossier: Dossier, lines: Iterable[Line]) -> list[Group]:
    """The figures of all groups over ``lines``."""
    tally = Tally(dossier)
    for line in lines:
        tally.add(line)
    return tally.groups()
