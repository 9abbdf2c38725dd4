"""Each rule fires where it should, names its subject and lines, and keeps silent on what is right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.lint.cases import CASES
from tests.core.lint.making import basis, guide, rows
from zhunsheng.core.lint import lint_guide, lint_system, load_rules
from zhunsheng.core.lint.handbook import with_catalogue
from zhunsheng.core.lint.registry import FAMILIES, checks
from zhunsheng.core.system.model import StandardsSystem

RULES = load_rules()


def test_content_and_code_have_the_same_rules() -> None:
    assert {rule.id for rule in RULES.rules} == set(checks())
    assert {rule.family for rule in RULES.rules} == set(FAMILIES) == set(RULES.families)
    for rule_id, function in checks().items():
        assert function.__module__.rpartition(".")[2] == RULES[rule_id].family


def test_every_rule_has_its_cases() -> None:
    assert set(CASES) == {rule.id for rule in RULES.rules}


def test_rules_explain_themselves() -> None:
    for rule in RULES.rules:
        assert len(rule.why) > 12, rule.id
        assert rule.example.endswith("。") and rule.why.endswith("。"), rule.id
    cited = [rule.id for rule in RULES.rules if "GB/T 13016" in rule.why]
    assert len(cited) > 12
    assert len({rule.title for rule in RULES.rules}) == len(RULES.rules)


def test_the_sound_guide_has_no_findings() -> None:
    assert lint_guide(guide("城市供水标准体系建设指南")) == []


@pytest.mark.parametrize("rule_id", list(CASES))
def test_fires(rule_id: str) -> None:
    case = CASES[rule_id]
    found = [one for one in lint_guide(case.fires()) if one.rule == rule_id]
    assert [(one.subject, one.lines) for one in found] == [(case.subject, case.lines)]
    (finding,) = found
    assert finding.severity == RULES[rule_id].severity
    assert finding.title == RULES[rule_id].title
    assert finding.message.endswith(("。", "…")) or rule_id == "mark-unclosed"
    assert finding.suggestion.endswith("。")
    assert len(finding.fingerprint) == 16


@pytest.mark.parametrize("rule_id", list(CASES))
def test_keeps_silent(rule_id: str) -> None:
    found = [one for one in lint_guide(CASES[rule_id].silent()) if one.rule == rule_id]
    assert [one.message for one in found] == []


@pytest.mark.parametrize(
    "rule_id", [name for name in CASES if RULES[name].scope == "both" and name != "mark-unclosed"]
)
def test_fires_on_a_stored_system_too(rule_id: str) -> None:
    document = CASES[rule_id].fires()
    found = [one for one in lint_system(as_system(document)) if one.rule == rule_id]
    assert [one.subject for one in found] == [CASES[rule_id].subject]


def as_system(document: object) -> StandardsSystem:
    """The records of a guide without its apparatus."""
    names = StandardsSystem.__dataclass_fields__
    values = {name: getattr(document, name) for name in names if hasattr(document, name)}
    return StandardsSystem(slug="water", **values)


def test_marks_are_looked_for_in_values_where_there_is_no_text() -> None:
    broken = as_system(guide(bases=[basis("供水条例", printed="《供水 条例", line=51)]))
    assert [(one.subject, one.lines) for one in lint_system(broken) if one.rule == "mark-unclosed"] == [
        ("《供水条例", [51])
    ]
    sound = as_system(guide(bases=[basis("供水条例", printed="《“十四五”供水条例（2024)》")]))
    assert not [one for one in lint_system(sound) if one.rule == "mark-unclosed"]


def test_a_word_doubled_in_a_heading_and_in_the_contents_is_one_finding() -> None:
    found = [
        one
        for one in lint_guide(guide("总则\n12.管网标准标准..... 9\n\n12.管网标准标准"))
        if one.rule == "word-doubled"
    ]
    assert [(one.subject, one.lines) for one in found] == [("标准标准", [2, 4])]


def test_a_name_only_the_cells_of_the_list_print() -> None:
    drifted = [replace(one, printed_category="B 运营服务 / BA 调度") for one in rows()]
    found = [one for one in lint_guide(guide(planned_standards=drifted)) if one.rule == "module-two-names"]
    assert [(one.subject, one.lines) for one in found] == [("B 运行服务", [20, 101])]
    same = [replace(one, printed_category="Ｂ 运行 服务标准 / 供水调度规程") for one in rows()]
    assert not [one for one in lint_guide(guide(planned_standards=same)) if one.rule == "module-two-names"]


def test_marks_on_one_line_are_one_finding() -> None:
    found = [one for one in lint_guide(guide("依据《供水（条例“等\n\n又（见")) if one.rule == "mark-unclosed"]
    assert [(one.lines, "另有 2 个" in one.message) for one in found] == [([1], True), ([3], False)]


def test_heaviest_first() -> None:
    document = CASES["serial-repeat"].fires()
    severities = [one.severity for one in lint_guide(document)]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert "error" in severities


def test_the_handbook_lists_the_rules_as_content_has_them(root: Path) -> None:
    page = (root / "docs/handbook/校核规则.md").read_text(encoding="utf-8")
    assert with_catalogue(page, RULES) == page, "run `make docs`"
    for rule in RULES.rules:
        assert f"`{rule.id}`" in page
    with pytest.raises(ValueError, match="标记"):
        with_catalogue("没有标记", RULES)
