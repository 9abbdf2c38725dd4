"""For each rule a guide on which it fires, with the subject it must name, and a near miss on which it is silent."""

from __future__ import annotations

from tests.core.lint import cases_list, cases_system
from tests.core.lint.casing import Case

__all__ = ["CASES"]

CASES: dict[str, Case] = {
    **cases_list.NUMBERING,
    **cases_list.CODES,
    **cases_list.NAMES,
    **cases_list.URGENCY,
    **cases_list.TABLE,
    **cases_system.SCOPE,
    **cases_system.COUNTS,
    **cases_system.BALANCE,
    **cases_system.LEVELS,
    **cases_system.SIMILAR,
    **cases_system.CITATIONS,
    **cases_system.MARKS,
    **cases_system.FIGURES,
    **cases_system.TARGETS,
}
