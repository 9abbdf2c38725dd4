"""Placements that editors wrote down, packaged as content (``content/catalogue/placements/*.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from zhunsheng.core.vocabulary import load_yaml

__all__ = ["Curated", "curated_placements"]


@dataclass(frozen=True, slots=True)
class Curated:
    """One placement: why, and whose judgement it is."""

    reason: str
    source: str


@cache
def curated_placements(slug: str, edition: str) -> dict[tuple[str, str], dict[str, Curated]]:
    """What is written down for one edition of one system; empty for any other.

    ``("item", printed number)`` or ``("subsystem", code)`` → canonical number of the standard → placement.
    """
    found: dict[tuple[str, str], dict[str, Curated]] = {}
    folder = files("zhunsheng").joinpath("content", "catalogue", "placements")
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        data = load_yaml(path.read_text(encoding="utf-8")) if path.name.endswith(".yaml") else {}
        if (data.get("system"), data.get("edition")) != (slug, edition):
            continue
        for one in data["placements"]:
            kind = "item" if "item" in one else "subsystem"
            place = found.setdefault((kind, str(one[kind])), {})
            for number in one["standards"]:
                place[number] = Curated(one["reason"], data["source"])
    return found
