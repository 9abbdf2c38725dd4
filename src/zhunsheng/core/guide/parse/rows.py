"""Rows of the list → planned standards."""

from __future__ import annotations

import re

from zhunsheng.core.guide.model import Guess, LegendEntry, PlannedStandard, Urgency
from zhunsheng.core.guide.parse.cells import star_count
from zhunsheng.core.guide.parse.context import State
from zhunsheng.core.guide.parse.evidence_codes import normal_code
from zhunsheng.core.guide.parse.listing import Listing, ListRow
from zhunsheng.core.guide.parse.nodes import Node
from zhunsheng.core.guide.parse.tree import Tree
from zhunsheng.core.identifiers import find_identifiers, normal_identifier
from zhunsheng.core.text.normal import clean, key, squeeze

__all__ = ["to_planned"]


def to_planned(
    state: State, listing: Listing, tree: Tree, legend: list[LegendEntry]
) -> list[PlannedStandard]:
    """One record a row, in the order of the list; rows that could not be settled are also problems."""
    items = [row for row in listing.rows if row.is_item]
    tiers = {squeeze(entry.mark): entry.tier for entry in legend}
    return [_planned(state, row, position, tree, tiers) for position, row in enumerate(items, 1)]


def _planned(state: State, row: ListRow, position: int, tree: Tree, tiers: dict[str, str]) -> PlannedStandard:
    printed_number = row.text("number")
    printed_name = row.text("name")
    name, identifier, printed_identifier = _name_and_number(row)
    node, basis, printed_category = _category(row, tree)
    span = state.span(row.line_start, row.line_end)
    item = PlannedStandard(
        number=_number(printed_number or row.own_code or ""),
        subsystem=node.code if node else None,
        name=name,
        printed_name=printed_name,
        identifier=identifier,
        urgency=_urgency(row, tiers),
        source=span,
        position=position,
        printed_number=printed_number or row.own_code or "",
        printed_identifier=printed_identifier,
        printed_category=printed_category,
        category_basis=basis,
        status=clean(row.text("status")) or None,
        cells_slid=row.slid,
        extra=_extra(row),
    )
    _explain(state, row, item, node)
    return item


def _number(printed: str) -> int | str | None:
    digits = re.sub(r"[（()）.、\s]", "", printed)
    if digits.isdigit():
        return int(digits)
    return printed or None


def _name_and_number(row: ListRow) -> tuple[str, str | None, str]:
    """The name without a standard number that stands in the same cell; the number from its own cell first."""
    printed_identifier = row.text("identifier")
    name = clean(row.text("name"))
    identifier = normal_identifier(printed_identifier) if printed_identifier else None
    status = row.text("status")
    if identifier is None and (known := find_identifiers(re.sub(r"[（(]?(?:代替|替代|取代).*", "", status))):
        identifier, printed_identifier = known[0].canonical, status[known[0].start : known[0].end]
    found = find_identifiers(name)
    if found and identifier is None and (found[0].start == 0 or name[found[0].start - 1] in "（(《 "):
        identifier, printed_identifier = found[0].canonical, name[found[0].start : found[0].end]
        rest = (name[: found[0].start] + name[found[0].end :]).strip(" ：:《》（）()，,")
        name = rest or name
    return name, identifier, printed_identifier


def _urgency(row: ListRow, tiers: dict[str, str]) -> Urgency:
    place = row.place("urgency")
    printed = row.text("urgency")
    flat = squeeze(printed)
    if place is None or not flat:
        return Urgency("", None, None, "absent")
    basis = "merged" if place in row.merged else "printed"
    tier = tiers.get(flat)
    if tier is None:
        tier = next((word for word in tiers.values() if key(word) == key(flat)), None)
    return Urgency(printed, star_count(flat), tier, basis)


def _category(row: ListRow, tree: Tree) -> tuple[Node | None, str, str]:
    """The deepest category that can be found; the letters of its code decide over a cell merely carried down."""
    cells = row.categories
    deepest_code = next((code for cell in reversed(cells) if (code := normal_code(cell.code))), "")
    agreeing = [
        c
        for c in cells
        if c.basis != "merged" or not c.code or deepest_code.startswith(normal_code(c.code) or "")
    ]
    printed = " / ".join(dict.fromkeys(cell.printed for cell in agreeing if cell.printed))
    within: Node | None = None
    basis = "absent"
    own = [cell for cell in row.categories if cell.basis in {"printed", "section"}]
    deepest = own[-1] if own else None
    for cell in agreeing:
        node = tree.find(cell.code, cell.name, within)
        if node is None:
            continue
        if (
            cell is not deepest
            and deepest is not None
            and cell.basis == "merged"
            and within is not None
            and node.level <= within.level
        ):
            continue
        if within is None or node.level >= within.level:
            within, basis = node, cell.basis
    if basis == "section":
        basis = "printed"
    return within, basis, printed


def _extra(row: ListRow) -> dict[str, str]:
    skip = {"number", "name", "identifier", "urgency", "category", "status", "code"}
    out: dict[str, str] = {}
    for place, column in enumerate(row.columns):
        text = row.values.get(place, "")
        if text and column.kind not in skip:
            out[column.printed or f"第{place + 1}列"] = clean(text)
    return out


def _explain(state: State, row: ListRow, item: PlannedStandard, node: Node | None) -> None:
    """Say what was not simply printed."""
    lines = [row.line_start, row.line_end]
    label = f"序号 {item.printed_number}" if item.printed_number else f"清单第 {item.position} 行"
    if row.slid:
        item.guesses.append(Guess("cells", "单元格错列，按各格文字的类型归回应在的列", 0.85))
        state.problem("cells-slid", f"{label}：单元格错列，已按文字类型归位为“{item.name}”，请核对", lines)
    for reason in row.reasons:
        state.problem("cells-lost", f"{label}：{reason}", lines)
    if item.category_basis == "merged" and node is not None:
        item.guesses.append(
            Guess("subsystem", f"类别单元格为空，按合并单元格承上为 {node.code} {node.name}", 0.9)
        )
    if node is None and any(column.kind in {"category", "code"} for column in row.columns):
        state.problem(
            "no-category", f"{label}：认不出所属类别（原文“{item.printed_category or '空'}”）", lines
        )
    if not item.name:
        state.problem("no-name", f"{label}：没有标准名称", lines)
    if row.place("number") is not None and not item.printed_number:
        state.problem("no-number", f"清单第 {item.position} 行“{item.name}”没有序号", lines)
    if row.place("urgency") is not None and item.urgency.basis == "absent":
        state.problem("no-urgency", f"{label}：缓急程度为空，未作推定", lines, "note")
    if item.urgency.basis == "merged":
        item.guesses.append(Guess("urgency", "缓急程度取自合并单元格", 0.8))
