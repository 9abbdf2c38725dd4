"""What is held to be true of one field of a standard: the value, how far it is verified, and who says what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from zhunsheng.core.registry.words import VERIFICATION_STATES

__all__ = ["STATE_BY_GRADE", "Fact", "Version"]

#: how far a value is verified by the grade of who says it
STATE_BY_GRADE = {
    "person": "verified",
    "A": "official",
    "B": "trade",
    "C": "unverified",
    "memory": "unverified",
}


class Version(NamedTuple):
    """One value of a field as one source (or person) gives it. ``printed`` is its own wording where it differs."""

    value: str
    source: str
    source_name: str
    grade: str
    date: str
    place: str = ""
    printed: str = ""
    chosen: bool = False
    agrees: bool = True
    evidence: str = ""
    statement: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """A field, the value that counts, its state, and every version. ``contested``: some version says otherwise."""

    field: str
    label: str
    value: str
    state: str
    contested: bool
    versions: tuple[Version, ...]

    @property
    def sources(self) -> tuple[Version, ...]:
        """The versions that say what counts; all of them where nothing counts."""
        return tuple(version for version in self.versions if version.agrees) or self.versions

    @property
    def by_number(self) -> bool:
        """Whether the value stands on the number alone: no official source and no person says it."""
        rest = (one for one in self.versions if one.agrees and one.source != "number")
        told = any(one.source == "number" and one.agrees for one in self.versions)
        return (
            told
            and self.state == "official"
            and all(STATE_BY_GRADE.get(one.grade) not in {"official", "verified"} for one in rest)
        )

    @property
    def state_label(self) -> str:
        """How far the value is verified, in words."""
        return "由编号推出" if self.by_number else VERIFICATION_STATES.get(self.state, self.state)
