"""Numbers of standards in a question, found in the sorted table of compact forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhunsheng.search import ranking
from zhunsheng.search.expression import Both, Expression, holds
from zhunsheng.search.numbers import compact, question_forms
from zhunsheng.search.parse import Ask, Term, may_be_number
from zhunsheng.search.ranking import Rank
from zhunsheng.search.store import Filters
from zhunsheng.search.tokens import SEPARATOR

__all__ = ["COUNTED", "Numbered", "find_numbers"]

_MOST_ROWS = 500
#: documents are counted, and given, up to here; a count that reaches it says "at least"
COUNTED = 1000
_LONGEST_LEAD = 3


@dataclass(slots=True)
class Numbered:
    """Documents found by their numbers. ``beginnings`` are those of numbers of which more are counted than ranked."""

    ranks: list[Rank]
    total: int
    approximate: bool
    beginnings: tuple[str, ...] = ()


class _Known:
    """Rows of the table for numbers in the question, each asked for once."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self._rows: dict[str, list[tuple[str, int, int]]] = {}

    def rows(self, number: str) -> list[tuple[str, int, int]]:
        """Rows whose form begins with ``number``."""
        if number not in self._rows:
            self._rows[number] = self._store.numbers(question_forms(number), _MOST_ROWS)
        return self._rows[number]


def find_numbers(store: Any, ask: Ask, filters: Filters) -> Numbered | None:
    """Documents whose numbers ``ask`` names; where there are other words, only those that have them too."""
    known = _Known(store)
    asked, rest = _asked(known, ask)
    if not asked:
        return None
    tiers: dict[int, int] = {}
    full = False
    for number in asked:
        beginnings = question_forms(number)
        rows = known.rows(number)
        full = full or len(rows) >= _MOST_ROWS
        only = beginnings[0] if len(beginnings) == 1 else ""
        # Several numbers, or several forms of one: the best counts.
        for form, id, weight in rows:
            start = only or max(filter(form.startswith, beginnings), key=len)
            tier = ranking.tier_of_rest(form[len(start) :], weight)
            if tiers.get(id, tier) >= tier:
                tiers[id] = tier
    if filters:
        tiers = _filtered(store, tiers, filters)
    if rest:
        tiers = _with_words(store, tiers, rest)
    # The order of authority has what is in force first; to look at every row again would take too long.
    ranks = ranking.as_ranks(sorted([(tier, 0, 0, id) for id, tier in tiers.items()]))
    total, approximate = len(ranks), False
    counted: tuple[str, ...] = ()
    if full and not (filters or rest):
        counted = question_forms(asked[0])
        total = max(total, sum(store.number_count(start, COUNTED) for start in counted))
        approximate = total >= COUNTED or len(asked) > 1
    elif full:
        approximate = True
    return Numbered(ranks, total, approximate, counted)


def _asked(known: _Known, ask: Ask) -> tuple[list[str], list[Term]]:
    """Numbers in the question that the table knows, and the other words."""
    terms = [term for term in ask.terms if not term.quoted]
    together = " ".join(term.printed for term in terms)
    if len(terms) == len(ask.terms) and len(terms) <= 5 and may_be_number(together) and known.rows(together):
        return [together], []
    numbers = [number for number in ask.numbers if known.rows(number)]
    if numbers:
        return numbers, ask.rest if len(numbers) == len(ask.numbers) else ask.terms
    found: list[str] = []
    rest: list[Term] = []
    for term in ask.terms:
        if term.quoted or not may_be_number(term.printed):
            rest.append(term)
            continue
        number = _with_lead(known, rest, term)
        if number:
            found.append(number)
        else:
            rest.append(term)
    return found, rest


def _with_lead(known: _Known, before: list[Term], term: Term) -> str:
    """``term`` with the words before it that make a known number of it; those words are taken out of ``before``."""
    for size in range(min(_LONGEST_LEAD, len(before)), -1, -1):
        lead = before[len(before) - size :] if size else []
        if any(
            part.quoted or not compact(part.printed).isalpha() or not part.printed.isascii() for part in lead
        ):
            continue
        number = " ".join([*(part.printed for part in lead), term.printed])
        if known.rows(number):
            del before[len(before) - size :]
            return number
    return ""


def _filtered(store: Any, tiers: dict[int, int], filters: Filters) -> dict[int, int]:
    wanted = {facet: set(values) for facet, values in filters.items()}
    allowed = store.with_facets(list(tiers), wanted)
    return {id: tier for id, tier in tiers.items() if id in allowed}


def _with_words(store: Any, tiers: dict[int, int], rest: list[Term]) -> dict[int, int]:
    parts: tuple[Expression, ...] = tuple(term.phrase for term in rest)
    expression = parts[0] if len(parts) == 1 else Both(parts)
    scopes = store.folded_scopes(list(tiers))
    return {
        brief.id: tiers[brief.id]
        for brief in store.briefs(list(tiers))
        if holds(expression, brief.folded + scopes.get(brief.id, "") + SEPARATOR)
    }
