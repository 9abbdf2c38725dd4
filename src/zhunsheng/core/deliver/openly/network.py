"""Everything as a graph for Gephi and the like: nodes and edges one by one, as GraphML or as two tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from zhunsheng.core.deliver.openly.names import clean
from zhunsheng.core.deliver.openly.shape import Holdings, OpenEdition, OpenEnd, OpenLink
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.registry.words import LEVELS, STATUSES, VERIFICATION_STATES
from zhunsheng.core.relations.link import ORIGINS
from zhunsheng.core.relations.link import STATUSES as LINK_STATUSES
from zhunsheng.core.relations.vocabulary import relation_families, relation_kinds, relation_types

__all__ = ["EDGE_FIELDS", "NODE_FIELDS", "Edge", "Vertex", "edges", "graphml", "vertices"]


class Vertex(NamedTuple):
    """One node; ``id`` is ``kind:ref``, with the edition's name between where it lies within one."""

    id: str
    label: str
    kind: str = ""
    code: str = ""
    title: str = ""
    status: str = ""
    level: str = ""
    issued: str = ""
    implemented: str = ""
    verification: str = ""
    module: str = ""
    edition: str = ""


class Edge(NamedTuple):
    """One link in the stored direction."""

    id: str
    source: str
    target: str
    relation: str
    relation_label: str
    family: str
    status: str
    origin: str
    degree: str = ""
    confidence: str = ""
    sources: str = ""


#: name → Chinese label, in the order of the tuples
NODE_FIELDS: dict[str, str] = {
    "id": "标识",
    "label": "显示名称",
    "kind": "种类",
    "code": "编号或代码",
    "title": "名称",
    "status": "状态",
    "level": "层级",
    "issued": "发布日期",
    "implemented": "实施日期",
    "verification": "核实状态",
    "module": "模块",
    "edition": "体系版本",
}
EDGE_FIELDS: dict[str, str] = {
    "id": "标识",
    "source": "起点",
    "target": "终点",
    "relation": "关联种类代码",
    "relation_label": "关联种类",
    "family": "关联类别",
    "status": "关联状态",
    "origin": "由来",
    "degree": "程度",
    "confidence": "把握",
    "sources": "来源",
}


def end_id(end: OpenEnd) -> str:
    """The id of the node at an end of a link."""
    if end.kind == "system":
        return f"system:{end.system}/{end.edition}"
    within = f"{end.system}/{end.edition}/" if end.system else ""
    return f"{end.kind}:{within}{end.ref}"


def vertices(holdings: Holdings) -> Iterator[Vertex]:
    """Standards, the parts of each edition, then what links name and nothing else describes."""
    kinds = {key: one.label for key, one in relation_kinds().items()}
    for one in holdings.standards():
        title = one.title
        yield Vertex(
            f"standard:{one.number}",
            f"{one.number} {title}".strip(),
            kinds["standard"],
            one.number,
            title,
            STATUSES.get(one.status, one.status),
            LEVELS.get(one.value("level"), ""),
            one.value("issued"),
            one.value("implemented"),
            VERIFICATION_STATES.get(one.verification, one.verification),
        )
    for edition in holdings.editions():
        yield from _parts(edition, kinds)
    named: set[str] = set()
    for link in holdings.links():
        for end in (link.subject, link.target):
            if not end.known and (name := end_id(end)) not in named:
                named.add(name)
                yield Vertex(name, end.label or end.ref, kinds[end.kind], end.ref)


def _parts(edition: OpenEdition, kinds: dict[str, str]) -> Iterator[Vertex]:
    tree, where = SystemTree(edition.system), f"{edition.slug}/{edition.key}"

    def module(code: str | None) -> str:
        found = tree.module_of(code)
        return f"{found.code} {found.name}" if found else ""

    yield Vertex(f"system:{where}", edition.name, kinds["system"], edition.slug, edition.name, edition=where)
    for box in tree.walk():
        yield Vertex(
            f"subsystem:{where}/{box.code}",
            f"{box.code} {box.name}",
            kinds["subsystem"],
            box.code,
            box.name,
            module=module(box.code),
            edition=where,
        )
    for item in edition.system.planned_standards:
        yield Vertex(
            f"planned:{where}/{tree.item_name(item)}",
            item.name,
            kinds["planned"],
            "" if item.number is None else str(item.number),
            item.name,
            module=module(item.subsystem),
            edition=where,
        )
    for place, basis in enumerate(edition.system.bases, 1):
        yield Vertex(
            f"basis:{where}/{place}", basis.title, kinds["basis"], str(place), basis.title, edition=where
        )


def edges(holdings: Holdings) -> Iterator[Edge]:
    """The links as they are stored, then the tree of each edition (contains)."""
    at = 0
    for at, link in enumerate(holdings.links(), 1):
        yield _edge(f"e{at}", link)
    for edition in holdings.editions():
        for subject, target in _contained(edition):
            at += 1
            yield _edge(f"e{at}", OpenLink(subject, "contains", target, "confirmed", "edition"))


def _contained(edition: OpenEdition) -> Iterator[tuple[OpenEnd, OpenEnd]]:
    tree = SystemTree(edition.system)

    def end(kind: str, ref: str) -> OpenEnd:
        return OpenEnd(kind, ref, "", edition.slug, edition.key)

    for module in tree.modules:
        yield end("system", edition.slug), end("subsystem", module.code)
    for box in tree.walk():
        for child in tree.children(box.code):
            yield end("subsystem", box.code), end("subsystem", child.code)
        for item in tree.own_items(box.code):
            yield end("subsystem", box.code), end("planned", tree.item_name(item))


def _edge(name: str, link: OpenLink) -> Edge:
    kind = relation_types().get(link.type)
    return Edge(
        name,
        end_id(link.subject),
        end_id(link.target),
        link.type,
        kind.forward if kind else link.type,
        relation_families()[kind.family][0] if kind else "",
        LINK_STATUSES.get(link.status, link.status),
        ORIGINS.get(link.origin, link.origin),
        link.degree,
        "" if link.confidence is None else f"{link.confidence:.4f}",
        "、".join(link.sources),
    )


def graphml(holdings: Holdings) -> Iterator[str]:
    """GraphML: directed, every field a text; nodes first."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for what, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        for name in fields:
            if name not in {"id", "source", "target"}:
                yield f'<key id="{what[0]}-{name}" for="{what}" attr.name="{name}" attr.type="string"/>\n'
    yield '<graph id="zhunsheng" edgedefault="directed">\n'
    for vertex in vertices(holdings):
        yield f"<node id={_attribute(vertex.id)}>{_data('n', vertex._asdict().items())}</node>\n"
    for edge in edges(holdings):
        yield (
            f'<edge id="{edge.id}" source={_attribute(edge.source)} target={_attribute(edge.target)}>'
            f"{_data('e', edge._asdict().items())}</edge>\n"
        )
    yield "</graph>\n</graphml>\n"


def _data(letter: str, fields: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'<data key="{letter}-{name}">{_text(value)}</data>'
        for name, value in fields
        if value and name not in {"id", "source", "target"}
    )


def _text(value: str) -> str:
    # A bare carriage return would come back as a line feed.
    return escape(clean(value), {"\r": "&#13;"})


def _attribute(value: str) -> str:
    return quoteattr(clean(value), {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
