"""What the guide rests on: laws, policies and standards, with their numbers."""

from __future__ import annotations

import re

from zhunsheng.core.guide.model import Basis
from zhunsheng.core.guide.parse.context import Run, State
from zhunsheng.core.guide.parse.outline import Section
from zhunsheng.core.identifiers import find_identifiers
from zhunsheng.core.text.normal import CJK, clean, squeeze

__all__ = ["read_bases"]

_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)*)(》?)")
_PAREN = re.compile(r"\s*[（(]([^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*)[)）]")
_DOCUMENT = re.compile(
    rf"[{CJK}]+[〔\[［（(【]\s*(?:19|20)\d\d\s*[〕\]］)）】]\s*(?:第\s*)?\d+\s*号|(?:主席令|政府令|国务院令|总局令|令)[^，。；）)]*?第?\s*\d+\s*号|第\s*\d+\s*号"
)
_LAW = re.compile(r"(?:法|条例|规定|办法|规章|细则|决定)$")


def read_bases(state: State, root: Section) -> list[Basis]:
    """The chapter on bases; where there is none, the documents the chapter on aims says it carries out."""
    chapters = [s for s in root.walk() if s.kind == "bases" and not (s.parent and s.parent.within("bases"))]
    bases: list[Basis] = []
    for chapter in chapters:
        for section in [part for part in chapter.walk() if not part.within("principles")]:
            lines = [n for n in section.body if state.free(n)]
            if section.run_in:
                lines.insert(0, section.line_start)
            bases.extend(_read(state, lines, section))
    if not bases:
        for section in root.walk():
            if section is root or section.within("requirements") or section.kind == "preface":
                lines = [
                    n
                    for n in section.body
                    if state.text(n) and state.used[n - 1] not in {"contents", "front"}
                ]
                bases.extend(_read(state, lines, section, claim=False))
    return bases


def _read(state: State, lines: list[int], section: Section, *, claim: bool = True) -> list[Basis]:
    out: list[Basis] = []
    for group in _items(state, lines):
        run = state.join(group)
        found = _in_run(run, section)
        if found and claim:
            for item in found:
                state.use(item.source.line_start, item.source.line_end, "bases")
        out.extend(item for item in found if claim or _is_carried_out(run, item))
    return out


def _is_carried_out(run: Run, item: Basis) -> bool:
    """In prose only a document that the sentence carries out or follows is a basis, not every title quoted."""
    place = run.text.find(item.printed)
    before = run.text[max(0, place - 60) : place] if place >= 0 else ""
    sentence = re.split(r"[。；]", before)[-1]
    return bool(re.search(r"贯彻|落实|依据|根据|按照|遵循|执行", sentence))


def _items(state: State, lines: list[int]) -> list[list[int]]:
    """Lines grouped by item: an item starts with 《, a number or a bullet; other lines go on with the one above."""
    groups: list[list[int]] = []
    for number in lines:
        text = state.text(number)
        starts = bool(re.match(r"^(?:[（(]?\d{1,2}[)）.、．]\s*|[-•·*]\s*)?[《“]?", text)) and (
            text.startswith("《")
            or bool(re.match(r"^(?:[（(]?\d{1,2}[)）.、．]\s*|[-•·*]\s*)《?", text))
            or _leading_number(text)
        )
        if starts or not groups:
            groups.append([number])
        else:
            groups[-1].append(number)
    return groups


def _leading_number(text: str) -> bool:
    found = find_identifiers(text)
    return bool(found) and found[0].start <= 4


def _in_run(run: Run, section: Section) -> list[Basis]:
    out: list[Basis] = []
    numbers = find_identifiers(run.text)
    used: set[int] = set()
    position = 0
    while match := _TITLE.search(run.text, position):
        title = clean(match.group(1))
        closed = bool(match.group(2))
        position = match.end()
        if len(squeeze(title)) < 3:
            continue
        end = match.end()
        document = note = None
        if closed and (paren := _PAREN.match(run.text, end)):
            document, note = _document(paren.group(1))
            end = paren.end()
            position = end
        elif not closed and (inner := re.search(r"[（(][^（）()]*$", title)):
            title = title[: inner.start()] or title
        identifier, start = _own_number(run.text, numbers, match.start(), end, used)
        out.append(_basis(run, section, title, document, note, identifier, start, end, closed))
    for index, found in enumerate(numbers):
        if index not in used and not any(b.identifier == found.canonical for b in out):
            rest = re.match(r"[^，。；《》\n]*", run.text[found.end :])
            title = clean(rest.group(0)) if rest else ""
            end = found.end + (rest.end() if rest else 0)
            out.append(_basis(run, section, title, None, None, found.canonical, found.start, end, True))
    return out


def _own_number(text: str, numbers: list, start: int, end: int, used: set[int]) -> tuple[str | None, int]:  # type: ignore[type-arg]
    """The standard number right before or right after a title."""
    for index, found in enumerate(numbers):
        before = found.end <= start and not text[found.end : start].strip(" ，,：:")
        after = (
            found.start >= end - 1
            and not text[end : found.start].strip(" （(，,：:")
            and found.start - end < 4
        )
        inside = start < found.start < end
        if index not in used and (before or after or inside):
            used.add(index)
            return found.canonical, min(start, found.start)
    return None, start


def _document(text: str) -> tuple[str | None, str | None]:
    flat = squeeze(text)
    if find_identifiers(text):
        return None, None
    if _DOCUMENT.search(flat):
        return flat, None
    return None, flat or None


def _basis(
    run: Run,
    section: Section,
    title: str,
    document: str | None,
    note: str | None,
    identifier: str | None,
    start: int,
    end: int,
    closed: bool,
) -> Basis:
    kind = "standard" if identifier else _kind(section, title)
    return Basis(
        kind,
        title,
        document,
        identifier,
        run.span(start, end),
        clean(run.text[start:end]),
        section.title,
        note,
        not closed,
    )


def _kind(section: Section, title: str) -> str:
    heads = section.title
    if "标准" in heads and not re.search(r"法律|法规|政策|文件|依据", heads):
        return "standard"
    if "地方" in heads or re.search(r"[省市区县](?:级)?(?:政策|文件)", heads):
        return "local_policy"
    if "国家" in heads and "政策" in heads:
        return "national_policy"
    if re.search(r"法律|法规|规章", heads) or (not re.search(r"政策|文件", heads) and _LAW.search(title)):
        return "law"
    if "国家" in heads or re.search(r"国务院|部委", heads):
        return "national_policy"
    return "policy"
