"""Rules over a guide and over a standards system. Rules are content (content/lint); one module here a family."""

from __future__ import annotations

from zhunsheng.core.lint.errors import LintRulesError
from zhunsheng.core.lint.model import Finding, Rule, Silence
from zhunsheng.core.lint.rules import RuleSet, load_rules
from zhunsheng.core.lint.run import lint_guide, lint_system, split_silenced

__all__ = [
    "Finding",
    "LintRulesError",
    "Rule",
    "RuleSet",
    "Silence",
    "lint_guide",
    "lint_system",
    "load_rules",
    "split_silenced",
]
