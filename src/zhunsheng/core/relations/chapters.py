"""The chapters of a standard's text: cover, foreword, introduction, references, body, annexes, bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from zhunsheng.core.guide.source import Line, SourceDocument

__all__ = ["Chapter", "DraftLine", "chapters_of"]

_NUMBERED = re.compile(
    r"^(?P<number>(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,3}){0,5})(?:[\s　、．.]+|(?=[\u3400-\u9fff]))(?P<title>\S.*)$"
)
_CONTENTS = re.compile(r"(?:[.…·．]{3,}|\t|\s{3,})\s*(?:\d{1,3}|[ⅠⅡⅢⅣⅤIVX]{1,4})\s*$")
_COMMENT = re.compile(r"<!--.*-->")
#: a line that breaks off behind the prefix of a number, as texts taken out of a pdf do
_PREFIX_LEFT = re.compile(
    r"(?:^|[^A-Za-z])(?:GB(?:/[TZ])?|[A-Z]{2,3}/T|DB\d{2,6}/T|T/[A-Z]{2,}|ISO(?:/IEC)?(?:/IEEE)?(?:/T[RS])?|IEC)$"
)
_SENTENCE = re.compile(r"[。；;！？]$|[.;]$")
_LONGEST_HEADING = 40
_SPACES = re.compile(r"\s+")
#: headings without spaces, in lower case → kind of chapter
_KINDS = {
    "前言": "foreword",
    "foreword": "foreword",
    "nationalforeword": "foreword",
    "引言": "introduction",
    "introduction": "introduction",
    "规范性引用文件": "normative",
    "规范性引用文档": "normative",
    "引用文件": "normative",
    "引用标准": "normative",
    "normativereferences": "normative",
    "normativereference": "normative",
    "参考文献": "bibliography",
    "参考资料": "bibliography",
    "bibliography": "bibliography",
    "目次": "contents",
    "目录": "contents",
    "contents": "contents",
    "tableofcontents": "contents",
}
_ANNEX = re.compile(r"^(?:附录|annex|appendix)\s*[A-Z](?:$|[\s　（(:：—])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line with its number, page and the clause it stands in ("" before the first)."""

    number: int
    text: str
    page: int | None
    clause: str


@dataclass(slots=True)
class Chapter:
    """Lines of one kind. ``clause`` is the number of its heading, ``line`` where it begins."""

    kind: str
    clause: str
    line: int
    lines: list[DraftLine] = field(default_factory=list)


def _whole_lines(source: SourceDocument) -> Iterator[Line]:
    """The lines without running heads and comments; a prefix at a line's end (``GB/T``) gets its number from below."""
    kept = [
        line
        for line in source.lines
        if line.number not in source.furniture and not _COMMENT.fullmatch(line.text.strip())
    ]
    skipped = -1
    for at, line in enumerate(kept):
        if at <= skipped:
            continue
        text = line.text.rstrip()
        while _PREFIX_LEFT.search(text):
            after = max(at, skipped) + 1
            following = next(
                (n for n in range(after, min(after + 3, len(kept))) if kept[n].text.strip()), None
            )
            if following is None or not kept[following].text.lstrip()[:1].isdigit():
                break
            text = f"{text} {kept[following].text.strip()}"
            skipped = following
        yield replace(line, text=text)


def chapters_of(source: SourceDocument) -> list[Chapter]:
    """The text in chapters, in order. Running heads and the table of contents are left out."""
    chapters = [Chapter("cover", "", 1)]
    clause = ""
    for line in _whole_lines(source):
        text = line.text.strip()
        heading = _heading(text, line.number in source.headings, chapters[-1].kind)
        if heading is not None:
            kind, clause = heading
            chapters.append(Chapter(kind, clause, line.number))
            continue
        numbered = _clause(text)
        if numbered and chapters[-1].kind in ("body", "annex"):
            clause = numbered
        chapters[-1].lines.append(DraftLine(line.number, line.text, line.page, clause))
    return [one for one in chapters if one.kind != "contents"]


def _heading(text: str, marked: bool, before: str) -> tuple[str, str] | None:
    """(kind, clause number) where ``text`` begins a chapter."""
    text = re.sub(r"^#{1,6}\s*", "", text)
    if not text or len(text) > 2 * _LONGEST_HEADING or _CONTENTS.search(text):
        return None
    numbered = _NUMBERED.match(text)
    title = numbered["title"] if numbered else text
    number = numbered["number"] if numbered else ""
    kind = _KINDS.get(_SPACES.sub("", title).strip("*:：").lower())
    if kind and (not number or "." not in number):
        return kind, number
    if _ANNEX.match(text):
        return "annex", re.sub(r"\s+", " ", text[:8]).strip().split("（")[0].split("(")[0].strip()
    first = number.isdigit() and len(title) <= _LONGEST_HEADING and not _SENTENCE.search(title)
    if first and _plausible(int(number), title, marked, before):
        return "body", number
    return None


def _plausible(number: int, title: str, marked: bool, before: str) -> bool:
    """Whether ``3 术语和定义`` is a chapter and not an entry of a list or a row of a table."""
    if (
        not 1 <= number <= 40
        or not re.match(r"[\u3400-\u9fffA-Za-z]", title)
        or re.search(r"[，,|\t]", title)
    ):
        return False
    return marked or before != "bibliography"


def _clause(text: str) -> str:
    """The number of a clause at the beginning of a line: ``5.1.2 数据应…``, ``A.2 …``."""
    found = _NUMBERED.match(text)
    number = found["number"] if found else ""
    return number if "." in number else ""
