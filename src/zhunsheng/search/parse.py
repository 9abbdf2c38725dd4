"""The text of a question read: quoted phrases, words, and what may be the number of a standard."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zhunsheng.core.identifiers import find_identifiers
from zhunsheng.core.text.folding import fold
from zhunsheng.search import regional
from zhunsheng.search.expression import Expression, Phrase, phrase
from zhunsheng.search.numbers import compact

__all__ = ["LONGEST", "Ask", "Term", "parse"]

#: so much of a question is read
LONGEST = 200
_MOST_TERMS = 12
_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]+)[”\"」』]")
_APART = re.compile(r"[\s，。；、！？|（）()【】《》〈〉“”\"「」『』]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－﹣−─", "-"))


@dataclass(slots=True)
class Term:
    """One word or phrase of a question. ``printed`` is as typed, ``folded`` in the words used here, ``others`` further
    wordings of it, the one as typed among them; ``expression`` is filled in by the engine."""

    printed: str
    folded: str
    quoted: bool = False
    expression: Expression | None = None
    others: tuple[str, ...] = ()

    @property
    def phrase(self) -> Phrase:
        """It as one phrase."""
        return phrase(self.folded, whole_words=self.quoted)

    @property
    def is_word(self) -> bool:
        """Whether it is one Latin word or number."""
        return self.folded.isascii() and " " not in self.folded


@dataclass(slots=True)
class Ask:
    """A question read. ``numbers`` are numbers of standards recognised by their grammar; ``terms`` all words, those of
    the numbers too; ``rest`` the words without them. ``whole`` is everything folded, in order."""

    terms: list[Term]
    rest: list[Term]
    numbers: list[str]
    whole: str

    @property
    def chunks(self) -> list[str]:
        """What was typed, piece by piece."""
        return [term.printed for term in self.terms]


def parse(text: str) -> Ask:
    """Read ``text``; never raises, whatever it holds."""
    text = unicodedata.normalize("NFKC", text.replace("\0", " ")[:LONGEST]).translate(_DASHES)
    quoted = [Term(found, folded, True) for found in _QUOTED.findall(text) if (folded := fold(found))]
    left = _QUOTED.sub(" ", text)
    traditional = regional.is_traditional(left)
    terms = quoted + _terms(left, traditional)
    numbers: list[str] = []
    without = left
    for found in reversed(find_identifiers(left)):
        numbers.insert(0, found.canonical)
        without = f"{without[: found.start]} {without[found.end :]}"
    rest = quoted + _terms(without, traditional) if numbers else terms
    whole = regional.wordings(fold(left), traditional)[0] if not quoted else ""
    return Ask(terms[:_MOST_TERMS], rest[:_MOST_TERMS], numbers, whole)


def _terms(text: str, traditional: bool) -> list[Term]:
    found: dict[str, Term] = {}
    for chunk in _APART.split(text):
        folded, *others = regional.wordings(fold(chunk), traditional)
        if folded:
            found.setdefault(folded, Term(chunk, folded, others=tuple(others)))
    return list(found.values())


def may_be_number(text: str) -> bool:
    """Whether ``text`` (no Chinese in it) could be the number of a standard or a piece of one."""
    form = compact(text)
    return text.isascii() and len(form) <= 40 and any(char.isdigit() for char in form)
