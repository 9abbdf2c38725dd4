"""Building a system from a read guide."""

from __future__ import annotations

from tests.core.sample import sample_document, sample_system
from zhunsheng.core.records import content_hash, to_plain
from zhunsheng.core.system.builder import FACT_LENGTH, build_system, without_prose


def test_everything_is_taken_over_with_prose() -> None:
    document = sample_document()
    system = build_system(document, slug="x", keep_prose=True, source_name="f.txt")
    assert (system.slug, system.source_name, system.title) == ("x", "f.txt", document.title)
    for name in (
        "subsystems",
        "planned_standards",
        "targets",
        "measures",
        "bases",
        "legend",
        "layers",
        "figures",
    ):
        assert to_plain(getattr(system, name)) == to_plain(getattr(document, name))


def test_the_document_is_not_shared() -> None:
    document = sample_document()
    before = content_hash(document)
    system = build_system(document, slug="x", keep_prose=False)
    system.subsystems[0].name = "改了"
    system.subsystems[0].aliases.append("别名")
    assert content_hash(document) == before


def test_facts_only() -> None:
    system = sample_system(keep_prose=False)
    assert not any(item.scope or item.summary for item in system.subsystems)
    assert not any(topic.scope for item in system.subsystems for topic in item.topic_details)
    assert not any(item.text for item in system.measures)
    assert not any(item.meaning for item in system.legend)
    assert not any(item.text for item in system.figures)
    assert system.planned_standards[2].extra == {"归口单位": "某标委会"}


def test_facts_stay() -> None:
    full, facts = sample_system(), sample_system(keep_prose=False)
    lamps = facts.subsystems[3]
    assert lamps.topics == ["光源", "灯杆"]
    assert [topic.name for topic in lamps.topic_details] == ["光源", "灯杆"]
    assert lamps.sightings == full.subsystems[3].sightings
    assert facts.planned_standards[0] == full.planned_standards[0]
    assert (facts.targets, facts.bases, facts.layers) == (full.targets, full.bases, full.layers)


def test_an_undertaking_becomes_the_name_of_its_kind_and_the_names_it_mentions() -> None:
    measure = sample_system(keep_prose=False).measures[0]
    assert measure.commitments == ["工作组", "应用指南：《照明标准应用指南》"]
    assert [item.source.line_start for item in measure.commitment_details] == [61, 62]
    assert all(len(text) <= FACT_LENGTH for text in measure.commitments)


def test_stripping_twice_changes_nothing_more() -> None:
    once = without_prose(sample_system())
    assert without_prose(once) == once
