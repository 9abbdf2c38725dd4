"""The words themselves as RDF: every class, property and relation type with label, origin and grade."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.core.deliver.openly.nodes import Iri, Node, Text
from zhunsheng.core.deliver.openly.terms import Term, terms
from zhunsheng.core.relations.vocabulary import RelationType, relation_types

__all__ = ["vocabulary_nodes"]

_OURS = ("g48", "zs")


def vocabulary_nodes() -> Iterator[Node]:
    """Our own terms and those taken from GB/T 48000.3, each once; standard vocabularies describe themselves."""
    words = terms()
    seen: set[str] = set()
    for term in (*words.classes.values(), *words.properties.values()):
        if term.same or term.name in seen or term.name.partition(":")[0] not in _OURS:
            continue
        seen.add(term.name)
        yield _term(term)
    for kind in relation_types().values():
        if not kind.derived:
            yield _relation(kind)


def _named(name: str, what: str, label: str) -> Node:
    node = Node(terms().iri(name))
    node.types = [what]
    node.facts.append(("rdfs:label", Text(label, "zh")))
    origin = terms().origin(name)
    node.facts.append(("dcterms:source", Text(origin["name"], "zh")))
    node.facts.append(("zs:grade", Text(origin["grade"])))
    return node


def _term(term: Term) -> Node:
    node = _named(term.name, "rdfs:Class" if term.what == "class" else "rdf:Property", term.label)
    if term.note:
        node.facts.append(("rdfs:comment", Text(term.note, "zh")))
    if term.under:
        node.facts.append(("rdfs:subClassOf", Iri(terms().iri(term.under))))
    if term.of:
        node.facts.append(("rdfs:domain", Iri(terms().iri(term.of))))
    if term.to and term.to != "xsd:date":  # dates come in three exactnesses
        node.facts.append(("rdfs:range", Iri(terms().iri(term.to))))
    return node


def _relation(kind: RelationType) -> Node:
    node = _named(terms().relation(kind.key), "rdf:Property", kind.forward)
    node.facts.append(("rdfs:comment", Text(f"{kind.means}。反向读作“{kind.backward}”，不另存。", "zh")))
    mapped = kind.mapped.get("gbt48000")
    if mapped is not None and mapped.inverse:
        node.facts.append(("owl:inverseOf", Iri(terms().iri(f"g48:{mapped.name}"))))
    elif mapped is not None and mapped.fit != "exact":
        node.facts.append(("rdfs:seeAlso", Iri(terms().iri(f"g48:{mapped.name}"))))
    if kind.symmetric:
        node.types.append("owl:SymmetricProperty")
    return node
