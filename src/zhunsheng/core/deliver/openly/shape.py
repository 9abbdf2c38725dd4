"""What is given away, as plain records: the streams that every writer of this room takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from zhunsheng.core.registry.record import StatedRecord
from zhunsheng.core.system.model import StandardsSystem

__all__ = [
    "DERIVED_SOURCES",
    "Holdings",
    "OpenBody",
    "OpenEdition",
    "OpenEnd",
    "OpenFact",
    "OpenLink",
    "OpenNumber",
    "OpenParty",
    "OpenSource",
    "OpenStandard",
    "OpenVoice",
    "Step",
    "untold",
]

#: is told how many standards are done
Step = Callable[[int], None]


def untold(_done: int) -> None:
    """The :data:`Step` of whoever does not look on."""


#: what a value may rest on beside the sources themselves: code → name, grade
DERIVED_SOURCES: dict[str, tuple[str, str]] = {
    "number": ("由编号推出", ""),
    "derived": ("由日期、阶段和代替关系推得", ""),
    "person": ("人工核实", "person"),
}


@dataclass(frozen=True, slots=True)
class OpenSource:
    """Who says it: code, name, grade, address, day of the data, licence as far as they are known."""

    code: str
    name: str
    grade: str = ""
    url: str = ""
    date: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class OpenVoice:
    """One source on one value. ``value`` is what it says; ``agrees`` whether that is what counts."""

    source: str
    grade: str
    value: str
    agrees: bool
    date: str = ""
    place: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class OpenFact:
    """One value of a standard: what counts ("" where nothing does), its state, and everybody who speaks of it."""

    field: str
    value: str
    state: str
    contested: bool
    voices: tuple[OpenVoice, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenNumber:
    """One number of a standard and its kind: main, joint, plan, former, other."""

    number: str
    kind: str


@dataclass(frozen=True, slots=True)
class OpenParty:
    """A body in a role; ``key`` is the normal form of its name, which names it in IRIs."""

    role: str
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class OpenBody:
    """An organisation, committee or person."""

    key: str
    name: str
    kind: str
    abbreviations: tuple[str, ...] = ()


@dataclass(slots=True)
class OpenStandard:
    """One standard: the values that count with who says them, its numbers, bodies and classes.

    ``status`` is the derived one and ``status_basis`` says what it follows from.
    """

    number: str
    lineage: str
    status: str
    status_basis: str
    verification: str
    contested: bool
    facts: list[OpenFact] = field(default_factory=list)
    numbers: list[OpenNumber] = field(default_factory=list)
    parties: list[OpenParty] = field(default_factory=list)
    ics: list[str] = field(default_factory=list)
    ccs: list[str] = field(default_factory=list)

    def value(self, name: str) -> str:
        """The value of a field that counts; "" where none does."""
        return next((fact.value for fact in self.facts if fact.field == name), "")

    @property
    def title(self) -> str:
        """The title to show: the Chinese one, else another."""
        names = ("title_zh", "title_en", "title_fr", "title_ja")
        return next((said for name in names if (said := self.value(name))), "")


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """One end of a link: ``kind`` standard, planned, subsystem or basis; the last three lie in an edition.

    ``known`` is false for a standard of which only the number is known.
    """

    kind: str
    ref: str
    label: str = ""
    system: str = ""
    edition: str = ""
    known: bool = True


@dataclass(slots=True)
class OpenLink:
    """``subject TYPE target`` in the stored direction, with all who state it.

    ``status`` is confirmed or suggested; what a person rejected is not given away. What a source states (``origin``
    catalogue) counts as confirmed, as everywhere in the house. ``system`` and ``edition`` name the edition that the
    link belongs to, "" for one between standards as such.
    """

    subject: OpenEnd
    type: str
    target: OpenEnd
    status: str
    origin: str
    degree: str = ""
    said: str = ""
    sources: tuple[str, ...] = ()
    confidence: float | None = None
    evidence: tuple[str, ...] = ()
    subject_clause: str = ""
    target_clause: str = ""
    valid_from: str = ""
    valid_to: str = ""
    system: str = ""
    edition: str = ""


@dataclass(slots=True)
class OpenEdition:
    """An edition of a system under the name it has in addresses; ``content_hash`` is "" for a draft."""

    slug: str
    key: str
    name: str
    system: StandardsSystem
    content_hash: str = ""
    published: str = ""


class Holdings(Protocol):
    """All that can be given away, as streams in a fixed order; each may be asked for again."""

    def sources(self) -> Iterable[OpenSource]:
        """Who says it, and what values may rest on beside them."""

    def standards(self) -> Iterable[OpenStandard]:
        """The standards by number."""

    def bodies(self) -> Iterable[OpenBody]:
        """The bodies by key."""

    def links(self) -> Iterable[OpenLink]:
        """The links in the stored direction, by type and ends."""

    def editions(self) -> Sequence[OpenEdition]:
        """The editions of systems."""

    def records(self) -> Iterable[StatedRecord]:
        """The standards by number once more, as citations are written from them, with their relations both ways."""

    def as_of(self) -> str:
        """The day of the last change of what is given; "" where nothing is."""

    def count(self) -> int:
        """How many standards there are, for telling progress."""
