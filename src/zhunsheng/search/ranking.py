"""The order of answers, the same for every engine.

What matched comes first (number, then title, then scope), then whether the document is in force, then how much of
the title the question covers, then the order of authority that the registry gives (:attr:`Document.rank`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from zhunsheng.search.expression import Expression, Phrase, holds, pattern_of, phrase, wholly_packed
from zhunsheng.search.parse import Ask
from zhunsheng.search.store import Brief
from zhunsheng.search.tokens import SEPARATOR

__all__ = ["Rank", "number_tier", "rank_heard", "rank_scopes", "rank_titles", "tier_of_rest"]

# What matched, best first.
NUMBER, EDITION, PART, RELATED = 0, 1, 2, 3
TITLE, TITLE_BEGINS, TITLE_HOLDS, TITLE_WORDS, OTHER_TITLE = 4, 5, 6, 7, 8
FRAGMENT, LEAD, SCOPE = 9, 10, 11
#: found by a number of its own or one related
NUMBERED = frozenset((NUMBER, EDITION, PART, RELATED, FRAGMENT))

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
_STATES = {
    **dict.fromkeys(("withdrawn", "superseded", "废止", "被代替", "作废"), 2),
    **dict.fromkeys(("draft", "unknown", "在研", "不明"), 1),
}
_EDGES = frozenset(" \x1f")
_COVER_STEPS = 6


class Rank(NamedTuple):
    """Sorts answers: smaller is better."""

    tier: int
    gone: int
    uncovered: int
    id: int


def as_ranks(found: list[tuple[int, int, int, int]]) -> list[Rank]:
    """Ranks out of bare tuples, without a call of Python for each."""
    return list(map(_as_rank, found))


_as_rank = partial(tuple.__new__, Rank)


def state_of(status: str) -> int:
    """0 in force (or nothing said), 1 not yet or not known, 2 no longer."""
    return _STATES.get(status, 0)


def number_tier(form: str, asked: str, weight: int) -> int:
    """How a listed form answers the beginning ``asked`` of a number."""
    return tier_of_rest(form[len(asked) :], weight)


@lru_cache(maxsize=4096)
def tier_of_rest(left: str, weight: int) -> int:
    """The same by what follows the beginning."""
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


def rank_titles(
    briefs: list[Brief], ask: Ask, expression: Expression, pieces: Sequence[Phrase] = ()
) -> list[Rank]:
    """Ranks of documents found by their titles; by how much of ``pieces`` they hold where a question was taken apart."""
    if not briefs:
        return []
    if pieces:
        return [_rank_partly(brief, pieces, expression) for brief in briefs]
    size = sum(len(part) for part in dict.fromkeys(term.folded for term in ask.terms)) or 1
    if ask.whole and isinstance(expression, Phrase) and wholly_packed(ask.whole):
        return _rank_packed(briefs, ask.whole, size)
    whole = pattern_of(phrase(ask.whole)) if ask.whole else None
    return [_rank(brief, whole, ask.whole, size, expression) for brief in briefs]


def rank_heard(briefs: list[Brief], words: list[str]) -> list[Rank]:
    """Ranks of documents that hold one of ``words``, by the word that fits best."""
    best: dict[int, Rank] = {}
    for word in words:
        for rank in _rank_packed([brief for brief in briefs if word in brief.folded], word, len(word)):
            best[rank.id] = min(rank, best.get(rank.id, rank))
    return [best.get(brief.id) or Rank(TITLE_WORDS, 0, 0, brief.id) for brief in briefs]


def rank_scopes(found: list[tuple[int, str]]) -> list[Rank]:
    """Ranks of documents found only by their scopes: (id, status) of each."""
    return as_ranks([(SCOPE, _STATES.get(status, 0), 0, id) for id, status in found])


def _rank_packed(briefs: list[Brief], whole: str, size: int) -> list[Rank]:
    """The same for one piece of Chinese, where looking is enough."""
    starts = SEPARATOR + whole
    exact = starts + SEPARATOR
    uncovered: dict[int, int] = {}
    states = _STATES.get
    found = []
    for id, folded, status in briefs:
        end = folded.find(SEPARATOR, 1)
        if starts in folded:
            tier = TITLE if exact in folded else TITLE_BEGINS
        else:
            tier = TITLE_HOLDS if folded.find(whole) < end else OTHER_TITLE
        if end not in uncovered:
            uncovered[end] = _uncovered(size, end)
        found.append((tier, states(status, 0), uncovered[end], id))
    return as_ranks(found)


def _uncovered(size: int, end: int) -> int:
    """How much of a title, which ends at ``end``, ``size`` characters leave, in steps."""
    return int((1 - min(size / (end - 1), 1.0)) * _COVER_STEPS) if end > 1 else 0


def _rank(brief: Brief, whole: re.Pattern[str] | None, text: str, size: int, expression: Expression) -> Rank:
    folded = brief.folded
    end = max(folded.find(SEPARATOR, 1), 1)
    found = whole.search(folded) if whole is not None else None
    if found is None:
        tier = _words_tier(folded, folded[: end + 1], expression)
    elif f"{SEPARATOR}{text}{SEPARATOR}" in folded:
        tier = TITLE
    elif f"{SEPARATOR}{text}" in folded and folded[folded.find(SEPARATOR + text) + 1 + len(text)] in _EDGES:
        tier = TITLE_BEGINS
    else:
        tier = TITLE_BEGINS if folded[found.start() - 1] == SEPARATOR else TITLE_HOLDS
        tier = tier if found.start() < end else max(tier, OTHER_TITLE)
    return Rank(tier, _STATES.get(brief.status, 0), _uncovered(size, end), brief.id)


def _rank_partly(brief: Brief, pieces: Sequence[Phrase], expression: Expression) -> Rank:
    """What holds the longer pieces comes first, in force or not."""
    folded = brief.folded
    end = max(folded.find(SEPARATOR, 1), 1)
    whole = sum(len(part.folded) for part in pieces)
    held = sum(len(part.folded) for part in pieces if holds(part, folded))
    lacking = int((1 - held / whole) * _COVER_STEPS)
    tier = _words_tier(folded, folded[: end + 1], expression)
    return Rank(tier, lacking * 3 + _STATES.get(brief.status, 0), _uncovered(held, end), brief.id)


def _words_tier(folded: str, first: str, expression: Expression) -> int:
    if holds(expression, first):
        return TITLE_WORDS
    return OTHER_TITLE if holds(expression, folded) else LEAD
