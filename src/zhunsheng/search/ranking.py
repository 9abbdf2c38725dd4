"""The order of answers, the same for every engine.

What matched comes first (number, then title, then scope), then whether the document is in force, then how much of
the title the question covers, then the order of authority that the registry gives (:attr:`Document.rank`).
"""

from __future__ import annotations

from typing import NamedTuple

from zhunsheng.search.expression import Expression, Phrase, holds, pattern_of, phrase, plain
from zhunsheng.search.parse import Ask
from zhunsheng.search.store import Brief
from zhunsheng.search.tokens import SEPARATOR

__all__ = ["Rank", "number_tier", "rank_titles"]

# What matched, best first.
NUMBER, EDITION, PART, RELATED = 0, 1, 2, 3
TITLE, TITLE_BEGINS, TITLE_HOLDS, TITLE_WORDS, OTHER_TITLE = 4, 5, 6, 7, 8
FRAGMENT, LEAD, SCOPE = 9, 10, 11

WHY = {
    NUMBER: "标准号",
    EDITION: "标准号",
    PART: "标准号",
    RELATED: "相关编号",
    TITLE: "名称",
    TITLE_BEGINS: "名称",
    TITLE_HOLDS: "名称",
    TITLE_WORDS: "名称",
    OTHER_TITLE: "其他名称",
    FRAGMENT: "标准号",
    LEAD: "标准代号",
    SCOPE: "范围",
}
_GONE = {"withdrawn", "superseded", "废止", "被代替", "作废"}
_NOT_YET = {"draft", "unknown", "在研", "不明"}
_COVER_STEPS = 6


class Rank(NamedTuple):
    """Sorts answers: smaller is better."""

    tier: int
    gone: int
    uncovered: int
    id: int


def state_of(status: str) -> int:
    """0 in force (or nothing said), 1 not yet or not known, 2 no longer."""
    return 2 if status in _GONE else 1 if status in _NOT_YET else 0


def number_tier(form: str, asked: str, weight: int) -> int:
    """How a listed form answers the beginning ``asked`` of a number."""
    left = form[len(asked) :]
    bounded = not left or not left[0].isdigit()
    if weight >= 4:
        return RELATED if bounded else LEAD
    if not bounded:
        return FRAGMENT
    if not left:
        return NUMBER if weight == 0 else EDITION
    rest = left.lstrip(".")
    if len(rest) == 4 and rest.startswith(("19", "20")):
        return EDITION if weight < 3 else PART
    return PART


def rank_titles(briefs: list[Brief], ask: Ask, expression: Expression) -> list[Rank]:
    """Ranks of documents found by their titles."""
    whole = phrase(ask.whole) if ask.whole else None
    text = f"{SEPARATOR}{ask.whole}{SEPARATOR}"
    begins = f"{SEPARATOR}{ask.whole}"
    parts = plain(expression)
    size = sum(len(part) for part in dict.fromkeys(term.folded for term in ask.terms))
    return [_rank(brief, whole, text, begins, parts, size, expression) for brief in briefs]


def _rank(
    brief: Brief,
    whole: Phrase | None,
    text: str,
    begins: str,
    parts: list[Phrase],
    size: int,
    expression: Expression,
) -> Rank:
    folded = brief.folded
    gone = state_of(brief.status)
    if whole is not None:
        if text in folded:
            return Rank(TITLE, gone, 0, brief.id)
        first = folded[1 : folded.index(SEPARATOR, 1)] if len(folded) > 1 else ""
        if begins in folded and (not begins.isascii() or pattern_of(whole).search(folded)):
            tier = TITLE_BEGINS
        elif pattern_of(whole).search(folded):
            tier = TITLE_HOLDS if pattern_of(whole).search(f"{SEPARATOR}{first}{SEPARATOR}") else OTHER_TITLE
        else:
            tier = _words_tier(folded, first, parts, expression)
    else:
        first = folded[1 : folded.index(SEPARATOR, 1)] if len(folded) > 1 else ""
        tier = _words_tier(folded, first, parts, expression)
    covered = min(size / (len(first) or 1), 1.0)
    return Rank(tier, gone, int((1 - covered) * _COVER_STEPS), brief.id)


def _words_tier(folded: str, first: str, parts: list[Phrase], expression: Expression) -> int:
    if holds(expression, f"{SEPARATOR}{first}{SEPARATOR}"):
        return TITLE_WORDS
    if holds(expression, folded):
        return OTHER_TITLE
    return LEAD
