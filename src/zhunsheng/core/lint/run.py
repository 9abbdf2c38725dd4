"""Running the rules."""

from __future__ import annotations

from collections.abc import Iterable

from zhunsheng.core.guide.model import GuideDocument
from zhunsheng.core.lint.context import LintContext
from zhunsheng.core.lint.model import SEVERITIES, Finding, Silence
from zhunsheng.core.lint.registry import checks
from zhunsheng.core.lint.rules import RuleSet, load_rules
from zhunsheng.core.system.model import StandardsSystem

__all__ = ["lint_guide", "lint_system", "split_silenced"]


def lint_guide(document: GuideDocument, rules: RuleSet | None = None) -> list[Finding]:
    """All findings on a guide, heaviest first, then in the order of the rules and of the text."""
    rules = rules or load_rules()
    return _run(LintContext.of_guide(document, rules.words), rules, ("document", "both"))


def lint_system(
    system: StandardsSystem, rules: RuleSet | None = None, *, text: GuideDocument | None = None
) -> list[Finding]:
    """All findings on a stored system, its values as they stand now (corrected ones too).

    Rules that need the guide's text run where ``text``, the guide it was read from, is given, else not at all.
    """
    rules = rules or load_rules()
    scopes = ("system", "both") if text is None else ("system", "both", "document")
    return _run(LintContext.of_system(system, rules.words, text), rules, scopes)


def split_silenced(
    findings: Iterable[Finding], silences: Iterable[Silence]
) -> tuple[list[Finding], list[tuple[Finding, Silence]]]:
    """Part findings into those still open and those silenced, each of the latter with its silence."""
    known = {silence.fingerprint: silence for silence in silences}
    open_findings: list[Finding] = []
    silenced: list[tuple[Finding, Silence]] = []
    for finding in findings:
        if silence := known.get(finding.fingerprint):
            silenced.append((finding, silence))
        else:
            open_findings.append(finding)
    return open_findings, silenced


def _run(context: LintContext, rules: RuleSet, scopes: tuple[str, ...]) -> list[Finding]:
    code = checks()
    found: list[tuple[int, int, int, Finding]] = []
    for order, rule in enumerate(rules.rules):
        if not rule.enabled or rule.scope not in scopes:
            continue
        weight = SEVERITIES.index(rule.severity)
        for finding in code[rule.id](context, rule):
            found.append((weight, order, finding.lines[0] if finding.lines else 0, finding))
    found.sort(key=lambda entry: entry[:3])
    return [finding for *_, finding in found]
