"""What is written into the full-text index for a folded text: bigrams of Han, words of the rest, anchors, facets.

A run of n Chinese characters gives its n-1 overlapping pairs and its last character alone, so that a word of any
length is a row of neighbouring tokens and one character is the beginning of a token. Latin words stand as they are,
without the s of the plural. Private-use characters mark what is no text, so that nobody can type them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from operator import add

from zhunsheng.core.text.folding import PACKED, joined, translated

__all__ = [
    "BEGIN",
    "END",
    "FACET",
    "LEAD",
    "SCOPED",
    "SEPARATOR",
    "facet_token",
    "facet_tokens",
    "is_single",
    "runs",
    "single_characters",
    "stem",
    "text_tokens",
    "tokens_of",
]

FACET, LEAD, BEGIN, END = "\ue000", "\ue001", "\ue002", "\ue003"
#: on titles of documents that have a scope, which stand in the text index too
SCOPED = f"{FACET}s"
#: between the titles of one document in the stored folded text
SEPARATOR = "\x1f"
_RUN = re.compile(f"[{PACKED}]+|[^{PACKED} ]+")
_ONLY_PACKED = re.compile(f"[{PACKED}]+\\Z")
_PACKED_CHAR = re.compile(f"[{PACKED}]")
_ES = ("sses", "xes", "ches", "shes", "zzes")
_tokens_of_facets: dict[tuple[str, str], str] = {}
_MOST_FACETS = 200_000
_LONGEST_WORD = 64
_MOST_WORDS = 1 << 17


class _Stems(dict[str, str]):
    """Words that were met and what is left of each; all are forgotten when they are too many."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        found = self[word] = _stem(word)
        return found


_stem_of = _Stems().__getitem__


def stem(word: str) -> str:
    """A Latin word without the s of its plural: ``systems`` → ``system``, ``studies`` → ``study``."""
    return _stem_of(word)


def _stem(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word[:_LONGEST_WORD]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return (word[:-2] if word.endswith(_ES) else word[:-1])[:_LONGEST_WORD]


def runs(folded: str) -> list[tuple[str, bool]]:
    """Runs of one kind in a folded text, each with whether it is of a script without blanks."""
    return [(run, _ONLY_PACKED.match(run) is not None) for run in _RUN.findall(folded)]


def text_tokens(folded: str) -> list[str]:
    """Tokens of a folded text in order of place."""
    if folded.isascii():
        return [*map(_stem_of, folded.split())]
    if _ONLY_PACKED.match(folded):
        return [*map(add, folded, folded[1:]), folded[-1]]
    if not _PACKED_CHAR.search(folded):
        return [*map(_stem_of, filter(None, folded.split(" ")))]
    found: list[str] = []
    for run in _RUN.findall(folded):
        if _ONLY_PACKED.match(run):
            found.extend(map(add, run, run[1:]))
            found.append(run[-1])
        else:
            found.append(_stem_of(run))
    return found


def tokens_of(text: str) -> list[str]:
    """Tokens of a text that is not folded yet."""
    plain = translated(text)
    return [*map(_stem_of, plain.split())] if plain.isascii() else text_tokens(joined(plain))


def single_characters(folded: str) -> Iterator[str]:
    """Each character of scripts without blanks."""
    return iter(_PACKED_CHAR.findall(folded))


def is_single(token: str) -> bool:
    """Whether a token is one character of a script without blanks."""
    return len(token) == 1 and _ONLY_PACKED.match(token) is not None


def facet_token(facet: str, value: str) -> str:
    """The token of one facet value; the same in every process."""
    found = _tokens_of_facets.get((facet, value))
    if found is None:
        digest = blake2b(f"{facet}={value}".encode(), digest_size=6).hexdigest()
        if len(_tokens_of_facets) >= _MOST_FACETS:
            _tokens_of_facets.clear()
        found = _tokens_of_facets[facet, value] = f"{FACET}{digest}"
    return found


def facet_tokens(facets: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """Tokens of all facet values of a document, each once."""
    return list(dict.fromkeys(facet_token(facet, value) for facet, values in facets for value in values))
