"""Two editions laid over each other: everything at its place in the later one, with what became of it since.

Only planned standards are compared: they are what an edition says. Which standards somebody has placed beside them
in one edition and not yet in another is no change of the system.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from uuid import UUID

from zhunsheng.apps.insight.charting import arrange, atlas_of
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import diff, load_system
from zhunsheng.core.deliver.atlas import Atlas, Line, Node
from zhunsheng.core.system.differ import SystemDiff
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.system.tree import SystemTree

__all__ = ["MOVED", "compared_atlas", "forget_compared"]

#: type of the lines from where a planned standard was to where it is; drawn here only, stored nowhere
MOVED = "moved"
_KEPT = 2
_lock = threading.Lock()
_kept: OrderedDict[tuple[UUID, UUID], tuple[Atlas, Atlas, Atlas]] = OrderedDict()


def compared_atlas(edition: Edition, before: Edition) -> Atlas:
    """The atlas of ``edition`` with what ``before`` had besides; ``change`` of each node says what became of it."""
    new, old = atlas_of(edition), atlas_of(before)
    name = (edition.pk, before.pk)
    with _lock:
        kept = _kept.get(name)
        if kept is not None and kept[0] is new and kept[1] is old:
            return kept[2]
    made = _made(edition, before, new, old)
    with _lock:
        _kept[name] = (new, old, made)
        _kept.move_to_end(name)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made


def forget_compared() -> None:
    """Give back the memory; the next question compares anew."""
    with _lock:
        _kept.clear()


def _made(edition: Edition, before: Edition, new: Atlas, old: Atlas) -> Atlas:
    systems = load_system(before), load_system(edition)
    found = diff(before, edition)
    trees = SystemTree(systems[0]), SystemTree(systems[1])
    changes, was = _planned_changes(found, systems, trees)
    boxes = _boxes(found, systems)
    nodes = [replace(node, href=_whole(new, node), change=changes.get(node.key, "")) for node in new.nodes]
    place = {node.key: at for at, node in enumerate(nodes)}
    ghosts: list[Node] = []
    lines = [replace(line) for line in new.lines]
    for node in old.nodes:
        now = was.get(node.key)
        if node.kind != "planned" or (now and changes.get(now) != "moved"):
            continue
        box = boxes.get(node.box, "")
        module = trees[1].module_of(box)
        ghost = replace(node, key=f"before:{node.key}", box=box, module=module.code if module else "")
        ghost.href = _whole(old, node)
        ghost.change = "moved_from" if now else "removed"
        if now:
            lines.append(Line(len(nodes) + len(ghosts), MOVED, place[now]))
        ghosts.append(ghost)
    made = Atlas(
        title=f"{new.title}（与{before.display_label}比较）",
        layout=new.layout,
        size=1.0,
        types=[*new.types, (MOVED, "移到", "由此移来", "structure")],
        grades=[*new.grades, *(one for one in old.grades if one[0] not in {key for key, *_ in new.grades})],
        nodes=[*nodes, *ghosts],
        lines=lines,
    )
    arrange(made, trees[1])
    return made


def _whole(atlas: Atlas, node: Node) -> str:
    return atlas.bases.get(node.kind, "") + node.href if node.href else ""


def _planned_changes(
    found: SystemDiff, systems: tuple[StandardsSystem, StandardsSystem], trees: tuple[SystemTree, SystemTree]
) -> tuple[dict[str, str], dict[str, str]]:
    """What became of the planned standards: key of the later → change, key of the earlier → key of the later."""
    lists = systems[0].planned_standards, systems[1].planned_standards
    boxes = _boxes(found, systems)
    touched = {
        ref
        for change in found.changes
        if change.subject_kind == "planned_standard" and change.kind not in {"added", "removed", "renumbered"}
        for ref in change.after_refs or []
    }
    changes: dict[str, str] = {}
    was: dict[str, str] = {}
    for match in found.matches.get("planned_standard", []):
        for at in match.after:
            item = lists[1][at]
            key = f"planned:{trees[1].item_name(item)}"
            if not match.before:
                changes[key] = "added"
                continue
            from_boxes = {boxes.get(str(lists[0][one].subsystem), "") for one in match.before}
            if str(item.subsystem) not in from_boxes:
                changes[key] = "moved"
            elif item.position in touched:
                changes[key] = "changed"
            for one in match.before:
                was.setdefault(f"planned:{trees[0].item_name(lists[0][one])}", key)
    return changes, was


def _boxes(found: SystemDiff, systems: tuple[StandardsSystem, StandardsSystem]) -> dict[str, str]:
    """Code of a subsystem of the earlier edition → its code in the later one."""
    made: dict[str, str] = {}
    for match in found.matches.get("subsystem", []):
        for one in match.before:
            if match.after:
                made[systems[0].subsystems[one].code] = systems[1].subsystems[match.after[0]].code
    return made
