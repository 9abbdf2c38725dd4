"""The figures of an edition, drawn from its model and from what its parts are tied to beyond their module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from zhunsheng.apps.insight.gathering import CONFIRMED, Thing
from zhunsheng.apps.insight.maps import map_of
from zhunsheng.apps.insight.plain import address_of
from zhunsheng.apps.insight.wording import backward, forward, kind_word, status_word
from zhunsheng.apps.systems.models import Edition
from zhunsheng.apps.systems.queries import load_system
from zhunsheng.core.deliver.diagrams import Picture, framework_picture, structure_picture
from zhunsheng.core.deliver.diagrams.figures import (
    GuideFigure,
    Outside,
    Row,
    guide_figures,
    module_rows,
    tree_rows,
)
from zhunsheng.core.deliver.diagrams.subframework import subframework_picture
from zhunsheng.core.deliver.scale import urgency_scale
from zhunsheng.core.deliver.tables import Column, Table
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.relations import relation_types

__all__ = ["KINDS", "Figured", "figure_of", "figure_table", "figures_of", "row_plain"]

#: kind of a row → its word
KINDS = {"module": "模块", "part": "类别", "topic": "方向", "outside": "边界以外"}


@dataclass(slots=True)
class Figured:
    """One figure with its rows; ``finding`` says in a sentence what it shows."""

    edition: Edition
    tree: SystemTree
    figure: GuideFigure
    rows: list[Row]
    outside: list[Outside] = field(default_factory=list)

    @property
    def finding(self) -> str:
        """What the figure shows, with its numbers."""
        parts = sum(1 for row in self.rows if row.kind == "part")
        modules = sum(1 for row in self.rows if row.kind == "module")
        items = sum(row.items for row in self.rows if row.kind == "module")
        said = [f"{modules} 个模块"] if self.figure.kind != "module" else []
        said.append(f"{parts} 个类别")
        if self.tree.listed:
            said.append(f"{items} 项拟制定标准")
        words = f"{self.figure.title}：{'、'.join(said)}"
        if self.outside:
            sure = sum(1 for tie in self.outside if tie.certain)
            words += f"；边界以外有关的 {len(self.outside)} 处（已确认 {sure}）"
        return words

    def picture(
        self, overlay: str, href: Callable[[str], str] | None = None, more: Callable[[str], str] | None = None
    ) -> Picture:
        """The figure drawn, with ``overlay`` over it."""
        title = f"图 {self.figure.number} {self.finding}"
        if self.figure.kind == "module":
            return subframework_picture(
                self.tree,
                self.figure.code,
                title=title,
                href=href,
                outside=self.outside,
                more_href=more,
                overlay=overlay,
            )
        draw = structure_picture if self.figure.kind == "structure" else framework_picture
        name = self.edition.system.name
        picture = draw(self.tree, title=name, href=href, overlay=overlay, hollow=True)
        picture.title = title
        return picture


def figures_of(edition: Edition) -> tuple[SystemTree, list[GuideFigure]]:
    """The figures an edition has; none where it has no subsystems."""
    tree = SystemTree(load_system(edition))
    return tree, guide_figures(tree) if tree.modules else []


def figure_of(edition: Edition, number: int, *, beyond: bool = True) -> Figured | None:
    """One figure with its rows; None where there is none of this number. Without ``beyond`` only what lies inside."""
    tree, figures = figures_of(edition)
    if not 1 <= number <= len(figures):
        return None
    figure = figures[number - 1]
    if figure.kind != "module":
        return Figured(edition, tree, figure, tree_rows(tree))
    outside = _outside(edition, tree, figure.code) if beyond else []
    return Figured(edition, tree, figure, module_rows(tree, figure.code, outside), outside)


def _outside(edition: Edition, tree: SystemTree, module: str) -> list[Outside]:
    """What the parts and items of a module are tied to beyond it, each once a part; confirmed where any tie is."""
    found = map_of(edition)
    things = found.gathered.things
    ties: dict[tuple[str, str, str], tuple[bool, Thing]] = {}
    for edge in found.gathered.edges:
        if edge.type == "contains":
            continue
        for here, there, words in (
            (edge.subject, edge.target, forward(edge.type)),
            (edge.target, edge.subject, _inward(edge.type)),
        ):
            inside, other = things[here], things[there]
            if inside.module != module or inside.kind not in {"subsystem", "planned"}:
                continue
            if other.module == module and other.kind in {"subsystem", "planned"}:
                continue
            code = _box(tree, inside)
            if code:
                key = (code, other.key, words)
                sure = edge.status == CONFIRMED or ties.get(key, (False,))[0]
                ties[key] = (sure, other)
    order = {kind: place for place, kind in enumerate(("subsystem", "planned", "standard", "basis"))}
    ranked = sorted(
        ties.items(),
        key=lambda one: (
            tree_place(tree, one[0][0]),
            not one[1][0],
            order.get(one[1][1].kind, 9),
            one[1][1].label,
        ),
    )
    return [
        Outside(code, _label(tree, other), words, sure, other.kind, address_of(edition, other) or None)
        for (code, _, words), (sure, other) in ranked
    ]


def tree_place(tree: SystemTree, code: str) -> int:
    """Where a subsystem stands in printed order."""
    return list(tree.by_code).index(code)


def _inward(kind: str) -> str:
    """How a link reads from its target; a standard that is placed in a part is simply 归类."""
    known = relation_types().get(kind)
    if kind == "placed":
        return "归类"
    return forward(kind) if known and known.symmetric else backward(kind)


def _box(tree: SystemTree, thing: Thing) -> str:
    """The part that a thing of the edition is drawn in."""
    if thing.kind == "subsystem":
        return thing.ref if thing.ref in tree.by_code else ""
    item = tree.find_item(thing.ref)
    return item.subsystem if item and item.subsystem in tree.by_code else ""


def _label(tree: SystemTree, thing: Thing) -> str:
    if thing.kind == "planned":
        item = tree.find_item(thing.ref)
        where = f"{item.subsystem} " if item and item.subsystem else ""
        return f"{where}序号 {thing.code or thing.ref} {thing.title}"
    return thing.label or f"{kind_word(thing.kind)} {thing.ref}"


def row_plain(row: Row) -> dict[str, Any]:
    """A row of a figure as plain data."""
    boxed = row.kind in {"module", "part"}
    plain: dict[str, Any] = {
        "kind": row.kind,
        "label": KINDS[row.kind],
        "name": row.name,
        "parent": row.parent,
    }
    if boxed:
        counts = {grade.key: count for grade, count in row.grades}
        plain |= {"code": row.code, "group": row.group, "layer": row.layer, "items": row.items}
        plain |= {"numbers": row.numbers, "urgency": counts}
    if row.kind == "outside":
        plain |= {"tie": row.words, "status": "confirmed" if row.certain else "suggested"}
        plain |= {"address": row.href or ""}
    return plain


def figure_table(found: Figured, meta: list[tuple[str, str, str]]) -> Table:
    """The rows of a figure as a table; the numbers are the 序号 of the 明细表."""
    grades = urgency_scale(found.tree.system)
    whole = found.figure.kind != "module"
    columns = [
        Column("kind", "种类"),
        Column("code", "体系编号"),
        Column("name", "名称"),
        Column("parent", "上级编号"),
        Column("group", "分组"),
        *([Column("layer", "层次")] if whole and found.tree.system.layers else []),
        Column("items", "拟制定项数", True),
        Column("numbers", "序号"),
        *(Column(f"urgency_{grade.key}", grade.label, True) for grade in grades),
        *([] if whole else [Column("tie", "关系"), Column("status", "状态")]),
    ]
    rows = [_record(row, whole, bool(found.tree.system.layers), len(grades)) for row in found.rows]
    return Table(f"图 {found.figure.number} {found.figure.title}", columns, rows, meta)


def _record(row: Row, whole: bool, layered: bool, grades: int) -> list[Any]:
    boxed = row.kind in {"module", "part"}
    counts = [count for _, count in row.grades] if boxed else [None] * grades
    tie = (
        [row.words, status_word("confirmed" if row.certain else "suggested")]
        if row.kind == "outside"
        else ["", ""]
    )
    return [
        KINDS[row.kind],
        row.code,
        row.name,
        row.parent,
        row.group,
        *([row.layer] if whole and layered else []),
        row.items if boxed else None,
        row.numbers,
        *counts,
        *([] if whole else tie),
    ]
