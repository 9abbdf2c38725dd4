"""Where the code of a rule meets its content: one function for each rule id."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from functools import cache

from zhunsheng.core.lint.context import LintContext
from zhunsheng.core.lint.model import Finding, Rule

__all__ = ["FAMILIES", "Check", "check", "checks"]

Check = Callable[[LintContext, Rule], Iterable[Finding]]

# One module a family; importing it registers its rules.
FAMILIES = (
    "numbering",
    "codes",
    "names",
    "urgency",
    "table",
    "scope",
    "counts",
    "balance",
    "levels",
    "similarity",
    "placement",
    "citations",
    "marks",
    "figures",
    "targets",
)
_CHECKS: dict[str, Check] = {}


def check(rule_id: str) -> Callable[[Check], Check]:
    """Register a function as the code of a rule. It gets the context and the rule, and yields findings."""

    def register(function: Check) -> Check:
        if rule_id in _CHECKS:
            raise ValueError(f"two functions for rule {rule_id}")
        _CHECKS[rule_id] = function
        return function

    return register


@cache
def checks() -> dict[str, Check]:
    """All rules that have code, by id."""
    for family in FAMILIES:
        importlib.import_module(f"zhunsheng.core.lint.{family}")
    return dict(_CHECKS)
