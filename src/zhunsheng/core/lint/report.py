"""Findings as text for people, JSON for programs, and SARIF 2.1.0 for review tools."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote

import zhunsheng
from zhunsheng.core.lint.model import SEVERITIES, Finding, Rule, Silence
from zhunsheng.core.lint.rules import RuleSet
from zhunsheng.core.records import to_plain

__all__ = ["FORMATS", "SEVERITY_WORDS", "findings_json", "findings_sarif", "findings_text", "line_ranges"]

FORMATS = ("text", "json", "sarif")
SEVERITY_WORDS = {"error": "错误", "warning": "警告", "note": "提示"}
_FIRST = ("rule", "severity", "message", "subject", "lines", "suggestion")
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

Silenced = Sequence[tuple[Finding, Silence]]


def line_ranges(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Lines joined into runs: [3, 4, 5, 9] → [(3, 5), (9, 9)]."""
    runs: list[tuple[int, int]] = []
    for line in sorted(set(lines)):
        if runs and line == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def findings_json(findings: Iterable[Finding], silenced: Silenced = ()) -> str:
    """A JSON array: rule, severity, message, subject, lines, suggestion first, then what else a finding knows.

    Silenced findings, where given, follow with ``"silenced": {"reason", "by", "date"}``.
    """
    rows = [_plain(finding) for finding in findings]
    for finding, silence in silenced:
        rows.append(
            {
                **_plain(finding),
                "silenced": {"reason": silence.reason, "by": silence.by, "date": silence.date},
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _plain(finding: Finding) -> dict[str, Any]:
    values: dict[str, Any] = to_plain(finding)
    return {name: values[name] for name in (*_FIRST, *(name for name in values if name not in _FIRST))}


def findings_text(findings: Sequence[Finding], rules: RuleSet, *, title: str, silenced: Silenced = ()) -> str:
    """Findings by rule, heaviest first, each with its lines and what to do."""
    counts = Counter(finding.severity for finding in findings)
    told = "，".join(f"{SEVERITY_WORDS[name]} {counts[name]} 条" for name in SEVERITIES if counts[name])
    out = [f"{title}：{told}。" if told else f"{title}：没有发现问题。"]
    for (severity, rule_id), group in groupby(findings, key=lambda one: (one.severity, one.rule)):
        rule = rules[rule_id]
        found = list(group)
        out.append("")
        out.append(f"[{SEVERITY_WORDS[severity]}] {rule.title}（{rule.id}，{len(found)} 条）")
        for finding in found:
            out.append(f"  {_where(finding)}{finding.message}")
        for suggestion in dict.fromkeys(finding.suggestion for finding in found):
            out.append(f"  → {suggestion}")
    if silenced:
        out += ["", f"另有 {len(silenced)} 条已静默："]
        for finding, silence in silenced:
            out.append(f"  {finding.title}，{finding.subject}：{silence.reason}")
    return "\n".join(out) + "\n"


def _where(finding: Finding) -> str:
    runs = [str(a) if a == b else f"{a}–{b}" for a, b in line_ranges(finding.lines)]
    if not runs:
        return ""
    shown = "、".join(runs[:8]) + (" 等" if len(runs) > 8 else "")
    return f"第 {shown} 行　"


def findings_sarif(
    findings: Iterable[Finding], rules: RuleSet, *, source: str, silenced: Silenced = ()
) -> str:
    """One SARIF 2.1.0 run. ``source`` is the guide's path as the user gave it, or its address."""
    order = {rule.id: number for number, rule in enumerate(rules.rules)}
    pairs: list[tuple[Finding, Silence | None]] = [(finding, None) for finding in findings]
    pairs += list(silenced)
    run = {
        "tool": {
            "driver": {
                "name": "zhunsheng",
                "fullName": "准绳 标准体系校核",
                "semanticVersion": zhunsheng.__version__,
                "rules": [_sarif_rule(rule) for rule in rules.rules],
            }
        },
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, silence, order, source) for finding, silence in pairs],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.title,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n例：{rule.example}"},
        "defaultConfiguration": {"enabled": rule.enabled, "level": rule.severity},
        "properties": {"family": rule.family, "scope": rule.scope},
    }


def _sarif_result(
    finding: Finding, silence: Silence | None, order: dict[str, int], source: str
) -> dict[str, Any]:
    artifact = {"uri": quote(source.replace("\\", "/"), safe="/:@!$&'()*+,;=-._~")}
    locations = [
        {
            "physicalLocation": {
                "artifactLocation": artifact,
                "region": {"startLine": first, "endLine": last},
            }
        }
        for first, last in line_ranges(finding.lines)
    ] or [{"physicalLocation": {"artifactLocation": artifact}}]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": order[finding.rule],
        "level": finding.severity,
        "message": {"text": f"{finding.message}{finding.suggestion}"},
        "locations": locations,
        "partialFingerprints": {"zhunsheng/v1": finding.fingerprint},
        "properties": {
            "subject": finding.subject,
            "suggestion": finding.suggestion,
            "subsystems": finding.subsystems,
            "items": finding.items,
        },
    }
    if silence is not None:
        result["suppressions"] = [{"kind": "external", "justification": silence.reason}]
    return result
