"""Parsing: :class:`SourceDocument` → :class:`GuideDocument`.

The stages run in the order in which each needs what the one before found: contents, tables, outline, list,
tree, then everything that names a subsystem. A line that no stage reads ends up as unclassified.
"""

from __future__ import annotations

from zhunsheng.core.guide.model import GuideDocument, Problem
from zhunsheng.core.guide.parse.assemble import parse_state
from zhunsheng.core.guide.parse.context import State
from zhunsheng.core.guide.source import SourceDocument

__all__ = ["parse_document"]


def parse_document(source: SourceDocument) -> GuideDocument:
    """Parse everything that is there; what belongs to no known structure is kept as unclassified.

    Never raises: a fault of the parser itself becomes a problem that says so, and the text stays whole.
    """
    problems = [
        Problem(i.message, i.lines, i.code, "error" if i.fatal else "warning") for i in source.problems
    ]
    document = GuideDocument(
        "", "", "", [], source.sha256, problems=problems, media=source.media, encoding=source.encoding
    )
    document.lines = [line.text for line in source.lines]
    document.pages = [line.page for line in source.lines]
    if any(problem.fatal for problem in source.problems) or not source.lines:
        return document
    parse_state(State.of(source), document)
    return document
