"""Cursors: where a list goes on, as one opaque word that holds good while the list grows.

A cursor carries the place (plain values) and a mark of the question it belongs to, so that one taken from another
list is refused rather than answered with rubbish.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any

from ninja import Query

from zhunsheng.api.errors import ApiError

__all__ = ["MOST", "Cursor", "Limit", "read_cursor", "write_cursor", "wrong_cursor"]

#: most entries of a page
MOST = 200
Limit = Annotated[int, Query(ge=1, le=MOST, description=f"一页最多几条，1 到 {MOST}")]
Cursor = Annotated[str, Query(max_length=2000, description="上一页的 next；不写则为第一页")]
_BIGGEST = 2**63 - 1


def write_cursor(place: list[Any], question: Mapping[str, Any]) -> str:
    """The word for ``place`` (strings and whole numbers) within the list that ``question`` asks for."""
    plain = json.dumps([_mark(question), *place], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_cursor(word: str, question: Mapping[str, Any], kinds: tuple[type, ...]) -> list[Any] | None:
    """The place that ``word`` names, its values of these types; None for the first page.

    Raises :class:`ApiError` (409) for a word that was not given out for this question.
    """
    if not word:
        return None
    place: list[Any] = []
    try:
        padded = word.encode("ascii") + b"=" * (-len(word) % 4)
        mark, *place = json.loads(base64.urlsafe_b64decode(padded).decode())
        sound = (
            mark == _mark(question)
            and len(place) == len(kinds)
            and all(type(value) is kind for value, kind in zip(place, kinds, strict=True))
            and all(0 <= value <= _BIGGEST for value in place if isinstance(value, int))
            and all("\0" not in value for value in place if isinstance(value, str))
        )
    except (ValueError, TypeError, RecursionError):
        sound = False
    if not sound:
        raise wrong_cursor()
    return place


def wrong_cursor() -> ApiError:
    """What is said to a word that was not given out for the list."""
    return ApiError(
        409,
        "cursor 不属于这个列表。",
        code="cursor",
        place="cursor",
        mend="请原样使用上一页的 next，且不改其他参数；或去掉 cursor 从头取。",
    )


def _mark(question: Mapping[str, Any]) -> str:
    said = json.dumps(
        {name: value for name, value in sorted(question.items()) if value not in (None, "", [], ())},
        ensure_ascii=False,
        default=str,
    )
    return hashlib.sha256(said.encode()).hexdigest()[:10]
