"""RDF read back by rdflib: the same in three forms, equal to the database and to the packaged files."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from tests.openly.conftest import Taken
from tests.openly.stated import links, relation_counts, standards

# The mark has the test database made; the files are written once for all tests.
pytestmark = pytest.mark.django_db
G48 = Namespace("urn:zhunsheng:gbt48000-3:")
ZS = Namespace("urn:zhunsheng:terms:")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
#: relation type of the catalogue → property, written by hand against the table in docs/reference
PROPERTIES = {
    "replaces": G48.replaces,
    "adopts": G48.adopts,
    "cites": G48.cites,
    "references": G48.references,
    "part_of": ZS.partOf,
    "amends": ZS.amends,
    "corrects": ZS.corrects,
    "replaces_partly": ZS.replacesPartly,
    "edition_of": ZS.editionOf,
    "draft_of": ZS.draftOf,
    "derived_from": ZS.derivedFrom,
    "related": ZS.related,
}


@pytest.fixture(scope="session")
def graph(taken: Taken) -> Graph:
    """The Turtle of everything."""
    return Graph().parse(taken.whole["rdf-turtle"], format="turtle")


def test_three_forms_say_the_same(taken: Taken, graph: Graph) -> None:
    lines = Graph().parse(taken.whole["rdf-ntriples"], format="nt")
    linked = Graph().parse(taken.whole["rdf-jsonld"], format="json-ld")
    assert set(lines) == set(graph) and len(graph) > 10_000
    assert set(linked) == set(graph)


def test_every_standard_of_the_database_is_there_once(taken: Taken, graph: Graph) -> None:
    numbers = {
        str(graph.value(one, G48.standardNumber)): one for one in graph.subjects(RDF.type, G48.Standard)
    }
    assert set(numbers) == set(taken.standards) == set(standards())
    for number, row in taken.standards.items():
        one = numbers[number]
        titles = {(str(title), title.language) for title in graph.objects(one, G48.documentName)}  # type: ignore[attr-defined]
        expected = {(row["title_zh"], "zh"), (row["title_en"], "en")}
        assert {pair for pair in titles if pair[1] in {"zh", "en"}} == {pair for pair in expected if pair[0]}
        assert str(graph.value(one, ZS.statusCode)) == row["status"]
        assert str(graph.value(one, ZS.verification)) == row["verification"]
        for name, term in (("issued", G48.issuedDate), ("implemented", G48.effectiveDate)):
            value = graph.value(one, term)
            assert (str(value)[: len(row[name])] if value is not None else "") == row[name]


def test_relations_equal_those_counted_from_the_files(graph: Graph) -> None:
    """Each link once however many sources state it, in the stored direction, none inverted."""
    counted = relation_counts()
    assert counted["replaces"] > 20 and len(counted) > 3
    said = Counter({kind: len(list(graph.triples((None, term, None)))) for kind, term in PROPERTIES.items()})
    assert said == counted
    number = {one: str(text) for one, text in graph.subject_objects(G48.standardNumber)}
    told = {
        (number[subject], kind, number[target])
        for kind, term in PROPERTIES.items()
        for subject, target in graph.subject_objects(term)
    }
    assert told == links()
    assert not list(graph.triples((None, G48.hasPart, None)))


def test_suggested_places_are_no_plain_facts(taken: Taken, graph: Graph) -> None:
    assert not list(graph.triples((None, ZS.placed, None)))
    told = list(graph.subjects(RDF.predicate, ZS.placed))
    assert len(told) == taken.placements["suggested"] > 100
    assert {str(graph.value(link, ZS.linkStatus)) for link in told} == {"suggested"}
    for link in told:
        where = graph.value(link, RDF.object)
        assert {ZS.PlannedStandard, ZS.Subsystem} & set(graph.objects(where, RDF.type))


def test_links_of_rules_and_people_equal_the_database(taken: Taken, graph: Graph) -> None:
    told = Counter(
        (str(graph.value(link, RDF.predicate)).rpartition(":")[2], str(graph.value(link, ZS.linkStatus)))
        for link in graph.subjects(RDF.type, ZS.Link)
        if str(graph.value(link, ZS.linkOrigin)) != "catalogue"
        and graph.value(link, RDF.predicate) != ZS.placed
    )
    expected = Counter(
        {(camel(kind), status): n for (kind, status), n in taken.links.items() if status != "rejected"}
    )
    assert told == expected and sum(told.values()) > 50
    assert all(graph.value(link, ZS.evidence) for link in graph.subjects(ZS.linkStatus, Literal("suggested")))


def camel(kind: str) -> str:
    """``based_on`` → ``basedOn``."""
    first, *rest = kind.split("_")
    return first + "".join(word.title() for word in rest)


def test_every_value_has_somebody_who_says_it(taken: Taken, graph: Graph) -> None:
    supported: dict[Any, set[Any]] = {}
    for told in graph.subjects(RDF.type, ZS.Testimony):
        assert graph.value(told, ZS.bySource) in set(graph.subjects(RDF.type, ZS.Source))
        supported.setdefault(graph.value(told, ZS.saidOf), set()).update(graph.objects(told, ZS.supports))
    for one in graph.subjects(RDF.type, G48.Standard):
        for term in (G48.documentName, G48.issuedDate, G48.effectiveDate):
            if graph.value(one, term) is not None:
                assert term in supported[one], (one, term)


def test_one_system_carries_only_what_is_placed_there(taken: Taken, graph: Graph) -> None:
    part = Graph().parse(taken.part["rdf-turtle"], format="turtle")
    some = set(part.subjects(RDF.type, G48.Standard))
    assert 0 < len(some) < len(taken.standards)
    placed = {part.value(link, RDF.subject) for link in part.subjects(RDF.predicate, ZS.placed)}
    assert some == placed
    named_only = set(part.subjects(RDF.type, ZS.NamedOnly))
    assert not named_only & some
    for link in part.subjects(ZS.linkOrigin, Literal("catalogue")):
        assert {part.value(link, RDF.subject), part.value(link, RDF.object)} & (some | placed)


def test_concepts_form_the_tree_of_the_system(taken: Taken) -> None:
    from zhunsheng.core.system.content import load_packaged

    system = load_packaged("jiangsu-ai-2025").system
    skos = Graph().parse(taken.whole["skos-turtle"], format="turtle")
    names = {str(skos.value(one, SKOS.notation)): one for one in skos.subjects(RDF.type, SKOS.Concept)}
    assert set(names) == {box.code for box in system.subsystems}
    (scheme,) = skos.subjects(RDF.type, SKOS.ConceptScheme)
    for box in system.subsystems:
        one = names[box.code]
        assert skos.value(one, SKOS.prefLabel) == Literal(box.name, lang="zh")
        assert skos.value(one, SKOS.broader) == (names[box.parent] if box.parent else None)
        assert (one in set(skos.objects(scheme, SKOS.hasTopConcept))) == (box.parent is None)
        for narrower in skos.objects(one, SKOS.narrower):
            assert skos.value(narrower, SKOS.broader) == one
    linked = Graph().parse(taken.whole["skos-jsonld"], format="json-ld")
    assert isomorphic(skos, linked)


def test_every_iri_is_stable_and_plain(graph: Graph) -> None:
    for one in graph.subjects(RDF.type, G48.Standard):
        assert isinstance(one, URIRef) and str(one).startswith("urn:zhunsheng:standard:")
    assert (URIRef("urn:zhunsheng:standard:GB~T_41867-2022"), RDF.type, G48.Standard) in graph
