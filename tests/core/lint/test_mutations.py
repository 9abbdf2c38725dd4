"""Whatever happened to a guide on its way, the checks run through, and every finding stays inside the file."""

from __future__ import annotations

import json
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import GuidePlan, as_text, guide_plans
from tests.core.mutations import MUTATIONS
from zhunsheng.core.guide.read import read_guide
from zhunsheng.core.lint import lint_guide, lint_system, load_rules
from zhunsheng.core.lint.report import findings_json, findings_sarif, findings_text
from zhunsheng.core.system.builder import build_system

RULES = load_rules()


def _hurt(plan: GuidePlan, form: str, seed: int) -> str:
    random = Random(seed)
    lines = as_text(plan, form=form).splitlines()
    for change in random.choices([MUTATIONS[name] for name in sorted(MUTATIONS)], k=random.randint(1, 6)):
        lines = change(lines, random) or [""]
    return "\n".join(lines)


@settings(max_examples=40)
@given(guide_plans(), st.sampled_from(["tab", "pipe"]), st.integers(0, 2**32))
def test_hurt_guides_are_checked_to_the_end(plan: GuidePlan, form: str, seed: int) -> None:
    text = _hurt(plan, form, seed)
    document = read_guide(text.encode(), name="guide.txt")
    findings = lint_guide(document, RULES)
    for finding in findings:
        assert all(1 <= line <= len(document.lines) for line in finding.lines)
        assert finding.message and finding.suggestion and finding.subject
    system = build_system(document, slug="x", keep_prose=False)
    lint_system(system, RULES)
    lint_system(system, RULES, text=document)
    assert len(json.loads(findings_json(findings))) == len(findings)
    assert json.loads(findings_sarif(findings, RULES, source="guide.txt"))["version"] == "2.1.0"
    assert findings_text(findings, RULES, title="指南").startswith("指南：")


@settings(max_examples=25)
@given(guide_plans())
def test_sound_guides_give_no_errors_or_warnings(plan: GuidePlan) -> None:
    """A made-up guide may have empty categories or an unused mark (notes); nothing in it is wrong."""
    document = read_guide(as_text(plan).encode(), name="guide.txt")
    heavy = [one.message for one in lint_guide(document, RULES) if one.severity != "note"]
    assert heavy == []
