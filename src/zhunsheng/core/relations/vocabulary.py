"""The vocabulary of relations (``content/relations.yaml``): every type with both names, its direction and its ends.

A relation is stored in one direction only, read ``subject TYPE target``; the other direction is derived here and
nowhere stored. Labels and directions live in the content file; the registry takes its own types from it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from zhunsheng.core.vocabulary import content_text, load_yaml

__all__ = [
    "ANCHORS",
    "FITS",
    "TRAVELS",
    "EndKind",
    "Mapped",
    "RelationType",
    "relation_anchors",
    "relation_families",
    "relation_kinds",
    "relation_type",
    "relation_types",
    "spaced",
]

TRAVELS = ("to_subject", "to_target", "both", "none")
ANCHORS = ("gbt48000", "relaton", "skos")
FITS = ("exact", "close", "broad")


@dataclass(frozen=True, slots=True)
class EndKind:
    """A kind of end: its Chinese label, and whether its reference means something ``within`` one edition only."""

    key: str
    label: str
    within: str
    ref: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a type is called elsewhere. ``to`` begins with ``^`` where the other reads it the other way round."""

    to: str
    fit: str
    note: str = ""

    @property
    def name(self) -> str:
        """The other's name without the mark of direction."""
        return self.to.removeprefix("^")

    @property
    def inverse(self) -> bool:
        """Whether subject and target change places in the other vocabulary."""
        return self.to.startswith("^")


@dataclass(frozen=True, slots=True)
class RelationType:
    """One type of relation, read ``subject forward target`` and ``target backward subject``.

    ``travels`` says which end has to be looked at when the other one changes; ``strength`` whether the type counts
    in the strength between two modules; ``catalogue`` whether the registry keeps it; ``derived`` that it follows
    from an edition and is never stored. ``mapping`` holds the name in each of :data:`ANCHORS`, "" where there is
    none; ``mapped`` the same with fit and note.
    """

    key: str
    family: str
    forward: str
    backward: str
    means: str
    sentence: str
    reverse: str
    example_ends: tuple[str, str]
    subjects: frozenset[str]
    targets: frozenset[str]
    symmetric: bool = False
    acyclic: bool = False
    dated: bool = False
    strength: bool = False
    catalogue: bool = False
    derived: bool = False
    travels: str = "none"
    degrees: tuple[str, ...] = ()
    mapped: Mapping[str, Mapped] = field(default_factory=dict)

    @property
    def example(self) -> str:
        """One sentence with both ends named, read forward."""
        return self.says(*self.example_ends)

    @property
    def example_backward(self) -> str:
        """The same fact read from the target."""
        return self.says(*self.example_ends, backward=True)

    @property
    def mapping(self) -> dict[str, str]:
        """Anchor → name there, ``^`` in front where it reads the other way, "" for an honest blank."""
        return {name: self.mapped[name].to if name in self.mapped else "" for name in ANCHORS}

    @property
    def contested(self) -> bool:
        """Whether a link of this type needs evidence and a resolution."""
        return self.family == "tension"

    def says(self, subject: str, target: str, *, backward: bool = False) -> str:
        """The sentence about two named ends, forward or backward."""
        text = (self.reverse if backward else self.sentence).format(a=spaced(subject), b=spaced(target))
        return text.strip()

    def label(self, *, backward: bool = False) -> str:
        """The Chinese name in the direction asked for."""
        return self.backward if backward else self.forward

    def felt_by(self, changed: str) -> bool:
        """Whether the other end feels it when the end ``changed`` (``subject`` or ``target``) changes."""
        return self.travels == "both" or self.travels == (
            "to_target" if changed == "subject" else "to_subject"
        )


def spaced(name: str) -> str:
    """A name with a space at each side where it begins or ends with a Latin letter or figure."""
    before = " " if name[:1].isascii() else ""
    return before + name + (" " if name[-1:].isascii() else "")


@cache
def _content() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml(content_text("relations.yaml"))
    return data


@cache
def relation_types() -> dict[str, RelationType]:
    """Every type by key, in the order of the content file (the registry's first)."""
    return {key: _type(key, entry) for key, entry in _content()["types"].items()}


def relation_type(key: str) -> RelationType:
    """The type ``key``; raises ``KeyError`` with a Chinese message for an unknown one."""
    try:
        return relation_types()[key]
    except KeyError:
        raise KeyError(f"没有“{key}”这种关系，可用：{'、'.join(relation_types())}") from None


@cache
def relation_kinds() -> dict[str, EndKind]:
    """The kinds of ends by key."""
    return {key: EndKind(key, **entry) for key, entry in _content()["kinds"].items()}


@cache
def relation_families() -> dict[str, tuple[str, str]]:
    """Family → (Chinese label, what it means)."""
    return {key: (entry["label"], entry["means"]) for key, entry in _content()["families"].items()}


@cache
def relation_anchors() -> dict[str, tuple[str, str, str]]:
    """Other vocabularies we map to: key → (label, grade of what is known of it, note)."""
    return {
        key: (entry["label"], entry["grade"], entry["note"]) for key, entry in _content()["anchors"].items()
    }


def _type(key: str, entry: dict[str, Any]) -> RelationType:
    known = dict(entry)
    subject, target = known.pop("example")
    mapped = {name: Mapped(**one) for name, one in known.pop("mapping", {}).items()}
    known["subjects"] = frozenset(known["subjects"])
    known["targets"] = frozenset(known["targets"])
    known["degrees"] = tuple(known.get("degrees", ()))
    if "reverse" not in known:
        known["reverse"] = known["sentence"].format(a="{b}", b="{a}")
    return RelationType(key=key, example_ends=(subject, target), mapped=mapped, **known)
