"""A number as plain data: what the command line, the interface and assistants say of a text read as a number."""

from __future__ import annotations

from typing import Any

from zhunsheng.core.identifiers.explain import why_no_number
from zhunsheng.core.identifiers.link import number_link
from zhunsheng.core.identifiers.number import StandardNumber, format_number, read_number

__all__ = ["described", "number_plain"]


def number_plain(text: str) -> dict[str, Any]:
    """``{"input", "ok", "canonical", …, "problem"}``; of a text that is no number the parts are None."""
    number = read_number(text)
    if number is not None:
        return {"input": text, "ok": number.is_real, **described(number)}
    names = ("canonical", "publisher", "kind", "number", "part", "year", "stage", "supplement")
    return {"input": text, "ok": False, **dict.fromkeys(names), "problem": why_no_number(text)}


def described(number: StandardNumber) -> dict[str, Any]:
    """A number as plain data: the parts of the contract first, further ones behind; missing ones are None."""
    facts: dict[str, Any] = {
        "canonical": number.canonical,
        "publisher": number.publisher,
        "kind": number.kind,
        "number": number.number,
        "part": number.part,
        "year": number.year,
        "stage": number.stage,
        "supplement": number.supplement,
        "problem": number.problem,
        "scheme": number.scheme,
        "edition": number.edition,
        "official": format_number(number),
        "undated": number.undated,
        "key": number.key,
        "lineage": number.lineage,
        "adoption": number.adoption,
        "adopts": number.adopts,
        "range": list(number.members) or None,
        "all_parts": number.all_parts,
        "rest": number.rest,
        "link": number_link(number),
    }
    return {name: None if value == "" else value for name, value in facts.items()}
