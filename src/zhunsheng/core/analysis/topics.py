"""The topics a title speaks of, in Chinese and English alike (``content/vocabularies/topics.yaml``)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from zhunsheng.core.vocabulary import vocabulary

__all__ = ["Topics", "topics_of"]

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_WORD = re.compile("[a-z0-9]+")
_BROAD = 0.25
_PAIR = 0.2
_MOST_PAIRS = 3


@dataclass(slots=True)
class Topics:
    """What a text speaks of: unit → the word by which it was recognised.

    A unit is the name of a topic, or (with ``+`` in front) a pair of Han characters that no topic and no empty word
    covers. ``weights`` says how much each tells; ``near`` names topics that lie close, each with the topic it came
    from.
    """

    words: dict[str, str] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    near: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """The weight of all of it."""
        return sum(self.weights.values())

    @property
    def known(self) -> float:
        """The weight of the topics alone: what else a Chinese title says is not seen in an English one."""
        return sum(weight for unit, weight in self.weights.items() if unit[0] != "+")


@dataclass(slots=True)
class _Words:
    chinese: dict[str, list[str]]
    english: dict[tuple[str, ...], list[str]]
    #: first character, first word → length of the longest word or phrase that begins so
    longest_chinese: dict[str, int]
    beginnings: re.Pattern[str]
    longest_english: dict[str, int]
    near: dict[str, list[str]]
    broad: frozenset[str]
    ignored: re.Pattern[str]


def topics_of(*texts: str) -> Topics:
    """What ``texts`` (the titles of one thing in any language) speak of; empty where no word is known."""
    words = _words()
    found = Topics()
    for text in texts:
        folded = unicodedata.normalize("NFKC", text).lower()
        rest = _chinese(folded, words, found)
        _english(folded, words, found)
        _pairs(rest, words, found)
    for topic in list(found.words):
        for neighbour in words.near.get(topic, ()):
            if neighbour not in found.words:
                found.near.setdefault(neighbour, topic)
    return found


def _chinese(text: str, words: _Words, found: Topics) -> str:
    """Take up the topics whose Chinese words stand in ``text``; returns what they leave."""
    if not words.beginnings.search(text):
        return text
    covered = bytearray(len(text))
    for start, end in _spans(text, words):
        word = text[start:end]
        for topic in words.chinese[word]:
            found.words.setdefault(topic, word)
            found.weights[topic] = _BROAD if topic in words.broad else 1.0
        covered[start:end] = b"\1" * (end - start)
    return "".join(" " if mark else sign for sign, mark in zip(text, covered, strict=True))


def _spans(text: str, words: _Words) -> Iterator[tuple[int, int]]:
    """Where known words stand; of words inside one another only the longest (人机协作 is not 协作)."""
    last_end = 0
    for begin in words.beginnings.finditer(text):
        start, longest = begin.start(), words.longest_chinese[begin[0]]
        for end in range(min(len(text), start + longest), max(start + 1, last_end), -1):
            if text[start:end] in words.chinese:
                yield start, end
                last_end = end
                break


def _english(text: str, words: _Words, found: Topics) -> None:
    tokens = tuple(_singular(word) for word in _WORD.findall(text))
    last_end = 0
    for start, token in enumerate(tokens):
        longest = words.longest_english.get(token)
        if not longest:
            continue
        for end in range(min(len(tokens), start + longest), max(start, last_end), -1):
            topics = words.english.get(tokens[start:end])
            if topics:
                for topic in topics:
                    found.words.setdefault(topic, " ".join(tokens[start:end]))
                    found.weights[topic] = _BROAD if topic in words.broad else 1.0
                last_end = end
                break


def _pairs(text: str, words: _Words, found: Topics) -> None:
    pairs = 0
    if not _HAN.search(text):
        return
    for part in _HAN.findall(words.ignored.sub(" ", text)):
        for start in range(len(part) - 1):
            unit = "+" + part[start : start + 2]
            if unit not in found.words and pairs < _MOST_PAIRS:
                pairs += 1
                found.words[unit] = unit[1:]
                found.weights[unit] = _PAIR


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


@cache
def _words() -> _Words:
    data = vocabulary("topics")
    chinese: dict[str, list[str]] = {}
    english: dict[tuple[str, ...], list[str]] = {}
    near: dict[str, list[str]] = {}
    for name, topic in data["topics"].items():
        for word in topic.get("zh", ()):
            chinese.setdefault(unicodedata.normalize("NFKC", word).lower(), []).append(name)
        for phrase in topic.get("en", ()):
            english.setdefault(tuple(_singular(word) for word in phrase.split()), []).append(name)
        near[name] = list(topic.get("near", ()))
    ignored = sorted((word.lower() for word in data["ignored"]), key=len, reverse=True)
    return _Words(
        chinese,
        english,
        _longest(chinese),
        re.compile("[" + re.escape("".join(sorted({word[0] for word in chinese}))) + "]"),
        _longest(english),
        near,
        frozenset(name for name, topic in data["topics"].items() if topic.get("broad")),
        re.compile("|".join(map(re.escape, ignored))),
    )


def _longest(words: Iterable[Sequence[str]]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for word in words:
        longest[word[0]] = max(longest.get(word[0], 0), len(word))
    return longest
