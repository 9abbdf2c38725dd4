"""A question answered: candidates from the index, ranked; totals; facets; marks.

The best ``CANDIDATES`` hits by authority are ranked in full, those whose title begins with the question besides, so
that the cap cannot hide them. What follows them comes in the order of authority. Answers end at ``LAST``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zhunsheng.core.text.folding import fold
from zhunsheng.core.text.pinyin import spellings
from zhunsheng.search import marking, mending, providers, ranking, synonyms
from zhunsheng.search.counting import facet_counts
from zhunsheng.search.expression import Both, Either, Expression, Phrase, may_stand, pattern_of, phrase, plain
from zhunsheng.search.numbering import COUNTED, find_numbers
from zhunsheng.search.parse import Ask, Term, parse
from zhunsheng.search.ranking import Rank
from zhunsheng.search.records import Record, type_and_ref
from zhunsheng.search.shape import FACETS, Hit, Page, Query
from zhunsheng.search.store import Filters
from zhunsheng.search.tokens import LEAD, SEPARATOR, facet_token

__all__ = ["CANDIDATES", "LAST", "search"]

CANDIDATES = 1000
_BEGINNING, _SCOPED = 300, 500
#: no answer beyond this place is given; the total still counts all
LAST = 20_000
#: answers are counted one by one as far as they are given; a count that ends there says "at least"
_COUNTED = LAST
#: where words are put side by side in scopes, so many: their lists are long
_TEXTS = 3000
#: facets are counted over all answers where there are no more than this, else over the best ``_SAMPLED``
_FACETED, _SAMPLED = 3000, 2000
_SORTED = 20_000
_FEW = 3
_EXPANSIONS = 40
#: of a question taken apart, titles with so many of its pieces cannot be hidden by the cap
_LONGEST_PIECES = 2
#: ICS 35.240.01, CCS L70
_CLASS = re.compile(r"(?P<ics>\d\d\.\d{3}(?:\.\d\d)?)|(?P<ccs>[A-Z]\d\d)")


@dataclass(slots=True)
class Found:
    """Candidates in order, how many there are in all, and how to go on after them."""

    ranks: list[Rank]
    total: int
    approximate: bool
    expression: Expression | None = None
    why: dict[int, str] = field(default_factory=dict)
    #: whether numbers of standards are among what was found, whether scopes were looked at
    numbered: bool = False
    scoped: bool = False
    #: of numbers of which more are counted than ranked
    beginnings: tuple[str, ...] = ()
    #: they have some words of the question, none has all
    partly: bool = False


def search(store: Any, query: Query) -> Page:
    """Answer ``query``; never raises for any text."""
    filters = {facet: [str(value) for value in values] for facet, values in query.filters.items() if values}
    limit = min(max(query.limit, 0), LAST)
    offset = max(query.offset, 0)
    ask = parse(query.text)
    if not ask.terms:
        if query.text.strip():
            return Page([], 0)
        return _browse(store, query, filters, offset, limit)
    found, corrected = find(store, ask, filters, mend=query.mend)
    ids = _ordered(store, found, filters, query.sort, offset, limit)
    page = Page(
        _hits(store, ids, found), found.total, found.approximate, corrected=corrected, partly=found.partly
    )
    if query.with_facets:
        page.facets, page.facets_partial = _facets(store, found, filters)
    return page


def find(store: Any, ask: Ask, filters: Filters, *, mend: bool = True) -> tuple[Found, str]:
    """Candidates for ``ask``, and the wording that was searched where another one was."""
    found = _find(store, ask, filters)
    if found.total <= _FEW and (by_sound := _by_sound(store, ask, filters)):
        found = _joined(found, by_sound)
    if found.total or not mend:
        return found, ""
    for wording in mending.wordings(store, ask, filters):
        mended = _find(store, parse(wording), filters)
        if mended.total:
            return mended, wording
    partial = mending.most_terms(store, ask, filters)
    if partial is not None:
        words, expression, partly = partial
        found = _of_expression(store, expression, filters, parse(words), pieces=_pieces(expression))
        found.partly = partly
        return found, words if found.total else ""
    return found, ""


# ---- candidates


def _find(store: Any, ask: Ask, filters: Filters) -> Found:
    expression = expression_of(store, ask)
    found = _of_expression(store, expression, filters, ask)
    numbered = find_numbers(store, ask, filters)
    if numbered is None:
        return found
    ranks, extra = numbered.ranks, len(numbered.ranks)
    if found.ranks:
        best = {rank.id: rank for rank in found.ranks}
        extra = 0
        for rank in numbered.ranks:
            before = best.get(rank.id)
            extra += before is None
            best[rank.id] = min(rank, before) if before else rank
        ranks = sorted(best.values())
    complete = found.total <= len(found.ranks)
    total = found.total + extra if complete else max(found.total, numbered.total)
    return Found(
        ranks,
        max(total, numbered.total),
        found.approximate or numbered.approximate or not complete,
        expression,
        found.why,
        numbered=True,
        scoped=found.scoped,
        beginnings=numbered.beginnings,
    )


def expression_of(store: Any, ask: Ask) -> Expression:
    """What the words of ``ask`` mean to the index: half words with the words they may become, codes of numbers."""
    parts = tuple(_meaning(store, term) for term in ask.terms)
    return parts[0] if len(parts) == 1 else Both(parts)


def _meaning(store: Any, term: Term) -> Expression:
    main = term.phrase
    if term.quoted:
        return main
    others = [phrase(other) for other in (*term.others, *synonyms.other_wordings(term.folded))]
    if facet := _CLASS.fullmatch(term.printed.upper()):
        name = "ics" if facet["ics"] else "ccs"
        others += [
            Phrase(f"\ue000{name}", (facet_token(name, value),))
            for value in store.facet_values(name, term.printed.upper())[:_EXPANSIONS]
        ]
    if term.folded.isascii():
        if term.is_word and len(term.folded) >= 2:
            words = [word for word, _ in store.tokens_beginning(term.folded, _EXPANSIONS)]
            choices = tuple(word for word in words if word != main.tokens[0])
            main = replace(main, choices=choices) if choices else main
        code = LEAD + term.folded.replace(" ", "")
        if code[1:].isalpha():
            others.append(Phrase(code, (code,)))
    return Either((main, *others)) if others else main


def _of_expression(
    store: Any,
    expression: Expression,
    filters: Filters,
    ask: Ask,
    heard: Sequence[Phrase] = (),
    pieces: Sequence[Phrase] = (),
) -> Found:
    briefs = store.matching("title", expression, filters, CANDIDATES)
    titles = len(briefs)
    full = titles == CANDIDATES
    if full and ask.whole:
        seen = {brief.id for brief in briefs}
        for part in pieces[:_LONGEST_PIECES] or _best_parts(ask):
            more = [
                brief for brief in store.matching("title", part, filters, _BEGINNING) if brief.id not in seen
            ]
            seen.update(brief.id for brief in more)
            briefs += more
    if heard:
        ranks = ranking.rank_heard(briefs, [part.folded for part in heard])
    else:
        ranks = ranking.rank_titles(briefs, ask, expression, pieces)
    # One character stands in nearly every scope: it is looked for there only where no title has it.
    one = isinstance(expression, Phrase) and len(expression.folded) == 1 and expression.open
    scoped = not (one and titles) and store.has_scopes()
    texts = store.ids("text", expression, filters, _TEXTS) if scoped else []
    seen = {brief.id for brief in briefs}
    if not full:
        more = [id for id in texts[: _SCOPED + titles] if id not in seen]
        ranks += ranking.rank_scopes(store.states(more))
    ranks.sort()
    if not full and len(texts) < _TEXTS:
        # A title whose document has a scope is among the texts.
        total, approximate = len(seen.union(texts)), False
    else:
        total, approximate = _total(store, expression, filters, scoped, texts)
    found = Found(ranks, total, approximate, expression, scoped=scoped)
    if any(_CLASS.fullmatch(term.printed.upper()) for term in ask.terms):
        found.why = {rank.id: "分类号" for rank in ranks if rank.tier == ranking.LEAD}
    return found


def _pieces(expression: Expression) -> list[Phrase]:
    """The pieces of a question taken apart, the longest first."""
    return sorted(dict.fromkeys(plain(expression)), key=lambda part: -len(part.folded))


def _best_parts(ask: Ask) -> list[Phrase]:
    """What the cap must not hide: titles that are the question, begin with it, or hold all its words side by side."""
    parts = [phrase(ask.whole, begins=True, ends=True), phrase(ask.whole, begins=True)]
    return [*parts, phrase(ask.whole)] if len(ask.terms) > 1 else parts


def _total(
    store: Any, expression: Expression, filters: Filters, scoped: bool, texts: list[int]
) -> tuple[int, bool]:
    """How many there are where they are many; ``texts`` are the first of those whose titles or scopes match."""
    if isinstance(expression, Phrase) and expression.simple and not filters:
        n, bare = store.token_counts(expression.tokens).get(expression.tokens[0], (0, 0))
        if not scoped:
            return n, False
        in_texts = store.count("text", expression, filters, limit=_COUNTED)
        return bare + in_texts, in_texts >= _COUNTED
    if len(texts) >= _TEXTS:
        return len(texts), True
    if scoped:
        titles = store.ids("title", expression, filters, _COUNTED)
        return len(set(titles).union(texts)), len(titles) >= _COUNTED
    found = store.count("title", expression, filters, limit=_COUNTED)
    return found, found >= _COUNTED


def _by_sound(store: Any, ask: Ask, filters: Filters) -> Found | None:
    """Hits of Chinese words that the typed letters may stand for."""
    parts: list[Expression] = []
    heard = False
    for term in ask.terms:
        words: list[str] = []
        if term.is_word and not term.quoted and term.folded.isalpha():
            words = mending.sounding(store, spellings(term.folded))
        if words:
            heard = True
            choices = tuple(phrase(word) for word in words)
            parts.append(choices[0] if len(choices) == 1 else Either(choices))
        else:
            parts.append(term.phrase)
    if not heard:
        return None
    expression = parts[0] if len(parts) == 1 else Both(tuple(parts))
    heard_ask = Ask(ask.terms, ask.rest, [], "")
    found = _of_expression(store, expression, filters, heard_ask, plain(parts[0]) if len(parts) == 1 else [])
    found.why = {rank.id: "拼音" for rank in found.ranks}
    return found if found.total else None


def _joined(first: Found, second: Found) -> Found:
    """The hits of ``first``, then those of ``second``."""
    have = {rank.id for rank in first.ranks}
    later = [rank._replace(tier=rank.tier + 100) for rank in second.ranks if rank.id not in have]
    expression: Expression | None = second.expression
    if first.total and first.expression is not None and second.expression is not None:
        expression = Either((first.expression, second.expression))
    overlap = len(second.ranks) - len(later)
    return Found(
        first.ranks + later,
        first.total + max(second.total - overlap, len(later)),
        first.approximate or second.approximate,
        expression,
        {id: why for id, why in second.why.items() if id not in have},
        scoped=first.scoped or second.scoped,
        beginnings=first.beginnings,
    )


# ---- the page


def _browse(store: Any, query: Query, filters: Filters, offset: int, limit: int) -> Page:
    """Everything, or what the filters leave, in the order of authority."""
    found = Found([], 0, False)
    only_types = not set(filters) - {"type"}
    totals = store.facet_totals(filters.get("type", [])) if only_types else {}
    if only_types:
        found.total = sum(n for (facet, _), n in totals.items() if facet == "type")
    else:
        found.total = store.count("title", None, filters)
    ids = _ordered(store, found, filters, query.sort, offset, limit)
    page = Page(_hits(store, ids, found), found.total)
    if query.with_facets:
        if only_types:
            page.facets = _shown(totals)
        else:
            page.facets, page.facets_partial = _facets(store, found, filters)
    return page


def _ordered(store: Any, found: Found, filters: Filters, sort: str, offset: int, limit: int) -> list[int]:
    end = min(offset + limit, LAST)
    if offset >= end:
        return []
    if sort in {"newest", "number"}:
        ids = _all_ids(store, found, filters, _SORTED)
        return _newest(store, ids, offset, end) if sort == "newest" else store.by_number(ids)[offset:end]
    ids = [rank.id for rank in found.ranks[:end]]
    if len(ids) < end and len(found.ranks) < found.total:
        ids = _all_ids(store, found, filters, LAST)
    return ids[offset:end]


def _newest(store: Any, ids: list[int], offset: int, end: int) -> list[int]:
    """The part of ``ids`` that is asked for, the newest first; the order of authority among equals.

    Days are looked up only for the years that stand there.
    """
    years: dict[int, int] = store.years(ids)
    ordered = sorted(ids, key=lambda id: (-years.get(id, 0), id))
    shown = {years.get(id, 0) for id in ordered[offset:end]} - {0}
    near = [id for id in ordered if years.get(id) in shown]
    days = providers.days_of(map(type_and_ref, near))
    if days:
        near.sort(key=lambda id: days.get(type_and_ref(id), ""), reverse=True)
        near.sort(key=lambda id: -years[id])
        first = next(place for place, id in enumerate(ordered) if years.get(id) in shown)
        ordered[first : first + len(near)] = near
    return ordered[offset:end]


def _all_ids(store: Any, found: Found, filters: Filters, limit: int) -> list[int]:
    """Ids of all that was found: the ranked ones, further numbers, then titles, then scopes in the order of authority."""
    ids = dict.fromkeys(rank.id for rank in found.ranks)
    for start in found.beginnings:
        ids.update(dict.fromkeys(store.number_ids(start, COUNTED)))
    if len(ids) < found.total:
        if found.expression is not None or filters or not found.ranks:
            ids.update(dict.fromkeys(store.ids("title", found.expression, filters, limit)))
        if found.expression is not None and len(ids) < limit and found.scoped:
            ids.update(dict.fromkeys(store.ids("text", found.expression, filters, limit)))
    return list(ids)[:limit]


def _hits(store: Any, ids: list[int], found: Found) -> list[Hit]:
    tiers = {rank.id: rank for rank in found.ranks}
    # Whoever asked for a number and got it needs no piece of the scope: to read and fold it takes most of the time.
    bare = [id for id in ids if id in tiers and tiers[id].tier in ranking.NUMBERED]
    records: dict[int, Record] = store.records(bare, scopes=False)
    records |= store.records([id for id in ids if id not in records])
    phrases = plain(found.expression) if found.expression is not None else []
    return [_hit(records[id], tiers.get(id), found.why.get(id, ""), phrases) for id in ids if id in records]


def _hit(record: Record, rank: Rank | None, why: str, phrases: list[Phrase]) -> Hit:
    type, ref = type_and_ref(record.id)
    hit = Hit(type, ref, record.title, record.address, record.number, record.status)
    if phrases:
        tier = rank.tier % 100 if rank is not None else ranking.TITLE_HOLDS
        hit.why = why or ranking.WHY[tier]
        hit.marks = marking.marks(record.title, phrases) if _stand_in(record.folded, phrases) else ()
        if record.scope and (tier == ranking.SCOPE or (not hit.marks and _in_scope(record.scope, phrases))):
            hit.excerpt, hit.excerpt_marks = marking.excerpt(record.scope, phrases)
        hit.score = 1.0 / (1 + tier)
    return hit


def _stand_in(folded: str, phrases: list[Phrase]) -> bool:
    """Whether one of ``phrases`` is in the folded titles; most numbers are not, and to mark a title takes long."""
    return any(may_stand(part, folded) and pattern_of(part).search(folded) for part in phrases)


def _in_scope(scope: str, phrases: list[Phrase]) -> bool:
    return _stand_in(f"{SEPARATOR}{fold(scope)}{SEPARATOR}", phrases)


def _facets(store: Any, found: Found, filters: Filters) -> tuple[dict[str, list[tuple[str, int]]], bool]:
    if not found.total:
        return {}, False
    if found.total > _FACETED and not found.numbered and (found.expression is not None or filters):
        counts = store.facets_matching("title", found.expression, filters, _SAMPLED)
        return _shown(facet_counts(counts)), True
    ids = _all_ids(store, found, filters, _FACETED)
    return _shown(store.facets_of(ids)), found.total > len(ids)


def _shown(counts: Any) -> dict[str, list[tuple[str, int]]]:
    shown: dict[str, list[tuple[str, int]]] = {}
    for (facet, value), n in counts.items():
        if n > 0:
            shown.setdefault(facet, []).append((value, n))
    order = {facet: place for place, facet in enumerate(FACETS)}
    for facet, values in shown.items():
        if facet == "year":
            values.sort(key=lambda item: item[0], reverse=True)
        else:
            values.sort(key=lambda item: (-item[1], item[0]))
    return dict(sorted(shown.items(), key=lambda item: (order.get(item[0], 99), item[0])))
