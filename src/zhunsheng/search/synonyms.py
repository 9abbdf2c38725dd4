"""Abbreviations and full names that are one word to whoever searches (content/vocabularies/synonyms.yaml)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import yaml

from zhunsheng.core.text.folding import fold, is_packed
from zhunsheng.search import tokens

__all__ = ["other_wordings"]

_MOST = 6


@lru_cache(maxsize=1)
def _groups() -> list[list[str]]:
    text = files("zhunsheng").joinpath("content", "vocabularies", "synonyms.yaml").read_text(encoding="utf-8")
    return [[fold(word) for word in group] for group in yaml.safe_load(text)]


@lru_cache(maxsize=2048)
def other_wordings(folded: str) -> tuple[str, ...]:
    """``folded`` with one word put into each of its other forms: ``生成式ai`` → ``生成式人工智能`` …

    A full name in Chinese that stands alone is left as it is: what holds it is meant.
    """
    found: dict[str, None] = {}
    words = [run for run, packed in tokens.runs(folded) if not packed]
    for group in _groups():
        for word in group:
            if is_packed(word[0]):
                if word == folded or word not in folded:
                    continue
            elif not (word in words or (" " in word and word == folded)):
                continue
            for other in group:
                if other != word:
                    found[fold(folded.replace(word, f" {other} ", 1))] = None
    return tuple(found)[:_MOST]
