"""Writes the numbers of automatic lists the way Word and browsers show them."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["FORMATS", "render_number", "to_chinese", "to_letters", "to_roman"]

_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"


def to_chinese(
    number: int, digits: str = "零一二三四五六七八九", units: str = "十百千", ten: str = ""
) -> str:
    """12 → 十二, 20 → 二十, 103 → 一百零三; ``ten`` is what 10–19 begin with where it is not a bare 十."""
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    out = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            out += digits[digit] + (units[power - 1] if power else "")
        elif out and not out.endswith(digits[0]):
            out += digits[0]
    out = out.rstrip(digits[0])
    if 10 <= number < 20:
        out = ten + out[1:]
    return out


def to_letters(number: int, *, upper: bool) -> str:
    """1 → a, 26 → z, 27 → aa (Word repeats the letter: 28 → bb)."""
    if number < 1:
        return str(number)
    letter = chr(ord("A" if upper else "a") + (number - 1) % 26)
    return letter * min((number - 1) // 26 + 1, 40)


def to_roman(number: int, *, upper: bool) -> str:
    """4 → iv; numbers no Roman writing has are given in digits."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        out += sign * (number // value)
        number %= value
    return out.upper() if upper else out


def _series(first: str, count: int) -> Callable[[int], str]:
    """Numbers that have a character each (①…⑳); beyond them plain digits."""
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= count else str(n)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda n: signs[n - 1] if 1 <= n <= len(signs) else str(n)


def _digits(number: int) -> str:
    return "".join(_HAN[int(digit)] if digit.isdigit() else digit for digit in str(number))


def _circled(number: int) -> str:
    if 21 <= number <= 35:
        return chr(0x3251 + number - 21)
    if 36 <= number <= 50:
        return chr(0x32B1 + number - 36)
    return _series("①", 20)(number)


# names as in WordprocessingML w:numFmt
FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda n: str(n).translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "upperLetter": lambda n: to_letters(n, upper=True),
    "lowerLetter": lambda n: to_letters(n, upper=False),
    "upperRoman": lambda n: to_roman(n, upper=True),
    "lowerRoman": lambda n: to_roman(n, upper=False),
    "chineseCounting": to_chinese,
    "chineseCountingThousand": to_chinese,
    "taiwaneseCounting": to_chinese,
    "taiwaneseCountingThousand": to_chinese,
    "japaneseCounting": to_chinese,
    "koreanCounting": to_chinese,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": lambda n: to_chinese(n, _LEGAL, "拾佰仟", "壹"),
    "ideographLegalTraditional": lambda n: to_chinese(n, _LEGAL_TRADITIONAL, "拾佰仟", "壹"),
    "japaneseLegal": lambda n: to_chinese(n, _LEGAL_TRADITIONAL, "拾佰仟", "壹"),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20),
    "ideographEnclosedCircle": _series("㊀", 10),
    "none": lambda n: "",
    "bullet": lambda n: "",
}


def render_number(number: int, style: str) -> str:
    """``number`` in the writing ``style``; an unknown style gives plain digits."""
    return FORMATS.get(style, str)(number)
