"""The order of the stages, and the ledger at the end: every line with text is somewhere."""

from __future__ import annotations

import re

from zhunsheng.core.guide.model import GuideDocument, LegendEntry, Unclassified
from zhunsheng.core.guide.parse.bases import is_basis_table, read_bases
from zhunsheng.core.guide.parse.cells import Knowledge, split_code
from zhunsheng.core.guide.parse.collect import is_row_shaped
from zhunsheng.core.guide.parse.context import State
from zhunsheng.core.guide.parse.evidence import (
    Evidence,
    evidence_levels,
    figure_evidence,
    figure_lists,
    listing_evidence,
)
from zhunsheng.core.guide.parse.evidence_codes import code_above, code_level, normal_code
from zhunsheng.core.guide.parse.front import read_front
from zhunsheng.core.guide.parse.legend import is_legend_table, read_legend
from zhunsheng.core.guide.parse.listing import Listing, read_listing, resolve_categories
from zhunsheng.core.guide.parse.marks import figure_lines, read_figures, read_layers
from zhunsheng.core.guide.parse.measures import read_measures
from zhunsheng.core.guide.parse.nodes import Node, body_chapter, body_nodes, make_name, walk
from zhunsheng.core.guide.parse.outline import Section, headings_of, read_contents, read_outline
from zhunsheng.core.guide.parse.overview import overview_section, read_claims, read_overview, read_promises
from zhunsheng.core.guide.parse.rows import to_planned
from zhunsheng.core.guide.parse.tables import find_tables, table_lines
from zhunsheng.core.guide.parse.target_tables import is_target_table
from zhunsheng.core.guide.parse.targets import read_targets
from zhunsheng.core.guide.parse.tree import Tree, build_tree, sight_contents, sight_figures, to_subsystems
from zhunsheng.core.guide.source import Table
from zhunsheng.core.text.normal import clean, key, squeeze

__all__ = ["parse_state"]

# Stages that read running text and headings.
_PROSE = frozenset({"measures", "prose", "scope", "summary", "front", "heading"})


def parse_state(state: State, document: GuideDocument) -> None:
    """Run all stages over ``state`` and fill ``document``."""
    document.contents = read_contents(state)
    blocks, in_figures = figure_lines(state)
    tables = find_tables(state)
    root = read_outline(state, document.contents, table_lines(tables) | in_figures)
    front = read_front(state, root)
    document.title, document.printed_title, document.edition = front.title, front.printed_title, front.edition
    document.status, document.issuers, document.title_source = front.status, front.issuers, front.source
    knowledge = Knowledge(_names(root), _codes(root), {"★" * n for n in range(1, 7)}, above=_above(root))
    listing = read_listing(
        state,
        [
            table
            for table in tables
            if not (is_target_table(table) or is_basis_table(table) or is_legend_table(table))
        ],
        knowledge,
    )
    resolve_categories(listing, state, knowledge)
    document.figures = read_figures(state, blocks)
    tree, chapter = _tree(state, root, listing, knowledge, blocks)
    overview = overview_section(root, tree.modules, chapter)
    sight_contents(tree, document.contents)
    sight_figures(state, tree, [item for lines in blocks.values() for item in figure_lists(state, lines)])
    document.legend = _legend(state, tables, listing)
    document.planned_standards = to_planned(state, listing, tree, document.legend)
    document.targets = read_targets(state, root, tables, document)
    document.bases = read_bases(state, root, tables, document.title)
    document.measures = read_measures(state, root)
    document.layers = read_layers(state, tree.modules)
    document.claims = read_claims(state, root, tree, overview, chapter)
    document.promises = read_promises(tree)
    document.subsystems = to_subsystems(tree)
    document.outline = headings_of(state, root)
    document.unclassified = _unclassified(state) + _astray(state, document)
    document.unclassified.sort(key=lambda item: item.source.line_start)
    _explain_absence(state, document, root)
    document.problems.extend(state.problems)


def _legend(state: State, tables: list[Table], listing: Listing) -> list[LegendEntry]:
    """The legend, with what the list tells of it: the marks it prints and where it stands."""
    used = {clean(row.text("urgency")) for row in listing.rows}
    rows = [number for row in listing.rows for number in (row.line_start, row.line_end)]
    return read_legend(state, tables, used, (min(rows), max(rows)) if rows else None)


def _names(root: Section) -> set[str]:
    """Keys of all headings' names: what a category cell may say."""
    out: set[str] = set()
    for section in root.walk():
        if section.title:
            _, rest = split_code(section.title, Knowledge())
            out.add(key(make_name(rest or section.title)[0]))
    return out


def _above(root: Section) -> dict[str, str]:
    """Key of a heading's name → key of the module's name it stands under (groups between them skipped)."""
    out: dict[str, str] = {}
    for chapter in root.walk():
        for module in chapter.children:
            for inner in module.walk()[1:]:
                out[key(make_name(inner.title)[0])] = key(make_name(module.title)[0])
    return out


def _codes(root: Section) -> set[str]:
    """Codes that headings print."""
    found: set[str | None] = set()
    for section in root.walk():
        found.add(section.numbering if section.style == "code" else make_name(section.title)[2])
        found.add(split_code(section.title, Knowledge())[0])
    codes = {code for code in map(normal_code, found) if code and code_level(code)}
    bracketed = {
        code
        for section in root.walk()
        if (code := normal_code(make_name(section.title)[1])) and code.isascii()
    }
    families = {
        code
        for code in bracketed
        if code[-1].isdigit() or any(o != code and o.startswith(code) for o in bracketed)
    }
    return codes | families | {code for code in bracketed if any(code[:-1] == family for family in families)}


def _tree(
    state: State, root: Section, listing: Listing, knowledge: Knowledge, blocks: dict[str, list[int]]
) -> tuple[Tree, Section | None]:
    listed, drawn = listing_evidence(state, listing)
    pictured = [item for lines in blocks.values() for item in figure_evidence(state, lines, knowledge)]
    listed_names = {key(item.name) for item in [*listed, *drawn, *pictured] if item.name}
    chapter = body_chapter(state, root, listed_names)
    if chapter is not None and _is_foreign(chapter, [*drawn, *listed]):
        chapter = None
    levels = evidence_levels([*pictured, *drawn, *listed])
    modules: list[Node] = body_nodes(state, chapter, levels, knowledge) if chapter else []
    read_overview(state, overview_section(root, modules, chapter), root, modules)
    evidence: list[Evidence] = [*drawn, *listed, *_worth(pictured, modules)]
    return build_tree(state, modules, evidence, knowledge), chapter


def _is_foreign(chapter: Section, evidence: list[Evidence]) -> bool:
    """True where tables name at least three subsystems and the chapter's headings share not one of the names."""
    named = {key(item.name) for item in evidence if item.name}
    headings = {key(make_name(split_code(s.title, Knowledge())[1])[0]) for s in chapter.walk()[1:]}
    printed = {normal_code(s.numbering) for s in chapter.walk() if s.style == "code"}
    codes = {item.code for item in evidence if item.code}
    if len(named) < 3 or printed & codes:
        return False
    headings -= {"", "标准", "重点", "体系", "清单", "要求"}
    return not any(name in heading or heading in name for name in named for heading in headings)


def _worth(pictured: list[Evidence], modules: list[Node]) -> list[Evidence]:
    """Where there is a body, a figure only adds sightings of what it names in full; otherwise it is the tree."""
    if not modules:
        return pictured
    known = {node.key for node in walk(modules)}
    childless = {node.key for node in modules if not node.children}
    bare_codes = {item.code for item in pictured if item.level == 1 and key(item.name) in childless}
    seen: set[str] = set()
    out = []
    for item in pictured:
        only_drawn = bool(item.code) and item.level > 1 and code_above(item.code or "") in bare_codes
        if (key(item.name) in known or only_drawn) and item.printed not in seen:
            seen.add(item.printed)
            item.additive = only_drawn
            out.append(item)
    return out


def _unclassified(state: State) -> list[Unclassified]:
    """Runs of neighbouring lines that nobody has read."""
    out: list[Unclassified] = []
    group: list[int] = []
    for number in range(1, len(state) + 2):
        if number <= len(state) and state.free(number):
            group.append(number)
            continue
        if (
            (
                number <= len(state)
                and not state.text(number)
                and not squeeze(state.source.lines[number - 1].text)
            )
            and group
            and number + 1 <= len(state)
            and state.free(number + 1)
        ):
            continue
        if group:
            text = "\n".join(state.text(n) for n in group)
            out.append(Unclassified(text, state.span(group[0], group[-1])))
            group = []
    return [item for item in out if not re.fullmatch(r"[\s\-—_=*·.]*", item.text)]


def _astray(state: State, document: GuideDocument) -> list[Unclassified]:
    """Lines with the shape of a row that are in no row: kept whole and told, they may be items of the list.

    Some were read as prose or as a heading; some stand in a table whose rows were put together without them.
    """
    told = [row.source for row in document.planned_standards if row.name]
    told += [target.source for target in document.targets]
    told += [basis.source for basis in document.bases]
    told += [at.source for item in document.subsystems for at in item.sightings if at.place != "list"]
    covered = {number for span in told for number in range(span.line_start, span.line_end + 1)}
    lines = [
        number
        for number, stage in enumerate(state.used, 1)
        if (stage in _PROSE or (stage == "table" and number not in covered))
        and is_row_shaped(state.text(number))
    ]
    if lines:
        state.problem("row-astray", "这几行像清单的一行，却没有读入清单，请核对", lines)
    return [Unclassified(state.text(number), state.span(number)) for number in lines]


def _explain_absence(state: State, document: GuideDocument, root: Section) -> None:
    """A guide without its main parts is read all the same, and says what is missing."""
    if not document.title:
        state.problem(
            "no-title", "没有找到标题：首页应有一行写明“……标准体系建设指南”之类的名称", [], "warning"
        )
    if not document.subsystems:
        state.problem(
            "no-subsystems",
            "没有认出任何模块或类别：请检查章节标题是否有编号，或体系表是否有表头",
            [],
            "error",
        )
    annex = next((s for s in root.walk() if s.kind == "annex" and re.search("清单|明细表", s.title)), None)
    if not document.planned_standards and annex is not None and annex.body:
        message = (
            f"“{annex.title}”下没有读出一行标准：表格的列可能在复制时散开了，"
            "原文已留在未归类文字中；请改用 docx、html 或保留制表符的文本"
        )
        state.problem("list-unread", message, [annex.line_start, annex.last_line()], "error")
    elif not document.planned_standards:
        state.problem(
            "no-list", "没有认出标准清单：清单表头应有“标准名称”一列；本指南也可能没有清单", [], "note"
        )
