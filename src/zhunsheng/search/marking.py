"""Where in the printed text the question stands: marks in titles, excerpts of scopes."""

from __future__ import annotations

from zhunsheng.core.text.folding import fold_with_places
from zhunsheng.search.expression import Phrase, pattern_of
from zhunsheng.search.tokens import SEPARATOR

__all__ = ["excerpt", "marks"]

_AROUND = 45
_MOST_MARKS = 40


def marks(text: str, phrases: list[Phrase]) -> tuple[tuple[int, int], ...]:
    """(start, length) of each place in ``text`` where one of ``phrases`` stands, joined where they touch."""
    folded, places = fold_with_places(text)
    padded = f"{SEPARATOR}{folded}{SEPARATOR}"
    spans: list[tuple[int, int]] = []
    for part in dict.fromkeys(phrases):
        for match in pattern_of(part).finditer(padded):
            start, end = match.start() - 1, match.end() - 2
            if 0 <= start <= end < len(places):
                spans.append((places[start], places[end] + 1))
            if len(spans) >= _MOST_MARKS:
                break
    joined: list[list[int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    return tuple((first, last - first) for first, last in joined)


def excerpt(scope: str, phrases: list[Phrase]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A piece of ``scope`` around its first match, with the marks in it; nothing where none of it matches."""
    found = marks(scope, phrases)
    if not found:
        return "", ()
    start = max(found[0][0] - _AROUND, 0)
    end = min(found[0][0] + found[0][1] + 2 * _AROUND, len(scope))
    head, tail = "…" if start else "", "…" if end < len(scope) else ""
    shown = f"{head}{scope[start:end]}{tail}"
    moved = tuple(
        (first - start + len(head), length)
        for first, length in found
        if first >= start and first + length <= end
    )
    return shown, moved
