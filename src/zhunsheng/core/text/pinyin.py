"""Pinyin of characters, without tones, and what a run of typed letters may stand for.

Readings come from the character table of pypinyin (MIT). A character has up to three readings here, the commonest
first: 行 xing, hang. ü is typed v or u: 绿 is found by lv and by lu.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["initials", "matches", "readings", "spellings"]

_MAX_READINGS = 3


@lru_cache(maxsize=1)
def _marked() -> dict[int, str]:
    from pypinyin.pinyin_dict import pinyin_dict

    return dict(pinyin_dict)


@lru_cache(maxsize=32768)
def readings(char: str) -> tuple[str, ...]:
    """Readings of one character in plain letters, commonest first; none where it is no Chinese character."""
    found: list[str] = []
    for marked in _marked().get(ord(char), "").split(","):
        apart = unicodedata.normalize("NFD", marked).replace("u\u0308", "v")
        plain = "".join(part for part in apart if not unicodedata.combining(part))
        if plain and plain.isascii() and plain not in found:
            found.append(plain)
    return tuple(found[:_MAX_READINGS])


@lru_cache(maxsize=32768)
def _letters(char: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading[0] for reading in readings(char)))


def initials(word: str) -> tuple[str, ...]:
    """First letters of a word's readings, each combination once: 行业 → ``xy``, ``hy``; none where one has none."""
    if len(word) == 2:
        first, second = _letters(word[0]), _letters(word[1])
        if len(first) == len(second) == 1:
            return (first[0] + second[0],)
        return tuple([one + other for one in first for other in second])
    combinations = [""]
    for char in word:
        combinations = [head + letter for head in combinations for letter in _letters(char)]
    return tuple(combinations)


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    """Every syllable that a common character has (those of the two basic planes of GB 2312)."""
    found: set[str] = set()
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                char = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            found.update(readings(char)[:1])
    return frozenset(found | {syllable.replace("v", "u") for syllable in found})


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    return frozenset(syllable[:size] for syllable in _syllables() for size in range(1, len(syllable)))


def spellings(letters: str, limit: int = 6) -> list[tuple[str, ...]]:
    """How ``letters`` divide into syllables and initials, fewest pieces first.

    ``rgzn`` → r g z n; ``rengongzhineng`` → ren gong zhi neng; ``rengzn`` → ren g z n. The last piece may be a
    syllable still being typed. Nothing where the letters cannot be pinyin.
    """
    letters = letters.replace("ü", "v")
    if not (letters.isascii() and letters.isalpha()) or not 2 <= len(letters) <= 60:
        return []
    size = len(letters)
    best: list[list[tuple[str, ...]]] = [[] for _ in range(size + 1)]
    best[size] = [()]
    for start in range(size - 1, -1, -1):
        found: list[tuple[str, ...]] = []
        for end in range(min(size, start + 6), start, -1):
            piece = letters[start:end]
            whole = piece in _syllables()
            typed = end == size and piece in _beginnings()
            single = len(piece) == 1 and piece in _beginnings()
            double = piece in {"zh", "ch", "sh"}
            if whole or typed or single or double:
                found += [(piece, *rest) for rest in best[end]]
        found.sort(key=len)
        best[start] = found[:limit]
    return best[0]


@lru_cache(maxsize=65536)
def matches(char: str, piece: str) -> bool:
    """Whether ``char`` may be read as ``piece``, a whole syllable or its beginning."""
    return any(
        reading.startswith(piece) or reading.replace("v", "u").startswith(piece) for reading in readings(char)
    )
