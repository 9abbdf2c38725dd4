"""What the guide rests on: laws, policies and standards, with their numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate
from math import inf

from zhunsheng.core.guide.model import Basis
from zhunsheng.core.guide.parse.context import Run, State
from zhunsheng.core.guide.parse.outline import Section
from zhunsheng.core.guide.source import Cell, Table
from zhunsheng.core.identifiers import find_identifiers
from zhunsheng.core.identifiers.find import FoundIdentifier
from zhunsheng.core.text.normal import CJK, clean, key, squeeze

__all__ = ["is_basis_table", "read_bases"]

_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)*)(》?)")
_PAREN = re.compile(r"\s*[（(]([^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*)[)）]")
_NUMERAL = r"[\d一二三四五六七八九十百〇○零]+"
_DOCUMENT = re.compile(
    rf"[{CJK}]+[〔\[［（(【]\s*(?:19|20)\d\d\s*[〕\]］)）】]\s*(?:第\s*)?\d+\s*号|"
    rf"(?:[{CJK}]*(?:主席令|政府令|国务院令|总局令|[部委局署行会]令|令))[^，。；）)]{{0,8}}?第?\s*{_NUMERAL}\s*号|"
    rf"[{CJK}]*公告[^，。；）)]{{0,12}}?第?\s*{_NUMERAL}\s*号|第\s*{_NUMERAL}\s*号"
)
_LAW = re.compile(r"(?:法|条例|规定|办法|规章|细则|决定)(?:[（(][^（）()]*[)）])?$")
_PLAIN = re.compile(
    r"^(?P<title>[^，。；：《》]{4,50}?(?:法|条例|规定|办法|细则|决定|意见|通知|规划|纲要|计划|方案|指南|要点|规则|标准|规范|公报))"
    r"\s*(?P<paren>[（(].*[)）])?[；;。]?$"
)
_ITEM = re.compile(r"^(?:[（(]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]|\d{1,2}[)）.、．]|[①-⑳]|[-•·*●▪])\s*")


def read_bases(state: State, root: Section, tables: list[Table], title: str = "") -> list[Basis]:
    """The chapter on bases; where there is none, the documents the chapter on aims says it carries out.

    ``title`` is the guide's own: a guide is no basis of itself.
    """
    chapters = [s for s in root.walk() if s.kind == "bases" and not (s.parent and s.parent.within("bases"))]
    bases: list[Basis] = []
    for chapter in chapters:
        for section in [part for part in chapter.walk() if not part.within("principles")]:
            lines = [n for n in section.body if state.free(n)]
            if section.run_in:
                lines.insert(0, section.line_start)
            titled = _of_heading(state, section) if section is not chapter else []
            bases.extend(titled)
            # A heading that is itself a basis says nothing of the kind of the lines below it.
            bases.extend(_read(state, lines, section.parent if titled and section.parent else section))
            bases.extend(_in_tables(state, root, section, tables))
    if not bases:
        first = min((part.line_start for part in root.walk()[1:] if part.numbering), default=inf)
        for section in root.walk():
            if _is_prose(root, section, first):
                lines = [
                    n
                    for n in section.body
                    if state.text(n) and state.used[n - 1] not in {"contents", "front", "table"}
                ]
                if section.run_in:
                    lines.insert(0, section.line_start)
                bases.extend(_read(state, lines, section, claim=False))
    own = key(title)
    seen: set[tuple[str, str | None, str | None]] = set()
    out: list[Basis] = []
    for item in bases:
        mark = (key(item.title), item.identifier, item.document_number)
        if (own and key(item.title).startswith(own)) or (not chapters and mark in seen):
            continue
        seen.add(mark)
        out.append(item)
    return out


def _is_prose(root: Section, section: Section, first_numbered: float) -> bool:
    """The chapters whose sentences say what is carried out, and the words before the first chapter."""
    if section is root or section.within("requirements") or section.kind in {"preface", "situation"}:
        return True
    return not section.numbering and section.line_start < first_numbered


def is_basis_table(table: Table) -> bool:
    """True where the head names documents and their numbers, and no standards of a list."""
    return bool(table.rows) and _basis_columns(table.rows[0]) is not None


def _basis_columns(row: list[Cell]) -> tuple[int, int | None, int | None] | None:
    """The places of the title, of the number and of the kind."""
    heads = [squeeze(cell.text) for cell in row]
    title = next((i for i, head in enumerate(heads) if _BASIS_NAME.search(head)), None)
    number = next((i for i, head in enumerate(heads) if _BASIS_NUMBER.search(head)), None)
    if title is None or (number is None and not re.search("依据|文件|法规|政策", heads[title])):
        return None
    kind = next((i for i, head in enumerate(heads) if re.search("类别|类型|分类|性质", head)), None)
    return title, number, kind


_BASIS_NAME = re.compile(
    r"^(?:编制)?(?:依据|文件|政策|法规|法律法规|政策文件|法律法规政策)(?:文件)?(?:名称)?$"
)
_BASIS_NUMBER = re.compile(r"文号|发文字号|文件号|文件编号")


def _in_tables(state: State, root: Section, section: Section, tables: list[Table]) -> list[Basis]:
    out: list[Basis] = []
    after = (part.line_start for part in root.walk() if part.line_start > section.line_start)
    own = range(section.line_start, min(after, default=len(state) + 1))
    for table in tables:
        columns = _basis_columns(table.rows[0]) if table.rows and table.line_start in own else None
        if columns is None:
            continue
        for row in table.rows[1:]:
            title, number, kind = (
                clean(row[i].text) if i is not None and i < len(row) else "" for i in columns
            )
            if not title:
                continue
            first, last = min(c.line_start for c in row), max(c.line_end for c in row)
            found = find_identifiers(number) or find_identifiers(title)
            document, note = (None, None) if found else _document(number)
            basis = Basis(
                "standard" if found else _kind(f"{kind} {section.title}", title, document),
                title.strip("《》"),
                document,
                found[0].canonical if found else None,
                state.span(first, last),
                " ".join(clean(cell.text) for cell in row if squeeze(cell.text)),
                kind or section.title,
                note,
            )
            out.append(basis)
        state.use(table.line_start, table.line_end, "table")
    return out


def _read(state: State, lines: list[int], section: Section, *, claim: bool = True) -> list[Basis]:
    out: list[Basis] = []
    for group in _items(state, lines):
        run = state.join(group)
        found = _in_run(state, run, section)
        if not found and claim:
            found = _without_marks(state, run, section)
        if found and claim:
            for item in found:
                state.use(item.source.line_start, item.source.line_end, "bases")
        out.extend(item for item in found if claim or _is_carried_out(run, item))
    return out


def _without_marks(state: State, run: Run, section: Section) -> list[Basis]:
    """An item of a list of bases whose title has no 《》."""
    item = _ITEM.match(run.text)
    begins = item.end() if item else 0
    match = _PLAIN.match(run.text[begins:])
    if match is None or (item is None and len(match.group("title")) < 7):
        return []
    document, note = _document(match.group("paren")[1:-1]) if match.group("paren") else (None, None)
    start, end = begins, begins + match.end()
    return [
        _basis(_Print(state, run), run, section, match.group("title"), document, note, None, start, end, True)
    ]


def _of_heading(state: State, section: Section) -> list[Basis]:
    """A numbered title in a list of bases, which looks like a heading."""
    run = state.join(list(range(section.line_start, section.line_end + 1)))
    if section.children or len(section.title) < 7 or re.match("相关|有关|主要", section.title):
        return []
    return _without_marks(state, run, section.parent or section)


def _is_carried_out(run: Run, item: Basis) -> bool:
    """In prose only a document that the sentence carries out or follows is a basis, not every title quoted."""
    place = run.text.find(clean(item.printed))
    before = run.text[max(0, place - 80) : place] if place >= 0 else ""
    sentence = re.split(r"[。；]", before)[-1]
    return bool(re.search(r"贯彻|落实|依据|根据|按照|遵循|执行|依照", sentence))


def _items(state: State, lines: list[int]) -> list[list[int]]:
    """Lines grouped by item: an item starts with 《, a number or a bullet; other lines go on with the one above."""
    groups: list[list[int]] = []
    for number in lines:
        text = state.text(number)
        starts = text.startswith("《") or bool(_ITEM.match(text)) or _leading_number(text)
        whole = (
            bool(_PLAIN.match(text)) and len(text) > 6 and bool(groups) and not _is_open(state, groups[-1])
        )
        if starts or whole or not groups:
            groups.append([number])
        else:
            groups[-1].append(number)
    return groups


def _is_open(state: State, group: list[int]) -> bool:
    """True where a title begun in these lines is not closed yet."""
    text = "".join(state.text(n) for n in group)
    return text.count("《") > text.count("》")


def _leading_number(text: str) -> bool:
    found = find_identifiers(text)
    return bool(found) and found[0].start <= 4


def _in_run(state: State, run: Run, section: Section) -> list[Basis]:
    out: list[Basis] = []
    numbers = find_identifiers(run.text)
    prints = _Print(state, run)
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
        out.append(_basis(prints, run, section, title, document, note, identifier, start, end, closed))
    named = {item.identifier for item in out}
    for index, found in enumerate(numbers):
        if index not in used and found.canonical not in named:
            named.add(found.canonical)
            stop = numbers[index + 1].start if index + 1 < len(numbers) else len(run.text)
            rest = re.match(r"(?:\s*[（(]所有部分[）)])?[^，。；《》、）)\n]*", run.text[found.end : stop])
            title = re.sub(r"^\s*[（(]所有部分[）)]", "", clean(rest.group(0))) if rest else ""
            title = "" if len(title) < 3 or re.match(r"等|和|及|以及|的", title) else title
            end = found.end + (rest.end() if rest and title else 0)
            out.append(
                _basis(prints, run, section, title, None, None, found.canonical, found.start, end, True)
            )
    return out


def _own_number(
    text: str, numbers: list[FoundIdentifier], start: int, end: int, used: set[int]
) -> tuple[str | None, int]:
    """The standard number right before or right after a title."""
    nearest = bisect_left(numbers, start, key=lambda found: found.start)
    for index in range(max(0, nearest - 2), len(numbers)):
        found = numbers[index]
        if found.start > end + 4:
            break
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
    """The number of a document in the brackets behind its title, and what else the brackets say."""
    flat = squeeze(text)
    if find_identifiers(text):
        return None, None
    parts = [part for part in re.split(r"[，,；;]", flat) if part]
    numbers = [part for part in parts if _DOCUMENT.search(part)]
    if numbers:
        others = [part for part in parts if part != numbers[0]]
        return numbers[0], "，".join(others) or None
    return None, flat or None


def _basis(
    prints: _Print,
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
    kind = "standard" if identifier else _kind(section.title, title, document)
    span = run.span(start, end)
    return Basis(
        kind, title, document, identifier, span, prints.of(start, end), section.title, note, not closed
    )


class _Print:
    """A run as the source prints it: with its spaces; breaks between lines are no spaces."""

    def __init__(self, state: State, run: Run) -> None:
        self.run = run
        self.raw = "".join(state.text(n) for n in run.numbers)
        self.places = [i for i, char in enumerate(self.raw) if not char.isspace()]
        self.before = list(accumulate((not char.isspace() for char in run.text), initial=0))

    def of(self, start: int, end: int) -> str:
        """What stands in the source for characters ``start``..``end`` of the run."""
        first, last = self.before[start], self.before[end]
        if first >= last or self.before[-1] != len(self.places):
            return clean(self.run.text[start:end])
        return self.raw[self.places[first] : self.places[last - 1] + 1]


def _kind(heads: str, title: str, document: str | None) -> str:
    """By the heading above, then by the number's form, then by the title."""
    number = document or ""
    if "标准" in heads and not re.search(r"法律|法规|政策|文件|依据", heads):
        return "standard"
    if "地方" in heads or re.search(r"[本省市区县](?:级)?(?:政策|文件)", heads):
        return "local_policy"
    if "国家" in heads and "政策" in heads:
        return "national_policy"
    mixed = not re.search(r"法律|法规|规章", heads) or re.search(r"政策|文件|依据", heads)
    if mixed and re.search(r"令|公告", number):
        return "law"
    if mixed and re.search(r"[〔\[［【（(]\s*(?:19|20)\d\d", number):
        return "national_policy" if _NATIONAL.match(number) or "国家" in heads else "policy"
    if re.search(r"法律|法规|规章", heads) and not re.search(r"政策|文件", heads):
        return "law"
    if not re.search(r"政策|文件", heads) and _LAW.search(title):
        return "law"
    if re.search(r"法律|法规", heads) and re.search(r"(?:法|条例)$", title):
        return "law"
    if "国家" in heads or re.search(r"国务院|部委", heads):
        return "national_policy"
    return "policy"


# The bodies of the state as their document numbers begin.
_NATIONAL = re.compile(
    r"国发|国办|国函|中发|中办|国标委|国市监|国质检|市监标|工信部|工信厅|发改|国能|科技部|国科|教育部|教|财|环|自然资|建标|建|交|水利部|农|商|文旅|"
    r"国卫|应急|银发|民|人社部|国知发|国资|国中医药|药监|林|海|气|中网办|国数"
)
