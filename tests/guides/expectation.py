"""What a careful reader wrote down of a made-up guide, and how far the reader of the package agrees with it.

The YAML beside each guide keeps: title, edition, status, issuers; ``tree`` as indented lines "CODE name", where
"CODE!" is a code that the guide itself prints; ``rows`` as [number, subsystem, name, identifier, urgency]; targets as
[word of the name, comparator, value, unit, year]; titles of the measures; bases as [kind or null, title, document
number, identifier]; legend as [mark, tier]; names of the layers; topics by code. A key that is missing is not compared.
``codes: free`` leaves the codes open (the guide prints none, or its numbers could be taken for codes or not) and
compares parents and rows by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.text.normal import key

__all__ = ["differences"]


@dataclass
class _Branch:
    code: str
    printed: bool
    name: str
    level: int
    parent: str | None


@dataclass
class _Sheet:
    """Collects what differs."""

    lines: list[str] = field(default_factory=list)

    def same(self, what: str, wanted: object, got: object) -> None:
        if wanted != got:
            self.lines.append(f"{what}: {wanted!r} is expected, {got!r} was read")

    def say(self, text: str) -> None:
        self.lines.append(text)


def differences(read: GuideDocument, wanted: dict[str, Any]) -> list[str]:
    """Everything in which the reading differs from the expectation."""
    sheet = _Sheet()
    for name in ("title", "edition", "status"):
        if name in wanted:
            sheet.same(name, key(str(wanted[name])), key(getattr(read, name)))
    if "issuers" in wanted:
        sheet.same("issuers", wanted["issuers"], read.issuers)
    free = wanted.get("codes") == "free"
    branches = _branches(wanted.get("tree", ""))
    if branches:
        _compare_tree(sheet, read, branches, free)
    if "rows" in wanted:
        _compare_rows(sheet, read, wanted["rows"], branches if free else [])
    if "targets" in wanted:
        _compare_targets(sheet, read, wanted["targets"], wanted.get("optional", []))
    if "measures" in wanted:
        sheet.same("measures", [key(t) for t in wanted["measures"]], [key(m.title) for m in read.measures])
    if "bases" in wanted:
        _compare_bases(sheet, read, wanted["bases"])
    if "legend" in wanted:
        sheet.same("legend", [tuple(x) for x in wanted["legend"]], [(x.mark, x.tier) for x in read.legend])
    if "layers" in wanted:
        sheet.same("layers", wanted["layers"], [layer.name for layer in read.layers])
    for code, names in wanted.get("topics", {}).items():
        sheet.same(
            f"topics of {code}", names, next((s.topics for s in read.subsystems if s.code == code), None)
        )
    return sheet.lines


def _branches(text: str) -> list[_Branch]:
    out: list[_Branch] = []
    open_: list[tuple[int, str]] = []
    for line in filter(str.strip, text.splitlines()):
        depth = len(line) - len(line.lstrip())
        code, _, name = line.strip().partition(" ")
        while open_ and open_[-1][0] >= depth:
            open_.pop()
        parent = open_[-1][1] if open_ else None
        out.append(_Branch(code.rstrip("!"), code.endswith("!"), name.strip(), len(open_) + 1, parent))
        open_.append((depth, code.rstrip("!")))
    return out


def _compare_tree(sheet: _Sheet, read: GuideDocument, branches: list[_Branch], free: bool) -> None:
    names = {b.code: key(b.name) for b in branches}
    got_names = {s.code: key(s.name) for s in read.subsystems}
    left = list(read.subsystems)
    for branch in branches:
        alike = [s for s in left if key(s.name) == key(branch.name)]
        found = (
            next((s for s in alike if s.code == branch.code), None)
            or next((s for s in alike if s.level == branch.level), None)
            or next(iter(alike), None)
        )
        what = f"subsystem {branch.name}"
        if found is None:
            sheet.say(f"{what} ({branch.code}) was not read")
            continue
        left.remove(found)
        sheet.same(f"level of {what}", branch.level, found.level)
        if free:
            parent = names.get(branch.parent) if branch.parent else None
            sheet.same(f"parent of {what}", parent, got_names.get(found.parent) if found.parent else None)
        else:
            sheet.same(f"code of {what}", branch.code, found.code)
            sheet.same(f"parent of {what}", branch.parent, found.parent)
            sheet.same(f"code of {what} printed", branch.printed, found.printed_code is not None)
    for extra in left:
        sheet.say(f"subsystem {extra.code} {extra.name} (line {extra.source.line_start}) is none")


def _compare_rows(sheet: _Sheet, read: GuideDocument, rows: list[list[Any]], free: list[_Branch]) -> None:
    names = {b.code: key(b.name) for b in free}
    got_names = {s.code: key(s.name) for s in read.subsystems}
    left = list(read.planned_standards)
    for number, subsystem, name, identifier, urgency, *more in rows:
        found = next((r for r in left if key(r.name) == key(name)), None)
        if found is None:
            sheet.say(f"row {number} {name} was not read")
            continue
        left.remove(found)
        sheet.same(f"number of {name}", number, found.number)
        if free:
            sheet.same(f"subsystem of {name}", names.get(subsystem), got_names.get(found.subsystem or ""))
        else:
            sheet.same(f"subsystem of {name}", subsystem, found.subsystem)
        sheet.same(f"identifier of {name}", identifier, found.identifier)
        if urgency != "*":
            sheet.same(f"urgency of {name}", urgency or "", found.urgency.printed)
        for what, value in (more[0] if more else {}).items():
            sheet.same(f"{what} of {name}", value, getattr(found, what))
    for extra in left:
        sheet.say(f"row {extra.number} {extra.name} (line {extra.source.line_start}) is none")


def _compare_targets(
    sheet: _Sheet, read: GuideDocument, targets: list[list[Any]], optional: list[str]
) -> None:
    left = list(read.targets)
    for word, comparator, value, unit, year in targets:
        alike = [t for t in left if t.value == value and t.unit == unit and word in t.name]
        found = next((t for t in alike if t.year == year), None) or next(iter(alike), None)
        if found is None:
            sheet.say(f"target {word} {comparator} {value} {unit} was not read")
            continue
        left.remove(found)
        if comparator != "*":
            sheet.same(f"comparator of {word} {value}", comparator, found.comparator)
        sheet.same(f"year of {word} {value}", year, found.year)
    for extra in left:
        if not any(re.search(re.escape(str(word)), extra.printed) for word in optional):
            sheet.say(f"target {extra.printed!r} (line {extra.source.line_start}) is none")


def _compare_bases(sheet: _Sheet, read: GuideDocument, bases: list[list[Any]]) -> None:
    left = list(read.bases)
    for kind, title, document, identifier in bases:
        found = next(
            (b for b in left if key(b.title) == key(title) and (title or b.identifier == identifier)), None
        )
        if found is None:
            sheet.say(f"basis {title or identifier} was not read")
            continue
        left.remove(found)
        if kind:
            sheet.same(f"kind of {title}", kind, found.kind)
        sheet.same(f"document number of {title}", document, found.document_number)
        sheet.same(f"identifier of {title}", identifier, found.identifier)
    for extra in left:
        sheet.say(f"basis {extra.title or extra.identifier} (line {extra.source.line_start}) is none")
