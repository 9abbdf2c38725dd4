"""Tables of stored systems: editions and their rows, corrections, silenced findings, source files.

Rows hold what was read, cut into columns that can be asked for; ``printed`` keeps the printed forms and
``detail`` whatever else the record of :mod:`zhunsheng.core.guide.model` says. :mod:`.rows` turns the one into the
other. A published edition never changes: saving or removing it or any of its rows is refused here, whatever the
code above intends.
"""

from zhunsheng.apps.systems.models.editions import Edition, Immutable, System
from zhunsheng.apps.systems.models.returned import HeadMeaning, TableReturn
from zhunsheng.apps.systems.models.review import Blob, Correction, Silence, SourceText
from zhunsheng.apps.systems.models.rows import (
    Basis,
    Layer,
    LegendEntry,
    Measure,
    PlannedStandard,
    Row,
    Subsystem,
    Target,
)

__all__ = [
    "Basis",
    "Blob",
    "Correction",
    "Edition",
    "HeadMeaning",
    "Immutable",
    "Layer",
    "LegendEntry",
    "Measure",
    "PlannedStandard",
    "Row",
    "Silence",
    "SourceText",
    "Subsystem",
    "System",
    "TableReturn",
    "Target",
]
