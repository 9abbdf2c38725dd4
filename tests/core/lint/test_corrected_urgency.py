"""A mark that an editor has filled in or changed counts as the row's mark."""

from __future__ import annotations

from zhunsheng.core.guide.model import LegendEntry, PlannedStandard, SourceSpan, Urgency
from zhunsheng.core.lint import lint_system
from zhunsheng.core.system.differ import diff_systems
from zhunsheng.core.system.model import StandardsSystem

HERE = SourceSpan(1, 1)


def system(*urgencies: Urgency) -> StandardsSystem:
    """A list of rows with these marks under a legend of ★★ and ★."""
    names = ["水表计量规范", "泵站安全指南", "管网巡检规程"]
    rows = [
        PlannedStandard(n, None, names[n - 1], names[n - 1], None, urgency, SourceSpan(n, n), n, str(n))
        for n, urgency in enumerate(urgencies, 1)
    ]
    legend = [LegendEntry("★★", 2, "推进级", "", HERE), LegendEntry("★", 1, "完善级", "", HERE)]
    return StandardsSystem("x", "示例体系", "", "", [], "", planned_standards=rows, legend=legend)


TWO, ONE = Urgency("★★", 2, "推进级", "printed"), Urgency("★", 1, "完善级", "printed")


def told(*urgencies: Urgency) -> set[str]:
    return {item.rule for item in lint_system(system(*urgencies)) if item.family == "urgency"}


def test_a_blank_filled_in_is_no_blank() -> None:
    assert "urgency-absent" in told(TWO, ONE, Urgency("", None, None, "absent"))
    assert "urgency-absent" not in told(TWO, ONE, Urgency("", 2, "推进级", "absent"))


def test_an_undefined_mark_changed_to_a_defined_one() -> None:
    assert "urgency-undefined" in told(TWO, ONE, Urgency("★★★", 3, None, "printed"))
    assert "urgency-undefined" not in told(TWO, ONE, Urgency("★★★", 2, "推进级", "printed"))


def test_the_difference_names_the_correction() -> None:
    before = system(TWO, ONE, Urgency("", None, None, "absent"))
    after = system(TWO, ONE, Urgency("", 2, "推进级", "absent"))
    (change,) = diff_systems(before, after).changes
    assert change.reason == "印出的标记未变，更正由未注明改为★★（推进级）"
