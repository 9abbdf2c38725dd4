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
        if not chapter.children and (found := _in_paragraphs(state, chapter)):
            measures.extend(found)
            continue
        for section in chapter.children or [chapter]:
            measures.append(_measure(state, section))
    return measures


_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}是|[—－\-·•●]+|[（(]?\d{1,2}[)）.、．])?\s*([^，。；：]{4,20})[。：](?=.{8,})"
)


def _in_paragraphs(state: State, chapter: Section) -> list[Measure]:
    """Measures without numbered headings: each paragraph opens with its title and a full stop."""
    runs = state.paragraphs([n for n in chapter.body if state.free(n)])
    leads = [_LEAD.match(run.text) for run in runs]
    if sum(lead is not None for lead in leads) < 2:
        return []
    measures: list[Measure] = []
    for run, lead in zip(runs, leads, strict=True):
        span = run.span(0, len(run.text))
        details = _commitments(run, lead.end() if lead else 0)
        if lead is None and not measures:
            continue
        state.use(span.line_start, span.line_end, "measures")
        if lead is None:
            above = measures[-1]
            above.text += "\n" + run.text
            above.commitments.extend(item.text for item in details)
            above.commitment_details.extend(details)
            above.source = state.span(above.source.line_start, span.line_end)
            continue
        title = clean(lead.group(1))
        texts = [item.text for item in details]
        measures.append(Measure(title, texts, span, run.text[: lead.end(1)], run.text[lead.end() :], details))
    return measures


def _measure(state: State, section: Section) -> Measure:
    lines = [
        n for part in section.walk() for n in part.body if state.text(n) and state.used[n - 1] != "table"
    ]
    inner = [n for part in section.children for n in range(part.line_start, part.line_end + 1)]
    runs = state.paragraphs(sorted({*lines, *inner}))
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
        state.span(
            section.line_start, max([section.line_end, *lines, *(part.line_end for part in section.walk())])
        ),
        f"{section.numbering}{section.title}",
        "\n".join(run.text for run in runs),
        details,
    )


def _run_in(state: State, section: Section) -> Run:
    run = state.join(list(range(section.line_start, section.line_end + 1)))
    offset = run.text.find(section.run_in[:12])
    return run if offset < 0 else Run(run.text[offset:], [0], [section.line_start], run.pages)


def _commitments(run: Run, start: int = 0) -> list[Commitment]:
    """Clauses that name a concrete undertaking; a clause of several kinds is kept once, under its first."""
    kinds = vocabulary("commitments")["kinds"]
    out: list[Commitment] = []
    for match in _CLAUSE.finditer(run.text, start):
        text = clean(match.group(0)).strip("、 ")
        if len(text) < 4:
            continue
        for kind, entry in kinds.items():
            if any(word in text for word in entry["words"]):
                out.append(Commitment(kind, text, run.span(match.start(), match.end())))
                break
    return out
