"""Implementing measures and what they commit to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from zhunsheng.core.guide.model import Commitment, Measure
from zhunsheng.core.guide.parse.context import Run, State, ends_sentence
from zhunsheng.core.guide.parse.numbering import split_numbering
from zhunsheng.core.guide.parse.outline import Section
from zhunsheng.core.text.normal import CJK, clean
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["read_measures"]

_CLAUSE = re.compile(r"[^，。；,;]+")
_HAN = "一二三四五六七八九十"
_MARKER = re.compile(
    rf"^(?P<mark>[{_HAN}]{{1,2}}是(?:要)?|第[{_HAN}][，、]|[—－\-•·●▪◆■*]+|[{_HAN}]{{1,3}}[、.．]|[（(][{_HAN}\d]{{1,3}}[)）]|\d{{1,2}}[)）.、．](?!\d)|"
    r"[①-⑳])\s*"
)
_INNER = re.compile(rf"(?:(?<=[。；;！])|^)\s*(?=[（(][{_HAN}]{{1,3}}[)）]|[{_HAN}]{{1,2}}是(?:要)?[{CJK}])")
_LEAD = re.compile(r"([^，。；：:;,]{2,26})[。：:；;]")
_LEAD_COMMA = re.compile(r"([^，。；：:;,]{4,20})[，。；：]")
_LEAD_PAIR = re.compile(r"((?:[^，。；：:;,]{4,14})，(?=([^，。；：:;,]{4,14}))\2)。")
_ACTS = re.compile(
    r"(?:进一步|切实|积极|大力|广泛|持续|不断|着力|扎实|有序)*(?:加强|强化|压实|健全|提高|提升|狠抓|完善|建立|推进|推动|深化|营造|落实|开展|加大|注重|做好|优化|"
    r"加快|加速|实施|构建|统筹|促进|鼓励|发挥|扩大|抓好|突出|严格|明确|保障|培育|培养|跟踪|动态|创新|畅通|夯实|凝聚|坚持|引导|支持|拓展|打造|细化|"
    r"定期|及时|激发|评估|宣传|组建|搭建|聚焦|协同|规范|增强)"
)
_NOUNS = re.compile(
    r"(?:保障|机制|支撑|支持|引领|领导|协调|宣传|培训|评估|监督|考核|责任|更新|合作|交流|实施|推广|投入|政策|建设|检查|改进|评价|评审|修订|反馈)$"
)
_OUTLOOK = re.compile(r"要求|建议|举措|保障|机制|实施|推进|路径|展望|落实|措施|工作")


@dataclass(slots=True)
class _Piece:
    """One measure: its title, its number, and the texts it runs over."""

    title: str
    printed: str
    runs: list[Run]
    first: int
    last: int


def read_measures(state: State, root: Section) -> list[Measure]:
    """The headings of the chapter on implementation, each with its concrete undertakings."""
    chapters = [s for s in root.walk() if s.kind == "measures" and _stands_alone(s)]
    if not chapters:
        chapters = _by_their_verbs(root)
    measures: list[Measure] = []
    for chapter in chapters:
        parts = chapter.children or _followers(state, chapter)
        pieces = (
            [piece for section in parts for piece in _of_section(state, section)]
            if parts
            else _in_paragraphs(state, chapter) or _of_section(state, chapter)
        )
        for piece in pieces:
            measures.append(_measure(state, piece))
    return measures


def _followers(state: State, chapter: Section) -> list[Section]:
    """Items numbered from 1 again that the outline has set beside an empty chapter instead of under it."""
    if chapter.parent is None or chapter.run_in or any(state.text(n) for n in chapter.body):
        return []
    beside = chapter.parent.children
    out: list[Section] = []
    for section in beside[beside.index(chapter) + 1 :]:
        if section.value != len(out) + 1 or section.kind == "annex" or not section.numbering:
            break
        out.append(section)
    return out if len(out) >= 2 else []


def _stands_alone(section: Section) -> bool:
    if section.parent is not None and (section.parent.within("measures") or section.parent.within("annex")):
        return False
    return not re.search(r"标准(?:体系)?$|子体系$|模块$", section.title)


def _by_their_verbs(root: Section) -> list[Section]:
    """Where no title names measures: the last chapter of actions (提高认识, 狠抓落实)."""
    for section in reversed(root.walk()):
        if any(
            section.within(kind) for kind in ("annex", "bases", "principles", "requirements", "situation")
        ):
            continue
        titles = [child.title for child in section.children]
        if (
            len(titles) >= 2
            and section.parent is not None
            and _OUTLOOK.search(section.title)
            and all(_ACTS.match(title) or _NOUNS.search(title) for title in titles)
            and not any(title.endswith("标准") for title in titles)
        ):
            return [section]
    return []


def _in_paragraphs(state: State, chapter: Section) -> list[_Piece]:
    """Measures without headings of their own: items, or paragraphs that open with a title and a full stop."""
    runs = _items(state, [n for n in chapter.body if state.free(n)])
    if chapter.run_in:
        runs.insert(0, _run_in(state, chapter))
    pieces: list[_Piece] = []
    for run in [part for whole in runs for part in _split(whole)]:
        lead = _lead(run.text)
        if lead is None:
            if pieces:
                pieces[-1].runs.append(run)
                pieces[-1].last = run.span(0, len(run.text)).line_end
            continue
        pieces.append(_piece(run, *lead))
    return pieces if len(pieces) >= 2 else []


def _lead(text: str) -> tuple[str, int, int] | None:
    """Title of the measure a paragraph opens with, where the printed title ends and where the text begins."""
    marker = _MARKER.match(text)
    start = marker.end() if marker else 0
    match = _LEAD.match(text, start)
    if match is None and marker and "是" in marker.group("mark"):
        match = _LEAD_COMMA.match(text, start)
    if match is None and (pair := _LEAD_PAIR.match(text, start)):
        match = pair if _ACTS.match(pair.group(1)) and _ACTS.match(pair.group(2)) else None
    if match is None:
        whole = text[start:].rstrip("。；;：: ")
        if (
            (marker or (_ACTS.match(whole) and not ends_sentence(text)))
            and 2 <= len(whole) <= 26
            and not re.search("[，。；：]", whole)
        ):
            return clean(whole), start + len(whole), len(text)
        return None
    title = clean(match.group(1)).strip("*“”")
    if not marker and not (text[match.end() :].strip() and (_ACTS.match(title) or _NOUNS.search(title))):
        return None
    return title, match.end(1), match.end()


def _piece(run: Run, title: str, printed_end: int, start: int) -> _Piece:
    span = run.span(0, len(run.text))
    rest = [_part(run, start, len(run.text))] if run.text[start:].strip() else []
    return _Piece(title, run.text[:printed_end], rest, span.line_start, span.line_end)


def _part(run: Run, start: int, end: int) -> Run:
    """A stretch of a run that still knows the lines of its characters."""
    while start < end and run.text[start] == " ":
        start += 1
    first = run.line_at(start)
    offsets, numbers = [0], [first]
    for offset, number in zip(run.offsets, run.numbers, strict=True):
        if start < offset < end:
            offsets.append(offset - start)
            numbers.append(number)
    return Run(run.text[start:end].rstrip(), offsets, numbers, run.pages)


def _split(run: Run) -> list[Run]:
    """Several measures printed in one paragraph: （一）…。（二）…。 or 一是…；二是…。"""
    cuts = [match.end() for match in _INNER.finditer(run.text) if match.end()]
    if not cuts:
        return [run]
    edges = [0, *cuts, len(run.text)]
    return [_part(run, start, end) for start, end in pairwise(edges) if start < end]


def _items(state: State, lines: list[int]) -> list[Run]:
    """Lines in paragraphs; a line with a number or a bullet begins a new one."""
    runs: list[Run] = []
    group: list[int] = []
    for number in lines:
        text = state.text(number)
        if not text:
            continue
        bullet = re.match(r"\s*[-*+]\s", state.source.lines[number - 1].text) is not None
        if group and (_MARKER.match(text) or bullet):
            runs.append(state.join(group))
            group = []
        title = (
            not group and len(text) <= 14 and bool(_ACTS.match(text)) and not re.search("[，。；：、]", text)
        )
        group.append(number)
        if title or ends_sentence(text):
            runs.append(state.join(group))
            group = []
    if group:
        runs.append(state.join(group))
    return runs


def _of_section(state: State, section: Section) -> list[_Piece]:
    """The measure of one heading, and those that its text runs on into ((二)…, without a heading of their own)."""
    lines = [
        n for part in section.walk() for n in part.body if state.text(n) and state.used[n - 1] != "table"
    ]
    inner = [n for part in section.children for n in range(part.line_start, part.line_end + 1)]
    runs = state.paragraphs(sorted({*lines, *inner}))
    if section.run_in:
        runs.insert(0, _run_in(state, section))
    title, colon, rest = clean(section.title).partition("：")
    if colon and rest:
        whole = state.join(list(range(section.line_start, section.line_end + 1)))
        place = whole.text.find(rest[:8])
        runs.insert(0, _part(whole, max(place, 0), len(whole.text)))
    else:
        title = clean(section.title)
    own = [*lines, *inner]
    for n in lines:
        state.use(n, n, "measures")
    first = _Piece(
        title, f"{section.numbering}{title}", [], section.line_start, max([section.line_end, *own])
    )
    pieces = [first]
    value = section.value
    for run in [part for whole in runs for part in _split(whole)]:
        numbering = split_numbering(run.text)
        lead = _lead(run.text) if numbering and numbering.style == section.style else None
        if lead and numbering and numbering.value == value + 1:
            pieces[-1].last = max([pieces[-1].first, *(part.numbers[-1] for part in pieces[-1].runs)])
            pieces.append(_piece(run, *lead))
            value += 1
        else:
            pieces[-1].runs.append(run)
            pieces[-1].last = max(pieces[-1].last, run.numbers[-1])
    return pieces


def _measure(state: State, piece: _Piece) -> Measure:
    details = [item for run in piece.runs for item in _commitments(run)]
    state.use(piece.first, piece.last, "measures")
    return Measure(
        piece.title,
        [item.text for item in details],
        state.span(piece.first, piece.last),
        piece.printed,
        "\n".join(run.text for run in piece.runs),
        details,
    )


def _run_in(state: State, section: Section) -> Run:
    run = state.join(list(range(section.line_start, section.line_end + 1)))
    offset = run.text.find(section.run_in[:12])
    return run if offset < 0 else _part(run, offset, len(run.text))


def _commitments(run: Run) -> list[Commitment]:
    """Clauses that name a concrete undertaking; a clause of several kinds is kept once, under its first."""
    kinds = vocabulary("commitments")["kinds"]
    out: list[Commitment] = []
    for match in _CLAUSE.finditer(run.text):
        text = clean(match.group(0)).strip("、 ")
        if len(text) < 4:
            continue
        for kind, entry in kinds.items():
            if any(word in text for word in entry["words"]):
                out.append(Commitment(kind, text, run.span(match.start(), match.end())))
                break
    return out
