"""What people type for one end of links, recognised: ``kind:ref``, a standard's number, a code, a 序号."""

from __future__ import annotations

from typing import Any

from zhunsheng.apps.insight.ends import end_key, split_end
from zhunsheng.apps.insight.gathering import Gathered, Thing, standard_thing
from zhunsheng.apps.registry.lookup import find_any
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.text.normal import key as normal_key

__all__ = ["WITHIN", "recognise", "same_names", "short_name"]

_LONGEST = 300
#: kinds whose references mean something within one edition only
WITHIN = frozenset({"planned", "subsystem", "basis"})


def recognise(user: Any, edition: Edition | None, asked: str, gathered: Gathered) -> Thing | None:
    """The thing meant by ``asked``; one that nothing links is found too."""
    asked = asked.strip()
    if not asked or len(asked) > _LONGEST or "\0" in asked:
        return None
    pair = split_end(asked)
    if pair is not None:
        return gathered.find(end_key(*pair)) or _by_kind(user, edition, *pair, gathered)
    for kind in ("subsystem", "planned"):
        found = gathered.find(end_key(kind, asked.upper() if kind == "subsystem" else asked))
        if found is not None:
            return found
    return _standard(user, asked, gathered) or _by_name(asked, gathered)


def _by_kind(user: Any, edition: Edition | None, kind: str, ref: str, gathered: Gathered) -> Thing | None:
    if kind == "standard":
        return _standard(user, ref, gathered)
    if kind == "planned" and edition is not None:
        tree = SystemTree(load_system(edition))
        item = tree.find_item(ref)
        return gathered.find(end_key("planned", tree.item_name(item))) if item is not None else None
    return None


def _standard(user: Any, number: str, gathered: Gathered) -> Thing | None:
    found = None if number.isdigit() else find_any(user, number)
    if found is None:
        return None
    return gathered.find(end_key("standard", found.number)) or standard_thing(
        found.number, found.title, found.status
    )


def _by_name(asked: str, gathered: Gathered) -> Thing | None:
    """The one subsystem or planned standard that is called exactly so, with its code before it or without."""
    kinds = {"subsystem", "planned"}
    named = [one for one in gathered.things if one.kind in kinds and asked in (one.title, one.label)]
    return named[0] if named and len({one.kind for one in named}) == len(named) else None


def short_name(user: Any, edition: Edition | None, thing: Thing, gathered: Gathered) -> str:
    """What people would type for a thing: its code, its name where the code is another's, ``kind:ref`` at the last."""
    for name in (thing.code, thing.title):
        found = recognise(user, edition, name, gathered)
        if found is not None and found.key == thing.key:
            return name
    return thing.key


def same_names(old: Edition, new: Edition) -> dict[str, str]:
    """End of an older edition → the end of a newer one that is called the same.

    Where a name is gone there is none; where several have it, only one under the very same reference counts.
    """
    named: dict[tuple[str, str], list[str]] = {}
    for end, name in _names(SystemTree(load_system(new))).items():
        named.setdefault((end.partition(":")[0], name), []).append(end)
    found = {}
    for end, name in _names(SystemTree(load_system(old))).items():
        ends = named.get((end.partition(":")[0], name), [])
        if len(ends) == 1 or end in ends:
            found[end] = end if end in ends else ends[0]
    return found


def _names(tree: SystemTree) -> dict[str, str]:
    names = {end_key("subsystem", box.code): normal_key(box.name) for box in tree.walk()}
    for item in tree.system.planned_standards:
        names[end_key("planned", tree.item_name(item))] = normal_key(item.name)
    for ordinal, basis in enumerate(tree.system.bases, 1):
        names[end_key("basis", str(ordinal))] = normal_key(basis.title)
    return names
