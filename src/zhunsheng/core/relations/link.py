"""A link: two named ends, a type of the vocabulary, where it came from and what shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhunsheng.core.relations.vocabulary import RelationType, relation_kinds, relation_types

__all__ = ["EVIDENCE_KINDS", "ORIGINS", "STATUSES", "End", "Evidence", "Link", "link_faults"]

#: what is thought of a link
STATUSES: dict[str, str] = {"suggested": "待确认", "confirmed": "已确认", "rejected": "已否定"}
#: who or what first said it
ORIGINS: dict[str, str] = {
    "guide": "指南原文",
    "catalogue": "标准目录",
    "edition": "体系结构",
    "rule": "规则推出",
    "similarity": "名称相近",
    "person": "人工登记",
}
EVIDENCE_KINDS: dict[str, str] = {
    "span": "原文",
    "clause": "条款",
    "words": "共有的词",
    "score": "得分",
    "source": "来源",
    "rule": "规则",
}
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True, order=True)
class End:
    """One end of a link, named ``kind:ref``; ``label`` is for people and takes no part in comparing ends."""

    kind: str
    ref: str
    label: str = ""

    @property
    def key(self) -> str:
        """``kind:ref``, the name of the end in addresses and in the graph."""
        return f"{self.kind}:{self.ref}"

    @classmethod
    def of(cls, key: str, label: str = "") -> End:
        """The end that ``key`` names; raises ``ValueError`` in Chinese where it is none."""
        kind, colon, ref = key.partition(":")
        if not colon or not ref.strip() or kind not in relation_kinds():
            kinds = "、".join(relation_kinds())
            raise ValueError(f"“{key}”不是一端的写法，应为“种类:编号”，种类可用 {kinds}")
        return cls(kind, ref.strip(), label)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that shows a link: lines of the guide, a clause, words in common, a score, a source, a rule."""

    kind: str
    text: str
    line_start: int | None = None
    line_end: int | None = None
    clause: str = ""
    source: str = ""
    grade: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """``subject TYPE target`` in the stored direction, with status, origin and evidence.

    ``subject_clause`` and ``target_clause`` narrow it to a clause on either side; ``degree`` is that of an adoption;
    dates are ISO dates as exact as they are known. ``resolution`` says how a tension was or will be settled.
    """

    subject: End
    type: str
    target: End
    status: str = "suggested"
    origin: str = "rule"
    rule: str = ""
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    subject_clause: str = ""
    target_clause: str = ""
    degree: str = ""
    valid_from: str = ""
    valid_to: str = ""
    resolution: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two links the same one: for a symmetric type the ends in a fixed order."""
        ends = (self.subject.key, self.target.key)
        kind = relation_types().get(self.type)
        if kind is not None and kind.symmetric:
            ends = (min(ends), max(ends))
        return ends[0], self.type, ends[1]

    def says(self, *, backward: bool = False) -> str:
        """The link as a Chinese sentence."""
        subject, target = self.subject, self.target
        return relation_types()[self.type].says(
            subject.label or subject.ref, target.label or target.ref, backward=backward
        )


def link_faults(link: Link) -> list[str]:
    """What is wrong with a link, in Chinese; empty where nothing is."""
    kind = relation_types().get(link.type)
    if kind is None:
        return [f"没有“{link.type}”这种关系，可用：{'、'.join(relation_types())}"]
    return [*_end_faults(link, kind), *_value_faults(link, kind), *_date_faults(link, kind)]


def _end_faults(link: Link, kind: RelationType) -> list[str]:
    faults = []
    kinds = relation_kinds()
    for end, allowed, side in ((link.subject, kind.subjects, "起点"), (link.target, kind.targets, "终点")):
        if end.kind not in kinds:
            faults.append(f"{side}的种类“{end.kind}”不认得，可用：{'、'.join(kinds)}")
        elif end.kind not in allowed:
            names = "、".join(kinds[name].label for name in kinds if name in allowed)
            faults.append(f"“{kind.forward}”的{side}不能是{kinds[end.kind].label}，可以是：{names}")
        if not end.ref.strip():
            faults.append(f"{side}没有写明是哪一个")
    if link.subject.key == link.target.key:
        faults.append(f"“{kind.forward}”的两端是同一个：{link.subject.label or link.subject.ref}")
    return faults


def _value_faults(link: Link, kind: RelationType) -> list[str]:
    faults = []
    if kind.derived and link.origin != "edition":
        faults.append(f"“{kind.forward}”由体系结构推出，不能另行登记")
    if link.status not in STATUSES:
        faults.append(f"状态“{link.status}”不认得，可用：{'、'.join(STATUSES)}")
    if link.origin not in ORIGINS:
        faults.append(f"来历“{link.origin}”不认得，可用：{'、'.join(ORIGINS)}")
    if not 0 <= link.confidence <= 1:
        faults.append(f"把握应在 0 与 1 之间，现为 {link.confidence}")
    if link.degree and link.degree not in kind.degrees:
        allowed = f"可用：{'、'.join(kind.degrees)}" if kind.degrees else f"“{kind.forward}”没有程度之分"
        faults.append(f"程度“{link.degree}”不对，{allowed}")
    for one in link.evidence:
        if one.kind not in EVIDENCE_KINDS:
            faults.append(f"证据的种类“{one.kind}”不认得，可用：{'、'.join(EVIDENCE_KINDS)}")
    if kind.contested and not link.evidence:
        faults.append(f"“{kind.forward}”要有证据")
    if kind.contested and link.status == "confirmed" and not link.resolution.strip():
        faults.append(f"确认“{kind.forward}”时要写明处理意见")
    return faults


def _date_faults(link: Link, kind: RelationType) -> list[str]:
    faults = []
    for value, name in ((link.valid_from, "起始日期"), (link.valid_to, "终止日期")):
        if value and not _DATE.fullmatch(value):
            faults.append(f"{name}“{value}”应写成 2026、2026-03 或 2026-03-01")
    exact = min(len(link.valid_from), len(link.valid_to))
    if not faults and exact and link.valid_from[:exact] > link.valid_to[:exact]:
        faults.append(f"起始日期 {link.valid_from} 晚于终止日期 {link.valid_to}")
    return faults
