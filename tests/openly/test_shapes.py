"""SHACL over the export: what we give away conforms, and each rule finds the fault it is there for."""

from __future__ import annotations

from typing import Any

import pytest
from pyshacl import validate
from rdflib import RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from tests.openly.conftest import Taken
from tests.openly.sample import SampleHoldings
from zhunsheng.core.deliver.openly.describing import all_nodes
from zhunsheng.core.deliver.openly.names import Names
from zhunsheng.core.deliver.openly.rdf import turtle
from zhunsheng.core.deliver.openly.terms import shapes_text, terms
from zhunsheng.core.registry.words import LEVELS, NATURES, STATUSES, VERIFICATION_STATES

G48 = Namespace("urn:zhunsheng:gbt48000-3:")
ZS = Namespace("urn:zhunsheng:terms:")
SH = Namespace("http://www.w3.org/ns/shacl#")
ONE = URIRef("urn:zhunsheng:standard:GB~T_90001-2024")
OTHER = URIRef("urn:zhunsheng:standard:GB~T_90001-2012")


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """The shapes that come with the package."""
    return Graph().parse(data=shapes_text(), format="turtle")


def faults(data: Graph, shapes: Graph) -> list[str]:
    """The messages of everything that does not conform, warnings too."""
    _, report, _ = validate(data, shacl_graph=shapes)
    return [
        str(text)
        for result in report.subjects(RDF.type, SH.ValidationResult)
        for text in report.objects(result, SH.resultMessage)
    ]


@pytest.mark.django_db
def test_the_packaged_catalogue_conforms(taken: Taken, shapes: Graph) -> None:
    data = Graph().parse(taken.whole["rdf-turtle"], format="turtle")
    assert len(list(data.subjects(RDF.type, G48.Standard))) > 400
    assert faults(data, shapes) == []


@pytest.fixture
def sample() -> Graph:
    """A small sound export."""
    return Graph().parse(data="".join(turtle(all_nodes(SampleHoldings(), Names()))), format="turtle")


def test_the_sample_conforms(sample: Graph, shapes: Graph) -> None:
    assert (ONE, G48.replaces, OTHER) in sample
    assert faults(sample, shapes) == []


def _set(graph: Graph, subject: Any, predicate: Any, value: Any) -> None:
    assert (subject, predicate, None) in graph, f"the sample has no {predicate}"
    graph.set((subject, predicate, value))


def _link(graph: Graph, status: str) -> Any:
    return next(graph.subjects(ZS.linkStatus, Literal(status)))


def _box(graph: Graph, code: str) -> Any:
    return next(graph.subjects(SKOS.notation, Literal(code)))


def _unlike(graph: Graph) -> None:
    link = _link(graph, "suggested")
    graph.add(tuple(graph.value(link, part) for part in (RDF.subject, RDF.predicate, RDF.object)))


BREAKS: dict[str, tuple[Any, str]] = {
    "in force before issue": (
        lambda g: _set(g, ONE, G48.effectiveDate, Literal("2024-02-01", datatype=XSD.date)),
        "实施或废止日期早于发布日期",
    ),
    "in force before issue, as far as both are known": (
        lambda g: _set(g, ONE, G48.effectiveDate, Literal("2023", datatype=XSD.gYear)),
        "实施或废止日期早于发布日期",
    ),
    "withdrawn before issue": (
        lambda g: g.add((ONE, ZS.withdrawnDate, Literal("1999-01", datatype=XSD.gYearMonth))),
        "实施或废止日期早于发布日期",
    ),
    "two of one number": (
        lambda g: _set(g, OTHER, G48.standardNumber, Literal("GB/T 90001-2024")),
        "两项标准有同样的标准编号",
    ),
    "a number of two": (
        lambda g: g.add((OTHER, G48.hasDocumentNumber, URIRef("urn:zhunsheng:number:GB~T_90001-2024"))),
        "一个编号须属于一项标准，且只属于一项",
    ),
    "a standard that is a body": (
        lambda g: g.add((ONE, RDF.type, G48.Organization)),
        "标准不能同时是别的东西",
    ),
    "no number": (lambda g: g.remove((ONE, G48.standardNumber, None)), "标准须有一个标准编号，且只有一个"),
    "two administrators": (
        lambda g: g.add((ONE, G48.administeredBy, URIRef("urn:zhunsheng:body:示例协会"))),
        "归口单位至多一个，且须是机构",
    ),
    "two issuers": (
        lambda g: [g.add((ONE, G48.issuedBy, body)) for body in g.subjects(RDF.type, G48.Organization)],
        "发布单位至多一个，且须是机构",
    ),
    "an issuer that is no organisation": (
        lambda g: g.add((ONE, G48.issuedBy, OTHER)),
        "发布单位至多一个，且须是机构",
    ),
    "a status of no list": (lambda g: _set(g, ONE, G48.status, Literal("valid")), "标准状态不在允许的取值中"),
    "a level of no list": (
        lambda g: _set(g, ONE, ZS.level, Literal("provincial")),
        "标准层级不在允许的取值中",
    ),
    "no verification": (
        lambda g: g.remove((ONE, ZS.verification, None)),
        "核实状态须有一个，且在允许的取值中",
    ),
    "a date that is none": (
        lambda g: _set(g, ONE, G48.issuedDate, Literal("2024年3月")),
        "发布日期至多一个，且须是日期",
    ),
    "two dates of issue": (
        lambda g: g.add((ONE, G48.issuedDate, Literal("2024-03-02", datatype=XSD.date))),
        "发布日期至多一个，且须是日期",
    ),
    "no title": (lambda g: g.remove((ONE, G48.documentName, None)), "标准没有名称"),
    "replaces a body": (
        lambda g: g.add((ONE, G48.replaces, URIRef("urn:zhunsheng:body:示例协会"))),
        "与标准关联的须是标准",
    ),
    "replaces itself": (lambda g: g.add((ONE, G48.replaces, ONE)), "标准不能与自己关联"),
    "a ring": (lambda g: g.add((OTHER, G48.replaces, ONE)), "代替关系绕成一圈"),
    "a suggestion that stands as a fact": (_unlike, "已成立的关联须有直接的三元组，只是待确认的不得有"),
    "a confirmed link that does not stand": (
        lambda g: g.remove((ONE, G48.replaces, OTHER)),
        "已成立的关联须有直接的三元组，只是待确认的不得有",
    ),
    "a rejected link": (
        lambda g: _set(g, _link(g, "suggested"), ZS.linkStatus, Literal("rejected")),
        "关联的状态须是已成立或待确认",
    ),
    "too sure": (
        lambda g: _set(g, _link(g, "suggested"), ZS.confidence, Literal("1.5", datatype=XSD.decimal)),
        "把握须在 0 与 1 之间",
    ),
    "two parents": (
        lambda g: g.add((_box(g, "AA"), SKOS.broader, _box(g, "B"))),
        "子体系须有一个上一级，或是最上一级",
    ),
    "parents in a ring": (
        lambda g: g.add((_box(g, "A"), SKOS.broader, _box(g, "AA"))),
        "上下级绕成一圈",
    ),
    "one code twice": (
        lambda g: _set(g, _box(g, "B"), SKOS.notation, Literal("A")),
        "同一版本里另一个子体系有同样的代码",
    ),
    "nobody says it": (
        lambda g: g.remove((next(g.subjects(RDF.type, ZS.Testimony)), ZS.bySource, None)),
        "说法须出自一个来源",
    ),
    "a grade of no list": (
        lambda g: _set(g, URIRef("urn:zhunsheng:source:official"), ZS.grade, Literal("A+")),
        "来源的等级不在允许的取值中",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_each_rule_finds_its_fault(sample: Graph, shapes: Graph, name: str) -> None:
    spoil, message = BREAKS[name]
    spoil(sample)
    assert message in faults(sample, shapes)


def test_enumerations_are_those_of_the_registry(shapes: Graph) -> None:
    """What the shapes allow is written by hand; it may not drift from what the registry knows."""

    def allowed(path: URIRef) -> set[str]:
        (shape,) = (one for one in shapes.subjects(SH.path, path) if (one, SH["in"], None) in shapes)
        return {str(word) for word in shapes.items(shapes.value(shape, SH["in"]))}

    assert allowed(ZS.statusCode) == set(STATUSES)
    assert allowed(ZS.level) == set(LEVELS)
    assert allowed(ZS.nature) == set(NATURES)
    assert allowed(ZS.verification) == set(VERIFICATION_STATES)
    assert set(terms().statuses.values()) < allowed(G48.status)
