"""The status of a standard on a given day, from its dates, its successors and its stage, and why.

A standard is superseded by a published one that replaces it whole, once that one is in force. Whether the successor
is published is told by its own dates and stage alone, never by its status: a ring of replacements can therefore
puzzle nobody here (that there is one is a finding of its own).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from zhunsheng.core.registry.words import STATUSES, status_word

__all__ = ["Life", "Successor", "Verdict", "came_before", "derive_status", "is_published", "not_after"]

#: a draft of so many years ago of which nothing more is known is nobody's work any more
_DRAFT_YEARS = 5
_STAGE = re.compile(r"(\d\d)(?:[.\-](\d\d))?$")


class Life(NamedTuple):
    """What is known of one standard's life. Dates are ISO dates as exact as known or ""; ``said`` a status code.

    ``year`` is the one in its number, None where that has none.
    """

    issued: str = ""
    implemented: str = ""
    withdrawn: str = ""
    stage: str = ""
    said: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Successor:
    """A standard that replaces another one whole."""

    number: str
    life: Life


class Verdict(NamedTuple):
    """A status code and the Chinese sentence that tells why. ``against`` says what speaks against a source's word."""

    status: str
    why: str
    against: str = ""


def not_after(date: str, day: str) -> bool:
    """Whether ``date``, as exact as it is, has come on ``day`` (an exact ISO date); false for no date."""
    return bool(date) and date <= day[: len(date)]


def came_before(other: str, own: str, years: tuple[int | None, int | None] = (None, None)) -> bool:
    """Whether a date is surely earlier than another, both as exact as they are: what replaces cannot have come before.

    Where neither date is known, the ``years`` in both numbers decide; a missing one decides nothing.
    """
    if not other and not own:
        return bool(years[0] and years[1] and years[0] < years[1])
    common = min(len(other), len(own))
    return other[:common] < own[:common]


def is_published(life: Life, today: str) -> bool:
    """Whether the text is out: issued, in force once, at stage 60 or later, or said to be in a state after that."""
    life = _with_word(life)
    stage = _stage(life.stage)
    if stage is not None:
        return stage >= (60, 60) or (stage[0] == 60 and not_after(life.issued, today))
    if life.said == "draft":
        return False
    return (
        not_after(life.issued, today) or not_after(life.implemented, today) or life.said in _PUBLISHED_WORDS
    )


_PUBLISHED_WORDS = frozenset({"current", "upcoming", "superseded", "withdrawn"})


def derive_status(life: Life, successors: Sequence[Successor], today: str) -> Verdict:
    """The status on ``today`` (exact ISO date). ``successors`` replace the standard whole, as sources state."""
    life = _with_word(life)
    verdict = _derive(life, successors, today)
    if life.said and life.said != verdict.status and not _agree(verdict.status, life.said):
        return Verdict(
            verdict.status,
            verdict.why,
            f"来源说“{STATUSES[life.said]}”，而{verdict.why}，应为“{STATUSES[verdict.status]}”",
        )
    return verdict


def _with_word(life: Life) -> Life:
    """A stage that is a word (``PUBLISHED``) is what the source says of the status, where it says nothing else."""
    if life.said or not life.stage or _stage(life.stage) is not None:
        return life
    return life._replace(said=status_word(life.stage))


def _agree(derived: str, said: str) -> bool:
    """A replaced standard is a withdrawn one too: sources that know no links say no more than that."""
    return derived == "unknown" or {derived, said} == {"superseded", "withdrawn"}


def _derive(life: Life, successors: Sequence[Successor], today: str) -> Verdict:
    heir = _heir(life, successors, today)
    stage = _stage(life.stage)
    if heir is not None:
        when = heir.life.implemented or heir.life.issued
        return Verdict("superseded", f"由 {heir.number} 代替" + (f"（{when}）" if when else ""))
    if not_after(life.withdrawn, today):
        return Verdict("withdrawn", f"废止日期 {life.withdrawn} 已到")
    if stage is not None and (stage >= (95, 99) or stage == (99, 60)):
        return Verdict("withdrawn", f"阶段代码 {life.stage} 表示已废止")
    if life.said in {"superseded", "withdrawn"}:
        return Verdict(life.said, f"来源说“{STATUSES[life.said]}”")
    if stage is not None and stage < (60, 0) and stage[1] == 98:
        return Verdict("withdrawn", f"阶段代码 {life.stage} 表示项目已终止")
    if stage is not None and stage < (60, 60) and not (stage[0] == 60 and not_after(life.issued, today)):
        return Verdict("draft", f"阶段代码 {life.stage} 表示尚未发布")
    if life.said == "draft" and life.issued and life.issued[:4] < str(int(today[:4]) - _DRAFT_YEARS):
        return Verdict("unknown", f"草案日期 {life.issued} 已过 {_DRAFT_YEARS} 年，没有后续记录，不再算在研")
    if life.said == "draft" and not not_after(life.implemented, today):
        return Verdict("draft", "来源说“在研”")
    if life.implemented and not not_after(life.implemented, today):
        return Verdict("upcoming", f"实施日期 {life.implemented} 未到")
    if not_after(life.implemented, today):
        return Verdict("current", f"实施日期 {life.implemented} 已到，没有废止日期，也没有代替它的标准")
    if stage is not None:
        return Verdict("current", f"阶段代码 {life.stage} 表示已发布，没有代替它的标准")
    return _as_said(life, today)


def _as_said(life: Life, today: str) -> Verdict:
    """The status where only the source's word tells it: nothing is in force before it is issued."""
    if not life.said:
        return Verdict("unknown", "没有实施日期、阶段和来源所说的状态")
    if life.said == "current" and life.issued and not not_after(life.issued, today):
        return Verdict("upcoming", f"发布日期 {life.issued} 未到")
    return Verdict(life.said, f"来源说“{STATUSES[life.said]}”")


def _heir(life: Life, successors: Sequence[Successor], today: str) -> Successor | None:
    """The successor in force: published, not issued before the standard itself, and already implemented."""
    for successor in sorted(successors, key=lambda one: (one.life.issued or "9999", one.number)):
        other = successor.life
        if came_before(other.issued, life.issued, (other.year, life.year)) or other.said == "draft":
            continue
        if is_published(other, today) and (not other.implemented or not_after(other.implemented, today)):
            return successor
    return None


@lru_cache(maxsize=4096)
def _stage(text: str) -> tuple[int, int] | None:
    found = _STAGE.fullmatch(text.strip())
    return (int(found.group(1)), int(found.group(2) or 0)) if found else None
