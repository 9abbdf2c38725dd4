"""What the heads of a returned table mean, by content/vocabularies/returned.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from zhunsheng.core.text.normal import key
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["FIELDS", "MARK", "ORIGINAL", "guess_columns", "head_signature", "most_rows"]

#: the target of the column that says which record a row is, and of the one with its values as handed out
MARK, ORIGINAL = "mark", "original"


def _words() -> dict[str, Any]:
    return vocabulary("returned")


#: field → Chinese label, in the order in which they are shown
FIELDS: dict[str, str] = {name: one["label"] for name, one in _words()["fields"].items()}


def most_rows() -> int:
    """How many rows a returned table may have."""
    return int(_words()["most_rows"])


def guess_columns(heads: Sequence[str]) -> dict[str, str]:
    """Head → field (a key of :data:`FIELDS`, :data:`MARK` or :data:`ORIGINAL`), "" where it is none; each field is given once.

    Of two heads for one field the one that is named first in the content wins, then the one further left.
    """
    words = _words()
    meanings = {name: one["heads"] for name, one in words["fields"].items()}
    meanings |= {name: words[name]["heads"] for name in (MARK, ORIGINAL)}
    found = dict.fromkeys(heads, "")
    for field, known in meanings.items():
        keys = [key(word) for word in known]
        fitting = [head for head in heads if not found[head] and key(head) in keys]
        if fitting:
            best = min(fitting, key=lambda head: (keys.index(key(head)), heads.index(head)))
            found[best] = field
    return found


def head_signature(heads: Iterable[str]) -> str:
    """One line by which a table with the same heads is known again, whatever their order."""
    return "|".join(sorted(key(head) for head in heads if key(head)))
