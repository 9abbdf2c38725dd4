"""What became of what an edition leans on: standards cited, adopted or taken as a basis that were replaced or withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhunsheng.apps.insight.gathering import CONFIRMED, Thing
from zhunsheng.apps.insight.maps import Map, map_of
from zhunsheng.apps.systems.models import Edition
from zhunsheng.core.relations import notice_rules, notices
from zhunsheng.core.relations.closure import Fact
from zhunsheng.core.relations.ends import standard_end

__all__ = ["Noticed", "noticed"]


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing to look at: whose link it is, what it leads to, what stands instead, and the sentence."""

    rule: str
    title: str
    subject: Thing
    target: Thing
    instead: tuple[Thing, ...]
    text: str


def noticed(edition: Edition) -> list[Noticed]:
    """Every notice about something of this edition: its items, categories, placed standards, the system itself."""
    found = map_of(edition)
    gathered = found.gathered
    states = {thing.key: thing.status for thing in gathered.things if thing.status}
    rules = notice_rules()
    told = notices(_facts(found), states, named=lambda key: _name(gathered.find(key), key))
    rows = []
    for one in told:
        subject, target = gathered.find(one.subject), gathered.find(one.target)
        if subject is not None and target is not None:
            instead = tuple(thing for key in one.instead if (thing := gathered.find(key)) is not None)
            rows.append(Noticed(one.rule, rules[one.rule].title, subject, target, instead, one.text))
    return rows


def _facts(found: Map) -> Iterator[Fact]:
    """Confirmed links: all replacements, and of the other types those that begin at something of the edition."""
    wanted = {kind for rule in notice_rules().values() for kind in rule.types}
    things = found.gathered.things
    for edge in found.gathered.edges:
        subject, target = things[edge.subject], things[edge.target]
        ours = subject.kind != "standard" or edge.subject in found.gathered.modules
        if edge.status == CONFIRMED and (edge.type == "replaces" or (edge.type in wanted and ours)):
            yield subject.key, edge.type, _standard(found, target) or target.key, {}


def _standard(found: Map, target: Thing) -> str:
    """The key of the standard that a basis names by its number, where that standard is on the map."""
    if target.kind != "basis" or not target.code:
        return ""
    key = standard_end(target.code).key
    return key if key in found.gathered.index else ""


def _name(thing: Thing | None, key: str) -> str:
    if thing is None:
        return key.partition(":")[2]
    return thing.code if thing.kind == "standard" else f"“{thing.title or thing.code}”"
