"""Placing standards: shared topics in two languages, evidence, what is too little to say anything."""

from __future__ import annotations

from zhunsheng.core.analysis.placement import Candidate, PlacementSuggestion, suggest
from zhunsheng.core.analysis.topics import topics_of
from zhunsheng.core.guide.model import PlannedStandard, SourceSpan, Subsystem, Urgency
from zhunsheng.core.system.model import StandardsSystem

SPAN = SourceSpan(1, 1)


def _system(*names: str, subsystem: str = "甲类") -> StandardsSystem:
    mark = Urgency("", None, None, "absent")
    rows = [PlannedStandard(i, "A", name, name, None, mark, SPAN, i) for i, name in enumerate(names, 1)]
    top = Subsystem("A", "A", subsystem, subsystem, 1, None, "", [], SPAN)
    return StandardsSystem("a-system", "体系", "2026版", "", [], "", subsystems=[top], planned_standards=rows)


def _one(item: str, *titles: str) -> PlacementSuggestion | None:
    found = [one for one in suggest(_system(item), [Candidate(7, "X 1-2026", titles)]) if one.position == 1]
    return found[0] if found else None


def test_an_english_title_meets_a_chinese_item() -> None:
    found = _one("知识图谱构建规范", "IEEE Standard for Framework of Knowledge Graphs")
    assert found is not None and found.ref == 7 and found.subsystem == "A"
    assert found.score == 1 or found.score > 0.8
    assert found.reason == "“knowledge graph”即“知识图谱”"


def test_the_longer_word_is_what_is_said() -> None:
    assert "vehicle" not in topics_of("unmanned aerial vehicle flight control").words
    assert set(topics_of("Medical electrical equipment").words) == {"medical"}


def test_a_topic_that_is_everywhere_is_no_evidence_beside_a_real_one() -> None:
    assert _one("纺织工艺应用效果评估标准", "Requirements and evaluation methods of digital humans") is None
    assert _one("应用效果评估标准", "Guidance for quality evaluation of AI systems") is not None


def test_a_neighbouring_topic_counts_half_and_says_so() -> None:
    near = _one("训练数据规范", "人工智能 面向机器学习的数据标注规程")
    assert near is None or near.evidence[0].near
    both = _one("训练数据标注规范", "人工智能 面向机器学习的数据标注规程")
    assert both is not None and not both.evidence[0].near


def test_titles_without_a_known_word_give_nothing_and_do_no_harm() -> None:
    assert _one("纺织印染工艺标准", "", "???", "Ω") is None
    assert suggest(_system(), [Candidate(1, "X 1", ("大模型",))]) == []
    assert suggest(_system("大模型"), []) == []


def test_equals_are_ordered_by_rank_then_number_and_cut() -> None:
    standards = [Candidate(i, f"X {i}-2026", ("大模型 要求",), rank=i % 3) for i in range(1, 60)]
    found = [one.number for one in suggest(_system("大模型标准"), standards, most=4) if one.position == 1]
    assert found == ["X 12-2026", "X 15-2026", "X 18-2026", "X 21-2026"]


def test_a_subsystem_without_parts_gets_suggestions_of_its_own() -> None:
    system = _system(subsystem="智能体")
    found = suggest(system, [Candidate(1, "GB/Z 185.1-2026", ("人工智能 智能体互联 第1部分：总体架构",))])
    assert [(one.subsystem, one.position) for one in found] == [("A", None)]
