"""Parsing: :class:`SourceDocument` → :class:`GuideDocument`.

The stages run in the order in which each needs what the one before found: contents, tables, outline, list,
tree, then everything that names a subsystem. A line that no stage reads ends up as unclassified.
"""

from __future__ import annotations

import traceback
from pathlib import PurePath

from zhunsheng.core.guide.model import GuideDocument, Problem, SourceSpan, Unclassified
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
    try:
        parse_state(State.of(source), document)
    except Exception as fault:  # any fault of ours must not cost the reader his text
        _keep_all(document, fault)
    return document


def _keep_all(document: GuideDocument, fault: Exception) -> None:
    frame = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{type(fault).__name__}，{PurePath(frame.filename).name} 第 {frame.lineno} 行"
    message = f"解析器自身出错（{place}），原文已全部保留为未归类文字，请把本文件反馈给维护者"
    document.problems.append(Problem(message, [], "parser-fault", "error"))
    text = "\n".join(document.lines)
    document.unclassified.append(Unclassified(text, SourceSpan(1, max(1, len(document.lines)))))
