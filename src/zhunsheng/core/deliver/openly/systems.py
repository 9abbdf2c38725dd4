"""An edition of a system as nodes: its subsystems as a SKOS concept scheme, planned standards, bases, targets."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhunsheng.core.deliver.openly.names import Names
from zhunsheng.core.deliver.openly.nodes import Node
from zhunsheng.core.deliver.openly.shape import Holdings, OpenEdition
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.guide.model import Subsystem
from zhunsheng.core.identifiers import read_number
from zhunsheng.core.text.normal import key

__all__ = ["concept_nodes", "edition_nodes"]


def concept_nodes(holdings: Holdings, names: Names) -> Iterator[Node]:
    """The subsystems of every edition as SKOS."""
    for edition in holdings.editions():
        yield from _skos_nodes(edition, SystemTree(edition.system), names)


def edition_nodes(edition: OpenEdition, names: Names) -> Iterator[Node]:
    """Everything of an edition that is not prose."""
    tree = SystemTree(edition.system)
    yield from _skos_nodes(edition, tree, names)
    iri = names.edition(edition.slug, edition.key)
    system = Node(names.of("system", edition.slug), "system")
    system.say("label", edition.name, language="zh")
    yield system
    for issuer in dict.fromkeys(edition.system.issuers):
        body = Node(names.body(key(issuer)), "organization")
        body.say("org_name", issuer)
        yield body
    for item in edition.system.planned_standards:
        node = Node(names.of("planned", edition.slug, edition.key, tree.item_name(item)), "planned")
        node.say("pref_label", item.name, language="zh")
        node.tell("of_edition", [iri])
        if item.subsystem in tree.by_code:
            node.tell("under", [names.of("subsystem", edition.slug, edition.key, str(item.subsystem))])
        node.say("item_number", "" if item.number is None else str(item.number))
        node.say("urgency", item.urgency.tier or item.urgency.printed)
        node.say("planned_identifier", item.identifier or "")
        node.say("planned_status", item.status or "")
        _line(node, item.source.line_start)
        yield node
    yield from _bases(edition, names, iri)
    yield from _targets(edition, names, iri)


def _skos_nodes(edition: OpenEdition, tree: SystemTree, names: Names) -> Iterator[Node]:
    """The concept scheme of an edition, its subsystems both ways, its layers as collections."""
    system = edition.system
    iri = names.edition(edition.slug, edition.key)
    scheme = Node(iri, "edition", "concept_scheme")
    scheme.say("heading", system.title, language="zh")
    scheme.tell("edition_of_system", [names.of("system", edition.slug)])
    scheme.say("edition_label", system.edition)
    scheme.say("guide_status", system.status)
    scheme.say("content_hash", edition.content_hash)
    scheme.tell("publisher_of", [names.body(key(name)) for name in system.issuers])

    def at(code: str) -> str:
        return names.of("subsystem", edition.slug, edition.key, code)

    scheme.tell("top_concept", [at(module.code) for module in tree.modules])
    yield scheme
    for box in tree.walk():
        yield _concept(box, tree, iri, at)
    for place, layer in enumerate(system.layers, 1):
        node = Node(names.of("layer", edition.slug, edition.key, str(place)), "collection")
        node.say("pref_label", layer.name, language="zh")
        node.tell("in_scheme", [iri])
        node.tell("member", [at(code) for code in layer.members if code in tree.by_code])
        yield node


def _concept(box: Subsystem, tree: SystemTree, scheme: str, at: Callable[[str], str]) -> Node:
    node = Node(at(box.code), "concept", "subsystem")
    node.say("notation", box.code)
    node.say("pref_label", box.name, language="zh")
    others = [box.abbreviation or "", *box.aliases]
    node.say("alt_label", *(name for name in others if name != box.name), language="zh")
    node.say("scope_note", box.scope or box.summary, language="zh")
    node.say("topic", *box.topics, language="zh")
    node.say("depth", str(box.level), datatype="xsd:integer")
    node.tell("in_scheme", [scheme])
    path = tree.path(box.code)
    if len(path) > 1:
        node.tell("broader", [at(path[-2].code)])
    else:
        node.tell("top_concept_of", [scheme])
    node.tell("narrower", [at(child.code) for child in tree.children(box.code)])
    _line(node, box.source.line_start)
    return node


def _bases(edition: OpenEdition, names: Names, iri: str) -> Iterator[Node]:
    for place, basis in enumerate(edition.system.bases, 1):
        node = Node(names.of("basis", edition.slug, edition.key, str(place)), "basis")
        node.say("label", basis.title, language="zh")
        node.tell("of_edition", [iri])
        node.say("basis_kind", basis.kind)
        node.say("document_number", basis.document_number or "")
        number = read_number(basis.identifier) if basis.identifier else None
        if number is not None and not number.problem:
            node.tell("basis_standard", [names.standard(number.canonical)])
        elif basis.identifier:
            node.say("planned_identifier", basis.identifier)
        _line(node, basis.source.line_start)
        yield node


def _targets(edition: OpenEdition, names: Names, iri: str) -> Iterator[Node]:
    for place, target in enumerate(edition.system.targets, 1):
        node = Node(names.of("target", edition.slug, edition.key, str(place)), "target")
        node.say("label", target.name, language="zh")
        node.tell("of_edition", [iri])
        node.say("comparator", target.comparator)
        node.say(
            "amount",
            f"{target.value:f}" if isinstance(target.value, float) else str(target.value),
            datatype="xsd:decimal",
        )
        node.say("unit", target.unit)
        node.say("year", str(target.year) if target.year else "", datatype="xsd:gYear")
        _line(node, target.source.line_start)
        yield node


def _line(node: Node, line: int) -> None:
    """Where it is printed; 0 is unknown."""
    node.say("source_line", str(line) if line else "", datatype="xsd:integer")
