"""From a system back to the text of a guide, in the usual chapters; read again, it gives the same system.

The text is markdown: headings are unmistakable there, and any editor shows it. What a system does not hold (the
prose of a guide packaged as facts only) is not invented beyond the words that carry the facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhunsheng.core.guide.model import (
    Basis,
    Claim,
    Commitment,
    LegendEntry,
    Measure,
    Promise,
    Subsystem,
    Target,
)
from zhunsheng.core.guide.parse.context import ends_sentence
from zhunsheng.core.guide.readers.numerals import to_chinese
from zhunsheng.core.system.model import StandardsSystem
from zhunsheng.core.system.writer_list import list_chapter
from zhunsheng.core.text.normal import squeeze
from zhunsheng.core.vocabulary import vocabulary

__all__ = ["write_guide"]

_MARKS = re.compile(r"[\\*`|~<]|__|!?\[(?=[^\[\]]*\]\()")
_BASIS_HEADS = {
    "law": "法律法规",
    "national_policy": "国家政策文件",
    "local_policy": "地方政策文件",
    "policy": "政策文件",
    "standard": "相关标准",
}


def write_guide(system: StandardsSystem) -> str:
    """The system as a guide: cover, aims, bases, structure, framework, body, measures and the list.

    Chapters of which the system knows nothing are left out. The result ends with a line break.
    """
    parts = [_cover(system)]
    chapters = (
        ("总体要求", _aims(system)),
        ("构建依据", _bases(system.bases)),
        ("标准体系结构", _structure(system)),
        ("标准体系框架", _framework(system)),
        ("重点方向", _Body(system).write()),
        ("组织实施", _measures(system.measures)),
    )
    number = 0
    for title, lines in chapters:
        if lines:
            number += 1
            parts.append([f"## {to_chinese(number)}、{title}", *lines])
    rows = list_chapter(system, escape)
    if rows or system.legend:
        parts.append(["## 附件", "重点标准清单", *rows, *_legend(system.legend)])
    return "\n\n".join(line for part in parts for line in part if line) + "\n"


def escape(text: str) -> str:
    """Text that markdown shows as it is; line breaks become spaces."""
    flat = re.sub(r"[\r\n\u2028\u2029\x0b\x0c\x85]+", " ", text)
    return _MARKS.sub(lambda found: "".join("\\" + char for char in found.group()), flat)


def _paragraphs(*texts: str) -> list[str]:
    """Each line of the texts as a paragraph of its own.

    One that ends no sentence gets its full stop where another follows: the reader would take the two for one.
    """
    lines = [line for text in texts for line in map(str.strip, escape_lines(text)) if line]
    return [line if ends_sentence(line) else line + "。" for line in lines[:-1]] + lines[-1:]


def escape_lines(text: str) -> list[str]:
    """The lines of a text, each as markdown shows it."""
    return [escape(line) for line in text.split("\n")]


def _cover(system: StandardsSystem) -> list[str]:
    marks = "".join(f"（{mark}）" for mark in (system.edition, system.status) if mark)
    return [f"# {escape(system.title)}{escape(marks)}", *(escape(issuer) for issuer in system.issuers)]


def _aims(system: StandardsSystem) -> list[str]:
    """Targets, a section for each stretch of one year; those that a measure's text states stand there."""
    told = squeeze("".join(measure.text for measure in system.measures))
    groups: list[tuple[int | None, list[Target]]] = []
    for target in system.targets:
        if told and squeeze(target.printed) and squeeze(target.printed) in told:
            continue
        year = target.year if target.year_basis == "printed" else None
        if not groups or groups[-1][0] != year:
            groups.append((year, []))
        groups[-1][1].append(target)
    lines: list[str] = []
    for place, (year, targets) in enumerate(groups, 1):
        if len(groups) > 1:
            lines.append(f"### （{to_chinese(place)}）{'主要' if place == 1 else '其他'}目标")
        words = [_target(target) for target in targets]
        lead = f"到 {year} 年，" if year else ""
        lines.append(escape(lead + "，".join(words)) + "。")
    return lines


def _target(target: Target) -> str:
    """A target's own words, or words that say the same."""
    printed = target.printed.strip("，。；、 ")
    printed = re.sub(r"^(?:到\s*20\d\d\s*年[，,]?|[和及])\s*", "", printed)
    if printed:
        # a bare number of things is only a target with a verb, unless it counts standards
        bare = re.match(r"\d[\d.]*\s*[^\d\s](?!.*标准)", printed)
        return f"形成 {printed}" if bare else printed
    value, name = f"{target.value} {target.unit}", target.name
    if target.unit == "%" or target.unit.endswith("百分点"):
        ways = {">=": f"达到 {value}以上", ">": f"超过 {value}", "=": f"为 {value}", "<=": f"不超过 {value}"}
        return name + ways.get(target.comparator, f"低于 {value}")
    ways = {">=": f"{value}以上", ">": f"超过 {value}", "=": value, "<=": f"不超过 {value}"}
    return f"形成{ways.get(target.comparator, f'少于 {value}')}{name}"


def _bases(bases: list[Basis]) -> list[str]:
    lines: list[str] = []
    head, place = "", 0
    for basis in bases:
        own = basis.printed_kind if re.search("法律|法规|规章|政策|文件|标准", basis.printed_kind) else ""
        wanted = own or _BASIS_HEADS.get(basis.kind, "政策文件")
        if wanted != head:
            head, place = wanted, place + 1
            lines.append(f"### （{to_chinese(place)}）{escape(head)}")
        lines.append(escape(_basis(basis)))
    return lines


def _basis(basis: Basis) -> str:
    if basis.printed.startswith("《") or (
        basis.identifier and basis.printed.startswith(basis.identifier[:2])
    ):
        return basis.printed
    title = f"《{basis.title}" + ("" if basis.truncated else "》") if basis.title else ""
    note = basis.document_number or basis.note
    return f"{basis.identifier or ''}{title}" + (f"（{note}）" if note and not basis.truncated else "")


def _structure(system: StandardsSystem) -> list[str]:
    """What the overview says: counts of the whole, then each module with its code and summary."""
    drawn = squeeze("".join(figure.text for figure in system.figures))
    lines = [
        f"标准体系共{escape(claim.printed)}。"
        for claim in system.claims
        if claim.subject is None and squeeze(claim.printed) not in drawn
    ]
    modules = [item for item in system.subsystems if item.level == 1]
    if len(modules) < 2 or not any(item.summary or item.printed_code for item in modules):
        return lines
    for place, item in enumerate(modules, 1):
        heads = (s for s in item.sightings if s.place == "structure" and s.printed_code == item.printed_code)
        seen = next((sighting.printed_name for sighting in heads), "")
        mark = f"（{item.printed_code}）" if item.printed_code and len(item.printed_code) == 1 else ""
        lines.append(f"### {place}. {escape(seen or f'{item.name}模块{mark}')}")
        if item.summary:
            lines.extend(_paragraphs(item.summary))
        else:
            lines.extend(_paragraphs(*_promised(system.promises, item.code, "structure")))
    return lines


def _promised(promises: Iterable[Promise], code: str, place: str) -> list[str]:
    """A sentence for the names a text promised, where the text itself is not kept."""
    return [
        f"包括{'、'.join(promise.names)}。"
        for promise in promises
        if promise.subject == code and promise.place == place and len(promise.names) > 1
    ]


def _framework(system: StandardsSystem) -> list[str]:
    """The chain of layers, and the captions of the figures with the words drawn in them."""
    lines = []
    if len(system.layers) > 1:
        chain = "—".join(layer.name for layer in system.layers)
        lines.append(f"标准体系采用“{escape(chain)}”的分层框架。")
    for figure in system.figures:
        if not figure.title:
            lines.append(f"框架如图 {figure.number} 所示。")
            continue
        lines.append(f"图 {figure.number} {escape(figure.title)}")
        if figure.text:
            lines.append("【图片提取信息】：")
            lines.extend(escape(line) for line in figure.text.split("\n"))
            lines.append("---")  # the words of the figure end here
    return lines


class _Body:
    """The chapter whose headings are the subsystems."""

    def __init__(self, system: StandardsSystem) -> None:
        self.system = system
        self.children: dict[str | None, list[Subsystem]] = {}
        for item in system.subsystems:
            self.children.setdefault(item.parent, []).append(item)
        listed = {row.subsystem for row in system.planned_standards}
        parents = {item.code: item.parent for item in system.subsystems}
        self.drawn = any(figure.text for figure in system.figures)
        # codes that the list prints need not stand in the headings
        self.coded: set[str | None] = set()
        for code in listed:
            while code is not None and code not in self.coded:
                self.coded.add(code)
                code = parents.get(code)

    def write(self) -> list[str]:
        lines: list[str] = []
        for place, item in enumerate(self.children.get(None, []), 1):
            lines.append(f"### （{to_chinese(place)}）{self._name(item)}")
            lines.extend(self._text(item))
            lines.extend(self._below(item, ()))
        return lines

    def _below(self, parent: Subsystem, path: tuple[int, ...]) -> list[str]:
        """The children of a subsystem; those of one uncoded group stand together below its heading."""
        lines: list[str] = []
        place, inner, group = 0, 0, None
        untold = _counted(self.system.claims, parent) if parent.scope else []
        for item in self.children.get(parent.code, []):
            if item.group and item.group == group:
                inner += 1
            else:
                place, inner, group = place + 1, 1, item.group
                if group:
                    ending = "" if group.endswith("标准") else "标准"
                    lines.append(_heading((*path, place), escape(group) + ending))
                    # a group is no record, so what its text counts stands with the subsystem above it
                    lines.extend(_paragraphs(*(untold if place == 1 else [])))
            own = (*path, place, inner) if group else (*path, place)
            lines.append(_heading(own, self._name(item), code=self._own_code(item)))
            lines.extend(self._text(item))
            lines.extend(self._below(item, own))
        return lines

    def _own_code(self, item: Subsystem) -> str:
        """A printed code that no row of the list and no overview heading would show."""
        return item.printed_code if item.printed_code and item.code not in self.coded else ""

    @staticmethod
    def _name(item: Subsystem) -> str:
        return escape(item.printed_name or item.name)

    def _text(self, item: Subsystem) -> list[str]:
        """Scope and topics; where the prose is not kept, sentences that carry counts, promises and topics."""
        texts = [item.scope] if item.scope else []
        if not item.scope:
            texts.extend(_promised(self.system.promises, item.code, "body"))
            texts.extend(_counted(self.system.claims, item))
        if self.drawn and any(guess.field == "topics" for guess in item.guesses):
            return _paragraphs(*texts)  # the figure's words name them
        details = {topic.name: topic for topic in item.topic_details}
        for name in item.topics:
            topic = details.get(name)
            if topic is not None and topic.printed_name == name + "标准":
                if not item.scope:  # else the scope names it
                    texts.append(f"其中，{name}标准主要包括{name}的具体要求。")
                continue
            texts.append(
                f"{name}：{topic.scope if topic is not None and topic.scope else f'制定{name}方面的标准'}"
            )
        return _paragraphs(*texts)


def _counted(claims: Iterable[Claim], item: Subsystem) -> list[str]:
    """Sentences for counts that neither the scope nor the summary of a subsystem states."""
    told = squeeze(item.scope + item.summary)
    return [
        f"共{claim.printed}。"
        for claim in claims
        if claim.subject == item.code and squeeze(claim.printed) not in told
    ]


def _heading(path: tuple[int, ...], name: str, *, code: str = "") -> str:
    """A heading below a module. Markdown has six levels; below them the numbering alone tells the depth."""
    number = f"{path[0]}." if len(path) == 1 else ".".join(map(str, path))
    marks = "#" * (3 + len(path))
    text = f"{code} {name}" if code else f"{number} {name}"
    return f"{marks} {text}" if len(marks) <= 6 else text


def _measures(measures: list[Measure]) -> list[str]:
    lines: list[str] = []
    for place, measure in enumerate(measures, 1):
        lines.append(f"### （{to_chinese(place)}）{escape(measure.title)}")
        told = [_commitment(item) for item in measure.commitment_details] or measure.commitments
        lines.extend(_paragraphs(measure.text or "；".join(told)))
    return lines


def _commitment(item: Commitment) -> str:
    """An undertaking in words by which its kind is known again."""
    words: list[str] = vocabulary("commitments")["kinds"].get(item.kind, {}).get("words", [])
    if any(word in item.text for word in words) and len(item.text) > 3:
        return item.text
    return f"{item.text}（{words[0]}）" if words and words[0] not in item.text else f"落实{item.text}"


def _legend(legend: list[LegendEntry]) -> list[str]:
    lines = ["注：清单中的缓急程度按以下界限划分。"] if legend else []
    for entry in legend:
        if entry.mark == entry.tier:
            lines.extend(_paragraphs(f"{entry.mark}：{entry.meaning or entry.tier}"))
        else:
            lines.extend(_paragraphs(f"{entry.mark}（{entry.tier}）：{entry.meaning}".rstrip("：")))
    return lines
