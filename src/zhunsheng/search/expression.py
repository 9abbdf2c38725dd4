"""What a question asks of the index, before any engine's own language: phrases, and phrases joined by and, or."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from zhunsheng.core.text.folding import is_packed
from zhunsheng.search import tokens
from zhunsheng.search.tokens import BEGIN, END, SEPARATOR

__all__ = ["Both", "Either", "Expression", "Phrase", "may_stand", "pattern_of", "phrase", "plain"]

# Letters of words written apart: Latin, Greek, Cyrillic. A longer class would take a millisecond to compile.
_LETTERS = "0-9a-z\u00df-\u024f\u0370-\u052f"
_BEFORE, _AFTER = f"(?<![{_LETTERS}])", f"(?![{_LETTERS}])"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that stand side by side. ``open`` lets the last one go on (half a word); ``begins`` and ``ends`` tie
    it to the beginning and the end of a title. ``folded`` is its text. ``choices`` are the words that a single half
    word may become."""

    folded: str
    tokens: tuple[str, ...]
    open: bool = False
    begins: bool = False
    ends: bool = False
    choices: tuple[str, ...] = ()

    @property
    def simple(self) -> bool:
        """Whether one token says it all."""
        return len(self.tokens) == 1 and not (self.begins or self.ends or self.choices)


@dataclass(frozen=True, slots=True)
class Both:
    """All parts at once."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts."""

    parts: tuple[Expression, ...]


Expression = Phrase | Both | Either


@lru_cache(maxsize=4096)
def phrase(folded: str, *, whole_words: bool = False, begins: bool = False, ends: bool = False) -> Phrase:
    """The phrase of a folded text that is not empty; ``whole_words`` lets no last word go on."""
    if ends:
        found = tokens.text_tokens(folded)
        found.append(END + folded[-2:].replace(" ", ""))
        is_open = False
    else:
        found, is_open = _open_tokens(folded, whole_words)
    if begins:
        # A title's anchor holds two characters, a question may have only one of them.
        head = folded[:2].replace(" ", "")
        if len(folded) == 1:
            return Phrase(folded, (BEGIN + head,), True, True)
        found.insert(0, BEGIN + head)
    return Phrase(folded, tuple(found), is_open, begins, ends)


def _open_tokens(folded: str, whole_words: bool) -> tuple[list[str], bool]:
    pieces = tokens.runs(folded)
    found: list[str] = []
    is_open = False
    for index, (run, packed) in enumerate(pieces):
        last = index == len(pieces) - 1
        if not packed:
            found.append(tokens.stem(run))
            is_open = last and not whole_words and len(pieces) > 1
        elif last:
            found += list(map(add, run, run[1:])) or [run]
            is_open = len(run) == 1
        else:
            found += tokens.text_tokens(run)
    return found, is_open


@lru_cache(maxsize=2048)
def pattern_of(part: Phrase) -> re.Pattern[str]:
    """What finds ``part`` in folded titles that stand between separators; the same as the index finds."""
    return re.compile(pattern_text(part))


def may_stand(part: Phrase, folded: str) -> bool:
    """Whether :func:`pattern_of` may find ``part`` in ``folded``: to compile what cannot be there takes long."""
    if part.choices:
        return part.folded in folded or _root(part.folded) in folded
    return all(_root(run) in folded for run, _ in tokens.runs(part.folded))


def _root(word: str) -> str:
    """What all forms of a word begin with: ``studies`` and ``study`` both with ``stud``."""
    return tokens.stem(word).removesuffix("y")


def pattern_text(part: Phrase) -> str:
    """The same as text, in the common part of Python's and PostgreSQL's languages."""
    if part.choices:
        return f"{_BEFORE}(?:{re.escape(part.folded)}|{_plural(part.folded)}{_AFTER})"
    pieces = tokens.runs(part.folded)
    made: list[str] = []
    for index, (run, packed) in enumerate(pieces):
        if packed:
            made.append(re.escape(run))
            continue
        last = index == len(pieces) - 1
        if last and part.open:
            made.append(f"{_BEFORE}{_plural(run, open=True)}")
        else:
            made.append(f"{_BEFORE}{_plural(run)}{_AFTER}")
        if not last and not pieces[index + 1][1]:
            made.append(" ")
    text = "".join(made)
    if part.begins:
        text = f"(?<={SEPARATOR}){text}"
    return f"{text}(?={SEPARATOR})" if part.ends else text


def _plural(word: str, *, open: bool = False) -> str:
    base = tokens.stem(word)
    if open:
        return re.escape(word) if word == base else f"(?:{re.escape(word)}|{re.escape(base)}{_AFTER})"
    forms = {word, base, base + "s", base + "es"}
    if base.endswith("y"):
        forms.add(base[:-1] + "ies")
    kept = sorted((form for form in forms if tokens.stem(form) == base), key=lambda form: (-len(form), form))
    return f"(?:{'|'.join(map(re.escape, kept))})"


def plain(expression: Expression) -> list[Phrase]:
    """All phrases in an expression, in order."""
    if isinstance(expression, Phrase):
        return [expression]
    return [found for part in expression.parts for found in plain(part)]


def holds(expression: Expression, folded: str) -> bool:
    """Whether ``folded`` (texts between separators) satisfies ``expression``."""
    if isinstance(expression, Phrase):
        return pattern_of(expression).search(folded) is not None
    if isinstance(expression, Both):
        return all(holds(part, folded) for part in expression.parts)
    return any(holds(part, folded) for part in expression.parts)


def wholly_packed(folded: str) -> bool:
    """Whether a text is written without blanks throughout."""
    return all(map(is_packed, folded))
