"""The tree as the body chapters give it: which headings are subsystems, and what stands under each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhunsheng.core.guide.model import Guess, Sighting, SourceSpan, Topic
from zhunsheng.core.guide.parse.cells import Knowledge, split_code
from zhunsheng.core.guide.parse.context import Run, State
from zhunsheng.core.guide.parse.evidence_codes import normal_code
from zhunsheng.core.guide.parse.outline import Section
from zhunsheng.core.text.normal import CJK, clean, key, strip_ending
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["Node", "body_chapter", "body_nodes", "make_name", "walk"]

_ABBREVIATION = re.compile(r"[（(]\s*([A-Za-z][A-Za-z0-9\-/ ]{0,15})\s*[)）]")
_MODULE_CODE = re.compile(
    r"^(.*?)[（(]\s*(?:编号|代码|代号)?[：:]?\s*([A-Z](?:[A-Z]|\d{1,2})?|\d{3}(?:[-.]\d{1,2})*)\s*(?:板块|类|模块|部分)?\s*[)）](.*)$"
)
_NOT_SUBSYSTEMS = (
    "要求",
    "目标",
    "原则",
    "概述",
    "框架图",
    "结构图",
    "说明",
    "思路",
    "现状",
    "任务",
    "保障",
    "措施",
    "路径",
    "进度",
)
_APPARATUS = re.compile(
    r"^(?:总体|体系)框架$|^重点.{0,8}(?:领域|方向|内容)(?:[及和与]方向)?$|体系(?:的)?(?:总体)?(?:框架|内容|结构|架构|构成|组成|图|表|范围|概况)$|^(?:总则|附则|范围|术语和定义|编制目的|编制依据|适用范围|规范性引用文件)$"
)
_OUTSIDE = ("measures", "bases", "principles", "preface", "contents", "requirements", "situation", "annex")


@dataclass(slots=True, eq=False)
class Node:
    """A subsystem in the making."""

    printed_name: str
    name: str
    level: int
    source: SourceSpan
    printed_code: str | None = None
    code: str = ""
    abbreviation: str | None = None
    parent: Node | None = None
    group: str | None = None
    children: list[Node] = field(default_factory=list)
    section: Section | None = None
    scope: str = ""
    summary: str = ""
    scope_runs: list[Run] = field(default_factory=list)
    summary_runs: list[Run] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The name's key."""
        return key(self.name)


def walk(nodes: list[Node]) -> list[Node]:
    """All nodes, parents before children."""
    out: list[Node] = []
    for node in nodes:
        out.append(node)
        out.extend(walk(node.children))
    return out


def make_name(printed: str) -> tuple[str, str | None, str | None]:
    """``模型即服务（MaaS）标准`` → (模型即服务, MaaS, None); ``基础共性模块（A）`` → (基础共性, None, A)."""
    text = clean(printed)
    code = abbreviation = None
    if (match := _MODULE_CODE.match(text)) and match.group(1) and _is_bracket_code(match.group(2)):
        code, text = match.group(2), match.group(1) + match.group(3)
    elif (match := _ABBREVIATION.search(text)) and match.start() > 0:
        abbreviation = match.group(1).strip()
        text = text[: match.start()] + text[match.end() :]
    return strip_ending(text, tuple(vocabulary("reading")["subsystem_endings"])), abbreviation, code


def _is_bracket_code(text: str) -> bool:
    """（A）, （A1）, （101-1）; two bare letters in brackets are more often an abbreviation."""
    return len(text) == 1 or text[-1].isdigit()


def body_chapter(state: State, root: Section, names: set[str]) -> Section | None:
    """The chapter whose headings are the subsystems: the one with the most headings that look like it."""
    best: tuple[float, float, Section] | None = None
    for section in root.walk():
        if any(section.within(kind) for kind in _OUTSIDE):
            continue
        modules = [c for c in section.children if _may_be(c) and _likeness(state, c, names) > 0]
        if len(modules) < 2 or (section is not root and len(modules) * 2 < len(section.children)):
            continue
        score = sum(
            _likeness(state, part, names) for child in modules for part in child.walk() if _may_be(part)
        )
        bias = {"body": 4.0, "structure": -3.0, "framework": -2.0}.get(section.kind, 0.0)
        if best is None or score + bias > best[0]:
            best = (score + bias, score, section)
    return best[2] if best is not None and best[1] >= 1 else None


def _may_be(section: Section) -> bool:
    if section.kind in _OUTSIDE and not section.title.endswith(("标准", "集群")):
        return False
    if _APPARATUS.search(section.title):
        return False
    return not section.title.endswith(_NOT_SUBSYSTEMS) and bool(re.search(f"[{CJK}]", section.title))


def _is_part(section: Section) -> bool:
    """As :func:`_may_be`, for headings inside the body chapter: there 服务保障 or 通用要求 are subsystems too."""
    if _APPARATUS.search(section.title) or not re.search(f"[{CJK}]", section.title):
        return False
    return not re.fullmatch(
        "(?:总体|基本|主要|重点|建设|工作)?(?:要求|目标|原则|任务|思路|说明|概述|现状)", section.title
    )


def _likeness(state: State, section: Section, names: set[str]) -> float:
    """How much a heading looks like a subsystem: by its name, its ending, its code, or the text below it."""
    name, _, code = make_name(section.title)
    if key(name) in names:
        return 1.5
    bare = re.sub(r"[（(][^（）()]*[)）]$", "", section.title)
    if bare.endswith((*vocabulary("reading")["subsystem_endings"], "体系", "部分", "领域")):
        return 1.0
    if section.style == "code" or code or re.match(rf"^[A-Z]{{1,4}}\s*[{CJK}]", section.title):
        return 1.0
    if section.parent is None or len(section.title) > 24:
        return 0.0
    if section.parent.within("body"):
        return 0.5
    opening = section.run_in or next((text for n in section.body if (text := state.text(n))), "")
    return (
        0.4 if re.match(r"(?:主要)?(?:规范|明确|规定|制定|包括|涵盖|统一|用于|针对|重点)", opening) else 0.0
    )


def body_nodes(state: State, chapter: Section, levels: dict[str, int], knowledge: Knowledge) -> list[Node]:
    """Nodes of the body chapter. ``levels`` maps a name's key to the level other sources give it."""
    modules = [child for child in chapter.children if _is_part(child)]
    if chapter.parent is None:  # the modules are top chapters: the other chapters stand beside them
        modules = [child for child in modules if _may_be(child) and _likeness(state, child, set(levels)) > 0]
    return [_node(state, child, 1, None, None, levels, knowledge) for child in modules]


def _node(
    state: State,
    section: Section,
    level: int,
    parent: Node | None,
    group: str | None,
    levels: dict[str, int],
    knowledge: Knowledge,
) -> Node:
    node = new_node(section.title, level, state.span(section.line_start, section.line_end), knowledge)
    node.parent, node.group, node.section = parent, group, section
    if section.style == "code":
        node.printed_code = section.numbering
    place = SourceSpan(section.line_start, section.line_end, state.page(section.line_start))
    node.sightings.append(Sighting("body", node.printed_code, node.printed_name, place))
    _read_text(state, node, section)
    for child in [child for child in section.children if _is_part(child)]:
        inner = [item for item in child.children if _is_part(item)]
        if inner and _is_group(child, inner, level + 1, levels):
            name = strip_ending(child.title, ("标准",))
            for item in inner:
                node.children.append(_node(state, item, level + 1, node, name, levels, knowledge))
            continue
        node.children.append(_node(state, child, level + 1, node, None, levels, knowledge))
    return node


def new_node(printed: str, level: int, source: SourceSpan, knowledge: Knowledge) -> Node:
    """A node from a printed heading or cell, its code and abbreviation taken off."""
    code, rest = split_code(printed, knowledge.reading(False))
    if code is not None and (not rest or code.isdigit() or (len(code) == 1 and level > 1)):
        code, rest = None, clean(printed)
    name, abbreviation, module = make_name(rest)
    if abbreviation and code is None and module is None and normal_code(abbreviation) in knowledge.codes:
        module, abbreviation = abbreviation, None
    return Node(
        clean(printed) if code is None else rest,
        name,
        level,
        source,
        code or module,
        abbreviation=abbreviation,
    )


def _is_group(section: Section, inner: list[Section], level: int, levels: dict[str, int]) -> bool:
    """An uncoded heading between two levels: other sources put its children where it stands itself."""
    own = levels.get(key(make_name(section.title)[0]))
    below = [levels[k] for item in inner if (k := key(make_name(item.title)[0])) in levels]
    if own is not None and own == level and section.style != "code":
        return False
    return bool(below) and min(below) <= level and section.style != "code"


_LABEL = re.compile(rf"^(?:[—－\-·•●]+\s*)?([{CJK}A-Za-z0-9/、＋+\-（）()]{{2,16}})[：:](?=.)")
_DASHED = re.compile(rf"^[—－\-·•●]+\s*([{CJK}A-Za-z0-9/、（）()]{{2,20}}标准)[：:。](?=.)")
_LABEL_STOP = (
    "注",
    "其中",
    "说明",
    "备注",
    "来源",
    "例如",
    "如下",
    "包括",
    "主要包括",
    "分别为",
    "具体包括",
    "方面",
)
_AMONG = re.compile(r"(?:^|[，；。]|其中[，,]?)([^，；。：、“”（）]{2,18}?)标准主要(?:包括|规范|针对|涉及)")


def _read_text(state: State, node: Node, section: Section) -> None:
    """Scope, and the named topics: ``技术评估：…`` paragraphs, or ``其中，计算标准主要包括…``."""
    lines = [number for number in section.body if state.free(number)]
    leaf = not any(_is_part(child) for child in section.children)
    scope: list[str] = [section.run_in] if section.run_in else []
    labelled: list[tuple[str, str, Run]] = []
    for run in state.paragraphs(lines):
        span = run.span(0, len(run.text))
        state.use(span.line_start, span.line_end, "scope")
        label = _label(run.text) if leaf else None
        if label is not None:
            rest = run.text[label.end() :].strip()
            labelled.append((label.group(1), rest, run))
            continue
        scope.append(run.text)
        node.scope_runs.append(run)
        if leaf and node.level > 1:
            for match in _AMONG.finditer(run.text):
                name = match.group(1).removeprefix("其中").removeprefix("，")
                node.topics.append(
                    Topic(clean(name), name + "标准", "", run.span(match.start(1), match.end(1)))
                )
    if leaf and node.level > 1 and section.run_in:
        place = state.span(section.line_start)
        node.topics.extend(
            Topic(m.group(1), m.group(1) + "标准", "", place) for m in _AMONG.finditer(section.run_in)
        )
    node.scope = "\n".join(part for part in scope if part)
    if node.level == 1 and len(labelled) > 1:
        _labelled_children(node, labelled)
    else:
        node.topics[:0] = [
            Topic(clean(name), name, rest, run.span(0, len(run.text))) for name, rest, run in labelled
        ]


def _label(text: str) -> re.Match[str] | None:
    """The label a paragraph opens with, or None; words such as 其中 are none."""
    match = _LABEL.match(text) or _DASHED.match(text)
    return match if match and not match.group(1).endswith(_LABEL_STOP) else None


def _labelled_children(node: Node, labelled: list[tuple[str, str, Run]]) -> None:
    """A module without headings below it: its labelled paragraphs are its categories."""
    for printed, rest, run in labelled:
        span = run.span(0, min(len(run.text), len(printed) + 4))
        child = new_node(printed, node.level + 1, span, Knowledge())
        child.parent, child.scope, child.scope_runs = node, rest, [run]
        child.sightings.append(Sighting("body", child.printed_code, child.printed_name, span))
        child.guesses.append(Guess("level", "段首的标目，按上级模块下的类别读入", 0.7))
        node.children.append(child)
