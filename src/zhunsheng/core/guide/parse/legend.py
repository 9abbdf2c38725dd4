"""The legend of urgency: what each mark of the list means, told in notes or in a table of its own."""

from __future__ import annotations

import re

from zhunsheng.core.guide.model import LegendEntry, SourceSpan
from zhunsheng.core.guide.parse.cells import star_count
from zhunsheng.core.guide.parse.collect import is_row_shaped
from zhunsheng.core.guide.parse.context import Run, State, ends_sentence
from zhunsheng.core.guide.source import Cell, Table
from zhunsheng.core.text.normal import CJK, clean, squeeze
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["is_legend_table", "read_legend"]

_SYMBOLS = "★☆●○◎△▲◇◆□■▪√✓⚫⭐＊"
_SYMBOL = rf"[{_SYMBOLS}](?:\s?[{_SYMBOLS}]){{0,5}}"
_SIGN = re.compile(rf"(?:{_SYMBOL}|[ⅠⅡⅢⅣⅤ]级?|[A-E]级?|P[0-5]|[一二三四五]级|[高中低急缓]|[1-5])")
_SAYS = r"(?:[：:=]|—{1,2}|－{1,2}|–|-{1,2}|→|是指|指的?是?|表示|代表|为|即)"
_BEGINS = re.compile(rf"\s*(?:\d{{1,2}}[.．、)）]\s*|[（(]\d{{1,2}}[)）]\s*)?{_SYMBOL}")
_ABOUT = re.compile(
    r"缓急|优先|紧急|紧迫|急需|迫切|轻重|星级|标识|等级|程度|研制(?:阶段|时序)|^注|^说明|^备注|其中"
)
_REVERSED = re.compile(
    rf"(?P<tier>[{CJK}]{{1,8}})\s*[（(]\s*(?P<mark>{_SYMBOL})\s*[)）]\s*(?:{_SAYS}\s*(?P<meaning>[^{_SYMBOLS}。；;]*?)(?=[，,、]\s*[{CJK}]{{1,8}}\s*[（(]\s*[{_SYMBOLS}]|[{_SYMBOLS}。；;]|$))?"
)
_MEANS = re.compile(r"含义|说明|释义|解释|定义|代表|内容|意义")
_MARKS = re.compile(r"标识|符号|标记|图例|等级|级别|缓急|紧急|优先|程度|星级|代号")
_FAR = 30
_NEXT = 4
_NUMBERED = re.compile(r"(?:^|\s{2}|\t)\d{1,4}(?:\s{2}|\t|$)")
_GAP = re.compile(r"\S(?:\t+|\s{2,})(?=\S)")


def is_legend_table(table: Table) -> bool:
    """True for a small table whose first cells are marks or levels and whose head speaks of their meaning."""
    if not 2 <= len(table.rows) <= 9 or not table.rows[0]:
        return False
    heads = [squeeze(cell.text) for cell in table.rows[0]]
    if len(heads) > 4 or not any(_MEANS.search(head) for head in heads) or not _MARKS.search(heads[0]):
        return False
    words = set(vocabulary("reading")["urgency_words"])
    cells = [squeeze(row[0].text) for row in table.rows[1:]]
    return all(cell and (_SIGN.fullmatch(cell) or cell in words) for cell in cells)


def read_legend(
    state: State, tables: list[Table], used: set[str], rows: tuple[int, int] | None
) -> list[LegendEntry]:
    """What each mark means.

    ``used`` are the marks that the list prints, ``rows`` its first and last line. Stars count wherever they are
    explained; other signs and words only where the list uses them and a note near it, or one that speaks of
    urgency, explains them.
    """
    entries = [entry for table in tables if is_legend_table(table) for entry in _of_table(state, table)]
    if not entries:
        entries = _of_notes(state, tables, used, rows)
    for entry in entries:
        state.use(entry.source.line_start, entry.source.line_end, "legend")
    return entries


def _of_table(state: State, table: Table) -> list[LegendEntry]:
    heads = [squeeze(cell.text) for cell in table.rows[0]]
    meaning = next(i for i, head in enumerate(heads) if _MEANS.search(head))
    out: list[LegendEntry] = []
    for row in table.rows[1:]:
        others = [clean(row[i].text) for i in range(1, len(row)) if i != meaning and squeeze(row[i].text)]
        text = clean(row[meaning].text) if meaning < len(row) else ""
        if others:
            out.append(_entry(row[0].text, others[0], text, _row_span(state, row)))
        else:
            out.append(_entry(row[0].text, *_parted(squeeze(row[0].text), text), _row_span(state, row)))
    state.use(table.line_start, table.line_end, "table")
    return out


def _row_span(state: State, row: list[Cell]) -> SourceSpan:
    return state.span(min(cell.line_start for cell in row), max(cell.line_end for cell in row))


def _of_notes(
    state: State, tables: list[Table], used: set[str], rows: tuple[int, int] | None
) -> list[LegendEntry]:
    stars: list[LegendEntry] = []
    near: list[tuple[bool, list[LegendEntry]]] = []
    listed = {squeeze(mark) for mark in used if squeeze(mark)}
    words = listed or set(vocabulary("reading")["urgency_words"])
    about = 0
    heads = {table.line_start for table in tables}
    for run in _runs(state, heads, rows):
        by = rows is not None and rows[0] - _FAR <= run.numbers[0] <= rows[1] + _FAR
        if _ABOUT.search(run.text):
            about = run.numbers[-1]
        told = bool(about) and run.numbers[0] - about <= 6
        found = _in_run(run, words if by or told else set(), listed)
        stars.extend(entry for entry in found if entry.stars)
        if not any(entry.stars for entry in found) and (by or told):
            near.append((told, found))
    if stars:
        return _once(stars)
    others = _once([entry for _, found in near for entry in found])
    fits = [entry for entry in others if squeeze(entry.mark) in listed]
    if fits:
        return others
    return others if rows is not None and not listed and len(others) >= 2 else []


def _runs(state: State, heads: set[int], rows: tuple[int, int] | None) -> list[Run]:
    """Paragraphs outside tables and headings; a line that begins with a mark begins a paragraph.

    A line with the shape of a row amid the list is a row that was not read, never a note.
    """
    first, last = rows or (0, 0)
    runs: list[Run] = []
    group: list[int] = []

    def close() -> None:
        if group:
            runs.append(state.join(group))
            group.clear()

    for number in range(1, len(state) + 1):
        text = state.text(number)
        astray = (first < number < last and len(_GAP.findall(text)) >= 2) or (
            first < number < last + _NEXT and is_row_shaped(text) and _NUMBERED.search(text) is not None
        )
        if not text or number in heads or astray or _is_taken(state, number):
            if text:
                close()
            continue
        if _BEGINS.match(text) or (group and number - group[-1] > 3):
            close()
        group.append(number)
        if ends_sentence(text) or len(group) > 5:
            close()
    close()
    return runs


def _is_taken(state: State, number: int) -> bool:
    """Lines of tables and headings; a numbered line that explains a mark only looks like a heading."""
    used = state.used[number - 1]
    if used == "heading":
        return _BEGINS.match(state.text(number)) is None
    return used in {"table", "contents", "front", "furniture"}


def _in_run(run: Run, words: set[str], listed: set[str]) -> list[LegendEntry]:
    """The entries of one paragraph: every sign or word that is followed by what it says."""
    reversed_ = []
    for m in _REVERSED.finditer(run.text):
        tier, meaning = m.group("tier"), m.group("meaning") or ""
        if re.fullmatch("[一二三四五六]星级?", tier) and meaning:
            tier, meaning = _parted("", meaning)
        reversed_.append(_entry(m.group("mark"), tier, meaning, run.span(m.start(), m.end())))
    if reversed_:
        return reversed_
    signs = [re.escape(word) for word in sorted(words, key=len, reverse=True)]
    other = "|".join(sign for sign in signs if not re.match(rf"[{CJK}]", sign.lstrip("\\")))
    plain = "|".join(signs)
    starts = [
        rf"(?P<star>{_SYMBOL})\s*(?:(?P<paren>[（(])|{_SAYS})",
        rf"(?:(?<=^)|(?<=[：:；;，,。、]))(?P<bare>{_SYMBOL})\s(?=[{CJK}])",
    ]
    if plain:
        starts.append(
            rf"(?:(?<=[“\"‘「])|(?<![{CJK}A-Za-z\d]))(?P<word>{plain})[”\"’」]?\s*(?:{_SAYS}|[（(](?=[^）)]*[）)]\s*{_SAYS}))"
        )
    if other:
        starts.append(rf"(?<![{CJK}A-Za-z\d.])(?P<sign>{other})\s+(?=[{CJK}\d])")
    matches = [
        m
        for m in re.finditer("|".join(starts), run.text)
        if (m.group("star") or m.group("bare")) is None or _counts(m.group("star") or m.group("bare"), listed)
    ]
    out = []
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(run.text)
        stop = re.search(r"[。]", run.text[match.end() : end])
        end = match.end() + stop.start() if stop else end
        groups = match.groupdict()
        mark = groups.get("star") or groups.get("bare") or groups.get("word") or groups.get("sign") or ""
        text = run.text[match.end() : end]
        if groups.get("paren") or match.group(0).endswith(("（", "(")):
            inner, _, rest = re.sub("[)）]", "）", text).partition("）")
            tier, meaning = inner, re.sub(rf"^\s*(?:{_SAYS})\s*", "", rest)
        else:
            tier, meaning = _parted(squeeze(mark), text)
        if squeeze(tier):
            out.append(_entry(mark, tier, meaning, run.span(match.start(), max(match.start() + 1, end - 1))))
    return out


def _counts(mark: str, listed: set[str]) -> bool:
    """Stars are marks everywhere; a bullet is one only where the list uses it."""
    return bool(star_count(mark)) or squeeze(mark) in listed


def _parted(mark: str, text: str) -> tuple[str, str]:
    """Tier and meaning. A word of its own (特急) is its tier; a bare sign takes the first clause of what it says."""
    text = clean(text).strip('：:，,；;。、 “”"')
    if len(mark) > 1 and re.fullmatch(f"[{CJK}]+", mark):
        return mark, text
    first, _, rest = re.sub(r"[，,：:；;]", "，", text, count=1).partition("，")
    if len(first) > 16:
        return mark, text
    return first, rest


def _entry(mark: str, tier: str, meaning: str, span: SourceSpan) -> LegendEntry:
    mark = squeeze(mark)
    meaning = clean(meaning).strip('：:，,；;。 “”"—')
    tier = re.sub(r"(?<=..)(?:类|的)?标准$", "", clean(tier).strip('“”"；;，, '))
    return LegendEntry(mark, star_count(mark), clean(tier).strip('“”"；;，, '), meaning, span)


def _once(entries: list[LegendEntry]) -> list[LegendEntry]:
    """Each mark is explained once; the first explanation holds."""
    out: dict[str, LegendEntry] = {}
    for entry in entries:
        out.setdefault(entry.mark, entry)
    return list(out.values())
