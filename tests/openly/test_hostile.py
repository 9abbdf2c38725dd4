"""Any text whatever, in every form, comes back as it was; what XML cannot hold comes back as U+FFFD in all of them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import networkx
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib import RDF, SKOS, Graph, Literal, Namespace

from tests.openly.sample import SampleHoldings, fact, standard
from zhunsheng.core.deliver.openly.describing import all_nodes
from zhunsheng.core.deliver.openly.document import document_pieces
from zhunsheng.core.deliver.openly.forms import FORMS, write
from zhunsheng.core.deliver.openly.names import BaseError, Names, clean
from zhunsheng.core.deliver.openly.network import graphml
from zhunsheng.core.deliver.openly.nodes import Iri, Node, Text
from zhunsheng.core.deliver.openly.rdf import jsonld, ntriples, turtle
from zhunsheng.core.deliver.openly.shape import OpenEnd, OpenLink
from zhunsheng.core.deliver.openly.sheets import SHEETS, sheet_pieces

G48 = Namespace("urn:zhunsheng:gbt48000-3:")
ZS = Namespace("urn:zhunsheng:terms:")
WRITERS = {"turtle": turtle, "nt": ntriples, "json-ld": jsonld}
#: quotes, ends of lines, controls, right-to-left marks, lone surrogates, what is no character, formulas, markup
NASTY = "\"\\'\n\r\t\x00\x08\x0b\x0c\x1b\x7f\x85\u2028\u2029\u200f\u202e\ud800\udfff\ufeff\ufffe\uffff\U0010ffff=+-@<>&;^{}|`%#@zh"
hostile = st.text(
    st.one_of(st.sampled_from(NASTY), st.characters(), st.sampled_from("标准 GB/T")), max_size=40
)
titles = hostile.filter(lambda text: bool(text))


def every(pieces: Iterator[str]) -> str:
    """Whole and as it lies on a disk: strict UTF-8."""
    return "".join(pieces).encode().decode()


@settings(max_examples=40)
@given(titles)
@example(NASTY)
@example('"""')
@example("\\")
@example("\\u0041")
@example("a\r\nb")
def test_any_title_survives_in_every_form_of_rdf(title: str) -> None:
    holdings = SampleHoldings([standard("GB/T 90001-2024", title)], [], name=title)
    said = clean(title)
    graphs = []
    for form, writer in WRITERS.items():
        text = every(writer(all_nodes(holdings, Names())))
        graphs.append(set(Graph().parse(data=text, format=form)))
    graph = Graph().parse(data=every(turtle(all_nodes(holdings, Names()))), format="turtle")
    (one,) = graph.subjects(RDF.type, G48.Standard)
    assert graph.value(one, G48.documentName) == Literal(said, lang="zh")
    assert Literal(said, lang="zh") in set(graph.objects(None, SKOS.prefLabel))
    assert graphs[0] == graphs[1] == graphs[2]


@given(st.lists(st.tuples(hostile, st.sampled_from(["", "zh", "en"])), min_size=1, max_size=5))
def test_literals_survive_alone(texts: list[tuple[str, str]]) -> None:
    node = Node("urn:example:a", "concept")
    node.facts += [("rdfs:label", Text(clean(text), language)) for text, language in texts]
    node.facts.append(("rdfs:seeAlso", Iri("urn:example:b")))
    expected = {(clean(text), language or None) for text, language in texts}
    for form, writer in WRITERS.items():
        graph = Graph().parse(data=every(writer([node])), format=form)
        found = {(str(one), one.language) for one in graph.objects() if isinstance(one, Literal)}
        assert found == expected, form


@given(titles, titles)
@example("GB/T 1—2020 \ud800", "<>&\"'")
def test_graphml_survives(number: str, title: str) -> None:
    holdings = _linked(number, title)
    graph = networkx.parse_graphml(every(graphml(holdings)))
    node = graph.nodes[f"standard:{clean(number)}"]
    assert node.get("title", "") == clean(title)
    assert graph.has_edge("standard:GB/T 90001-2024", f"standard:{clean(number)}")


@given(titles, titles)
@example("=cmd|'/c calc'!A1", "@SUM(1)")
@example("\t=1", "＝1")
def test_csv_survives_and_holds_no_formula(number: str, title: str) -> None:
    holdings = _linked(number, title)
    for sheet in SHEETS.values():
        text = every(sheet_pieces(sheet, holdings))
        assert text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))
        assert all(len(row) == len(sheet.heads) for row in rows)
        for row in rows[1:]:
            assert not any(cell.lstrip(" \u3000")[:1] in set("=+-@＝＋－＠\t\r\n") and cell for cell in row)
    told = [
        row[4]
        for row in csv.reader(io.StringIO(every(sheet_pieces(SHEETS["nodes"], holdings))[1:], newline=""))
    ]
    assert clean(title) in {cell.removeprefix("'") for cell in told} | set(told)


@given(titles, titles)
def test_json_survives(number: str, title: str) -> None:
    data = json.loads(every(document_pieces(_linked(number, title), Names())))
    other = next(one for one in data["standards"] if one["number"] == clean(number))
    assert other["title"] == clean(title) and other["values"]["title_zh"] == clean(title)


@settings(max_examples=60)
@given(titles)
@example(NASTY)
@example("a\x85b\u2028c\u2029d\ufeff")
@example("\ud800")
@example("'\n - : #")
def test_relaton_survives(title: str) -> None:
    packed = b"".join(
        write(FORMS["relaton"], SampleHoldings([standard("GB/T 90001-2024", title)], []), Names())
    )
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        (name,) = archive.namelist()
        item = yaml.safe_load(archive.read(name).decode())
    assert item["docid"][0]["id"] == "GB/T 90001-2024"
    assert clean(item["title"][0]["content"]) == clean(title)


@given(titles)
def test_iris_are_plain_and_tell_things_apart(text: str) -> None:
    from urllib.parse import unquote

    names = Names("https://std.example.cn/a")
    iri = names.body(text)
    assert iri.startswith("https://std.example.cn/a/id/body/")
    rest = iri.removeprefix("https://std.example.cn/a/id/body/")
    assert not set(rest) & set('<>"{}|^`\\ /?#') and unquote(rest) == clean(text)


@given(st.text(max_size=30))
@example('https://x.cn/"')
@example("javascript:alert(1)")
@example("urn:")
def test_a_base_is_an_address_or_refused(base: str) -> None:
    try:
        made = Names(base).base
    except BaseError as error:
        assert "标识的开头" in str(error)
    else:
        assert not set(made) & set('<>"{}|^`\\ \n')
        assert made.startswith(("urn:", "http://", "https://")) and made.endswith((":", "/"))


def _linked(number: str, title: str) -> Any:
    """A standard with a hostile number and title, tied to a plain one."""
    link = OpenLink(
        OpenEnd("standard", "GB/T 90001-2024"),
        "replaces",
        OpenEnd("standard", number),
        "confirmed",
        "catalogue",
        said=title,
    )
    other = standard(number, facts=[fact("title_zh", title)])
    return SampleHoldings([standard("GB/T 90001-2024"), other], [link], name=title)
