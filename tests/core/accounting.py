"""Where each line of a source went: the check behind 「nothing is dropped in silence」."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any

from zhunsheng.core.guide.model import GuideDocument, SourceSpan
from zhunsheng.core.guide.source import SourceDocument
from zhunsheng.core.text.normal import key

__all__ = ["kept_text", "lost_lines", "lost_names", "spans", "texts"]


def spans(value: Any) -> Iterator[SourceSpan]:
    """Every source span anywhere inside a record."""
    if isinstance(value, SourceSpan):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for item in dataclasses.fields(value):
            yield from spans(getattr(value, item.name))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from spans(part)


def texts(value: Any) -> Iterator[str]:
    """Every text anywhere inside a record, the source lines themselves left out."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for item in dataclasses.fields(value):
            if item.name != "lines" or not isinstance(value, GuideDocument):
                yield from texts(getattr(value, item.name))
    elif isinstance(value, dict):
        yield from texts([*value.keys(), *value.values()])
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from texts(part)


def _is_apparatus(text: str) -> bool:
    """Rules of a drawn table, page breaks, and the word over a table of contents: nothing that says something."""
    word = key(text).strip("|_=*~#>\\￣—…\f\x00\ufffd")
    return not word or word == "目录"


def lost_lines(source: SourceDocument, document: GuideDocument) -> list[tuple[int, str]]:
    """Lines with words that nothing accounts for.

    A line is accounted for by the span of a record, heading or problem that covers it, by the text some record
    keeps (a scope, an issuer, edition and status, a caption), or as furniture. A table's head has no record: the
    columns are its trace.
    """
    seen: set[int] = set(source.furniture)
    for span in spans(document):
        seen.update(range(span.line_start, span.line_end + 1))
    for problem in document.problems:
        seen.update(problem.lines)
    kept = "\n".join({key(text) for text in texts(document)})
    labels = [key(document.edition), key(document.status)]
    captions = {key(f"图{figure.number}{figure.title}") for figure in document.figures}
    return [
        (line.number, line.text)
        for line in source.lines
        if line.number not in seen
        and not _is_apparatus(line.text)
        and not is_head(line.text)
        and key(line.text) not in kept
        and key(line.text) not in captions
        and not _only(key(line.text), labels)
    ]


def _only(text: str, labels: list[str]) -> bool:
    """Whether the text is made of the labels and nothing else (（2026版）（征求意见稿）)."""
    for label in labels:
        text = text.replace(label, "")
    return not text


HEAD_WORDS = tuple(
    map(
        key,
        ("序号", "一级体系", "二级体系", "三级体系", "标准名称", "标准名称/标准方向", "标准号", "缓急程度"),
    )
)


def is_head(text: str) -> bool:
    """Whether the line is a head of the made-up list, or a piece of one that was broken or cut off."""
    words = re.split(r"\t|\||\s{2,}", text)
    filled = [key(word) for word in words if key(word)]
    return bool(filled) and all(any(word in head for head in HEAD_WORDS) for word in filled)


def kept_text(document: GuideDocument) -> str:
    """All text the document keeps about list rows: rows with all cells, unclassified text, problem messages."""
    parts = []
    for row in document.planned_standards:
        parts += [
            row.name,
            row.printed_name,
            row.printed_category,
            row.printed_identifier,
            *row.extra.values(),
        ]
        parts += [row.printed_number, row.urgency.printed]
    parts += [item.text for item in document.unclassified]
    parts += [item.message for item in document.problems]
    return "\n".join(map(key, parts))


def lost_names(document: GuideDocument, names: list[str], lines: list[str]) -> list[str]:
    """Names of rows that stand in the lines but not in what the document keeps.

    A name broken over lines counts as kept when each of its pieces is, though not always in one row.
    """
    keyed = [key(line) for line in lines]
    there, kept = "".join(keyed), kept_text(document)
    ends = list(accumulate(map(len, keyed)))
    lost = []
    for name in names:
        wanted = key(name)
        start = there.find(wanted)
        if start < 0 or wanted in kept:
            continue
        stop = start + len(wanted)
        cuts = [start, *(end for end in ends if start < end < stop), stop]
        pieces = [there[one:two] for one, two in pairwise(cuts)]
        if len(pieces) == 1 or not all(piece in kept for piece in pieces):
            lost.append(name)
    return lost
