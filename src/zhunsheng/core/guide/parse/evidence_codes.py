"""What the shape of a code tells: its depth and the code above it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

# A, AA, A1, A-1, A1.2, TY101.1, 101, 101-1; never a bare one- or two-digit number.
CODE = r"(?:[A-Za-z]{1,4}(?:-[A-Z]{1,2})?(?:[.\-]?\d{1,3}(?:[.\-]\d{1,3}){0,3})?|\d{3}(?:[.\-]\d{1,2}){0,3}|0\d(?:\.\d{2}){0,3}|\d{1,2}(?:\.\d{1,2}){1,3})"

__all__ = ["CODE", "code_above", "code_level", "known_above", "normal_code"]


def normal_code(code: str | None) -> str | None:
    """Upper case, half width, no spaces."""
    return unicodedata.normalize("NFKC", code).replace(" ", "").upper() if code else None


def code_level(code: str) -> int:
    """The depth a code's shape tells: A 1, AA 2, A1 2, A1.2 3, 100 1, 101 2, 101-1 3; 0 where it tells nothing."""
    if not code:
        return 0
    if code.isascii() and code.isalpha():
        return len(code)
    if match := re.fullmatch(r"[A-Za-z]+[.\-]?\d+((?:[.\-]\d+)*)", code):
        return 2 + len(re.findall(r"[.\-]", match.group(1)))
    if match := re.fullmatch(r"(\d+)((?:[.\-]\d+)*)", code):
        head, tail = match.group(1), len(re.findall(r"[.\-]", match.group(2)))
        if len(head) == 3:
            return (1 if head.endswith("00") else 2) + tail
        return (len(head) + 1) // 2 + tail
    return 0


def known_above(code: str, known: Container[str]) -> str:
    """The longest known code that this one starts with (F11 → F1, 101 → 100), or what its shape says."""
    shaped = code_above(code)
    if shaped in known:
        return shaped
    for length in range(len(code) - 1, 0, -1):
        lead = code[:length].rstrip(".-")
        if lead in known and not (lead.isdigit() and code.isdigit() and len(code) <= 3):
            return lead
    return shaped


def code_above(code: str) -> str:
    """The code one level up, by the code's own shape; "" at the top."""
    if not code:
        return ""
    if code.isascii() and code.isalpha():
        return code[:-1]
    if match := re.fullmatch(r"(.+)[.\-]\d+", code):
        return match.group(1)
    if match := re.fullmatch(r"([A-Za-z]+)\d+", code):
        return match.group(1)
    if code.isdigit() and len(code) == 3:
        return "" if code.endswith("00") else f"{code[0]}00"
    return code[:-2] if code.isdigit() and len(code) > 3 else ""
