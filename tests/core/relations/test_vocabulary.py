"""No direction can be misread: every type printed both ways, and the vocabulary agrees with itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhunsheng.core.registry.record import RELATION_TYPES
from zhunsheng.core.relations import (
    RelationType,
    relation_families,
    relation_kinds,
    relation_type,
    relation_types,
)
from zhunsheng.core.relations.vocabulary import ANCHORS, FITS, TRAVELS, relation_anchors

SNAPSHOT = Path(__file__).with_name("directions.txt")
TYPES = list(relation_types().values())


def printed() -> str:
    """Every type with its two names and its example read both ways, as the snapshot keeps it."""
    lines = []
    for one in TYPES:
        lines.append(f"{one.key} · {relation_families()[one.family][0]} · {one.forward}／{one.backward}")
        lines.append(f"  → {one.example}")
        lines.append(f"  ← {one.example_backward}")
    return "\n".join(lines) + "\n"


def test_every_direction_reads_as_it_did() -> None:
    assert printed() == SNAPSHOT.read_text(encoding="utf-8"), (
        "look at each changed sentence, then renew the file"
    )


@pytest.mark.parametrize("one", TYPES, ids=lambda one: one.key)
def test_a_type_agrees_with_itself(one: RelationType) -> None:
    subject, target = one.example_ends
    assert subject != target and subject not in target.replace(subject + ".", "")
    for sentence in (one.example, one.example_backward):
        assert subject in sentence and target in sentence
    assert one.example.index(subject) < one.example.rindex(target)
    assert one.symmetric == (one.forward == one.backward)
    if one.symmetric:
        assert one.says("乙", "甲") == one.says("甲", "乙", backward=True)
        assert not one.acyclic and one.subjects == one.targets and one.travels in ("both", "none")
    assert one.family in relation_families() and one.travels in TRAVELS
    assert one.subjects and one.targets and one.subjects | one.targets <= set(relation_kinds())
    assert one.means and not one.means.endswith("。")
    assert not (one.derived and one.catalogue)
    if one.catalogue:
        assert "standard" in one.subjects & one.targets
    for name, mapped in one.mapped.items():
        assert name in ANCHORS and mapped.fit in FITS and mapped.name


def test_names_are_unique_in_their_direction() -> None:
    names = [one.forward for one in TYPES] + [one.backward for one in TYPES if not one.symmetric]
    assert sorted(names) == sorted(set(names))


def test_no_inverse_is_stored() -> None:
    """No type is another one read backwards."""
    forward = {one.says("甲", "乙") for one in TYPES}
    backward = {one.says("乙", "甲", backward=True) for one in TYPES if not one.symmetric}
    assert not forward & backward
    assert not {one.forward for one in TYPES if not one.symmetric} & {one.backward for one in TYPES}


@pytest.mark.parametrize("anchor", ANCHORS)
def test_what_maps_exactly_comes_back(anchor: str) -> None:
    """Two types that map exactly to one name could not be told apart on the way back."""
    exact = [
        one.mapped[anchor].to for one in TYPES if anchor in one.mapped and one.mapped[anchor].fit == "exact"
    ]
    assert exact and len(exact) == len(set(exact))
    assert anchor in relation_anchors()


def test_the_registry_reads_the_same_words() -> None:
    assert {one.key: (one.forward, one.backward) for one in TYPES if one.catalogue} == RELATION_TYPES
    assert list(RELATION_TYPES) == [
        "replaces",
        "replaces_partly",
        "amends",
        "corrects",
        "adopts",
        "cites",
        "references",
        "part_of",
        "edition_of",
        "draft_of",
        "derived_from",
        "related",
    ], "kept by the database: a change needs a migration"


def test_where_a_change_is_felt() -> None:
    cites, supports, replaces = map(relation_type, ("cites", "supports", "replaces"))
    assert cites.felt_by("target") and not cites.felt_by("subject")
    assert supports.felt_by("subject") and not supports.felt_by("target")
    assert not replaces.felt_by("subject") and not replaces.felt_by("target")
    assert relation_type("complements").felt_by("subject") and relation_type("complements").felt_by("target")


def test_an_unknown_type_is_told_in_chinese() -> None:
    with pytest.raises(KeyError, match="没有“quotes”这种关系"):
        relation_type("quotes")
