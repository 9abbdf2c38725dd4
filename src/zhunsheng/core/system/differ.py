"""What changed from one edition of a system to the next.

Compared are the tree, the list, targets, measures, bases, the legend, layers and the system's own title, status
and issuers. Where a thing stands in its document (lines, figures, sightings) is not a change of the system.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from zhunsheng.core.records import content_hash
from zhunsheng.core.system.changes import (
    Change,
    compare_bases,
    compare_heads,
    compare_measures,
    compare_rows,
    compare_small,
    compare_subsystems,
    compare_targets,
)
from zhunsheng.core.system.identity import Matches, match_systems
from zhunsheng.core.system.matching import Match
from zhunsheng.core.system.model import StandardsSystem

__all__ = ["CHANGE_LABELS", "SUBJECT_LABELS", "Change", "SystemDiff", "diff_systems"]

CHANGE_LABELS = {
    "added": "新增",
    "removed": "删除",
    "renamed": "更名",
    "moved": "移动",
    "recoded": "改代码",
    "renumbered": "改序号",
    "split": "拆分",
    "merged": "合并",
    "urgency_changed": "缓急程度调整",
    "target_changed": "指标调整",
    "changed": "其他修改",
}
SUBJECT_LABELS = {
    "system": "体系",
    "subsystem": "子体系",
    "planned_standard": "清单条目",
    "target": "目标指标",
    "measure": "实施措施",
    "basis": "构建依据",
    "legend": "缓急图例",
    "layer": "层次",
}


@dataclass(slots=True)
class SystemDiff:
    """All changes between two editions, and under ``matches`` which thing became which.

    ``matches`` maps a kind of subject to matches of indices; every subsystem, row, target … of both editions is
    in exactly one of them.
    """

    before_edition: str
    after_edition: str
    before_hash: str
    after_hash: str
    changes: list[Change] = field(default_factory=list)
    matches: dict[str, list[Match]] = field(default_factory=dict)

    def summary(self) -> dict[str, int]:
        """How many changes of each kind, kinds without a change left out."""
        counts = Counter(change.kind for change in self.changes)
        return {kind: counts[kind] for kind in CHANGE_LABELS if counts[kind]}


def diff_systems(before: StandardsSystem, after: StandardsSystem) -> SystemDiff:
    """Compare two editions. A system with itself gives no change; exchanged editions give the changes exchanged."""
    hashes = content_hash(before), content_hash(after)
    # Guessing is done in one direction only, so that looking back tells the same story as looking forward.
    if hashes[0] <= hashes[1]:
        matches = match_systems(before, after)
    else:
        matches = match_systems(after, before).exchanged()
    return SystemDiff(
        before_edition=before.edition,
        after_edition=after.edition,
        before_hash=hashes[0],
        after_hash=hashes[1],
        changes=_changes(before, after, matches),
        matches=matches.by_subject(),
    )


def _changes(before: StandardsSystem, after: StandardsSystem, matches: Matches) -> list[Change]:
    found: list[Change] = []
    found += compare_heads(before, after)
    found += compare_subsystems(before.subsystems, after.subsystems, matches.subsystems)
    found += compare_rows(before, after, matches)
    found += compare_targets(before.targets, after.targets, matches.targets)
    found += compare_measures(before.measures, after.measures, matches.measures)
    found += compare_bases(before.bases, after.bases, matches.bases)
    small: list[tuple[str, Any, Any, list[Match]]] = [
        ("legend", before.legend, after.legend, matches.legend),
        ("layer", before.layers, after.layers, matches.layers),
    ]
    for subject_kind, old, new, pairs in small:
        found += compare_small(subject_kind, old, new, pairs)
    return found
