"""A thing and what is said of it, before it becomes Turtle, N-Triples or JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from zhunsheng.core.deliver.openly.names import clean
from zhunsheng.core.deliver.openly.terms import terms

__all__ = ["Iri", "Node", "Text", "dated"]

_DATES = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)


class Iri(NamedTuple):
    """A thing, by its IRI in full."""

    value: str


class Text(NamedTuple):
    """Words in a language, or a value of a type (a CURIE); without either a plain string."""

    value: str
    language: str = ""
    datatype: str = ""


class Node:
    """What is said of one thing: its classes and pairs of property (a CURIE) and value, in order, each once."""

    __slots__ = ("facts", "iri", "types")

    def __init__(self, iri: str, *kinds: str) -> None:
        self.iri = iri
        classes = terms().classes
        self.types = [classes[kind].name for kind in kinds]
        self.facts: list[tuple[str, Iri | Text]] = []

    def say(self, key: str, *texts: str, language: str = "", datatype: str = "") -> None:
        """Add texts under the property of this key; empty ones say nothing."""
        name = terms().properties[key].name
        self.facts += [(name, Text(clean(text), language, datatype)) for text in texts if text]

    def tell(self, key: str, iris: Iterable[str]) -> None:
        """Add things under the property of this key."""
        name = terms().properties[key].name
        self.facts += [(name, Iri(iri)) for iri in iris]

    def relate(self, name: str, iri: str) -> None:
        """Add a thing under a property given by its CURIE."""
        self.facts.append((name, Iri(iri)))

    def date(self, key: str, value: str) -> None:
        """Add a date as exact as it is known; "" says nothing."""
        if value:
            self.facts.append((terms().properties[key].name, dated(value)))

    def settled(self) -> list[tuple[str, list[Iri | Text]]]:
        """The facts by property in the order of their first one, each value once."""
        grouped: dict[str, dict[Iri | Text, None]] = {}
        for name, value in self.facts:
            grouped.setdefault(name, {})[value] = None
        return [(name, list(values)) for name, values in grouped.items()]


def dated(value: str) -> Text:
    """A date with the type of its exactness; what is no date stays a string."""
    return Text(clean(value), "", _DATES[len(value)] if _DATE.fullmatch(value) else "")
