"""On real guides lint says what a careful reader says, nothing else; docs state the precision measured so."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.core.lint.test_planted import PLANTED
from tests.samples.blocks import sample_blocks
from tests.samples.test_forms import MAKERS
from zhunsheng.core.guide.read import read_guide, read_guide_file
from zhunsheng.core.lint import Finding, lint_guide, lint_system, load_rules
from zhunsheng.core.system.builder import build_system

WRITTEN: dict[str, list[list[Any]]] = yaml.safe_load(
    (Path(__file__).parent / "findings.yaml").read_text(encoding="utf-8")
)
GUIDES = [name for name in WRITTEN if name != "doubtful"]
DOUBTFUL = {(rule, subject) for rule, subject in WRITTEN["doubtful"]}


def _written(entry: list[Any], finding: Finding) -> list[Any]:
    """The finding in the form of its entry in findings.yaml."""
    lines = finding.lines
    told = ["many", lines[0], lines[-1], len(lines)] if "many" in entry else lines
    return [finding.rule, finding.subject, *told]


@pytest.fixture(scope="module", params=GUIDES)
def case(request: pytest.FixtureRequest, shared: Path) -> tuple[str, list[Finding]]:
    return request.param, lint_guide(read_guide_file(shared / "guides" / request.param))


def test_findings_are_those_written_by_hand(case: tuple[str, list[Finding]]) -> None:
    name, findings = case
    by_hand = {(rule, subject): [rule, subject, *rest] for rule, subject, *rest in WRITTEN[name]}
    found = {(one.rule, one.subject): one for one in findings}
    assert sorted(found) == sorted(by_hand)
    for place, finding in found.items():
        assert _written(by_hand[place], finding) == by_hand[place]


def test_fingerprints_tell_findings_apart(case: tuple[str, list[Finding]]) -> None:
    _, findings = case
    assert len({one.fingerprint for one in findings}) == len(findings)


def test_fingerprints_survive_shifted_lines(shared: Path) -> None:
    text = (shared / "guides" / GUIDES[0]).read_text(encoding="utf-8")
    before = lint_guide(read_guide(text.encode(), name="guide.txt"))
    after = lint_guide(read_guide(("\n\n\n" + text).encode(), name="guide.txt"))
    assert [one.fingerprint for one in before] == [one.fingerprint for one in after]
    assert [[line + 3 for line in one.lines] for one in before] == [one.lines for one in after]


def test_a_stored_system_has_the_same_findings(shared: Path) -> None:
    """Only what needs the text itself is missing; silences made on the guide hold on the system."""
    document = read_guide_file(shared / "guides" / GUIDES[0])
    on_guide = {one.fingerprint: one.rule for one in lint_guide(document)}
    on_system = {
        one.fingerprint: one.rule for one in lint_system(build_system(document, slug="x", keep_prose=True))
    }
    text_only = {rule.id for rule in load_rules().rules if rule.scope == "document"}
    assert on_system.items() <= on_guide.items()
    assert {on_guide[one] for one in on_guide.keys() - on_system.keys()} <= text_only


def test_a_system_with_its_text_has_all_findings_and_no_corrected_one(shared: Path) -> None:
    document = read_guide_file(shared / "guides" / GUIDES[0])
    on_guide = lint_guide(document)
    for prose in (True, False):
        system = build_system(document, slug="x", keep_prose=prose)
        assert [one.fingerprint for one in lint_system(system, text=document)] == [
            one.fingerprint for one in on_guide
        ]
        next(one for one in system.subsystems if one.code == "FK").printed_code = "FK"
        for one in system.subsystems:
            one.sightings = [
                replace(place, printed_code=(place.printed_code or "").upper() or None)
                for place in one.sightings
            ]
        left = lint_system(system, text=document)
        assert {one.rule for one in on_guide} - {one.rule for one in left} == {"code-case"}


def test_bare_facts_give_no_other_findings(shared: Path) -> None:
    """A packaged system has no prose; rules that need it keep silent rather than guess."""
    document = read_guide_file(shared / "guides" / GUIDES[0])
    on_guide = {one.fingerprint for one in lint_guide(document)}
    bare = lint_system(build_system(document, slug="x", keep_prose=False))
    assert {one.fingerprint for one in bare} <= on_guide
    assert len(bare) > 30


def test_the_sample_has_only_its_one_blank_mark(root: Path) -> None:
    sample = root / "src/zhunsheng/content/samples/smart-water-2026.md"
    findings = lint_guide(read_guide_file(sample))
    assert [(one.rule, one.items) for one in findings] == [("urgency-absent", ["19"])]


def test_the_precision_in_the_handbook_is_the_one_measured(root: Path) -> None:
    page = (root / "docs/handbook/校核规则.md").read_text(encoding="utf-8")
    rows = {
        (guide, rule): tuple(map(int, numbers))
        for guide, rule, *numbers in re.findall(
            r"^\| (\S+) \| `([\w-]+)` \| (\d+) \| (\d+) \| (\d+) \|$", page, re.MULTILINE
        )
    }
    measured: dict[tuple[str, str], tuple[int, int, int]] = {}
    for guide in GUIDES:
        doubts = Counter(rule for rule, subject, *_ in WRITTEN[guide] if (rule, subject) in DOUBTFUL)
        for rule, count in Counter(rule for rule, *_ in WRITTEN[guide]).items():
            measured[guide, rule] = (count, count - doubts[rule], doubts[rule])
    assert rows == measured
    assert f"逐一植入 {len(PLANTED)} 种毛病" in page
    total = sum(count for count, *_ in measured.values())
    doubtful = sum(doubt for *_, doubt in measured.values())
    assert f"共 {total} 条，{total - doubtful} 条无疑，{doubtful} 条可商榷，误报 0 条" in page


@pytest.mark.parametrize("form", list(MAKERS))
def test_the_form_of_the_file_makes_no_findings(form: str) -> None:
    """Broken lines, page furniture and merged cells are no faults of the guide; only txt has lost its pictures."""
    document = read_guide(MAKERS[form](sample_blocks()), name=f"guide.{form}")
    found = sorted((one.rule, one.items) for one in lint_guide(document))
    absent = [("figure-absent", [])] if form == "txt" else []
    assert found == [*absent, ("urgency-absent", ["19"])]
