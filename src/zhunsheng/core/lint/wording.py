"""Comparing wordings: keys of names, what two names share, what a name is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from zhunsheng.core.text.normal import clean, key, numeral_value, strip_ending

__all__ = [
    "PLACES",
    "bare_name",
    "bigrams",
    "core_name",
    "name_forms",
    "name_key",
    "numbers_in",
    "related",
    "split_names",
]

# Where a subsystem is named (Sighting.place), in words.
PLACES = {
    "body": "正文",
    "list": "清单",
    "contents": "目录",
    "structure": "结构解析",
    "figure": "图",
    "promise": "范围说明",
}
_ENDINGS = (
    "标准体系",
    "子体系",
    "子框架",
    "框架",
    "标准",
    "产业集群",
    "集群",
    "模块",
    "领域",
    "部分",
)
_ASIDE = re.compile(r"[（(][^（）()]{0,24}[)）]")
_SPLIT = re.compile(r"、|，|,|;|；|/|／")
_JOIN = re.compile(r"以及|及其|和|及|与")
_NUMERAL = re.compile(
    r"\d+(?:\.\d+)*|第?[一二三四五六七八九十]+(?=部分|部|级|类|期|代|型)|[IVX]{1,4}(?![A-Za-z])"
)


@lru_cache(maxsize=65536)
def name_key(printed: str) -> str:
    """The key of a subsystem's name: without brackets' asides and without 标准, 集群, 模块 … at the end."""
    return key(bare_name(printed))


def bare_name(printed: str) -> str:
    """A printed name without brackets' asides and without its ending word, to be read by people."""
    name = clean(printed)
    return strip_ending(_ASIDE.sub("", name).strip() or name, _ENDINGS)


@lru_cache(maxsize=65536)
def name_forms(printed: str) -> frozenset[str]:
    """All keys a name can have as its endings are taken off one by one: 产业集群, 集群 or nothing."""
    name = clean(printed)
    name = _ASIDE.sub("", name).strip() or name
    forms = {key(name), name_key(printed)}
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            forms |= name_forms(name[: -len(ending)])
    return frozenset(forms)


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a key; a single character stands for itself."""
    if len(text) < 2:
        return frozenset({text} if text else ())
    return frozenset(text[index : index + 2] for index in range(len(text) - 1))


def related(first: str, second: str) -> bool:
    """Whether two keys can be one name drifted: one holds the other, or they share half of the shorter's characters."""
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    if short in long:
        return True
    shared = sum(min(short.count(char), long.count(char)) for char in set(short))
    return shared * 2 >= len(long) and (len(long) < 4 or bool(bigrams(short) & bigrams(long)))


@lru_cache(maxsize=16)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda w: -len(w))))


def core_name(name: str, generic: tuple[str, ...]) -> str:
    """What a standard's name is about: its key without the generic words (智能, 技术, 标准 …)."""
    return _pattern(generic).sub("", key(name))


def numbers_in(name: str) -> tuple[str, ...]:
    """The numerals of a name (第2部分, 3级, 5G): two names that differ in them are different on purpose."""
    found = []
    for match in _NUMERAL.finditer(clean(name)):
        text = match.group().lstrip("第")
        value = numeral_value(text)
        found.append(str(value) if value is not None else text)
    return tuple(found)


def split_names(text: str) -> list[str]:
    """Names enumerated in a text, split at 、 only where that is all there is, else also at 和 及 与."""
    return [part.strip() for part in _SPLIT.split(text) if part.strip()]


def enumerated(text: str) -> tuple[int, int]:
    """The fewest and the most names an enumeration can hold (管理与服务 may be one name or two)."""
    parts = split_names(text)
    most = sum(len([piece for piece in _JOIN.split(part) if piece]) for part in parts)
    last = [piece for piece in _JOIN.split(parts[-1]) if piece] if parts else []
    fewest = len(parts) + (1 if len(last) > 1 and len(parts) > 1 else 0)
    return min(fewest, most), max(fewest, most)


def contains_any(text: str, words: Iterable[str]) -> str | None:
    """The first of ``words`` that ``text`` contains."""
    return next((word for word in words if word in text), None)
