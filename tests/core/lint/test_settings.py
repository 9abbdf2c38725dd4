"""What a house may change: severities, switches, options, silences; and how mistakes in that file are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.core.lint.cases import CASES
from tests.core.lint.making import guide
from zhunsheng.core.lint import LintRulesError, lint_guide, load_rules, split_silenced


def _file(folder: Path, text: str) -> Path:
    path = folder / "lint.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_severity_and_switch(tmp_path: Path) -> None:
    document = CASES["serial-gap"].fires()
    changed = load_rules(_file(tmp_path, "rules:\n  serial-gap: {severity: error}\n"))
    assert [one.severity for one in lint_guide(document, changed) if one.rule == "serial-gap"] == ["error"]
    off = load_rules(_file(tmp_path, "rules:\n  serial-gap: {enabled: false}\n"))
    assert not [one for one in lint_guide(document, off) if one.rule == "serial-gap"]
    assert load_rules()["serial-gap"].severity == "warning"


def test_options_change_what_is_found() -> None:
    document = guide("往往要试用试用")
    assert [one.subject for one in lint_guide(document) if one.rule == "word-doubled"] == ["试用试用"]
    allowed = load_rules({"rules": {"word-doubled": {"options": {"allowed": ["试用试用"]}}}})
    assert not [one for one in lint_guide(document, allowed) if one.rule == "word-doubled"]


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert load_rules(_file(tmp_path, "")) == load_rules()


def test_silences_keep_their_reason(tmp_path: Path) -> None:
    findings = lint_guide(CASES["category-empty"].fires())
    print_of = next(one.fingerprint for one in findings if one.rule == "category-empty")
    rules = load_rules(
        _file(
            tmp_path,
            f"silences:\n  - {{fingerprint: '{print_of}', reason: 已有国家标准, by: 张工, date: 2026-01-05}}\n",
        )
    )
    left, silenced = split_silenced(findings, rules.silences)
    assert len(left) == len(findings) - 1
    ((finding, silence),) = silenced
    assert finding.rule == "category-empty"
    assert (silence.reason, silence.by, silence.date) == ("已有国家标准", "张工", "2026-01-05")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rules: {no-such-rule: {enabled: false}}", "规则“no-such-rule”不存在"),
        ("rules: {serial-gap: {severity: fatal}}", "severity 应为 error、warning、note 之一"),
        ("rules: {serial-gap: {enabled: maybe}}", "enabled 应为 true 或 false"),
        ("rules: {serial-gap: {colour: red}}", "不认识的字段：colour"),
        ("rules: {serial-gap: off}", "serial-gap 后面应是"),
        ("rules: [serial-gap]", "rules 应是"),
        ("rules: {serial-gap: {options: {nothing: 1}}}", "没有选项 nothing"),
        ("rules: {word-doubled: {options: {allowed: 3}}}", "选项 allowed 种类不对"),
        ("rules: {serial-gap: {options: {min_rows: many}}}", "选项 min_rows 种类不对"),
        ("rules: {serial-gap: {options: [1]}}", "options 应是"),
        ("silences: [{reason: 看过}]", "第 1 项缺少 fingerprint"),
        ("silences: [{fingerprint: abc, reason: ' '}]", "必须写明理由"),
        ("silences: {a: b}", "silences 应是列表"),
        ("severity: note", "不认识的项：severity"),
        ("- 1", "应以 rules: 或 silences: 开头"),
        ("rules: {serial-gap: [", "第 2 行"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(LintRulesError) as error:
        load_rules(_file(tmp_path, text + "\n"))
    assert told in str(error.value)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "lint.yaml"
    path.write_bytes(b"rules: \xff\xfe\x00")
    with pytest.raises(LintRulesError, match="YAML"):
        load_rules(path)
    with pytest.raises(LintRulesError, match="读不了"):
        load_rules(tmp_path / "absent.yaml")


def test_broken_patterns_are_told() -> None:
    rules: Any = load_rules({"rules": {"list-count": {"options": {"pattern": ["(清单"]}}}})
    with pytest.raises(LintRulesError, match="list-count"):
        lint_guide(guide("清单"), rules)
