"""What the text of a (draft) standard says of other standards: its references, what it replaces, adopts, belongs to.

Reads docx, pdf, html, md and txt with the readers of guides. The chapter 规范性引用文件 (Normative references) gives
citations, 参考文献 (Bibliography) gives informative ones, cover and 前言 (Foreword) give succession and adoption, the
rest of the text is searched for numbers that no list has. What cannot be settled is a problem in Chinese.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from zhunsheng.core.guide.readers import read_bytes
from zhunsheng.core.identifiers import StandardNumber, find_numbers, read_number
from zhunsheng.core.relations.chapters import Chapter, DraftLine, chapters_of
from zhunsheng.core.relations.ends import standard_end
from zhunsheng.core.relations.foreword import Said, degree_of, said_in
from zhunsheng.core.relations.link import End, Evidence, Link

__all__ = ["Citation", "DraftCitations", "DraftProblem", "cited_in_draft"]

_NONE = re.compile(r"没有规范性引用文件|无规范性引用文件|no normative references", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[\[［【（(]\s*\d{1,3}\s*[\]］】）)]|[—–\-•·]{1,2}|[a-z]\)|\d{1,2}[）)])\s*")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_DEGREE = re.compile(r"\b(IDT|MOD|NEQ|EQV)\b", re.IGNORECASE)
_UNFINISHED = re.compile(r"X{2,}|\d{3}X\b")
_TITLE_SIGNS = " \t　,，:：—–-《》"
#: a line this broad (in letters), and this much of the broadest of its list, may go on below
_LONG_LINE = 40
_FULL = 0.8


@dataclass(frozen=True, slots=True)
class Citation:
    """One standard cited. ``role`` is normative, informative or mentioned (in the text, in neither list)."""

    number: str
    printed: str
    dated: bool
    title: str
    role: str
    line: int
    page: int | None
    clause: str


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """Something a person has to settle, in Chinese, with its line (None where it is about the whole text)."""

    code: str
    message: str
    line: int | None = None


@dataclass(slots=True)
class DraftCitations:
    """Everything read. ``number`` is the text's own number in the normal form, "" where it has none yet.

    ``said`` holds succession, adoption and parts; its subject is "" for the text itself. ``readable`` is false where
    the file gave no text at all; the problems then say what to do.
    """

    name: str
    media: str
    sha256: str
    number: str = ""
    readable: bool = True
    citations: list[Citation] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    problems: list[DraftProblem] = field(default_factory=list)

    def links(self, subject: End | None = None) -> list[Link]:
        """The links that follow, each once; ``subject`` stands for the text itself (its own number otherwise).

        Without either there is no link of the text itself. Numbers merely mentioned give none.
        """
        own = subject or (standard_end(self.number) if self.number else None)
        found: dict[tuple[str, str, str], Link] = {}
        for one in self.said:
            start = standard_end(one.subject) if one.subject else own
            if start is not None:
                evidence = Evidence(
                    "clause", one.text, one.line, one.line, clause=one.place, source=self.name
                )
                _keep(found, _link(start, one.type, standard_end(one.target), evidence, one.degree))
        for cited in self.citations if own is not None else ():
            kind = {"normative": "cites", "informative": "references"}.get(cited.role)
            if kind and own is not None:
                text = f"{cited.printed} {cited.title}".strip()
                evidence = Evidence(
                    "clause", text, cited.line, cited.line, clause=cited.clause, source=self.name
                )
                _keep(found, _link(own, kind, standard_end(cited.number, cited.title), evidence, ""))
        return list(found.values())


def _link(subject: End, kind: str, target: End, evidence: Evidence, degree: str) -> Link:
    return Link(
        subject,
        kind,
        target,
        origin="catalogue",
        rule="draft-text",
        evidence=(evidence,),
        confidence=0.95,
        subject_clause=evidence.clause if kind in ("cites", "references") else "",
        degree=degree,
    )


def _keep(found: dict[tuple[str, str, str], Link], link: Link) -> None:
    if link.subject.key != link.target.key:
        found.setdefault(link.key, link)


def cited_in_draft(data: bytes, name: str) -> DraftCitations:
    """Read the file ``data`` (called ``name``). Never raises: what cannot be read is told in ``problems``."""
    source = read_bytes(data, name=name)
    draft = DraftCitations(PurePath(name).name, source.media, source.sha256)
    draft.problems = [
        DraftProblem(one.code, one.message, one.lines[0] if one.lines else None) for one in source.problems
    ]
    if not source.lines or any(one.fatal for one in source.problems):
        draft.readable = False
        return draft
    chapters = chapters_of(source)
    front = [one for one in chapters if one.kind in ("cover", "foreword")]
    draft.number = _own_number(chapters)
    said: dict[tuple[str, str, str], Said] = {}
    for one in (one for chapter in front for one in said_in(chapter, draft.number)):
        said.setdefault((one.subject, one.type, one.target), one)
    draft.said = list(said.values())
    for chapter in chapters:
        if chapter.kind in ("normative", "bibliography"):
            _read_list(draft, chapter)
    mentions = _mentions_in(chapters)
    _read_mentions(draft, mentions)
    _check(draft, chapters, mentions)
    return draft


def _own_number(chapters: list[Chapter]) -> str:
    """The number on the cover: alone on its line, or first in it; never what is replaced or adopted."""
    for chapter in chapters:
        for line in chapter.lines if chapter.kind == "cover" else ():
            if re.match(r"\s*(?:ICS|CCS)", line.text):
                continue
            text = _BRACKET.sub("", re.split("代替|替代|replaces", line.text)[0])
            for one in find_numbers(text):
                alone = len(text.strip()) <= len(one.number.printed) + 4
                if alone and one.number.scheme not in ("plan", "foreign"):
                    return one.number.canonical if one.number.is_real else ""
    return ""


# -- lists of references --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Entry:
    text: str
    line: DraftLine


def _entries(chapter: Chapter, wrapped: bool) -> list[_Entry]:
    """The entries of a list; a line without a number goes on with the entry above where that one filled its line.

    Only where lines are ``wrapped`` (txt, md, pdf); a paragraph of docx or html is one line.
    """
    entries: list[_Entry] = []
    full = False
    widest = max((_width(line.text) for line in chapter.lines), default=0)
    for line in chapter.lines:
        text = _BULLET.sub("", line.text).strip()
        if not text:
            full = False
            continue
        numbers = find_numbers(text)
        starts = bool(numbers) and numbers[0].start <= 1
        marked = text != line.text.strip() or text.startswith("《")
        open_bracket = bool(entries) and len(re.findall("[（(]", entries[-1].text)) > len(
            re.findall("[）)]", entries[-1].text)
        )
        if not open_bracket and (starts or marked or not (entries and full)):
            entries.append(_Entry(text, line))
        else:
            entries[-1].text += ("" if re.match(r"[\u3400-\u9fff]", text) else " ") + text
        full = wrapped and _width(line.text) >= max(_LONG_LINE, _FULL * widest)
    return entries


def _width(text: str) -> int:
    """How broad a line is printed: a Chinese character is two letters broad."""
    return sum(1 if letter.isascii() else 2 for letter in text.strip())


def _read_list(draft: DraftCitations, chapter: Chapter) -> None:
    role = "normative" if chapter.kind == "normative" else "informative"
    for entry in _entries(chapter, draft.media in ("txt", "pdf", "md")):
        outside = _BRACKET.sub(_blotted, entry.text)
        numbers = [one for one in find_numbers(outside) if one.number.scheme != "plan"]
        first = [one for one in numbers if one.start <= 1 or _listed(outside[numbers[0].start : one.start])]
        if not first or first[0].start > 1:
            if _is_entry(entry, role):
                _unread(draft, entry, role)
            continue
        ends = [one.end for one in first]
        title = _title(entry.text[ends[-1] :])
        for one in first:
            if one.number.canonical == draft.number:
                continue  # a running head, not an entry
            only = title if len(first) == 1 else ""
            draft.citations.append(_cited(one.number, only, role, entry.line, chapter.clause))
        draft.said += _adopted_by(first[-1].number, entry)


def _blotted(match: re.Match[str]) -> str:
    """A bracket is blotted out unless it belongs to the number: （所有部分）."""
    inside = match.group()
    return inside if re.search(r"所有部分|all parts", inside) else " " * len(inside)


def _listed(between: str) -> bool:
    """Whether only joining words stand between two numbers: GB/T 1.1 和 GB/T 1.2."""
    rest = between
    for one in find_numbers(between):
        rest = rest.replace(one.number.printed, "")
    return not re.sub(r"[、,，和与及\s]", "", rest)


def _is_entry(entry: _Entry, role: str) -> bool:
    """Whether a line without a number looks like an entry at all, not like the sentence in front of the list."""
    text = entry.text
    if re.search(r"下列文件|注日期的|最新版本|following documents|dated references|undated references", text):
        return False
    if _NONE.search(text) or text.endswith(("。", "：", ":")):
        return False
    return role == "normative" and len(text) > 3


def _unread(draft: DraftCitations, entry: _Entry, role: str) -> None:
    short = entry.text[:40]
    if _UNFINISHED.search(short):
        message = f"“{short}”的编号没有写完，发布前请补上"
        draft.problems.append(DraftProblem("placeholder", message, entry.line.number))
        return
    draft.problems.append(
        DraftProblem(
            "entry-without-number",
            f"“{short}”这一条没有认出标准编号，没有列入引用，请人工登记",
            entry.line.number,
        )
    )


def _title(text: str) -> str:
    text = re.split(r"[（(][^（）()]*\b(?:IDT|MOD|NEQ|EQV)\b", text, flags=re.IGNORECASE)[0]
    text = re.split(r"\.\s*(?:Available|http)", text)[0]
    return re.sub(r"\s+", " ", text.strip(_TITLE_SIGNS)).rstrip(".。；;")


def _cited(number: StandardNumber, title: str, role: str, line: DraftLine, clause: str) -> Citation:
    dated = number.year is not None or bool(number.edition)
    return Citation(number.canonical, number.printed, dated, title, role, line.number, line.page, clause)


def _adopted_by(number: StandardNumber, entry: _Entry) -> list[Said]:
    """``（ISO 9001:2015，IDT）`` behind a cited standard says what that standard adopts."""
    found = []
    for bracket in _BRACKET.findall(entry.text):
        degree = _DEGREE.search(bracket)
        if not degree:
            continue
        inside = find_numbers(bracket)
        own = next((one.number for one in inside if one.number.lineage == number.lineage), number)
        for one in inside:
            if one.number.lineage == number.lineage:
                continue
            said = Said(
                own.canonical,
                "adopts",
                one.number.canonical,
                degree_of(degree[1]),
                entry.line.number,
                "引用文件清单",
                bracket.strip("（）()"),
            )
            found.append(said)
    return found


# -- the rest of the text -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Mention:
    """A number in the text, the keys by which a list may know it, and where it stands."""

    number: StandardNumber
    keys: frozenset[str]
    line: DraftLine
    kind: str


def _mentions_in(chapters: Iterable[Chapter]) -> list[_Mention]:
    """Every number of introduction, body and annexes."""
    keys: dict[str, frozenset[str]] = {}
    found = []
    for chapter in chapters:
        for line in chapter.lines if chapter.kind in ("body", "annex", "introduction") else ():
            for one in find_numbers(line.text):
                number = one.number
                if number.canonical not in keys:
                    keys[number.canonical] = _known_as(number)
                found.append(_Mention(number, keys[number.canonical], line, chapter.kind))
    return found


def _known_as(number: StandardNumber) -> frozenset[str]:
    """Keys of a number in the text: its own, and (``*``) those of a list entry for all parts it may belong to."""
    undated = number.undated
    return frozenset((number.lineage, f"*{number.whole}", f"*{undated}", f"*{undated.rpartition('.')[0]}"))


def _stands_for(number: StandardNumber) -> set[str]:
    """Keys of what an entry of a list stands for: itself, the parts of its range, or all parts."""
    keys = {number.lineage}
    keys |= {read.lineage for member in number.members if (read := read_number(member))}
    if number.all_parts:
        keys |= {f"*{number.whole}", f"*{number.undated}"}
    return keys


def _read_mentions(draft: DraftCitations, mentions: Iterable[_Mention]) -> None:
    """Numbers in the text that neither list has, once each at their first place."""
    known = {key for one in draft.citations for key in _keys_of(one.number)} | _keys_of(draft.number)
    seen: set[str] = set()
    for one in mentions:
        number, line = one.number, one.line
        if not one.keys.isdisjoint(known) or number.canonical in seen:
            continue
        if number.scheme == "plan" or not number.is_real:
            continue
        seen.add(number.canonical)
        draft.citations.append(_cited(number, "", "mentioned", line, line.clause))


def _keys_of(text: str) -> set[str]:
    return {key for one in find_numbers(text) for key in _stands_for(one.number)}


def _check(draft: DraftCitations, chapters: list[Chapter], mentions: list[_Mention]) -> None:
    """What GB/T 1.1 asks of references and what a reader stumbles over."""
    normative = [one for one in draft.citations if one.role == "normative"]
    _check_chapter(draft, chapters, bool(normative))
    counts = Counter((one.role, one.number) for one in draft.citations)
    for (role, number), count in counts.items():
        if count > 1 and role != "mentioned":
            _tell(draft, "listed-twice", f"{number} 在同一张清单里列了 {count} 次", number)
    both = {one.number for one in normative} & {
        one.number for one in draft.citations if one.role == "informative"
    }
    for number in sorted(both):
        _tell(draft, "listed-in-both", f"{number} 同时列为规范性引用文件和参考文献，只应列在一处", number)
    for one in draft.citations:
        if "X" in one.number.partition(" ")[2]:
            _tell(draft, "placeholder", f"{one.number} 不是完整的编号，发布前请补上", one.number)
        elif one.role == "mentioned":
            place = one.clause or f"第 {one.line} 行"
            message = f"{place} 提到 {one.printed}，但规范性引用文件和参考文献都没有列它"
            _tell(draft, "not-listed", message, one.number)
    if any(line.text.strip() for one in chapters if one.kind in ("body", "annex") for line in one.lines):
        _check_used(draft, [one for one in mentions if one.kind != "introduction"], normative)


def _check_chapter(draft: DraftCitations, chapters: list[Chapter], any_listed: bool) -> None:
    lists = [one for one in chapters if one.kind == "normative"]
    if not lists:
        message = "没有找到“规范性引用文件”（Normative references）一章，请确认这是标准的全文，章标题单独成行"
        draft.problems.append(DraftProblem("no-chapter", message))
    elif not any_listed and not any(_NONE.search(line.text) for one in lists for line in one.lines):
        message = "“规范性引用文件”一章没有列出任何标准，也没有写“本文件没有规范性引用文件”"
        draft.problems.append(DraftProblem("empty-chapter", message, lists[0].line))


def _check_used(draft: DraftCitations, mentions: list[_Mention], normative: list[Citation]) -> None:
    """A normative reference has to be referred to in the text, and in the edition listed."""
    used = {key for one in mentions for key in one.keys}
    editions: dict[str, dict[int, str]] = defaultdict(dict)
    for one in mentions:
        if one.number.year:
            editions[one.number.lineage].setdefault(one.number.year, one.number.canonical)
    for cited in normative:
        if used.isdisjoint(_keys_of(cited.number)):
            _tell(draft, "not-used", f"{cited.number} 列为规范性引用文件，正文却没有提到它", cited.number)
            continue
        read = find_numbers(cited.number)[0].number
        others = {year: text for year, text in editions[read.lineage].items() if year != read.year}
        if read.year and others:
            message = f"清单列的是 {cited.number}，正文引用的却是 {others[min(others)]}"
            _tell(draft, "other-edition", message, cited.number)


def _tell(draft: DraftCitations, code: str, message: str, number: str) -> None:
    line = next((one.line for one in draft.citations if one.number == number), None)
    draft.problems.append(DraftProblem(code, message, line))
