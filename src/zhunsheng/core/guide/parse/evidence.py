"""What other places than the body say of a subsystem: the list, tables of the tree, figures, the overview chapter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhunsheng.core.guide.model import SourceSpan
from zhunsheng.core.guide.parse.cells import Knowledge, split_code
from zhunsheng.core.guide.parse.context import State
from zhunsheng.core.guide.parse.evidence_codes import code_level, normal_code
from zhunsheng.core.guide.parse.listing import CategoryCell, Listing
from zhunsheng.core.guide.parse.nodes import make_name
from zhunsheng.core.text.normal import CJK, clean, key

__all__ = [
    "Evidence",
    "FigureList",
    "evidence_levels",
    "figure_evidence",
    "figure_lists",
    "listing_evidence",
]

_TOKEN = re.compile(
    rf"(?<![A-Za-z0-9])([A-Z]{{1,4}}|[A-Z]\d{{1,3}})[ \t]*[.．、]?[ \t]*([{CJK}][{CJK}/（）()A-Za-z]{{1,24}})"
)


@dataclass(slots=True)
class Evidence:
    """One sighting of a subsystem outside the body. ``level`` 0 means unknown; ``parent`` is a name's key or ""."""

    place: str
    printed_code: str | None
    code: str | None
    printed: str
    name: str
    level: int
    parent: str
    source: SourceSpan
    scope: str = ""
    weak: bool = False
    additive: bool = False


def printed_name(text: str, code: str | None) -> str:
    """A printed cell without its code, otherwise as printed."""
    if code and text.startswith(code) and len(text) > len(code):
        return text[len(code) :].lstrip(" 、.．:：-—")
    return text


def _from_cells(state: State, cells: list[CategoryCell], place: str, ranks: dict[int, int]) -> list[Evidence]:
    out: list[Evidence] = []
    above, weak = "", False
    for cell in cells:
        if not cell.name and not cell.code:
            continue
        name = make_name(cell.name)[0] if cell.name else ""
        code = normal_code(cell.code)
        shape = code_level(code) if code else 0
        plain = bool(code) and (code or "").isalpha()
        level = shape if plain or cell.rank not in ranks else ranks[cell.rank]
        level = level or shape
        printed = printed_name(cell.printed, cell.code)
        source = state.span(cell.line_start, cell.line_end)
        out.append(Evidence(place, cell.code, code, printed, name, level, above, source, weak=weak))
        above, weak = key(name), cell.basis == "merged"
    return out


def listing_evidence(state: State, listing: Listing) -> tuple[list[Evidence], list[Evidence]]:
    """Evidence of the list and of the tables that draw the tree, each distinct sighting once."""
    ranks = _rank_levels(listing)
    seen: dict[tuple[str, str, str], Evidence] = {}
    for row in listing.rows:
        cells = [cell for cell in row.categories if cell.rank != 9 or cell.name or cell.code]
        for item in _from_cells(state, cells, "list", ranks):
            seen.setdefault((item.code or "", key(item.name), item.parent if not item.code else ""), item)
    tree: dict[tuple[str, str, str], Evidence] = {}
    several = any(cell.rank > 1 for cells in listing.tree for cell in cells)
    by_rank = {rank: rank for rank in range(1, 7)} if several else {}
    for cells, scope in zip(listing.tree, listing.tree_scopes, strict=True):
        items = _from_cells(state, cells, "table", by_rank)
        if items and scope:
            items[-1].scope = scope
        for item in items:
            known = tree.setdefault((item.code or "", key(item.name), item.parent), item)
            known.scope = known.scope or item.scope
    return list(seen.values()), list(tree.values())


def _rank_levels(listing: Listing) -> dict[int, int]:
    """Ranks of category columns as levels; a list whose only column holds categories of level 2 says so by codes."""
    ranks = sorted({cell.rank for row in listing.rows for cell in row.categories if 0 < cell.rank < 9})
    levels: dict[int, int] = {}
    for order, rank in enumerate(ranks, 1):
        codes = [
            code_level(normal_code(c.code) or "")
            for row in listing.rows
            for c in row.categories
            if c.rank == rank and c.code
        ]
        known = [level for level in codes if level]
        if known:
            levels[rank] = max(set(known), key=known.count)
        elif len(ranks) > 1:
            levels[rank] = max(order, rank) if rank <= len(ranks) else order
    return levels


def evidence_levels(items: list[Evidence]) -> dict[str, int]:
    """Name key → the level it is given."""
    return {key(item.name): item.level for item in items if item.level and item.name}


def figure_evidence(state: State, lines: list[int], knowledge: Knowledge) -> list[Evidence]:
    """Code–name pairs in the text of a figure (``A 基础共性 AA 测试评估 AB …``)."""
    out: list[Evidence] = []
    for number in lines:
        for match in _TOKEN.finditer(clean(state.text(number))):
            code, rest = split_code(match.group(0), knowledge.reading(True))
            if code is None or not rest:
                continue
            name = make_name(rest)[0]
            normal = normal_code(code) or ""
            out.append(
                Evidence("figure", code, normal, rest, name, code_level(normal), "", state.span(number))
            )
    return out


@dataclass(slots=True)
class FigureList:
    """``技术：基础支撑技术（计算、存储）、平台技术（…）`` in the text of a figure: parent, members, their members."""

    parent: str
    members: list[tuple[str, list[str]]]
    source: SourceSpan


_LISTED = re.compile(rf"^\s*(?:[A-Z]\s*)?([{CJK}A-Za-z0-9/]{{2,16}}?)(?:标准)?\s*(?:[：:]|包含|包括)\s*(.+)$")


def figure_lists(state: State, lines: list[int]) -> list[FigureList]:
    """Lists of members in the text of a figure, one a line."""
    out = []
    for number in lines:
        match = _LISTED.match(clean(state.text(number)).rstrip("；;。"))
        if match and (members := _members(match.group(2))):
            out.append(FigureList(key(match.group(1)), members, state.span(number)))
    return out


def _members(text: str) -> list[tuple[str, list[str]]]:
    """Split at 、 outside brackets; what stands in brackets are the member's own members."""
    parts = re.findall(r"[^、（(]+(?:[（(][^（()）]*[)）])?", text)
    out = []
    for part in parts:
        match = re.match(r"^([^（(]+)(?:[（(]([^（()）]*)[)）])?$", part.strip())
        if not match or split_code(match.group(1), Knowledge(coded=True))[0]:
            return []
        inner = [
            item.strip().removesuffix("等") for item in (match.group(2) or "").split("、") if item.strip()
        ]
        out.append((match.group(1).strip().removesuffix("等"), inner))
    return out if len(out) > 1 else []
