"""The figures a guide has: its structure, its framework by layers, and the sub-framework of each module.

The number of figures is two and one for each module. What the guide itself calls them is kept where it is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhunsheng.core.deliver.scale import Grade, grade_key, urgency_scale
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import Figure, PlannedStandard, Subsystem

__all__ = ["GuideFigure", "Outside", "Row", "guide_figures", "module_rows", "numbers_of", "tree_rows"]


@dataclass(frozen=True, slots=True)
class GuideFigure:
    """One figure: its place from 1, ``kind`` structure, framework or module, and the module's code.

    ``printed`` is the number it has in the guide, "" where the guide has no such figure; ``line`` is where.
    """

    number: int
    kind: str
    title: str
    code: str = ""
    printed: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Outside:
    """Something beyond the boundary of a module that a box inside it is tied to.

    ``code`` is the box inside, ``label`` what lies outside, ``words`` how the tie reads from the inside (引用),
    ``kind`` standard, subsystem or another kind of end.
    """

    code: str
    label: str
    words: str
    certain: bool
    kind: str = "standard"
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table beside a figure: ``kind`` module, part, topic or outside.

    ``numbers`` are the 序号 of the items under it as the 明细表 prints them; ``grades`` how many of each urgency.
    """

    kind: str
    code: str
    name: str
    depth: int
    parent: str = ""
    group: str = ""
    layer: str = ""
    items: int = 0
    numbers: str = ""
    grades: tuple[tuple[Grade, int], ...] = ()
    words: str = ""
    certain: bool = True
    href: str | None = None


def guide_figures(tree: SystemTree) -> list[GuideFigure]:
    """The figures of a system, in the order guides print them."""
    title = tree.system.title
    whole = {"structure": f"{title}结构图", "framework": f"{title}框架图"}
    own = _captions(tree)
    made = [GuideFigure(number, kind, words) for number, (kind, words) in enumerate(whole.items(), 1)]
    for number, module in enumerate(tree.modules, 3):
        made.append(GuideFigure(number, "module", f"{module.name}子框架", module.code))
    return [_captioned(one, own.get(one.code or one.kind)) for one in made]


def _captions(tree: SystemTree) -> dict[str, Figure]:
    """The guide's own figures by what they show: a module's code, structure or framework; the first of each.

    A caption that holds the names of several modules is that of the longest name.
    """
    found: dict[str, Figure] = {}
    modules = sorted(tree.modules, key=lambda one: -len(one.name))
    for figure in tree.system.figures:
        part = any(word in figure.title for word in ("子框架", "子体系"))
        shown = ""
        if part:
            shown = next((one.code for one in modules if one.name and one.name in figure.title), "")
        elif "结构图" in figure.title:
            shown = "structure"
        elif "框架" in figure.title:
            shown = "framework"
        if shown:
            found.setdefault(shown, figure)
    return found


def _captioned(made: GuideFigure, own: Figure | None) -> GuideFigure:
    if own is None:
        return made
    line = own.source.line_start if own.source else 0
    return replace(made, title=own.title, printed=own.number, line=line)


def numbers_of(items: Sequence[PlannedStandard]) -> str:
    """The 序号 of items, runs joined: ``12–14、20``; an item without one is named by its row."""
    runs: list[list[int | str]] = []
    for item in items:
        number = item.number if item.number not in (None, "") else f"第 {item.position} 行"
        last = runs[-1][-1] if runs else None
        if isinstance(number, int) and isinstance(last, int) and number == last + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = []
    for run in runs:
        if len(run) > 2:
            said.append(f"{run[0]}–{run[-1]}")
        else:
            said += [str(one) for one in run]
    return "、".join(said)


def tree_rows(tree: SystemTree) -> list[Row]:
    """The rows of the structure and of the framework: every subsystem with what is under it."""
    layers: dict[str, str] = {}
    for layer in tree.system.layers:
        for code in layer.members:
            for inside in [code, *(below.code for below in tree.below(code))]:
                layers.setdefault(inside, layer.name)
    scale = urgency_scale(tree.system)
    return [_row(tree, scale, item, tree.items(item.code), layers.get(item.code, "")) for item in tree.walk()]


def module_rows(tree: SystemTree, code: str, outside: Sequence[Outside] = ()) -> list[Row]:
    """The rows of a module's sub-framework: the module, its parts with their topics, and what lies outside.

    The items of a row are those listed under exactly it, except for the module's own row, which counts all.
    """
    scale = urgency_scale(tree.system)
    module = tree.by_code[code]
    ties: dict[str, list[Outside]] = {}
    for tie in outside:
        ties.setdefault(tie.code, []).append(tie)
    rows = [_row(tree, scale, module, tree.items(code), "")]
    for part in [module, *tree.below(code)]:
        depth = len(tree.path(part.code)) - 1
        if part is not module:
            rows.append(_row(tree, scale, part, tree.own_items(part.code), ""))
        rows += [Row("topic", "", topic, depth + 1, part.code) for topic in part.topics]
        rows += [
            Row(
                "outside",
                "",
                tie.label,
                depth + 1,
                part.code,
                words=tie.words,
                certain=tie.certain,
                href=tie.href,
            )
            for tie in sorted(ties.get(part.code, []), key=lambda one: not one.certain)
        ]
    return rows


def _row(
    tree: SystemTree, scale: list[Grade], item: Subsystem, items: list[PlannedStandard], layer: str
) -> Row:
    counts = Counter(grade_key(entry.urgency) for entry in items)
    path = tree.path(item.code)
    return Row(
        "part" if len(path) > 1 else "module",
        item.code,
        item.name,
        len(path) - 1,
        path[-2].code if len(path) > 1 else "",
        item.group or "",
        layer,
        len(items),
        numbers_of(items),
        tuple((grade, counts[grade.key]) for grade in scale),
    )
