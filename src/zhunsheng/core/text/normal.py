"""Normal forms of Chinese text as standards guides print it.

Printed text is never changed in place: these functions give the form used to compare, to key and to show.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = [
    "CJK",
    "chinese_number",
    "clean",
    "key",
    "numeral_value",
    "squeeze",
    "strip_ending",
]

# Han, kana-free: the blocks in which a space between two characters is never meant.
CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
_CJK_OR_POINT = CJK + "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·/／"
_SPACES = "[ \t\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+"
_INNER_SPACE = re.compile(f"(?<=[{_CJK_OR_POINT}]){_SPACES}(?=[{_CJK_OR_POINT}])")
_ANY_SPACE = re.compile(_SPACES)
_EVERY_SPACE = re.compile("[\\s\u200b\ufeff]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－﹣−─", "-"))
_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_ENDINGS = ("标准体系", "子体系", "标准", "产业集群", "集群", "模块", "领域", "部分")
_KEY_DROP = re.compile(r"[\s（）()《》〈〉“”\"'‘’【】\[\]、，,。．.：:；;/／·&+＋\-]")


def clean(text: str) -> str:
    """Printed text without the spaces that line breaks and justification leave inside Chinese words.

    A space stays between a Chinese character and a Latin letter or digit, and between Latin words; runs of
    spaces become one. ``人工智能系统生命周期过程管 理标准`` → ``人工智能系统生命周期过程管理标准``.
    """
    text = _ANY_SPACE.sub(" ", text.replace("\r", "").replace("\n", " ")).strip()
    return _INNER_SPACE.sub("", text)


def squeeze(text: str) -> str:
    """Text without any space at all, otherwise as printed."""
    return _EVERY_SPACE.sub("", text)


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """The form in which two printings of one name are equal: NFKC, case folded, no spaces, no punctuation."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    return _KEY_DROP.sub("", folded).replace("其它", "其他")


def strip_ending(name: str, endings: tuple[str, ...] = _ENDINGS) -> str:
    """A subsystem's name without 标准, 集群, 模块 … at its end, doubled ones too; never empty.

    ``先进制造业集群标准`` → ``先进制造业``; ``跨媒体智能标准标准`` → ``跨媒体智能``.
    """
    name = name.strip()
    while True:
        for ending in endings:
            if name.endswith(ending) and len(name) > len(ending):
                name = name[: -len(ending)].rstrip()
                break
        else:
            return name


def chinese_number(text: str) -> int | None:
    """``十二`` → 12, ``一百零三`` → 103, ``二〇二七`` → 2027; None where it is not a number."""
    if not text:
        return None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, part, digit = 0, 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            unit = _UNITS[char]
            if unit == 10000:
                total, part, digit = (total + part + digit) * unit, 0, 0
            else:
                part, digit = part + (digit or (1 if unit == 10 and not part else 0)) * unit, 0
        else:
            return None
    return total + part + digit


def numeral_value(text: str) -> int | None:
    """The value of a numeral in Chinese, Arabic (either width), circled or Roman writing; None if it is none."""
    text = squeeze(text)
    folded = unicodedata.normalize("NFKC", text)
    if folded.isascii() and folded.isdigit():
        return int(folded) if len(folded) < 10 else None
    if (value := chinese_number(folded)) is not None:
        return value
    return _roman(folded.upper()) if re.fullmatch(r"[IVXivx]+", folded) else None


def _roman(text: str) -> int:
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for char, following in zip(text, text[1:] + " ", strict=True):
        value = values[char]
        total += -value if values.get(following, 0) > value else value
    return total
