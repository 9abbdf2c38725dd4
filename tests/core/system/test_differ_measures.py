"""A measure kept as facts and the same measure with its sentences are not told as changed."""

from __future__ import annotations

from zhunsheng.core.guide.model import Commitment, Measure, SourceSpan
from zhunsheng.core.system.differ import diff_systems
from zhunsheng.core.system.model import StandardsSystem

HERE = SourceSpan(1, 1)


def system(*kinds_and_texts: tuple[str, str], text: str) -> StandardsSystem:
    """A system with one measure."""
    details = [Commitment(kind, words, HERE) for kind, words in kinds_and_texts]
    measure = Measure(
        "优化统筹机制", [item.text for item in details], HERE, text=text, commitment_details=details
    )
    return StandardsSystem("x", "示例体系", "", "", [], "", measures=[measure])


def test_facts_against_sentences() -> None:
    facts = system(("working_group", "工作组"), ("case_library", "案例库"), text="")
    full = system(("working_group", "设立分领域工作组"), ("case_library", "建设应用案例库"), text="设立……")
    assert diff_systems(facts, full).changes == []
    less = system(("working_group", "设立分领域工作组"), text="设立……")
    assert [change.kind for change in diff_systems(facts, less).changes] == ["changed"]


def test_sentences_against_sentences() -> None:
    before = system(("working_group", "设立分领域工作组"), text="设立……")
    after = system(("working_group", "设立专项工作组"), text="设立……")
    assert [change.kind for change in diff_systems(before, after).changes] == ["changed"]
