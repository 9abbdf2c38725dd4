"""The three forms of output: JSON for programs, SARIF for review tools, text for people."""

from __future__ import annotations

import json
import re

from tests.core.lint.cases import CASES
from tests.core.lint.making import basis, guide, row, rows
from zhunsheng.core.lint import Silence, lint_guide, load_rules
from zhunsheng.core.lint.report import findings_json, findings_sarif, findings_text, line_ranges

RULES = load_rules()
FINDINGS = lint_guide(
    guide(
        bases=[basis("供水服务规范 第2部分", identifier="GB/T 1234.2-2020")],
        planned_standards=[
            *rows()[:4],
            row(7, "BB", "抄表数据规范", "★★★", line=120),
            row(8, "BC", "排涝预警规范", "★★★"),
        ],
    )
)


def test_there_is_something_to_report() -> None:
    assert {one.rule for one in FINDINGS} >= {"serial-gap", "urgency-undefined", "citation-truncated"}


def test_ranges() -> None:
    assert line_ranges([9, 4, 3, 5, 5]) == [(3, 5), (9, 9)]
    assert line_ranges([]) == []


def test_json_has_the_promised_fields_first() -> None:
    data = json.loads(findings_json(FINDINGS))
    assert len(data) == len(FINDINGS)
    for entry, finding in zip(data, FINDINGS, strict=True):
        assert list(entry)[:6] == ["rule", "severity", "message", "subject", "lines", "suggestion"]
        assert entry["severity"] in {"error", "warning", "note"}
        assert all(isinstance(line, int) for line in entry["lines"])
        assert entry["fingerprint"] == finding.fingerprint
        assert "silenced" not in entry
    assert findings_json([]) == "[]\n"


def test_json_of_silenced_findings_keeps_the_reason() -> None:
    silence = Silence(FINDINGS[0].fingerprint, "已核对", by="张工")
    data = json.loads(findings_json(FINDINGS[1:], [(FINDINGS[0], silence)]))
    assert [entry.get("silenced", {}).get("reason") for entry in data] == [None] * (len(FINDINGS) - 1) + [
        "已核对"
    ]


def test_sarif_has_the_shape_of_2_1_0() -> None:
    silence = Silence(FINDINGS[0].fingerprint, "已核对")
    log = json.loads(
        findings_sarif(FINDINGS[1:], RULES, source="指南 2025.txt", silenced=[(FINDINGS[0], silence)])
    )
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "zhunsheng"
    assert [rule["id"] for rule in driver["rules"]] == [rule.id for rule in RULES.rules]
    for rule in driver["rules"]:
        for part in ("shortDescription", "fullDescription", "help"):
            assert rule[part]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    assert len(run["results"]) == len(FINDINGS)
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        assert re.fullmatch(r"[0-9a-f]{16}", result["partialFingerprints"]["zhunsheng/v1"])
        for location in result["locations"]:
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uri"] == "%E6%8C%87%E5%8D%97%202025.txt"
            region = place.get("region")
            assert region is None or 1 <= region["startLine"] <= region["endLine"]
    suppressed = [result for result in run["results"] if "suppressions" in result]
    assert [one["suppressions"] for one in suppressed] == [[{"kind": "external", "justification": "已核对"}]]


def test_sarif_of_a_finding_without_lines_still_names_the_file() -> None:
    findings = lint_guide(CASES["list-absent"].fires())
    run = json.loads(findings_sarif(findings, RULES, source="a.txt"))["runs"][0]
    result = next(one for one in run["results"] if one["ruleId"] == "list-absent")
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "a.txt"}}}]


def test_text_groups_by_rule_and_says_what_to_do() -> None:
    silence = Silence(FINDINGS[-1].fingerprint, "已核对")
    text = findings_text(FINDINGS[:-1], RULES, title="城市供水", silenced=[(FINDINGS[-1], silence)])
    assert text.startswith("城市供水：错误 ")
    assert "[警告] 序号缺号（serial-gap，1 条）" in text
    assert text.count("  → ") == 2
    assert "另有 1 条已静默：" in text
    assert "已核对" in text
    assert findings_text([], RULES, title="城市供水") == "城市供水：没有发现问题。\n"
