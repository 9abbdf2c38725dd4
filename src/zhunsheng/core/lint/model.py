"""What the checks speak of: a rule, a finding, and a silenced finding."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhunsheng.core.lint.errors import LintRulesError
from zhunsheng.core.text.normal import key

__all__ = ["SCOPES", "SEVERITIES", "Finding", "Rule", "Silence", "fingerprint"]

# From the heaviest down; this is also the order in which findings are shown.
SEVERITIES = ("error", "warning", "note")
SCOPES = ("document", "system", "both")


def fingerprint(rule: str, subject: str, words: Iterable[str] = ()) -> str:
    """A key for "the same finding" that survives shifted lines, other spacing and another wording of the message.

    It depends on the rule, its subject and the words that make the case, never on line numbers.
    """
    parts = [rule, key(subject), *(key(word) for word in words)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


@dataclass(slots=True)
class Finding:
    """One hit of one rule.

    ``subject`` says in a few words what it is about (序号 8, FK 物联网, ★★★); ``lines`` are source lines from 1.
    ``subsystems`` (normalised codes) and ``items`` (printed 序号, or #row where none is printed) let a page show
    the finding beside its subject.
    """

    rule: str
    severity: str
    message: str
    subject: str
    lines: list[int]
    suggestion: str
    title: str = ""
    family: str = ""
    fingerprint: str = ""
    subsystems: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Silence:
    """A finding somebody has looked at and laid aside. ``reason`` is kept and shown wherever the finding would be."""

    fingerprint: str
    reason: str
    rule: str = ""
    subject: str = ""
    by: str = ""
    date: str = ""


@dataclass(slots=True, frozen=True)
class Rule:
    """One rule as content gives it. ``options`` holds thresholds and word lists; their keys are fixed by the rule."""

    id: str
    family: str
    title: str
    why: str
    example: str
    severity: str
    scope: str
    enabled: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)

    def number(self, name: str) -> float:
        """A numeric option; raises :class:`LintRulesError` where content does not give it."""
        value = self.options.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise LintRulesError(f"校核规则 {self.id} 的选项 {name} 应是数，现为 {value!r}。")
        return value

    def strings(self, name: str) -> tuple[str, ...]:
        """A list-of-words option; raises :class:`LintRulesError` where content does not give it."""
        value = self.options.get(name)
        if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
            raise LintRulesError(f"校核规则 {self.id} 的选项 {name} 应是词的列表，现为 {value!r}。")
        return tuple(value)

    def pattern(self, name: str) -> re.Pattern[str]:
        """The alternatives of a pattern option as one; raises :class:`LintRulesError` where they do not compile."""
        try:
            return re.compile("|".join(self.strings(name)))
        except re.error as error:
            raise LintRulesError(
                f"校核规则 {self.id} 的选项 {name} 不是合格的正则表达式：{error}。"
            ) from error

    def finding(
        self,
        message: str,
        *,
        subject: str,
        lines: Iterable[int],
        suggestion: str,
        words: Iterable[str] = (),
        subsystems: Iterable[str] = (),
        items: Iterable[str] = (),
    ) -> Finding:
        """A finding of this rule; ``words`` are what, beside the subject, makes it this finding and no other."""
        return Finding(
            rule=self.id,
            severity=self.severity,
            message=message,
            subject=subject,
            lines=sorted(set(lines)),
            suggestion=suggestion,
            title=self.title,
            family=self.family,
            fingerprint=fingerprint(self.id, subject, words),
            subsystems=list(dict.fromkeys(subsystems)),
            items=list(dict.fromkeys(items)),
        )
