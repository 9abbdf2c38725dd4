"""What cover and foreword say: what the text replaces, adopts, merges, amends, and of what it is a part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhunsheng.core.identifiers import StandardNumber, find_numbers
from zhunsheng.core.relations.chapters import Chapter

__all__ = ["Said", "degree_of", "said_in"]

_STOP = re.compile(r"[。；;]|(?<=[a-z)\d])\.(?=\s+[A-Z]|$)")
_HAN = re.compile(r"[\u3000-\u9fff，（）《》]")
#: 代替 … up to where the comparison with the old edition begins
_REPLACES = re.compile(
    r"(?P<partly>部分)?(?P<merged>整合)?(?<![所被])(?:代替|替代)(?!品|人工|料)(?P<rest>.*?)(?=[，,]\s*(?:与|和|除)|相比|$)"
)
_CANCELS = re.compile(
    r"(?P<partly>partially |partly |in part )?(?:cancels and )?(?:(?:partially |partly )?replaces|supersedes)"
    r"(?P<rest>.*?)(?=,? (?:which|of which)|$)",
    re.IGNORECASE,
)
_INCORPORATES = re.compile(r"incorporates(?P<rest>.*)", re.IGNORECASE)
_DEGREES = (
    (
        "IDT",
        re.compile(
            r"等同采用|等同转化|一致性程度为等同|identical (?:to|adoption|with)|identically adopts|\bIDT\b",
            re.I,
        ),
    ),
    (
        "MOD",
        re.compile(
            r"修改采用|一致性程度为修改|等效采用|modified adoption|modified in relation|\bMOD\b|\bEQV\b", re.I
        ),
    ),
    ("NEQ", re.compile(r"非等效|参考采用|not equivalent|\bNEQ\b", re.I)),
)
_PART = re.compile(
    r"(?:本文件|本部分|本标准)(?:是|为)(?P<rest>.{2,80}?)的第\s*[\d一二三四五六七八九十]+\s*(?:个)?部分"
)
_SUBJECT = re.compile(
    r"本文件|本部分|本标准|本规范|本指导性技术文件|本修改单|this (?:\w+ )?(?:document|standard|part|edition|guide|report|specification)",
    re.I,
)
_EDITION = re.compile(r"this .{0,20}edition", re.I)
_BESIDE = re.compile(r"[（(](?P<inside>[^（）()]*\b(?P<degree>IDT|MOD|NEQ|EQV)\b[^（）()]*)[）)]", re.I)
_INTERNATIONAL = ("iso", "en", "ieee", "itu", "etsi", "jis", "w3c", "ietf", "foreign")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Said:
    """``subject type target`` as the text says it; ``subject`` is "" for the text itself. ``text`` is the sentence."""

    subject: str
    type: str
    target: str
    degree: str
    line: int
    place: str
    text: str


def degree_of(mark: str) -> str:
    """The degree of adoption that a printed mark means; the old ``EQV`` is ``MOD`` today."""
    degree = mark.upper()
    return {"EQV": "MOD"}.get(degree, degree)


def said_in(chapter: Chapter, own: str) -> list[Said]:
    """Everything a cover or foreword says of other standards, each once."""
    found: dict[tuple[str, str, str], Said] = {}
    for text, places in _sentences(chapter):
        for one in _read(text, places, chapter.kind, own):
            if one.target != (one.subject or own):
                found.setdefault((one.subject, one.type, one.target), one)
    return list(found.values())


def _sentences(chapter: Chapter) -> Iterator[tuple[str, list[int]]]:
    """Sentences of a foreword over line ends, or the lines of a cover, with the line of each letter."""
    letters: list[str] = []
    places: list[int] = []
    for line in chapter.lines:
        text = line.text.strip()
        if letters and (chapter.kind == "cover" or not text or re.match(r"[—–\-•]|[a-z]\)", text)):
            yield from _cut("".join(letters), places)
            letters, places = [], []
        if letters and text and not (_HAN.match(text) or _HAN.match(letters[-1])):
            text = " " + text
        letters.extend(text)
        places.extend([line.number] * len(text))
    yield from _cut("".join(letters), places)


def _cut(text: str, places: list[int]) -> Iterator[tuple[str, list[int]]]:
    start = 0
    for stop in [*(match.end() for match in _STOP.finditer(text)), len(text)]:
        if text[start:stop].strip():
            yield text[start:stop], places[start:stop]
        start = stop


def _read(text: str, places: list[int], kind: str, own: str) -> Iterator[Said]:
    place = "封面" if kind == "cover" else "前言"
    bare = text
    for match in _BESIDE.finditer(text):
        before = [
            one for one in find_numbers(text[: match.start()]) if one.number.scheme not in _INTERNATIONAL
        ]
        subject = before[-1].number.canonical if before else ""
        if subject or kind == "cover":
            degree = degree_of(match["degree"])
            for one in find_numbers(match["inside"]):
                who = "" if subject == own else subject
                yield _said(text, places, match.start(), place, who, "adopts", one.number, degree)
            bare = bare[: match.start()] + " " * len(match.group()) + bare[match.end() :]
    yield from _successions(text, bare, places, kind, place)
    yield from _adoptions(text, bare, places, place)
    part = _PART.search(bare)
    for one in find_numbers(part["rest"])[:1] if part else ():
        yield _said(
            text, places, part.start() if part else 0, place, "", "part_of", one.number, "", whole=True
        )


def _successions(text: str, bare: str, places: list[int], kind: str, place: str) -> Iterator[Said]:
    spoken = kind == "cover" or _SUBJECT.search(bare) is not None
    for pattern in (_REPLACES, _CANCELS) if spoken else ():
        for match in pattern.finditer(bare):
            partly = bool(match["partly"]) or "partially" in match.group().lower()
            merged = pattern is _REPLACES and bool(match["merged"])
            name = "replaces_partly" if partly else "merges" if merged else "replaces"
            for one in find_numbers(match["rest"]):
                yield _said(text, places, match.start(), place, "", name, one.number, "")
            if match.group().strip():
                break
    taken = (
        _INCORPORATES.search(bare)
        if "replaces" in bare.lower() or _EDITION.search(bare) or "also" in bare
        else None
    )
    for one in find_numbers(taken["rest"]) if taken else ():
        if one.number.supplement:
            yield _said(text, places, taken.start() if taken else 0, place, "", "merges", one.number, "")


def _adoptions(text: str, bare: str, places: list[int], place: str) -> Iterator[Said]:
    if not _SUBJECT.search(bare):
        return
    for degree, pattern in _DEGREES:
        match = pattern.search(bare)
        if not match:
            continue
        numbers = [one for one in find_numbers(bare) if one.number.scheme in _INTERNATIONAL]
        for one in numbers[:1] if len({found.number.lineage for found in numbers}) == 1 else numbers:
            yield _said(text, places, match.start(), place, "", "adopts", one.number, degree)
        return


def _said(
    text: str,
    places: list[int],
    at: int,
    place: str,
    subject: str,
    kind: str,
    number: StandardNumber,
    degree: str,
    whole: bool = False,
) -> Said:
    target = number.undated if whole else number.canonical
    return Said(subject, kind, target, degree, places[at], place, text.strip()[:_LONGEST])
