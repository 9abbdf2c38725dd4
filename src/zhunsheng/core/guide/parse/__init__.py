"""Parsing: :class:`SourceDocument` → :class:`GuideDocument`."""

from __future__ import annotations

from zhunsheng.core.guide.model import GuideDocument, Problem
from zhunsheng.core.guide.source import SourceDocument

__all__ = ["parse_document"]


def parse_document(source: SourceDocument) -> GuideDocument:
    """Parse everything that is there; what belongs to no known structure is kept as unclassified."""
    problems = [
        Problem(item.message, item.lines, item.code, "error" if item.fatal else "warning")
        for item in source.problems
    ]
    return GuideDocument("", "", "", [], source.sha256, problems=problems)
