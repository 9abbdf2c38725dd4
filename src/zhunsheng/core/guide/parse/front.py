"""Title, edition, status and issuing bodies, from the lines before the first chapter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhunsheng.core.guide.model import SourceSpan
from zhunsheng.core.guide.parse.context import State, ends_sentence
from zhunsheng.core.guide.parse.outline import Section
from zhunsheng.core.text.normal import clean, squeeze
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["Front", "read_front"]

_EDITION = re.compile(
    r"[（(【]?\s*((?:(?:19|20)\d\d|[二〇○零一三四五六七八九]{4})\s*年?\s*(?:修订|试行)?\s*版|第[一二三四五六七八九十\d]+版|[vV]\d+(?:\.\d+)*)\s*[）)】]?"
)
_YEARS = re.compile(r"[（(]\s*((?:19|20)\d\d\s*(?:[—\-–－~至]\s*(?:20)?\d\d\s*)?年?)\s*[）)]")


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
    lines = [n for n in root.body if state.free(n)][:60]
    contents = next((n for n in range(1, len(state) + 1) if state.used[n - 1] == "contents"), None)
    if contents is not None and any(n < contents for n in lines):
        lines = [n for n in lines if n < contents]
    if root.title:
        _take_title(state, front, [root.line_start], root.title)
    else:
        _find_title(state, front, lines, words["title_words"])
    for number in lines:
        if not state.free(number):
            continue
        text = clean(state.text(number))
        if (
            _take_labels(front, text, words["statuses"])
            or _take_issuers(front, text, words["issuer_endings"])
            or re.fullmatch(
                r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月",
                text,
            )
        ):
            state.use(number, number, "front")
    return front


def _extend_title(state: State, front: Front, number: int, text: str) -> None:
    """Edition and status on their own line right under the title belong to it."""
    if front.source is None or any(state.free(n) for n in range(front.source.line_end + 1, number)):
        return
    front.printed_title += text
    front.source = state.span(front.source.line_start, number)


def _find_title(state: State, front: Front, lines: list[int], title_words: list[str]) -> None:
    """The first short line that names a guide, with the lines it is broken over."""
    for place, number in enumerate(lines[:20]):
        text = clean(state.text(number))
        if re.fullmatch(r"附\s*件\s*\d*[：:]?", text):
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
        rest = lines[place + len(taken) :]
        if (
            rest
            and rest[0] == taken[-1] + 1
            and not _complete(joined)
            and len(clean(state.text(rest[0]))) <= 30
        ) and not squeeze(state.text(rest[0])).startswith(("（", "(")):
            taken.append(rest[0])
            joined = state.join(taken).text
        _take_title(state, front, taken, joined)
        return


def _complete(title: str) -> bool:
    return bool(re.search(r"(指南|方案|规划|意见|体系|体系表|计划|纲要|版[）)]?|稿[）)]?|年[）)])$", title))


def _take_title(state: State, front: Front, lines: list[int], printed: str) -> None:
    statuses = vocabulary("reading")["statuses"]
    front.printed_title = clean(printed)
    front.source = state.span(lines[0], lines[-1])
    state.use(lines[0], lines[-1], "front")
    _take_labels(front, front.printed_title, statuses)
    title = re.sub(rf"[（(【]\s*(?:{'|'.join(statuses)})\s*[）)】]", "", front.printed_title)
    title = re.sub(_EDITION.pattern + r"$", "", title)
    title = re.sub(_EDITION.pattern, "", title)
    front.title = re.sub(_YEARS.pattern + "$", "", title).strip() or front.printed_title
    front.title = re.sub(r"^关于(?:印发|发布|公布)《(.+)》的通知$", r"\1", front.title).strip("《》 ")


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
            rest = re.sub(rf"[（(【]?\s*{status}\s*[）)】]?", "", rest)
            break
    return len(squeeze(rest)) < 2 and rest != text


def _take_issuers(front: Front, text: str, endings: list[str]) -> bool:
    text = re.sub(
        r"^(?:发布单位|编制单位|发布机构|主编单位|牵头单位|指导单位|组织编制|起草单位|印发单位)[：:]\s*",
        "",
        text,
    )
    text = re.sub(r"\s*(?:联合)?(?:发布|印发|编制|组织编制|编)$", "", text)
    parts = [part.strip() for part in re.split(r"[、，,\s]+", text) if part.strip()]
    if not parts or not all(4 <= len(part) <= 40 and part.endswith(tuple(endings)) for part in parts):
        return False
    for part in parts:
        if part not in front.issuers:
            front.issuers.append(part)
    return True
