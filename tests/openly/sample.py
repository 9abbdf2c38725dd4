"""A small world to give away: two standards, a number, a body, a system of three boxes. Numbers are examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zhunsheng.core.deliver.openly.shape import (
    DERIVED_SOURCES,
    OpenBody,
    OpenEdition,
    OpenEnd,
    OpenFact,
    OpenLink,
    OpenNumber,
    OpenParty,
    OpenSource,
    OpenStandard,
    OpenVoice,
)
from zhunsheng.core.guide.model import PlannedStandard, SourceSpan, Subsystem, Urgency
from zhunsheng.core.registry.record import StatedParty, StatedRecord, StatedRelation
from zhunsheng.core.system.model import StandardsSystem

__all__ = ["SampleHoldings", "fact", "standard"]

_SPAN = SourceSpan(1, 1)


def fact(name: str, value: str, **more: str) -> OpenFact:
    """A value that the official source gives; ``more`` are other sources and what they say instead."""
    voices = [OpenVoice("official", "A", value, True, "2026-01-05", "a.csv 第 2 行")]
    voices += [OpenVoice(source, "C", other, False) for source, other in more.items()]
    return OpenFact(name, value, "contradicted" if more else "official", bool(more), tuple(voices))


def standard(
    number: str, title: str = "示例 人工智能 术语", issued: str = "2024-03-01", **more: object
) -> OpenStandard:
    """A standard of this number."""
    made = OpenStandard(
        number=number,
        lineage=number.rpartition("-")[0],
        status="current",
        status_basis="已实施",
        verification="official",
        contested=False,
        facts=[
            fact("title_zh", title),
            fact("level", "national"),
            fact("issued", issued),
            fact("implemented", "2024-10"),
        ],
        numbers=[OpenNumber(number, "main")],
        parties=[OpenParty("administrator", "示例标准化技术委员会", "示例标准化技术委员会")],
        ics=["35.020"],
        ccs=["L70"],
    )
    return replace(made, **more)  # type: ignore[arg-type]


def _system(name: str = "基础") -> StandardsSystem:
    def box(code: str, parent: str | None, title: str) -> Subsystem:
        return Subsystem(code, code, title, title, 2 if parent else 1, parent, "", [], _SPAN)

    item = PlannedStandard(1, "AA", name, name, None, Urgency("★", 1, "优先", "printed"), _SPAN, 1)
    return StandardsSystem(
        "example",
        "示例体系",
        "2026版",
        "",
        ["示例协会"],
        "",
        [box("A", None, name), box("AA", "A", "术语"), box("B", None, "应用")],
        [item],
    )


class SampleHoldings:
    """The world as streams; ``standards`` and ``links`` may be given others."""

    def __init__(
        self,
        standards: Sequence[OpenStandard] | None = None,
        links: Sequence[OpenLink] | None = None,
        name: str = "基础",
    ) -> None:
        self._standards = (
            standards
            if standards is not None
            else [
                standard(
                    "GB/T 90001-2012",
                    issued="2012",
                    facts=[fact("title_zh", "示例 词汇"), fact("issued", "2012", notes="2013")],
                ),
                standard("GB/T 90001-2024"),
            ]
        )
        self._links = (
            links
            if links is not None
            else [
                OpenLink(
                    OpenEnd("standard", "GB/T 90001-2024"),
                    "replaces",
                    OpenEnd("standard", "GB/T 90001-2012"),
                    "confirmed",
                    "catalogue",
                    said="代替",
                    sources=("official",),
                ),
                OpenLink(
                    OpenEnd("standard", "GB/T 90001-2024"),
                    "adopts",
                    OpenEnd("standard", "ISO/IEC 99001:2022", known=False),
                    "confirmed",
                    "catalogue",
                    degree="IDT",
                    sources=("official", "notes"),
                ),
                OpenLink(
                    OpenEnd("standard", "GB/T 90001-2024"),
                    "placed",
                    OpenEnd("planned", "1", "基础", "example", "2026版"),
                    "suggested",
                    "words",
                    confidence=0.8,
                    evidence=("共有“术语”",),
                    system="example",
                    edition="2026版",
                ),
            ]
        )
        self._system = _system(name)

    def sources(self) -> Iterator[OpenSource]:
        """An official one, somebody's notes, and what values may rest on."""
        yield OpenSource("official", "示例官方目录", "A", "https://example.cn/", "2026-01-05", "示例许可")
        yield OpenSource("notes", "示例笔记", "C")
        for code, (name, grade) in DERIVED_SOURCES.items():
            yield OpenSource(code, name, grade)

    def standards(self) -> Iterator[OpenStandard]:
        """The standards."""
        return iter(self._standards)

    def bodies(self) -> Iterator[OpenBody]:
        """Two bodies."""
        yield OpenBody("示例协会", "示例协会", "organisation", ("示协",))
        yield OpenBody("示例标准化技术委员会", "示例标准化技术委员会", "committee")

    def links(self) -> Iterator[OpenLink]:
        """The links."""
        return iter(self._links)

    def editions(self) -> list[OpenEdition]:
        """One edition."""
        return [OpenEdition("example", "2026版", "示例体系", self._system, "0" * 64, "2026-05-01")]

    def records(self) -> Iterator[StatedRecord]:
        """The standards as citations are written from them."""
        for one in self._standards:
            values = {each.field: each.value for each in one.facts}
            yield StatedRecord(
                one.number,
                "",
                one.number,
                values,
                parties=tuple(StatedParty(p.role, p.name) for p in one.parties),
                relations=(StatedRelation("related", "GB/T 1-2001"),),
            )

    def as_of(self) -> str:
        """A day."""
        return "2026-05-01"

    def count(self) -> int:
        """How many standards."""
        return len(self._standards)
