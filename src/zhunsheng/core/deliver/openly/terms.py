"""The words of the RDF as content has them: which class or property stands for what, and whose name it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from zhunsheng.core.relations.vocabulary import relation_types
from zhunsheng.core.vocabulary import content_text, load_yaml

__all__ = ["Term", "Terms", "shapes_text", "terms"]


@dataclass(frozen=True, slots=True)
class Term:
    """One class or property: ``name`` is its CURIE, ``same`` marks a key that shares another's property."""

    key: str
    name: str
    label: str
    what: str
    of: str = ""
    to: str = ""
    note: str = ""
    under: str = ""
    inverse_of: str = ""
    same: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms by key, the prefixes of their names, and where the names come from."""

    urn: str
    version: int
    prefixes: dict[str, str]
    origins: dict[str, dict[str, str]]
    statuses: dict[str, str]
    classes: dict[str, Term]
    properties: dict[str, Term]

    def iri(self, name: str) -> str:
        """The IRI in full of a CURIE."""
        prefix, _, local = name.partition(":")
        return self.prefixes[prefix] + local

    def relation(self, kind: str) -> str:
        """The CURIE of a relation type: the name of GB/T 48000.3 where it means the same in the same direction."""
        found = relation_types().get(kind)
        mapped = found.mapped.get("gbt48000") if found else None
        if mapped is not None and mapped.fit == "exact" and not mapped.inverse:
            return f"g48:{mapped.name}"
        return "zs:" + re.sub(r"_(\w)", lambda one: one[1].upper(), kind)

    def origin(self, name: str) -> dict[str, str]:
        """Whose name a CURIE is: ``{name, grade, note}``."""
        return self.origins[name.partition(":")[0]]


@cache
def terms() -> Terms:
    """The terms of ``content/openly/terms.yaml``."""
    data: dict[str, Any] = load_yaml(content_text("openly/terms.yaml"))

    def read(part: str, what: str) -> dict[str, Term]:
        return {one["key"]: _term(one, what) for one in data[part]}

    return Terms(
        data["urn"],
        data["version"],
        data["prefixes"],
        data["origins"],
        data["statuses"],
        read("classes", "class"),
        read("properties", "property"),
    )


def _term(one: dict[str, Any], what: str) -> Term:
    texts = {name: str(one.get(name, "")) for name in ("of", "to", "note", "under", "inverse_of")}
    return Term(one["key"], one["term"], one["zh"], what, same=bool(one.get("same")), **texts)


def shapes_text() -> str:
    """The SHACL shapes (Turtle) that an export has to pass."""
    return content_text("openly/shapes.ttl")
