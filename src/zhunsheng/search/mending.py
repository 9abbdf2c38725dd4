"""What may have been meant, where nothing is found as typed: sounds, one wrong character, one wrong letter, fewer words.

All of it works on the table of counted words (pairs of characters and Latin words of all titles), so it needs no
index of its own and is the same on every database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from heapq import nsmallest
from itertools import combinations
from typing import Any

from zhunsheng.core.text.folding import is_packed
from zhunsheng.core.text.pinyin import matches, readings
from zhunsheng.search.expression import Both, Either, Expression, phrase, wholly_packed
from zhunsheng.search.numbers import compact, question_forms
from zhunsheng.search.parse import Ask, Term, may_be_number
from zhunsheng.search.store import Filters

__all__ = ["most_terms", "sounding", "wordings"]

_PAIRS, _LOOSE, _TRIED, _HEARD = 1000, 500, 50, 40
_BETWEEN_LIMIT = 400
_CHECKS = 40
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 24
_TYPED = 0.7


# ---- pinyin


def sounding(store: Any, spelled: list[tuple[str, ...]]) -> list[str]:
    """Chinese words standing in titles that one of the spellings may mean, the commonest first."""
    found: dict[str, int] = {}
    cache: dict[str, list[tuple[str, int]]] = {}
    for pieces in spelled:
        if len(pieces) < 2 or len(pieces) > _LONGEST:
            continue
        for word, n in _chains(store, pieces, cache):
            found[word] = max(n, found.get(word, 0))
        if found:
            break
    return [word for word, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_HEARD]]


def _chains(
    store: Any, pieces: tuple[str, ...], cache: dict[str, list[tuple[str, int]]]
) -> list[tuple[str, int]]:
    chains: list[tuple[str, int]] = []
    for place in range(len(pieces) - 1):
        left, right = pieces[place], pieces[place + 1]
        letters = left[0] + right[0]
        if letters not in cache:
            cache[letters] = store.tokens_sounding(letters)
        pairs = cache[letters]
        if len(left) > 1 or len(right) > 1:  # single letters are what the pairs were fetched by
            pairs = [(token, n) for token, n in pairs if matches(token[0], left) and matches(token[1], right)]
        if place == 0:
            chains = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:_PAIRS]
        else:
            after: dict[str, list[tuple[str, int]]] = {}
            for token, n in pairs:
                after.setdefault(token[0], []).append((token[1], n))
            longer = [(-min(m, n), word + char) for word, m in chains for char, n in after.get(word[-1], ())]
            # Three characters are looked at when they are four, which leaves fewer.
            loose = place == 1 and len(pieces) > 3
            best = nsmallest(_LOOSE if loose else _TRIED, longer)
            chains = [(word, -n) for n, word in best if loose or _stands(store, word, {})]
        if not chains:
            return []
    return chains


def _stands(store: Any, folded: str, filters: Filters) -> bool:
    found = phrase(folded)
    if store.ids("title", found, filters, 1):
        return True
    return bool(store.has_scopes() and store.ids("text", found, filters, 1))


# ---- typing errors


def wordings(store: Any, ask: Ask, filters: Filters) -> Iterator[str]:
    """Other wordings of ``ask``, the likeliest first; only words that stand nowhere are changed."""
    if ask.numbers and not ask.rest:
        # A number that is not there: its other editions, else those a digit away; never something else.
        undated = [number for number in map(_undated, ask.numbers) if number]
        known = [number for number in undated if store.numbers(question_forms(number), 1)]
        yield from known or [other for number in ask.numbers for other in _other_numbers(store, number)]
        return
    options = [[term.printed] if _known(store, term) else _mended(store, term, filters) for term in ask.terms]
    if all(options) and any(
        option != [term.printed] for option, term in zip(options, ask.terms, strict=True)
    ):
        for place in range(max(map(len, options))):
            yield " ".join(option[min(place, len(option) - 1)] for option in options)


def _undated(number: str) -> str:
    found = re.fullmatch(r"(.*\d)[-:](?:19|20)\d\d", number)
    return found[1] if found else ""


def _known(store: Any, term: Term) -> bool:
    if may_be_number(term.printed) and store.numbers(question_forms(term.printed), 1):
        return True
    return _stands(store, term.folded, {})


def _mended(store: Any, term: Term, filters: Filters) -> list[str]:
    if may_be_number(term.printed) and sum(map(str.isdigit, term.printed)) >= 4:
        return _other_numbers(store, term.printed)
    if term.is_word:
        return _other_words(store, term.folded) if len(term.folded) >= 4 else []
    if wholly_packed(term.folded) and 2 <= len(term.folded) <= _LONGEST:
        return _other_characters(store, term.folded, filters)
    return []


def _other_words(store: Any, word: str) -> list[str]:
    places = range(len(word) + 1)
    near = {word[:at] + word[at + 1 :] for at in places}
    near |= {word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :] for at in places}
    near |= {word[:at] + letter + word[at + 1 :] for at in places for letter in _LETTERS}
    near |= {word[:at] + letter + word[at:] for at in places for letter in _LETTERS}
    counts = store.token_counts(sorted(near - {word}))
    found = sorted((-n, token) for token, (n, _) in counts.items() if n > 0 and len(token) > 2)
    if found:
        return [token for _, token in found[:3]]
    # Most of a word must have been typed for the rest to be guessed.
    longest = len(word) / _TYPED
    return [token for token, _ in store.tokens_holding(word, 3) if len(token) <= longest]


def _other_numbers(store: Any, printed: str) -> list[str]:
    places = [match.start() for match in re.finditer(r"\d", printed)]
    tried: dict[str, None] = {}
    for at in places:
        if at + 1 in places:
            tried[printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]] = None
    for at in places:
        for digit in "0123456789":
            tried[printed[:at] + digit + printed[at + 1 :]] = None
    for at in places:
        tried[printed[:at] + printed[at + 1 :]] = None
    found: list[str] = []
    for other in tried:
        if other == printed or len(found) >= 3:
            continue
        for start in question_forms(other):
            rows = store.numbers((start,), 1)
            if rows and not rows[0][0][len(start) : len(start) + 1].isdigit() and len(compact(other)) >= 4:
                found.append(other)
                break
    return found


def _other_characters(store: Any, word: str, filters: Filters) -> list[str]:
    """Words one character away that stand in a title; the same sound first, then the commoner."""
    scored: dict[str, tuple[int, int]] = {}
    for other, alike, n in _near(store, word):
        if other != word and len(other) >= 2:
            best = scored.get(other)
            if best is None or (-alike, -n) < best:
                scored[other] = (-alike, -n)
    tried = sorted(scored, key=lambda other: (scored[other], other))[:_CHECKS]
    found: list[str] = []
    for other in tried:
        if _stands(store, other, filters):
            found.append(other)
        if len(found) >= 3:
            break
    return found


def _near(store: Any, word: str) -> Iterator[tuple[str, int, int]]:
    """(other word, 1 where it sounds alike, how common) for one character changed, missing, too many, or swapped."""
    size = len(word)
    for at in range(size):
        after = word[at + 1 : at + 2]
        if at:
            for char, n in _fitting(store, word[at - 1], after):
                alike = bool(set(readings(char)) & set(readings(word[at])))
                if alike or size > 2:
                    yield word[:at] + char + word[at + 1 :], int(alike), n
        elif after:
            sounds = {reading[0] + other[0] for reading in readings(word[0]) for other in readings(after)}
            for letters in sorted(sounds):
                for token, n in store.tokens_sounding(letters):
                    if token[1] == after and set(readings(token[0])) & set(readings(word[0])):
                        yield token[0] + word[1:], 1, n
        if size > 2:
            yield word[:at] + word[at + 1 :], 0, 0
            if after:
                yield word[:at] + after + word[at] + word[at + 2 :], 1, 0
        if size > 2 and after:
            for char, n in _fitting(store, word[at], after):
                yield word[: at + 1] + char + word[at + 1 :], 0, n


def _fitting(store: Any, before: str, after: str) -> list[tuple[str, int]]:
    """Characters that stand after ``before`` in some title, and before ``after`` in some title."""
    first = {
        token[1]: n
        for token, n in store.tokens_beginning(before, _BETWEEN_LIMIT)
        if len(token) == 2 and is_packed(token[1])
    }
    if not after:
        return list(first.items())
    second = store.token_counts([char + after for char in first])
    return [
        (char, min(n, second[char + after][0]))
        for char, n in first.items()
        if second.get(char + after, (0, 0))[0] > 0
    ]


# ---- fewer words


def most_terms(store: Any, ask: Ask, filters: Filters) -> tuple[str, Expression, bool] | None:
    """The question taken apart where nothing has all of it: its words, as many of them at once as can be found.

    Its words in a row, what to look for, whether that is less than all of them.
    """
    if ask.numbers and not ask.rest:
        return None
    pieces: dict[str, Expression] = {}
    for term in ask.terms:
        if _stands(store, term.folded, {}):
            pieces[term.printed] = term.phrase
        elif not term.quoted and wholly_packed(term.folded):
            pieces.update({piece: phrase(piece) for piece in _pieces(store, term.folded)})
    known = list(pieces)[:8]
    if not known:
        return None
    for size in range(len(known), max(len(known) // 2, 1) - 1, -1):
        sets: list[Expression] = [
            Both(tuple(pieces[piece] for piece in chosen)) if len(chosen) > 1 else pieces[chosen[0]]
            for chosen in combinations(known, size)
        ]
        expression = sets[0] if len(sets) == 1 else Either(tuple(sets))
        if store.ids("title", expression, filters, 1) or (
            store.has_scopes() and store.ids("text", expression, filters, 1)
        ):
            return " ".join(known), expression, size < len(known)
    return None


def _pieces(store: Any, folded: str) -> list[str]:
    """The longest pieces of ``folded`` that stand somewhere, from left to right, of two characters at least."""
    found: list[str] = []
    at = 0
    while at < len(folded) - 1:
        end = at + 2
        best = 0
        while end <= len(folded) and _stands(store, folded[at:end], {}):
            best = end
            end += 1
        if best:
            piece = folded[at:best].strip()
            if len(piece) > 1:
                found.append(piece)
            at = best
        else:
            at += 1
    return found
