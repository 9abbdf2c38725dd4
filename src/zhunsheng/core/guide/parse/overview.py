"""The overview chapter: what it says of each module, the codes it prints, the counts and names it promises."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from zhunsheng.core.guide.model import Claim, Promise, Sighting
from zhunsheng.core.guide.parse.context import Run, State
from zhunsheng.core.guide.parse.nodes import Node, make_name, walk
from zhunsheng.core.guide.parse.outline import Section
from zhunsheng.core.guide.parse.tree import Tree
from zhunsheng.core.text.normal import CJK, clean, key, numeral_value

__all__ = ["overview_section", "read_claims", "read_overview", "read_promises"]

_COUNT = re.compile(
    r"(?<![第\d.〔\[])(?P<number>[一二两三四五六七八九十百]{1,4}|\d{1,3})\s*(?P<measure>个|类|大类|大|种|方面|层)?"
    r"(?P<noun>(?:重点|关键|主要|核心|先进|制造业|产业|细分|技术)*(?:领域|方向|类别|类|部分|模块|方面|集群|环节|要素|层次|维度|子体系|层级|产品|服务))"
)
_NAME = rf"[{CJK}A-Za-z0-9/（）()\-·“”]{{2,20}}?"
_ENUMERATION = re.compile(
    rf"((?:{_NAME}、)+{_NAME}(?:(?:以及|及|和|与)[{CJK}A-Za-z0-9/（）()]{{2,16}}?)?)(?=等|[，。；]|[一二三四五六七八九十\d]+\s*[个类大]|为|的|，|$)"
)
_LEAD = re.compile(r"^(?:主要)?(?:包括|涵盖|覆盖|制定|聚焦|围绕|针对|明确|规范|建立|包含|涉及|由)+")


def overview_section(root: Section, modules: list[Node], chapter: Section | None) -> Section | None:
    """A second group of headings that names the modules: the overview of the structure."""
    names = {node.key for node in modules}
    best: tuple[int, Section] | None = None
    for section in root.walk():
        if section is chapter or (chapter is not None and _inside(section, chapter)):
            continue
        hits = sum(key(make_name(child.title)[0]) in names for child in section.children)
        if hits >= 2 and hits * 2 >= len(modules) and (best is None or hits > best[0]):
            best = (hits, section)
    return best[1] if best else None


def _inside(section: Section, chapter: Section) -> bool:
    node: Section | None = section
    while node is not None:
        if node is chapter:
            return True
        node = node.parent
    return False


def read_overview(state: State, section: Section | None, root: Section, modules: list[Node]) -> None:
    """Codes and summaries of the modules, from headings of their own or from clauses (基础标准主要规范…；)."""
    if section is not None:
        for child in section.children:
            name, _, code = make_name(child.title)
            node = _meant(modules, name, code)
            if node is None:
                continue
            if key(name) != node.key and name not in node.aliases:
                node.aliases.append(name)
            span = state.span(child.line_start, child.line_end)
            node.sightings.append(Sighting("structure", code, clean(child.title), span))
            node.printed_code = node.printed_code or code
            lines = [n for n in child.body if state.free(n)]
            node.summary_runs = state.paragraphs(lines)
            node.summary = "".join([child.run_in, *(run.text for run in node.summary_runs)])
            for n in lines:
                state.use(n, n, "summary")
    for part in root.walk():
        if part.kind not in {"structure", "framework"}:
            continue
        for run in state.paragraphs([n for n in part.body if state.text(n)]):
            _clauses(run, modules)


def _meant(modules: list[Node], name: str, code: str | None) -> Node | None:
    """The module an overview heading means: by name, by a near name, or by its code where that agrees in order."""
    same = next((n for n in modules if n.key == key(name)), None)
    if same is not None:
        return same
    near = [
        (fuzz.ratio(n.key, key(name)), n)
        for n in modules
        if not any(s.place == "structure" for s in n.sightings)
    ]
    ratio, best = max(near, key=lambda pair: pair[0], default=(0.0, None))
    if best is None:
        return None
    at_place = code is not None and modules.index(best) == ord(code[0]) - ord("A")
    return best if ratio >= (50 if at_place else 80) else None


def _clauses(run: Run, modules: list[Node]) -> None:
    for node in modules:
        if node.summary:
            continue
        match = re.search(rf"(?:^|[，；。、]){re.escape(node.name)}标准(主要[^；。]+)", run.text)
        if match:
            node.summary = match.group(1)
            line = run.line_at(match.start(1))
            node.summary_runs = [Run(node.summary, [0], [line], run.pages)]
            node.sightings.append(
                Sighting("structure", None, node.name + "标准", run.span(match.start(1), match.end(1)))
            )


def read_claims(
    state: State, root: Section, tree: Tree, overview: Section | None, chapter: Section | None
) -> list[Claim]:
    """Counts stated of the system or of one subsystem."""
    claims: list[Claim] = []
    owners: dict[int, Node] = {id(node.section): node for node in tree.nodes() if node.section is not None}
    for section in root.walk():
        owner = owners.get(id(section))
        subject = owner.code if owner else None
        if overview is not None and section.parent is overview:
            name, _, code = make_name(section.title)
            node = _meant(tree.modules, name, code)
            subject = node.code if node else None
        elif owner is None and not (
            section.kind in {"structure", "framework", "body"} or section is chapter or section is overview
        ):
            inner = section.parent
            if inner is None or id(inner) not in owners:
                continue
            subject = owners[id(inner)].code
        for run in state.paragraphs([n for n in section.body if state.text(n)]):
            claims.extend(_claims_in(run, subject))
    return claims


def _claims_in(run: Run, subject: str | None) -> list[Claim]:
    out = []
    for match in _COUNT.finditer(run.text):
        if (
            not match.group("measure")
            and match.group("noun") in {"类", "方面", "部分", "方向", "领域", "产品", "服务"}
            and not match.group("number").isdigit()
        ) and match.group("noun") not in {"类", "部分"}:
            continue
        value = numeral_value(match.group("number"))
        if value is None or value < 2 or (match.group("number") in {"一"}):
            continue
        measure = match.group("measure") or ""
        noun = (
            (measure + match.group("noun")).removeprefix("个").removeprefix("大")
            if match.group("noun") != "类"
            else "类"
        )
        out.append(
            Claim(match.group(0).replace(" ", ""), value, noun, subject, run.span(match.start(), match.end()))
        )
    return out


def read_promises(tree: Tree) -> list[Promise]:
    """Names that a module's texts list: the overview's promise and the chapter's own opening sentence."""
    promises: list[Promise] = []
    for node in tree.nodes():
        if node.level > 1 and not node.children:
            continue
        for place, runs in (("structure", node.summary_runs), ("body", node.scope_runs)):
            for run in runs:
                names, start, end = _enumerated(run, node)
                if names:
                    promises.append(Promise(node.code, names, place, run.span(start, end)))
    return promises


def _enumerated(run: Run, node: Node) -> tuple[list[str], int, int]:
    """The names listed in a text, and where the first list begins and the last ends."""
    names: list[str] = []
    known = {child.key for child in walk(node.children)}
    matches = list(_ENUMERATION.finditer(run.text))
    for match in matches:
        parts = match.group(1).split("、")
        parts[0] = _after_verb(parts[0])
        for index, part in enumerate(parts):
            last = index == len(parts) - 1
            names.extend(_split_last(part, known) if last else [part])
    out: list[str] = []
    for name in names:
        name = re.sub(r"(?:等|标准|领域|需求|要求)$", "", name.strip("“”"))
        if len(name) >= 2 and name not in out:
            out.append(name)
    return (out, matches[0].start(), matches[-1].end()) if out else ([], 0, 0)


def _after_verb(text: str) -> str:
    pieces = re.split(r"包括|涵盖|覆盖|制定|聚焦|围绕|针对|明确|规范|建立|包含|涉及", text)
    text = _LEAD.sub("", pieces[-1])
    return text.rpartition("的")[2] if len(text) > 9 and "的" in text else text


def _split_last(part: str, known: set[str]) -> list[str]:
    if key(part) in known:
        return [part]
    for word in ("以及", "及", "和", "与"):
        left, found, right = part.partition(word)
        if found and len(left) >= 2 and len(right) >= 2:
            return [left, right]
    return [part]
