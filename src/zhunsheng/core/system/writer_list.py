"""The list of standards as a table in a guide's text."""

from __future__ import annotations

from collections.abc import Callable

from zhunsheng.core.guide.model import PlannedStandard, Subsystem
from zhunsheng.core.guide.readers.numerals import to_chinese
from zhunsheng.core.system.model import StandardsSystem

__all__ = ["list_chapter"]


def list_chapter(system: StandardsSystem, escape: Callable[[str], str]) -> list[str]:
    """The table as one block of markdown, or nothing where the system plans no standards."""
    rows = system.planned_standards
    if not rows:
        return []
    table = _Table(system)
    lines = ["| " + " | ".join(escape(cell) for cell in row) + " |" for row in table.rows()]
    lines.insert(1, "|" + "---|" * len(table.heads))
    return ["\n".join(lines)]


class _Table:
    """Which columns the rows need, and what stands in them."""

    def __init__(self, system: StandardsSystem) -> None:
        self.standards = system.planned_standards
        self.subsystems = {item.code: item for item in system.subsystems}
        chains = [self._chain(row) for row in self.standards]
        self.depth = max(len(chain) for chain in chains)
        self.extra = list(dict.fromkeys(head for row in self.standards for head in row.extra))
        self.identified = any(row.identifier or row.printed_identifier for row in self.standards)
        self.stated = any(row.status for row in self.standards)
        self.marked = any(row.urgency.printed for row in self.standards)
        # A blank cell means "as above"; where a row stands higher in the tree than the one above it, only its
        # code can say so.
        self.coded = _climbs(chains)
        self.heads = self._heads()

    def _heads(self) -> list[str]:
        heads = ["序号"]
        heads += ["体系编号"] if self.coded else []
        heads += [f"{to_chinese(level)}级体系" for level in range(1, self.depth + 1)]
        heads += ["标准名称"]
        heads += ["标准号"] if self.identified else []
        heads += ["状态"] if self.stated else []
        heads += self.extra
        heads += ["缓急程度"] if self.marked else []
        return heads

    def _chain(self, row: PlannedStandard) -> list[Subsystem]:
        """The subsystem of a row and all above it, the highest first."""
        chain: list[Subsystem] = []
        code = row.subsystem
        while code is not None and code in self.subsystems and len(chain) < 20:
            chain.insert(0, self.subsystems[code])
            code = self.subsystems[code].parent
        return chain

    def rows(self) -> list[list[str]]:
        """The head and the rows; a category is printed where it changes, or where the guide printed it again."""
        out = [self.heads]
        above: list[str] = []
        for row in self.standards:
            chain = self._chain(row)
            codes = [item.code for item in chain]
            cells = [row.printed_number or ("" if row.number is None else str(row.number))]
            cells += [row.subsystem or ""] if self.coded else []
            cells += self._categories(row, chain, codes, above)
            cells.append(
                row.name
                if row.printed_identifier and row.printed_identifier in row.printed_name
                else row.printed_name or row.name
            )
            cells += [row.printed_identifier or row.identifier or ""] if self.identified else []
            cells += [row.status or ""] if self.stated else []
            cells += [row.extra.get(head, "") for head in self.extra]
            cells += [row.urgency.printed] if self.marked else []
            out.append(cells)
            above = codes
        return out

    def _categories(
        self, row: PlannedStandard, chain: list[Subsystem], codes: list[str], above: list[str]
    ) -> list[str]:
        cells: list[str] = []
        for level in range(self.depth):
            if level >= len(chain):
                cells.append("")
                continue
            same = codes[: level + 1] == above[: level + 1]
            again = level == len(chain) - 1 and row.category_basis == "printed"
            text = "" if same and not again else _printed(chain[level])
            cells.append(text)
        return cells


def _climbs(chains: list[list[Subsystem]]) -> bool:
    above: list[str] = []
    for chain in chains:
        codes = [item.code for item in chain]
        if len(codes) < len(above) and above[: len(codes)] == codes:
            return True
        above = codes
    return False


def _printed(item: Subsystem) -> str:
    """Code and name as the list of the guide printed them, where it did."""
    seen = next((sighting for sighting in item.sightings if sighting.place == "list"), None)
    name = seen.printed_name if seen and seen.printed_name else item.name
    code = (seen.printed_code if seen else None) or item.printed_code or ""
    return name if name.startswith(code + " ") else f"{code} {name}".strip()
