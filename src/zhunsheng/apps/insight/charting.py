"""The atlas of an edition: what lies in it, what that is linked with one step beyond, each at its place."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from uuid import UUID

from zhunsheng.apps.insight.gathering import CONFIRMED, Gathered, Thing
from zhunsheng.apps.insight.maps import map_of
from zhunsheng.apps.insight.plain import address_of
from zhunsheng.apps.registry.whole import standard_facts
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.core.deliver.atlas import Atlas, Cell, Line, Node, Sector, gathered
from zhunsheng.core.deliver.scale import grade_key, urgency_scale
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.graph.layout import lay_out
from zhunsheng.core.guide.model import PlannedStandard
from zhunsheng.core.relations.vocabulary import relation_types

__all__ = ["MOST_NODES", "arrange", "atlas_of", "drawn_atlas", "forget_atlases"]

#: beyond so many nodes the browser gets those that are alike as one
MOST_NODES = 50_000
_KEPT = 4
_lock = threading.Lock()
_kept: OrderedDict[UUID, tuple[tuple[str, str], Atlas]] = OrderedDict()


def atlas_of(edition: Edition) -> Atlas:
    """The atlas of ``edition`` as things are now; not to be changed."""
    found = map_of(edition)
    with _lock:
        kept = _kept.get(edition.pk)
        if kept is not None and kept[0] == found.token:
            _kept.move_to_end(edition.pk)
            return kept[1]
    made = _made(edition, found.gathered)
    with _lock:
        _kept[edition.pk] = (found.token, made)
        _kept.move_to_end(edition.pk)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return made


def drawn_atlas(edition: Edition, atlas: Atlas) -> Atlas:
    """What of ``atlas`` a browser draws: all of it, or beyond :data:`MOST_NODES` those that are alike as one."""
    if len(atlas.nodes) <= MOST_NODES:
        return atlas
    made = gathered(atlas)
    arrange(made, SystemTree(load_system(edition)))
    most = max(node.count for node in made.nodes)
    for node in made.nodes:
        node.r *= 0.4 + 0.6 * (node.count / most) ** 0.5
    return made


def forget_atlases() -> None:
    """Give back the memory; the next question draws anew."""
    with _lock:
        _kept.clear()


def _made(edition: Edition, gathered: Gathered) -> Atlas:
    tree = SystemTree(load_system(edition))
    grades = urgency_scale(tree.system)
    atlas = Atlas(
        title=f"{edition.system.name} {edition.display_label}",
        layout="",
        size=1.0,
        types=[(one.key, one.forward, one.backward, one.family) for one in relation_types().values()],
        grades=[(grade.key, grade.label, grade.tone) for grade in grades],
    )
    places = _chosen(tree, gathered)
    items = _items(tree)
    atlas.nodes = [_node(edition, tree, items, gathered.things[place], box) for place, box in places]
    _add_facts(atlas.nodes)
    at_place = {place: at for at, (place, _box) in enumerate(places)}
    for edge in gathered.edges:
        if edge.type != "contains" and edge.subject in at_place and edge.target in at_place:
            ends = (at_place[edge.subject], at_place[edge.target])
            atlas.lines.append(Line(ends[0], edge.type, ends[1], edge.status, edge.valid_from, edge.valid_to))
    arrange(atlas, tree)
    _shorten(atlas)
    return atlas


def arrange(atlas: Atlas, tree: SystemTree) -> None:
    """Bring the nodes into reading order and give each its place."""
    order = _reading_order(tree, atlas.nodes)
    now = {old: new for new, old in enumerate(order)}
    atlas.nodes = [atlas.nodes[at] for at in order]
    for line in atlas.lines:
        line.subject, line.target = now[line.subject], now[line.target]
    _lay_out(atlas, tree, _beside(atlas))


def _chosen(tree: SystemTree, gathered: Gathered) -> list[tuple[int, str]]:
    """Places of the things on the atlas, each with the box it lies in: the edition's own, what is placed in it or
    linked with it, and what those standards are linked with."""
    items = _items(tree)
    boxes: dict[int, str] = {}
    for place, thing in enumerate(gathered.things):
        if thing.kind == "subsystem":
            boxes[place] = thing.ref
        elif thing.kind == "planned":
            code = str(items[thing.ref].subsystem) if thing.ref in items else ""
            boxes[place] = code if code in tree.by_code else ""
        elif thing.kind == "basis":
            boxes[place] = ""
    own = set(boxes)
    near: dict[int, tuple[bool, bool, str]] = {}
    for edge in gathered.edges:
        for here, other in ((edge.subject, edge.target), (edge.target, edge.subject)):
            if other in own and here not in own and gathered.things[here].kind == "standard":
                placed = edge.type == "placed"
                rank = (placed, edge.status == CONFIRMED, boxes[other] if placed else "")
                if here not in near or rank[:2] > near[here][:2]:
                    near[here] = rank
    for place, (_placed, _sure, box) in near.items():
        boxes[place] = box
    for edge in gathered.edges:
        for here, other in ((edge.subject, edge.target), (edge.target, edge.subject)):
            if other in near and here not in boxes and gathered.things[here].kind == "standard":
                boxes[here] = ""
    return sorted(boxes.items())


def _items(tree: SystemTree) -> dict[str, PlannedStandard]:
    """The planned standards by their names in addresses."""
    return {tree.item_name(item): item for item in tree.system.planned_standards}


def _node(
    edition: Edition, tree: SystemTree, items: dict[str, PlannedStandard], thing: Thing, box: str
) -> Node:
    module = tree.module_of(box)
    node = Node(
        key=thing.key,
        kind=thing.kind,
        code=thing.code,
        title=thing.title,
        box=box,
        module=module.code if module else "",
        href=address_of(edition, thing),
    )
    if thing.kind == "planned" and thing.ref in items:
        node.urgency = grade_key(items[thing.ref].urgency)
    if thing.kind == "standard":
        node.status = thing.status or "unknown"
    return node


def _add_facts(nodes: Iterable[Node]) -> None:
    """Level and days of the standards."""
    standards = {node.code: node for node in nodes if node.kind == "standard"}
    for number, level, issued, withdrawn in standard_facts(standards):
        node = standards[number]
        node.level, node.since, node.until = level, issued, withdrawn


def _reading_order(tree: SystemTree, nodes: list[Node]) -> list[int]:
    """Subsystem by subsystem; in each its name, planned items by their row, standards by number; the rest last."""
    boxes = {box.code: place for place, box in enumerate(tree.walk())}
    rows = {tree.item_name(item): item.position for item in tree.system.planned_standards}
    kinds = {"subsystem": 0, "planned": 1, "standard": 2, "basis": 3}

    def rank(place: int) -> tuple[int, int, int, str]:
        node = nodes[place]
        within = {"planned": rows.get(node.key.partition(":")[2], 0), "basis": place}.get(node.kind, 0)
        return (boxes.get(node.box, len(boxes)), kinds[node.kind], within, node.code)

    return sorted(range(len(nodes)), key=rank)


def _lay_out(atlas: Atlas, tree: SystemTree, near: dict[str, str]) -> None:
    """Give everything its place; ``near`` are the boxes beside which standards of no box stand."""
    members: dict[str, list[str]] = {}
    outside: dict[str, list[str]] = {}
    for node in atlas.nodes:
        if not node.box and (node.kind == "standard" or node.change):
            outside.setdefault(near.get(node.key, ""), []).append(node.key)
        elif node.kind != "subsystem":
            members.setdefault(node.box, []).append(node.key)
    laid = lay_out(tree, members, outside)
    atlas.layout, atlas.size = laid.version, laid.size
    sectors = {one.code: place for place, one in enumerate(laid.sectors)}
    for one in laid.sectors:
        box = tree.by_code[one.code]
        atlas.sectors.append(Sector(box.code, box.name, tree.hue(box.code), one.start, one.stop))
    for ring in laid.rings:
        box = tree.by_code[ring.code]
        sector = sectors[ring.sector]
        bounds = (ring.start, ring.stop, ring.inner, ring.outer)
        atlas.cells.append(Cell(box.code, box.name, sector, *bounds, count=len(tree.items(box.code))))
    middles = {one.code: one.middle for one in laid.rings}
    for node in atlas.nodes:
        place = laid.places.get(node.key)
        if place is not None:
            node.x, node.y, node.r = place
            continue
        inside = [middles[box.code] for box in tree.below(node.box) if box.code in middles]
        spots = [middles[node.box]] if node.box in middles else inside
        if spots:
            node.x = sum(x for x, _ in spots) / len(spots)
            node.y = sum(y for _, y in spots) / len(spots)


def _beside(atlas: Atlas) -> dict[str, str]:
    """For standards of no box the box of the first thing they are linked with that has one."""
    found: dict[str, str] = {}
    for line in atlas.lines:
        for here, other in ((line.subject, line.target), (line.target, line.subject)):
            if not atlas.nodes[here].box and atlas.nodes[other].box:
                found.setdefault(atlas.nodes[here].key, atlas.nodes[other].box)
    return found


def _shorten(atlas: Atlas) -> None:
    """Addresses as what follows the beginning that all of a kind share."""
    for kind in {node.kind for node in atlas.nodes}:
        found = [node.href for node in atlas.nodes if node.kind == kind and node.href]
        base = found[0].rstrip("/").rpartition("/")[0] + "/" if found else ""
        if base and all(href.startswith(base) for href in found):
            atlas.bases[kind] = base
            for node in atlas.nodes:
                if node.kind == kind and node.href:
                    node.href = node.href.removeprefix(base)
