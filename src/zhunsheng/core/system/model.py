"""The standards system: the facts of a guide, without its prose unless the owner keeps it.

Every record is one of :mod:`zhunsheng.core.guide.model`; a system is what remains when the document's own
apparatus (outline, contents, unclassified text, source lines) is laid aside.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from zhunsheng.core.guide.model import (
    Basis,
    Claim,
    Figure,
    Layer,
    LegendEntry,
    Measure,
    PlannedStandard,
    Promise,
    Subsystem,
    Target,
)

__all__ = ["StandardsSystem"]


@dataclass(slots=True)
class StandardsSystem:
    """One edition of a standards system.

    ``slug`` names the system in addresses (cloud-computing); ``edition`` is the normalised label (2025版); ``status``
    is the guide's own (征求意见稿) or "". ``sha256`` is that of the file it was read from, so that the original
    can be attached later and checked. ``source_name`` is the file's name, for people.
    """

    slug: str
    title: str
    edition: str
    status: str
    issuers: list[str]
    sha256: str
    subsystems: list[Subsystem] = field(default_factory=list)
    planned_standards: list[PlannedStandard] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)
    legend: list[LegendEntry] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    source_name: str = ""
