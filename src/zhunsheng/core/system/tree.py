"""A system seen as a tree: who is whose child, which items lie where, what is empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zhunsheng.core.guide.model import PlannedStandard, Subsystem
from zhunsheng.core.system.model import StandardsSystem

__all__ = ["SystemTree"]


class SystemTree:
    """Look-ups over one system, in printed order.

    A subsystem whose parent is not there counts as a module; of two with one code the first one wins. Items of a
    code that does not exist are kept under ``unplaced``.
    """

    def __init__(self, system: StandardsSystem) -> None:
        self.system = system
        self.by_code: dict[str, Subsystem] = {}
        for subsystem in system.subsystems:
            self.by_code.setdefault(subsystem.code, subsystem)
        self._children: dict[str | None, list[Subsystem]] = {}
        for subsystem in self.by_code.values():
            self._children.setdefault(self._parent(subsystem), []).append(subsystem)
        self.modules = self._children.get(None, [])
        self._items: dict[str, list[PlannedStandard]] = {}
        self.unplaced: list[PlannedStandard] = []
        # A guide without a list says nothing of which categories lack standards.
        self.listed = bool(system.planned_standards)
        self._numbered = Counter(item.number for item in system.planned_standards)
        for item in system.planned_standards:
            if item.subsystem in self.by_code:
                self._items.setdefault(str(item.subsystem), []).append(item)
            else:
                self.unplaced.append(item)

    def _parent(self, subsystem: Subsystem) -> str | None:
        """The parent's code, or None where there is none or where following parents would lead round in a circle."""
        seen = {subsystem.code}
        parent = subsystem.parent
        while parent in self.by_code:
            if parent in seen:
                return None
            seen.add(str(parent))
            parent = self.by_code[str(parent)].parent
        return subsystem.parent if subsystem.parent in self.by_code else None

    def item_name(self, item: PlannedStandard) -> str:
        """How an address names an item: by its printed 序号 where that is its own, else ``row-`` and its place."""
        own = isinstance(item.number, int) and item.number >= 0 and self._numbered[item.number] == 1
        return str(item.number) if own else f"row-{item.position}"

    def find_item(self, name: str) -> PlannedStandard | None:
        """The item of such a name; a bare number that is no item's own 序号 stands for the place in the list."""
        place = name.removeprefix("row-")
        if not (place.isascii() and place.isdigit() and len(place) < 10):
            return None
        items = self.system.planned_standards
        named = next((item for item in items if self.item_name(item) == name), None)
        return named or next((item for item in items if item.position == int(place)), None)

    def children(self, code: str | None) -> list[Subsystem]:
        """The subsystems right below ``code``; the modules for None."""
        return self._children.get(code, [])

    def below(self, code: str) -> Iterator[Subsystem]:
        """Everything under ``code``, depth first, without itself."""
        for child in self.children(code):
            yield child
            yield from self.below(child.code)

    def walk(self) -> Iterator[Subsystem]:
        """Every subsystem, depth first."""
        for module in self.modules:
            yield module
            yield from self.below(module.code)

    def path(self, code: str) -> list[Subsystem]:
        """From the module down to ``code``."""
        path: list[Subsystem] = []
        place: str | None = code
        while place is not None and place in self.by_code and len(path) <= len(self.by_code):
            path.append(self.by_code[place])
            place = self._parent(path[-1])
        return path[::-1]

    def module_of(self, code: str | None) -> Subsystem | None:
        """The module that ``code`` lies in."""
        return self.path(code)[0] if code in self.by_code and code is not None else None

    def hue(self, code: str | None) -> int:
        """1–8: the fixed colour of the module that ``code`` lies in; 8 modules repeat from the ninth on."""
        module = self.module_of(code)
        if module is None:
            return 8
        return [item.code for item in self.modules].index(module.code) % 8 + 1

    def own_items(self, code: str) -> list[PlannedStandard]:
        """Items listed under exactly ``code``."""
        return self._items.get(code, [])

    def items(self, code: str) -> list[PlannedStandard]:
        """Items listed under ``code`` or anything below it, in the order of the list."""
        found = list(self.own_items(code))
        for child in self.below(code):
            found.extend(self.own_items(child.code))
        return sorted(found, key=lambda item: item.position)

    def is_empty(self, code: str) -> bool:
        """A subsystem without parts of its own and without any item, in a system that has a list at all."""
        return self.listed and not self.children(code) and not self.own_items(code)

    def empty_below(self, code: str) -> list[Subsystem]:
        """The empty subsystems under ``code``."""
        return [item for item in self.below(code) if self.is_empty(item.code)]
