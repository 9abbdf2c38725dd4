"""Nodes as Turtle, N-Triples or JSON-LD, piece by piece; nothing but the node at hand is held in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from zhunsheng.core.deliver.openly.nodes import Iri, Node, Text
from zhunsheng.core.deliver.openly.terms import terms

__all__ = ["RDF_FORMATS", "jsonld", "ntriples", "turtle"]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_RDF_TYPE = "rdf:type"


def turtle(nodes: Iterable[Node]) -> Iterator[str]:
    """Turtle: the prefixes, then a block for each node."""
    yield "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in terms().prefixes.items())
    for node in nodes:
        lines = [f"a {', '.join(node.types)}"] if node.types else []
        lines += [f"{name} {', '.join(map(_turtle, values))}" for name, values in node.settled()]
        if lines:
            yield f"\n<{node.iri}> " + " ;\n    ".join(lines) + " .\n"


def ntriples(nodes: Iterable[Node]) -> Iterator[str]:
    """N-Triples: a line for each triple."""
    full = terms().iri
    kind = full(_RDF_TYPE)
    for node in nodes:
        lines = [f"<{node.iri}> <{kind}> <{full(name)}> .\n" for name in node.types]
        for name, values in node.settled():
            lines += [f"<{node.iri}> <{full(name)}> {_ntriple(value)} .\n" for value in values]
        yield "".join(lines)


def jsonld(nodes: Iterable[Node]) -> Iterator[str]:
    """JSON-LD 1.1: a context of prefixes, then a graph with one node on each line."""
    yield '{"@context": ' + json.dumps(terms().prefixes) + ',\n"@graph": ['
    between = "\n"
    for node in nodes:
        plain: dict[str, Any] = {"@id": node.iri}
        if node.types:
            plain["@type"] = node.types
        for name, values in node.settled():
            plain[name] = [_json(value) for value in values]
        yield between + json.dumps(plain, ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def _turtle(value: Iri | Text) -> str:
    if isinstance(value, Iri):
        return f"<{value.value}>"
    text = f'"{value.value.translate(_ESCAPES)}"'
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{value.datatype}" if value.datatype else text


def _ntriple(value: Iri | Text) -> str:
    if isinstance(value, Iri):
        return f"<{value.value}>"
    text = f'"{value.value.translate(_ESCAPES)}"'
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^<{terms().iri(value.datatype)}>" if value.datatype else text


def _json(value: Iri | Text) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.value}
    plain = {"@value": value.value}
    if value.language:
        plain["@language"] = value.language
    elif value.datatype:
        plain["@type"] = value.datatype
    return plain


#: name → (ending, media type, writer)
RDF_FORMATS: dict[str, tuple[str, str, Callable[[Iterable[Node]], Iterator[str]]]] = {
    "turtle": ("ttl", "text/turtle", turtle),
    "jsonld": ("jsonld", "application/ld+json", jsonld),
    "ntriples": ("nt", "application/n-triples", ntriples),
}
