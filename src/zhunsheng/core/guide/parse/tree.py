"""The tree of the system: the body's headings, matched with what every other place says."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from zhunsheng.core.guide.model import ContentsEntry, Guess, Sighting, SourceSpan, Subsystem, Topic
from zhunsheng.core.guide.parse.cells import Knowledge
from zhunsheng.core.guide.parse.codes import assign_codes
from zhunsheng.core.guide.parse.context import Run, State
from zhunsheng.core.guide.parse.evidence import Evidence, FigureList
from zhunsheng.core.guide.parse.evidence_codes import code_above, code_level, known_above, normal_code
from zhunsheng.core.guide.parse.nodes import Node, make_name, new_node, walk
from zhunsheng.core.text.normal import key

__all__ = ["Tree", "build_tree", "sight_contents", "sight_figures", "to_subsystems"]


@dataclass(slots=True)
class Tree:
    """Modules, and an index from codes and names to nodes."""

    modules: list[Node]
    by_code: dict[str, Node] = field(default_factory=dict)
    by_key: dict[str, list[Node]] = field(default_factory=dict)
    clashes: list[tuple[Node, str]] = field(default_factory=list)

    def nodes(self) -> list[Node]:
        """All nodes, parents first."""
        return walk(self.modules)

    def find(self, code: str | None, name: str, within: Node | None = None) -> Node | None:
        """The node a printed code and name mean; the name decides where the two disagree and the name is unique."""
        named = self.by_key.get(key(name), []) if name else []
        if within is not None and len(named) > 1:
            named = [node for node in named if node is within or node.parent is within] or named
        normal = normal_code(code)
        if normal and (coded := self.by_code.get(normal)):
            return coded if not named or coded in named else named[0]
        return named[0] if named else None


def _keys(node: Node) -> set[str]:
    return {node.key, key(node.printed_name), *(key(alias) for alias in node.aliases)}


def build_tree(state: State, modules: list[Node], evidence: list[Evidence], knowledge: Knowledge) -> Tree:
    """Match evidence with the body's nodes, add what only evidence knows, and give every node its code."""
    bare = not modules
    unmatched = _match(modules, evidence)
    index = _Index(modules)
    for item in unmatched:
        if item.place in {"list", "table"} or item.additive or bare:
            known = _exact(index, item, {})
            if known is not None:
                _sight(known, item)
                index.put(known)
            else:
                _add(index, item, knowledge)
        elif item.name:
            message = f"{_PLACES[item.place]}中的“{item.printed}”在正文中没有对应的类别"
            state.problem("only-in-" + item.place, message, [item.source.line_start], "note")
    clashes = assign_codes(modules)
    tree = Tree(modules, clashes=clashes)
    for node in tree.nodes():
        tree.by_code.setdefault(node.code, node)
        for name in _keys(node):
            tree.by_key.setdefault(name, []).append(node)
    for node, code in clashes:
        state.problem(
            "code-taken",
            f"代码 {code} 印给了多个类别，“{node.name}”改按次序推定为 {node.code}",
            [node.source.line_start],
        )
    return tree


_PLACES = {"list": "清单", "table": "体系表", "figure": "图", "structure": "结构解析", "contents": "目录"}


class _Index:
    """Nodes by the key of any of their names and by their printed code."""

    def __init__(self, modules: list[Node]) -> None:
        self.modules = modules
        self.by_key: dict[str, list[Node]] = {}
        self.by_code: dict[str, Node] = {}
        self.by_number: dict[str, Node] = {}
        self.held: set[tuple[str, int]] = set()
        for node in walk(modules):
            if node.section is not None and node.section.style.startswith(("arabic_space", "decimal")):
                self.by_number.setdefault(node.section.numbering.replace("．", ".").rstrip("."), node)
        for node in walk(modules):
            self.put(node)

    def put(self, node: Node) -> None:
        """Take up a node, again after it has got a code or an alias."""
        for name in _keys(node):
            if (name, id(node)) not in self.held:
                self.held.add((name, id(node)))
                self.by_key.setdefault(name, []).append(node)
        if code := normal_code(node.printed_code):
            self.by_code.setdefault(code, node)

    def roots_of(self, item: Evidence, top: dict[str, Evidence]) -> list[Node]:
        """The nodes under which the item's code or its parent's name puts it; empty where nothing is said."""
        lead = item.code[:1] if item.code and item.code[:1].isalpha() else ""
        roots = list(self.by_key.get(item.parent, [])) if item.parent else []
        if lead and lead in self.by_code:
            roots.append(self.by_code[lead])
        if lead and not roots and lead in top:
            roots = [node for node in self.by_key.get(key(top[lead].name), []) if node.level == 1]
        return roots

    def near(self, item: Evidence, top: dict[str, Evidence]) -> list[Node]:
        """The nodes an item may mean."""
        if item.level == 1:
            return self.modules
        roots = self.roots_of(item, top)
        return walk(roots) if roots else walk(self.modules)


def _match(modules: list[Node], evidence: list[Evidence]) -> list[Evidence]:
    """Exact names first, then names that contain each other, then near names at the place the code tells."""
    top = {(item.code or ""): item for item in evidence if item.level == 1 and item.code}
    index = _Index(modules)
    left = list(evidence)
    for test in (_exact, _contained, _near):
        rest: list[Evidence] = []
        for item in left:
            node = test(index, item, top)
            if node is None:
                rest.append(item)
            else:
                _sight(node, item)
                index.put(node)
        left = rest
    return left


def _below(node: Node, ancestor: Node) -> bool:
    above: Node | None = node
    while above is not None:
        if above is ancestor:
            return True
        above = above.parent
    return False


def _fits(node: Node, item: Evidence) -> bool:
    own = normal_code(node.printed_code)
    return not (
        own and item.code and own != item.code and len(own) == len(item.code) and node.key != key(item.name)
    )


def _exact(index: _Index, item: Evidence, top: dict[str, Evidence]) -> Node | None:
    wanted = key(item.name)
    if not wanted:
        return index.by_code.get(item.code or "") or index.by_number.get(item.code or "")
    found = index.by_key.get(wanted, [])
    if item.level == 1:
        found = [node for node in found if node.level == 1]
    elif roots := index.roots_of(item, top):
        inside = [node for node in found if any(_below(node, root) for root in roots)]
        found = inside or (found if item.weak and len(found) == 1 else [])
    hits = [node for node in found if item.level in {0, node.level}] or found
    return hits[0] if hits else None


def _contained(index: _Index, item: Evidence, top: dict[str, Evidence]) -> Node | None:
    wanted = key(item.name)
    if len(wanted) < 2 or (not item.code and item.place == "list"):
        return None
    found = [
        node
        for node in index.near(item, top)
        if len(node.key) >= 2
        and (wanted in node.key or node.key in wanted)
        and item.level in {0, node.level}
        and _fits(node, item)
        and not any(s.place == item.place for s in node.sightings)
    ]
    return found[0] if len(found) == 1 else None


def _near(index: _Index, item: Evidence, top: dict[str, Evidence]) -> Node | None:
    """A near name: at the very place of the code it may differ more, elsewhere it must be close and alone."""
    best: tuple[float, Node] | None = None
    for node in index.near(item, top):
        if (
            item.level not in {0, node.level}
            or any(s.place == item.place for s in node.sightings)
            or not _fits(node, item)
        ):
            continue
        ratio = fuzz.ratio(key(item.name), node.key)
        at_place = bool(item.code) and _expected(node) == item.code
        if ratio >= (50 if at_place else 80) and (best is None or ratio > best[0]):
            best = (ratio, node)
    return best[1] if best else None


def _expected(node: Node) -> str:
    if node.parent is None:
        return ""
    lead = normal_code(node.parent.printed_code) or node.parent.code
    order = node.parent.children.index(node)
    return f"{lead}{chr(65 + order)}" if lead and order < 26 else ""


def _sight(node: Node, item: Evidence) -> None:
    place = "list" if item.place == "table" else item.place
    node.sightings.append(Sighting(place, item.printed_code, item.printed, item.source))
    if item.printed_code and node.printed_code is None:
        node.printed_code = item.printed_code
    if item.scope and not node.scope:
        node.scope = item.scope
    if item.name and key(item.name) not in _keys(node) and item.name not in node.aliases:
        node.aliases.append(item.name)
        node.guesses.append(
            Guess("aliases", f"{_PLACES[item.place]}称“{item.name}”，按代码与次序认作同一类别", 0.8)
        )


def _add(index: _Index, item: Evidence, knowledge: Knowledge) -> None:
    """A subsystem that only the list (or a table) knows."""
    name = item.name or item.printed_code or ""
    if not name or (item.code and item.code in index.by_code):
        return
    parent = None
    if item.code and len(item.code) > 1 and (above := known_above(item.code, index.by_code)):
        parent = index.by_code.get(above)
    if parent is None and item.parent:
        parent = next(iter(index.by_key.get(item.parent, [])), None)
    if parent is None and item.code and len(item.code) > 1 and item.level > 1:
        parent = _make_parent(index, code_above(item.code), item, knowledge)
    if item.level <= 1 and parent is not None and not item.parent:
        parent = None
    node = new_node(name, parent.level + 1 if parent else 1, item.source, knowledge)
    node.printed_code, node.parent, node.scope = item.printed_code, parent, item.scope
    if item.place == "list" and any(module.section for module in index.modules):
        node.guesses.append(Guess("name", "只在清单中出现，正文没有这一类别", 0.6))
    place = "list" if item.place == "table" else item.place
    node.sightings.append(Sighting(place, item.printed_code, item.printed, item.source))
    (parent.children if parent else index.modules).append(node)
    index.put(node)


def _make_parent(index: _Index, code: str, item: Evidence, knowledge: Knowledge) -> Node | None:
    if not code or code_level(code) < 1 or (item.code and not item.code.isalpha()):
        return None
    node = new_node(code, code_level(code), item.source, knowledge)
    node.name = node.printed_name = code
    node.printed_code = code
    node.guesses.append(Guess("name", f"原文没有给出代码 {code} 的名称，由下级代码推定有此一类", 0.5))
    index.modules.append(node)
    index.put(node)
    return node


def sight_contents(tree: Tree, contents: list[ContentsEntry]) -> None:
    """Mark where the table of contents names each subsystem, near names in the same order included."""
    nodes = [node for node in tree.nodes() if node.section is not None]
    entries = [(key(make_name(entry.title)[0]), entry) for entry in contents]
    matcher = difflib.SequenceMatcher(
        None, [name for name, _ in entries], [node.key for node in nodes], autojunk=False
    )
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and left_end - left == right_end - right):
            for (name, entry), node in zip(entries[left:left_end], nodes[right:right_end], strict=True):
                if tag == "equal" or fuzz.ratio(name, node.key) >= 50:
                    node.sightings.append(Sighting("contents", None, entry.title, entry.source))


def sight_figures(state: State, tree: Tree, lists: list[FigureList]) -> None:
    """Match the members a figure draws with the tree; what only the figure has, or lacks, is a note."""
    for drawn in lists:
        parent = next((node for node in tree.nodes() if node.key == drawn.parent and node.children), None)
        if parent is None:
            continue
        missing = {node.key: node for node in parent.children}
        for name, inner in drawn.members:
            node = next((n for n in parent.children if n.key == key(make_name(name)[0])), None)
            if node is None:
                message = f"图中“{parent.name}”下画有“{name}”，正文没有这一类别"
                state.problem("only-in-figure", message, [drawn.source.line_start], "note")
                continue
            missing.pop(node.key, None)
            node.sightings.append(Sighting("figure", None, name, drawn.source))
            if inner and not node.topics:
                node.topics = [Topic(item, item, "", drawn.source) for item in inner]
                node.guesses.append(Guess("topics", "正文未分列，取自图中括号内的文字", 0.6))
        for node in missing.values():
            message = f"图中“{parent.name}”下没有画“{node.name}”"
            state.problem("not-in-figure", message, [drawn.source.line_start, node.source.line_start], "note")


def _whole(runs: list[Run]) -> SourceSpan | None:
    """The lines from the first run's first to the last one's last."""
    if not runs:
        return None
    first, last = runs[0].span(0, 1), runs[-1].span(0, len(runs[-1].text))
    return SourceSpan(first.line_start, max(first.line_end, last.line_end), first.page)


def to_subsystems(tree: Tree) -> list[Subsystem]:
    """The nodes as records."""
    out = []
    for node in tree.nodes():
        out.append(
            Subsystem(
                code=node.code,
                printed_code=node.printed_code,
                name=node.name,
                printed_name=node.printed_name,
                level=node.level,
                parent=node.parent.code if node.parent else None,
                scope=node.scope,
                topics=[topic.name for topic in node.topics],
                source=node.source,
                code_basis="printed"
                if node.printed_code and normal_code(node.printed_code) == node.code
                else "implied",
                group=node.group,
                abbreviation=node.abbreviation,
                aliases=node.aliases,
                summary=node.summary,
                scope_source=_whole(node.scope_runs),
                summary_source=_whole(node.summary_runs),
                topic_details=node.topics,
                sightings=node.sightings,
                guesses=node.guesses,
            )
        )
    return out
