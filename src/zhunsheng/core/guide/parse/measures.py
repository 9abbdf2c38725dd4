"""Implementing measures and what they commit to."""

from __future__ import annotations

import re

from zhunsheng.core.guide.model import Commitment, Measure
from zhunsheng.core.guide.parse.context import Run, State
from zhunsheng.core.guide.parse.outline import Section
from zhunsheng.core.text.normal import clean
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["read_measures"]

_CLAUSE = re.compile(r"[^，。；,;]+")


def read_measures(state: State, root: Section) -> list[Measure]:
    """The headings of the chapter on implementation, each with its concrete undertakings."""
    chapters = [
        s for s in root.walk() if s.kind == "measures" and not (s.parent and s.parent.within("measures"))
    ]
    measures: list[Measure] = []
    for chapter in chapters:
        parts = chapter.children or [chapter]
        for section in parts:
            measures.append(_measure(state, section))
        if chapter.children:
            own = [n for n in chapter.body if state.free(n)]
            for n in own:
                state.use(n, n, "measures")
    return measures


def _measure(state: State, section: Section) -> Measure:
    lines = [
        n for part in section.walk() for n in part.body if state.text(n) and state.used[n - 1] != "table"
    ]
    runs = state.paragraphs(lines)
    if section.run_in:
        runs.insert(0, _run_in(state, section))
    details: list[Commitment] = []
    for run in runs:
        details.extend(_commitments(run))
    for n in lines:
        state.use(n, n, "measures")
    title = clean(section.title)
    return Measure(
        title,
        [item.text for item in details],
        state.span(section.line_start, section.last_line()),
        f"{section.numbering}{section.title}",
        "\n".join(run.text for run in runs),
        details,
    )


def _run_in(state: State, section: Section) -> Run:
    run = state.join(list(range(section.line_start, section.line_end + 1)))
    offset = run.text.find(section.run_in[:12])
    return run if offset < 0 else Run(run.text[offset:], [0], [section.line_start], run.pages)


def _commitments(run: Run) -> list[Commitment]:
    """Clauses that name a concrete undertaking; a clause of several kinds is kept once, under its first."""
    kinds = vocabulary("commitments")["kinds"]
    out: list[Commitment] = []
    for match in _CLAUSE.finditer(run.text):
        text = clean(match.group(0)).strip("、 ")
        if len(text) < 4:
            continue
        for kind, entry in kinds.items():
            if any(word in text for word in entry["words"]):
                out.append(Commitment(kind, text, run.span(match.start(), match.end())))
                break
    return out
