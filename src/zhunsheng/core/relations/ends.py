"""The ends a system offers: itself, its subsystems, rows of its list, its bases; and a standard by its number."""

from __future__ import annotations

import re

from zhunsheng.core.guide.model import Basis, PlannedStandard, Subsystem
from zhunsheng.core.identifiers import read_number
from zhunsheng.core.relations.link import End
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.system.tree import SystemTree

_GUIDE = re.compile(r"(?:建设)?(?:指南|方案|规划|规范|导则)$")

__all__ = ["basis_end", "planned_end", "same_branch", "standard_end", "subsystem_end", "system_end"]


def system_end(system: StandardsSystem) -> End:
    """The system as a whole, called by its title without 建设指南."""
    return End("system", system.slug, _GUIDE.sub("", system.title) or system.title)


def subsystem_end(subsystem: Subsystem) -> End:
    """A box of the structure."""
    return End("subsystem", subsystem.code, subsystem.name)


def planned_end(tree: SystemTree, item: PlannedStandard) -> End:
    """A row of the list, by the name it has in addresses."""
    return End("planned", tree.item_name(item), item.name)


def basis_end(position: int, basis: Basis) -> End:
    """A basis by its place in the guide, from 1."""
    return End("basis", str(position), basis.title)


def standard_end(number: str, title: str = "") -> End:
    """A standard by its number in the normal form; as printed where it cannot be read."""
    read = read_number(number)
    ref = read.canonical if read else number.strip()
    return End("standard", ref, f"{ref}《{title}》" if title else ref)


def same_branch(tree: SystemTree, one: str, other: str) -> bool:
    """Whether one code is the other, above it or below it: what belongs together is not a link."""
    return one in {step.code for step in tree.path(other)} or other in {step.code for step in tree.path(one)}
