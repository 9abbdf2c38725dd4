"""What the papers are written from: a system with its edition, the standards placed in it, and the settings."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from zhunsheng.core.deliver.papers.content import paper_content
from zhunsheng.core.deliver.tree import SystemTree
from zhunsheng.core.system.differ import Change, diff_systems
from zhunsheng.core.system.model import StandardsSystem

__all__ = ["Dossier", "Event", "PlacedStandard", "RealStandard", "Settings"]


@dataclass(slots=True, frozen=True)
class RealStandard:
    """A standard that exists, in words: ``level`` and ``status`` are labels (国家标准, 现行), dates as exact as known.

    ``adoption`` names what it adopts and how (IDT ISO/IEC 22989:2022), ``replaces`` the numbers it replaces,
    ``address`` its page below the root of the site.
    """

    number: str
    title: str
    level: str = ""
    status: str = ""
    implemented: str = ""
    adoption: str = ""
    replaces: str = ""
    administrator: str = ""
    address: str = ""


@dataclass(slots=True, frozen=True)
class PlacedStandard:
    """A standard placed at an item (``SystemTree.item_name``) or, where ``kind`` is subsystem, at a code."""

    kind: str
    item: str
    standard: RealStandard
    confirmed: bool


@dataclass(slots=True, frozen=True)
class Settings:
    """What a person chose. ``site`` is the root of the site for links, or ""; ``paper`` A3 or A4.

    ``suggested`` lists placements nobody has confirmed too, marked and not counted.
    """

    suggested: bool = False
    paper: str = "A3"
    site: str = ""
    industry: str = ""
    start: str = ""
    end: str = ""
    template: str = ""

    def words(self) -> str:
        """The settings in one Chinese line, for the papers themselves."""
        parts = [f"图表纸张 {self.paper}", f"建议归类：{'列出' if self.suggested else '不列'}"]
        parts += [f"网站 {self.site}"] if self.site else []
        parts += [f"行业 {self.industry}"] if self.industry else []
        parts += [f"期间 {self.start} 至 {self.end}"] if self.start or self.end else []
        parts += [f"模板 SHA-256 {self.template}"] if self.template else []
        return "；".join(parts)


@dataclass(slots=True)
class Event:
    """Something that happened to the system within a period: day, what, to what, why."""

    day: str
    action: str
    subject: str
    reason: str = ""


@dataclass
class Dossier:
    """Everything the papers may say. ``day`` is the ISO date they bear.

    ``uids`` gives the record of each row of the list by its position; without it the position itself names the row.
    ``known`` gives the standards whose numbers the list prints, by the printed number. ``earlier`` is the edition
    before this one, where there is one; ``events`` what happened in the period asked for.
    """

    system: StandardsSystem
    key: str
    label: str
    hash: str
    day: str
    settings: Settings = field(default_factory=Settings)
    placed: list[PlacedStandard] = field(default_factory=list)
    uids: dict[int, str] = field(default_factory=dict)
    known: dict[str, RealStandard] = field(default_factory=dict)
    earlier: StandardsSystem | None = None
    earlier_label: str = ""
    events: list[Event] = field(default_factory=list)
    #: the office's own content files by name, in place of the packaged ones
    content: dict[str, str] = field(default_factory=dict)
    #: an office's Word file whose styles take over
    template: bytes = b""

    @cached_property
    def tree(self) -> SystemTree:
        """The system as a tree."""
        return SystemTree(self.system)

    @cached_property
    def changes(self) -> list[Change]:
        """What this edition changed against the one before; nothing where there is none before."""
        return [] if self.earlier is None else diff_systems(self.earlier, self.system).changes

    def content_of(self, name: str) -> dict[str, Any]:
        """A content file (detail, statistics, report …), the office's own where there is one."""
        return paper_content(name, self.content.get(name, ""))

    def with_settings(self, **changes: object) -> Dossier:
        """The same dossier under other settings."""
        return dataclasses.replace(self, settings=dataclasses.replace(self.settings, **changes))  # type: ignore[arg-type]

    def period(self) -> tuple[str, str]:
        """First and last day of the period reported on: as asked for, else this year up to the day."""
        return self.settings.start or f"{self.day[:4]}-01-01", self.settings.end or self.day

    def bearings(self) -> list[tuple[str, str]]:
        """What each paper says of itself: (label, value) for system, edition, hash, day, settings."""
        return [
            ("标准体系", self.system.title),
            ("版本", self.label + (f"（{self.system.status}）" if self.system.status else "")),
            ("版本标识", f"{self.system.slug} {self.key}"),
            ("内容哈希（SHA-256）", self.hash),
            ("生成日期", self.day),
            ("设置", self.settings.words()),
        ]
