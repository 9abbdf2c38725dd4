"""What the rules look at: the records of a guide or of a system, with the indexes that several rules need."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from zhunsheng.core.guide.model import (
    Basis,
    Claim,
    ContentsEntry,
    Figure,
    GuideDocument,
    Heading,
    Layer,
    LegendEntry,
    Measure,
    PlannedStandard,
    Promise,
    Sighting,
    SourceSpan,
    Subsystem,
    Target,
)
from zhunsheng.core.lint.rules import Words
from zhunsheng.core.lint.wording import bare_name, name_forms
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.text.normal import clean, key

__all__ = ["LintContext", "in_body", "item_label", "item_lines", "item_ref", "joined", "span_lines"]


_CODED = re.compile(r"(?P<code>[A-Za-z]{1,4}\d{0,2})[\s.、]*(?P<name>[\u4e00-\u9fff].*)$")


def in_body(subsystem: Subsystem) -> bool:
    """Whether the text treats the subsystem under a heading or paragraph of its own, not only in list or figure."""
    return not subsystem.sightings or any(place.place == "body" for place in subsystem.sightings)


def span_lines(*spans: SourceSpan | None) -> list[int]:
    """All lines of the spans, in order, each once."""
    return sorted({line for span in spans if span for line in range(span.line_start, span.line_end + 1)})


def item_ref(item: PlannedStandard) -> str:
    """How a row of the list is referred to: its printed 序号, or #n for the n-th row where none is printed."""
    return str(item.number) if item.number is not None else f"#{item.position}"


def item_label(item: PlannedStandard) -> str:
    """The row in words: 序号 32, or 清单第 5 行."""
    return f"序号 {item.number}" if item.number is not None else f"清单第 {item.position} 行"


def item_lines(items: Iterable[PlannedStandard]) -> list[int]:
    """All source lines of the rows."""
    return span_lines(*(item.source for item in items))


def joined(parts: Iterable[str], limit: int = 40) -> str:
    """A Chinese enumeration; a very long one is cut with its total, so that messages stay readable."""
    values = list(parts)
    if len(values) <= limit:
        return "、".join(values)
    return "、".join(values[:limit]) + f" 等 {len(values)} 项"


def _with_prose(subsystems: list[Subsystem], text: GuideDocument) -> list[Subsystem]:
    """Subsystems of bare facts with the prose of the guide they were read from; what they have stays."""
    read = {one.code: one for one in text.subsystems}
    out = []
    for one in subsystems:
        prose = read.get(one.code)
        if prose is not None and not (one.scope or one.summary):
            one = replace(one, scope=prose.scope, summary=prose.summary)
        if prose is not None and not any(topic.scope for topic in one.topic_details):
            one = replace(one, topic_details=prose.topic_details)
        out.append(one)
    return out


def _as_printed(one: Subsystem) -> Subsystem:
    """A subsystem under a name its guide prints: one that a person gave it is no way in which the guide names it."""
    places = [one.printed_name, *(place.printed_name for place in one.sightings)]
    printed = [name for name in places if clean(name)]
    own = next((name for name in printed if key(one.name) in name_forms(name)), None)
    if not printed or (own is not None and key(own) != key(one.name)):
        return one
    return replace(one, name=bare_name(own or printed[0]))


@dataclass
class LintContext:
    """The records under check. ``lines``, ``outline`` and ``contents`` are empty for a system without its text."""

    title: str
    edition: str
    media: str
    subsystems: list[Subsystem]
    planned: list[PlannedStandard]
    targets: list[Target]
    measures: list[Measure]
    bases: list[Basis]
    legend: list[LegendEntry]
    layers: list[Layer]
    figures: list[Figure]
    claims: list[Claim]
    promises: list[Promise]
    words: Words
    lines: list[str] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)
    contents: list[ContentsEntry] = field(default_factory=list)

    @classmethod
    def of_guide(cls, document: GuideDocument, words: Words) -> LintContext:
        """The context of a guide as it was read."""
        context = cls._of_records(document, document.subsystems, words)
        context._take_text(document)
        return context

    @classmethod
    def of_system(cls, system: StandardsSystem, words: Words, text: GuideDocument | None) -> LintContext:
        """The context of a stored system; ``text``, where there, gives the lines, and prose the system left out."""
        printed = [_as_printed(one) for one in system.subsystems]
        if text is None:
            return cls._of_records(system, printed, words)
        context = cls._of_records(system, _with_prose(printed, text), words)
        context._take_text(text)
        return context

    @classmethod
    def _of_records(
        cls, source: GuideDocument | StandardsSystem, subsystems: list[Subsystem], words: Words
    ) -> LintContext:
        return cls(
            title=source.title,
            edition=source.edition,
            media="",
            subsystems=subsystems,
            planned=source.planned_standards,
            targets=source.targets,
            measures=source.measures,
            bases=source.bases,
            legend=source.legend,
            layers=source.layers,
            figures=source.figures,
            claims=source.claims,
            promises=source.promises,
            words=words,
        )

    def _take_text(self, document: GuideDocument) -> None:
        self.media = document.media
        self.lines = document.lines
        self.outline = document.outline
        self.contents = document.contents

    @cached_property
    def by_code(self) -> dict[str, Subsystem]:
        """Subsystems by normalised code; of two with one code, the first."""
        out: dict[str, Subsystem] = {}
        for subsystem in self.subsystems:
            out.setdefault(subsystem.code, subsystem)
        return out

    @cached_property
    def children(self) -> dict[str | None, list[Subsystem]]:
        """Parent code (None for the root) → its subsystems in the order of the text."""
        out: dict[str | None, list[Subsystem]] = defaultdict(list)
        for subsystem in self.subsystems:
            parent = subsystem.parent if subsystem.parent in self.by_code else None
            out[parent].append(subsystem)
        for siblings in out.values():
            siblings.sort(key=lambda one: (one.source.line_start, one.code))
        return dict(out)

    @cached_property
    def leaves(self) -> list[Subsystem]:
        """Subsystems that are not divided further, in the order of the text."""
        return [one for one in self.subsystems if not self.children.get(one.code)]

    @cached_property
    def items_of(self) -> dict[str | None, list[PlannedStandard]]:
        """Code → the rows placed directly under it."""
        out: dict[str | None, list[PlannedStandard]] = defaultdict(list)
        for item in self.planned:
            out[item.subsystem].append(item)
        return dict(out)

    @cached_property
    def load(self) -> dict[str, int]:
        """Code → number of rows under it at any depth."""
        out: dict[str, int] = {one.code: 0 for one in self.subsystems}
        for code, items in self.items_of.items():
            for ancestor in self.path(code):
                out[ancestor] += len(items)
        return out

    @cached_property
    def list_names(self) -> dict[str, list[Sighting]]:
        """Code → names that the category cells of the list print beside it, where the sightings do not have them."""
        out: dict[str, list[Sighting]] = defaultdict(list)
        seen: set[tuple[str, str]] = set()
        for item in self.planned:
            for piece in item.printed_category.split(" / "):
                match = _CODED.match(unicodedata.normalize("NFKC", piece.strip()))
                code = match.group("code").upper() if match else ""
                if match is None or code not in self.by_code or (code, match.group("name")) in seen:
                    continue
                seen.add((code, match.group("name")))
                if not any(place.place == "list" for place in self.by_code[code].sightings):
                    out[code].append(Sighting("list", match.group("code"), match.group("name"), item.source))
        return dict(out)

    def below(self, code: str) -> list[Subsystem]:
        """All subsystems under a code, at any depth, in the order of the text level by level."""
        out: list[Subsystem] = []
        pending = list(self.children.get(code, ()))
        while pending:
            one = pending.pop(0)
            out.append(one)
            pending += self.children.get(one.code, ())
        return out

    def path(self, code: str | None) -> list[str]:
        """The code and those above it, root last. Unknown codes give []; a loop of parents ends."""
        out: list[str] = []
        while code is not None and code in self.by_code and code not in out:
            out.append(code)
            code = self.by_code[code].parent
        return out

    def root_of(self, code: str | None) -> str | None:
        """The module (level 1) a code lies under, or None."""
        path = self.path(code)
        return path[-1] if path else None

    def label(self, code: str | None) -> str:
        """``FK 物联网`` for a code of the system."""
        subsystem = self.by_code.get(code or "")
        return f"{subsystem.code} {subsystem.name}" if subsystem else (code or "未归类")

    def line(self, number: int) -> str:
        """Source line ``number`` (from 1), or "" where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""
