"""Words of Taiwan and Hong Kong that stand for other words in the titles here (content/vocabularies/regional.yaml).

``資訊安全管理`` is read as ``信息安全管理`` before anything is looked for, so that it is found and ranked as that;
the wording as typed is looked for beside it. Words that mean something else here count only where the question is
written in traditional characters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from itertools import islice, product
from typing import Any

import yaml

from zhunsheng.core.text.folding import fold, simplified

__all__ = ["is_traditional", "wordings"]

_MOST = 6


@lru_cache(maxsize=1)
def _content() -> dict[str, Any]:
    text = files("zhunsheng").joinpath("content", "vocabularies", "regional.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@lru_cache(maxsize=2)
def _table(traditional: bool) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """What finds the words, the longest first, and the wordings of each, the main one first."""
    table: dict[str, tuple[str, ...]] = {fold(word): (fold(word),) for word in _content()["alone"]}
    for row in _content()["words"]:
        if traditional or row.get("when") == "always":
            word, here = fold(row["word"]), tuple(map(fold, row["here"]))
            table[word] = (word, *here) if row.get("beside") else (*here, word)
    longest_first = sorted(table, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))), table


def is_traditional(text: str) -> bool:
    """Whether any character of ``text`` has another form in simplified writing."""
    return not text.isascii() and any(simplified(char) != char for char in text)


def wordings(folded: str, traditional: bool) -> tuple[str, ...]:
    """``folded`` in the words used here, the main wording first, the one as typed among them; it alone where no word differs."""
    if folded.isascii():
        return (folded,)
    pattern, table = _table(traditional)
    pieces: list[tuple[str, ...]] = []
    at = 0
    for found in pattern.finditer(folded):
        pieces += [(folded[at : found.start()],), table[found.group()]]
        at = found.end()
    if not pieces:
        return (folded,)
    pieces.append((folded[at:],))
    made = ["".join(parts) for parts in islice(product(*pieces), _MOST)]
    return tuple(dict.fromkeys((*made, folded)))
