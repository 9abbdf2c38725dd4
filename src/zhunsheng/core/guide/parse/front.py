"""Title, edition, status and issuing bodies, from the lines before the first chapter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhunsheng.core.guide.model import SourceSpan
from zhunsheng.core.guide.parse.context import Run, State, ends_sentence
from zhunsheng.core.guide.parse.outline import Section
from zhunsheng.core.identifiers import find_identifiers
from zhunsheng.core.text.normal import clean, key, squeeze
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["read_front"]

_EDITION_WORD = (
    r"(?:(?:19|20)\d\d|[二〇○零一三四五六七八九]{4})\s*年?\s*(?:修订|试行|征求意见)?\s*版|第\s*[一二三四五六七八九十\d]+\s*版|"
    r"[vV]\s*\d+(?:\.\d+)*版?|(?:修订|试行)版"
)
_EDITION = re.compile(rf"[（(【]?\s*({_EDITION_WORD})\s*(?:[）)】]|(?=[\s，,、]|$))?")
_YEARS = re.compile(r"[（(]\s*((?:19|20)\d\d\s*年?\s*(?:[—\-–－~～至]+\s*(?:20)?\d\d\s*)?年?)\s*[）)]")
_ANNEX = re.compile(r"^附\s*件\s*[\d一二三四五六七八九十]{0,2}\s*[：:.、]?\s*")
_PRINTER = re.compile(
    r"^\d{1,2}/\d{1,2}/\d{2,4},?\s*\d{1,2}:\d\d(?:\s*[AP]M)?\s*|^(?:file|https?)://\S+(?:\s+\d+/\d+)?\s*",
    re.I,
)
# Lines of a cover that say nothing we keep: classes, numbers of the paper itself, dates, red heads.
_COVER = re.compile(
    r"ICS\b.*|CCS\b.*|UDC\b.*|备案号.*|(?:国家|行业|地方|团体|企业)标准|[一-龥]{1,12}[〔\[（(【](?:19|20)\d\d[〕\]）)】]\s*(?:第)?\d+号|"
    r"（?此件(?:主动|依申请|不予)?公开(?:发布)?）?|(?:发布|印发|实施|成文|公布)(?:日期|时间)[：:].*|"
    r"(?:19|20)\d\d-\d{1,2}-\d{1,2}\s*(?:发布|实施)?(?:\s*(?:19|20)\d\d-\d{1,2}-\d{1,2}\s*(?:发布|实施)?)?|"
    r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?"
)
_NOTICE = re.compile(
    r"关于(?:联合)?(?:印发|发布|公布|征求|公开征求|公开征集|下发|对|就)?\s*《(?P<quoted>[^《》]*(?:《[^《》]*》[^《》]*)*)》[^。]{0,30}?(?:通知|公告|函|公示|意见)|"
    r"^关于(?P<plain>[^《》，。]{6,40}?)(?:公开)?(?:征求意见|征集意见|意见)?的(?:公示|公告|通知|函)$"
)
_LABEL = re.compile(
    r"^(?:联合)?(?:发布|编制|主编|参编|牵头|指导|组织编制|起草|参与起草|主要起草|印发|归口|提出|支持|技术支撑|主管|组织|编写|承担)(?:单位|机构|部门|主体|方)?\s*[：:]\s*"
)
_ROLE = re.compile(r"\s*(?:联\s*合)?\s*(?:发\s*布|印\s*发|编\s*制|组织编制|编|文\s*件|提\s*出)$")
_TAIL = re.compile(
    r"(?:综合)?(?:标准化)?(?:标准体系)?(?:建设|实施|编制|构建|发展)?(?:指南|规划|方案|行动计划|计划|意见|体系表|框架|表)(?:[（(].{2,12}[）)])?"
)
_OFFICES = {"办公厅", "办公室", "秘书局", "秘书处", "综合司"}


@dataclass(slots=True)
class Front:
    """What the cover says."""

    title: str = ""
    printed_title: str = ""
    edition: str = ""
    status: str = ""
    issuers: list[str] = field(default_factory=list)
    source: SourceSpan | None = None


def read_front(state: State, root: Section) -> Front:
    """Read the cover; without one, the first heading that names a guide is the title."""
    words = vocabulary("reading")
    front = Front()
    lines = _cover_lines(state, root)
    top = _PRINTER.sub("", _ANNEX.sub("", root.title))
    if top and any(word in top for word in words["title_words"]) and not _announced(state, lines):
        _take_title(state, front, [root.line_start], top)
    elif not _from_notice(state, root, front, lines):
        _find_title(state, front, lines, words["title_words"])
    if not front.title and top:
        _take_title(state, front, [root.line_start], top)
    if not front.title:
        _from_headings(state, root, front, words["title_words"])
        lines = _cover_lines(state, root)
    for number in lines:
        if not state.free(number):
            continue
        raw = _PRINTER.sub("", state.text(number))
        text = clean(raw)
        group = _broken_labels(state, lines, number)
        whole = state.join(group).text if group else text
        if _take_labels(front, re.sub("《[^》]*》", "", whole), words["statuses"]):
            _extend_title(state, front, group[0] if group else number, whole, (group or [number])[-1])
            state.use(number, (group or [number])[-1], "front")
        elif not text or _COVER.fullmatch(text) or _take_issuers(front, raw, words["issuer_endings"]):
            state.use(number, number, "front")
    return front


def _cover_lines(state: State, root: Section) -> list[int]:
    """The lines before the first numbered chapter, and before the contents."""
    lines = list(root.body)
    for section in root.walk()[1:]:
        if section.numbering or section.kind in {"preface", "requirements", "situation"}:
            break
        lines.extend(section.body)
    lines = [n for n in sorted(lines) if state.free(n)][:60]
    contents = next((n for n in range(1, len(state) + 1) if state.used[n - 1] == "contents"), None)
    if contents is not None and any(n < contents for n in lines):
        lines = [n for n in lines if n < contents]
    return lines


def _announced(state: State, lines: list[int]) -> bool:
    return any(_NOTICE.search(run.text) for run in _front_runs(state, lines[:20]))


def _front_runs(state: State, lines: list[int]) -> list[Run]:
    """Single lines, and each line with the one and two below it (a notice's head is broken over lines)."""
    runs = []
    for place in range(len(lines)):
        for length in (1, 2, 3):
            group = lines[place : place + length]
            if len(group) == length and group[-1] - group[0] < length + 1:
                runs.append(state.join(group))
    return runs


def _from_notice(state: State, root: Section, front: Front, lines: list[int]) -> bool:
    """关于印发《…》的通知 names the guide; where its title comes again below, that is the title line."""
    words = vocabulary("reading")["title_words"]
    for run in _front_runs(state, lines[:20]):
        match = _NOTICE.search(run.text)
        name = (match.group("quoted") or match.group("plain")) if match else None
        if match is None or name is None or not any(word in name for word in words):
            continue
        if match.start() > 4:
            _take_issuers(front, _raw_before(state, run.numbers), vocabulary("reading")["issuer_endings"])
        bare = key(_bare(name))
        again = [n for n in lines if n > run.numbers[-1] and key(_bare(clean(state.text(n)))) == bare]
        if not again:
            again = [
                s.line_start for s in root.walk()[1:4] if not s.numbering and key(_bare(s.title)) == bare
            ]
        if again:
            printed = clean(state.text(again[-1]))
            _take_title(state, front, [again[-1]], _ANNEX.sub("", printed))
            _take_labels(front, name, vocabulary("reading")["statuses"])
        else:
            _take_title(state, front, run.numbers, name)
        for number in run.numbers:
            state.use(number, number, "front")
        return True
    return False


def _raw_before(state: State, numbers: list[int]) -> str:
    """What a notice's head prints before 关于: the issuing bodies, with their spaces."""
    return "  ".join(state.text(n) for n in numbers).partition("关于")[0]


def _bare(name: str) -> str:
    """A title without annex mark, edition and status."""
    statuses = "|".join(vocabulary("reading")["statuses"])
    name = _ANNEX.sub("", name)
    name = re.sub(rf"[（(【](?:(?:公开)?(?:{statuses})|{_EDITION_WORD}|[\s，,、])+[）)】]", "", name)
    return _YEARS.sub("", _EDITION.sub("", name)).strip("《》 ")


def _broken_labels(state: State, lines: list[int], number: int) -> list[int]:
    """The lines that a bracket opened on this one is closed on, at most two below: （2026版）（征 / 求意见稿）."""
    group: list[int] = []
    for following in lines[lines.index(number) : lines.index(number) + 3]:
        if group and following > group[-1] + 2:
            break
        group.append(following)
        text = state.join(group).text
        if sum(map(text.count, "（(")) <= sum(map(text.count, "）)")):
            return group if len(group) > 1 else []
    return []


def _extend_title(state: State, front: Front, number: int, text: str, last: int) -> None:
    """Edition and status on their own line right under the title belong to it."""
    if front.source is None or number <= front.source.line_end or number - front.source.line_end > 2:
        return
    if any(state.free(n) for n in range(front.source.line_end + 1, number)):
        return
    front.printed_title += text
    front.source = state.span(front.source.line_start, last)


def _from_headings(state: State, root: Section, front: Front, title_words: list[str]) -> None:
    """A title that the outline has taken for a heading (附件 …, or the only heading over a table)."""
    for section in root.walk()[1:6]:
        if section.numbering:
            return
        text = _ANNEX.sub("", section.title)
        if any(word in text for word in title_words) and len(text) > 4:
            _take_title(state, front, [section.line_start, section.line_end], text)
            return


def _find_title(state: State, front: Front, lines: list[int], title_words: list[str]) -> None:
    """The first short line that names a guide, with the lines it is broken over."""
    for place, number in enumerate(lines[:20]):
        text = clean(_PRINTER.sub("", state.text(number)))
        if not _bare(text) or _COVER.fullmatch(text) or _is_number(text):
            continue
        if ends_sentence(text) or len(text) > 60:
            break
        taken = [number]
        joined = text
        while (
            not any(word in joined for word in title_words)
            and len(taken) < 3
            and place + len(taken) < len(lines)
        ):
            following = lines[place + len(taken)]
            if following - taken[-1] > 2 or ends_sentence(state.text(following)):
                break
            taken.append(following)
            joined = state.join(taken).text
        if not any(word in joined for word in title_words):
            continue
        taken = _without_issuers(state, taken)
        rest = lines[place + len(taken) :]
        if rest and rest[0] == taken[-1] + 1 and _goes_on(state, state.join(taken).text, rest[0]):
            taken.append(rest[0])
        _take_title(state, front, taken, _ANNEX.sub("", clean(_PRINTER.sub("", state.join(taken).text))))
        return


def _without_issuers(state: State, taken: list[int]) -> list[int]:
    """Lines above the title that name a body, not the guide, stay with the issuers."""
    endings = tuple(vocabulary("reading")["issuer_endings"])
    while len(taken) > 1 and squeeze(state.text(taken[0])).endswith(endings):
        taken = taken[1:]
    return taken


def _is_number(text: str) -> bool:
    """True for a line that is nothing but the number of the paper itself (DB99/T 8001—2025)."""
    found = find_identifiers(text)
    return bool(found) and found[0].start == 0 and found[0].end == len(text)


def _goes_on(state: State, title: str, following: int) -> bool:
    text = clean(state.text(following))
    if _TAIL.fullmatch(text) and not title.endswith(text):
        return not re.search(r"(?:指南|规划|方案|计划|意见)$", title)
    return (
        not _complete(title)
        and len(text) <= 30
        and not text.startswith(("（", "("))
        and not _pieces(state.text(following), vocabulary("reading")["issuer_endings"])
    )


def _complete(title: str) -> bool:
    return bool(
        re.search(r"(指南|方案|规划|意见|体系|体系表|计划|纲要|版[）)]?|稿[）)]?|行[）)]|年[）)])$", title)
    )


def _take_title(state: State, front: Front, lines: list[int], printed: str) -> None:
    statuses = vocabulary("reading")["statuses"]
    front.printed_title = clean(printed)
    if match := _NOTICE.search(front.printed_title):
        _take_issuers(front, front.printed_title[: match.start()], vocabulary("reading")["issuer_endings"])
        printed = match.group("quoted") or match.group("plain")
    front.source = state.span(lines[0], lines[-1])
    state.use(lines[0], lines[-1], "front")
    _take_labels(front, clean(printed), statuses)
    front.title = _bare(clean(printed)) or front.printed_title


def _take_labels(front: Front, text: str, statuses: list[str]) -> bool:
    """Edition and status; True where the line says nothing else."""
    rest = text
    if match := _EDITION.search(text) or (None if front.edition else _YEARS.search(text)):
        if not front.edition:
            front.edition = squeeze(match.group(1))
        rest = rest.replace(match.group(0), "")
    for status in statuses:
        if status in text:
            front.status = front.status or status
            rest = re.sub(rf"[（(【]?\s*(?:公开)?{status}\s*[）)】]?", "", rest)
            break
    return len(squeeze(rest)) < 2 and rest != text


def _take_issuers(front: Front, raw: str, endings: list[str]) -> bool:
    parts = _pieces(raw, endings)
    for part in parts:
        if part not in front.issuers:
            front.issuers.append(part)
    return bool(parts)


def _pieces(raw: str, endings: list[str]) -> list[str]:
    """The bodies a line names; [] where it names anything else. Spaces part bodies that are whole by themselves."""
    text = raw.strip()
    if re.match(r"各|有关|抄送|主送|来源", text) or text.endswith(("：", ":")):
        return []
    labelled = _LABEL.match(text) is not None
    text = _LABEL.sub("", text)
    while (shorter := _ROLE.sub("", text)) != text:
        text = shorter
    out: list[str] = []
    for group in re.split(r"[、，,；;]", text):
        pieces = [piece for piece in re.split(r"\s+", group.strip()) if piece]
        merged = ""
        for piece in pieces:
            whole = merged.endswith(tuple(endings)) and len(merged) >= 4
            if merged and whole and piece not in _OFFICES and len(piece) >= 3:
                out.append(merged)
                merged = piece
            else:
                merged += piece
        if merged:
            out.append(merged)
    if not out or not all(
        3 <= len(part) <= 40 and (labelled or part.endswith(tuple(endings))) for part in out
    ):
        return []
    return (
        [] if any(re.search(r"[。：:《》\d]|标准体系|指南", part) for part in out) or len(out[0]) < 4 else out
    )
