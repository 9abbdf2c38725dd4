"""The codes of Chinese numbers, from ``content/vocabularies/numbers.yaml``: what a prefix is, which scheme reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from zhunsheng.core.vocabulary import vocabulary

__all__ = ["Code", "adoption_marks", "codes", "foreign_codes", "regions"]


@dataclass(frozen=True, slots=True)
class Code:
    """One prefix. ``area``: digits of a region may follow; ``letter``: a letter may lead the number (JTG D20);
    ``dashed``: the number may hold a dash (DBJ 50-145); ``letter_is_edition``: GJB 9001C is an edition of GJB 9001.
    """

    code: str
    scheme: str
    name: str
    administered: str = ""
    grade: str = ""
    area: bool = False
    letter: bool = False
    dashed: bool = False
    letter_is_edition: bool = False


@cache
def codes() -> dict[str, Code]:
    """Every prefix in capitals → what it is."""
    content = vocabulary("numbers")
    schemes = {"national": "gb", "sector": "sector", "building": "sector", "other": "sector"}
    found = {}
    for group, scheme in schemes.items():
        for code, facts in content[group].items():
            found[code.upper()] = Code(
                code,
                facts.get("level") or ("local" if facts.get("area") else scheme),
                facts.get("name") or facts.get("field") or "",
                facts.get("administered", ""),
                facts.get("grade", ""),
                bool(facts.get("area")),
                bool(facts.get("letter")) or code == "GSB",
                bool(facts.get("dashed")) or code == "GSB",
                bool(facts.get("letter_is_edition")),
            )
    return found


@cache
def regions() -> dict[str, str]:
    """Two digits of a region → its name."""
    return dict(vocabulary("numbers")["regions"])


@cache
def foreign_codes() -> dict[str, tuple[str, ...]]:
    """Code of a foreign body → the kinds of documents it prints before a number."""
    return {code: tuple(facts.get("kinds", ())) for code, facts in vocabulary("numbers")["foreign"].items()}


@cache
def adoption_marks() -> dict[str, str]:
    """Printed mark of adoption → IDT, MOD, NEQ, EQV."""
    return {mark: degree for degree, marks in vocabulary("numbers")["adoption"].items() for mark in marks}
