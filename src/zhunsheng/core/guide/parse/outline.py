"""The outline of a guide: table of contents, headings, and the lines under each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from zhunsheng.core.guide.model import ContentsEntry, Heading
from zhunsheng.core.guide.parse.context import State, ends_sentence
from zhunsheng.core.guide.parse.evidence_codes import code_level
from zhunsheng.core.guide.parse.numbering import Numbering, split_numbering
from zhunsheng.core.guide.parse.tables import numbered_with_tab
from zhunsheng.core.identifiers import find_identifiers
from zhunsheng.core.text.normal import clean, key, squeeze
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["Section", "chapter_kind", "headings_of", "read_contents", "read_outline"]

_LEADER = re.compile(
    r"^(?P<title>.*?\S)\s*(?:[.．·•]{3,}|…{1,}|⋯{1,}|_{4,}|-{4,})\s*(?P<page>[\dIVXivx]{0,5})\s*$"
)
_PAGED = re.compile(r"^(?P<title>.*?\S)(?:\t|\s{1,})(?P<page>\d{1,4})\s*$")
_PLAIN_HEADS = re.compile(
    r"^(前言|引言|序言|附件\d*|附录[A-Z\d一二三四五六]*|附表\d*|参考文献|目录|目次|编制说明)[:：]?$"
)
_ANNEX = re.compile(
    r"^附\s*[件录表]\s*[A-Z\d一二三四五六]{0,2}\s*[:：\s]\s*.{2,36}(?:清单|明细表|体系表|项目表|一览表|目录)$"
)
_PROSE = {"preface", "principles", "structure", "framework", "requirements", "body", "situation", "bases"}
_TITLE_STYLES = {"chapter", "section", "cn", "cn_paren", "arabic", "decimal2", "decimal3"}
_SECOND_CODE = re.compile(r"[\u4e00-\u9fff]\s*[A-Z]{1,4}\d{0,2}\s*[\u4e00-\u9fff]")
_STOP = re.compile(r"[。！？；;]")
_FIGURE = re.compile(r"^[图表]\s*\d")


@dataclass(slots=True, eq=False)
class Section:
    """A heading with its own lines (``body``: line numbers) and what hangs below it."""

    title: str
    numbering: str
    style: str
    value: int
    level: int
    line_start: int
    line_end: int
    parent: Section | None = None
    children: list[Section] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    run_in: str = ""
    kind: str = ""

    def walk(self) -> list[Section]:
        """This section and all below it, in order of text."""
        out = [self]
        for child in self.children:
            out.extend(child.walk())
        return out

    def within(self, kind: str) -> bool:
        """True where this section or one above it is of ``kind``."""
        node: Section | None = self
        while node is not None:
            if node.kind == kind:
                return True
            node = node.parent
        return False

    def last_line(self) -> int:
        """The last line of this section with all below it."""
        return max([self.line_end, *self.body, *(child.last_line() for child in self.children)])


def chapter_kind(title: str) -> str:
    """The kind of chapter a title names (content/vocabularies/reading.yaml), or ""."""
    return _kind_of(squeeze(title))


@lru_cache(maxsize=4096)
def _kind_of(flat: str) -> str:
    kinds: dict[str, list[str]] = vocabulary("reading")["chapters"]
    for kind, words in kinds.items():
        if any(word in flat for word in words):
            return kind
    return ""


def read_contents(state: State) -> list[ContentsEntry]:
    """Read the table of contents, if there is one, and mark its lines as used."""
    start = next((n for n in range(1, len(state) + 1) if re.fullmatch(r"目\s*[录次]", state.text(n))), None)
    entries: list[ContentsEntry] = []
    if start is not None:
        entries = _contents_after(state, start)
    if not entries:
        entries = _scattered_contents(state)
    if entries:
        if start is not None:
            state.use(start, start, "contents")
        for entry in entries:
            state.use(entry.source.line_start, entry.source.line_end, "contents")
    return entries


def _contents_after(state: State, start: int) -> list[ContentsEntry]:
    entries: list[ContentsEntry] = []
    pending: list[int] = []
    first = ""
    for number in range(start + 1, len(state) + 1):
        text = state.text(number)
        if not text or state.used[number - 1] == "furniture":
            continue
        match = _LEADER.match(text) or _PAGED.match(text)
        if match is None:
            same_as_first = bool(first) and key(text) == first
            if (
                same_as_first
                or len(pending) >= 2
                or ends_sentence(text)
                or len(text) > 60
                or number in state.source.headings
            ):
                break
            pending.append(number)
            continue
        lines = [*pending, number]
        title = state.join(lines).text
        inner = _LEADER.match(title) or _PAGED.match(title)
        entries.append(
            _entry(state, lines, inner.group("title") if inner else match.group("title"), match.group("page"))
        )
        first = first or key(entries[0].numbering + entries[0].title)
        pending = []
    return entries or _unpaged_contents(state, start)


def _unpaged_contents(state: State, start: int) -> list[ContentsEntry]:
    """A contents list without page numbers ends where its first title comes again."""
    lines: list[int] = []
    for number in range(start + 1, len(state) + 1):
        text = state.text(number)
        if not text:
            continue
        if lines and key(text) == key(state.text(lines[0])):
            return [_entry(state, group, state.join(group).text, "") for group in _wrapped(state, lines)]
        if ends_sentence(text) or len(text) > 50 or len(lines) > 400:
            return []
        lines.append(number)
    return []


def _wrapped(state: State, lines: list[int]) -> list[list[int]]:
    """Lines of an unpaged contents list grouped by entry: a short piece without a number goes on with the one above."""
    groups: list[list[int]] = []
    for line in lines:
        text = clean(state.text(line))
        if groups and len(text) <= 6 and not split_numbering(text) and not _PLAIN_HEADS.match(squeeze(text)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _scattered_contents(state: State) -> list[ContentsEntry]:
    """Lines with dot leaders are contents even where the word 目录 has been lost."""
    found = []
    for number in range(1, len(state) + 1):
        match = _LEADER.match(state.text(number))
        if match and match.group("page"):
            found.append(_entry(state, [number], match.group("title"), match.group("page")))
    return found if len(found) >= 3 else []


def _entry(state: State, lines: list[int], title: str, page: str) -> ContentsEntry:
    parts = split_numbering(title)
    numbering = parts.printed if parts and parts.style != "code" else ""
    text = parts.rest if parts and parts.style != "code" else clean(title)
    return ContentsEntry(numbering, text, page, state.span(lines[0], lines[-1]))


def _is_title(text: str) -> bool:
    """A heading's text: short, no sentence inside it, does not break off or list."""
    if not text or len(text) > 42 or _STOP.search(text) or text[-1] in "，、,：:":
        return False
    return text.count("，") + text.count(",") <= 1 and not (text.count("，") and len(text) > 30)


def _may_close(style: str, title: str) -> bool:
    """True where a heading of this style may end in a full stop: deep ones only if they name a subsystem."""
    bare = re.sub(r"[（(][^（）()]*[)）]$", "", title)
    return style in _TITLE_STYLES or bare.endswith(tuple(vocabulary("reading")["subsystem_endings"]))


def _text_follows(state: State, number: int, title: str) -> bool:
    """A short title closed by a full stop, its text on the next line: 术语。/ 规范……。"""
    following = state.text(number + 1) if number < len(state) else ""
    return (
        len(title) <= 12
        and len(following) > len(title) + 4
        and ends_sentence(following)
        and split_numbering(following) is None
    )


def _is_citation(rest: str) -> bool:
    """An item that is a document or a standard (《…》, GB/T …) is never a heading."""
    if rest.startswith("《") and (rest.endswith(("》", "）", ")", "；", "。", ";")) or "》" not in rest):
        return True
    found = find_identifiers(rest[:40])
    return bool(found) and found[0].start == 0


def _run_in(rest: str) -> tuple[str, str] | None:
    """``加强组织建设。充分发挥…`` → title and the text that runs on behind it on the same line."""
    match = re.match(r"^([^。：:；;，,！？]{2,26})[。：:](?=.{3,})(.*)$", rest)
    if match is None:
        match = re.match(r"^([^。：:；;，,！？]{4,14}，[^。：:；;，,！？]{4,14})。(?=.{6,})(.*)$", rest)
    return (match.group(1).strip(), match.group(2).strip()) if match else None


@dataclass(slots=True)
class _Candidate:
    line: int
    line_end: int
    numbering: Numbering | None
    title: str
    run_in: str
    forced: int | None


def _levels(state: State) -> dict[int, int]:
    """The format's own levels, without those that say nothing: numbered headings all put on one level."""
    numbered: dict[str, set[int]] = {}
    for number, level in state.source.headings.items():
        parts = split_numbering(state.text(number))
        if parts is not None and parts.style != "code":
            numbered.setdefault(parts.style, set()).add(level)
    alone = [next(iter(levels)) for levels in numbered.values() if len(levels) == 1]
    if len(set(alone)) == len(alone):
        return state.source.headings
    return {}


def _candidate(
    state: State, number: int, contents: dict[str, ContentsEntry], levels: dict[int, int]
) -> _Candidate | None:
    text = state.text(number)
    if "\t" in text:
        text = numbered_with_tab(text) or ""
    if not text or _FIGURE.match(text):
        return None
    forced = levels.get(number)
    parts = split_numbering(text)
    flat = squeeze(text)
    if parts is None:
        if forced is not None and len(text) <= 60:
            return _Candidate(number, number, None, clean(text), "", forced)
        if _ANNEX.match(text) and _is_title(clean(text)):
            return _Candidate(number, number, None, clean(text), "", None)
        if _PLAIN_HEADS.match(flat):
            return _Candidate(number, number, None, flat.rstrip(":："), "", None)
        if flat and key(flat) in contents and _is_title(clean(text)) and not contents[key(flat)].numbering:
            return _Candidate(number, number, None, clean(text), "", None)
        return None
    if forced is None and _is_citation(parts.rest):
        return None
    if parts.rest.endswith(("；", ";")) and len(parts.rest) <= 20 and parts.rest[:-1].endswith("标准"):
        return _Candidate(number, number, parts, parts.rest[:-1], "", forced)
    rest = parts.rest.rstrip("。") if "，" not in parts.rest and len(parts.rest) <= 30 else parts.rest
    if "：" in rest[:16] and len(rest) > 14 and (pieces := _run_in(parts.rest)):
        return _Candidate(number, number, parts, pieces[0], pieces[1], forced)
    if forced is not None or (
        _is_title(rest)
        and (rest == parts.rest or _may_close(parts.style, rest) or _text_follows(state, number, rest))
    ):
        return _Candidate(number, number, parts, rest, "", forced)
    if parts.style != "arabic_space" and (pieces := _run_in(parts.rest)):
        return _Candidate(number, number, parts, pieces[0], pieces[1], forced)
    return None


def read_outline(state: State, contents: list[ContentsEntry], tables: set[int]) -> Section:
    """Build the section tree. ``tables`` are lines that belong to tables. The root holds the front matter."""
    root = Section("", "", "root", 0, 0, 0, 0)
    builder = _Builder(root)
    levels = _levels(state)
    within: dict[int, Section] = {}
    known = {key(entry.numbering + entry.title): entry for entry in contents}
    titles = {key(entry.title) for entry in contents}
    number = 1
    while number <= len(state):
        candidate = None
        if number not in tables and state.used[number - 1] is None:
            candidate = _candidate(state, number, known, levels)
        if candidate is not None and builder.accepts(candidate):
            _join_wrapped(state, candidate, titles, tables)
            builder.add(candidate)
            state.use(candidate.line, candidate.line_end, "heading")
            number = candidate.line_end
        elif number not in tables:
            builder.current.body.append(number)
        else:
            within[number] = builder.current
        number += 1
    _lift_title(root)
    _name_annexes(state, root)
    for section in root.walk():
        section.kind = chapter_kind(section.title)
    for line, section in within.items():
        state.kinds[line] = next((part.kind for part in _upwards(section) if part.kind), "")
    return root


def _join_wrapped(state: State, candidate: _Candidate, titles: set[str], tables: set[int]) -> None:
    """A heading that goes on in the next line: the contents say so, or the rest is a bare 标准 or 集群."""
    following = candidate.line + 1
    if candidate.run_in or following > len(state) or following in tables or not state.free(following):
        return
    rest = clean(state.text(following))
    if len(rest) > 20 or split_numbering(rest) or ends_sentence(rest) or "\t" in rest:
        return
    joined = candidate.title + rest
    endings = vocabulary("reading")["subsystem_endings"]
    tail = (
        len(rest) <= 5
        and any(joined.endswith(ending) for ending in endings)
        and not candidate.title.endswith(tuple(endings))
    )
    if tail or (key(candidate.title) not in titles and key(joined) in titles):
        candidate.title, candidate.line_end = joined, following


def _lift_title(root: Section) -> None:
    """A format's single top heading over everything is the document's title, not a chapter."""
    if len(root.children) != 1 or root.children[0].numbering or not root.children[0].children:
        return
    title = root.children[0]
    root.title, root.line_start, root.line_end = title.title, title.line_start, title.line_end
    root.body.extend(title.body)
    root.children = title.children
    for child in root.children:
        child.parent = root
    for section in root.walk()[1:]:
        section.level -= 1


def _name_annexes(state: State, root: Section) -> None:
    """``附件`` alone on its line takes the next short line as its title."""
    for section in root.walk():
        if not re.fullmatch(r"附[件录表]\s*[A-Z\d一二三四五六]*", section.title):
            continue
        following = next((n for n in section.body if state.free(n)), None)
        if (
            following is not None
            and _is_title(clean(state.text(following)))
            and "\t" not in state.text(following)
        ):
            section.title = f"{section.title} {clean(state.text(following))}"
            section.body.remove(following)
            section.line_end = following
            state.use(following, following, "heading")


class _Builder:
    """Keeps the stack of open sections; the style of numbering and its sequence decide the level."""

    def __init__(self, root: Section) -> None:
        self.root = root
        self.stack: list[tuple[Section, int | None]] = [(root, None)]

    @property
    def current(self) -> Section:
        return self.stack[-1][0]

    def _depth_of(self, candidate: _Candidate) -> int:
        """How many entries of the stack stay open above the candidate."""
        numbering = candidate.numbering
        if candidate.forced is not None:
            depth = len(self.stack)
            while depth > 1 and (
                self.stack[depth - 1][1] is None or (self.stack[depth - 1][1] or 0) >= candidate.forced
            ):
                depth -= 1
            return depth
        if numbering is None:
            return 1
        for index in range(len(self.stack) - 1, 0, -1):
            section, _ = self.stack[index]
            if self._same_series(section, numbering):
                return index
            if numbering.style.startswith("decimal") and self._is_above(section, numbering):
                return index + 1
            if numbering.style == "code" and section.style == "code":
                level = code_level(section.numbering)
                if level <= numbering.path[0]:
                    return index + (level < numbering.path[0])
        # 前言, 目录 and their like hold no numbered chapters; an annex may.
        while len(self.stack) > 1 and self._is_bare(self.stack[-1]):
            self.stack.pop()
        return len(self.stack)

    @staticmethod
    def _is_bare(entry: tuple[Section, int | None]) -> bool:
        section, forced = entry
        return forced is None and section.style == "plain" and not section.title.startswith("附")

    def _same_series(self, section: Section, numbering: Numbering) -> bool:
        if section.style != numbering.style:
            return False
        if numbering.style.startswith("decimal"):
            return True
        if numbering.style == "code":
            return False
        if numbering.value == section.value + 1:
            return True
        # A restart at 1 under something deeper is a new series below it, but no 一、 stands below another, and no
        # style a third time (the outline would never end); any other jump stays in the series (a gap).
        if numbering.value != 1 or self.current is section or numbering.style in {"chapter", "section", "cn"}:
            return True
        return sum(other.style == numbering.style for other, _ in self.stack) > 1

    @staticmethod
    def _is_above(section: Section, numbering: Numbering) -> bool:
        if len(numbering.path) == 2:
            return section.style in {"arabic", "arabic_space"} and section.value == numbering.path[0]
        return section.style == f"decimal{len(numbering.path) - 1}"

    def accepts(self, candidate: _Candidate) -> bool:
        """Refuse what only looks like a heading: a number out of any sequence at the front of a broken line."""
        numbering = candidate.numbering
        if numbering is None and candidate.forced is None and candidate.title.startswith("附"):
            return bool(self.root.children)  # 附件 over the title is a mark of the notice, not a chapter
        if numbering is None or candidate.forced is not None:
            return True
        if numbering.style == "arabic_space" and any(
            section.title.startswith("附") for section, _ in self.stack
        ):
            return False  # rows of a list whose columns are gone
        if numbering.style in {"arabic_space", "arabic_close"}:
            last = next((s.value for s, _ in reversed(self.stack) if s.style == numbering.style), 0)
            return numbering.value in {1, last + 1}
        if numbering.style == "arabic_bare":
            last = next((s.value for s, _ in reversed(self.stack) if s.style == numbering.style), 0)
            return numbering.value in {1, last + 1} and bool(
                chapter_kind(candidate.title) or candidate.title.endswith("标准")
            )
        if numbering.style == "code":
            return len(candidate.title) <= 24 and not _SECOND_CODE.search(candidate.title)
        return True

    def add(self, candidate: _Candidate) -> Section:
        """Open a section."""
        depth = self._depth_of(candidate)
        del self.stack[depth:]
        parent = self.stack[-1][0]
        numbering = candidate.numbering
        section = Section(
            candidate.title,
            numbering.printed if numbering else "",
            numbering.style if numbering else "plain",
            numbering.value if numbering else 0,
            parent.level + 1,
            candidate.line,
            candidate.line_end,
            parent,
            run_in=candidate.run_in,
        )
        parent.children.append(section)
        self.stack.append((section, candidate.forced))
        return section


def headings_of(state: State, root: Section) -> list[Heading]:
    """The outline as records. Prose of chapters of a known kind is kept with its heading."""
    out = []
    for section in root.walk():
        if section is root:
            continue
        kind = next((s.kind for s in _upwards(section) if s.kind), "")
        prose = [n for n in section.body if kind in _PROSE and state.free(n)]
        text = "\n".join(run.text for run in state.paragraphs(prose))
        for n in prose:
            state.use(n, n, "prose")
        span = state.span(section.line_start, section.line_end)
        out.append(Heading(section.level, section.numbering, section.title, span, kind, text))
    return out


def _upwards(section: Section) -> list[Section]:
    out = [section]
    while out[-1].parent is not None:
        out.append(out[-1].parent)
    return out
