"""Lines to offer while somebody types: numbers that begin so, then titles that begin so, then titles that hold it."""

from __future__ import annotations

from typing import Any

from zhunsheng.core.text.pinyin import spellings
from zhunsheng.search import mending, ranking
from zhunsheng.search.expression import phrase
from zhunsheng.search.numbers import question_forms
from zhunsheng.search.parse import may_be_number, parse
from zhunsheng.search.records import type_and_ref
from zhunsheng.search.shape import Suggestion

__all__ = ["suggest"]

_ROWS = 60


def suggest(store: Any, text: str, limit: int = 8) -> list[Suggestion]:
    """At most ``limit`` lines; none for a text without letters or digits. Never raises."""
    ask = parse(text)
    if not ask.terms or limit < 1:
        return []
    ids: dict[int, None] = {}
    together = " ".join(term.printed for term in ask.terms)
    if may_be_number(together):
        beginnings = question_forms(together)
        rows = []
        for form, id, weight in store.numbers(beginnings, _ROWS):
            start = max((start for start in beginnings if form.startswith(start)), key=len)
            rows.append((ranking.number_tier(form, start, weight), weight, id))
        ids.update(dict.fromkeys(id for _, _, id in sorted(rows)))
    if len(ids) < limit and ask.whole:
        ids.update(dict.fromkeys(store.ids("title", phrase(ask.whole, begins=True, ends=True), {}, limit)))
        ids.update(dict.fromkeys(store.ids("title", phrase(ask.whole, begins=True), {}, limit)))
    if len(ids) < limit and ask.whole:
        ids.update(dict.fromkeys(store.ids("title", phrase(ask.whole), {}, limit)))
    if len(ids) < limit and len(ask.terms) == 1 and ask.whole.isalpha() and ask.whole.isascii():
        for word in mending.sounding(store, spellings(ask.whole)):
            ids.update(dict.fromkeys(store.ids("title", phrase(word), {}, limit)))
            if len(ids) >= limit:
                break
    chosen = list(ids)[:limit]
    records = store.records(chosen, scopes=False)
    return [
        Suggestion(type_and_ref(id)[0], records[id].title, records[id].number, records[id].address)
        for id in chosen
        if id in records
    ]
