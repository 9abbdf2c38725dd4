"""Standards, bodies, sources and links as nodes: each value beside its state and those who say it."""

from __future__ import annotations

from collections.abc import Iterator

from zhunsheng.core.deliver.openly.names import Names
from zhunsheng.core.deliver.openly.nodes import Node
from zhunsheng.core.deliver.openly.shape import (
    Holdings,
    OpenBody,
    OpenLink,
    OpenSource,
    OpenStandard,
    OpenVoice,
    Step,
    untold,
)
from zhunsheng.core.deliver.openly.systems import edition_nodes
from zhunsheng.core.deliver.openly.terms import terms
from zhunsheng.core.registry.classes import class_name

__all__ = ["all_nodes", "link_nodes", "standard_nodes"]

_LANGUAGES = {"title_zh": "zh", "title_en": "en", "title_fr": "fr", "title_ja": "ja"}
_DATES = ("issued", "implemented", "withdrawn", "reviewed")
_TEXTS = (
    *("scope", "level", "nature", "category", "doctype", "review_result", "stage", "pages", "language"),
    *("record_number", "record_notice", "industry", "note"),
)
_KINDS = {"organisation": "organization", "committee": "committee_body", "person": "individual"}


def all_nodes(holdings: Holdings, names: Names, step: Step = untold) -> Iterator[Node]:
    """Everything that is given away, in order; ``step`` is told how many standards are done."""
    for source in holdings.sources():
        yield source_node(source, names)
    for body in holdings.bodies():
        yield body_node(body, names)
    classes: set[tuple[str, str]] = set()
    for done, standard in enumerate(holdings.standards(), 1):
        classes.update(("ics", code) for code in standard.ics)
        classes.update(("ccs", code) for code in standard.ccs)
        yield from standard_nodes(standard, names)
        step(done)
    for scheme, code in sorted(classes):
        yield class_node(scheme, code, names)
    for edition in holdings.editions():
        yield from edition_nodes(edition, names)
    named: set[str] = set()
    for link in holdings.links():
        for node in link_nodes(link, names):
            if "zs:NamedOnly" in node.types:
                if node.iri in named:
                    continue
                named.add(node.iri)
            yield node


def source_node(source: OpenSource, names: Names) -> Node:
    """A source with its grade, the day of its data and its licence."""
    node = Node(names.source(source.code), "source")
    node.say("source_code", source.code)
    node.say("label", source.name, language="zh")
    node.say("grade", source.grade)
    node.say("as_of", source.date)
    node.say("licence", source.licence)
    node.say("url", source.url, datatype="xsd:anyURI")
    return node


def body_node(body: OpenBody, names: Names) -> Node:
    """An organisation, committee or person under its name."""
    kind = _KINDS[body.kind]
    node = Node(names.body(body.key), *(("organization", kind) if kind == "committee_body" else (kind,)))
    node.say("person_name" if kind == "individual" else "org_name", body.name)
    node.say("abbreviation", *body.abbreviations)
    return node


def class_node(scheme: str, code: str, names: Names) -> Node:
    """A class of ICS or CCS under its code."""
    node = Node(names.class_(scheme, code), f"{scheme}_class")
    node.say(f"{scheme}_code", code)
    node.say(f"{scheme}_name", class_name(scheme, code))
    return node


def standard_nodes(standard: OpenStandard, names: Names) -> Iterator[Node]:
    """A standard, its numbers, and who says what of it."""
    iri = names.standard(standard.number)
    node = Node(iri, "standard")
    node.say("label", f"{standard.number} {standard.title}".strip())
    node.say("standard_number", standard.number)
    node.say("lineage", standard.lineage)
    for fact in standard.facts:
        _value(node, fact.field, fact.value)
    node.say("status", standard.status)
    node.say("status_word", terms().statuses.get(standard.status, ""))
    node.say("status_basis", standard.status_basis)
    for party in standard.parties:
        node.tell(party.role, [names.body(party.key)])
    node.tell("classified", [names.class_("ics", code) for code in standard.ics])
    node.tell("classified", [names.class_("ccs", code) for code in standard.ccs])
    node.tell("has_number", [names.number(one.number) for one in standard.numbers])
    node.say("verification", standard.verification)
    node.say("contested", str(standard.contested).lower(), datatype="xsd:boolean")
    node.tell("contested_field", [_property(fact.field) for fact in standard.facts if fact.contested])
    node.tell("verified_field", [_property(one.field) for one in standard.facts if one.state == "verified"])
    yield node
    for number in standard.numbers:
        told = Node(names.number(number.number), "number")
        told.say("label", number.number)
        told.say("number_kind", number.kind)
        yield told
    yield from _testimonies(standard, iri, names)


def _value(node: Node, name: str, value: str) -> None:
    if name in _LANGUAGES:
        node.say(name, value, language=_LANGUAGES[name])
    elif name in _DATES:
        node.date(name, value)
    elif name in _TEXTS:
        node.say(name, value)
    elif name == "edition":
        node.say("edition_mark", value)
    elif name == "url":
        node.say("url", value, datatype="xsd:anyURI")


def _property(field: str) -> str:
    """The IRI of the property that carries a field."""
    key = "edition_mark" if field == "edition" else field
    return terms().iri(terms().properties[key].name)


def _testimonies(standard: OpenStandard, iri: str, names: Names) -> Iterator[Node]:
    """A node for each source (and grade) that speaks of the standard, with the values it supports and disputes."""
    heard: dict[tuple[str, str, str, str], list[tuple[str, OpenVoice]]] = {}
    for fact in standard.facts:
        for voice in fact.voices:
            told = (voice.source, voice.grade, voice.date, voice.place)
            heard.setdefault(told, []).append((fact.field, voice))
    for at, ((source, grade, date, place), said) in enumerate(heard.items(), 1):
        node = Node(f"{iri}#said-{at}", "testimony")
        node.tell("said_of", [iri])
        node.tell("by_source", [names.source(source)])
        node.say("grade", grade)
        node.say("as_of", date)
        node.say("place", place)
        node.say("evidence_page", *(voice.evidence for _, voice in said), datatype="xsd:anyURI")
        node.tell("supports", [_property(field) for field, voice in said if voice.agrees])
        against = [(field, voice) for field, voice in said if not voice.agrees]
        node.tell("differs", [f"{iri}#said-{at}-{field}" for field, _ in against])
        yield node
        for field, voice in against:
            other = Node(f"{iri}#said-{at}-{field}", "difference")
            other.tell("of_field", [_property(field)])
            other.say("value", voice.value)
            yield other


def link_nodes(link: OpenLink, names: Names) -> Iterator[Node]:
    """A link: the plain triple where it holds, what is known of it, and ends of which only the number is known."""
    subject, target = names.end(link.subject), names.end(link.target)
    name = terms().relation(link.type)
    for end, iri in ((link.subject, subject), (link.target, target)):
        if not end.known:
            bare = Node(iri, "named_only")
            bare.say("standard_number", end.ref)
            yield bare
    if link.status == "confirmed":
        plain = Node(subject)
        plain.relate(name, target)
        yield plain
    node = Node(names.link(link), "link", "statement")
    node.tell("subject", [subject])
    node.tell("predicate", [terms().iri(name)])
    node.tell("object", [target])
    node.say("link_status", link.status)
    node.say("link_origin", link.origin)
    node.say("degree", link.degree)
    node.say("said", link.said)
    node.tell("by_source", [names.source(code) for code in link.sources])
    if link.confidence is not None:
        node.say("confidence", f"{link.confidence:.4f}", datatype="xsd:decimal")
    node.say("evidence", *link.evidence)
    node.say("subject_clause", link.subject_clause)
    node.say("target_clause", link.target_clause)
    node.say("valid_from", link.valid_from)
    node.say("valid_to", link.valid_to)
    if link.system:
        node.tell("of_edition", [names.edition(link.system, link.edition)])
    yield node
